# Limits, monitor, plausibility, faults. Imports nothing from the rest of the unit.
