"""What INV-12 allows, for the judge and for whoever has no numpy: how dense a current, how long. Data only."""

# As if through a palm of 120 cm²: 60 mA are 0.5 mA/cm².
DENSE_UA = 60_000
DENSE_MS = 8_000  # at a set current that is constant or stepped
VERY_DENSE_UA = 80_000
VERY_DENSE_MS = 2_000
# The set current is on a ramp when it moved by more than a user's step in this time.
RAMP_MS = 2_000
STEP_UA = 600
GAP_MS = 1_000  # what is apart by less counts as one
