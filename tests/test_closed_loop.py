"""What the drafter writes, the judge must accept: draft, apply, read back, assess again."""

import re

import pytest

from analyzer.draft import apply_suggestions
from analyzer.ingest import ingest
from analyzer.library import Library
from analyzer.models import Contract, Posture
from analyzer.retrieve import Retriever
from analyzer.segment import segment
from tests.core import CORE, HOSTS
from tests.loops import POSTURES, Loop, RunLoop, falls_short, make_loop, show, tier_of


@pytest.fixture(scope="module")
def run_loop(hosts: dict[str, Contract], core_library: Library, accurate_retriever: Retriever) -> RunLoop:
    """Run the loop once for each host and posture."""
    known: dict[tuple[str, Posture], Loop] = {}

    def run(host: str, posture: Posture) -> Loop:
        if (host, posture) not in known:
            known[host, posture] = make_loop(
                hosts[host],
                posture=posture,
                tier=tier_of(posture),
                library=core_library,
                retriever=accurate_retriever,
            )
        return known[host, posture]

    return run


@pytest.mark.parametrize("provision", CORE)
@pytest.mark.parametrize("posture", POSTURES)
@pytest.mark.parametrize("host", HOSTS)
def test_drafted_language_reaches_the_target_of_its_posture(
    host: str, posture: Posture, provision: str, run_loop: RunLoop, core_library: Library
) -> None:
    loop = run_loop(host, posture)
    short = [
        show(f) for f in loop.of(provision) if falls_short(f, posture=posture, tier=loop.tier, library=core_library)
    ]
    assert not short, "\n".join(short)


@pytest.mark.parametrize("provision", CORE)
@pytest.mark.parametrize("posture", POSTURES)
@pytest.mark.parametrize("host", HOSTS)
def test_drafted_language_is_never_read_as_adverse(
    host: str, posture: Posture, provision: str, run_loop: RunLoop
) -> None:
    adverse = [show(f) for f in run_loop(host, posture).of(provision) if f.status == "adverse"]
    assert not adverse, "\n".join(adverse)


@pytest.mark.parametrize("posture", POSTURES)
@pytest.mark.parametrize("host", HOSTS)
class TestTheLoopMeansSomething:
    def test_the_host_alone_falls_short(
        self, host: str, posture: Posture, run_loop: RunLoop, core_library: Library
    ) -> None:
        before = run_loop(host, posture).before
        critical = {key for key, element in core_library.elements.items() if element.criticality == "critical"}
        lacking = [f for f in before if f.status == "missing" and (f.provision, f.element) in critical]
        assert len(lacking) >= 5

    def test_every_provision_gets_a_suggestion(self, host: str, posture: Posture, run_loop: RunLoop) -> None:
        assert tuple(s.provision for s in run_loop(host, posture).suggestions) == CORE

    def test_every_quote_is_cut_from_the_text_at_its_offsets(
        self, host: str, posture: Posture, run_loop: RunLoop, hosts: dict[str, Contract]
    ) -> None:
        loop = run_loop(host, posture)
        for contract, findings in ((hosts[host], loop.before), (loop.applied, loop.after)):
            quoted = [e for f in findings for e in f.evidence]
            quoted += [n.evidence for f in findings if f.absence for n in f.absence.nearest]
            assert quoted
            for evidence in quoted:
                assert evidence.quote
                assert evidence.quote == contract.document.text[evidence.start : evidence.end]

    def test_found_has_evidence_and_missing_has_proof_of_absence(
        self, host: str, posture: Posture, run_loop: RunLoop
    ) -> None:
        for finding in (*run_loop(host, posture).before, *run_loop(host, posture).after):
            assert bool(finding.evidence) == (finding.status != "missing")
            assert (finding.absence is not None) == (finding.status == "missing")

    def test_every_element_is_judged_once_in_the_librarys_order(
        self, host: str, posture: Posture, run_loop: RunLoop, core_library: Library
    ) -> None:
        judged = [(f.provision, f.element) for f in run_loop(host, posture).after]
        assert judged == list(core_library.elements)


AGAINST = {
    ("model-change-notice", "notice-period"): (
        "3.3 The Supplier may replace, update or retire any AI model used in the Services at any time without notice"
        " to the Customer."
    ),
    ("data-ownership-training", "training-ban"): (
        "6.5 The Customer grants the Supplier a perpetual, irrevocable right to use Customer Data to train and improve"
        " its AI models for the benefit of all of its customers."
    ),
    ("data-residency", "inference-location"): (
        "2.4 The Supplier and its AI vendors may run inference on prompts and outputs in any country with capacity, and"
        " the Customer waives any objection based on the location of processing."
    ),
}


@pytest.fixture(scope="module")
def adverse_loop(hosts: dict[str, Contract], core_library: Library, accurate_retriever: Retriever) -> Loop:
    text = apply_suggestions(hosts["uk-numbered"], ())
    for sentence in AGAINST.values():
        section = sentence.split()[0].split(".")[0]
        following = f"\n{int(section) + 1}. "
        assert text.count(following) == 1
        text = text.replace(following, f"\n{sentence}\n{following}")

    host = segment(ingest(text.encode(), name="host.txt"))
    return make_loop(host, posture="balanced", tier="standard", library=core_library, retriever=accurate_retriever)


class TestAgainstAdverseWording:
    """The draft sets each adverse clause of the host aside by its number, and the judge follows it."""

    @pytest.mark.parametrize("key", AGAINST)
    def test_it_is_found(self, key: tuple[str, str], adverse_loop: Loop) -> None:
        (found,) = [f for f in adverse_loop.before if (f.provision, f.element) == key]
        assert found.status == "adverse"
        assert found.evidence[0].quote in AGAINST[key]
        assert found.evidence[0].section == AGAINST[key].split()[0]

    @pytest.mark.parametrize("key", AGAINST)
    def test_the_draft_names_and_overrides_it(self, key: tuple[str, str], adverse_loop: Loop) -> None:
        (edit,) = [e for s in adverse_loop.suggestions if s.provision == key[0] for e in s.edits if e.element == key[1]]
        assert edit.action == "override"
        assert edit.despite is not None
        assert re.search(rf"\bclauses? [^;]*\b{re.escape(AGAINST[key].split()[0])}(?!\.?\d)", edit.despite)

    def test_nothing_is_adverse_afterwards(self, adverse_loop: Loop) -> None:
        assert [show(f) for f in adverse_loop.after if f.status == "adverse"] == []
