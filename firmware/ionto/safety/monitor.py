# The monitor: each 1 ms, in a hard timer interrupt, decides whether the output switch may be closed. It is the only
# code that raises OUT_EN or makes pump edges. It decides nothing about how much current is wanted.
#
# It shares no code and no limit with the controller: what is written twice here is written twice on purpose, and
# docs/limits.csv holds both. Runs with the heap locked: integers below 2**30, attributes that exist, no allocation.

from micropython import const

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.hardware import InPin, OutPin, RawAdc

# --- the monitor's own limits
OVERCURRENT_UA = const(22_000)
OVERCURRENT_SAMPLES = const(2)
DAC_MAX_MV = const(2_970)  # 22.5 mA: no code the controller may send stands that high
HEARTBEAT_MS = const(30)
_SLOTS = const(10)  # of 1 ms: a pump edge each 10 ms
_DAC_SLOT = const(2)
_DAC_SLOT_TOO = const(6)
_VBUS_SLOT = const(4)
_BATTERY_SLOT = const(8)  # and charge in slot 0, with the edge
_UAMS_A_MAMIN = const(60_000_000)
BATTERY_COLLAPSE_MV = const(3_000)
BATTERY_SAMPLES = const(4)
LEAK_UA = const(500)
LEAK_SAMPLES = const(2)
CHARGE_CAP_MAMIN = const(630)  # B is a backstop: 5 % above the controller's cap
ON_CAP_S = const(2_415)  # 40 min and 15 s of current
ON_UA = const(150)

# --- fault codes, as safety/faults.py numbers them; a test holds the two together
F_OVERCURRENT_B = const(202)
F_LATCH_TRIPPED = const(205)
F_LEAK = const(214)
F_HEARTBEAT = const(216)
F_DAC_VOLTAGE = const(219)
F_VBUS_PRESENT = const(220)
F_BATTERY_COLLAPSE = const(221)
F_DOSE_CAP = const(304)
F_TIME_CAP = const(305)
F_MONITOR = const(226)

# --- requests of the controller
OFF = const(0)
ON = const(1)
ON_RISING = const(2)  # as ON, while the rail rises at DAC 0: any current is a leak
# self-test only, granted with the relay at rest:
TEST_ON = const(3)
TEST_NO_EDGES = const(4)  # OUT_EN high, pump silent at its last level
TEST_EDGES_ONLY = const(5)  # OUT_EN low, pump edges
TEST_STATIC_LOW = const(6)
TEST_STATIC_HIGH = const(7)
TEST_LATCH = const(8)  # a trip of the latch is expected


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
        self.enabled = 0  # 1: OUT_EN is high
        self.charge_mamin = 0  # whole mA·min of channel B since clear
        self.charge_rest_uams = 0  # the part below, µA·ms, 0..59,999,999
        self.on_s = 0
        self.session = 0  # the controller counts sessions here; a change clears the integrators


class Monitor:
    """Judges B, DAC voltage, latch, VBUS, battery and heartbeat, and keeps or opens the output switch.

    `service`: 1 when USB was present at power-up: then VBUS is no fault and only the dummy load may be driven.
    """

    def __init__(
        self,
        mail: Mailbox,
        out_en: "OutPin",
        pump: "OutPin",
        leg_fwd: "OutPin",
        leg_rev: "OutPin",
        boost_en: "OutPin",
        patient: "OutPin",
        relay_fb: "InPin",
        oc_trip_n: "InPin",
        vbus: "InPin",
        adc_b: "RawAdc",
        adc_dac: "RawAdc",
        adc_battery: "RawAdc",
        service: int,
    ) -> None:
        self._mail = mail
        self._out_en = out_en
        self._pump = pump
        self._leg_fwd = leg_fwd
        self._leg_rev = leg_rev
        self._boost_en = boost_en
        self._patient = patient
        self._relay_fb = relay_fb
        self._oc_trip_n = oc_trip_n
        self._vbus = vbus
        self._adc_b = adc_b
        self._adc_dac = adc_dac
        self._adc_battery = adc_battery
        self._service = service
        self._veto = 0
        self._beat = 0
        self._age = HEARTBEAT_MS + 1  # no output before the first heartbeat
        self._over = 0
        self._dac_over = 0
        self._leak = 0
        self._battery_low = 0
        self._slot = 0
        self._level = 0
        self._edges = 0  # 1: pump edges are due
        self._request = OFF  # the request that stands at the pins
        self._session = 0
        self._sum = 0
        self._on_ms = 0

    def step(self, _timer: object = None) -> None:
        """One period. Called by the hard timer; takes no argument of its own.

        B and the heartbeat each time; what may wait has one of ten slots: the latch each 2 ms, the DAC's voltage each
        4 or 6 ms, VBUS, battery, charge and the pump's edge each 10 ms.
        """
        mail = self._mail
        b_ua = ((self._adc_b.read_u16() >> 4) * 33_000) >> 12
        mail.b_ua = b_ua
        self._sum += b_ua
        request = mail.request
        if b_ua > OVERCURRENT_UA or request == ON_RISING:
            self._judge_current(b_ua, request)
        elif self._over:
            self._over = 0
        beat = mail.heartbeat
        age = 0
        if beat == self._beat:
            age = self._age + 1
            if age > HEARTBEAT_MS:
                age = HEARTBEAT_MS + 1
                if request:
                    self._trip(F_HEARTBEAT)
        else:
            self._beat = beat
        self._age = age
        slot = self._slot
        self._slot = slot + 1 if slot < _SLOTS - 1 else 0
        if slot & 1:
            if self._oc_trip_n.value():
                mail.latch = 0
            else:
                mail.latch = 1
                if request and request != TEST_LATCH:
                    self._trip(F_LATCH_TRIPPED)
        elif slot == _DAC_SLOT or slot == _DAC_SLOT_TOO:
            self._look_at_dac(request)
        elif slot == _VBUS_SLOT:
            self._look_at_vbus(request)
        elif slot == _BATTERY_SLOT:
            self._look_at_battery(request)
        else:
            self._integrate()
        if request != self._request or mail.trip:
            self._apply(request)
        if slot == 0:
            self._pump_edge()

    def _judge_current(self, b_ua: int, request: int) -> None:
        """Over-current, two samples; any current while the rail rises at DAC 0, two samples."""
        if b_ua > OVERCURRENT_UA:
            self._over += 1
            if self._over >= OVERCURRENT_SAMPLES:
                self._trip(F_OVERCURRENT_B)
        else:
            self._over = 0
        if request == ON_RISING and b_ua > LEAK_UA:
            self._leak += 1
            if self._leak >= LEAK_SAMPLES:
                self._trip(F_LEAK)
        else:
            self._leak = 0

    def _look_at_dac(self, request: int) -> None:
        """No code the controller may send stands above 22.5 mA."""
        dac_mv = ((self._adc_dac.read_u16() >> 4) * 3_300) >> 12
        self._mail.dac_mv = dac_mv
        if dac_mv > DAC_MAX_MV and request:
            self._dac_over += 1
            if self._dac_over >= OVERCURRENT_SAMPLES:
                self._trip(F_DAC_VOLTAGE)
        else:
            self._dac_over = 0

    def _look_at_vbus(self, request: int) -> None:
        """USB in treatment mode ends it; in service mode only the dummy load may be driven."""
        vbus = self._vbus.value()
        self._mail.vbus = vbus
        if request and (self._patient.value() if self._service else vbus):
            self._trip(F_VBUS_PRESENT)

    def _look_at_battery(self, request: int) -> None:
        battery_mv = ((self._adc_battery.read_u16() >> 4) * 6_600) >> 12
        self._mail.battery_mv = battery_mv
        if battery_mv < BATTERY_COLLAPSE_MV and request:
            self._battery_low += 1
            if self._battery_low >= BATTERY_SAMPLES:
                self._trip(F_BATTERY_COLLAPSE)
        else:
            self._battery_low = 0

    def _integrate(self) -> None:
        """Charge and time of a session by channel B, ten samples at once; 60,000,000 µA·ms are 1 mA·min."""
        mail = self._mail
        ten = self._sum
        self._sum = 0
        if mail.session != self._session:
            self._session = mail.session
            mail.charge_mamin = 0
            mail.charge_rest_uams = 0
            mail.on_s = 0
            self._on_ms = 0
        if ten <= ON_UA * _SLOTS or not mail.enabled:
            return
        rest = mail.charge_rest_uams + ten
        if rest >= _UAMS_A_MAMIN:
            rest -= _UAMS_A_MAMIN
            mail.charge_mamin += 1
            if mail.charge_mamin >= CHARGE_CAP_MAMIN:
                self._trip(F_DOSE_CAP)
        mail.charge_rest_uams = rest
        self._on_ms += _SLOTS
        if self._on_ms >= 1_000:
            self._on_ms = 0
            mail.on_s += 1
            if mail.on_s >= ON_CAP_S:
                self._trip(F_TIME_CAP)

    def _trip(self, code: int) -> None:
        """Veto: the first reason stands until the power goes; the pins go low at once."""
        if not self._veto:
            self._veto = code
        self._edges = 0
        self._out_en.value(0)
        self._leg_fwd.value(0)
        self._leg_rev.value(0)
        self._boost_en.value(0)
        self._mail.veto = self._veto
        self._mail.enabled = 0

    def _apply(self, request: int) -> None:
        """A new request: OUT_EN and the edges by it, where nothing speaks against them."""
        mail = self._mail
        self._request = request
        self._edges = 0
        if mail.trip:
            self._trip(mail.trip)
        if self._veto or not request:
            self._out_en.value(0)
            mail.enabled = 0
            return
        if request >= TEST_ON:
            if self._relay_fb.value():
                self._trip(F_MONITOR)  # a test asked for with a person on the relay
                return
            if request == TEST_STATIC_LOW:
                self._pump.value(0)
            elif request == TEST_STATIC_HIGH:
                self._pump.value(1)
        enable = 0 if request == TEST_EDGES_ONLY else 1
        self._out_en.value(enable)
        mail.enabled = enable
        if request < TEST_NO_EDGES or request == TEST_EDGES_ONLY or request == TEST_LATCH:
            self._edges = 1

    def _pump_edge(self) -> None:
        """Each 10 ms, in this order: nothing was vetoed, the relay is where a test needs it, then the edge."""
        mail = self._mail
        mail.count = (mail.count + 1) & 0xFFFFF
        mail.veto = self._veto
        if not self._edges:
            return
        if self._request >= TEST_ON and self._relay_fb.value():
            self._trip(F_MONITOR)
            return
        self._level = 1 - self._level
        self._pump.value(self._level)
