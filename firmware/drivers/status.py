# The words every driver answers with instead of raising: near the patient an error is a value. Decides no retry.

from micropython import const

OK = const(0)  # done, and the chip acknowledged every byte
READY = const(1)  # of poll(): a value is there
BUSY = const(0)  # of poll(): not yet

BUS = const(-1)  # no acknowledge, or the bus is held: nothing is known about what the chip took
WRONG = const(-2)  # the chip answered, and not what was written to it
RANGE = const(-3)  # asked for something outside the range: nothing was sent
STILL_BUSY = const(-4)  # the chip has not finished what it was told before: nothing was sent
NOT_STARTED = const(-5)  # poll() without a start() before it
TOO_LONG = const(-6)  # waited for, and it never became ready
CANNOT = const(-7)  # this part has no such ability; its capability says so

NO_VALUE = const(-(1 << 29))  # stands in a field that holds no measured value: absurd in any unit, and no allocation
