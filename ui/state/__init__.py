"""What a browser session holds, and the only place that names its keys. It ends with the session, files and all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import streamlit as st
from streamlit.navigation.page import Page

from analyzer.models import Analysis, AnalysisSummary, Compared, DecisionMade, Portfolio, Report
from ui.state.review import Review

if TYPE_CHECKING:
    from ui.services.portfolio import Batch
    from ui.services.running import Run

__all__ = [
    "WORKSPACE",
    "Batches",
    "Comparison",
    "Review",
    "batches",
    "compared_widget",
    "comparison",
    "discard_file",
    "drop_comparison",
    "drop_everything",
    "drop_review",
    "keep_pages",
    "open_file",
    "open_saved",
    "page",
    "read",
    "review",
    "set_widget",
    "widget",
    "workspace",
    "workspace_widget",
]

T = TypeVar("T")


@dataclass
class Comparison:
    """The comparison on show: at most one a session."""

    run: Run[Compared] | None = None
    compared: Compared | None = None
    refusal: str | None = None

    def stop(self) -> None:
        """Give up what is under way."""
        if self.run is not None:
            self.run.stop()


def comparison() -> Comparison:
    """Return this session's comparison."""
    return _held("comparison", Comparison)


def drop_comparison() -> None:
    """Forget the comparison and its files."""
    comparison().stop()
    _forget(_COMPARED)
    st.session_state["comparison"] = Comparison()


_COMPARED = "of-comparison-"


def compared_widget(name: str, *parts: str) -> str:
    """Return the key of a widget that belongs to the comparison and is forgotten with it."""
    return _COMPARED + "-".join((name, *parts))


def _forget(prefix: str) -> None:
    for key in [k for k in st.session_state if str(k).startswith(prefix)]:
        del st.session_state[key]


@dataclass
class Batches:
    """The batch that this session started, and why the last one ended early."""

    batch: Batch | None = None
    failure: str | None = None
    found: Portfolio | None = None


def drop_everything() -> None:
    """Forget all of this session's contracts: another workspace is on show."""
    drop_review()
    drop_comparison()
    _forget(_WORKSPACE)
    st.session_state["batches"] = Batches()


def batches() -> Batches:
    """Return this session's batch."""
    return _held("batches", Batches)


def open_saved(saved: AnalysisSummary, report: Report, decisions: Sequence[DecisionMade]) -> None:
    """Put a saved report on show in the place of the contract under review."""
    drop_review()
    held = review()
    held.take(Analysis(report=report, contracts=()))
    held.saved, held.decisions = saved, list(decisions)


def keep_pages(pages: dict[str, Page]) -> None:
    """Keep the pages there are, so that one can lead to another."""
    st.session_state["pages"] = pages


def page(name: str) -> Page:
    """Return a page by its name."""
    found: Page = st.session_state["pages"][name]
    return found


def review() -> Review:
    """Return this session's review."""
    return _held("review", Review)


def drop_review() -> None:
    """Forget the contract, its files and what was not saved."""
    held = review()
    held.stop()
    _forget(_WIDGET)
    st.session_state["review"] = Review(jumps=held.jumps)


_WIDGET = "of-review-"


def widget(name: str, *parts: str) -> str:
    """Return the key of a widget that belongs to the contract under review and is forgotten with it."""
    return _WIDGET + "-".join((name, *parts))


_WORKSPACE = "of-workspace-"


def workspace_widget(name: str, *parts: str) -> str:
    """Return the key of a widget that shows what a workspace has, forgotten when another one is on show."""
    return _WORKSPACE + "-".join((name, *parts))


def open_file(file: str, saved: str) -> tuple[str, str]:
    """Open a file of the library for editing.

    Args:
        saved: its content as it is saved; it replaces what was opened before, unless that has been edited.

    Returns:
        The key of the widget that holds the text, and the content as it was when it was opened.
    """
    key, opened = workspace_widget("text", file), workspace_widget("opened", file)
    was = st.session_state.get(opened, saved)
    if st.session_state.get(key, was) == was:
        st.session_state[key] = st.session_state[opened] = was = saved
    return key, was


def discard_file(file: str) -> None:
    """Forget what was edited in a file of the library."""
    for name in ("text", "opened"):
        st.session_state.pop(workspace_widget(name, file), None)


def workspace() -> str | None:
    """Return the workspace that was chosen, if one was."""
    chosen: str | None = st.session_state.get(WORKSPACE)
    return chosen


WORKSPACE = "workspace"


def read(key: str, otherwise: str) -> str:
    """Return what a widget holds, by its key."""
    value = st.session_state.get(key)
    return otherwise if value is None else str(value)


def set_widget(key: str, value: object) -> None:
    """Set what a widget shows, before it is drawn."""
    st.session_state[key] = value


def _held(key: str, make: type[T]) -> T:
    if key not in st.session_state:
        st.session_state[key] = make()
    held: T = st.session_state[key]
    return held
