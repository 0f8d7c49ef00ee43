"""Drafted language speaks as the contract does: names, terms, numbers, spelling, definitions."""

import re
from typing import Any

import pytest

from analyzer.draft import draft
from analyzer.draft.fit import Fitting, to_british
from analyzer.draft.house import House, host_term, read_house
from analyzer.ingest import ingest
from analyzer.library import Library
from analyzer.models import Contract, Definition, Finding, Posture, Tier
from analyzer.segment import segment
from tests.core import HOSTS

STYLES: dict[str, dict[str, Any]] = {
    "lettered-authority": {
        "client": "Authority",
        "provider": "Service Provider",
        "client_article": True,
        "provider_article": True,
        "shall": "shall",
        "client_data": "Authority Data",
        "british": True,
        "numbers": "unnumbered",
        "last_number": 0,
    },
    "short-form": {
        "client": "Meridian",
        "provider": "Provider",
        "client_article": False,
        "provider_article": False,
        "shall": "will",
        "client_data": "Meridian Data",
        "british": False,
        "numbers": "plain-lettered",
        "last_number": 16,
    },
    "uk-numbered": {
        "client": "Customer",
        "provider": "Supplier",
        "client_article": True,
        "provider_article": True,
        "shall": "shall",
        "client_data": "Customer Data",
        "british": True,
        "numbers": "decimal",
        "last_number": 11,
    },
    "us-article": {
        "client": "Company",
        "provider": "Contractor",
        "client_article": True,
        "provider_article": True,
        "shall": "shall",
        "client_data": "Company Data",
        "british": False,
        "numbers": "article-section",
        "last_number": 6,
    },
}
SLOTS = {
    "lettered-authority": {"agreement": "Contract", "subcontractor": "Sub-contractor", "business_day": "working day"},
    "short-form": {"services": "Services", "personnel": "Team Members", "charges": "fees", "agreement": "agreement"},
    "uk-numbered": {"charges": "Charges", "business_day": "Business Day", "subcontractor": "Sub-contractor"},
    "us-article": {"charges": "Fees", "losses": "Losses", "affiliates": "Affiliates", "personnel": "Personnel"},
}


@pytest.fixture(scope="module")
def houses(hosts: dict[str, Contract]) -> dict[str, House]:
    return {name: read_house(contract) for name, contract in hosts.items()}


def fit(text: str, house: House, tier: Tier = "standard", definitions: tuple[Definition, ...] = ()) -> str:
    return Fitting(house, tier=tier, definitions=definitions).fit(text)


class TestHouseStyle:
    @pytest.mark.parametrize(("host", "trait"), [(host, trait) for host in HOSTS for trait in STYLES[host]])
    def test_is_read_from_the_contract(self, host: str, trait: str, houses: dict[str, House]) -> None:
        assert getattr(houses[host], trait) == STYLES[host][trait]

    @pytest.mark.parametrize("host", HOSTS)
    def test_maps_the_librarys_slots_to_the_contracts_words(self, host: str, houses: dict[str, House]) -> None:
        assert {slot: houses[host].slots[slot] for slot in SLOTS[host]} == SLOTS[host]

    @pytest.mark.parametrize(
        ("words", "british"),
        [
            ("The Supplier shall organise and authorise the work in each centre.", True),
            ("The Supplier shall take organisational measures and answer enquiries.", True),
            ("The Supplier shall organize and authorize the work in each center.", False),
            ("Otherwise the Supplier shall exercise care, supervise and advise; raised, promised, revised.", False),
            ("The Supplier shall carry out a basic check of each worker.", False),
        ],
    )
    def test_tells_british_spelling_from_words_spelled_alike(self, words: str, british: bool) -> None:
        text = f"This agreement is between A Ltd (the \u201cCustomer\u201d) and B Ltd (the \u201cSupplier\u201d).\n\n{words}\n"
        assert read_house(segment(ingest(text.encode(), name="t.txt"))).british is british


class TestNames:
    @pytest.mark.parametrize(
        ("host", "fitted"),
        [
            ("us-article", "The Contractor shall tell the Company of each change to the Company\u2019s data."),
            ("uk-numbered", "The Supplier shall tell the Customer of each change to the Customer\u2019s data."),
            ("short-form", "Provider will tell Meridian of each change to Meridian\u2019s data."),
            (
                "lettered-authority",
                "The Service Provider shall tell the Authority of each change to the Authority\u2019s data.",
            ),
        ],
    )
    def test_take_the_contracts_names_articles_and_modal(
        self, host: str, fitted: str, houses: dict[str, House]
    ) -> None:
        text = "The {provider} {shall} tell the {client} of each change to the {clients} data."
        assert fit(text, houses[host]) == fitted

    @pytest.mark.parametrize(
        ("text", "fitted"),
        [
            ("Where the {provider} holds data, the {client} has access.", "Where we hold data, you have access."),
            ("The {provider} {shall} tell the {client}.", "We will tell you."),
            ("Notice to the {provider} binds it.", "Notice to us binds it."),
            ("If the {client} objects, the {clients} fee falls.", "If you object, your fee falls."),
            ("A notice by the {provider} that the {client} relies on.", "A notice by us that you rely on."),
            ("The {provider} is and was the processor.", "We are and was the processor."),
            ("The {provider} reaches, fixes and supplies it.", "We reach, fixes and supplies it."),
        ],
    )  # fmt: skip
    def test_we_and_you_take_the_verb_in_their_number(self, text: str, fitted: str, houses: dict[str, House]) -> None:
        plain = {"client": "you", "provider": "we", "client_article": False, "provider_article": False}
        assert fit(text, houses["short-form"].model_copy(update=plain)) == fitted

    @pytest.mark.parametrize("possessive", ["the {clients}", "the {client}'s", "the {client}\u2019s"])
    def test_take_one_possessive_however_it_was_written(self, possessive: str, houses: dict[str, House]) -> None:
        assert fit(f"On {possessive} request.", houses["short-form"]) == "On Meridian\u2019s request."
        assert fit(f"On {possessive} request.", houses["us-article"]) == "On the Company\u2019s request."

    @pytest.mark.parametrize(
        ("host", "fitted"),
        [
            ("us-article", "Within 5 Business Days a Subcontractor of the Affiliates repays the Fees."),
            ("uk-numbered", "Within 5 Business Days a Sub-contractor of the affiliates repays the Charges."),
            ("lettered-authority", "Within 5 working days a Sub-contractor of the affiliates repays the Charges."),
            ("short-form", "Within 5 business days a subcontractor of the affiliates repays the fees."),
        ],
    )
    def test_of_things_are_the_contracts_own(self, host: str, fitted: str, houses: dict[str, House]) -> None:
        text = "Within 5 {business_day}s a {subcontractor} of the {affiliates} repays the {charges}."
        assert fit(text, houses[host]) == fitted

    def test_of_the_data_are_the_contracts_own(self, houses: dict[str, House]) -> None:
        assert fit("Delete {client_data}.", houses["short-form"]) == "Delete Meridian Data."
        bare = houses["short-form"].model_copy(update={"client_data": None})
        assert fit("Delete {client_data}.", bare) == "Delete Meridian Data."

    def test_apostrophes_are_the_contracts_own(self, houses: dict[str, House]) -> None:
        straight = houses["us-article"].model_copy(update={"quote_marks": ('"', '"')})
        assert fit("An AI Vendor's and the {clients} data.", straight) == "An AI Vendor's and the Company's data."
        assert "'" not in fit("An AI Vendor's and the {clients} data.", houses["us-article"])


class TestCitations:
    @pytest.mark.parametrize(
        ("host", "word"), [("uk-numbered", "clause"), ("us-article", "section"), ("short-form", "Section")]
    )
    def test_use_the_contracts_word_for_its_clauses(self, host: str, word: str, houses: dict[str, House]) -> None:
        assert houses[host].section_word == word


class TestNumbers:
    @pytest.mark.parametrize(
        ("tier", "number"),
        [("routine", "[\u25cf: 30 days]"), ("standard", "[\u25cf: 30 days]"), ("high", "[\u25cf: 60 days]")],
    )
    def test_follow_the_tier_and_stay_in_brackets(self, tier: Tier, number: str, houses: dict[str, House]) -> None:
        fitted = fit("Within [\u25cf: 30 days; high 60 days] of it.", houses["us-article"], tier)
        assert fitted == f"Within {number} of it."

    def test_without_a_high_value_are_the_same_at_every_tier(self, houses: dict[str, House]) -> None:
        assert fit("Keep [\u25cf: 5] copies.", houses["us-article"], "high") == "Keep [\u25cf: 5] copies."


class TestSpelling:
    @pytest.mark.parametrize(
        ("american", "british"),
        [
            ("authorized organization", "authorised organisation"),
            ("Analyze and summarize", "Analyse and summarise"),
            ("data center and defense", "data centre and defence"),
            ("labeled behavior", "labelled behaviour"),
            ("favorable program", "favourable programme"),
            ("synthesize and localization", "synthesise and localisation"),
            ("fulfill each installment", "fulfil each instalment"),
            ("willful", "wilful"),
            (
                "a limited, revocable, non-exclusive license to use",
                "a limited, revocable, non-exclusive licence to use",
            ),
            ("AUTHORIZED", "AUTHORISED"),
        ],
    )
    def test_becomes_british(self, american: str, british: str) -> None:
        assert to_british(american) == british

    @pytest.mark.parametrize(
        "same",
        [
            "size, prize, seize, oversized",
            "Colorado",
            "elaborate and collaborate",
            "honorary",
            "may license it",
            "develops, licenses, hosts",
            "licensor and licensed",
            "entered and enterprise",
            "install",
        ],
    )
    def test_leaves_words_that_only_look_american(self, same: str) -> None:
        assert to_british(same) == same

    def test_changes_in_british_contracts_only(self, houses: dict[str, House]) -> None:
        assert fit("An authorized center.", houses["uk-numbered"]) == "An authorised centre."
        assert fit("An authorized center.", houses["us-article"]) == "An authorized center."


SYSTEM = Definition(
    term="AI System", text="means software that uses an AI Model for the {client}.", synonyms=("AI Tool",)
)
MODEL = Definition(term="AI Model", text="means a model learned from data.", synonyms=("Model",))
DATA = Definition(term="Client AI Data", text="means {client_data} put into an AI System.", synonyms=("AI Content",))
TERMS = (SYSTEM, MODEL, DATA)


class TestDefinitions:
    def test_are_added_with_those_they_lean_on(self, houses: dict[str, House]) -> None:
        house = houses["uk-numbered"]
        text = fit("Delete Client AI Data.", house, definitions=TERMS)
        added = Fitting(house, tier="standard", definitions=TERMS).needed_definitions([text])
        assert [d.term for d in added] == ["AI Model", "AI System", "Customer AI Data"]
        assert added[2].text == "means Customer Data put into an AI System."

    def test_go_in_alphabetical_place(self, houses: dict[str, House]) -> None:
        fitting = Fitting(houses["uk-numbered"], tier="standard", definitions=TERMS)
        added = fitting.needed_definitions(["The AI Model and Customer AI Data."])
        places = {d.term: d.after for d in added}
        assert places["AI Model"] is None
        assert places["Customer AI Data"] == "Customer"

    def test_are_not_added_when_the_contract_has_the_term(self, houses: dict[str, House]) -> None:
        house = houses["uk-numbered"].model_copy(update={"terms": ("AI Model", "AI System")})
        added = Fitting(house, tier="standard", definitions=TERMS).needed_definitions(
            ["An AI System with an AI Model."]
        )
        assert added == ()

    def test_give_way_to_the_contracts_own_word(self, houses: dict[str, House]) -> None:
        house = houses["us-article"].model_copy(update={"terms": ("AI Tool", "Company")})
        assert host_term(SYSTEM, house) == "AI Tool"
        text = fit("Each AI System and its AI Model.", house, definitions=TERMS)
        assert text == "Each AI Tool and its AI Model."
        assert [d.term for d in Fitting(house, tier="standard", definitions=TERMS).needed_definitions([text])] == [
            "AI Model"
        ]

    def test_are_not_added_unless_used(self, houses: dict[str, House]) -> None:
        assert (
            Fitting(houses["us-article"], tier="standard", definitions=TERMS).needed_definitions(["No such term."])
            == ()
        )


def missing_all(library: Library) -> list[Finding]:
    return [
        Finding(
            provision=p.id,
            element=e.id,
            status="missing",
            probability=0.9,
            confidence="high",
            reason="nothing found",
            method="retrieval",
        )
        for p in library.provisions
        for e in p.elements
    ]


@pytest.mark.parametrize("posture", ["client", "balanced", "provider"])
@pytest.mark.parametrize("host", HOSTS)
class TestWholeDrafts:
    @pytest.fixture
    def texts(self, host: str, posture: Posture, hosts: dict[str, Contract], core_library: Library) -> list[str]:
        suggestions = draft(
            hosts[host],
            missing_all(core_library),
            provisions=core_library.provisions,
            definitions=core_library.definitions,
            posture=posture,
            tier="high",
        )
        self.definitions = [d for s in suggestions for d in s.definitions]
        assert suggestions
        return [e.text for s in suggestions for e in s.edits] + [d.text for d in self.definitions]

    def test_leave_no_brace_and_no_tier_in_a_bracket(self, texts: list[str]) -> None:
        for text in texts:
            assert not re.search(r"[{}]|; high|  ", text)

    def test_name_the_parties_as_the_contract_does(self, host: str, texts: list[str]) -> None:
        house = STYLES[host]
        for text in texts:
            assert not re.search(r"\b(?:Client|{client}|{provider})\b", text)
            if host != "short-form":
                for name in (house["client"], house["provider"]):
                    assert not re.search(rf"(?<![Tt]he )(?<!third-party )\b{name}\b(?! (?:AI )?Data)", text)
            else:
                assert not re.search(r"\b[Tt]he (?:Meridian|Provider)\b(?! (?:AI )?Data)", text)
                assert not re.search(r"\bshall\b", text)

    def test_spell_as_the_contract_does(self, host: str, texts: list[str]) -> None:
        american = re.compile(
            r"(?i)\b\w{3,}iz(?:e[ds]?|ing|ation)\b|\bcenters?\b|\bdefense\b|\bbehavior|\blabeled\b|\bwillful\b"
        )
        found = [m[0] for text in texts for m in american.finditer(text)]
        assert bool(found) != STYLES[host]["british"]

    def test_start_with_a_capital_and_end_a_sentence(self, texts: list[str]) -> None:
        for text in texts[: len(texts) - len(self.definitions)]:
            assert text[0].isupper()
            assert text.endswith(".")

    def test_never_define_a_term_twice_in_one_suggestion_or_differently_in_two(self, texts: list[str]) -> None:
        known: dict[str, str] = {}
        for definition in self.definitions:
            assert known.setdefault(definition.term, definition.text) == definition.text
        assert known
