"""Are the parties told apart: the name the analyzer takes for client and for provider is the labelled one."""

import re
from collections.abc import Sequence

from analyzer.models import Contract
from eval.judged import JudgedCase
from eval.metrics import Figure, rate


def score_parties(judged: Sequence[JudgedCase]) -> list[Figure]:
    """Return the share of named clients and providers that were given that role."""
    return [rate("client and provider told apart", [_right(case) for case in judged])]


def _right(case: JudgedCase) -> tuple[int, int]:
    wanted = [(role, name) for role, name in (("client", case.case.client), ("provider", case.case.provider)) if name]
    return sum(not _names(name).isdisjoint(_names_of(case.contract, role)) for role, name in wanted), len(wanted)


def _names_of(contract: Contract, role: str) -> set[str]:
    names = [n for party in contract.parties if party.role == role for n in (party.name, *party.aliases) if n]
    return {n for name in names for n in _names(name)}


def _names(label: str) -> set[str]:
    """Return the names in a label: "Acme Ltd. (the Customer)", "Company / Agency (we)"."""
    parts = re.split(r"[()/]|,(?! (?:inc|llc|ltd)\b)", label, flags=re.IGNORECASE)
    return {re.sub(r"^the\s+", "", p.strip().casefold()) for p in parts if p.strip()}
