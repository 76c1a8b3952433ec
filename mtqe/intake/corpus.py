"""A corpus, and the pieces that it is made of: a piece for each pair of files, or for each document of one file.

A shard of a corpus is some of its pieces. Each piece keeps its place, its notes and its problems, so that the pieces of
all shards make the corpus again: `joined` makes it in both cases.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from mtqe.intake import length_limit
from mtqe.language import codes
from mtqe.model import Document, Problem, Segment, Shard


@dataclasses.dataclass(frozen=True)
class Piece:
    """What a pair of files, or a document of a file, adds to a corpus.

    Args:
        place: Its place in the whole input, from 0.
        documents: Its documents; none if it could not be read, several if there are several systems.
        aligner: As in `Corpus`.
        notes: Notes on it for the reader.
        problems: Problems with it.
    """

    place: int
    documents: tuple[Document, ...] = ()
    aligner: str = ""
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclasses.dataclass(frozen=True)
class Division:
    """How a corpus was divided, if it is a shard.

    Args:
        shard: The shard.
        pieces: Its pieces.
        notes: Notes on the whole input.
        problems: Problems with the whole input, such as files without a counterpart.
    """

    shard: Shard
    pieces: tuple[Piece, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclasses.dataclass(frozen=True)
class Judged:
    """The segments of a system that are judged.

    Args:
        stored: The segments as they are in the files, with the text of their inline codes. Findings mark these texts.
        bare: The same segments without the text of their codes. Checks, metrics and counts of words read these texts.
        problems: That segments are too long to be judged.
    """

    stored: tuple[Segment, ...]
    bare: tuple[Segment, ...]
    problems: tuple[Problem, ...] = ()


@dataclasses.dataclass(frozen=True)
class Corpus:
    """The documents that were read, with their segments, and how these were made.

    Args:
        documents: One per source document and system.
        aligner: `lines`, `pairs`, or the aligner that made the segments.
        notes: Notes for the reader.
        problems: Files that could not be read, or have no counterpart.
        all_pairs: Whether these are all files that `[pairs]` matches, and it matches one language pair only.
        division: How it was divided, if it is a shard of the input.
    """

    documents: tuple[Document, ...]
    aligner: str
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    all_pairs: bool = False
    division: Division | None = None

    @functools.cached_property
    def systems(self) -> tuple[str | None, ...]:
        """The translation systems in order; `(None,)` if there is one system without a name."""
        return tuple(dict.fromkeys(segment.system for segment in self.segments)) or (None,)

    @functools.cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The segments of all documents, in order."""
        return tuple(segment for document in self.documents for segment in document.segments)

    @functools.cached_property
    def bare(self) -> tuple[Segment, ...]:
        """The segments without the text of their inline codes, in the order of `segments`. They are made once."""
        return tuple(codes.all_bare(self.segments))

    @functools.cached_property
    def judged(self) -> dict[str | None, Judged]:
        """The segments of each system that are judged, in the order of `systems`."""
        of_systems: dict[str | None, list[tuple[Segment, Segment]]] = {system: [] for system in self.systems}
        for stored, bare in zip(self.segments, self.bare, strict=True):
            of_systems[stored.system].append((stored, bare))
        return {system: _judged(pairs) for system, pairs in of_systems.items()}

    @functools.cached_property
    def heads(self) -> tuple[Document, ...]:
        """The documents without their segments."""
        return tuple(msgspec.structs.replace(document, segments=()) for document in self.documents)


def _judged(pairs: Sequence[tuple[Segment, Segment]]) -> Judged:
    kept, problems = length_limit.without([stored for stored, _ in pairs])
    bare = (bare for stored, bare in pairs if length_limit.size(stored) <= length_limit.LONGEST)
    return Judged(tuple(kept), tuple(bare), tuple(problems))


def joined(
    pieces: Sequence[Piece], notes: Iterable[str] = (), problems: Iterable[Problem] = (), shard: Shard | None = None
) -> Corpus:
    """The corpus of pieces in their order, with notes on and problems with the whole input before theirs.

    Args:
        pieces: The pieces.
        notes: Notes on the whole input.
        problems: Problems with the whole input.
        shard: The shard that these pieces are; `None` if they are the whole input.
    """
    notes, problems = tuple(notes), tuple(problems)
    return Corpus(
        tuple(document for piece in pieces for document in piece.documents),
        ", ".join(dict.fromkeys(piece.aligner for piece in pieces if piece.documents)),
        (*notes, *_counted(note for piece in pieces for note in piece.notes)),
        (*problems, *(problem for piece in pieces for problem in piece.problems)),
        division=Division(shard, tuple(pieces), notes, problems) if shard else None,
    )


def _counted(notes: Iterable[str]) -> Iterator[str]:
    """Each note once, with the number of pairs of files that it holds for."""
    for note, number in Counter(notes).items():
        yield note if number == 1 else f"{note} ({number:,} pairs of files)"


def part_of(texts: Corpus, shard: Shard | None, by_document: bool) -> Corpus:
    """The shard of a corpus that was read as a whole; with `None` all of it.

    Args:
        texts: The corpus.
        shard: The shard.
        by_document: Whether each document is a piece. Otherwise all documents are one: the translations of one source.
    """
    if shard is None:
        return texts
    places = range(len(texts.documents)) if by_document else [0] * len(texts.documents)
    groups: dict[int, list[Document]] = {}
    for place, document in zip(places, texts.documents, strict=True):
        groups.setdefault(place, []).append(document)
    pieces = [Piece(place, tuple(group), texts.aligner) for place, group in groups.items() if shard.has(place)]
    return joined(pieces, texts.notes, texts.problems, completed(shard, len(groups), _texts_of(texts)))


def completed(shard: Shard, documents: int, identity: Iterable[object]) -> Shard:
    """The shard with facts about the whole input."""
    digest = hashlib.sha256()
    for item in identity:
        digest.update(msgspec.json.encode(item) + b"\n")
    return msgspec.structs.replace(shard, documents=documents, input=digest.hexdigest())


def sizes(name: str, paths: Iterable[Path]) -> list[object]:
    """The name of a pair of files, and the size of each of its files in bytes; `None` for what is no file."""
    return [name, *(path.stat().st_size if path.is_file() else None for path in paths)]


def _texts_of(texts: Corpus) -> Iterator[object]:
    for segment in texts.segments:
        yield segment.id, segment.doc, segment.system, segment.source, segment.target, segment.references
