# What a row of the trace holds, for the simulated unit that writes it and for the runner that reads it. Data only.

COLUMNS = 13
NO_EVENT, UP, DOWN, OK, OK_HELD, STOP, STOP_AGAIN, OK_LET_GO = range(8)  # as in the firmware's panel/buttons.py
PAUSE, FAULT, HANDS_IN, HANDS_OUT, INJECTED, RESET = range(8, 14)
EVENTS = (
    "",
    "up",
    "down",
    "ok",
    "ok_held",
    "stop",
    "stop_again",
    "ok_let_go",
    "pause",
    "fault",
    "hands_in",
    "hands_out",
    "injected",
    "reset",
)
