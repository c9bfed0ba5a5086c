# The ADS1115 as its data sheet (SBAS444) has it, one call per I2C transaction. Decides no voltage: it samples one.

import micropython
from micropython import const

from tools.sim.cache_methods import cache_methods

_len = len  # a module's own names are found faster than the built-in ones

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Protocol

    class Clock(Protocol):
        now: int

    Values = dict[str, Any]
    Data = bytes | bytearray | memoryview
    Room = bytearray | memoryview

IDLE = const(1 << 52)  # `due` while nothing is being converted: never comes, and exact on every interpreter
RESET_CONFIG = const(0x8583)
GENERAL_CALL_RESET = const(0x06)
ALWAYS_PPM = const(1_000_000)

CONVERSION = const(0)
CONFIG = const(1)
LO_THRESH = const(2)
HI_THRESH = const(3)

# Bits of `faults`, each with its plain attributes; call refresh() after a change.
STUCK = const(1)  # conversions end in time, always with `stuck_raw` (or KEEP_RAW: the value that stands now)
STALE = const(2)  # a conversion once started never ends: OS stays 0
STALE_READY = const(4)  # a conversion is over as soon as it is started, and the old value stands
HELD = const(8)  # conversions end in time, each with the last result of its own input
PREVIOUS_CHANNEL = const(16)  # the echo is right, the value that of the input asked for before; chance `previous_ppm`
ERROR = const(32)  # `offset_uv` and `gain_ppm` at the input
NACK_DATA = const(64)  # the byte with index `nack_at` is not acknowledged
KEEP_RAW = const(-40_000)

_OS = const(0x8000)
_MODE_SINGLE = const(0x0100)
_NOT_MUX = const(0x0FFF)
_FULL_SCALE_UV = (6_144_000, 4_096_000, 2_048_000, 1_024_000, 512_000, 256_000, 256_000, 256_000)


def _scale(full_scale_uv: int) -> "tuple[int, int, int]":
    """A code is (input * times + half) // over: 32,768 of the full scale, rounded, in numbers as small as can be."""
    times, half, over = 32_768, full_scale_uv >> 1, full_scale_uv
    while not (times | half | over) & 1:
        times, half, over = times >> 1, half >> 1, over >> 1
    return times, half, over


_SCALES = tuple([_scale(full_scale_uv) for full_scale_uv in _FULL_SCALE_UV])
_RATES = (8, 16, 32, 64, 128, 250, 475, 860)


class ADS1115Chip:
    """`sample_uv(mux)` gives the voltage at the input in µV at that moment; mux is the register's field, 0..7.

    An event source for the clock: `due` is when the running conversion ends (µs), and `fire()`, called at that
    time, samples. The value is that of the END of the conversion. Not answering at all is `answers = 0`.
    `conversion_us` is one conversion at 860 SPS, 1,163 nominal (data sheet: rate within 10 %); `wake_us` comes
    before the first one after power-down.
    """

    def __init__(self, clock: "Clock", sample_uv: "Callable[[int], int]") -> None:
        self.address = 0x48
        self.bulk = 0  # 1: a transfer may allocate
        self.bus: "Any" = None  # where it hangs
        self.answers = 1
        self.wake_us = 110
        self.faults = 0
        self.stuck_raw = KEEP_RAW
        self.offset_uv = 0
        self.gain_ppm = 0
        self.previous_ppm = ALWAYS_PPM
        self.held_noise = 0  # LSB either way, for HELD
        self.nack_at = 0
        self.dice = 1  # 0..65535: the chances' seed
        self.conversions = 0
        self.sampled_us = 0  # when the last conversion ended, for whoever judges how old a sample is
        self._clock = clock
        self._sample_uv = sample_uv
        self.made(0, 0, 1000, 16)
        self.power_on()
        cache_methods(self, "write", "read_into", "fire", "_configure", "_take_over", "_period_us", "_store")

    def made(self, gain_ppm: int, offset_uv: int, rate_permille: int, bits: int) -> None:
        """How this part came from its maker: a clone has 12 bits, the others are 0."""
        self._own_gain_ppm = gain_ppm
        self._own_uv = offset_uv
        self.conversion_us = 1_163_000 // rate_permille
        self._bits = -1 << (16 - bits)

    def power_on(self) -> None:
        """Every register at its reset value, asleep."""
        self.due = IDLE
        self.pointer = CONVERSION
        self.raw = 0
        self.config = RESET_CONFIG & ~_OS  # the OS bit is not stored: reading it tells whether a conversion runs
        self.lo_thresh = 0x8000
        self.hi_thresh = 0x7FFF
        self._running = 0
        self._taken = ~self.config
        self._take_over(self.config)
        self._mux_before = 0
        self._last = [0] * 8  # the last result of each input, for HELD

    def general_call(self, byte: int) -> int:
        """1 when the chip acknowledges the second byte of a general call; 0x06 resets it."""
        if byte == GENERAL_CALL_RESET:
            self.power_on()
            return 1
        return 0

    @micropython.native
    def write(self, data: "Data") -> int:
        """How many of the bytes after the address are acknowledged: the pointer, then two of its register."""
        count = _len(data)
        if self.faults or (count != 1 and count != 3):
            return self._write_other(data)
        self.pointer = pointer = data[0] & 3
        if count == 3:
            if pointer == CONFIG:
                self._configure(data[1] << 8 | data[2])
            else:
                self._put(data[1] << 8 | data[2])
        return count

    def _write_other(self, data: "Data") -> int:
        count = _len(data)
        if self.faults & NACK_DATA and self.nack_at < count:
            count = self.nack_at
        if count > 0:
            self.pointer = data[0] & 3
        if count > 2:
            self._put(data[1] << 8 | data[2])
        return count

    def _put(self, value: int) -> None:
        """Write the register under the pointer; the conversion register takes nothing."""
        if self.pointer == CONFIG:
            self._configure(value)
        elif self.pointer == LO_THRESH:
            self.lo_thresh = value
        elif self.pointer == HI_THRESH:
            self.hi_thresh = value

    @micropython.native
    def _configure(self, value: int) -> None:
        """Store the configuration; it starts a conversion only when none is running."""
        config = value & 0x7FFF
        self.config = config
        if self._running:
            return
        if value & _OS or value & _MODE_SINGLE == 0:
            if config != self._taken:
                self._take_over(config)
            self._running = 1
            if self.faults:
                self._start_faulty()
            else:
                period_us = self.conversion_us if self._rate == 860 else self._period_us()
                self.due = self._clock.now + self.wake_us + period_us

    @micropython.native
    def _take_over(self, config: int) -> None:
        """What the conversion that begins now is made with."""
        changed = config ^ self._taken
        self._taken = config
        self._mux = config >> 12 & 7
        if not changed & _NOT_MUX:
            return
        self._times, self._half, self._over = _SCALES[config >> 9 & 7]
        self._rate = _RATES[config >> 5 & 7]

    def _period_us(self) -> int:
        return self.conversion_us * 860 // self._rate

    def _start_faulty(self) -> None:
        if self.faults & STALE_READY:
            self._running = 0
        elif self.faults & STALE:
            self.due = IDLE
        else:
            self.due = self._clock.now + self.wake_us + self._period_us()

    def refresh(self) -> None:
        """After a change of faults: a conversion that had stopped goes on, one that must not end does not."""
        if self._running:
            if self.faults & STALE:
                self.due = IDLE
            elif self.due == IDLE:
                self.due = self._clock.now + self._period_us()

    @micropython.native
    def fire(self) -> None:
        """End the running conversion: sample now."""
        self.conversions += 1
        self.sampled_us = self._clock.now
        if self.faults:
            self._convert_faulty()
        else:
            mux = self._mux
            uv = self._sample_uv(mux)
            uv += uv * self._own_gain_ppm // 1_000_000 + self._own_uv
            raw = (uv * self._times + self._half) // self._over
            if -32_769 < raw < 32_768:
                raw &= self._bits
                self.raw = raw
                self._last[mux] = raw
                self._mux_before = mux
            else:
                self._store(raw)
        if self.config & _MODE_SINGLE:
            self._running = 0
            self.due = IDLE
        else:  # continuous: a configuration changed on the way counts from here on, one result late
            self._take_over(self.config)
            self.due = self._clock.now + self._period_us()

    def _store(self, raw: int) -> None:
        if raw > 32_767:
            raw = 32_767
        elif raw < -32_768:
            raw = -32_768
        raw &= self._bits
        self.raw = raw
        self._last[self._mux] = raw
        self._mux_before = self._mux

    def _convert_faulty(self) -> None:
        faults = self.faults
        if faults & STUCK:
            if self.stuck_raw != KEEP_RAW:
                self._store(self.stuck_raw)
            return
        if faults & HELD:
            self.raw = self._last[self._mux] + self._noise()
            return
        mux = self._mux
        if faults & PREVIOUS_CHANNEL and self._chance(self.previous_ppm):
            mux = self._mux_before
        uv = self._sample_uv(mux)
        uv += uv * self._own_gain_ppm // 1_000_000 + self._own_uv
        if faults & ERROR:
            uv += uv * self.gain_ppm // 1_000_000 + self.offset_uv
        self._store((uv * self._times + self._half) // self._over)

    def _noise(self) -> int:
        self.dice = (self.dice * 25_173 + 13_849) & 0xFFFF
        return (self.dice * (2 * self.held_noise + 1) >> 16) - self.held_noise

    def _chance(self, ppm: int) -> bool:
        self.dice = (self.dice * 25_173 + 13_849) & 0xFFFF
        return self.dice * 1_000_000 >> 16 < ppm

    @micropython.native
    def read_into(self, buf: "Room") -> None:
        """The register under the pointer, high byte first."""
        pointer = self.pointer
        if pointer == CONVERSION:
            value = self.raw
        elif pointer == CONFIG:
            value = self.config if self._running else self.config | _OS
        elif pointer == LO_THRESH:
            value = self.lo_thresh
        else:
            value = self.hi_thresh
        count = _len(buf)
        buf[0] = value >> 8 & 0xFF
        if count > 1:
            buf[1] = value & 0xFF
            if count > 2:
                for i in range(2, count):
                    buf[i] = 0xFF  # nothing is left to send: the bus floats high

    # ------------------------------------------------------------ what a scenario may do to it

    def _set_fault(self, bit: int, on: int) -> None:
        self.faults = self.faults | bit if on else self.faults & ~bit
        self.refresh()

    def stuck(self, v: "Values", on: int) -> None:
        """Every conversion gives one code."""
        self.stuck_raw = v["code"]
        self._set_fault(STUCK, on)

    def frozen(self, v: "Values", on: int) -> None:
        """Takes its time, and gives the last result of that input."""
        self.held_noise = v.get("noise_lsb", 0)
        self._set_fault(HELD, on)

    def stale(self, v: "Values", on: int) -> None:
        """Ready as soon as it is asked, with what it gave last."""
        self._set_fault(STALE_READY, on)

    def previous_channel(self, v: "Values", on: int) -> None:
        """Gives the result of the input before, by chance or always."""
        self.previous_ppm = v.get("p_ppm", ALWAYS_PPM)
        self._set_fault(PREVIOUS_CHANNEL, on)

    def offset(self, v: "Values", on: int) -> None:
        """Offset at the input."""
        self._err(v["offset_uv"], 0, on)

    def gain(self, v: "Values", on: int) -> None:
        """Gain error at the input."""
        self._err(0, v["gain_ppm"], on)

    def _err(self, offset_uv: int, gain_ppm: int, on: int) -> None:
        self.offset_uv = offset_uv if on else 0
        self.gain_ppm = gain_ppm if on else 0
        self._set_fault(ERROR, on)

    def silent(self, v: "Values", on: int) -> None:
        """Does not acknowledge, or is not on the bus: a master cannot tell."""
        self.answers = 1 - on

    def called(self, v: "Values", on: int) -> None:
        """A general call on its bus: every chip there that obeys one is reset."""
        self.bus.call_all(GENERAL_CALL_RESET)

    FAULTS = {
        "stuck": stuck,
        "frozen": frozen,
        "stale": stale,
        "previous_channel": previous_channel,
        "offset": offset,
        "gain": gain,
        "nack": silent,
        "absent": silent,
        "general_call": called,
    }
