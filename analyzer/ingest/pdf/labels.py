"""Typed numbers at the start of a line: "14.2", "(b)", "Section 4.02", "ARTICLE IV", "Schedule 2", bullets."""

import re

_NUMERAL = r"(?:\d{1,3}(?:\.\d{1,3}){0,5}|[IVXLC]{1,6}|[A-Z])"
_ITEM = re.compile(
    r"(?:"
    r"\d{1,3}(?:\.\s?\d{1,3}){1,5}[.):]?"  # 14.2 14.2.1. 14. 2. 1.
    r"|\d{1,3}[.):]"  # 14.
    r"|\((?:\d{1,3}|[a-zA-Z]{1,2}|[ivxlc]{1,6}|[IVXLC]{1,6})\)[.:]?"  # (b) (iv)
    r"|(?:[a-zA-Z]|[ivxlc]{1,6}|[IVXLC]{1,6})[.)]"  # a) iv. A.
    r"|[•·‣◦▪–—*o-]"
    r")(?=\s|$)"
)
_TITLE = re.compile(
    r"(?:(?:section|clause|paragraph)\s+\d{1,3}(?:\.\d{1,3}){0,4}"
    rf"|(?:article|schedule|exhibit|annex|appendix|attachment|part|chapter)\s+{_NUMERAL}(?:-\d{{1,2}})?)"
    r"(?=[\s.:,;–—-]|$)[.:]?",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[•·‣◦▪–—*o-](?=\s|$)")


def label_of(text: str) -> str | None:
    """Return the typed number or bullet a line begins with."""
    found = _ITEM.match(text) or _TITLE.match(text)
    return found.group().strip() if found else None


def is_title_label(label: str) -> bool:
    """Tell whether a label names its level in words ("Article IV"), as headings do."""
    return bool(_TITLE.match(label))


def is_list_label(label: str) -> bool:
    """Tell whether a label is one of an enumeration within a clause: "(b)", "iv.", a bullet."""
    numbers_clauses = label[0].isdigit() and not label.endswith(")")
    return bool(_BULLET.fullmatch(label)) or not (numbers_clauses or is_title_label(label))


def is_bare_label(text: str) -> bool:
    """Tell whether a text is nothing but a typed number or bullet."""
    return label_of(text) == text
