"""A browser and the application, once for all tests of this folder; where either is missing they skip and say why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from eval.site import CHROMIUM, Site, serve, why_not

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

# The first analysis of a session builds the index; a busy machine takes its time.
_PATIENCE_MS = 300_000
OpenPage = Callable[..., "Page"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium without a window."""
    if (reason := why_not()) is not None:
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with closing(browser):
            yield browser


@pytest.fixture(scope="session")
def site(chromium: Browser, core_library_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The application without sign-in, over the core library with the fast encoder."""
    with serve(tmp_path_factory.mktemp("site"), library=core_library_dir) as running:
        yield running


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Open pages, each in a browser session of its own; what they ask of other hosts fails the test."""
    contexts = []
    strangers: list[str] = []

    def open_page(url: str, *, width: int = 1280, height: int = 800, theme: Literal["light", "dark"] = "light") -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        page.on("request", lambda request: _note_stranger(request, url, strangers))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert strangers == []


def _note_stranger(request: Request, url: str, strangers: list[str]) -> None:
    """Note what a page of ours asks of others; where it leads to is not ours."""
    ours = request.frame.url.startswith(url) and not request.is_navigation_request()
    if ours and not request.url.startswith((url, "data:", "blob:")):
        strangers.append(request.url)
