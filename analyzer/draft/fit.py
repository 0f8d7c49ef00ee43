"""Fit the library's draft language to a contract: names, terms, numbers of the tier, shall or will, spelling."""

import re
from collections.abc import Sequence

from analyzer.draft.house import House, host_term
from analyzer.models import Definition, NewDefinition, Tier

_BRACKET = re.compile(r"\[\u25cf: (?P<usual>[^;\]]+?)(?:; high (?P<high>[^\]]+))?\]")
_SLOT = re.compile(r"(?P<article>\b[Tt]he )?\{(?P<slot>[a-z_]+)\}(?P<possessive>['\u2019]s\b)?(?P<plural>s\b)?")
# American spelling as the library has it, and the British one. Whole words: "Colorado" and "elaborate" stay.
_BRITISH: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), british)
    for pattern, british in (
        (
            r"\b(?!(?:over|under|down|re|cap)?siz|priz|seiz)(\w{2,})iz(e[drs]?|ers|ing|ations?|ational|able)\b",
            r"\1is\2",
        ),
        (r"\banalyz(e[drs]?|ing)\b", r"analys\1"),
        (r"\b(un|dis|mis)?(fav|lab|behavi|hon|col|endeav)or(s|ed|ing|able|ably|al|ally|ful|ite)?\b", r"\1\2our\3"),
        (r"\bcenter(s?)\b", r"centre\1"),
        (r"\bcentered\b", "centred"),
        (r"\b(def|off)ense(s?)\b", r"\1ence\2"),
        (r"\b(fulfil|instal)l(s|ments?)?\b(?<!\binstall)(?<!\binstalls)", r"\1\2"),
        (r"\bprogram(s?)\b", r"programme\1"),
        (r"\b(label|model|cancel|travel)(ed|ing|er|ers)\b", r"\1l\2"),
        (r"\bskillful", "skilful"),
        (r"\bwillful", "wilful"),
        # The noun only: one licences nothing, one licenses.
        (
            r"(?<!to )(?<!shall )(?<!will )(?<!may )(?<!not )(?<!must )\blicense\b(?! (?:it|them|or|an|the|any|its)\b)",
            "licence",
        ),
        (r"\b(the|of|all|such|these|those|its|their|any|which) licenses\b", r"\1 licences"),
    )
)


def fit_text(text: str, house: House, *, tier: Tier, definitions: Sequence[Definition]) -> str:
    """Return a draft in the contract's own words; numbers stay in brackets for the parties to settle."""
    text = _BRACKET.sub(
        lambda m: f"[\u25cf: {(m['high'] if tier == 'high' and m['high'] else m['usual']).strip()}]", text
    )
    text = _SLOT.sub(lambda m: _fill(m, house), text)
    for definition in definitions:
        own = host_term(definition, house) or shown_term(definition, house)
        if own != definition.term:
            text = re.sub(rf"\b{re.escape(definition.term)}(?=s?\b)", own, text)
    if house.british:
        text = to_british(text)
    text = text.replace("'", "\u2019") if house.quote_marks[0] == "\u201c" else text.replace("\u2019", "'")
    return _agree(re.sub(r"(^|[.;:] +)([a-z])", lambda m: m[1] + m[2].upper() if m[1][:1] in {"", "."} else m[0], text))


def needed_definitions(
    texts: Sequence[str], house: House, *, tier: Tier, definitions: Sequence[Definition]
) -> tuple[NewDefinition, ...]:
    """Return the definitions the texts lean on and the contract lacks, with those they lean on in turn."""
    wanted: dict[str, NewDefinition] = {}
    queue = [" ".join(texts)]
    while queue:
        text = queue.pop()
        for definition in definitions:
            shown = shown_term(definition, house)
            known = house.client_data if definition.term == "Client Data" else host_term(definition, house)
            if known is not None or shown in wanted or not re.search(rf"\b{re.escape(shown)}(?:s|es)?\b", text):
                continue
            body = fit_text(definition.text, house, tier=tier, definitions=definitions)
            body = body[:1].lower() + body[1:]
            wanted[shown] = NewDefinition(term=shown, text=body, after=_after(shown, house.terms))
            queue.append(body)
    return tuple(wanted[term] for term in sorted(wanted, key=str.lower))


def shown_term(definition: Definition, house: House) -> str:
    """Return a library term as this contract would name it: "Client AI Data" is "Customer AI Data" for a Customer."""
    if definition.term.startswith("Client ") and house.client[:1].isupper():
        return definition.term.replace("Client", house.client, 1)
    return definition.term


def to_british(text: str) -> str:
    """Return the text in British spelling, capitals kept."""
    for american, british in _BRITISH:
        text = american.sub(lambda m, british=british: _like(m[0], m.expand(british)), text)  # type: ignore[misc]
    return text


def _like(model: str, word: str) -> str:
    return word.upper() if model.isupper() else word[:1].upper() + word[1:] if model[:1].isupper() else word


def _after(term: str, terms: Sequence[str]) -> str | None:
    before = [t for t in terms if t.lower() < term.lower()]
    return max(before, key=str.lower) if before else None


def _fill(match: re.Match[str], house: House) -> str:
    slot, article = match["slot"], match["article"] or ""
    tail = "\u2019s" if match["possessive"] else ""
    plural = "s" if match["plural"] else ""
    if slot in {"client", "provider", "clients", "providers"}:
        role = slot.rstrip("s")
        name = house.client if role == "client" else house.provider
        has_article = house.client_article if role == "client" else house.provider_article
        if name in {"you", "we"}:
            return _pronoun(name, possessive=bool(tail) or slot.endswith("s"))
        possessive = tail or ("\u2019s" if slot.endswith("s") else "")
        lead = (article or "the ") if has_article else ""
        return f"{lead}{name}{possessive}{plural}"
    if slot == "shall":
        return house.shall
    if slot == "client_data":
        name = house.client_data or (f"{house.client} Data" if house.client[:1].isupper() else "Client Data")
        return f"{article}{name}{tail}"
    word = house.slots[slot]
    if plural and word.endswith("s"):
        plural = ""
    return f"{article}{word}{plural}{tail}"


def _pronoun(name: str, *, possessive: bool) -> str:
    return {("you", False): "you", ("you", True): "your", ("we", False): "we", ("we", True): "our"}[name, possessive]


def _agree(text: str) -> str:
    # The article left behind when a name takes none: "the Meridian" is handled by the slot; doubled blanks are not.
    return re.sub(r" {2,}", " ", text).strip()
