"""The words that differ between two wordings of a sentence."""

import re
from dataclasses import dataclass

_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*|\s+|[^\w\s]")
# Tokens are compared as single characters, from a range that no text uses.
_FIRST = 0xF0000
_KEPT = 0.5  # characters kept, as a share of those lost or gained, below which single changes are hard to follow


@dataclass(frozen=True)
class Hunk:
    """A range of the old text and what stands in its place; an insertion where the range is empty."""

    start: int
    end: int
    text: str


def reword(old: str, new: str) -> list[Hunk]:
    """Return the changes that turn `old` into `new`, by whole words, in order.

    Where the two have little in common the words they share by chance are changed with the rest: a reader follows one
    sentence struck out and one put in, not a dozen shreds.
    """
    from diff_match_patch import diff_match_patch

    symbols: dict[str, str] = {}

    def encode(text: str) -> str:
        return "".join(symbols.setdefault(word, chr(_FIRST + len(symbols))) for word in _WORD.findall(text))

    engine = diff_match_patch()
    engine.Diff_Timeout = 0  # a deadline would make the result depend on the machine's load
    diffs = engine.diff_main(encode(old), encode(new), False)
    engine.diff_cleanupSemantic(diffs)
    words = {symbol: word for word, symbol in symbols.items()}
    hunks: list[Hunk] = []
    at = start = 0
    text, changing = "", False
    for operation, encoded in [*diffs, (0, "")]:
        part = "".join(words[symbol] for symbol in encoded)
        if operation:
            changing = True
            at += len(part) if operation < 0 else 0
            text += part if operation > 0 else ""
            continue
        if changing:
            hunks.append(Hunk(start, at, text))
        at += len(part)
        start, text, changing = at, "", False
    return _joined(old, hunks)


def _joined(old: str, hunks: list[Hunk]) -> list[Hunk]:
    """Make one change of many where the sentence keeps far fewer words than it loses or gains."""
    gone, come = sum(hunk.end - hunk.start for hunk in hunks), sum(len(hunk.text) for hunk in hunks)
    if len(hunks) < 2 or len(old) - gone >= _KEPT * max(gone, come):
        return hunks
    text, at = "", hunks[0].start
    for hunk in hunks:
        text += old[at : hunk.start] + hunk.text
        at = hunk.end
    return [Hunk(hunks[0].start, at, text)]
