"""Documents built by hand, one line a block, for tests of what comes after ingest.

"# Term"               a heading; "## " one level lower
"**Term**"             a bold paragraph
"[14.2] The Supplier"  a paragraph that a word processor numbers; "[#1.] Services" a heading that it numbers
"| a | b"              a table row; the first of rows that follow each other is their header
"^ text"               a footnote
anything else          a paragraph; "\\n" in it is a line break
"""

import re

from analyzer.models import Block, Document, DocumentFormat, Page, Span

LONG = "The Supplier shall perform the Services with reasonable skill and care and in accordance with the law."


def document(*lines: str, format: DocumentFormat = "docx", page_every: int | None = None) -> Document:
    """Return a Document of these blocks; with `page_every` a page begins after so many."""
    text = ""
    blocks: list[Block] = []
    pages: list[int] = [0]
    header: tuple[str, ...] | None = None
    table = -1
    for index, line in enumerate(lines):
        if blocks:
            text += "\n\n"
        if page_every and index and index % page_every == 0:
            pages.append(len(text))
        start = len(text)
        if line.startswith("|"):
            cells = tuple(cell.strip() for cell in line.strip("| ").split(" | "))
            table += header is None
            spans: list[Span] = []
            for cell in cells:
                text += " | " if spans else ""
                spans.append(Span(start=len(text), end=len(text) + len(cell)))
                text += cell
            blocks.append(
                Block(
                    kind="table_row",
                    start=start,
                    end=len(text),
                    table=table,
                    cells=tuple(spans),
                    header=header or (),
                )
            )
            header = header or cells
            continue
        header = None
        found = re.match(
            r"(?P<hashes>#+) |\[(?P<styled>#?)(?P<number>[^\]]+)\] |(?P<note>\^) |(?P<bold>\*\*)(?=[^*]+\*\*$)", line
        )
        body = line[found.end() :] if found else line
        mark = found.groupdict() if found else {}
        text += body.removesuffix("**") if mark.get("bold") else body
        blocks.append(
            Block(
                kind="heading"
                if mark.get("hashes") or mark.get("styled")
                else "footnote"
                if mark.get("note")
                else "paragraph",
                start=start,
                end=len(text),
                number=mark.get("number"),
                level=len(mark["hashes"]) - 1 if mark.get("hashes") else None,
                bold=bool(mark.get("bold")),
            )
        )
    ends = [*pages[1:], len(text)]
    return Document(
        name="test.docx",
        sha256="0" * 64,
        format=format,
        text=text,
        pages=tuple(Page(number=n, start=a, end=b) for n, (a, b) in enumerate(zip(pages, ends, strict=True), 1)),
        blocks=tuple(blocks),
    )
