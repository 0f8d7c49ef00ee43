"""The portfolio's files: JSON, the spreadsheet that people work in, the page, the calendar, and the command for them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from lxml import html as lxml_html
from openpyxl import load_workbook
from typer.testing import CliRunner

from analyzer.cli import app
from analyzer.errors import UsageError
from analyzer.models import (
    Portfolio,
    Renewal,
)
from analyzer.portfolio import build_portfolio, write_portfolio
from analyzer.store import Store, open_store
from tests.batches import TODAY
from tests.portfolios import on, provision, report, run_of


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with open_store(tmp_path / "results.sqlite") as opened:
        yield opened


@pytest.fixture
def written(store: Store, tmp_path: Path) -> tuple[Portfolio, Path]:
    deals = {
        "=cmd|calc": report(renewal=Renewal(notice_deadline=on(20, "medium"))),
        "<script>x": report(provision("alpha", "adverse"), renewal=Renewal(notice_deadline=on(-3))),
        "plain": report(renewal=Renewal(notice_deadline=on(200))),
        "also plain": report(provision("alpha", "missing")),
        "and plain": report(provision("alpha", "missing")),
        "broken": None,
    }
    run_of(store, {"plain": report(score=10)})
    portfolio = build_portfolio(store, run_of(store, deals), today=TODAY)
    write_portfolio(portfolio, out=tmp_path / "out")
    return portfolio, tmp_path / "out"


def test_the_json_reads_back_as_the_portfolio(written: tuple[Portfolio, Path]) -> None:
    portfolio, out = written
    read = Portfolio.model_validate_json((out / "portfolio.json").read_bytes())
    assert read.model_copy(update={"sha256": {}}) == portfolio
    assert read.sha256.keys() == {"portfolio.xlsx", "portfolio.html", "notice-deadlines.ics"}


def test_the_spreadsheet_can_be_worked_in(written: tuple[Portfolio, Path]) -> None:
    _, out = written
    book = load_workbook(out / "portfolio.xlsx")
    assert book.sheetnames == [
        "Overview", "Queue", "Deadlines", "Change and AI supply", "Data", "Common gaps", "Template amendments", "Trend",
        "Left out",
    ]  # fmt: skip
    queue = book["Queue"]
    header = [cell.value for cell in queue[1]]
    assert queue.freeze_panes == "C2"
    assert queue.auto_filter.ref.startswith("A1:")
    assert queue.max_row == 6
    deal = header.index("Deal")
    names = {row[deal].value: row[deal] for row in queue.iter_rows(min_row=2)}
    assert names["'=cmd|calc"].data_type == "s"
    assert names["plain"].hyperlink.target == "deals/plain/report.html"
    assert len(queue.conditional_formatting) == 4
    passed = [row[header.index("Missed")].value for row in queue.iter_rows(min_row=2)]
    assert [day.date() - TODAY for day in passed if day is not None] == [timedelta(days=-3)]
    [choice] = queue.data_validations.dataValidation
    assert '"Renew as is,Renegotiate' in choice.formula1
    changes = book["Change and AI supply"]
    assert [cell.value for cell in changes[1]] == ["Rank", "Deal", "Score", "About alpha"]
    assert len(changes.conditional_formatting) == 1
    assert {row[3].value for row in changes.iter_rows(min_row=2)} == {"Missing", "Adverse"}
    days = [row[1].value for row in book["Deadlines"].iter_rows(min_row=2)]
    assert days == [20, 200, -3]
    assert book["Left out"]["A2"].value == "broken"
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_the_page_loads_nothing_and_shows_every_deal(written: tuple[Portfolio, Path]) -> None:
    portfolio, out = written
    text = (out / "portfolio.html").read_text(encoding="utf-8")
    page = lxml_html.fromstring(text)
    assert not page.xpath("//script | //link | //iframe | //*[@onclick] | //*[@style]")
    assert all(source.startswith("data:image/svg+xml") for source in page.xpath("//img/@src | //source/@srcset"))
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]
    assert all(image.get("alt") for image in page.xpath("//img"))
    rows = page.xpath("//table[@class='heat']/tbody/tr")
    assert len(rows) == sum(deal.rank is not None for deal in portfolio.deals)
    assert {cell.text for cell in page.xpath("//table[@class='heat']//td[@title]")} == {"M", "!", "A"}
    assert "&lt;script&gt;x" in text
    # In the queue and among the deadlines.
    assert len(page.xpath("//td[@class='day']/span[starts-with(., 'Missed ')]")) >= 1
    assert page.xpath("//a[text()='plain']/@href")[0] == "deals/plain/report.html"


def test_the_calendar_has_the_deadlines_to_come(written: tuple[Portfolio, Path]) -> None:
    _, out = written
    events = Calendar.from_ical((out / "notice-deadlines.ics").read_bytes()).events
    assert [(str(e["SUMMARY"]), e.start - TODAY) for e in events] == [
        ("Last day for notice (check): =cmd|calc", timedelta(days=20)),
        ("Last day for notice: plain", timedelta(days=200)),
    ]


def test_a_spreadsheet_that_was_worked_in_is_kept(written: tuple[Portfolio, Path]) -> None:
    portfolio, out = written
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    write_portfolio(portfolio, out=out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    (out / "portfolio.xlsx").write_bytes(b"with my notes")
    write_portfolio(portfolio, out=out)
    assert (out / "portfolio (kept 1).xlsx").read_bytes() == b"with my notes"
    assert (out / "portfolio.xlsx").read_bytes() == before["portfolio.xlsx"]


def test_a_portfolio_of_nothing_read_says_why(store: Store, tmp_path: Path) -> None:
    portfolio = build_portfolio(store, run_of(store, {"broken": None}), today=TODAY)
    write_portfolio(portfolio, out=tmp_path)
    assert portfolio.provisions == portfolio.templates == ()
    assert "cut short" in (tmp_path / "portfolio.html").read_text(encoding="utf-8")


def test_the_command_writes_the_portfolio_again_and_says_what_is_next(store: Store, tmp_path: Path) -> None:
    run_of(store, {"plain": report(renewal=Renewal(notice_deadline=on(20))), "late": report(renewal=Renewal(notice_deadline=on(-3)))})  # fmt: skip
    store.close()
    moved = CliRunner().invoke(app, ["portfolio", str(tmp_path), "--today", TODAY.isoformat()])
    assert moved.exit_code == 0, moved.output
    assert (
        "2 deals ranked; 1 with a deadline for notice to come, the first in 20 days (plain); 1 missed one"
        in moved.output
    )
    assert (tmp_path / "portfolio.html").is_file()
    later = CliRunner().invoke(app, ["portfolio", str(tmp_path), "--today", (TODAY + timedelta(days=21)).isoformat()])
    assert "2 missed one" in later.output


def test_a_folder_no_batch_wrote_to_is_refused(tmp_path: Path) -> None:
    with open_store(tmp_path / "results.sqlite"):
        pass
    for folder, said in ((tmp_path, "no batch of workspace 'default'"), (tmp_path / "nowhere", "there is no store")):
        result = CliRunner().invoke(app, ["portfolio", str(folder)])
        assert isinstance(result.exception, UsageError)
        assert said in str(result.exception)
