"""The law table: dates and former names as data, references held against it, mistakes told at their line."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.errors import LibraryError
from analyzer.library import Library, load_library
from analyzer.library.elements import Reader
from analyzer.library.law import read_law, read_references
from analyzer.library.markdown import Item, Mistake, read_markdown
from analyzer.models import Instrument, LawTable, Reference
from analyzer.settings import Settings

TABLE = """---
schema: 1
as-of: 2026-11-22
---

# Law table

## Swap Act

Act on swaps of engines

- kind: law
- where: Ruritania
- known as: SA; Engines Act
- published: 2025-01
- in force: 2025-03-01
- applies: 2026-01-01 | everything that has no date of its own
- applies: 2027-06-01 | large engines | Art. 6-9, 12(2)
- amended: 2026-02-01 | the dates moved
- formerly: Swap Ordinance | 2025-03-01 | repealed by the Swap Act
- formerly: Old Code | none | forgotten

## Guide to swaps

A guide

- kind: guidance
- where: Ruritania
"""
Read = Callable[[str], tuple[LawTable, list[str]]]


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(cache_dir=Settings().cache_dir)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def run(text: str) -> tuple[LawTable, list[str]]:
        (tmp_path / "law.md").write_text(text, encoding="utf-8")
        mistakes: list[Mistake] = []
        table = read_law(read_markdown(tmp_path / "law.md", mistakes), mistakes)
        return table, [str(m) for m in mistakes]

    return run


@pytest.fixture
def swap_act(read: Read) -> Instrument:
    table, mistakes = read(TABLE)
    assert mistakes == []
    return table.of("Swap Act")


def line_of(text: str) -> int:
    return TABLE.count("\n", 0, TABLE.index(text)) + 1


class TestTheTable:
    def test_dates_and_names_are_data(self, swap_act: Instrument) -> None:
        assert (swap_act.kind, swap_act.where, swap_act.published) == ("law", "Ruritania", "2025-01")
        assert swap_act.in_force == "2025-03-01"
        assert swap_act.known_as == ("SA", "Engines Act")
        assert [(f.name, f.until) for f in swap_act.former] == [("Swap Ordinance", "2025-03-01"), ("Old Code", None)]
        assert swap_act.amended[0].date == "2026-02-01"

    @pytest.mark.parametrize(
        ("place", "start"),
        [
            ("Art. 6", "2027-06-01"),
            ("Art. 9(1)", "2027-06-01"),
            ("Art. 5-6", "2027-06-01"),
            ("Art. 3, 8", "2027-06-01"),
            ("Art. 12(2)", "2027-06-01"),
            ("Art. 12(1)", "2026-01-01"),
            ("Art. 10", "2026-01-01"),
            ("the whole", "2026-01-01"),
        ],
    )
    def test_an_article_has_the_date_that_names_it_else_the_general_one(
        self, swap_act: Instrument, place: str, start: str
    ) -> None:
        assert [a.start for a in swap_act.applying_to(place)] == [start]

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("in force: 2025-03-01", "in force: 1 March 2025", "Swap Act in force: '1 March 2025' is no date"),
            ("in force: 2025-03-01", "in force: 2025-02-30", "Swap Act in force: '2025-02-30' is no date"),
            ("applies: 2027-06-01 | large", "applies: soon | large", "Swap Act applies: 'soon' is no date"),
            ("amended: 2026-02-01 | the dates moved", "amended: 2026-02-01", "Swap Act amended: expected `date | what"),
            ("formerly: Old Code | none |", "formerly: Old Code |", "Swap Act formerly: expected `former name |"),
            ("published: 2025-01", "enacted: 2025-01", "Swap Act enacted: allowed: kind, where, known as"),
            ("known as: SA;", "where: here\n- known as: SA;", "Swap Act where: given twice; first on line"),
        ],
    )
    def test_a_mistake_is_told_at_its_line(self, read: Read, old: str, new: str, said: str) -> None:
        _, mistakes = read(TABLE.replace(old, new))
        (found,) = mistakes
        assert found.startswith(f"law.md:{line_of(old)} {said}")

    def test_an_unknown_kind_lists_what_is_allowed(self, read: Read) -> None:
        _, mistakes = read(TABLE.replace("kind: law", "kind: statute"))
        assert mistakes == [
            f"law.md:{line_of('kind: law')} Swap Act kind: 'statute' is not known; allowed: law, guidance, standard,"
            " model clauses, proposal, decision, market"
        ]

    def test_a_name_belongs_to_one_instrument(self, read: Read) -> None:
        _, mistakes = read(TABLE.replace("formerly: Old Code", "formerly: Guide to swaps"))
        assert mistakes == [
            f"law.md:{line_of('## Guide')} Guide to swaps: the name 'Guide to swaps' is taken by 'Swap Act'"
        ]

    def test_the_day_of_the_table_is_needed(self, read: Read) -> None:
        _, mistakes = read(TABLE.replace("as-of: 2026-11-22", "as-of: November"))
        assert len(mistakes) == 1
        assert mistakes[0].startswith("law.md:3 as-of: 'November' is no day")


class TestReferences:
    @pytest.fixture
    def cite(self, read: Read, tmp_path: Path) -> Callable[[str], tuple[tuple[Reference, ...], list[str]]]:
        table, _ = read(TABLE)

        def run(text: str) -> tuple[tuple[Reference, ...], list[str]]:
            mistakes: list[Mistake] = []
            reader = Reader(read_markdown(tmp_path / "law.md", []), mistakes)
            return read_references(reader, [Item(text, 7)], table), [str(m) for m in mistakes]

        return run

    def test_name_article_gloss_and_mark_are_told_apart(self, cite) -> None:
        (found,), mistakes = cite("Engines Act | Art. 6(1) | large engines (secondary source)")
        assert mistakes == []
        assert found == Reference(
            instrument="Swap Act",
            cited="Engines Act",
            place="Art. 6(1)",
            gloss="large engines",
            seen="secondary source",
        )

    def test_a_former_name_is_read_as_one(self, cite) -> None:
        (found,), mistakes = cite("Swap Ordinance | section 3")
        assert mistakes == []
        assert (found.instrument, found.cited, found.superseded) == ("Swap Act", "Swap Ordinance", True)

    def test_an_unknown_name_is_told_with_the_nearest(self, cite) -> None:
        found, (mistake,) = cite("Swap Acts | Art. 1")
        assert found == ()
        assert mistake.startswith("law.md:7 reference: 'Swap Acts' is not in law.md; nearest there: Swap Act")

    @pytest.mark.parametrize("text", ["Swap Act", "Swap Act | ", "Swap Act | Art. 1 | a | b", "Swap Act |  | gloss"])
    def test_a_reference_has_a_place(self, cite, text: str) -> None:
        found, (mistake,) = cite(text)
        assert found == ()
        assert "expected `name | article | what it says" in mistake


class TestTheShippedTable:
    def test_the_colorado_act_is_known_by_its_former_name(self, library: Library) -> None:
        act = library.law.of("Colorado SB 26-189")
        assert act.in_force == "2027-01-01"
        assert "Colorado SB 24-205" in {f.name for f in act.former}

    def test_high_risk_duties_of_the_ai_act_apply_later_than_the_rest(self, library: Library) -> None:
        act = library.law.of("EU AI Act")
        assert [a.start for a in act.applying_to("Art. 26(6)")] == ["2027-12-02", "2028-08-02"]
        assert [a.start for a in act.applying_to("Art. 50")] == ["2026-08-02"]
        assert [a.start for a in act.applying_to("Art. 50(2)")] == ["2026-12-02"]

    def test_every_provision_has_references(self, library: Library) -> None:
        assert [p.id for p in library.provisions if not p.references] == []

    def test_without_the_table_the_library_says_so_once(self, core_library_dir: Path, tmp_path: Path) -> None:
        copy = shutil.copytree(core_library_dir, tmp_path / "library")
        (copy / "law.md").unlink()
        with pytest.raises(LibraryError) as caught:
            load_library(copy)
        assert str(caught.value) == "law.md:1 file: missing"

    def test_a_change_of_the_table_changes_the_librarys_hash(self, core_library_dir: Path, tmp_path: Path) -> None:
        copy = shutil.copytree(core_library_dir, tmp_path / "library")
        before = load_library(copy).sha256
        law = copy / "law.md"
        law.write_text(law.read_text(encoding="utf-8").replace("2027-01-01", "2027-07-01"), encoding="utf-8")
        assert load_library(copy).sha256 != before
