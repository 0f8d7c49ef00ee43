"""Measuring the comparison: engines side by side, and edits whose effect is known."""

from analyzer.models import Change
from eval.comparing.edits import KnownEdit, change_of
from eval.comparing.engines import compare_engines
from eval.comparing.pair import Pair, edit_paragraphs, write_pair

PARAGRAPHS = [
    f"The Provider shall deliver report number {n} on the {what} of the services to the Client within {n + 10} days after the"
    f" end of each month and shall answer questions of the Client about it without delay."
    for n, what in enumerate(
        ("quality", "volume", "cost", "staffing", "security", "backlog", "accuracy", "training") * 8
    )
]


def test_engines_stand_side_by_side_with_changes_and_time() -> None:
    pair: Pair = write_pair(PARAGRAPHS)
    changed, edits = edit_paragraphs(PARAGRAPHS)
    assert pair.edits == edits == len(PARAGRAPHS[5::8])
    assert changed != PARAGRAPHS
    ours, difflib, redlines = compare_engines(pair).rows
    assert (ours[0], ours[1]) == ("ours", str(edits))
    assert int(difflib[1]) >= edits
    assert float(ours[2]) > 0
    assert float(difflib[2]) > 0
    assert "python-redlines" in redlines[0]


def test_an_edit_is_found_by_its_words() -> None:
    edit = KnownEdit(old="invoice within ten days of", new="invoice within two days of", effect="strengthened")
    before, after = (
        "It pays each invoice within ten days of receipt.",
        "It pays each invoice within two days of receipt.",
    )
    change = Change(id="c1", kind="replace", tracked=False, section="1", before=before, after=after)
    assert change_of(edit, [change]) == change
    assert change_of(edit, [change.model_copy(update={"before": "Notices are in writing."})]) is None
