"""What redline returns: which edits stand in the written file as tracked changes, and which were refused and why."""

from typing import Literal

from analyzer.models.document import Record

RedlineAction = Literal["insert", "tighten", "override", "define"]
RefusalCode = Literal[
    "not-found",
    "found-twice",
    "overlap",
    "in-field",
    "in-pending-change",
    "in-control",
    "in-note",
    "in-text-box",
    "in-table",
    "across-paragraphs",
    "around-object",
    "other-document",
    "no-place",
]
RedlineCheck = Literal[
    "parts", "package", "ids", "ranges", "accept-all", "reject-all", "untouched", "formatting", "schema", "reading", "libreoffice"
]  # fmt: skip


class AppliedEdit(Record):
    """One change that the file carries.

    `element` is None for a definition, which has a `term` instead. `section` is where it stands, as Word will number
    it; `before` is what it replaces, empty for new text; `comment` is the id of the Word comment that explains it.
    """

    provision: str
    element: str | None = None
    term: str | None = None
    action: RedlineAction
    section: str | None
    before: str
    after: str
    comment: int


class RefusedEdit(Record):
    """One change that the file does not carry; `reason` is a sentence for the reader."""

    provision: str
    element: str | None = None
    term: str | None = None
    action: RedlineAction
    section: str | None
    text: str
    code: RefusalCode
    reason: str


class RedlineResult(Record):
    """What became of the edits of one document.

    `file` is the name of what was written, None when no edit could be applied and so nothing was. `checks` are those
    the file passed before it was written; `unchecked` says in a sentence each what could not be checked, and why.
    """

    document: str
    file: str | None
    sha256: str | None
    applied: tuple[AppliedEdit, ...]
    refused: tuple[RefusedEdit, ...]
    checks: tuple[RedlineCheck, ...] = ()
    unchecked: tuple[str, ...] = ()
