# Brings one tick's measurements together: channel A each tick, the load voltage or one of the slow ones beside it, the
# monitor's mailbox. Judges nothing: a failed conversion is counted and its value grows old.

from micropython import const

from drivers.status import BUS, BUSY, READY
from ionto.output import meter as m
from ionto.safety import limits
from ionto.safety.plausibility import Readings

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.hardware import Clock, InPin
    from ionto.output.source import CurrentSource
    from ionto.safety.monitor import Mailbox

# What the second conversion of a tick is for.
RESTING = const(0)
SEARCH = const(1)
LIVE = const(2)

_CONVERSION_US = const(1_290)
_POLL_US = const(40)
_POLLS = const(16)
_EARLY_US = const(800)  # with the look's own 70 µs on the bus just below limits.CONVERSION_MIN_US
_OLD_MS = const(10_000)
# Which channel comes when, by mode; the electrodes for A positive.
_HIGH = m.ELECTRODE_A_MV
_LOW = m.ELECTRODE_B_MV
_LOADS = (m.LOAD_MV,) * 7
_TURNS = (
    bytes((m.LOAD_MV, m.RAIL_MV, _HIGH, _LOW)),
    bytes((_LOW, m.RAIL_MV, _LOW, _HIGH, _LOW, m.RAIL_MV, _LOW, _LOW)),
    bytes((m.RAIL_MV,) + _LOADS + (_HIGH,) + _LOADS + (_LOW,) + _LOADS),
)
_TURN_MOST = const(23)
_DAC_FULL_MV = const(3_300)


class Sense:
    """`begin` starts channel A, `finish` reads it and starts the second conversion, which the next tick reads.

    Two conversions are on their way in each tick; what the processor does between `begin` and `finish` costs no time.
    """

    def __init__(
        self, meter: m.Meter, source: "CurrentSource", mail: "Mailbox", relay_fb: "InPin", clock: "Clock"
    ) -> None:
        self.readings = Readings()
        self.bus_errors = 0  # since start; the unit watches how it grows
        self._meter = meter
        self._source = source
        self._mail = mail
        self._relay_fb = relay_fb
        self._clock = clock
        self._second = -1
        self._started = 0
        self._started_us = 0
        self._turn = 0
        self._pause_us = _POLL_US
        self._looks_left = 0
        self.odd_conversions = 0  # timed ones in a row outside 0.9 to 1.8 ms
        self.readings.a_age_ms = _OLD_MS
        self.readings.load_age_ms = _OLD_MS
        self.readings.rail_age_ms = _OLD_MS

    def begin(self, polarity: int) -> None:
        """Read the second conversion of the tick before, start channel A."""
        r = self.readings
        if r.a_age_ms < _OLD_MS:
            r.a_age_ms += limits.TICK_MS
        if r.load_age_ms < _OLD_MS:
            r.load_age_ms += limits.TICK_MS
        if r.rail_age_ms < _OLD_MS:
            r.rail_age_ms += limits.TICK_MS
        r.a_new = 0
        r.load_new = 0
        r.high_new = 0
        r.low_new = 0
        if self._second >= 0:
            if self._finished() == READY:
                self._store_second(self._second, self._meter.value, polarity)
                self._turn = self._turn + 1 if self._turn < _TURN_MOST else 0
            else:
                r.dropped += 1
        # A start lost on the bus leaves the old result, and the converter calls it ready: seen busy once, it is new.
        if self._start(m.A_UA) and self._meter.poll() != BUSY:
            self._started = 0

    def finish(self, mode: int, polarity: int, timed: int) -> None:
        """Wait for channel A, read it, start the second conversion, take over the mailbox.

        `timed`: ask early and without a pause, and see how long the conversion takes: the only second time base.
        """
        r = self.readings
        clock = self._clock
        if self._started:
            passed_us = clock.ticks_diff(clock.ticks_us(), self._started_us)
            if passed_us > _EARLY_US:
                timed = 0
            clock.sleep_us((_EARLY_US if timed else _CONVERSION_US) - passed_us)
            self._pause_us = 0 if timed else _POLL_US  # the second conversion then asks without a pause, too: no harm
            status = self._finished()
            if timed and status == READY:
                self._judge_time()
            if status == READY:
                value = self._meter.value
                r.a_ua = value if value > 0 else 0
                r.a_raw = self._meter.raw
                r.a_age_ms = 0
                r.a_new = 1
                r.dropped = 0
            else:
                r.dropped += 1
        else:
            r.dropped += 1
        self._second = -1
        second = self._choose(mode, polarity)
        if self._start(second):
            self._second = second
        self._take_mail()

    def _finished(self) -> int:
        """Ask until the conversion has ended, and once more after an error on the bus. A status of the meter."""
        meter = self._meter
        status = meter.poll()
        polls = _POLLS
        while status == BUSY and polls:
            self._clock.sleep_us(self._pause_us)
            status = meter.poll()
            polls -= 1
        self._looks_left = polls
        if status == BUS:
            self.bus_errors += 1
            status = meter.poll()
        return status

    def _judge_time(self) -> None:
        """Ready at the first look: too short. Count in a row."""
        clock = self._clock
        long = clock.ticks_diff(clock.ticks_us(), self._started_us) > limits.CONVERSION_MAX_US
        short = self._looks_left == _POLLS
        self.odd_conversions = self.odd_conversions + 1 if long or short else 0

    def _start(self, channel: int) -> int:
        status = self._meter.start(channel)
        if status == BUS:
            self.bus_errors += 1
            status = self._meter.start(channel)
        self._started = 1 if status == 0 else 0
        self._started_us = self._clock.ticks_us()
        return self._started

    def _choose(self, mode: int, polarity: int) -> int:
        """Live: the load voltage, and every eighth tick one of the slow three. Else: what the search needs."""
        turns = _TURNS[mode]
        channel = turns[self._turn % len(turns)]
        if polarity < 0 and (channel == _HIGH or channel == _LOW):
            channel = _HIGH + _LOW - channel
        return channel

    def _store_second(self, channel: int, value: int, polarity: int) -> None:
        r = self.readings
        if channel == m.LOAD_MV:
            r.load_mv = value if polarity > 0 else -value
            r.load_age_ms = 0
            r.load_new = 1
        elif channel == m.RAIL_MV:
            r.rail_mv = value
            r.rail_age_ms = 0
        elif (channel == m.ELECTRODE_A_MV) == (polarity > 0):
            r.high_mv = value
            r.high_new = 1
        else:
            r.low_mv = value
            r.low_new = 1

    def _take_mail(self) -> None:
        r = self.readings
        mail = self._mail
        r.b_ua = mail.b_ua
        r.dac_mv = mail.dac_mv
        code = self._source.code
        r.dac_code_mv = code * _DAC_FULL_MV >> 12 if code >= 0 else r.dac_mv
        r.relay_rest = 1 - self._relay_fb.value()
        if r.a_new and r.a_ua > 100:
            mv = r.load_mv if r.load_mv > 0 else 0
            r.load_ohm = mv * 1000 // r.a_ua
        else:
            r.load_ohm = 0
