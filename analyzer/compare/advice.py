"""What to answer to a change under each posture: accept it, counter it with a text, or walk away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import get_args

from analyzer.models import Answer, Change, Criticality, ElementChange, ElementStatus, Posture

Target = Callable[[Posture, Criticality], ElementStatus]
# The library's texts by posture, provision and element.
CounterTexts = Mapping[tuple[Posture, str, str], str]
_ORDER: tuple[ElementStatus, ...] = ("adverse", "missing", "weak", "adequate", "strong")
_MOST_TEXTS = 2
_POSTURES: tuple[Posture, ...] = get_args(Posture)


def advise(change: Change, *, target: Target, drafts: CounterTexts) -> tuple[Answer, ...]:
    """Return one answer a posture.

    Args:
        target: the least status that a posture asks of an element of a criticality.
        drafts: what to put in place of what falls short.
    """
    if not change.substantive or change.effect not in {"weakened", "removed"}:
        why = {
            "strengthened": "better for the client than before",
            "added": "new protection",
        }.get(change.effect, "no loss of protection was read in it")
        return tuple(Answer(posture=posture, advice="accept", why=why) for posture in _POSTURES)
    losing = [e for e in change.elements if e.effect in {"weakened", "removed"}]
    return tuple(_answer(change, losing, posture, target, drafts) for posture in _POSTURES)


def _answer(
    change: Change,
    losing: Sequence[ElementChange],
    posture: Posture,
    target: Target,
    drafts: CounterTexts,
) -> Answer:
    if not losing:
        return Answer(posture=posture, advice="counter", why=change.why, text=_ours(change))
    short = [e for e in losing if _falls_short(e, posture, target)]
    if not short:
        return Answer(posture=posture, advice="accept", why="what is left still meets this posture")
    near = [e for e in short if is_near(e)]
    texts = [drafts[key] for e in near if (key := (posture, e.provision, e.element)) in drafts]
    # What empties clauses elsewhere is put back as it was: the clauses themselves are as we want them.
    text = "\n\n".join(list(dict.fromkeys(texts))[:_MOST_TEXTS]) or _ours(change)
    against = [e for e in short if e.criticality == "critical" and e.status == "adverse"]
    if against:
        why = f"\u201c{against[0].title}\u201d is critical and would work against the client"
        return Answer(posture=posture, advice="walk away", why=why, text=text)
    wanted = target(posture, short[0].criticality)
    why = f"\u201c{short[0].title}\u201d would be {short[0].status}; this posture asks for {wanted}"
    return Answer(posture=posture, advice="counter", why=why, text=text)


def is_near(element: ElementChange) -> bool:
    """Say whether an element loses by words of its own, so that the library's text takes their place."""
    return element.across is None and element.effect in {"weakened", "removed"}


def _falls_short(element: ElementChange, posture: Posture, target: Target) -> bool:
    if element.status == "adverse":
        return True
    if element.status not in _ORDER:
        return False
    wanted = target(posture, element.criticality)
    if _ORDER.index(element.status) < _ORDER.index(wanted):
        return True
    # Within one status a number may still have got worse: only the posture that gives way lets it pass.
    return element.base_status == element.status and posture == "client"


def _ours(change: Change) -> str:
    if change.kind == "reference":
        return "Put the reference right, so that it names the clause it named in our draft."
    if not change.before:
        return "Strike the new words."
    return f"Our words stand: {' '.join(change.before.split())}"
