# Names the states of a treatment. What leads from one to the next is decided in session.py.

from micropython import const

BOOT = const(0)
SELFTEST = const(1)
READY = const(2)
CONFIRM = const(3)
CHECKLIST = const(4)
CONTACT = const(5)
RAMP = const(6)
RUN = const(7)
LIMITED = const(8)
REVERSAL = const(9)
PAUSED = const(10)
RAMPDOWN = const(11)
DONE = const(12)
FAULT = const(13)

NAMES = (
    "boot",
    "selftest",
    "ready",
    "confirm",
    "checklist",
    "contact",
    "ramp",
    "run",
    "limited",
    "reversal",
    "paused",
    "rampdown",
    "done",
    "fault",
)
