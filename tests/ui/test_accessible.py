"""Every view passes axe-core without a serious violation, at both widths, light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from tests.ui.site import SAMPLE, Site
from tests.ui.steps import analyse, open_finding, settle

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.ui.conftest import OpenPage

# Markup of Streamlit's own that an application can't change.
_NOT_OURS: set[str] = set()


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (768, "dark")])
def test_no_view_has_a_serious_violation(
    width: int, theme: Literal["light", "dark"], site: Site, open_page: OpenPage
) -> None:
    page = open_page(site.url, width=width, theme=theme)
    page.get_by_role("button", name="Try it with a sample contract").wait_for()
    found = {"start": violations(page)}
    analyse(page, SAMPLE)
    settle(page)
    found["findings"] = violations(page)
    open_finding(page, "Data residency for every AI component")
    found["finding"] = violations(page)
    page.get_by_role("tab", name="Suggested language").click()
    found["draft"] = violations(page)
    page.get_by_text("Edit the wording").click()
    settle(page)
    found["editing"] = violations(page)
    page.get_by_role("button", name="All findings").click()
    page.get_by_text("The deal in numbers").click()
    settle(page)
    found["deal"] = violations(page)
    for name, heading in (("Library", "Clause library"), ("About this analysis", "About this analysis")):
        page.get_by_role("link", name=name).first.click()
        page.get_by_role("heading", name=heading).wait_for()
        settle(page)
        found[name] = violations(page)
    assert [f"{view}: {what}" for view, all_of_it in found.items() for what in all_of_it] == []


def violations(page: Page) -> list[str]:
    """Return serious and critical violations with the elements they are about."""
    from axe_playwright_python.sync_playwright import Axe

    result = Axe().run(page)
    return [
        f"{v['id']} ({v['impact']}): {[n['html'][:160] for n in v['nodes'][:3]]}"
        for v in result.response["violations"]
        if v["impact"] in {"serious", "critical"} and v["id"] not in _NOT_OURS
    ]
