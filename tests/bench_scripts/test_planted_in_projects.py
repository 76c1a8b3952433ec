"""What the bench of planted errors in real projects does to a segment."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bench import projects_planted as bench
from mtqe.model import Code, Segment

Change = Callable[[Segment], Segment | None]


def segment(source: str, target: str) -> Segment:
    return Segment("1", source, target, meta={"unit": "tide"})


@pytest.mark.parametrize(
    ("change", "source", "target", "changed"),
    [
        (bench.number, "Wait 12 minutes", "12 Minuten warten", "62 Minuten warten"),
        (bench.tag, "<b>Low</b>", "<b>Ebbe</b>", ""),
        (bench.untranslated, "It is low", "Es ist Ebbe", "It is low"),
        (bench.truncated, "It is low tide", "Es ist wieder Ebbe", "Es ist"),
        (bench.lost_sentence, "It is low. Wait for it!", "Es ist Ebbe. Bitte warten!", "Es ist Ebbe."),
    ],
)
def test_an_error_changes_the_translation(change: Change, source: str, target: str, changed: str) -> None:
    planted = change(segment(source, target))
    assert planted is not None
    assert planted.source == source
    assert planted.target == changed or (not changed and planted.target.count("<") == 1)


def test_a_negation_is_taken_from_the_source() -> None:
    planted = bench.negation(segment("The ship is not here", "Das Schiff ist nicht da"))
    assert planted is not None
    assert (planted.source, planted.target) == ("The ship is here", "Das Schiff ist nicht da")


@pytest.mark.parametrize(
    ("change", "source", "target"),
    [
        (bench.number, "Wait two minutes", "2 Minuten warten"),
        (bench.placeholder, "Wait", "Warten"),
        (bench.truncated, "Low tide", "Ebbe"),
        (bench.lost_sentence, "Low!", "Ebbe!"),
        (bench.negation, "The ship is not here, and nobody never waits", "Das Schiff ist nicht da"),
        (bench.negation, "The ship is unknown", "Das Schiff ist unbekannt"),
        (bench.negation, "You can only wait", "Sie können nur warten"),
        (bench.negation, "Are you here?", "Sind Sie da?"),
    ],
)
def test_other_texts_get_no_error(change: Change, source: str, target: str) -> None:
    assert change(segment(source, target)) is None


def test_codes_move_with_the_text() -> None:
    codes = (Code("target", 0, 3, "a"), Code("target", 8, 11, "b"))
    moved = bench.edited(Segment("1", "x", "<a> low <b>", codes=codes), "target", 4, 7, "lower")
    assert [(code.start, code.end) for code in moved.codes] == [(0, 3), (10, 13)]
    assert bench.edited(Segment("1", "x", "<a> low <b>", codes=codes), "target", 0, 3, "").codes[0].key == "b"


def test_two_forms_of_a_plural_are_exchanged(tmp_path: Path) -> None:
    entry = bench.Entry("tides", "arb", (tmp_path / "en.arb", tmp_path / "de.arb"), ("en", "de"))
    forms = [
        Segment("1", "one ship", "ein Schiff", meta={"unit": "ships", "form": "one"}),
        Segment("2", "# ships", "# Schiffe", meta={"unit": "ships", "form": "other"}),
    ]
    (planted,) = bench.swapped_plural(forms, entry, {})
    assert {name: one.target for name, one in planted.items()} == {"1": "# Schiffe", "2": "ein Schiff"}


def test_a_block_of_short_texts_gets_the_translations_of_another_language(tmp_path: Path) -> None:
    entry = bench.Entry("tides", "arb", (tmp_path / "en.arb", tmp_path / "de.arb"), ("en", "de"))
    own = [Segment(str(n), f"Low tide {n}", f"Ebbe {n}", meta={"unit": f"tide{n}"}) for n in range(25)]
    others = {
        bench.unit_of(entry, one): {"de": one, "fr": Segment("x", one.source, f"Marée basse {one.id}")} for one in own
    }
    first, second = bench.foreign_block(own, entry, others)
    assert list(first) == [str(n) for n in range(10)] and list(second) == [str(n) for n in range(10, 20)]
    assert first["3"].target == "Marée basse 3"
    assert list(bench.foreign_block(own[:9], entry, others)) == []


def test_a_run_finds_a_lost_placeholder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tides").mkdir()
    source = {"tide": "Wait for {ship} here", "low": "The tide is low now"}
    target = {"tide": "Hier auf {ship} warten", "low": "Jetzt ist Ebbe"}
    for name, texts in (("en", source), ("de", target)):
        (tmp_path / "tides" / f"{name}.json").write_text(json.dumps(texts), encoding="utf-8")
    manifest = [
        {"project": "tides", "format": "json", "args": ["en.json", "de.json"], "source_lang": "en", "target_lang": "de"}
    ]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert bench.main([str(tmp_path), "--kind", "placeholder", "--show"]) == 0
    assert capsys.readouterr().out.splitlines()[1].split() == ["json", "1", "(1)/1", "1", "(1)/1"]
