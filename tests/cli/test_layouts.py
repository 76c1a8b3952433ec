"""The layouts of test sets: XML and SGML of WMT, folders of mt-metrics-eval, files of sacreBLEU."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mtqe.errors import InputError
from mtqe.formats import dispatch, records

WMT = """<?xml version="1.0" encoding="utf-8"?>
<dataset id="set">
  <collection id="general">
    <doc origlang="en" id="news.1" domain="news">
      <src lang="en"><p><seg id="1">One &amp; two.</seg><seg id="2">Three.</seg></p></src>
      <ref lang="de" translator="B"><p><seg id="1">Eins und zwei!</seg><seg id="2">Drei!</seg></p></ref>
      <ref lang="de" translator="A"><p><seg id="1">Eins und zwei.</seg><seg id="2">Drei.</seg></p></ref>
      <hyp lang="de" system="X"><p><seg id="1">Eins &amp; zwei.</seg><seg id="2">Drei?</seg></p></hyp>
      <hyp lang="de" system="Y"><p><seg id="1">Ein, zwei.</seg></p></hyp>
    </doc>
    <doc origlang="en" id="news.2"><src lang="en"><seg id="1">Four.</seg></src>
      <hyp lang="de" system="X"><seg id="1">Vier.</seg></hyp></doc>
  </collection>
</dataset>
"""


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_wmt_xml(tmp_path: Path) -> None:
    document = dispatch.read_pairs(written(tmp_path / "wmttest.en-de.xml", WMT))
    assert (document.source_lang, document.target_lang) == ("en", "de")
    assert [(s.system, s.id, s.source, s.target, s.references) for s in document.segments] == [
        ("X", "news.1:1", "One & two.", "Eins & zwei.", ("Eins und zwei.", "Eins und zwei!")),
        ("X", "news.1:2", "Three.", "Drei?", ("Drei.", "Drei!")),
        ("Y", "news.1:1", "One & two.", "Ein, zwei.", ("Eins und zwei.", "Eins und zwei!")),
        ("Y", "news.1:2", "Three.", "", ("Drei.", "Drei!")),
        ("X", "news.2:1", "Four.", "Vier.", ()),
        ("Y", "news.2:1", "Four.", "", ()),
    ]
    assert document.segments[0].meta == {"source_line": 5, "target_line": 8}
    assert [part.id for part in records.split_documents(document)] == ["news.1", "news.2"]


def test_a_system_of_another_language_is_none_of_wmt_xml(tmp_path: Path) -> None:
    path = written(tmp_path / "wmttest.xml", WMT.replace('<hyp lang="de" system="Y"', '<hyp lang="fr" system="Y"'))
    document = dispatch.read_pairs(path, None, ("en", "de"))
    assert [(s.system, s.target) for s in document.segments] == [
        (None, "Eins & zwei."),
        (None, "Drei?"),
        (None, "Vier."),
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("dataset", "resources", "is XML, but not a WMT test set"),
        ("hyp", "hypo", "has no outputs of systems"),
        ('<hyp lang="de" system="Y"', '<hyp lang="fr" system="Y"', "choose a language with --target-lang"),
        ('<seg id="1">Ein, zwei.', '<seg id="9">Ein, zwei.', "has no source for segment '9'"),
    ],
)
def test_wmt_xml_that_is_refused(old: str, new: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        dispatch.read_pairs(written(tmp_path / "a.xml", WMT.replace(old, new)))
    assert message in f"{error.value.message} {error.value.hint}"


SGM = """<{set} setid="t" srclang="any">
<DOC docid="d1" genre=news>
<hl><seg id="1"> {0} </seg></hl>
<p><seg id=2>{1}</seg></p>
</DOC>
</{set}>
"""


def test_sgm_files_pair_by_document_and_number(tmp_path: Path, mtqe: Callable) -> None:
    source = written(tmp_path / "src.en.sgm", SGM.format("R&amp;D at AT&T", "Two", set="srcset"))
    output = written(tmp_path / "out.de.sgm", SGM.format("F&amp;E", "Zwei", set="tstset"))
    reference = written(tmp_path / "ref.de.sgm", SGM.format("FuE", "Zwo", set="refset"))
    done = mtqe("score", "-s", str(source), "-t", str(output), "-r", str(reference), "-m", "chrf", "--json", "-")
    assert [(s["id"], s["source"], s["target"], s["references"]) for s in done.report["segments"]] == [
        ("d1:1", "R&D at AT&T", "F&E", ["FuE"]),
        ("d1:2", "Two", "Zwei", ["Zwo"]),
    ]
    assert done.report["run"]["aligner"] == "keys"


def test_sgm_that_is_refused(tmp_path: Path, mtqe: Callable) -> None:
    good = written(tmp_path / "src.en.sgm", SGM.format("One", "Two", set="srcset"))
    for text, message in (
        ("<html></html>", "is not an SGML file of a test set"),
        (SGM.format("Eins", "Zwei", set="tstset").replace("</seg></p>", ""), "line 4: the segment has no </seg>"),
        (SGM.format("Eins", "Zwei", set="tstset").replace("d1", "d2"), "has no key of"),
    ):
        bad = written(tmp_path / "bad.de.sgm", text)
        done = mtqe("check", "-s", str(good), "-t", str(bad))
        assert (done.code, message in done.err) == (2, True), done.err


def folder(path: Path) -> Path:
    written(path / "sources" / "en-de.txt", "One.\nTwo.\n")
    written(path / "references" / "en-de.refA.txt", "Eins.\nZwei.\n")
    written(path / "system-outputs" / "en-de" / "X.txt", "Ein.\nZwei.\n")
    written(path / "system-outputs" / "en-de" / "Y.txt", "Eins.\n\n")
    written(path / "system-outputs" / "en-de" / "refA.txt", "Eins.\nZwei.\n")
    written(path / "documents" / "en-de.docs", "news d1\nnews d2\n")
    return path


def test_a_folder_of_mt_metrics_eval(tmp_path: Path, mtqe: Callable) -> None:
    path = folder(tmp_path / "wmt")
    done = mtqe("score", str(path), "-m", "chrf", "--json", "-")
    assert [(s["system"], s["id"], s["doc"], s["target"], s["references"]) for s in done.report["segments"]] == [
        ("X", "1", "d1", "Ein.", ["Eins."]),
        ("Y", "1", "d1", "Eins.", ["Eins."]),
        ("X", "2", "d2", "Zwei.", ["Zwei."]),
        ("Y", "2", "d2", "", ["Zwei."]),
    ]
    assert (done.report["run"]["source_lang"], done.report["run"]["systems"]) == ("en", ["X", "Y"])


def test_a_folder_with_several_pairs_needs_the_languages(tmp_path: Path, mtqe: Callable) -> None:
    path = folder(tmp_path / "wmt")
    written(path / "sources" / "en-fr.txt", "One.\n")
    assert "has several language pairs; it has en-de, en-fr" in mtqe("score", str(path)).err
    done = mtqe("score", str(path), "--source-lang", "en", "--target-lang", "de-AT", "-m", "chrf", "--json", "-")
    assert len(done.report["segments"]) == 4
    assert "has no outputs" in mtqe("score", str(path), "--source-lang", "en", "--target-lang", "fr").err


def test_the_files_of_sacrebleu(tmp_path: Path, mtqe: Callable) -> None:
    for name, text in (("src", "One.\n"), ("ref", "Eins.\n"), ("ref:B", "Ein.\n"), ("hyps", "Eins!\n")):
        written(tmp_path / f"wmt21.en-de.{name}", text)
    names = [str(tmp_path / f"wmt21.en-de.{name}") for name in ("src", "hyps", "ref", "ref:B")]
    args = ("-s", names[0], "-t", names[1], "-r", names[2], "-r", names[3])
    done = mtqe("score", *args, "--source-lang", "en", "--target-lang", "de", "-m", "chrf", "--json", "-")
    assert done.report["segments"][0]["references"] == ["Eins.", "Ein."]
