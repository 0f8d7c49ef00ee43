"""What crosscheck returns: conflicts between passages, and how the documents of a deal stand to each other."""

from typing import Literal

from analyzer.models.commercial import Commercial
from analyzer.models.document import Record
from analyzer.models.finding import ElementStatus, Evidence, Finding
from analyzer.models.law import FormerName

# X1 to X16 are the cross-provision checks of the taxonomy; the others have no number there: a definition, an exception, an
# annex that is not there, an amendment or another document of the deal takes away what a passage gives.
Check = Literal[
    "X1", "X2", "X3", "X4", "X5", "X6", "X7", "X8", "X9", "X10", "X11", "X12", "X13", "X14", "X15", "X16",
    "definition", "exception", "annex", "amendment", "documents",
]  # fmt: skip
Severity = Literal["high", "medium", "low"]
DocumentRole = Literal[
    "agreement", "ai terms", "statement of work", "service levels", "data processing", "amendment", "order form",
    "schedule", "policy", "other",
]  # fmt: skip
AmendmentAction = Literal["deleted", "replaced", "changed", "added"]


class Effect(Record):
    """What a conflict does to one element's finding."""

    provision: str
    element: str
    before: ElementStatus
    after: ElementStatus


class Conflict(Record):
    """Two passages that work against each other.

    `id` is its check and a count ("X9-1"). Where one passage empties the others it stands first in `evidence`;
    `effects` then says what became of the findings that rest on the others.
    """

    id: str
    check: Check
    severity: Severity = "medium"
    message: str
    evidence: tuple[Evidence, ...]
    effects: tuple[Effect, ...] = ()


class Foreseen(Record):
    """A passage that would take away what drafted wording for an element gives, once it stood in the contract.

    `by_name` says whether the wording can set it aside by naming it; a definition the wording rests on can't be. `why`
    goes on from "the wording ...".
    """

    provision: str
    element: str
    check: Check
    evidence: Evidence
    by_name: bool = True
    why: str = ""


class DealDocument(Record):
    """One document and the part it plays; `amends` names the document it changes, where that is among those supplied."""

    name: str
    role: DocumentRole
    title: str | None = None
    amends: str | None = None


class RankedPart(Record):
    """One place in an order of precedence.

    `text` is how the clause names it, `documents` and `sections` what it is among the documents supplied;
    both empty when it was not supplied (`unseen`) or is not recognised.
    """

    text: str
    documents: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    unseen: bool = False


class Precedence(Record):
    """An order of precedence as one clause states it, highest first; `scope` is what it is limited to, if anything."""

    parts: tuple[RankedPart, ...]
    scope: str | None = None
    evidence: Evidence


class Amendment(Record):
    """One change that a document makes to a section of another.

    `evidence` is the amending words, `old` the text that no longer holds, None when it was not supplied or when text is added.
    `document` is the one that is changed, None when it was not supplied. `now` is the section as it reads since, put
    together from both texts and so no quote: empty when it is deleted, None when it can't be made out.
    """

    action: AmendmentAction
    section: str
    evidence: Evidence
    old: Evidence | None = None
    document: str | None = None
    now: str | None = None


class LawNamed(Record):
    """A law or standard that the deal names: `written` as it does there first, `former` when that name no longer stands.

    `evidence` quotes each place once.
    """

    instrument: str
    written: str
    former: FormerName | None
    evidence: tuple[Evidence, ...]


class DealReading(Record):
    """How the documents of a deal stand to each other."""

    documents: tuple[DealDocument, ...] = ()
    precedence: tuple[Precedence, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    laws: tuple[LawNamed, ...] = ()


class CrossCheck(Record):
    """The findings after the deal was read as a whole, with the conflicts found and the reading they rest on."""

    findings: tuple[Finding, ...]
    conflicts: tuple[Conflict, ...] = ()
    commercial: Commercial = Commercial()
    deal: DealReading = DealReading()
