"""Pages that are images: words recognised page by page, askew and on their side; what is in doubt is told."""

import io
import shutil
from collections.abc import Callable
from importlib.util import find_spec

import pytest

from analyzer.doubt import doubt
from analyzer.errors import Scanned
from analyzer.ingest import ingest
from analyzer.ingest.pdf.recognize import find_doubtful, find_skew
from analyzer.models import Document, Evidence, Finding, Page, Span
from analyzer.reading import read_isolated
from analyzer.settings import Settings

needs_ocr = pytest.mark.skipif(
    shutil.which("tesseract") is None or find_spec("pypdfium2") is None,
    reason="no words can be recognised here: Tesseract (Debian: apt-get install tesseract-ocr) or the extra `ocr` is missing",
)
PARAGRAPHS = (
    "This Services Agreement is made between Harrow plc (the Customer) and Kite Ltd (the Supplier).",
    "14.2 The Supplier shall notify the Customer in writing at least ninety days before it replaces any",
    "AI model that is used to perform the Services, and shall not use Customer Data to train a model.",
    "14.3 The Customer may terminate this Agreement on thirty days written notice to the Supplier.",
)
Draw = Callable[..., bytes]


@pytest.fixture
def draw() -> Draw:
    """Draw lines of text on a page, turn it, and return it as a PDF without a text layer."""
    image = pytest.importorskip("PIL.Image", reason="Pillow (of the extra `ocr`) is not installed")
    from PIL import ImageDraw, ImageFont

    def page(lines: tuple[str, ...], degrees: float = 0.0) -> bytes:
        sheet = image.new("L", (1240, 1754), 255)
        # The font that Pillow brings, so that every machine draws the same.
        font = ImageFont.load_default(size=24)
        pen = ImageDraw.Draw(sheet)
        for number, line in enumerate(lines):
            pen.text((90, 140 + 60 * number), line, font=font, fill=0)
        if degrees:
            sheet = sheet.rotate(degrees, fillcolor=255, expand=degrees % 90 == 0)
        file = io.BytesIO()
        sheet.save(file, format="PDF", resolution=150)
        return file.getvalue()

    return page


def share_found(document: Document) -> float:
    wanted = " ".join(PARAGRAPHS).split()
    return sum(word in document.text for word in wanted) / len(wanted)


@needs_ocr
@pytest.mark.parametrize("degrees", [0.0, 2.5, 90.0])
def test_an_image_is_read_straight_askew_and_on_its_side(draw: Draw, degrees: float) -> None:
    document = ingest(draw(PARAGRAPHS, degrees), name="scan.pdf")
    assert share_found(document) > 0.95
    assert [problem.code for problem in document.problems] == ["page-recognized"]
    assert not document.problems[0].partial
    assert "Tesseract" in document.problems[0].message


@needs_ocr
def test_only_the_pages_that_are_images_are_recognised(draw: Draw) -> None:
    from pypdf import PdfReader, PdfWriter

    from tests.pdf_builders import pdf, text

    writer = PdfWriter()
    letters = "".join(text(72, 700 - 14 * n, f"Line {n} has letters of its own, as a contract has.") for n in range(8))
    writer.append(PdfReader(io.BytesIO(pdf(letters))))
    writer.append(PdfReader(io.BytesIO(draw(PARAGRAPHS))))
    file = io.BytesIO()
    writer.write(file)
    document = ingest(file.getvalue(), name="mixed.pdf")
    assert len(document.pages) == 2
    assert "letters of its own" in document.text[: document.pages[0].end]
    assert "ninety days" in document.text[document.pages[1].start :]
    assert "page 2 is an image" in document.problems[0].message


@needs_ocr
def test_a_reader_process_recognises_too(draw: Draw) -> None:
    document = read_isolated(draw(PARAGRAPHS), name="scan.pdf", settings=Settings())
    assert share_found(document) > 0.95


def test_without_recognition_the_refusal_says_how_to_get_it(draw: Draw) -> None:
    with pytest.raises(Scanned, match=r"install bpo-clause-analyzer\[ocr\] and Tesseract \(Debian: apt-get install"):
        ingest(draw(PARAGRAPHS), name="scan.pdf", settings=Settings(ocr=False))


@needs_ocr
def test_an_image_without_words_is_refused(draw: Draw) -> None:
    with pytest.raises(Scanned, match="its words could not be recognised; ask for a better scan"):
        ingest(draw(()), name="blank.pdf")


@needs_ocr
def test_when_the_time_is_over_the_rest_is_named(draw: Draw) -> None:
    with pytest.raises(Scanned):
        ingest(draw(PARAGRAPHS), name="scan.pdf", settings=Settings(max_ocr_seconds=0.0))


@pytest.mark.parametrize("degrees", [-3.0, -0.5, 0.0, 1.2, 4.0])
def test_the_skew_of_a_page_is_found(draw: Draw, degrees: float) -> None:
    pdfium = pytest.importorskip("pypdfium2", reason="the extra `ocr` is not installed")
    page = pdfium.PdfDocument(draw(PARAGRAPHS * 3, degrees))[0]
    assert find_skew(page.render(scale=2, grayscale=True).to_pil()) == pytest.approx(-degrees, abs=0.25)


def test_doubtful_words_are_found_where_they_stand() -> None:
    text = "the rate is 5 the rate of 5"
    words = (("the", False), ("rate", False), ("is", False), ("5", False), ("the", False), ("rate", True), ("5", True))
    found = list(find_doubtful(words, text, Page(number=1, start=0, end=len(text))))
    assert [(s.start, text[s.start : s.end]) for s in found] == [(18, "rate"), (26, "5")]


def _finding(start: int, end: int, text: str) -> Finding:
    evidence = Evidence(document="a.pdf", page=1, section=None, start=start, end=end, quote=text[start:end])
    return Finding(
        provision="p", element="e", status="strong", probability=0.9, confidence="high", evidence=(evidence,),
        reason="It binds.", method="rules",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("doubtful", "confidence", "said"),
    [
        ([], "high", "It binds."),
        (["notice"], "high", "It binds. Read from an image; in doubt are “notice”."),
        (["90"], "low", "It binds. Read from an image; in doubt are “90”."),
        (["notice", "given"], "low", "It binds. Read from an image; in doubt are “notice”, “given”."),
    ],
)
def test_a_finding_on_doubtful_words_says_so(doubtful: list[str], confidence: str, said: str) -> None:
    text = "Before a change of any model that it uses the Supplier shall give notice given 90 days ahead. After it."
    spans = tuple(Span(start=text.index(w), end=text.index(w) + len(w)) for w in doubtful)
    document = Document(
        name="a.pdf", sha256="0", format="pdf", text=text, pages=(), blocks=(), doubtful=spans
    )  # fmt: skip
    [found] = doubt([_finding(0, 93, text)], [document])
    assert (found.confidence, found.reason) == (confidence, said)
    assert doubt([_finding(94, 103, text)], [document])[0].confidence == "high"
