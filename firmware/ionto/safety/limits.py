# The controller's limits: every figure the main loop judges by. The monitor keeps its own; docs/limits.csv holds both.
#
# The figures are engineering judgement, public practice and computation; none comes from a certified file.

from micropython import const

# --- the tick
TICK_US = const(5_000)
TICK_MS = const(5)

# --- what may be asked for
CURRENT_MIN_UA = const(1_000)
CAP_HANDS_UA = const(20_000)
CAP_FEET_UA = const(20_000)
CAP_UNDERARMS_UA = const(10_000)
PAD_UA_PER_CM2 = const(200)  # underarms: of the area of one pad
PAD_MIN_CM2 = const(10)
PAD_MAX_CM2 = const(100)
CAP_TEEN_UA = const(12_000)  # 12 to 15 years
CAP_CHILD_UA = const(8_000)  # 6 to 11 years; nobody below is treated
LOST_CALIBRATION_UA = const(5_000)  # whoever and wherever, while the unit's calibration cannot be read
CONFIRM_UA = const(500)  # so far a meter may read from 10 mA for the unit to be used at all
DEFAULT_HANDS_UA = const(5_000)  # hands and feet, a first treatment; more of it wants OK held
DEFAULT_UNDERARMS_UA = const(2_000)
MINUTES_MIN = const(10)
MINUTES_MAX = const(40)
MINUTES_DEFAULT = const(20)
DOSE_CAP_MAMIN = const(600)
DOSE_CAP_LESS_MAMIN = const(300)  # underarms, and everywhere below 16 years
WALL_CAP_MIN = const(60)
USER_STEP_UA = const(500)
SELFTEST_AGE_MS = const(600_000)  # of the self-test when a site is chosen, and when the output is switched on

# --- ramps, in nA a tick (1 mA/s is 5,000 nA a tick)
RAMP_UP_NA = const(2_500)  # 0.5 mA/s
RAMP_DOWN_NA = const(5_000)  # 1 mA/s, planned
RAMP_STOP_NA = const(25_000)  # 5 mA/s, STOP and controlled stops

# --- over-current, channel A
OVERCURRENT_UA = const(22_000)
OVERCURRENT_SAMPLES = const(2)

# --- deviation from the tracked setpoint: max(0.8 mA, 8 %) for 100 ms
DEVIATION_UA = const(800)
DEVIATION_PERMILLE = const(80)
DEVIATION_TICKS = const(20)
GROSS_UA = const(5000)  # so much too much is a blow at a small current: the 22 mA of over-current are far above it
GROSS_SAMPLES = const(4)  # the DAC's voltage, which names the cause, needs as many

# --- A against B: max(1.0 mA, 8 %) for 3 ticks
A_B_UA = const(1_000)
A_B_PERMILLE = const(80)
A_B_TICKS = const(3)

# --- anti-windup and voltage limit
WINDUP_UA = const(300)
LIMITED_PERMILLE = const(950)
HEADROOM_MV = const(1_500)
SERIES_OHM = const(150)

# --- contact
LOST_ARMED_UA = const(500)
LOST_UA = const(300)  # or half the setpoint, in two samples
FOUND_PERMILLE = const(800)
FOUND_MS = const(200)
PROBE_UA = const(500)
PROBE_MS = const(2_000)
PROBE_PATIENCE_MS = const(6_000)
LOAD_MIN_OHM = const(150)
LOAD_MAX_OHM = const(20_000)
HARDLY_OHM = const(80_000)  # the rail cannot drive the probe: it rises no further
LOAD_MAX_SAMPLES = const(4)
AWAY_MS = const(10_000)
ABSENT_MS = const(500)  # contact, before it counts
RETURNS_MAX = const(5)
MOVES_MAX = const(10)  # pauses in which nobody left: hands that move
BREAKS_MAX = const(12)  # a lead or a plug
METAL_MAX = const(1)  # no resistance at the probe
SOAK_STILL_MS = const(20_000)  # above LOAD_MAX_OHM and not falling
SOAK_MOST_MS = const(100_000)  # falling: a longer probe would count as a treatment
HANDS_OUT_MS = const(120_000)  # without contact before the first current: back to the proposal
WAITING_MS = const(600_000)  # in a pause: the session ends
WITHDRAWAL_PERMILLE = const(300)
WITHDRAWAL_MS = const(200)
WITHDRAWAL_OWN_MV = const(700)  # the electrodes' own voltage: how far it may turn in that time
WITHDRAWAL_ARMED_UA = const(500)

# --- short and drying
FALL_PERMILLE = const(333)  # of the resistance, at once
FALL_MS = const(200)
FALL_ARMED_UA = const(2_000)
FALLS_MAX = const(3)
LESS_SKIN_MAX = const(5)
SHORT_OHM = const(150)
SHORT_ARMED_UA = const(3_000)
SHORT_MS = const(500)
DRYING_PERMILLE = const(500)
DRYING_MS = const(60_000)
DRYING_FACTOR = const(2)
DRYING_SETTLE_MS = const(10_000)  # the electrodes' own voltage has turned by then

# --- zero, reversal, idle
ZERO_UA = const(200)
ZERO_MS = const(100)
LEGS_OPEN_MS = const(20)
IDLE_A_UA = const(150)
IDLE_B_UA = const(180)
IDLE_MS = const(100)
RELAY_MS = const(20)  # 10 ms to switch, 3 ms of bounce, the rest is margin
LEGS_CLOSE_MS = const(5)
RAIL_READY_MV = const(43_000)
RAIL_PATIENCE_MS = const(1_000)
RAIL_DOWN_MV = const(5_000)  # towards the electrodes the switch closes onto no more
RAIL_DOWN_MS = const(3_000)  # 48 V bleed to it in 1.1 s

# --- rail
RAIL_MAX_MV = const(55_000)
RAIL_MIN_MV = const(40_800)  # nominal 48 V less 15 %
BALANCE_LOW_MV = const(-1_000)
HIGH_ELECTRODE_MV = const(3_000)
LEG_DIODE_MV = const(1_000)  # more, where each leg has a diode
HIGH_ELECTRODE_SAMPLES = const(2)
RETURN_OPEN_MV = const(3_000)

# --- battery
BATTERY_START_MV = const(3_500)
BATTERY_LOW_MV = const(3_300)
BATTERY_LOW_MS = const(3_000)

# --- samples, loop, bus, clock
SAMPLE_AGE_MS = const(15)
ROTATING_AGE_MS = const(150)
DROPPED_SAMPLES = const(3)
MONITOR_SILENT_MS = const(30)
LATE_TICK_MS = const(15)
LATE_WINDOW_MS = const(10_000)  # three late ticks in it: this one, the last and the one before
FROZEN_CODES = const(40)  # equal ones of A, while B has moved by more than
FROZEN_B_UA = const(400)
CONVERSION_MIN_PERMILLE = const(750)  # of what the converter takes nominally
CONVERSION_MAX_PERMILLE = const(1_500)
CONVERSION_STRIKES = const(10)
CLOCK_WINDOW_MS = const(10_000)
CLOCK_PERMILLE = const(20)
BUS_ERRORS_SOFT = const(3)  # with no quiet second between: controlled stop; two, each made good at once, are logged
BUS_ERRORS_HARD = const(5)  # in one second: hard cut
DAC_VOLTAGE_MV = const(80)  # monitor's view of the DAC against the code sent

# --- a controlled stop must be followed
FOLLOW_UA = const(800)  # for DEVIATION_TICKS
MISSING_UA = const(200)  # the source gives so much less than asked, the load not being in the way

# --- charge
CHARGE_PERMILLE = const(100)
CHARGE_JUDGED_MAMIN = const(5)  # below this the comparison says nothing
UNEVEN_PERMILLE = const(100)

# --- frequency and memory
TREATED_UAMIN = const(1_000)  # a charge below it is booked, but no treatment: the probe of 0.5 mA, stopped
APART_MIN = const(720)  # between the starts of two treatments of a site, by the clock
UNFINISHED_PERMILLE = const(500)  # of its dose: a treatment that ended below it may be finished
POWERED_MIN = const(30)  # without a clock: powered for so long before a site is treated again
HEAP_MIN = const(40_000)  # free bytes before a session: 20 % of the reference board's heap

# --- locking
HARD_CUTS_LOCK = const(3)
POWER_ONS_JUDGED = const(5)
