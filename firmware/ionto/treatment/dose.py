# Counts what was delivered: charge by channel A, time while current flows, time at the voltage limit. Ends nothing.

from micropython import const

from ionto.safety import limits

_UAMS_A_UAMIN = const(60_000)


class Dose:
    """Integers below 2**30: what overflows a rest is carried into the next counter."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """A new session."""
        self.delivered_uamin = 0
        self.delivered_ms = 0
        self.limited_ms = 0
        self.wall_ms = 0  # since the session began, pauses included
        self.on_ms = 0  # time in which current flowed, however little
        self.first_uamin = 0  # delivered before the reversal
        self.asked_uamin = 0  # what was asked for, the ramps as they flowed
        self.first_asked_uamin = 0  # before the reversal
        self.reached_ua = 0  # the highest target that flowed, to within a step
        self.missed_uamin = 0  # what the voltage limit kept from flowing
        self._rest_uams = 0
        self._rest_missed = 0
        self._rest_asked = 0
        self._rest_share = 0

    def charge(self, sum_ua: int, ms: int) -> None:
        """So many ms (5..40) of current, whatever the state: a sample each 5 ms, added up."""
        if sum_ua * limits.TICK_MS > limits.IDLE_A_UA * ms:
            self.on_ms += ms
        rest = self._rest_uams + sum_ua * limits.TICK_MS
        if rest >= _UAMS_A_UAMIN:
            self.delivered_uamin += rest // _UAMS_A_UAMIN
            rest %= _UAMS_A_UAMIN
        self._rest_uams = rest

    def time(self, measured_ua: int, target_ua: int, whole: int, ms: int) -> None:
        """So many ms (5..40) of delivered time: whole, or, on the way up, the share of the target that flowed.

        So a session that had to start again delivers its charge all the same, and one that is voltage-limited ends
        by time.
        """
        rest = self._rest_asked + (target_ua if whole else measured_ua) * ms
        self.asked_uamin += rest // _UAMS_A_UAMIN
        self._rest_asked = rest % _UAMS_A_UAMIN
        if whole:
            self.delivered_ms += ms
            if self.reached_ua < target_ua < measured_ua + limits.USER_STEP_UA:
                self.reached_ua = target_ua
            if measured_ua < target_ua:
                rest = self._rest_missed + (target_ua - measured_ua) * ms
                self.missed_uamin += rest // _UAMS_A_UAMIN
                self._rest_missed = rest % _UAMS_A_UAMIN
            return
        rest = self._rest_share + measured_ua * ms
        if rest >= target_ua:
            self.delivered_ms += rest // target_ua
            rest %= target_ua
        self._rest_share = rest

    def turn(self) -> None:
        """Half time: what follows belongs to the other half."""
        self.first_uamin = self.delivered_uamin
        self.first_asked_uamin = self.asked_uamin

    def is_uneven(self) -> int:
        """1: the charges before and after the reversal differ from what was asked in each half by more than 10 % of the
        whole, which the voltage does not explain. A half that the user lowered was asked so.
        """
        judged = self.delivered_uamin >= limits.CHARGE_JUDGED_MAMIN * 1000
        return 1 if judged and self._apart_uamin() * 1000 > self.delivered_uamin * limits.UNEVEN_PERMILLE else 0

    def uneven_permille(self) -> int:
        """By how much of the whole they differ, beyond what was asked and what the voltage explains."""
        return self._apart_uamin() * 1000 // self.delivered_uamin if self.delivered_uamin else 0

    def _apart_uamin(self) -> int:
        apart = 2 * self.first_uamin - self.delivered_uamin - (2 * self.first_asked_uamin - self.asked_uamin)
        return (apart if apart > 0 else -apart) - self.missed_uamin

    def share_permille(self) -> int:
        """Of what was asked for: all but what the voltage limit kept from flowing."""
        asked_uamin = self.delivered_uamin + self.missed_uamin
        return self.delivered_uamin * 1000 // asked_uamin if asked_uamin else 1000

    def permille(self, planned_uamin: int) -> int:
        """Share of the planned dose; 1000 at the most for the screen."""
        share = self.delivered_uamin if self.delivered_uamin < 1_000_000 else 1_000_000
        share = share * 1000 // planned_uamin if planned_uamin else 0
        return share if share < 1000 else 1000
