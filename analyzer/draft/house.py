"""Read a contract's house style: names and articles, shall or will, defined terms, numbering, headings, spelling."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from analyzer.models import Clause, Contract, Definition, Record

NumberStyle = Literal["article-section", "decimal", "plain-lettered", "unnumbered"]

# Words in -ise that are spelled so everywhere.
_ISE = (
    "adv|appra|advert|compr|comprom|conc|dev|disgu|enterpr|exc|exerc|expert|franch|improv|likew|merchand|no|otherw|prem"
    "|prec|pra|prom|ra|rev|r|superv|surpr|telev|w|ar|a"
)
_UK = re.compile(
    rf"\b(?:\w+isation\w*|(?!(?:{_ISE})is)\w{{3,}}(?:ise[ds]?|ising)|\w*(?:fav|lab|hon|behavi|col|endeav)our\w*|centres?|licences?"
    r"|defence|programmes?|whilst|cheques?|judgements?|fulfil|instalments?|enquir\w+|catalogue|labelled|wilful)\b",
    re.IGNORECASE,
)
_US = re.compile(
    r"\b(?:\w+ization\w*|\w{3,}(?:ize[ds]?|izing)|(?:un|dis)?(?:fav|lab|hon|behavi|col|endeav)or(?:s|ed|ing|able|al)?|centers?|license"
    r"|defense|programs?|judgments?|fulfill|installments?|inquir\w+|percent|catalog|labeled|willful)\b",
    re.IGNORECASE,
)
# Slots of the library's drafts, with the names a contract may give the same thing and what to write when it has none.
_SLOTS: dict[str, tuple[tuple[str, ...], str]] = {
    "services": (("Services", "Service", "Works", "SaaS Service", "Outsourced Services"), "services"),
    "agreement": (("Agreement", "Contract", "Framework Agreement", "Terms", "Addendum"), "agreement"),
    "subcontractor": (("Subcontractor", "Sub-contractor", "Sub-Contractor", "Approved Subcontractor"), "subcontractor"),
    "personnel": (
        ("Personnel", "Supplier Personnel", "Provider Personnel", "Contractor Personnel", "Staff", "Team Members"),
        "personnel",
    ),
    "confidential_information": (("Confidential Information",), "confidential information"),
    "losses": (("Losses", "Loss", "Damages", "Liabilities"), "losses"),
    "charges": (("Charges", "Fees", "Service Fees", "Contract Price"), "charges"),
    "business_day": (("Business Day", "Working Day", "Business Days", "Working Days"), "business day"),
    "affiliates": (("Affiliates", "Affiliate", "Group Companies", "Group Company"), "affiliates"),
}
# What the same things are called without capitals, by contracts that define no term for them.
_LOWER: dict[str, tuple[str, ...]] = {
    "charges": ("charges", "fees"),
    "business_day": ("business day", "working day"),
    "personnel": ("personnel", "staff"),
}
_CITED = re.compile(r"(?<=[a-z,(] )([Ss]ection|[Cc]lause|[Pp]aragraph)s? \d")
_PLURALS = {"Affiliate": "Affiliates", "Group Company": "Group Companies"}
_DATA_NAMES = ("Client Data", "Customer Data", "Company Data", "Authority Data", "Buyer Data", "Purchaser Data")


class House(Record):
    """How this contract is written.

    `client` and `provider` are written with the article when `*_article` says so. `slots` maps the library's slots to
    words of this contract. `client_data` is None when the contract defines no such term. `section_word` is what the
    contract calls its clauses when it cites them.
    """

    client: str
    provider: str
    client_article: bool
    provider_article: bool
    shall: Literal["shall", "will"]
    slots: dict[str, str]
    client_data: str | None
    section_word: str
    terms: frozenset[str]
    british: bool
    numbers: NumberStyle
    last_number: int
    capital_headings: bool
    quote_marks: tuple[str, str]


def read_house(contract: Contract) -> House:
    """Return the house style of a contract."""
    text = contract.document.text
    lower = text.lower()
    names = {party.role: party.aliases for party in contract.parties if party.aliases}
    client = names.get("client", ("Client",))[0]
    provider = names.get("provider", ("Provider",))[0]
    defined = {t.term for t in contract.terms}
    slots = {
        slot: _slot(names_, _lower(slot, fallback, text), defined, text) for slot, (names_, fallback) in _SLOTS.items()
    }
    slots["affiliates"] = _PLURALS.get(slots["affiliates"], slots["affiliates"])
    if slots["business_day"].endswith("s"):
        slots["business_day"] = slots["business_day"][:-1]
    numbers, last = _numbering(contract.clauses)
    headings = [c.heading for c in contract.clauses if c.heading and c.level <= 1 and c.kind in {"article", "section"}]
    capitals = sum(h.isupper() for h in headings) > len(headings) / 2 if headings else False
    curly = text.count("\u201c") >= text.count('"') / 2 and "\u201c" in text
    return House(
        client=_spoken(client),
        provider=_spoken(provider),
        client_article=_article(client, text),
        provider_article=_article(provider, text),
        shall="shall" if _count("shall", lower) >= _count("will", lower) else "will",
        slots=slots,
        client_data=_client_data(client, defined, text),
        section_word=_section_word(text),
        terms=frozenset(defined),
        british=_reads_british(lower),
        numbers=numbers,
        last_number=last,
        capital_headings=capitals,
        quote_marks=("\u201c", "\u201d") if curly else ('"', '"'),
    )


def _reads_british(lower: str) -> bool:
    words = Counter(re.findall(r"\w+", lower))
    uk = lower.count("per cent") + sum(count for word, count in words.items() if _UK.fullmatch(word))
    return uk > sum(count for word, count in words.items() if _US.fullmatch(word))


def _spoken(alias: str) -> str:
    return alias.lower() if alias in {"You", "We"} else alias


def _article(alias: str, text: str) -> bool:
    if alias in {"You", "We"}:
        return False
    with_article = bare = 0
    for start, end in _find(alias, text):
        if text[max(0, start - 4) : start] in {"the ", "The "}:
            with_article += 1
        elif not text.startswith((" Data", " Materials", " Content", " Personnel"), end):
            bare += 1
    return with_article > bare


def _find(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where words stand as whole words; plain search, since a contract is long and the words are many."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        if not (text[max(0, start - 1) : start].isalnum() or text[end : end + 1].isalnum()):
            yield start, end
        start = text.find(words, end)


def _count(words: str, text: str) -> int:
    return sum(1 for _ in _find(words, text))


def _slot(names: Sequence[str], fallback: str, defined: set[str], text: str) -> str:
    for name in names:
        if name in defined:
            return name
    counts = Counter({name: _count(name, text) for name in names})
    name, count = counts.most_common(1)[0]
    return name if count >= 3 else fallback


def _lower(slot: str, fallback: str, text: str) -> str:
    """Return the lower-case word the contract uses most for a slot; the library's own when none leads."""
    counts = {word: _count(word, text) + _count(f"{word}s", text) for word in _LOWER.get(slot, ())}
    return max(counts, key=lambda word: counts[word]) if any(counts.values()) else fallback


def _section_word(text: str) -> str:
    """Return what stands before a number where the contract cites itself; "section" when it never does."""
    words = Counter(match[1] for match in _CITED.finditer(text))
    return words.most_common(1)[0][0] if words else "section"


def _client_data(client: str, defined: set[str], text: str) -> str | None:
    for name in (f"{client} Data", *_DATA_NAMES, f"{client} Materials", f"{client} Information"):
        if name in defined or _count(name, text) >= 4:
            return name
    return None


def _numbering(clauses: Sequence[Clause]) -> tuple[NumberStyle, int]:
    """Return how the main body numbers its clauses and the last number used at the top level."""
    body = [c for c in clauses if not _in_schedule(c, clauses)]
    articles = [c for c in body if c.label and c.label.lower().startswith("article")]
    if articles:
        return "article-section", len(articles)
    tops = [int(m[0]) for c in body if c.label and (m := re.fullmatch(r"\d{1,3}", c.label.strip(".)")))]
    decimals = sum(bool(c.label and re.fullmatch(r"\d{1,3}\.\d{1,3}\.?", c.label)) for c in body)
    if tops:
        return ("decimal" if decimals >= 2 else "plain-lettered"), max(tops)
    sections = [c for c in body if c.label and re.match(r"(?i)section|clause", c.label)]
    if sections:
        return "plain-lettered", len(sections)
    if decimals >= 2:
        return "decimal", max(
            int((c.label or "0").split(".")[0]) for c in body if c.label and re.match(r"\d+\.\d", c.label)
        )
    return "unnumbered", 0


def _in_schedule(clause: Clause, clauses: Sequence[Clause]) -> bool:
    node: Clause | None = clause
    while node is not None:
        if node.kind == "schedule":
            return True
        node = clauses[node.parent] if node.parent is not None else None
    return False


def host_term(term: Definition, house: House) -> str | None:
    """Return the contract's own defined term for a library term, or None when it has to be added.

    A plural name is no match for a singular one: "an AI Features" is no English.
    """
    for name in (term.term, *term.synonyms):
        if name in house.terms and name.endswith("s") == term.term.endswith("s"):
            return name
    return None
