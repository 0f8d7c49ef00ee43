"""Where drafted language goes: numbers, headings, tightened sentences, overrides; nothing else is touched."""

import re
from collections.abc import Sequence

import pytest

from analyzer.draft import apply_suggestions, draft
from analyzer.draft.house import read_house
from analyzer.draft.place import find_place, sub_label
from analyzer.ingest import ingest
from analyzer.library import Library
from analyzer.models import Contract, ElementStatus, Evidence, Finding, Posture, Provision, Suggestion
from analyzer.segment import segment
from tests.core import HOSTS
from tests.documents import document

SOFT = "The Supplier may tell the Customer of changes to its AI models."
GENERAL = "The Supplier shall report changes to its systems in good time."
AGAINST = "The Supplier may replace any AI model at any time without notice."
HOST = f"""SERVICES AGREEMENT

This agreement is between Alder Ltd (the \u201cCustomer\u201d) and Birch Ltd (the \u201cSupplier\u201d).

1. Definitions

1.1 \u201cCustomer Data\u201d means the data of the Customer.

1.2 \u201cServices\u201d means the work described in Schedule 1.

2. Changes

2.1 {SOFT} The Supplier shall keep a log of changes.

2.2 {GENERAL}

2.3 {AGAINST}

3. General

3.1 This agreement is governed by the law of England.

Signed for Alder Ltd ____________

Schedule 1

1. The Services are the answering of letters.
"""


@pytest.fixture(scope="module")
def contract() -> Contract:
    return segment(ingest(HOST.encode(), name="host.txt"))


@pytest.fixture
def change_notice(core_library: Library) -> Provision:
    return core_library.provision("model-change-notice")


def finding(
    element: str,
    status: ElementStatus,
    contract: Contract | None = None,
    quote: str | None = None,
    *,
    section: str | None = None,
    reason: str = "as the test has it",
    provision: str = "model-change-notice",
) -> Finding:
    evidence: tuple[Evidence, ...] = ()
    if contract is not None and quote is not None:
        start = contract.document.text.index(quote)
        name, end = contract.document.name, start + len(quote)
        evidence = (Evidence(document=name, page=None, section=section, start=start, end=end, quote=quote),)
    return Finding(
        provision=provision,
        element=element,
        status=status,
        probability=0.9,
        confidence="high",
        evidence=evidence,
        reason=reason,
        method="rules",
    )


def suggest(
    contract: Contract,
    library: Library,
    given: Sequence[Finding] = (),
    *,
    rest: ElementStatus = "strong",
    posture: Posture = "client",
    provisions: Sequence[str] = ("model-change-notice",),
) -> tuple[Suggestion, ...]:
    """Draft with these findings; every other element of the provisions has the status `rest`."""
    chosen = [library.provision(p) for p in provisions]
    known = {(f.provision, f.element): f for f in given}
    findings = [known.get((p.id, e.id)) or finding(e.id, rest, provision=p.id) for p in chosen for e in p.elements]
    return draft(
        contract, findings, provisions=chosen, definitions=library.definitions, posture=posture, tier="standard"
    )


class TestPlace:
    @pytest.mark.parametrize(
        ("host", "number", "labels"),
        [
            ("us-article", "ARTICLE VII", ("Section 7.01", "Section 7.02", "Section 7.10")),
            ("uk-numbered", "12", ("12.1", "12.2", "12.10")),
            ("short-form", "17", ("(a)", "(b)", "(j)")),
            ("lettered-authority", None, ("(a)", "(b)", "(j)")),
        ],
    )
    def test_takes_the_next_free_number_in_the_contracts_style(
        self, host: str, number: str | None, labels: tuple[str, ...], hosts: dict[str, Contract]
    ) -> None:
        house = read_house(hosts[host])
        place = find_place(hosts[host], house, ("Change Control",), taken=0)
        assert place.number == number
        assert tuple(sub_label(house, place.number, i) for i in (0, 1, 9)) == labels

    @pytest.mark.parametrize(
        ("host", "third"), [("us-article", "ARTICLE IX"), ("uk-numbered", "14"), ("short-form", "19")]
    )
    def test_counts_on_for_further_clauses(self, host: str, third: str, hosts: dict[str, Contract]) -> None:
        assert find_place(hosts[host], read_house(hosts[host]), (), taken=2).number == third

    @pytest.mark.parametrize("host", HOSTS)
    def test_is_before_the_signatures_and_schedules(self, host: str, hosts: dict[str, Contract]) -> None:
        contract = hosts[host]
        offset = find_place(contract, read_house(contract), (), taken=0).offset
        following = next(c for c in contract.clauses if c.start == offset)
        assert following.kind in {"signature", "schedule"}
        assert all(c.start >= offset for c in contract.clauses if c.kind in {"signature", "schedule"})

    @pytest.mark.parametrize(
        ("host", "heading", "near"),
        [
            ("us-article", "Risk Allocation", "Article V Risk Allocation"),
            ("uk-numbered", "Liability", "8 Liability"),
            ("short-form", "Changes", "4 Changes"),
            ("lettered-authority", "Liability and Insurance", "Liability and insurance"),
            ("uk-numbered", "Weather", None),
        ],
    )
    def test_names_the_nearest_heading(
        self, host: str, heading: str, near: str | None, hosts: dict[str, Contract]
    ) -> None:
        assert find_place(hosts[host], read_house(hosts[host]), (heading,), taken=0).near == near


class TestWhichElementsAreDrafted:
    def test_nothing_is_drafted_when_all_is_strong(self, contract: Contract, core_library: Library) -> None:
        assert suggest(contract, core_library) == ()

    @pytest.mark.parametrize(
        ("posture", "criticality", "status", "drafted"),
        [
            ("client", "major", "adequate", True),
            ("balanced", "critical", "adequate", True),
            ("balanced", "major", "adequate", False),
            ("balanced", "major", "weak", True),
            ("provider", "critical", "weak", True),
            ("provider", "critical", "adequate", False),
            ("provider", "major", "missing", False),
            ("provider", "major", "adverse", True),
            ("client", "critical", "unscored", False),
        ],
    )
    def test_follows_the_target_of_the_posture(
        self,
        posture: Posture,
        criticality: str,
        status: ElementStatus,
        drafted: bool,
        contract: Contract,
        core_library: Library,
        change_notice: Provision,
    ) -> None:
        element = next(e for e in change_notice.elements if e.criticality == criticality)
        found = suggest(contract, core_library, [finding(element.id, status)], posture=posture)
        assert [e.element for s in found for e in s.edits] == ([element.id] if drafted else [])


class TestTighten:
    def test_replaces_the_weak_ai_sentence_and_nothing_else(self, contract: Contract, core_library: Library) -> None:
        (found,) = suggest(contract, core_library, [finding("notice-period", "weak", contract, SOFT, section="2.1")])
        (edit,) = found.edits
        assert (found.action, edit.action, edit.number) == ("tighten", "tighten", "2.1")
        assert contract.document.text[edit.start : edit.end] == SOFT
        applied = apply_suggestions(contract, [found])
        assert SOFT not in applied
        for kept in (GENERAL, AGAINST, "The Supplier shall keep a log of changes."):
            assert applied.count(kept) == 1
        assert f"2.1 {edit.text} The Supplier shall keep a log" in applied

    def test_leaves_general_wording_alone(self, contract: Contract, core_library: Library) -> None:
        reason = "general wording that does not name AI, on a point that needs it"
        weak = finding("notice-period", "weak", contract, GENERAL, section="2.2", reason=reason)
        (found,) = suggest(contract, core_library, [weak])
        assert [e.action for e in found.edits] == ["insert"]
        assert GENERAL in apply_suggestions(contract, [found])

    def test_leaves_a_sentence_that_does_another_element_good(self, contract: Contract, core_library: Library) -> None:
        both = [finding("notice-period", "weak", contract, SOFT), finding("change-trigger", "adequate", contract, SOFT)]
        (found,) = suggest(contract, core_library, both, posture="balanced")
        assert {e.action for e in found.edits} == {"insert"}

    def test_replaces_a_sentence_once(self, contract: Contract, core_library: Library) -> None:
        both = [finding("change-trigger", "weak", contract, SOFT), finding("notice-period", "weak", contract, SOFT)]
        (found,) = suggest(contract, core_library, both)
        assert sorted(e.action for e in found.edits) == ["insert", "tighten"]

    def test_never_cuts_into_a_sentence(self, contract: Contract, core_library: Library) -> None:
        part = SOFT[:-10]
        (found,) = suggest(contract, core_library, [finding("notice-period", "weak", contract, part)])
        assert [e.action for e in found.edits] == ["insert"]


class TestOverride:
    @pytest.mark.parametrize(
        ("section", "opening"),
        [
            ("2.3", "Despite section 2.3, the Supplier shall give"),
            ("Article V", "Despite Article V, the Supplier shall give"),
            ("Schedule 1, 1", "Despite Schedule 1, 1, the Supplier shall give"),
            ("(b)", "Despite paragraph (b) under \u201cChanges\u201d, the Supplier shall give"),
            ("Changes", "Despite the provisions headed \u201cChanges\u201d, the Supplier shall give"),
            (None, "Despite anything to the contrary elsewhere, the Supplier shall give"),
        ],
    )
    def test_sets_the_adverse_section_aside_by_name(
        self, section: str | None, opening: str, contract: Contract, core_library: Library
    ) -> None:
        adverse = finding("notice-period", "adverse", contract, AGAINST, section=section)
        if section is None:
            adverse = finding("notice-period", "adverse")
        (found,) = suggest(contract, core_library, [adverse])
        (edit,) = found.edits
        assert (found.action, edit.action) == ("override", "override")
        assert edit.text.startswith(opening)
        assert edit.despite is not None
        assert AGAINST in apply_suggestions(contract, [found])

    def test_names_every_adverse_section(self, contract: Contract, core_library: Library) -> None:
        first = finding("notice-period", "adverse", contract, AGAINST, section="2.3")
        second = finding("notice-period", "adverse", contract, GENERAL, section="2.2").evidence
        both = first.model_copy(update={"evidence": (*first.evidence, *second)})
        (found,) = suggest(contract, core_library, [both])
        assert found.edits[0].text.startswith("Despite sections 2.2 and 2.3, the Supplier")

    def test_cites_with_the_contracts_own_word(self, core_library: Library) -> None:
        text = f"1. Changes\n\n1.1 {AGAINST}\n\n1.2 The Customer may object as set out in clause 1.1 and clause 1.3."
        contract = segment(ingest(text.encode(), name="host.txt"))
        (found,) = suggest(
            contract, core_library, [finding("notice-period", "adverse", contract, AGAINST, section="1.1")]
        )
        assert found.edits[0].despite == "clause 1.1"

    @pytest.mark.parametrize("element", ["change-trigger", "notice-content"])
    def test_goes_on_in_lower_case_after_the_comma(
        self, element: str, contract: Contract, core_library: Library
    ) -> None:
        (found,) = suggest(contract, core_library, [finding(element, "adverse", contract, AGAINST, section="2.3")])
        assert re.match(r"Despite section 2\.3, each (?:of|notice)", found.edits[0].text)

    def test_keeps_the_capital_of_a_name(self, hosts: dict[str, Contract], core_library: Library) -> None:
        adverse = finding("notice-period", "adverse")
        (found,) = suggest(hosts["short-form"], core_library, [adverse])
        assert found.edits[0].text.startswith("Despite anything to the contrary elsewhere, Provider will give Meridian")


@pytest.mark.parametrize("host", HOSTS)
class TestApplied:
    @pytest.fixture
    def suggestions(self, host: str, hosts: dict[str, Contract], core_library: Library) -> tuple[Suggestion, ...]:
        provisions = [p.id for p in core_library.provisions]
        return suggest(hosts[host], core_library, rest="missing", provisions=provisions)

    def test_keeps_every_line_of_the_contract(
        self, host: str, suggestions: tuple[Suggestion, ...], hosts: dict[str, Contract]
    ) -> None:
        applied = apply_suggestions(hosts[host], suggestions)
        for line in hosts[host].document.text.splitlines():
            assert line in applied

    def test_holds_every_drafted_sentence_once_under_its_heading(
        self, host: str, suggestions: tuple[Suggestion, ...], hosts: dict[str, Contract]
    ) -> None:
        applied = apply_suggestions(hosts[host], suggestions)
        for suggestion in suggestions:
            assert suggestion.heading in applied
            for edit in suggestion.edits:
                assert applied.count(f"{edit.number} {edit.text}") == 1

    def test_defines_no_term_twice(
        self, host: str, suggestions: tuple[Suggestion, ...], hosts: dict[str, Contract]
    ) -> None:
        applied = apply_suggestions(hosts[host], suggestions)
        defined = re.findall(r"\u201c([^\u201d]+)\u201d means", applied)
        assert len(defined) > 5
        assert sorted(defined) == sorted(set(defined))

    def test_puts_definitions_in_the_contracts_own_list(
        self, host: str, suggestions: tuple[Suggestion, ...], hosts: dict[str, Contract]
    ) -> None:
        applied = apply_suggestions(hosts[host], suggestions)
        own = applied.find("\u201cAI Model\u201d means")
        following = applied.find("\u201cBusiness Day\u201d means")
        if following >= 0:
            assert own < following < applied.find(suggestions[0].heading)
        else:
            assert applied.find("\u201cAI Model\u201d") < applied.find(suggestions[0].heading)

    def test_numbers_follow_on_without_gap_or_double(
        self, host: str, suggestions: tuple[Suggestion, ...], hosts: dict[str, Contract]
    ) -> None:
        sections = [s.section for s in suggestions]
        numbered = [s for s in sections if s is not None and s[-1:].isdigit()]
        last = read_house(hosts[host]).last_number
        if host in {"uk-numbered", "short-form"}:
            assert numbered == [str(last + 1 + i) for i in range(len(suggestions))]
        for suggestion in suggestions:
            numbers = [e.number for e in suggestion.edits]
            assert len(set(numbers)) == len(numbers)


def test_a_signed_cover_page_is_not_the_end_of_the_body() -> None:
    terms = ("[1] Services", "[1.1] The Provider serves the Client.", "[2] General", "[2.1] Notices are in writing.")
    cover = ("# Cover page", "Signed for the Client: ____", "Signed for the Provider: ____", "# Standard terms")
    contract = segment(document(*cover, *terms))
    assert any(c.kind == "signature" for c in contract.clauses)
    place = find_place(contract, read_house(contract), [], taken=0)
    assert (place.offset, place.number) == (len(contract.document.text), "3")
    signed = segment(document(*cover, *terms, "Signed for the Client: ____"))
    place = find_place(signed, read_house(signed), [], taken=0)
    assert signed.document.text[place.offset :].strip() == "Signed for the Client: ____"
