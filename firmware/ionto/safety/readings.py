# One tick's measurements, as whoever measures hands them to whoever judges. Holds them, decides nothing.
#
# An array of integers with a name for each place, not an object: on the chip an attribute costs 2.3 µs, a place in
# machine code 0.1. None of them is negative (machine code for 64 bits reads an array without signs): where a sign means
# something, the part below zero has a place of its own.

from array import array

from micropython import const

A_UA = const(0)  # shunt A, µA
A_BACK_UA = const(1)  # how far below zero it is
A_AGE_MS = const(2)
A_NEW = const(3)  # 1: converted in this tick
B_UA = const(4)  # shunt B, as the monitor sees it
LOAD_MV = const(5)  # from the positive electrode to the other
LOAD_BACK_MV = const(6)  # the other way round
LOAD_AGE_MS = const(7)
LOAD_NEW = const(8)
HIGH_MV = const(9)  # the positive electrode against ground
LOW_MV = const(10)  # the other
HIGH_NEW = const(11)
LOW_NEW = const(12)
RAIL_MV = const(13)
RAIL_AGE_MS = const(14)
DROPPED = const(15)  # samples dropped in a row
DAC_MV = const(16)  # the DAC's output, as the monitor sees it
DAC_CODE_MV = const(17)  # as the code sent should give
LOAD_OHM = const(18)  # 0: unknown
RELAY_REST = const(19)  # 1: feedback says at rest
REST_MV = const(20)  # the load voltage when the probe began, 0 where it was the other way round
_PLACES = const(21)

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    Readings = array[int]


def make() -> "Readings":
    """All zero."""
    return array("i", [0] * _PLACES)
