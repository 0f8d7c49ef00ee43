"""Hold contracts, or wording that is to go into one, against the library: retrieval and assessment together."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.assess import assess, load_judge
from analyzer.assess.judge import Judge
from analyzer.ingest import ingest
from analyzer.library import Library
from analyzer.models import Contract, DefinedTerm, Evidence, Finding, Matches, Party, Provision, Span, Tier
from analyzer.retrieve import Retriever
from analyzer.segment import segment
from analyzer.settings import Settings

__all__ = ["judge_as_ai", "judge_contracts", "judge_wording", "note_latent"]

# Said of the services, it makes every sentence of a contract one about AI.
_AI_SERVICES = ("Services", "\n\n\u201cServices\u201d means services performed by artificial intelligence.")


def judge_contracts(
    contracts: Sequence[Contract],
    *,
    provisions: Sequence[Provision],
    tier: Tier,
    settings: Settings,
    retriever: Retriever,
) -> tuple[Finding, ...]:
    """Judge every element of some provisions in the contracts of one deal."""
    return assess(
        contracts,
        [retriever.retrieve(contract, provisions={p.id for p in provisions}) for contract in contracts],
        provisions=provisions,
        tier=tier,
        judge=load_judge(settings.encoder),
    )


def judge_wording(
    wording: str,
    provision: str,
    *,
    parties: Sequence[Party],
    tier: Tier,
    settings: Settings,
    library: Library,
    retriever: Retriever,
) -> tuple[Finding, ...]:
    """Judge wording that is to go into a contract, by itself, on the elements of one provision.

    Args:
        provision: its id.
        parties: those of the contract.
    """
    written = ingest(wording.encode(), name="wording.txt", settings=settings)
    return judge_contracts(
        [segment(written, parties=tuple(parties))],
        provisions=[library.provision(provision)],
        tier=tier,
        settings=settings,
        retriever=retriever,
    )


def judge_as_ai(
    contracts: Sequence[Contract],
    matches: Sequence[Matches],
    *,
    provisions: Sequence[Provision],
    tier: Tier,
    judge: Judge,
) -> tuple[Finding, ...]:
    """Judge the deal as if its services were AI, for `note_latent`."""
    first, *others = contracts
    return assess([_name_ai(first), *others], matches, provisions=provisions, tier=tier, judge=judge)


def note_latent(findings: Sequence[Finding], as_ai: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings with the general wording that would turn against the client once the contract names AI.

    A sole remedy "for any failure" says nothing of AI while nobody speaks of it; beside a drafted AI clause it does.

    Args:
        as_ai: what `judge_as_ai` found.
    """
    return tuple(
        finding.model_copy(update={"latent": tuple(e for e in _against(turned) if e not in _against(finding))})
        if turned.status == "adverse"
        else finding
        for finding, turned in zip(findings, as_ai, strict=True)
    )


def _against(finding: Finding) -> tuple[Evidence, ...]:
    return finding.against or finding.evidence[:1] if finding.status == "adverse" else ()


def _name_ai(contract: Contract) -> Contract:
    """Return a contract as if its services were AI; the places of its passages stay."""
    term, said = _AI_SERVICES
    start = len(contract.document.text)
    at = start + said.index(term)
    text = contract.document.text + said
    defined = DefinedTerm(
        term=term, start=at, end=at + len(term), definition=Span(start=start + said.index("\u201c"), end=len(text))
    )
    return contract.model_copy(
        update={
            "document": contract.document.model_copy(update={"text": text}),
            "terms": (*contract.terms, defined),
        }
    )
