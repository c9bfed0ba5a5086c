# The rules of plausibility, a row each: when one can be judged, how often in a row it must be bad, and what follows.
# What is bad in a tick plausibility.py finds; the figures stand in limits.py.

from micropython import const

from ionto.safety import faults, limits
from ionto.safety import readings as rd

# What a reading can be wrong in, a bit each, in the order of judgement.
DAC = const(1)
OVER = DAC << 1
DIFFERING = OVER << 1
DEVIATING = DIFFERING << 1
MISSING = DEVIATING << 1
IDLE = MISSING << 1
RELAY = IDLE << 1
RAIL = RELAY << 1
HIGH = RAIL << 1
BALANCE = HIGH << 1
SHORT = BALANCE << 1
FAR = SHORT << 1
GROSS = FAR << 1

# When a rule can be judged anew: what it needs must have come in this tick.
ALWAYS = const(0)
LIVE = const(1)  # each tick with the output on
ON_A = const(2)  # a sample of A
ON_HIGH = const(3)  # of the high electrode, with the output on
CURRENT = const(4)  # each tick while current is regulated
ON_LOAD = const(5)  # then, a sample of the load voltage
ON_OHM = const(6)  # then, one of both

NO_OHM = const(1_000_000)
BALANCE_HIGH_MV = const(3_000)  # above the rail
LOAD_MS = 2 * limits.TICK_MS  # the load voltage comes each other tick
SET = const(-1)  # of the places: the setpoint
ZERO = const(-2)  # of the places: nothing
BIT = const(0)  # places in a row
WHEN = const(1)
TIMES = const(2)
FAULT = const(3)
# Its bit; when; how often in a row it must be bad; the fault then (none: contact is lost). And what is told beside the
# fault: the reading, less another one, with the least and the most that is allowed, or that many ‰ of the other.
RULES = (
    (DAC, LIVE, 3, faults.DAC_VOLTAGE, rd.DAC_MV, rd.DAC_CODE_MV, -limits.DAC_VOLTAGE_MV, limits.DAC_VOLTAGE_MV, 0),
    (OVER, ON_A, limits.OVERCURRENT_SAMPLES, faults.OVERCURRENT_A, rd.A_UA, ZERO, 0, limits.OVERCURRENT_UA, 0),
    (DIFFERING, ON_A, limits.A_B_TICKS, faults.A_B_DISAGREE, rd.A_UA, rd.B_UA,
     -limits.A_B_UA, limits.A_B_UA, limits.A_B_PERMILLE),
    (DEVIATING, ON_A, limits.DEVIATION_TICKS, faults.DEVIATION, rd.A_UA, SET,
     -limits.DEVIATION_UA, limits.DEVIATION_UA, limits.DEVIATION_PERMILLE),
    (MISSING, ON_A, limits.DEVIATION_TICKS, faults.DEVIATION, rd.A_UA, SET,
     -limits.MISSING_UA, limits.DEVIATION_UA, 0),
    (IDLE, ON_A, limits.IDLE_MS // limits.TICK_MS, faults.IDLE_CURRENT, rd.A_UA, ZERO, 0, limits.IDLE_A_UA, 0),
    (RELAY, ALWAYS, 2, faults.RELAY_FEEDBACK, rd.RELAY_REST, ZERO, 1, 0, 0),  # the other of both
    (RAIL, CURRENT, 3, faults.RAIL_VOLTAGE, rd.RAIL_MV, ZERO, limits.RAIL_MIN_MV, limits.RAIL_MAX_MV, 0),
    (HIGH, ON_HIGH, limits.HIGH_ELECTRODE_SAMPLES, faults.HIGH_ELECTRODE, rd.RAIL_MV, rd.HIGH_MV,
     0, limits.HIGH_ELECTRODE_MV, 0),
    (BALANCE, ON_LOAD, 4, faults.RAIL_BALANCE, rd.RAIL_MV, rd.LOAD_MV, limits.BALANCE_LOW_MV, BALANCE_HIGH_MV, 0),
    (SHORT, ON_LOAD, limits.SHORT_MS // LOAD_MS, faults.SHORTED, rd.LOAD_OHM, ZERO, limits.SHORT_OHM, NO_OHM, 0),
    (FAR, ON_OHM, limits.LOAD_MAX_SAMPLES, faults.NONE, rd.LOAD_OHM, ZERO, 0, limits.LOAD_MAX_OHM, 0),
    (GROSS, ON_A, limits.GROSS_SAMPLES, faults.DEVIATION, rd.A_UA, SET, 0, limits.GROSS_UA, 0),
)  # fmt: skip
