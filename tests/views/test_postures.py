"""Drafts under the other postures are made ahead, and are the drafts that a switch would make."""

from __future__ import annotations

from concurrent.futures import Future

from analyzer.models import Analysis
from tests.views.pages import opened, review_page, reviewing
from ui import state
from ui.services.drafting import switch_posture
from ui.services.running import Run


def test_a_finished_run_is_shown_and_the_other_postures_are_begun(analysis: Analysis) -> None:
    run: Run[Analysis] = Run(names=("msa.docx",))
    run._future = Future()
    run._future.set_result(analysis)
    held = opened(review_page, review=state.Review(run=run)).session_state["review"]
    assert held.drafted is analysis
    assert set(held.coming) == {"client", "provider"}
    held.stop()


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
