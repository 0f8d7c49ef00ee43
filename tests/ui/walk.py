"""A walk through every view in each of its states, and the four looks that each has to be good in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from eval.site import ROOT, SAMPLE
from tests.ui.steps import EXPOSED, open_finding, settle, upload

if TYPE_CHECKING:
    from playwright.sync_api import Page

LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (1280, "light"),
    (1280, "dark"),
    (768, "light"),
    (768, "dark"),
)
DRAFT = ROOT / "eval" / "samples" / "client-paper-ai-schedule.docx"
_LEGACY = ROOT / "eval" / "samples" / "legacy-call-centre-msa.docx"
_PDF = ROOT / "eval" / "samples" / "vendor-paper-ai-services.pdf"
_RESIDENCY = "Data residency for every AI component"
SAID = (
    "Supplier shall answer within a reasonable time.",
    "Supplier may use Customer Data to train and improve its models.",
    "Supplier may replace any AI model without notice.",
)


def look(page: Page, width: int, theme: Literal["light", "dark"]) -> None:
    """Show the page at a width, light or dark."""
    page.set_viewport_size({"width": width, "height": 900 if width > 1000 else 1024})
    page.emulate_media(color_scheme=theme)
    settle(page)


def walk(page: Page, folder: Path) -> Iterator[str]:
    """Go from state to state and name each one on reaching it; `folder` is for the files that are dropped."""
    yield from _review(page, folder)
    yield from _compare(page, folder)
    yield from _portfolio(page, folder)
    yield from _library(page)
    page.get_by_role("link", name="About this analysis").first.click()
    page.get_by_role("heading", name="What it can't do").wait_for()
    yield _settled(page, "about")


def _review(page: Page, folder: Path) -> Iterator[str]:
    page.get_by_role("button", name="Try it with a sample contract").wait_for()
    yield _settled(page, "review-empty")
    torn = folder / "torn.pdf"
    torn.write_bytes(b"%PDF-1.7\n1 0 obj\n<</Type/Catalog")
    upload(page, torn)
    page.get_by_role("alert").wait_for()
    yield _settled(page, "review-refused")
    page.reload()
    upload(page, write_long_text(folder / "long.txt"))
    page.get_by_role("heading", name="Reading the contract").wait_for()
    page.get_by_text("under way").wait_for()
    yield "review-running"
    # Whoever looked long finds it done.
    page.get_by_role("button", name="Cancel").or_(page.get_by_role("button", name="New contract")).first.click()
    again = page.get_by_role("button", name="Try it with a sample contract")
    again.or_(page.get_by_role("button", name="New contract")).first.wait_for()
    if not again.is_visible():
        page.get_by_role("button", name="New contract").click()
    again.click()
    page.get_by_role("heading", name=EXPOSED).wait_for()
    yield _settled(page, "review-done")
    page.get_by_role("button", name="Download", exact=True).click()
    yield _settled(page, "review-download")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save review").click()
    page.get_by_label("Name of the deal").wait_for()
    yield _settled(page, "review-save")
    page.keyboard.press("Escape")
    page.get_by_text("The whole deal").click()
    yield _settled(page, "review-deal")
    page.get_by_text("Findings", exact=True).click()
    open_finding(page, _RESIDENCY)
    yield _settled(page, "finding")
    page.get_by_role("tab", name="Suggested language").click()
    yield _settled(page, "finding-language")
    page.get_by_text("Edit the wording").click()
    page.get_by_role("textbox").first.wait_for()
    yield _settled(page, "finding-edit")
    page.get_by_role("textbox").first.fill("Vendor may process Customer Data in any country it likes.")
    page.get_by_role("textbox").first.press("Control+Enter")
    page.get_by_text("Your wording").wait_for()
    yield _settled(page, "finding-edited")
    page.get_by_role("button", name="Dismiss").click()
    page.get_by_label("Why this needs no change").wait_for()
    yield _settled(page, "finding-dismiss")
    page.get_by_label("Why this needs no change").fill("Covered by the group agreement")
    page.get_by_role("button", name="Dismiss with this reason").click()
    page.get_by_role("button", name="Reopen").wait_for()
    page.get_by_role("tab", name="Comments").click()
    yield _settled(page, "finding-comments")
    page.get_by_role("button", name="New contract").click()
    upload(page, _PDF)
    page.get_by_role("heading", name=EXPOSED).wait_for()
    open_finding(page, _RESIDENCY)
    page.get_by_role("radio", name="Page").click()
    page.get_by_role("img", name="Page ").wait_for()
    yield _settled(page, "finding-page")


def _compare(page: Page, folder: Path) -> Iterator[str]:
    page.get_by_role("link", name="Compare").first.click()
    page.get_by_role("heading", name="Compare what vendors sent back").wait_for()
    yield _settled(page, "compare-empty")
    dropped = page.get_by_test_id("stFileUploaderDropzoneInput")
    dropped.nth(0).set_input_files(str(DRAFT))
    versions = [alter(DRAFT, folder / f"vendor-{n}.docx", said) for n, said in enumerate(SAID, 1)]
    dropped.nth(1).set_input_files([str(v) for v in versions])
    page.get_by_role("button", name="Compare", exact=True).click()
    page.get_by_role("heading", name="Comparing").wait_for()
    page.get_by_text("under way").wait_for()
    yield "compare-running"
    page.get_by_role("heading", name="Provisions by version").wait_for()
    yield _settled(page, "compare-done")
    page.locator('[data-cell="data-ownership-training"][data-version="vendor-2.docx"]').click()
    page.locator("ins", has_text=SAID[1]).first.wait_for()
    page.locator("ins", has_text=SAID[1]).first.scroll_into_view_if_needed()
    yield _settled(page, "compare-sides")


def _portfolio(page: Page, folder: Path) -> Iterator[str]:
    page.get_by_role("link", name="Portfolio").first.click()
    page.get_by_role("button", name="Start", exact=True).wait_for()
    yield _settled(page, "portfolio-empty")
    deals = folder / "deals"
    deals.mkdir()
    for name, source in (("Harbour Claims", _LEGACY), ("Kestrel Support", DRAFT), ("Quillhaven", SAMPLE)):
        (deals / f"{name}.docx").write_bytes(source.read_bytes())
    (deals / "torn.pdf").write_bytes(b"%PDF-1.7\n")
    place = page.get_by_role("textbox", name="Or a folder")
    place.fill(str(deals))
    place.press("Enter")
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("button", name="Stop").wait_for()
    yield "portfolio-running"
    page.get_by_role("tab", name="Queue").wait_for()
    yield _settled(page, "portfolio-queue")
    for tab, name in (
        ("Heat map", "map"),
        ("In common", "common"),
        ("Since the last batch", "trend"),
        ("Downloads", "downloads"),
    ):
        page.get_by_role("tab", name=tab).click()
        page.get_by_test_id("stTabs").evaluate(
            "tabs => { tabs.style.scrollMarginTop = '5rem'; tabs.scrollIntoView(); }"
        )
        yield _settled(page, f"portfolio-{name}")
    page.get_by_role("tab", name="Queue").click()
    chooser = page.get_by_role("combobox", name="Deals to work on")
    chooser.fill("Quillhaven")
    chooser.press("Enter")
    chooser.press("Escape")
    settle(page)
    page.get_by_role("button", name="Open the report").click()
    page.get_by_text("Saved as Quillhaven").wait_for()
    yield _settled(page, "portfolio-report")


def _library(page: Page) -> Iterator[str]:
    page.get_by_role("link", name="Library").first.click()
    page.get_by_role("tab", name="Browse").wait_for()
    yield _settled(page, "library-browse")
    page.get_by_role("tabpanel").locator("summary").first.click()
    yield _settled(page, "library-element")
    page.get_by_role("tab", name="Edit").click()
    yield _settled(page, "library-copy")
    page.get_by_role("button", name="Make our own copy").click()
    content = page.get_by_role("textbox", name="Content")
    content.wait_for()
    yield _settled(page, "library-edit")
    content.fill(content.input_value().replace("weight-high: ", "weight-high: lots", 1))
    content.press("Control+Enter")
    settle(page)
    page.get_by_role("button", name="Check and save").click()
    page.get_by_text("Not saved").wait_for()
    yield _settled(page, "library-mistakes")
    page.get_by_role("tab", name="History").click()
    yield _settled(page, "library-history")


def _settled(page: Page, name: str) -> str:
    settle(page)
    return name


def write_long_text(file: Path) -> Path:
    """Write a contract that takes a while to analyse."""
    clauses = "\n\n".join(
        f"{n}. Services. Provider shall perform service {n} with artificial intelligence and shall tell Client of any change."
        for n in range(1, 400)
    )
    file.write_text(
        f"SERVICES AGREEMENT between Acme Ltd (“Client”) and Provider Ltd (“Provider”).\n\n{clauses}\n", "utf-8"
    )
    return file


def alter(source: Path, target: Path, said: str) -> Path:
    """Copy a document with a sentence in the place of the first paragraph that speaks of training."""
    from docx import Document

    document = Document(str(source))
    paragraph = next(p for p in document.paragraphs if "train" in p.text.lower() and p.runs)
    for run in paragraph.runs[1:]:
        run.text = ""
    paragraph.runs[0].text = said
    document.save(str(target))
    return target
