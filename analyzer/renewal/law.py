"""Read whose law governs the contract, by the name it is given."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.models import Confidence
from analyzer.renewal.dates import DateOrder, read_order
from analyzer.renewal.reading import Gap, Reading
from analyzer.renewal.wording import BLANKS, Statement, Wording

US_STATES = frozenset({
    "Alabama", "Alaska", "Arizona", "Arkansas", "California", "Colorado", "Connecticut", "Delaware",
    "District of Columbia", "Florida", "Georgia", "Hawaii", "Idaho", "Illinois", "Indiana", "Iowa", "Kansas",
    "Kentucky", "Louisiana", "Maine", "Maryland", "Massachusetts", "Michigan", "Minnesota", "Mississippi", "Missouri",
    "Montana", "Nebraska", "Nevada", "New Hampshire", "New Jersey", "New Mexico", "New York", "North Carolina",
    "North Dakota", "Ohio", "Oklahoma", "Oregon", "Pennsylvania", "Rhode Island", "South Carolina", "South Dakota",
    "Tennessee", "Texas", "Utah", "Vermont", "Virginia", "Washington", "West Virginia", "Wisconsin", "Wyoming",
    "Puerto Rico", "United States",
})  # fmt: skip
# "English law" names its country by an adjective; "Delaware law" and "Singapore law" by the name.
_ADJECTIVES = {
    "English": "England and Wales", "Scottish": "Scotland", "Scots": "Scotland", "Irish": "Ireland", "Dutch": "Netherlands",
    "German": "Germany", "French": "France", "Belgian": "Belgium", "Swiss": "Switzerland", "Austrian": "Austria",
    "Italian": "Italy", "Spanish": "Spain", "Portuguese": "Portugal", "Swedish": "Sweden", "Danish": "Denmark",
    "Norwegian": "Norway", "Finnish": "Finland", "Polish": "Poland", "Czech": "Czech Republic", "Hungarian": "Hungary",
    "Romanian": "Romania", "Greek": "Greece", "Turkish": "Turkey", "Israeli": "Israel", "Indian": "India",
    "Chinese": "China", "Japanese": "Japan", "Korean": "Korea", "Australian": "Australia", "Canadian": "Canada",
    "Brazilian": "Brazil", "Mexican": "Mexico", "Luxembourgish": "Luxembourg", "Maltese": "Malta", "Cypriot": "Cyprus",
}  # fmt: skip
_PAIRS = (
    r"(?:Wales|WALES|Tobago|TOBAGO|Herzegovina|HERZEGOVINA|Labrador|LABRADOR|Barbuda|BARBUDA|Nevis|NEVIS"
    r"|Northern Ireland|NORTHERN IRELAND)"
)
# Words in capitals that end a name when the whole clause is in capitals.
_NOT_NAME = (
    r"(?:AND|APPLICABLE|AS|BUT|BY|EXCEPT|EXCLUDING|EXCLUSIVE|FOR|GOVERNING|IN|INCLUDING|IRRESPECTIVE|NOTWITHSTANDING|OR"
    r"|OTHER|REGARDLESS|SHALL|THAT|THE|THEREIN|TO|WHICH|WILL|WITH|WITHOUT|Without|Regardless|Notwithstanding|The|This"
    r"|Any"
    r"|Each|Either|All|Both|If|Applicable|Governing)\b"
)
_WORD = rf"(?!{_NOT_NAME})[A-Z][A-Za-z.'\u2019-]*"
_NAME = (
    rf"(?P<name>{_WORD}(?: (?:of |OF )?{_WORD}){{0,4}}(?: (?:and|AND|&) {_PAIRS})?(?:, {_WORD}(?: {_WORD}){{0,2}})?)"
)
_KIND = r"(?:[Ss]tates?|STATE|[Cc]ommonwealth|COMMONWEALTH|[Pp]rovince|PROVINCE|Kingdom|[Cc]ountry|[Tt]erritory)"
# Between "laws" and "of": "in force in", ", both substantive and procedural,", "(excluding conflict rules)".
_ASIDE = (
    r"(?:,? (?:in force|IN FORCE|in effect|prevailing|applicable|from time to time|for the time being|then|and|or"
    r"|regulations|rules"
    r"|[Ss]tatutes|judicial decisions|as applied|both|substantive|procedural)|,? \([^)]{0,120}\)|,[^,.;]{0,80},){0,8}"
)
_LAW_OF = re.compile(
    rf"(?:\b[Ll]aws?|\bLAWS?|\b[Ss]tatutes|\bdecisions){_ASIDE},? (?:of|OF|in|IN|within|for) (?:(?:the|THE|said"
    rf"|and of the) )?(?:{_KIND} (?:[Oo]f|OF) )?{_NAME}"
)
_IS_LAW_OF = re.compile(
    rf"\b(?:[Gg]overning|[Aa]pplicable|[Cc]hoice of) [Ll]aw\b[^.]{{0,60}}?\b(?:is|be)\b (?:(?:that|those|the law"
    rf"|the laws) of )?(?:the )?(?:{_KIND} [Oo]f )?{_NAME}"
)
_ALSO = re.compile(rf"\band (?:of )?the (?:{_KIND} of ){_NAME}")
_NAMED_LAW = re.compile(
    rf"\b(?:by|under|with|to|UNDER|BY|WITH|is|be)(?: (?:and construed in accordance with|the|THE|internal"
    rf"|substantive)){{0,8}} "
    rf"{_NAME}(?:'s)? (?:[Ss]tate )?(?:[Ss]ubstantive )?(?:[Ll]aws?|LAWS?)\b"
)
# "Nebraska law governs": no full stop within the name, for a heading may stand before it.
_BARE_NAME = rf"(?P<name>(?!{_NOT_NAME})[A-Z][A-Za-z'-]+(?: (?:of )?(?!{_NOT_NAME})[A-Z][A-Za-z'-]+){{0,3}})"
_GOVERNING = re.compile(
    rf"(?:^|[^\w'] ?){_BARE_NAME} (?:[Ss]tate )?(?:[Ll]aws?|LAWS?) (?:(?:shall|will|SHALL|WILL) )?(?:govern|appl"
    rf"|control|GOVERN)"
)
_IN_TABLE = re.compile(
    r"(?:[Gg]overning|[Aa]pplicable|GOVERNING|APPLICABLE) (?:[Ll]aw|LAW)(?: and [Jj]urisdiction)? ?(?:\||:|-|\."
    r"|means) ?"
    rf"(?:(?:[Tt]he )?(?:[Ll]aws? of )?(?:[Tt]he )?(?:{_KIND} [Oo]f )?)?{_NAME}"
)
_GOVERNS = re.compile(
    r"\bgovern(?:ed|s|ing)?\b|\b(?:construed|interpreted|enforced|enforceable|determined|subject)\b.{0,200}\b(?:laws?"
    r"|jurisdiction)\b"
    r"|\b(?:applicable|choice of) law\b|\blaws? of\b[^.]{0,120}\b(?:shall|will) (?:apply|govern|control)\b"
)
_OF_CONTRACT = re.compile(
    r"\b(?:this|the|these|entire|said) (?:[a-z&/-]+ ){0,5}(?:agreement|contract|terms|lease|license|schedule"
    r"|amendment|addendum|msa|deed)\b"
    r"|\bhereunder\b|\bherein\b|\bhereof\b|\bparties\b|^\W*(?:governing|applicable) law"
)
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:organi[sz]ed|incorporated|existing|formed|registered|licensed|qualified) (?:and existing )?(?:under|in"
    r"|pursuant)"
)
_HEADED = re.compile(r"\b(?:governing|applicable|choice of|controlling) laws?\b|\bjurisdiction\b|\blaw and\b|\blaw\b")


def _longest_first(name: str) -> tuple[int, str]:
    return -len(name), name


_KNOWN = re.compile(
    r"\b(?:"
    + "|".join(sorted((n.lower() for n in {*US_STATES, *_ADJECTIVES.values()} - {"United States"}), key=_longest_first))
    + r")\b"
)
_UNKNOWN = re.compile(rf"\blaws? of (?:the )?(?:(?:state|province|country) of )?(?:{BLANKS.pattern})")
_RANKS: dict[int, Confidence] = {4: "high", 3: "high", 2: "medium", 1: "low"}


@dataclass(frozen=True)
class _Candidate:
    name: str
    statement: Statement
    at: int
    rank: int


def read_law(wording: Wording) -> Reading[str] | Gap | None:
    """Return the name of the jurisdiction ("New York", "England and Wales"), or why it can't be known."""
    found = [c for s in wording.mentioning("govern", "law", "construed") for c in _read(s)]
    if not found:
        blank = (s for s in wording.mentioning("law") if _UNKNOWN.search(s.lower) and _GOVERNS.search(s.lower))
        statement = next(blank, None)
        return None if statement is None else Gap("governing_law", "the jurisdiction is left blank", statement)
    best = max(found, key=lambda c: (c.rank, -c.statement.place))
    rivals = {c.name for c in found if c.rank == best.rank} - {best.name}
    confidence = "medium" if rivals and _RANKS[best.rank] == "high" else _RANKS[best.rank]
    return Reading(best.name, best.statement, confidence, best.at)


def tell_order(wording: Wording, law: Reading[str] | Gap | None) -> DateOrder | None:
    """Return how this contract writes dates in figures: by its own dates, else by its law, else by its spelling."""
    shown = read_order(wording.lower)
    if shown is not None:
        return shown
    if isinstance(law, Reading):
        return "month first" if any(part in US_STATES for part in re.split(r", | and ", law.value)) else "day first"
    british = len(
        re.findall(r"\b(?:favour|colour|honour|labour|whilst|organis|authoris|programme|licence)", wording.lower)
    )
    american = len(re.findall(r"\b(?:favor|color|honor|labor|organiz|authoriz)(?!u)", wording.lower))
    if british == american:
        return None
    return "day first" if british > american else "month first"


def _read(statement: Statement) -> Iterator[_Candidate]:
    if not _GOVERNS.search(statement.lower) and not _IN_TABLE.search(statement.plain):
        return
    text = statement.plain
    names = [(n, at) for n, at in _names(text) if not _OF_SOMETHING_ELSE.search(text[max(0, at - 60) : at].lower())]
    if not names:
        # Nothing in the usual grammar: a name that is known, standing alone after "law", is still worth something.
        after = statement.lower.find("law")
        known = {m[0]: m.start() for m in _KNOWN.finditer(statement.lower, max(0, after))}
        if len(known) != 1 or not _HEADED.search(f"{statement.trail} {statement.lower[:40]}"):
            return
        names = [(name.title().replace(" Of ", " of ").replace(" And ", " and "), at) for name, at in known.items()]
    local = [(name, at) for name, at in names if name != "United States"] or names
    name, at = local[0]
    rank = 1 + bool(_OF_CONTRACT.search(statement.lower)) + bool(_HEADED.search(statement.trail))
    rank += bool(re.search(r"\bgovern|\bconstrued|\binterpreted", statement.lower))
    rank -= statement.attached
    if rank >= 1:
        yield _Candidate(name, statement, at, min(rank, 4))


def _names(text: str) -> Iterator[tuple[str, int]]:
    for pattern in (_LAW_OF, _ALSO, _NAMED_LAW, _IS_LAW_OF, _GOVERNING, _IN_TABLE):
        for match in pattern.finditer(text):
            name = _tidy(match["name"])
            if name is not None:
                yield name, match.start()


def _tidy(name: str) -> str | None:
    """Return a name as it is usually written; None for what only looks like one."""
    name = re.sub(rf"^{_KIND} (?:[Oo]f|OF) ", "", name).rstrip(".,-'")
    if name.isupper() and len(name) > 3:
        name = re.sub(r"\b(Of|And|The)\b", lambda m: m[0].lower(), name.title())
    if name in _ADJECTIVES:
        return _ADJECTIVES[name]
    if re.fullmatch(r"(?:the )?(?:United States(?: of America)?|U\.?S\.?A?|USA)", name):
        return "United States"
    name = re.sub(r", (?:U\.?S\.?A?|United States(?: of America)?)$", "", name)
    if name.lower() in _COMMON or re.match(_COMMON_FIRST, name):
        return None
    return name


_COMMON = frozenset({
    "state", "states", "country", "jurisdiction", "law", "laws", "agreement", "parties", "party", "contract", "section",
    "applicable", "governing", "federal", "company", "client", "customer", "provider", "supplier", "seller", "buyer",
    "internal", "substantive", "local", "common", "data protection", "competition", "arbitration", "copyright",
})  # fmt: skip
_COMMON_FIRST = (
    r"(?:Applicable|Governing|Federal|Section|Article|Clause|Data|Privacy|Anti|Labor|Labour|Employment|Securities|Tax"
    r"|Bankruptcy|Intellectual|International)\b"
)
