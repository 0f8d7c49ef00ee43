"""What each change does to the client's protection."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.compare.bearing import Bearing, Wording, put_in_roles, read_bearing
from analyzer.compare.quantities import read_number
from analyzer.compare.ties import find_nearby, new_conflicts, tie_elements
from analyzer.models import Change, Contract, Criticality, ElementChange, ElementStatus, Provision, Report

_POINTS: dict[Criticality, int] = {"critical": 3, "major": 2, "minor": 1}
_ORDER: tuple[ElementStatus, ...] = ("adverse", "missing", "weak", "adequate", "strong")


def read_meaning(
    changes: Sequence[Change],
    *,
    base: Report,
    version: Report,
    contracts: tuple[Contract, Contract],
    provisions: Sequence[Provision],
) -> tuple[Change, ...]:
    """Return the changes with their effect and the elements they touch."""
    bearings = {c.id: _bearing(c, contracts) for c in changes}
    ties = tie_elements(changes, bearings, base=base, version=version, contracts=contracts, provisions=provisions)
    conflicts = new_conflicts(base, version)
    nearby = find_nearby(changes, base, contracts[0])
    read = []
    for change in changes:
        elements = tuple(sorted(ties.get(change.id, ()), key=lambda e: -weight(e)))
        bearing = bearings[change.id]
        heaviest = next((e for e in elements if e.effect != "neutral"), elements[0] if elements else None)
        effect = heaviest.effect if heaviest and heaviest.effect != "neutral" else bearing.effect
        why = _why(heaviest, bearing) if heaviest else bearing.why
        across = [
            c.message for c in conflicts if change.after_span and not c.effects and _is_in(change, c.evidence[0].start)
        ]
        read.append(
            change.model_copy(
                update={
                    "elements": elements,
                    "provision": heaviest.provision if heaviest else nearby.get(change.id),
                    "element": heaviest.element if heaviest else None,
                    "effect": effect,
                    "why": "; ".join([why, *across]),
                    "number": bearing.number or _number(change),
                }
            )
        )
    return tuple(read)


def weight(element: ElementChange) -> float:
    """Return how heavy a change is to an element: its points times the steps of status, above zero for a loss."""
    return _POINTS[element.criticality] * (
        _steps(element) or (0.1 if element.effect in {"weakened", "removed"} else 0.0)
    )


def _steps(element: ElementChange) -> int:
    if element.base_status not in _ORDER or element.status not in _ORDER:
        return 0
    return _ORDER.index(element.base_status) - _ORDER.index(element.status)


def _bearing(change: Change, contracts: tuple[Contract, Contract]) -> Bearing:
    if change.kind == "reference":
        return Bearing("weakened", change.why, firm=True)
    base, version = contracts
    removed = " ".join(run.text for run in change.words if run.side == "before")
    added = " ".join(run.text for run in change.words if run.side == "after")
    lead = ""
    if change.before_span is not None:
        lead = next(
            (p.lead for p in base.passages if p.start < change.before_span.end and change.before_span.start < p.end), ""
        )
    return read_bearing(
        change.kind,
        Wording(
            before=put_in_roles(change.before, base.parties),
            after=put_in_roles(change.after, version.parties),
            removed=put_in_roles(removed or ("" if change.words else change.before), base.parties),
            added=put_in_roles(added or ("" if change.words else change.after), version.parties),
            lead=put_in_roles(lead, base.parties),
        ),
    )


def _number(change: Change) -> str | None:
    return read_number(change.before, change.after) if change.kind == "replace" else None


def _why(element: ElementChange, bearing: Bearing) -> str:
    """Say what becomes of an element and by which words."""
    told = f"\u201c{element.title}\u201d"
    if element.base_status != element.status:
        told += f" was {element.base_status} and is {element.status}"
    elif element.effect != "neutral":
        told += f" is {element.effect} within {element.status}"
    else:
        told += f" stays {element.status}"
    by = element.across or (bearing.why if bearing.effect == element.effect != "neutral" else "")
    return f"{told}: {by}" if by else told


def _is_in(change: Change, offset: int) -> bool:
    span = change.after_span
    return change.substantive and span is not None and span.start <= offset < span.end
