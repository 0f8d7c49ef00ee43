"""Let a language model fit drafted clauses to the voice of their contract, and keep only what code can follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from analyzer.adapt.check import find_fault
from analyzer.models import Contract, Edit, ElementStatus, Finding, LanguageModel, Provision, Suggestion
from analyzer.models.llm import Prompt, Reply, Request
from analyzer.prompts import fence

__all__ = ["JudgeWording", "adapt"]

# Judges wording by itself on the elements of one provision.
JudgeWording = Callable[[str, str], Sequence[Finding]]

# So many suggestions, where most is at stake, are worth a model's time.
_MOST_ADAPTED = 6

_AROUND_CHARACTERS = 1_200
_MOST_TERMS = 40
_TOKENS_A_CHARACTER = 0.5
_ORDER: tuple[ElementStatus, ...] = ("adverse", "missing", "weak", "adequate", "strong")


class AdaptedDraft(BaseModel):
    """One draft as it now reads."""

    model_config = ConfigDict(extra="forbid")

    draft: str
    text: str


class AdaptedDrafts(BaseModel):
    """One text a draft."""

    model_config = ConfigDict(extra="forbid")

    drafts: list[AdaptedDraft]


def adapt(
    contract: Contract,
    suggestions: Sequence[Suggestion],
    *,
    exposures: Sequence[str],
    provisions: Sequence[Provision],
    model: LanguageModel,
    prompt: Prompt,
    judge: JudgeWording,
) -> tuple[Suggestion, ...]:
    """Return the suggestions, those with most at stake fitted where the model's wording passed every check.

    The others are as the library has them.

    Args:
        contract: the document the language goes into.
        exposures: provisions by what is at stake, most first.
        judge: takes wording and the id of a provision and gives a finding for each element; nobody else decides
            whether the wording still does what the library's does.
    """
    titles = {(e.provision, e.id): f"{e.title}. {e.strong}" for p in provisions for e in p.elements}
    stake = {provision: at for at, provision in enumerate(exposures)}
    drafted = sorted((s for s in suggestions if s.edits), key=lambda s: stake.get(s.provision, len(stake)))
    chosen = drafted[:_MOST_ADAPTED]
    replies = model.ask([_ask_for(contract, suggestion, titles, prompt) for suggestion in chosen])
    fitted = {s.provision: _fit(contract, s, reply, judge) for s, reply in zip(chosen, replies, strict=True)}
    return tuple(fitted.get(suggestion.provision, suggestion) for suggestion in suggestions)


def _ask_for(
    contract: Contract, suggestion: Suggestion, titles: Mapping[tuple[str, str], str], prompt: Prompt
) -> Request[AdaptedDrafts]:
    at = suggestion.edits[0].start
    around = contract.document.text[max(0, at - _AROUND_CHARACTERS) : at]
    terms = ", ".join(term.term for term in contract.terms[:_MOST_TERMS])
    drafts = [
        f"Draft {letter}, which must achieve: {titles[suggestion.provision, edit.element]}\n{edit.text}"
        for letter, edit in _lettered(suggestion).items()
    ]
    text = "\n\n".join([fence(f"{around.strip()}\n\nDefined terms: {terms or 'none'}"), *drafts])
    most = 100 + int(_TOKENS_A_CHARACTER * sum(len(edit.text) for edit in suggestion.edits))
    return Request(prompt=prompt, text=text, shape=AdaptedDrafts, max_output_tokens=most)


def _lettered(suggestion: Suggestion) -> dict[str, Edit]:
    return {chr(ord("A") + at): edit for at, edit in enumerate(suggestion.edits)}


def _fit(contract: Contract, suggestion: Suggestion, reply: Reply[AdaptedDrafts], judge: JudgeWording) -> Suggestion:
    """Return the suggestion with every adapted draft that passes; why others did not is noted."""
    if reply.answer is None:
        why = reply.failure.message if reply.failure else "no answer"
        return _noted(suggestion, f"Not adapted by the model: {why}")
    given = {draft.draft.strip().removeprefix("Draft "): " ".join(draft.text.split()) for draft in reply.answer.drafts}
    faults: dict[str, str] = {}
    fitted: list[Edit] = []
    for letter, edit in _lettered(suggestion).items():
        own = given.get(letter, edit.text)
        fault = None if own == edit.text else find_fault(own, edit=edit, contract=contract)
        if fault is not None:
            faults[edit.element] = fault
        fitted.append(edit if fault is not None else edit.model_copy(update={"text": own}))
    for edit in _lost(suggestion, fitted, judge):
        faults[edit.element] = "read again offline it no longer does what the library's words do"
    edits = tuple(old if old.element in faults else new for old, new in zip(suggestion.edits, fitted, strict=True))
    text = suggestion.text
    for old, new in zip(suggestion.edits, edits, strict=True):
        text = text.replace(old.text, new.text, 1)
    changed = sum(old.text != new.text for old, new in zip(suggestion.edits, edits, strict=True))
    notes = [f"{changed} of {len(edits)} sentences are in the model's wording, read again offline and found to keep"
             " what is required."] if changed else []  # fmt: skip
    notes += [f"The library's words are kept for {element}: {fault}." for element, fault in faults.items()]
    return _noted(suggestion.model_copy(update={"edits": edits, "text": text}), " ".join(notes))


def _lost(suggestion: Suggestion, fitted: Sequence[Edit], judge: JudgeWording) -> list[Edit]:
    """Return the changed edits whose element is judged lower in the new wording than in the library's."""
    changed = [new for old, new in zip(suggestion.edits, fitted, strict=True) if old.text != new.text]
    if not changed:
        return []
    before, after = (
        {f.element: f.status for f in judge("\n\n".join(edit.text for edit in edits), suggestion.provision)}
        for edits in (suggestion.edits, fitted)
    )
    # One sentence may carry another's element: where any is lower, none of the changed ones is trusted.
    if any(_ORDER.index(after[e.element]) < _ORDER.index(before[e.element]) for e in suggestion.edits):
        return changed
    return []


def _noted(suggestion: Suggestion, note: str) -> Suggestion:
    return suggestion.model_copy(update={"note": f"{suggestion.note} {note}"}) if note else suggestion
