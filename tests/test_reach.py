"""Every element can be reached: its own exemplars, put into a plain host contract, are found and judged as they are meant."""

from collections.abc import Callable

import pytest

from analyzer.models import Element, ElementStatus, Exemplar, ExemplarStatus, Finding, Provision
from analyzer.names import put_roles
from analyzer.settings import Settings
from eval.sentence_cases import CaseContext, SentenceCase, place
from eval.shipped import Reading, Shipped, open_shipped

STATUSES: tuple[ExemplarStatus, ...] = ("strong", "adverse")
# How many of an element's exemplars are tried until one is judged as meant.
MOST_TRIED = 8
# Of the first exemplar of each element, the share that is judged as meant. Measured: .86 and .92.
JUDGED_AS_MEANT = {"strong": 0.80, "adverse": 0.87}

Judge = Callable[[Provision, Element, Exemplar], Finding]


@pytest.fixture(scope="module")
def shipped() -> Shipped:
    return open_shipped(Settings())


@pytest.fixture(scope="module")
def judge(shipped: Shipped) -> Judge:
    """Put an exemplar into the host, under a heading of its provision and with the host's names, and judge it."""
    known: dict[str, Finding] = {}

    def run(provision: Provision, element: Element, exemplar: Exemplar) -> Finding:
        if exemplar.id not in known:
            placed = place(_case(provision, exemplar))
            matches = shipped.retriever.retrieve(placed.contract, only=placed.passages)
            alone = provision.model_copy(update={"elements": (element,)})
            (known[exemplar.id],) = shipped.assess(Reading(placed.contract, matches), provisions=[alone])
        return known[exemplar.id]

    return run


def _case(provision: Provision, exemplar: Exemplar) -> SentenceCase:
    return SentenceCase(
        id="exemplar-1",
        text=put_roles(exemplar.text),
        context=CaseContext(heading=provision.headings[0]),
        provision=provision.id,
        element=exemplar.element,
        status=exemplar.status,
        anchor_words=True,
        paper="balanced",
        why="an exemplar of the library",
    )


def own(provision: Provision, element: Element, status: ExemplarStatus) -> list[Exemplar]:
    return [e for e in provision.exemplars if e.element == element.id and e.status == status]


@pytest.mark.parametrize("status", STATUSES)
def test_every_element_is_reached(status: ExemplarStatus, shipped: Shipped, judge: Judge) -> None:
    unreached = [
        f"{provision.id}/{element.id}"
        for provision in shipped.library.provisions
        for element in provision.elements
        if not any(
            judge(provision, element, exemplar).status == status
            for exemplar in own(provision, element, status)[:MOST_TRIED]
        )
    ]
    assert unreached == []


@pytest.mark.parametrize("status", STATUSES)
def test_the_first_exemplar_of_each_element_is_mostly_judged_as_meant(
    status: ExemplarStatus, shipped: Shipped, judge: Judge
) -> None:
    said: dict[str, ElementStatus] = {
        exemplar.id: judge(provision, element, exemplar).status
        for provision in shipped.library.provisions
        for element in provision.elements
        for exemplar in own(provision, element, status)[:1]
    }
    assert len(said) == len(shipped.library.elements)
    wrong = [f"{name}: {found}" for name, found in said.items() if found != status]
    assert 1 - len(wrong) / len(said) >= JUDGED_AS_MEANT[status], "\n".join(wrong)


def test_a_plain_host_has_none_of_it(shipped: Shipped) -> None:
    provision = shipped.library.provision("model-change-notice")
    plain = "The Provider shall give the Client a calendar of public holidays at the start of each year."
    case = _case(provision, provision.exemplars[0]).model_copy(update={"text": plain})
    placed = place(case)
    found = shipped.assess(shipped.search(placed.contract))
    assert {f.status for f in found} <= {"missing", "weak"}
