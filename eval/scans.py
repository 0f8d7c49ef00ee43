"""Is a scan read as the contract it shows: words page by page, and what the analysis makes of both."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from pathlib import Path

from analyzer.ingest import ingest
from analyzer.ingest.pdf.recognize import is_ready
from analyzer.models import Document
from analyzer.settings import Settings
from eval.metrics import count, rate
from eval.reading import split_words
from eval.tables import Run, Section, Table, short

# A page with fewer words, a signature page say, tells more of its layout than of the engine.
_FEWEST_WORDS = 20
_PREFIX = "raster150_"


@dataclass(frozen=True)
class _Scan:
    """One scan beside its original: share of words by page, doubtful words, and elements with another status."""

    name: str
    pages: tuple[float, ...]
    words: int
    doubtful: int
    differing: tuple[str, ...]
    elements: int


def measure_scans(shared: Path) -> Run:
    """Read every scan of `shared`/data/scanned and the contract it was made from, and analyse both."""
    pairs = [
        (scan, original)
        for scan in sorted((shared / "data" / "scanned").glob("*.pdf"))
        if (original := shared / "data" / "contracts" / scan.name.removeprefix(_PREFIX)).is_file()
    ]
    if not pairs or not is_ready(Settings()):
        return Run()
    scans = [_measure(scan, original) for scan, original in pairs]
    pages = [page for scan in scans for page in scan.pages]
    figures = [
        count("words found in order, median page", statistics.median(pages), cases=len(pages), better="higher"),
        count("words found in order, worst page", min(pages), cases=len(pages), better="higher"),
        rate("element statuses that differ from the original's", [(len(s.differing), s.elements) for s in scans],
             better="lower"),
        rate("words in doubt", [(s.doubtful, s.words) for s in scans], better="lower"),
    ]  # fmt: skip
    rows = tuple(
        (s.name, str(len(s.pages)), short(statistics.median(s.pages)), short(min(s.pages)), "; ".join(s.differing))
        for s in scans
    )
    header = ("scan", "pages", "median page", "worst page", "elements that differ")
    return Run(
        [Section("scans", "Scans beside the contracts they were made from", figures)],
        [Table("Scans, one by one", header, rows)],
    )


def _measure(scan: Path, original: Path) -> _Scan:
    read, meant = ingest(scan), ingest(original)
    one, other = _statuses(read), _statuses(meant)
    differing = [f"{e}: {other[e]} read as {one[e]}" for e in other if one[e] != other[e]]
    return _Scan(
        name=original.stem,
        pages=tuple(_compare_pages(read, meant)),
        words=len(split_words(read.text)),
        doubtful=len(read.doubtful),
        differing=tuple(differing),
        elements=len(other),
    )


def _compare_pages(read: Document, meant: Document) -> list[float]:
    from rapidfuzz.distance import LCSseq

    shares = []
    for ours, theirs in zip(read.pages, meant.pages, strict=True):
        wanted = split_words(meant.text[theirs.start : theirs.end])
        if len(wanted) >= _FEWEST_WORDS:
            found = split_words(read.text[ours.start : ours.end])
            shares.append(LCSseq.similarity(wanted, found) / len(wanted))
    return shares


def _statuses(document: Document) -> dict[str, str]:
    from analyzer.pipeline import analyze

    report = analyze([document]).report
    return {f"{p.id}/{e.id}": e.status for p in report.provisions for e in p.elements}
