"""What of one text is what of the other: invariants that hold for any two texts, and cases by name."""

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.compare.assign import assign, in_order
from analyzer.compare.chunks import Aligned, align
from analyzer.compare.differences import Differences, find_differences
from analyzer.compare.noise import count_folds, renumbering
from analyzer.compare.references import find_stale
from analyzer.compare.spans import read_runs
from analyzer.compare.units import Text, read_text
from analyzer.compare.words import read_words
from analyzer.ingest import ingest
from analyzer.segment import segment
from tests.builders import build_docx

SENTENCES = [
    f"{who} shall {verb} the {thing} within {number} days."
    for number, (who, verb, thing) in enumerate(
        [
            ("The Provider", "deliver", "monthly report on quality"),
            ("The Client", "pay", "undisputed part of an invoice"),
            ("Each party", "protect", "confidential papers of the other"),
            ("The Provider", "restore", "last approved version of the model"),
            ("The auditor", "inspect", "logs of every automated decision"),
            ("The Client", "approve", "list of subcontractors in Europe"),
            ("The Provider", "train", "handlers on complaints about outputs"),
            ("Neither party", "assign", "benefit of the insurance policies"),
        ],
        10,
    )
]
LISTS = ("1 = decimal|%1. ; decimal|%1.%2|legal ; lowerLetter|(%3)",)


def text_of(*lines: str, typed: bool = False) -> Text:
    """Read a contract of numbered clauses; with `typed` their numbers stand in the text."""
    numbered = [f"{n}. {line}" if typed else f"1> {line}" for n, line in enumerate(lines, 1)]
    return read_text(segment(ingest(build_docx(*numbered, lists=LISTS), name="contract.docx")))


def plain(*lines: str) -> Text:
    return read_text(segment(ingest("\n\n".join(lines).encode(), name="contract.txt")))


def compared(a: Text, b: Text) -> tuple[Aligned, Differences]:
    aligned = align(a, b)
    return aligned, find_differences(aligned)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8),
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8),
)
def test_every_word_is_in_one_chunk_and_matches_its_like(ours: list[str], theirs: list[str]) -> None:
    a, b = plain(*ours), plain(*theirs)
    aligned = align(a, b)
    assert sorted(w for c in aligned.chunks for w in c.a) == list(range(len(a.words)))
    assert sorted(w for c in aligned.chunks for w in c.b) == list(range(len(b.words)))
    matched = [(i, j) for i, j in enumerate(aligned.match) if j >= 0]
    assert len({j for _, j in matched}) == len(matched)
    assert all(a.words.folded[i] == b.words.folded[j] for i, j in matched)
    for chunk in aligned.chunks:
        runs = read_runs(aligned, chunk.a, chunk.b)
        said = read_words("".join(r.text for r in runs if r.side != "before")).keys
        assert said == [b.words.keys[w] for w in chunk.b]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8))
def test_a_text_beside_itself_has_no_difference(lines: list[str]) -> None:
    aligned, differences = compared(plain(*lines), plain(*lines))
    assert differences.found == ()
    assert aligned.match == list(range(len(aligned.a.words)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.permutations(SENTENCES),
    st.integers(0, len(SENTENCES) - 1),
    st.sampled_from(["replace", "delete", "insert"]),
)
def test_one_edit_is_one_difference(lines: list[str], at: int, kind: str) -> None:
    changed = list(lines)
    if kind == "replace":
        changed[at] = changed[at].replace(" days.", " months.")
    elif kind == "delete":
        del changed[at]
    else:
        changed.insert(at, "A vendor may publish whatever it learns from using these services.")
    _, differences = compared(plain(*lines), plain(*changed))
    assert [d.kind for d in differences.found] == [kind]


@given(st.lists(st.lists(st.floats(0.01, 1), min_size=4, max_size=4), min_size=4, max_size=4))
def test_the_assignment_has_the_greatest_sum(table: list[list[float]]) -> None:
    rows, columns = np.divmod(np.arange(16), 4)
    chosen = assign(rows, columns, np.asarray(table).ravel())
    best = max(sum(table[i][j] for i, j in enumerate(order)) for order in permutations(range(4)))
    assert sum(table[i][j] for i, j in chosen) == pytest.approx(best)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5)), max_size=9))
def test_what_stays_in_order_is_the_heaviest_rising_run(pairs: list[tuple[int, int]]) -> None:
    places, weights = [p for p, _ in pairs], [w for _, w in pairs]
    kept = sorted(in_order(places, weights))
    assert all(places[i] < places[j] for i, j in pairwise(kept))
    best = 0
    for chosen in range(1 << len(pairs)):
        own = [i for i in range(len(pairs)) if chosen >> i & 1]
        if all(places[i] < places[j] for i, j in pairwise(own)):
            best = max(best, sum(weights[i] for i in own))
    assert sum(weights[i] for i in kept) == best


def test_a_moved_clause_is_a_move_and_no_deletion() -> None:
    _, differences = compared(text_of(*SENTENCES), text_of(*SENTENCES[1:4], SENTENCES[0], *SENTENCES[4:]))
    assert [d.kind for d in differences.found] == ["move"]


def test_a_clause_cut_in_two_is_told_as_that() -> None:
    both = f"{SENTENCES[2]} {SENTENCES[3]}"
    _, differences = compared(text_of(*SENTENCES[:2], both, *SENTENCES[4:]), text_of(*SENTENCES[:4], *SENTENCES[4:]))
    assert [(d.kind, d.joint) for d in differences.found] == [("format", "split")]
    _, back = compared(text_of(*SENTENCES[:4], *SENTENCES[4:]), text_of(*SENTENCES[:2], both, *SENTENCES[4:]))
    assert [(d.kind, d.joint) for d in back.found] == [("format", "merged")]


def test_a_clause_cut_in_two_and_reworded_is_both() -> None:
    both = f"{SENTENCES[2]} {SENTENCES[3]}"
    weaker = SENTENCES[3].replace("shall", "should")
    _, differences = compared(
        text_of(*SENTENCES[:2], both, *SENTENCES[4:]), text_of(*SENTENCES[:3], weaker, *SENTENCES[4:])
    )
    assert sorted(d.kind for d in differences.found) == ["format", "replace"]


def test_numbers_typed_or_automatic_are_noise() -> None:
    aligned, differences = compared(text_of(*SENTENCES), text_of(*SENTENCES, typed=True))
    assert differences.found == ()
    assert set(differences.folded.values()) == {"numbering"}
    assert count_folds(aligned, differences.folded)["numbering"] == 0  # the numbers themselves are the same


def test_a_reference_that_follows_its_clause_is_noise_and_one_that_does_not_is_none() -> None:
    told = "The caps in clause 4 apply to every claim."
    base = text_of(*SENTENCES[:4], told)
    new = "The vendor may use a pool of robots."
    followed = text_of(new, *SENTENCES[:4], told.replace("4", "5"))
    aligned, differences = compared(base, followed)
    assert [d.kind for d in differences.found] == ["insert"]
    assert "references" in differences.folded.values()
    assert renumbering(aligned)["4"] == "5"
    _, wrong = compared(base, text_of(new, *SENTENCES[:4], told.replace("4", "3")))
    assert sorted(d.kind for d in wrong.found) == ["insert", "replace"]


def test_a_reference_that_stays_while_its_clause_moves_on_is_found() -> None:
    told = "The caps in clause 4 apply to every claim, and section 9 of the Data Act 2020 applies to clauses 2 and 3."
    base = text_of(*SENTENCES[:4], told)
    new = "The vendor may use a pool of robots."
    stale = list(find_stale(align(base, text_of(*SENTENCES[:3], new, SENTENCES[3], told))))
    assert [(s.named, s.moved_to) for s in stale] == [("clause 4", "5")]
    assert "robots" in (stale[0].names or "") or "vendor" in (stale[0].names or "")
    followed = text_of(*SENTENCES[:3], new, SENTENCES[3], told.replace("clause 4", "clause 5"))
    assert list(find_stale(align(base, followed))) == []
    assert list(find_stale(align(base, text_of(*SENTENCES[:4], told, new)))) == []


def test_a_reference_to_a_clause_that_is_gone_is_found() -> None:
    told = "The caps in clause 5 apply to every claim."
    base = text_of(told, *SENTENCES[:4])
    (stale,) = find_stale(align(base, text_of(told, *SENTENCES[:3])))
    assert (stale.named, stale.moved_to, stale.names) == ("clause 5", None, None)
    reworded = text_of(told, *SENTENCES[:3], "The Provider shall fall back on whatever release its vendor offers.")
    assert list(find_stale(align(base, reworded))) == []


def test_quotes_spaces_and_line_ends_are_noise() -> None:
    base = plain("The “Provider” shall act  in the Client’s interest – always.", *SENTENCES)
    other = plain('The "Provider" shall act in\nthe Client\'s interest - always.', *SENTENCES)
    aligned, differences = compared(base, other)
    assert differences.found == ()
    assert count_folds(aligned, differences.folded)["quotes"] == 1


def test_the_end_of_an_item_is_noise_and_a_comma_within_is_none() -> None:
    items = ("1> The Provider shall:", "1.1> keep logs of each decision; and", "1.1> delete the data of each client.")
    longer = (*items[:1], items[1].replace("; and", ";"), items[2].replace("client.", "client;"))
    base, other = (
        read_text(segment(ingest(build_docx(*lines, *(f"1> {s}" for s in SENTENCES), lists=LISTS), name="c.docx")))
        for lines in (items, longer)
    )
    _, differences = compared(base, other)
    assert differences.found == ()
    _, comma = compared(plain(*SENTENCES), plain(SENTENCES[0].replace(" report", ", report"), *SENTENCES[1:]))
    assert [d.kind for d in comma.found] == ["replace"]


def test_a_defined_term_that_loses_its_capital_is_a_change() -> None:
    defines = "“Services” means the claims services that the Provider performs under this Agreement."
    base = plain(defines, "The Client owns everything the Provider makes for the Services.", *SENTENCES)
    other = plain(defines, "The Client owns everything the Provider makes for the services.", *SENTENCES)
    _, differences = compared(base, other)
    assert [d.kind for d in differences.found] == ["replace"]


def test_a_rewritten_clause_in_its_place_is_reworded_and_elsewhere_it_is_new() -> None:
    rewritten = "The Provider shall restore whichever version suits its own convenience."
    _, here = compared(text_of(*SENTENCES), text_of(*SENTENCES[:3], rewritten, *SENTENCES[4:]))
    assert [d.kind for d in here.found] == ["replace"]
    _, there = compared(text_of(*SENTENCES), text_of(rewritten, *SENTENCES[:3], *SENTENCES[4:]))
    assert sorted(d.kind for d in there.found) == ["delete", "insert"]
