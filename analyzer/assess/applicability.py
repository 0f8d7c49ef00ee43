"""Decide which conditional provisions apply: one whose condition nothing in the deal meets is not assessed."""

from collections.abc import Sequence

from analyzer.assess.cues import compile_phrases
from analyzer.models import Contract, Finding, Provision


def find_not_assessed(
    contracts: Sequence[Contract], findings: Sequence[Finding], *, provisions: Sequence[Provision]
) -> dict[str, str]:
    """Return provision id -> why it is not assessed.

    A provision applies when its condition is "always", when a phrase of its `Applies when` stands in the deal, or when
    the deal has wording on it after all.
    """
    found = {f.provision for f in findings if f.status != "missing"}
    not_assessed: dict[str, str] = {}
    for provision in provisions:
        if provision.applies == "always" or provision.id in found:
            continue
        pattern = compile_phrases(provision.triggers)
        if pattern is None or not any(pattern.search(contract.document.text) for contract in contracts):
            not_assessed[provision.id] = f"applies {provision.applies}; nothing in the contract says so"
    return not_assessed
