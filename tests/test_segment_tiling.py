"""Own spans tile the body, whatever the blocks: built ones, samples, hosts and real contracts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.ingest import ingest
from analyzer.models import Clause, Contract, Document
from analyzer.segment import segment
from analyzer.segment.outline import build_outline
from tests.documents import LONG, document

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"


# Invariants


def assert_tiles(doc: Document, clauses: tuple[Clause, ...]) -> None:
    position = 0
    for index, clause in enumerate(clauses):
        assert clause.start == position
        assert clause.end > clause.start or not doc.text
        assert clause.parent is None or clause.parent < index
        assert clause.level == (0 if clause.parent is None else clauses[clause.parent].level + 1)
        position = clause.end
    assert position == len(doc.text)


LINES = st.sampled_from(
    [
        "1. TERM", "2. FEES", "1.1 In this", "1.2 The Supplier shall:", "2.1.1 Deep", "7 NOTICES", "3) third",
        "(a) use;", "(b) sell;", "(i) one;", "(ii) two;", "(A) big", "(1) num", "a. dot", "iv. four", "\u2022 bullet",
        "ARTICLE IV", "Section 4.02 Security.", "SCHEDULE 2", "Part B: Register", "Exhibit 10.14", "PAYMENT",
        "**Bold heading**", "# Styled", "## Deeper", "[14.2] numbered", "[(h)] auto", "[#3.] Heading", "[i.] roman",
        "| a | b", "| c | d", "^ note", "TABLE OF CONTENTS", "1. TERM .......... 4", "IN WITNESS WHEREOF, signed.",
        "By: ______", "Name:", LONG, "short text", "text\nwith two lines",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=25))
def test_own_spans_tile_the_body_whatever_the_blocks(lines):
    doc = document(*lines)
    assert_tiles(doc, build_outline(doc))


def files() -> Iterator[Path]:
    for folder in (ROOT / "eval" / "samples", ROOT / "tests" / "hosts"):
        yield from sorted(p for p in folder.iterdir() if p.suffix in {".docx", ".pdf"})


def assert_sound(contract: Contract) -> None:
    """Hold what every segmented contract must: tiling, passages in order inside their clause, quotes verbatim."""
    doc = contract.document
    assert_tiles(doc, contract.clauses)
    last = 0
    for passage in contract.passages:
        clause = contract.clauses[passage.clause]
        assert clause.start <= passage.start < passage.end <= clause.end
        assert passage.start >= last
        quote = doc.text[passage.start : passage.end]
        assert quote == quote.strip() != ""
        last = passage.end
    for term in contract.terms:
        assert " ".join(doc.text[term.start : term.end].split()).strip(" ,.;:*") == term.term
        assert term.definition.start <= term.start <= term.end <= term.definition.end


@pytest.mark.parametrize("path", list(files()), ids=lambda p: p.name)
def test_samples_and_hosts_tile(path):
    assert_sound(segment(ingest(path)))


def test_hosts_have_the_numbers_they_show():
    def cited(name: str) -> set[str | None]:
        return {c.number for c in segment(ingest(ROOT / "tests" / "hosts" / name)).clauses}

    assert {"Article IV", "4.02", "5.02(c)"} <= cited("us-article.docx")
    assert {"6.2(c)", "Schedule 1, 1.1", "Schedule 2, 1"} <= cited("uk-numbered.docx")
    assert {"7(d)", "16"} <= cited("short-form.docx")


@pytest.mark.parametrize("suffix", ["pdf", "docx"])
def test_sample_schedule_is_found_in_both_formats(suffix):
    contract = segment(ingest(ROOT / "eval" / "samples" / f"client-paper-ai-schedule.{suffix}"))
    assert {"14.2", "Schedule 7 Part A, 3.1", "Schedule 7 Part B", "Schedule 4, 2.1(c)"} <= {
        c.number for c in contract.clauses
    }


def test_shared_contracts_segment_soundly():
    if not SHARED.is_dir():
        pytest.skip(f"no shared data at {SHARED}: the 49 contracts are not part of the project")
    paths = [*sorted((SHARED / "contracts").glob("*.pdf")), *sorted((SHARED / "docx").glob("*.docx"))]
    for path in paths:
        assert_sound(segment(ingest(path)))
