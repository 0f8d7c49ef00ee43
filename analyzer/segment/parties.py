"""Resolve who the client and the provider are, and by which names the contract calls them.

The name alone does not tell ("Company" may be either side), so the roles are read from what each name does:
who performs the services and who pays for them.
"""

import re
from collections import Counter
from collections.abc import Sequence

from analyzer.models import DefinedTerm, Document, Party, Role

_CLIENT_NAMES = (
    "client customer buyer authority purchaser principal subscriber licensee recipient council bank insurer user"
    " service recipient owner controller employer participant"
).split()
_PROVIDER_NAMES = (
    "provider supplier vendor contractor seller outsourcer consultant licensor processor agency subcontractor"
    " servicer developer host"
).split()
_ENTITY = re.compile(
    r"(?P<name>[A-Z][\w.&'\u2019,\- ]{2,90}?(?:,?\s*(?:Inc|LLC|L\.L\.C|Ltd|Limited|Corp|Corporation|Company|plc|PLC|LLP|L\.P|LP"
    r"|GmbH|AG|S\.A|SA|B\.V|BV|N\.V|Pty|Co|KK|K\.K|AB|Oy|SpA|Sarl|Pte|PTE|PTY|LTD|INC|CORP|N\.A)\b\.?)+)"
)
# Capitalised words that stand where a party's name would, and are not one.
_BLOCKED = re.compile(
    r"(?i)\b(?:part(?:y|ies)|agreement|services?|date|contract|term|affiliates?|recipient|disclos\w+|receiving|clients|new client"
    r"|data|fees|charges|order|deliverables?|personnel|notice|it|this|that|these|such|which|nothing|neither|nor|title|software"
    r"|platform|product|section|schedule|exhibit|law|losses|claim|authorized|employees|subcontractors?|change|information"
    r"|arbitrator\w*|tribunal|court)\b"
)
_PERFORMS = (
    r"{name} (?:shall|will|agrees to|must|undertakes to|may) (?:provide|perform|deliver|render|supply|furnish|host|maintain|make available)",
    r"(?:provided|performed|rendered|supplied|delivered|hosted) by (?:the )?{name}",
    r"{name}(?:'s|\u2019s) (?:personnel|services|platform|performance of the services|subcontractors|agents and subcontractors)",
    r"(?:pay|reimburse|compensate) (?:the )?{name}\b",
    r"{name} (?:shall|will|may) invoice",
)
_PAYS = (
    r"{name} (?:shall|will|agrees to|must|hereby agrees to) (?:promptly )?(?:pay|reimburse|compensate|remit)",
    r"(?:payable|paid|due) by (?:the )?{name}",
    r"(?:services|support|products|training) to (?:the )?{name}\b",
    r"{name}(?:'s|\u2019s) (?:data|customers|end users|business requirements|confidential data|premises|authorized users)",
    r"(?:invoice|bill|charge) (?:the )?{name}\b",
    r"{name} (?:hereby )?(?:engages|appoints|retains|desires to obtain|wishes to receive|wishes to obtain|orders|subscribes)",
)


def resolve_parties(document: Document, terms: Sequence[DefinedTerm]) -> tuple[Party, ...]:
    """Return client and provider, each with its names; a role nothing points to has the name None."""
    text = document.text
    names = _party_names(text[:12_000], terms, text)
    scored: list[tuple[float, str, str]] = []
    for alias in names:
        score, why = _side(alias, text)
        scored.append((score, alias, why))
    client = _choose([s for s in scored if s[0] > 0], +1, text)
    provider = _choose([s for s in scored if s[0] < 0], -1, text)
    # When wording tells one side only, the other name the contract uses most is the other side.
    if client is None and provider is not None:
        client = _remaining(scored, provider, text)
    elif provider is None and client is not None:
        provider = _remaining(scored, client, text)
    parties = [
        _party("client", client, scored, text, +1),
        _party("provider", provider, scored, text, -1),
    ]
    return tuple(parties)


def _party_names(head: str, terms: Sequence[DefinedTerm], text: str) -> list[str]:
    """Collect names that may be a party's: terms defined in parentheses near the top, and usual role names in use."""
    names: list[str] = []
    for term in terms:
        if term.start < len(head) and text[term.definition.end - 1 : term.definition.end] == ")":
            names.append(re.sub(r"^(?:the|The)\s+", "", term.term))
    for usual in ("Service Provider", *(n.capitalize() for n in (*_CLIENT_NAMES, *_PROVIDER_NAMES)), "Company"):
        if _uses(usual, text) + len(re.findall(rf"\b{usual.upper()}\b", text)) >= 5:
            names.append(usual)
    if len(re.findall(r"\b(?:you|your)\b", text, re.IGNORECASE)) > 15 and len(re.findall(r"\b(?:we|our|us)\b", text)) > 5:
        names += ["You", "We"]
    names += _unquoted_names(head)
    # A trade name that is nowhere defined still stands before "shall" and "will" all over the contract.
    subjects = Counter(re.findall(r"\b([A-Z][A-Za-z]{2,20}) (?:shall|will|may|agrees|warrants)\b", text))
    names += [name for name, count in subjects.most_common(4) if count >= 5]
    return [n for n in dict.fromkeys(names) if not _BLOCKED.search(n) and 1 < len(n) < 50]


def _unquoted_names(head: str) -> list[str]:
    """Return names introduced as `hereinafter X` or `referred to as X` without quotes."""
    return re.findall(r"(?:hereinafter|referred to (?:herein )?as|known as) (?:the )?([A-Z][A-Za-z]+(?: [A-Z][a-z]+)?)", head)


def _side(alias: str, text: str) -> tuple[float, str]:
    """Score a name: above 0 it is the client's, below 0 the provider's."""
    lower = alias.lower()
    score = 0.0
    reasons: list[str] = []
    last = lower.split()[-1]
    if lower == "you" or last in _CLIENT_NAMES:
        score += 4
        reasons.append("the usual name of the client")
    elif lower == "we" or last in _PROVIDER_NAMES:
        score -= 4
        reasons.append("the usual name of the provider")
    name = re.escape(alias) if lower not in {"you", "we"} else ("you" if lower == "you" else "(?:we|us)")
    performs = _count(_PERFORMS, name, text)
    pays = _count(_PAYS, name, text)
    if pays or performs:
        weight = min(4.0, 1.0 + 0.5 * (pays + performs))
        balance = (pays - performs) / (pays + performs)
        score += weight * balance
        if abs(balance) > 0.2:
            reasons.append(f"receives or pays {pays} times, performs or invoices {performs} times")
    return score, "; ".join(reasons) or "no wording tells its role"


def _count(patterns: Sequence[str], name: str, text: str) -> int:
    return sum(
        len(re.findall(pattern.replace("{name}", rf"\b{name}"), text, re.IGNORECASE)) for pattern in patterns
    )


def _choose(candidates: list[tuple[float, str, str]], sign: int, text: str) -> tuple[float, str, str] | None:
    if not candidates:
        return None
    # The name most in use among those that clearly play the role.
    return max(candidates, key=lambda c: (min(abs(c[0]), 3.0) >= 1.5, _uses(c[1], text)))


def _remaining(
    scored: list[tuple[float, str, str]], known: tuple[float, str, str], text: str
) -> tuple[float, str, str] | None:
    others = [row for row in scored if row[0] * known[0] <= 0 and row[1] != known[1] and _uses(row[1], text) >= 5]
    if not others:
        return None
    _, alias, _ = max(others, key=lambda row: _uses(row[1], text))
    return 0.0, alias, f"the other name in use beside {known[1]}"


def _uses(alias: str, text: str) -> int:
    """Count uses of a name as a name: "AI Vendor" and "Client AI Data" are terms of their own."""
    if alias in {"You", "We"}:
        return len(re.findall(rf"\b{alias}\b", text, re.IGNORECASE))
    return len(re.findall(rf"(?<!AI )(?<!Service )\b{re.escape(alias)}\b(?! AI\b)", text))


def _party(
    role: Role, chosen: tuple[float, str, str] | None, scored: list[tuple[float, str, str]], text: str, sign: int
) -> Party:
    if chosen is None:
        return Party(role=role, name=None, aliases=(), why="no name in the contract plays this role")
    _, alias, why = chosen
    # A second name counts when the contract really uses it beside the first ("Customer" and "you").
    others = [
        name
        for value, name, _ in scored
        if value * sign >= 1.5 and name != alias and _uses(name, text) >= max(5, 0.3 * _uses(alias, text))
    ]
    return Party(role=role, name=_full_name(alias, text[:12_000]), aliases=(alias, *others), why=f"{alias}: {why}")


def _full_name(alias: str, head: str) -> str | None:
    """Return the entity that stands before `("alias")` in the preamble."""
    match = re.search(rf"\([^()]{{0,80}}[\"\u201c]{re.escape(alias)}[\"\u201d,.]", head, re.IGNORECASE)
    if match is None:
        return None
    before = head[max(0, match.start() - 300) : match.start()]
    # "This Agreement is made on 1 March 2024 between Acme, Inc." names Acme only.
    before = re.split(r"\b(?:between|among|and|by|with)\b\s+(?:\(\d\)\s+)?", before)[-1] or before
    entities = list(_ENTITY.finditer(before))
    return " ".join(entities[-1]["name"].split()).strip(" ,") if entities else None
