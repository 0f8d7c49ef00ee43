"""Making the characters of a PDF the ones its author typed: ligatures, odd spaces, hyphens, bullets."""

import re
import unicodedata

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_SPACES = [0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x0009, 0x000A, 0x000B, 0x000C, 0x000D]
_NOTHING = [0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
# A soft hyphen that a page shows is a hyphen: where none is wanted, none is painted.
_HYPHENS = [0x00AD, 0x2010, 0x2011]
# Word and LibreOffice write list bullets in Symbol and Wingdings, which land in the private use area.
_BULLETS = [0xF0B7, 0xF0A7, 0xF0A8, 0xF0D8, 0xF076, 0xF0FC, 0x25CF, 0x25AA, 0x25A0]

_TABLE: dict[int, str | None] = {
    **dict.fromkeys(range(32)),
    **dict.fromkeys(range(127, 160)),
    **_LIGATURES,
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_NOTHING),
    **dict.fromkeys(_HYPHENS, "-"),
    **dict.fromkeys(_BULLETS, "•"),
}
_RUNS_OF_SPACE = re.compile(r" {2,}")


def clean(text: str) -> str:
    """Normalise what stands for a character or a space; §, ™ and curly quotes stay as they are."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", text.translate(_TABLE))


def squeeze(text: str) -> str:
    """Collapse runs of spaces and trim."""
    return _RUNS_OF_SPACE.sub(" ", text).strip() if "  " in text else text.strip()


def is_noise(text: str) -> bool:
    """Tell whether a text is mostly characters that no contract is written in."""
    shown = [c for c in text if not c.isspace()]
    odd = sum(1 for c in shown if c == "\ufffd" or unicodedata.category(c) in ("Co", "Cc", "Cn"))
    return len(shown) >= 20 and odd > 0.3 * len(shown)
