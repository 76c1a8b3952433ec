"""Reads sets of translations with human scores for the benchmarks."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypedDict

import msgspec

from bench import raters

Row = dict[str, Any]
RATINGS = "ratings of single annotators"
"""The key that `read` adds to each row for the result of `bench.raters`."""
HUMAN = re.compile(r"(ref(erence)?|human)[\W_]?[A-Z\d]?(\.\d+)?", re.IGNORECASE)


class NotJudged(Exception):
    """A file cannot be used; the message gives the reason."""


class _JudgedRow(TypedDict, total=False):
    src: str
    mt: str
    score: float
    lp: str | None
    system: str | None
    refs: dict[str, str | None] | None


@dataclass(frozen=True)
class Translation:
    """The translation of a system with its human score (higher is better); the system is empty if unknown.

    `ratings` has the scores of the single annotators, if they are known.
    """

    system: str
    text: str
    human: float
    ratings: raters.Ratings | None = None


@dataclass(frozen=True)
class Source:
    """A source with its translations.

    `number` is its position in the document, `references` are by name, and `use` names the one that metrics see.
    """

    text: str
    doc: str
    number: int
    translations: tuple[Translation, ...]
    references: dict[str, str]
    use: str | None = None

    @property
    def reference(self) -> str | None:
        """The reference that metrics see."""
        return None if self.use is None else self.references.get(self.use)


@dataclass(frozen=True)
class Judged:
    """A set; if `grouped`, sources have several translations, and sources with a single one are left out."""

    name: str
    langs: tuple[str, str]
    sources: tuple[Source, ...]
    grouped: bool
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Translations in all."""
        return sum(len(source.translations) for source in self.sources)

    @property
    def systems(self) -> list[str]:
        """The names of the systems."""
        return sorted(
            {translation.system for source in self.sources for translation in source.translations if translation.system}
        )


def read(path: Path, documents: int = 1, reference: str | None = None, humans: bool = True) -> Judged:
    """A set of human-scored translations.

    Args:
        path: Gzipped JSON Lines with `src`, `mt`, `score`; also `lp`, `doc`, `seg_id`, `system`, `refs`, `is_human`.
        documents: Use one document in this number, by hash of its name.
        reference: Name of the reference to use; by default the first.
        humans: Whether human translations that are not references count as systems.

    Raises:
        NotJudged: The file has no human scores, or no translation remains.
    """
    rows = rows_of(path)
    if len(pairs := sorted({row["lp"] for row in rows if row.get("lp")})) > 1:
        raise NotJudged(f"several language pairs in one set: {', '.join(pairs)}")
    human = references_among(rows)
    rebuilt = raters.rebuild(rows)
    rows = [{**row, RATINGS: ratings} for row, ratings in zip(rows, rebuilt.ratings, strict=True)]
    if documents > 1:
        if not any(row.get("doc") for row in rows):
            raise NotJudged("its rows name no documents, so documents cannot be sampled")
        rows = [row for row in rows if chosen(str(row.get("doc") or ""), documents)]
    sources = grouped(rows, human)
    if not humans:
        sources = [replace(source, translations=tuple(filter(no_human, source.translations))) for source in sources]
    sources = [replace(source, use=first(source.references, reference)) for source in sources if source.translations]
    several = [source for source in sources if len(source.translations) > 1]
    if not sources:
        raise NotJudged("no translation remains")
    name, langs = path.name.removesuffix(".jsonl.gz"), languages(path, {"lp": next(iter(pairs), None)})
    judged = Judged(name, langs, tuple(several or sources), bool(several))
    about_raters = [str(rebuilt)] if rebuilt.known else []
    return replace(judged, notes=(*notes_on(judged), *about_raters))


def rows_of(path: Path) -> list[Row]:
    """The rows with a human score; empty lines are skipped.

    Raises:
        NotJudged: There are none, or a row has an invalid format.
    """
    rows = {}
    number = 0
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    rows[number] = json.loads(line)
    except json.JSONDecodeError as error:
        raise NotJudged(f"line {number}: not JSON: {error.msg}") from error
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise NotJudged(f"not gzipped JSON Lines: {error}") from error
    for number, row in rows.items():
        if not isinstance(row, dict):
            raise NotJudged(f"line {number}: not a JSON object")
    lacking = sorted({"src", "mt", "score"} - set().union(*rows.values()))
    if lacking:
        raise NotJudged(f"its rows have no {', '.join(lacking)}")
    scored = {number: row for number, row in rows.items() if row.get("score") is not None}
    if not scored:
        raise NotJudged("no row has a score")
    for number, row in scored.items():
        if wrong := fault(row):
            raise NotJudged(f"line {number}: {wrong}")
    return list(scored.values())


def fault(row: Row) -> str | None:
    """The fault of a row that has a score, or `None`."""
    lacking = [name for name in ("src", "mt") if name not in row]
    if lacking:
        return f"it has no {', '.join(lacking)}"
    try:
        checked = msgspec.convert(row, _JudgedRow)
    except msgspec.ValidationError as error:
        return str(error)
    return None if math.isfinite(checked["score"]) else f"its score is {checked['score']}"


def languages(path: Path, row: Row) -> tuple[str, str]:
    """The language pair of the row, or else that in the file name."""
    match = re.search(r"(?:^|\.)([a-z]{2,3})-([a-z]{2,3})(?:\.|$)", row.get("lp") or path.name)
    if not match:
        raise NotJudged("no language pair: neither `lp` nor the file's name has one")
    return match[1], match[2]


def chosen(doc: str, documents: int) -> bool:
    """Whether a document belongs to the ones that training holds out."""
    return int(hashlib.sha256(doc.encode()).hexdigest(), 16) % documents == 0


def references_among(rows: Iterable[Row]) -> set[tuple[str, str, str]]:
    """The keys `(system, source, text)` of the human translations that other rows have as a reference.

    A system counts as human if most of its translations are references. Names do not show this: `A` is `ref.A`. A
    system that occasionally equals the reference remains a system.
    """
    rows = list(rows)
    texts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        texts[str(row.get("doc")), row["src"]].update(references_of(row).values())
    is_reference: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        is_reference[row.get("system") or ""].append(row["mt"] in texts[str(row.get("doc")), row["src"]])
    out = {name for name, hits in is_reference.items() if name and sum(hits) > len(hits) / 2}
    return {
        (row.get("system") or "", row["src"], row["mt"])
        for row in rows
        if row.get("system") in out or (not row.get("system") and row["mt"] in texts[str(row.get("doc")), row["src"]])
    }


def references_of(row: Row) -> dict[str, str]:
    """The references of a row by name, without blank ones."""
    return {name: text for name, text in (row.get("refs") or {}).items() if text and text.strip()}


def grouped(rows: Sequence[Row], human: set[tuple[str, str, str]]) -> list[Source]:
    """The translations by source; a source that occurs twice in a document becomes two."""
    members: dict[tuple[str, str, int], list[Row]] = defaultdict(list)
    times: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in rows:
        doc, system = str(row.get("doc") or ""), row.get("system") or ""
        turn = times[doc, row["src"], system]
        members[doc, row["src"], turn].append(row)
        times[doc, row["src"], system] += bool(system)
    sources = []
    for place, ((doc, text, _), group) in enumerate(members.items()):
        references: dict[str, str] = {}
        for row in group:
            references |= {name: ref for name, ref in references_of(row).items() if name not in references}
        number = group[0].get("seg_id")
        translations = tuple(
            Translation(row.get("system") or "", row["mt"], float(row["score"]), row.get(RATINGS))
            for row in group
            if (row.get("system") or "", text, row["mt"]) not in human
        )
        digits = str(number).isdecimal()
        sources.append(Source(text, doc, int(str(number)) if digits else place, translations, references))
    return sources


def no_human(translation: Translation) -> bool:
    """Whether the name of the system is not that of a human translation, such as `ref.B`, `refA` or `Human-P.0`."""
    return not HUMAN.fullmatch(translation.system)


def first(references: dict[str, str], name: str | None = None) -> str | None:
    """The given name if there is such a reference; without a name, the first reference by name."""
    if name:
        return name if name in references else None
    return min(references, default=None)


def notes_on(judged: Judged) -> list[str]:
    """Remarks for the reader of the figures of a set."""
    notes = []
    if not judged.grouped:
        notes.append("one translation per source: no figures within a source or over systems")
    elif len(judged.systems) < 2:
        notes.append("fewer than two systems are named: no figures over systems")
    people = [name for name in judged.systems if HUMAN.fullmatch(name)]
    if people:
        notes.append(f"human translations among the systems: {', '.join(people)}")
    counts = Counter(source.use for source in judged.sources if source.use)
    if counts:
        notes.append(f"reference: {', '.join(f'{name} of {count} sources' for name, count in sorted(counts.items()))}")
    if counts.total() < len(judged.sources):
        notes.append(f"no reference: {len(judged.sources) - counts.total()} sources")
    return notes


def paragraphs(judged: Judged, size: int) -> Judged:
    """Each `size` consecutive sentences of a document as one source: texts joined by a space, human scores summed.

    Raises:
        NotJudged: The sentences have no documents, or no paragraph has enough translations.
    """
    documents: dict[str, list[Source]] = defaultdict(list)
    for source in judged.sources:
        documents[source.doc].append(source)
    if set(documents) == {""}:
        raise NotJudged("paragraphs need documents, but its sentences have none")
    joined = []
    for members in documents.values():
        for run in runs(sorted(members, key=lambda source: source.number)):
            joined += [join(run[start : start + size]) for start in range(0, len(run), size)]
    least = 2 if judged.grouped else 1
    large_enough = tuple(source for source in joined if len(source.translations) >= least)
    if not large_enough:
        raise NotJudged("no paragraph remains")
    joined_set = replace(judged, name=f"{judged.name}, paragraphs of {size}", sources=large_enough)
    return replace(joined_set, notes=tuple(notes_on(joined_set)))


def runs(sources: Sequence[Source]) -> list[list[Source]]:
    """The sentences in order, divided where sentences are missing."""
    runs_so_far: list[list[Source]] = []
    for source in sources:
        if runs_so_far and source.number <= runs_so_far[-1][-1].number + 1:
            runs_so_far[-1].append(source)
        else:
            runs_so_far.append([source])
    return runs_so_far


def join(sources: Sequence[Source]) -> Source:
    """The sentences as one source, with the systems and references that have all of them."""
    by_system = [{translation.system: translation for translation in source.translations} for source in sources]
    names = [name for name in by_system[0] if all(name in table for table in by_system)]
    translations = tuple(
        Translation(
            name,
            " ".join(table[name].text for table in by_system),
            round(sum(table[name].human for table in by_system), 6),  # equal sums must be equal in any order
            raters.summed([table[name].ratings for table in by_system]),
        )
        for name in names
    )
    shared = {
        name: " ".join(source.references[name] for source in sources)
        for name in sources[0].references
        if all(name in source.references for source in sources)
    }
    use = sources[0].use if sources[0].use in shared else first(shared)
    text = " ".join(source.text for source in sources)
    return Source(text, sources[0].doc, sources[0].number, translations, shared, use)
