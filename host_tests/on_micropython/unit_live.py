# Runs under MicroPython: a whole treatment over stand-ins, the heap locked from contact to the end of the ramp-down.
# Prints how many ticks each state had. Decides nothing: test_unit.py reads the lines.

import micropython

from host_tests.support.part_benches import MonitorBench
from host_tests.support.unit_bench import OPEN, PERIODS_A_TICK, Bench
from ionto.treatment import states

LIVE = (states.CONTACT, states.RAMP, states.RUN, states.LIMITED, states.REVERSAL, states.PAUSED, states.RAMPDOWN)


def lock_works() -> bool:
    micropython.heap_lock()
    try:
        bytearray(1)
        return False
    except MemoryError:
        return True
    finally:
        micropython.heap_unlock()


class Counted:
    """A bench whose live ticks run with the heap locked, and are counted by state."""

    def __init__(self) -> None:
        self.bench = Bench()
        self.counts = [0] * len(states.NAMES)

    def tick(self) -> None:
        bench = self.bench
        unit = bench.unit
        state = unit.status.state
        if state not in LIVE or not bench.hw.heap.held:
            bench.tick()
            return
        self.counts[state] += 1
        monitor = unit.monitor
        micropython.heap_lock()
        try:
            for _ in range(PERIODS_A_TICK):
                monitor.check(None)
                bench.plant.millisecond()
            if state == states.RAMPDOWN and not bench.plant.out_en.level:
                micropython.heap_unlock()  # the output is open: what follows may write records
                try:
                    unit.tick()
                finally:
                    micropython.heap_lock()
            else:
                unit.tick()
        finally:
            micropython.heap_unlock()
        bench.finish()

    def ticks(self, count: int) -> None:
        for _ in range(count):
            self.tick()

    def press(self, button: str) -> None:
        pin = getattr(self.bench.hw, "btn_" + button)
        pressed = 1 if button == "stop" else 0
        pin.level = pressed
        self.ticks(16)
        pin.level = 1 - pressed
        self.ticks(10)


def treatment() -> None:
    counted = Counted()
    bench = counted.bench
    bench.to_contact()
    counted.ticks(250)
    bench.plant.ohm = 5_000
    counted.ticks(4_800)
    counted.press("ok")  # why?
    counted.ticks(400)
    bench.plant.ohm = 3_500
    counted.ticks(1_000)
    counted.press("down")
    counted.press("up")
    counted.ticks(400)
    bench.plant.ohm = OPEN
    counted.ticks(400)
    bench.plant.ohm = 1_500
    counted.ticks(1_500)
    counted.press("stop")
    counted.ticks(1_000)
    for i in range(len(states.NAMES)):
        print("ticks in", states.NAMES[i], counted.counts[i])
    print("most ua", bench.plant.most_ua)
    print("fault", bench.unit.status.fault)
    assert bench.unit.status.state == states.DONE


def monitor_alone() -> None:
    bench = MonitorBench().running()
    monitor = bench.monitor
    mail = bench.mail
    count = 0
    micropython.heap_lock()
    try:
        for i in range(1_200):
            if i % 5 == 0 and i < 1_100:
                mail.heartbeat = (mail.heartbeat + 1) & 0xFFFF
            monitor.check(None)
            count += 1
    finally:
        micropython.heap_unlock()
    assert mail.veto
    print("monitor periods", count)


print("lock works", lock_works())
monitor_alone()
treatment()
