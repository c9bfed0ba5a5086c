# What the self-test looks at before any current: installed files, board, chips, keys, zero offsets. Decides no order.

from binascii import hexlify
from hashlib import sha256

from micropython import const

from drivers import status as ds
from ionto.panel import buttons as b
from ionto.panel.panel import BRIGHT
from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.sensing import meter as m

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.hardware import Hardware
    from ionto.output.dummy_load import DummyLoadTest, Steps
    from ionto.output.source import CurrentSource
    from ionto.panel.buttons import Buttons
    from ionto.safety.monitor import Monitor
    from ionto.sensing.meter import Meter

_CHUNK = const(1024)  # read and hashed in a tick: about 1.5 ms
_HEX = const(64)
_END = const(125)  # the brace that ends the manifest
_ZERO_A_UA = const(150)
_ZERO_SAMPLES = const(16)
_KEYS_TICKS = const(12)  # longer than the keys' debouncing


def files(dummy_load: "DummyLoadTest", hw: "Hardware") -> "Steps":
    """Each file that manifest.json names has the hash it names; that there is no other boot.py has seen. A part of a
    file each tick.
    """
    fault = faults.FILES_CHANGED  # until the last line was reached
    part = memoryview(bytearray(_CHUNK))
    line = b" "
    name = b"manifest.json"
    try:
        with hw.open_file("manifest.json", "rb") as manifest:
            for line in manifest:
                words = line.split(b'"')
                if len(words) > 3 and len(words[3]) == _HEX:
                    digest = sha256()
                    name = words[1]
                    with hw.open_file(name.decode(), "rb") as f:
                        count = _CHUNK
                        while count == _CHUNK:
                            count = f.readinto(part)
                            digest.update(part[:count])
                            yield 0
                    if hexlify(digest.digest()) != words[3]:
                        line = b" "
                        hw.open_file("unproven", "wb").close()  # the next start compares the hashes first
                        break
        if line[0] == _END:
            fault = 0
    except OSError:
        pass
    if fault:
        dummy_load.detail = name.split(b"/")[-1]
    dummy_load.fault = fault


def _elsewhere(hw: "Hardware", first: int, end: int) -> bytes:
    """Which of the addresses that a part can be set to answers instead; nothing where none does."""
    for address in hw.scan():
        if first < address < end:
            return b"0x%02x" % address
    return b""


def parts(dummy_load: "DummyLoadTest", hw: "Hardware", source: "CurrentSource", service: int) -> "Steps":
    """Board, heap, watchdog, every chip by its identity. The DAC after the ADC, whose test wakes it anew."""
    fault = 0
    hw.heap.collect()  # what reading the files left behind is not in use; the output is off
    if not hw.revision:
        fault = faults.BOARD_IDENTITY
    elif hw.heap.free() < limits.HEAP_MIN:
        fault = faults.HEAP_SMALL
    elif not service and not hw.watchdog.armed():
        fault = faults.WATCHDOG_OFF
    elif hw.display.all_points(1) != ds.OK or hw.display.renew(BRIGHT) != ds.OK:  # it shows that it tells what it is
        fault = faults.DISPLAY_ABSENT
    elif hw.adc.probe() != ds.OK:
        fault = faults.ADC_ABSENT
        dummy_load.detail = _elsewhere(hw, 0x48, 0x4C)
    elif hw.dac.probe() != ds.OK:
        fault = faults.DAC_ABSENT
        dummy_load.detail = _elsewhere(hw, 0x60, 0x68)
    elif source.wakes_off() not in (ds.OK, ds.CANNOT):
        yield 0
        # A new part wakes at mid-scale: provisioned once, while nothing is switched on.
        if source.make_wake_off(hw.clock.sleep_us) != ds.OK:
            fault = faults.DAC_EEPROM
    dummy_load.fault = fault
    hw.oc_reset.value(1)  # a latch left set by the last session; one that stays set is told by at_rest()
    yield 0
    hw.oc_reset.value(0)


def keys(dummy_load: "DummyLoadTest", buttons: "Buttons") -> "Steps":
    """No key is pressed: UP, DOWN, OK. STOP is asked for by `let_go`."""
    yield from dummy_load.wait(_KEYS_TICKS)
    pressed = buttons.pressed_mask()
    if pressed & b.UP_BIT:
        dummy_load.fault = faults.UP_STUCK
    elif pressed & b.DOWN_BIT:
        dummy_load.fault = faults.DOWN_STUCK
    elif pressed & b.OK_BIT:
        dummy_load.fault = faults.OK_STUCK


def at_rest(dummy_load: "DummyLoadTest", meter: "Meter", monitor: "Monitor", service: int) -> "Steps":
    """USB, battery, relay, latch, zero offsets, with everything open. A's and B's are taken off for this session."""
    r = dummy_load.r
    mail = dummy_load.mail
    a_ua = b_ua = 0
    monitor.zero_b(0)
    for _ in range(_ZERO_SAMPLES):
        yield 0
        a_ua += r[rd.A_UA] - r[rd.A_BACK_UA]
        b_ua += r[rd.B_UA]
    a_ua //= _ZERO_SAMPLES
    fault = 0
    if r[rd.A_AGE_MS] > limits.SAMPLE_AGE_MS:
        fault = faults.ADC_ABSENT
    elif mail.vbus and not service:
        fault = faults.USB_PRESENT
    elif mail.battery_mv < limits.BATTERY_START_MV:
        fault = faults.BATTERY_START
    elif not r[rd.RELAY_REST]:
        fault = faults.RELAY_NOT_AT_REST
    elif mail.latch:
        fault = faults.LATCH_SET
    elif abs(a_ua - meter.shift(m.A_UA, 0)) > _ZERO_A_UA:
        fault = faults.ZERO_A
    elif monitor.zero_b(b_ua // _ZERO_SAMPLES):
        fault = faults.ZERO_B
    else:
        meter.shift(m.A_UA, -a_ua)
    dummy_load.fault = fault
