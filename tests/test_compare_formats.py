"""One contract in two file formats: nothing is reported that is only layout, and nothing that is not is folded away."""

import shutil
import textwrap
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.compare.chunks import align
from analyzer.compare.differences import Difference, find_differences
from analyzer.compare.units import Text, read_text
from analyzer.ingest import ingest
from analyzer.segment import segment
from eval.comparing.formats import compare_pair, print_files
from tests.builders import build_docx
from tests.pdf_builders import pdf, text

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

PARAGRAPHS = (
    "The Provider shall perform the Services with the skill and care of a leading supplier of claims services.",
    "The parties shall meet every month to review what was missed and what is to be mended before the next one.",
)
ROWS = (
    ("Term", "This Agreement runs for three (3) years. Either party may end it on 90 days' notice in writing."),
    ("Training data", "The Provider shall not use Client data to train a model. [ ] Usage data [ ] Feedback"),
    ("Payment", "The Client shall pay the Provider within 60 days. No interest accrues on sums in dispute."),
    ("Liability", "The Provider is liable to the Client for its vendors. The cap is 200% of the Charges of a year."),
    ("Data deletion", "Provider"),
    ("Backup of data", "Client"),
    ("Insurance", "The Provider shall keep cover of at least 5,000,000 for each claim and shall not let it lapse."),
)
Table = tuple[tuple[str, str], ...]
# Boxes side by side have no one order on a page: which line of which box comes first is the printer's fonts' choice.
FLOW_CHART = "docling__textbox.docx"


def printed(rows: Sequence[tuple[str, str]], paragraphs: Sequence[str] = PARAGRAPHS, *, ruled: bool = True) -> bytes:
    """Set a contract with a table as a page: all lines of the table drawn, or only those between its rows."""
    y = 740.0
    parts: list[str] = []

    def write(x: float, words: str, width: int) -> int:
        lines = textwrap.wrap(words, width)
        parts.extend(text(x, y - 12 * at, line) for at, line in enumerate(lines))
        return len(lines)

    for paragraph in paragraphs[:1]:
        y -= 12 * write(72, paragraph, 88) + 14
    heights = [y + 12]
    for label, cell in rows:
        y -= 12 * max(write(78, label, 14), write(206, cell, 60)) + 8
        heights.append(y + 12)
    parts += [f"72 {height} m 540 {height} l S\n" for height in heights]
    if ruled:
        parts += [f"{x} {heights[0]} m {x} {heights[-1]} l S\n" for x in (72, 200, 540)]
    y -= 20
    for paragraph in paragraphs[1:]:
        y -= 12 * write(72, paragraph, 88) + 14
    return pdf("".join(parts))


def written(rows: Sequence[tuple[str, str]], paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    return build_docx(*paragraphs[:1], *(f"| {label} | {cell}" for label, cell in rows), *paragraphs[1:])


def read(data: bytes, name: str) -> Text:
    return read_text(segment(ingest(data, name=name)), signatures=False)


def differences(docx: bytes, page: bytes) -> list[Difference]:
    found = find_differences(align(read(docx, "contract.docx"), read(page, "contract.pdf"))).found
    return [difference for difference in found if difference.kind != "format"]


@pytest.mark.parametrize("ruled", [True, False])
def test_a_form_is_the_same_in_both_formats(ruled: bool) -> None:
    assert differences(written(ROWS), printed(ROWS, ruled=ruled)) == []


FORMS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FORMS
@given(st.permutations(ROWS), st.booleans(), st.data())
def test_a_word_that_is_gone_or_another_is_found(rows: list[tuple[str, str]], ruled: bool, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    words = rows[at][1].split()
    place = data.draw(st.sampled_from([i for i, word in enumerate(words) if any(c.isalnum() for c in word)]))
    words[place] = data.draw(st.sampled_from(["", "Vendor", "97", "not"]).filter(lambda new: new != words[place]))
    changed = [*rows[:at], (rows[at][0], " ".join(filter(None, words))), *rows[at + 1 :]]
    assert differences(written(rows), printed(changed, ruled=ruled))
    assert differences(written(changed), printed(rows, ruled=ruled))


@FORMS
@given(st.permutations(ROWS), st.booleans(), st.data())
def test_words_that_changed_places_are_found(rows: list[tuple[str, str]], ruled: bool, data: st.DataObject) -> None:
    spots = [(at, i) for at, (_, cell) in enumerate(rows) for i, word in enumerate(cell.split()) if word.isalnum()]
    one, other = data.draw(st.lists(st.sampled_from(spots), min_size=2, max_size=2, unique=True))
    cells = [cell.split() for _, cell in rows]
    first, second = cells[one[0]][one[1]], cells[other[0]][other[1]]
    if first.lower() == second.lower():
        return
    cells[one[0]][one[1]], cells[other[0]][other[1]] = second, first
    swapped = [(label, " ".join(cell)) for (label, _), cell in zip(rows, cells, strict=True)]
    assert differences(written(rows), printed(swapped, ruled=ruled))


@FORMS
@given(st.integers(0, 1), st.data())
def test_a_changed_word_of_a_paragraph_is_found(which: int, data: st.DataObject) -> None:
    words = PARAGRAPHS[which].split()
    place = data.draw(st.integers(0, len(words) - 1))
    words[place] = data.draw(st.sampled_from(["", "Client", "90"]))
    changed = [*PARAGRAPHS]
    changed[which] = " ".join(filter(None, words))
    assert differences(written(ROWS), printed(ROWS, changed))


def test_two_parties_that_changed_places_are_a_difference_in_one_format_too() -> None:
    lines = [
        "The Client shall pay the fees of the expert whom both of them name.",
        "The Provider shall pay for storage.",
    ]
    swapped = [lines[0].replace("Client", "Provider"), lines[1].replace("Provider", "Client")]
    assert [d for d in differences_of(lines, swapped) if d.kind != "format"]


def differences_of(ours: Sequence[str], theirs: Sequence[str]) -> tuple[Difference, ...]:
    base, version = (read(build_docx(*lines, *PARAGRAPHS), "contract.docx") for lines in (ours, theirs))
    return find_differences(align(base, version)).found


def test_samples_and_what_libreoffice_prints_are_the_same(tmp_path: Path) -> None:
    samples = sorted((ROOT / "eval" / "samples").glob("*.docx"))
    for sample in samples:
        assert compare_pair(sample, sample.with_suffix(".pdf")).reported == 0, sample.name
    if shutil.which("soffice") is None or not SHARED.exists():
        pytest.skip("soffice or ../shared is missing: only the samples were compared in both formats")
    pairs = {docx.name: compare_pair(docx, page) for docx, page in print_files(SHARED, tmp_path)}
    assert len(pairs) >= 14
    assert {name: pair.reported for name, pair in pairs.items() if pair.reported and name != FLOW_CHART} == {}
    assert sum(pair.not_printed for pair in pairs.values()) <= 2
