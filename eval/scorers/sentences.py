"""Single sentences: is the provision first, the element among three, the status right, the hard negative let pass.

Sentences on one element are alike, so intervals are over elements.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

from eval.metrics import Figure, bootstrap, macro_f_one, rate
from eval.sentences import JudgedSentence

FOUR = ("strong", "adequate", "weak", "adverse")


def score_sentences(judged: Sequence[JudgedSentence]) -> list[Figure]:
    """Return how often the subject is told, the status of four given the element, and hard negatives rejected."""
    about = [s for s in judged if s.status != "none"]
    negatives = [s for s in judged if s.status == "none"]
    retrieved = [s for s in about if s.graded is not None]
    return [
        _share("provision is the first", about, lambda s: s.provision in {key[0] for key in s.reaction.ranked[:1]}),
        _share("element is the first", about, lambda s: _key(s) in s.reaction.ranked[:1]),
        _share("element is among the first three", about, lambda s: _key(s) in s.reaction.ranked[:3]),
        _share("element is found", about, lambda s: s.said != "none"),
        _share("status of four right, given the element", about, lambda s: s.graded == s.status),
        _share("the same where the element was retrieved", retrieved, lambda s: s.graded == s.status),
        _macro("macro-F1 of four statuses, given the element", about, FOUR, lambda s: s.graded),
        _macro("macro-F1 of what is found, none among them", judged, (*FOUR, "none"), lambda s: s.said),
        _share("hard negatives rejected, by every provision", negatives, lambda s: not s.reaction.found),
        _share("hard negatives rejected, by their provision", negatives, lambda s: not _fires_at_home(s)),
    ]


def _fires_at_home(sentence: JudgedSentence) -> bool:
    return any(finding.provision == sentence.provision for finding in sentence.reaction.found)


def _key(sentence: JudgedSentence) -> tuple[str, str | None]:
    return sentence.provision, sentence.element


def _share(name: str, judged: Sequence[JudgedSentence], right: Callable[[JudgedSentence], bool]) -> Figure:
    return rate(name, [(sum(map(right, group)), len(group)) for group in _by_element(judged)])


def _macro(
    name: str,
    judged: Sequence[JudgedSentence],
    statuses: Sequence[str],
    said: Callable[[JudgedSentence], str | None],
) -> Figure:
    rows = []
    for group in _by_element(judged):
        row: list[int] = []
        for status in statuses:
            hits = sum(s.status == status == said(s) for s in group)
            row += [hits, sum(said(s) == status for s in group) - hits, sum(s.status == status for s in group) - hits]
        rows.append(row)
    return bootstrap(name, rows, macro_f_one, cases=len(judged))


def _by_element(judged: Sequence[JudgedSentence]) -> list[list[JudgedSentence]]:
    groups: dict[tuple[str, str | None], list[JudgedSentence]] = defaultdict(list)
    for one in judged:
        groups[_key(one)].append(one)
    return list(groups.values())
