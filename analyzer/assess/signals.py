"""Read from a sentence what similarity can't see: who is bound, how firmly, with what exceptions."""

import re
from dataclasses import dataclass
from typing import Literal

from analyzer.memory import remember

Bound = Literal["provider", "client", "both", "vendor", "unclear"]
Force = Literal["binding", "qualified", "non-binding", "declaration"]

_SUBJECT = re.compile(
    r"\b(?P<both>(?:[Ee]ach|[Ee]ither|[Nn]either|[Bb]oth)(?: [Pp]art(?:y|ies))|[Tt]he [Pp]arties|parties)\b"
    r"|\b(?P<vendor>(?:AI|[Mm]odel|[Tt]hird[- ][Pp]arty|[Tt]echnology|[Cc]loud|[Ss]peech|[Uu]pstream) (?:[Vv]endor|[Pp]rovider|[Ss]upplier|[Dd]eveloper|[Mm]aker)s?|[Ss]ub-?(?:processor|contractor)s?|[Ll]icensors?)\b(?!['\u2019]s)"
    r"|\b(?P<client>Client)\b(?!'s|\u2019s| Data| AI Data| Materials| Content| Personal| Confidential| Information| Test)"
    r"|\b(?P<provider>Provider)(?:\b(?!'s|\u2019s)|['\u2019]s (?:\w+ ){0,3}(?:liability|obligation|dut)\w*)"
)
_MODAL = re.compile(
    r"\b(?:shall|will|must|may|can|agrees?|undertakes?|covenants?|warrants?|represents?|acknowledges?|is|are|remains?|owns?|retains?|"
    r"commits?|indemnif(?:y|ies)|grants?|assumes?|bears?|hereby|has|have|need|reserves?|assigns?|confirms?)\b"
)
_BINDING = re.compile(
    r"\b(?:shall|must|will|undertakes?|agrees? (?:to|not to|that)|covenants?|warrants?|guarantees?|is (?:required|obliged|obligated|prohibited|liable|responsible|bound)|are (?:required|obliged|obligated|prohibited)"
    r"|may not|cannot|can't|won't|no (?:\w+ ){0,6}(?:may|shall|will)|is not permitted|not be (?:permitted|used)|nothing .{0,40}(?:may|shall)|prohibited)\b|\bnever\b",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(
    r"\b(?:(?:commercially |all )?reasonable (?:efforts|endeavou?rs|steps|measures|notice|time|advance)|best (?:efforts|endeavou?rs)|good faith efforts|where(?:ver)? (?:reasonably )?(?:practicable|feasible|possible|appropriate)"
    r"|as (?:it deems |it considers )?(?:appropriate|reasonably practicable|soon as (?:reasonably )?(?:practicable|possible))|to the extent (?:reasonably )?(?:practicable|feasible|possible|permitted by its|available)"
    r"|from time to time|periodic(?:ally)?|subject to availability|(?<!and )\bpromptly\b(?! and in any event)|generally|primarily|endeavou?rs? to|reasonably (?:promptly|practicable)|on request|upon request|if requested|industry[- ]standard"
    r"|consistent with its (?:policies|practices)|in accordance with its (?:then-current |standard )?(?:policies|practices|policy)|substantially|use efforts|when available|in due course|typically|normally)",
    re.IGNORECASE,
)
_NON_BINDING = re.compile(
    r"(?<!nor )(?<!neither )\b(?:Provider|Provider and its \w+|we"
    r"|(?<!AI )(?<!model )(?<!technology )(?<!cloud )(?<!party )(?<!upstream )vendor)"
    r" (?:(?:may|can|might|could)(?! (?:not|only|neither|never)\b|[^.;]{0,120}\bonly\b)"
    r"|intends?|aims?|expects?|strives?|plans?|hopes?|seeks?|anticipates?|endeavou?rs?)\b"
    r"|\b(?:intends? to|aims? to|strives? to|expects? to|(?<!a )(?<!the )plans? to|seeks? to|hopes? to|it is (?:anticipated|expected|intended)|is designed to|is committed to|believes? in|takes? .{0,20}seriously|will (?:try|seek|consider|endeavou?r|aim|strive|work (?:towards|to))|should(?! (?:the|an?|any|either|such|this|that|it|they|there|Provider|Client|AI)\b)|encouraged to)\b",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    r"https?://|www\.|(?:as )?(?:published|posted|set out|described|available|listed|found) (?:on|at|in) (?:its|the|our|Provider's) (?:\w+ )?(?:website|web site|portal|site|trust cent(?:er|re)|documentation|policy|policies|page)"
    r"|privacy policy|then-current (?:policy|terms|policies)|to be agreed|to be determined|\bTBD\b"
    r"|(?:subject to|in accordance with|according to|pursuant to|consistent with|in line with|governed by"
    r"|set (?:out|forth) in|(?:permitted|allowed|required|provided|imposed) (?:by|under)|as stated in|under)"
    r" (?:\w+ ){0,4}vendor(?:['\u2019]s)? (?:\w+[ -]){0,2}(?:terms|polic)"
    r"|vendor(?:['\u2019]s)? (?:\w+[ -]){0,2}(?:terms|policies)[^.;]{0,30}\b(?:appl(?:y|ies)|govern|prevail|control)"
    r"|(?:usage|retention|acceptable use) polic(?:y|ies)",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(
    r"\b(?:except|unless|other than|provided that|provided however|notwithstanding|save (?:as|that|for|where)|excluding|subject to|without prejudice)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\b(?:after|following) (?:the )?(?:change|release|deployment|implementation|it (?:is|has)|such change|making|relocation|move)|\bretrospectively\b|\bonce (?:the change|it) (?:has|is)",
    re.IGNORECASE,
)
_EMPTY_BRACKET = re.compile(r"\[\s*(?:\u25cf|\u2022|_+|\.{2,}|insert[^\]]*|TBC|tbd|x+)?\s*\]|_{4,}", re.IGNORECASE)
_ADVERSE = re.compile(
    r"sole (?:and absolute )?discretion|(?:at any time|any time) (?:and )?(?:with(?:out)?|for any) (?:notice|reason|prior)|without (?:any )?(?:prior )?(?:notice|liability|obligation|consent|approval|further consent)(?: or \w+)? to (?:Client)|\bas[- ]is\b(?! (?:practic|reason|necess|set|the|other|requir|possib|appropri))|\bas available\b"
    r"|Client (?:is|shall be|will be|remains|assumes|accepts|bears|acknowledges)[^.;]{0,60}(?:solely|sole|all risk|own risk|full responsib|exclusively responsible|responsible for (?:evaluat|verif|review|determin|its use))"
    r"|deemed (?:to (?:have|be)|accept|approv|consent)|continued use[^.;]{0,60}(?:constitut|accept|deem)|perpetual|irrevocabl|(?:sole and )?exclusive remedy|sole remedy"
    r"|(?:shall|will) (?:have no|not have any|not be (?:liable|responsible))|no (?:liability|responsibility|obligation|duty)|disclaims?|not (?:liable|responsible|obliged|required|obligated)|(?:terms|policies)[^.;]{0,40}(?:shall|will) (?:prevail|govern|control|apply)"
    r"|Provider need not|no warranty|without (?:any )?(?:warrant|representation|guarantee|recourse)|(?:make|give|offer|provide)s? no (?:warrant|represent|guarantee|commitment|assurance)"
    r"|do(?:es)? not (?:\w+ ){0,2}(?:warrant|guarantee|assume)|do(?:es)? not (?:\w+ ){0,2}(?:make|give|offer|provide) (?:any )?(?:\w+ ){0,3}(?:warrant|representation|guarantee|commitment|assurance)"
    r"|(?:is|are|be|treated|deemed|regarded|considered|classed|characteri[sz]ed|constitutes?) (?:(?:as|to be|an?|to constitute) )*(?:indirect|consequential|remote)\b"
    r"|Provider (?:and its \w+ )?reserves? the right|at (?:Client|its|your)(?:['\u2019]s)? (?:own |sole )+risk|non-refundable"
    r"|Client (?:shall|will|agrees to) (?:indemnify|defend|hold (?:Provider |it )?harmless)|blanket consent",
    re.IGNORECASE,
)
# What the provider may do: a right it takes, or a promise that binds nobody; which one, the element tells.
_PERMITS = re.compile(
    r"\bProvider(?:,? (?:and|or|including) [^.;,]{1,60}?)?,? (?:(?:may|can|could|might)\b(?! (?:not|only|neither|never)\b)|(?:is|are|shall be|will be|remains?) (?:entitled|permitted|free|allowed|authori[sz]ed)\b"
    r"|(?:has|have|shall have|retains?|reserves?) (?:the |a |its )?(?:sole |exclusive |unrestricted )?(?:right|discretion|freedom)s?\b)"
    r"|\bClient (?:\w+ )?(?:grants?|authori[sz]es?|permits?|allows?|lets?|licen[sc]es)\b|\bClient(?:'s)? (?:\w+ )?(?:agrees?|consents?) (?:that Provider|to Provider|to the)",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    r"\bClient (?:Data )?(?:(?:is|are) and )?(?:shall|will|must) (?:own|have|retain|be entitled|remain|receive|not be|be (?:given|notified|informed|provided|consulted|deemed to own)|at all times (?:own|retain))|\bClient is (?:at all times )?entitled",
    re.IGNORECASE,
)
_ARTEFACT = re.compile(
    r"\b(?:report|log|record|certificate|register|schedule|list|results?|summary|evidence|table|annex|appendix|plan|test|attestation|statement|inventory|written notice|in writing|document\w*)\b",
    re.IGNORECASE,
)
_CONSEQUENCE = re.compile(
    r"\b(?:terminat\w*|credit\w*|indemnif\w*|suspend\w*|material breach|liable|uncapped|refund\w*|at (?:its|Provider's|the Provider's) (?:own )?(?:cost|expense)|without charge|damages|remed\w+|roll(?:ed)? back|revert|injuncti\w+|exit)\b",
    re.IGNORECASE,
)
_TRIGGER = re.compile(
    r"\b(?:before|prior to|upon|when(?:ever)?|where|if|in the event|each time|any (?:change|breach|incident|replacement|failure)|within|no later than|at least|not less than|on (?:expiry|termination))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Signals:
    """What one sentence says besides its subject."""

    bound: Bound
    force: Force
    qualifier: str | None
    non_binding: str | None
    adverse: str | None
    unseen: str | None
    exception: bool
    after_the_fact: bool
    empty_bracket: bool
    permits: bool
    """Gives the provider a right."""
    specificity: int
    """How many of actor, trigger, number, artefact and consequence are stated, 0 to 5."""


# One passage is held against many elements, and read again as if it named AI and in each version of a contract.
@remember(8192)
def read_signals(reading: str, *, has_number: bool) -> Signals:
    """Read the signals from a passage's reading (party names already replaced by their roles)."""
    bound = _bound(reading)
    qualified = _QUALIFIED.search(reading)
    non_binding = _NON_BINDING.search(reading)
    binding = _BINDING.search(reading)
    adverse = _find_adverse(reading)
    unseen = _UNSEEN.search(reading)
    if binding is not None and not (non_binding is not None and non_binding.start() <= binding.start()):
        force: Force = "qualified" if qualified is not None else "binding"
    elif non_binding is not None:
        force = "non-binding"
    elif binding is not None:
        force = "qualified" if qualified is not None else "binding"
    else:
        force = "declaration"
    return Signals(
        bound=bound,
        force=force,
        qualifier=qualified[0] if qualified else None,
        non_binding=non_binding[0] if non_binding else None,
        adverse=adverse[0] if adverse else None,
        unseen=unseen[0] if unseen else None,
        exception=_EXCEPTION.search(reading) is not None,
        after_the_fact=_AFTER.search(reading) is not None,
        empty_bracket=_EMPTY_BRACKET.search(reading) is not None,
        permits=_PERMITS.search(reading) is not None,
        specificity=read_specificity(reading, has_number=has_number),
    )


@remember(8192)
def read_specificity(reading: str, *, has_number: bool) -> int:
    """Return how many of actor, trigger, number, artefact and consequence a reading states."""
    return sum(
        (
            _bound(reading) in {"provider", "both", "vendor"},
            _TRIGGER.search(reading) is not None,
            has_number,
            _ARTEFACT.search(reading) is not None,
            _CONSEQUENCE.search(reading) is not None,
        )
    )


# "Not the exclusive remedy" and "not responsible so far as the client's own data caused it" are no adverse words.
_NEGATED = re.compile(r"\b(?:not|nor|never|neither|without prejudice to|no longer)\b[^.;]{0,45}$", re.IGNORECASE)
_REVERSIBLE = re.compile(r"deemed|.*(?:remedy|indirect|consequential|remote)$", re.IGNORECASE)
_CLIENT_CAUSED = re.compile(
    r"to the extent [^.;]{0,80}Client|(?:caused|required|supplied|given|chosen|licen[sc]es?d?|selected|provided|instructed) (?:directly )?by Client"
    r"|Client (?:licen[sc]es|supplies|procures|selects|chooses) (?:it )?directly|that [A-Z]\w+ (?:itself )?(?:licen[sc]es|engaged|supplied)",
    re.IGNORECASE,
)


# "Client shall not be liable" and "Provider grants Client a perpetual licence" are in the client's favour.
_SPARES = re.compile(
    r"(?:(?:shall|will) )?(?:have no|not have any|not be|no|not)"
    r" (?:(?:be|under any) )?(?:liab|responsib|oblig|dut|requir)",
    re.IGNORECASE,
)
_CLIENT_BEFORE = re.compile(r"\bClient\b(?!['\u2019]s)(?:(?!\bProvider\b|\bVendor\b)[^.;:]){0,60}$")
_GIVEN_TO_CLIENT = re.compile(
    r"\bProvider\b[^.;]{0,40}\b(?:grants?|assigns?|licen[sc]es|gives?|transfers?)\b[^.;]{0,60}$"
    r"|\bClient\b[^.;]{0,30}\b(?:receives?|(?:is|are|be) (?:hereby )?(?:granted|given)|obtains?|acquires?|(?:has|have|holds?) an?)\b[^.;]{0,60}$"
)
_LASTING = re.compile(r"perpetual|irrevocabl", re.IGNORECASE)


def _find_adverse(reading: str) -> re.Match[str] | None:
    for match in _ADVERSE.finditer(reading):
        before = reading[: match.start()]
        if _REVERSIBLE.match(match[0]) and _NEGATED.search(before):
            continue
        if _SPARES.match(reading, match.start()) and _CLIENT_BEFORE.search(before):
            continue
        if _LASTING.match(match[0]) and _GIVEN_TO_CLIENT.search(before):
            continue
        if match[0].lower().startswith(("not ", "no ", "shall ", "will ")) and _CLIENT_CAUSED.search(reading):
            continue
        return match
    return None


# Words that open a subordinate clause, and prepositions that make a name an object: neither holds the main subject.
_SUBORDINATE = re.compile(
    r"\b(?:if|when(?:ever)?|where(?:ver)?|unless|until|once|should|while|because|as soon as|after|before|in case|in the event(?: that)?)\b[^,.;:]*$",
    re.IGNORECASE,
)
# "If Provider engages a labeler, it shall": the main clause takes the subject up again.
_TAKEN_UP = re.compile(r",\s*(?:it|they)\s+$", re.IGNORECASE)
_OBJECT = re.compile(
    r"\b(?:by|to|from|with|for|between|against|upon|on behalf of|at the request of) (?:the )?$", re.IGNORECASE
)


@remember(8192)
def _bound(reading: str) -> Bound:
    """Return who is the subject of the first modal verb of the main clause, else who is named after "by"."""
    fallback: Bound | None = None
    for match in _SUBJECT.finditer(reading):
        window = reading[match.end() : match.end() + 90]
        modal = _MODAL.search(window)
        if modal is None or re.search(r"[.;:]", window[: modal.start()]):
            continue
        found = _bound_by(reading, match, modal[0])
        before = reading[: match.start()]
        if _OBJECT.search(before) and match.lastgroup != "provider":
            continue
        if _SUBORDINATE.search(before) and not _TAKEN_UP.search(window[: modal.start()]):
            fallback = fallback or found
            continue
        return found
    if fallback is not None:
        return fallback
    by = re.search(r"\bby (?:the )?(Client|Provider|Vendor)\b", reading)
    if by is not None:
        return "client" if by[1] == "Client" else "provider"
    return "unclear"


def _bound_by(reading: str, match: re.Match[str], modal: str) -> Bound:
    """Return whom a subject and its verb bind; a right of the client binds the other side."""
    if match.lastgroup == "client" and (
        _RIGHT.match(reading, match.start()) or modal in {"may", "owns", "own", "retains", "has", "have", "reserves"}
    ):
        return "provider"
    return match.lastgroup  # type: ignore[return-value]
