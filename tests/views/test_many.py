"""Compare and Portfolio in each of their states."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from analyzer.models import BatchEvent, Compared
from tests.views.pages import compare_page, html, opened, portfolio_page
from ui import state
from ui.services import portfolio
from ui.services.running import Upload

TEXT = (
    "SERVICES AGREEMENT between Acme Ltd (“Client”) and {} Ltd (“Provider”).\n\n"
    "1. Data. Provider may use Client Data to train its AI models.\n\n"
    "2. Term. This Agreement starts on 1 March 2025 and runs for two years. It renews for a year at a time unless a party"
    " gives ninety (90) days' notice before the end of the term.\n"
)


def test_compare_begins_empty_and_shows_its_refusal() -> None:
    page = opened(compare_page, comparison=state.Comparison(refusal="b.docx: another contract altogether"))
    assert "another contract" in page.error[0].value
    assert page.button(key="of-comparison-go").disabled


def test_a_comparison_says_first_what_nobody_marked(compared: Compared) -> None:
    page = opened(compare_page, comparison=state.Comparison(compared=compared))
    shown = html(page)
    assert shown.index("nobody marked any") < shown.index("data-cell=")
    assert "<ins>" in shown
    page.selectbox(key="of-comparison-provision").set_value("vendor-transparency").run()
    assert not page.exception


def test_the_portfolio_begins_empty() -> None:
    page = opened(portfolio_page)
    assert page.button(key="of-workspace-start").disabled
    assert "first" in page.markdown[0].value


def test_dropped_contracts_become_a_queue_that_can_be_searched_and_a_torn_one_is_named(tmp_path: Path) -> None:
    files = [Upload(f"{name}.txt", TEXT.format(name).encode()) for name in ("Harbour", "Kestrel")]
    files += [Upload("torn.pdf", b"%PDF-1.7\n"), Upload("Harbour.txt", TEXT.format("Other").encode())]
    batch = portfolio.start_batch(files, profile="core", posture="balanced", workspace="default", who="ana")
    assert batch._future is not None
    batch._future.result()
    assert batch.event is not None
    assert (batch.event.done, batch.event.failed) == (4, 1)
    page = opened(portfolio_page)
    shown = html(page)
    assert "torn.pdf" in shown
    assert 'aria-label="Heat map"' in shown
    queue = page.dataframe[0].value
    assert set(queue["Deal"][queue["Band"] != "Not read"]) == {"Harbour.txt", "Harbour (2).txt", "Kestrel.txt"}
    page.text_input(key="of-workspace-search").set_value("kestrel").run()
    assert list(page.dataframe[0].value["Deal"]) == ["Kestrel.txt"]
    page.multiselect(key="of-workspace-chosen").set_value(["Kestrel.txt"]).run()
    assert not page.button(key="of-workspace-open").disabled
    assert portfolio.read_portfolio("apac") is None


def test_a_batch_that_is_stopped_keeps_what_is_done_and_says_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [Upload(f"{name}.txt", TEXT.format(name).encode()) for name in ("Harbour", "Kestrel", "Quill", "Ovelane")]
    note = portfolio.Batch.note

    def stop_after_the_first(batch: portfolio.Batch, event: BatchEvent) -> None:
        if event.done:
            batch.stop()
        note(batch, event)

    monkeypatch.setattr(portfolio.Batch, "note", stop_after_the_first)
    batch = portfolio.start_batch(files, profile="core", posture="balanced", workspace="default", who="ana")
    assert batch._future is not None
    batch._future.result()
    assert batch.stopping
    assert batch.failure() is None
    assert multiprocessing.active_children() == []
    page = opened(portfolio_page)
    assert len(page.dataframe[0].value) == 1
    assert "stopped before 3 of its deals" in page.info[0].value
    assert portfolio.read_file("default", "portfolio.xlsx")


def test_a_folder_that_is_not_there_is_refused_in_one_line(tmp_path: Path) -> None:
    batch = portfolio.start_batch(
        tmp_path / "absent", profile="core", posture="balanced", workspace="default", who="ana"
    )
    assert batch._future is not None
    batch._future.exception()
    page = opened(portfolio_page, batches=state.Batches(batch=batch))
    assert "absent" in page.error[0].value
