# What the output circuit does in the microseconds after something switched, and all the time while it is broken: skin,
# capacitor between the sides and the sink's amplifier, integrated with steps that grow. Decides no state of a switch.
#
# A step's currents are those at its end (implicit), and what is stored follows from the currents that were recorded
# and the time that they really flowed: charge is kept, however a step is cut short.

import micropython
from micropython import const

from tools.sim.plant.network import CLOSED, OPEN, SHORTED, SIDE_A, SIDE_B
from tools.sim.plant.switches import Switches

TYPE_CHECKING = False

NEVER = const(1 << 52)
OPEN_OHM = const(100_000_000)
TO_PERSON = const(1)
TO_DUMMY = const(0)
ANY_MV = 1e12  # drives the current that is told, whatever the skin holds
NOTHING_MV = 1e-6
LIMITED_UA = const(20)  # the sink gives less than it is asked for by more than this: its amplifier winds up
WOUND_UA = 28_000.0  # what the sink draws with its amplifier at 3.3 V
SLEW_UA = 2250.0  # each µs: 0.16 V/µs at the gate
AMPLIFIER_US = 1.7
FIRST_US = const(1)
AMPLIFIER_STEP_US = const(2)
STEADY_UA = 20.0  # so near its goal it is there
STILL_US = const(300)  # after steps as long as that the sound circuit is at rest
LONGEST_STEP_US = const(1000)
REST_US = const(5000)
JUMP_UA = const(500)  # a change of the body's current that makes steps short again
JUMP_US = const(10)
FADE_KOHM = 4160  # both dividers, which empty the capacitor


class Transient(Switches):
    """`fast` is 1 while the sound circuit is not at rest; `_fine_at` is the next time to look."""

    # ------------------------------------------------------------ what switched

    def _look_what_switched(self, key: int) -> None:
        """The closed form's circuit is another than at the last look: the stored charges begin to move."""
        was = self._key
        self._key = key
        if not self.broken and (not (was | key) & 32 or not self.rail_mv and not self.slow_charged()):
            return
        self._begin(was)
        if not (key & 16 and key & 32):
            return
        if not was & 16 or not was & 32:
            self._first_contact()
        elif key & 4 and not was & 4 and key & 3 != 1:
            self._first_current()

    def _begin(self, was: int) -> None:
        """From rest: what the capacitor and the amplifier hold now."""
        if not self.fast:
            load = self.load
            if was & 4 and was & 3 != 1:  # S1 and legs closed
                self._held_mv = float(self.a_mv - self.b_mv)
            elif was & 16 and was & 32:
                self._held_mv = load.slow_mv + load.emf_mv
            else:
                faded_us = (self._last - self._solved_at) * 1000 // (FADE_KOHM * self.revision.output_pf // 1000 + 1)
                self._held_mv = self._held_mv * 1000.0 / (1000.0 + faded_us)
            asked = self.sink_ua
            limited = asked - self.i_a_ua > LIMITED_UA
            self._drive_ua = WOUND_UA if limited and asked < WOUND_UA else float(asked)
            self._limited = 1 if limited else 0
            self._goal_ua = self._drive_ua
            self._i_load = self._held_step = 0.0
            self.fast = 1
        self._solved_at = self._last
        self._fine_step = FIRST_US
        self._fine_at = self._last + FIRST_US
        self._set_boundary()

    def _first_contact(self) -> None:
        """The instant in which the person joins: an own row of no length, for the peak."""
        load = self.load
        own = load.slow_mv + load.emf_mv
        self.body_ua = int((self._held_mv - own) * 1000.0 / (load.ohm if load.ohm > 1 else 1))
        self._record()
        self._keep_peak()

    def _first_current(self) -> None:
        """S1 closes onto a low side that is still at ground: the same, what the resistances in the way let through."""
        load = self.load
        own = load.slow_mv + load.emf_mv
        if self.leg < 0:
            own = -own
        ua = int((self.rail_mv - own) * 1000.0 / (load.ohm + self._series_ohm)) if self.sink_ua else 0
        self.body_ua = ua * self.leg
        self._record()
        self._keep_peak()

    def slow_charged(self) -> int:
        """1 while the skin holds a voltage."""
        return 1 if self.load.slow_mv > 100.0 or self.load.slow_mv < -100.0 else 0

    def _keep_peak(self) -> None:
        most = self.body_ua if self.body_ua >= 0 else -self.body_ua
        if most > self.peak_ua:
            self.peak_ua = most

    # ------------------------------------------------------------ steps

    @micropython.native
    def _fine(self, at: int) -> None:
        """The next step; at rest the closed form takes over."""
        step = self._fine_step
        self._commit()
        if self.fast and not self.broken and step >= STILL_US:
            self.fast = 0
            self._fine_at = NEVER
            self.perturb()
            self.solve()
            return
        step += 1 + step // 4
        if self.broken and not self._moves:
            most = REST_US
        else:
            most = LONGEST_STEP_US
        if self._drives:
            most = AMPLIFIER_STEP_US
        if step > most:
            step = most
        self._fine_step = step
        self._fine_at = at + step
        self._solve_network()

    @micropython.native
    def _commit(self) -> None:
        """What is stored, as the last solution's currents have left it by now."""
        now = self._last
        us = now - self._solved_at
        if us <= 0:
            return
        self._solved_at = now
        step = self._solved_us
        self._held_mv += self._held_step * (us / step if us < step else 1.0)
        if -NOTHING_MV < self._held_mv < NOTHING_MV:
            self._held_mv = 0.0
        load = self.load
        if load.slow_ohm:
            self._moves = load.charge_skin(self._i_load, ANY_MV, 1.0, 1, 1, us)
        else:
            self._moves = 0
        off = self._goal_ua - self._drive_ua
        if -STEADY_UA < off < STEADY_UA:
            self._drive_ua = self._goal_ua
            return
        move = off * us / (AMPLIFIER_US + us)
        most = SLEW_UA * us
        if move > most:
            move = most
        elif move < -most:
            move = -most
        self._drive_ua += move

    @micropython.native
    def _fill_network(self, ahead_us: int) -> int:
        """Give the network what is closed, what is broken and what is stored. 1 with the person connected."""
        n = self.network
        stuck = self.stuck
        load = self.load
        leg = self.leg
        n.rail_v = max(0, self.rail_mv - self.revision.rest_mv) / 1000.0
        n.s1 = 0 if self.shunt_b_open or self.rail_short else self.s1
        legs = n.legs
        legs[0] = legs[1] = CLOSED if leg > 0 else OPEN
        legs[2] = legs[3] = CLOSED if leg < 0 else OPEN
        if stuck:
            for k in range(4):
                position = stuck.get(LEG_NAMES[k], -1)
                if position >= 0:
                    legs[k] = SHORTED if position else OPEN
        joined = self.path == TO_PERSON and not self.relay_lost
        person = 1 if load.ohm < OPEN_OHM else 0
        n.load_ohm = 0.0
        if person:
            ohm = float(load.ohm) if load.ohm > 1 else 1.0
            volts = load.slow_mv
            if load.slow_ohm:
                own = load.slow_ohm
                ahead = ahead_us * 1000.0 / (load.slow_nf if load.slow_nf > 100 else 100)
                volts = volts * own / (own + ahead)
                ohm += own * ahead / (own + ahead)
            self._person_ohm = ohm
            self._person_v = (volts + load.emf_mv) / 1000.0
            if joined:
                n.load_ohm = ohm
                n.load_v = self._person_v
        n.dummy_ohm = float(self.board["dummy_ohm"]) if self.path == TO_DUMMY and not self.dummy_open else 0.0
        n.held_s = self.revision.output_pf * 1e-6 / ahead_us
        n.held_v = self._held_mv / 1000.0
        n.sink_a = self._drive_ua / 1e6
        n.sink_short_ohm = self.sink_short_ohm
        n.sink_open = 1 if self.sink_open or self.shunt_a_open else 0
        towel = self.towel
        n.towel_ohm = towel.ohm if towel.laid and joined else 0.0
        n.towel_v = towel.own_mv / 1000.0
        n.leaks = self.leaks
        beside = self._beside_s()
        if beside and joined:
            n.leaks = self.leaks + [(SIDE_A, SIDE_B, 1.0 / beside)]
        elif not joined and n.leaks:  # the electrodes hang behind the relay
            n.leaks = [leak for leak in self.leaks if SIDE_A not in leak[:2] and SIDE_B not in leak[:2]]
        if not person:
            return 0
        return 1 if joined else -1

    def _beside_s(self) -> float:
        """What joins plates or sockets directly."""
        beside = 1.0 / self.metal_ohm if self.metal_ohm else 0.0
        if self.terminals_ohm:
            beside += 1.0 / self.terminals_ohm
        return beside

    @micropython.native
    def _solve_network(self) -> None:
        """The currents of the step ahead."""
        self._commit()
        step = self._fine_at - self._last
        if step < 1 or step > REST_US:
            step = FIRST_US
            self._fine_at = self._last + step
        person = self._fill_network(step)
        n = self.network
        n.solve()
        v = n.v
        volts = (v[SIDE_A] - v[SIDE_B]) * 1000.0
        self._held_step = volts - self._held_mv
        self._solved_us = step
        self._solved_at = self._last
        body = n.i_load if person > 0 else 0.0
        if person < 0:
            beside = self._beside_s()
            if beside:
                body = -self._person_v / (self._person_ohm + 1.0 / beside)
        self._i_load = body * 1e6
        self._limited = 1 if self.sink_ua - n.i_sink * 1e6 > LIMITED_UA and not n.sink_open else 0
        goal = float(self.sink_ua)
        if self._limited:
            wound = WOUND_UA * self.sink_permille / 1000.0
            if wound > goal:
                goal = wound
        self._goal_ua = goal
        off = goal - self._drive_ua
        self._drives = 0 if -STEADY_UA < off < STEADY_UA else 1
        if self._drives and step > AMPLIFIER_STEP_US:
            self._fine_step = AMPLIFIER_STEP_US
            self._fine_at = self._last + AMPLIFIER_STEP_US
            self._solve_network()
            return
        self.i_b_ua = micro(n.i_high)
        self.i_a_ua = micro(n.i_sink)
        self.b_uv = self._shunt_b_uv()
        self.i_ua = self.i_b_ua
        self.a_mv = int(v[SIDE_A] * 1000)
        self.b_mv = int(v[SIDE_B] * 1000)
        now = signed_micro(body)
        if now != self.body_ua:
            jump = now - self.body_ua
            self.body_ua = now
            self._record()
            self._keep_peak()
            if (jump > JUMP_UA or jump < -JUMP_UA) and self._fine_step > JUMP_US:
                self._fine_step = JUMP_US
                self._fine_at = self._last + JUMP_US
                self._solve_network()
                return
        self._watch_latch()
        self._watch_gap()
        self._set_boundary()

    def breaks(self, name: str, on: int) -> None:
        """A part broke, or is whole again: the network is needed while any is broken."""
        self._commit_if_moving()
        if on:
            self.broken_parts.append(name)
        elif name in self.broken_parts:
            self.broken_parts.remove(name)
        self._begin(self._key)
        self.broken = 1 if self.broken_parts else 0
        self.changed()

    def _commit_if_moving(self) -> None:
        if self.fast or self.broken:
            self._commit()

    if TYPE_CHECKING:

        def changed(self) -> None: ...
        def _record(self) -> None: ...
        def _watch_gap(self) -> None: ...
        def _set_boundary(self) -> None: ...


LEG_NAMES = ("leg_fwd_high", "leg_fwd_low", "leg_rev_high", "leg_rev_low")  # in the network's order


def micro(amps: float) -> int:
    return int(amps * 1e6 + 0.5) if amps > 0 else 0


def signed_micro(amps: float) -> int:
    return int(amps * 1e6 + 0.5) if amps >= 0 else -int(-amps * 1e6 + 0.5)
