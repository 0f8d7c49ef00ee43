"""Read how much of the work the AI is to do: how firmly, by when, and what that is in volume."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from analyzer.crosscheck.deal import Deal, Sentence
from analyzer.crosscheck.quantities import Quantity, read_percents
from analyzer.crosscheck.reading import Reading
from analyzer.crosscheck.volumes import Volume, read_volumes, volume_of
from analyzer.models import AutomationCommitment, Contract, Force, GlideStep

_DONE_BY_AI = re.compile(
    r"\bautomat(?:e|es|ed|ion)\b(?! (?:call dist|teller|renew|lead|manager|team|bidding))|straight[- ]through|touchless|no[- ]touch|(?:no|without) (?:any )?(?:human|manual|agent|advis[eo]r) ?(?:touch|involvement|intervention|handling|hand-?off)?"
    r"|without (?:an? |any )?(?:agent|advis[eo]r|person|transfer|hand-?off|escalation)|\bcontain(?:s|ed|ment)?\b|\bdeflect\w*|end[- ]to[- ]end by|(?:completed|resolved|handled|answered|closed|processed|decided|done)\b[^.;|]{0,40}\bby (?:the |an? )?",
    re.IGNORECASE,
)
_AI_DOES = re.compile(
    r"\b(?:bots?|chatbots?|(?:virtual|digital|AI|automated) (?:agent|assistant|associate|platform|system)|engine|AI|assistant|machine)\b[^.;|]{0,30}\b(?:complete|resolve|handle|answer|close|process|decide|contain)"
    r"|\b(?:answered|completed|resolved|handled|closed|processed|decided|contained)\b[^.;|]{0,60}\bby (?:the |an? )?[^.;|]{0,30}\b(?:bots?|chatbots?|agent|assistant|associate|engine|AI|system|platform|automation)\b"
    r"|\broute\b[^.;|]{0,80}\bto (?:the )?(?:AI|bot|virtual)",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"\b(?:shall|must|will|guarantees?|undertakes?|commits?|is (?:required|obliged)|not less than|at least|no fewer than|minimum)\b",
    re.IGNORECASE,
)
_HOPED = re.compile(
    r"\b(?:aims?|expects?|is expected|are expected|intends?|strives?|hopes?|seeks?|plans?|target(?:s|ed|ing)?(?! of at least)|objective|aspir\w*|anticipat\w*|goal|ambition|endeavou?rs? to|for information|report(?:ed)? only|indicator|is designed)\b|up to \d|up to (?:\w+ ){0,2}per ?cent",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:reasonable|best|good faith) (?:efforts|endeavou?rs)\b|\bsubject to\b|\bprovided that\b|\bto the extent\b|\bwhere (?:practicable|feasible|possible)\b|\bdepending\b|\bassuming\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:by|within|before|from|after|in|over|no later than|until|at)\s+(?:the\s+)?(?:(?:end of |start of )?(?:the )?(?:month|year|quarter)s? \d+|\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{1,2},? \d{4}|[A-Z][a-z]+ \d{4}"
    r"|(?:[\w-]+ )?(?:\(\d+\) )?(?:days|weeks|months|years) (?:after|of|from)[^.,;|]{0,60}|(?:(?!by |within |from |before )\w+ ){0,6}?(?:anniversary|Contract Year|Term|go-live)(?: of[^.,;|]{0,40})?|each (?:\w+ )?(?:month|quarter|year)|(?:the )?end of \d{4}|(?:the )?(?:first|second|third|fourth|fifth|last|final) (?:month|quarter|year))",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\s*(?:\)\s*)?(?:\([^)]*\)\s*)?of\s+(?:all\s+|the\s+|its\s+|their\s+|Client's\s+|inbound\s+(?=$))*(?P<of>[^.,;|()]+?)(?=\s+(?:shall|will|must|are|is|be|by|to|in|within|from|for|that|which|who|have|without|end to end|straight|handled|answered|completed|resolved|processed|processable|decided|automated|received|as|with|closed|contained|every|each|over|per)\b|[.,;|()]|$)",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"\b(?:share of|percentage of|proportion of|rate of)\s+(?P<share>[^.,;|()]+?)(?=\s+(?:processed|handled|completed|resolved|closed|answered|automated|done|shall|will|that|which|by)\b|[.,;|()]|$)",
    re.IGNORECASE,
)
# Shares of something else: accuracy, samples, prices, staff, answer times.
_OTHER_SHARE = re.compile(
    r"\baccura\w*|\bcorrect\w*|\bsampl\w*|\bscore[ds]?\b|\bcredits?\b|\bprices?\b|\binterest\b|\bwithin (?:\w+ )?(?:\(\d+\) )?(?:seconds|minutes)|\bavailab\w*|\buptime\b|\bstaff\b|\bcertif\w*|\bsurvey\b|\bdiscount|\bgain|\bsavings?\b|\bconfidence\b|\berror|\bbudget\b|\bworking time\b|\bpoints? of\b",
    re.IGNORECASE,
)
# "If sessions resolved exceed 25%, the parties will meet" commits to no share.
_CONDITION = re.compile(r"\W*(?:if|where|when(?:ever)?|should|in the event)\b[^,]*,", re.IGNORECASE)
_TARGET = re.compile(r"\btargets?\b", re.IGNORECASE)
_BY_COLUMN = re.compile(r"^(?:by|date|milestone|month|quarter|year|from|deadline|when|period)\b", re.IGNORECASE)
_DATED_CELL = re.compile(r"\b(?:month|quarter|year)s? \d+|\d{4}\b|anniversary|go-live", re.IGNORECASE)


def read_automation(contracts: Sequence[Contract]) -> tuple[AutomationCommitment, ...]:
    """Return the automation commitments of a deal in the order of its text."""
    return find_commitments(Reading(Deal(contracts)))


def find_commitments(reading: Reading) -> tuple[AutomationCommitment, ...]:
    """Return the commitments of a deal that is already indexed; the rows of one table are one commitment."""
    volumes = read_volumes(reading)
    return tuple(
        commitment
        for source in (_from_sentences(reading, volumes), _from_tables(reading, volumes))
        for commitment in source
    )


def _from_sentences(reading: Reading, volumes: tuple[Volume, ...]) -> Iterator[AutomationCommitment]:
    for sentence in reading.deal.sentences_with(
        "%", "per cent", "percent", "half of", "two thirds of", "three quarters"
    ):
        text = sentence.reading
        if "|" in text or not _is_automation(reading, sentence):
            continue
        condition = _CONDITION.match(text)
        shares = [
            q
            for q in read_percents(text)
            if 5 <= q.number <= 100
            and not _OTHER_SHARE.search(_phrase(text, q))
            and not (condition and q.end <= condition.end())
        ]
        if not shares:
            continue
        of = _named(text, shares)
        yield _commitment(
            reading,
            sentence,
            [sentence],
            _glide(text, shares),
            of,
            _force(text),
            volume_of(volumes, of, beside=sentence),
        )


def _is_automation(reading: Reading, sentence: Sentence) -> bool:
    text = sentence.reading
    if _AI_DOES.search(text):
        return True
    return _DONE_BY_AI.search(text) is not None and (reading.names_ai(sentence) or "automat" in sentence.lower)


def _phrase(text: str, share: Quantity) -> str:
    return text[max(0, share.start - 50) : share.end + 60]


def _force(text: str) -> Force:
    if _HOPED.search(text):
        return "aspirational"
    if _HEDGED.search(text):
        return "conditional"
    return "binding" if _FIRM.search(text) else "aspirational"


def _named(text: str, shares: Sequence[Quantity]) -> str:
    for share in shares:
        found = _OF.match(text, share.end)
        if found is not None:
            return found["of"].strip()
        # "half of all loan applications" holds its "of" itself.
        if text[share.start : share.end].lower().endswith(" of"):
            found = _OF.match("of " + text[share.end :])
            if found is not None:
                return found["of"].strip()
    # "shall automate 45% of ..." is caught above; "automate password resets to 45%" names its object before.
    share_of = _OBJECT.search(text)
    return share_of["share"].strip() if share_of else ""


def _glide(text: str, shares: Sequence[Quantity]) -> list[tuple[float, str]]:
    """Return each share with the date nearest after it, else the one the sentence has."""
    glide = []
    for index, share in enumerate(shares):
        end = shares[index + 1].start if index + 1 < len(shares) else len(text)
        when = _WHEN.search(text, share.end, end) or (_WHEN.search(text) if len(shares) == 1 else None)
        glide.append((share.number, when[0].strip() if when else ""))
    return glide


def _commitment(
    reading: Reading,
    lead: Sentence,
    sentences: Sequence[Sentence],
    glide: Sequence[tuple[float, str]],
    of: str,
    force: Force,
    volume: Volume | None,
    *,
    measure: str = "",
) -> AutomationCommitment:
    units = None if volume is None else round(volume.units)
    steps = tuple(
        GlideStep(share=share, by=by, units=None if units is None else round(units * share / 100))
        for share, by in glide
    )
    sources = dict.fromkeys([lead, *sentences, *([volume.sentence] if volume else [])])
    return AutomationCommitment(
        force=force,
        of=of,
        glide=steps,
        volume=units,
        words=_words(force, of, steps, measure),
        evidence=tuple(reading.deal.quote(sentence) for sentence in sources),
    )


def _words(force: Force, of: str, steps: tuple[GlideStep, ...], measure: str) -> str:
    path = ", then ".join(
        f"{step.share:g}%{f' ({step.by})' if step.by else ''}{f', {step.units:,} a month' if step.units is not None else ''}"
        for step in steps
    )
    bound = {"binding": "Binding", "conditional": "Binding under conditions", "aspirational": "An aim, not a duty"}[
        force
    ]
    if not of and measure:
        return f"{bound}: {path}, measured as \u201c{measure}\u201d."
    return f"{bound}: {path} of {of or 'what the passage counts'} by the AI."


def _from_tables(reading: Reading, volumes: tuple[Volume, ...]) -> Iterator[AutomationCommitment]:
    """Yield one commitment for each table with a column of automation shares."""
    rows = [s for s in reading.deal.sentences_with("%", "per cent") if "|" in s.reading]
    for _, group in groupby(rows, key=lambda row: _table(reading, row)):
        own = list(group)
        header = _header(reading, own[0])
        introduction = _introduction(reading, own[0])
        if _is_automation_text(header) or (_is_automation_text(introduction) and _BY_COLUMN.match(header)):
            yield from _dated_table(reading, own, header, introduction, volumes)
        else:
            yield from _one_by_one(reading, own, header, volumes)


def _is_automation_text(text: str) -> bool:
    return (_DONE_BY_AI.search(text) or _AI_DOES.search(text)) is not None


def _dated_table(
    reading: Reading, rows: Sequence[Sentence], header: str, introduction: str, volumes: tuple[Volume, ...]
) -> Iterator[AutomationCommitment]:
    names = [cell.strip() for cell in header.split("|")]
    column = next((i for i, name in enumerate(names) if i and _is_automation_text(name)), 1)
    dated = _BY_COLUMN.match(names[0]) is not None or all(_DATED_CELL.search(_cells(reading, row)[0]) for row in rows)
    glide, per_row = [], []
    for row in rows:
        cells = _cells(reading, row)
        shares = read_percents(cells[column]) if column < len(cells) else ()
        if shares and "actual" not in cells[0].lower() and "baseline" not in cells[0].lower():
            when = _WHEN.search(cells[column])
            by = next(
                (cells[i] for i, name in enumerate(names) if i != column and i < len(cells) and _BY_COLUMN.match(name)),
                "",
            )
            glide.append((shares[0].number, cells[0].strip() if dated else (when[0] if when else by)))
            per_row.append((row, cells[0].strip(), glide[-1]))
    if not glide:
        return
    # A column or a heading called "Target" is how service levels are put, and no word of hope.
    around = _TARGET.sub(
        " ", f"{introduction} {names[column] if column < len(names) else ''} {reading.heading(rows[0])}"
    )
    force: Force = "aspirational" if _HOPED.search(around) and not _FIRM.search(introduction) else "binding"
    if force == "binding" and _HEDGED.search(introduction):
        force = "conditional"
    if dated:
        of = _share_object(introduction) or _share_object(names[column])
        yield _commitment(reading, rows[0], rows, glide, of, force, volume_of(volumes, of, beside=rows[0]))
    else:
        for row, of, step in per_row:
            yield _commitment(reading, row, [row], [step], of, force, volume_of(volumes, of, beside=row))


def _one_by_one(
    reading: Reading, rows: Sequence[Sentence], header: str, volumes: tuple[Volume, ...]
) -> Iterator[AutomationCommitment]:
    """Yield the rows of a table of measures that are automation shares: "Virtual assistant containment | 30% | none"."""
    for row in rows:
        cells = [cell for cell in _cells(reading, row) if not cell.isdigit()]
        if not cells or not _is_automation_text(cells[0]) or _OTHER_SHARE.search(cells[0]):
            continue
        target = next((c for c in cells[1:] if read_percents(c)), None)
        if target is None:
            continue
        share = read_percents(target)[0]
        when = _WHEN.search(target)
        stakes = [c for c in cells[1:] if c is not target]
        hoped = any(
            re.search(r"\bnone\b|information|report|indicator|^\s*[-\u2013\u2014]?\s*$", c, re.IGNORECASE)
            for c in stakes
        )
        force: Force = (
            "aspirational" if hoped or _HOPED.search(f"{' '.join(cells)} {reading.heading(row)}") else "binding"
        )
        of = _share_object(cells[0])
        glide = [(share.number, when[0] if when else "")]
        measure = cells[0].split(":")[0].strip()
        yield _commitment(reading, row, [row], glide, of, force, volume_of(volumes, of, beside=row), measure=measure)


def _share_object(text: str) -> str:
    found = _OBJECT.search(text)
    return found["share"].strip() if found else ""


def _cells(reading: Reading, row: Sentence) -> list[str]:
    passage = reading.deal.contracts[row.contract].passages[row.passage]
    text = reading.deal.contracts[row.contract].document.text
    return [cell.strip() for cell in text[passage.start : passage.end].split(" | ")]


def _header(reading: Reading, row: Sentence) -> str:
    return reading.deal.contracts[row.contract].passages[row.passage].lead


def _table(reading: Reading, row: Sentence) -> tuple[int, str, int | None]:
    contract = reading.deal.contracts[row.contract]
    return row.contract, _header(reading, row), contract.clauses[row.clause[1]].parent


def _introduction(reading: Reading, row: Sentence) -> str:
    """Return the sentence before the table, or the heading above it."""
    before: Sentence | None = row
    for _ in range(12):
        before = reading.deal.before(before) if before else None
        if before is not None and "|" not in before.reading:
            return before.reading
    return ""
