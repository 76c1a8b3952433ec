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
        ("Tides | Harbour", {"": "Tides | Harbour"}),
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
