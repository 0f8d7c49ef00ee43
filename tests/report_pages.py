"""What tests look at in a report: its page, its marks, its paragraphs, and one made of hostile text."""

from lxml import html

from analyzer.models import (
    Contract,
    Problem,
    Report,
)
from analyzer.report.html import render_html
from tests.report_builders import (
    LINES,
    NAME,
    element,
    make_contract,
    make_report,
    provision,
    quote,
    suggestion,
)

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</mark></style><style>*{display:none}</style>",
    "]]> --> {{ 7 * 7 }} {% raw %}",
    "a | b ||",
    "=HYPERLINK(0)",
    '+cmd|" /C calc"!A0',
    "`code` *em* _em_ ~~gone~~ [link](https://evil.example) ![i](https://evil.example/i.png) <https://evil.example>",
    "## Heading, 1. list and - dash; www.evil.example; mail@evil.example; &lt; $x$",
    "agreed \u202ereversed\u202c and \u2066isolated\u2069 and \x07bell",
    "long" * 2500,
)


def page(report: Report, *contracts: Contract) -> html.HtmlElement:
    return html.document_fromstring(render_html(report, contracts))


def hostile_report() -> tuple[Report, Contract]:
    contract = make_contract(*LINES, *HOSTILE, *(f"| {text.replace(' | ', '/')} | cell" for text in HOSTILE[:6]))
    joined = "\n".join(HOSTILE)
    quotes = [quote(contract, text) for text in HOSTILE]
    elements = [
        element(f"e{i} | t | weak | r", *quotes).model_copy(update={"title": text, "reason": text})
        for i, text in enumerate(HOSTILE)
    ]
    one = provision("p | t | weak | change | 1 | 1 | plain", *elements).model_copy(
        update={
            "title": joined,
            "plain": joined,
            "suggestion": suggestion(
                "insert", joined, joined, joined, f"{HOSTILE[0]} | {HOSTILE[6]} | x", number=joined
            ),
        }
    )
    two = one.model_copy(update={"id": '"><script>', "title": "=1+1"})
    report = make_report(contract, provisions=(one, two))
    problem = Problem(code="x", message=joined, document=HOSTILE[1])
    parties = report.parties.model_copy(update={"client": HOSTILE[0], "provider": HOSTILE[5]})
    documents = tuple(d.model_copy(update={"name": NAME}) for d in report.documents)
    return report.model_copy(update={"problems": (problem,), "parties": parties, "documents": documents}), contract
