"""The segments of files, as the command line reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from mtqe.api import identified
from mtqe.errors import InputError
from mtqe.formats import dispatch, endings
from mtqe.formats.documents import lines
from mtqe.intake import paths
from mtqe.intake.corpus import Corpus
from mtqe.intake.pairing import arguments
from mtqe.language import language_tags
from mtqe.model import Document, Problem
from mtqe.registry.contracts import Progress
from mtqe.settings.config import Config

DATA_SET = ".parquet"
"""The ending of a file that only `datasets` reads."""
Found = tuple[Corpus, Config, tuple[str, ...]]
"""The segments, the configuration with languages, and notes on the languages."""


def read(
    source: Path | None,
    systems: Mapping[str | None, Path],
    references: Sequence[Path],
    columns: Mapping[str, str] | None,
    config: Config,
    aligns: bool,
    progress: Progress,
) -> Found:
    """The segments of files or folders.

    Args:
        source: The source, or a file with both sides if there are no systems.
        systems: The translation of each system.
        references: Human translations.
        columns: Columns by role, for a file of pairs.
        config: The configuration.
        aligns: Whether the files may be documents; otherwise line N belongs to line N.
        progress: Called as `progress(what, done, total)`.

    Raises:
        InputError: A file cannot be read, or the files do not match.
    """
    translation = next(iter(systems.values()), None)
    if source is not None and translation is None:
        if columns or source.suffix.lower() == DATA_SET:
            return _of_data_set(source, columns or {}, config)
        source, translation = arguments.completed(source, None, None, (config.source_lang, config.target_lang))
        arguments.refuse_paths(source, translation, references, None)
        if translation is None:
            return _of_pairs(source, config)
        systems = {None: translation}
    if columns:
        raise InputError("columns are given, but two files", "columns are those of one file with both sides")
    if translation is None:
        raise InputError("the translation is missing", "give source and translation, or one table with both")
    by_name = language_tags.from_name(str(translation)) or ""
    if source is None:
        config = identified.with_target_language(config, by_name, sample(translation))
        return _by_line(None, systems, references), config, ()
    named = (language_tags.from_name(str(source)) or "", by_name)
    first, second = source, translation
    config, notes = identified.with_languages(config, named, lambda: (sample(first), sample(second)))
    if aligns and len(systems) == 1 and None in systems:
        return paths.from_paths(source, translation, references, config, progress), config, notes
    return _by_line(source, systems, references), config, notes


def sample(path: Path) -> str:
    """The first characters of the text in a file; empty if it is a folder or has no running text."""
    row = endings.row_of(path)
    if path.is_dir() or (row is not None and row.kind not in dispatch.TEXT_KINDS):
        return ""
    text = lines.read(path) if dispatch.is_plain(path) else dispatch.read_text(path)
    return identified.sample(block.text for block in text.blocks)


def _by_line(source: Path | None, systems: Mapping[str | None, Path], references: Sequence[Path]) -> Corpus:
    """The segments of files with the same lines or keys; each system has the name that the caller gave it."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for system, path in systems.items():
        found = paths.from_lines(source, [path], references, None, system=system)
        documents += found.documents
        problems += found.problems
    return Corpus(tuple(documents), found.aligner, problems=tuple(dict.fromkeys(problems)))


def _of_pairs(path: Path, config: Config) -> Found:
    whole = dispatch.read_pairs(path, None, (config.source_lang, config.target_lang))
    target = config.target_lang or whole.target_lang or ""
    by_name = language_tags.from_name(str(path)) or ""
    # In `de.po` the name is the language of the translation, in `news.en.tsv` that of the source.
    source = whole.source_lang or ("" if target and by_name == language_tags.canonical(target) else by_name)
    return _identified(paths.of_pairs(whole), whole, config, (source, target))


def _of_data_set(path: Path, columns: Mapping[str, str], config: Config) -> Found:
    from mtqe.formats.tables import dataset

    whole = dataset.read(str(path), columns, None, (config.source_lang, config.target_lang))
    return _identified(paths.of_pairs(whole), whole, config, ("", ""))


def _identified(texts: Corpus, whole: Document, config: Config, named: tuple[str, str]) -> Found:
    def samples() -> tuple[str, str]:
        return (
            identified.sample(segment.source for segment in whole.segments),
            identified.sample(segment.target for segment in whole.segments),
        )

    config, notes = identified.with_languages(config, named, samples)
    return texts, config, notes
