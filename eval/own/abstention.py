"""The abstention curve: how much is answered, and how much of it is right, from each level of confidence on."""

from __future__ import annotations

from collections.abc import Sequence

from eval.own.judged import JudgedOwn, Judgement
from eval.own.tables import share_with_interval
from eval.tables import Table, short

_LEVELS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)


def tabulate_abstention(judged: Sequence[JudgedOwn]) -> Table:
    """Return a row a level: of all labels, and of what the analyzer says is there."""
    every = [j for case in judged for j in case.judgements]
    found = [j for j in every if j.found]
    header = ("when at least so sure", "answered", "right", "95%", "of what it found", "right", "95%")
    rows = [(short(level) if level else "always", *_row(every, level), *_row(found, level)) for level in _LEVELS]
    return Table("How often it is right when it answers only if sure enough", header, tuple(rows))


def _row(judgements: Sequence[Judgement], level: float) -> tuple[str, str, str]:
    answered = [j for j in judgements if j.probability >= level]
    share = short(len(answered) / len(judgements)) if judgements else "-"
    return share, *share_with_interval(sum(j.right for j in answered), len(answered))
