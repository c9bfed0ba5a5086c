# Makes the faults of a scenario happen: one method a part, the words of docs/scenarios.md. Decides no consequence:
# parts and circuit do.

from tools.sim.bench import BUTTONS, ID0, ID1, OC_TRIP_N, RELAY_FB, VBUS
from tools.sim.chips import ads1115, mcp4725
from tools.sim.mcu import gc_face
from tools.sim.mcu.clock import Hang, Reset, Stall
from tools.sim.plant.load import WHICH
from tools.sim.plant.network import DRAIN, GROUND, RAIL, S1_OUTPUT, SIDE_A, SIDE_B
from tools.sim.plant.supply import Supply
from tools.sim.plant.switches import BOOST_EN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tools.harness.person import Hands
    from tools.sim.bench import World

    Values = dict[str, Any]

NODES = {
    "rail": RAIL,
    "s1_output": S1_OUTPUT,
    "electrode_a": SIDE_A,
    "electrode_b": SIDE_B,
    "sink_drain": DRAIN,
    "ground": GROUND,
}
PINS = {"oc_trip_n": OC_TRIP_N, "vbus_pin": VBUS, "relay_fb": RELAY_FB, "id0": ID0, "id1": ID1}
CUT_US = 1_000_000  # so long the power stays away that went while the flash was written
INTERNAL = {"adc_b": 26, "adc_dac": 27, "adc_battery": 28}

_OLD_RESULTS = {
    "frozen": ads1115.HELD, "stale": ads1115.STALE_READY, "previous_channel": ads1115.PREVIOUS_CHANNEL,
}  # fmt: skip


class Injector:
    """Takes the normalised faults; those with `after` wait for their state."""

    def __init__(self, world: "World", hands: "Hands", faults: "list[dict[str, Any]]") -> None:
        self.world = world
        self.hands = hands
        self._waiting: "list[dict[str, Any]]" = []
        self._broken: "list[str]" = []
        self._seen: "list[str]" = []
        self._supply = Supply(world)
        gc_face.free_bytes = gc_face.FREE
        for fault in faults:
            if fault["after"] is None:
                self._plan(fault, fault["at_ms"] * 1000)
            else:
                self._waiting.append(fault)

    def state_entered(self, name: str) -> None:
        """The firmware entered a state for the first time: faults that wait for it get their time."""
        if name in self._seen:
            return
        self._seen.append(name)
        now = self.world.clock.now
        for fault in self._waiting:
            if fault["after"]["state"] == name:
                self._plan(fault, now + fault["after"]["ms"] * 1000)

    def inject(self, fault: "dict[str, Any]") -> None:
        """Make a fault happen now, for good: `part`, `mode`, `values` of a normalised one."""
        self._do(fault, 1)

    def _plan(self, fault: "dict[str, Any]", at_us: int) -> None:
        agenda = self.world.agenda
        agenda.at(at_us, lambda: self._do(fault, 1))
        if fault["for_ms"] is not None:
            agenda.at(at_us + fault["for_ms"] * 1000, lambda: self._do(fault, 0))

    def _do(self, fault: "dict[str, Any]", on: int) -> None:
        part = fault["part"]
        mode = fault["mode"]
        self.world.circuit.catch_up()
        self.world.log("fault", part + "." + mode, on)
        if part.startswith("button_"):
            self._button(part[7:], mode, fault["values"], on)
        elif part in PINS:
            self._pin(PINS[part], fault["values"]["level"], on)
        elif part in INTERNAL:
            self._internal(INTERNAL[part], mode, fault["values"], on)
        elif part in ("i2c0", "i2c1"):
            self._bus(int(part[3]), mode, fault["values"], on)
        elif part.startswith("leg_") or part == "s1":
            self._stuck(part, mode, on)
        elif part.startswith("shunt_"):
            self._shunt(part, mode, fault["values"], on)
        else:
            getattr(self, "_" + part)(mode, fault["values"], on)

    # ------------------------------------------------------------ chips

    def _dac(self, mode: str, v: "Values", on: int) -> None:
        dac = self.world.dac
        if mode == "stuck":
            dac.stuck_code = v["code"]
            self._chip_fault(dac, mcp4725.STUCK_OUTPUT, on)
        elif mode == "bit":
            dac.bits_high = 1 << v["bit"] if on and v["level"] else 0
            dac.bits_low = 1 << v["bit"] if on and not v["level"] else 0
            self._chip_fault(dac, mcp4725.BIT_OUTPUT, on)
        elif mode == "nack":
            dac.answers = 1 - on
        elif mode == "busy_eeprom":
            self._chip_fault(dac, mcp4725.ALWAYS_BUSY, on)
        elif mode == "absent":
            dac.answers = 1 - on
            if on:
                self.world.circuit.set_code(0)
        elif mode == "wrong_address":
            dac.address = v["address"] if on else 0x60
            self.world.buses[0].attach()
        else:
            dac.eeprom_code = mcp4725.FACTORY_CODE
            if not self.world.clock.now:
                dac.power_on()

    def _chip_fault(self, chip: "Any", bit: int, on: int) -> None:
        chip.faults = chip.faults | bit if on else chip.faults & ~bit
        chip.refresh()
        self.world.clock.plan()

    def _adc(self, mode: str, v: "Values", on: int) -> None:
        adc = self.world.adc
        if mode == "stuck":
            adc.stuck_raw = v["code"]
            self._chip_fault(adc, ads1115.STUCK, on)
        elif mode in _OLD_RESULTS:
            adc.held_noise = v.get("noise_lsb", 0)
            self._chip_fault(adc, _OLD_RESULTS[mode], on)
        elif mode == "offset" or mode == "gain":
            adc.offset_uv = v.get("offset_uv", 0) if on else 0
            adc.gain_ppm = v.get("gain_ppm", 0) if on else 0
            self._chip_fault(adc, ads1115.ERROR, on)
        elif mode == "general_call":
            for chip in self.world.buses[0].chips:
                chip.general_call(6)
            self.world.clock.plan()
        else:
            adc.answers = 1 - on

    def _oled(self, mode: str, v: "Values", on: int) -> None:
        chip = self.world.oled
        if mode == "slow":
            chip.slow_factor = v["factor"] if on else 1
            self.world.buses[1].slowed = on
            self.world.buses[1].refresh()
        else:
            chip.answers = 1 - on
            if mode == "absent" and on:
                chip.on = 0

    def _internal(self, gpio: int, mode: str, v: "Values", on: int) -> None:
        faults = self.world.adc_faults
        if not on:
            faults.pop(gpio, None)
            return
        if mode == "stuck":
            faults[gpio] = lambda uv: v["mv"] * 1000
        elif mode == "frozen":
            faults.pop(gpio, None)
            code = self.world.convert(gpio) >> 4
            faults[gpio] = lambda uv: code * 3_300_000 // 4096
        elif mode == "offset":
            faults[gpio] = lambda uv: uv + v["offset_uv"]
        else:
            faults[gpio] = lambda uv: uv + uv * v["gain_ppm"] // 1_000_000

    def _bus(self, number: int, mode: str, v: "Values", on: int) -> None:
        bus = self.world.buses[number]
        if mode in ("sda_low", "scl_low", "chip_holds_sda"):
            bus.hold(on, 0 if mode == "scl_low" else on, v.get("clocks", 0))
            self.world.tell_bus(bus)
        elif mode == "hang_at_byte":
            bus.hang_in = v["byte"] if on else 0
            if not on:
                bus.held = 0
        elif mode == "flip":
            bus.flip_ppm = v["p_ppm"] if on else 0
        else:
            bus.flip_in = v["byte"]
            bus.flip_bit = v["bit"]
        bus.refresh()

    # ------------------------------------------------------------ circuit

    def _break(self, name: str, on: int) -> None:
        """The circuit needs the solver while anything electrical is broken."""
        if on:
            self._broken.append(name)
        elif name in self._broken:
            self._broken.remove(name)
        self.world.circuit.broken = 1 if self._broken else 0
        self.world.circuit.changed()

    def _stuck(self, part: str, mode: str, on: int) -> None:
        stuck = self.world.circuit.stuck
        if on:
            stuck[part] = 1 if mode == "stuck_closed" else 0
        else:
            stuck.pop(part, None)
        self._break(part, on)

    def _sink(self, mode: str, v: "Values", on: int) -> None:
        c = self.world.circuit
        if mode == "short":
            c.sink_short_ohm = float(v["ohm"]) if on else -1.0
        elif mode == "feedback_low":
            c.sink_permille = v["permille"] if on else 1000
        else:
            c.sink_open = on
        self._break("sink", on)

    def _shunt(self, part: str, mode: str, v: "Values", on: int) -> None:
        c = self.world.circuit
        if mode == "open":
            setattr(c, part + "_open", on)
            self._break(part, on)
        else:
            setattr(c, part + "_permille", v["permille"] if on else 1000)
            c.changed()

    def _latch(self, mode: str, v: "Values", on: int) -> None:
        c = self.world.circuit
        if mode == "dead":
            c.latch_dead = on
        else:
            c.latch_stuck = on
            if on:
                c.latched = 1
                self.world.log("hw", "LATCH", 1)
        c.changed()

    def _pump(self, mode: str, v: "Values", on: int) -> None:
        self.world.circuit.pump_static = on
        self.world.circuit.changed()

    def _boost(self, mode: str, v: "Values", on: int) -> None:
        c = self.world.circuit
        if mode == "rail":
            c.rail_goal_mv = v["mv"] if on else self.world.board["boost_mv"]
            if on:
                c.stuck["boost"] = 2 if c.pin[BOOST_EN] or v["mv"] > 58_000 else c.stuck.get("boost", -1)
            if c.stuck.get("boost") == -1 or not on:
                c.stuck.pop("boost", None)
        elif on:
            c.stuck["boost"] = 1 if mode == "stuck_on" else 0
        else:
            c.stuck.pop("boost", None)

    def _relay(self, mode: str, v: "Values", on: int) -> None:
        c = self.world.circuit
        if mode == "intermittent":
            c.stuck["relay_period_us"] = v["period_ms"] * 1000
            c.relay_lost = 0
            c.flicker(on)
            self._break("relay", on)
            return
        c.relay_stuck = (1 if mode == "stuck_electrodes" else 0) if on else -1
        c.changed()

    def _dummy(self, mode: str, v: "Values", on: int) -> None:
        self.world.circuit.dummy_open = on
        self._break("dummy", on)

    def _leak(self, mode: str, v: "Values", on: int) -> None:
        leak = (NODES[v["from"]], NODES[v["to"]], float(v["ohm"]))
        c = self.world.circuit
        if on:
            c.leaks.append(leak)
        elif leak in c.leaks:
            c.leaks.remove(leak)
        self._break("leak", on)

    def _battery(self, mode: str, v: "Values", on: int) -> None:
        self._supply.battery(mode, v, on)

    def _vdd(self, mode: str, v: "Values", on: int) -> None:
        self._supply.vdd(v, on)

    def _usb(self, mode: str, v: "Values", on: int) -> None:
        self.world.usb(on)

    # ------------------------------------------------------------ pins and buttons

    def _pin(self, gpio: int, level: int, on: int) -> None:
        if on:
            self.world.stuck_pins[gpio] = level
            self.world.levels[gpio] = level
        else:
            self.world.stuck_pins.pop(gpio, None)
            self.world.levels[gpio] = {ID0: 1, ID1: 0, VBUS: self.world.circuit.usb}.get(gpio, 0)

    def _button(self, name: str, mode: str, v: "Values", on: int) -> None:
        gpio = BUTTONS[name]
        if mode == "bounce":
            self.hands.bounces[name] = (v["bounce_ms"], v["level_ms"]) if on else (0, 0)
        elif mode == "stuck":
            self._pin(gpio, v["level"], on)
            if not on:
                self.world.levels[gpio] = 0 if name == "stop" else 1
        else:
            self._chattering = on
            self._chatter(gpio, v["period_ms"] * 500)

    def _chatter(self, gpio: int, half_us: int) -> None:
        if self._chattering:
            self.world.set_input(gpio, 1 - self.world.levels[gpio])
            self.world.agenda.after(half_us, lambda: self._chatter(gpio, half_us))

    # ------------------------------------------------------------ processor and flash

    def _mcu(self, mode: str, v: "Values", on: int) -> None:
        world = self.world
        clock = world.clock
        if mode == "reset":
            world.log("hw", "RESET", 0)
            world.reset(v["cause"])
        elif mode == "brownout":
            world.reset("brownout", v["off_ms"] * 1000)
        elif mode == "ctrl_c":
            clock.pending = KeyboardInterrupt()
        elif mode == "exception":
            clock.pending = RuntimeError("injected")
        elif mode == "alloc_fail":
            clock.pending = MemoryError("injected")
        elif mode in ("hang", "hang_irq_off"):
            world.log("hang", "irq_on" if mode == "hang" else "irq_off", 0)
            clock.pending = Hang(0 if mode == "hang" else 1)
        elif mode == "stall":
            clock.pending = Stall(v["stall_ms"] * 1000)
        elif mode == "heap_taken":
            gc_face.free_bytes = v["free_bytes"] if on else gc_face.FREE
        elif mode == "timer_stops":
            if on:
                clock.stop_timers()
            else:
                clock.restart_timers()
        else:
            clock.set_rate(v["permille"] if on else 1000)
        clock.plan()

    def _flash(self, mode: str, v: "Values", on: int) -> None:
        flash = self.world.flash
        if mode == "full":
            flash.full = bool(on)
        elif mode == "fail_write":
            if on:
                flash.fail(v["n"], 1 << 30)
            else:
                flash.heal()
        else:
            flash.cut(v["byte"] - 1, Reset(), lambda: self.world.reset("power", CUT_US))

    # ------------------------------------------------------------ the person's contact

    def _load(self, mode: str, v: "Values", on: int) -> None:
        load = self.world.load
        if mode == "open":
            load.broken = on
        elif mode == "short":
            load.short_ohm = v["ohm"] if on else -1
        elif mode in ("withdraw", "fingertips"):
            self.world.circuit.perturb()
            load.move(v["to_permille"] if on else load.full_permille, v["over_ms"], WHICH[v["hand"]])
        elif mode == "step":
            load.step_ohm = v["ohm"] if on else 0
        elif mode == "drying":
            load.drying = v["permille_per_min"] if on else 0
        else:
            load.soft_ohm = v["water_ohm"] if on else 0
        self.world.log("load", mode, on)
        load.update()
        self.world.circuit.solve()
