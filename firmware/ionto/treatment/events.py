# Names what a person does, as the treatment hears it. Which press is which event is decided in panel/buttons.py.

from micropython import const

NONE = const(0)
UP = const(1)
DOWN = const(2)
OK = const(3)
OK_HELD = const(4)
STOP = const(5)
STOP_AGAIN = const(6)
OK_LET_GO = const(7)  # an OK that was reported as held
