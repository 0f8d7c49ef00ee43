"""Read a sample's source into blocks, with numbers and references worked out (see source/README.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from eval.samples.counting import Counter
from eval.samples.schemes import SCHEMES, Level, Scheme

INLINE = re.compile(r"\*\*(?P<bold>.+?)\*\*|__(?P<under>.+?)__|~~(?P<ital>.+?)~~|\[\[(?P<ref>[a-z0-9-]+)\]\]")
LABEL = re.compile(r"\s*\{#([a-z0-9-]+)\}\s*$")
DIRECTIVE = re.compile(r"^@([a-z]+)(?:\s+(.*))?$")


class SourceError(ValueError):
    """Report a contract source that cannot be built."""


@dataclass
class Block:
    """Hold one paragraph, table or mark of a source."""

    kind: str
    text: str = ""
    level: int = 0
    label: str = ""
    rows: list[list[str]] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    in_schedule: bool = False
    number: str = ""
    ref: str = ""


@dataclass
class Contract:
    """Hold a parsed source with its numbers worked out."""

    name: str
    meta: dict[str, Any]
    blocks: list[Block]
    refs: dict[str, Block]

    @property
    def scheme(self) -> Scheme:
        """Return the numbering scheme the source names."""
        return SCHEMES[str(self.meta["scheme"])]


def read(path: Path) -> Contract:
    """Parse the source file at a path."""
    return parse(path.stem, path.read_text(encoding="utf-8"))


def parse(name: str, source: str) -> Contract:
    """Read a source text into blocks with numbers and references worked out."""
    _, head, body = source.split("---\n", 2)
    meta = dict(yaml.safe_load(head))
    blocks: list[Block] = []
    in_schedule = False
    widths: list[int] = []
    for chunk in re.split(r"\n\s*\n", body.strip()):
        lines = [line.strip() for line in chunk.strip().split("\n")]
        block = _block(lines, in_schedule)
        if block.kind == "widths":
            widths = block.widths
            lines = lines[1:]
            if not lines:
                continue
            block = _block(lines, in_schedule)
        if block.kind == "schedule":
            in_schedule = True
        if block.kind == "body":
            in_schedule = False
            continue
        if block.kind == "table" and widths:
            block.widths, widths = widths, []
        block.in_schedule = in_schedule
        blocks.append(block)
    contract = Contract(name, meta, blocks, {})
    _number(contract)
    return contract


def _block(lines: list[str], in_schedule: bool) -> Block:
    if lines[0].startswith("|"):
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        if len({len(row) for row in rows}) != 1:
            raise SourceError(f"uneven table: {lines[0]}")
        return Block("table", rows=rows)
    directive = DIRECTIVE.match(lines[0])
    if directive and directive.group(1) == "widths":
        return Block("widths", widths=[int(part) for part in (directive.group(2) or "").split()])
    text = " ".join(lines)
    label = ""
    found = LABEL.search(text)
    if found:
        label, text = found.group(1), text[: found.start()]
    directive = DIRECTIVE.match(text)
    if directive:
        return Block(directive.group(1), text=directive.group(2) or "", label=label)
    marks = re.match(r"^(#{1,5}|>{1,2}|-)\s+(.*)$", text)
    if not marks:
        return Block("text", text=text, label=label)
    mark, rest = marks.groups()
    if mark.startswith("#"):
        return Block("clause", text=rest, level=len(mark) - 1 + in_schedule, label=label)
    return Block("bullet" if mark == "-" else "definition", text=rest, level=len(mark) - 1, label=label)


def _number(contract: Contract) -> None:
    scheme = contract.scheme
    body, schedule = Counter(scheme.body), Counter(scheme.schedule)
    lists = {"party": Counter((Level("decimal", "(%1)"),)), "recital": Counter((Level("upperLetter", "(%1)"),))}
    for block in contract.blocks:
        if block.kind == "schedule":
            block.number, block.ref = schedule.step(0)
        elif block.kind == "clause":
            block.number, block.ref = (schedule if block.in_schedule else body).step(block.level)
        elif block.kind in lists:
            block.number, block.ref = lists[block.kind].step(0)
        if block.label:
            if block.label in contract.refs:
                raise SourceError(f"label used twice: {block.label}")
            contract.refs[block.label] = block
    for block in contract.blocks:
        for text in (block.text, *(cell for row in block.rows for cell in row)):
            for match in INLINE.finditer(text):
                if match["ref"] and match["ref"] not in contract.refs:
                    raise SourceError(f"unknown reference: {match['ref']}")


def plain(text: str, refs: dict[str, Block] | None = None) -> str:
    """Return a text without its marks and with its references filled in."""

    def put(match: re.Match[str]) -> str:
        if match["ref"]:
            return refs[match["ref"]].ref if refs else match.group()
        return plain(match["bold"] or match["under"] or match["ital"], refs)

    return INLINE.sub(put, text)


def printed(contract: Contract) -> str:
    """Return all text of a contract as it is printed."""
    texts = (text for block in contract.blocks for text in (block.text, *(cell for row in block.rows for cell in row)))
    return " ".join(plain(text, contract.refs) for text in texts)
