"""Read the date the contract takes effect: as it is defined, else as it is said, else the date it was made."""

import re
from datetime import date

from analyzer.models import Confidence
from analyzer.renewal.dates import find_dates, write_date
from analyzer.renewal.reading import Gap, Reading, lowest
from analyzer.renewal.wording import BLANK, DATE, Statement, Wording

_FIELD = "effective_date"
_OPENING = 1_500
# What contracts call the day they begin, the commonest first.
NAMES = ("effective date", "commencement date", "start date", "contract date", "term start date")

_MADE = re.compile(
    rf"\b(?:made|entered(?: in)?(?: to)?|dated?|executed|concluded|effective|signed)\b"
    rf"(?P<between>[^.;]{{0,70}}?)(?P<date>{DATE}|{BLANK})"
)
# "This Agreement is by and between A, a Delaware corporation, and B as of 1 March 2024": the date stands at the end.
_MADE_FAR = re.compile(
    rf"\b(?:as of|dated|effective|on this|this|on)\b(?: (?:the|as of|date|on|this|day)){{0,8}} ?(?P<date>{DATE})"
)
_OTHER_DAY = re.compile(r"\b(?:incorporated|organi[sz]ed|born|registered|filed|expir\w+|amended|formed)\b[^.;]{0,40}$")
_MADE_BARE = re.compile(rf"^\W*(?:(?:dated?|as of|effective)\b[ :]*)?(?:as of )?(?P<date>{DATE})\W*$")
_OTHER_PAPER = re.compile(
    r"\bthat certain\b|\bwhereas\b|\bletters? dated\b|\b(?:a|an|the|certain) [a-z ,&-]{0,60}agreement,? (?:dated|made|entered)"
    r"|\bamended (?:on|by)\b|\bsuch agreement\b"
)
_THIS_PAPER = re.compile(
    r"\b(?:this|these|the present) (?:[a-z&,/'-]+ ){0,12}?(?:agreement|contract|amendment|addendum|schedule|order|sow"
    r"|statement|terms|lease|deed|letter)\b"
)
_IN_FORCE = re.compile(
    rf"\b(?:effective|with effect|in effect|take(?:s)? effect|(?:come|enter)(?:s)? into (?:force|effect)"
    rf"|in force)(?: date)?"
    rf"(?:,? (?:as|is|of|on|from|and|upon|beginning|at|the|deemed|to be)| :){{0,8}} ?:? ?(?P<date>{DATE})"
)
_COMMENCES = re.compile(
    rf"\b(?:commenc(?:e|es|ing)|begin(?:s|ning)?|start(?:s|ing)?|run(?:s|ning)?"
    rf"|effective)(?: \(?[a-z]+\)?){{0,4}}? (?:(?:on|upon|as of|from|at)(?: the)? )?(?P<date>{DATE})"
)
_TERM_OF_CONTRACT = re.compile(
    r"\b(?:this|the) (?:[a-z]+ ){0,3}(?:agreement|contract|engagement|appointment|employment)\b|\b(?:initial )?term\b"
)
_ON_ITS_DATE = re.compile(
    r"\b(?:agreement|contract|deed) takes effect (?:on|from|as of) (?:its|the) date\b(?! (?:on|when|that))"
)
_FIRST_WRITTEN = re.compile(
    r"\bdate(?: and year)? (?:first |last )?(?:set forth |set out |written |mentioned |stated |appearing |indicated "
    r"|specified |noted |shown ){0,8}(?:above|below|hereinabove|in the (?:preamble|heading|opening)|at the (?:head|top"
    r"|beginning|start)|on (?:the )?(?:first|cover|front|title) page)"
    r"|\bfirst (?:date )?(?:written|above|set forth|set out|mentioned|stated)|(?<!effective )\bdate (?:hereof|of (?:this"
    r"|the) (?:[a-z]+ ){0,3}(?:agreement|contract|deed|amendment|addendum|letter))|\babove[ -](?:written|mentioned"
    r"|stated) date|\beffective date first"
    r"|\bdate (?:on which |that |when )?this (?:agreement|contract) (?:is|was|has been) (?:made|entered into|dated)"
)
_LAST_SIGNED = re.compile(
    r"\b(?:latest|last|later|final)\b[^.;]{0,40}\b(?:sign\w*|date\w*|execut\w+)\b|\bdate\b[^.;]{0,40}\b(?:last|latest"
    r"|later)\b[^.;]{0,40}\b(?:sign\w*|execut\w+|part(?:y|ies))\b"
    r"|\b(?:last|latter|later) (?:party|of the parties|of the two)[^.;]{0,30}sign|\b(?:date"
    r"|upon)[^.;]{0,20}\b(?:of )?(?:full )?(?:signature|execution)\b"
)

# "The date on which this Agreement has been signed by both parties", "upon its acceptance by the Supplier".
_SIGN = r"(?:(?:counter)?sign(?:ed|s|ing|ature)?|execut(?:e[ds]?|ion))"
_ONCE_SIGNED = re.compile(
    r"\b(?:dates?|day|when|once|upon|until|after)\b[^.;]{0,80}?"
    rf"(?:\b(?:(?:this|the) (?:[a-z]+ ){{0,3}}(?:agreement|contract|amendment|addendum|deed|letter)|it)\b[^.;]{{0,25}}?\b"
    rf"(?:{_SIGN}|accepted)|\b(?:part(?:y|ies)|representatives?)\b[^.;]{{0,25}}?\b{_SIGN})\b"
    rf"|\b(?:when|once|upon|after) (?:duly )?{_SIGN} by\b|\b(?:up)?on its (?:{_SIGN}|acceptance) by\b"
)
_TIME_OF_DAY = re.compile(r"[ ,]*(?:at )?\d{1,2}:\d\d\b")
_EVENT = re.compile(
    r"\bmeans\b|\bdate (?:on|upon|of|that|when|which|the|as)\b|\b(?:that|such) (?:date|day)\b|\bwhen\b"
    r"|\b(?:up)?on the\b"
)
_ELSEWHERE = re.compile(r"\bmeaning\b|\bdefined in\b|\bas defined\b")


def read_effective(wording: Wording) -> Reading[date] | Gap | None:
    """Return the date the contract takes effect, or why it can't be known."""
    made = read_made(wording)
    defined = read_named(wording, NAMES[0], made=made)
    if isinstance(defined, Reading):
        return defined
    said = _said(wording, made)
    if defined is not None:
        # Tied to an event. What another sentence says on its own would contradict the definition.
        return defined
    for name in NAMES[1:]:
        named = read_named(wording, name, made=made)
        if isinstance(named, Reading) and (said is None or said.confidence != "high"):
            return named.become(named.value, confidence="medium") if made is not None and made != named else named
    return said or made or _blank(wording)


def read_made(wording: Wording) -> Reading[date] | None:
    """Return the date the contract was made, from its opening words."""
    for statement in wording.opening():
        if statement.attached:
            break
        marked = statement.marked
        if (match := _MADE_BARE.search(marked)) is not None and statement.place < 12:
            return _at(statement, match, "medium")
        for match in _MADE.finditer(marked):
            if not match["date"].startswith("\ue000"):
                continue
            before = marked[: match.start()]
            if _OTHER_PAPER.search(f"{before[-90:]}{match[0]}") and not _THIS_PAPER.search(before[-60:]):
                continue
            if not (_THIS_PAPER.search(marked) or statement.place < 12):
                continue
            sure = "as of" in match["between"] or "effective" in match[0] or "day" in match["between"]
            return _at(statement, match, "high" if sure else "medium")
        for match in _MADE_FAR.finditer(marked):
            before = marked[: match.start()]
            named = _THIS_PAPER.search(before) and re.search(r"\b(?:between|among|parties)\b", before)
            if named and not _OTHER_PAPER.search(before[-90:]) and not _OTHER_DAY.search(before):
                return _at(statement, match, "medium")
    return None


def read_named(wording: Wording, name: str, *, made: Reading[date] | None) -> Reading[date] | Gap | None:
    """Return the date that a defined name such as "Effective Date" stands for; a gap when it is an event or a blank."""
    derived: Reading[date] | Gap | None = None
    for statement in wording.mentioning(name):
        found = _defined_in(statement, name, made=made)
        # A day that is written beside the name goes before one that is told by signatures or by another date.
        if isinstance(found, Reading) and not found.steps:
            return found
        if derived is None or (isinstance(derived, Gap) and found is not None):
            derived = found
    return derived


def _defined_in(statement: Statement, name: str, *, made: Reading[date] | None) -> Reading[date] | Gap | None:
    quoted = rf"[\"'(\u201c]+(?:the )?(?:[\"'])?{name}[\"')]"
    text = statement.marked
    if not re.search(quoted, text) and not re.search(rf"^\W*(?:the )?{name}\b", text):
        return None
    # One file may hold a contract and, behind it, its amendments, each with an effective date of its own.
    of = re.search(rf"\b{name} of this (?P<paper>amendment|addendum|variation)\b", text)
    if of is not None and f"this {of['paper']}" not in statement.wording.lower[:_OPENING]:
        return None
    # 1 March 2024 (the "Effective Date")
    after = re.search(
        rf"(?P<date>{DATE})(?:[ ,]*\([a-z ,]{{0,40}}\))?[ ,]*(?:which is |being )?\(?[^()\ue000]{{0,45}}{quoted}", text
    )
    # "Effective Date" means 1 March 2024;  Effective Date | 1 March 2024
    before = re.search(
        rf"\b{name}\b[\"')]*(?: of (?:this|the) [a-z]+)?(?: \([^)]{{0,70}}\))?(?:[^a-z\ue000]{{0,5}}| (?:means"
        rf"|shall mean|is|shall be|will be|for this \w+ is)(?: the)?(?: date)?[^a-z\ue000]{{0,3}}){{1,2}}"
        rf"(?:on |of |as of )?(?P<date>{DATE})",
        text,
    )
    match = after or before
    confidence: Confidence = "medium" if statement.attached else "high"
    if match is not None:
        return _at(statement, match, confidence)
    place = re.search(rf"{quoted}|^\W*(?:the )?{name}\b", text)
    at = place.start() if place is not None else 0
    # "means the date of the Closing, being 1 March 2024": an event, and the day it fell on.
    being = re.search(
        rf"\b(?:being|namely|that is|i\.e\.,?|which (?:is|was|shall be|occurred on))(?: on)? (?P<date>{DATE})",
        text[at : at + 260],
    )
    if being is not None:
        written = statement.date_at(at + being.start("date"))
        return Reading(written.value, statement, "low" if written.ambiguous else "medium", at)
    around = text[max(0, at - 160) : at + 160]
    signed = _LAST_SIGNED.search(around) or _ONCE_SIGNED.search(around)
    if signed and not _FIRST_WRITTEN.search(around):
        return _last_signature(statement, at, made) or Gap(
            _FIELD, "the date of the last signature, which is not filled in", statement
        )
    if _FIRST_WRITTEN.search(around) and made is not None:
        step = f"{name}: the date first written, {write_date(made.value)}"
        return Reading(made.value, statement, lowest(made.confidence, "high"), at, (step,))
    if re.search(BLANK, around):
        return Gap(_FIELD, "left blank or blacked out", statement)
    if re.search(quoted, text) and _EVENT.search(around) and not _ELSEWHERE.search(around):
        return Gap(_FIELD, "depends on an event, not on a date", statement)
    return None


def _last_signature(statement: Statement, at: int, made: Reading[date] | None) -> Reading[date] | None:
    """Return the last of the dates beside the signatures, else the date in the opening words."""
    signatures = statement.wording.signatures()
    written = find_dates(signatures, order=statement.wording.order)
    # "Date: 07/07/97 3:57 PM" is what a program stamped on the file.
    dates = [d.value for d in written if not d.ambiguous and not _TIME_OF_DAY.match(signatures, d.end)]
    if dates:
        step = f"the last of the dates beside the signatures: {write_date(max(dates))}"
        return Reading(max(dates), statement, "medium", at, (step,))
    if made is None:
        return None
    step = f"the signatures carry no dates: the date of the contract, {write_date(made.value)}"
    return Reading(made.value, statement, "medium", at, (step,))


def _said(wording: Wording, made: Reading[date] | None) -> Reading[date] | None:
    """Return a date that the contract says it takes effect or commences on, without defining it."""
    for statement in wording.mentioning("takes effect", "take effect") if made is not None else ():
        match = _ON_ITS_DATE.search(statement.marked)
        if match is not None and made is not None and not statement.attached:
            step = f"the date of the contract, {write_date(made.value)}"
            return Reading(made.value, statement, made.confidence, match.start(), (step,))
    for pattern, plain in ((_IN_FORCE, True), (_COMMENCES, False)):
        for statement in wording.mentioning("effect", "force", "commenc", "begin", "start"):
            match = pattern.search(statement.marked)
            if match is None or statement.attached:
                continue
            before = statement.marked[: match.start()]
            of_this = _THIS_PAPER.search(before) or (_TERM_OF_CONTRACT.search(before) and "term" in statement.trail)
            if of_this and not _OTHER_PAPER.search(before):
                near = _THIS_PAPER.search(before[-140:]) or re.search(r"\bterm\b", before[-140:])
                subject = _THIS_PAPER.search(before[-40:])
                sure = bool(near) and bool(plain or subject or "term" in f"{statement.trail} {before}")
                return _at(statement, match, "high" if sure else "medium")
    return None


def _blank(wording: Wording) -> Gap | None:
    for statement in wording.opening():
        for match in _MADE.finditer(statement.marked):
            if match["date"].startswith("\ue003") and _THIS_PAPER.search(statement.marked):
                return Gap(_FIELD, "left blank or blacked out", statement)
    return None


def _at(statement: Statement, match: re.Match[str], confidence: Confidence) -> Reading[date]:
    written = statement.date_at(match.start("date"))
    return Reading(written.value, statement, "low" if written.ambiguous else confidence, match.start("date"))
