"""Fit the model of a passage's status, and measure it on sentences it has not seen.

`python -m eval.train_status` writes `analyzer/assess/status-<encoder>.npz` from the library's exemplars and drafts, the
practice contracts and the sentence cases that are not held back. Needs scikit-learn (extra `dev`).
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzer.assess.status import describe
from analyzer.assess.status_model import LONGEST_RUN, PLACES, STATUS_FILES, STATUSES, StatusModel
from analyzer.ingest import ingest
from analyzer.library import Library, load_library
from analyzer.models import Element
from analyzer.names import put_roles
from analyzer.retrieve import Encoder, load_encoder
from analyzer.retrieve.keys import Keys, sort_by_key
from analyzer.retrieve.tone import Tone
from analyzer.segment import segment
from analyzer.settings import Settings
from analyzer.wording import hash_wording
from eval.cases import PRACTICE, find_quote, load_labelled
from eval.clause_cases import load_clauses
from eval.sentence_cases import load_tuning_cases, place

# Weight of the words beside the features, and the strength of the fit: chosen by five folds over the exemplars.
_WORDS = 2.0
_STRENGTH = 3.0
_FOLDS = 5
# How much words and features, and how much the close reader of an encoder that has one: chosen on practice contracts, which
# neither is fitted on then. Fitted there they would be .1 and .65; words read numbers that the reader does not.
_SECOND = {"accurate": np.array([0.2, 0.8], dtype=np.float32)}
_SLOT = re.compile(r"\{(\w+)\}")
_SLOT_WORDS = {"client": "Client", "provider": "Provider", "shall": "shall"}
_FEWEST_WORDS = 5


@dataclass(frozen=True)
class Labelled:
    """A reading with the element it is about and the status it has."""

    reading: str
    element: Element
    status: str


def fit_status(library: Library, encoder: Encoder, rows: Sequence[Labelled]) -> StatusModel:
    """Fit on the library's exemplars and more rows; an exemplar's tone is read by a tone fitted without it."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    exemplars = sort_by_key([e for e in library.exemplars if e.status is not None])
    keys = Keys(exemplars)
    own = [Labelled(put_roles(e.text), library.elements[e.provision, str(e.element)], str(e.status)) for e in exemplars]
    vectors = encoder.encode([row.reading for row in own])
    fold = np.random.RandomState(0).randint(0, _FOLDS, len(own))
    tones = np.zeros((len(own), len(STATUSES)), dtype=np.float32)
    for number in range(_FOLDS):
        inside, outside = np.flatnonzero(fold == number), np.flatnonzero(fold != number)
        tone = Tone.fit([exemplars[i] for i in outside], vectors[outside], keys.of[outside])
        tones[inside] = tone.of(vectors, inside, keys.of[inside])
    more = read_tones(Tone.fit(exemplars, vectors, keys.of), keys, encoder, rows)
    everything = [*own, *rows]
    features = np.array(
        [
            describe(row.reading, row.element, tier="standard", tone=tuple(tone)).features
            for row, tone in zip(everything, [*tones.tolist(), *more.tolist()], strict=True)
        ]
    )
    places = [hash_wording(row.reading, size=PLACES, longest=LONGEST_RUN) for row in everything]
    counts = sparse.csr_matrix(
        (
            [value for row in places for value in row.values()],
            ([i for i, row in enumerate(places) for _ in row], [place for row in places for place in row]),
        ),
        shape=(len(places), PLACES),
    )
    rarity = np.log((1 + len(places)) / (1 + np.asarray((counts != 0).sum(axis=0)).ravel())) + 1
    words = counts.multiply(rarity).tocsr()
    lengths = np.sqrt(np.asarray(words.multiply(words).sum(axis=1)).ravel())
    words = sparse.diags(1 / np.maximum(lengths, 1e-6)) @ words
    joined = sparse.hstack([_WORDS * words, sparse.csr_matrix(features)]).tocsr()
    targets = [STATUSES.index(row.status) for row in everything]
    model = LogisticRegression(C=_STRENGTH, max_iter=2000).fit(joined, targets)
    return StatusModel(
        weights=model.coef_[:, PLACES:].astype(np.float32),
        biases=model.intercept_.astype(np.float32),
        wording=(_WORDS * model.coef_[:, :PLACES].T).astype(np.float16),
        rarity=rarity.astype(np.float16),
    )


def read_clauses(library: Library) -> Iterator[Labelled]:
    """Yield the sentences of our own clauses, once for each element they speak to."""
    for clause in load_clauses():
        for sentence in clause.sentences:
            for label in sentence.labels:
                if not label.doubtful:
                    element = library.elements[label.provision, label.element]
                    yield Labelled(put_roles(sentence.text), element, label.status)


def read_tones(tone: Tone, keys: Keys, encoder: Encoder, rows: Sequence[Labelled]) -> NDArray[np.float32]:
    """Return the tone of each row on its element."""
    numbers = {name: number for number, name in enumerate(keys.names)}
    of = np.array([numbers[row.element.provision, row.element.id] for row in rows], dtype=np.int64)
    return tone.of(encoder.encode([row.reading for row in rows]), np.arange(len(rows)), of)


def read_practice(library: Library) -> Iterator[Labelled]:
    """Yield the passages that the practice contracts' labels quote."""
    for case in load_labelled(PRACTICE):
        contract = segment(ingest(case.path))
        for label in case.elements:
            spans = [find_quote(contract.document.text, quote) for quote in label.quotes]
            for passage in contract.passages:
                size = passage.end - passage.start
                if any(s and min(passage.end, s[1]) - max(passage.start, s[0]) > 0.6 * size for s in spans):
                    yield Labelled(passage.reading, library.elements[label.provision, label.element], label.status)


def read_tuning_cases(library: Library) -> Iterator[Labelled]:
    """Yield our own sentences, those held back left out."""
    for case in load_tuning_cases():
        if case.status != "none" and case.provision and case.element:
            placed = place(case)
            reading = " ".join(placed.contract.passages[i].reading for i in placed.passages)
            yield Labelled(reading, library.elements[case.provision, case.element], case.status)


def read_drafts(library: Library) -> Iterator[Labelled]:
    """Yield the sentences of the library's own drafts: what it would propose as strong, it knows as strong."""
    for element in library.elements.values():
        for posture in ("client", "balanced"):
            status = "strong" if posture == "client" or element.criticality == "critical" else "adequate"
            text = _SLOT.sub(lambda slot: _SLOT_WORDS.get(slot[1], slot[1].replace("_", " ")), element.drafts[posture])
            contract = segment(ingest(text.encode(), name="draft.txt"))
            for passage in contract.passages:
                if len(passage.reading.split()) >= _FEWEST_WORDS:
                    yield Labelled(put_roles(passage.reading), element, status)


def main() -> None:
    """Fit for one encoder and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", choices=tuple(STATUS_FILES), default="accurate")
    arguments = parser.parse_args()
    library = load_library(Settings().library_dir)
    rows = [*read_clauses(library), *read_tuning_cases(library), *read_drafts(library)]
    if arguments.encoder not in _SECOND:
        rows += read_practice(library)
    print(f"{len(library.exemplars)} exemplars, {len(rows)} more")
    model = fit_status(library, load_encoder(arguments.encoder), rows)
    model.second = _SECOND.get(arguments.encoder)
    model.save(STATUS_FILES[arguments.encoder])


if __name__ == "__main__":
    main()
