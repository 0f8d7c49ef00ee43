"""Read `scoring.yaml`."""

from pathlib import Path

import yaml
from pydantic import ValidationError

from analyzer.library.markdown import Mistake, read_text
from analyzer.models import Scoring


def read_scoring(path: Path, mistakes: list[Mistake]) -> Scoring | None:
    """Return the scheme, or None with the mistakes appended, each at its line."""
    text = read_text(path, path.name, mistakes)
    if text is None:
        return None
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = f"not valid YAML: {getattr(error, 'problem', error)}"
        mistakes.append(Mistake(path.name, mark.line + 1 if mark else 1, "file", what))
        return None
    _find_duplicates(path.name, node, mistakes)
    try:
        scoring = Scoring.model_validate(data)
    except ValidationError as error:
        for problem in error.errors():
            where = [str(part) for part in problem["loc"]]
            what = problem["msg"][:1].lower() + problem["msg"][1:]
            mistakes.append(Mistake(path.name, _line_of(node, where), ".".join(where) or "file", what))
        return None
    edges = [band.at_least for band in scoring.bands]
    if edges != sorted(set(edges), reverse=True) or edges[-1:] != [0]:
        what = "expected `at_least` to fall from band to band and to end with 0"
        mistakes.append(Mistake(path.name, _line_of(node, ["bands"]), "bands", what))
    labels = scoring.labels
    if not labels.strong > labels.adequate > labels.weak > 0:
        mistakes.append(
            Mistake(path.name, _line_of(node, ["labels"]), "labels", "expected strong > adequate > weak > 0")
        )
    return scoring


def _find_duplicates(name: str, node: yaml.Node | None, mistakes: list[Mistake]) -> None:
    if isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            _find_duplicates(name, entry, mistakes)
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in seen:
                mistakes.append(Mistake(name, line, key.value, f"given twice; first on line {seen[key.value]}"))
            seen.setdefault(key.value, line)
            _find_duplicates(name, value, mistakes)


def _line_of(node: yaml.Node | None, where: list[str]) -> int:
    """Return the line of the innermost part of a path that is in the file."""
    line = 1
    for part in where:
        if isinstance(node, yaml.SequenceNode) and part.isdigit() and int(part) < len(node.value):
            node = node.value[int(part)]
            line = node.start_mark.line + 1
            continue
        found = [(k, v) for k, v in node.value if k.value == part] if isinstance(node, yaml.MappingNode) else []
        if not found:
            break
        line, node = found[-1][0].start_mark.line + 1, found[-1][1]
    return line
