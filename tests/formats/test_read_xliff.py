from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtqe.errors import InputError
from mtqe.formats import dispatch
from mtqe.formats.exchange import xliff
from mtqe.language import codes
from mtqe.model import SCHEMA, Document, Report, Run, Segment
from mtqe.report import xliff as reporter

V1 = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0">
 <file original="pump.html" source-language="en-GB" target-language="de-DE" datatype="html">
  <header><note>no segment</note></header>
  <body>
   <trans-unit id="a"><source>Close the <g id="1">valve</g><x id="2" equiv-text=" "/>first &amp; fast.</source>
    <target state="translated">Erst das <g id="1">Ventil</g> schließen.</target>
    <alt-trans><source>Another text</source><target>Ein anderer Text</target></alt-trans></trans-unit>
   <group translate="no"><trans-unit id="b"><source>XR-7</source></trans-unit>
    <trans-unit id="c" translate="yes"><source>Use <ph id="1">{0}</ph>now.</source></trans-unit></group>
   <trans-unit id="d"><source>One. Two.</source>
    <seg-source><g id="5"><mrk mtype="seg" mid="10">One.</mrk> <mrk mtype="seg" mid="11">Two.</mrk></g></seg-source>
    <target><g id="5"><mrk mtype="seg" mid="10">Eins.</mrk> <mrk mtype="seg" mid="11"/></g></target></trans-unit>
   <trans-unit id="e"><source>
      A line
      and another.
   </source><target xml:space="preserve"> Eine  Zeile </target></trans-unit>
   <trans-unit id="empty"><source> </source><target/></trans-unit>
  </body>
 </file>
 <file original="notes.txt" source-language="en-GB" target-language="de-DE" datatype="plaintext"><body>
   <trans-unit id="a"><source>Done.</source><target>Fertig.</target></trans-unit>
   <trans-unit id="a"><source>Again.</source><target>Nochmal.</target></trans-unit>
 </body></file>
</xliff>
"""
V2 = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="pt-BR">
 <file id="f1">
  <unit id="u1"><notes><note>no segment</note></notes>
   <segment id="s1" state="final"><source>Open <pc id="1">the <mrk id="m" type="term">lid</mrk></pc>.</source>
    <target>Abra <pc id="1">a tampa</pc>.</target></segment>
   <ignorable><source> </source></ignorable>
   <segment><source>Press<ph id="2" equiv=" OK"/>.<cp hex="0007"/></source></segment></unit>
  <group id="g"><unit id="u2"><segment><source>Wait<sc id="3"/>.</source><target>Aguarde.</target></segment></unit>
  </group>
 </file>
</xliff>
"""


ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "/etc/passwd">]>'


def written(folder: Path, text: str, name: str = "x.xlf") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def sides(document: Document) -> list[tuple[str | None, str, str, str]]:
    """The texts of the segments, without those of their codes."""
    return [(item.doc, item.id, item.source, item.target) for item in codes.all_bare(document.segments)]


def test_version_1(tmp_path: Path) -> None:
    document = dispatch.read_pairs(written(tmp_path, V1))
    assert (document.source_lang, document.target_lang) == ("en-GB", "de-DE")
    assert sides(document) == [
        ("pump.html", "pump.html:a", "Close the valve first & fast.", "Erst das Ventil schließen."),
        ("pump.html", "pump.html:c", "Use now.", ""),
        ("pump.html", "pump.html:d/10", "One.", "Eins."),
        ("pump.html", "pump.html:d/11", "Two.", ""),
        ("pump.html", "pump.html:e", "A line and another.", " Eine  Zeile "),
        ("notes.txt", "notes.txt:a", "Done.", "Fertig."),
        ("notes.txt", "notes.txt:a#2", "Again.", "Nochmal."),
    ]
    first = document.segments[0]
    assert first.source == 'Close the <g id="1">valve</g><x id="2" equiv-text=" "/>first & fast.'
    assert first.meta == {
        "source_line": 6,
        "source_column": 31,
        "target_line": 7,
        "target_column": 32,
        "unit": "a",
        "state": "translated",
    }


def test_version_2(tmp_path: Path) -> None:
    document = dispatch.read_pairs(written(tmp_path, V2, "x.xliff"))
    assert (document.source_lang, document.target_lang) == ("en", "pt-BR")
    assert sides(document) == [
        ("f1", "u1/s1", "Open the lid.", "Abra a tampa."),
        ("f1", "u1/2", "Press.\x07", ""),
        ("f1", "u2", "Wait.", "Aguarde."),
    ]
    assert document.segments[0].meta["state"] == "final"


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")), max_size=20) | st.sampled_from(
    ["a\nb", " a ", "a\r\nb", "\ta", "<b>&amp;", "]]>", "  \n  x"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(TEXTS, TEXTS).filter(lambda pair: "".join(pair).strip()), min_size=1, max_size=4))
def test_what_the_reporter_writes_is_read_back(tmp_path: Path, pairs: list[tuple[str, str]]) -> None:
    segments = tuple(Segment(f"x{number}", *pair) for number, pair in enumerate(pairs, 1))
    out = io.StringIO()
    reporter.render(Report(SCHEMA, Run("0", "", source_lang="en", target_lang="de"), segments=segments), out)
    path = tmp_path / "x.xlf"
    path.write_bytes(out.getvalue().encode())
    assert [(item.source, item.target) for item in xliff.read(path).segments] == pairs


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<xliff", "not valid XML"),
        ("<html/>", "its root element is 'html'"),
        ('<xliff version="1.1" xmlns="urn:oasis:names:tc:xliff:document:1.1"/>', "is XLIFF 1.1;"),
        ("<xliff/>", "is XLIFF without a version"),
        ('<xliff version="2.0"/>', "is XLIFF 2.0 without its namespace; its root element needs xmlns="),
        ('<xliff version="1.2" xmlns="urn:x"/>', "is XLIFF 1.2 with the namespace 'urn:x'"),
        (ENTITY + V2.replace("Wait", "&e;"), "defines entities"),
        ('<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>', "has no segments"),
        ("", "is empty"),
    ],
)  # fmt: skip
def test_refused(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(InputError, match=why) as error:
        dispatch.read_pairs(written(tmp_path, text))
    assert error.value.hint and "\n" not in error.value.message


def test_version_1_2_without_its_namespace(tmp_path: Path) -> None:
    bare = V1.replace(' xmlns="urn:oasis:names:tc:xliff:document:1.2"', "")
    assert bare != V1
    with_namespace, without = (dispatch.read_pairs(written(tmp_path, text)) for text in (V1, bare))
    assert without.segments == with_namespace.segments
    assert (without.source_lang, without.target_lang) == ("en-GB", "de-DE")


def test_an_encoding_that_was_declared(tmp_path: Path) -> None:
    path = tmp_path / "x.xlf"
    path.write_bytes(
        b"\xef\xbb\xbf" + V1.replace('encoding="UTF-8"', 'encoding="utf-8"').replace("\n", "\r\n").encode()
    )
    assert sides(dispatch.read_pairs(path))[4][2:] == ("A line and another.", " Eine  Zeile ")


def test_languages_come_from_the_file(tmp_path: Path) -> None:
    for path, langs in (
        (written(tmp_path, V2), ("en", "pt-BR")),
        (written(tmp_path, "source\ttarget\na\tb\n", "x.tsv"), (None, None)),
    ):
        document = dispatch.read_pairs(path)
        assert (document.source_lang, document.target_lang) == langs


def test_evaluate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from mtqe.cli import run

    monkeypatch.chdir(tmp_path)
    written(tmp_path, V1.replace("Fertig.", "[Done.] Fertig."), "x.sdlxliff")
    assert run(["evaluate", "x.sdlxliff", "--select", "empty-target", "-m", "learned", "--json", "-"]) in (0, 1)
    report = json.loads(capsys.readouterr().out)
    assert (report["run"]["source_lang"], report["run"]["target_lang"]) == ("en-GB", "de-DE")
    missing = {item["id"] for item in report["segments"] if item["meta"].get("missing")}
    assert missing == {"pump.html:c", "pump.html:d/11"} and report["findings"] == []
    assert any("texts are translated" in reason for reason in report["verdict"]["reasons"])
    assert (
        run(["evaluate", "x.sdlxliff", "--target-lang", "de-AT", "--select", "ART101", "-q", "--json", "r.json"]) == 1
    )
    assert json.loads(Path("r.json").read_text("utf-8"))["run"]["target_lang"] == "de-AT"


def several(*pairs: tuple[str, str, str]) -> str:
    """An XLIFF 1.2 file whose `file` elements have these source languages, target languages and translations."""
    parts = "".join(
        f'<file original="{number}" source-language="{source}" target-language="{target}"><body>'
        f'<trans-unit id="1"><source>Open.</source><target>{text}</target></trans-unit></body></file>'
        for number, (source, target, text) in enumerate(pairs)
    )
    return f'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">{parts}</xliff>'


MANY = several(("en", "de", "Öffnen."), ("en", "fr", "Ouvrez."), ("en", "pt-BR", "Abra."), ("en", "pt-PT", "Abre."))


@pytest.mark.parametrize(
    ("wanted", "texts", "named"),
    [("fr", ["Ouvrez."], "fr"), ("fr-CA", ["Ouvrez."], "fr"), ("pt-PT", ["Abre."], "pt-PT"), ("de", ["Öffnen."], "de")],
)
def test_files_of_the_wanted_target_language(tmp_path: Path, wanted: str, texts: list[str], named: str) -> None:
    document = dispatch.read_pairs(written(tmp_path, MANY), None, ("en", wanted))
    assert [segment.target for segment in document.segments] == texts
    assert (document.source_lang, document.target_lang) == ("en", named)


def test_several_languages_without_a_wanted_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has translations into de, fr, pt-BR, pt-PT") as error:
        dispatch.read_pairs(written(tmp_path, MANY))
    assert error.value.hint == "choose a language with --target-lang"
    with pytest.raises(InputError, match="has no translations into it, but de, fr"):
        dispatch.read_pairs(written(tmp_path, MANY), None, ("en", "it"))
    sources = written(tmp_path, several(("en", "de", "Öffnen."), ("fr", "de", "Offen.")))
    with pytest.raises(InputError, match="has sources in en, fr") as error:
        dispatch.read_pairs(sources, None, ("", "de"))
    assert error.value.hint == "choose a language with --source-lang"
    assert [item.target for item in dispatch.read_pairs(sources, None, ("fr", "de")).segments] == ["Offen."]


def test_one_language_with_and_without_region_is_no_choice(tmp_path: Path) -> None:
    path = written(tmp_path, several(("en", "de-DE", "Öffnen."), ("en-GB", "de", "Auf."), ("en", "", "Offen.")))
    document = dispatch.read_pairs(path, None, ("it", "de-AT"))
    assert [segment.target for segment in document.segments] == ["Öffnen.", "Auf.", "Offen."]
