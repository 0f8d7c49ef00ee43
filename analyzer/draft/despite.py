"""Name what drafted wording sets aside: "Despite sections 4.2 and 9", as the contract cites its clauses."""

import re
from collections.abc import Sequence

from analyzer.draft.house import House
from analyzer.models import Contract, Evidence, Finding

# Words a drafted sentence may open with that are no name; after "Despite section 4, " they lose their capital.
_OPENING = re.compile(
    r"(?:The|An?|No|Each|Every|Any|All|If|Where|When|Before|After|Unless|Until|Neither|Nothing|None|Within|For|From|As|In|On|At|To"
    r"|With|Without|Only|Once|While|Whenever|Whatever|Under|Toward|Primary|Knowledge|Counted|Acceptance|By|This|That|These|Such|It|Except|Subject|Ownership|Title|Losses|Liability|We|You|Your|Our)\b"
)


def against(finding: Finding) -> tuple[Evidence, ...]:
    """Return the passages that speak against the client on an element that is adverse."""
    return (finding.against or finding.evidence) if finding.status == "adverse" else ()


def cite_set_aside(contract: Contract, house: House, finding: Finding, in_the_way: Sequence[Evidence]) -> str | None:
    """Return what the wording sets aside: where it speaks against the client, and what would defeat it there.

    What stands in another document or has nothing to be cited by is set aside in general words.
    """
    passages = (*against(finding), *in_the_way)
    if not passages and finding.status != "adverse":
        return None
    own = [e for e in passages if e.document == contract.document.name and e.section]
    named = list(dict.fromkeys(_name_section(contract, e) for e in own))
    numbers = sorted((n.removeprefix("section ") for n in named if n.startswith("section ")), key=_in_order)
    others = [name for name in named if not name.startswith("section ")]
    if len(own) < len(passages) or not own:
        others.append("anything to the contrary elsewhere")
    sections = f"section{'s' if len(numbers) > 1 else ''} {listed(numbers)}"
    cited = listed([*([sections] if numbers else []), *others])
    return re.sub(r"\bsection(?=s? \d)", house.section_word, cited)


def go_on(text: str) -> str:
    """Return a sentence as it goes on after a comma: names, terms and initials keep their capital."""
    return text[:1].lower() + text[1:] if _OPENING.match(text) else text


def _in_order(number: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(digits or 0), rest) for digits, rest in re.findall(r"(\d*)([^\d]*)", number))


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _name_section(contract: Contract, evidence: Evidence) -> str:
    """Return how to cite where evidence stands; a bare letter is cited with the heading it is under."""
    section = evidence.section or ""
    if section[:1].isdigit():
        return f"section {section}"
    if re.match(r"(?i)(?:article|section|clause|schedule|annex|appendix|exhibit|part|paragraph)\b", section):
        return section
    if not section.startswith("("):
        return f"the provisions headed \u201c{section}\u201d"
    index = next(
        (
            p.clause
            for p in contract.passages
            if evidence.document == contract.document.name and p.start <= evidence.start < p.end
        ),
        None,
    )
    while index is not None:
        clause = contract.clauses[index]
        if clause.heading:
            return f"paragraph {section} under \u201c{clause.heading}\u201d"
        index = clause.parent
    return f"paragraph {section}"
