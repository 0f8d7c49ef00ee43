"""Load the clause library from its folder, or say everything that is wrong with it at once."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import get_args

from analyzer.errors import LibraryError
from analyzer.library.exemplars import read_exemplars
from analyzer.library.markdown import Mistake, read_markdown
from analyzer.library.provisions import read_definitions, read_provision
from analyzer.library.scoring import read_scoring
from analyzer.models import Definition, Element, Exemplar, ProfileName, Provision, Scoring


@dataclass(frozen=True)
class Library:
    """All provisions with their exemplars, the definitions drafts may use, profiles and scoring.

    `sha256` is over the content of all files, so two libraries with one hash judge alike.
    """

    provisions: tuple[Provision, ...]
    definitions: tuple[Definition, ...]
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


def find_library_dir(override: Path | None = None) -> Path:
    """Return the folder of the library in use: the given one or the one that ships with the package."""
    if override is not None:
        return override
    return Path(__file__).resolve().parent.parent.parent / "clause_library"


def load_library(folder: Path | None = None) -> Library:
    """Load and check the library.

    Raises:
        LibraryError: one line for each mistake, `file.md:line field: what is allowed`.
    """
    folder = find_library_dir(folder)
    if not (folder / "provisions").is_dir():
        raise LibraryError(
            f"no clause library in {folder}: expected a folder `provisions` with one .md file a provision"
        )
    mistakes: list[Mistake] = []
    provisions: list[Provision] = []
    for path in sorted((folder / "provisions").glob("*.md")):
        source = read_markdown(path, mistakes)
        exemplar_path = folder / "exemplars" / path.name
        if not exemplar_path.is_file():
            mistakes.append(Mistake(path.name, 1, "exemplars", f"expected a file exemplars/{path.name}"))
            continue
        exemplars = read_exemplars(read_markdown(exemplar_path, mistakes), path.stem, mistakes)
        provision = read_provision(source, path.stem, exemplars, mistakes)
        if provision is not None:
            provisions.append(provision)
    for path in sorted((folder / "exemplars").glob("*.md")):
        if not (folder / "provisions" / path.name).is_file():
            mistakes.append(Mistake(path.name, 1, "file", "exemplars without a provision of the same name"))
    definitions = read_definitions(read_markdown(folder / "definitions.md", mistakes), mistakes)
    background = read_exemplars(read_markdown(folder / "background.md", mistakes), "background", mistakes)
    scoring = read_scoring(folder / "scoring.yaml", mistakes)
    profiles = _read_profiles(folder, provisions, mistakes)
    if mistakes or scoring is None:
        raise LibraryError("\n".join(str(m) for m in mistakes))
    order = {name: index for index, name in enumerate(profiles["full"])}
    provisions.sort(key=lambda p: order.get(p.id, len(order)))
    return Library(
        provisions=tuple(provisions),
        definitions=definitions,
        profiles=profiles,
        scoring=scoring,
        background=background,
        sha256=hash_folder(folder),
    )


def hash_folder(folder: Path) -> str:
    """Hash names and content of all files of the library that judge or draft."""
    digest = hashlib.sha256()
    for path in sorted([*folder.rglob("*.md"), *folder.rglob("*.yaml")]):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _read_profiles(
    folder: Path, provisions: list[Provision], mistakes: list[Mistake]
) -> dict[ProfileName, tuple[str, ...]]:
    import yaml

    known = {p.id for p in provisions}
    profiles: dict[ProfileName, tuple[str, ...]] = {}
    names: tuple[ProfileName, ...] = get_args(ProfileName)
    for name in names:
        path = folder / "profiles" / f"{name}.yaml"
        if not path.is_file():
            mistakes.append(Mistake(path.name, 1, "file", "expected: a list of provision ids"))
            profiles[name] = ()
            continue
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        ids: list[str] = []
        if not isinstance(node, yaml.SequenceNode):
            mistakes.append(Mistake(path.name, 1, "profile", "expected a list of provision ids, one `- id` a line"))
        else:
            for entry in node.value:
                line = entry.start_mark.line + 1
                if entry.value not in known:
                    mistakes.append(Mistake(path.name, line, "provision", f"no file provisions/{entry.value}.md"))
                elif entry.value in ids:
                    mistakes.append(Mistake(path.name, line, "provision", f"{entry.value} is listed twice"))
                else:
                    ids.append(entry.value)
        profiles[name] = tuple(ids)
    return profiles
