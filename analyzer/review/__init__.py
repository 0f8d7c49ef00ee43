"""Read doubtful elements a second time by a language model, and believe it no further than code can check."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.models import Contract, Finding, Provision, Tier
from analyzer.models.lint import HostileText
from analyzer.models.llm import LanguageModel, Prompt
from analyzer.models.review import Checked, Reviewed, SecondReading, Shortlist
from analyzer.review.choose import choose
from analyzer.review.compose import Check, Sheet, compose
from analyzer.review.decide import Decision, carry_out, confirm, decide
from analyzer.review.verify import Unusable, Verified, verify

__all__ = ["review"]

_ALL = 2.0


def review(
    contracts: Sequence[Contract],
    findings: Sequence[Finding],
    *,
    provisions: Sequence[Provision],
    shortlists: Sequence[Shortlist],
    tier: Tier,
    model: LanguageModel,
    prompt: Prompt,
    hostile: Sequence[HostileText] = (),
) -> Reviewed:
    """Return the findings after a language model has read the doubtful ones.

    An answer counts when its quotes stand in the passages shown. Downwards it then counts as it is; upwards it never passes
    what the words of the quoted passage allow, nor adverse words that a rule found, and a second look at the quoted passage
    alone must agree. A deal that gives its reader instructions is only ever read downwards.

    Args:
        findings: one for each element of each provision.
        shortlists: for each element, the passages nearest to it.
        hostile: what lint found; passages it touches are not shown to the model.
    """
    chosen = choose(findings, shortlists, provisions=provisions, hostile=hostile)
    sheets = compose(chosen, contracts, tier=tier, prompt=prompt)
    answers = _ask(model, sheets)
    may_raise = not any(h.kind == "instruction" for h in hostile)
    before = {(f.provision, f.element): f for f in findings}
    decisions = {
        _key(check): decide(before[_key(check)], check, answer, may_raise=may_raise) for check, answer in answers
    }
    raising = [
        Check(check.element, check.title, check.shortlist, decisions[_key(check)].rests_on)
        for check, _ in answers
        if decisions[_key(check)].raises
    ]
    # One element a request, so that no passage speaks for another.
    alone = compose(raising, contracts, tier=tier, prompt=prompt, together=1)
    for check, second in _ask(model, alone):
        decisions[_key(check)] = confirm(before[_key(check)], decisions[_key(check)], second)
    after = dict(before)
    checked = []
    for check, answer in answers:
        key, decision = _key(check), decisions[_key(check)]
        after[key] = carry_out(before[key], check, answer, decision)
        checked.append(_record(before[key], after[key], answer, decision))
    every = choose(findings, shortlists, provisions=provisions, hostile=hostile, sure_from=_ALL)
    return Reviewed(
        findings=tuple(after.values()),
        reading=SecondReading(
            elements=len(findings),
            checks=tuple(checked),
            tokens_asked=_count_tokens(model, [*sheets, *alone]),
            tokens_for_all=_count_tokens(model, compose(every, contracts, tier=tier, prompt=prompt)),
        ),
    )


def _key(check: Check) -> tuple[str, str]:
    return check.element.provision, check.element.id


def _ask(model: LanguageModel, sheets: Sequence[Sheet]) -> list[tuple[Check, Verified | Unusable]]:
    replies = model.ask([sheet.request for sheet in sheets])
    return [
        (sheet.checks[letter], found)
        for sheet, reply in zip(sheets, replies, strict=True)
        for letter, found in verify(sheet, reply).items()
    ]


def _record(before: Finding, after: Finding, answer: Verified | Unusable, decision: Decision) -> Checked:
    return Checked(
        provision=before.provision,
        element=before.element,
        outcome=decision.outcome,
        before=before.status,
        said=answer.status if isinstance(answer, Verified) else None,
        after=after.status,
        why=decision.why,
        quotes=answer.quotes if isinstance(answer, Verified) else (),
    )


def _count_tokens(model: LanguageModel, sheets: Sequence[Sheet]) -> int:
    return sum(model.count_tokens(sheet.request) for sheet in sheets)
