"""Plural forms between bars in one text of a JSON or YAML file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from read_files import from_paths

from mtqe.formats.programs import piped
from mtqe.formats.values import Piece, Value
from mtqe.settings.config import Config


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{0} no tide|{1} one tide|[2,Inf[ %count% tides",
            {"=0": "no tide", "=1": "one tide", "other": "%count% tides"},
        ),
        ("{1} a|{2,3,4} b|[5,Inf[ c", {"=1": "a", "2,3,4": "b", "other": "c"}),
        ("[1,19] few|[20,*] many", {"1-19": "few", "other": "many"}),
        ("a tide | {n} tides", {"one": "a tide", "other": "{n} tides"}),
        ("no tide | one tide | {count} tides", {"one": "no tide", "part 2": "one tide", "other": "{count} tides"}),
        (
            "Max {{ limit }} ship.|Max {{ limit }} ships.",
            {"one": "Max {{ limit }} ship.", "other": "Max {{ limit }} ships."},
        ),
        ("Die Ebbe|die Ebbe.", {"one": "Die Ebbe", "other": "die Ebbe."}),
        (
            "At least one ship.|At least {{ min }} ships.",
            {"one": "At least one ship.", "other": "At least {{ min }} ships."},
        ),
        (
            "Wait for the tide for %hours% hour.|Wait for the tide for %hours% hours.",
            {"one": "Wait for the tide for %hours% hour.", "other": "Wait for the tide for %hours% hours."},
        ),
        ("Tides | Harbour", {"": "Tides | Harbour"}),
        (
            "Open the old harbour | Leave the old harbour now please",
            {"": "Open the old harbour | Leave the old harbour now please"},
        ),
        ("Tides of {port} | {name}", {"": "Tides of {port} | {name}"}),
        ("{n, choice, 0#no|1#one}", {"": "{n, choice, 0#no|1#one}"}),
        ("a||b %count%", {"": "a||b %count%"}),
        ("| a | {n} |", {"": "| a | {n} |"}),
    ],
)
def test_what_the_forms_are(text: str, expected: dict[str, str]) -> None:
    value = Value((Piece(text, 0, len(text)),), 0)
    assert {form: part.text for form, part in piped.texts(value)} == expected


def test_forms_of_both_languages_are_pairs(tmp_path: Path) -> None:
    texts = {"en": "a tide | {n} tides", "pl": "przypływ | {n} przypływy | {n} przypływów"}
    paths = [tmp_path / f"a.{tag}.json" for tag in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(json.dumps({"tides": text}), encoding="utf-8")
    segments = from_paths(*paths, (), Config(source_lang="en", target_lang="pl")).segments
    assert [(segment.source, segment.target) for segment in segments] == [
        ("a tide", "przypływ"),
        ("{n} tides", "{n} przypływy"),
        ("{n} tides", "{n} przypływów"),
    ]


XLIFF = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file source-language="en" target-language="{lang}" datatype="plaintext" original="a"><body>
<trans-unit id="1"><source>{source}</source><target>{target}</target></trans-unit>
</body></file></xliff>
"""


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (
            "Take {{ limit }} ship.|Take {{ limit }} ships.",
            "Nehmt {{ limit }} Schiff.|Nehmt {{ limit }} Schiffe.",
            [
                ("one", "Take {{ limit }} ship.", "Nehmt {{ limit }} Schiff."),
                ("other", "Take {{ limit }} ships.", "Nehmt {{ limit }} Schiffe."),
            ],
        ),
        (
            "Take {{ limit }} ship.|Take {{ limit }} ships.",
            "Nehmt Schiffe: {{ limit }}",
            [(None, "Take {{ limit }} ships.", "Nehmt Schiffe: {{ limit }}")],
        ),
        (
            "Wait %hours% hours for the tide.",
            "Warten Sie %hours% Stunde auf die Flut.|Warten Sie %hours% Stunden auf die Flut.",
            [
                ("one", "Wait %hours% hours for the tide.", "Warten Sie %hours% Stunde auf die Flut."),
                ("other", "Wait %hours% hours for the tide.", "Warten Sie %hours% Stunden auf die Flut."),
            ],
        ),
        (
            "{n, plural, one {# ship} other {# ships}}",
            "{n, plural, one {# Schiff} other {# Schiffe}}",
            [
                ("one", "{n, plural, one {# ship}}", "{n, plural, one {# Schiff}}"),
                ("other", "{n, plural, other {# ships}}", "{n, plural, other {# Schiffe}}"),
            ],
        ),
        ("Tides | Harbour", "Ebbe | Hafen", [(None, "Tides | Harbour", "Ebbe | Hafen")]),
    ],
)
def test_forms_in_xliff(source: str, target: str, expected: list[tuple[str | None, str, str]], tmp_path: Path) -> None:
    path = tmp_path / "a.de.xlf"
    path.write_text(XLIFF.format(lang="de", source=source, target=target), encoding="utf-8")
    segments = from_paths(path, None, (), Config(source_lang="en", target_lang="de")).segments
    assert [(segment.unit.form, segment.source, segment.target) for segment in segments] == expected
