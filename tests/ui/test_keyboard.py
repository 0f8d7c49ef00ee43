"""A review from the file to the redline by keyboard alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.ingest import ingest, read_revisions
from eval.site import SAMPLE, Site
from tests.ui.steps import EXPOSED, quote_in_view, settle

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.ui.conftest import OpenPage

_FARTHEST = 150
_FOCUSED = """() => {
  const at = document.activeElement;
  if (!at.matches("button, a, input, textarea, summary, [role=tab], [role=combobox]")) return "";
  return at.getAttribute("aria-label") || at.labels?.[0]?.innerText || at.innerText || "";
}"""


def tab_to(page: Page, *names: str) -> None:
    """Press Tab until something has the focus whose name begins with one of these."""
    passed = []
    for _ in range(_FARTHEST):
        page.keyboard.press("Tab")
        # The name of an icon stands in a line of its own before the words.
        focused = page.evaluate(_FOCUSED).strip().splitlines()
        passed.append(focused[-1][:40] if focused else "")
        if any(line.startswith(names) for line in focused):
            return
    raise AssertionError(f"Tab never reached {names}; it passed {passed}")


def test_a_review_is_done_by_keyboard_alone(site: Site, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(site.url)
    # Asked for only when the key is pressed, the interception of the dialogue can come after it.
    page.on("filechooser", lambda _: None)
    page.get_by_role("button", name="Try it with a sample contract").wait_for()
    # What is drawn again after it has the focus loses it.
    settle(page)
    tab_to(page, "Upload")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(str(SAMPLE))
    page.locator('button:enabled:has-text("Analyse")').wait_for()
    tab_to(page, "Analyse")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=EXPOSED).wait_for()
    settle(page)

    tab_to(page, "Adverse", "Missing")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Adverse", pressed=True).or_(
        page.get_by_role("button", name="Missing", pressed=True)
    ).wait_for()
    settle(page)
    page.keyboard.press("Enter")
    settle(page)
    tab_to(page, "Data residency for every AI component")
    page.keyboard.press("Enter")
    page.get_by_role("tab", name="Suggested language").wait_for()
    settle(page)

    tab_to(page, "What the contract says")
    tab_to(page, "Show ")
    page.keyboard.press("Enter")
    assert quote_in_view(page) in " ".join(ingest(SAMPLE).text.split())

    page.keyboard.press("Shift+Tab")
    page.get_by_role("tab", name="What the contract says").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_text("Edit the wording").wait_for()
    settle(page)
    tab_to(page, "Edit the wording")
    page.keyboard.press("Space")
    page.get_by_role("textbox").first.wait_for()
    settle(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    mine = "Vendor will store and process Customer Data only in Ireland and will not move it elsewhere."
    page.keyboard.insert_text(mine)
    page.keyboard.press("Control+Enter")
    page.get_by_role("status").filter(has_text="Your wording").wait_for()
    settle(page)

    tab_to(page, "Accept suggestion")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Reopen").wait_for()
    settle(page)
    tab_to(page, "Download")
    page.keyboard.press("Enter")
    page.get_by_text("The 1 accepted").wait_for()
    tab_to(page, "Prepare the redline")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Redline: your file").wait_for()
    settle(page)
    # What had the focus is gone with the click: the menu is opened again.
    page.keyboard.press("Escape")
    tab_to(page, "Download", "expand_less")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Redline: your file").wait_for()
    tab_to(page, "Redline: your file")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    waiting.value.save_as(tmp_path / "redline.docx")
    assert mine in read_revisions(tmp_path / "redline.docx").proposed.text
