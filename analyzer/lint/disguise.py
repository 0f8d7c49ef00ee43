"""Undo what hides words from searches in plain sight: codes, letters set apart, digits for letters, words run together."""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

_SPACED = re.compile(r"(?<![^\W_])[A-Za-z](?:[ .\-_\u00a0]{1,3}[A-Za-z0-9](?![^\W_])){11,}[.!?]?")
_RUN_TOGETHER = re.compile(r"\b[A-Za-z]+(?:_[A-Za-z0-9]+){3,}\b|\b(?:[A-Z]?[a-z]+)(?:[A-Z][a-z]+){3,}\b")
_LEET_WORD = re.compile(r"\b(?=\w*[a-z])(?=\w*[0134$@57])[\w$@]{3,}\b")
_LEET = str.maketrans("0134$@57", "oieasast")
_FEWEST_LEET_WORDS = 2
# What may be a code, and what reads it: first what has no spaces, then numbers.
_WORD_OF_CODE = re.compile(r"[^\s\"'()]{24,}")
_CODES: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (re.compile(r"(?:%[0-9A-Fa-f]{2}|\w){16,}"), lambda code: unquote(code) if code.count("%") >= 8 else ""),
    (re.compile(r"(?:&#x?[0-9A-Fa-f]+;){8,}"), html.unescape),
    (re.compile(r"(?:[0-9A-Fa-f]{2}){16,}"), lambda code: _text(bytes.fromhex(code))),
    (re.compile(r"[A-Z2-7]{24,}=*"), lambda code: _text(base64.b32decode(_padded(code, 8)))),
    (
        re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}"),
        lambda code: _text(base64.b64decode(_padded(code, 4).translate({45: "+", 95: "/"}))),
    ),
)
_NUMBERS = re.compile(r"(?<!\w)(?:\d{2,3}[ ,]+){11,}\d{2,3}\b")
_BYTES = re.compile(r"(?<!\w)(?:[0-9A-Fa-f]{2}[ :]){11,}[0-9A-Fa-f]{2}\b")
_PROSE = re.compile(r"[a-z ,.;:'\"-]")
_MOSTLY = 0.85
_FEWEST_GAPS = 3
# Short words of English, their letters thirteen on or the wrong way round.
_TURNED = re.compile(
    r"\b(?:(guvf|gur|naq|lbhe|nyy|guvat|zbqry|bs|vf)|(eht|siht|dna|ruoy|lla|ton|ledom|morf))\b", re.IGNORECASE
)


def find_codes(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield ranges of a text that are prose in a code, with the prose.

    Keys, hashes and numbers decode to no prose and are let pass.
    """
    for word in _WORD_OF_CODE.finditer(text):
        for pattern, read in _CODES:
            code = pattern.search(word[0])
            prose = _read(code[0], read) if code else ""
            if code and prose:
                yield word.start() + code.start(), word.start() + code.end(), prose
                break
    for row in _NUMBERS.finditer(text):
        if prose := _read(row[0], lambda code: "".join(map(chr, map(int, re.findall(r"\d+", code))))):
            yield *row.span(), prose
    for row in _BYTES.finditer(text):
        if prose := _read(row[0], lambda code: _text(bytes.fromhex(re.sub("[ :]", "", code)))):
            yield *row.span(), prose
    for found in _SPACED.finditer(text):
        if sum(c.islower() for c in found[0]) > sum(c.isupper() for c in found[0]):
            yield *found.span(), _close_up(found[0])


def read_turned(sentence: str) -> str | None:
    """Return a sentence that was written thirteen letters on or backwards as it was meant, None where it was not."""
    thirteen, backwards = (set(words) - {""} for words in zip(("", ""), *_TURNED.findall(sentence), strict=True))
    if len(thirteen) > 1:
        return codecs.encode(sentence, "rot13")
    return sentence[::-1] if len(backwards) > 1 else None


def spread(sentence: str) -> str:
    """Return a sentence with words that were run together apart, and digits that stand for letters as letters."""
    apart = _RUN_TOGETHER.sub(lambda m: re.sub(r"_|(?<=[a-z])(?=[A-Z])", " ", m[0]), sentence)
    leet = _LEET_WORD.findall(apart)
    if (
        len([word for word in leet if re.search(r"[A-Za-z][0134$@57]+[A-Za-z]|^[0134$@57]+[a-z]", word)])
        < _FEWEST_LEET_WORDS
    ):
        return apart
    return _LEET_WORD.sub(lambda m: m[0].translate(_LEET), apart)


def _read(code: str, read: Callable[[str], str]) -> str:
    try:
        prose = read(code)
    except (binascii.Error, ValueError, OverflowError):
        return ""
    plain = len(_PROSE.findall(prose.lower()))
    return prose if prose.count(" ") >= _FEWEST_GAPS and plain >= _MOSTLY * len(prose) else ""


def _text(data: bytes) -> str:
    return data.decode("ascii")


def _padded(code: str, block: int) -> str:
    bare = code.rstrip("=")
    return bare + "=" * (-len(bare) % block)


def _close_up(spaced: str) -> str:
    """Join letters that were set apart; a wider gap parts words."""
    return " ".join(re.sub(r"[\W_]", "", word) for word in re.split(r"\s{2,}|(?<=\w) (?=\w\.\w)|_{2,}", spaced))
