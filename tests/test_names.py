import pytest

from analyzer.names import CLIENT_NAMES, PROVIDER_NAMES, put_roles


def test_given_names_become_roles_and_lose_their_article():
    text = "The Supplier shall tell the Customer, and THE SUPPLIER shall pay CUSTOMER."
    assert put_roles(text, client=("Customer",), provider=("Supplier",)) == (
        "Provider shall tell Client, and Provider shall pay Client."
    )


def test_possessives_and_data_keep_their_form():
    text = "the Customer's staff, Customer Data and the Supplier\u2019s systems"
    assert put_roles(text, client=("Customer",), provider=("Supplier",)) == (
        "Client's staff, Client Data and Provider\u2019s systems"
    )


@pytest.mark.parametrize(
    "text",
    [
        "an AI Vendor",
        "the Cloud Provider",
        "a Third-Party Supplier",
        "each model provider",
        "Customers",
        "Supplierless",
    ],
)
def test_compounds_plurals_and_longer_words_are_not_the_party(text):
    assert put_roles(text, client=("Customer",), provider=("Supplier", "Provider", "Vendor")) == text


def test_trade_names_and_names_that_end_in_a_full_stop():
    text = "Acme Inc. shall pay M&I, and M&I's agents shall help Acme Inc."
    assert put_roles(text, client=("Acme Inc.",), provider=("M&I",)) == (
        "Client shall pay Provider, and Provider's agents shall help Client"
    )


def test_the_longest_name_is_taken_first():
    text = "The Service Provider and Acme Foods; the Provider and Acme"
    assert put_roles(text, client=("Acme", "Acme Foods"), provider=("Provider", "Service Provider")) == (
        "Provider and Client; Provider and Client"
    )


def test_names_are_matched_as_written_or_in_capitals():
    assert put_roles("a customer of one of the suppliers", client=("Customer",), provider=("Supplier",)) == (
        "a customer of one of the suppliers"
    )


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("We will tell you before we change it.", "Provider will tell Client before Provider change it."),
        ("Our model is ours.", "Provider's model is Provider's."),
        ("Your data is yours; tell us.", "Client's data is Client's; tell Provider."),
        ("The US law applies to house and yourself", "The US law applies to house and yourself"),
    ],
)
def test_you_and_we(text, roles):
    assert put_roles(text, client=("You",), provider=("We",)) == roles


def test_you_and_we_count_beside_names():
    text = "You, the Customer, pay us, the Agency."
    assert (
        put_roles(text, client=("You", "Customer"), provider=("We", "Agency"))
        == "Client, Client, pay Provider, Provider."
    )


def test_without_names_the_usual_ones_serve():
    text = "The Vendor shall not use Buyer Data; the Contractor and the Authority agree."
    assert put_roles(text) == "Provider shall not use Client Data; Provider and Client agree."
    assert not set(CLIENT_NAMES) & set(PROVIDER_NAMES)


def test_a_usual_name_of_one_side_is_not_the_other_sides():
    assert put_roles("the Company shall pay", provider=("Company",)) == "Provider shall pay"
    assert put_roles("the Agency shall pay the Vendor", client=("Agency",)) == "Client shall pay Provider"


def test_other_text_is_left_as_it_is():
    text = "Measure | Target | 95% of calls \u2013 see clause 14.2(b)."
    assert put_roles(text, client=("Customer",), provider=("Supplier",)) == text
