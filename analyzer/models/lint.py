"""What in a file works on its reader behind the reader's back: hidden text, instructions to a model, look-alike letters."""

from typing import Literal

from analyzer.models.document import Concealment, Record

HostileKind = Literal[Concealment, "instruction", "look-alike"]


class HostileText(Record):
    """One finding of the lint.

    `start`..`end` is its place in the document's text, and `quote` the text as it stands there. Where the text is no part
    of the document (Word's hidden text, a running header) the place is None and `quote` is what the file has.
    """

    kind: HostileKind
    document: str
    page: int | None
    start: int | None
    end: int | None
    quote: str
    message: str
