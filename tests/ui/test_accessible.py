"""The page that a visitor meets first passes axe-core without a serious violation: at both widths, light and dark."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from eval.site import Site, serve
from tests.ui.walk import LOOKS, look, walk

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.ui.conftest import OpenPage


def test_the_first_view_has_no_serious_violation_in_any_look(
    site: Site, open_page: OpenPage, core_library_dir: Path, tmp_path: Path
) -> None:
    home, dropped = tmp_path / "home", tmp_path / "dropped"
    home.mkdir()
    dropped.mkdir()
    found: list[str] = []
    # A site of its own: others have left no portfolio and no library there.
    with serve(home, library=core_library_dir, CLAUSE_ANALYZER_CACHE_DIR=str(site.home / "cache")) as fresh:
        page = open_page(fresh.url)
        for state in islice(walk(page, dropped), 1):
            for width, theme in LOOKS:
                look(page, width, theme)
                found += [f"{state}, {width} {theme}: {what}" for what in violations(page)]
            look(page, *LOOKS[0])
    assert found == []


def violations(page: Page) -> list[str]:
    """Return serious and critical violations with the elements they are about."""
    from axe_playwright_python.sync_playwright import Axe

    result = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{v['id']} ({v['impact']}): {[n['html'][:160] for n in v['nodes'][:3]]}"
        for v in result.response["violations"]
        if v["impact"] in {"serious", "critical"}
    ]
