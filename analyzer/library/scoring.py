"""Read `scoring.yaml`."""

from pathlib import Path

import yaml
from pydantic import ValidationError

from analyzer.library.markdown import Mistake
from analyzer.models import Scoring


def read_scoring(path: Path, mistakes: list[Mistake]) -> Scoring | None:
    """Return the scheme, or None with the mistakes appended, each at its line."""
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except (OSError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        mistakes.append(Mistake(path.name, mark.line + 1 if mark else 1, "file", str(getattr(error, "problem", error))))
        return None
    _find_duplicates(path.name, node, mistakes)
    try:
        return Scoring.model_validate(data)
    except ValidationError as error:
        for problem in error.errors():
            where = [str(part) for part in problem["loc"]]
            mistakes.append(Mistake(path.name, _line_of(node, where), ".".join(where), problem["msg"]))
        return None


def _find_duplicates(name: str, node: yaml.Node | None, mistakes: list[Mistake]) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                mistakes.append(Mistake(name, key.start_mark.line + 1, key.value, "given twice"))
            seen.add(key.value)
            _find_duplicates(name, value, mistakes)


def _line_of(node: yaml.Node | None, where: list[str]) -> int:
    line = 1
    for part in where:
        if not isinstance(node, yaml.MappingNode):
            break
        for key, value in node.value:
            if key.value == part:
                line, node = key.start_mark.line + 1, value
                break
    return line
