"""Resolve who the client and the provider are, and by which names the contract calls them.

The name alone does not tell ("Company" may be either side), so the roles are read from what each name does:
who performs the services and who pays for them.
"""

import re
from collections.abc import Sequence

from analyzer.models import DefinedTerm, Document, Party, Role
from analyzer.segment.party_names import PartyName, find_names, find_uses

# Enough uses, spread over the contract, to tell who does what; more only cost time.
_USES_READ = 600

# What stands after a name, and before it, when it is the one who performs, or the one who pays and receives.
_DO = r"(?:shall|will|must|may|agrees? to|undertakes? to|hereby agrees? to)"
_DUTY = re.compile(r"\s+(?:shall|must|will|undertakes|agrees)\b")
_PERFORMS_AFTER = re.compile(
    rf"\s+(?:{_DO}|to)\s+(?:provide|perform|deliver|render|supply|furnish|host|maintain|make available|invoice)\b"
    r"|\s+(?:provides|performs|delivers|renders|supplies|furnishes|hosts|invoices)\b"
    r"|['\u2019]s?\s+(?:personnel|services|platform|performance of the services|(?:agents and )?subcontractors)\b",
    re.IGNORECASE,
)
_PERFORMS_BEFORE = re.compile(
    r"\b(?:provided|performed|rendered|supplied|delivered|hosted) by (?:the )?$"
    r"|\b(?:pay|reimburse|compensate) (?:the )?$",
    re.IGNORECASE,
)
_PAYS_AFTER = re.compile(
    rf"\s+{_DO}\s+(?:promptly )?(?:pay|reimburse|compensate|remit)\b"
    r"|['\u2019]s?\s+(?:data|customers|end users|business requirements|confidential data|premises|authorized users)\b"
    r"|\s+Data\b|\s+(?:hereby )?(?:engages?|appoints?|retains?|orders?|subscribes?)\b"
    r"|\s+(?:hereby )?(?:desires?|wish(?:es)?) to (?:receive|obtain|engage)\b",
    re.IGNORECASE,
)
_PAYS_BEFORE = re.compile(
    r"\b(?:payable|paid|due) by (?:the )?$|\b(?:services|support|products|training) to (?:the )?$"
    r"|\b(?:invoice|bill|charge) (?:the )?$",
    re.IGNORECASE,
)


def resolve_parties(document: Document, terms: Sequence[DefinedTerm]) -> tuple[Party, ...]:
    """Return client and provider, each with its names; a role nothing points to has the name None."""
    names = _read_uses(find_names(document, terms), document.text)
    told_client, told_provider = client, provider = _choose(names)
    # When wording tells one side only, the other name the contract uses most is the other side.
    if told_client is None and told_provider is not None:
        client = _remaining(names, told_provider)
    elif told_provider is None and told_client is not None:
        provider = _remaining(names, told_client)
    return (
        _party("client", client, names, +1, by_elimination=told_client is None),
        _party("provider", provider, names, -1, by_elimination=told_provider is None),
    )


def _read_uses(names: list[PartyName], text: str) -> list[PartyName]:
    for name in names:
        places = find_uses(name.text, text)
        name.uses = len(places)
        step = max(1, len(places) // _USES_READ)
        for start, end in places[::step]:
            before = " ".join(text[max(0, start - 40) : start].split()) + " "
            name.duties += _DUTY.match(text, end) is not None
            name.performs += bool(_PERFORMS_AFTER.match(text, end)) + bool(_PERFORMS_BEFORE.search(before))
            name.pays += bool(_PAYS_AFTER.match(text, end)) + bool(_PAYS_BEFORE.search(before))
    return names


def _choose(names: list[PartyName]) -> tuple[PartyName | None, PartyName | None]:
    """Return client and provider as far as wording tells them: of the names the preamble gives the parties, if any."""
    introduced = sorted((n for n in names if n.introduced and n.uses >= 5), key=lambda n: -n.uses)[:2]
    if len(introduced) == 2:
        client, provider = sorted(introduced, key=lambda n: -n.score)
        # Who performs has most of the duties.
        shift = 2.0 * (provider.duties - client.duties) / max(1, provider.duties + client.duties)
        if client.score - provider.score + shift < 0:
            client, provider = provider, client
        told = abs(client.score - provider.score + shift) >= 1.5
        if told and min(client.uses, provider.uses) * 8 >= max(n.uses for n in names):
            return client, provider
    return _most_used([n for n in names if n.score > 0]), _most_used([n for n in names if n.score < 0])


def _most_used(candidates: list[PartyName]) -> PartyName | None:
    introduced = [n for n in candidates if n.introduced and n.uses >= 5]
    clear = [n for n in candidates if abs(n.score) >= 1.5]
    return max(introduced or clear or candidates, key=lambda n: n.uses, default=None)


def _remaining(names: list[PartyName], known: PartyName) -> PartyName | None:
    others = [
        n
        for n in names
        if n is not known and n.uses >= 5
        if n.score * known.score <= 0 or (abs(n.score) < 2.5 and not n.usual)
    ]
    others = [n for n in others if n.introduced] or others
    return max(others, key=lambda n: n.uses, default=None)


def _party(role: Role, chosen: PartyName | None, names: list[PartyName], sign: int, *, by_elimination: bool) -> Party:
    if chosen is None:
        return Party(role=role, name=None, aliases=(), why="no name in the contract plays this role")
    why = "the other name in use beside the one that is clear" if by_elimination else chosen.why
    # A second name counts when the contract really uses it beside the first ("Customer" and "you").
    others = [
        n.text
        for n in names
        if n is not chosen and n.score * sign >= (1.5 if n.usual else 3.0) and n.uses >= max(5, 0.3 * chosen.uses)
        if not (chosen.entity and n.entity and n.entity != chosen.entity)
    ]
    return Party(role=role, name=chosen.entity, aliases=(chosen.text, *others), why=f"{chosen.text}: {why}")
