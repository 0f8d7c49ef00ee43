"""PDFs built by hand, operator by operator, so that each test knows what stands where on the page."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
)

from analyzer.ingest import ingest
from analyzer.models.document import Document
from analyzer.settings import Settings


def text(x: float, y: float, words: str, *, size: float = 10, font: str = "F1", turn: str = "1 0 0 1") -> str:
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {turn} {x} {y} Tm ({escaped}) Tj ET\n"


def _font(name: str, differences: Sequence[str | int] = ()) -> DictionaryObject:
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject(f"/{name}"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    if differences:
        entries = [NumberObject(d) if isinstance(d, int) else NameObject(d) for d in differences]
        font[NameObject("/Encoding")] = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Encoding"),
                NameObject("/BaseEncoding"): NameObject("/WinAnsiEncoding"),
                NameObject("/Differences"): ArrayObject(entries),
            }
        )
    return font


def _image(writer: PdfWriter) -> DictionaryObject:
    image = DecodedStreamObject()
    image.set_data(b"\x00")
    image.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(1),
            NameObject("/Height"): NumberObject(1),
            NameObject("/ColorSpace"): NameObject("/DeviceGray"),
            NameObject("/BitsPerComponent"): NumberObject(8),
        }
    )
    return DictionaryObject({NameObject("/Im1"): writer._add_object(image)})


def writer_of(*pages: str, rotate: int = 0, differences: Sequence[str | int] = ()) -> PdfWriter:
    writer = PdfWriter()
    fonts = DictionaryObject(
        {
            NameObject("/F1"): _font("Helvetica", differences),
            NameObject("/F2"): _font("Helvetica-Bold"),
        }
    )
    for content in pages:
        page = writer.add_blank_page(612, 792)
        stream = DecodedStreamObject()
        stream.set_data(content.encode("cp1252"))
        page[NameObject("/Contents")] = writer._add_object(stream)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): fonts, NameObject("/XObject"): _image(writer)}
        )
        if rotate:
            page[NameObject("/Rotate")] = NumberObject(rotate)
    return writer


def pdf(*pages: str, rotate: int = 0, differences: Sequence[str | int] = ()) -> bytes:
    return bytes_of(writer_of(*pages, rotate=rotate, differences=differences))


def bytes_of(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def read(data: bytes, **limits: float) -> Document:
    return ingest(data, name="contract.pdf", settings=Settings.model_validate(limits))


def blocks(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def rows(document: Document) -> list[list[str]]:
    table = [block for block in document.blocks if block.kind == "table_row"]
    return [[document.text[cell.start : cell.end] for cell in block.cells] for block in table]


FILLER = "The Provider shall perform the Services with due skill, care and diligence at all times and"


def table(*table_rows: Sequence[str], y: float = 700, leading: float = 14, bold_first: bool = False) -> str:
    xs = (72, 220, 380)
    return "".join(
        text(xs[k], y - leading * i, cell, font="F2" if bold_first and i == 0 else "F1")
        for i, row in enumerate(table_rows)
        for k, cell in enumerate(row)
        if cell
    )
