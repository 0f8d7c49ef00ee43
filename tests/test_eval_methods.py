"""ACORD's measure, the simple methods and how their thresholds are tuned, words in order."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from analyzer.ingest import ingest
from analyzer.library import Library
from analyzer.models import Contract
from analyzer.retrieve import Retriever
from analyzer.segment import segment
from eval.acord import load_task, ndcg
from eval.baselines import Unit, compare_methods
from eval.baselines.keywords import Keywords
from eval.baselines.method import cut_passages
from eval.baselines.recipe import Recipe
from eval.baselines.words import Words
from eval.cases import GoldElement, LabelledCase
from eval.judged import JudgedCase
from eval.metrics import rate
from eval.reading import compare_words, split_words
from eval.sentences import JudgedSentence, Reaction

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def contract_of(text: str) -> Contract:
    return segment(ingest(text.encode(), name="contract.txt"))


def test_ndcg_is_one_for_the_best_order_and_less_for_any_other() -> None:
    grades = [4, 3, 0, 0]
    assert ndcg(grades, grades, 5) == pytest.approx(1.0)
    assert ndcg([3, 4, 0, 0], grades, 5) == pytest.approx((3 + 4 / np.log2(3)) / (4 + 3 / np.log2(3)))
    assert ndcg([0, 0, 4, 3], grades, 2) == 0.0
    assert ndcg([0, 0], [0, 0], 5) is None


def test_acord_is_read_whole() -> None:
    folder = SHARED / "acord"
    if not folder.is_dir():
        pytest.skip("no ../shared beside the project: ACORD is not read")
    task = load_task(folder)
    assert (len(task.clauses), len(task.grades)) == (3931, 57)
    assert all(clause in task.clauses for grades in task.grades.values() for clause in grades)
    assert any(query.startswith('"as is"') for query in task.grades)


class Lengths:
    """A method that takes a long sentence for any element."""

    name = "lengths"
    threshold: float | None = None

    def cut(self, contract: Contract) -> list[Unit]:
        return cut_passages(contract)

    def score(self, texts: Sequence[str]) -> NDArray[np.float64]:
        return np.array([[len(text), -len(text)] for text in texts], dtype=np.float64).reshape(-1, 2)


def test_a_threshold_is_tuned_on_the_other_documents(core_library: Library) -> None:
    elements = core_library.provisions[0].elements[:2]
    first = elements[0]
    label = GoldElement(
        provision=first.provision, element=first.id, status="weak", quotes=("The Supplier shall tell the Client of each new model before it is used.",)
    )  # fmt: skip
    with_it = "1. Fees are due.\n\n2. The Supplier shall tell the Client of each new model before it is used.\n"
    without = "1. Fees are due.\n\n2. Notices are in writing.\n"
    judged = [
        JudgedCase(LabelledCase(doc="d", tier="standard", elements=labels, path=Path("d.txt")), contract_of(text), ())
        for text, labels in ((with_it, (label,)), (with_it, (label,)), (without, ()), (without, ()))
    ]
    sentence = JudgedSentence("text", first.provision, first.id, "weak", Reaction((), ()), None)
    sections, table = compare_methods(
        [Lengths()],
        judged=judged,
        sentences=[sentence],
        pre_ai=[contract_of(without)],
        elements=elements,
        shipped=[rate("element detection: F1", [(1, 2)])],
    )
    figures = {figure.name: figure.value for figure in sections[0].figures}
    assert figures["element detection: recall"] == 1.0
    assert figures["evidence overlaps the annotators' quote"] == 1.0
    assert figures["element is among the first three"] == 1.0
    assert [row[0] for row in table.rows] == ["lengths", "this analyzer"]
    assert table.rows[1][3] == ".50"


NOTICE = "The Supplier shall give the Client sixty days' notice before it changes or retrains any AI model."
RENT = "The tenant shall pay the rent on the first day of each month and keep the premises in good repair."


@pytest.mark.parametrize("name", ["keywords", "words", "recipe"])
def test_each_simple_method_tells_a_sentence_on_the_subject_from_one_off_it(
    name: str, core_library: Library, fast_retriever: Retriever
) -> None:
    elements = [e for p in core_library.provisions for e in p.elements]
    method: Keywords | Words | Recipe
    if name == "keywords":
        method = Keywords(elements)
    elif name == "words":
        method = Words(elements, core_library.exemplars)
    else:
        method = Recipe(core_library, fast_retriever.encoder)
    scores = method.score([NOTICE, RENT])
    assert scores.shape == (2, len(elements))
    on_notice = [i for i, e in enumerate(elements) if e.id == "notice-period"]
    assert scores[0, on_notice].max() > scores[1, on_notice].max()
    units = method.cut(contract_of(f"1. {NOTICE}\n\n2. {RENT}\n"))
    assert all(unit.end > unit.start for unit in units)


def test_words_are_compared_in_their_order(tmp_path: Path) -> None:
    assert split_words("The Supplier\u2019s \ufb01rst (1st) duty_") == ["the", "supplier", "s", "first", "1st", "duty"]
    pdf = SHARED / "contracts" / "BANGIINC_05_25_2005-EX-10-Premium_Managed_Hosting_Agreement.pdf"
    if not pdf.is_file():
        pytest.skip("no ../shared beside the project: no PDF is compared with its text")
    total, there, ours = compare_words(pdf, pdf.with_suffix(".txt"))
    assert total > 300
    assert there > 0.85
    assert ours > 0.95
    shuffled = tmp_path / "shuffled.txt"
    shuffled.write_text(" ".join(sorted(split_words(pdf.with_suffix(".txt").read_text("utf-8")))), encoding="utf-8")
    assert compare_words(pdf, shuffled)[1] < 0.4
