"""From many pairs of files to segments: those of two folders or of a list, and those that `[pairs]` matches."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mtqe.errors import InputError
from mtqe.intake import sides, time_bounds
from mtqe.intake.corpus import Corpus, Piece, completed, joined, sizes
from mtqe.intake.inputs import Documents, FilePairs, Folders, Patterns
from mtqe.intake.pairing import folders, git_changes, path_patterns
from mtqe.intake.read_once import Texts
from mtqe.model import FILE, Document, Problem, Shard
from mtqe.registry.contracts import Progress, no_progress

if TYPE_CHECKING:
    from mtqe.settings.config import Config


def of_folders(given: Folders, config: Config, progress: Progress, shard: Shard | None) -> Corpus:
    """The segments of the files of two folders.

    Raises:
        InputError: No file has a counterpart, or no file can be read.
    """
    matched, unmatched = folders.pair_folders(
        given.source,
        given.translation,
        given.references,
        source_lang=config.source_lang,
        target_lang=config.target_lang,
    )
    if not matched:
        raise InputError(
            f"no file of {given.source} has a counterpart in {given.translation}",
            "files pair by their path below the folder, such as a/news.txt, or news.en.txt with news.de.txt",
        )
    problems = [Problem(f"{FILE}{item.path}", item.why) for item in unmatched]
    return _from_many(matched, problems, [], config, progress, given.form, shard)


def of_pairs(given: FilePairs, config: Config, progress: Progress, shard: Shard | None) -> Corpus:
    """The segments of files that are given in pairs.

    Raises:
        InputError: No file can be read.
    """
    matched = [folders.Pair(target.as_posix(), source, target) for source, target in given.pairs]
    incomplete = config.pairs.missing == "fail"
    problems = [Problem(f"{FILE}{path}", why, incomplete) for path, why in given.missing]
    return _from_many(matched, problems, [], config, progress, given.form, shard)


def of_patterns(given: Patterns, config: Config, progress: Progress, shard: Shard | None) -> Corpus:
    """The segments of the files that the patterns of `[pairs]` match.

    Raises:
        InputError: Nothing matches, no file can be read, or git cannot list the changes.
        ConfigError: The patterns do not match each other.
    """
    since = given.since
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
    left = "was not judged, and mtqe status shows what is stale"
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
    if not pairs and matched.unmatched:
        notes.append(f"nothing was evaluated: none of the pairs that have changed since {since} can be read")
        return joined((), notes, problems, completed(shard, 0, ()) if shard else None)
    if not pairs:
        which = "translation" if stale else "file"
        notes.append(
            f"nothing to evaluate: no {which} in any pair of {patterns[0]} and {patterns[1]} has changed since {since}"
        )
        return joined((), notes, problems, completed(shard, 0, ()) if shard else None)
    # No language in the patterns, and none beside them.
    whole = since is None and patterns == [config.pairs.source, config.pairs.target] and not config.targets
    if shard is not None:
        shard = msgspec.structs.replace(shard, all_pairs=whole)
        return _from_many(pairs, problems, notes, config, progress, None, shard)
    read = _from_many(pairs, problems, notes, config, progress, None, None)
    return dataclasses.replace(read, all_pairs=whole and len(read.documents) == len(pairs))


def _from_many(
    matched: Sequence[folders.Pair],
    problems: Sequence[Problem],
    notes: Sequence[str],
    config: Config,
    progress: Progress,
    form: str | None,
    shard: Shard | None,
) -> Corpus:
    """Read and align many pairs of files. A pair that cannot be read is a problem; if all fail, an error."""
    chosen = [(place, pair) for place, pair in enumerate(matched) if shard is None or shard.has(place)]
    pieces = []
    for done, (place, pair) in enumerate(chosen):
        progress("files", done, len(chosen))
        try:
            files = Documents(pair.source, pair.translation, tuple(pair.references), form)
            with time_bounds.bounded((pair.source, *pair.references, pair.translation), config):
                part = sides.of_documents(files, config, Texts(), no_progress)
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


def _below(name: str, document: Document) -> Document:
    """The document named after its file; the name is also put before segment ids, to keep them unique."""
    segments = tuple(
        msgspec.structs.replace(segment, id=f"{name}:{segment.id}", doc=name) for segment in document.segments
    )
    return msgspec.structs.replace(document, id=name, segments=segments)
