"""The flow as a program or notebook uses it: `mtqe.evaluate`, and how paired files differ from two documents."""

from __future__ import annotations

from pathlib import Path

import docx
import msgspec
import pytest
from read_files import from_lines, from_paths

import mtqe
from mtqe.errors import ConfigError
from mtqe.flow import pipeline
from mtqe.machine import cache
from mtqe.model import LeftOut
from mtqe.registry import check_table
from mtqe.settings.config import AlignConfig, ChecksConfig, Config, GateConfig, MetricsConfig

EN = [
    "The library in Marsh Lane opens its new reading room on 3 March.",
    "Work on the roof took eleven months and cost 1.9 million pounds.",
    "Nobody had expected that.",
    "Carol Whitby, who runs the house, thanked the 40 volunteers.",
    "They carried 25,000 books down four flights of stairs.",
    "A café in the cellar will follow in June.",
    "Until then visitors may bring their own tea.",
    "Parking behind the church remains free.",
]
DE = [
    "Die Bibliothek in der Marsh Lane öffnet ihren neuen Lesesaal am 3. März.",
    "Die Arbeiten am Dach dauerten elf Monate und kosteten 1,9 Millionen Pfund.",
    "Damit hatte niemand gerechnet.",
    "Carol Whitby, die das Haus leitet, dankte den 40 Freiwilligen.",
    "Sie trugen 25.000 Bücher vier Treppen hinunter.",
    "Ein Café im Keller soll im Juni folgen.",
    "Bis dahin dürfen die Besucher ihren eigenen Tee mitbringen.",
    "Das Parken hinter der Kirche bleibt kostenlos.",
]
LANGUAGES = {"source_lang": "en", "target_lang": "de"}


def write(path: Path, lines: list[str], joint: str = "\n") -> Path:
    path.write_text(joint.join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write(tmp_path / "a.en.txt", EN)


def test_files_that_pair_off_keep_their_lines(tmp_path: Path, source: Path) -> None:
    free = [*DE[:2], DE[3], DE[2], *DE[4:]]  # a reference that turns two sentences round is still a line a segment
    paths = [write(tmp_path / "ref.txt", DE * 3), write(tmp_path / "free.txt", DE * 2 + free)]
    target = write(tmp_path / "a.de.txt", DE * 3)
    read = from_paths(write(source, EN * 3), target, paths, mtqe.Config(**LANGUAGES))
    assert (read.aligner, len(read.segments)) == ("lines", 24)
    assert read.segments is read.segments and read.systems is read.systems, "made once: they are asked for often"


@pytest.mark.parametrize("lines", [[*DE[1:], "Mehr dazu am Abend."], ["Lesezeit: 2 Minuten", *DE[:-1]]])
def test_equal_counts_with_shifted_lines_are_no_pairs(tmp_path: Path, source: Path, lines: list[str]) -> None:
    read = from_paths(source, write(tmp_path / "a.de.txt", lines), [], mtqe.Config(**LANGUAGES))
    assert read.aligner == "encoder"
    assert {segment.meta["kind"] for segment in read.segments} == {"match", "omission", "addition"}


def test_a_shifted_reference_is_aligned_not_paired(tmp_path: Path, source: Path) -> None:
    target = write(tmp_path / "a.de.txt", DE)
    shifted = write(tmp_path / "ref.de.txt", [*DE[1:], "Mehr dazu am Abend."])
    read = from_paths(source, target, [shifted], mtqe.Config(**LANGUAGES))
    assert read.aligner == "encoder"
    assert read.segments[1].references[0] == DE[1]


def test_paragraphs_between_blank_lines_are_no_lines(tmp_path: Path) -> None:
    # 1.3 sentences a paragraph: few enough for a line a segment, but the blank lines say what they are.
    source = write(tmp_path / "a.en.txt", [*EN[:3], " ".join(EN[3:6]), *EN[6:]], "\n\n")
    target = write(tmp_path / "a.de.txt", [*DE[:3], " ".join([DE[3], DE[5]]), *DE[6:]], "\n\n")
    read = from_paths(source, target, [], mtqe.Config(**LANGUAGES))
    assert [segment.source for segment in read.segments if not segment.target] == [EN[4]]


def test_evaluate_takes_strings_and_a_single_reference(tmp_path: Path, source: Path) -> None:
    target = write(tmp_path / "a.de.txt", DE)
    config = mtqe.Config(**LANGUAGES, metrics=MetricsConfig(use=("bleu",)))
    report = mtqe.evaluate(str(source), str(target), str(target), config)
    assert report.scores[0].value == pytest.approx(100)
    assert report.verdict is not None and report.verdict.passed


def test_evaluate_reads_the_configured_glossary(tmp_path: Path, source: Path) -> None:
    terms = write(tmp_path / "terms.csv", ["source,target", "volunteer,Ehrenamtlicher"])
    config = mtqe.Config(**LANGUAGES, glossary=(str(terms),), align=AlignConfig(mode="lines"))
    report = mtqe.evaluate(source, write(tmp_path / "a.de.txt", DE), config=config)
    assert report.run.glossaries == (str(terms),)
    assert [(finding.name, finding.segment) for finding in report.findings] == [("term-missing", "4")]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (mtqe.Config(), "the source and the translation are both in 'en'"),
        (mtqe.Config(**LANGUAGES, metrics=MetricsConfig(seed=-1)), "metrics.seed"),
        (mtqe.Config(**LANGUAGES, metrics=MetricsConfig(resamples=-5)), "metrics.resamples"),
        (mtqe.Config(**LANGUAGES, gate=GateConfig(min={"bleu": float("nan")})), "gate.min.bleu"),
    ],
)
def test_a_configuration_built_by_hand_is_checked(source: Path, config: mtqe.Config, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        mtqe.evaluate(source, source, config=config)


def test_the_cache_is_used_unless_it_is_turned_off(tmp_path: Path, source: Path, own_cache: Path) -> None:
    target = write(tmp_path / "a.de.txt", DE)
    config = mtqe.Config(**LANGUAGES, metrics=MetricsConfig(use=("learned",), cache=False))
    first = mtqe.evaluate(source, target, config=config)
    assert not (own_cache / cache.FILE).exists()
    config = mtqe.Config(**LANGUAGES, metrics=MetricsConfig(use=("learned",)))
    second, third = (mtqe.evaluate(source, target, config=config) for _ in range(2))
    of_pairs = {"criticism": len(EN), "gaps": len(EN), "hallucination": len(EN), "learned": len(EN)}
    of_segments_and_documents = 2 * len(EN) + 2
    entries = cache.info().entries
    of_readings = entries.pop("readings")
    assert entries == of_pairs | {"checks": of_segments_and_documents}
    assert of_readings and not of_readings % len(EN), "what document checks read of each pair"
    assert first.scores == second.scores == third.scores
    assert first.findings == second.findings == third.findings


def test_a_cache_that_cannot_be_used_is_a_remark(tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTQE_CACHE_DIR", str(source))
    config = mtqe.Config(**LANGUAGES, metrics=MetricsConfig(use=("learned",)))
    report = mtqe.evaluate(source, write(tmp_path / "a.de.txt", DE), config=config)
    assert report.scores[0].value is not None
    assert [note for note in report.run.notes if note.startswith(f"cannot use the score cache in {source}: ")]
    assert report.failures == ()


def test_scoring_alone_loads_no_checks_but_knows_a_wrong_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = from_lines(write(tmp_path / "a.en", EN), (write(tmp_path / "a.de", DE),), ())
    config = Config("en", "de", metrics=MetricsConfig(use=("chrf",)))
    stages = pipeline.Stages(checks=False, gate=False)
    wrong = msgspec.structs.replace(config, checks=ChecksConfig(select=("NOPE",)))
    with pytest.raises(ConfigError, match="unknown check"):
        pipeline.assess(read, wrong, stages=stages)

    def refuse() -> None:
        raise AssertionError("checks were loaded")

    monkeypatch.setattr(check_table, "checks", refuse)
    assert pipeline.assess(read, config, stages=stages).findings == ()


@pytest.mark.parametrize("state", ["part", "full"])
def test_markup_that_the_readers_left_out_is_a_gap_of_the_run(tmp_path: Path, state: str) -> None:
    folders = tmp_path / "en", tmp_path / "de"
    for folder, texts in zip(folders, (EN, DE), strict=True):
        folder.mkdir()
        write(folder / "plain.md", [*texts, "More [tea](/tea)."], "\n\n")
        document = docx.Document()
        for text in texts:
            document.add_paragraph(text)
        for word in ("tea", "coffee"):
            document.add_paragraph("More ").add_run(word).bold = state == "part"
        document.save(str(folder / "bold.docx"))
    config = mtqe.Config(
        **LANGUAGES,
        checks=ChecksConfig(select=("MRK", "reversed-text", "changed-code-content")),
        metrics=MetricsConfig(use=()),
        align=AlignConfig(aligner="lexical"),
    )
    report = mtqe.evaluate(*folders, config=config)
    left_out = {document.id: document.left_out for document in report.documents}
    bold = (LeftOut("formatted passage", 2),) if state == "part" else ()
    assert left_out == {"bold.docx": bold, "plain.md": ()}, "links of Markdown are compared"
    (markup,) = [cover for cover in report.run.coverage if cover.area == "markup"]
    assert markup.state == state
    words = "2 formatted passages in 1 document"
    assert markup.gaps == ((f"left out by the reader of the file, so not compared: {words}",) if bold else ())
    assert report.verdict is not None
    assert any(words in line for line in report.verdict.uncovered) is (state == "part")
