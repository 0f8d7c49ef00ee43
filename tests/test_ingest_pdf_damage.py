"""PDFs that can't be read whole: scanned, empty, encrypted, damaged, too large, or with fonts that don't tell."""

from __future__ import annotations

import zlib

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
)

from analyzer.errors import Damaged, EmptyFile, Encrypted, Scanned, TooLarge
from tests.pdf_builders import FILLER, bytes_of, pdf, read, text, writer_of

SCAN = "q 612 0 0 792 0 0 cm /Im1 Do Q"


def test_scanned_pages_are_refused_or_named() -> None:
    with pytest.raises(Scanned, match=r"contract\.pdf: 2 of its 2 pages .* run OCR on it first"):
        read(pdf(SCAN, SCAN))
    with pytest.raises(Scanned):
        read(pdf(*[SCAN + " " + text(72, 30, "Downloaded from the archive")] * 3))
    document = read(pdf(text(72, 700, FILLER), SCAN, text(72, 700, "The end of it."), SCAN))
    assert [(p.code, p.partial) for p in document.problems] == [("page-scanned", True)]
    assert "pages 2, 4" in document.problems[0].message


def test_blank_page_and_logo_are_no_scan() -> None:
    logo = "q 50 0 0 20 72 750 cm /Im1 Do Q " + text(72, 700, FILLER)
    document = read(pdf(logo, " "))
    assert document.problems == ()
    assert len(document.pages) == 2


def test_file_without_text_is_empty() -> None:
    with pytest.raises(EmptyFile, match="no text"):
        read(pdf(" ", " "))


def test_password() -> None:
    writer = writer_of(text(72, 700, "The fee is fixed."))
    writer.encrypt(user_password="secret", owner_password="other", algorithm="AES-256")
    with pytest.raises(Encrypted, match=r"contract\.pdf: the PDF needs a password"):
        read(bytes_of(writer))


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_owner_restrictions_alone_are_a_note(algorithm: str) -> None:
    writer = writer_of(text(72, 700, "The fee is fixed."))
    writer.encrypt(user_password="", owner_password="other", algorithm=algorithm)
    document = read(bytes_of(writer))
    assert document.text == "The fee is fixed."
    assert [(p.code, p.partial) for p in document.problems] == [("owner-restrictions", False)]


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_truncated_file_is_never_a_success(share: float) -> None:
    data = pdf(*[text(72, 700, f"{FILLER} {n}") for n in range(8)])
    try:
        document = read(data[: int(len(data) * share)])
    except Damaged as error:
        assert "contract.pdf" in str(error)  # noqa: PT017 - either outcome is right, silence is not
    else:
        assert any(problem.partial for problem in document.problems)


def test_fewer_pages_than_declared_is_damage() -> None:
    writer = writer_of(text(72, 700, FILLER))
    data = bytes_of(writer).replace(b"/Count 1", b"/Count 4")
    with pytest.raises(Damaged, match="4 pages but only 1"):
        read(data)


def test_page_with_a_broken_stream_is_named() -> None:
    writer = writer_of(text(72, 700, FILLER), " ", text(72, 700, "The end of it."))
    packed = zlib.compress(b"".join(text(72, 700 - i, f"line {i} {i * 7919}").encode() for i in range(300)))
    broken = DecodedStreamObject()
    broken.set_data(packed[: len(packed) // 2] + b"\x00" * (len(packed) // 2))
    broken[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.pages[1][NameObject("/Contents")] = writer._add_object(broken)
    document = read(bytes_of(writer))
    assert [(p.code, p.partial) for p in document.problems] == [("page-damaged", True)]
    assert "page 2 is damaged" in document.problems[0].message
    assert document.text.startswith(FILLER)


def test_page_whose_content_is_missing_is_named() -> None:
    writer = writer_of(text(72, 700, FILLER), text(72, 700, "lost"))
    data = bytes_of(writer)
    number = writer.pages[1].raw_get("/Contents").idnum
    document = read(data.replace(f"/Contents {number} 0 R".encode(), f"/Contents {number} 7 R".encode()))
    assert "page 2 is damaged" in document.problems[0].message
    assert document.problems[0].partial


def test_font_that_does_not_tell_its_letters_is_reported() -> None:
    writer = writer_of(text(72, 700, FILLER), "BT /F3 10 Tf 1 0 0 1 72 700 Tm <00010002000300040005> Tj ET")
    unmapped = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type0"),
            NameObject("/BaseFont"): NameObject("/ABCDEF+Secret"),
            NameObject("/Encoding"): NameObject("/Identity-H"),
            NameObject("/DescendantFonts"): ArrayObject(
                [
                    DictionaryObject(
                        {
                            NameObject("/Type"): NameObject("/Font"),
                            NameObject("/Subtype"): NameObject("/CIDFontType2"),
                            NameObject("/BaseFont"): NameObject("/ABCDEF+Secret"),
                            NameObject("/DW"): FloatObject(500),
                        }
                    )
                ]
            ),
        }
    )
    fonts = writer.pages[1]["/Resources"]["/Font"]  # type: ignore[index]
    fonts[NameObject("/F3")] = unmapped
    assert [p.code for p in read(bytes_of(writer)).problems] == ["page-unreadable"]
    writer.remove_page(0)
    with pytest.raises(Scanned, match="do not tell their letters"):
        read(bytes_of(writer))


def test_limits() -> None:
    many = PdfWriter()
    for _ in range(5_000):
        many.add_blank_page(100, 100)
    with pytest.raises(TooLarge, match=r"5,000 pages, more than the 2,000 allowed"):
        read(bytes_of(many))
    data = pdf(text(72, 700, FILLER), text(72, 700, FILLER))
    with pytest.raises(TooLarge, match="more than 100 characters by page 2"):
        read(data, max_characters=100)
    with pytest.raises(TooLarge, match="only 0 of 2 pages"):
        read(data, max_read_seconds=-1)
    with pytest.raises(TooLarge, match="bytes"):
        read(data, max_file_bytes=100)


def test_clock_is_checked_inside_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([0.0, 0.0] + [100.0] * 100)
    monkeypatch.setattr("analyzer.ingest.pdf.time.monotonic", lambda: next(ticks))
    with pytest.raises(TooLarge, match="only 0 of 1 pages"):
        read(pdf("q Q " * 5_000 + text(72, 700, FILLER)), max_read_seconds=10)
