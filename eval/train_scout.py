"""Fit the scout, which tells from its words whether a passage may speak to an element, and measure what it passes over.

`python -m eval.train_scout` writes `analyzer/encoders/accurate/scout.npz` from the clauses with every element labelled, under the
vocabulary of the library; how much it lets through is set on the practice contracts, whose clauses it has not seen. Needs
scikit-learn (extra `dev`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from analyzer.ingest import ingest
from analyzer.library import load_library
from analyzer.names import put_roles
from analyzer.retrieve.keys import Keys, sort_by_key
from analyzer.retrieve.scout import SCOUT_FILE, Scout, measure_likelihoods
from analyzer.retrieve.vocabulary import Vocabulary, count_runs, find_words, rate_rarity
from analyzer.segment import segment
from analyzer.settings import Settings
from eval.cases import PRACTICE, find_passages, load_labelled
from eval.clause_cases import load_clauses

# A word in fewer sentences tells of those alone.
_FEWEST_SENTENCES = 5
# Of the passages that labels quote in practice contracts, so many are to be read. What is passed over beyond that is what the
# judge does not find either: average precision is the same where every passage is read.
_READ = 0.91


def fit_scout(texts: list[str], speaks: NDArray[np.bool_], vocabulary: Vocabulary, keys: Keys) -> Scout:
    """Fit on sentences with roles for names, each with whether it speaks to an element; 0 is even odds among them."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    with_word = Counter(word for text in texts for word in set(find_words(text)))
    often = sorted(word for word, count in with_word.items() if count >= _FEWEST_SENTENCES)
    words = {word: place for place, word in enumerate(often)}
    rarity = rate_rarity([with_word[word] for word in words], len(texts))
    likelihoods = measure_likelihoods(texts, vocabulary, keys.names)
    scales = likelihoods.std(axis=0)
    rows = sparse.hstack([count_runs(texts, words, rarity), sparse.csr_matrix(likelihoods / scales)]).tocsr()
    model = LogisticRegression(C=1.0, max_iter=300).fit(rows, speaks)
    *tells, likeliest, ordinary = model.coef_[0]
    return Scout(
        words=words,
        rarity=rarity,
        tells=np.array(tells, dtype=np.float32),
        likeliest=float(likeliest / scales[0]),
        ordinary=float(ordinary / scales[1]),
        offset=float(model.intercept_[0]),
    )


def weigh_practice(scout: Scout, vocabulary: Vocabulary, keys: Keys) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Return how the scout weighs each passage of the practice contracts, and whether a label quotes it."""
    weights, quoted = [], []
    for case in load_labelled(PRACTICE):
        contract = segment(ingest(case.path))
        on_gold = frozenset().union(*(find_passages(contract, q) for label in case.elements for q in label.quotes))
        weights.append(scout.weigh([p.reading for p in contract.passages], vocabulary, keys.names))
        quoted.append([place in on_gold for place in range(len(contract.passages))])
    return np.concatenate(weights), np.concatenate(quoted)


def main() -> None:
    """Fit, set and write the scout."""
    library = load_library(Settings().library_dir)
    ordered = sort_by_key(library.exemplars)
    keys = Keys(ordered)
    vocabulary = Vocabulary.fit([put_roles(e.text) for e in ordered], keys.of)
    sentences = [sentence for clause in load_clauses() for sentence in clause.sentences]
    scout = fit_scout(
        [put_roles(s.text) for s in sentences], np.array([bool(s.labels) for s in sentences]), vocabulary, keys
    )
    weights, quoted = weigh_practice(scout, vocabulary, keys)
    least = float(np.quantile(weights[quoted], 1 - _READ))
    replace(scout, offset=scout.offset - least).save(SCOUT_FILE)
    read = weights >= least
    print(f"{len(scout.words)} words; read of the passages of practice contracts: {read.mean():.0%},")
    print(f"of those that labels quote: {read[quoted].mean():.0%}")


if __name__ == "__main__":
    main()
