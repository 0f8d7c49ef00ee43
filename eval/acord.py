"""Clause retrieval on ACORD: the shipped retriever over its clauses, beside BM25 and the dense encoder alone.

ACORD (The Atticus Project, CC BY 4.0) has lawyers' queries and grades from 0 to 4 of how well a clause answers one. Only
graded clauses are ranked for a query: of the others nobody said whether they answer it.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analyzer.models import Exemplar
from analyzer.names import put_roles
from analyzer.retrieve import load_encoder, open_retriever
from analyzer.settings import Settings
from eval.metrics import rate
from eval.tables import Run, Section

_SPLITS = ("train", "valid")
_CUTS = (5, 10)
# Clauses asked for: half of all, so that the ten best of those graded for a query are among them.
_COUNT = 2_000


@dataclass(frozen=True)
class Task:
    """Clauses, queries, and for each query the grades of the clauses that were judged for it."""

    clauses: dict[str, str]
    grades: dict[str, dict[str, int]]


def measure_acord(shared: Path) -> Run:
    """Rank the clauses of each query by each method and return nDCG with intervals over queries."""
    folder = shared / "data" / "acord"
    if not folder.is_dir():
        return Run()
    task = load_task(folder)
    settings = Settings()
    shipped = "shipped retriever"
    scores = {
        "BM25 alone": _by_words(task),
        f"{settings.encoder} encoder alone": _by_vectors(task, settings),
        shipped: _by_retriever(task, settings),
    }
    figures = []
    for cut in _CUTS:
        values = {name: _ndcg_by_query(task, found, cut) for name, found in scores.items()}
        figures += [rate(f"{name}: nDCG@{cut}", [(value, 1) for value in row]) for name, row in values.items()]
        for name, row in values.items():
            if name != shipped:
                gains = [(ours - theirs, 1.0) for ours, theirs in zip(values[shipped], row, strict=True)]
                figures.append(rate(f"{shipped} over {name}: nDCG@{cut}", gains))
    return Run([Section("ACORD", "Clause retrieval on ACORD", figures)])


def load_task(folder: Path) -> Task:
    """Load corpus, queries and grades."""
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        clauses = {row["_id"]: row["text"] for row in map(json.loads, lines)}
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for split in _SPLITS:
        with gzip.open(folder / f"qrels_{split}.tsv.gz", "rt", encoding="utf-8", newline="") as lines:
            # A quotation mark is part of a query here, not around a field.
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                grades[row["query-id"]][row["corpus-id"]] = int(row["score"])
    return Task(clauses, dict(grades))


def ndcg(ranked: Sequence[int], every: Sequence[int], cut: int) -> float | None:
    """Return nDCG with the grade as gain, None for a query without a good clause.

    Args:
        ranked: grades in the order a method puts them.
        every: all grades of the query.
    """
    best = _dcg(sorted(every, reverse=True)[:cut])
    return _dcg(ranked[:cut]) / best if best else None


def _dcg(grades: Sequence[int]) -> float:
    return float(sum(grade / np.log2(rank + 2) for rank, grade in enumerate(grades)))


def _ndcg_by_query(task: Task, found: dict[str, dict[str, float]], cut: int) -> list[float]:
    """Return nDCG of each query that has a good clause."""
    values = []
    for query, grades in task.grades.items():
        order = sorted(grades, key=lambda clause: -found[query].get(clause, -np.inf))
        values.append(ndcg([grades[clause] for clause in order], list(grades.values()), cut))
    return [value for value in values if value is not None]


def _by_words(task: Task) -> dict[str, dict[str, float]]:
    import bm25s

    index = bm25s.BM25()
    index.index(bm25s.tokenize(list(task.clauses.values()), stopwords="en", show_progress=False), show_progress=False)
    words = bm25s.tokenize(list(task.grades), stopwords="en", return_ids=False, show_progress=False)
    scores = [index.get_scores([word for word in query if word in index.vocab_dict]) for query in words]
    return _named(task, np.stack(scores))


def _by_vectors(task: Task, settings: Settings) -> dict[str, dict[str, float]]:
    encoder = load_encoder(settings.encoder)
    clauses = encoder.encode(list(task.clauses.values()))
    queries = encoder.encode(list(task.grades))
    return _named(task, queries @ clauses.T)


def _by_retriever(task: Task, settings: Settings) -> dict[str, dict[str, float]]:
    """Index the clauses as the library's exemplars are, one an element, and search for the queries."""
    exemplars = [
        Exemplar(id=name, provision="acord", element=name, status="strong", text=text)
        for name, text in task.clauses.items()
    ]
    retriever = open_retriever(exemplars, settings=settings)
    queries = list(task.grades)
    matches = retriever.search([put_roles(query) for query in queries], count=_COUNT)
    found: dict[str, dict[str, float]] = {query: {} for query in queries}
    for row, column, value in zip(matches.passage, matches.key, matches.fused, strict=True):
        found[queries[int(row)]][str(matches.keys[int(column)][1])] = float(value)
    return found


def _named(task: Task, scores: NDArray[np.float32]) -> dict[str, dict[str, float]]:
    return {
        q: dict(zip(task.clauses, map(float, row), strict=True)) for q, row in zip(task.grades, scores, strict=True)
    }
