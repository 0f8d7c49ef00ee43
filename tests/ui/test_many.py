"""Procurement compares versions, owners score a folder, in a real browser."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from icalendar import Calendar
from openpyxl import load_workbook

from analyzer.ingest import ingest
from eval.site import Site
from tests.ui.axe import violations
from tests.ui.steps import settle, take
from tests.ui.walk import DRAFT, SAID, alter

if TYPE_CHECKING:
    from tests.ui.conftest import OpenPage


def test_three_versions_are_compared_down_to_their_words(site: Site, open_page: OpenPage, tmp_path: Path) -> None:
    versions = [alter(DRAFT, tmp_path / f"vendor-{n}.docx", said) for n, said in enumerate(SAID)]
    page = open_page(site.url)
    page.get_by_role("link", name="Compare").first.click()
    page.get_by_role("heading", name="Compare what vendors sent back").wait_for()
    dropped = page.get_by_test_id("stFileUploaderDropzoneInput")
    dropped.nth(0).set_input_files(str(DRAFT))
    dropped.nth(1).set_input_files([str(v) for v in versions])
    page.get_by_role("button", name="Compare", exact=True).click()
    page.get_by_role("heading", name="Provisions by version").wait_for()
    settle(page)
    assert violations(page) == []
    silent = page.get_by_role("region", name="Changes nobody marked").bounding_box()
    matrix = page.get_by_role("region", name="Provisions by version").bounding_box()
    assert silent is not None
    assert matrix is not None
    assert silent["y"] < matrix["y"]
    page.locator('[data-cell="data-ownership-training"][data-version="vendor-1.docx"]').click()
    page.locator("ins", has_text=SAID[1]).first.wait_for()
    assert page.locator(".ca-sides ins", has_text=SAID[0]).count() == 0
    page.get_by_role("button", name="Download").click()
    book = load_workbook(io.BytesIO(take(page, "Spreadsheet")))
    assert any(SAID[1] in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert SAID[1] in take(page, "Page to read").decode()
    report = json.loads(take(page, "Data (JSON)"))
    assert [version["name"] for version in report["versions"]] == [v.name for v in versions]


def test_a_folder_is_scored_and_its_results_taken_away(site: Site, open_page: OpenPage, tmp_path: Path) -> None:
    folder = tmp_path / "deals"
    folder.mkdir()
    (folder / "good.docx").write_bytes(DRAFT.read_bytes())
    (folder / "torn.pdf").write_bytes(b"%PDF-1.7\n")
    begun = date.today() - timedelta(days=30)
    (folder / "kestrel.txt").write_text(
        "SERVICES AGREEMENT between Acme Ltd (“Client”) and Kestrel Ltd (“Provider”).\n\n"
        "1. Data. Provider may use Client Data to train its artificial intelligence models.\n\n"
        f"2. Term. This Agreement commences on {begun.day} {begun:%B %Y} and continues for two years. It renews automatically"
        " for successive terms of one year unless a party gives ninety (90) days’ written notice before the end of the"
        " current term.\n",
        encoding="utf-8",
    )
    page = open_page(site.url)
    page.get_by_role("link", name="Portfolio").first.click()
    place = page.get_by_role("textbox", name="Or a folder")
    place.fill(str(folder))
    place.press("Enter")
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_text("of 3 deals").wait_for()
    page.get_by_role("tab", name="Queue").wait_for()
    settle(page)
    assert "torn.pdf" in page.get_by_label("Not read").inner_text()
    assert violations(page) == []
    page.get_by_role("tab", name="Heat map").click()
    heads = page.get_by_role("region", name="Heat map").locator("thead th")
    heads.nth(2).wait_for()
    assert set(heads.all_inner_texts()) == {"Provision", "good.docx", "kestrel.txt"}
    page.get_by_label("Search deals and parties").fill("kestrel")
    page.get_by_label("Search deals and parties").press("Enter")
    settle(page)
    assert heads.all_inner_texts() == ["Provision", "kestrel.txt"]

    page.get_by_role("tab", name="Downloads").click()
    book = load_workbook(io.BytesIO(take(page, "Spreadsheet")))
    assert any("good.docx" in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "kestrel.txt" in take(page, "Page with charts").decode()
    events = Calendar.from_ical(take(page, "Calendar of deadlines")).walk("VEVENT")
    assert any("kestrel" in str(event["SUMMARY"]).lower() for event in events)

    page.get_by_role("tab", name="Queue").click()
    chooser = page.get_by_role("combobox", name="Deals to work on")
    chooser.fill("kestrel")
    chooser.press("Enter")
    chooser.press("Escape")
    settle(page)
    with zipfile.ZipFile(io.BytesIO(take(page, "Amendments"))) as packed:
        [amendment] = [name for name in packed.namelist() if name.endswith(".docx")]
        text = ingest(packed.read(amendment), name=amendment).text
        index = load_workbook(io.BytesIO(packed.read("index.xlsx")))
    assert "Kestrel Ltd" in text
    assert any("kestrel" in str(cell.value) for sheet in index for row in sheet.iter_rows() for cell in row)
    page.get_by_role("button", name="Open the report").click()
    page.get_by_text("Saved as kestrel.txt").wait_for()
