"""What several sentences and several clauses say together: contradictions, and wording that sets other wording aside."""

import pytest

from analyzer.assess.candidates import Candidate
from analyzer.assess.clause import GradedClause, _lead_of, choose_leading, drop_overridden
from analyzer.assess.status import Grade, PassageStatus
from analyzer.models import Contract
from analyzer.segment import segment
from tests.documents import document


def graded(
    status: PassageStatus, *, by_tone: bool = False, odds: float = 0.0, clause: int = 0, weight: float = 0.0
) -> GradedClause:
    verdict = Grade(status=status, reason=status, by_tone=by_tone, weight=weight)
    return GradedClause(contract=0, clause=clause, odds=odds, grade=verdict, evidence=())


class TestSeveralSentencesOfAClause:
    @staticmethod
    def lead(*grades: tuple[PassageStatus, bool]) -> str:
        candidate = Candidate.model_construct(passage=0)
        return _lead_of([(candidate, Grade(status=s, reason=s, by_tone=t)) for s, t in grades])[1].status

    @pytest.mark.parametrize(
        ("grades", "status"),
        [
            ([("weak", False), ("strong", True), ("adequate", False)], "strong"),
            ([("strong", True), ("adverse", False)], "adverse"),
            ([("weak", False), ("adverse", True)], "adverse"),
            ([("missing", False), ("weak", False)], "weak"),
            ([("missing", False)], "missing"),
        ],
    )
    def test_the_best_speaks_unless_one_is_adverse_in_words(
        self, grades: list[tuple[PassageStatus, bool]], status: PassageStatus
    ) -> None:
        assert self.lead(*grades) == status

    @pytest.mark.parametrize(("sounding", "status"), [(0.5, "strong"), (0.7, "adverse")])
    def test_what_only_sounds_adverse_speaks_where_it_does_so_more_clearly(
        self, sounding: float, status: PassageStatus
    ) -> None:
        candidate = Candidate.model_construct(passage=0)
        good = Grade(status="strong", reason="", by_tone=True, weight=0.6)
        adverse = Grade(status="adverse", reason="", by_tone=True, weight=sounding)
        assert _lead_of([(candidate, good), (candidate, adverse)])[1].status == status


class TestSeveralClauses:
    def test_a_contradiction_takes_the_lower_status(self) -> None:
        lead, contradicted = choose_leading([graded("strong"), graded("adverse")])
        assert (lead.grade.status, contradicted) == ("adverse", True)

    def test_without_one_the_best_clause_counts(self) -> None:
        lead, contradicted = choose_leading([graded("weak"), graded("strong"), graded("adequate")])
        assert (lead.grade.status, contradicted) == ("strong", False)

    def test_of_equals_the_likelier_counts(self) -> None:
        lead, _ = choose_leading([graded("weak", odds=1.0), graded("weak", odds=2.0)])
        assert lead.odds == 2.0

    @pytest.mark.parametrize(
        ("beside", "weight", "status"),
        [
            ("strong", 0.6, "strong"),
            ("adequate", 0.6, "adequate"),
            ("strong", 0.4, "adverse"),
            ("weak", 0.6, "adverse"),
        ],
    )
    def test_what_only_sounds_adverse_yields_to_what_binds_more_clearly(
        self, beside: PassageStatus, weight: float, status: PassageStatus
    ) -> None:
        lead, _ = choose_leading([graded("adverse", by_tone=True, weight=0.5), graded(beside, weight=weight)])
        assert lead.grade.status == status

    def test_adverse_alone_is_no_contradiction(self) -> None:
        lead, contradicted = choose_leading([graded("adverse"), graded("weak")])
        assert (lead.grade.status, contradicted) == ("adverse", False)


class TestSetAside:
    @staticmethod
    def contract(better: str) -> Contract:
        return segment(
            document(
                "This agreement is between Alder Ltd (the \u201cClient\u201d) and Birch Ltd (the \u201cProvider\u201d).",
                "[4.2] The Provider may replace any AI model without notice.",
                "[14.2] The Provider may replace any engine without notice.",
                f"[9.1] {better} the Provider shall give thirty days' notice of each AI change.",
            )
        )

    def left(self, better: str, *, status: PassageStatus = "strong") -> list[str | None]:
        contract = self.contract(better)
        numbers = {c.number: index for index, c in enumerate(contract.clauses)}
        given = [
            graded("adverse", clause=numbers["4.2"]),
            graded("adverse", clause=numbers["14.2"]),
            graded(status, clause=numbers["9.1"]),
        ]
        return [contract.clauses[c.clause].number for c in drop_overridden([contract], given)]

    @pytest.mark.parametrize(
        "better",
        [
            "Despite section 4.2,",
            "Notwithstanding clause 4.2,",
            "Despite sections 3.1 and 4.2,",
            "NOTWITHSTANDING Section 4.2,",
            "Despite sections 1.2, 2.1, 3.1, 3.2, 3.3, 3.4, 3.5, 3.6, 3.7, 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14, 3.15, 3.16, 3.17 and 4.2,",
        ],
    )
    def test_an_adverse_clause_named_by_better_wording_does_not_count(self, better: str) -> None:
        assert self.left(better) == ["14.2", "9.1"]

    @pytest.mark.parametrize(
        "better",
        [
            "Subject to section 4.2,",
            "Despite section 4.21,",
            "Despite section 5.1,",
            "In any case,",
            "Despite section 5.1, under section 4.2",
        ],
    )
    def test_one_that_is_not_named_counts(self, better: str) -> None:
        assert self.left(better) == ["4.2", "14.2", "9.1"]

    def test_one_named_from_above_does_not_count(self) -> None:
        contract = segment(
            document(
                "[4] Changes",
                "[4.2] The Provider may replace any AI model without notice.",
                "[5] Notice",
                "[5.1] Despite section 4, the Provider shall give 4.2 weeks' notice of each AI change.",
            )
        )
        numbers = {c.number: index for index, c in enumerate(contract.clauses)}
        given = [graded("adverse", clause=numbers["4.2"]), graded("strong", clause=numbers["5.1"])]
        assert contract.clauses[numbers["4.2"]].parent == numbers["4"]
        assert drop_overridden([contract], given) == given[1:]

    @pytest.mark.parametrize(
        ("opening", "left"),
        [
            ("Despite the provisions headed “Model changes”,", [1]),
            ("Despite paragraph (a) under “Model changes”,", [1]),
            ("Despite paragraph (b) under “Model changes”,", [0, 1]),
            ("Despite the provisions headed “Invoices”,", [0, 1]),
        ],
    )
    def test_what_has_no_number_is_named_by_its_heading(self, opening: str, left: list[int]) -> None:
        text = (
            "# Model changes",
            "(a) The Provider may replace any AI model without notice.",
            "# AI notice",
            f"(a) {opening} the Provider shall give thirty days' notice of each AI change.",
        )
        contract = segment(document(*text))
        of = [
            next(p.clause for p in contract.passages if words in p.reading) for words in ("may replace", "thirty days")
        ]
        given = [graded("adverse", clause=of[0]), graded("strong", clause=of[1])]
        assert [contract.clauses[c].number for c in of] == ["(a)", "(a)"]
        assert [given.index(c) for c in drop_overridden([contract], given)] == left

    def test_a_section_of_the_same_number_in_another_document_counts(self) -> None:
        contract = self.contract("Despite section 4.2,")
        numbers = {c.number: index for index, c in enumerate(contract.clauses)}
        other = graded("adverse", clause=numbers["4.2"]).model_copy(update={"contract": 1})
        given = [other, graded("strong", clause=numbers["9.1"])]
        assert drop_overridden([contract, contract], given) == given

    def test_both_may_be_named(self) -> None:
        assert self.left("Despite section 4.2 and section 14.2,") == ["9.1"]

    def test_weak_wording_sets_nothing_aside(self) -> None:
        assert self.left("Despite section 4.2,", status="weak") == ["4.2", "14.2", "9.1"]
