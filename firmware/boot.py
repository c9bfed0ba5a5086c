# First thing after a reset: every output that could close a way to the patient goes low. Decides nothing else.
import board

board.outputs_off()
