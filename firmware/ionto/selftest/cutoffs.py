# What the self-test proves under current, on the dummy load: every cut-off cuts, the current is exact, the cell lasts.
# Decides no order.

from micropython import const

from ionto.output import stage as st
from ionto.output.dummy_load import FIRST_UA, GONE_UA, OPEN_MV, TEST_UA
from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.safety.monitor import TEST_EDGES_ONLY, TEST_LATCH, TEST_NO_EDGES, TEST_ON, TEST_STATIC_HIGH, TEST_STATIC_LOW
from ionto.sensing import meter as m

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.hardware import Hardware
    from ionto.output.dummy_load import DummyLoadTest, Steps
    from ionto.sensing.meter import Meter

_ZERO_MV = const(200)  # twice what dividers of 0.1 % differ at 48 V
_FAST_TICKS = const(3)  # OUT_EN: 1 ms
_PUMP_TICKS = const(17)  # 85 ms
_STATIC_TICKS = const(34)  # so that a pump that is only slow is told as such
_LATCH_UA = const(5_500)  # above 4.0 mA ± 0.5 by more than an uncalibrated sink may be off
_LATCH_TICKS = const(6)
_FADE_TICKS = const(40)  # 200 ms: a sound rail falls to 67 %
_FADE_PERCENT = const(80)
_RELAY_TICKS = limits.RELAY_MS // limits.TICK_MS - 1  # the tick before a leg would close

_CUTS = (
    (TEST_EDGES_ONLY, _FAST_TICKS, faults.SWITCH_NOT_CUTTING),
    (TEST_STATIC_LOW, _STATIC_TICKS, faults.PUMP_STATIC),
    (TEST_STATIC_HIGH, _STATIC_TICKS, faults.PUMP_STATIC),
    (TEST_NO_EDGES, _PUMP_TICKS, faults.PUMP_STOP),
)
_POINTS = (5_000, 10_000, 15_000, 20_000)  # and TEST_UA before


def first(dummy_load: "DummyLoadTest", meter: "Meter") -> "Steps":
    """Close at zero, take off the dividers' difference for this session, then 0.3 mA: is it the dummy load?"""
    yield from dummy_load.closed(1)
    yield from dummy_load.measured(0, 8)
    if dummy_load.fault:
        return
    # An uncalibrated sink gives up to 0.05 mA at code 0, the divider takes 0.02: their drop across 1.00 kOhm
    mv = dummy_load.load_mv - dummy_load.load_ua
    if mv > OPEN_MV:
        dummy_load.fault = faults.DUMMY_LOAD
    elif abs(meter.shift(m.LOAD_MV, -mv)) > _ZERO_MV:
        dummy_load.fault = faults.ZERO_DIVIDERS
    elif dummy_load.r[rd.RAIL_MV] > limits.RAIL_MAX_MV:
        dummy_load.fault = faults.BOOST_STUCK
    else:
        yield from dummy_load.reads(FIRST_UA, faults.BRIDGE_FORWARD, 8)
    if dummy_load.fault == faults.OUTPUT_DEAD and dummy_load.diodes:  # the leg of this polarity, or all
        dummy_load.fault = 0
        yield from dummy_load.opened()
        yield from dummy_load.closed(-1)
        yield from dummy_load.measured(FIRST_UA)
        if dummy_load.a_ua < FIRST_UA >> 1:
            dummy_load.fault = faults.OUTPUT_DEAD
        else:
            dummy_load.stage.polarity = 1
            dummy_load.blame_leg(True, b" open")


def cuts(dummy_load: "DummyLoadTest") -> "Steps":
    """At 0.3 mA: OUT_EN, a static level at the pump, no edges. Each must cut in its time; then it flows again."""
    r = dummy_load.r
    mail = dummy_load.mail
    for request, ticks, code in _CUTS:
        mail.request = request
        while r[rd.A_UA] >= GONE_UA:
            if not ticks:
                dummy_load.fault = code
                return
            ticks -= 1
            yield 0
        mail.request = TEST_ON
        yield from dummy_load.measured(FIRST_UA)
        if dummy_load.a_ua < FIRST_UA >> 1:
            dummy_load.fault = faults.OUTPUT_DEAD
            return


def points(dummy_load: "DummyLoadTest") -> "Steps":
    """Proven to be the dummy load, five points up to full power; the battery must carry the last."""
    yield from dummy_load.prove()
    if dummy_load.fault:
        return
    yield from dummy_load.reads(TEST_UA, faults.BRIDGE_FORWARD)
    for ua in _POINTS:
        if dummy_load.fault:
            return
        yield from dummy_load.reads(ua, faults.LINEARITY)
    if not dummy_load.fault and dummy_load.mail.battery_mv < limits.BATTERY_START_MV:
        dummy_load.fault = faults.BATTERY_START


def latch(dummy_load: "DummyLoadTest", hw: "Hardware") -> "Steps":
    """With its threshold lowered the latch trips, cuts, and can be cleared."""
    mail = dummy_load.mail
    dummy_load.wanted_ua = 0
    mail.request = TEST_LATCH
    yield from dummy_load.wait(2)
    hw.oc_test.value(1)
    dummy_load.wanted_ua = _LATCH_UA
    yield from dummy_load.wait(_LATCH_TICKS)
    if not mail.latch or dummy_load.r[rd.A_UA] >= GONE_UA:
        dummy_load.fault = faults.LATCH_DEAD
        return
    dummy_load.wanted_ua = 0
    hw.oc_test.value(0)
    yield 0
    hw.oc_reset.value(1)
    yield from dummy_load.wait(2)
    hw.oc_reset.value(0)
    yield 0
    if mail.latch:
        dummy_load.fault = faults.LATCH_SET


def boost(dummy_load: "DummyLoadTest") -> "Steps":
    """Open; the rail falls."""
    yield from dummy_load.opened()
    before_mv = dummy_load.r[rd.RAIL_MV]
    yield from dummy_load.wait(_FADE_TICKS)
    if dummy_load.r[rd.RAIL_MV] * 100 > before_mv * _FADE_PERCENT:
        dummy_load.fault = faults.BOOST_STUCK


def relay(dummy_load: "DummyLoadTest") -> "Steps":
    """With everything open it goes to the electrodes and back. USB power holds it at rest, whatever VBUS shows."""
    dummy_load.stage.close(st.ELECTRODES, 1, 0)
    yield from dummy_load.wait(_RELAY_TICKS)
    rests = dummy_load.r[rd.RELAY_REST]
    yield from dummy_load.opened()
    if rests:
        dummy_load.fault = faults.RELAY_STUCK
