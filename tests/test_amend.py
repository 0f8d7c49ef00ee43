"""Amendments: what goes to the other side and what stays here, other postures, templates, the index."""

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from analyzer.amend import amend
from analyzer.errors import UsageError
from analyzer.ingest import ingest
from analyzer.library import Library
from analyzer.models import Portfolio, Run, WrittenAmendment
from analyzer.models.batch import Deal, DealFile, DealOutcome, DealTask
from analyzer.pipeline import analyze
from analyzer.portfolio import build_portfolio
from analyzer.retrieve import Retriever
from analyzer.settings import Settings
from analyzer.store import Store, open_store
from tests.batches import OPTIONS, TODAY
from tests.core import ROOT

HOSTS = ("uk-numbered", "short-form", "us-article")


@dataclass
class Office:
    """Three analysed contracts, their store, and a folder for amendments."""

    store: Store
    run: Run
    portfolio: Portfolio
    settings: Settings
    folder: Path

    def amend(self, **more: object) -> tuple[WrittenAmendment, ...]:
        options: dict[str, object] = {"out": self.folder / "out", "settings": self.settings}
        return amend(self.portfolio, store=self.store, run=self.run, **(options | more))  # type: ignore[arg-type]

    def text(self, file: str | None) -> str:
        assert file is not None
        document = docx.Document(str(self.folder / "out" / file))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        return "\n".join([*(p.text for p in document.paragraphs), *cells])


@pytest.fixture(scope="module")
def office(
    tmp_path_factory: pytest.TempPathFactory, core_library: Library, fast_retriever: Retriever, fast_settings: Settings
) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("amend")
    tasks = []
    for host in HOSTS:
        copy = folder / f"{host}.docx"
        shutil.copy(ROOT / "tests" / "hosts" / copy.name, copy)
        tasks.append(DealTask(deal=Deal(name=host), folder=host, files=(DealFile(path=copy),)))
    with open_store(folder / "results.sqlite") as store:
        run = store.runs.start(tasks, options=OPTIONS, workspace="default", who="Ada")
        for task in tasks:
            analysis = analyze(
                [ingest(task.files[0].path)],
                profile="core",
                settings=fast_settings,
                library=core_library,
                retriever=fast_retriever,
                today=TODAY,
            )
            store.runs.record(
                run.id, task, DealOutcome(report=analysis.report), fingerprint="f", workspace="default", who="Ada"
            )
        run = store.runs.finish(run.id, workspace="default", who="Ada")
        yield Office(store, run, build_portfolio(store, run, today=TODAY), fast_settings, folder)


def test_an_amendment_is_ready_to_negotiate_and_tells_nothing_of_the_rating(office: Office) -> None:
    written = office.amend(names=["uk-numbered"], templates=False)
    [each] = written
    assert each.file is not None
    assert each.file.endswith("-uk-numbered-amendment.docx")
    text = office.text(each.file)
    title, subtitle, *_ = text.split("\n")
    assert title == "Amendment No. [1]"
    assert subtitle == (
        "to the [Pensions Administration Agreement] dated [3 February 2025] between HARROWDENE TRUSTEES LIMITED and COLEBARROW ADMINISTRATION LIMITED"
    )
    for part in ("Parties", "Background", "Agreed terms", "Schedule: changes to the Agreement", "Clauses"):
        assert f"{part}\n" in text
    report = office.store.analyses.report(
        next(d.analysis for d in office.portfolio.deals if d.deal == "uk-numbered") or 0, workspace="default"
    )
    drafted = [p for p in report.provisions if p.suggestion and p.suggestion.action != "none"]
    assert each.clauses == len(drafted) > 0
    for provision in drafted:
        assert provision.title in text
    assert f"For the {report.parties.client}" in text
    for inside in (
        "Drafting note",
        "Missing",
        "Adverse",
        "Weak\n",
        "client-favourable",
        "A lawyer must review this language",
    ):
        assert inside not in text


def test_the_same_input_gives_the_same_bytes(office: Office) -> None:
    def files() -> dict[str, bytes]:
        office.amend(top=1)
        return {p.name: p.read_bytes() for p in (office.folder / "out").iterdir()}

    assert files() == files()


def test_another_posture_is_drafted_from_the_files_and_refused_without_them(office: Office) -> None:
    usual, client = (
        office.text(office.amend(names=["short-form"], posture=p, templates=False)[0].file) for p in (None, "client")
    )
    assert usual != client
    file = office.folder / "short-form.docx"
    kept = file.read_bytes()
    file.write_bytes((ROOT / "tests" / "hosts" / "us-article.docx").read_bytes())
    try:
        with pytest.raises(UsageError, match="short-form: its files"):
            office.amend(names=["short-form"], posture="client")
        [each] = office.amend(names=["short-form"], templates=False)
        assert "have changed since" in each.checks[0]
        assert "(1)\tMeridian Coastal Supply Co. (“Meridian”); and" in office.text(each.file)
    finally:
        file.write_bytes(kept)


def test_a_template_names_no_deal(office: Office) -> None:
    assert office.portfolio.templates, "the three hosts lack no clause in the same way any more"
    written = office.amend(top=0)
    assert [each.name.partition(",")[0] for each in written] == [t.name for t in office.portfolio.templates]
    text = office.text(written[0].file)
    titles = {p.provision: p.title for p in office.portfolio.provisions}
    assert all(titles[p] in text for p in office.portfolio.templates[0].provisions)
    assert "[full name of the client]" in text
    assert "the Provider shall" in text
    assert not any(name in text for name in (*HOSTS, "Customer", "Supplier"))


def test_the_index_links_to_every_amendment(office: Office) -> None:
    written = office.amend(top=2)
    book = load_workbook(io.BytesIO((office.folder / "out" / "index.xlsx").read_bytes()))
    sheet = book["Amendments"]
    links = [row[2].hyperlink.target for row in sheet.iter_rows(min_row=2) if row[2].hyperlink]
    assert links == [each.file for each in written]
    assert all((office.folder / "out" / link).is_file() for link in links)


def test_an_unknown_deal_is_refused(office: Office) -> None:
    with pytest.raises(UsageError, match="no analysed deal is called 'nobody'"):
        office.amend(names=["nobody"])
