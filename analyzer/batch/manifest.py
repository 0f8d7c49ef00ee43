"""Read a CSV manifest: one line a file, and what is known of its deal; all mistakes are told at once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from analyzer.errors import UsageError
from analyzer.models.batch import Deal, DealFile
from analyzer.models.conflict import DocumentRole
from analyzer.models.provision import Posture, Tier
from analyzer.workdays import check_calendar

COLUMNS = ("deal", "file", "role", "tier", "posture", "owner", "annual_value", "calendar")
_ROLES: dict[str, DocumentRole] = {role: role for role in get_args(DocumentRole)}
_SHORT_ROLES: dict[str, DocumentRole] = {
    "msa": "agreement",
    "master": "agreement",
    "sow": "statement of work",
    "sla": "service levels",
    "dpa": "data processing",
}
_AMOUNT = re.compile(r"(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")


@dataclass
class _Row:
    """A deal as it is put together from its lines."""

    terms: dict[str, Any] = field(default_factory=dict)
    files: list[DealFile] = field(default_factory=list)


class _Mistakes(list[str]):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def add(self, line: int, column: str, what: str) -> None:
        self.append(f"{self._name}:{line} {column}: {what}")


def read_manifest(path: Path) -> list[tuple[Deal, tuple[DealFile, ...]]]:
    """Return the deals of a manifest in its order, each with its files, the agreement first.

    The first line names the columns: deal and file, and any of role, tier, posture, owner, annual_value, calendar. Files
    are taken from the manifest's folder on. What is said of a deal may stand on any of its lines.

    Raises:
        UsageError: one line for each mistake, `manifest.csv:3 tier: what is allowed`.
    """
    mistakes = _Mistakes(path.name)
    deals: dict[str, _Row] = {}
    seen: dict[Path, int] = {}
    for number, line in _lines(path, mistakes):
        name, file = line.get("deal", ""), line.get("file", "")
        for column, value in (("deal", name), ("file", file)):
            if not value:
                mistakes.add(number, column, "expected a value")
        if not name or not file:
            continue
        row = deals.setdefault(name, _Row(terms={"name": name}))
        place = path.parent / file
        if place in seen:
            mistakes.add(number, "file", f"{file} is in line {seen[place]} already")
        seen[place] = number
        row.files.append(DealFile(path=place, role=_role(line.get("role", ""), number, mistakes)))
        for column, term in _terms(line, number, mistakes):
            if row.terms.setdefault(column, term) != term:
                mistakes.add(number, column, f"{term} here and {row.terms[column]} in an earlier line of deal {name!r}")
    if mistakes:
        raise UsageError("\n".join(mistakes))
    # Python's sort is stable: files keep their order behind the agreement, into which drafted language goes.
    return [(Deal(**r.terms), tuple(sorted(r.files, key=lambda f: f.role != "agreement"))) for r in deals.values()]


def _lines(path: Path, mistakes: _Mistakes) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path.name}: not UTF-8 text; save it as CSV UTF-8") from error
    except OSError as error:
        raise UsageError(f"{path.name}: it can't be opened ({error.strerror}); check its permissions") from error
    heading = text.partition("\n")[0]
    # Spreadsheets in half of Europe write semicolons.
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=heading.count), strict=True)
    try:
        columns = [name.strip().lower().replace(" ", "_") for name in next(reader, [])]
        for name in columns:
            if name not in COLUMNS:
                mistakes.add(1, name or "column", f"unknown column; those there are: {', '.join(COLUMNS)}")
        for name in ("deal", "file"):
            if name not in columns:
                mistakes.add(1, name, "expected a column of this name")
        if mistakes:
            return
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                mistakes.add(reader.line_num, "line", f"{len(cells)} cells, expected {len(columns)}")
                continue
            yield reader.line_num, dict(zip(columns, (cell.strip() for cell in cells), strict=True))
    except csv.Error as error:
        mistakes.add(reader.line_num, "line", f"not valid CSV ({error})")


def _role(value: str, number: int, mistakes: _Mistakes) -> DocumentRole | None:
    if not value:
        return None
    role = _ROLES.get(value.lower()) or _SHORT_ROLES.get(value.lower())
    if role is None:
        mistakes.add(number, "role", f"{value!r} is not one of {', '.join((*_ROLES, *_SHORT_ROLES))}")
    return role


def _terms(line: dict[str, str], number: int, mistakes: _Mistakes) -> Iterator[tuple[str, str | float]]:
    tier = line.get("tier", "").lower()
    if tier in get_args(Tier):
        yield "tier", tier
    elif tier not in {"", "auto"}:
        mistakes.add(number, "tier", f"{line['tier']!r} is not one of auto, {', '.join(get_args(Tier))}")
    posture = line.get("posture", "").lower()
    if posture in get_args(Posture):
        yield "posture", posture
    elif posture:
        mistakes.add(number, "posture", f"{line['posture']!r} is not one of {', '.join(get_args(Posture))}")
    if line.get("owner"):
        yield "owner", line["owner"]
    if amount := line.get("annual_value"):
        if _AMOUNT.fullmatch(amount):
            yield "annual_value", float(amount.replace(",", ""))
        else:
            mistakes.add(
                number, "annual_value", f"{amount!r} is no amount; write a number without currency, as 1200000"
            )
    if calendar := line.get("calendar", "").upper():
        try:
            check_calendar(calendar)
            yield "calendar", calendar
        except UsageError as error:
            mistakes.add(number, "calendar", str(error))
