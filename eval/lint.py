"""Are orders to a reader found, and are contracts let pass that give none?"""

from __future__ import annotations

from pathlib import Path

from analyzer.errors import AnalyzerError
from analyzer.ingest import ingest
from analyzer.lint import lint
from eval.lint_cases import LintCase, load_clauses, load_orders
from eval.metrics import Figure, rate
from eval.tables import Run, Section

_SAMPLES = Path(__file__).with_name("samples")
_KINDS = (".docx", ".pdf")
# Real documents of the data folder, none of which speaks to its reader.
_FOLDERS = ("contracts", "labelled", "docx", "pdf", "tracked")


def measure_lint(shared: Path) -> Run:
    """Measure on the cases held back, on those tuned on, and on real documents and our samples."""
    sections = [
        Section("lint", "Orders to a reader, cases held back", [*_on_cases(held_back=True), *_on_documents(shared)]),
        Section("lint tuned on", "Orders to a reader, cases tuned on", _on_cases(held_back=False)),
    ]
    return Run(sections)


def _on_cases(*, held_back: bool) -> list[Figure]:
    orders = [(_is_found(case), 1) for case in load_orders(held_back=held_back)]
    clauses = [(_is_found(case), 1) for case in load_clauses(held_back=held_back)]
    return [
        rate("orders found", orders),
        rate("clauses that only look like orders, reported", clauses, better="lower"),
    ]


def _is_found(case: LintCase) -> bool:
    return any(found.kind == "instruction" for found in lint([ingest(case.text.encode(), name="case.txt")]))


def _on_documents(shared: Path) -> list[Figure]:
    folders = [*(shared / "data" / folder for folder in _FOLDERS), _SAMPLES]
    rows = []
    for file in (f for folder in folders if folder.is_dir() for f in sorted(folder.iterdir()) if f.suffix in _KINDS):
        try:
            document = ingest(file)
        except AnalyzerError:
            continue
        rows.append((any(found.kind == "instruction" for found in lint([document])), 1))
    return [rate("real documents with an order reported", rows, better="lower")] if rows else []
