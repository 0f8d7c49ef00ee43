"""What an amendment is called, what it amends and between whom, in the contract's own words as far as they were read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from analyzer.models import Confidence, Contract, Renewal, RenewalFact, Report, Role
from analyzer.report.rider import name_party
from analyzer.report.visible import one_line
from analyzer.report.words import say_value

_NOT_RESOLVED = "[not resolved]"


def name_amendment(report: Report) -> str:
    """Return "Amendment No. [2]": the number after the last one among the deal's documents, for the parties to confirm."""
    last = report.renewal.last_amendment if report.renewal else None
    return f"Amendment No. [{1 if last is None else last.value + 1}]"


def name_agreement(report: Report) -> str:
    """Return what is amended by its own title: "Master Services Agreement"."""
    title = (report.renewal or Renewal()).agreement_title
    return sure(title) if title else "[title of the agreement]"


def cite_agreement(report: Report) -> str:
    """Return what is amended with its day: "Master Services Agreement dated 1 March 2024"."""
    renewal = report.renewal or Renewal()
    made, effective = renewal.agreement_date, renewal.effective_date
    day = f"dated {sure(made)}" if made else f"effective {sure(effective)}" if effective else "dated [date]"
    return f"{name_agreement(report)} {day}"


def name_parties(report: Report, contracts: Sequence[Contract]) -> str:
    """Return the parties in the order in which the agreement names them; there may be more than two."""
    parties = (report.renewal or Renewal()).parties
    named = [_confirm(party.value.name, party.confidence) for party in parties]
    both = {"client", "provider"} <= {party.value.role for party in parties}
    return _list(named if both else full_names(report, contracts))


def call_parties(report: Report) -> tuple[str, str]:
    """Return what the agreement calls client and provider, with "the" where the drafts speak of them with it."""
    written = " ".join(p.suggestion.text for p in report.provisions if p.suggestion)
    client, provider = report.parties.client, report.parties.provider
    return _call(client, "Client", written), _call(provider, "Provider", written)


def _call(name: str | None, usual: str, written: str) -> str:
    called = usual if not name or name.lower() in {"you", "we"} else one_line(name)
    uses = len(re.findall(rf"\b{re.escape(called)}\b", written))
    with_article = len(re.findall(rf"\b[Tt]he {re.escape(called)}\b", written))
    return called if uses and 2 * with_article < uses else f"the {called}"


def full_names(report: Report, contracts: Sequence[Contract]) -> tuple[str, str]:
    """Return the full names of client and provider, in brackets what is to be filled in or confirmed."""
    return _full_name(report, contracts, "client"), _full_name(report, contracts, "provider")


def sure(fact: RenewalFact[date] | RenewalFact[str]) -> str:
    """Return what was read for certain as it is, and the rest in brackets, for the parties to confirm."""
    return _confirm(say_value(fact.value), fact.confidence)


def _confirm(text: str, confidence: Confidence) -> str:
    plain = one_line(text)
    return plain if confidence == "high" else f"[{plain.replace('[', '(').replace(']', ')')}]"


def _full_name(report: Report, contracts: Sequence[Contract], role: Role) -> str:
    parties = (report.renewal or Renewal()).parties
    names = [_confirm(p.value.name, p.confidence) for p in parties if p.value.role == role]
    if names:
        return _list(names)
    named = name_party(None, role, contracts)
    return f"[full name of the {role}]" if named == _NOT_RESOLVED else named


def _list(names: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
