"""Work out from the liability rules who bears each kind of loss from an AI error, and up to what."""

from collections.abc import Iterator, Sequence

from analyzer.crosscheck.liability.insurance import RESPONDING
from analyzer.crosscheck.liability.limits import in_money, make_limit
from analyzer.models import Limit, Loss, LossOutcome, Money, StepKind, WaterfallStep

# Which heads of a clause reach which loss; "breach" and "ai" reach all of them.
_REACHES: dict[Loss, frozenset[str]] = {
    "wrong-output": frozenset({"ai", "breach"}),
    "data-misuse": frozenset({"ai", "breach", "data", "confidentiality", "training"}),
    "infringement": frozenset({"ai", "breach", "ip", "indemnities"}),
    "third-party-claim": frozenset({"ai", "breach", "third-party", "indemnities"}),
    "lost-profit": frozenset({"ai", "breach"}),
}
# Exclusions of AI loss leave misuse of data and infringement where they were.
_SHUT_OUT: dict[StepKind, frozenset[Loss]] = {
    "exclusion": frozenset({"wrong-output", "third-party-claim", "lost-profit"}),
    "disclaimer": frozenset({"wrong-output", "lost-profit"}),
    "client-indemnity": frozenset({"infringement", "third-party-claim"}),
}
_NAMES: dict[Loss, str] = {
    "wrong-output": "A wrong answer or act of the AI costs the client money",
    "data-misuse": "The AI leaks the client's data or is trained on it",
    "infringement": "What the AI produces infringes somebody's rights",
    "third-party-claim": "A customer or a regulator claims against the client",
    "lost-profit": "The client loses profit or business",
}


def work_out(steps: Sequence[WaterfallStep], annual_charges: Money | None) -> tuple[LossOutcome, ...]:
    """Return one outcome for each kind of loss."""
    return tuple(_outcome(loss, steps, annual_charges) for loss in _REACHES)


def _outcome(loss: Loss, steps: Sequence[WaterfallStep], annual_charges: Money | None) -> LossOutcome:
    shut_out = next(_shutting_out(loss, steps), None)
    if shut_out is not None:
        return LossOutcome(
            loss=loss, what=_NAMES[loss], payer="client", limit=None, money=None, insured=None, steps=(shut_out,),
            words="The client bears it.",
        )  # fmt: skip
    deciding, limit = _limit(loss, steps)
    money = in_money(limit, annual_charges)
    insured = _insured(steps)
    behind = [i for i, s in enumerate(steps) if s.kind == "insurance" and s.heads[0] in RESPONDING]
    return LossOutcome(
        loss=loss,
        what=_NAMES[loss],
        payer="provider",
        limit=limit,
        money=money,
        insured=insured,
        steps=(*deciding, *behind),
        words=_words(limit, money, insured, capped=bool(deciding)),
    )


def _shutting_out(loss: Loss, steps: Sequence[WaterfallStep]) -> Iterator[int]:
    for index, step in enumerate(steps):
        if "ai" in step.heads and loss in _SHUT_OUT.get(step.kind, ()):
            yield index
        if loss == "lost-profit" and step.kind == "exclusion" and "profit" in step.heads:
            yield index


def _limit(loss: Loss, steps: Sequence[WaterfallStep]) -> tuple[tuple[int, ...], Limit]:
    """Return the deciding steps and the limit: what is uncapped, then a special cap, AI before the rest, then the cap."""
    reach = _REACHES[loss]
    # "The indemnities" are those the provider gives, where it gives any.
    indemnified = frozenset(h for s in steps if s.kind == "indemnity" for h in s.heads if h != "ai")
    if indemnified and not indemnified & reach:
        reach -= {"indemnities"}
    for kind, heads in (("uncapped", reach), ("head-cap", frozenset({"ai"})), ("head-cap", reach)):
        for index, step in enumerate(steps):
            if step.kind == kind and heads & set(step.heads) and step.limit is not None:
                return (index,), step.limit
    for index, step in enumerate(steps):
        if step.kind == "cap" and step.limit is not None:
            return (index,), step.limit
    return (), make_limit("unlimited")


def _insured(steps: Sequence[WaterfallStep]) -> Money | None:
    sums = [
        s.limit.sums[0] for s in steps if s.kind == "insurance" and s.heads[0] in RESPONDING and s.limit is not None
    ]
    return max(sums, key=lambda m: m.amount) if len({m.currency for m in sums}) == 1 else None


def _words(limit: Limit, money: Money | None, insured: Money | None, *, capped: bool) -> str:
    if limit.kind == "unlimited":
        text = (
            "The provider pays without limit"
            if capped
            else "The provider pays; no limit was found in the documents supplied"
        )
    elif limit.kind == "reperformance":
        text = "The provider only does the work again"
    else:
        text = f"The provider pays up to {limit.words}"
        if limit.shares and money is not None:
            text += f" ({money.words})"
    if insured is not None and limit.kind != "reperformance":
        text += f"; insurance of {insured.words} stands behind it"
    return f"{text}."
