"""Make characters visible that would hide or reorder what a reader sees."""

import re

# Controls that XML forbids, and the bidirectional overrides by which text can be shown in another order than it
# is read. Left-to-right and right-to-left marks stay: they belong to ordinary Hebrew and Arabic text.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS_IN_JSON = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def show(text: str) -> str:
    """Return the text with each hidden control as "[U+202E]" and every kind of line break as a newline."""
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", _BREAKS.sub("\n", text))


def escape_in_json(text: str) -> str:
    r"""Return JSON text with hidden controls written as \uXXXX, which reads back as the same data."""
    return _CONTROLS_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def one_line(text: str) -> str:
    """Return the visible text with every run of white space as one blank."""
    return " ".join(show(text).split())


def shorten(text: str, most: int) -> str:
    """Return the text, cut at a word with " […]" when it is longer than `most` characters."""
    if len(text) <= most:
        return text
    cut = text[: most - 4]
    return (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut).rstrip() + " […]"
