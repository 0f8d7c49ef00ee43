"""comparison.json, .html, .xlsx and .md: what they hold, that text of a contract stays text, and the command itself."""

import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
from openpyxl import load_workbook

from analyzer.comparing import compare_versions
from analyzer.ingest import ingest, read_revisions
from analyzer.library import Library
from analyzer.models import Compared
from analyzer.report.comparison import write_comparison
from analyzer.report.comparison.html import render_html
from analyzer.report.comparison.markdown import render_markdown
from analyzer.report.comparison.xlsx import render_xlsx
from analyzer.retrieve import Retriever
from analyzer.settings import Settings
from tests.builders import build_docx
from tests.comparison_base import LISTS
from tests.comparison_drafts import Draft
from tests.comparison_pack import build_base
from tests.revision_builders import with_comments

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = '<script>alert("x")</script> =HYPERLINK("http://x") \u202eterces'


class Page(HTMLParser):
    """Reads a page strictly: its tags, its links and the targets they need."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        named = dict(attrs)
        self.ids += [named["id"] or ""] if "id" in named else []
        self.links += [named["href"] or ""] if "href" in named else []


@pytest.fixture(scope="module")
def compared(fast_settings: Settings, core_library: Library, fast_retriever: Retriever) -> Compared:
    hostile = Draft()
    hostile.replace("change-notice", "sixty (60)", "fifteen (15)", "weakened")
    hostile.replace("logs", "seven (7)", "two (2)", "weakened", silent=True)
    hostile.insert("law", "hostile", f"1.1> {HOSTILE} The Provider may do as it likes.", "weakened", silent=True)
    hostile.move("insurance", "pay", silent=True)
    commented = with_comments(hostile.build(), [("Ana &lt;b&gt;", "We can't do sixty days.", None, False)])
    return compare_versions(
        ingest(build_base(), name="base.docx"),
        [
            read_revisions(commented, name="<i>vendor</i>.docx"),
            read_revisions(Draft().build(), name="=untouched.docx"),
        ],
        profile="core",
        settings=fast_settings,
        library=core_library,
        retriever=fast_retriever,
    )


def test_the_page_escapes_what_vendors_wrote_and_loads_nothing(compared: Compared) -> None:
    html = render_html(compared)
    page = Page(html)
    assert "script" not in page.tags
    assert "&lt;script&gt;" in html
    assert "<i>vendor" not in html
    assert "\u202e" not in html
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html
    assert all(link.startswith("#") for link in page.links)


def test_every_link_of_the_page_leads_somewhere_and_only_once(compared: Compared) -> None:
    page = Page(render_html(compared))
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_the_page_shows_what_nobody_marked_before_what_is_tracked(compared: Compared) -> None:
    html = render_html(compared)
    assert html.index("Nobody marked these") < html.index("<h3>Tracked</h3>")
    assert "7 -&gt; 2 years" in html
    assert "<del>" in html
    assert "<ins>" in html


def test_the_spreadsheet_has_its_sheets_with_filters_and_frozen_panes(compared: Compared) -> None:
    book = load_workbook(io.BytesIO(render_xlsx(compared.report)))
    assert book.sheetnames == ["Matrix", "Versions", "Changes", "Nobody marked", "Notes"]
    for name in book.sheetnames[:4]:
        assert book[name].auto_filter.ref
        assert book[name].freeze_panes
    changes = book["Changes"]
    header = [cell.value for cell in changes[1]]
    rows = [dict(zip(header, (cell.value for cell in row), strict=True)) for row in changes.iter_rows(min_row=2)]
    assert len(rows) == sum(len(v.changes) for v in compared.report.versions)
    assert next(r for r in rows if r["Number"] == "60 -> 15 days")["Marked"] == "tracked"
    silent = [r for r in rows if r["Marked"] == "nobody"]
    assert book["Nobody marked"].max_row == len(silent) + 1
    assert book["Matrix"].max_row == 1 + 5


def test_no_cell_is_a_formula(compared: Compared) -> None:
    book = load_workbook(io.BytesIO(render_xlsx(compared.report)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    assert any("script" in str(cell.value) for cell in cells)


def test_the_same_comparison_gives_the_same_bytes(compared: Compared) -> None:
    assert render_xlsx(compared.report) == render_xlsx(compared.report)
    assert render_html(compared) == render_html(compared)


def test_the_summary_keeps_its_table_whole(compared: Compared) -> None:
    lines = render_markdown(compared.report).split("\n")
    at = lines.index(next(line for line in lines if line.startswith("| Version")))
    assert all(line.count(" | ") == 5 for line in lines[at + 2 : at + 4])
    assert "<script>" not in "\n".join(lines)


def test_a_comment_stands_by_itself_or_beside_its_change(compared: Compared) -> None:
    remarks = [r for c in compared.report.versions[0].changes for r in c.remarks]
    assert [(r.author, r.text) for r in remarks] == [("Ana <b>", "We can't do sixty days.")]


def test_the_rows_side_by_side_are_the_two_texts(compared: Compared) -> None:
    rows = compared.texts[0]
    moved = [row for row in rows if row.moved]
    assert any("professional indemnity" in run.text for row in moved for run in row.runs)
    assert any(row.changes for row in rows)
    assert all(not row.changes for row in compared.texts[1])


def test_the_command_refuses_and_goes_on_as_it_says(tmp_path: Path, core_library_dir: Path, index_cache: Path) -> None:
    environment = {
        **os.environ,
        "CLAUSE_ANALYZER_CACHE_DIR": str(index_cache),
        "CLAUSE_ANALYZER_LIBRARY_DIR": str(core_library_dir),
        "CLAUSE_ANALYZER_ENCODER": "fast",
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "analyzer.cli", *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT)

    version = Draft()
    version.replace("change-notice", "sixty (60)", "fifteen (15)", "weakened")
    (tmp_path / "base.docx").write_bytes(build_base())
    (tmp_path / "vendor.docx").write_bytes(version.build())
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 cut short")
    other = build_docx(
        *(f"1> The tenant shall paint room {n} in a colour of its own choice." for n in range(9)), lists=LISTS
    )
    (tmp_path / "lease.docx").write_bytes(other)
    base, vendor, bad, lease = (str(tmp_path / f"{n}.docx") for n in ("base", "vendor", "bad", "lease"))
    out = ["--profile", "core", "--out", str(tmp_path / "out"), "--format", "md,json,html,xlsx"]

    done = run("compare", base, vendor, bad, *out)
    assert done.returncode == 7, done.stderr
    assert "bad.docx" in done.stderr
    assert "60 -> 15 days" in done.stdout
    names = {p.name for p in (tmp_path / "out").iterdir()}
    assert names == {f"comparison.{kind}" for kind in ("md", "json", "html", "xlsx")}
    written = json.loads((tmp_path / "out" / "comparison.json").read_text(encoding="utf-8"))
    jsonschema.validate(written, json.loads(run("schema", "comparison").stdout))
    assert written["schema"] == "clause-analyzer/comparison@1"
    assert list(written["versions"][0]["changes"][0])[:3] == ["id", "kind", "tracked"]

    refused = run("compare", base, lease, *out)
    assert refused.returncode == 3
    assert "it is another contract" in refused.stderr
    assert run("compare", base, bad, *out).returncode == 3
    assert run("compare", base, vendor, "--format", "pdf").returncode == 2


def test_a_date_is_shown_as_one(compared: Compared) -> None:
    tracked = [c for c in compared.report.versions[0].changes if c.author == "Counsel"]
    assert [c.date for c in tracked] == [datetime(2026, 1, 1, tzinfo=UTC)]
    assert "Counsel, 1 Jan 2026" in render_html(compared)


def test_only_what_is_asked_for_is_written(compared: Compared, tmp_path: Path) -> None:
    assert write_comparison(compared, out=tmp_path, formats=["json"]) == (tmp_path / "comparison.json",)
    assert [p.name for p in tmp_path.iterdir()] == ["comparison.json"]
