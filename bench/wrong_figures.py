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
segments, and then in the whole file. Prints a row a format, and with `--show` the silent places and the planted text.
Ends with 1 if there is one.
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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import figure_files
from bench.figure_files import Made, Place
from mtqe.checks import runner
from mtqe.errors import MtqeError
from mtqe.intake import inputs, reading
from mtqe.intake.corpus import Corpus
from mtqe.model import Finding, Segment, Severity
from mtqe.registry import check_table
from mtqe.registry.contracts import Check, Context
from mtqe.settings.config import AlignConfig, Config

LANGUAGES = ("en", "de")
PLANTS = 20
"""Wrong figures that are put into a file, one after the other, before the next file is made."""
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
        self.corpus = read(made, folder)
        self.segments = Counter(map(_key, self.corpus.segments))
        self._found: dict[int, Counter[tuple[object, ...]]] = {}
        self._emptied: dict[Place, Counter[str] | None] = {}

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

    def tells(self, place: Place, corpus: Corpus) -> bool:
        """Whether the report on files with a figure in a place names more as left out than that without this text."""
        if place not in self._emptied:
            try:
                self._emptied[place] = _left_out(read(self.made.without(place), self._folder))
            except MtqeError:
                self._emptied[place] = None
        emptied = self._emptied[place]
        return emptied is not None and bool(_left_out(corpus) - emptied)


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
            for _ in range(min(PLANTS, number - row.trials) if made.places else 0):
                place = rng.choice(made.places)
                _try(base, place, *planted(made, place, rng), folder, row)
    finally:
        shutil.rmtree(folder)
    return row


def planted(made: Made, place: Place, rng: random.Random) -> tuple[str, str]:
    """The content with a wrong figure in a place, and the text of the place."""
    text = made.target[place.start : place.end]
    figure = rng.choice([str(rng.randint(100, 9_999)), f"{rng.randint(2, 9)},{rng.randint(1, 9)}", "61 %", "17:45"])
    words = _MARKUP.sub(lambda markup: "\0" * len(markup[0]), text)
    figures = list(_DIGITS.finditer(words))
    if figures and rng.random() < 0.5:
        old = rng.choice(figures)
        changed = str(int(old[0]) + rng.choice([1, 10, 45]))
        start, end = old.span()
    else:
        start = end = rng.choice(list(_WORDS.finditer(words))).end()
        changed = f" {figure}"
    result = text[:start] + changed + text[end:]
    return made.target[: place.start] + result + made.target[place.end :], result


def _try(base: Base, place: Place, content: str, text: str, folder: Path, row: Row) -> None:
    """Read and check a file with a wrong figure, and count the outcome."""
    row.trials += 1
    try:
        corpus = read(base.made.with_target(content), folder)
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
        row.major += any(finding.severity.rank >= Severity.MAJOR.rank for finding in found)
    elif _left_out(corpus) - _left_out(base.corpus) or (not changed and base.tells(place, corpus)):
        row.left_out += 1
    else:
        row.silent[place.name] += 1
        row.examples.setdefault(place.name, text)


def read(made: Made, folder: Path) -> Corpus:
    """Write files, and read them."""
    source, target = made.put(folder)
    return reading.read(inputs.of_paths(source, target, (), made.template.form, LANGUAGES), CONFIG)


def _key(segment: Segment) -> object:
    return segment.source, segment.target, segment.codes, segment.is_missing


def _left_out(corpus: Corpus) -> Counter[str]:
    return Counter({item.what: item.number for document in corpus.documents for item in document.left_out})


def _findings(segments: Sequence[Segment], checks: Sequence[Check]) -> Iterator[Finding]:
    if segments:
        yield from runner.run(checks, segments, Context(*LANGUAGES, CONFIG)).findings


def _identity(finding: Finding) -> tuple[object, ...]:
    return finding.check, finding.marked, finding.message


RULES = tuple(item for item in check_table.select() if "encoder" not in item.needs)
_OF_FIGURES = tuple(item for item in RULES if item.area == "numbers" and item.scope == "segment")


if __name__ == "__main__":
    sys.exit(main())
