# Judges what was measured, every tick: do the readings fit one another and what was asked? Returns a fault code, or
# says that contact is lost; what follows from that is decided elsewhere.
#
# What every tick needs is machine code (viper), which compiles with imported constants folded only, as tools/image does
# it: integers only, none of them beyond 2**30, and in arrays none below 0.

from array import array

import micropython
from micropython import const

from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.safety import rules as rl

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.safety.readings import Readings

# What is expected of the output in this tick.
CLOSED_OFF = const(0)  # output off: no current
REGULATED = const(1)  # output on, current regulated through the load
SEARCHING = const(2)  # output on at DAC 0, looking for contact
MOVING = const(3)  # stage between two positions: currents are judged, voltages are not

COLLAPSED = const(2)  # of `lost`: the current went away, while else the load became another
STOPPING = const(2)  # for `falling`: a controlled stop, which has to be followed closely

_STRETCH_SAMPLES = const(2)
_STRETCHES = limits.WITHDRAWAL_MS // rl.LOAD_MS // _STRETCH_SAMPLES + 1  # the one that is filled, and 200 ms before it

# What it keeps for itself: the places of one array.
_COUNTING = const(0)  # the bits whose counts are not 0
_SAME = const(1)  # samples for which A has given one code while B was elsewhere, less those for which it was not
_LAST_UA = const(2)
_LOW = const(3)  # 1: the last sample was a collapse
_REFERENCE_UA = const(4)  # the setpoint then
_LEAST_OHM = const(5)  # of the window
_NEWEST_OHM = const(6)  # of the stretch that is being filled
_IN_STRETCH = const(7)
_AT = const(8)  # the stretch that is being filled
_B_THEN_UA = const(9)  # B when A gave this code first
_SEARCHED = const(10)  # ticks of a search
_HIGH_MOST_MV = const(11)  # that the high electrode may lie below the rail; the only one that restart() leaves
_PLACES = const(12)
_CLOSED_TICKS = const(10)  # of a search, in which a sample may still be one of the open switch


class Plausibility:
    """`check` returns the first fault found, or 0. `lost` is 1 when contact is lost or being lost; see
    pause_evidence.py.

    After a fault `measured` and `allowed` say by what, in the unit of its limit.

    Counters belong to one session: `restart` before the output is switched on.
    """

    def __init__(self, diodes: int = 0) -> None:
        """`diodes`: 1 where each leg of the bridge has one."""
        self.lost = 0
        self.measured = 0
        self.allowed = 0
        self._counts = array("H", [0] * len(rl.RULES))
        self._ohms = array("i", [rl.NO_OHM] * _STRETCHES)
        self._own = array("i", [0] * _PLACES)
        self._own[_HIGH_MOST_MV] = limits.HIGH_ELECTRODE_MV + diodes * limits.LEG_DIODE_MV
        # Found once: a method costs a look-up each time.
        self._bad_of = self._regulated
        self._watch = self._withdrawal
        self.restart()

    def restart(self) -> None:
        """Forget everything counted. Only while the output is off."""
        self.lost = 0
        for i in range(_HIGH_MOST_MV):
            self._own[i] = 0
        for i in range(len(rl.RULES)):
            self._counts[i] = 0
        self._forget_ohms()

    @micropython.viper
    def check(
        self,
        readings,  # type: Readings
        expect: int,
        set_ua: int,
        falling: int,
        electrodes: int,
    ) -> int:
        """Judge one tick: a fault code or 0.

        `set_ua`: tracked setpoint in force when A was sampled; `falling`: 1 while the ramp goes down, STOPPING in a
        controlled stop; `electrodes`: 1 relay asked to the electrodes, 0 to rest, -1 still moving.
        """
        r = ptr32(readings)
        own = ptr32(self._own)
        a_ua = r[rd.A_UA]
        a_new = r[rd.A_NEW]
        bad = rl.RELAY if r[rd.RELAY_REST] == electrodes else 0
        if expect != CLOSED_OFF:
            if r[rd.DROPPED] >= limits.DROPPED_SAMPLES:
                return int(self._found(faults.SAMPLE_STALE, r[rd.DROPPED], limits.DROPPED_SAMPLES))
            if r[rd.A_AGE_MS] > limits.SAMPLE_AGE_MS:
                return int(self._found(faults.SAMPLE_STALE, r[rd.A_AGE_MS], limits.SAMPLE_AGE_MS))
            off = r[rd.DAC_MV] - r[rd.DAC_CODE_MV]
            if off > limits.DAC_VOLTAGE_MV or off < -limits.DAC_VOLTAGE_MV:
                bad |= rl.DAC
        if a_new:
            b_ua = r[rd.B_UA]
            # A converter that repeats itself though the current moves; a steady current may repeat as long as it likes.
            if a_ua != own[_LAST_UA] or a_ua <= limits.IDLE_A_UA or expect == CLOSED_OFF:
                own[_SAME] = 0
                own[_LAST_UA] = a_ua
                own[_B_THEN_UA] = b_ua
            else:
                off = b_ua - own[_B_THEN_UA]
                if off > limits.FROZEN_B_UA or off < -limits.FROZEN_B_UA:
                    own[_SAME] += 1
                    if own[_SAME] >= limits.FROZEN_CODES:
                        return int(self._found(faults.A_FROZEN, own[_SAME], limits.FROZEN_CODES))
                elif own[_SAME]:
                    own[_SAME] -= 1
            if a_ua > limits.OVERCURRENT_UA:
                bad |= rl.OVER
            off = a_ua - b_ua if a_ua > b_ua else b_ua - a_ua
            if off > limits.A_B_UA and off > b_ua * limits.A_B_PERMILLE // 1000:
                bad |= rl.DIFFERING
            if expect != REGULATED and (a_ua > limits.IDLE_A_UA or b_ua > limits.IDLE_B_UA):
                bad |= rl.IDLE
        if expect == SEARCHING:
            own[_SEARCHED] += 1
            if own[_SEARCHED] <= _CLOSED_TICKS:
                if own[_SEARCHED] == 1:
                    self._forget(rl.HIGH)  # what was seen of it before the output closed is of another circuit
            elif r[rd.HIGH_NEW] and r[rd.RAIL_MV] >= limits.RAIL_READY_MV:
                if r[rd.RAIL_MV] - r[rd.HIGH_MV] > own[_HIGH_MOST_MV]:
                    bad |= rl.HIGH
        else:
            own[_SEARCHED] = 0
        if expect == REGULATED:
            if set_ua > limits.ZERO_UA:
                if r[rd.LOAD_AGE_MS] > limits.SAMPLE_AGE_MS:
                    return int(self._found(faults.SAMPLE_STALE, r[rd.LOAD_AGE_MS], limits.SAMPLE_AGE_MS))
                if r[rd.RAIL_AGE_MS] > limits.ROTATING_AGE_MS:
                    return int(self._found(faults.SAMPLE_STALE, r[rd.RAIL_AGE_MS], limits.ROTATING_AGE_MS))
            bad |= int(self._bad_of(readings, set_ua, falling))
        if bad or own[_COUNTING]:
            code = int(self._count(readings, bad, expect, set_ua, falling))
            if code:
                return faults.NOT_FOLLOWING if code == faults.DEVIATION and falling == STOPPING else code
        if a_new:
            if expect != REGULATED:
                own[_LOW] = 0
                return 0
            # B tells it too, where it is not for the judgement of A against B: that begins at 1 mA apart.
            least_ua = a_ua if bad & rl.DIFFERING or a_ua < b_ua else b_ua
            if own[_LOW] or (set_ua >= limits.LOST_ARMED_UA and (least_ua < limits.LOST_UA or least_ua < set_ua >> 1)):
                code = int(self._collapse(readings, least_ua, set_ua))
                if code:
                    return code
            if r[rd.LOAD_NEW]:
                ohm = r[rd.LOAD_OHM]
                if ohm > 0:
                    self._watch(ohm, a_ua, set_ua, falling)
        return 0

    def _count(self, r: "Readings", bad: int, expect: int, set_ua: int, falling: int) -> int:
        """Count what is bad, forget what was judged and is not; the first fault whose count is full, or 0."""
        when = 1 << rl.ALWAYS
        if expect != CLOSED_OFF:
            when |= 1 << rl.LIVE
        if r[rd.A_NEW]:
            when |= 1 << rl.ON_A
        if r[rd.HIGH_NEW] and (expect == REGULATED or expect == SEARCHING):
            when |= 1 << rl.ON_HIGH
        if expect == REGULATED:
            when |= 1 << rl.CURRENT
            if r[rd.LOAD_NEW]:
                when |= 1 << rl.ON_LOAD
                if r[rd.A_NEW] and r[rd.LOAD_OHM] > 0:
                    when |= 1 << rl.ON_OHM
        counts = self._counts
        counting = self._own[_COUNTING]
        for i in range(len(rl.RULES)):
            rule = rl.RULES[i]
            bit = rule[rl.BIT]
            if bad & bit:
                count = counts[i] + 1
                counts[i] = count
                counting |= bit
                if count >= rule[rl.TIMES]:
                    if rule[rl.FAULT]:
                        self._tell(rule, r, set_ua, falling)
                        return rule[rl.FAULT]
                    self.lost = 1
            elif counting & bit and when >> rule[rl.WHEN] & 1:
                counts[i] = 0
                counting ^= bit
        self._own[_COUNTING] = counting
        return 0

    def _tell(self, rule: "tuple[int, ...]", r: "Readings", set_ua: int, falling: int) -> None:
        """`measured` and `allowed` of a rule whose count is full."""
        bit, _when, _times, _fault, place, other, least, most, permille = rule
        base = set_ua if other == rl.SET else 0 if other == rl.ZERO else r[other]
        measured = r[place] - base
        if base * permille // 1000 > most and falling != STOPPING:
            most = base * permille // 1000
            least = -most
        if bit == rl.BALANCE:
            measured += r[rd.LOAD_BACK_MV] - r[rd.A_UA] * limits.SERIES_OHM // 1000
            most += r[rd.RAIL_MV]
        elif bit == rl.IDLE and measured <= most:  # then it was B
            measured = r[rd.B_UA]
            most = limits.IDLE_B_UA
        elif bit == rl.SHORT:
            measured = max(0, measured - r[rd.REST_MV] * 1000 // max(1, r[rd.A_UA]))
        elif bit == rl.HIGH:
            most = self._own[_HIGH_MOST_MV]
        self._found(0, measured, least if measured < least else most)

    def counting(self) -> int:
        """The bits of the rules that are being counted."""
        return self._own[_COUNTING]

    def blame(self, bits: int, r: "Readings", set_ua: int) -> int:
        """The fault of the first rule among `bits`, with its figures, however often it was counted."""
        for i in range(len(rl.RULES)):
            rule = rl.RULES[i]
            if bits & rule[rl.BIT]:
                self._tell(rule, r, set_ua, 0)
                return rule[rl.FAULT]
        return 0

    def _found(self, code: int, measured: int, allowed: int) -> int:
        """A fault with its figures; returns the code."""
        self.measured = measured
        self.allowed = allowed
        return code

    @micropython.viper
    def _regulated(
        self,
        readings,  # type: Readings
        set_ua: int,
        falling: int,
    ) -> int:
        """What is bad of current, rail, load and electrode while current is regulated: bits."""
        r = ptr32(readings)
        bad = 0
        a_ua = r[rd.A_UA]
        rail_mv = r[rd.RAIL_MV]
        load_mv = r[rd.LOAD_MV] - r[rd.LOAD_BACK_MV]
        series_mv = a_ua * limits.SERIES_OHM // 1000
        if r[rd.A_NEW]:
            most = set_ua * limits.DEVIATION_PERMILLE // 1000
            if most < limits.DEVIATION_UA:
                most = limits.DEVIATION_UA
            if falling == STOPPING:
                most = limits.FOLLOW_UA
            if a_ua - set_ua > most:
                bad = rl.DEVIATING
                if a_ua - set_ua > limits.GROSS_UA:
                    bad |= rl.GROSS
            elif set_ua - a_ua > limits.MISSING_UA:
                # Less than asked for though the load would carry more: the anti-windup hides how much less.
                if load_mv * 10 < (rail_mv - limits.HEADROOM_MV - series_mv) * 9:
                    bad = rl.MISSING
        if rail_mv > limits.RAIL_MAX_MV or rail_mv < limits.RAIL_MIN_MV:
            bad |= rl.RAIL
        if r[rd.HIGH_NEW]:
            own = ptr32(self._own)
            if rail_mv - r[rd.HIGH_MV] > own[_HIGH_MOST_MV]:
                bad |= rl.HIGH
        if r[rd.LOAD_NEW]:
            rest_mv = rail_mv - load_mv - series_mv
            if rest_mv < limits.BALANCE_LOW_MV or rest_mv > rail_mv + rl.BALANCE_HIGH_MV:
                bad |= rl.BALANCE
            ohm = r[rd.LOAD_OHM]
            # What the current has added to the load voltage counts: past the person it is a diode's, or the own one.
            if (load_mv - r[rd.REST_MV]) * 1000 < a_ua * limits.SHORT_OHM:
                if a_ua >= limits.SHORT_ARMED_UA:
                    bad |= rl.SHORT
            elif ohm > limits.LOAD_MAX_OHM and set_ua > limits.PROBE_UA and not falling:
                bad |= rl.FAR  # at the probe contact.py judges; on the way down a skin resists more
        return bad

    def _collapse(self, r: "Readings", least_ua: int, set_ua: int) -> int:
        """The current has collapsed, or had with the last sample: two in a row are contact lost.

        `least_ua`: A, or B when that is less.

        Without contact the electrodes show the rail. Do they show nothing, the break is behind them: in the unit.
        """
        own = self._own
        if not own[_LOW]:
            own[_LOW] = 1
            own[_REFERENCE_UA] = set_ua
            return 0
        # The anti-windup has lowered the setpoint since: the first bad sample's reference stands.
        own[_LOW] = 0
        if least_ua < limits.LOST_UA or least_ua < own[_REFERENCE_UA] >> 1:
            self.lost = COLLAPSED
            self._found(0, least_ua, own[_REFERENCE_UA] >> 1)
            if r[rd.A_UA] < limits.IDLE_A_UA and (r[rd.LOAD_NEW] or r[rd.LOW_NEW]):
                # In the tick without the load voltage it may be the low electrode, which contact alone lifts.
                load_mv = r[rd.LOAD_MV] if r[rd.LOAD_NEW] else r[rd.RAIL_MV] - r[rd.LOW_MV]
                if load_mv < limits.RETURN_OPEN_MV:
                    return self._found(faults.RETURN_OPEN, load_mv, limits.RETURN_OPEN_MV)
        return 0

    @micropython.viper
    def _withdrawal(self, ohm: int, a_ua: int, set_ua: int, falling: int) -> int:
        """Resistance up 30 % within 200 ms at 0.5 mA or more, the ramp not having gone down in that time.

        The electrodes' own voltage counts as resistance. After a reversal it aids, and turns by up to 5 V in seconds
        while the ramp begins: 2.5 V with 2 s make 0.48 V within the window, and movement some more. What 0.7 V more
        would make of the least resistance is no withdrawal.

        The least resistance of the last 200 ms is kept as the least of eleven stretches of 20 ms: the window is 200
        to 220 ms long, and a sample is compared once. Returns 0.
        """
        own = ptr32(self._own)
        least = own[_LEAST_OHM]
        if falling or set_ua < limits.WITHDRAWAL_ARMED_UA:
            if least < rl.NO_OHM:
                self._forget_ohms()
            return 0
        if least < rl.NO_OHM:
            more = ohm - least - least * limits.WITHDRAWAL_PERMILLE // 1000
            if more > 0 and a_ua > 0 and more > limits.WITHDRAWAL_OWN_MV * 1000 // a_ua:
                self.lost = 1
        if ohm < own[_NEWEST_OHM]:
            own[_NEWEST_OHM] = ohm
            if ohm < least:
                own[_LEAST_OHM] = ohm
        own[_IN_STRETCH] += 1
        if own[_IN_STRETCH] >= _STRETCH_SAMPLES:
            self._next_stretch()
        return 0

    @micropython.viper
    def _next_stretch(self) -> object:
        """The stretch that was filled takes the oldest one's place."""
        own = ptr32(self._own)
        ohms = ptr32(self._ohms)
        at = own[_AT]
        ohms[at] = own[_NEWEST_OHM]
        at += 1
        if at == _STRETCHES:
            at = 0
        own[_AT] = at
        ohms[at] = rl.NO_OHM
        own[_NEWEST_OHM] = rl.NO_OHM
        own[_IN_STRETCH] = 0
        least = rl.NO_OHM
        i = 0
        while i < _STRETCHES:
            if ohms[i] < least:
                least = ohms[i]
            i += 1
        own[_LEAST_OHM] = least
        return None

    def _forget(self, bit: int) -> None:
        """Begin anew to count a rule."""
        for i in range(len(rl.RULES)):
            if rl.RULES[i][rl.BIT] == bit:
                self._counts[i] = 0
        self._own[_COUNTING] &= ~bit

    def _forget_ohms(self) -> None:
        own = self._own
        own[_IN_STRETCH] = 0
        own[_NEWEST_OHM] = own[_LEAST_OHM] = rl.NO_OHM
        for i in range(_STRETCHES):
            self._ohms[i] = rl.NO_OHM
