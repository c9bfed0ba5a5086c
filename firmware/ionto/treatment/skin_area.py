# Notices that less skin is in the water than before: the load voltage stands above what it was at this current.
# Decides nothing that follows. tools/campaigns/slides.py tells what it finds and what it cannot.

from micropython import const

_LOOKS = const(12)  # of 40 ms in a beat: movement averages out
_ARMED_UA = const(400)  # from the probe on
_ARMED_LATE_UA = const(2_500)  # after a reversal the electrodes' own voltage turns by up to 6 V below it
_SURE_UA = const(3_500)  # below it the own voltage may still grow by
_OWN_MV = const(300)
_TURN_MV = const(1_400)  # after a reversal it turns by so much
_TURN_BEATS = const(32)  # for 15 s

# How far above the least of the last half minute: permille, and so many times the noise of one beat.
_MEAN_PERMILLE = const(100)  # the mean of three beats
_STILL_PERMILLE = const(150)  # while the setpoint stands, or the load holds the current down: a hand that fidgets
_MEAN_SIGMAS = const(5)
_DOUBT_PERMILLE = const(15)  # the ramp waits, with one sigma
_DOUBT_BEATS = const(16)  # so long in all: 8 s
_BEAT_PERMILLE = const(250)  # one beat
_EARLY_PERMILLE = const(120)  # the same below 3.5 mA, where the voltage falls back on the ramp within seconds
_BEAT_SIGMAS = const(10)
_COMPARED_UA = const(2_000)  # below it no share that is left makes it dense
_CURVE_PERMILLE = const(150)  # one beat, over the curve of before
_CURVE_SIGMAS = const(5)
_BACK_PERMILLE = const(120)  # the same after a pause, when hands have come back
_AGAIN_PERMILLE = const(75)  # and after one asked for here: the hand that made it may still be where it was
_AGAIN_SIGMAS = const(4)
_FALL_MV = const(700)  # over the least of 200 to 400 ms while the setpoint falls, and so many times the noise
_FALL_SIGMAS = const(8)
_FALL_PERMILLE = const(60)  # and what a hand that fidgets adds
_FALL_LOOKS = const(5)
_NEAR_MV = const(1_500)  # at the probe: the electrodes' own voltage

_STRETCHES = const(8)
_STRETCH_BEATS = const(8)  # 3.84 s: the window is 27 to 31 s long
_BEATS = const(8)  # kept raw
_SLOPE_UA = const(400)  # the current must have moved by so much in six beats to tell a slope
_SLOPE_DOWN_PERMILLE = const(900)  # each second beat: a dip of the voltage is no bend
_SLOPE_UP_PERMILLE = const(1_020)
_SIGMA_START = const(4)
_SIGMA_LEAST = const(2)
_SIGMA_MOST = const(60)
_SIGMA_BEATS = const(32)
_BIN_UA = const(1_000)
_BINS = const(21)
_PROBE_UA = const(500)  # the first cell's current
_PROBE_MOST_UA = const(600)
_HELD_BEATS = const(8)  # at the limit the anti-windup pulls in some beats and not in others
_RISE_UA = const(100)  # in a beat: it is on a ramp; in four: it does not stand
_ARRIVED_BEATS = const(8)
_NONE = const(1 << 29)  # no voltage yet; more is none either
# What keeps every product below 2**30.
_MOST_MV = const(50_000)
_MOST_UA = const(21_000)
_MOST_OHM = const(20_000)


class SkinArea:
    """`look` each 40 ms under current: 1 when there is less skin; `work` between. `begin` for each session; `turned`.

    A sound body's voltage over its current bends down (skin) and falls with time (soaking): its tangent is never
    passed. So what was seen in the last half minute moves with the current along the last slope, as an upper bound,
    and the least of it is held against what is seen now. While the setpoint falls nothing of it moves; while the load
    keeps the current down half of its resistance counts as slope. On its first way up and on each way down the
    voltage at each milliampere is kept: the way up after a reversal or a pause is held against it. `doubts`: 1: wait.
    mV, µA, Ohm; everything stays below 2**30. Allocates nothing.
    """

    def __init__(self) -> None:
        self._stretch = [_NONE] * (_STRETCHES + 1)  # least of each; the last is being filled
        self._mv = [0] * _BEATS
        self._ua = [0] * _BEATS
        self._curve = [0] * _BINS
        # the beat under way: sums of its looks, and whether in one of them the setpoint fell or was pulled
        self._looks = self._sum_mv = self._sum_ua = self._falls = self._pulls = 0
        self._fell = self._pulled = 0  # in the last beat
        self._due = self._less = 0  # a part of its work is left; what it said
        self._fall_looks = self._fall_mv = self._fall_before_mv = 0
        self._mean_mv = self._last_ua = 0
        self._arrived = self._held = self._beats = self._ohm = self._ohm_before = 0
        self.doubts = self._doubted = 0
        self._slope = -1
        self.begin()

    def begin(self) -> None:
        """Another session."""
        self._sigma = _SIGMA_START * _SIGMA_BEATS
        self._late = 0  # 1: the direction was turned
        self._paused = 0  # 1: the last way up began at a pause
        self._seen = 0  # 1: in this session there was less skin once
        self._comparing = 0  # 1: the way up is held against the curve
        for i in range(_BINS):
            self._curve[i] = 0
        self._forget()

    def turned(self) -> None:
        """The current flows the other way from now on: the skin is the same, the electrodes' own voltage is not."""
        self._late = 1
        self._paused = 0
        self._comparing = 1
        self._forget()

    def paused(self) -> None:
        """The output was opened. What was soaked since the curve was taken lowers it, half of it at this current, less
        at smaller ones, as a skin can that bends down: below, no more voltage than this current took, less half of the
        last slope, and no less than its share of it; the next above takes no less. A probe says nothing of it.
        """
        least = self._least()
        ua = self._ua[0]
        before = self._at(ua)
        if self._beats and ua >= _COMPARED_UA and before and least < before:
            slope = self._slope if self._slope > 0 else 0
            for i in range(1, ua // _BIN_UA + 2 if ua // _BIN_UA + 2 < _BINS else _BINS):
                behind = ua - i * _BIN_UA
                mv = self._curve[i] - self._curve[i] * ((before - least) * 500 // before * (i * _BIN_UA) // ua) // 1_000
                most = least - (slope // 2 if behind > 0 else self._slope_from(0)) * behind // 1_000
                fewest = least * (i * _BIN_UA) // ua if behind > 0 else least
                if mv:
                    self._curve[i] = max(fewest, min(mv, most))
        self._paused = 1
        self._comparing = 1
        self._forget()

    def resumed(self) -> None:
        """Hands were put back while the probe flowed: how the voltage went meanwhile says nothing of the way up."""
        self._forget()

    def is_near(self, load_mv: int, a_ua: int) -> int:
        """At the probe's current after a pause: 1 when the resistance is near what it was."""
        before = self._at(a_ua)
        return 1 if not before or load_mv < before + before * _BEAT_PERMILLE // 1_000 + _NEAR_MV else 0

    def look(self, load_mv: int, a_ua: int, falling: int, pulled: int) -> int:
        """`falling`: the setpoint goes down by command; `pulled`: the load keeps the current below the setpoint."""
        less = 0
        if falling:
            less = self._look_falling(load_mv)
            self._falls = 1
        else:
            self._fall_looks = 0
        if pulled:
            self._pulls = 1
        self._sum_mv += load_mv
        self._sum_ua += a_ua
        self._looks += 1
        if less or self._less:
            self._less = 0
            self._seen = 1
            return 1
        return 0

    def work(self) -> None:
        """Between two looks, which are long enough without: a beat's end. Its judgement is the next look's."""
        looks = self._looks
        if looks >= _LOOKS:
            self._fell = self._falls
            self._pulled = self._pulls
            self._less = self._begin_beat(self._sum_mv // looks, self._sum_ua // looks)
            self._looks = self._sum_mv = self._sum_ua = self._falls = self._pulls = 0
        elif self._due:
            self._due = 0
            self._end_beat()

    def _forget(self) -> None:
        """Begin again but for noise and curve."""
        self._looks = self._sum_mv = self._sum_ua = self._falls = self._pulls = 0
        self._fell = self._pulled = self._due = self._less = 0
        self._fall_looks = self._fall_mv = self._fall_before_mv = 0
        self._arrived = self._last_ua = self.doubts = self._doubted = 0
        self._lose()

    def _lose(self) -> None:
        """Too little current to tell resistance: what was seen before is no measure any more."""
        for i in range(_STRETCHES + 1):
            self._stretch[i] = _NONE
        self._beats = 0
        self._held = 0  # beats for which the load still counts as what moves the current
        self._slope = -1  # Ohm; -1: not known, the resistance stands for it
        self._ohm = self._ohm_before = 0

    def _least(self) -> int:
        return min(self._stretch)

    def _at(self, ua: int) -> int:
        """The curve's voltage at a current; 0 where it is not known."""
        i = ua // _BIN_UA
        if i >= _BINS:
            return 0
        low = self._curve[i]
        high = self._curve[i + 1] if i + 1 < _BINS else 0
        if not i:  # the probe's
            return low * ua // _PROBE_UA
        if low and high:
            return low + (high - low) * (ua - i * _BIN_UA) // _BIN_UA
        return low * (ua // 10) // (i * _BIN_UA // 10)

    def _write_curve(self, mv: int, ua: int, before: int) -> None:
        """From the beat that stands `before` to this one: the milliamperes that were passed."""
        curve = self._curve
        before_mv = self._mv[before]
        before_ua = self._ua[before]
        i = min(before_ua, ua) // _BIN_UA + 1
        if _ARMED_UA <= ua < _PROBE_MOST_UA and (not curve[0] or mv * _PROBE_UA // ua < curve[0]):
            curve[0] = mv * _PROBE_UA // ua
        while i * _BIN_UA <= max(before_ua, ua) and i < _BINS:
            curve[i] = before_mv + (mv - before_mv) * (i * _BIN_UA - before_ua) // (ua - before_ua)
            i += 1

    def _look_falling(self, mv: int) -> int:
        """While the setpoint falls the voltage must fall too."""
        if not self._fall_looks:
            self._fall_mv = self._fall_before_mv = mv
        elif self._fall_looks % _FALL_LOOKS == 0:
            self._fall_before_mv = self._fall_mv
            self._fall_mv = mv
        elif mv < self._fall_mv:
            self._fall_mv = mv
        self._fall_looks += 1
        least = min(self._fall_mv, self._fall_before_mv)
        noise = _FALL_PERMILLE + _FALL_SIGMAS * self._sigma // _SIGMA_BEATS
        return 1 if mv - least > _FALL_MV + mv * noise // 1_000 else 0

    def _begin_beat(self, mv: int, ua: int) -> int:
        """Means of 12 looks: what was seen moves to this current."""
        if mv > _MOST_MV:
            mv = _MOST_MV
        if ua > _MOST_UA:
            ua = _MOST_UA
        if ua < (_ARMED_LATE_UA if self._late else _ARMED_UA):
            less = self._over_curve(mv, ua)
            if self._fell and self._beats:
                self._write_curve(mv, ua, 0)
            if ua < _ARMED_UA or not self._fell:
                self._lose()
            else:
                self._remember(mv, ua)
            return less
        if self._beats:
            self._move(ua - self._ua[0], self._ua[0])
        less = self._over_curve(mv, ua)
        self._remember(mv, ua)
        self._due = 1
        return less or self._judge()

    def _judge(self) -> int:
        """The newest beat, and the mean of three, against the least."""
        self._judge_noise(self._mv[0] * 1_000 // self._ua[0] + 1)
        mean = self._mean_mv = self._mean()
        least = self._least()
        if least >= _NONE or self._fell:
            return 0
        ua = self._ua
        still = self._held or -_RISE_UA < ua[0] - ua[4] < _RISE_UA
        if self._late and self._beats < _TURN_BEATS:
            least += _TURN_MV
        elif ua[0] < _SURE_UA:
            least += _OWN_MV
        sigma = self._sigma // 4  # of a beat, permille, times 8
        self.doubts = 0
        if self._beats >= 3:
            above = (mean - least) * 1_000
            if above > least * ((_STILL_PERMILLE if still else _MEAN_PERMILLE) + _MEAN_SIGMAS * sigma // 8):
                return 1
            if above > least * (_DOUBT_PERMILLE + sigma // 8) and self._doubted < _DOUBT_BEATS:
                self.doubts = 1
                self._doubted += 1
        above = self._mv[0] - least
        permille = _BEAT_PERMILLE if still or ua[0] >= _SURE_UA else _EARLY_PERMILLE
        return 1 if above * 1_000 > least * (permille + _BEAT_SIGMAS * sigma // 8) else 0

    def _end_beat(self) -> None:
        """The newest beat among those that were seen, the curve and the slope."""
        if self._beats > 1 and (self._fell or not (self._late or self._comparing)):
            self._write_curve(self._mv[0], self._ua[0], 1)
        stretch = self._stretch
        if self._late and self._beats == _TURN_BEATS:  # what was seen until now keeps its margin
            for i in range(_STRETCHES + 1):
                stretch[i] += _TURN_MV
        if self._mean_mv < stretch[_STRETCHES] and self._beats >= 3:
            stretch[_STRETCHES] = self._mean_mv
        if self._beats % _STRETCH_BEATS == 0:
            for i in range(_STRETCHES):
                stretch[i] = stretch[i + 1]
            stretch[_STRETCHES] = _NONE
        if self._beats % 2 == 0:
            self._judge_slope()

    def _remember(self, mv: int, ua: int) -> None:
        """The newest beat stands first."""
        self._mv.pop()
        self._mv.insert(0, mv)
        self._ua.pop()
        self._ua.insert(0, ua)
        self._beats += 1

    def _mean(self) -> int:
        """Of three beats, taken to the current of the newest along the slope."""
        if self._beats < 3:
            return self._mv[0]
        ua = self._ua
        behind = 2 * ua[0] - ua[1] - ua[2]
        slope = 0 if self._fell else self._slope_from(2)
        return (self._mv[0] + self._mv[1] + self._mv[2] + slope * behind // 1_000) // 3

    def _move(self, by_ua: int, from_ua: int) -> None:
        """What was seen at another current, as it may stand at this one at the most."""
        stretch = self._stretch
        slope = self._slope_from(0)
        if self._pulled:
            self._held = _HELD_BEATS
        elif self._held:
            self._held -= 1
        if self._held and not self._fell:
            for i in range(_STRETCHES + 1):
                mv = stretch[i]
                if mv < _NONE:
                    own = mv * 1_000 // from_ua
                    if own > _MOST_OHM:
                        own = _MOST_OHM
                    mv += (own + slope) // 2 * by_ua // 1_000
                    stretch[i] = mv if mv < _MOST_MV else _MOST_MV
        elif by_ua > 0 or not self._fell:
            more = slope * by_ua // 1_000
            for i in range(_STRETCHES + 1):
                mv = stretch[i]
                if mv < _NONE:
                    mv += more
                    stretch[i] = mv if mv < _MOST_MV else _MOST_MV

    def _slope_from(self, i: int) -> int:
        """The last slope; as long as there is none the resistance that stood so many beats ago, which is more."""
        if self._slope >= 0:
            return self._slope
        ohm = self._mv[i] * 1_000 // self._ua[i]
        return ohm if ohm < _MOST_OHM else _MOST_OHM

    def _judge_slope(self) -> None:
        """dV/dI of the last six beats; it bends down, and by no more than a tenth a second."""
        if self._beats < _BEATS or self._fell:
            return
        mv = self._mv
        ua = self._ua
        by_ua = (ua[0] + ua[1] - ua[6] - ua[7]) // 2
        if by_ua <= _SLOPE_UA:
            return
        was = self._slope
        # A probe that has just begun stands higher, and falls.
        old = 2 * mv[6] if was < 0 and mv[7] > mv[6] else mv[6] + mv[7]
        slope = (mv[0] + mv[1] - old) // 2 * 1_000 // by_ua
        if was < 0:
            was = self._slope_from(7)
            slope = was if slope > was else slope
        else:
            least = was * _SLOPE_DOWN_PERMILLE // 1_000
            most = was * _SLOPE_UP_PERMILLE // 1_000
            slope = least if slope < least else most if slope > most else slope
        self._slope = slope if slope > 0 else 0

    def _judge_noise(self, ohm: int) -> None:
        """From second differences of the resistance, which ramps and soaking leave out; not while the setpoint falls.

        Three times what is known is the most that one beat says: a hand that goes is no noise.
        """
        if self._fell:
            self._ohm = self._ohm_before = 0
            return
        if self._ohm_before:
            bend = ohm - 2 * self._ohm + self._ohm_before
            seen = (bend if bend > 0 else -bend) * 512 // ohm  # |bend| is 1.95 sigma in the mean
            sigma = self._sigma
            most = 3 * sigma // _SIGMA_BEATS + _SIGMA_LEAST
            seen = most if seen > most else seen
            if seen > _SIGMA_MOST:
                seen = _SIGMA_MOST
            self._sigma = sigma + seen - sigma // _SIGMA_BEATS
        self._ohm_before = self._ohm
        self._ohm = ohm

    def _over_curve(self, mv: int, ua: int) -> int:
        """On the way up after a reversal or a pause: above what this current took before."""
        if not self._comparing or self._fell or ua < _BIN_UA - _RISE_UA:
            return 0
        risen_ua = ua - self._last_ua
        self._last_ua = ua
        if risen_ua < _RISE_UA:
            self._arrived += 1
            if self._arrived >= _ARRIVED_BEATS:
                self._comparing = 0
        before = self._at(ua)
        if not before or ua < _COMPARED_UA:
            return 0
        if self._paused and ua < _SURE_UA:
            before += _NEAR_MV
        if self._paused:
            permille = _AGAIN_PERMILLE if self._seen else _BACK_PERMILLE
            allowed = permille + _AGAIN_SIGMAS * self._sigma // _SIGMA_BEATS
        else:
            allowed = _CURVE_PERMILLE + _CURVE_SIGMAS * self._sigma // _SIGMA_BEATS
        return 1 if (mv - before) * 1_000 > before * allowed else 0
