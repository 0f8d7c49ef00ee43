"""Are words that mean something else let pass: no finding above what is expected rests on a trap."""

from collections import defaultdict
from collections.abc import Sequence

from analyzer.models import Finding
from eval.metrics import Figure, rate
from eval.sentence_cases import PolysemyTrap
from eval.tables import Table, short

# A trap with what the analyzer finds in it.
Sprung = tuple[PolysemyTrap, Sequence[Finding]]


def score_polysemy(traps: Sequence[Sprung]) -> list[Figure]:
    """Return the share of traps that are clean; traps of one word are alike, so the interval is over words."""
    rows = [(sum(map(is_clean, group)), len(group)) for group in _by_word(traps).values()]
    return [rate("traps that are clean", rows)]


def is_clean(sprung: Sprung) -> bool:
    """Return whether nothing is found in a trap that is more than expected there."""
    trap, found = sprung
    allowed = {"weak"} if trap.expect == "weak" else set()
    return all(finding.status in allowed for finding in found)


def tabulate_polysemy(traps: Sequence[Sprung]) -> Table:
    """Return a row a word, with what is taken for AI wrongly."""
    rows = []
    for word, group in _by_word(traps).items():
        fired = sorted({f"{f.provision}/{f.element} {f.status}" for one in group if not is_clean(one) for f in one[1]})
        clean = sum(map(is_clean, group))
        rows.append((word, str(len(group)), short(clean / len(group)), "; ".join(fired)))
    return Table("Polysemy suite, by word", ("word", "traps", "clean", "taken for"), tuple(rows))


def _by_word(traps: Sequence[Sprung]) -> dict[str, list[Sprung]]:
    words: dict[str, list[Sprung]] = defaultdict(list)
    for one in traps:
        words[one[0].word].append(one)
    return words
