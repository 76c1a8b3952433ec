"""Planted errors in the localization files of real projects, and how many of them are found.

    python -m bench.projects_planted FOLDER [--format NAME ...] [--kind NAME ...] [--show]

FOLDER is that of `bench.projects`. Each file is read as `mtqe check` reads it, and an error is put into some of its
units: a placeholder lost or renamed, a number changed, a tag lost, a text left untranslated, cut in half, or exchanged
with that of another language of the project, or ten short texts in a row, a negation that only one side has, two plural
forms exchanged, the last sentence lost. Which units get which error depends on a hash of their names, so that it stays
the same from run to run. A format gets `--most` errors of each kind (20), as far as it has units for them; a unit gets
one error, and a copy of a file has an error in one unit of `--sparse` (10) at most.

An error is found if its unit has a finding at major or critical that it does not have without the error. Prints for
each format and kind how many were found so, and in brackets how many with a finding of any severity. `--show` prints
the errors that were not found at major.

A negation is planted on the side of the source, where English has few words for it: the translation is that of the
source before, so it has a negation too few or too many. Projects whose source is not English get none.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from bench.projects import DOCUMENTS, GRAVE, Entry, entries
from mtqe.errors import InputError
from mtqe.flow.pipeline import STAGES, assess
from mtqe.intake import inputs, reading
from mtqe.intake.corpus import Corpus
from mtqe.language import words
from mtqe.model import Segment, Side
from mtqe.settings.config import Config

BLOCK, FEW_WORDS = 10, 4
"""Texts: of a block in another language, and words of the longest of them."""
Unit = tuple[str, str, str, str]
"""Project, name of the source file, id of the unit and its form."""
Others = dict[Unit, dict[str, Segment]]
"""The translations of a unit by language."""

_PLACEHOLDER = re.compile(
    r"%(?:\d+\$)?[-+ 0#']*\d*(?:\.\d+)?(?:ll?|h)?[@sdiufxc](?![a-z])|%\([a-z_]\w*\)[sd]|%\{\w+\}|\$?\{\{ ?\w+ ?\}\}"
    r"|\{ ?\$?\w+ ?\}|\{\d+(?::\w+)?\}"
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_NUMBER = re.compile(r"(?<![\w.,:%{$#&/-])\d{1,4}(?![\w.,:%}$/-])")
_END = re.compile(r"[.!?؟]\s+(?=\S)|[。！？]\s*(?=\S)")
_NEGATIONS = (
    (re.compile(r"\b(can) ?not\b", re.IGNORECASE), r"\1"),
    (re.compile(r"\b(is|are|was|were|could|will|must|should|has|have) not\b", re.IGNORECASE), r"\1"),
    (re.compile(r"\b(?:Do|do|Does|does)(?:n['’]t| not) (?=\w)"), ""),
    (re.compile(r"\b(ca)n['’]t\b", re.IGNORECASE), r"\1n"),
    (re.compile(r"\b(is|are|was|were|could|would|should|did|does|has|have)n['’]t\b", re.IGNORECASE), r"\1"),
    (
        re.compile(
            r"\b(can|will|must|should|is|are|was|were|has been|have been)(?= [a-z])(?! be (?:un|in))(?! not)",
            re.IGNORECASE,
        ),
        r"\1 not",
    ),
)
"""A negation that is taken away, or added to a verb; the first that fits is planted."""
_NEGATIVE = re.compile(
    r"\b(?:no|not|cannot|\w+n['’]t|never|none|nothing|without|un\w+|in(?:valid|correct)|fail\w*)\b", re.IGNORECASE
)
_ODD = re.compile(
    r"\bnot (?:no|only|also|now|any|simply|not|un\w+|(?:be |contain )?at least)\b|\bbeen not\b"
    r"|\b(?:are|is|can|should|will) not (?:you|we|it)\b",
    re.IGNORECASE,
)
"""A planted negation that nobody would write, or that denies nothing: `not only`, `are not you`."""
_WORD = re.compile(r"[^\W\d_]{2}")
_SHORT = 4
"""Words: of a text that can lose its second half."""
_SHORT_CHARACTERS = 12
"""Characters: of a text without spaces that can lose its second half."""


@dataclass(frozen=True)
class Planted:
    """An error: its kind, and the segments that it changes by their ids."""

    kind: str
    entry: Entry
    changed: dict[str, Segment] = field(hash=False)

    @property
    def order(self) -> str:
        """A hash that orders the errors of a format."""
        name = f"{self.kind} {self.entry.name} {min(self.changed)}"
        return hashlib.sha256(name.encode()).hexdigest()


@dataclass(frozen=True)
class Judged:
    """An error, the severities of the new findings in its unit, and what they say."""

    error: Planted
    severities: tuple[str, ...]
    messages: tuple[str, ...]
    good: dict[str, Segment]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--format", action="append", default=[], help="only this format of the manifest; repeatable")
    parser.add_argument("--kind", action="append", default=[], choices=list(KINDS), help="only this kind; repeatable")
    parser.add_argument("--lang", action="append", default=[], help="only this target language; repeatable")
    parser.add_argument("--most", type=int, default=20, help="errors of a kind in a format")
    parser.add_argument("--sparse", type=int, default=10, help="units of a copy for each planted error")
    parser.add_argument("--show", action="store_true", help="print the errors that were not found at major")
    parser.add_argument("--jobs", type=int, default=1, help="files at the same time")
    given = parser.parse_args(arguments)
    of_format: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries(given.folder):
        if (not given.format or entry.format in given.format) and (not given.lang or entry.languages[1] in given.lang):
            of_format[entry.format].append(entry)
    work = [
        (entry, chosen)
        for group in of_format.values()
        for entry, chosen in choose(group, tuple(given.kind) or tuple(KINDS), given.most).items()
    ]
    spawn = multiprocessing.get_context("spawn")
    judged = []
    with ProcessPoolExecutor(given.jobs, mp_context=spawn) as pool:
        for group in pool.map(partial(judge, sparse=given.sparse), work):
            judged += group
    if given.show:
        show(judged)
    print_table(judged)
    return 0


def read(entry: Entry) -> Corpus:
    """The segments of an entry, as the command line of `bench.projects` reads them."""
    config, source = configuration(entry), entry.paths[0]
    target = entry.paths[1] if len(entry.paths) > 1 else None
    if target is not None and entry.format in DOCUMENTS:
        return reading.read(inputs.Documents(source, target), config)
    return reading.read(inputs.of_paths(source, target, (), languages=entry.languages), config)


def configuration(entry: Entry) -> Config:
    """The default configuration, with the languages of an entry."""
    return Config(source_lang=entry.languages[0], target_lang=entry.languages[1])


def choose(group: Sequence[Entry], kinds: Sequence[str], most: int) -> dict[Entry, list[Planted]]:
    """The errors of a format, by the file that gets them."""
    segments: dict[Entry, tuple[Segment, ...]] = {}
    for entry in group:
        try:
            segments[entry] = read(entry).segments
        except InputError as refusal:
            print(f"refused: {entry.name}: {refusal}")
    others: Others = defaultdict(dict)
    for entry, own in segments.items():
        for segment in own:
            if segment.target.strip() and segment.unit.id:
                others[unit_of(entry, segment)][entry.languages[1]] = segment
    chosen: dict[Entry, list[Planted]] = {entry: [] for entry in group}
    taken: set[tuple[Entry, str]] = set()
    for kind in kinds:
        possible = [
            Planted(kind, entry, changed)
            for entry, own in segments.items()
            for changed in KINDS[kind](own, entry, others)
        ]
        number = 0
        for error in sorted(possible, key=lambda error: error.order):
            places = {(error.entry, name) for name in error.changed}
            if number < most and not places & taken:
                taken |= places
                chosen[error.entry].append(error)
                number += 1
    return {entry: errors for entry, errors in chosen.items() if errors}


def unit_of(entry: Entry, segment: Segment) -> Unit:
    """What names a unit in all languages of a project."""
    return entry.project, entry.paths[0].name, segment.unit.id or "", segment.unit.form or ""


def judge(work: tuple[Entry, Sequence[Planted]], sparse: int) -> list[Judged]:
    """Judge a file as it is, and in copies with errors."""
    entry, errors = work
    corpus = read(entry)
    good = {segment.id: segment for segment in corpus.segments}
    known = findings(corpus, entry)
    judged = []
    size = max(1, len(good) // sparse)
    for start in range(0, len(errors), size):
        some = errors[start : start + size]
        changed = {name: segment for error in some for name, segment in error.changed.items()}
        found = findings(with_segments(corpus, changed), entry)
        for error in some:
            new = [
                (severity, message)
                for name in error.changed
                for key, (severity, message) in found.get(name, {}).items()
                if known.get(name, {}).get(key, ("", ""))[0] != severity
            ]
            severities, messages = zip(*new, strict=True) if new else ((), ())
            judged.append(Judged(error, severities, messages, {name: good[name] for name in error.changed}))
    return judged


def with_segments(corpus: Corpus, changed: dict[str, Segment]) -> Corpus:
    """A corpus in which these segments have replaced those with the same ids."""
    documents = tuple(
        replace(document, segments=tuple(changed.get(segment.id, segment) for segment in document.segments))
        for document in corpus.documents
    )
    return Corpus(documents, corpus.aligner)


def findings(corpus: Corpus, entry: Entry) -> dict[str, dict[tuple[str, ...], tuple[str, str]]]:
    """The findings of each segment: severity and message by check and marked texts."""
    report = assess(corpus, configuration(entry), stages=STAGES["check"])
    found: dict[str, dict[tuple[str, ...], tuple[str, str]]] = defaultdict(dict)
    for one in report.findings:
        line = f"{one.check} {one.severity}: {one.message}"
        found[one.segment][(one.check, *one.marked)] = (str(one.severity), line)
    return found


# --- kinds of errors --------------------------------------------------------------------------------------------------

Changed = Iterator[dict[str, Segment]]


def each(change: Callable[[Segment], Segment | None]) -> Callable[[Sequence[Segment], Entry, Others], Changed]:
    """A kind of error that changes a segment by itself."""

    def plant(segments: Sequence[Segment], entry: Entry, others: Others) -> Changed:
        for segment in segments:
            if segment.source.strip() and segment.target.strip() and segment.target != segment.source:
                changed = change(segment)
                if changed is not None and changed.text("target").strip():
                    yield {segment.id: changed}

    return plant


def placeholder(segment: Segment) -> Segment | None:
    """A placeholder of the translation is lost or, in one text of two, has another name."""
    matches = [match for match in _PLACEHOLDER.finditer(segment.target) if match[0] in segment.source]
    if not matches:
        return None
    match = matches[bit(segment.id) % len(matches)]
    is_code = any(
        code.side == "target" and code.start < match.end() and match.start() < code.end for code in segment.codes
    )
    name = re.search(r"[A-Za-z]\w+", match[0])
    if is_code or not name or bit(segment.id) % 2:
        return edited(segment, "target", *match.span(), "")
    return edited(segment, "target", match.start() + name.start(), match.start() + name.end(), name[0][:-1] + "q")


def number(segment: Segment) -> Segment | None:
    """A number that both sides have is another one."""
    numbers = set(_NUMBER.findall(segment.source))
    match = next((match for match in _NUMBER.finditer(segment.target) if match[0] in numbers), None)
    if match is None or inside_code(segment, match):
        return None
    digit = str((int(match[0][0]) + 4) % 9 + 1)
    return edited(segment, "target", *match.span(), digit + match[0][1:])


def tag(segment: Segment) -> Segment | None:
    """A tag is lost."""
    matches = list(_TAG.finditer(segment.target))
    return edited(segment, "target", *matches[bit(segment.id) % len(matches)].span(), "") if matches else None


def untranslated(segment: Segment) -> Segment | None:
    """The source stands in place of the translation."""
    if len(words.words(segment.source)) < 3:
        return None
    return with_target(segment, segment.source, segment, "source")


def truncated(segment: Segment) -> Segment | None:
    """The second half is lost."""
    spaces = [match.start() for match in re.finditer(r"\s+", segment.target.strip())]
    if len(spaces) >= _SHORT - 1:
        return edited(segment, "target", spaces[(len(spaces) - 1) // 2], len(segment.target), "")
    if len(spaces) < 2 and len(segment.target) >= _SHORT_CHARACTERS and len(words.words(segment.source)) >= _SHORT:
        return edited(segment, "target", len(segment.target) // 2, len(segment.target), "")
    return None


def lost_sentence(segment: Segment) -> Segment | None:
    """The last sentence is lost."""
    ends = list(_END.finditer(segment.target.strip()))
    source_ends = list(_END.finditer(segment.source.strip()))
    if not ends or len(source_ends) != len(ends) or not _WORD.search(segment.target, ends[-1].end()):
        return None
    if len(words.words(segment.source[source_ends[-1].end() :])) < 2:
        return None
    return edited(segment, "target", ends[-1].start() + 1, len(segment.target), "")


def negation(segment: Segment) -> Segment | None:
    """A negation that only the translation has, or only the source."""
    if len(_NEGATIVE.findall(segment.source)) > 1:
        return None
    for pattern, new in _NEGATIONS:
        match = pattern.search(segment.source)
        if match and not inside_code(segment, match, "source"):
            changed = edited(segment, "source", *match.span(), match.expand(new))
            is_second = len(changed.source) > len(segment.source) and _NEGATIVE.search(segment.source)
            return None if is_second or _ODD.search(changed.source) else changed
    return None


def in_english(change: Callable[[Sequence[Segment], Entry, Others], Changed]) -> Callable[..., Changed]:
    """A kind of error for sources in English."""

    def plant(segments: Sequence[Segment], entry: Entry, others: Others) -> Changed:
        return change(segments, entry, others) if entry.languages[0].startswith("en") else iter(())

    return plant


def wrong_language(segments: Sequence[Segment], entry: Entry, others: Others) -> Changed:
    """The translation is that of another language of the project."""
    for segment in segments:
        own = others.get(unit_of(entry, segment), {})
        texts = [one for lang, one in sorted(own.items()) if lang != entry.languages[1]]
        texts = [
            one for one in texts if one.target not in (segment.target, one.source) and one.source == segment.source
        ]
        if texts and len(words.words(segment.source)) >= 3:
            other = texts[bit(segment.id) % len(texts)]
            yield {segment.id: with_target(segment, other.target, other, "target")}


def foreign_block(segments: Sequence[Segment], entry: Entry, others: Others) -> Changed:
    """Neighbours of a few words have the translations of one other language of the project."""
    by_language: dict[str, dict[str, Segment]] = defaultdict(dict)
    for segment in segments:
        for lang, one in sorted(others.get(unit_of(entry, segment), {}).items()):
            same = one.source == segment.source and one.target not in (segment.target, one.source)
            if lang != entry.languages[1] and same and len(words.words(segment.source)) <= FEW_WORDS:
                by_language[lang][segment.id] = with_target(segment, one.target, one, "target")
    for changed in by_language.values():
        names = list(changed)
        for start in range(0, len(names) - BLOCK + 1, BLOCK):
            yield {name: changed[name] for name in names[start : start + BLOCK]}


def swapped_plural(segments: Sequence[Segment], entry: Entry, others: Others) -> Changed:
    """Two plural forms of a unit are exchanged."""
    units: dict[str, list[Segment]] = defaultdict(list)
    for segment in segments:
        if segment.unit.id and segment.unit.form and segment.target.strip():
            units[segment.unit.id].append(segment)
    for forms in units.values():
        for first in forms:
            for second in forms[forms.index(first) + 1 :]:
                kinds = {(one.unit.form or "").split(".")[-1] for one in (first, second)}
                if kinds == {"one", "other"} and letters(first.target) != letters(second.target):
                    yield {first.id: with_form(first, second), second.id: with_form(second, first)}


KINDS: dict[str, Callable[[Sequence[Segment], Entry, Others], Changed]] = {
    "swapped plural": swapped_plural,
    "tag": each(tag),
    "placeholder": each(placeholder),
    "number": each(number),
    "lost sentence": each(lost_sentence),
    "negation": in_english(each(negation)),
    "wrong language": wrong_language,
    "foreign block": foreign_block,
    "truncated": each(truncated),
    "untranslated": each(untranslated),
}
"""What plants each kind. Kinds for which few units are right come first."""


def bit(name: str) -> int:
    """A number that is made of a name."""
    return hashlib.sha256(name.encode()).digest()[0]


def letters(text: str) -> str:
    """The letters of a text."""
    return "".join(sign for sign in text if sign.isalpha())


def inside_code(segment: Segment, match: re.Match[str], side: Side = "target") -> bool:
    """Whether a place of a text touches an inline code."""
    return any(code.side == side and code.start < match.end() and match.start() < code.end for code in segment.codes)


def edited(segment: Segment, side: Side, start: int, end: int, new: str) -> Segment:
    """A segment with another text at a place. Codes that the place touches are lost."""
    text = segment.text(side)
    codes = []
    for code in segment.codes:
        if code.side != side or code.end <= start:
            codes.append(code)
        elif code.start >= end:
            moved = len(new) - (end - start)
            codes.append(replace(code, start=code.start + moved, end=code.end + moved))
    edited_text = text[:start] + new + text[end:]
    if side == "source":
        return replace(segment, source=edited_text, codes=tuple(codes))
    return replace(segment, target=edited_text, codes=tuple(codes))


def with_target(segment: Segment, text: str, other: Segment, side: Side) -> Segment:
    """A segment with a text of another segment as its translation."""
    own = [code for code in segment.codes if code.side == "source"]
    theirs = [replace(code, side="target") for code in other.codes if code.side == side]
    return replace(segment, target=text, codes=(*own, *theirs))


def with_form(segment: Segment, other: Segment) -> Segment:
    """A form with the text of another form. The selectors of a message stay where they are."""
    inside = [_inside_choice(one) for one in (segment, other)]
    if inside[0] is None or inside[1] is None:
        return with_target(segment, other.target, other, "target")
    return edited(segment, "target", *inside[0], other.target[slice(*inside[1])])


def _inside_choice(segment: Segment) -> tuple[int, int] | None:
    """The range of the text in the only choice of a translation."""
    opened, closed = (
        [code for code in segment.codes if code.side == "target" and code.role == role and code.kind == "variable"]
        for role in ("open", "close")
    )
    return (opened[0].end, closed[0].start) if len(opened) == len(closed) == 1 else None


# --- tables -----------------------------------------------------------------------------------------------------------


def show(judged: Sequence[Judged]) -> None:
    """Print the errors that were not found at major."""
    for one in judged:
        if set(one.severities) & set(GRAVE):
            continue
        print(f"MISSED {one.error.entry.format} {one.error.kind}: {one.error.entry.name}")
        for name, segment in one.error.changed.items():
            print(
                f"    source  {segment.source!r}\n    good    {one.good[name].target!r}\n    planted {segment.target!r}"
            )
        for message in one.messages:
            print(f"    only {message}")


def print_table(judged: Sequence[Judged]) -> None:
    """A row for each format, a column for each kind."""
    major: Counter[tuple[str, str]] = Counter()
    anything: Counter[tuple[str, str]] = Counter()
    planted: Counter[tuple[str, str]] = Counter()
    for one in judged:
        for name in (one.error.entry.format, "all"):
            for kind in (one.error.kind, "all"):
                planted[name, kind] += 1
                major[name, kind] += bool(set(one.severities) & set(GRAVE))
                anything[name, kind] += bool(one.severities)
    names = [*dict.fromkeys(one.error.entry.format for one in judged), "all"]
    kinds = [*(kind for kind in KINDS if planted["all", kind]), "all"]
    print(f"{'format':<14}" + "".join(f"{kind:>16}" for kind in kinds))
    for name in names:
        cells = [
            f"{major[name, kind]} ({anything[name, kind]})/{planted[name, kind]}" if planted[name, kind] else "-"
            for kind in kinds
        ]
        print(f"{name:<14}" + "".join(f"{cell:>16}" for cell in cells))
    shares = [f"{major['all', kind] / planted['all', kind]:.2f}" for kind in kinds]
    print(f"{'share':<14}" + "".join(f"{share:>16}" for share in shares))


if __name__ == "__main__":
    os.environ["MTQE_NO_PLUGINS"] = "1"
    sys.exit(main())
