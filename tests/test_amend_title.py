"""What an amendment calls itself, the agreement and the parties: as the paper has it, in brackets what nobody could read."""

from datetime import date
from typing import Any

import pytest

from analyzer.amend.title import call_parties, cite_agreement, full_names, name_amendment, name_parties
from analyzer.models import NamedParty, Renewal, RenewalFact, Report, ReportEdit, ReportParties
from analyzer.report.rider import in_host_order
from tests.batches import small_report


def fact(value: Any, confidence: str = "high") -> Any:
    return RenewalFact(value=value, quote="as written", page=1, confidence=confidence)


def party(name: str, role: str | None, confidence: str = "high") -> Any:
    return fact(NamedParty(name=name, role=role), confidence)  # type: ignore[arg-type]


def report(**facts: Any) -> Report:
    return small_report().model_copy(update={"renewal": Renewal(**facts)})


MSA = {"agreement_title": fact("Master Services Agreement"), "agreement_date": fact(date(2024, 3, 1))}


@pytest.mark.parametrize(
    ("facts", "cited"),
    [
        (MSA, "Master Services Agreement dated 1 March 2024"),
        ({**MSA, "agreement_date": None, "effective_date": fact(date(2024, 4, 1))},
         "Master Services Agreement effective 1 April 2024"),
        ({**MSA, "agreement_date": fact(date(2024, 3, 1), "medium")}, "Master Services Agreement dated [1 March 2024]"),
        ({"agreement_title": fact("Services [draft]", "low")}, "[Services (draft)] dated [date]"),
        ({}, "[title of the agreement] dated [date]"),
    ],
)  # fmt: skip
def test_the_agreement_is_cited_as_it_calls_itself(facts: dict[str, Any], cited: str) -> None:
    assert cite_agreement(report(**facts)) == cited


def test_a_report_without_renewal_facts_leaves_blanks() -> None:
    plain = small_report().model_copy(update={"renewal": None})
    assert cite_agreement(plain) == "[title of the agreement] dated [date]"
    assert name_parties(plain, ()) == "[full name of the client] and [full name of the provider]"
    assert name_amendment(plain) == "Amendment No. [1]"


def test_the_number_is_the_one_after_the_last_amendment() -> None:
    assert name_amendment(report(last_amendment=fact(4))) == "Amendment No. [5]"


def test_the_parties_stand_in_the_order_of_the_agreement_and_none_is_left_out() -> None:
    two, halden = (
        (party("Northgate Ltd", "client"), party("Northgate Foods plc", "client")),
        party("Halden Inc.", "provider"),
    )
    assert name_parties(report(parties=(halden, *two)), ()) == "Halden Inc., Northgate Ltd and Northgate Foods plc"
    # The provider's name was blacked out: it has a blank and is not passed over.
    assert (
        name_parties(report(parties=two), ()) == "Northgate Ltd and Northgate Foods plc and [full name of the provider]"
    )
    assert full_names(report(parties=(party("Jo Brown", "client", "medium"), halden)), ()) == (
        "[Jo Brown]",
        "Halden Inc.",
    )


@pytest.mark.parametrize(
    ("client", "text", "called"),
    [
        ("Customer", "The Customer may end it. The Supplier shall tell the Customer.", "the Customer"),
        ("Kubient", "Kubient may end it, and Kubient shall say so.", "Kubient"),
        ("You", "You may end it.", "the Client"),
        (None, "", "the Client"),
    ],
)
def test_a_name_has_its_article_where_the_drafts_give_it_one(client: str | None, text: str, called: str) -> None:
    made = small_report()
    first, *rest = made.provisions
    assert first.suggestion is not None
    drafted = first.model_copy(update={"suggestion": first.suggestion.model_copy(update={"text": text})})
    parties = ReportParties(client=client, provider="Supplier")
    spoken = made.model_copy(update={"provisions": (drafted, *rest), "parties": parties})
    assert call_parties(spoken)[0] == called


def test_a_new_clause_stands_where_it_is_inserted_whatever_it_replaces_elsewhere() -> None:
    def edit(action: str, start: int) -> ReportEdit:
        return ReportEdit(action=action, element="one", document="a.txt", start=start, end=start, number="9", text="It shall.",
                          despite=None)  # type: ignore[arg-type]  # fmt: skip

    made = small_report()
    base = made.provisions[0]
    assert base.suggestion is not None

    def drafted(name: str, *edits: ReportEdit) -> Any:
        return base.model_copy(update={"id": name, "suggestion": base.suggestion.model_copy(update={"edits": edits})})

    provisions = (drafted("late", edit("tighten", 10), edit("insert", 90)), drafted("early", edit("insert", 50)))
    ordered = in_host_order(made.model_copy(update={"provisions": provisions}))
    assert [provision.id for provision, _ in ordered] == ["early", "late"]
