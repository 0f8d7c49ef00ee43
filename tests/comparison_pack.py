"""What five vendors sent back of one draft agreement: every edit is known, with its kind, flag and effect."""

from functools import cache

from tests.comparison_base import BASE
from tests.comparison_drafts import Draft, Known, split_mark


def build_base() -> bytes:
    return Draft().build()


def albion() -> Draft:
    """Tracked throughout, and two things nobody marked."""
    d = Draft()
    d.replace("change-notice", "sixty (60)", "fifteen (15)", "weakened", provision="model-change-notice")
    d.replace(
        "change-veto",
        "shall not put an AI Change into production without the Client’s prior written approval",
        "may put an AI Change into production after informing the Client",
        "weakened",
        provision="model-change-notice",
    )
    d.delete("data-anon", "removed", provision="data-ownership-training")
    d.replace(
        "data-delete", "thirty (30)", "one hundred and eighty (180)", "weakened", provision="data-ownership-training"
    )
    d.replace("liab-cap", "three (3) times", "one (1) times", "weakened", provision="liability-layering")
    d.insert(
        "liab-cause",
        "liab-sole",
        "1.1> Service credits are the Client’s sole and exclusive remedy for any failure of an AI System.",
        "weakened",
    )
    d.replace("pay", "sixty (60)", "thirty (30)", "weakened")
    d.replace("s1-accuracy", "98%", "95%", "weakened")
    d.replace(
        "audit",
        "five (5) Business Days’ notice and as often as it sees fit",
        "thirty (30) Business Days’ notice and once a year",
        "weakened",
    )
    d.add("services", "The Provider shall replace any member of staff at the Client’s reasonable request.", "added")
    d.replace("place-change", "forty-five (45)", "ten (10)", "weakened", silent=True, provision="data-residency")
    d.replace("logs", "seven (7)", "two (2)", "weakened", silent=True)
    return d


def brightwater() -> Draft:
    """A clean file with "just a few edits"."""
    d = Draft()
    d.replace("services", "a leading supplier", "a competent supplier", "neutral", silent=True)
    d.replace("data-train", "shall not use", "may use", "weakened", silent=True, provision="data-ownership-training")
    d.delete("vendor-hidden", "removed", silent=True, provision="vendor-transparency")
    d.delete("liab-indemnity", "removed", silent=True, provision="liability-layering")
    d.move("insurance", "pay-dispute", silent=True)
    d.insert(
        "vendor-new",
        "vendor-duty",
        "1.1> The Client shall indemnify the Provider against every claim that arises from prompts of the Client.",
        "weakened",
        silent=True,
    )
    d.replace("s1-uptime", "99.5%", "97%", "weakened", silent=True)
    d.replace("s1-answer", "within 2 hours", "within 8 hours", "weakened", silent=True)
    d.replace(
        "place-rest",
        "the United Kingdom",
        "the United Kingdom or any other country in which the Provider operates",
        "weakened",
        silent=True,
        provision="data-residency",
    )
    d.cut("report", " The report shall list every missed service level and its cause.", "removed", silent=True)
    d.replace(
        "change-back", "twenty-four (24)", "ninety-six (96)", "weakened", silent=True, provision="model-change-notice"
    )
    return d


def calloway() -> Draft:
    """Tracked, with a definition that empties clauses elsewhere, a split clause and rows of tables."""
    d = Draft()
    d.replace(
        "def-ai",
        ", including generative models, whoever supplies it",
        ", excluding generative models and software supplied by a third party",
        "weakened",
        far="definition",
    )
    d.replace(
        "def-data",
        "all prompts, inputs, outputs, recordings, transcripts, embeddings and feedback",
        "prompts and outputs",
        "weakened",
        provision="data-ownership-training",
    )
    d.split(
        "term",
        "This Agreement runs for three (3) years from its date.",
        "Either party may end it on ninety (90) days’ written notice.",
    )
    d.delete("s1-accuracy", "removed")
    d.insert("s2-voice", "s2-chat", "| Claimant chat | Parley AI Inc | 1.1 | Dublin", "neutral")
    d.replace("s2-triage", "London", "Virginia", "neutral")
    d.replace("liab-own", "is liable for", "is not liable for", "weakened", provision="liability-layering")
    d.replace(
        "human",
        "each refusal of a claim before it is sent",
        "a sample of refusals where reasonably practicable",
        "weakened",
    )
    d.replace(
        "vendor-new",
        "until the Client has approved it in writing",
        "without informing the Client",
        "weakened",
        provision="vendor-transparency",
    )
    d.add(
        "data-own",
        "The Provider may keep aggregated data for its own analytics.",
        "weakened",
        provision="data-ownership-training",
    )
    d.replace("credits", "ten percent (10%)", "two percent (2%)", "weakened")
    d.replace("insurance", "£10,000,000", "£2,000,000", "weakened", silent=True)
    return d


def dunmore() -> Draft:
    """Tracked and better than asked here and there."""
    d = Draft()
    d.replace("change-notice", "sixty (60)", "ninety (90)", "strengthened", provision="model-change-notice")
    d.replace("data-delete", "thirty (30)", "fourteen (14)", "strengthened", provision="data-ownership-training")
    d.replace("logs", "seven (7)", "ten (10)", "strengthened")
    d.move("liab-general", "law")
    d.replace(
        "place-access",
        "No person outside the United Kingdom may",
        "Persons outside the United Kingdom may",
        "weakened",
        provision="data-residency",
    )
    d.replace("liab-cause", "ten (10)", "five (5)", "strengthened", provision="liability-layering")
    d.insert(
        "vendor-hidden",
        "vendor-trial",
        "1.1> The Provider shall tell the Client within two (2) Business Days when it learns that an AI Vendor has been acquired.",
        "added",
    )
    d.cut("change-veto", " Silence is not approval.", "removed", provision="model-change-notice")
    d.replace("disputes", "directors", "chief executives", "neutral")
    d.replace("staff", "shall keep", "shall use reasonable endeavours to keep", "weakened", silent=True)
    d.replace("s1-answer", "2 hours", "1 hour", "strengthened")
    return d


def everpure() -> Draft:
    """Nothing but noise: typed numbers, straight quotes, spaces, capitals, other styles."""
    lines: dict[str, str] = {}
    article, section = 0, 0
    for key, line in BASE.items():
        mark, text = split_mark(line)
        if mark == "1.0> ":
            article, section = article + 1, 0
            line = f"**{article}. {text.upper()}**"
        elif mark == "1.1> ":
            section += 1
            line = f"{article}.{section}  {text}"
        line = line.replace("“", '"').replace("”", '"').replace("’", "'")
        lines[key] = line.replace(" shall ", "  shall ") if key in {"pay", "logs", "audit"} else line
    return Draft(lines=lines)


VERSIONS = {
    "albion": albion,
    "brightwater": brightwater,
    "calloway": calloway,
    "dunmore": dunmore,
    "everpure": everpure,
}


@cache
def build_version(name: str) -> tuple[bytes, tuple[Known, ...]]:
    """Return a version's file and what is known of its edits."""
    draft = VERSIONS[name]()
    return draft.build(), tuple(draft.known)
