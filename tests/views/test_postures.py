"""Drafts under the other postures are made ahead, and are the drafts that a switch would make."""

from __future__ import annotations

from concurrent.futures import Future

from analyzer.models import Analysis
from tests.views.pages import reviewing
from ui.services.drafting import switch_posture


def test_a_draft_made_ahead_is_the_draft_of_a_switch(analysis: Analysis) -> None:
    held = reviewing(analysis)
    held.draft_ahead()
    assert set(held.coming) == {"client", "provider"}
    held.redraft("client")
    assert held.report == switch_posture(analysis, "client").report
    held.redraft("balanced")
    assert held.drafted is analysis
    held.stop()


def test_a_draft_that_waits_for_others_is_made_at_once(analysis: Analysis) -> None:
    held = reviewing(analysis)
    waiting: Future[Analysis] = Future()
    held.coming = {"provider": waiting}
    held.redraft("provider")
    assert waiting.cancelled()
    assert held.report.posture == "provider"


def test_what_is_under_way_ends_with_the_review(analysis: Analysis) -> None:
    held = reviewing(analysis)
    held.coming = {"client": Future()}
    waiting = held.coming["client"]
    held.stop()
    assert waiting.cancelled()
