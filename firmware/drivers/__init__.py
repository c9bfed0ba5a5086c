# Chips: registers only, the transport passed in.
