"""Characters of symbol fonts, and characters that Word shows as something plainer."""

from lxml import etree

from analyzer.ingest.docx.wml import W

UNKNOWN = "\ufffd"
_SYMBOL = {
    0xA3: "≤", 0xA5: "∞", 0xA7: "♣", 0xAC: "←", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•",
    0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD7: "·", 0xE2: "®",
    0xE3: "©", 0xE4: "™", 0xE5: "∑",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x76: "❖", 0x78: "☒", 0x9F: "•", 0xA7: "▪", 0xA8: "☐",
    0xB7: "•", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE8: "➔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐", 0x2A: "☐"}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
_PRIVATE = range(0xF000, 0xF100)
# Soft hyphens and zero-width characters don't show and would split words for whoever searches them.
_INVISIBLE = {0x00AD: None, 0x200B: None, 0x2060: None, 0xFEFF: None, 0x2011: "-", 0x0085: " "}


def symbol(font: str | None, code: str | None) -> str:
    """Write a w:sym: a plain character where one looks the same, else the replacement character."""
    try:
        point = int(code or "", 16)
    except ValueError:
        return UNKNOWN
    return _from_font(font, point)


def plain_text(text: str, properties: etree._Element | None) -> str:
    """Write the text of a run without invisible characters and with symbol-font characters made plain."""
    if text.isascii():
        return text
    if any(ord(c) in _PRIVATE for c in text):
        fonts = None if properties is None else properties.find(W + "rFonts")
        font = None if fonts is None else fonts.get(W + "ascii")
        text = "".join(_from_font(font, ord(c)) if ord(c) in _PRIVATE else c for c in text)
    return text.translate(_INVISIBLE)


def _from_font(font: str | None, point: int) -> str:
    table = _FONTS.get((font or "").lower())
    low = point - _PRIVATE.start if point in _PRIVATE else point
    if table is not None and low in table:
        return table[low]
    if point in _PRIVATE:
        return UNKNOWN
    return chr(point) if table is None and 0x20 <= point < 0xD800 else UNKNOWN
