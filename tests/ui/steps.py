"""What a person does in the browser, step by step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

EXPOSED = "What you are exposed to"


def upload(page: Page, *files: Path) -> None:
    """Drop files and start the analysis."""
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files([str(file) for file in files])
    page.get_by_role("button", name="Analyse", exact=True).click()


def analyse(page: Page, *files: Path) -> None:
    """Drop files and wait for the findings."""
    upload(page, *files)
    page.get_by_role("heading", name=EXPOSED).wait_for()


def open_finding(page: Page, title: str) -> None:
    """Open a provision from the list."""
    page.get_by_role("button", name=title).click()
    page.get_by_role("tab", name="Suggested language").wait_for()


def settle(page: Page) -> None:
    """Wait until the application has finished what it is doing."""
    page.wait_for_timeout(150)
    page.wait_for_function(
        """() => !document.querySelector('[data-testid="stStatusWidget"], [data-testid="stSkeleton"], [data-stale="true"]')"""
    )


def quote_in_view(page: Page) -> str:
    """Return the words of the marked quote, once they are in view inside the contract's pane."""
    page.wait_for_function(
        """() => {
          const mark = document.querySelector(".ca-text mark.on"), pane = document.querySelector(".ca-text");
          if (!mark) return false;
          const m = mark.getBoundingClientRect(), p = pane.getBoundingClientRect();
          return m.height > 0 && m.top >= p.top && m.bottom <= p.bottom && m.top >= 0 && m.bottom <= innerHeight;
        }"""
    )
    return " ".join(page.locator(".ca-text mark.on").all_inner_texts())


def box_in_view(page: Page) -> int:
    """Return how many lines of the quote are marked on the page of a PDF, once the first is in view inside its pane."""
    page.wait_for_function(
        """() => {
          const box = document.querySelector(".ca-page i[data-q]"), pane = document.querySelector(".ca-page");
          if (!box) return false;
          const b = box.getBoundingClientRect(), p = pane.getBoundingClientRect();
          return b.height > 0 && b.width > 0 && b.top >= p.top && b.bottom <= p.bottom && b.bottom <= innerHeight;
        }"""
    )
    return page.locator(".ca-page i[data-q]").count()


def take(page: Page, name: str) -> bytes:
    """Download a file by the button that offers it."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    return Path(waiting.value.path()).read_bytes()
