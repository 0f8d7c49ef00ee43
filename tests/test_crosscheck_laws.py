"""The laws a deal names are found under every name they bear or bore, and words an amendment exchanges read as exchanged."""

from datetime import date

import pytest

from analyzer.crosscheck import crosscheck, keep_effective
from analyzer.crosscheck.deal import Deal
from analyzer.crosscheck.laws import name_laws
from analyzer.ingest import ingest
from analyzer.models import Applies, Contract, CrossCheck, FormerName, Instrument, LawTable, Provision, Reference
from analyzer.report.law import list_references, say_date, say_reference
from analyzer.segment import segment

ACT = Instrument(
    name="Engines Act",
    title="Act on engines",
    kind="law",
    where="Ruritania",
    known_as=("DORA", "Regulation (EU) 1/2"),
    in_force="2025-03-01",
    applies=(Applies(start="2027-06-01", what="large engines", articles="Art. 6-9"),),
    former=(FormerName(name="Engines Ordinance", until="2025-03-01", why="repealed by the Engines Act"),),
)
NOTE = Instrument(name="Market note", title="A note", kind="market", where="here")


def contract(text: str, name: str = "agreement.txt") -> Contract:
    return segment(ingest(text.replace("\n", "\n\n").encode(), name=name))


def named(text: str) -> list[tuple[str, str, str | None, int]]:
    found = name_laws(Deal([contract(text)]), [ACT, NOTE])
    return [(law.instrument, law.written, law.former.name if law.former else None, len(law.evidence)) for law in found]


class TestLaws:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("1. The Supplier shall comply with the Engines Act.", [("Engines Act", "Engines Act", None, 1)]),
            ("1. It follows the ENGINES ACT and DORA.", [("Engines Act", "ENGINES ACT", None, 1)]),
            ("1. Regulation (EU) 1/2 applies.", [("Engines Act", "Regulation (EU) 1/2", None, 1)]),
            (
                "1. The Engines Ordinance applies.\\n2. So does the Engines Act.",
                [("Engines Act", "Engines Act", None, 1), ("Engines Act", "Engines Ordinance", "Engines Ordinance", 1)],
            ),
            ("1. Ms Dora signs the Market note under the Engines Acting Scheme.", []),
        ],
    )
    def test_are_found_by_their_names(self, text: str, found: list[tuple[str, str, str | None, int]]) -> None:
        assert named(text.replace("\\n", "\n")) == found

    def test_are_quoted_from_the_contract(self) -> None:
        one = contract("1. The Supplier shall comply with the Engines Ordinance and report yearly.")
        (law,) = name_laws(Deal([one]), [ACT])
        (quote,) = law.evidence
        assert quote.quote == one.document.text[quote.start : quote.end]
        assert "Engines Ordinance" in quote.quote

    def test_without_a_table_nothing_is_named(self) -> None:
        assert name_laws(Deal([contract("1. The Engines Act applies.")]), []) == ()


class TestStanding:
    def show(self, *, on: date, place: str, seen: str = "seen") -> str:
        reference = Reference(instrument="Engines Act", cited="Engines Ordinance", place=place, superseded=True)
        one = Provision.model_construct(references=(reference.model_copy(update={"seen": seen}),))
        (shown,) = list_references(one, LawTable(as_of=on, instruments=(ACT,)), on=on)
        return say_reference(shown)

    def test_an_article_has_its_own_date(self) -> None:
        said = self.show(on=date(2026, 11, 22), place="Art. 7(2)")
        assert (
            said == "Engines Act, Art. 7(2): applies from 1 June 2027 on; cited by its former name, Engines Ordinance"
        )

    def test_the_day_decides_what_is_in_force(self) -> None:
        assert "in force since 1 June 2027" in self.show(on=date(2027, 6, 1), place="Art. 7")
        assert "in force since 1 March 2025" in self.show(on=date(2026, 1, 1), place="the whole")
        assert "unverified" in self.show(on=date(2026, 1, 1), place="the whole", seen="unverified")

    @pytest.mark.parametrize(
        ("written", "said"), [("2026-08-02", "2 August 2026"), ("2025-03", "March 2025"), ("1967", "1967")]
    )
    def test_dates_are_told_as_far_as_they_are_known(self, written: str, said: str) -> None:
        assert say_date(written) == said


MSA = """MASTER SERVICES AGREEMENT
3. Changes
3.1 The Supplier shall give thirty days' notice before an AI model is changed.
6. Liability
6.1 The Supplier's liability for loss caused by an AI System is limited to £12,000,000 in each Contract Year."""


def amended(words: str) -> CrossCheck:
    files = [
        contract(MSA, "msa.txt"),
        contract(f"AMENDMENT No. 1 to the Master Services Agreement\n{words}", "first.txt"),
    ]
    return crosscheck(keep_effective(files), [], provisions=[], tier="standard")


class TestAmendments:
    def test_words_exchanged_are_read_as_exchanged(self) -> None:
        words = '1. Clause 6.1 of the Agreement is amended by replacing "£12,000,000" with "£8,000,000".'
        result = amended(words)
        (change,) = result.deal.amendments
        assert change.action == "changed"
        assert change.document == "msa.txt"
        assert change.now is not None
        assert change.now.endswith("limited to £8,000,000 in each Contract Year.")
        assert change.old is not None
        assert "£12,000,000" in change.old.quote
        assert result.commercial.waterfall is not None
        (step,) = result.commercial.waterfall.steps
        assert step.limit is not None
        assert [money.words for money in step.limit.sums] == ["£8,000,000"]

    def test_words_that_are_not_there_change_nothing(self) -> None:
        result = amended('1. Clause 6.1 of the Agreement is amended by replacing "£9,000,000" with "£8,000,000".')
        assert result.deal.amendments[0].now is None
        assert result.commercial.waterfall is not None
        assert result.commercial.waterfall.steps[0].limit is not None
        assert result.commercial.waterfall.steps[0].limit.sums[0].words == "£12,000,000"

    @pytest.mark.parametrize(
        ("words", "action", "now"),
        [
            ("1. Clause 3.1 of the Agreement is deleted.", "deleted", ""),
            (
                "1. Clause 3.1 of the Agreement is replaced with the following: “3.1 The Supplier may change a model.”",
                "replaced",
                "3.1 The Supplier may change a model.",
            ),
            (
                "1. A new clause 3.2 is added to the Agreement: “3.2 The “Register” lists all models.”",
                "added",
                "3.2 The “Register” lists all models.",
            ),
            ("1. Clause 3.1 of the Agreement is amended as the parties will agree.", "changed", None),
        ],
    )
    def test_the_clause_is_shown_as_it_reads_now(self, words: str, action: str, now: str | None) -> None:
        (change,) = amended(words).deal.amendments
        assert (change.action, change.now) == (action, now)

    def test_a_volume_beside_the_sample_counts_before_one_elsewhere(self) -> None:
        sow = "STATEMENT OF WORK\n1. The forecast volume is 18,000 chat enquiries per month."
        sla = (
            "SERVICE LEVELS\n1. AI answers shall be 95% accurate, failing which the Supplier shall pay a credit of 5%.\n"
            "2. The Supplier shall review by human scoring 3% of AI-handled chats each month.\n"
            "3. Some 7,200 AI-handled chats are expected each month."
        )
        files = [contract(MSA, "msa.txt"), contract(sow, "sow.txt"), contract(sla, "sla.txt")]
        (sample,) = crosscheck(files, [], provisions=[], tier="standard").commercial.samples
        assert (sample.volume, sample.scored) == (7200, 216)
