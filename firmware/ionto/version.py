# The version of the firmware, shown at start and in every record of a run. Decides nothing.

VERSION = "0.1.0"
