"""Engines on the same pair in one run: how many changes each reports, and how long it takes from bytes to changes."""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable

from eval.comparing.pair import Pair
from eval.tables import Table


def compare_engines(pair: Pair) -> Table:
    """Return a row an engine; one that is not installed says so."""
    rows = [_row("ours", _ours, pair), _row("difflib, by paragraph", _difflib, pair)]
    try:
        import python_redlines  # noqa: F401
    except ImportError:
        rows.append(("python-redlines", "not installed: pip install python-redlines[docxodus]", ""))
    else:
        rows.append(_row("python-redlines (Docxodus)", _redlines, pair))
    return Table(
        f"Engines on a pair of {pair.pages} pages with {pair.edits} edits", ("", "changes", "seconds"), tuple(rows)
    )


def _row(name: str, engine: Callable[[Pair], int], pair: Pair) -> tuple[str, str, str]:
    engine(pair)  # imports and caches count for none of them
    began = time.perf_counter()
    changes = engine(pair)
    return name, str(changes), f"{time.perf_counter() - began:.2f}"


def _ours(pair: Pair) -> int:
    from analyzer.compare.chunks import align
    from analyzer.compare.differences import find_differences
    from analyzer.compare.units import read_text
    from analyzer.ingest import ingest
    from analyzer.segment import segment

    base, version = (read_text(segment(ingest(data, name="contract.docx"))) for data in (pair.base, pair.version))
    return len(find_differences(align(base, version)).found)


def _difflib(pair: Pair) -> int:
    from analyzer.ingest import ingest

    base, version = (
        [document.text[b.start : b.end] for b in document.blocks]
        for document in (ingest(data, name="contract.docx") for data in (pair.base, pair.version))
    )
    changes = 0
    for tag, i, last_i, j, last_j in difflib.SequenceMatcher(None, base, version, autojunk=False).get_opcodes():
        if tag != "equal":
            changes += max(last_i - i, last_j - j)
    return changes


def _redlines(pair: Pair) -> int:
    from python_redlines import DocxodusEngine

    from analyzer.ingest import read_revisions

    redline, _, _ = DocxodusEngine().run_redline("Vendor", pair.base, pair.version)
    return sum(r.kind != "format" for r in read_revisions(redline, name="redline.docx").revisions)
