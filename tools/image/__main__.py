# The command `python -m tools.image`: see the room's own door, __init__.py. Decides nothing.

import sys

from tools.image import main

sys.exit(main(sys.argv[1:]))
