"""The copy of the host that a redline is written into."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from analyzer.models import AppliedEdit, Contract, ReportEdit, ReportProvision
from analyzer.redline.anchors import Anchors
from analyzer.redline.comments import Comments
from analyzer.redline.edits import Definition, action_of
from analyzer.redline.expected import Expected, Line
from analyzer.redline.explain import explain_definition, explain_edit
from analyzer.redline.package import MainPart
from analyzer.redline.paragraphs import Template, Words, new_paragraph, new_spacer, read_template
from analyzer.redline.placing import Model
from analyzer.redline.tracker import Tracker
from analyzer.redline.wml import P_PR, TBL


@dataclass
class Host:
    """A contract with its XML, what was written into it so far, and what it is to read like in the end.

    `sources` are those of each element's wording, by provision and element. `typed` says that numbers of new clauses
    are written out even where the host has them generated.
    """

    contract: Contract
    main: MainPart
    anchors: Anchors
    expected: Expected
    comments: Comments
    tracker: Tracker
    sources: Mapping[tuple[str, str], Sequence[str]]
    typed: bool
    applied: list[AppliedEdit] = field(default_factory=list)

    def template(self, model: Model) -> Template:
        """Read the paragraph that others are made after."""
        return read_template(
            self.anchors.unit_of(model.block), self.contract.document.blocks[model.block], model.clause
        )

    def element_of(self, block: int) -> etree._Element:
        """Return what to put new paragraphs after: the block's own paragraph, or the whole table it is in."""
        paragraph = self.anchors.unit_of(block).paragraphs[-1]
        return [paragraph, *paragraph.iterancestors(TBL)][-1]

    def add_paragraph(
        self,
        after: etree._Element,
        template: Template,
        words: Words,
        label: str | None,
        *,
        numbered: bool = True,
        free: bool = False,
        heading: bool = False,
    ) -> etree._Element:
        """Put a new paragraph after an element, behind those put there before.

        Args:
            label: the number it gets; Word gives it where the template's is generated, else it is written out.
            numbered: False for a paragraph that goes on without a number of its own.
            free: the number Word gives it does not matter.
            heading: it heads a clause.
        """
        # Where Word gets the numbers wrong it may be because it numbers the empty paragraphs too.
        spacer = None if self.typed else new_spacer(template, self.tracker)
        if spacer is not None:
            self.main.add_after(after, spacer)
        generated = template.automatic and numbered and not self.typed
        written = None if generated else label
        paragraph = new_paragraph(template, words, self.tracker, label=written, generated=generated, heading=heading)
        self.main.add_after(after, paragraph)
        text = " ".join(f"{written or ''} {''.join(part for part, _ in words)}".split())
        self.expected.add_after(after, Line(text, label if generated else None, free=free))
        return paragraph

    def record(
        self,
        provision: ReportProvision,
        edit: ReportEdit,
        first: etree._Element,
        last: etree._Element,
        *,
        section: str | None,
        before: str,
        after: str,
    ) -> None:
        """Put the comment on an edit that was carried out from one element to another, and note it as applied."""
        sources = self.sources.get((provision.id, edit.element), ())
        explained = explain_edit(provision, edit, sources=sources, parties=self.contract.parties)
        comment = self.comments.add(first, last, explained, inserted=not before)
        self.applied.append(
            AppliedEdit(
                provision=provision.id,
                element=edit.element,
                action=action_of(edit),
                section=section,
                before=before,
                after=after,
                comment=comment,
            )
        )

    def record_definition(
        self, wanted: Definition, text: str, paragraph: etree._Element, *, section: str | None
    ) -> None:
        """Put the comment on a new definition and note it as applied."""
        explained = explain_definition(wanted.definition, wanted.provision)
        comment = self.comments.add(*ends_of([paragraph]), explained, inserted=True)
        self.applied.append(
            AppliedEdit(
                provision=wanted.provision.id,
                term=wanted.definition.term,
                action="define",
                section=section,
                before="",
                after=text,
                comment=comment,
            )
        )


def ends_of(paragraphs: Sequence[etree._Element]) -> tuple[etree._Element, etree._Element]:
    """Return the first and the last thing that stands in new paragraphs."""
    return next(child for child in paragraphs[0] if child.tag != P_PR), paragraphs[-1][-1]
