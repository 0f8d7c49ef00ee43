"""What segment returns: the clause tree of a document, its sentences, defined terms and parties."""

from typing import Literal

from analyzer.models.document import Document, Record, Span

ClauseKind = Literal[
    "preamble", "article", "section", "item", "schedule", "table", "row", "signature", "contents", "text"
]
PassageKind = Literal["sentence", "item", "row", "heading"]
Role = Literal["client", "provider", "ai_vendor", "end_customer", "other"]


class Clause(Record):
    """A node of the clause tree.

    `start`..`end` is the clause's own text, heading included, without its children; the spans of all clauses
    in order tile the body exactly once. `number` is the full citation as lawyers write it ("14.2(b)",
    "Schedule 2 Part B"), `label` what stands before this node alone ("(b)"). `parent` is an index into the
    tuple of clauses, None at the top. A table of contents is a clause of kind `contents` and is not assessed.
    """

    kind: ClauseKind
    start: int
    end: int
    level: int
    parent: int | None = None
    label: str | None = None
    number: str | None = None
    heading: str | None = None
    page: int | None = None


class Passage(Record):
    """One sentence, list item or table row: the unit that is compared with the library.

    `lead` is the introductory text an item completes ("The Provider shall not:"), or a row's header. `reading` is
    what is compared: lead and text, with Client and Provider in place of the parties' names. `amended` is the text as
    another document of the deal leaves it, where that puts other words in it.
    """

    clause: int
    start: int
    end: int
    kind: PassageKind
    lead: str = ""
    reading: str = ""
    amended: str | None = None


class DefinedTerm(Record):
    """A term with the span of its definition; `term` is as written, without quotation marks."""

    term: str
    start: int
    end: int
    definition: Span
    uses: int = 0


class Party(Record):
    """A party and the names the contract uses for it, the shortest defined one first.

    `why` says in one line how the role was resolved.
    """

    role: Role
    name: str | None
    aliases: tuple[str, ...]
    why: str

    @property
    def called(self) -> str | None:
        """Return what the contract calls the party most, else its full name."""
        return self.aliases[0] if self.aliases else self.name


class Contract(Record):
    """One document, segmented."""

    document: Document
    clauses: tuple[Clause, ...]
    passages: tuple[Passage, ...]
    terms: tuple[DefinedTerm, ...]
    parties: tuple[Party, ...]
