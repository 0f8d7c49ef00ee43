"""Is a file read right: the words of a PDF in their order, and the automatic numbers of a Word file."""

from __future__ import annotations

import re
import shutil
import statistics
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from analyzer.errors import InputError
from analyzer.ingest import ingest
from eval.metrics import Figure, count, rate
from eval.tables import Run, Section, Table, short


def measure_reading(shared: Path) -> Run:
    """Compare each PDF with the text beside it, and each DOCX with LibreOffice where that is installed."""
    data = shared / "data"
    run = Run()
    pairs = [
        (pdf, pdf.with_suffix(".txt")) for folder in ("contracts", "labelled") for pdf in (data / folder).glob("*.pdf")
    ]
    read = [(pdf.stem, *compare_words(pdf, text)) for pdf, text in sorted(pairs) if text.is_file()]
    if read:
        run.sections.append(
            Section("ingest PDF", "Words of each PDF beside the text that came with it", _figures(read))
        )
        rows = tuple((name, str(total), short(there), short(ours)) for name, total, there, ours in read)
        header = ("file", "words", "found in order", "ours that are theirs")
        run.tables.append(Table("Words in order, by file", header, rows))
    files = sorted(p for folder in ("docx", "tracked", "labelled") for p in (data / folder).glob("*.docx"))
    if files and shutil.which("soffice") is None:
        print("soffice is not installed: numbers of Word files are not compared with LibreOffice", file=sys.stderr)
    elif files:
        run.sections.append(Section("ingest DOCX", "Automatic numbers of each DOCX beside LibreOffice", _labels(files)))
    return run


def compare_words(pdf: Path, text: Path) -> tuple[int, float, float]:
    """Return how many words a text has, the share of them read from the PDF in that order, and of those read in it.

    What the analyzer keeps apart from the body (running headers, page numbers) counts as not read.
    """
    from rapidfuzz.distance import LCSseq

    theirs = split_words(text.read_text(encoding="utf-8", errors="replace"))
    ours = split_words(ingest(pdf).text)
    common = LCSseq.similarity(theirs, ours)
    return len(theirs), common / max(len(theirs), 1), common / max(len(ours), 1)


def split_words(text: str) -> list[str]:
    """Return the words of a text in lower case, ligatures resolved, without punctuation."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())


def _figures(read: Sequence[tuple[str, int, float, float]]) -> list[Figure]:
    there, ours = [r[2] for r in read], [r[3] for r in read]
    return [
        count("words found in order, median of files", statistics.median(there), cases=len(read), better="higher"),
        count("words found in order, worst file", min(there), cases=len(read), better="higher"),
        count("words read that are in the text, median", statistics.median(ours), cases=len(read), better="higher"),
    ]


def _labels(files: Sequence[Path]) -> list[Figure]:
    from eval.libreoffice import compare_labels, open_libreoffice

    with open_libreoffice() as office:
        exported = office.export({path.name: path.read_bytes() for path in files})
    rows = []
    for path in files:
        try:
            agreed, differing = compare_labels(ingest(path), exported[path.name])
        except InputError as error:
            print(error, file=sys.stderr)
            continue
        for line in differing:
            print(f"{path.name}: {line}", file=sys.stderr)
        rows.append((len(agreed), len(agreed) + len(differing)))
    return [rate("automatic numbers as LibreOffice shows them", rows)]
