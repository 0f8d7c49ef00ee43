"""Read the Markdown of the library into sections with line numbers, and collect mistakes as `file:line field: what`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Mistake:
    """One thing wrong in a library file."""

    file: str
    line: int
    field: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.field}: {self.what}"


@dataclass
class Item:
    """One bullet, with its nested bullets."""

    text: str
    line: int
    children: list["Item"] = field(default_factory=list)


@dataclass
class Section:
    """One heading with what stands directly under it."""

    title: str
    level: int
    line: int
    paragraphs: list[Item] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    quotes: list[Item] = field(default_factory=list)
    sections: list["Section"] = field(default_factory=list)


@dataclass(frozen=True)
class MarkdownFile:
    """A library file: its header as strings with their lines, and its sections."""

    name: str
    header: dict[str, tuple[str, int]]
    root: Section


# Stands between a bullet or quotation mark and what a lawyer typed, so that "1.", "#" or "-" there open nothing.
_GUARD = "\ue000"
_TYPED = re.compile(r"^(?P<mark>[ \t]*(?:>[ \t]?|[-*+][ \t]+))(?=[ \t]*\S)", re.MULTILINE)


def read_text(path: Path, name: str, mistakes: list[Mistake]) -> str | None:
    """Return a file's text, or None with the mistake appended."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        mistakes.append(Mistake(name, 1, "file", "missing"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        mistakes.append(Mistake(name, line, "file", "not UTF-8 text; save it as UTF-8"))
    except OSError as error:
        mistakes.append(Mistake(name, 1, "file", f"can't be read ({error.strerror})"))
    return None


def read_markdown(path: Path, mistakes: list[Mistake]) -> MarkdownFile:
    """Parse one file; mistakes found on the way are appended, what is readable is returned."""
    # Two files of a provision have one name; the folder tells them apart.
    name = f"{path.parent.name}/{path.name}" if path.parent.name in {"provisions", "exemplars"} else path.name
    text = read_text(path, name, mistakes)
    if text is None:
        return MarkdownFile(name, {}, Section(title="", level=0, line=1))
    header: dict[str, tuple[str, int]] = {}
    body_offset = 0
    if text.startswith("---\n"):
        end = text.find("\n---\n", 4)
        if end < 0:
            mistakes.append(Mistake(name, 1, "header", "opened by --- and never closed by ---"))
        else:
            header = _read_header(name, text[4 : end + 1], mistakes)
            body_offset = text.count("\n", 0, end + 5)
            text = text[end + 5 :]
    return MarkdownFile(name, header, _read_sections(name, text, body_offset, mistakes))


def _read_header(name: str, text: str, mistakes: list[Mistake]) -> dict[str, tuple[str, int]]:
    # Values are read as strings (BaseLoader): "no", "1.0" and "2024-03-01" mean what the lawyer typed.
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = 2 + (mark.line if mark else 0)
        mistakes.append(Mistake(name, line, "header", f"not valid YAML: {getattr(error, 'problem', error)}"))
        return {}
    if not isinstance(node, yaml.MappingNode):
        mistakes.append(Mistake(name, 2, "header", "expected lines of the form `field: value`"))
        return {}
    header: dict[str, tuple[str, int]] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 2
        if key in header:
            mistakes.append(Mistake(name, line, key, f"given twice; first on line {header[key][1]}"))
        elif not isinstance(value_node, yaml.ScalarNode):
            mistakes.append(Mistake(name, line, key, "expected one value on the same line"))
        else:
            header[key] = (value_node.value, line)
    return header


def _read_sections(name: str, text: str, offset: int, mistakes: list[Mistake]) -> Section:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parse(_TYPED.sub(rf"\g<mark>{_GUARD}", text))
    root = Section(title="", level=0, line=offset + 1)
    open_sections = [root]
    lists: list[Item | None] = []
    quote_depth = 0
    heading: int | None = None
    for token in tokens:
        line = offset + (token.map[0] + 1 if token.map else 1)
        if token.type == "heading_open":
            heading = int(token.tag[1])
        elif token.type == "blockquote_open":
            quote_depth += 1
        elif token.type == "blockquote_close":
            quote_depth -= 1
        elif token.type == "list_item_open":
            lists.append(None)
        elif token.type == "list_item_close":
            lists.pop()
        elif token.type == "inline":
            content = re.sub(r"\s+", " ", token.content.replace(_GUARD, "")).strip()
            if heading is not None:
                while open_sections[-1].level >= heading:
                    open_sections.pop()
                section = Section(title=content, level=heading, line=line)
                open_sections[-1].sections.append(section)
                open_sections.append(section)
                heading = None
            else:
                _place(Item(content, line), open_sections[-1], lists, quote_depth)
        elif token.type in {"html_block", "code_block", "fence"}:
            mistakes.append(
                Mistake(name, line, "text", "code and HTML blocks are not read; write a bullet or a paragraph")
            )
    return root


def _place(item: Item, section: Section, lists: list[Item | None], quote_depth: int) -> None:
    if lists:
        if lists[-1] is not None:
            lists[-1].text += " " + item.text
            return
        lists[-1] = item
        parent = next((outer for outer in reversed(lists[:-1]) if outer is not None), None)
        (parent.children if parent else section.items).append(item)
    elif quote_depth:
        section.quotes.append(item)
    else:
        section.paragraphs.append(item)


def unknown(allowed: Iterable[str]) -> str:
    """Say what would have been allowed."""
    return "allowed: " + ", ".join(allowed)
