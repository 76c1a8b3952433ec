from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from read_files import from_paths

from mtqe.errors import InputError
from mtqe.formats import dispatch
from mtqe.formats.exchange import tmx
from mtqe.formats.exchange.beads import write_beads
from mtqe.language import codes
from mtqe.model import Bead
from mtqe.settings.config import Config

MEMORY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
 <header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en"
  datatype="plaintext"/>
 <body>
  <tu tuid="k1">
   <tuv xml:lang="de-DE"><seg>Erst das <bpt i="1">&lt;b></bpt>Ventil<ept i="1">&lt;/b></ept> schließen.</seg></tuv>
   <tuv xml:lang="en-GB"><seg>Close the <hi>valve</hi> first &amp; fast.</seg></tuv>
  </tu>
  <tu><note>old</note><tuv xml:lang="en-GB"><seg>Wait<ph x="1">{0}</ph>.</seg></tuv></tu>
  <tu><tuv xml:lang="en-GB"><seg> </seg></tuv></tu>
 </body>
</tmx>
"""
ENTITY = MEMORY.replace('SYSTEM "tmx14.dtd"', '[<!ENTITY e SYSTEM "/etc/passwd">]')


def written(folder: Path, text: str) -> Path:
    path = folder / "x.tmx"
    path.write_bytes(text.encode())
    return path


def test_memory(tmp_path: Path) -> None:
    document = dispatch.read_pairs(written(tmp_path, MEMORY))
    assert (document.source_lang, document.target_lang) == ("en-GB", "de-DE")
    assert [(item.id, item.source, item.target) for item in codes.all_bare(document.segments)] == [
        ("k1", "Close the valve first & fast.", "Erst das Ventil schließen."),
        ("2", "Wait.", ""),
    ]
    first = document.segments[0]
    assert (first.source, first.target) == (
        "Close the <hi>valve</hi> first & fast.",
        "Erst das <b>Ventil</b> schließen.",
    )
    assert first.meta == {
        "source_line": 9,
        "source_column": 31,
        "target_line": 8,
        "target_column": 31,
        "unit": "k1",
    }
    assert (document.source_lang, document.target_lang) == ("en-GB", "de-DE")


@pytest.mark.parametrize("srclang", ["en", "EN-gb", "*all*"])
def test_whose_language_is_the_source(tmp_path: Path, srclang: str) -> None:
    text = MEMORY.replace('srclang="en"', f'srclang="{srclang}"')
    document = tmx.read(written(tmp_path, text))
    source, target = document.source_lang, document.target_lang
    assert {source, target} == {"en-GB", "de-DE"}
    assert source == ("de-DE" if srclang == "*all*" else "en-GB")


def test_ids_that_come_twice(tmp_path: Path) -> None:
    path = written(tmp_path, MEMORY.replace("<tu><note>", '<tu tuid="k1"><note>'))
    assert [item.id for item in tmx.read(path).segments] == ["1", "2"]


def test_each_variant_of_a_language_is_in_a_pair(tmp_path: Path) -> None:
    second = ' <tuv xml:lang="de-de"><note>new</note><seg>Ventil zu!</seg></tuv>\n  </tu>\n  <tu><note>'
    document = tmx.read(written(tmp_path, MEMORY.replace("</tu>\n  <tu><note>", second.lstrip(), 1)))
    assert [(item.id, item.source, item.target) for item in codes.all_bare(document.segments)][:2] == [
        ("k1", "Close the valve first & fast.", "Erst das Ventil schließen."),
        ("k1#2", "Close the valve first & fast.", "Ventil zu!"),
    ]
    assert document.segments[1].meta["note"] == "new"


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=20)
KINDS = st.sampled_from(["match", "omission", "addition"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.tuples(TEXTS, TEXTS, st.sampled_from(["match", "omission", "addition"])), min_size=1, max_size=4)
)
def test_beads_are_read_back(tmp_path: Path, texts: list[tuple[str, str, str]]) -> None:
    beads = [
        Bead(
            () if kind == "addition" else (number,),
            () if kind == "omission" else (number,),
            "" if kind == "addition" else source,
            "" if kind == "omission" else target,
            0.5,
            kind,
        )
        for number, (source, target, kind) in enumerate([("a", "b", "match"), *texts])
    ]
    out = io.StringIO()
    write_beads(beads, out, "tmx", "en", "de")
    read = from_paths(written(tmp_path, out.getvalue()), None, [], Config(source_lang="en", target_lang="de"))
    wanted = [bead for bead in beads if (bead.source_text + bead.target_text).strip()]
    assert [(s.source, s.target, s.meta["kind"]) for s in read.segments] == [
        (bead.source_text, bead.target_text, bead.kind) for bead in wanted
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<xliff/>", "its root element is 'xliff'"),
        (MEMORY.replace("<note>old</note>", '<tuv xml:lang="fr"><seg>x</seg></tuv>'), "into de-DE, fr"),
        ('<tmx version="1.4"><header srclang="en"/><body/></tmx>', "has no segments"),
        (ENTITY.replace("Wait", "&e;"), "entities"),
        (MEMORY[:300], "not valid XML"),
    ],
)  # fmt: skip
def test_refused(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(InputError, match=why) as error:
        dispatch.read_pairs(written(tmp_path, text))
    assert error.value.hint


THREE = MEMORY.replace(
    " <tu><note>",
    ' <tu><tuv xml:lang="en-GB"><seg>Open.</seg></tuv><tuv xml:lang="fr"><seg>Ouvrez.</seg></tuv></tu>\n <tu><note>',
)


@pytest.mark.parametrize(("wanted", "target"), [("fr", "Ouvrez."), ("fr-CA", "Ouvrez."), ("de", "")])
def test_one_of_several_target_languages(tmp_path: Path, wanted: str, target: str) -> None:
    document = dispatch.read_pairs(written(tmp_path, THREE), None, ("en", wanted))
    assert {item.source: item.target for item in document.segments}["Open."] == target
    assert "Close the valve first & fast." in {item.source for item in codes.all_bare(document.segments)}


def test_the_target_may_be_the_source(tmp_path: Path) -> None:
    document = dispatch.read_pairs(written(tmp_path, MEMORY), None, ("de", "en"))
    assert codes.bare(document.segments[0]).source == "Erst das Ventil schließen."


def test_a_language_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no text in it; it has de-DE"):
        dispatch.read_pairs(written(tmp_path, MEMORY), None, ("en", "it"))
    with pytest.raises(InputError, match="has translations into de-DE, fr") as error:
        dispatch.read_pairs(written(tmp_path, THREE))
    assert error.value.hint == "choose a language with --target-lang"
