# Brings one tick's measurements together: channel A each tick, the load voltage or one of the slow ones beside it, the
# monitor's mailbox. Judges nothing: a failed conversion is counted and its value grows old.
#
# begin and finish are machine code (viper), which compiles with imported constants folded only, as tools/image does it.
# Plainly they would take 0.4 ms more of each tick.

import micropython
from micropython import const

from drivers.status import BUS, BUSY, NO_VALUE, OK, READY
from ionto.safety import limits
from ionto.safety import readings as rd
from ionto.sensing import meter as m

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from drivers.ports import Clock, InPin
    from ionto.output.source import CurrentSource
    from ionto.safety.monitor import Mailbox

# What the second conversion of a tick is for: what the search needs and what is looked at otherwise, each in a turn of
# its own; the load voltage; or nothing, unless the last one was lost.
RESTING = const(0)
SEARCH = const(1)
LIVE = const(2)
LOWS = const(3)  # the low electrode, while the rail collapses in the self-test
LOAD = const(4)
ALONE = const(5)

# Channel A is converted once in a tick, or twice by a converter that is over with both in this time: their mean counts.
_REST_MOST_US = const(1_500)
_LOOKS = const(10)
_PAUSE_US = const(150)
_OLD_MS = const(10_000)
_DAC_FULL_MV = const(3_300)
# Which channel comes when, by mode; the electrodes for A positive.
_HIGH = m.ELECTRODE_A_MV
_LOW = m.ELECTRODE_B_MV
_TURNS = (
    bytes((m.LOAD_MV, m.RAIL_MV, _HIGH, _LOW)),
    bytes((_LOW, m.RAIL_MV, _LOW, _HIGH, _LOW, m.RAIL_MV, _LOW, _LOW)),
    bytes((m.RAIL_MV, _HIGH, _LOW)),
    bytes((_LOW,)),
)
_TURN_MOST = const(23)
_NONE = m.CHANNELS  # no channel


class Sampling:
    """`begin` reads the second conversion of the tick before and starts channel A; `rest` lets it end; `finish` reads A
    and starts the second conversion. Nothing waits for a converter but `rest`, the tick's own pause.

    How long that is, and whether A is converted once or twice (`samples`), follows from the converter's `ready_us`.
    """

    def __init__(
        self, meter: m.Meter, source: "CurrentSource", mail: "Mailbox", relay_fb: "InPin", clock: "Clock"
    ) -> None:
        self.readings = rd.make()
        self.bus_errors = 0  # since start; the unit watches how it grows
        self.odd_conversions = 0  # timed ones in a row outside what the limits allow
        self._source = source
        self._mail = mail
        self._relay_fb = relay_fb
        self._meter = meter
        self._clock = clock
        adc = meter.adc
        self._ready_us = adc.ready_us
        self.samples = 2 if 2 * adc.ready_us <= _REST_MOST_US else 1
        # A timed conversion is looked at twice: still running, then ended.
        self._early_us = adc.nominal_us * limits.CONVERSION_MIN_PERMILLE // 1000 - adc.start_us
        allowed = limits.CONVERSION_MAX_PERMILLE - limits.CONVERSION_MIN_PERMILLE
        self._late_us = adc.nominal_us * allowed // 1000 - adc.look_us
        self._can_time = 1 if adc.nominal_us and self.samples == 1 else 0
        self._timed = 0
        self._early = BUSY  # what the first look at a timed conversion said
        self._second = _NONE  # the channel under way between two ticks
        self._lost = _NONE  # the channel whose conversion came to nothing: again in this tick
        self._electrode = 0  # 1: the last tick brought an electrode
        self._turn = 0
        self._first_ua = NO_VALUE  # of two samples of A in a tick
        self.readings[rd.A_AGE_MS] = _OLD_MS
        self.readings[rd.LOAD_AGE_MS] = _OLD_MS
        self.readings[rd.RAIL_AGE_MS] = _OLD_MS

    @micropython.viper
    def begin(self, polarity: int) -> int:
        """Read the second conversion of the tick before, start channel A. Returns the start's status."""
        r = ptr32(self.readings)
        meter = self._meter
        if r[rd.RAIL_AGE_MS] < _OLD_MS:
            r[rd.RAIL_AGE_MS] += limits.TICK_MS
        if int(self._electrode):
            self._electrode = 0
            r[rd.HIGH_NEW] = 0
            r[rd.LOW_NEW] = 0
        load_new = 0
        channel = int(self._second)
        if channel != _NONE:
            self._second = _NONE
            status = int(meter.poll())
            if status != READY:
                status = int(self._again(status))
            if status != READY:
                r[rd.DROPPED] += 1
                self._lost = channel
            elif channel == m.LOAD_MV:
                value = int(meter.value)
                if polarity < 0:
                    value = 0 - value
                r[rd.LOAD_MV] = value if value > 0 else 0
                r[rd.LOAD_BACK_MV] = 0 - value if value < 0 else 0
                load_new = 1
            else:
                self._store(channel, meter.value, polarity)
        r[rd.LOAD_NEW] = load_new
        if load_new:
            r[rd.LOAD_AGE_MS] = 0
        elif r[rd.LOAD_AGE_MS] < _OLD_MS:
            r[rd.LOAD_AGE_MS] += limits.TICK_MS
        status = int(meter.start(m.A_UA))
        if status != OK:
            status = int(self._restart(m.A_UA, status))
        return status

    def rest(self, timed: int) -> None:
        """Sleep until channel A's conversion has ended. `timed`: see how long it takes, the only second time base."""
        clock = self._clock
        self._timed = timed & self._can_time
        if self._timed:
            clock.sleep_us(self._early_us)
            self._early = self._meter.poll()
            clock.sleep_us(self._late_us)
            return
        if self.samples > 1:
            clock.sleep_us(self._ready_us)
            self._first_ua = self._meter.value if self._meter.poll() == READY else NO_VALUE
            self._meter.start(m.A_UA)
        clock.sleep_us(self._ready_us)

    @micropython.viper
    def finish(self, mode: int, polarity: int) -> int:
        """Read channel A, start the second conversion, take over the mailbox. Returns 1 when A brought a value."""
        r = ptr32(self.readings)
        meter = self._meter
        status = int(meter.poll())
        if int(self._timed):  # a result at the first look came too early: it is spent, and the tick lives without
            self._judge_time(status)
        if status != READY:
            status = int(self._again(status))
        new = 0
        value = 0
        if status == READY:
            new = 1
            value = int(meter.value)
            if int(self._first_ua) != NO_VALUE:
                value = value + int(self._first_ua) >> 1
            r[rd.A_BACK_UA] = 0 - value if value < 0 else 0
            if value < 0:
                value = 0
            r[rd.A_UA] = value
            r[rd.A_AGE_MS] = 0
            r[rd.DROPPED] = 0
        else:
            r[rd.DROPPED] += 1
            if r[rd.A_AGE_MS] < _OLD_MS:
                r[rd.A_AGE_MS] += limits.TICK_MS
        r[rd.A_NEW] = new
        channel = int(self._lost)
        if channel != _NONE:
            self._lost = _NONE
        # The load's comes soon enough by itself; it must not push away one that comes in turn, each 120 ms only.
        if channel == _NONE or (channel == m.LOAD_MV and mode != ALONE):
            if mode == LOAD:
                channel = m.LOAD_MV
            elif mode != ALONE:
                channel = int(self._in_turn(mode, polarity))
        if channel != _NONE:
            status = int(meter.start(channel))
            if status != OK:
                status = int(self._restart(channel, status))
            if status == OK:
                self._second = channel
            else:
                self._lost = channel
        mail = self._mail
        r[rd.B_UA] = int(mail.b_ua)
        dac_mv = int(mail.dac_mv)
        r[rd.DAC_MV] = dac_mv
        source = self._source
        code = int(source.code)
        r[rd.DAC_CODE_MV] = code * _DAC_FULL_MV >> int(source.bits) if code >= 0 else dac_mv
        r[rd.RELAY_REST] = 1 - int(self._relay_fb.value())
        load_mv = r[rd.LOAD_MV]
        r[rd.LOAD_OHM] = load_mv * 1000 // value if value > 100 and load_mv > 0 else 0
        return new

    def _restart(self, channel: int, status: int) -> int:
        """A start that was lost or not acknowledged: once more. A status of the meter."""
        if status == BUS:
            self.bus_errors += 1
        return self._meter.start(channel)

    def _judge_time(self, status: int) -> None:
        """A timed conversion: still running at the first look, over at the second; those in a row that were not."""
        self.odd_conversions = self.odd_conversions + 1 if status == BUSY or self._early != BUSY else 0
        self._early = BUSY

    def _in_turn(self, mode: int, polarity: int) -> int:
        """The next channel of a mode that takes turns."""
        turns = _TURNS[mode]
        turn = self._turn
        self._turn = turn + 1 if turn < _TURN_MOST else 0
        channel = turns[turn % len(turns)]
        if polarity < 0 and (channel == _HIGH or channel == _LOW):
            return _HIGH + _LOW - channel
        return channel

    def _again(self, status: int) -> int:
        """A conversion that takes longer than any should is waited for; after an error on the bus one more look."""
        looks = _LOOKS
        while status == BUSY and looks:
            self._clock.sleep_us(_PAUSE_US)
            status = self._meter.poll()
            looks -= 1
        if status == BUS:
            self.bus_errors += 1
            status = self._meter.poll()
        return status

    def _store(self, channel: int, value: int, polarity: int) -> None:
        """One of those that come in turn."""
        r = self.readings
        if value < 0:
            value = 0
        if channel == m.RAIL_MV:
            r[rd.RAIL_MV] = value
            r[rd.RAIL_AGE_MS] = 0
            return
        self._electrode = 1
        if (channel == m.ELECTRODE_A_MV) == (polarity > 0):
            r[rd.HIGH_MV] = value
            r[rd.HIGH_NEW] = 1
        else:
            r[rd.LOW_MV] = value
            r[rd.LOW_NEW] = 1
