"""Print a sample by LibreOffice, the same bytes whenever it is printed, and find what stands on which page."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import subprocess
import tempfile
from pathlib import Path

from pypdf import PdfReader

from eval.samples.contract import Contract, SourceError, plain
from eval.samples.writer import ZIP_DATE


def to_pdf(docx: Path, folder: Path) -> Path:
    """Convert a Word file to PDF with LibreOffice."""
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", "pdf",
                   "--outdir", str(folder), str(docx)]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=240)
    pdf = folder / f"{docx.stem}.pdf"
    pdf.write_bytes(_fix_pdf(pdf.read_bytes()))
    return pdf


def _fix_pdf(raw: bytes) -> bytes:
    stamp = f"/CreationDate(D:{dt.datetime(*ZIP_DATE):%Y%m%d%H%M%S}Z".encode()
    raw = re.sub(rb"/CreationDate\(D:\d{14}.", lambda found: stamp.ljust(len(found.group()), b"'"), raw)
    ident = re.compile(rb"(?<=/ID \[ <)[0-9A-F]{32}(?=>)|(?<=>\n<)[0-9A-F]{32}(?=> \])|(?<=/DocChecksum /)[0-9A-F]{32}")
    blank = ident.sub(b"0" * 32, raw)
    digest = hashlib.sha256(blank).hexdigest()[:32].upper().encode()
    return ident.sub(digest, raw)


def heading_pages(contract: Contract, pdf: Path) -> dict[str, int]:
    """Find the page each main heading is printed on."""
    texts = [re.sub(r"\s+", "", page.extract_text()).lower() for page in PdfReader(pdf).pages]
    heads = [b for b in contract.blocks if b.kind in {"clause", "schedule"} and b.level == 0]
    pages: dict[str, int] = {}
    at = int(contract.meta.get("toc_pages", 2))
    for block in heads:
        want = re.sub(r"\s+", "", block.number + plain(block.text, contract.refs)).lower()
        while at < len(texts) and want not in texts[at]:
            at += 1
        if at == len(texts):
            raise SourceError(f"heading not found in the PDF: {block.number} {block.text}")
        pages[block.ref] = at + 1
    return pages
