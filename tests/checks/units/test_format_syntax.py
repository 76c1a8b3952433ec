"""Faults of one format: line breaks at an edge in PO, apostrophes in Android texts and in message formats of Java."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqe.checks import runner as room
from mtqe.formats import dispatch, values
from mtqe.formats.programs import android, properties
from mtqe.language import codes
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


def marked(segments: list[Segment] | tuple[Segment, ...]) -> list[tuple[str, ...]]:
    outcome = room.run([check_table.checks()["MRK123"]], segments, Context("en", "fr"))
    assert outcome.problems == ()
    return [finding.marked for finding in outcome.findings]


@pytest.mark.parametrize(
    ("source", "target", "marks"),
    [
        (r"Open it\n", r"Ouvrir\n", []),
        (r"Open\nit", "Ouvrir", []),
        (r"Open it\n", "Ouvrez le", [("le",)]),
        (r"\nOpen it", "Ouvrez le", [("Ouvrez",)]),
        ("Open it", r"Ouvrez le\n", [("le",)]),
        (r"\nOpen it\n", "Ouvrez le", [("Ouvrez",), ("le",)]),
        (r"Open it\n", "", []),
    ],
)
def test_line_breaks_at_the_edges_of_a_message(
    source: str, target: str, marks: list[tuple[str, ...]], tmp_path: Path
) -> None:
    path = tmp_path / "fr.po"
    path.write_text(f'msgid "{source}"\nmsgstr "{target}"\n', encoding="utf-8")
    assert marked(dispatch.read_pairs(path).segments) == marks


def test_line_breaks_at_the_edges_of_a_plural_form(tmp_path: Path) -> None:
    path = tmp_path / "fr.po"
    path.write_text(
        'msgid ""\nmsgstr "Language: fr\\nPlural-Forms: nplurals=2; plural=n>1;\\n"\n\n'
        'msgid "a file\\n"\nmsgid_plural "files\\n"\nmsgstr[0] "un fichier\\n"\nmsgstr[1] "des fichiers"\n',
        encoding="utf-8",
    )
    assert marked(dispatch.read_pairs(path).segments) == [("fichiers",)]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        (r"Aujourd\'hui", []),
        ('"Aujourd\'hui"', []),
        ("<![CDATA[Aujourd'hui]]>", []),
        ("Aujourd&#8217;hui", []),
        ("Aujourd'hui", [("'",)]),
        (r"L\'an <b>d'or</b> d\'ici", [("'",)]),
        ("Aujourd&apos;hui", [("'",)]),
    ],
)
def test_apostrophes_of_android(text: str, marks: list[tuple[str, ...]]) -> None:
    sides = []
    contents = [f'<resources><string name="a">{inner}</string></resources>' for inner in ("Today", text)]
    for content in contents:
        sides.append(list(android.units(content, Path("strings.xml"))))
    segments = list(values.segments(values.paired(*sides), *contents))
    assert marked(segments) == marks
    if marks and r"\'" in text:
        bare = codes.bare(segments[0])
        assert bare.meta["target_bare_apostrophes"] == [1]


@pytest.mark.parametrize(
    ("source", "target", "marks"),
    [
        ("Welcome {0}, only {1}", "Bienvenue {0}, vous n'avez que {1}", [("'",)]),
        ("Welcome {0}, only {1}", "Bienvenue {0}, vous n''avez que {1}", []),
        ("Welcome {0}", "Bienvenue {0}, aujourd'hui", []),
        ("It's {0}", "C'est {0}", []),
        ("It''s {0,date}", "C'est {0,date}", [("'",)]),
        ("{0} in {1,3}", "{0} d'ici {1,3}", []),
        ("Welcome", "L'an {0}", []),
    ],
)
def test_quotations_of_message_formats(source: str, target: str, marks: list[tuple[str, ...]]) -> None:
    contents = [f"a={text}\n" for text in (source, target)]
    sides = [list(properties.units(content, Path("a.properties"))) for content in contents]
    assert marked(list(values.segments(values.paired(*sides), *contents))) == marks
