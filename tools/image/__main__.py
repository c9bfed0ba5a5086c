# Starts the command `python -m tools.image`, which stands in __init__.py.

import sys

from tools.image import main

sys.exit(main(sys.argv[1:]))
