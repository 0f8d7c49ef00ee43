"""Keywords: an element is there when one passage has a phrase of each of its groups in the library, and AI where it needs AI."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analyzer.assess.cues import compile_phrases
from analyzer.models import Contract, Element
from eval.baselines.method import Unit, cut_passages

_AI = (
    "AI", "artificial intelligence", "machine learning", "model", "models", "algorithm*", "automat*", "bot", "bots",
    "chatbot*", "virtual agent*", "virtual assistant*", "generative", "LLM*", "neural", "predictive",
)  # fmt: skip


class Keywords:
    """Scores by the share of an element's groups of phrases that a text has; all of them count as found."""

    name = "keywords of the library"
    threshold: float | None = 0.999

    def __init__(self, elements: Sequence[Element]) -> None:
        self._groups = [(*e.about, _AI) if e.anchor == "ai" else e.about for e in elements]

    def cut(self, contract: Contract) -> list[Unit]:
        """Return the passages."""
        return cut_passages(contract)

    def score(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the share of groups found."""
        return np.array([[_share(text, groups) for groups in self._groups] for text in texts])


def _share(text: str, groups: Sequence[Sequence[str]]) -> float:
    patterns = [compile_phrases(group) for group in groups]
    return sum(p is not None and p.search(text) is not None for p in patterns) / max(len(patterns), 1)
