# The parts that a board hands to the unit: boards/<name>/board.py fills it, app/unit.py spreads it. Knows no chip.

from micropython import const

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from drivers.ports import (
        Adc,
        CalendarClock,
        Clock,
        Console,
        Dac,
        Display,
        Heap,
        InPin,
        OutPin,
        QuickPin,
        RawAdc,
        Timer,
        Tone,
        Watchdog,
    )
    from ionto.records.files import Files as FilesOnFlash


class Hardware:
    """A board's parts. Every attribute is set by `board.make()`; the names are those of the pins and chips."""

    if TYPE_CHECKING:
        board_name: str
        identity: int  # what ID1 ID0 must read
        power_on: int  # 1: this start is a power-on, 0: a reset of another cause
        clock: Clock
        heap: Heap
        watchdog: Watchdog
        timer: Timer
        buzzer: Tone
        files: FilesOnFlash
        open_file: "Callable[..., Any]"  # as the built-in open: reads what is installed
        out_en: OutPin
        pump: OutPin
        boost_en: OutPin
        leg_fwd: OutPin
        leg_rev: OutPin
        patient: OutPin
        oc_reset: OutPin
        oc_test: OutPin
        led_output: OutPin
        led_fault: OutPin
        relay_fb: QuickPin
        oc_trip_n: QuickPin
        vbus: QuickPin
        id0: InPin
        id1: InPin
        btn_up: InPin
        btn_down: InPin
        btn_ok: InPin
        btn_stop: InPin
        adc_b: RawAdc
        adc_dac: RawAdc
        adc_battery: RawAdc
        scan: "Callable[[], list[int]]"  # addresses that answer on the measuring bus; never while current may flow
        scan_panel: "Callable[[], list[int]]"  # and on the panel's
        console: Console  # the USB cable's, in service mode
        dac: Dac
        adc: Adc
        adc_inputs: tuple[tuple[int, int], ...]  # by channel of sensing/meter.py: input, µA or mV for each mV at it
        display: Display
        rtc: CalendarClock  # answers only where it is fitted
