"""A user's own labels: beside each contract a file of the same name, CSV, XLSX or JSON, a label a row.

The format is described in `eval/README.md`. Every mistake is told with file and line, all of them at once.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from pydantic import ValidationError

from analyzer.errors import UsageError
from analyzer.library import Library
from analyzer.models import Tier
from eval.cases import LabelledCase

LabelStatus = Literal["strong", "adequate", "weak", "missing", "adverse", "present"]
STATUSES: tuple[LabelStatus, ...] = get_args(LabelStatus)
COLUMNS = ("provision", "element", "status", "quote", "note")
CONTRACTS = (".pdf", ".docx", ".md", ".txt")
_LABELS = (".csv", ".xlsx", ".json")


@dataclass(frozen=True)
class Label:
    """What a lawyer says of a provision, or of one element of it; "present" says that it is there and not how good."""

    provision: str
    element: str | None
    status: LabelStatus
    quote: str
    where: str


@dataclass(frozen=True)
class OwnCase:
    """A contract with its labels. What is not labelled is not counted."""

    contract: Path
    labels: tuple[Label, ...]
    tier: Tier


# A row of a label file: where it stands, and its cells by the name of their column.
_Row = tuple[str, Mapping[str, str]]


class Loaded(NamedTuple):
    """What a folder holds: labelled contracts, contracts without labels, label files without a contract."""

    cases: tuple[OwnCase, ...]
    unlabelled: tuple[Path, ...]
    astray: tuple[Path, ...]


def load_own(folder: Path, library: Library, *, tier: Tier = "standard") -> Loaded:
    """Load the labelled contracts of a folder.

    Args:
        tier: the impact tier of the deals; a label file in the form of this project's own cases has its own.

    Raises:
        UsageError: a line for each mistake in the label files, `file:line column: what is allowed`.
    """
    files = [p for p in sorted(folder.iterdir()) if not p.name.startswith("~$") and p.stem.casefold() != "readme"]
    contracts = [p for p in files if p.suffix.lower() in CONTRACTS]
    cases: list[OwnCase] = []
    unlabelled: list[Path] = []
    mistakes: list[str] = []
    for contract in contracts:
        file = find_labels(contract)
        case = _load(file, contract, library, tier, mistakes) if file else OwnCase(contract, (), tier)
        if case.labels:
            cases.append(case)
        else:
            unlabelled.append(contract)
    if mistakes:
        raise UsageError("\n".join(mistakes))
    stems = {contract.stem for contract in contracts}
    astray = tuple(p for p in files if p.suffix.lower() in _LABELS and p.stem not in stems)
    return Loaded(tuple(cases), tuple(unlabelled), astray)


def find_labels(contract: Path) -> Path | None:
    """Return the label file beside a contract."""
    return next((file for file in map(contract.with_suffix, _LABELS) if file.is_file()), None)


def write_template(contract: Path, library: Library) -> Path:
    """Write a CSV beside a contract with a row a provision, to be filled in, and return its path."""
    file = contract.with_suffix(".csv")
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows((provision.id, "", "", "", provision.title) for provision in library.provisions)
    # With a mark, Excel takes it for UTF-8.
    file.write_text(out.getvalue(), encoding="utf-8-sig")
    return file


def _load(file: Path, contract: Path, library: Library, tier: Tier, mistakes: list[str]) -> OwnCase:
    if file.suffix == ".json":
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
        except json.JSONDecodeError as error:
            mistakes.append(f"{file.name}:{error.lineno} file: not valid JSON: {error.msg}")
            return OwnCase(contract, (), tier)
        if isinstance(data, dict):
            return _whole_case(data, file, contract, library, mistakes)
        rows = _json_rows(file, data, mistakes)
    else:
        rows = _csv_rows(file, mistakes) if file.suffix == ".csv" else _xlsx_rows(file, mistakes)
    labels: dict[tuple[str, str | None], Label] = {}
    for where, cells in rows:
        label = _label(where, cells, library, mistakes)
        if label is None:
            continue
        key = (label.provision, label.element)
        if key in labels:
            mistakes.append(f"{where} provision: {'/'.join(filter(None, key))} is labelled at {labels[key].where} too")
        labels[key] = label
    return OwnCase(contract, tuple(labels.values()), tier)


def _label(where: str, cells: Mapping[str, str], library: Library, mistakes: list[str]) -> Label | None:
    """Return the label of a row, None for a row without a status or with a mistake."""
    provision, element, status = (cells.get(name, "").strip() for name in ("provision", "element", "status"))
    if not status:
        return None
    known = {p.id: {e.id for e in p.elements} for p in library.provisions}
    if provision not in known:
        mistakes.append(f"{where} provision: {provision!r} is not in the library; see clause-analyzer library list")
    elif element and element not in known[provision]:
        mistakes.append(f"{where} element: {provision} has {', '.join(sorted(known[provision]))}, not {element!r}")
    elif status.casefold() not in STATUSES:
        mistakes.append(f"{where} status: {status!r} is none of {', '.join(STATUSES)}")
    else:
        found = next(s for s in STATUSES if s == status.casefold())
        return Label(provision, element or None, found, cells.get("quote", "").strip(), where)
    return None


def _csv_rows(file: Path, mistakes: list[str]) -> Iterator[_Row]:
    text = file.read_bytes().decode("utf-8-sig", errors="replace")
    first = text.partition("\n")[0]
    # Excel writes semicolons where the comma is the decimal mark.
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    header: list[str] | None = None
    for cells in reader:
        if header is None:
            header = _header(f"{file.name}:1", cells, mistakes)
        elif any(cells):
            yield f"{file.name}:{reader.line_num}", dict(zip(header, cells, strict=False))


def _xlsx_rows(file: Path, mistakes: list[str]) -> Iterator[_Row]:
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except Exception as error:
        mistakes.append(f"{file.name}: not a workbook that can be read ({error})")
        return
    header: list[str] | None = None
    for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
        cells = ["" if cell is None else str(cell) for cell in row]
        if header is None:
            header = _header(f"{file.name}:{number}", cells, mistakes)
        elif any(cells):
            yield f"{file.name}:{number}", dict(zip(header, cells, strict=False))
    book.close()


def _header(where: str, cells: Iterable[str], mistakes: list[str]) -> list[str]:
    header = [cell.strip().casefold() for cell in cells]
    for name in ("provision", "status"):
        if name not in header:
            mistakes.append(f"{where} header: no column {name!r}; the columns are {', '.join(COLUMNS)}")
    return header


def _json_rows(file: Path, data: object, mistakes: list[str]) -> Iterator[_Row]:
    if not isinstance(data, list):
        mistakes.append(f'{file.name}:1 file: expected a list of labels: [{{"provision": ..., "status": ...}}]')
        return
    lines = _lines_of_items(file.read_text(encoding="utf-8"))
    for line, item in zip(lines, data, strict=True):
        where = f"{file.name}:{line}"
        if not isinstance(item, dict) or not all(isinstance(v, str | None) for v in item.values()):
            mistakes.append(f"{where} label: expected an object of texts")
        elif unknown := sorted(item.keys() - set(COLUMNS)):
            mistakes.append(f"{where} {unknown[0]}: unknown; a label has {', '.join(COLUMNS)}")
        else:
            yield where, {key: value or "" for key, value in item.items()}


def _lines_of_items(text: str) -> Iterator[int]:
    """Return the line on which each item of a valid JSON list begins."""
    decoder = json.JSONDecoder()
    at = text.index("[") + 1
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        if text[at] == "]":
            return
        yield text.count("\n", 0, at) + 1
        _, at = decoder.raw_decode(text, at)


def _whole_case(data: dict[str, object], file: Path, contract: Path, library: Library, mistakes: list[str]) -> OwnCase:
    """Read a file in the form of this project's own cases: every element that it does not list is missing."""
    try:
        case = LabelledCase.model_validate({**data, "path": contract})
    except ValidationError as error:
        first = error.errors()[0]
        mistakes.append(f"{file.name}:1 {'.'.join(map(str, first['loc']))}: {first['msg']}")
        return OwnCase(contract, (), "standard")
    gold = case.gold()
    labels = []
    for key in library.elements:
        label = gold.pop(key, None)
        if label is not None and label.optional:
            continue
        status: LabelStatus = next((s for s in STATUSES if label is not None and s == label.status), "missing")
        quote = label.quotes[0] if label is not None and label.quotes else ""
        labels.append(Label(*key, status, quote, file.name))
    mistakes += [f"{file.name}:1 elements: {provision}/{element} is not in the library" for provision, element in gold]
    return OwnCase(contract, tuple(labels), case.tier)
