"""Put the roles in place of the names of parties, so that wording is compared and not names."""

import re
from collections.abc import Iterable

from analyzer.memory import remember

# Names that are a role in themselves; the exemplars of the library use them freely.
CLIENT_NAMES = (
    "Client", "Customer", "Company", "Buyer", "Authority", "Purchaser", "Principal", "Subscriber", "Licensee", "Bank",
    "Insurer", "Council", "Trust", "Recipient", "Service Recipient", "University", "Hospital", "Retailer", "Carrier",
)  # fmt: skip
PROVIDER_NAMES = (
    "Provider", "Service Provider", "Supplier", "Vendor", "Contractor", "Seller", "Outsourcer", "Consultant",
    "Licensor", "Processor", "Agency", "Outsourcing Provider",
)  # fmt: skip
_WORDS = {
    "you": "Client",
    "your": "Client's",
    "yours": "Client's",
    "we": "Provider",
    "us": "Provider",
    "our": "Provider's",
    "ours": "Provider's",
}
# "AI Vendor", "model provider" and "Cloud Provider" are terms of their own, not the party.
_COMPOUNDS = ("AI", "Model", "model", "Third-Party", "third-party", "Party", "party", "Cloud", "cloud", "Technology")
_NOT_BEFORE = "".join(f"(?<!{word} )" for word in _COMPOUNDS)


@remember(64)
def _pattern(client: tuple[str, ...], provider: tuple[str, ...]) -> re.Pattern[str]:
    def alternatives(names: Iterable[str]) -> str:
        variants = {v for n in names for v in (n, n.upper())}
        return "|".join(re.escape(n) for n in sorted(variants, key=len, reverse=True))

    # A name may end in a full stop ("Acme Inc."), so its end is where no letter follows, not a word boundary.
    return re.compile(
        rf"{_NOT_BEFORE}(?<!\w)(?:(?:[Tt]he|THE) )?"
        rf"(?:(?P<client>{alternatives(client)})|(?P<provider>{alternatives(provider)}))(?!\w)"
        r"|\b(?P<word>[Yy]ou|[Yy]ours?|[Ww]e|[Oo]urs?|us)\b"
    )


def put_roles(text: str, *, client: tuple[str, ...] = (), provider: tuple[str, ...] = ()) -> str:
    """Replace the parties' names by Client and Provider.

    Without names the usual role names are taken ("Customer", "Supplier", "you", "we"), as in the library's exemplars.
    """
    # "Company" is a usual name of either side: where one side has it, the other has not.
    client = client or tuple(n for n in CLIENT_NAMES if n not in provider)
    provider = provider or tuple(n for n in PROVIDER_NAMES if n not in client)
    own_client = tuple(n for n in client if n not in {"You", "We"}) or ("Client",)
    own_provider = tuple(n for n in provider if n not in {"You", "We"}) or ("Provider",)

    def replace(match: re.Match[str]) -> str:
        if match["client"]:
            return "Client"
        if match["provider"]:
            return "Provider"
        return _WORDS[match["word"].lower()]

    return _pattern(own_client, own_provider).sub(replace, text)
