"""Checks that identify languages: where they run, and which of them reports a copy."""

from __future__ import annotations

from collections.abc import Sequence

from mtqe.checks import runner
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


def findings(check: str, source: str, target: str, source_lang: str, target_lang: str) -> tuple[str, list[str]]:
    """State of the check's run, and the texts that it marks."""
    outcome = runner.run(check_table.select([check]), [Segment("1", source, target)], Context(source_lang, target_lang))
    assert outcome.problems == ()
    return outcome.items[0].state, [text for finding in outcome.findings for text in finding.marked]


def test_a_check_does_not_run_where_languages_cannot_be_told_apart() -> None:
    copy = "Nobody was hurt when the storm hit the harbour."
    assert findings("ACC102", copy, copy, "en-GB", "en-US") == ("not run", [])
    assert findings("ART101", "He [the baker] left.", "He [the baker] left.", "en", "en-IE") == ("not run", [])
    assert findings("ART101", "He [the baker] left.", "X [the baker] x.", "en", "ga") == ("not run", [])
    assert findings("ACC104", copy, "Tá an calafort dúnta inniu.", "en", "ga") == ("not run", [])


def test_an_exact_copy_is_found_in_any_language() -> None:
    copy = "Nobody was hurt when the storm hit the harbour."
    assert findings("ACC102", copy, copy, "en", "ga") == ("ran", [copy])
    assert findings("ACC102", "Nobody was hurt.", "Níor gortaíodh aon duine.", "en", "ga") == ("ran", [])


def test_a_copy_is_not_also_reported_as_wrong_language() -> None:
    copy = "Nobody was hurt when the storm hit the harbour."
    assert findings("ACC104", copy, copy, "en", "de") == ("ran", [])


def test_short_gaps_in_a_copied_stretch_are_bridged() -> None:
    source = "My uncle keeps bees on the roof of a tall house that nobody else wants to climb in winter."
    copied = "keeps bees on the roof of einem hohen house that nobody else wants to climb"
    target = f"Mein Onkel, der aus Graz kommt und gern kocht, {copied}, wenn es im Winter kalt ist."
    assert findings("ACC102", source, target, "en", "de") == ("ran", [copied])


def test_a_copied_bracket_is_reported_once() -> None:
    source = "“They [the men of the northern harbour authority] knew,” he said."
    target = "„Sie [the men of the northern harbour authority] wussten es“, sagte er."
    bracket = "[the men of the northern harbour authority]"
    assert findings("ART101", source, target, "en", "de") == ("ran", [bracket])
    assert findings("ACC102", source, target, "en", "de") == ("ran", [])


def test_apostrophes_in_brackets_may_differ() -> None:
    for a, b in (("’", "'"), ("'", "’")):
        source, target = f"He [the king{a}s son] left.", f"Er [the king{b}s son] ging."
        assert findings("ART101", source, target, "en", "de") == ("ran", [f"[the king{b}s son]"])


LABELS = (
    ("Settings", "Ajustes"),
    ("Close window", "Cerrar ventana"),
    ("Delete all messages", "Borrar todos los mensajes"),
    ("Search the archive", "Buscar en el archivo"),
    ("New folder", "Carpeta nueva"),
    ("Next page", "Página siguiente"),
    ("Share the link", "Compartir el enlace"),
    ("Save the picture", "Guardar la imagen"),
    ("Empty the basket", "Vaciar la papelera"),
    ("Change the password", "Cambiar la contraseña"),
)
GERMAN = ("Einstellungen", "Fenster schließen", "Alle Nachrichten löschen", "Archiv durchsuchen", "Neuer Ordner")


def marked(pairs: Sequence[tuple[str, str]], lang: str) -> list[str]:
    segments = [Segment(str(number), *pair) for number, pair in enumerate(pairs)]
    outcome = runner.run(check_table.select(["ACC104"]), segments, Context("en", lang))
    assert outcome.problems == ()
    assert {finding.kind for finding in outcome.findings} <= {"es"}
    return [text for finding in outcome.findings for text in finding.marked]


def test_short_texts_of_a_file_are_judged_together() -> None:
    assert len(marked(LABELS, "de")) >= 8
    assert marked(LABELS[:1], "de") == marked(LABELS[4:6], "de") == [], "too few to tell"
    assert marked(LABELS, "es") == []
    assert marked([(source, source) for source, _ in LABELS], "de") == [], "copies are left to untranslated-segment"


def test_a_block_in_another_language_is_found_among_others() -> None:
    german = [*zip((source for source, _ in LABELS), GERMAN, strict=False)] * 3
    assert marked(german, "de") == []
    found = marked([*german, *LABELS, *german], "de")
    assert len(found) >= 5 and set(found) <= {target for _, target in LABELS}


def test_a_value_with_brackets_inside_is_no_untranslated_word() -> None:
    source, target = "One value a line: {}.", "По одному значению в строке: {}."
    for value, marks in (("tide(ENTER)ebb(ENTER)flood", []), ("upheld the ban here", ["upheld the ban here"])):
        said = findings("ART106", source.format(value), target.format(value), "en", "ru")
        assert said == ("ran", marks), value
