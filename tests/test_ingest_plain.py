"""Plain text and Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import EmptyFile, TooLarge, UnknownType
from analyzer.ingest import ingest
from analyzer.ingest.plain import decoded
from analyzer.models.document import Document
from analyzer.settings import Settings


def read(text: str, name: str = "contract.txt", encoding: str = "utf-8") -> Document:
    return ingest(text.encode(encoding), name=name)


def blocks(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def test_paragraphs_are_what_stands_between_blank_lines() -> None:
    document = read("Master Services\nAgreement\n\n\nThe fee is\n  fixed.\n")
    assert document.format == "text"
    assert blocks(document) == ["Master Services Agreement", "The fee is fixed."]
    assert document.text == "Master Services Agreement\n\nThe fee is fixed."
    assert [(page.number, page.start, page.end) for page in document.pages] == [(1, 0, len(document.text))]


def test_numbered_lines_without_blank_ones_between_begin_paragraphs() -> None:
    text = "1. Term. Three years.\n2. Fees. As agreed under\nSection 4 of the order.\n(a) first;\n(b) second."
    document = read(text)
    assert blocks(document) == [
        "1. Term. Three years.",
        "2. Fees. As agreed under Section 4 of the order.",
        "(a) first;",
        "(b) second.",
    ]
    assert [block.kind for block in document.blocks] == ["paragraph", "paragraph", "list_item", "list_item"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(encoding: str) -> None:
    words = "§ 4 “Fee” – € 500, naïve résumé of the services to be rendered"
    assert read(words, encoding=encoding).text == words


def test_invisible_characters_and_hard_spaces_are_gone() -> None:
    assert read("the\u00a0fee\u200b is\ufeff respon\u00adsible").text == "the fee is responsible"


def test_markdown_headings_lists_and_tables() -> None:
    document = read(
        "# Agreement\n\nBetween A\nand B.\n\n## 2. Levels ##\n- first\n  - second goes\n    on\n1. third\n\n"
        "| Service | Target |\n|---|:--:|\n| Desk | 80% \\| 20 s |\n| Mail |  |\n\nSetext\n======\n\nEnd.\n\n---\n",
        name="contract.md",
    )
    assert document.format == "markdown"
    assert [(block.kind, text, block.level) for block, text in zip(document.blocks, blocks(document), strict=True)] == [
        ("heading", "Agreement", 0),
        ("paragraph", "Between A and B.", None),
        ("heading", "2. Levels", 1),
        ("list_item", "- first", 0),
        ("list_item", "- second goes on", 1),
        ("list_item", "1. third", 0),
        ("table_row", "Service | Target", None),
        ("table_row", "Desk | 80% | 20 s", None),
        ("table_row", "Mail | ", None),
        ("heading", "Setext", 0),
        ("paragraph", "End.", None),
    ]
    desk = document.blocks[7]
    assert [document.text[cell.start : cell.end] for cell in desk.cells] == ["Desk", "80% | 20 s"]
    assert (desk.header, desk.table, desk.row) == (("Service", "Target"), 0, 1)
    assert document.blocks[6].header == ()


def test_markdown_under_another_name_is_told_by_its_headings() -> None:
    assert read("# One\n\ntext\n\n# Two\n", name="contract").format == "markdown"
    assert read("# One\n\ntext\n\n# Two\n", name="contract.txt").format == "text"


def test_binary_is_no_text() -> None:
    assert decoded(bytes(range(256)) * 20) is None
    assert decoded(b"\x00\x01\x02\x03" * 50) is None
    with pytest.raises(UnknownType, match=r"x\.txt: it is binary"):
        ingest(bytes(range(1, 32)) * 40, name="x.txt")


def test_nothing_but_white_space() -> None:
    with pytest.raises(EmptyFile, match="no text"):
        read(" \n\n\t\n")


def test_too_many_characters() -> None:
    with pytest.raises(TooLarge, match="30 characters, more than the 10 allowed"):
        ingest(b"a" * 30, name="x.txt", settings=Settings(max_characters=10))


@given(st.text(max_size=400), st.sampled_from(["a.txt", "a.md"]))
def test_blocks_tile(text: str, name: str) -> None:
    try:
        document = read(text, name=name, encoding="utf-8")
    except (EmptyFile, UnknownType):
        return
    except UnicodeEncodeError:  # lone surrogates can't be in a file
        return
    at = 0
    for block in document.blocks:
        assert block.start >= at
        assert not document.text[at : block.start].strip("\n")
        assert "\n" not in document.text[block.start : block.end]
        if block.cells:
            cells = [document.text[cell.start : cell.end] for cell in block.cells]
            assert " | ".join(cells) == document.text[block.start : block.end]
        at = block.end
    assert at == len(document.text)
