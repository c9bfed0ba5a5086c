# Records that survive a power cut.
