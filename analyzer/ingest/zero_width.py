"""Characters without width inside words: marks that split or turn words, and letters of the invisible tag alphabet."""

import re

# The tag block repeats ASCII invisibly: a model may read what no reader sees.
_TAGS = range(0xE0000, 0xE0080)
_SPLITS = "\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff"
_TURNS = "\u202a-\u202e\u2066-\u2069"
_TAG_RUN = re.compile(f"[{chr(_TAGS.start)}-{chr(_TAGS.stop - 1)}]+")
_SPLIT_WORD = re.compile(rf"[A-Za-z]+(?:[{_SPLITS}]+[A-Za-z]+)+")
_TURNED = re.compile(rf"\S*[{_TURNS}]+\S*")


def find_zero_width(text: str) -> list[str]:
    """Return words that characters without width split or turn, as they would read, and what invisible letters spell."""
    if text.isascii():
        return []
    spelled = ["".join(chr(ord(c) - _TAGS.start) for c in m[0]) for m in _TAG_RUN.finditer(text)]
    split = [re.sub(f"[{_SPLITS}]", "", m[0]) for m in _SPLIT_WORD.finditer(text)]
    turned = [re.sub(f"[{_TURNS}]", "", m[0]) for m in _TURNED.finditer(text)]
    return [word for word in (*spelled, *split, *turned) if word]
