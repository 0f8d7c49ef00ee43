"""Recognise the signature blocks of a contract, so that names and dates there are not read as clauses."""

import re
from collections.abc import Sequence

from analyzer.models import Document
from analyzer.segment.labels import Label

_OPENING = re.compile(
    r"\s*(?:IN WITNESS WHEREOF|(?:SIGNED|Signed)(?: as a deed| AS A DEED)? (?:by|BY|for|FOR)\b"
    r"|(?:EXECUTED|Executed)(?: as a deed)? (?:by|as|for)\b|EXECUTED AS A DEED|AGREED AND ACCEPTED|ACCEPTED AND AGREED"
    r"|The parties have (?:executed|signed)|(?:\[?(?:Signature page|SIGNATURE PAGE)))",
)
# What fills a signature block: lines to sign on, "/s/", and the fields under them.
_LINE = re.compile(
    r"(?:\b(?:By|Signature|Signed)\s*:?\s*_{3,})|/s/"
    r"|^\s*(?:By|Name|Print(?:ed)? [Nn]ame|Title|Its|Date|Witness|Signature|Attest)\s*(?::|\|)\s*(?:_{2,}|/s/|\||$)",
    re.IGNORECASE | re.MULTILINE,
)
_LONG_WORDS = 40


def find_signatures(document: Document, labels: Sequence[Label | None]) -> frozenset[int]:
    """Return the indexes of the blocks that make up signature blocks.

    A block opens with the words of execution or a line to sign on. It ends where a clause, a schedule or a paragraph
    of prose begins; a heading just before that belongs to what follows.
    """
    texts = [document.text[block.start : block.end] for block in document.blocks]
    found: set[int] = set()
    index = 0
    while index < len(texts):
        if not _opens(texts[index], labels[index]):
            index += 1
            continue
        end = index + 1
        while end < len(texts) and not _ends(texts[end], labels[end]):
            end += 1
        if end < len(texts):
            while end - 1 > index and document.blocks[end - 1].kind == "heading" and not _LINE.search(texts[end - 1]):
                end -= 1
        found.update(range(index, end))
        index = end
    return frozenset(found)


def _opens(text: str, label: Label | None) -> bool:
    return label is None and (_OPENING.match(text) is not None or _LINE.search(text) is not None)


def _ends(text: str, label: Label | None) -> bool:
    if _LINE.search(text) or (label is None and _OPENING.match(text)):
        return False
    words = [w for w in re.findall(r"[A-Za-z]{2,}", text) if w.lower() not in {"name", "title", "date", "by"}]
    if label is not None and label.scheme in {"schedule", "part", "article", "section"}:
        return True
    if label is not None and label.scheme != "bullet":
        return len(words) >= (2 if label.scheme == "decimal" else 6)
    return len(words) > _LONG_WORDS
