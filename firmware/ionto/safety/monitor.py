# The monitor: each 1 ms, in a hard timer interrupt, decides whether the output switch may be closed. It is the only
# code that raises OUT_EN or makes pump edges. It decides nothing about how much current is wanted.
#
# It shares no code and no limit with the controller: what is written twice here is written twice on purpose, and
# docs/limits.csv holds both. Runs with the heap locked: integers below 2**30, attributes that exist, no allocation.
#
# `check` is machine code (viper), because the interpreter took more than twice its time. Viper's integers have the
# processor's width and are not checked: here everything is 0 or more and every intermediate below 2**31, so that 32
# and 64 bits, machine code and CPython come to the same. test_monitor_equality.py drives all three.

from array import array

import micropython
from micropython import const

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.hardware import Hardware

# --- the monitor's own limits
OVERCURRENT_UA = const(22_000)
OVERCURRENT_SAMPLES = const(2)
DAC_MAX_MV = const(2_970)  # 22.5 mA: no code the controller may send stands that high
HEARTBEAT_MS = const(30)
_SLOTS = const(10)  # of 1 ms: a pump edge each 10 ms, in slot 0; the others by their lowest bit that is set
_LATCH_SLOTS = const(1)  # 1, 3, 5, 7, 9
_DAC_SLOTS = const(2)  # 2 and 6
_VBUS_SLOT = const(4)
_BATTERY_SLOT = const(8)
# with the latch, one thing each, because writing an attribute takes up to 6 µs:
_VETO_SLOT = const(1)
_COUNT_SLOT = const(3)
_TIME_SLOT = const(5)
_INTEGRATE_SLOT = const(7)
_CHARGE_SLOT = const(9)
_UAMS_A_MAMIN = const(60_000_000)
BATTERY_COLLAPSE_MV = const(3_000)
BATTERY_SAMPLES = const(4)
LEAK_UA = const(500)
LEAK_SAMPLES = const(2)
CHARGE_CAP_MAMIN = const(630)  # B is a backstop: 5 % above the controller's cap
ON_CAP_S = const(2_415)  # 40 min and 15 s of current
ON_UA = const(150)
ZERO_B_UA = const(300)  # at rest: more is no offset of converter and amplifier
GAIN_B_PPM = const(30_000)  # shunt, amplifier and reference before calibration

# --- fault codes, as safety/faults.py numbers them; a test holds the two together
F_OVERCURRENT_B = const(202)
F_LATCH_TRIPPED = const(205)
F_LEAK = const(214)
F_RELAY_FEEDBACK = const(215)
F_HEARTBEAT = const(216)
F_DAC_VOLTAGE = const(219)
F_VBUS_PRESENT = const(220)
F_BATTERY_COLLAPSE = const(221)
F_CHARGE_CAP_B = const(228)
F_TIME_CAP_B = const(229)

# --- requests of the controller
OFF = const(0)
ON = const(1)
ON_RISING = const(2)  # as ON, at DAC 0 while the rail rises and contact is searched for: any current is a leak
# self-test only, granted with the relay at rest:
TEST_ON = const(3)
TEST_NO_EDGES = const(4)  # OUT_EN high, pump silent at its last level
TEST_EDGES_ONLY = const(5)  # OUT_EN low, pump edges
TEST_STATIC_LOW = const(6)
TEST_STATIC_HIGH = const(7)
TEST_LATCH = const(8)  # a trip of the latch is expected
# the requests, a bit each, that raise OUT_EN, and those with pump edges:
_RAISED = const(1 << ON | 1 << ON_RISING | 1 << TEST_ON | 1 << TEST_NO_EDGES | 3 << TEST_STATIC_LOW | 1 << TEST_LATCH)
_PUMPED = const(1 << ON | 1 << ON_RISING | 1 << TEST_ON | 1 << TEST_EDGES_ONLY | 1 << TEST_LATCH)


# --- what it keeps to itself: the cells of one array
_VETO = const(0)  # fault code, latched
_REQUEST = const(1)  # the request that stands at the pins
_EDGES = const(2)  # 1: pump edges are due
_LEVEL = const(3)  # of the pump
_SLOT = const(4)
_COUNT = const(5)
_BEAT = const(6)  # the heartbeat as last seen
_AGE = const(7)  # of it, ms
_OVER = const(8)  # samples in a row, the last but one that is allowed at most
_LEAK = const(9)
_DAC_OVER = const(10)
_BATTERY_LOW = const(11)
_SESSION = const(12)
_SUM = const(13)  # of channel B since the last integration, µA·ms
_REST_UAMS = const(14)  # charge below 1 mA·min
_MAMIN = const(15)
_ON_MS = const(16)
_ON_S = const(17)
_ENABLED = const(18)
_LATCH = const(19)
_MEASURED = const(20)  # beside a fault: never written without a veto in the same period, so the first ones stand
_ALLOWED = const(21)
_SCALE = const(22)  # of channel B: µA in 4096 of its counts
_ZERO = const(23)  # what it reads at rest, in 1/4096 µA
_CELLS = const(24)
_NOMINAL = const(33_000)  # 3.3 V, and 0.1 V for a mA


class Mailbox:
    """What monitor and controller tell each other: integers only, each written by one side.

    The controller writes `heartbeat`, `request` and `trip`; the monitor writes the rest.
    """

    def __init__(self) -> None:
        # written by the controller
        self.heartbeat = 0  # any change is a beat
        self.request = OFF
        self.trip = 0  # a fault code: asks for the veto
        # written by the monitor
        self.count = 0  # tens of its periods, wraps at 2**20
        self.b_ua = 0  # channel B, nominal scale
        self.dac_mv = 0
        self.battery_mv = 0
        self.latch = 0  # 1: over-current latch set
        self.vbus = 0
        self.veto = 0  # fault code, latched
        self.trip_measured = 0  # what led to it and what is allowed, in the unit of the limit; 0 and 0: no figure
        self.trip_allowed = 0
        self.enabled = 0  # 1: OUT_EN is high
        self.charge_mamin = 0  # whole mA·min of channel B since clear
        self.charge_rest_uams = 0  # the part below, µA·ms, 0..59,999,999
        self.on_s = 0
        self.session = 0  # the controller counts sessions here; a change clears the integrators


class Monitor:
    """Judges B, DAC voltage, latch, VBUS, battery and heartbeat, and keeps or opens the output switch.

    `service`: 1 when USB was present at power-up: then VBUS is no fault and only the dummy load may be driven.
    """

    def __init__(self, mail: Mailbox, hw: "Hardware", service: int) -> None:
        self._mail = mail
        self._out_en = hw.out_en
        self._pump = hw.pump
        self._leg_fwd = hw.leg_fwd
        self._leg_rev = hw.leg_rev
        self._boost_en = hw.boost_en
        self._relay = hw.relay_fb
        self._trip_n = hw.oc_trip_n
        self._vbus = hw.vbus
        # What must be low while the output is live: in service mode only the dummy load may be driven.
        self._forbidden = hw.patient.value if service else hw.vbus.value
        # Made once: a bound method costs memory each time it is asked for, and a look-up.
        self._read_b = hw.adc_b.read_u16
        self._read_dac = hw.adc_dac.read_u16
        self._read_battery = hw.adc_battery.read_u16
        self._cells = array("i", [0] * _CELLS)
        self._cells[_AGE] = HEARTBEAT_MS  # no output before the first heartbeat
        self._cells[_SCALE] = _NOMINAL

    def scale_b(self, gain_ppm: int) -> int:
        """The calibration of B: `nominal * (1 + gain_ppm / 1e6)`. 0, or -1 unchanged: no sound shunt is so far off."""
        if not -GAIN_B_PPM <= gain_ppm <= GAIN_B_PPM:
            return -1
        self._cells[_SCALE] = _NOMINAL + _NOMINAL // 1_000 * gain_ppm // 1_000
        return 0

    def zero_b(self, ua: int) -> int:
        """From now on take off what B shows at rest. 0, or -1 unchanged: a request stands, or that is no offset."""
        if self._cells[_REQUEST] or not 0 <= ua <= ZERO_B_UA:
            return -1
        self._cells[_ZERO] = ua << 12
        return 0

    @micropython.viper
    def check(self, _timer: object) -> object:
        """One period. Called by the hard timer, whose argument says nothing.

        B and the heartbeat each time; what may wait has one of ten slots: the latch each 2 ms, the DAC's voltage each
        4 or 6 ms, VBUS, charge, battery and the pump's edge each 10 ms. Of several reasons for a veto the last one
        found is told: they stand in the order of their weight. 60,000,000 µA·ms are 1 mA·min.
        """
        cells = ptr32(self._cells)
        mail = self._mail
        b_ua = (int(self._read_b()) >> 4) * cells[_SCALE] - cells[_ZERO]
        b_ua = b_ua >> 12 if b_ua > 0 else 0
        mail.b_ua = b_ua
        cells[_SUM] += b_ua
        request = int(mail.request)
        fault = int(mail.trip)
        slot = cells[_SLOT]
        cells[_SLOT] = slot + 1 if slot < _SLOTS - 1 else 0
        if slot & _LATCH_SLOTS:
            latch = 1 - int(self._trip_n())
            if latch != cells[_LATCH]:
                cells[_LATCH] = latch
                mail.latch = latch
            if latch and request and request != TEST_LATCH:
                fault = F_LATCH_TRIPPED
                cells[_MEASURED] = latch
        elif slot & _DAC_SLOTS:
            dac_mv = ((int(self._read_dac()) >> 4) * 3_300) >> 12
            mail.dac_mv = dac_mv
            if not request or dac_mv <= DAC_MAX_MV:
                cells[_DAC_OVER] = 0
            elif cells[_DAC_OVER] < OVERCURRENT_SAMPLES - 1:
                cells[_DAC_OVER] += 1
            else:
                fault = F_DAC_VOLTAGE
                cells[_MEASURED] = dac_mv
                cells[_ALLOWED] = DAC_MAX_MV
        elif slot & _VBUS_SLOT:
            vbus = int(self._vbus())
            mail.vbus = vbus
            if request and self._forbidden():
                fault = F_VBUS_PRESENT
                cells[_MEASURED] = 1
        elif slot & _BATTERY_SLOT:
            battery_mv = ((int(self._read_battery()) >> 4) * 6_600) >> 12
            mail.battery_mv = battery_mv
            if not request or battery_mv >= BATTERY_COLLAPSE_MV:
                cells[_BATTERY_LOW] = 0
            elif cells[_BATTERY_LOW] < BATTERY_SAMPLES - 1:
                cells[_BATTERY_LOW] += 1
            else:
                fault = F_BATTERY_COLLAPSE
                cells[_MEASURED] = battery_mv
                cells[_ALLOWED] = BATTERY_COLLAPSE_MV
        if slot == _INTEGRATE_SLOT:
            ten = cells[_SUM]
            cells[_SUM] = 0
            session = int(mail.session)
            if session != cells[_SESSION]:
                cells[_SESSION] = session
                cells[_REST_UAMS] = cells[_MAMIN] = cells[_ON_MS] = cells[_ON_S] = 0
                mail.charge_mamin = mail.charge_rest_uams = mail.on_s = 0
            if ten > ON_UA * _SLOTS and cells[_ENABLED]:
                cells[_REST_UAMS] += ten
                if cells[_REST_UAMS] >= _UAMS_A_MAMIN:
                    cells[_REST_UAMS] -= _UAMS_A_MAMIN
                    cells[_MAMIN] += 1
                    if cells[_MAMIN] >= CHARGE_CAP_MAMIN:
                        fault = F_CHARGE_CAP_B
                        cells[_MEASURED] = cells[_MAMIN]
                        cells[_ALLOWED] = CHARGE_CAP_MAMIN
                cells[_ON_MS] += _SLOTS
                if cells[_ON_MS] >= 1_000:
                    cells[_ON_MS] = 0
                    cells[_ON_S] += 1
                    if cells[_ON_S] >= ON_CAP_S:
                        fault = F_TIME_CAP_B
                        cells[_MEASURED] = cells[_ON_S]
                        cells[_ALLOWED] = ON_CAP_S
        elif slot == _CHARGE_SLOT:  # both at once: apart they would be a mA·min too much for a while
            mail.charge_mamin = cells[_MAMIN]
            mail.charge_rest_uams = cells[_REST_UAMS]
        elif slot == _TIME_SLOT:
            mail.on_s = cells[_ON_S]
        elif slot == _COUNT_SLOT:
            cells[_COUNT] = (cells[_COUNT] + 1) & 0xFFFFF
            mail.count = cells[_COUNT]
        elif slot == _VETO_SLOT:
            mail.veto = cells[_VETO]

        beat = int(mail.heartbeat)
        if beat != cells[_BEAT]:
            cells[_BEAT] = beat
            cells[_AGE] = 0
        elif cells[_AGE] < HEARTBEAT_MS:
            cells[_AGE] += 1
        elif request:
            fault = F_HEARTBEAT
            cells[_MEASURED] = cells[_ALLOWED] = HEARTBEAT_MS
        if request != ON_RISING or b_ua <= LEAK_UA:
            cells[_LEAK] = 0
        elif cells[_LEAK] < LEAK_SAMPLES - 1:
            cells[_LEAK] += 1
        else:
            fault = F_LEAK
            cells[_MEASURED] = b_ua
            cells[_ALLOWED] = LEAK_UA
        if b_ua <= OVERCURRENT_UA:
            cells[_OVER] = 0
        elif cells[_OVER] < OVERCURRENT_SAMPLES - 1:
            cells[_OVER] += 1
        else:
            fault = F_OVERCURRENT_B
            cells[_MEASURED] = b_ua
            cells[_ALLOWED] = OVERCURRENT_UA

        if fault:
            self._trip(fault)
        if request != cells[_REQUEST]:
            self._apply(request)
        if not slot and cells[_EDGES]:
            if cells[_REQUEST] >= TEST_ON and int(self._relay()):
                self._trip(F_RELAY_FEEDBACK)
            else:
                cells[_LEVEL] = 1 - cells[_LEVEL]
                self._pump.value(cells[_LEVEL])
        return None

    def _trip(self, code: int) -> None:
        """Veto: the first reason stands, with its figures, until the power goes; the pins go low at once."""
        cells = self._cells
        self._out_en.value(0)
        self._leg_fwd.value(0)
        self._leg_rev.value(0)
        self._boost_en.value(0)
        cells[_EDGES] = 0
        if not cells[_VETO]:
            cells[_VETO] = code
            self._mail.trip_measured = cells[_MEASURED]
            self._mail.trip_allowed = cells[_ALLOWED]
        self._mail.veto = cells[_VETO]
        self._mail.enabled = cells[_ENABLED] = 0

    @micropython.viper
    def _apply(self, request: int) -> object:
        """A new request: OUT_EN and the edges by it, where nothing speaks against them."""
        cells = ptr32(self._cells)
        raised = pumped = 0
        if not cells[_VETO]:
            if request >= TEST_ON and int(self._relay()):
                self._trip(F_RELAY_FEEDBACK)  # a test asked for with a person on the relay
            else:
                raised = _RAISED >> request & 1
                pumped = _PUMPED >> request & 1
                if request == TEST_STATIC_LOW or request == TEST_STATIC_HIGH:
                    self._pump.value(request - TEST_STATIC_LOW)
        cells[_REQUEST] = request
        cells[_EDGES] = pumped
        self._out_en.value(raised)
        cells[_ENABLED] = raised
        self._mail.enabled = raised
        return None
