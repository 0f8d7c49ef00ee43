"""Fit the model of sentences that give their reader orders, and measure it on kinds it has not seen.

`python -m eval.train_lint` writes `analyzer/lint/orders.npz` from the cases that are not held back, against the library's
exemplars and drafts, the sentence cases and the practice contracts. Needs scikit-learn (extra `dev`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analyzer.ingest import ingest
from analyzer.library import load_library
from analyzer.lint.disguise import spread
from analyzer.lint.instructions import split_sentences
from analyzer.lint.lexicon import describe, spell
from analyzer.lint.order_model import ORDERS_FILE, PLACES
from analyzer.settings import Settings
from analyzer.wording import hash_wording
from eval.cases import PRACTICE
from eval.lint_cases import load_clauses, load_orders
from eval.sentence_cases import load_tuning_cases

if TYPE_CHECKING:
    from scipy import sparse

# How much an order and a clause of ours weigh beside an ordinary sentence, the words beside the grammar, and the strength
# of the fit: chosen by leaving kinds out.
_ORDER_WEIGHS, _CLAUSE_WEIGHS = 3.0, 2.0
_WORDS = 3.0
_STRENGTH = 1.0
_FOLDS = 6
# Of the sentences of contracts, none of which gives orders, so many may pass the threshold out of fold.
_FALSE_ALARMS = 10
# Real contracts hold more fragments and headings than what is fitted on: at a margin of 0.25 three documents of 77 have a false
# alarm, at 0.6 one.
_MARGIN = 0.95
_FEWEST_CHARACTERS = 16


def read_ordinary() -> list[str]:
    """Return sentences that give no orders: of the library, the sentence cases and the practice contracts."""
    library = load_library(Settings().library_dir)
    texts = [exemplar.text for exemplar in library.exemplars]
    texts += [case.text for case in load_tuning_cases()]
    texts += [re.sub(r"\{\w+\}", "Term", draft) for e in library.elements.values() for draft in e.drafts.values()]
    texts += [ingest(file).text for file in sorted(PRACTICE.glob("*.md"))]
    sentences = (text[a:b] for text in texts for a, b in split_sentences(text))
    return [s for s in dict.fromkeys(sentences) if len(s) >= _FEWEST_CHARACTERS]


def tabulate(
    texts: Sequence[str], rarity: NDArray[np.float32] | None = None
) -> tuple[sparse.csr_matrix, NDArray[np.float32]]:
    """Return a row a text, features before words, and how much each place of the words weighs."""
    from scipy import sparse

    counts = [hash_wording(text, size=PLACES, longest=1) for text in texts]
    rows = [i for i, row in enumerate(counts) for _ in row]
    words = sparse.csr_matrix(
        ([v for row in counts for v in row.values()], (rows, [place for row in counts for place in row])),
        shape=(len(texts), PLACES),
    )
    if rarity is None:
        found = np.asarray((words != 0).sum(axis=0)).ravel()
        rarity = (np.log((1 + len(texts)) / (1 + found)) + 1).astype(np.float32)
    words = words.multiply(rarity).tocsr()
    lengths = np.sqrt(np.asarray(words.multiply(words).sum(axis=1)).ravel())
    words = sparse.diags(_WORDS / np.maximum(lengths, 1e-6)) @ words
    features = sparse.csr_matrix(np.array([describe(spell(text)) for text in texts], dtype=np.float32))
    return sparse.hstack([features, words]).tocsr(), rarity


def main() -> None:
    """Measure by leaving out, then fit on all and write the file."""
    from sklearn.linear_model import LogisticRegression

    orders, clauses, ordinary = load_orders(held_back=False), load_clauses(held_back=False), read_ordinary()
    texts = [*(spread(case.text) for case in (*orders, *clauses)), *ordinary]
    given = np.array([1] * len(orders) + [0] * (len(clauses) + len(ordinary)))
    rows, rarity = tabulate(texts)
    weights = np.repeat([_ORDER_WEIGHS, _CLAUSE_WEIGHS, 1.0], [len(orders), len(clauses), len(ordinary)])

    def fit(inside: NDArray[np.bool_]) -> LogisticRegression:
        model = LogisticRegression(C=_STRENGTH, solver="liblinear")
        return model.fit(rows[inside], given[inside], sample_weight=weights[inside])

    # Kinds of orders are left out whole: an attacker writes what nobody has written yet.
    kinds = sorted({case.kind for case in orders})
    fold = np.random.RandomState(1).randint(0, _FOLDS, len(texts))
    fold[: len(orders)] = [kinds.index(case.kind) % _FOLDS for case in orders]
    scores = np.zeros(len(texts))
    for number in range(_FOLDS):
        scores[fold == number] = fit(fold != number).decision_function(rows[fold == number])
    threshold = float(np.sort(scores[len(orders) + len(clauses) :])[-_FALSE_ALARMS - 1])
    threshold += _MARGIN
    found = scores > threshold
    ends = np.cumsum([len(orders), len(clauses), len(ordinary)])
    for name, part in zip(("orders of kinds left out", "clauses", "ordinary"), np.split(found, ends[:-1]), strict=True):
        print(f"{name}: {int(part.sum())} of {len(part)} found")
    model = fit(np.ones(len(texts), dtype=bool))
    size = rows.shape[1] - PLACES
    np.savez_compressed(
        ORDERS_FILE,
        weights=model.coef_[0, :size].astype(np.float32),
        wording=(_WORDS * model.coef_[0, size:]).astype(np.float16),
        rarity=rarity.astype(np.float16),
        scalars=np.array([model.intercept_[0], threshold], dtype=np.float32),
    )


if __name__ == "__main__":
    main()
