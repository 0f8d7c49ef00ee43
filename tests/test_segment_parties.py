"""Who is the client and who the provider: by name, by what the name does, by the preamble, by elimination."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from analyzer.ingest import ingest
from analyzer.models import Party
from analyzer.segment.parties import resolve_parties
from analyzer.segment.party_names import name_pattern
from analyzer.segment.terms import find_terms
from tests.documents import document

ROOT = Path(__file__).resolve().parent.parent


def resolve(*lines: str) -> tuple[Party, Party]:
    doc = document(*lines)
    client, provider = resolve_parties(doc, find_terms(doc))
    assert (client.role, provider.role) == ("client", "provider")
    return client, provider


def names(*lines: str) -> tuple[Sequence[str], Sequence[str]]:
    client, provider = resolve(*lines)
    return client.aliases, provider.aliases


def preamble(first: str, second: str) -> str:
    return (
        f'This Agreement is made between Acme Foods, Inc., a Delaware corporation ("{first}"), '
        f'and Beta Services LLC (the "{second}").'
    )


@pytest.mark.parametrize(
    ("client", "provider"),
    [
        ("Client", "Provider"),
        ("Customer", "Supplier"),
        ("Authority", "Contractor"),
        ("Buyer", "Vendor"),
        ("Bank", "Service Provider"),
        ("Recipient", "Consultant"),
        ("Plan Sponsor", "Administrator"),
    ],
)
def test_usual_names_tell_the_role_in_either_order(client, provider):
    duties = [f"{provider} shall report to {client}. {client} may object."] * 6
    assert names(preamble(client, provider), *duties) == ((client,), (provider,))
    assert names(preamble(provider, client), *duties) == ((client,), (provider,))


def test_usual_names_serve_without_a_preamble():
    assert names(*["The Supplier shall report to the Customer."] * 6) == (("Customer",), ("Supplier",))


@pytest.mark.parametrize("company_performs", [True, False])
def test_company_is_on_the_side_that_its_duties_tell(company_performs):
    provider, client = ("Company", "Borealis") if company_performs else ("Borealis", "Company")
    body = [
        f"{provider} shall provide the Services to {client}.",
        f"{client} shall pay {provider} within thirty days.",
        f"The Services performed by {provider} and {provider}'s personnel shall be of good quality.",
        f"{provider} shall invoice {client} monthly.",
    ]
    assert names(preamble("Company", "Borealis"), *body * 3) == ((client,), (provider,))


def test_trade_names_with_the_entity_and_the_reason():
    body = ["Beta shall provide the Services.", "Acme shall pay Beta.", "Beta shall keep Acme's data secret."] * 4
    client, provider = resolve(preamble("Acme", "Beta"), *body)
    assert (client.name, provider.name) == ("Acme Foods, Inc.", "Beta Services LLC")
    assert (client.aliases, provider.aliases) == (("Acme",), ("Beta",))
    assert client.why.startswith("Acme: receives or pays ")


def test_trade_name_that_is_nowhere_defined():
    body = ["Voxelay shall provide the Services to the Customer.", "The Customer shall pay Voxelay."] * 6
    assert names(*body) == (("Customer",), ("Voxelay",))


def test_we_and_you():
    body = ["We provide the Service to you.", "You pay us our fees.", "Your data stays yours and we keep it safe."] * 8
    assert names(*body) == (("You",), ("We",))


def test_we_in_a_contract_with_named_parties_is_no_party():
    body = ["The Supplier shall report to the Customer.", "The Customer shall pay the Supplier."] * 6
    assert names(*body, "Let us know.") == (("Customer",), ("Supplier",))


def test_compound_terms_are_no_party():
    compounds = [
        "Each AI Vendor shall hold Client AI Data only as told.",
        "The AI Vendor may not use Client AI Data.",
    ] * 9
    body = ["Provider shall perform for Client."] * 6
    client, provider = resolve(preamble("Client", "Provider"), *body, *compounds)
    assert (client.aliases, provider.aliases) == (("Client",), ("Provider",))


@pytest.mark.parametrize(
    "word", ["Agreement", "Effective Date", "SOW", "MSA", "Services", "Party", "Confidential Information"]
)
def test_words_that_are_never_a_party(word):
    body = [f"The {word} shall apply and the {word} may be changed.", "The Supplier shall report."] * 8
    client, provider = resolve(f'Made between Acme, Inc. and Beta LLC (this "{word}").', *body)
    assert word not in client.aliases
    assert word not in provider.aliases


def test_recipient_of_information_is_not_the_recipient_of_services():
    body = ["The Recipient shall keep the information of the Discloser secret."] * 8
    body += ["The Supplier shall report to the Customer."] * 6
    assert names(*body) == (("Customer",), ("Supplier",))


def test_elimination():
    body = ["Quillhaven shall tell the Vendor its wishes.", "The Vendor shall report to Quillhaven."] * 6
    client, provider = resolve(preamble("Quillhaven", "Vendor"), *body)
    assert (client.aliases, provider.aliases) == (("Quillhaven",), ("Vendor",))


@pytest.mark.parametrize(("first", "second"), [("Quill", "Orrin"), ("Orrin", "Quill")])
def test_who_has_the_duties_performs_when_nothing_else_tells(first, second):
    body = ["Orrin shall report to Quill each month.", "Orrin shall keep records.", "Quill may object to Orrin."] * 5
    assert names(preamble(first, second), *body) == (("Quill",), ("Orrin",))


def test_a_name_inside_a_compound_is_not_counted():
    text = "Client AI Data, the AI Client, Client and CLIENT; Service Provider, Provider"
    assert len(re.findall(name_pattern("Client"), text)) == 2
    assert len(re.findall(name_pattern("Provider"), text)) == 1


def test_second_name_in_real_use_is_an_alias():
    body = [
        "You, the Customer, shall pay us.",
        "We, the Agency, shall provide the Services to you.",
        "We help you.",
    ] * 8
    client, provider = resolve(*body)
    assert set(client.aliases) == {"You", "Customer"}
    assert set(provider.aliases) == {"We", "Agency"}


def test_names_in_capitals_are_the_names_in_use():
    body = ["Corvus shall provide the Services to Delphi.", "Delphi shall pay Corvus."] * 6
    assert names(preamble("CORVUS", "DELPHI"), *body) == (("Delphi",), ("Corvus",))


def test_a_table_of_an_order_form_names_the_roles():
    rows = ('| Client | Halden Foods Group, Inc. ("HFG")', '| Service Provider | PayBridge Services LLC ("PayBridge")')
    client, provider = resolve("STATEMENT OF WORK", "| Item | Detail", *rows, *["PayBridge tells HFG."] * 6)
    assert (client.name, client.aliases) == ("Halden Foods Group, Inc.", ("HFG",))
    assert (provider.name, provider.aliases) == ("PayBridge Services LLC", ("PayBridge",))
    assert "a table names its role" in client.why


@pytest.mark.parametrize(
    ("line", "entity"),
    [
        ('Made on 1 March 2024 between Acme, Inc. ("Client") and Beta LLC ("Provider").', "Acme, Inc."),
        (
            "(1) HARROW TRUSTEES LIMITED, a company of England and Wales (the \u201cClient\u201d); and",
            "HARROW TRUSTEES LIMITED",
        ),
        (
            "of Beta LLC (\u201cProvider\u201d) and The Allied Press, a New York corporation (\u201cClient\u201d).",
            "The Allied Press",
        ),
        (
            "BETA (\u201cProvider\u201d) of 5 Mill Road, Leeds and NORTH COUNTY COUNCIL (\u201cClient\u201d)",
            "NORTH COUNTY COUNCIL",
        ),
        ("and **CEDAR FOODS LTD.** (hereinafter the \u201c**Client**\u201d, with its successors)", "CEDAR FOODS LTD."),
        ("the person who signs below (\u201cClient\u201d)", None),
    ],
)
def test_entity_before_the_defined_name(line, entity):
    client, _ = resolve(line, *["Provider shall report to Client."] * 6)
    assert client.name == entity


def test_nothing_tells():
    client, provider = resolve("It is agreed that the law of Ohio applies.")
    assert client.name is provider.name is None
    assert client.aliases == provider.aliases == ()
    assert provider.why == "no name in the contract plays this role"


@pytest.mark.parametrize(
    ("path", "client", "provider"),
    [
        ("tests/hosts/us-article.docx", "Company", "Contractor"),
        ("tests/hosts/uk-numbered.docx", "Customer", "Supplier"),
        ("tests/hosts/short-form.docx", "Meridian", "Provider"),
        ("tests/hosts/lettered-authority.docx", "Authority", "Service Provider"),
        ("eval/samples/client-paper-ai-schedule.docx", "Customer", "Supplier"),
        ("eval/samples/vendor-paper-ai-services.docx", "Customer", "Vendor"),
        ("eval/samples/legacy-call-centre-msa.docx", "Company", "Contractor"),
        ("eval/datasets/contracts/ai-addendum-balanced.md", "Cedar Coast", "Talus"),
        ("eval/datasets/contracts/payroll-bpo-sow.md", "HFG", "PayBridge"),
        ("eval/datasets/contracts/uk-contact-centre-msa-2019.md", "TVW", "Supplier"),
        ("eval/datasets/contracts/saas-helpdesk-terms.md", "You", "We"),
    ],
)
def test_whole_contracts(path, client, provider):
    doc = ingest(ROOT / path)
    found = resolve_parties(doc, find_terms(doc))
    assert [p.aliases[0] for p in found] == [client, provider]
