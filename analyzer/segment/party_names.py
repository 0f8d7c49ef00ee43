"""Collect the names that may be a party's, with how often each is used and how the preamble introduces it."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analyzer.models import DefinedTerm, Document

CLIENT_WORDS = frozenset({
    "client", "customer", "buyer", "authority", "purchaser", "principal", "subscriber", "licensee", "recipient",
    "council", "bank", "insurer", "user", "owner", "controller", "employer", "participant", "sponsor",
})  # fmt: skip
PROVIDER_WORDS = frozenset({
    "provider", "supplier", "vendor", "contractor", "seller", "outsourcer", "consultant", "licensor", "processor",
    "agency", "subcontractor", "servicer", "developer", "host", "administrator",
})  # fmt: skip
_WORD = r"[A-Z0-9&][\w.&'\u2019\-]*"
_SUFFIX = (
    r"(?:Inc|LLC|L\.L\.C|Ltd|Limited|Corp|Corporation|Company|plc|PLC|LLP|L\.P|LP|GmbH|AG|S\.A|SA|B\.V|BV|N\.V|Pty"
    r"|Co|KK|K\.K|AB|Oy|SpA|Sarl|Pte|PTE|PTY|LTD|INC|CORP|LIMITED|CORPORATION|COMPANY|COUNCIL"
    r"|Council|AUTHORITY|Authority|N\.A)"
)
_ENTITY = re.compile(
    rf"(?P<name>{_WORD}(?:,?[ ]+(?:{_WORD}|of|and|the|for|\([A-Z]\w*\))){{0,12}}?"
    rf",?[ ]+{_SUFFIX}\b\.?(?:,?[ ]+{_SUFFIX}\b\.?)*)"
    rf"|(?P<plain>{_WORD}(?:[ ]+(?:{_WORD}|of|and|the|for)){{0,8}}),[ ]+an?[ ]+[\w\- ]{{2,60}}?"
    r"(?:corporation|company|partnership|association|trust|co-operative|arrangement)\b"
)
# Capitalised words that stand where a party's name would, and are not one.
_BLOCKED = re.compile(
    r"(?i)\b(?:part(?:y|ies)|agreement|services?|date|contract|term|affiliates?|recipient|disclos\w+|receiving|clients"
    r"|new client|data|fees|charges|order|deliverables?|personnel|notice|amendment|terms|it|this|that|these|such|which"
    r"|nothing|neither|nor|title|software|platform|product|section|schedule|exhibit|law|losses|claim|authorized"
    r"|employees|subcontractors?|change|information|arbitrator\w*|tribunal|court|[sm]ow|msa|sla|dpa|cpi|index"
    r"|accounts?|committee|one|each|either|all|any|both|no|the)\b"
)
# "The Recipient" is a party where the preamble says so; these never are.
_NEVER = re.compile(
    r"(?i)\b(?:part(?:y|ies)|agreement|contract|date|services|information|terms?|schedule|exhibit|amendment|sow|m[os]?sa|sla|dpa)\b"
)
HEAD_CHARACTERS = 12_000


@dataclass
class PartyName:
    """A name the contract uses, and how often each kind of wording stands around it.

    `introduced` says that the preamble gives it to a party, `given` counts rows of a table that name its role (+1 the
    client, -1 the provider), `entity` is the legal name before it.
    """

    text: str
    introduced: bool = False
    uses: int = 0
    performs: int = 0
    pays: int = 0
    duties: int = 0
    given: int = 0
    entity: str | None = None

    @property
    def usual(self) -> int:
        """Return +1 for a usual name of the client, -1 for one of the provider, 0 for any other."""
        return usual_side("client" if self.text == "You" else "provider" if self.text == "We" else self.text)

    @property
    def score(self) -> float:
        """Above 0 the name is the client's, below 0 the provider's."""
        told = self.pays + self.performs
        wording = min(4.0, 1.0 + 0.5 * told) * (self.pays - self.performs) / told if told else 0.0
        return 4.0 * self.usual + 6.0 * self.given + wording

    @property
    def why(self) -> str:
        """Say in a few words what the score rests on."""
        reasons = [f"the usual name of the {'client' if self.usual > 0 else 'provider'}"] if self.usual else []
        if self.given:
            reasons.insert(0, "a table names its role")
        told = self.pays + self.performs
        if told and abs(self.pays - self.performs) / told > 0.2:
            reasons.append(f"receives or pays {self.pays} times, performs or invoices {self.performs} times")
        return "; ".join(reasons) or "no wording tells its role"


def find_names(document: Document, terms: Sequence[DefinedTerm]) -> list[PartyName]:
    """Collect names that may be a party's: introduced near the top, or usual or trade names in steady use."""
    text = document.text
    head = text[:HEAD_CHARACTERS]
    preamble_end = _preamble_end(head)
    found: dict[str, PartyName] = {}

    def add(name: str, *, blocked: re.Pattern[str] | None = _BLOCKED, introduced: bool = False) -> None:
        if name.isupper() and text.count(name.title()) > text.count(name):
            name = name.title()
        if 1 < len(name) < 50 and not (blocked and blocked.search(name)) and name not in found:
            found[name] = PartyName(name, introduced=introduced, entity=_full_name(name, head))

    def within(word: str) -> int:
        """Count uses of a word inside a longer name that the preamble gives ("Sponsor" in "Plan Sponsor")."""
        longer = (n.text for n in found.values() if n.introduced and n.text != word and word in n.text.split())
        return sum(_uses(name, text) for name in longer)

    for term in terms:
        if term.start < len(head) and text[term.definition.end - 1 : term.definition.end] == ")":
            name = re.sub(r"^(?:the|The|THE)\s+", "", term.term)
            introduced = term.start < preamble_end or _full_name(name, head) is not None
            add(name, blocked=_NEVER if introduced else _BLOCKED, introduced=introduced)
    words = Counter(re.findall(r"\b[A-Z][A-Za-z]+\b", text))
    role_words = (word.capitalize() for word in sorted(CLIENT_WORDS | PROVIDER_WORDS))
    for usual in ("Service Provider", *role_words, "Company"):
        if words[usual.split()[-1]] + words[usual.split()[-1].upper()] >= 5 and _uses(usual, text) - within(usual) >= 5:
            add(usual, blocked=None if usual == "Service Provider" else _BLOCKED)
    if len(re.findall(r"\b[Yy](?:ou|our)\b", text)) > 15 and len(re.findall(r"\b(?:[Ww]e|[Oo]ur|us)\b", text)) > 5:
        add("You")
        add("We")
    for name in re.findall(
        r"(?:hereinafter|referred to (?:herein )?as|known as) (?:the )?([A-Z][A-Za-z]+(?: [A-Z][a-z]+)?)", head
    ):
        add(name)
    # A trade name that is nowhere defined still stands before "shall" and "will" all over the contract.
    subjects = Counter(re.findall(r"\b([A-Z][A-Za-z]{2,20}) (?:shall|will|may|agrees|warrants)\b", text))
    for name, count in subjects.most_common(4):
        if count >= 5 and not any(n.introduced and name.lower() in n.text.lower().split() for n in found.values()):
            add(name)
    _read_party_table(document, found, add)
    return list(found.values())


def _preamble_end(head: str) -> int:
    """Return where the description of the parties ends: at the recitals or the first numbered clause."""
    begun = re.search(r"\b(?:between|among|parties)\b", head, re.IGNORECASE)
    if begun is None:
        return 0
    end = re.compile(
        r"\n\s*(?:RECITALS?|BACKGROUND|Background|WHEREAS|WITNESSETH|AGREED TERMS|IT IS AGREED|Recitals|1[.\s]|A\.\s)"
    ).search(head, begun.end())
    return min(end.start() if end else len(head), begun.end() + 2_500)


def _read_party_table(document: Document, found: dict[str, PartyName], add: Callable[..., None]) -> None:
    """Read rows such as `Client | Acme Foods, Inc. ("Acme")` of an order form: they tell the role outright."""
    for block in document.blocks[:80]:
        if block.kind != "table_row" or len(block.cells) != 2:
            continue
        role, who = (document.text[c.start : c.end].strip(" *:") for c in block.cells)
        sign = usual_side(role) if role and len(role.split()) <= 2 else 0
        entity = _ENTITY.match(who)
        if not sign or entity is None:
            continue
        alias = re.search(r"\([^()]{0,40}[\"\u201c]\**(?:the )?([A-Z][\w&. ]{1,40}?)\**[\"\u201d]\)", who)
        name = alias[1] if alias else role
        add(name, blocked=None, introduced=True)
        if name in found:
            found[name].given += sign
            found[name].entity = entity["name"] or entity["plain"]


def usual_side(name: str) -> int:
    """Return +1 when a name's last word is a usual word for the client, -1 for the provider, else 0."""
    last = name.lower().split()[-1]
    return (last in CLIENT_WORDS) - (last in PROVIDER_WORDS)


def name_pattern(name: str) -> str:
    """Match a name used as a name: "AI Vendor" and "Client AI Data" are terms of their own."""
    if name == "You":
        return r"\b[Yy]ou\b|\b[Yy]our\b(?=\s)"
    if name == "We":
        return r"\b[Ww]e\b|\bus\b|\b[Oo]ur\b(?=\s)"
    # "Provider" inside "Service Provider" is that name, not one of its own.
    spaced = r"\s+".join(re.escape(word) for word in name.split())
    capitals = r"\s+".join(re.escape(word) for word in name.upper().split())
    return rf"(?<!AI )(?<!Service )\b(?:{spaced}|{capitals})\b(?! (?:AI|Service Provider)\b)"


def find_uses(name: str, text: str) -> list[tuple[int, int]]:
    """Return where a name is used as a name, in order."""
    pattern = re.compile(name_pattern(name))
    if name in {"You", "We"}:
        return [match.span() for match in pattern.finditer(text)]
    # A pattern that opens with a look behind is tried at every letter; the name's first word is found much faster.
    first = name.split()[0]
    found = {
        match.span()
        for word in {first, first.upper()}
        for opening in re.finditer(re.escape(word), text)
        if (match := pattern.match(text, opening.start()))
    }
    return sorted(found)


def _uses(name: str, text: str) -> int:
    return len(find_uses(name, text))


def _full_name(alias: str, head: str) -> str | None:
    """Return the entity that stands before `("alias")` in the preamble."""
    match = re.search(
        rf"\([^()]{{0,80}}[\"\u201c\u2018*]+(?:the )?{re.escape(alias)}[\"\u201d\u2019,.*]", head, re.IGNORECASE
    )
    if match is None:
        return None
    before = head[max(0, match.start() - 300) : match.start()]
    # What stands before belongs to the party named first: "... (the "Client"), and Beta LLC (the "Provider")".
    before = re.split(r"\([^()]*[\"\u201c\u2018][^()]*\)", before)[-1]
    before = re.split(r"(?i)\b(?:between|among)\b:?|;", before)[-1]
    entity = _ENTITY.search(before)
    if entity is None or re.search(r"\b[Tt]he (?:Company|Authority|Council)$", entity[0]):
        return None
    name = " ".join((entity["name"] or entity["plain"]).split()).strip(" ,")
    # An address in front is the other party's: "1 Mill Road, Leeds and BETA LIMITED".
    return name.rpartition(" and ")[2] if re.search(r"\d", name) else name
