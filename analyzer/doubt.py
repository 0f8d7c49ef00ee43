"""Say which findings rest on words that were recognised in an image with little confidence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from analyzer.models import Document, Evidence, Finding, Span

# From this share of doubtful words on, or with a doubtful number, what was read may not be what is written.
_SHARE = 0.1
_SHOWN = 5


def doubt(findings: Sequence[Finding], documents: Sequence[Document]) -> tuple[Finding, ...]:
    """Return the findings, those on doubtful words with the words in their reason, and unsure where it matters."""
    doubtful = {document.name: document for document in documents if document.doubtful}
    return tuple(_doubt(finding, doubtful) for finding in findings) if doubtful else tuple(findings)


def _doubt(finding: Finding, documents: Mapping[str, Document]) -> Finding:
    words = [word for evidence in finding.evidence for word in _words_within(evidence, documents)]
    if not words:
        return finding
    said = ", ".join(f"“{word}”" for word in dict.fromkeys(words[:_SHOWN]))
    reason = f"{finding.reason.rstrip('.')}. Read from an image; in doubt are {said}."
    total = sum(len(evidence.quote.split()) for evidence in finding.evidence)
    if len(words) < _SHARE * total and not any(re.search(r"\d", word) for word in words):
        return finding.model_copy(update={"reason": reason})
    return finding.model_copy(update={"reason": reason, "confidence": "low"})


def _words_within(evidence: Evidence, documents: Mapping[str, Document]) -> list[str]:
    document = documents.get(evidence.document)
    if document is None:
        return []
    first = bisect_left(document.doubtful, evidence.start, key=_start)
    last = bisect_left(document.doubtful, evidence.end, key=_start)
    return [document.text[span.start : span.end] for span in document.doubtful[first:last]]


def _start(span: Span) -> int:
    return span.start
