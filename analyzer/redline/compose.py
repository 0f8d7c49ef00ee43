"""Write the edits of a report into a copy of the host, as tracked changes with comments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from analyzer.models import AppliedEdit, Contract, Provision, RefusedEdit, ReportProvision
from analyzer.redline.anchors import Anchors
from analyzer.redline.clauses import read_clauses, write_clauses
from analyzer.redline.comments import Comments
from analyzer.redline.definitions import write_definitions
from analyzer.redline.edits import Rewrite, settle_edits
from analyzer.redline.expected import Expected
from analyzer.redline.host import Host
from analyzer.redline.package import MainPart, Package, Slice, write_package
from analyzer.redline.replace import make_cut
from analyzer.redline.story import read_units
from analyzer.redline.tracker import Tracker, used_ids


@dataclass(frozen=True)
class Composed:
    """A redline that has not been checked yet, with what is needed to check it.

    `touched` is where the paragraphs that changed stood in the original document part, in bytes.
    """

    data: bytes
    applied: tuple[AppliedEdit, ...]
    refused: tuple[RefusedEdit, ...]
    expected: Expected
    new_ids: frozenset[int]
    touched: frozenset[Slice]


def compose(
    package: Package,
    contract: Contract,
    accepted: Sequence[ReportProvision],
    *,
    library: Sequence[Provision],
    author: str,
    date_utc: datetime,
    typed: bool,
) -> Composed:
    """Return the redline of a package.

    Args:
        library: where the sources of the wording are looked up.
        typed: write the numbers of new clauses out even where the host has them generated.
    """
    tracker = Tracker(author, date_utc, used_ids(package.parts))
    main = MainPart(package.parts[package.main])
    units = read_units(main.root, "proposed")
    anchors = Anchors(contract.document, units)
    host = Host(
        contract=contract,
        main=main,
        anchors=anchors,
        expected=Expected(units, anchors),
        comments=Comments(package, tracker),
        tracker=tracker,
        sources={
            (provision.id, element.id): element.sources for provision in library for element in provision.elements
        },
        typed=typed,
    )
    edits = settle_edits(contract, accepted, anchors)
    clauses = read_clauses(host, edits.clauses)
    # The list of definitions may be the last thing before the new clauses.
    write_definitions(host, [d for d in edits.definitions if d.place is not None])
    write_clauses(host, clauses, [d for d in edits.definitions if d.place is None])
    _write_rewrites(host, edits.rewrites)
    changes = {package.main: main.write(), **host.comments.write()} if host.applied else {}
    return Composed(
        data=write_package(package, changes),
        applied=tuple(host.applied),
        refused=tuple(edits.refused),
        expected=host.expected,
        new_ids=frozenset(tracker.ids),
        touched=main.touched,
    )


def _write_rewrites(host: Host, rewrites: Sequence[Rewrite]) -> None:
    """Put new words in the place of old ones; last, for it takes apart the runs whose look others copy."""
    ends: dict[int, tuple[etree._Element, etree._Element]] = {}
    cuts = [(cut, number) for number, rewrite in enumerate(rewrites) for cut in rewrite.cuts]
    # From the end to the beginning, so that places further left stay where they are.
    for cut, number in sorted(cuts, key=lambda pair: (pair[0].first, pair[0].at), reverse=True):
        first, last = make_cut(rewrites[number].unit, cut, document=host.main, tracker=host.tracker)
        ends[number] = (first, ends.get(number, (first, last))[1])
    for number, rewrite in enumerate(rewrites):
        host.expected.rewrite(rewrite.unit, rewrite.hunks)
        for provision, edit in rewrite.wanted:
            host.record(provision, edit, *ends[number], section=edit.number, before=rewrite.before, after=rewrite.after)
