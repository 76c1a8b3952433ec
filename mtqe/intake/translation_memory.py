"""The translation memory as a witness: which segments are as someone approved them, and which are not.

The memory is read once, unit by unit, and only what has the source of a segment of the run is kept, so that its size
does not matter. A segment gets what was found as `memory` in its meta: `file`, `state` (`identical` or `different`), up
to three `approved` translations without codes, and their `number`. The check `differs-from-memory` reads it, and
`mtqe.project.suppressions` accepts the findings of segments that are as approved.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from mtqe.errors import InputError
from mtqe.formats import dispatch, endings, files, streams
from mtqe.intake.corpus import Corpus
from mtqe.language import codes
from mtqe.language.language_tags import same_language
from mtqe.language.words import normalized
from mtqe.machine import bounded_read
from mtqe.model import MemoryFacts, MemoryUse, Segment
from mtqe.prose import count
from mtqe.registry.contracts import Progress, no_progress

MOST = 50
"""Texts: different translations of one source in all memories, above which nothing is said of it."""
SHOWN = 3
"""Texts: the most approved translations that a segment keeps for the reader."""


@dataclasses.dataclass(frozen=True, slots=True)
class Approved:
    """An approved pair.

    Args:
        source: Its source, as stored.
        target: Its translation, as stored.
        words: Its translation without codes.
        context: The context that it was approved for; empty if none is known.
        memory: The place of its memory in the list of files.
    """

    source: str
    target: str
    words: str
    context: str
    memory: int


def stamped(
    texts: Corpus, paths: Sequence[str], languages: tuple[str, str], progress: Progress = no_progress
) -> tuple[Corpus, tuple[MemoryUse, ...]]:
    """A corpus whose segments know what the memories say of them, and what was found in each memory.

    Raises:
        InputError: A file cannot be read, is of other languages, has no approved pair, or is judged itself.
    """
    _refuse_judged(texts, paths)
    wanted = {key for bare in texts.bare if (key := _key(bare))}
    found: dict[str, dict[Approved, None]] = defaultdict(dict)
    numbers = []
    for place, path in enumerate(paths):
        progress("memory", place, len(paths))
        numbers.append(_collect(Path(path), place, languages, wanted, found))
    progress("memory", len(paths), len(paths))
    counts: Counter[tuple[str, int]] = Counter()
    documents = []
    bare = iter(texts.bare)
    for document in texts.documents:
        pairs = zip(document.segments, bare, strict=False)
        segments = tuple(_judged(*pair, found, paths, counts) for pair in pairs)
        documents.append(msgspec.structs.replace(document, segments=segments))
    uses = tuple(
        MemoryUse(str(path), _sha256(Path(path)), number, counts["identical", place], counts["different", place])
        for place, (path, number) in enumerate(zip(paths, numbers, strict=True))
    )
    return dataclasses.replace(texts, documents=tuple(documents)), uses


def _refuse_judged(texts: Corpus, paths: Sequence[str]) -> None:
    """Reject a memory that is a file of the run: it would approve itself.

    Raises:
        InputError: So it is.
    """
    judged = {os.path.realpath(document.path) for document in texts.documents if document.path}
    for path in paths:
        if os.path.realpath(path) in judged:
            raise InputError(
                f"{files.shown(Path(path))} is both judged and a memory", "a translation cannot approve itself"
            )


def renamed(texts: Corpus, names: Mapping[str, str]) -> Corpus:
    """A corpus that `stamped` made, whose segments call the memories by other names."""
    if all(old == new for old, new in names.items()):
        return texts
    documents = []
    for document in texts.documents:
        segments = tuple(_renamed(segment, names) for segment in document.segments)
        documents.append(msgspec.structs.replace(document, segments=segments))
    return dataclasses.replace(texts, documents=tuple(documents))


def _renamed(segment: Segment, names: Mapping[str, str]) -> Segment:
    memory = segment.memory
    if memory is None:
        return segment
    return _stamped(segment, msgspec.structs.replace(memory, file=names.get(memory.file, memory.file)))


def remarks(uses: Sequence[MemoryUse]) -> Iterator[str]:
    """A line for the reader on each memory."""
    for use in uses:
        one = use.trusted == 1
        trusted = f"{count(use.trusted, 'segment')} {'is' if one else 'are'} identical to an approved pair"
        effect = f" and {'is' if one else 'are'} trusted" if use.trusted else ""
        units = count(use.units, "approved pair")
        differ = f"{use.differing:,} differ{'s' if use.differing == 1 else ''}"
        yield f"memory {use.path} (sha256 {use.sha256[:12]}, {units}): {trusted}{effect}; {differ}"


def _collect(
    path: Path,
    place: int,
    languages: tuple[str, str],
    wanted: set[str],
    found: Mapping[str, dict[Approved, None]],
) -> int:
    """Keep the pairs of a memory whose source is wanted; returns how many approved pairs it has."""
    number = 0
    for segment in _pairs(path, languages):
        if not segment.source.strip() or not segment.target.strip() or segment.unit.unfinished:
            continue
        number += 1
        bare = codes.bare(segment)
        key = _key(bare)
        if key in wanted and len(found[key]) <= MOST:
            words = normalized(bare.target)
            pair = Approved(segment.source, segment.target, words, segment.unit.context or "", place)
            found[key].setdefault(pair)
    if not number:
        raise InputError(f"{files.shown(path)} has no approved pair", "give a file with sources and translations")
    return number


def _pairs(path: Path, languages: tuple[str, str]) -> Iterator[Segment]:
    """The pairs of a file in the languages of the run.

    Raises:
        InputError: It cannot be read, or has other languages.
    """
    row = endings.row_of(streams.unpacked_name(path))
    if not path.is_file():
        files.read_bytes(path)  # raises: no such file, with the name of a similar one
    if row is not None and row.streamed:
        yield from streams.open_stream(path, None, languages).segments
        return
    document = dispatch.read_pairs(path, None, languages)
    for tag, own in zip(languages, (document.source_lang, document.target_lang), strict=True):
        if own and not same_language(own, tag):
            pair = f"{document.source_lang or '?'} → {document.target_lang or '?'}"
            raise InputError(
                f"{files.shown(path)} is {pair}, but the run is {languages[0]} → {languages[1]}",
                "give a memory of these languages",
            )
    yield from document.segments


def _judged(
    segment: Segment,
    bare: Segment,
    found: Mapping[str, Mapping[Approved, None]],
    paths: Sequence[str],
    counts: Counter[tuple[str, int]],
) -> Segment:
    """The segment with what the memories say of it, and nothing that the input claims of them."""
    segment = msgspec.structs.replace(segment, meta=MemoryFacts.without(segment.meta))
    pairs = list(found.get(_key(bare), ()))
    if not pairs or len(pairs) > MOST or not segment.target.strip():
        return segment
    context = segment.unit.context or ""
    pairs = [pair for pair in pairs if context and pair.context == context] or pairs
    identical = (pair for pair in pairs if (pair.source, pair.target) == (segment.source, segment.target))
    same = next((pair for pair in identical if not (context and pair.context) or pair.context == context), None)
    if same is not None:
        counts["identical", same.memory] += 1
        return _stamped(segment, MemoryFacts(str(paths[same.memory]), "identical"))
    words = normalized(bare.target)
    if any(pair.words == words for pair in pairs):  # only codes or spaces differ, which other checks compare
        return segment
    counts["different", pairs[0].memory] += 1
    texts = tuple(dict.fromkeys(pair.words for pair in pairs))
    return _stamped(segment, MemoryFacts(str(paths[pairs[0].memory]), "different", texts[:SHOWN], len(texts)))


def _stamped(segment: Segment, memory: MemoryFacts) -> Segment:
    return msgspec.structs.replace(segment, meta={**segment.meta, **memory.meta()})


def _key(bare: Segment) -> str:
    """The source of a segment without codes, without layout; empty if it has neither letters nor digits."""
    text = normalized(bare.source)
    return text if any(map(str.isalnum, text)) else ""


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with bounded_read.opened(path) as file:
        for piece in file.pieces:
            digest.update(piece)
    return digest.hexdigest()
