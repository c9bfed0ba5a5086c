# What a row of the trace holds, for the simulated unit that writes it and for the runner that reads it. Data only.

COLUMNS = 13
NO_EVENT, UP, DOWN, OK, OK_HELD, STOP, STOP_AGAIN, PAUSE, FAULT, HANDS_IN, HANDS_OUT, INJECTED, RESET = range(13)
EVENTS = (
    "",
    "up",
    "down",
    "ok",
    "ok_held",
    "stop",
    "stop_again",
    "pause",
    "fault",
    "hands_in",
    "hands_out",
    "injected",
    "reset",
)
