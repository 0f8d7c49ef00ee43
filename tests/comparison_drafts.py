"""Versions in the making: a `Draft` takes edits, tracked or silent, and remembers for each what a comparison has to say."""

from dataclasses import dataclass, field

from analyzer.models import ChangeEffect, ChangeKind
from tests.builders import build_docx
from tests.comparison_base import BASE, LISTS


@dataclass(frozen=True)
class Known:
    """One edit and what is to be said of it; `words` stand in the change, before or after."""

    words: str
    kind: ChangeKind
    effect: ChangeEffect
    tracked: bool
    provision: str | None = None
    far: str | None = None


@dataclass
class Draft:
    """A version in the making."""

    lines: dict[str, str] = field(default_factory=lambda: dict(BASE))
    known: list[Known] = field(default_factory=list)

    def replace(
        self,
        key: str,
        old: str,
        new: str,
        effect: ChangeEffect,
        *,
        silent: bool = False,
        provision: str | None = None,
        far: str | None = None,
    ) -> None:
        assert self.lines[key].count(old) == 1, (key, old)
        marked = new if silent else (f"{{-{old}-}}" if old else "") + (f"{{+{new}+}}" if new else "")
        self.lines[key] = self.lines[key].replace(old, marked)
        self.known.append(Known(new or old, "replace", effect, not silent, provision, far))

    def add(
        self, key: str, words: str, effect: ChangeEffect, *, silent: bool = False, provision: str | None = None
    ) -> None:
        """Put a sentence at the end of a paragraph."""
        self.lines[key] += f" {words}" if silent else f"{{+ {words}+}}"
        self.known.append(Known(words, "insert", effect, not silent, provision))

    def cut(
        self, key: str, words: str, effect: ChangeEffect, *, silent: bool = False, provision: str | None = None
    ) -> None:
        """Take a whole sentence out."""
        assert self.lines[key].count(words) == 1, (key, words)
        self.lines[key] = self.lines[key].replace(words, "" if silent else f"{{-{words}-}}").strip()
        self.known.append(Known(words.strip(), "delete", effect, not silent, provision))

    def insert(
        self,
        after: str,
        key: str,
        line: str,
        effect: ChangeEffect,
        *,
        silent: bool = False,
        provision: str | None = None,
    ) -> None:
        mark, text = split_mark(line)
        tracked = f"|+ {text}" if mark == "| " else f"{mark}{{+{text}+}} ¶+"
        self._put(after, key, line if silent else tracked)
        self.known.append(Known(text.split(" | ")[0], "insert", effect, not silent, provision))

    def delete(self, key: str, effect: ChangeEffect, *, silent: bool = False, provision: str | None = None) -> None:
        mark, text = split_mark(self.lines[key])
        self.known.append(Known(text.split(" | ")[0], "delete", effect, not silent, provision))
        if silent:
            del self.lines[key]
        elif mark == "| ":
            self.lines[key] = f"|- {text}"
        else:
            self.lines[key] = f"{mark}{{-{text}-}} ¶-"

    def move(self, key: str, after: str, *, silent: bool = False) -> None:
        mark, text = split_mark(self.lines[key])
        line = self.lines[key]
        if silent:
            del self.lines[key]
            self._put(after, key, line)
        else:
            self.lines[key] = f"{mark}{{<{text}>}} ¶-"
            self._put(after, f"{key}-moved", f"{mark}{{>{text}<}} ¶+")
        self.known.append(Known(text, "move", "neutral", not silent))

    def split(self, key: str, first: str, second: str) -> None:
        """Cut a clause in two, silently."""
        mark, text = split_mark(self.lines[key])
        assert text == f"{first} {second}"
        self.lines[key] = mark + first
        self._put(key, f"{key}-2", mark + second)
        self.known.append(Known(second, "format", "neutral", False))

    def build(self, *, comments: tuple[tuple[str, str], ...] = ()) -> bytes:
        return build_docx(*self.lines.values(), lists=LISTS, comments=comments)

    def _put(self, after: str, key: str, line: str) -> None:
        items = list(self.lines.items())
        at = [name for name, _ in items].index(after) + 1
        self.lines = dict([*items[:at], (key, line), *items[at:]])


def split_mark(line: str) -> tuple[str, str]:
    """Return what a line begins with in the notation, and its words."""
    for mark in ("1.0> ", "1.1> ", "1.2> ", "| "):
        if line.startswith(mark):
            return mark, line[len(mark) :]
    return "", line
