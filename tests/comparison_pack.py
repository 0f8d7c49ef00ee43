"""One draft agreement and what five vendors sent back: every edit is known, with its kind, flag and effect.

A contract is a list of named lines in the notation of `tests.builders`. A `Draft` takes edits on it, tracked or silent,
and remembers for each what a comparison has to say.
"""

from dataclasses import dataclass, field
from functools import cache

from analyzer.models import ChangeEffect, ChangeKind
from tests.builders import build_docx

LISTS = ("1 = decimal|%1. ; decimal|%1.%2|legal ; lowerLetter|(%3)",)

BASE: dict[str, str] = {
    "title": "@Title OUTSOURCED CLAIMS SERVICES AGREEMENT",
    "parties": "This Agreement is made on 2 March 2026 between Harland Mutual Limited (the “Client”) and the company named on the"
    " signature page (the “Provider”).",
    "h-defs": "1.0> Definitions",
    "defs": "1.1> In this Agreement the following words have these meanings.",
    "def-ai": "“AI System” means any software that infers, predicts, classifies or generates content by machine learning, including"
    " generative models, whoever supplies it.",
    "def-data": "“Client AI Data” means all prompts, inputs, outputs, recordings, transcripts, embeddings and feedback that arise when"
    " an AI System is used in the Services.",
    "def-vendor": "“AI Vendor” means any third party whose AI System is used in the Services.",
    "def-charges": "“Charges” means the charges set out in Schedule 1.",
    "def-losses": "“Losses” means all losses, damages, costs, fines and expenses, including reasonable legal fees.",
    "h-services": "1.0> Services",
    "services": "1.1> The Provider shall perform the Services with the skill and care of a leading supplier of claims services.",
    "staff": "1.1> The Provider shall keep enough trained staff to meet the service levels in Schedule 1 at all times.",
    "human": "1.1> A qualified claims handler of the Provider shall review each refusal of a claim before it is sent.",
    "report": "1.1> The Provider shall report its performance within five (5) Business Days after the end of each month."
    " The report shall list every missed service level and its cause.",
    "h-change": "1.0> Changes to AI",
    "change-list": "1.1> Each of the following is an AI Change: replacing, retraining or fine-tuning a model, altering a prompt,"
    " guardrail or decision threshold, and changing an AI Vendor or a hosting region.",
    "change-notice": "1.1> The Provider shall give the Client at least sixty (60) days’ written notice of every AI Change before it"
    " takes effect in production.",
    "change-content": "1.1> Each notice of an AI Change shall state the present and the new version, the reason, the processes"
    " affected and the expected effect on accuracy and bias in figures.",
    "change-test": "1.1> Before an AI Change enters production the Provider shall run it on the test set agreed with the Client and"
    " deliver the results for the new and the current version.",
    "change-veto": "1.1> The Provider shall not put an AI Change into production without the Client’s prior written approval. Silence"
    " is not approval.",
    "change-back": "1.1> If an AI Change lowers accuracy, the Provider shall restore the last approved version within twenty-four"
    " (24) hours of the Client’s request.",
    "h-data": "1.0> Client data and AI",
    "data-own": "1.1> The Client owns all Client AI Data from the moment it is created, and the Provider assigns to the Client any"
    " right it may acquire in it.",
    "data-train": "1.1> The Provider shall not use Client AI Data to train, fine-tune, evaluate or improve any AI System, whether for"
    " itself or for anyone else.",
    "data-vendor": "1.1> The Provider shall bind each AI Vendor in writing to the same ban on training and to zero retention of"
    " Client AI Data.",
    "data-anon": "1.1> The Provider shall not de-identify, anonymise or aggregate Client AI Data for any purpose of its own.",
    "data-delete": "1.1> The Provider shall delete all Client AI Data, backups included, within thirty (30) days after this Agreement"
    " ends and shall certify the deletion in writing.",
    "data-misuse": "1.1> Any use of Client AI Data for training is a material breach for which the Provider’s liability is not limited.",
    "h-place": "1.0> Location",
    "place-rest": "1.1> The Provider shall store Client AI Data only in data centres in the United Kingdom.",
    "place-run": "1.1> Every AI System shall process Client AI Data only on endpoints located in the United Kingdom.",
    "place-access": "1.1> No person outside the United Kingdom may have access to Client AI Data, including for support or labelling.",
    "place-change": "1.1> The Provider shall give the Client at least forty-five (45) days’ written notice before an AI System moves"
    " to another country or cloud region.",
    "h-vendors": "1.0> AI vendors",
    "vendor-list": "1.1> Schedule 2 lists every AI System used in the Services with its AI Vendor, its version and its hosting region.",
    "vendor-new": "1.1> The Provider shall not use a new AI Vendor until the Client has approved it in writing.",
    "vendor-hidden": "1.1> The Provider shall not use in the Services any AI System that is not listed in Schedule 2, including one"
    " switched on by a product update.",
    "h-liability": "1.0> Liability",
    "liab-own": "1.1> The Provider is liable for every act, output and failure of an AI System and of an AI Vendor as if it were its"
    " own act.",
    "liab-cap": "1.1> The Provider’s liability for Losses caused by an AI System shall not exceed three (3) times the annual Charges,"
    " apart from and in addition to the cap in section 7.3.",
    "liab-general": "1.1> In all other cases each party’s liability in a contract year shall not exceed the Charges of that year.",
    "liab-indemnity": "1.1> The Provider shall defend and indemnify the Client against any third-party claim that arises from an"
    " output of an AI System.",
    "liab-cause": "1.1> Within ten (10) Business Days after a loss linked to an AI System the Provider shall deliver a root-cause"
    " report drawn from the logs.",
    "h-pay": "1.0> Payment",
    "pay": "1.1> The Client shall pay each undisputed invoice within sixty (60) days of receipt.",
    "pay-dispute": "1.1> The Client may withhold any sum that it disputes in good faith until the dispute is settled under section 10.2.",
    "credits": "1.1> If a service level is missed, the Provider shall credit ten percent (10%) of the monthly Charges.",
    "h-audit": "1.0> Records and audit",
    "audit": "1.1> The Client may audit the Provider’s use of AI Systems on five (5) Business Days’ notice and as often as it sees fit.",
    "logs": "1.1> The Provider shall keep the logs of every AI System for at least seven (7) years.",
    "h-general": "1.0> General",
    "term": "1.1> This Agreement runs for three (3) years from its date. Either party may end it on ninety (90) days’ written notice.",
    "disputes": "1.1> The parties shall refer a dispute to their directors, who shall meet within ten (10) Business Days.",
    "insurance": "1.1> The Provider shall keep professional indemnity insurance of at least £10,000,000 for each claim.",
    "assign": "1.1> Neither party may assign this Agreement without the prior written consent of the other.",
    "law": "1.1> This Agreement is governed by the law of England and Wales.",
    "h-s1": "# Schedule 1 Service levels and charges",
    "s1-head": "|= Service level | Target | Credit",
    "s1-accuracy": "| Accuracy of AI classification | at least 98% of cases | 10%",
    "s1-answer": "| Time to answer a claimant | within 2 hours | 5%",
    "s1-uptime": "| Availability of the claims platform | 99.5% a month | 5%",
    "h-s2": "# Schedule 2 AI register",
    "s2-head": "|= AI System | AI Vendor | Version | Hosting region",
    "s2-triage": "| Claims triage | Borealis Models Ltd | 4.2 | London",
    "s2-voice": "| Voice transcription | Sonant AI Ltd | 2.0 | Cardiff",
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """One edit and what is to be said of it; `words` stand in the change, before or after."""

    words: str
    kind: ChangeKind
    effect: ChangeEffect
    tracked: bool
    provision: str | None = None
    far: str | None = None


@dataclass
class Draft:
    """A version in the making."""

    lines: dict[str, str] = field(default_factory=lambda: dict(BASE))
    known: list[Known] = field(default_factory=list)

    def replace(
        self,
        key: str,
        old: str,
        new: str,
        effect: ChangeEffect,
        *,
        silent: bool = False,
        provision: str | None = None,
        far: str | None = None,
    ) -> None:
        assert self.lines[key].count(old) == 1, (key, old)
        marked = new if silent else (f"{{-{old}-}}" if old else "") + (f"{{+{new}+}}" if new else "")
        self.lines[key] = self.lines[key].replace(old, marked)
        self.known.append(Known(new or old, "replace", effect, not silent, provision, far))

    def add(
        self, key: str, words: str, effect: ChangeEffect, *, silent: bool = False, provision: str | None = None
    ) -> None:
        """Put a sentence at the end of a paragraph."""
        self.lines[key] += f" {words}" if silent else f"{{+ {words}+}}"
        self.known.append(Known(words, "insert", effect, not silent, provision))

    def cut(
        self, key: str, words: str, effect: ChangeEffect, *, silent: bool = False, provision: str | None = None
    ) -> None:
        """Take a whole sentence out."""
        assert self.lines[key].count(words) == 1, (key, words)
        self.lines[key] = self.lines[key].replace(words, "" if silent else f"{{-{words}-}}").strip()
        self.known.append(Known(words.strip(), "delete", effect, not silent, provision))

    def insert(
        self,
        after: str,
        key: str,
        line: str,
        effect: ChangeEffect,
        *,
        silent: bool = False,
        provision: str | None = None,
    ) -> None:
        mark, text = _parts(line)
        tracked = f"|+ {text}" if mark == "| " else f"{mark}{{+{text}+}} ¶+"
        self._put(after, key, line if silent else tracked)
        self.known.append(Known(text.split(" | ")[0], "insert", effect, not silent, provision))

    def delete(self, key: str, effect: ChangeEffect, *, silent: bool = False, provision: str | None = None) -> None:
        mark, text = _parts(self.lines[key])
        self.known.append(Known(text.split(" | ")[0], "delete", effect, not silent, provision))
        if silent:
            del self.lines[key]
        elif mark == "| ":
            self.lines[key] = f"|- {text}"
        else:
            self.lines[key] = f"{mark}{{-{text}-}} ¶-"

    def move(self, key: str, after: str, *, silent: bool = False) -> None:
        mark, text = _parts(self.lines[key])
        line = self.lines[key]
        if silent:
            del self.lines[key]
            self._put(after, key, line)
        else:
            self.lines[key] = f"{mark}{{<{text}>}} ¶-"
            self._put(after, f"{key}-moved", f"{mark}{{>{text}<}} ¶+")
        self.known.append(Known(text, "move", "neutral", not silent))

    def split(self, key: str, first: str, second: str) -> None:
        """Cut a clause in two, silently."""
        mark, text = _parts(self.lines[key])
        assert text == f"{first} {second}"
        self.lines[key] = mark + first
        self._put(key, f"{key}-2", mark + second)
        self.known.append(Known(second, "format", "neutral", False))

    def build(self, *, comments: tuple[tuple[str, str], ...] = ()) -> bytes:
        return build_docx(*self.lines.values(), lists=LISTS, comments=comments)

    def _put(self, after: str, key: str, line: str) -> None:
        items = list(self.lines.items())
        at = [name for name, _ in items].index(after) + 1
        self.lines = dict([*items[:at], (key, line), *items[at:]])


def _parts(line: str) -> tuple[str, str]:
    for mark in ("1.0> ", "1.1> ", "1.2> ", "| "):
        if line.startswith(mark):
            return mark, line[len(mark) :]
    return "", line


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
        mark, text = _parts(line)
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
