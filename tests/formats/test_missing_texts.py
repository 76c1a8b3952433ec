"""Which texts a file does not have yet, and which are lost."""

from __future__ import annotations

import json
from pathlib import Path

from read_files import from_paths

from mtqe.intake.corpus import Corpus
from mtqe.language import codes
from mtqe.settings.config import Config

CONFIG = Config(source_lang="en", target_lang="de")
KEYS = ("a", "b", "c", "d", "e", "f")


def read(folder: Path, translations: dict[str, str]) -> Corpus:
    for name, texts in (("en", {key: f"Open file {key}." for key in KEYS}), ("de", translations)):
        (folder / f"{name}.json").write_text(json.dumps(texts), encoding="utf-8")
    return from_paths(folder / "en.json", folder / "de.json", (), CONFIG)


def missing(corpus: Corpus) -> set[str]:
    return {segment.id for segment in corpus.segments if segment.is_missing}


def test_a_key_that_the_translation_does_not_have(tmp_path: Path) -> None:
    corpus = read(tmp_path, {key: "Datei öffnen." for key in KEYS if key not in "be"})
    assert missing(corpus) == {"b", "e"}
    assert corpus.notes == ("de.json: 4 of 6 texts are translated",)


def test_empty_texts_in_a_row_are_exported_and_a_single_one_is_lost(tmp_path: Path) -> None:
    texts = dict.fromkeys(KEYS, "Datei öffnen.")
    assert missing(read(tmp_path, texts | {"b": ""})) == set()
    assert missing(read(tmp_path, texts | {"b": "", "c": " "})) == {"b", "c"}


def test_an_empty_message_of_po_is_not_translated_yet(tmp_path: Path) -> None:
    path = tmp_path / "de.po"
    entries = "".join(f'msgid "Open {key}"\nmsgstr "{"" if key == "b" else "Auf"}"\n\n' for key in KEYS)
    path.write_text('msgid ""\nmsgstr "Language: de\\n"\n\n' + entries, encoding="utf-8")
    corpus = from_paths(path, None, (), CONFIG)
    assert [segment.source for segment in corpus.segments if segment.is_missing] == ["Open b"]
    assert corpus.notes == ("de.po: 5 of 6 texts are translated",)


def test_subtitles_have_no_text_that_a_program_shows_instead(tmp_path: Path) -> None:
    cues = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\nLine {n}.\n\n" for n in range(1, 5))
    (tmp_path / "a.en.srt").write_text(cues, encoding="utf-8")
    (tmp_path / "a.de.srt").write_text("\n\n".join(cues.split("\n\n")[:2]) + "\n\n", encoding="utf-8")
    assert missing(from_paths(tmp_path / "a.en.srt", tmp_path / "a.de.srt", (), CONFIG)) == set()


def test_words_of_missing_texts_do_not_count(tmp_path: Path) -> None:
    corpus = read(tmp_path, {"a": "Datei öffnen."})
    assert codes.source_words(corpus.segments, "en") == 3
