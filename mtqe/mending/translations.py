"""Translations in their files, while texts in them are replaced.

A replacement is an edit of the file and the same in the segment. If other texts of the file have the same characters,
as the branches of a choice have, the edit changes them too. Characters whose place is not known exactly are not
replaced, nor are inline codes.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mtqe.checks.markup.placeholders import placeholders
from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.language import codes
from mtqe.language.late_patterns import late
from mtqe.mending.files import places, steps
from mtqe.mending.files.patch import Edit, NoPlace
from mtqe.mending.files.places import File, Key, Run, key_of
from mtqe.mending.files.steps import Step, Steps
from mtqe.model import Document, Segment

LOCKED = "the file says that it must not be changed"
NOT_FOUND = "the place of its text in the file is not known exactly"

Replacement = tuple[int, int, str]
"""Start and end of a range of a translation, and the text that replaces it."""
Veto = Callable[[Key, int, int], None]
"""Raises `NoPlace` if a range of another segment, which has the same characters of the file, must stay."""
MOST_PAIRS = 4_000_000
"""Pairs: of words between the first and the last change of a text; with more, all between them is replaced."""
_LETTER = late(r"\w")
_WORDS = late(r"\w+|\s+|[^\w\s]")


class Texts:
    """The translations of documents, and the files that they are in.

    Args:
        documents: The documents, with their segments.
        form: Name of the input format; `None` means by file ending.
        languages: Tags of source and target.

    Attributes:
        files: The files that can be changed, by path.
        why: Why the other files cannot.
        paths: The path of each segment.
        segments: The segments as they are now.
        numbers: Their numbers, in order.
    """

    def __init__(self, documents: Iterable[Document], form: str | None, languages: tuple[str, str]) -> None:
        self.files: dict[str, File] = {}
        self.why: dict[str, str] = {}
        self._runs: dict[Key, tuple[Run, ...]] = {}
        by_path: dict[str, list[Document]] = {}
        for document in documents:
            by_path.setdefault(document.path or files.STDIN, []).append(document)
        self.paths = {key_of(s): path for path, of_path in by_path.items() for d in of_path for s in d.segments}
        for path, of_path in by_path.items():
            try:
                self.files[path], runs = places.open_file(of_path, form, languages)
                self._runs |= runs
            except InputError as error:
                self.why[path] = str(error)
        self.segments = {key_of(s): s for of_path in by_path.values() for d in of_path for s in d.segments}
        self.numbers = {key: number for number, key in enumerate(self.segments)}
        self._of_value: dict[tuple[str, int], list[Key]] = {}
        for key, found in self._runs.items():
            for run in found:
                self._of_value.setdefault((self.paths[key], run.value), []).append(key)

    def steps(
        self,
        key: Key,
        replacements: Sequence[Replacement],
        chosen: Steps,
        veto: Veto | None = None,
        is_exact: bool = False,
    ) -> list[Step]:
        """What must be done for replacements in a segment and is not done by the chosen steps.

        Args:
            key: The segment.
            replacements: Its replacements, which do not overlap.
            chosen: The steps so far.
            veto: Says which characters of other segments must stay.
            is_exact: Whether exactly these ranges are replaced, although characters at their ends may stay the same.

        Raises:
            NoPlace: A place is not known exactly, or the steps overlap the chosen ones.
            InputError: The file cannot hold the new text.
        """
        segment, path = self.segments[key], self.paths[key]
        runs = self._runs.get(key)
        if runs is None:
            raise NoPlace(NOT_FOUND)
        file, own = self.files[path], Steps()
        for start, end, text in replacements:
            if any(code.side == "target" and code.start < end and start < code.end for code in segment.codes):
                raise NoPlace("an inline code is inside it")
            replaced = (start, end, text)
            if not is_exact:
                replaced = steps.supported(segment, *steps.trimmed(segment.target, *replaced))
            edit = places.edit_of(file, runs, *replaced, self.numbers[key])
            file.escaped(edit)
            twins = (self._of_twin(path, twin, veto) for twin in file.shared.twins(edit))
            for step in (Step(path, edit, key, replaced), *twins):
                if own.meets(step):
                    raise NoPlace("its corrections overlap in the file")
                own.add(step)
        new = [step for step in own.all if step not in chosen]
        if any(map(chosen.meets, new)):
            raise NoPlace("it overlaps another correction")
        for step in new:
            changed = self.segments[step.key]
            limit = changed.unit.max_length
            delta = own.growth(step.key) + chosen.growth(step.key)
            if delta > 0 and limit is not None and codes.length(changed, "target") + delta > limit:
                raise NoPlace("the translation would be longer than allowed")
        return new

    def _of_twin(self, path: str, edit: Edit, veto: Veto | None) -> Step:
        """The step for another text of a file that has the edited characters, too.

        Raises:
            NoPlace: Its place is not known exactly, or it must stay.
        """
        for key in self._of_value.get((path, edit.value), ()):
            for run in self._runs[key]:
                start, end = edit.start - run.at + run.start, edit.end - run.at + run.start
                if run.value == edit.value and run.start <= start and end <= run.end:
                    if veto is not None:
                        veto(key, start, end)
                    step = edit._replace(owner=self.numbers[key])
                    return Step(path, step, key, (start, end, edit.text))
        raise NoPlace("the place of another form of the text, which has the same words, is not known exactly")

    def apply(self, chosen: Steps) -> None:
        """Do the steps, in the files and in the segments."""
        for path, edits in chosen.edits.items():
            self.files[path] = self.files[path].edited(edit for of_value in edits.values() for edit in of_value)
        for key, runs in self._runs.items():
            if edits := chosen.edits.get(self.paths[key], {}):
                self._runs[key] = places.moved(runs, edits, self.numbers[key])
        self.segments |= {key: steps.edited(self.segments[key], texts) for key, texts in chosen.texts.items()}


@dataclass(frozen=True)
class Rewritten:
    """What became of new translations.

    Args:
        files: The files that change, by path.
        left: The segments whose new translation is not in them, with the reason.
        others: Segments that change, too, because they have the same words in the file.
    """

    files: Mapping[str, File]
    left: Mapping[Key, str]
    others: tuple[Key, ...]


def rewritten(texts: Texts, translations: Mapping[Key, str]) -> Rewritten:
    """Put new translations into the files. Nothing is written, and `texts` stays as it is."""
    left: dict[Key, str] = {}
    changed: dict[str, File] = {}
    others: list[Key] = []
    by_path: dict[str, list[tuple[Key, list[Replacement]]]] = {}
    for key, new in translations.items():
        try:
            replacements = _replacements(texts, key, new)
        except NoPlace as error:
            left[key] = str(error)
            continue
        by_path.setdefault(texts.paths[key], []).append((key, replacements))
    for path, wanted in by_path.items():
        file, chosen = _fitting(texts, path, wanted, left)
        if chosen.all:
            changed[path] = file
            others += [key for key in chosen.texts if key not in translations]
    return Rewritten(changed, left, tuple(others))


def _replacements(texts: Texts, key: Key, new: str) -> list[Replacement]:
    segment = texts.segments[key]
    if why := texts.why.get(texts.paths[key]):
        raise NoPlace(why)
    if segment.unit.locked:
        raise NoPlace(LOCKED)
    _refuse_other_placeholders(segment, new)
    return list(differences(segment, new))


def _refuse_other_placeholders(segment: Segment, new: str) -> None:
    """Refuse a translation whose placeholders are neither those of before nor those of the source.

    Raises:
        NoPlace: So it is; a program that reads it could fail.
    """
    source, old, found = (
        Counter(token.text for token in placeholders(text)) for text in (segment.source, segment.target, new)
    )
    if found not in (source, old):
        lost, more = [*(old - found)], [*(found - old)]
        what = f"the placeholder {lost[0]} is missing in it" if lost else f"the placeholder {more[0]} is new in it"
        raise NoPlace(what)


def _fitting(
    texts: Texts, path: str, wanted: Sequence[tuple[Key, list[Replacement]]], left: dict[Key, str]
) -> tuple[File, Steps]:
    """The file with the new translations that it can hold together, and what was done.

    The file is read again with all of them. If its reader finds others in it, halves are tried, down to that at fault.
    """
    best, steps_of = (texts.files[path], Steps()), dict[Key, list[Step]]()
    chosen = Steps()
    for key, replacements in wanted:
        try:
            steps_of[key] = _steps(texts, key, replacements, chosen)
        except (NoPlace, InputError) as error:
            left[key] = str(error)
            continue
        for step in steps_of[key]:
            chosen.add(step)
    done: list[Key] = []
    parts = [list(steps_of)]
    while parts:
        part = parts.pop()
        try:
            best = _done(texts, path, [step for key in (*done, *part) for step in steps_of[key]])
            done += part
        except InputError as error:
            if len(part) > 1:
                parts += [part[len(part) // 2 :], part[: len(part) // 2]]
            else:
                left[part[0]] = str(error)
    return best


def _done(texts: Texts, path: str, chosen: Sequence[Step]) -> tuple[File, Steps]:
    """The file after some steps. Raises InputError if its reader finds other texts in it."""
    all_steps = Steps()
    for step in chosen:
        all_steps.add(step)
    file = texts.files[path].edited(step.edit for step in chosen)
    file.encoded()
    return file, all_steps


def _steps(texts: Texts, key: Key, replacements: list[Replacement], chosen: Steps) -> list[Step]:
    """The steps for a segment; if its words cannot be written one by one, those for the whole text."""
    try:
        return texts.steps(key, replacements, chosen)
    except (NoPlace, InputError) as error:
        segment = texts.segments[key]
        new = steps.edited(segment, replacements).target
        try:
            return texts.steps(key, [(0, len(segment.target), new)], chosen, is_exact=True)
        except NoPlace:
            raise error from None
        except InputError as whole:
            raise (whole if isinstance(error, NoPlace) else error) from None


def differences(segment: Segment, new: str) -> Iterator[Replacement]:
    """The words of a translation that differ from those of a new one, with their replacements, in order.

    Inline codes stay where they are; what stands between two of them is compared.

    Raises:
        NoPlace: The new translation has not the same inline codes in the same order.
    """
    old = segment.target
    own = [code for code in segment.codes if code.side == "target" and code.start < code.end]
    ranges = _stretches(new, [old[code.start : code.end] for code in own])
    starts, ends = [0, *(code.end for code in own)], [*(code.start for code in own), len(old)]
    for (start, end), first, last in zip(ranges, starts, ends, strict=True):
        for replaced, stop, text in _changes(old[first:last], new[start:end]):
            yield first + replaced, first + stop, text


def _stretches(text: str, shown: Sequence[str]) -> list[tuple[int, int]]:
    """The ranges of a text before, between and after codes, which it must have in their order and no others.

    Raises:
        NoPlace: It has not.
    """
    if not shown:
        return [(0, len(text))]
    any_code = re.compile("|".join(sorted(map(re.escape, set(shown)), key=len, reverse=True)))
    found = list(any_code.finditer(text))
    if [match[0] for match in found] != list(shown):
        missing = next((code for code in shown if code not in text), "")
        why = f"the inline code {missing} is missing in it" if missing else "its inline codes are not those of before"
        raise NoPlace(why)
    bounds = [0, *(place for match in found for place in match.span()), len(text)]
    return list(zip(bounds[::2], bounds[1::2], strict=True))


def _changes(old: str, new: str) -> Iterator[Replacement]:
    """The replacements that make one text of another, word by word."""
    first, last, text = start, stop, _ = steps.trimmed(old, 0, len(old), new)
    while start and _LETTER.match(old, start - 1):  # whole words
        start -= 1
    while stop < len(old) and _LETTER.match(old, stop):
        stop += 1
    before, after = _WORDS.findall(old[start:stop]), _WORDS.findall(old[start:first] + text + old[last:stop])
    if len(before) * len(after) > MOST_PAIRS:
        yield first, last, text
        return
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    offsets = [start]
    for word in before:
        offsets.append(offsets[-1] + len(word))
    for kind, begin, end, new_begin, new_end in matcher.get_opcodes():
        if kind != "equal":
            yield steps.trimmed(old, offsets[begin], offsets[end], "".join(after[new_begin:new_end]))
