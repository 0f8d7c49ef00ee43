"""Procurement compares versions, owners score a folder, in a real browser."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from tests.ui.site import ROOT, Site
from tests.ui.steps import settle
from tests.ui.test_accessible import violations

if TYPE_CHECKING:
    from tests.ui.conftest import OpenPage

BASE = ROOT / "eval" / "samples" / "client-paper-ai-schedule.docx"


def test_three_versions_are_compared_down_to_their_words(site: Site, open_page: OpenPage, tmp_path: Path) -> None:
    versions = [_altered(BASE, tmp_path / f"vendor-{n}.docx", said) for n, said in enumerate(_SAID)]
    page = open_page(site.url)
    page.get_by_role("link", name="Compare").first.click()
    page.get_by_role("heading", name="Compare what vendors sent back").wait_for()
    dropped = page.get_by_test_id("stFileUploaderDropzoneInput")
    dropped.nth(0).set_input_files(str(BASE))
    dropped.nth(1).set_input_files([str(v) for v in versions])
    page.get_by_role("button", name="Compare", exact=True).click()
    page.get_by_role("heading", name="Provisions by version").wait_for()
    settle(page)
    assert violations(page) == []
    page.locator('[data-cell="data-ownership-training"][data-version="vendor-1.docx"]').click()
    page.locator("ins", has_text=_SAID[1]).first.wait_for()
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Spreadsheet").click()
    book = load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert any(_SAID[1] in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def test_a_folder_is_scored_and_its_results_taken_away(site: Site, open_page: OpenPage, tmp_path: Path) -> None:
    folder = tmp_path / "deals"
    folder.mkdir()
    (folder / "good.docx").write_bytes(BASE.read_bytes())
    (folder / "torn.pdf").write_bytes(b"%PDF-1.7\n")
    page = open_page(site.url)
    page.get_by_role("link", name="Portfolio").first.click()
    place = page.get_by_role("textbox", name="Or a folder")
    place.fill(str(folder))
    place.press("Enter")
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("tab", name="Queue").wait_for()
    settle(page)
    assert "torn.pdf" in page.get_by_label("Not read").inner_text()
    assert violations(page) == []
    page.get_by_role("tab", name="Downloads").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Spreadsheet").click()
    book = load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert any("good.docx" in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    page.get_by_role("tab", name="Queue").click()
    chooser = page.get_by_role("combobox", name="Deals to work on")
    chooser.fill("good")
    chooser.press("Enter")
    chooser.press("Escape")
    settle(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Amendments").click()
    with zipfile.ZipFile(waiting.value.path()) as packed:
        assert any(name.endswith(".docx") for name in packed.namelist())
    page.get_by_role("button", name="Open the report").click()
    page.get_by_text("Saved as good.docx").wait_for()


_SAID = (
    "Supplier shall answer within a reasonable time.",
    "Supplier may use Customer Data to train and improve its models.",
    "Supplier may replace any AI model without notice.",
)


def _altered(source: Path, target: Path, said: str) -> Path:
    """Copy a document with a sentence in the place of the first paragraph that speaks of training."""
    from docx import Document

    document = Document(str(source))
    paragraph = next(p for p in document.paragraphs if "train" in p.text.lower() and p.runs)
    for run in paragraph.runs[1:]:
        run.text = ""
    paragraph.runs[0].text = said
    document.save(str(target))
    return target
