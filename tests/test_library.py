"""The clause library: a good one loads, a bad one says everything that is wrong with it at once."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.errors import LibraryError
from analyzer.library import Library, find_library_dir, load_library
from analyzer.library.exemplars import FLOORS, HARD_NEGATIVE_FLOOR
from analyzer.library.load import hash_folder

ROOT = Path(__file__).resolve().parent.parent
CORE = ("model-change-notice", "liability-layering", "data-ownership-training", "data-residency", "vendor-transparency")
Change = Callable[[str], str]

PROVISION = """---
schema: 1
id: swap-notice
title: Notice of a swap
class: core
origin: sources
group: change
applies: always
weight-routine: 6
weight-standard: 8
weight-high: 10
---

# Notice of a swap

The client hears of a swap before it happens.

## Plain words

Nobody has to tell you.

## Why it matters

A swap changes results.

## Headings

- Change Control

## AI terms

- model version

## Ordinary terms

- Change Request

## References

- S0 | change section

## Postures

- client: sixty days
- balanced: thirty days
- provider: fifteen days

## Element: period

Notice before a swap

- criticality: critical
- promoted at high tier: no
- anchor: ai
- measure: days, at least 30 / 30 / 60, adequate 15 / 15 / 30
- strong: thirty days
- adequate: fifteen days
- weak: reasonable notice
- adverse: no notice
- about: model*, engine*
- about: notice, notif*
- weak cue: reasonable notice, where practicable
- adverse cue: without notice
- source: S0; BONP

### Draft: client

> The {provider} {shall} give the {client} [●: 60 days] of notice.

### Draft: balanced

> The {provider} {shall} give the {client} [●: 30 days; high 60 days] of notice.

### Draft: provider

> The {provider} {shall} give the {client} [●: 15 days] of notice.
"""


def exemplars() -> str:
    lines = ["# Exemplars: swap-notice", "", "## period"]
    for status, floor in FLOORS.items():
        lines += ["", f"### {status}", ""]
        lines += [f"- The {status} sentence number {n} on notice of a swap." for n in range(floor)]
    lines += ["", "## Hard negatives", ""]
    for n in range(HARD_NEGATIVE_FLOOR):
        lines += [f"- Notice number {n} of a change of address.", "  - why: an address is no model"]
    return "\n".join(lines) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A complete library of one provision with one element."""
    for name in ("provisions", "exemplars", "profiles"):
        (tmp_path / name).mkdir()
    (tmp_path / "provisions" / "swap-notice.md").write_text(PROVISION, encoding="utf-8")
    (tmp_path / "exemplars" / "swap-notice.md").write_text(exemplars(), encoding="utf-8")
    for name in ("core", "extended", "full"):
        (tmp_path / "profiles" / f"{name}.yaml").write_text("- swap-notice\n", encoding="utf-8")
    (tmp_path / "definitions.md").write_text(
        "# Definitions\n\n## AI Model\n\n> means a model the {provider} uses.\n\n- Model\n- ML Model\n",
        encoding="utf-8",
    )
    (tmp_path / "background.md").write_text(
        "# Background\n\n## Hard negatives\n\n- This Agreement is made on a day.\n  - why: parties clause\n",
        encoding="utf-8",
    )
    shutil.copy(ROOT / "clause_library" / "scoring.yaml", tmp_path / "scoring.yaml")
    return tmp_path


def change(path: Path, old: str, new: str, *, count: int = 1) -> int:
    """Replace text in a file and return the line where it stood."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")
    return text.count("\n", 0, text.index(old)) + 1


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(LibraryError) as caught:
        load_library(folder)
    return str(caught.value).splitlines()


# A good library


def test_a_good_library_loads(folder):
    library = load_library(folder)
    (provision,) = library.provisions
    (element,) = provision.elements
    assert provision.id == "swap-notice"
    assert provision.title == "Notice of a swap"
    assert provision.weights == {"routine": 6, "standard": 8, "high": 10}
    assert provision.purpose == "The client hears of a swap before it happens."
    assert provision.plain == "Nobody has to tell you."
    assert provision.postures["provider"] == "fifteen days"
    assert element.id == "period"
    assert element.title == "Notice before a swap"
    assert element.criticality == "critical"
    assert not element.promote_at_high_tier
    assert element.measure is not None
    assert element.measure.model_dump() == {
        "unit": "days",
        "comparison": "at least",
        "strong": (30, 30, 60),
        "adequate": (15, 15, 30),
    }
    assert element.about == (("model*", "engine*"), ("notice", "notif*"))
    assert element.weak_cues == ("reasonable notice", "where practicable")
    assert element.sources == ("S0", "BONP")
    assert (
        element.drafts["balanced"] == "The {provider} {shall} give the {client} [●: 30 days; high 60 days] of notice."
    )
    assert len(provision.exemplars) == sum(FLOORS.values()) + HARD_NEGATIVE_FLOOR
    assert provision.exemplars[0].id == "swap-notice/period/strong/1"
    assert provision.exemplars[-1].element is None
    assert provision.exemplars[-1].why == "an address is no model"
    assert library.exemplars == (*provision.exemplars, *library.background)
    assert library.definitions[0].synonyms == ("Model", "ML Model")
    assert library.in_profile("core") == library.provisions
    assert library.elements["swap-notice", "period"] == element


def test_an_unknown_provision_is_answered_with_the_known_ones(folder):
    library = load_library(folder)
    assert library.provision("swap-notice").id == "swap-notice"
    with pytest.raises(LibraryError, match=r"no provision 'swop'.*it has: swap-notice"):
        library.provision("swop")


def test_a_measure_is_optional(folder):
    change(
        folder / "provisions" / "swap-notice.md", "- measure: days, at least 30 / 30 / 60, adequate 15 / 15 / 30\n", ""
    )
    assert load_library(folder).provisions[0].elements[0].measure is None


def test_a_conditional_provision_has_triggers(folder):
    path = folder / "provisions" / "swap-notice.md"
    change(path, "applies: always", "applies: when there is a voice channel")
    change(path, "## Headings", "## Applies when\n\n- voice, telephone\n- speech\n\n## Headings")
    assert load_library(folder).provisions[0].triggers == ("voice", "telephone", "speech")


def test_a_file_saved_with_a_byte_order_mark_or_windows_line_ends_loads(folder):
    path = folder / "provisions" / "swap-notice.md"
    before = load_library(folder)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_library(folder).provisions == before.provisions


def test_hash_changes_with_any_file_and_only_then(folder):
    before = load_library(folder).sha256
    assert load_library(folder).sha256 == before == hash_folder(folder)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        content = path.read_bytes()
        path.write_bytes(content + b"\n")
        assert hash_folder(folder) != before, path
        path.write_bytes(content)
    path = folder / "exemplars" / "swap-notice.md"
    path.rename(path.with_name("other.md"))
    assert hash_folder(folder) != before


def test_a_library_kept_in_the_cache_is_the_same_and_follows_its_files(folder, tmp_path_factory):
    cache = tmp_path_factory.mktemp("cache")
    first = load_library(folder, cache_dir=cache)
    (kept,) = cache.iterdir()
    assert load_library(folder, cache_dir=cache) == first == load_library(folder)
    change(folder / "provisions" / "swap-notice.md", "Nobody has to tell you.", "Nobody need tell you.")
    assert load_library(folder, cache_dir=cache).provisions[0].plain == "Nobody need tell you."
    assert len(list(cache.iterdir())) == 2
    change(folder / "provisions" / "swap-notice.md", "Nobody need tell you.", "Nobody has to tell you.")
    kept.write_text("{}", encoding="utf-8")
    assert load_library(folder, cache_dir=cache) == first


def test_a_library_with_mistakes_is_not_kept(folder, tmp_path_factory):
    cache = tmp_path_factory.mktemp("cache")
    change(folder / "provisions" / "swap-notice.md", "anchor: ai", "anchor: any")
    with pytest.raises(LibraryError):
        load_library(folder, cache_dir=cache)
    assert list(cache.iterdir()) == []


# Twelve ordinary clauses, typed without a thought for Markdown

CLAUSES = [
    "The Supplier shall not: (a) use Customer Data; (b) sell it; or (c) train on it.",
    'The Supplier shall use "commercially reasonable" efforts (the "Standard"), \'as is\'.',
    "[Supplier] shall pay [●: 30 days] after [date]; see [Note]: none.",
    "The fee is 5* of charges, **not** less, and * marks an estimate_of_use with under_scores.",
    "1. The Supplier shall keep records for 7 years.",
    "95% of calls, of which > 2.5% & < 10% are sampled, at $1,000,000 / €900k.",
    "The Supplier — and each AI Vendor – shall tell the Client…",
    "Measure | Target | Credit: AI resolution accuracy | 95% | 5% of Monthly Charges",
    "- and the Supplier shall - at its own cost - re-run the work.",
    "14.2(b) Notwithstanding Section 3.1, the Supplier's liability is: unlimited!",
    "# of errors in a month shall be < 3; <Client> may end the `service` at \\once\\.",
    "> 30 days: no approval = no change; C:\\data & https://x.example/a_b?c=d#e ~tilde~.",
]


@pytest.mark.parametrize("clause", CLAUSES)
def test_an_ordinary_clause_survives_as_exemplar_and_as_draft(folder, clause):
    exemplar_line = change(
        folder / "exemplars" / "swap-notice.md", "The strong sentence number 3 on notice of a swap.", clause
    )
    draft = clause.replace("{", "").replace("}", "")
    change(
        folder / "provisions" / "swap-notice.md",
        "The {provider} {shall} give the {client} [●: 15 days] of notice.",
        draft,
    )
    provision = load_library(folder).provisions[0]
    assert provision.exemplars[3].text == clause
    assert provision.elements[0].drafts["provider"] == draft
    assert exemplar_line > 1


@pytest.mark.parametrize("clause", CLAUSES)
def test_an_ordinary_clause_survives_as_hard_negative_with_its_reason(folder, clause):
    change(folder / "exemplars" / "swap-notice.md", "Notice number 4 of a change of address.", clause)
    exemplar = load_library(folder).provisions[0].exemplars[sum(FLOORS.values()) + 4]
    assert (exemplar.text, exemplar.why) == (clause, "an address is no model")


def test_a_bullet_may_wrap_over_lines(folder):
    change(
        folder / "exemplars" / "swap-notice.md",
        "- The weak sentence number 0 on notice of a swap.",
        "- The weak sentence that is long\n  and goes on,\nand on.",
    )
    texts = [e.text for e in load_library(folder).provisions[0].exemplars]
    assert "The weak sentence that is long and goes on, and on." in texts


# Mistakes in a provision


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        ("class: core", "class: main", "class: core", "class: 'main' is not known; allowed: core, extended"),
        ("origin: sources", "origin: web", "origin:", "origin: 'web' is not known; allowed: sources, reference"),
        ("group: change", "group: money", "group:", "group: 'money' is not known; allowed: change, liability"),
        ("schema: 1", "schema: 2", "schema:", "schema: '2' is not known; allowed: 1"),
        ("id: swap-notice", "id: swop", "id:", "id: expected 'swap-notice', as the file is named"),
        ("weight-high: 10", "weight-high: much", "weight-high", "weight-high: 'much' is not a number above 0"),
        ("weight-high: 10", "weight-high: nan", "weight-high", "weight-high: 'nan' is not a number above 0"),
        ("weight-high: 10", "weight-high: inf", "weight-high", "weight-high: 'inf' is not a number above 0"),
        ("weight-high: 10", "weight-high: 0", "weight-high", "weight-high: '0' is not a number above 0"),
        ("applies: always", "applies: when voice is used", "applies:", "applies: a condition needs a section"),
        ("group: change", "colour: red\ngroup: change", "group:", "colour: allowed: schema, id, title"),
        ("group: change", "group:", "group:", "group: missing from the header"),
        ("## Headings", "## Heads", "## Headings", "Heads: allowed: Plain words"),
        ("Nobody has to tell you.", "", "## Plain words", "Plain words: expected one sentence"),
        ("- balanced: thirty days", "", "## Postures", "Postures: no `- balanced: ...`"),
        ("- balanced: thirty", "- neutral: thirty", "- balanced", "Postures: allowed: client, balanced, provider"),
        (
            "criticality: critical",
            "criticality: vital",
            "- criticality",
            "'vital' is not known; allowed: critical, major",
        ),
        ("high tier: no", "high tier: perhaps", "- promoted", "'perhaps' is not known; allowed: yes, no"),
        ("anchor: ai", "anchor: any", "- anchor", "'any' is not known; allowed: ai, generic-adequate"),
        ("- anchor: ai\n", "", "## Element", "period anchor: missing"),
        ("- weak: reasonable notice", "- weak:", "- weak: ", "period weak: missing"),
        ("- anchor: ai", "- ancor: ai", "- anchor", "period ancor: allowed: criticality, promoted"),
        ("- strong: thirty days", "- strong: a\n- strong: b", "- adequate: f", "strong: given twice; first on line"),
        ("days, at least", "30 days, at least", "- measure", "period measure: expected `days, at least 30 / 30 / 60"),
        ("30 / 30 / 60,", "30 / 60,", "- measure", "measure: expected three numbers: routine / standard / high"),
        ("measure: days", "measure: moons", "- measure", "measure: 'moons' is not known; allowed: hours, days"),
        ("at least 30 / 30", "about 30 / 30", "- measure", "period measure: expected `days, at least"),
        ("30 / 30 / 60,", "30 / 3.0.1 / 60,", "- measure", "measure: '3.0.1' is not a number"),
        ("### Draft: balanced", "### Draft: fair", "### Draft: balanced", "period draft: allowed: Draft: client"),
        (
            "the {client} [●: 15",
            "the {buyer} [●: 15",
            "### Draft: provider",
            "period draft {buyer}: allowed: client, provider",
        ),
        ("the {client} [●: 15", "the {client [●: 15", "### Draft: provider", "period draft: a brace is not closed"),
        ("## Element: period", "## Part: period", "# Notice", "elements: expected at least one section"),
        ("## AI terms", "## Headings\n\n- Two\n\n## AI terms", "## AI terms", "Headings: given twice; first on line"),
        (
            "## Why it matters",
            "```\ncode\n```\n\n## Why it matters",
            "## Why",
            "text: code and HTML blocks are not read",
        ),
        ("title: Notice of a swap", "title: Notice: a swap", "title:", "header: not valid YAML"),
        ("group: change", "group: [change]", "group:", "group: expected one value on the same line"),
    ],
)
def test_a_mistake_is_reported_at_its_line(folder, old, new, where, said):
    path = folder / "provisions" / "swap-notice.md"
    change(path, old, new)
    line = next(n for n, text in enumerate(PROVISION.splitlines(), 1) if text.startswith(where))
    found = mistakes(folder)
    assert any(said in text for text in found), found
    lines = [int(re.match(r"provisions/swap-notice\.md:(\d+) ", text)[1]) for text in found if said in text]
    assert min(abs(n - line) for n in lines) <= 2, (line, found)


def test_lines_are_exact(folder):
    path = folder / "provisions" / "swap-notice.md"
    anchor = change(path, "anchor: ai", "anchor: any")
    group = change(path, "group: change", "group: money")
    slot = change(path, "### Draft: provider\n\n> The {provider}", "### Draft: provider\n\n> The {vendor}")
    assert {text.split(" ")[0] for text in mistakes(folder)} == {
        f"provisions/swap-notice.md:{n}" for n in (anchor, group, slot)
    }


def test_a_missing_draft(folder):
    path = folder / "provisions" / "swap-notice.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("### Draft: provider")], encoding="utf-8")
    assert mistakes(folder) == ["provisions/swap-notice.md:48 period draft provider: no text; write `> ...`"]


def test_a_key_given_twice(folder):
    change(folder / "provisions" / "swap-notice.md", "origin: sources", "origin: sources\norigin: reference")
    assert mistakes(folder) == ["provisions/swap-notice.md:7 origin: given twice; first on line 6"]


def test_a_header_that_is_never_closed(folder):
    change(folder / "provisions" / "swap-notice.md", "weight-high: 10\n---\n", "weight-high: 10\n")
    assert "provisions/swap-notice.md:1 header: opened by --- and never closed by ---" in mistakes(folder)


def test_no_header_at_all_still_reports_the_rest(folder):
    path = folder / "provisions" / "swap-notice.md"
    text = path.read_text(encoding="utf-8").split("---\n")[2].replace("anchor: ai", "anchor: any")
    path.write_text(text, encoding="utf-8")
    found = mistakes(folder)
    assert sum("missing from the header" in line for line in found) == 10
    assert any("period anchor: 'any' is not known" in line for line in found)


# Mistakes in exemplars


def test_too_few_exemplars(folder):
    path = folder / "exemplars" / "swap-notice.md"
    change(path, "- The weak sentence number 0 on notice of a swap.\n", "")
    line = change(path, "### weak", "### weak")
    change(path, "- Notice number 0 of a change of address.\n  - why: an address is no model\n", "")
    negatives = change(path, "## Hard negatives", "## Hard negatives")
    assert mistakes(folder) == [
        f"exemplars/swap-notice.md:{line} period weak: 7 exemplars; at least 8 are needed",
        f"exemplars/swap-notice.md:{negatives} hard negatives: 19 given; at least 20 are needed",
    ]


def test_an_element_without_exemplars(folder):
    change(folder / "provisions" / "swap-notice.md", "## Element: period", "## Element: term")
    found = mistakes(folder)
    assert "exemplars/swap-notice.md:3 period: no element of this provision; allowed: term" in found
    assert "exemplars/swap-notice.md:1 term strong: 0 exemplars; at least 8 are needed" in found


def test_an_unknown_status(folder):
    line = change(folder / "exemplars" / "swap-notice.md", "### adverse", "### hostile")
    said = f"exemplars/swap-notice.md:{line} status: allowed: strong, adequate, weak, adverse"
    assert said in mistakes(folder)


def test_the_same_sentence_twice(folder):
    path = folder / "exemplars" / "swap-notice.md"
    first = change(path, "The strong sentence number 0", "The strong sentence number 0")
    line = change(path, "The weak sentence number 0", "THE strong  sentence number 0")
    assert mistakes(folder) == [f"exemplars/swap-notice.md:{line} exemplar: the same text stands on line {first}"]


def test_a_nested_bullet_that_gives_no_reason(folder):
    line = change(folder / "exemplars" / "swap-notice.md", "  - why: an address is no model", "  - because it is")
    assert mistakes(folder) == [f"exemplars/swap-notice.md:{line} exemplar: a nested bullet must read `why: ...`"]


def test_an_empty_exemplars_file(folder):
    (folder / "exemplars" / "swap-notice.md").write_text("", encoding="utf-8")
    found = mistakes(folder)
    assert found[0] == ("exemplars/swap-notice.md:1 file: expected `## <element id>` sections and `## Hard negatives`")


# Files


def test_missing_files_are_all_named(folder):
    for name in ("exemplars/swap-notice.md", "profiles/core.yaml", "scoring.yaml", "definitions.md", "background.md"):
        (folder / name).unlink()
    found = mistakes(folder)
    assert "provisions/swap-notice.md:1 exemplars: expected a file exemplars/swap-notice.md" in found
    for name in ("core.yaml", "scoring.yaml", "definitions.md", "background.md"):
        assert f"{name}:1 file: missing" in found


def test_a_provision_whose_exemplars_are_missing_is_still_checked(folder):
    (folder / "exemplars" / "swap-notice.md").unlink()
    change(folder / "provisions" / "swap-notice.md", "group: change", "group: money")
    found = mistakes(folder)
    assert len(found) == 2
    assert any("'money' is not known" in line for line in found)


def test_exemplars_without_a_provision(folder):
    (folder / "exemplars" / "lonely.md").write_text("# Exemplars: lonely\n", encoding="utf-8")
    assert mistakes(folder) == ["exemplars/lonely.md:1 file: exemplars without a provision of the same name"]


@pytest.mark.parametrize(
    "name",
    [
        "provisions/swap-notice.md",
        "exemplars/swap-notice.md",
        "definitions.md",
        "background.md",
        "scoring.yaml",
        "profiles/full.yaml",
    ],
)
def test_a_file_that_is_not_utf8(folder, name):
    path = folder / name
    path.write_bytes(path.read_bytes() + b"\n\xff\xfe caf\xe9\n")
    line = path.read_bytes().count(b"\n")
    shown = name if name.startswith(("provisions", "exemplars")) else path.name
    assert f"{shown}:{line} file: not UTF-8 text; save it as UTF-8" in mistakes(folder)


def test_no_library(tmp_path):
    with pytest.raises(LibraryError, match=r"no clause library in .*: expected a folder `provisions`"):
        load_library(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- swap-notice\n- swop\n", "core.yaml:2 provision: no file provisions/swop.md"),
        ("- swap-notice\n- swap-notice\n", "core.yaml:2 provision: swap-notice is listed twice"),
        ("provisions: all\n", "core.yaml:1 profile: expected a list of provision ids, one `- id` a line"),
        ("", "core.yaml:1 profile: expected a list of provision ids, one `- id` a line"),
        ("- swap-notice\n- {a: b}\n", "core.yaml:2 provision: expected `- id`"),
        ("- swap-notice\n- [unclosed\n", "core.yaml:3 file: not valid YAML"),
    ],
)
def test_a_bad_profile(folder, text, said):
    (folder / "profiles" / "core.yaml").write_text(text, encoding="utf-8")
    (found,) = mistakes(folder)
    assert found.startswith(said)


def test_a_profile_may_name_a_provision_that_has_mistakes(folder):
    change(folder / "provisions" / "swap-notice.md", "group: change", "group: money")
    (found,) = mistakes(folder)
    assert "no file" not in found


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        ("  adequate: 0.7", "  adequate: good", "  adequate: 0.7", "element_values.adequate: input should be a valid"),
        ("  missing: 0.0", "  absent: 0.0", "  missing: 0.0", "element_values.absent: extra inputs are not permitted"),
        ("  missing: 0.0\n", "", "element_values:", "element_values.missing: field required"),
        ("critical: 3, major: 2", "critical: 3, critical: 4, major: 2", "points:", "critical: given twice"),
        ("  strong: 1.0", "  strong: 1.0\n  strong: 0.9", "  adequate: 0.7", "strong: given twice; first on line"),
        ("{band: C, at_least: 55,", "{band: C, at_least: high,", "  - {band: C", "bands.2.at_least: input should be"),
        ("{band: C, at_least: 55,", "{band: E, at_least: 55,", "  - {band: C", "bands.2.band: input should be 'A'"),
        ("{band: C, at_least: 55,", "{band: C, at_least: 75,", "  - {band: A", "bands: expected `at_least` to fall"),
        ("{band: F, at_least: 0,", "{band: F, at_least: 10,", "  - {band: A", "bands: expected `at_least` to fall"),
        ("labels: {strong: 80", "labels: {strong: 50", "labels:", "labels: expected strong > adequate > weak > 0"),
        ("factors: {core", "factors: [core", "factors", "file: not valid YAML"),
    ],
)  # fmt: skip
def test_bad_scoring(folder, old, new, where, said):
    path = folder / "scoring.yaml"
    line = next(n for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if text.startswith(where))
    change(path, old, new)
    found = mistakes(folder)
    assert any(said in text for text in found), found
    shown = next(int(text.split(":")[1].split(" ")[0]) for text in found if said in text)
    assert abs(shown - line) <= (1 if where.startswith("  - {band: A") else 0), found


def test_all_mistakes_come_at_once(folder):
    change(folder / "provisions" / "swap-notice.md", "anchor: ai", "anchor: any")
    change(folder / "provisions" / "swap-notice.md", "{client} [●: 15", "{buyer} [●: 15")
    change(folder / "exemplars" / "swap-notice.md", "### adverse", "### hostile")
    change(folder / "scoring.yaml", "adequate: 0.7", "adequate: good")
    change(folder / "definitions.md", "the {provider}", "the {vendor}")
    (folder / "profiles" / "core.yaml").write_text("- swop\n", encoding="utf-8")
    found = mistakes(folder)
    for said in ("'any'", "{buyer}", "status: allowed", "scoring.yaml", "AI Model {vendor}", "swop.md"):
        assert sum(said in line for line in found) == 1, (said, found)
    assert all(re.match(r"[\w/.-]+\.(?:md|yaml):\d+ [^:]+: \S", line) for line in found)


# The library that ships


def test_the_shipped_library_is_found():
    assert find_library_dir() == ROOT / "clause_library"
    assert find_library_dir(Path("elsewhere")) == Path("elsewhere")


def test_the_five_core_provisions_load(tmp_path):
    source = ROOT / "clause_library"
    for name in ("definitions.md", "background.md", "scoring.yaml"):
        shutil.copy(source / name, tmp_path / name)
    for part in ("provisions", "exemplars"):
        (tmp_path / part).mkdir()
        for name in CORE:
            shutil.copy(source / part / f"{name}.md", tmp_path / part)
    (tmp_path / "profiles").mkdir()
    for name in ("core", "extended", "full"):
        (tmp_path / "profiles" / f"{name}.yaml").write_text("".join(f"- {i}\n" for i in CORE), encoding="utf-8")
    library: Library = load_library(tmp_path)
    assert tuple(p.id for p in library.provisions) == CORE
    assert {p.provision_class for p in library.provisions} == {"core"}
    assert all(len(p.elements) >= 3 for p in library.provisions)
    assert all(
        p.elements and set(e.drafts) == {"client", "balanced", "provider"}
        for p in library.provisions
        for e in p.elements
    )
    ids = [e.id for e in library.exemplars]
    assert len(ids) == len(set(ids))
    assert {d.term for d in library.definitions} >= {"AI System", "AI Model", "AI Vendor", "AI Change", "Impact Tier"}
