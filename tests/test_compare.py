"""Comparing a pack of vendor versions whose every edit is known: what is found, how it is called, what it does."""

from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from analyzer.comparing import compare_versions
from analyzer.errors import InputError
from analyzer.ingest import ingest, read_revisions
from analyzer.library import Library
from analyzer.models import Change, Compared, ComparedVersion, RevisedDocument
from analyzer.reading import start_versions
from analyzer.report.comparison import comparison_schema
from analyzer.retrieve import Retriever
from analyzer.settings import Settings
from tests.builders import build_docx
from tests.comparison_base import LISTS
from tests.comparison_drafts import Draft, Known
from tests.comparison_pack import VERSIONS, build_base, build_version

ROOT = Path(__file__).resolve().parent.parent


class Bench:
    """Compares with the core library and the fast encoder."""

    def __init__(self, settings: Settings, library: Library, retriever: Retriever) -> None:
        self.settings, self.library, self.retriever = settings, library, retriever

    def compare(self, base: bytes, *versions: tuple[str, bytes], rounds: bool = False) -> Compared:
        return compare_versions(
            ingest(base, name="base.docx"),
            [read_revisions(data, name=name) for name, data in versions],
            profile="core",
            tier="high",
            settings=self.settings,
            library=self.library,
            retriever=self.retriever,
            rounds=rounds,
        )


@pytest.fixture(scope="module")
def bench(fast_settings: Settings, core_library: Library, fast_retriever: Retriever) -> Bench:
    return Bench(fast_settings, core_library, fast_retriever)


@pytest.fixture(scope="module")
def pack(bench: Bench) -> Compared:
    return bench.compare(build_base(), *((f"{name}.docx", build_version(name)[0]) for name in VERSIONS))


@pytest.fixture(scope="module")
def shorter(bench: Bench) -> Change:
    """The change of a version that only shortens the notice of an AI Change."""
    draft = Draft()
    draft.replace("change-notice", "sixty (60)", "fifteen (15)", "weakened")
    (change,) = bench.compare(build_base(), ("shorter.docx", draft.build())).report.versions[0].changes
    return change


def version_of(pack: Compared, name: str) -> ComparedVersion:
    return next(v for v in pack.report.versions if v.name == f"{name}.docx")


def found(version: ComparedVersion, words: str) -> list[Change]:
    return [c for c in version.changes if words in c.before or words in c.after]


def edits(pack: Compared) -> Iterator[tuple[ComparedVersion, Known]]:
    for name in VERSIONS:
        for known in build_version(name)[1]:
            yield version_of(pack, name), known


def test_the_pack_has_at_least_forty_edits_in_five_versions(pack: Compared) -> None:
    assert len(pack.report.versions) == 5
    assert len(list(edits(pack))) >= 40


def test_every_edit_is_found(pack: Compared) -> None:
    assert [known for version, known in edits(pack) if not found(version, known.words)] == []


def test_kind_flag_and_effect_are_right_for_nineteen_in_twenty(pack: Compared) -> None:
    wrong = [
        known
        for version, known in edits(pack)
        if not any(
            (c.kind, c.tracked, c.effect) == (known.kind, known.tracked, known.effect)
            for c in found(version, known.words)
        )
    ]
    assert len(wrong) <= 0.05 * len(list(edits(pack))), wrong


def test_nothing_is_made_up(pack: Compared) -> None:
    for name in VERSIONS:
        known = build_version(name)[1]
        for change in version_of(pack, name).changes:
            if change.kind == "reference":  # what a known edit elsewhere does to it
                assert "stayed, but" in change.why
                continue
            assert any(k.words in change.before or k.words in change.after for k in known), change


def test_pure_noise_changes_nothing(pack: Compared) -> None:
    version = version_of(pack, "everpure")
    assert version.changes == ()
    assert {p.outcome for p in version.provisions} <= {"kept", "silent"}
    assert (version.concession, version.gain) == (0.0, 0.0)
    assert version.document.score == pack.report.base.score
    assert {fold.reason for fold in version.folded} >= {"capitals", "quotes"}


def test_what_nobody_marked_comes_first(pack: Compared) -> None:
    for version in pack.report.versions:
        flags = [c.tracked for c in version.changes]
        assert flags == sorted(flags)
    silent = version_of(pack, "albion").silent
    assert [c.number for c in silent] == ["45 -> 10 days", "7 -> 2 years"]


def test_a_change_is_tied_to_its_provision_with_quotes_and_numbers(shorter: Change) -> None:
    assert (shorter.provision, shorter.element) == ("model-change-notice", "notice-period")
    assert shorter.number == "60 -> 15 days"
    element = shorter.elements[0]
    assert element.base_quote is not None
    assert "sixty (60)" in element.base_quote.quote
    assert element.quote is not None
    assert "fifteen (15)" in element.quote.quote
    assert element.base_value is not None
    assert element.base_value.number == 60
    assert element.value is not None
    assert element.value.number == 15


def test_a_definition_that_empties_clauses_elsewhere_is_tied_to_them(pack: Compared) -> None:
    (change,) = found(version_of(pack, "calloway"), "excluding generative models")
    emptied = {e.element for e in change.elements if e.across}
    assert len(emptied) >= 3
    assert change.effect == "weakened"


def test_an_exception_and_a_precedence_clause_far_away_are_tied_to_what_they_defeat(bench: Bench) -> None:
    exception, precedence = Draft(), Draft()
    exception.insert(
        "law",
        "but",
        "1.1> Nothing in section 4 prevents the Provider from using Client AI Data to train and improve its AI Systems.",
        "weakened",
    )
    precedence.insert(
        "law",
        "first",
        "1.1> In a conflict the order of precedence is: first the terms at https://provider.example/ai, then this Agreement.",
        "weakened",
    )
    drafts = {"exception.docx": exception.build(), "precedence.docx": precedence.build()}
    for version in bench.compare(build_base(), *drafts.items()).report.versions:
        (change,) = version.changes
        defeated = [e for e in change.elements if e.across is not None]
        assert defeated, version.name
        assert change.effect in {"weakened", "removed"}
        assert all(e.base_quote is not None and change.after not in e.base_quote.quote for e in defeated)


def test_spans_point_at_the_words_they_quote(pack: Compared) -> None:
    base = ingest(build_base(), name="base.docx").text
    for name in VERSIONS:
        text = read_revisions(build_version(name)[0], name="x.docx").proposed.text
        for change in version_of(pack, name).changes:
            if change.before and change.before_span and not change.tracked:
                assert base[change.before_span.start : change.before_span.end] == change.before
            if change.after and change.after_span and change.tracked:
                assert text[change.after_span.start : change.after_span.end] == change.after


def test_the_matrix_says_what_became_of_each_provision(pack: Compared) -> None:
    outcomes = {v.name: {p.id: p.outcome for p in v.provisions} for v in pack.report.versions}
    assert outcomes["albion.docx"]["model-change-notice"] in {"softened", "countered"}
    assert outcomes["brightwater.docx"]["model-change-notice"] == "softened"
    assert outcomes["calloway.docx"]["model-change-notice"] == "kept"
    assert outcomes["dunmore.docx"]["data-ownership-training"] == "strengthened"
    concessions = {v.name: v.concession for v in pack.report.versions}
    assert concessions["dunmore.docx"] < min(concessions[f"{n}.docx"] for n in ("albion", "brightwater", "calloway"))


def test_the_heaviest_changes_cost_something(pack: Compared) -> None:
    for version in pack.report.versions:
        changes = {c.id: c for c in version.changes}
        assert len(version.heaviest) <= 3
        assert all(changes[number].effect in {"weakened", "removed"} for number in version.heaviest)
        losses = [changes[number].loss for number in version.heaviest]
        assert losses == sorted(losses, reverse=True)


def test_the_answers_follow_the_posture(pack: Compared, shorter: Change) -> None:
    advice = {a.posture: a for a in shorter.answers}
    assert advice["client"].advice == "counter"
    assert advice["client"].text
    (better,) = found(version_of(pack, "dunmore"), "ninety (90)")
    assert {a.advice for a in better.answers} == {"accept"}
    (denied,) = found(version_of(pack, "calloway"), "is not liable for")
    assert {a.advice for a in denied.answers} <= {"counter", "walk away"}
    (pay,) = found(version_of(pack, "albion"), "thirty (30) days of receipt")
    assert all("sixty (60) days" in (a.text or "") for a in pay.answers)


def test_the_author_stands_beside_a_tracked_change(pack: Compared) -> None:
    for version in pack.report.versions:
        assert all(c.author == "Counsel" and c.date is not None for c in version.changes if c.tracked)
        assert all(c.author is None for c in version.changes if not c.tracked)


def test_the_comparison_fits_its_schema(pack: Compared) -> None:
    jsonschema.validate(pack.report.model_dump(mode="json", by_alias=True), comparison_schema())


def test_another_contract_is_refused_and_the_rest_goes_on(bench: Bench) -> None:
    other = build_docx(
        "# Lease",
        *(f"1> The tenant shall keep room {n} of the house clean, warm and dry at all times." for n in range(9)),
    )
    with pytest.raises(
        InputError, match=r"lease\.docx: only \d+% of its words are in base\.docx; it is another contract"
    ):
        bench.compare(build_base(), ("lease.docx", other))
    compared = bench.compare(build_base(), ("lease.docx", other), ("dunmore.docx", build_version("dunmore")[0]))
    assert [v.name for v in compared.report.versions] == ["dunmore.docx"]
    assert compared.report.status == "partial"


def test_an_unreadable_version_costs_itself_only(tmp_path: Path, fast_settings: Settings) -> None:
    good, bad = tmp_path / "good.docx", tmp_path / "bad.docx"
    good.write_bytes(build_base())
    bad.write_bytes(b"PK\x03\x04 cut short")
    read, problems = start_versions([bad, good, good], settings=fast_settings)()
    assert [r.proposed.name for r in read] == ["good.docx", "good.docx (2)"]
    assert [(p.document, p.partial) for p in problems] == [("bad.docx", True)]


def test_small_print_in_a_footer_is_found(bench: Bench) -> None:
    lines = Draft().lines.values()
    base = build_docx(*lines, lists=LISTS, footer="Harland Mutual, claims services, page 1")
    same = build_docx(*lines, lists=LISTS, footer="Harland Mutual, claims services, page 7")
    other = build_docx(
        *lines, lists=LISTS, footer="Harland Mutual. The vendor's standard terms prevail over this Agreement."
    )
    compared = bench.compare(base, ("same.docx", same), ("other.docx", other))
    assert compared.report.versions[0].changes == ()
    (change,) = compared.report.versions[1].changes
    assert (change.kind, change.tracked, change.section) == ("replace", False, "footer")
    assert "standard terms prevail" in change.after


def test_turns_are_followed(bench: Bench) -> None:
    first, second, third = Draft(), Draft(), Draft()
    first.replace("change-notice", "sixty (60)", "fifteen (15)", "weakened")
    first.replace("logs", "seven (7)", "two (2)", "weakened")
    first.replace("pay", "sixty (60)", "thirty (30)", "weakened")
    first.replace("audit", "five (5)", "thirty (30)", "weakened")
    second.replace("change-notice", "sixty (60)", "thirty (30)", "weakened")
    second.replace("logs", "seven (7)", "two (2)", "weakened")
    second.replace("pay", "sixty (60)", "thirty (30)", "weakened", silent=True)
    second.replace("insurance", "£10,000,000", "£2,000,000", "weakened")
    third.replace("change-notice", "sixty (60)", "thirty (30)", "weakened")
    third.replace("pay", "sixty (60)", "thirty (30)", "weakened", silent=True)
    third.replace("staff", "shall keep", "should keep", "weakened")
    turns = [(f"turn{n}.docx", d.build()) for n, d in enumerate((first, second, third), 1)]
    compared = bench.compare(build_base(), *turns, rounds=True)
    by_section = {t.section: [turn.state for turn in t.turns] for t in compared.report.threads}
    assert by_section["3.2"] == ["new", "modified", "open"]
    assert by_section["9.2"] == ["new", "open", "reverted"]
    assert by_section["8.1"] == ["new", "accepted", "accepted"]
    assert by_section["9.1"] == ["new", "reverted"]
    assert by_section["10.3"] == ["new", "reverted"]
    assert by_section["2.2"] == ["new"]
    accepted = found(compared.report.versions[1], "thirty (30) days of receipt")
    assert [c.tracked for c in accepted] == [True]


def test_the_same_contract_as_docx_and_pdf_is_the_same(bench: Bench) -> None:
    sample = ROOT / "eval" / "samples" / "vendor-paper-ai-services"
    base, printed = ingest(sample.with_suffix(".docx")), read_revisions(sample.with_suffix(".pdf"))
    compared = compare_versions(
        base, [printed], profile="core", settings=bench.settings, library=bench.library, retriever=bench.retriever
    )
    (version,) = compared.report.versions
    assert [c for c in version.changes if c.substantive] == []
    assert version.document.score == compared.report.base.score


def test_what_a_pdf_changes_is_found_against_its_docx(bench: Bench) -> None:
    sample = ROOT / "eval" / "samples" / "vendor-paper-ai-services.docx"
    printed = read_revisions(sample.with_suffix(".pdf"))
    text = printed.proposed.text
    at = text.index("thirty (30)")
    changed = printed.proposed.model_copy(update={"text": text[:at] + "ninety (90)" + text[at + len("thirty (30)") :]})
    version = RevisedDocument(
        base=changed, marked=changed, proposed=changed, stretches=printed.stretches, revisions=(), comments=()
    )
    compared = compare_versions(
        ingest(sample),
        [version],
        profile="core",
        settings=bench.settings,
        library=bench.library,
        retriever=bench.retriever,
    )
    (change,) = [c for c in compared.report.versions[0].changes if c.substantive]
    assert change.tracked is False
    assert change.number == "30 -> 90 days"
