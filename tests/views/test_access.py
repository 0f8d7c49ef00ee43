"""Rights and workspaces hold where decisions are made and reports are opened, not only where buttons are drawn."""

from __future__ import annotations

import logging

import pytest

from analyzer.errors import UsageError
from analyzer.models import Analysis
from tests.views.pages import opened, review_page, reviewing
from ui import access
from ui.access import Person, Role
from ui.server import show_failure
from ui.services import record

SECRET = "Quillhaven pays 9,000,000"


def signed_in(monkeypatch: pytest.MonkeyPatch, role: Role) -> None:
    """Let somebody with a role be at the browser."""
    monkeypatch.setattr(access, "person", lambda: Person("bo@example.com", role, ("emea",), signed_in=True))


@pytest.mark.parametrize(("role", "decided"), [("reviewer", 0), ("approver", 1)])
def test_a_click_on_a_disabled_button_decides_nothing(
    role: Role, decided: int, analysis: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(monkeypatch, role)
    held = reviewing(analysis)
    held.show("data-residency")
    page = opened(review_page, review=held)
    button = page.button(key="of-review-accept-data-residency")
    assert button.disabled is (decided == 0)
    # A browser that is not ours may send the click all the same.
    button.proto.disabled = button.disabled = False
    button.click().run()
    assert len(page.session_state["review"].decisions) == decided


def test_another_workspaces_review_is_neither_listed_nor_opened_nor_decided(analysis: Analysis) -> None:
    held = reviewing(analysis)
    saved, _ = record.save_review(analysis.report, (), deal="Ovelane", workspace="emea", who="ana")
    assert record.find_reviews(workspace="apac") == ()
    with pytest.raises(UsageError):
        record.open_review(saved.id, deal="Ovelane", workspace="apac")
    decision = held.note("data-residency", "accept", who="rui")
    with pytest.raises(UsageError):
        record.decide(decision, saved=saved, workspace="apac", who="rui")
    _, _, decisions = record.open_review(saved.id, deal="Ovelane", workspace="emea")
    assert decisions == ()


def test_a_failed_page_says_where_and_never_quotes_the_contract(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import streamlit as st

    told: list[str] = []
    monkeypatch.setattr(st, "error", lambda text, **_: told.append(text))
    with caplog.at_level(logging.DEBUG):
        assert show_failure(ValueError(SECRET))
    assert "ValueError" in told[0]
    assert SECRET not in told[0] + caplog.text
