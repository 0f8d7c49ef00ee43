"""The clause library: a good one loads, ordinary clauses survive, and the one that ships is whole."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.errors import LibraryError
from analyzer.library import Library, find_library_dir, load_library
from analyzer.library.exemplars import FLOORS, HARD_NEGATIVE_FLOOR
from analyzer.library.load import hash_folder
from tests.library_files import ROOT, change, write_library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_library(tmp_path)


CORE = ("model-change-notice", "liability-layering", "data-ownership-training", "data-residency", "vendor-transparency")
Change = Callable[[str], str]


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


# The library that ships


def test_the_shipped_library_is_found():
    assert find_library_dir() == ROOT / "clause_library"
    assert find_library_dir(Path("elsewhere")) == Path("elsewhere")


def test_the_five_core_provisions_load(tmp_path):
    source = ROOT / "clause_library"
    for name in ("definitions.md", "background.md", "law.md", "scoring.yaml"):
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
