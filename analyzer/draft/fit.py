"""Fit the library's draft language to a contract: names, terms, numbers of the tier, shall or will, spelling."""

import re
from collections.abc import Collection, Sequence
from functools import partial

from analyzer.draft.house import House, host_term
from analyzer.models import Definition, NewDefinition, Tier

_BRACKET = re.compile(r"\[\u25cf: (?P<usual>[^;\]]+?)(?:; high (?P<high>[^\]]+))?\]")
_SLOT = re.compile(r"(?P<article>\b[Tt]he )?\{(?P<slot>[a-z_]+)\}(?P<possessive>['\u2019]s\b)?(?P<plural>s\b)?")
# A party's name with the verb that follows it, and words in -s that are no verbs.
_WITH_VERB = re.compile(r"(?P<name>\{(?:client|provider)\}) (?P<verb>[a-z]+s)\b(?!['\u2019])")
_NO_VERBS = frozenset(
    {"access", "always", "as", "cases", "continuous", "its", "less", "nevertheless", "owners", "this", "thus", "unless"}
)
_PLAIN_FORMS = {"has": "have", "is": "are", "was": "were", "does": "do", "goes": "go"}
# Before these words a party is no subject: "notice to us".
_TAKES_OBJECT = re.compile(
    r"\b(?:to|of|by|from|with|on|upon|against|for|between|through|than|among|excuses?|binds?|gives?|grants?|tells?|requires?"
    r"|relieves?|entitles?|allows?|notif(?:y|ies))\s+$"
)
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


class Fitting:
    """Puts the library's drafts into one contract's own words."""

    def __init__(self, house: House, *, tier: Tier, definitions: Sequence[Definition]) -> None:
        self._house, self._tier = house, tier
        self._renamed: list[tuple[re.Pattern[str], str]] = []
        self._lacking: list[tuple[re.Pattern[str], str, str | None, Definition]] = []
        for definition in definitions:
            own, shown = host_term(definition, house), shown_term(definition, house)
            if (own or shown) != definition.term:
                written = rf"\b(?:(?P<article>[Aa])n? )?{re.escape(definition.term)}(?=s?\b)"
                self._renamed.append((re.compile(written), own or shown))
            if (house.client_data if definition.term == "Client Data" else own) is None:
                found = re.compile(rf"\b{re.escape(shown)}(?:s|es)?\b")
                self._lacking.append((found, shown, _after(shown, house.terms), definition))
        self._fitted: dict[str, str] = {}

    def fit(self, text: str) -> str:
        """Return a draft in the contract's own words; numbers stay in brackets for the parties to settle."""
        if text not in self._fitted:
            self._fitted[text] = self._fit(text)
        return self._fitted[text]

    def _fit(self, text: str) -> str:
        house, high = self._house, self._tier == "high"
        text = _BRACKET.sub(lambda m: f"[\u25cf: {(m['high'] if high and m['high'] else m['usual']).strip()}]", text)
        text = _WITH_VERB.sub(lambda m: _agree_in_number(m, house), text)
        text = _SLOT.sub(lambda m: _fill(m, house), text)
        for term, own in self._renamed:
            text = term.sub(partial(_name, own), text)
        if house.british:
            text = to_british(text)
        text = text.replace("'", "\u2019") if house.quote_marks[0] == "\u201c" else text.replace("\u2019", "'")
        capitals = r"(^|[.;:] +)([a-z])"
        return _agree(re.sub(capitals, lambda m: m[1] + m[2].upper() if m[1][:1] in {"", "."} else m[0], text))

    def needed_definitions(self, texts: Sequence[str]) -> tuple[NewDefinition, ...]:
        """Return the definitions that fitted texts lean on and the contract lacks, with those they lean on in turn."""
        wanted: dict[str, NewDefinition] = {}
        queue = [" ".join(texts)]
        while queue:
            text = queue.pop()
            for term, shown, after, definition in self._lacking:
                if shown not in wanted and shown in text and term.search(text):
                    body = self.fit(definition.text)
                    body = body[:1].lower() + body[1:]
                    wanted[shown] = NewDefinition(term=shown, text=body, after=after)
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


def _after(term: str, terms: Collection[str]) -> str | None:
    before = [t for t in terms if t.lower() < term.lower()]
    return max(before, key=lambda t: (t.lower(), t)) if before else None


def _fill(match: re.Match[str], house: House) -> str:
    slot, article = match["slot"], match["article"] or ""
    tail = "\u2019s" if match["possessive"] else ""
    plural = "s" if match["plural"] else ""
    if slot in {"client", "provider", "clients", "providers"}:
        role = slot.rstrip("s")
        name = house.client if role == "client" else house.provider
        has_article = house.client_article if role == "client" else house.provider_article
        if name in {"you", "we"}:
            subject = _TAKES_OBJECT.search(match.string[: match.start()]) is None
            return _pronoun(name, possessive=bool(tail) or slot.endswith("s"), subject=subject)
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


def _pronoun(name: str, *, possessive: bool, subject: bool) -> str:
    if possessive:
        return {"you": "your", "we": "our"}[name]
    return name if subject or name == "you" else "us"


def _agree_in_number(match: re.Match[str], house: House) -> str:
    """Return a party with its verb as the party's name wants it: "we hold", "the Supplier holds"."""
    name = house.client if match["name"] == "{client}" else house.provider
    verb = match["verb"]
    object_of = _TAKES_OBJECT.search(match.string[: match.start()].removesuffix("the "))
    if name not in {"you", "we"} or verb in _NO_VERBS or object_of:
        return match[0]
    if verb.endswith("ies"):
        return f"{match['name']} {verb[:-3]}y"
    return f"{match['name']} {_PLAIN_FORMS.get(verb) or re.sub(r'(?<=ss|sh|ch)es$|(?<=x)es$|s$', '', verb)}"


def _name(term: str, match: re.Match[str]) -> str:
    """Return a term with the article before it in the form the term asks for."""
    article = match["article"]
    return f"{article}{'n' if term[0] in 'AEIOU' else ''} {term}" if article else term


def _agree(text: str) -> str:
    # The article left behind when a name takes none: "the Meridian" is handled by the slot; doubled blanks are not.
    return re.sub(r" {2,}", " ", text).strip()
