# The version of the firmware, shown at start and in every record of a run.

VERSION = "0.1.0"
