"""Build the sample contracts as DOCX and PDF from their plain-text sources."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pypdf import PdfReader

from eval.samples.contract import Contract, printed, read
from eval.samples.pdf import heading_pages, to_pdf
from eval.samples.writer import Writer

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "source"
EXPECTED = HERE / "expected"


def build_docx(contract: Contract, target: Path, pages: dict[str, int] | None = None, *, typed: bool = False) -> None:
    """Write the Word file of a contract."""
    target.write_bytes(Writer(contract, pages, typed=typed).write())


def build(source: Path, folder: Path) -> int:
    """Build the Word and PDF files of a source and return the page count."""
    contract = read(source)
    docx = folder / f"{contract.name}.docx"
    pages: dict[str, int] | None = None
    build_docx(contract, docx)
    if contract.meta.get("toc"):
        with tempfile.TemporaryDirectory() as scratch:
            pages = heading_pages(contract, to_pdf(docx, Path(scratch)))
        build_docx(contract, docx, pages)
    with tempfile.TemporaryDirectory() as scratch:
        # LibreOffice may print "Section IV.01" where Word prints "Section 4.01", so such numbers are typed.
        printed = Path(scratch) / docx.name
        build_docx(contract, printed, pages, typed=any(level.legal for level in contract.scheme.body))
        return len(PdfReader(to_pdf(printed, folder)).pages)


def check_expected(contract: Contract, path: Path) -> list[str]:
    """List the expected findings with a quote that does not stand in the contract."""
    text = printed(contract)
    return [
        f"{expected['provision']}/{expected['element']}: {quote!r} is not in the contract"
        for expected in json.loads(path.read_text(encoding="utf-8"))["elements"]
        for quote in expected["quotes"]
        if quote not in text
    ]


def main(argv: Iterable[str] | None = None) -> int:
    """Build the samples named on the command line, or all of them."""
    parser = argparse.ArgumentParser(description="Build the sample contracts.")
    parser.add_argument("names", nargs="*", help="samples to build; all when none is named")
    parser.add_argument("--check", action="store_true", help="only compare the expected findings with the sources")
    options = parser.parse_args(None if argv is None else list(argv))
    names = options.names or sorted(path.stem for path in SOURCE.glob("*.md") if path.stem != "README")
    failed = False
    for name in names:
        source = SOURCE / f"{name}.md"
        if not options.check:
            print(f"{name}: {build(source, HERE)} pages")
        expected = EXPECTED / f"{name}.json"
        if expected.exists():
            for line in check_expected(read(source), expected):
                print(f"{name}: {line}")
                failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
