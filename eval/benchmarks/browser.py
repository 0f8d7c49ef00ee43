"""Time the browser application as a person feels it: from the click to the last change on the page.

The first result of a 100-page contract is held against the command line on the same file in the same run; each thing a
person does with a 300-page contract, as PDF and as Word file, is timed in the browser itself.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from eval.benchmarks.speed import build_long_contract
from eval.metrics import Figure
from eval.site import CHROMIUM, ROOT, serve, why_not

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SHORT, LONG = 100, 300  # pages
ROUNDS = 3
_PATIENCE_MS = 300_000
_QUIET_MS = 400
_EXPOSED = "What you are exposed to"
# A change is on the page once the frame after it is drawn; a page is settled when nothing has changed for a while.
_WATCH = """() => {
  const seen = window.settling = { began: null, last: null };
  const begin = () => { if (seen.began === null) seen.began = performance.now(); };
  for (const event of ["mousedown", "keydown"]) document.addEventListener(event, begin, { capture: true, once: true });
  seen.changes?.disconnect();
  seen.changes = new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => { seen.last = performance.now(); })));
  seen.changes.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
}"""
_SETTLED = """(quiet) => {
  const seen = window.settling, app = document.querySelector('[data-testid="stApp"]');
  if (seen.began === null || seen.last === null || app.dataset.testScriptState !== "notRunning") return false;
  if (performance.now() - seen.last < quiet) return false;
  seen.changes.disconnect();
  return true;
}"""


def measure_browser(shared: Path) -> list[Figure]:
    """Return seconds to the first result and milliseconds of each interaction; nothing where there is no browser."""
    if (reason := why_not()) is not None:
        print(f"browser: {reason}", file=sys.stderr)
        return []
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        short, pdf, word = (Path(folder) / name for name in ("short.pdf", "long.pdf", "long.docx"))
        build_long_contract(short, shared, pages=SHORT)
        build_long_contract(pdf, shared, pages=LONG)
        _write_word(word, pdf)
        home = Path(folder) / "home"
        home.mkdir()
        kept = {"CLAUSE_ANALYZER_CACHE_DIR": os.environ.get("CLAUSE_ANALYZER_CACHE_DIR", str(home / "cache"))}
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with serve(home, library=ROOT / "clause_library", CLAUSE_ANALYZER_ENCODER="accurate", **kept) as site:

            def open_page() -> Page:
                page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
                page.set_default_timeout(_PATIENCE_MS)
                page.goto(site.url)
                return page

            figures = _first_result(open_page, short, kept)
            for kind, file in (("Word", word), ("PDF", pdf)):
                figures += _interactions(open_page(), file, kind)
        browser.close()
    return figures


def _first_result(open_page: Callable[[], Page], file: Path, environment: dict[str, str]) -> list[Figure]:
    command = [
        sys.executable,
        "-m",
        "analyzer.cli",
        "analyze",
        str(file),
        "--quiet",
        "--out",
        str(file.parent / "report"),
    ]
    taken: dict[str, list[float]] = {"the command line": [], "the browser": []}
    for round_ in range(1 + ROUNDS):
        began = time.perf_counter()
        subprocess.run(command, env={**os.environ, **environment}, check=False, capture_output=True)
        by_command = time.perf_counter() - began
        page = open_page()
        _upload(page, file)
        began = time.perf_counter()
        page.get_by_role("button", name="Analyse", exact=True).click()
        page.get_by_role("heading", name=_EXPOSED).wait_for()
        by_browser = time.perf_counter() - began
        page.context.close()
        if round_:
            taken["the command line"].append(by_command)
            taken["the browser"].append(by_browser)
    seconds = {name: statistics.median(values) for name, values in taken.items()}
    figures = [_figure(f"ui: {SHORT} pages by {name}, seconds", value) for name, value in seconds.items()]
    return [
        *figures,
        _figure("ui: the browser takes longer by, seconds", seconds["the browser"] - seconds["the command line"]),
    ]


def _interactions(page: Page, file: Path, kind: str) -> list[Figure]:
    _upload(page, file)
    page.get_by_role("button", name="Analyse", exact=True).click()
    page.get_by_role("heading", name=_EXPOSED).wait_for()
    page.wait_for_timeout(2_000)
    taken: dict[str, list[float]] = {}
    for round_ in range(ROUNDS):
        for name, act in _acts(page, kind, round_):
            page.evaluate(_WATCH)
            act()
            page.wait_for_function(_SETTLED, arg=_QUIET_MS)
            taken.setdefault(name, []).append(page.evaluate("() => window.settling.last - window.settling.began"))
    page.context.close()
    return [_figure(f"ui: {LONG} pages, {kind}, {name}, ms", max(values)) for name, values in taken.items()]


def _acts(page: Page, kind: str, round_: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """Give what a person does with a report, one after another; what is between them is not timed."""

    def button(name: str) -> Locator:
        return page.get_by_role("button", name=name, exact=True)

    def choice(name: str) -> Locator:
        return page.get_by_role("radio", name=name, exact=True)

    yield "filter by status", page.get_by_role("button", name="Weak").first.click
    yield "clear the filter", page.get_by_role("button", name="Weak").first.click
    page.get_by_role("combobox", name="Group").click()
    page.get_by_role("option").nth(2).wait_for()
    yield "filter by group", page.get_by_role("option").nth(2).click
    page.get_by_role("combobox", name="Group").click()
    page.get_by_role("option").first.wait_for()
    yield "all groups", page.get_by_role("option").first.click
    yield "open a finding", page.locator('[class*="st-key-of-review-open-"] button').nth(round_).click
    yield "the next finding", button("Next").first.click
    for proof in page.locator(".ca-absence summary").all():
        proof.click()
    yield "show a quote", page.locator(".ca-elements [data-jump]").last.click
    yield "suggested language", page.get_by_role("tab", name="Suggested language").click
    yield "switch the posture", choice("Client-favourable").click
    page.get_by_text("Edit the wording").click()
    wording = page.get_by_role("textbox").first
    wording.fill(f"Provider shall give Client {round_ + 30} days' notice of each change of an AI model.")
    yield "edit the wording", lambda: wording.press("Control+Enter")
    page.get_by_text("Edit the wording").click()
    yield "back to balanced", choice("Balanced").click
    if kind == "PDF":
        yield "the page as a picture", choice("Page").click
        yield "turn the page", button("Next").last.click
        yield "the text again", choice("Text").click
    yield "accept", button("Accept suggestion").click
    yield "reopen", button("Reopen").click
    yield "all findings", button("All findings").click
    yield "the whole deal", choice("The whole deal").click
    yield "findings again", choice("Findings").click
    yield "another view", page.get_by_role("link", name="About this analysis").first.click
    yield "back to the review", page.get_by_role("link", name="Review").first.click


def _upload(page: Page, file: Path) -> None:
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(str(file))
    page.locator('button:enabled:has-text("Analyse")').wait_for()


def _write_word(file: Path, source: Path) -> None:
    """Write a Word file with the words of another file."""
    from docx import Document

    from analyzer.ingest import ingest

    read, document = ingest(source), Document()
    for block in read.blocks:
        document.add_paragraph(read.text[block.start : block.end])
    document.save(str(file))


def _figure(name: str, value: float) -> Figure:
    return Figure(name, value, None, None, ROUNDS, "lower")
