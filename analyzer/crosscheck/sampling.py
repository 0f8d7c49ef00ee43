"""Compare the accuracy threshold of AI work with the sample that is to show it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.crosscheck.deal import Deal, Sentence
from analyzer.crosscheck.proportions import chance_of_passing, exact_interval, items_needed, margin_points
from analyzer.crosscheck.quantities import Quantity, read_counts, read_percents
from analyzer.crosscheck.reading import Reading
from analyzer.crosscheck.volumes import Volume, read_volumes, volume_of
from analyzer.models import Contract, SampleSize

TOLERANCE_POINTS = 2.0
_QUALITY = re.compile(
    r"\baccura\w*|\bprecision\b|\bwithout (?:\w+ )?errors?\b|\bfree (?:of|from) errors?|\bfaultless|\bcorrect(?:ly|ness)?\b|\bresol(?:ves?|ved|ution)\b|hallucinat\w*|error-free|\bright(?:ly|ness)?\b|first[- ]contact|no (?:material )?errors?|\bquality\b|\bgrounded",
    re.IGNORECASE,
)
_ERRORS = re.compile(
    r"\b(?:error|fault|wrong|incorrect|defect|inaccura)\w*\b[^.;|]{0,40}\b(?:more than|exceed\w*|above|over|greater than|not more than|at most)\b",
    re.IGNORECASE,
)
_STAKE = re.compile(
    r"\bcredits?\b|\bliab\w*|\bpenalt\w*|\bshall pay\b|\bborne?\b|\bbears?\b|\bterminat\w*|\brefund\w*|\brebate\w*|\babatement\b|\bdeduct\w*|\bcompensat\w*|\bdamages\b|\bwithhold\b|\bcut\b|material breach",
    re.IGNORECASE,
)
_UPTIME = re.compile(r"availab|uptime|answered within|respon(?:se|d)\w* (?:time|within)", re.IGNORECASE)
_NO_STAKE = re.compile(r"for information(?: only)?|report(?:ed)? only|indicator only|\bnone\b", re.IGNORECASE)
_SAMPLES = re.compile(
    r"\bsampl\w*|\brandom\w*|\b(?:score[sd]?|scoring|check(?:s|ed)?|review(?:s|ed)?|read(?:s)?|audit(?:s|ed)?|assess(?:es|ed)?|re-?check\w*|re-?perform\w*|re-?key\w*|evaluat\w+|inspect\w*|judg\w+|drawn)\b",
    re.IGNORECASE,
)
_ALL_OF_THEM = re.compile(
    r"\b(?:every|all|each) (?:single )?(?:\w+ ){0,2}(?:chat|contact|conversation|interaction|call|item|claim|answer|response|transaction|ticket|unit)s?\b|100 ?%",
    re.IGNORECASE,
)
_UNITS = re.compile(
    r"\b(?:conversations?|transcripts?|chats?|contacts?|calls?|items?|claims?|interactions?|responses?|answers?|units?|files?|documents?|tickets?|invoices?|transactions?|records?|decisions?|outputs?|cases?|messages?|e-?mails?|summar(?:y|ies)|letters|drafts|replies|predictions|suggestions)\b",
    re.IGNORECASE,
)
_FLOOR = re.compile(r"(?:not |no )?(?:fewer|less) than|at least|minimum(?: of)?|in any (?:event|case)", re.IGNORECASE)
_PERIODS = re.compile(
    r"\b(?:each|every|per|a|in a|in any) (?:calendar )?(?P<noun>month|quarter|week|year)\b|\b(?P<adverb>month|quarter|week)ly\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Threshold:
    """An accuracy in percent on which money turns, the sentence that says so, and the one that says what turns on it."""

    percent: float
    sentence: Sentence
    stake: Sentence | None


@dataclass(frozen=True)
class Sample:
    """How much of the AI's work people look at: a rate in percent, a count, or both."""

    rate: float | None
    minimum: int | None
    period: str
    of: str
    sentence: Sentence


def size_samples(contracts: Sequence[Contract]) -> tuple[SampleSize, ...]:
    """Return for each accuracy threshold of AI work what the deal's sampling clause can show about it."""
    return compare_samples(Reading(Deal(contracts)))


def compare_samples(reading: Reading) -> tuple[SampleSize, ...]:
    """Return the comparison for a deal that is already indexed, one for each threshold that has a sample."""
    samples = tuple(_samples(reading))
    if not samples:
        return ()
    volumes = read_volumes(reading)
    sizes = []
    for threshold in _thresholds(reading):
        sample = _sample_for(threshold, samples)
        if sample is not None:
            sizes.append(
                _size(
                    reading,
                    threshold,
                    sample,
                    volume_of(volumes, sample.of, beside=sample.sentence) if sample.rate else None,
                )
            )
    return tuple(sizes)


def _thresholds(reading: Reading) -> Iterator[Threshold]:
    seen: set[tuple[int, float]] = set()
    cited = set(
        reading.cited(
            "hallucination-liability/threshold-metric", "hallucination-liability/liability-model",
            "hallucination-liability/consequences", "resolution-accuracy/target-level", "resolution-accuracy/remedy",
        )
    )  # fmt: skip
    for sentence in reading.deal.sentences_with("%", "per cent", "percent", " of 100", "out of every"):
        text = sentence.reading
        on_quality = _QUALITY.search(text) or _ERRORS.search(text) or (sentence in cited and not _UPTIME.search(text))
        if not on_quality or not (reading.names_ai(sentence) or sentence in cited):
            continue
        around = text if "|" in text else reading.clause_text(sentence)
        if sentence not in cited and not _STAKE.search(f"{around} {reading.heading(sentence) if '|' in text else ''}"):
            continue
        if _NO_STAKE.search(text) or _ALL_OF_THEM.search(text):
            continue
        percent = _threshold_in(text)
        if percent is not None and (sentence.contract, percent) not in seen:
            seen.add((sentence.contract, percent))
            yield Threshold(percent, sentence, _stake(reading, sentence))


def _stake(reading: Reading, sentence: Sentence) -> Sentence | None:
    """Return the sentence near a threshold that puts money on it, its own when it does."""
    if _STAKE.search(reading.deal.quote(sentence).quote):
        return sentence
    around = [s for key in reading.deal.path(sentence.clause)[:2] for s in reading.clause_sentences(key)]
    return next((s for s in around if _STAKE.search(s.reading) and "|" not in s.reading), None)


def _threshold_in(text: str) -> float | None:
    errors = _ERRORS.search(text)
    shares = read_percents(text)
    if errors is not None:
        allowed = next((q.number for q in shares if q.start >= errors.start() and 0 < q.number <= 20), None)
        if allowed is not None:
            return 100 - allowed
    return next((q.number for q in shares if 80 <= q.number < 100), None)


def _samples(reading: Reading) -> Iterator[Sample]:
    cited = dict.fromkeys(reading.cited("quality-sampling/sample-rate"))
    told = reading.deal.sentences_with(
        "sampl",
        "random",
        "scor",
        "check",
        "review",
        "read ",
        "audit",
        "assess",
        "re-key",
        "re-perform",
        "judg",
        "drawn",
    )
    for sentence in dict.fromkeys((*cited, *told)):
        text = sentence.reading
        if sentence not in cited and not (_SAMPLES.search(text) and reading.names_ai(sentence)):
            continue
        rate = next(
            (q for q in read_percents(text) if 0 < q.number <= 50 and (sentence in cited or _is_of_units(text, q))),
            None,
        )
        count = next((q for q in read_counts(text) if 10 <= q.number <= 100_000 and _counts_units(text, q)), None)
        if rate is None and count is None:
            continue
        named = _PERIODS.search(text)
        yield Sample(
            rate=None if rate is None else rate.number,
            minimum=None if count is None else int(count.number),
            period=(named["noun"] or named["adverb"]).lower() if named else "month",
            of=_object(text, rate or count),
            sentence=sentence,
        )


def _is_of_units(text: str, share: Quantity) -> bool:
    if _UNITS.search(text[max(0, share.start - 30) : share.start]) and text[share.start - 1 : share.start] == "(":
        return True
    after = text[share.end : share.end + 70]
    before = text[max(0, share.start - 40) : share.start]
    return (
        re.match(r"[)\s]*,?\s*(?:and\b[^.;|]{0,50}?,\s*)?(?:(?:random )?sample )?of\b", after, re.IGNORECASE)
        is not None
        and _UNITS.search(after) is not None
    ) or (re.search(r"sampl\w*(?: of)?(?: at least| not less than)?\s*$", before, re.IGNORECASE) is not None)


def _counts_units(text: str, count: Quantity) -> bool:
    after, before = text[count.end : count.end + 50], text[max(0, count.start - 60) : count.start]
    if re.match(
        r"\s*(?:hours?|days?|months?|minutes?|seconds?|points?|years?|Business|Working)\b", after, re.IGNORECASE
    ):
        return False
    if _UNITS.search(after):
        told = re.search(
            r"\b(?:sampl|score|check|review|read|audit|assess|re-?key|fewer than|less than|at least|minimum|judg|drawn|measured on|taken from)\w*\b",
            before,
            re.IGNORECASE,
        )
        return told is not None or re.search(r"\brandom|\bsampl|\bscored\b", text, re.IGNORECASE) is not None
    return re.search(r"(?:fewer|less) than\s*$|at least\s*$|minimum (?:of )?$", before, re.IGNORECASE) is not None


def _object(text: str, quantity: Quantity | None) -> str:
    after = text[quantity.end if quantity else 0 :]
    unit = _UNITS.search(after)
    return after[max(0, unit.start() - 40) : unit.end()] if unit else ""


def _sample_for(threshold: Threshold, samples: Sequence[Sample]) -> Sample | None:
    """Return the sample a threshold is measured on: in its own sentence, its clause, its document, else any."""
    own = threshold.sentence
    for near in (
        [s for s in samples if s.sentence is own],
        [s for s in samples if s.sentence.clause == own.clause],
        [s for s in samples if s.sentence.contract == own.contract],
        list(samples),
    ):
        if near:
            return near[0]
    return None


def _size(reading: Reading, threshold: Threshold, sample: Sample, volume: Volume | None) -> SampleSize:
    months = {"week": 12 / 52, "quarter": 3.0, "year": 12.0}.get(sample.period, 1.0)
    units = None if volume is None else round(volume.units * months)
    scored = _scored(sample, units)
    needed = items_needed(threshold.percent, TOLERANCE_POINTS)
    volume_needed = None if sample.rate is None else round(needed * 100 / sample.rate)
    margin = exact = missed = None
    if scored:
        margin = round(margin_points(threshold.percent, scored), 2)
        low, high = exact_interval(scored, round(scored * threshold.percent / 100))
        exact = (round(low, 2), round(high, 2))
        missed = round(chance_of_passing(scored, threshold.percent, threshold.percent - TOLERANCE_POINTS), 3)
    sentences = dict.fromkeys(
        [threshold.sentence, sample.sentence]
        + ([threshold.stake] if threshold.stake else [])
        + ([volume.sentence] if volume else [])
    )
    size = SampleSize(
        threshold=threshold.percent,
        tolerance_points=TOLERANCE_POINTS,
        rate=sample.rate,
        minimum=sample.minimum,
        volume=units,
        period=sample.period,
        scored=scored,
        margin_points=margin,
        exact=exact,
        missed=missed,
        needed=needed,
        volume_needed=volume_needed,
        words="",
        evidence=tuple(reading.deal.quote(sentence) for sentence in sentences),
    )
    return size.model_copy(update={"words": _words(size)})


def _scored(sample: Sample, units: int | None) -> int | None:
    by_rate = None if sample.rate is None or units is None else round(units * sample.rate / 100)
    known = [n for n in (by_rate, sample.minimum) if n]
    return max(known) if known else None


def _words(size: SampleSize) -> str:
    wanted = f"{size.needed:,} scored items a {size.period} show {size.threshold:g}% to \u00b1{size.tolerance_points:g} points"
    if size.volume_needed is not None:
        wanted += f", which at {size.rate:g}% takes {size.volume_needed:,} AI units a {size.period}"
    if size.scored is None or size.exact is None or size.missed is None:
        return f"The sample is {size.rate:g}% with no minimum count and no stated volume. {wanted}."
    return (
        f"{size.scored:,} scored items a {size.period} show {size.threshold:g}% to \u00b1{size.margin_points:.1f} points (exactly: {size.exact[0]:.1f}%"
        f" to {size.exact[1]:.1f}%). If the true rate were {size.threshold - size.tolerance_points:g}%,"
        f" {round(100 * size.missed)} of 100 {size.period}s would still pass. {wanted}."
    )
