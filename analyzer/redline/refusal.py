"""Why an edit is not carried out, as a sentence for the person who reads the report."""

from analyzer.models import RefusalCode

_REASONS: dict[RefusalCode, str] = {
    "not-found": "the words were not found in the Word file as the analysis read them",
    "found-twice": "the words stand in more than one place of the Word file and it is not certain which is meant",
    "overlap": "another change of this redline already takes the place of some of these words",
    "in-field": "it falls inside a field (a cross-reference or another generated text), which Word would overwrite",
    "in-pending-change": "it falls inside a change by {detail} that is still pending; accept or reject that first",
    "in-control": "it falls inside a content control that is locked, bound to data or a choice",
    "in-note": "it stands in a footnote or endnote",
    "in-text-box": "it stands in a text box",
    "in-table": "the place is inside a table that can't take a clause",
    "across-paragraphs": "the words run over more than one paragraph or table cell",
    "around-object": "a picture, note or symbol stands among the words",
    "other-document": "it belongs into another document of the deal, {detail}",
    "no-place": "{detail}",
}


class Refused(Exception):
    """An edit can't be carried out; raised where that is found and caught where the edits are gone through."""

    def __init__(self, code: RefusalCode, detail: str = "") -> None:
        self.code: RefusalCode = code
        self.reason = _REASONS[code].format(detail=detail)
        super().__init__(self.reason)
