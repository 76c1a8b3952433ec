"""The checks that compare segments across documents."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from mtqe.checks import runner
from mtqe.model import Finding, Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


def found(check: str, segments: Sequence[Segment], langs: tuple[str, str] = ("en", "de")) -> tuple[Finding, ...]:
    outcome = runner.run([check_table.checks()[check]], segments, Context(*langs))
    assert not outcome.problems
    return outcome.findings


def unit(number: int, source: str, target: str, **meta: object) -> Segment:
    return Segment(str(number), source, target, doc=f"{number}.json", meta={"unit": f"key{number}", **meta})


def test_the_majority_is_suggested() -> None:
    texts = ["Ventil schließen", "Hahn schließen", "Ventil – schließen", "ventil schließen"]
    (finding,) = found("TRM108", [unit(n, "Close the valve", text) for n, text in enumerate(texts)])
    assert (finding.segment, finding.marked, finding.suggestion) == ("1", ("Hahn",), "Ventil schließen")
    assert finding.message == "the same source is “Ventil schließen” in 3 segments, such as 0"


def test_without_a_majority_nothing_is_suggested() -> None:
    (finding,) = found("TRM108", [unit(n, "Close the valve", text) for n, text in enumerate(("Ventil zu", "Hahn zu"))])
    assert (finding.segment, finding.suggestion) == ("1", None)


@pytest.mark.parametrize(
    "meta",
    [{"form": "one"}, {"context": "tap"}, {"max_length": 9}, {"unfinished": True}],
    ids=lambda meta: next(iter(meta)),
)
def test_what_explains_a_difference(meta: dict[str, object]) -> None:
    segments = [unit(1, "Close the valve", "Ventil schließen"), unit(2, "Close the valve", "Hahn schließen")]
    assert len(found("TRM108", segments)) == 1
    assert found("TRM108", [segments[0], unit(2, "Close the valve", "Hahn schließen", **meta)]) == ()


def test_other_case_and_marks_are_other_sources() -> None:
    sources = ("Close the valve", "Close the Valve", "Close the valve.", "Close  the valve ")
    segments = [unit(n, source, f"Ventil {n} schließen") for n, source in enumerate(sources)]
    assert [finding.segment for finding in found("TRM108", segments)] == ["3"], "but spaces do not matter"


def test_running_text_may_vary_short_sentences() -> None:
    pairs = [("Thank you very much.", "Danke."), ("Thank you very much.", "Vielen Dank.")]
    assert found("TRM108", [Segment(str(n), *pair) for n, pair in enumerate(pairs)]) == ()
    assert len(found("TRM108", [unit(n, *pair) for n, pair in enumerate(pairs)])) == 1


def test_each_deviating_document_is_told_once() -> None:
    def document(name: str, word: str) -> list[Segment]:
        return [
            Segment(f"{name}{n}", f"{text} the stamp duty.", f"{word} {text}.", doc=name)
            for n, text in enumerate(("Alpha", "Bravo", "Carlo", "Delta"))
        ]

    segments = [*document("a", "Stempelsteuer"), *document("b", "Kaufgebühr"), *document("c", "Stempelsteuer")]
    (finding,) = found("TRM110", segments)
    assert (finding.segment, finding.marked, finding.suggestion) == (
        "b0",
        ("stamp duty", "Kaufgebühr"),
        "Stempelsteuer",
    )
    assert "in 4 segments of this document, but “Stempelsteuer” in 8 segments of others" in finding.message
    mixed = [*document("a", "Stempelsteuer"), *document("b", "Stempelsteuern"), *document("c", "Stempelsteuer")]
    assert found("TRM110", mixed) == (), "another form is the same word"


def test_checks_across_files_see_all_documents_and_say_nothing_of_other_languages() -> None:
    chosen = [check_table.checks()[name] for name in ("TRM108", "TRM109", "TRM110")]
    outcome = runner.run(chosen, [Segment("1", "Eins zwei drei", "One two three")], Context("de", "en"))
    assert [item.state for item in outcome.items] == ["ran", "not run", "not run"]
