"""The portfolio: what is ranked first and why, which deadlines are told, what is common, what the files hold."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from lxml import html as lxml_html
from openpyxl import load_workbook
from typer.testing import CliRunner

from analyzer.cli import app
from analyzer.errors import UsageError
from analyzer.models import (
    Moment,
    Portfolio,
    Problem,
    Renewal,
    RenewalFact,
    Report,
    ReportEdit,
    ReportProvision,
    ReportSuggestion,
    Run,
    Value,
)
from analyzer.models.batch import Deal, DealOutcome, OutputFile
from analyzer.models.portfolio import DealValue
from analyzer.models.renewal import DateFact
from analyzer.portfolio import build_portfolio, write_portfolio
from analyzer.portfolio.leverage import find_moment, weigh
from analyzer.store import Store, open_store
from tests.batches import OPTIONS, TODAY, small_report, task


def on(days: int, confidence: str = "high") -> DateFact:
    day = TODAY + timedelta(days=days)
    return RenewalFact[date](
        value=day, quote="ninety days", page=4, confidence=confidence, arithmetic=("90 days before",)
    )  # type: ignore[arg-type]


def fact(value: Any) -> Any:
    return RenewalFact(value=value, quote="as written", page=1, confidence="high")


def provision(name: str, status: str, *, elements: Sequence[str] = ("one",), action: str = "insert") -> ReportProvision:
    score = {"adverse": 0.0, "missing": 0.0, "weak": 30.0, "adequate": 70.0, "strong": 100.0}[status]
    edits = tuple(
        ReportEdit(
            action=action, element=e, document="a.txt", start=0, end=0, number="9", text="It shall.", despite=None
        )
        for e in elements
    )  # type: ignore[arg-type]
    gap = status in {"adverse", "missing", "weak"}
    return ReportProvision(
        id=name,
        title=f"About {name}",
        group="data" if name > "m" else "change",
        plain="Nothing stops it.",
        status=status,
        score=score,
        weight=2.0,
        exposure=2 * (100 - score),
        steps=(),
        elements=(),
        suggestion=ReportSuggestion(
            posture="balanced", action=action, section="9", heading="H", text="It shall.", note="", edits=edits
        )
        if gap
        else None,
    )  # type: ignore[arg-type]


def report(*provisions: ReportProvision, score: float = 50.0, renewal: Renewal | None = None) -> Report:
    kept = provisions or (provision("alpha", "missing"), provision("zeta", "adequate"))
    return small_report(score).model_copy(update={"provisions": kept, "renewal": renewal})


def run_of(store: Store, deals: dict[str, Report | None], *, basis: str = "b" * 64, **terms: Deal) -> Run:
    tasks = [task(name).model_copy(update={"deal": terms.get(name, Deal(name=name))}) for name in deals]
    options = OPTIONS.model_copy(update={"basis": basis})
    run = store.runs.start(tasks, options=options, workspace="default", who="Ada")
    for each, made in zip(tasks, deals.values(), strict=True):
        outcome = DealOutcome(
            report=made,
            files=() if made is None else (OutputFile(name="report.html", content=b"<p>"),),
            problems=() if made else (Problem(code="damaged", message="cut short", partial=True),),
        )
        store.runs.record(run.id, each, outcome, fingerprint=each.deal.name, workspace="default", who="Ada")
    return store.runs.finish(run.id, workspace="default", who="Ada")


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with open_store(tmp_path / "results.sqlite") as opened:
        yield opened


@pytest.mark.parametrize(
    ("renewal", "kind", "days_left"),
    [
        (None, "unknown", None),
        (Renewal(), "unknown", None),
        (Renewal(notice_deadline=on(10)), "notice", 10),
        (Renewal(notice_deadline=on(0)), "notice", 0),
        (Renewal(notice_deadline=on(-1), next_notice_deadline=on(364)), "notice", 364),
        (Renewal(notice_deadline=on(-1)), "missed", -1),
        (Renewal(notice_deadline=on(-1), termination_for_convenience=fact("either")), "any time", None),
        (Renewal(expiry_date=on(50)), "term end", 50),
        (Renewal(expiry_date=on(50), auto_renews=fact(True)), "unknown", None),
        (Renewal(expiry_date=on(-50), auto_renews=fact(False)), "ended", -50),
        (Renewal(expiry_date=on(-50), auto_renews=fact(True)), "unknown", None),
        (Renewal(termination_for_convenience=fact("client")), "any time", None),
        (Renewal(termination_for_convenience=fact("provider")), "unknown", None),
    ],
)
def test_the_moment_to_negotiate(renewal: Renewal | None, kind: str, days_left: int | None) -> None:
    moment = find_moment(renewal, today=TODAY)
    assert (moment.kind, moment.days_left) == (kind, days_left)


def test_leverage_is_exposure_times_value_times_nearness() -> None:
    value = DealValue(amount=300.0, currency="EUR", source="contract")
    moment = Moment(kind="notice", fact=on(90), days_left=90)
    leverage = weigh(0.5, value, moment, medians={"EUR": 100.0, "USD": 1.0})
    assert (leverage.exposure, leverage.value, leverage.nearness, leverage.index) == (0.5, 3.0, 0.5, 75.0)
    assert leverage.steps[-1] == "100 x 0.500 x 3.000 x 0.500 = 75.00"


@given(
    exposure=st.floats(0.01, 1.25),
    amount=st.floats(1, 1e9),
    days=st.integers(0, 2000),
    more=st.floats(1.1, 10),
)
def test_more_at_stake_or_sooner_never_ranks_lower(exposure: float, amount: float, days: int, more: float) -> None:
    def index(exposure: float, amount: float, days: int) -> float:
        value = DealValue(amount=amount, currency=None, source="manifest")
        return weigh(
            exposure, value, Moment(kind="notice", fact=on(days), days_left=days), medians={None: 1000.0}
        ).index

    base = index(exposure, amount, days)
    assert index(exposure * more, amount, days) >= base
    assert index(exposure, amount * more, days) >= base
    assert index(exposure, amount, days + 30) <= base


def test_the_queue_goes_by_leverage_and_the_unread_come_last(store: Store) -> None:
    deals = {
        "far": report(renewal=Renewal(notice_deadline=on(300))),
        "near": report(renewal=Renewal(notice_deadline=on(10))),
        "near and safe": report(provision("alpha", "strong"), renewal=Renewal(notice_deadline=on(10))),
        "near and large": report(renewal=Renewal(notice_deadline=on(10))),
        "ended": report(renewal=Renewal(expiry_date=on(-5))),
        "broken": None,
    }
    large = Deal(name="near and large", annual_value=9_000_000.0, owner="Dana")
    usual = Deal(name="near", annual_value=1_000_000.0)
    small = Deal(name="far", annual_value=500_000.0)
    portfolio = build_portfolio(
        store, run_of(store, deals, **{"near and large": large, "near": usual, "far": small}), today=TODAY
    )
    ranks = [(deal.rank, deal.deal) for deal in portfolio.deals]
    assert ranks == [
        (1, "near and large"), (2, "near"), (3, "far"), (4, "ended"), (5, "near and safe"), (None, "broken"),
    ]  # fmt: skip
    assert portfolio.deals[0].owner == "Dana"
    assert portfolio.deals[0].report == "deals/near and large/report.html"
    assert portfolio.deals[-1].problems == ("cut short",)
    assert portfolio.notes[0].startswith("The annual value of 2 of 5 deals is not known")


def test_values_are_compared_within_their_currency(store: Store) -> None:
    def worth(number: float, unit: str) -> Renewal:
        return Renewal(annual_value=fact(Value(number=number, unit=unit)), notice_deadline=on(0))

    deals: dict[str, Report | None] = {
        "yen": report(renewal=worth(90_000_000, "JPY")),
        "pounds": report(renewal=worth(400_000, "GBP")),
        "more pounds": report(renewal=worth(1_200_000, "GBP")),
    }
    portfolio = build_portfolio(store, run_of(store, deals), today=TODAY)
    times = {deal.deal: deal.leverage.value for deal in portfolio.deals if deal.leverage}
    assert times == {"yen": 1.0, "pounds": 0.5, "more pounds": 1.5}
    assert any("nothing is converted" in note for note in portfolio.notes)


def test_statuses_stand_in_the_order_of_the_provisions(store: Store) -> None:
    deals: dict[str, Report | None] = {
        "a": report(provision("alpha", "missing"), provision("zeta", "strong")),
        "b": report(provision("zeta", "weak")),
    }
    portfolio = build_portfolio(store, run_of(store, deals), today=TODAY)
    assert [p.provision for p in portfolio.provisions] == ["alpha", "zeta"]
    assert {deal.deal: deal.statuses for deal in portfolio.deals} == {"a": ("missing", "strong"), "b": (None, "weak")}
    zeta = portfolio.provisions[1]
    assert (zeta.statuses, zeta.deals, zeta.mean_score) == ({"strong": 1, "weak": 1}, ("b",), 65.0)


def test_one_template_for_the_deals_that_lack_the_same_clauses(store: Store) -> None:
    both = (provision("alpha", "missing"), provision("beta", "missing"))
    deals: dict[str, Report | None] = {f"both {n}": report(*both) for n in range(4)}
    deals |= {f"other words {n}": report(provision("alpha", "weak", action="tighten")) for n in range(5)}
    deals |= {f"fewer elements {n}": report(provision("beta", "weak", elements=("two",))) for n in range(3)}
    portfolio = build_portfolio(store, run_of(store, deals), today=TODAY)
    found = [(t.provisions, len(t.deals), t.gaps) for t in portfolio.templates]
    assert found == [(("alpha", "beta"), 4, 8), (("beta",), 3, 3)]
    assert portfolio.templates[0].deals == tuple(f"both {n}" for n in range(4))


@given(
    lacking=st.lists(st.sets(st.sampled_from("abcdef"), max_size=6), min_size=1, max_size=12),
)
def test_a_template_fits_each_of_its_deals_and_no_gap_is_in_two(lacking: list[set[str]]) -> None:
    from analyzer.portfolio.recurring import Recurring

    recurring = Recurring()
    for number, provisions in enumerate(lacking):
        recurring.add(f"{number}", report(*(provision(name, "missing") for name in sorted(provisions)), provision("z", "strong")))  # fmt: skip
    seen: set[tuple[str, str]] = set()
    for template in recurring.templates():
        assert len(template.deals) >= 3
        pairs = {(deal, name) for deal in template.deals for name in template.provisions}
        assert len(pairs) == template.gaps
        assert all(name in lacking[int(deal)] for deal, name in pairs)
        assert not seen & pairs
        seen |= pairs


def test_the_trend_tells_what_changed_and_whether_the_contracts_did(store: Store) -> None:
    run_of(store, {"up": report(score=40), "down": report(score=60), "same": report(score=5), "gone": report()})
    second = run_of(
        store, {"up": report(score=55), "down": report(score=50), "same": report(score=5), "new": report(score=70)}
    )
    trend = build_portfolio(store, second, today=TODAY).trend
    assert trend is not None
    assert [(c.deal, c.before, c.now) for c in (*trend.better, *trend.worse)] == [("up", 40, 55), ("down", 60, 50)]
    assert (trend.unchanged, trend.new, trend.gone, trend.comparable) == (1, ("new",), ("gone",), True)
    assert [point.mean_score for point in trend.history] == [38.8, 45.0]
    third = run_of(store, {"up": report(score=55)}, basis="c" * 64)
    trend = build_portfolio(store, third, today=TODAY).trend
    assert trend is not None
    assert not trend.comparable


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
