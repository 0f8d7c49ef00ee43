"""Clauses with every element labelled: the form they are read in, and what the shipped ones are made of."""

from pathlib import Path

import pytest

from analyzer.library import load_library
from eval.clause_cases import ClauseCase, load_clauses
from eval.sentence_cases import CaseFileError

CLAUSE = """# 9.2 Improving the Service
@ standard service
Provider may use Client Data to train its models.
= data-ownership-training/training-ban adverse; data-ownership-training/ownership weak?

Headings are for convenience.
=
"""


def read(folder: Path, text: str) -> tuple[ClauseCase, ...]:
    (folder / "clauses.txt").write_text(text, encoding="utf-8")
    return load_clauses(folder)


def test_sentences_keep_all_their_labels(tmp_path: Path) -> None:
    (clause,) = read(tmp_path, CLAUSE)
    assert (clause.heading, clause.tier, clause.anchored_by) == ("9.2 Improving the Service", "standard", "service")
    training, headings = clause.sentences
    assert [(label.element, label.status, label.doubtful) for label in training.labels] == [
        ("training-ban", "adverse", False),
        ("ownership", "weak", True),
    ]
    assert headings.labels == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("@ standard service\n", "", ":1: no line `@ tier named|service`"),
        ("standard service", "middling service", ":2: expected `@ routine|standard|high named|service`"),
        ("weak?", "feeble", ":4: 'data-ownership-training/ownership feeble' is not `provision/element status`"),
        ("training-ban adverse", "training-ban-adverse", ":4: "),
        ("=\n", "", ":1: each sentence of a clause needs a line `=` after it"),
        ("# 9.2 Improving the Service\n", "", ":1: a clause begins with its heading after #"),
        ("= data", "data", ":4: the sentence before this one has no line `=`"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(CaseFileError) as told:
        read(tmp_path, CLAUSE[::-1].replace(old[::-1], new[::-1], 1)[::-1])
    assert f"clauses.txt{said}" in str(told.value)


def test_the_shipped_clauses_label_elements_of_the_library() -> None:
    known = set(load_library().elements)
    clauses = load_clauses()
    labels = [label for clause in clauses for sentence in clause.sentences for label in sentence.labels]
    assert {(label.provision, label.element) for label in labels} == known
    sentences = [sentence.text for clause in clauses for sentence in clause.sentences]
    assert len(sentences) > 8_000
    assert len(set(sentences)) > 0.99 * len(sentences)
