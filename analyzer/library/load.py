"""Load the clause library from its folder, or say everything that is wrong with it at once."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import get_args

import yaml
from pydantic import TypeAdapter, ValidationError

from analyzer.errors import LibraryError, UsageError
from analyzer.files import write_whole
from analyzer.library.exemplars import check_exemplars, read_exemplars
from analyzer.library.law import read_law
from analyzer.library.markdown import Mistake, read_markdown, read_text
from analyzer.library.provisions import read_definitions, read_provision
from analyzer.library.scoring import read_scoring
from analyzer.models import Definition, Element, Exemplar, LawTable, ProfileName, Provision, Scoring


@dataclass(frozen=True)
class Library:
    """All provisions with their exemplars, the definitions drafts may use, the law table, profiles and scoring.

    `sha256` is over the content of all files, so two libraries with one hash judge alike.
    """

    provisions: tuple[Provision, ...]
    definitions: tuple[Definition, ...]
    law: LawTable
    profiles: dict[ProfileName, tuple[str, ...]]
    scoring: Scoring
    background: tuple[Exemplar, ...]
    sha256: str

    @cached_property
    def exemplars(self) -> tuple[Exemplar, ...]:
        """Every exemplar of every provision, hard negatives and background included, in file order."""
        return tuple(e for p in self.provisions for e in p.exemplars) + self.background

    @cached_property
    def elements(self) -> dict[tuple[str, str], Element]:
        """Elements by (provision id, element id)."""
        return {(p.id, e.id): e for p in self.provisions for e in p.elements}

    def provision(self, provision_id: str) -> Provision:
        """Return one provision.

        Raises:
            LibraryError: no such provision; the message lists those there are.
        """
        for provision in self.provisions:
            if provision.id == provision_id:
                return provision
        known = ", ".join(p.id for p in self.provisions)
        raise LibraryError(f"no provision {provision_id!r} in the library; it has: {known}")

    def in_profile(self, profile: ProfileName) -> tuple[Provision, ...]:
        """Return the provisions of a profile, in the library's order."""
        wanted = self.profiles[profile]
        return tuple(p for p in self.provisions if p.id in wanted)


_ADAPTER = TypeAdapter(Library)


def find_library_dir(override: Path | None = None) -> Path:
    """Return the folder of the library in use: the given one or the one that ships with the package."""
    if override is not None:
        return override
    return Path(__file__).resolve().parent.parent.parent / "clause_library"


def load_library(folder: Path | None = None, *, cache_dir: Path | None = None) -> Library:
    """Load and check the library.

    Args:
        cache_dir: where a library that was found without mistakes is kept in one file, by its hash, so that the next
            run need not parse a few megabytes of Markdown.

    Raises:
        LibraryError: one line for each mistake, `file.md:line field: what is allowed`.
    """
    folder = find_library_dir(folder)
    if cache_dir is not None and (folder / "provisions").is_dir():
        kept = cache_dir / f"library-{hash_folder(folder)[:24]}-{_reader_hash()}.json"
        if kept.is_file():
            try:
                return _ADAPTER.validate_json(kept.read_bytes())
            except ValidationError:
                kept.unlink(missing_ok=True)
        library = load_library(folder)
        # A cache that can't be written costs time at the next run and nothing else.
        with suppress(UsageError):
            write_whole(kept, _ADAPTER.dump_json(library))
        return library
    if not (folder / "provisions").is_dir():
        raise LibraryError(
            f"no clause library in {folder}: expected a folder `provisions` with one .md file a provision"
        )
    mistakes: list[Mistake] = []
    provisions: list[Provision] = []
    law = read_law(read_markdown(folder / "law.md", mistakes), mistakes)
    for path in sorted((folder / "provisions").glob("*.md")):
        source = read_markdown(path, mistakes)
        exemplar_path = folder / "exemplars" / path.name
        exemplars: tuple[Exemplar, ...] = ()
        sentences = None
        if exemplar_path.is_file():
            sentences = read_markdown(exemplar_path, mistakes)
            exemplars = read_exemplars(sentences, path.stem, mistakes)
        else:
            mistakes.append(Mistake(source.name, 1, "exemplars", f"expected a file exemplars/{path.name}"))
        provision = read_provision(source, path.stem, exemplars, mistakes, law=law)
        if provision is not None:
            provisions.append(provision)
            if sentences is not None:
                check_exemplars(sentences, [e.id for e in provision.elements], exemplars, mistakes)
    for path in sorted((folder / "exemplars").glob("*.md")):
        if not (folder / "provisions" / path.name).is_file():
            mistakes.append(
                Mistake(f"exemplars/{path.name}", 1, "file", "exemplars without a provision of the same name")
            )
    definitions = read_definitions(read_markdown(folder / "definitions.md", mistakes), mistakes)
    background = read_exemplars(read_markdown(folder / "background.md", mistakes), "background", mistakes)
    scoring = read_scoring(folder / "scoring.yaml", mistakes)
    profiles = _read_profiles(folder, mistakes)
    if mistakes or scoring is None:
        raise LibraryError("\n".join(str(m) for m in mistakes))
    order = {name: index for index, name in enumerate(profiles["full"])}
    provisions.sort(key=lambda p: order.get(p.id, len(order)))
    return Library(
        provisions=tuple(provisions),
        definitions=definitions,
        law=law,
        profiles=profiles,
        scoring=scoring,
        background=background,
        sha256=hash_folder(folder),
    )


@lru_cache(maxsize=1)
def _reader_hash() -> str:
    """Hash this package, so that a library kept by an older reader is not taken for what this one would read."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def hash_folder(folder: Path) -> str:
    """Hash names and content of all files of the library that judge or draft."""
    digest = hashlib.sha256()
    pages = ("definitions.md", "background.md", "law.md", "scoring.yaml")
    parts = ("provisions/*.md", "exemplars/*.md", "profiles/*.yaml", *pages)
    for path in sorted(file for part in parts for file in folder.glob(part)):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _read_profiles(folder: Path, mistakes: list[Mistake]) -> dict[ProfileName, tuple[str, ...]]:
    known = {path.stem for path in (folder / "provisions").glob("*.md")}
    names: tuple[ProfileName, ...] = get_args(ProfileName)
    return {name: _read_profile(folder / "profiles" / f"{name}.yaml", known, mistakes) for name in names}


def _read_profile(path: Path, known: set[str], mistakes: list[Mistake]) -> tuple[str, ...]:
    def wrong(line: int, field: str, what: str) -> None:
        mistakes.append(Mistake(path.name, line, field, what))

    text = read_text(path, path.name, mistakes)
    if text is None:
        return ()
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        wrong(mark.line + 1 if mark else 1, "file", f"not valid YAML: {getattr(error, 'problem', error)}")
        return ()
    if not isinstance(node, yaml.SequenceNode):
        wrong(1, "profile", "expected a list of provision ids, one `- id` a line")
        return ()
    ids: list[str] = []
    for entry in node.value:
        line = entry.start_mark.line + 1
        if not isinstance(entry, yaml.ScalarNode):
            wrong(line, "provision", "expected `- id`")
        elif entry.value not in known:
            wrong(line, "provision", f"no file provisions/{entry.value}.md")
        elif entry.value in ids:
            wrong(line, "provision", f"{entry.value} is listed twice")
        else:
            ids.append(entry.value)
    return tuple(ids)
