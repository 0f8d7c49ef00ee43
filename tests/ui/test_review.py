"""Legal reviews a contract in a real browser: from the file to a redline of it."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from analyzer.ingest import ingest, read_revisions
from eval.site import SAMPLE, Site
from tests.ui.steps import analyse, box_in_view, open_finding, quote_in_view, settle, take, upload

if TYPE_CHECKING:
    from tests.ui.conftest import OpenPage

TITLE = "Data residency for every AI component"


def test_a_reviewer_goes_from_the_file_to_a_redline_of_it(site: Site, open_page: OpenPage) -> None:
    page = open_page(site.url)
    analyse(page, SAMPLE)

    open_finding(page, TITLE)
    assert quote_in_view(page) in " ".join(ingest(SAMPLE).text.split())

    page.get_by_role("tab", name="Suggested language").click()
    page.get_by_text("Client-favourable").click()
    settle(page)
    page.get_by_text("Edit the wording").click()
    wording = page.get_by_role("textbox").first
    wording.fill("Vendor may process Customer Data in any country it likes.")
    wording.press("Control+Enter")
    page.get_by_text(re.compile("Your wording (is still|still lacks)")).wait_for()
    wording = page.get_by_role("textbox").first
    mine = "Vendor will store and process Customer Data only in Ireland and will not move it elsewhere."
    wording.fill(mine)
    wording.press("Control+Enter")
    settle(page)
    page.get_by_text("Edit the wording").click()
    page.locator(".ca-draft", has_text=mine).first.wait_for()

    page.get_by_role("button", name="Accept").click()
    page.get_by_role("button", name="Reopen").wait_for()
    page.get_by_role("button", name="Download").click()
    page.get_by_text("The 1 accepted").wait_for()
    page.get_by_role("button", name="Prepare the redline").click()
    read = read_revisions(take(page, "Redline: your file"), name="redline.docx")
    assert read.base.text == ingest(SAMPLE).text
    assert mine in read.proposed.text
    assert mine not in read.base.text
    assert mine in ingest(take(page, "Rider: the drafted clauses"), name="rider.docx").text
    assert mine in take(page, "Report to read").decode()
    book = load_workbook(io.BytesIO(take(page, "Spreadsheet")))
    assert any(mine in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    report = json.loads(take(page, "Data (JSON)"))
    assert report["posture"] == "client"
    assert mine in next(p for p in report["provisions"] if p["title"] == TITLE)["suggestion"]["text"]


def test_on_the_page_of_a_pdf_the_quote_is_marked_and_in_view(site: Site, open_page: OpenPage) -> None:
    page = open_page(site.url)
    analyse(page, SAMPLE.with_suffix(".pdf"))
    open_finding(page, TITLE)
    page.get_by_role("radio", name="Page").click()
    assert box_in_view(page) >= 1
    other = page.locator(".ca-elements [data-jump]:visible").last
    wanted = other.get_attribute("data-jump")
    other.click()
    page.locator(f'.ca-page i[data-q="{wanted}"]').first.wait_for()
    assert box_in_view(page) >= 1
    page.get_by_role("radio", name="Text").click()
    assert quote_in_view(page)


def test_a_file_that_cannot_be_read_is_refused_with_its_reason(site: Site, open_page: OpenPage, tmp_path: Path) -> None:
    broken = tmp_path / "torn.pdf"
    broken.write_bytes(b"%PDF-1.7\n1 0 obj\n<</Type/Catalog")
    page = open_page(site.url)
    upload(page, broken)
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "torn.pdf" in alert.inner_text()
    page.get_by_role("button", name="Try it with a sample contract").wait_for()


def test_two_sessions_never_see_each_others_contract(site: Site, open_page: OpenPage, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(
        "SERVICES AGREEMENT between Zwickelhuber Bank AG (“Client”) and Provider Ltd (“Provider”).\n\n"
        "1. Data. Provider may use Client Data to train its artificial intelligence models.\n",
        encoding="utf-8",
    )
    first, second = open_page(site.url), open_page(site.url)
    upload(first, other)
    upload(second, SAMPLE)
    for page, name in ((first, "Zwickelhuber"), (second, "Quillhaven")):
        page.get_by_role("heading", name="What you are exposed to").wait_for()
        page.get_by_text(name).first.wait_for(state="attached")
    assert "Quillhaven" not in first.content()
    assert "Zwickelhuber" not in second.content()
    second.reload()
    second.get_by_role("button", name="Try it with a sample contract").wait_for()
    assert "Quillhaven" not in second.content()
    assert "Zwickelhuber" not in site.log.read_text(encoding="utf-8")


def test_a_saved_review_keeps_who_decided_what_and_when(site: Site, open_page: OpenPage) -> None:
    from analyzer.store import open_store

    page = open_page(site.url)
    analyse(page, SAMPLE)
    open_finding(page, TITLE)
    page.get_by_role("button", name="Dismiss").click()
    page.get_by_label("Why this needs no change").fill("Covered by the group agreement")
    page.get_by_role("button", name="Dismiss with this reason").click()
    page.get_by_role("button", name="Reopen").wait_for()
    page.get_by_role("button", name="Save review").click()
    page.get_by_label("Name of the deal").fill("Ovelane")
    page.get_by_label("Your name").fill("Ana Lima")
    page.get_by_label("Your name").press("Tab")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved as Ovelane").wait_for()
    with open_store(site.home / "data" / "clause-analyzer" / "results.sqlite") as store:
        [decision] = store.decisions.find(workspace="default", deal="Ovelane")
        assert (decision.kind, decision.who, decision.reason) == (
            "dismiss",
            "Ana Lima",
            "Covered by the group agreement",
        )
        assert store.audit.verify().faults == ()
