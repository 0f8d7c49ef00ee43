"""The same contract as DOCX and as PDF: every difference reported is one too many."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analyzer.errors import InputError
from eval.metrics import Figure

_SAMPLES = Path(__file__).resolve().parent.parent / "samples"
_TIMEOUT_S = 300


def compare_formats(shared: Path) -> list[Figure]:
    """Return how many differences are reported: on the samples, and on the PDFs LibreOffice makes of `shared`'s files."""
    samples = [(d, d.with_suffix(".pdf")) for d in sorted(_SAMPLES.glob("*.docx"))]
    figures = [_figure("samples: differences reported", [compare_pair(*pair).reported for pair in samples])]
    with tempfile.TemporaryDirectory() as folder:
        found = [compare_pair(*pair) for pair in print_files(shared, Path(folder))]
    counts = [pair.reported for pair in found]
    if counts:
        figures.append(_figure("files printed by LibreOffice: differences reported", counts))
        clean = sum(count == 0 for count in counts)
        figures.append(
            Figure("files printed by LibreOffice: without any", clean / len(counts), None, None, len(counts))
        )
        missing = [pair.not_printed for pair in found]
        figures.append(_figure("files printed by LibreOffice: rightly reported, not printed", missing))
    return figures


def _figure(name: str, counts: list[int]) -> Figure:
    return Figure(name, float(sum(counts)), None, None, len(counts), better="lower")


@dataclass(frozen=True)
class FormatPair:
    """How many differences were reported between two formats, apart from those of words that the PDF does not print."""

    reported: int
    not_printed: int


def compare_pair(docx: Path, pdf: Path) -> FormatPair:
    """Compare one contract as DOCX and as PDF; pypdf's own text is the witness of what the PDF prints."""
    from pypdf import PdfReader

    from analyzer.compare.chunks import align
    from analyzer.compare.differences import find_differences
    from analyzer.compare.units import read_text
    from analyzer.ingest import ingest
    from analyzer.segment import segment

    base, version = (read_text(segment(ingest(file)), signatures=False) for file in (docx, pdf))
    found = [d for d in find_differences(align(base, version)).found if d.kind != "format"]
    shown = _letters(" ".join(page.extract_text() for page in PdfReader(pdf).pages)) if found else ""
    missing = sum(
        all(edit.removes and not edit.adds and _letters(base.quote(*edit.a)) not in shown for edit in d.edits)
        for d in found
        if d.edits
    )
    return FormatPair(len(found) - missing, missing)


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def print_files(shared: Path, folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield each file of `shared` that is read, and what LibreOffice prints of it; none where that is not installed."""
    from analyzer.ingest import ingest

    office = shutil.which("soffice")
    files = sorted((shared / "data" / "docx").glob("*.docx"))
    if office is None or not files:
        return
    subprocess.run(
        [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), *map(str, files)],
        check=True, capture_output=True, timeout=_TIMEOUT_S,
    )  # fmt: skip
    for file in files:
        pdf = folder / f"{file.stem}.pdf"
        try:
            ingest(file)
            ingest(pdf)
        except InputError:
            continue
        yield file, pdf
