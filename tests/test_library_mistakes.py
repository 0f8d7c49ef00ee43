"""A bad clause library says everything that is wrong with it at once, each mistake at its line."""

import re
from pathlib import Path

import pytest

from analyzer.errors import LibraryError
from analyzer.library import load_library
from tests.library_files import PROVISION, change, write_library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_library(tmp_path)


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(LibraryError) as caught:
        load_library(folder)
    return str(caught.value).splitlines()


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
    for name in (
        "exemplars/swap-notice.md",
        "profiles/core.yaml",
        "scoring.yaml",
        "definitions.md",
        "background.md",
        "law.md",
    ):
        (folder / name).unlink()
    found = mistakes(folder)
    assert "provisions/swap-notice.md:1 exemplars: expected a file exemplars/swap-notice.md" in found
    for name in ("core.yaml", "scoring.yaml", "definitions.md", "background.md", "law.md"):
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
        "law.md",
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
