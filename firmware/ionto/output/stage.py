# The one gate to the patient: alone writes the current source, relay and boost and closes bridge legs, in the one order
# that is allowed, and clamps again what it is given. Decides neither how much current is wanted nor what is healthy.
#
# OUT_EN and the pump are the monitor's: the stage asks for them in the mailbox. Opening is everybody's right.

from micropython import const

from drivers.status import CANNOT, OK
from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.safety.monitor import OFF, ON, ON_RISING
from ionto.safety.plausibility import CLOSED_OFF, MOVING, REGULATED, SEARCHING

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from drivers.ports import OutPin
    from ionto.output.source import CurrentSource
    from ionto.safety.monitor import Mailbox

# Positions, in the order of closing.
REST = const(0)  # everything open, relay at the dummy load
RELAY = const(1)  # relay on its way to the electrodes
LEGS = const(2)  # bridge legs closing
SWITCH = const(3)  # output switch asked for
RISING = const(4)  # boost on, rail rising, any current is a leak
CLOSED = const(5)  # current may flow
CUT = const(6)  # output switch open, legs and relay where they were
SETTLE = const(7)  # on the way down: waiting for zero
LEGS_OPEN = const(8)  # legs open, waiting before the relay
RELAY_BACK = const(9)  # relay on its way to rest
LATCHED = const(10)  # hard cut: nothing closes again

# What plausibility should expect, by position.
_EXPECT = (
    CLOSED_OFF,
    MOVING,
    MOVING,
    MOVING,
    SEARCHING,
    REGULATED,
    CLOSED_OFF,
    CLOSED_OFF,
    CLOSED_OFF,
    CLOSED_OFF,
    CLOSED_OFF,
)

# Where the output is to lead.
DUMMY = const(0)
ELECTRODES = const(1)

_SWITCH_MS = const(20)
_SWITCH_PATIENCE_MS = const(60)
_LATCHED_RELAY_MS = 3 * limits.TICK_MS  # the first is the cut's own tick: 5 ms have passed, however late that was


class Stage:
    """Moves between REST and CLOSED in fixed steps, one look a tick; `fault` is set when a step fails.

    `polarity`: 1 electrode A positive (LEG_FWD), -1 electrode B positive (LEG_REV).
    """

    def __init__(
        self,
        mail: "Mailbox",
        source: "CurrentSource",
        out_en: "OutPin",
        leg_fwd: "OutPin",
        leg_rev: "OutPin",
        boost_en: "OutPin",
        patient: "OutPin",
    ) -> None:
        self._mail = mail
        self._source = source
        self._out_en = out_en
        self._leg_fwd = leg_fwd
        self._leg_rev = leg_rev
        self._boost_en = boost_en
        self._patient = patient
        self.position = REST
        self.polarity = 1
        self.path = DUMMY
        self.fault = 0
        self.bus_errors = 0
        self.zero_ms = 0  # how long both channels have shown less than 0.2 mA
        self._since_ms = 0  # in this position
        self._cap_ua = 0
        self._mismatches = 0  # of the code read back, in a row
        self._zeroed = 0  # ticks until 0 is written again
        self.expect = CLOSED_OFF  # what plausibility should expect of the output now
        self.electrodes = 0  # where the relay should be: 1 electrodes, 0 rest, -1 moving

    # ------------------------------------------------------------ what may be asked

    def close(self, path: int, polarity: int, cap_ua: int) -> None:
        """Begin to close towards `path` with `polarity`; at CLOSED no current above `cap_ua` passes."""
        if self.position == LATCHED:
            return
        self._cap_ua = cap_ua if cap_ua < limits.CAP_HANDS_UA else limits.CAP_HANDS_UA
        if self.position == REST:
            self.path = path
            self.polarity = polarity
            self._go(RELAY)
            if path == ELECTRODES:
                self._patient.value(1)

    def open(self) -> None:
        """Begin to open completely, down to REST: switch, legs, boost, then the relay, each at zero current."""
        if self.position == LATCHED or self.position == REST:
            return
        if self.position < SETTLE:
            self._mail.request = OFF
            self._out_en.value(0)
            self._go(SETTLE)

    def cut(self) -> None:
        """P: the output switch opens now, the source goes to 0. Legs, relay and boost stay."""
        self._mail.request = OFF
        self._out_en.value(0)
        self._off()
        if SWITCH <= self.position <= CLOSED:
            self._go(CUT)

    def resume(self) -> None:
        """From CUT: close the output switch again, at DAC 0, once both channels have shown zero."""
        if self.position == CUT and self.zero_ms >= limits.IDLE_MS:
            self._mail.request = ON_RISING
            self._go(RISING)

    def hard_cut(self, code: int) -> None:
        """T1: switch, legs and boost open by their pins alone; latched until the power goes."""
        self._mail.request = OFF
        self._out_en.value(0)
        self._leg_fwd.value(0)
        self._leg_rev.value(0)
        self._boost_en.value(0)
        if not self._mail.trip:
            self._mail.trip = code
        if self.position != LATCHED:
            self._go(LATCHED)
        self._off()

    # ------------------------------------------------------------ what the tick calls

    def drive(self, r: "rd.Readings", wanted_ua: int) -> None:
        """One tick: drive the source, and take the next step of closing or opening when its condition holds."""
        if r[rd.A_UA] >= limits.ZERO_UA or r[rd.B_UA] >= limits.ZERO_UA:
            self.zero_ms = 0
        elif r[rd.A_NEW]:
            self.zero_ms += limits.TICK_MS
        if self.position != CLOSED:
            self._since_ms += limits.TICK_MS
            self._move(r)
            return
        # Until a current is wanted any current is a leak, however long contact is searched for.
        if wanted_ua > 0:
            mail = self._mail
            if mail.request == ON_RISING:
                mail.request = ON
        # The code is clamped again here, whoever asked, written, and read back.
        self._zeroed = 0
        cap_ua = self._cap_ua
        if wanted_ua > cap_ua:
            cap_ua += cap_ua >> 4  # room for the regulator's trim
            if wanted_ua > cap_ua:
                wanted_ua = cap_ua
        if wanted_ua < 0:
            wanted_ua = 0
        if self._source.set_ua(wanted_ua) < 0 and self._set_again(wanted_ua) < 0:
            return
        status = self._source.verify()
        if status == OK:
            self._mismatches = 0
        elif status != CANNOT:  # then the monitor's view of the DAC's voltage is all there is
            self._mismatch()

    # ------------------------------------------------------------ steps

    def _go(self, position: int) -> None:
        self.position = position
        self._since_ms = 0
        self.zero_ms = 0
        self.expect = _EXPECT[position]
        electrodes = self.path
        if position == REST:
            electrodes = 0
        elif position == RELAY or position == RELAY_BACK or position == LATCHED:
            electrodes = -1
        self.electrodes = electrodes

    def _move(self, readings: "rd.Readings") -> None:
        """One step where the source is off."""
        position = self.position
        self._off()
        if position < CLOSED:
            self._closing(readings)
        elif position == LATCHED:
            if self._since_ms >= _LATCHED_RELAY_MS:
                self._patient.value(0)
        elif position != CUT:
            self._opening()

    def _closing(self, readings: "rd.Readings") -> None:
        since = self._since_ms
        zero = self.zero_ms
        if self.position == RELAY:
            if since >= limits.RELAY_MS:
                if zero < limits.TICK_MS:
                    self._fail(faults.IDLE_CURRENT)
                    return
                # What a leak would give a person while the switch closes is the rail's doing.
                if self.path == ELECTRODES and readings[rd.RAIL_MV] > limits.RAIL_DOWN_MV:
                    if since >= limits.RAIL_DOWN_MS:
                        self._fail(faults.RAIL_VOLTAGE)
                    return
                # Legs at zero only, and never both: the other is opened first.
                if self.polarity > 0:
                    self._leg_rev.value(0)
                    self._leg_fwd.value(1)
                else:
                    self._leg_fwd.value(0)
                    self._leg_rev.value(1)
                self._go(LEGS)
        elif self.position == LEGS:
            if since >= limits.LEGS_CLOSE_MS:
                self._mail.request = ON_RISING
                self._go(SWITCH)
        elif self.position == SWITCH:
            if self._mail.enabled and since >= _SWITCH_MS:
                self._boost_en.value(1)
                self._go(RISING)
            elif since >= _SWITCH_PATIENCE_MS:
                self._fail(faults.MONITOR_SILENT)
        elif self.position == RISING:
            ready = readings[rd.RAIL_MV] >= limits.RAIL_READY_MV and not readings[rd.RAIL_AGE_MS]
            if ready and since >= _SWITCH_MS:
                self._mismatches = 0
                self._go(CLOSED)
            elif since >= limits.RAIL_PATIENCE_MS:
                self._fail(faults.RAIL_VOLTAGE)

    def _opening(self) -> None:
        since = self._since_ms
        zero = self.zero_ms
        if self.position == SETTLE:
            if zero >= 2 * limits.TICK_MS:
                self._leg_fwd.value(0)
                self._leg_rev.value(0)
                self._boost_en.value(0)
                self._go(LEGS_OPEN)
            elif since >= limits.IDLE_MS:
                self._fail(faults.CLOSING)
        elif self.position == LEGS_OPEN:
            if since >= limits.LEGS_OPEN_MS:
                self._patient.value(0)
                self._go(RELAY_BACK)
        elif self.position == RELAY_BACK and since >= limits.RELAY_MS:
            self.path = DUMMY
            self._go(REST)

    def _fail(self, code: int) -> None:
        self.fault = code
        self.hard_cut(code)

    # ------------------------------------------------------------ the source

    def _set_again(self, wanted_ua: int) -> int:
        """After one lost write; a second one is the end. Negative then."""
        self.bus_errors += 1
        status = self._source.set_ua(wanted_ua)
        if status < 0:
            self.bus_errors += 1
            self._fail(faults.BUS_LOST)
        return status

    def _mismatch(self) -> None:
        """The source does not hold the code sent, or does not say."""
        self.bus_errors += 1
        self._mismatches += 1
        if self._mismatches >= 2:
            self._fail(faults.DAC_READBACK)

    def _off(self) -> None:
        """Code 0, written again until it was acknowledged and read back; then every 64th tick."""
        if self._zeroed > 0:
            self._zeroed -= 1
            return
        if self._source.off() >= 0 and self._source.verify() == 0:
            self._zeroed = 64
