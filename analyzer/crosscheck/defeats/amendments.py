"""Find findings that rest on words an amendment strikes out of a clause that otherwise stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.crosscheck.defeats.effects import Defeat, Standing
from analyzer.crosscheck.effective import Change


def find_amendment_defeats(changes: Sequence[Change], standing: Sequence[Standing]) -> Iterator[Defeat]:
    """Yield the findings that rest on words an amendment strikes out of a clause that otherwise stays."""
    for change in changes:
        for one in standing if change.words else ():
            if one.lead.clause in change.clauses and (change.words or "").lower() in one.lead.text.lower():
                yield Defeat(
                    check="amendment",
                    by=change.sentence,
                    emptied=one.lead,
                    finding=one.key,
                    status="weak",
                    what=f"strikes words out of section {change.section}",
                    why=f"an amendment strikes out \u201c{change.words}\u201d",
                )
