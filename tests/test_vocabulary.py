"""How likely a text's words are under each element of the library."""

from pathlib import Path

import numpy as np
import pytest

from analyzer.models import Exemplar, ExemplarStatus
from analyzer.retrieve.keys import Keys, sort_by_key
from analyzer.retrieve.vocabulary import Vocabulary

NOTICE = "model-change-notice"
LIBRARY: tuple[tuple[str, str | None, ExemplarStatus | None, str], ...] = (
    (NOTICE, "notice-period", "strong", "Provider shall give sixty days notice before a new model is released."),
    (NOTICE, "notice-period", "strong", "Sixty days notice before release of each model."),
    (NOTICE, "notice-period", "adverse", "Provider may release a new model whenever it likes."),
    (NOTICE, "notice-period", "adverse", "A model is replaced whenever Provider likes."),
    (NOTICE, "rollback", "strong", "On request the earlier version is restored within a day."),
    (NOTICE, "rollback", "strong", "The earlier version is kept and restored."),
    (NOTICE, None, None, "Notice of a change of address is given in writing."),
    (NOTICE, None, None, "A change of address is told in writing."),
)


def exemplars() -> tuple[Exemplar, ...]:
    return sort_by_key(
        [
            Exemplar(id=str(number), provision=provision, element=element, status=status, text=text)
            for number, (provision, element, status, text) in enumerate(LIBRARY)
        ]
    )


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    own = exemplars()
    return Vocabulary.fit([e.text for e in own], Keys(own).of)


def key(element: str | None) -> int:
    return Keys(exemplars()).names.index((NOTICE, element))


@pytest.mark.parametrize(
    ("text", "element"),
    [
        ("Whenever Provider likes, sixty days before release.", "notice-period"),
        ("An earlier version is restored.", "rollback"),
        ("A new address in writing.", None),
    ],
)
def test_words_are_likeliest_where_they_are_used(vocabulary: Vocabulary, text: str, element: str | None) -> None:
    found = vocabulary.of([text])
    assert int(np.argmax(found[0])) == key(element)


def test_the_middle_key_is_the_measure(vocabulary: Vocabulary) -> None:
    found = vocabulary.of(["Whenever Provider likes, sixty days before release.", "An earlier version is restored."])
    assert np.median(found, axis=1) == pytest.approx([0.0, 0.0], abs=1e-6)


def test_words_that_nobody_has_used_say_nothing(vocabulary: Vocabulary) -> None:
    assert not vocabulary.of(["Quarterly zebra husbandry", ""]).any()


def test_a_word_of_a_single_exemplar_says_nothing(vocabulary: Vocabulary) -> None:
    assert "sixty" in vocabulary.words
    assert "request" not in vocabulary.words


def test_what_was_saved_says_the_same(vocabulary: Vocabulary, tmp_path: Path) -> None:
    vocabulary.save(tmp_path)
    texts = ["Whenever Provider likes, sixty days before release.", "A change of address."]
    assert (vocabulary.of(texts) == Vocabulary.load(tmp_path).of(texts)).all()
