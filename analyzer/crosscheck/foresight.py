"""See which passages of a deal would defeat wording that is only drafted yet, so that it can set them aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import count

from analyzer.crosscheck.deal import ClauseKey, Deal, Sentence
from analyzer.crosscheck.defeats import Weighing, find_lost_ground, find_other_words
from analyzer.crosscheck.defeats.effects import Standing
from analyzer.crosscheck.defeats.sparing import sets_aside
from analyzer.crosscheck.documents import read_documents
from analyzer.crosscheck.orders import Order, read_orders
from analyzer.crosscheck.reading import Reading
from analyzer.models import Contract, Edit, Finding, Foreseen, Provision, Suggestion
from analyzer.names import put_roles


class Foresight:
    """A deal as wording is rehearsed in it: read once, however often it is drafted for."""

    def __init__(self, contracts: Sequence[Contract], *, provisions: Sequence[Provision]) -> None:
        self._deal = Deal(contracts)
        self._reading = Reading(self._deal)
        self._weighing = Weighing(self._reading, provisions)
        self._rehearsed = count(1)

    @cached_property
    def _orders(self) -> tuple[Order, ...]:
        return read_orders(self._deal, read_documents(self._deal))

    @cached_property
    def _body(self) -> list[tuple[int, ClauseKey]]:
        """The clauses of the first document's body that are no signatures, the last one first, each behind its start."""
        clauses = enumerate(self._deal.contracts[0].clauses)
        body = [(c.start, (0, index)) for index, c in clauses if c.kind != "signature"]
        return [(start, key) for start, key in reversed(body) if key not in self._deal.attached]

    def _clause_before(self, offset: int) -> ClauseKey | None:
        """Return the last clause of the body that begins at an offset or before it."""
        return next((key for start, key in self._body if start <= offset), None)

    def foresee(self, suggestions: Sequence[Suggestion]) -> tuple[Foreseen, ...]:
        """Return the passages that would defeat drafted wording once it stood in the first document.

        Each edit is read as if it were a sentence of the clause it replaces or follows, and as good as can be. What it sets
        aside by name defeats it no more.
        """
        deal = self._deal
        drafted = tuple(self._standing(suggestions))
        if not drafted:
            return ()
        other_words = find_other_words(self._reading, self._weighing, drafted, every=drafted, orders=self._orders)
        ground = find_lost_ground(deal, drafted)
        found = (
            Foreseen(
                provision=d.finding[0],
                element=d.finding[1],
                check=d.check,
                evidence=deal.quote(d.by),
                by_name=by_name,
                why=f"{d.why} ({deal.cite(d.by)})",
            )
            for by_name, defeats in ((True, other_words), (False, ground))
            for d in defeats
            if d.finding is not None and d.status is not None and d.by != d.emptied
            if not sets_aside(deal, d.emptied, d.by)
        )
        return tuple(dict.fromkeys(found))

    def _standing(self, suggestions: Sequence[Suggestion]) -> Iterator[Standing]:
        contract = self._deal.contracts[0]
        for suggestion in suggestions:
            for edit in suggestion.edits:
                clause = self._clause_before(edit.start)
                if edit.document != contract.document.name or clause is None:
                    continue
                finding = Finding(
                    provision=suggestion.provision,
                    element=edit.element,
                    status="strong",
                    probability=1.0,
                    confidence="high",
                    reason="",
                    method="rules",
                )
                yield Standing(finding, (_sentence(contract, clause, edit, next(self._rehearsed)),))


def _sentence(contract: Contract, clause: ClauseKey, edit: Edit, number: int) -> Sentence:
    names = {party.role: party.aliases for party in contract.parties}
    reading = put_roles(edit.text, client=names.get("client", ()), provider=names.get("provider", ()))
    # No passage has a negative number: what is remembered of passages stays apart from what is only drafted.
    return Sentence(0, -number, clause, edit.start, edit.text, reading, reading.lower())
