"""What in a file works on its reader behind the reader's back: hidden text, instructions to a model, look-alike letters."""

from typing import Literal

from analyzer.models.document import Record

# How text is kept from a person who reads the file and not from a program that does.
Concealment = Literal["hidden", "white", "tiny", "invisible", "off-page", "zero-width"]
HostileKind = Literal["hidden", "white", "tiny", "invisible", "off-page", "zero-width", "instruction", "look-alike"]


class Concealed(Record):
    """A piece of text that the file has and does not show, as ingest meets it; `text` as it would read.

    `page` counts from 1, None where the format has no pages. For zero-width characters `text` is the word they stand in.
    """

    kind: Concealment
    text: str
    page: int | None = None


class HostileText(Record):
    """One finding of the lint.

    `start`..`end` is its place in the document's text; None where the text is not part of it (Word's hidden text).
    `quote` is the text as it stands there.
    """

    kind: HostileKind
    document: str
    page: int | None
    start: int | None
    end: int | None
    quote: str
    message: str
