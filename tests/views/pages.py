"""Run one page without a browser, and read what is on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from streamlit.testing.v1 import AppTest

from analyzer.models import Analysis
from ui import state
from ui.services.running import Choices, Upload

if TYPE_CHECKING:
    from streamlit.testing.v1.element_tree import Element

SAMPLES = Path(__file__).resolve().parent.parent.parent / "eval" / "samples"
SAMPLE = SAMPLES / "vendor-paper-ai-services.docx"


def review_page() -> None:
    """Show the page that reviews a contract."""
    from ui.views import review

    review.show()


def compare_page() -> None:
    """Show the page that compares versions."""
    from ui.views import compare

    compare.show()


def portfolio_page() -> None:
    """Show the page of many contracts."""
    from ui.views import portfolio

    portfolio.show()


def library_page() -> None:
    """Show the page of the clause library."""
    from ui.views import library

    library.show()


def about_page() -> None:
    """Show the page about the analysis."""
    from ui.views import about

    about.show()


def opened(page: Callable[[], None], **held: object) -> AppTest:
    """Run a page with what its session holds."""
    test = AppTest.from_function(page, default_timeout=120)
    for key, value in held.items():
        test.session_state[key] = value
    test.run()
    assert not test.exception, test.exception
    return test


def html(test: AppTest) -> str:
    """Return all HTML of a page."""
    return "\n".join(_body(element) for element in test.get("html"))


def _body(element: Element) -> str:
    body: str = element.proto.body
    return body


def reviewing(analysis: Analysis, *files: Path) -> state.Review:
    """Return a review of an analysis; of the sample where no files are given."""
    uploads = tuple(Upload(file.name, file.read_bytes()) for file in files or (SAMPLE,))
    held = state.Review(uploads=uploads, choices=Choices())
    held.take(analysis)
    return held
