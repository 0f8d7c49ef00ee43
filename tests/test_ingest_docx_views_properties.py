"""What holds of every document with tracked changes, on random ones beside a model that knows nothing of the reader."""

import re
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.ingest import ingest, read_revisions
from analyzer.models.document import Span, View
from analyzer.models.revisions import RevisedDocument
from tests.revision_builders import AUTHORS, Block, documents, docx_of, lines_of, runs_of

VIEWS: tuple[View, ...] = ("base", "marked", "proposed")
KINDS = {"ins": "insertion", "del": "deletion", "moveTo": "move_to", "moveFrom": "move_from"}
_WORD = re.compile(r"w\d+x")


def read(blocks: Sequence[Block]) -> RevisedDocument:
    return read_revisions(docx_of(blocks), name="redline.docx")


def lines(revised: RevisedDocument, view: View) -> list[tuple[str, str | None]]:
    document = revised.in_view(view)
    return [(document.text[block.start : block.end], block.number) for block in document.blocks]


def places(text: str) -> dict[str, Span]:
    """Where each run's own word stands."""
    return {found.group(): Span(start=found.start(), end=found.end()) for found in _WORD.finditer(text)}


many = settings(max_examples=40, deadline=None)


@many
@given(documents())
def test_each_view_reads_as_the_model_says(blocks: list[Block]) -> None:
    revised = read(blocks)
    for view in VIEWS:
        assert lines(revised, view) == lines_of(blocks, view), view


@settings(max_examples=20, deadline=None)
@given(documents(), st.sampled_from(["base", "proposed"]))
def test_one_view_by_itself_is_the_same_document(blocks: list[Block], view: View) -> None:
    data = docx_of(blocks)
    assert ingest(data, name="redline.docx", view=view) == read_revisions(data, name="redline.docx").in_view(view)


@many
@given(documents(in_one_order=True))
def test_stretches_tile_the_marked_text_and_rise_in_every_view(blocks: list[Block]) -> None:
    revised = read(blocks)
    stretches = revised.stretches
    assert (stretches[0].start, stretches[-1].end) == (0, len(revised.marked.text))
    assert all(one.end == other.start and one.start < one.end for one, other in pairwise(stretches))
    for view in ("base", "proposed"):
        text, covered = revised.in_view(view).text, 0
        for stretch in stretches:
            at = stretch.begins(view)
            if at is None:
                continue
            # What lies between two stretches of a view is space that the marked text has elsewhere.
            assert at >= covered
            assert text[covered:at].strip(" |\n") == ""
            covered = at + stretch.end - stretch.start
            assert text[at:covered] == revised.marked.text[stretch.start : stretch.end]
        assert text[covered:].strip() == ""


@many
@given(documents(in_one_order=True))
def test_words_are_found_again_in_every_view_that_holds_them(blocks: list[Block]) -> None:
    revised = read(blocks)
    spans = {view: places(revised.in_view(view).text) for view in VIEWS}
    for one in VIEWS:
        for other in VIEWS:
            for word, span in spans[one].items():
                found = revised.locate(span, of=one, to=other)
                if word in spans[other]:
                    assert found == spans[other][word], (word, one, other)
                else:
                    assert word not in revised.in_view(other).text[found.start : found.end]


@many
@given(documents())
def test_locating_never_turns_round(blocks: list[Block]) -> None:
    revised = read(blocks)
    for one, other in (("base", "proposed"), ("proposed", "base"), ("marked", "base"), ("proposed", "marked")):
        length, last = len(revised.in_view(one).text), Span(start=0, end=0)
        for at in range(length):
            found = revised.locate(Span(start=at, end=at + 1), of=one, to=other)
            assert 0 <= found.start <= found.end <= len(revised.in_view(other).text)
            assert last.start <= found.start
            assert last.end <= found.end
            last = found
        matches = revised.alignment(one, other).matches
        assert all(a[0] + a[2] <= b[0] and a[1] + a[2] <= b[1] for a, b in pairwise(matches))
        backwards = [(b, a, n) for a, b, n in revised.alignment(other, one).matches]
        assert sorted(backwards) == sorted(matches)


@many
@given(documents())
def test_every_change_of_a_word_is_in_a_revision_of_its_kind_and_author(blocks: list[Block]) -> None:
    revised = read(blocks)
    marked = places(revised.marked.text)
    expected = {
        (word, KINDS[mark.change], mark.author)
        for run, marks in runs_of(blocks)
        for word in _WORD.findall(run.words)[:1]
        for mark in marks
        if word in marked
    }
    found = {
        (word, revision.kind, revision.author)
        for revision in revised.revisions
        if revision.kind != "format"
        for word in _WORD.findall(revision.text)
    }
    assert found == expected


@many
@given(documents(in_one_order=True))
def test_a_revision_quotes_its_text_and_is_empty_where_it_is_not(blocks: list[Block]) -> None:
    revised = read(blocks)
    starts = [r.spans.marked.start for r in revised.revisions if r.spans is not None]
    assert starts == sorted(starts)
    for revision in revised.revisions:
        spans, block = revision.spans, revision.block
        assert spans is not None
        assert block is not None
        assert revision.text == revised.marked.text[spans.marked.start : spans.marked.end]
        assert revised.marked.blocks[block].start <= max(spans.marked.start, revised.marked.blocks[0].start)
        if revision.kind in ("insertion", "move_to"):
            assert revised.base.text[spans.base.start : spans.base.end].strip(" |\n") == ""
        if revision.kind in ("deletion", "move_from"):
            assert revised.proposed.text[spans.proposed.start : spans.proposed.end].strip(" |\n") == ""
        assert revision.author in AUTHORS
        assert revision.date is not None
        assert revision.date.day == AUTHORS.index(revision.author) + 1
