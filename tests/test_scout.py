"""The scout: which passages are read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analyzer.models import Exemplar
from analyzer.retrieve.keys import Keys, sort_by_key
from analyzer.retrieve.scout import Scout
from analyzer.retrieve.vocabulary import Vocabulary

SHIPPED = Scout.load()
SPEAKS = (
    "Provider may replace the language model behind the chatbot at any time without notice.",
    "All customer data shall be hosted and processed in the European Union.",
    "Provider may use Client Data to improve its products.",
    "A person reviews each refusal before it is sent.",
)
ORDINARY = (
    "Invoices are payable within thirty days of receipt by bank transfer.",
    "This Agreement may be executed in counterparts, each of which is an original.",
    "Headings are for convenience and do not affect how this Agreement is read.",
)
MODELS = ["Provider shall give notice of each new version of the model.", "The model is replaced after written notice."]
PARKING = ["Provider's staff park on the upper deck only.", "A car left on the upper deck overnight is towed away."]


def fit(*texts: tuple[str, str | None]) -> tuple[Vocabulary, tuple[tuple[str, str | None], ...]]:
    """Return a vocabulary fitted on texts, each with the element of one provision that it speaks to, and its keys."""
    ordered = sort_by_key(
        [
            Exemplar(
                id=str(n), provision=element or "none", element=element, status="strong" if element else None, text=t
            )
            for n, (t, element) in enumerate(texts)
        ]
    )
    keys = Keys(ordered)
    return Vocabulary.fit([e.text for e in ordered], keys.of), keys.names


ORDINARY_ONES: list[tuple[str, str | None]] = [(text, None) for text in ORDINARY for _ in range(2)]
KNOWN = fit(*[(text, "model") for text in MODELS for _ in range(2)], *ORDINARY_ONES)


@pytest.mark.parametrize(("better", "worse"), [*zip(SPEAKS, (*ORDINARY, ORDINARY[0]), strict=True)])
def test_what_speaks_to_an_element_weighs_more_than_what_is_ordinary(better: str, worse: str) -> None:
    first, second = SHIPPED.weigh([better, worse], *KNOWN)
    assert first > second


def test_an_element_of_the_users_own_is_looked_for() -> None:
    more = fit(
        *[(text, "model") for text in MODELS for _ in range(2)],
        *[(text, "parking") for text in PARKING for _ in range(2)],
        *ORDINARY_ONES,
    )
    sentence = "A van that is parked on the upper deck overnight is towed."
    assert SHIPPED.weigh([sentence], *more)[0] > SHIPPED.weigh([sentence], *KNOWN)[0] + 0.5
    assert SHIPPED.weigh([sentence], *more)[0] > SHIPPED.weigh([sentence], *more, provisions={"model"})[0] + 0.5


def test_a_text_weighs_the_same_beside_others() -> None:
    texts = [*SPEAKS, *ORDINARY] * 100
    together = SHIPPED.weigh(texts, *KNOWN)
    assert together == pytest.approx(
        np.concatenate([SHIPPED.weigh([text], *KNOWN) for text in texts[:7]] * 100), abs=1e-4
    )


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    SHIPPED.save(tmp_path / "scout.npz")
    assert Scout.load(tmp_path / "scout.npz").weigh(SPEAKS, *KNOWN).tolist() == SHIPPED.weigh(SPEAKS, *KNOWN).tolist()
