"""Check the deletion of data against the time for which logs must be kept (X11)."""

import re
from collections.abc import Iterator

from analyzer.crosscheck.checks.collision import collide
from analyzer.crosscheck.checks.logs import LOG, LOG_WORDS, kept_days
from analyzer.crosscheck.deal import Sentence
from analyzer.crosscheck.quantities import read_periods, show_days
from analyzer.crosscheck.reading import Reading
from analyzer.models import Commercial, Conflict, Tier

_EXEMPT = re.compile(
    r"\b(?:other than|except(?:ing)?|save|apart from|excluding|unless|subject to|without prejudice)\b[^.;|]{0,80}\b(?:logs?|records?|audit trail|retention period|retained under|kept under)"
    r"|\b(?:still )?(?:within|until|after) (?:the end of )?(?:their|its|the|that) (?:log |retention )?(?:retention )?period|legal hold|litigation hold|hold notice",
    re.IGNORECASE,
)
_DELETE = re.compile(r"\b(?:delet|eras|destroy|destruct|purg|overwrit|remov|dispos)\w*", re.IGNORECASE)
_NO_LONGER = re.compile(
    r"\b(?:retention|retain\w*|kept|held|stor\w+)\b[^.;|]{0,60}\b(?:not exceed|no(?:t)? (?:longer|more) than|at most|maximum of)\b"
    r"|\bnot (?:be )?(?:retain|kept|keep|held|hold|stor)\w*\b[^.;|]{0,40}\b(?:longer|more) than\b",
    re.IGNORECASE,
)
_LOGS_TOO = re.compile(r"\blogs?\b|\baudit trail|\brecords?\b|\bprompts?\b|\boutputs?\b|\btrails?\b", re.IGNORECASE)
_OTHER_LOGS = re.compile(
    r"\b(?:debug|network|server|firewall|access|system|security|web|error|telephone|call|visitor|device|event) (?:logs?|records?)\b|\blogs? of (?:the )?(?:network|server|telephon|firewall)\w*",
    re.IGNORECASE,
)
_NOT_EARLY = re.compile(r"\b(?:then|thereafter|afterwards)\b[^.;]{0,40}\b(?:delet|eras|destroy)", re.IGNORECASE)
_DELETE_WORDS = (
    "delet", "eras", "destroy", "purg", "not exceed", "longer than", "more than", "overwrit", "remov", "dispos",
)  # fmt: skip
# A little earlier is the same to a lawyer: 365 days and twelve months.
_SAME = 0.9


def find_early_deletions(reading: Reading, commercial: Commercial, tier: Tier) -> Iterator[Conflict]:
    """Yield a conflict where logs are deleted before the time for which they must be kept has run."""
    kept = list(_kept(reading))
    if not kept:
        return
    for sentence in reading.deal.sentences_with(*_DELETE_WORDS):
        deadline = _deadline(sentence)
        if deadline is None or reading.clause_says(_EXEMPT, sentence):
            continue
        for days, log in kept:
            if deadline < _SAME * days and log is not sentence and not _is_settled(reading, sentence, log):
                yield collide(
                    reading, "X11", "high", log, sentence,
                    f"{{first}} keeps AI logs for {show_days(days)}, while {{second}} has them deleted after"
                    f" {show_days(deadline)}.",
                    "Except logs that are still to be kept, and add a legal hold.",
                )  # fmt: skip
                return


def _kept(reading: Reading) -> Iterator[tuple[float, Sentence]]:
    cited = set(reading.cited("log-retention/period"))
    for sentence in reading.find(LOG, *LOG_WORDS):
        text = sentence.reading
        if _DELETE.search(text.split("then ")[0]) or _NO_LONGER.search(text):
            continue
        if sentence not in cited and not reading.names_ai(sentence):
            continue
        days = kept_days(reading, sentence, cited=sentence in cited)
        if days is not None:
            yield days, sentence


def _deadline(sentence: Sentence) -> float | None:
    """Return after how many days logs go by a sentence, None when it does not have them deleted."""
    text = sentence.reading
    if not _LOGS_TOO.search(_OTHER_LOGS.sub(" ", text)) or _NOT_EARLY.search(text):
        return None
    if not _NO_LONGER.search(text) and not _DELETE.search(text):
        return None
    periods = read_periods(text)
    return min(period.number for period in periods) if periods else None


def _is_settled(reading: Reading, deletion: Sentence, log: Sentence) -> bool:
    """Return whether the two passages know of each other, or speak of the same log in one breath."""
    same_clause = deletion.clause == log.clause and "|" not in deletion.reading
    return same_clause or reading.refers_to(deletion, log) or reading.refers_to(log, deletion)
