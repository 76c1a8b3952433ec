"""Is a wrong figure found or told, wherever it stands in a file?

    python -m bench.wrong_figures [--format NAME ...] [--trials 10000] [--minutes N] [--seed N] [--show]

For each format, valid files are made with texts of two languages in random places (`bench/figure_files.py`): a source
and its translation without an error. In each trial a wrong figure is put at a random place of a text that readers of
the translation see. The file is then read and checked by all rules (checks that need no encoder). The figure is

- found: there is a finding that the file without it does not have,
- told: the report names a kind of text that it left out, a problem, or a refusal, which it does not name for the same
  files without this text,
- silent: neither. Each of them is an error of mtqe.

A figure that changes a segment must be found, because it was read. The finding is first looked for in the changed
segments, and then in the whole file. To save time, some figures are first planted together. Those that a finding marks
in a segment without another planted figure are found; each of the other ones is tried alone. Prints a row a format, and
with `--show` the silent places and the planted text. Ends with 1 if there is one.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import figure_files
from bench.figure_files import Made, Place
from mtqe.checks import runner
from mtqe.errors import MtqeError
from mtqe.formats import unread
from mtqe.formats.documents import html, html_content
from mtqe.formats.programs.keyed import KeyedText
from mtqe.intake import inputs, reading
from mtqe.intake.corpus import Corpus
from mtqe.intake.inputs import Side
from mtqe.intake.read_once import Texts
from mtqe.model import Finding, LeftOut, Segment, Severity, Text
from mtqe.registry import check_table
from mtqe.registry.contracts import Check, Context, Units
from mtqe.settings.config import AlignConfig, Config

LANGUAGES = ("en", "de")
PLANTS = 24
"""Wrong figures that are put into a file before the next file is made."""
TOGETHER = 6
"""Figures: that are planted together first, each in a place of its own."""
CONFIG = Config(*LANGUAGES, align=AlignConfig(aligner="lexical"))
MEMORY = Path("/dev/shm")
_DIGITS = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W_]+(?=\s|[^\w\s-]|_|$)")
_MARKUP = re.compile(r"<!\[CDATA\[|<(?!!)[^>]*>|\([^)]*\)|\{[^}]*\}|&\w+;|%\S+|\\\w+|\$\w+")


@dataclass
class Row:
    """The results of a format.

    Args:
        trials: Wrong figures.
        found: Those with a finding.
        major: Those of them with a finding at major or critical.
        left_out: Those that stand in a text that the report names as left out.
        refused: Those with which the file is refused or has a problem.
        silent: The other ones by the name of their place.
        examples: A planted text for each of these names.
        invalid: Files that the reader refused before a figure was planted.
    """

    trials: int = 0
    found: int = 0
    major: int = 0
    left_out: int = 0
    refused: int = 0
    invalid: int = 0
    silent: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)


class Base:
    """A file without a wrong figure: what is read of it and found in it.

    Args:
        made: The file.
        folder: A folder for it.
    """

    def __init__(self, made: Made, folder: Path) -> None:
        self.made, self._folder = made, folder
        self._source: _Source | None = None
        self.corpus, self.told = self.read(made)
        self.segments = Counter(map(_key, self.corpus.segments))
        self._found: dict[int, Counter[tuple[object, ...]]] = {}
        self._emptied: dict[Place, Counter[str] | None] = {}

    def read(self, made: Made) -> tuple[Corpus, Counter[str]]:
        """Read a file with the same source, which is read once; see `read`."""
        source, target = made.put(self._folder)
        if self._source is None or self._source.content != made.source:
            self._source = _Source(source, made.source)
        return read(source, target, made.template.form, self._source)

    def new(self, segments: Sequence[Segment], checks: Sequence[Check]) -> list[Finding]:
        """The findings of checks in segments of this file with a figure, that it does not have without."""
        if id(checks) not in self._found:
            self._found[id(checks)] = Counter(map(_identity, _findings(self.corpus.segments, checks)))
        left = self._found[id(checks)].copy()
        new = []
        for finding in _findings(segments, checks):
            if left[key := _identity(finding)]:
                left[key] -= 1
            else:
                new.append(finding)
        return new

    def tells(self, place: Place, told: Counter[str]) -> bool:
        """Whether more is told of files with a figure in a place than of those without this text."""
        if place not in self._emptied:
            try:
                self._emptied[place] = self.read(self.made.without(place))[1]
            except MtqeError:
                self._emptied[place] = None
        emptied = self._emptied[place]
        return emptied is not None and bool(told - emptied)

    def is_in_told_element(self, plant: Plant) -> bool:
        """Whether a page has the figure in an element that is told as one, with other texts that are not read."""
        if self.made.template.target is None or not self.made.template.target.endswith(".html"):
            return False
        made = self.made.with_target(content_of(self.made, [plant]))
        _, path = made.put(self._folder)
        blocks = html.read(path).blocks if path else ()
        page = html_content.document(made.target)
        elements = html_content.unread(page, [block.text for block in blocks if not block.key])
        return any(plant.figure in element.text_content() for element, _ in elements)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 if a figure was silent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--format", action="append", dest="formats", help="only this format; repeatable")
    parser.add_argument("--trials", type=int, default=10_000, help="wrong figures for each format")
    parser.add_argument("--minutes", type=float, default=600.0, help="time for all formats together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print the silent places")
    given = parser.parse_args(arguments)
    names = given.formats or sorted(figure_files.templates(random.Random(0)))
    total: Counter[str] = Counter()
    print("| format | trials | found | of these major | told: left out | told: refused | silent |")
    print("|---" * 7 + "|")
    for name in names:
        row = trials(name, given.trials, given.seed, 60 * given.minutes / len(names))
        total.update(trials=row.trials, silent=row.silent.total())
        counts = (row.trials, row.found, row.major, row.left_out, row.refused, row.silent.total())
        print(f"| {name} | {' | '.join(f'{number:,}' for number in counts)} |", flush=True)
        for place, number in row.silent.most_common() if given.show else ():
            print(f"    {name}, {place}: {number:,}, such as {row.examples[place]!r}", file=sys.stderr, flush=True)
    print(f"{total['silent']:,} of {total['trials']:,} are silent")
    return 1 if total["silent"] else 0


def trials(name: str, number: int, seed: int, seconds: float = float("inf")) -> Row:
    """Plant a number of figures in files of a format, until the time is over."""
    rng, row = random.Random(f"{seed} {name}"), Row()
    ends = time.monotonic() + seconds
    folder = Path(tempfile.mkdtemp(prefix="mtqe-figures-", dir=MEMORY if MEMORY.is_dir() else None))
    try:
        while row.trials < number and time.monotonic() < ends:
            made = figure_files.made(rng.choice(figure_files.templates(rng)[name]), rng)
            try:
                base = Base(made, folder)
            except MtqeError as error:
                row.invalid += 1
                if row.invalid > 10 + row.trials:
                    raise RuntimeError(f"{name}: most of the files are refused") from error
                continue
            for _ in range(PLANTS // TOGETHER if made.places else 0):
                places = rng.sample(made.places, min(TOGETHER, len(made.places), number - row.trials))
                plants = [planted(made, place, rng) for place in sorted(places, key=lambda place: place.start)]
                for plant in _not_found_together(base, plants, row):
                    _try(base, plant, row)
    finally:
        shutil.rmtree(folder)
    return row


@dataclass(frozen=True)
class Plant:
    """A wrong figure in a place.

    Args:
        place: The place.
        text: The text of the place with the figure.
        figure: The figure.
    """

    place: Place
    text: str
    figure: str


def planted(made: Made, place: Place, rng: random.Random) -> Plant:
    """A wrong figure for a place: a new one, or another one than the text has."""
    text = made.target[place.start : place.end]
    figure = rng.choice([str(rng.randint(100, 9_999)), f"{rng.randint(2, 9)},{rng.randint(1, 9)}", "61 %", "17:45"])
    words = _MARKUP.sub(lambda markup: "\0" * len(markup[0]), text)
    figures = list(_DIGITS.finditer(words))
    if figures and rng.random() < 0.5:
        old = rng.choice(figures)
        changed = figure = str(int(old[0]) + rng.choice([1, 10, 45]))
        start, end = old.span()
    else:
        start = end = rng.choice(list(_WORDS.finditer(words))).end()
        changed = f" {figure}"
    return Plant(place, text[:start] + changed + text[end:], figure)


def content_of(made: Made, plants: Sequence[Plant]) -> str:
    """The translation with figures in places that follow each other."""
    parts, done = [], 0
    for plant in plants:
        parts += [made.target[done : plant.place.start], plant.text]
        done = plant.place.end
    return "".join([*parts, made.target[done:]])


def _not_found_together(base: Base, plants: Sequence[Plant], row: Row) -> list[Plant]:
    """Read and check a file with several figures; count those that are found, and return the other ones."""
    try:
        corpus, _ = base.read(base.made.with_target(content_of(base.made, plants)))
    except MtqeError:
        return list(plants)
    if len(corpus.problems) > len(base.corpus.problems):
        return list(plants)
    changed = [segment for segment in corpus.segments if not base.segments[_key(segment)]]
    owners = {
        segment.id: [plant for plant in plants if re.search(rf"(?<!\d){plant.figure}(?!\d)", segment.target)]
        for segment in changed
    }
    found: dict[Place, bool] = {}
    for finding in base.new(changed, _OF_FIGURES):
        match owners[finding.segment]:
            case [plant] if any(plant.figure in marked for marked in finding.marked):
                found[plant.place] = found.get(plant.place, False) or _is_major(finding)
    row.trials += len(found)
    row.found += len(found)
    row.major += sum(found.values())
    return [plant for plant in plants if plant.place not in found]


def _try(base: Base, plant: Plant, row: Row) -> None:
    """Read and check a file with a wrong figure, and count the outcome."""
    row.trials += 1
    try:
        corpus, told = base.read(base.made.with_target(content_of(base.made, [plant])))
    except MtqeError:
        row.refused += 1
        return
    if len(corpus.problems) > len(base.corpus.problems):
        row.refused += 1
        return
    changed = [segment for segment in corpus.segments if not base.segments[_key(segment)]]
    found = changed and (base.new(changed, _OF_FIGURES) or base.new(changed, RULES) or base.new(corpus.segments, RULES))
    if found:
        row.found += 1
        row.major += any(map(_is_major, found))
    elif told - base.told or (not changed and (base.tells(plant.place, told) or base.is_in_told_element(plant))):
        row.left_out += 1
    else:
        row.silent[plant.place.name] += 1
        row.examples.setdefault(plant.place.name, plant.text)


class _Source:
    """A source of which each text is read once.

    Args:
        path: Its file.
        content: Its content.
    """

    def __init__(self, path: Path, content: str) -> None:
        self.path, self.content = path, content
        self.text: Text | None = None
        self.units: KeyedText | None = None


class _Texts(Texts):
    """The texts of an input whose source may be known already."""

    def __init__(self, source: _Source) -> None:
        super().__init__()
        self._source = source

    def document(self, side: Side, form: str | None = None) -> Text:
        if side != self._source.path:
            return super().document(side, form)
        self._source.text = self._source.text or super().document(side, form)
        return self._source.text

    def keyed(self, path: Path, reader: Units) -> KeyedText:
        if path != self._source.path:
            return super().keyed(path, reader)
        self._source.units = self._source.units or super().keyed(path, reader)
        return self._source.units


def read(source: Path, target: Path | None, form: str | None, known: _Source) -> tuple[Corpus, Counter[str]]:
    """Read files; with what is told of the translation, each kind with its number.

    The report has the number of the side that has more of a kind, so it names what the translation alone has.

    Args:
        source: The source, or the file with both sides.
        target: The translation, if it is another file.
        form: Name of the input format; `None` means by file ending.
        known: What is known of the source.
    """
    texts = _Texts(known)
    corpus = reading.read(inputs.of_paths(source, target, (), form, LANGUAGES), CONFIG, texts=texts)
    told = _told(item for document in corpus.documents for item in document.left_out)
    if target is not None and corpus.aligner == CONFIG.align.aligner:
        told = _told(texts.document(target, form).left_out) | _told(
            item for item in corpus.documents[0].left_out if item.what == unread.CHANGED
        )
    return corpus, told


def _told(items: Iterable[LeftOut]) -> Counter[str]:
    return Counter({item.what: item.number for item in items})


def _is_major(finding: Finding) -> bool:
    return finding.severity.rank >= Severity.MAJOR.rank


def _key(segment: Segment) -> object:
    return segment.source, segment.target, segment.codes, segment.is_missing


def _findings(segments: Sequence[Segment], checks: Sequence[Check]) -> Iterator[Finding]:
    if segments:
        yield from runner.run(checks, segments, Context(*LANGUAGES, CONFIG)).findings


def _identity(finding: Finding) -> tuple[object, ...]:
    return finding.check, finding.marked, finding.message


RULES = tuple(item for item in check_table.select() if "encoder" not in item.needs)
_OF_FIGURES = tuple(item for item in RULES if item.area == "numbers" and item.scope == "segment")


if __name__ == "__main__":
    sys.exit(main())
