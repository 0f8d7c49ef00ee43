"""No view in any of its states has a serious violation for axe-core: wide and light, narrow and dark."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from eval.site import serve
from tests.ui.axe import violations
from tests.ui.walk import LOOKS, look, walk

if TYPE_CHECKING:
    from tests.ui.conftest import OpenPage


def test_no_state_has_a_serious_violation(open_page: OpenPage, core_library_dir: Path, tmp_path: Path) -> None:
    home, dropped = tmp_path / "home", tmp_path / "dropped"
    home.mkdir()
    dropped.mkdir()
    found: list[str] = []
    # A site of its own, where nobody has left a portfolio or a library.
    with serve(home, library=core_library_dir) as site:
        page = open_page(site.url)
        for state in walk(page, dropped):
            for width, theme in (LOOKS[0], LOOKS[-1]):
                look(page, width, theme)
                found += [f"{state}, {width} {theme}: {what}" for what in violations(page)]
            look(page, *LOOKS[0])
    assert found == []
