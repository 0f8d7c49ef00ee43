"""Turning the bytes of a PDF string into characters and widths, by the font that is set."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf.generic._font import Font

_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
# What the pictures of Wingdings mean in a contract: ticked and empty boxes, ticks, bullets.
_WINGDINGS = {
    **dict.fromkeys("oq\xa8r", "[ ]"),
    **dict.fromkeys("\xfe\xfdx", "[x]"),
    **dict.fromkeys("\xfc", "✓"),
    **dict.fromkeys("\xfb", "✗"),
    **dict.fromkeys("nlv\xa7\xd8\x9f\xd2", "•"),
}
_FORCE_BOLD = 1 << 18
_DEFAULT_SPACE = 250.0


@dataclass
class Typeface:
    """One font of a page: what its codes read as and how far they move the pen.

    `readable` is False when the codes can't be turned into characters (no Unicode map): what would come
    out is noise.
    """

    bold: bool = False
    readable: bool = True
    space: float = _DEFAULT_SPACE / 1000
    em: float = 0.001
    pictures: bool = False
    font: Font | None = None
    glyphs: dict[str, tuple[str, float]] = field(default_factory=dict)

    def read(self, data: bytes | str) -> tuple[str, float, int]:
        """Decode one string.

        Returns:
            The characters, their summed width in ems, and the number of codes.
        """
        codes = self._codes(data)
        glyphs = self.glyphs
        parts: list[str] = []
        width = 0.0
        for code in codes:
            known = glyphs.get(code)
            if known is None:
                known = glyphs[code] = self._glyph(code)
            parts.append(known[0])
            width += known[1]
        return "".join(parts), width, len(codes)

    def _codes(self, data: bytes | str) -> str:
        raw = data.encode("latin-1", "replace") if isinstance(data, str) else data
        if self.font is None or not isinstance(self.font.encoding, str):
            return raw.decode("latin-1")
        try:
            return raw.decode(self.font.encoding, "surrogatepass")
        except (UnicodeDecodeError, LookupError):
            return raw.decode("utf-16-be", "replace")

    def _glyph(self, code: str) -> tuple[str, float]:
        font = self.font
        if font is None:
            return code, 0.5
        read = code
        if not isinstance(font.encoding, str):
            read = font.encoding.get(ord(code), code)
        read = font.character_map.get(read, read)
        if self.pictures and isinstance(read, str):
            read = _WINGDINGS.get(chr(ord(read) & 0xFF) if len(read) == 1 else read, read)
        width = font.space_width if code == font.space_char else font.get_text_width(code)
        return read if isinstance(read, str) else code, float(width) * self.em


def typeface(resource: Any) -> Typeface:
    """Read one font resource; a font that can't be read gives an unreadable typeface, not an error."""
    # pypdf's own decoding of encodings, ToUnicode maps and widths; its text extraction uses the same class.
    from pypdf.errors import PyPdfError
    from pypdf.generic._font import Font

    try:
        font = Font.from_font_resource(resource)
    except (PyPdfError, AttributeError, TypeError, ValueError, KeyError, IndexError):
        return Typeface(readable=False)
    em = 0.001
    if font.sub_type == "Type3":
        em = _type3_em(resource)
    descriptor = font.font_descriptor
    heavy = isinstance(descriptor.flags, int) and bool(descriptor.flags & _FORCE_BOLD)
    # A composite font without a Unicode map names glyphs by their place in the font file.
    readable = font.interpretable and not (
        font.sub_type == "Type0" and not font.character_map and "/Identity" in str(resource.get("/Encoding"))
    )
    return Typeface(
        bold=heavy or bool(_BOLD.search(font.name)),
        readable=readable,
        space=(float(font.space_width) or _DEFAULT_SPACE) * em,
        em=em,
        pictures="wingdings" in font.name.lower().replace(" ", ""),
        font=font,
    )


def _type3_em(resource: Any) -> float:
    try:
        return abs(float(resource["/FontMatrix"][0])) or 0.001
    except (KeyError, IndexError, TypeError, ValueError):
        return 0.001
