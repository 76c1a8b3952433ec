"""A correction never changes a part of an identifier, an address or code."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqe.intake import inputs, reading
from mtqe.mending import findings, identifiers
from mtqe.model import Span
from mtqe.settings.config import ChecksConfig, Config


@pytest.mark.parametrize(
    ("text", "part", "new", "held"),
    [
        ("Das Github_token fehlt.", "Github", "GitHub", True),
        ("Siehe example.org/Github heute", "Github", "GitHub", True),
        ("Siehe `Github login` heute", "Github", "GitHub", True),
        ("Der Wert von {Github}", "Github", "GitHub", True),
        ("Paket @Github/core", "Github", "GitHub", True),
        ("Das Github2 Paket", "Github", "GitHub", True),
        ("Es steht auf Github.", "Github", "GitHub", False),
        ("Der Github-Server", "Github", "GitHub", False),
        ("Zu %(Name)s gehen", "%(Name)s", "%(name)s", False),
        ("Es ist Ebbe.Sie kommt", ".", ". ", False),
        ("`a.b` ist Code", ".", ". ", True),
    ],
)
def test_a_part_of_an_identifier_is_held(text: str, part: str, new: str, held: bool) -> None:
    start = text.index(part)
    assert identifiers.holds(text, [(Span("target", start, start + len(part)), new)]) is held


def mended(path: Path) -> findings.Outcome:
    config = Config(source_lang="en", target_lang="de", checks=ChecksConfig(select=("wrong-casing",)))
    return findings.mend(reading.read(inputs.of_paths(path, None, (), languages=("en", "de")), config), config)


def test_fix_leaves_identifiers_and_mends_names(tmp_path: Path) -> None:
    path = tmp_path / "de.po"
    path.write_text(
        'msgid "The port of GitHub"\nmsgstr "Der Hafen von Github"\n\n'
        'msgid "The token of GitHub"\nmsgstr "Das Github_token"\n\n'
        'msgid "The value of tideName is low."\nmsgstr "Der Tidename ist niedrig."\n',
        encoding="utf-8",
    )
    outcome = mended(path)
    assert [(change.before, change.after) for item in outcome.mended for change in item.changes] == [
        ("Github", "GitHub")
    ]
    assert [item.why for item in outcome.left if item.why == findings.IDENTIFIER] == [
        findings.IDENTIFIER for item in outcome.left
    ]
