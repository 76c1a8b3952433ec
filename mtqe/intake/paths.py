"""From paths to segments: pairs the files, reads them and aligns them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from mtqe.errors import InputError
from mtqe.formats import dispatch, endings, files, left_out, records
from mtqe.formats.documents import lines
from mtqe.formats.programs import keyed
from mtqe.formats.tables import table
from mtqe.intake.corpus import Corpus as Corpus
from mtqe.intake.corpus import Piece, completed, joined, part_of, sizes
from mtqe.intake.pairing import arguments, folders, git_changes, path_patterns
from mtqe.intake.texts import align_texts, aligned, of_lines
from mtqe.language.language_tags import from_name, same_language
from mtqe.model import FILE, Document, Problem, Shard
from mtqe.registry.contracts import Progress, no_progress

if TYPE_CHECKING:
    from mtqe.alignment.nouns import Alignment
    from mtqe.settings.config import Config


def from_paths(
    source: Path,
    translation: Path | None,
    references: Sequence[Path],
    config: Config,
    progress: Progress = no_progress,
    form: str | None = None,
    shard: Shard | None = None,
) -> Corpus:
    """Read the input of `mtqe evaluate`: two documents, two line-aligned files, two folders or one file of pairs.

    Args:
        source: A document, a line-aligned file, a folder, or a file of pairs when `translation` is `None`.
        translation: Its translation, of the same kind.
        references: Human translations of the source, of the same kind.
        config: The configuration; its languages must be set.
        progress: Called as `progress(what, done, total)`.
        form: Name of the input format; `None` means by file ending.
        shard: Read only this part of it.

    Raises:
        InputError: A path cannot be read, or the paths do not match.
    """
    source, translation = arguments.completed(source, translation, form, (config.source_lang, config.target_lang))
    arguments.refuse_paths(source, translation, references, form)
    if translation is None:
        return of_pairs(dispatch.read_pairs(source, form, (config.source_lang, config.target_lang)), shard)
    if form is not None:
        mode: Literal["lines", "document"] = "lines" if form == "lines" else "document"
        config = msgspec.structs.replace(config, align=msgspec.structs.replace(config.align, mode=mode))
    if source.is_dir():
        return _from_folders(source, translation, references, config, progress, form, shard)
    if shard is None:
        return _from_files(source, translation, references, config, progress, form)
    shard = completed(shard, 1, [sizes(translation.name, (source, translation, *references))])
    if not shard.has(0):
        return joined((), shard=shard)
    read = _from_files(source, translation, references, config, progress, form)
    return joined([Piece(0, read.documents, read.aligner, read.notes, read.problems)], shard=shard)


def from_pairs(
    config: Config, since: str | None = None, progress: Progress = no_progress, shard: Shard | None = None
) -> Corpus:
    """Read the files that the patterns of `[pairs]` match.

    Args:
        config: The configuration; its languages must be set.
        since: Read only pairs in which a file has changed since this commit; there may be none.
        progress: Called as `progress(what, done, total)`.
        shard: Read only this part of them.

    Raises:
        InputError: Nothing matches, no file can be read, or git cannot list the changes.
        ConfigError: The patterns do not match each other.
    """
    patterns = [
        pattern.replace("{source_lang}", config.source_lang).replace("{target_lang}", config.target_lang)
        for pattern in (config.pairs.source, config.pairs.target)
    ]
    changes = git_changes.since(since, Path.cwd()) if since is not None else None
    matched = path_patterns.pair(patterns[0], patterns[1], changes)
    stale = {} if config.status.stale == "fail" else dict(matched.behind)
    pairs = [pair for pair in matched.pairs if pair not in stale]
    if not matched.pairs and since is None:
        first = f" ({matched.unmatched[0].path}: {matched.unmatched[0].why})" if matched.unmatched else ""
        raise InputError(
            f"no files pair by the patterns {patterns[0]} and {patterns[1]}{first}", "see [pairs] in mtqe.toml"
        )
    incomplete = config.pairs.missing == "fail"
    problems = [Problem(f"{FILE}{item.path}", item.why, incomplete) for item in matched.unmatched]
    left = "was not judged, and mtqe status tells what is stale"
    problems += [Problem(f"{FILE}{pair.translation}", f"{left}: {remark}", False) for pair, remark in stale.items()]
    notes = [*(remark for pair, remark in matched.behind if pair not in stale), *matched.notes]
    for rule in (
        *config.glossary,
        *config.memory,
        *config.rule_files,
        *filter(None, [config.suppressions]),
        "mtqe.toml",
    ):
        if changes and Path(rule).resolve() in changes.touched:
            notes.append(
                f"{rule} has changed since {since} and can affect every pair; omit --changed-since to read all"
            )
    if not pairs:
        which = "translation" if stale else "file"
        notes.append(
            f"nothing to evaluate: no {which} in any pair of {patterns[0]} and {patterns[1]} has changed since {since}"
        )
        return joined((), notes, problems, completed(shard, 0, ()) if shard else None)
    whole = since is None and patterns == [config.pairs.source, config.pairs.target]  # no language in the patterns
    if shard is not None:
        shard = msgspec.structs.replace(shard, all_pairs=whole)
        return _from_many(pairs, problems, notes, config, progress, None, shard)
    read = _from_many(pairs, problems, notes, config, progress, None)
    return dataclasses.replace(read, all_pairs=whole and len(read.documents) == len(pairs))


def from_lines(
    source: Path | None,
    translations: Sequence[Path],
    references: Sequence[Path] = (),
    form: str | None = None,
    shard: Shard | None = None,
    system: str | None = None,
) -> Corpus:
    """Read line-aligned files, or files whose texts have keys.

    If there are several translations, each is a system named after its file's stem; one alone has the given name, if
    there is one. Without a source, the segments have
    only translations and references. All translations together are one piece, so they are in the same shard.

    Raises:
        InputError: A file cannot be used, line counts differ, two translations have the same stem, or several files
            are standard input.
        ConfigError: The format is unknown.
    """
    names = files.system_names(translations)
    paths = [*([source] if source else []), *translations, *references]
    if paths.count(Path("-")) > 1:
        raise InputError("standard input can be only one of the files", "save the other one and give its path")
    systems = names if len(names) > 1 else [system]
    if source is not None and (reader := dispatch.keyed_reader(paths, form)):
        read = [
            keyed.read(source, path, references, reader, system)
            for path, system in zip(translations, systems, strict=True)
        ]
        keyed_texts = Corpus(tuple(read), "keys", problems=tuple(_wrong_roots(source, translations, reader)))
        return part_of(keyed_texts, shard, by_document=False)
    for path in paths:
        endings.refuse_structured(path, form)
    texts = {path: lines.read(path) for path in dict.fromkeys(paths)}
    reference_texts = [texts[path] for path in references]
    documents = [
        lines.pair(texts[source] if source else None, texts[path], reference_texts, system=system)
        for path, system in zip(translations, systems, strict=True)
    ]
    return part_of(Corpus(tuple(documents), "lines"), shard, by_document=False)


def from_dataset(
    name: str, columns: Mapping[str, str], split: str | None, languages: tuple[str, str], shard: Shard | None = None
) -> Corpus:
    """Read a data set that the `datasets` library can load; its columns may be named after the languages."""
    from mtqe.formats.tables import dataset

    return of_pairs(dataset.read(name, columns, split, languages), shard)


def align_files(
    source: Path, target: Path, config: Config, pre_split: bool = False, progress: Progress = no_progress
) -> tuple[Alignment, str | None]:
    """Align two files. The note says if they do not seem to be translations of each other, or are swapped."""
    form = "lines" if pre_split else None
    texts = dispatch.read_text(source, form), dispatch.read_text(target, form)
    return align_texts((source, target), texts, config, pre_split, progress)


def of_pairs(whole: Document, shard: Shard | None = None) -> Corpus:
    """The documents of a file of pairs, or a shard of them. Beads that `mtqe align` wrote remain beads."""
    row = endings.row_of(Path(whole.path)) if whole.path else None
    note = table.doubt(whole) if row is not None and row.name in table.NAMES else None
    texts = Corpus(records.split_documents(whole), "pairs", (*([note] if note else ()), *left_out.notes(whole)))
    return part_of(texts, shard, by_document=True)


def _from_folders(
    source: Path,
    translation: Path,
    references: Sequence[Path],
    config: Config,
    progress: Progress,
    form: str | None,
    shard: Shard | None,
) -> Corpus:
    matched, unmatched = folders.pair_folders(
        source, translation, references, source_lang=config.source_lang, target_lang=config.target_lang
    )
    if not matched:
        raise InputError(
            f"no file of {source} has a counterpart in {translation}",
            "files pair by their path below the folder, such as a/news.txt, or news.en.txt with news.de.txt",
        )
    problems = [Problem(f"{FILE}{item.path}", item.why) for item in unmatched]
    return _from_many(matched, problems, [], config, progress, form, shard)


def _from_many(
    matched: Sequence[folders.Pair],
    problems: Sequence[Problem],
    notes: Sequence[str],
    config: Config,
    progress: Progress,
    form: str | None,
    shard: Shard | None = None,
) -> Corpus:
    """Read and align many pairs of files. A pair that cannot be read is a problem; if all fail, an error."""
    chosen = [(place, pair) for place, pair in enumerate(matched) if shard is None or shard.has(place)]
    pieces = []
    for done, (place, pair) in enumerate(chosen):
        progress("files", done, len(chosen))
        try:
            part = _from_files(pair.source, pair.translation, pair.references, config, no_progress, form)
        except InputError as error:
            pieces.append(Piece(place, problems=(Problem(f"{FILE}{pair.translation}", str(error)),)))
            continue
        document = _below(pair.name, part.documents[0])
        pieces.append(Piece(place, (document,), part.aligner, part.notes, part.problems))
    progress("files", len(chosen), len(chosen))
    if shard is None:
        refuse_unread(pieces)
        return joined(pieces, notes, problems)
    names = (sizes(pair.name, (pair.source, pair.translation, *pair.references)) for pair in matched)
    return joined(pieces, notes, problems, completed(shard, len(matched), names))


def refuse_unread(pieces: Sequence[Piece]) -> None:
    """Reject an input of several pairs of files of which none could be read.

    Raises:
        InputError: So it is.
    """
    if pieces and not any(piece.documents for piece in pieces):
        problem = pieces[-1].problems[-1]
        raise InputError(f"{problem.what}: {problem.why}", "no pair of files could be read")


def _from_files(
    source: Path, translation: Path, references: Sequence[Path], config: Config, progress: Progress, form: str | None
) -> Corpus:
    if config.align.mode == "lines":
        return from_lines(source, [translation], references, "lines")
    paths = [source, translation, *references]
    if reader := dispatch.keyed_reader(paths, form):
        read = keyed.read(source, translation, references, reader)
        return Corpus((read,), "keys", problems=tuple(_wrong_roots(source, [translation], reader)))
    for path in paths if form is None else ():
        endings.refuse_unknown(path)
    if config.align.mode != "auto" or not all(map(dispatch.is_plain, paths)):
        return aligned(paths, [dispatch.read_text(path, form) for path in paths], config, progress)
    note = "line N was compared with line N; use --document to align the files by sentence instead"
    return of_lines(paths, [lines.read(path) for path in paths], config, note, progress)


def _wrong_roots(source: Path, translations: Sequence[Path], reader: Any) -> Iterator[Problem]:
    """A problem for each translation that has its texts below the language of the source, so that no program uses them.

    Short words are tags too (`no`, `is`), so this counts only if the names of both files say that it is wrong.
    A pipe cannot be read a second time and is left out.
    """
    source_lang = from_name(str(source))
    if not hasattr(reader, "language") or not source_lang:
        return
    for path in translations:
        own = from_name(str(path))
        if not own or same_language(own, source_lang) or not path.is_file():
            continue
        root = reader.language(files.content(path).text, path)
        if root and same_language(root, source_lang):
            why = f"its texts stand below the key {root!r}, which is the language of {source}; name the key {own!r}"
            yield Problem(f"{FILE}{path}", why)


def _below(name: str, document: Document) -> Document:
    """The document named after its file; the name is also put before segment ids, to keep them unique."""
    segments = tuple(
        msgspec.structs.replace(segment, id=f"{name}:{segment.id}", doc=name) for segment in document.segments
    )
    return msgspec.structs.replace(document, id=name, segments=segments)
