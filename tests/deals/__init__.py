"""Read the small deals that crosscheck is tested on."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from analyzer.ingest import ingest
from analyzer.models import Contract, ElementStatus, Evidence, Finding, Value
from analyzer.segment import segment

HALVES = ("development", "held_back")
_NUMBER = re.compile(r"\b([a-z-]+) (days|hours|months|years)\b")


@dataclass(frozen=True)
class Deal:
    """One deal: its documents, the findings on it, and what crosscheck should make of them."""

    name: str
    contracts: tuple[Contract, ...]
    findings: tuple[Finding, ...]
    falls: dict[str, ElementStatus]
    checks: tuple[str, ...]
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def defeats(self) -> bool:
        """Whether anything is to be found."""
        return bool(self.falls or self.checks)


@lru_cache
def load_deals(half: str) -> tuple[Deal, ...]:
    """Read one half of the deals."""
    text = (Path(__file__).parent / f"{half}.yaml").read_text(encoding="utf-8")
    return tuple(_read(raw) for raw in yaml.safe_load(text))


def _read(raw: dict[str, Any]) -> Deal:
    contracts = tuple(_segment(name, text) for name, text in raw["files"].items())
    known = {"name", "files", "findings", "falls", "checks"}
    return Deal(
        name=raw["name"],
        contracts=contracts,
        findings=tuple(_finding(contracts, *row) for row in raw["findings"]),
        falls=raw["falls"],
        checks=tuple(raw["checks"]),
        more={k: v for k, v in raw.items() if k not in known},
    )


def _segment(name: str, text: str) -> Contract:
    # In a file of its own each line is a paragraph; only the rows of a table stand together.
    lines = text.rstrip().split("\n")
    spaced = "".join(
        line + ("\n" if line.startswith("|") and after.startswith("|") else "\n\n")
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
    )
    return segment(ingest(spaced.encode(), name=name))


def find_passage(contracts: tuple[Contract, ...], words: str) -> tuple[Contract, int] | None:
    """Return the contract and passage that hold some words."""
    for contract in contracts:
        for index, passage in enumerate(contract.passages):
            if words in " ".join(contract.document.text[passage.start : passage.end].split()):
                return contract, index
    return None


def _finding(contracts: tuple[Contract, ...], element: str, status: ElementStatus, *quotes: str) -> Finding:
    provision, _, name = element.partition("/")
    evidence = []
    for words in quotes:
        found = find_passage(contracts, words)
        assert found is not None, words
        contract, index = found
        passage = contract.passages[index]
        text = contract.document.text[passage.start : passage.end]
        evidence.append(
            Evidence(
                document=contract.document.name,
                page=None,
                section=contract.clauses[passage.clause].number,
                start=passage.start,
                end=passage.end,
                quote=text,
            )
        )
    number = _NUMBER.search(evidence[0].quote)
    return Finding(
        provision=provision,
        element=name,
        status=status,
        probability=0.8,
        confidence="medium",
        evidence=tuple(evidence),
        value=Value(number=1, unit=number[2]) if number else None,
        reason="as found",
        method="rules",
    )
