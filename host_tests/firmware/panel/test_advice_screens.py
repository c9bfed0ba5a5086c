# What the screens advise: by cause, by site, by how much was delivered; and never twice what has not helped.

from __future__ import annotations

import pytest

from host_tests.support import wording
from ionto.panel.status import Status
from ionto.safety import faults
from ionto.treatment import terms
from tools.harness.screen_reader import Reader
from tools.panel.examples import draw, make_status


def seen(status: Status) -> str:
    """All that can be read on the glass."""
    return " ".join(Reader().read(draw(status)).lines)


@pytest.mark.parametrize(
    ("permille", "word"),
    [(1000, "nearly all"), (800, "nearly all"), (799, "about half"), (300, "about half"), (299, "hardly any")],
)
def test_a_limited_treatment_says_how_much_of_what_was_asked_was_delivered(permille: int, word: str) -> None:
    status = make_status("summary")
    status.share_permille, status.limited_ms = permille, 90_000
    assert "Done: " + word in seen(status)
    live_status = make_status("why")
    live_status.target_ua, live_status.measured_ua = 10_000, permille * 10
    assert word in seen(live_status).lower()


def test_bicarbonate_is_not_advised_where_resistance_rose() -> None:
    for site in (terms.HANDS, terms.FEET, terms.UNDERARMS):
        for name, worse in (("why", {"risen": 1}), ("poor", {"poor": 2})):
            status = make_status(name)
            status.site = site
            for field, value in worse.items():
                setattr(status, field, value)
            assert "soda" not in seen(status)
    assert b"soda" not in wording.cause(faults.DRYING)
    assert "soda" in seen(make_status("why")) and "soda" in seen(make_status("poor"))


def test_advice_that_has_not_helped_is_not_given_again() -> None:
    for code in (
        faults.DRYING, faults.TOO_MANY_PAUSES, faults.CONTACT_UNSTABLE, faults.LEADS_LOOSE, faults.CONDUCTS_BADLY,
    ):  # fmt: skip
        status = make_status("stopped")
        status.fault = code
        first = seen(status)
        status.repeated = 1
        assert seen(status) != first and "gain" in seen(status)


@pytest.mark.parametrize(
    ("site", "words"), [(terms.HANDS, "Lift one whole hand straight out, flat."), (1, "Press STOP"), (2, "Press STOP")]
)
def test_who_asks_while_it_flows_is_told_what_to_do_when_it_burns(site: int, words: str) -> None:
    status = make_status("burns")
    status.site = site
    assert "It burns?" in seen(status) and words in seen(status)
    assert Reader().read(draw(make_status("run"))).ok


def test_only_who_moved_is_told_to_keep_still_and_only_leads_are_to_blame_for_breaks() -> None:
    assert "Keep still" in seen(make_status("paused_moved"))
    assert "Keep still" not in seen(make_status("paused"))
    assert "Check leads and plugs" in seen(make_status("paused_leads"))
    for code in (faults.TOO_MANY_PAUSES, faults.LEADS_LOOSE, faults.CONDUCTS_BADLY, faults.NOBODY):
        assert b"still" not in wording.cause(code)
