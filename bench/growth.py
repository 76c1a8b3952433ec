"""How the CPU time of every check, tokenizer, splitter, reader and run grows with the length of a repeated text.

    python -m bench.growth                             # everything, up to 100,000 characters
    python -m bench.growth ACC117 read: --size 1000000 --fill spaces digits

A task reads a text that is nothing but one short piece, repeated: in full, and before and after that eight times an
eighth of it. If its time is linear, or n log n, both take as long, or the whole a little longer; if its time grows with
the square of the length, the whole takes eight times as long as its parts. Both are measured in turn, several times,
and the shortest times count, so that other programs, which slow down both, change nothing. Checks read the text on both
sides and on each side alone. Each task runs in a process of its own, which is stopped after `--seconds` of CPU time for
one text, or more if its parts say so. Prints a line for each task and text that grows faster, or is stopped, and ends
with 1 if there is any.

The sessions of the encoder give made-up numbers here, because they take nearly all of the time and their input has a
limited length. Its tokenizer and all that reads its numbers run as usual.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import itertools
import json
import math
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import numpy as np

from mtqe.checks import runner
from mtqe.errors import InputError
from mtqe.model import Glossary, Segment, Term
from mtqe.registry import check_table, format_table
from mtqe.registry.contracts import Check, Context, PairFormat, TextFormat
from mtqe.registry.format_capabilities import Writing
from mtqe.settings.config import AlignConfig, ChecksConfig, Config, MetricsConfig

FILLS = {
    "letters": "a",
    "capitals": "A",
    "umlauts": "ä",
    "digits": "1",
    "Arabic digits": "٣",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "narrow no-break spaces": "\u202f",
    "line breaks": "\n",
    "tabs": "\t",
    "zero-width joiners": "\u200d",
    "combining marks": "\u0301",
    "accented letters": "e\u0301",
    "Chinese": "中",
    "Chinese numerals": "百",
    "kana": "ア",
    "Arabic": "ب",
    "Thai": "ก",
    "emoji": "😀",
    "round brackets": "(",
    "closed brackets": "()",
    "square brackets": "[",
    "closing brackets": "] ",
    "braces": "{",
    "double braces": "{{",
    "less-than signs": "<",
    "tags": "<b>",
    "end tags": "</b>",
    "ampersands": "&",
    "entities": "&amp;",
    "percent signs": "%",
    "at signs": "@",
    "mail": "a@",
    "slashes": "/",
    "backslashes": "\\",
    "addresses": "http://a",
    "colons and slashes": "://",
    "full stops": ".",
    "initials": "a.",
    "digits and commas": "1,",
    "figures": "1 ",
    "hyphens": "-",
    "hyphened letters": "a-",
    "asterisks": "*",
    "underscores": "_",
    "hashes": "# ",
    "greater-than signs": "> ",
    "backticks": "`",
    "cells": "| a ",
    "straight quotes": '"',
    "apostrophes": "a'",
    "low quotes": "„",
    "guillemets": "« ",
    "images": "![",
    "links": "[a](",
    "question marks": "? ",
    "dollars": "$a",
    "words": "the old boat and ",
    "sentences": "The boat left. ",
    "times": "12:30 ",
    "dates": "1.2.",
    "headings": "<h2>a</h2>",
    "paragraphs": "<p>a",
    "rising runs": "` `` ``` ",
    "messages": "{a, b, ",
    "widths": "0",
    "quoted ellipses": "Boat… Left. ",
    "strong openings": "**a",
    "mixed emphasis": "*a_b**",
    "open brackets and words": "[a ",
    "nested links": "[a](b",
    "open addresses": "<http:",
    "definitions": "[a]: b\n",
    "nested messages": "{a, select, other {",
    "plural messages": "{a, plural, one {b",
    "nested lists": "- - ",
    "nested quotations": "> - ",
    "nested sequences": "- [",
    "keys": "a: ",
    "rich tags": "<b><i>",
    "comments": "<!-- ",
    "sections": "<![CDATA[",
    "struck words": "~~a ",
    "formulas": "$a$b",
}
"""Pieces that a text may consist of, by name."""
OPENED = {"widths": "%", "quoted ellipses": "“"}
"""What such a text begins with, if with anything else."""
PLAIN = "A boat left the old mill at 7."
"""The other side, if only one side is filled."""
PAGE = "<html><body><article><h1>Boats</h1><p>A boat left the old mill at 7.</p><p>{}</p></article></body></html>"
PARTS = 8
"""The whole text is compared with this number of texts that are as long together."""
TOLERATED = 3
"""How many times longer the whole text may take than its parts: linear growth is 1, growth with the square 8."""
TRIES = 12
"""Times: that a whole text is measured, at most, until it is fast enough."""
UNMEASURED = 0.02
"""Seconds of CPU time: a whole text that takes less is fast enough, as so short a time cannot be compared."""
PATIENCE = 4
"""How many times longer than tolerated a whole text may take before it is stopped."""
GLOSSARY = Glossary((Term("a", "b"), Term("boat", "Boot"), Term("1", "2"), Term("中", "boat"), Term("- a", "x.")))
LANGS = ("en", "de")
Task = Callable[[str], object]
Seconds = Callable[[str, float], float]
"""The CPU time that a text takes, infinity if that is more than a limit. It is the time of the thread: the clock of the
process is coarse on Linux while a timer that stops the text runs."""


class Growth(NamedTuple):
    """How the time of a task grows.

    Args:
        parts: Seconds of CPU time that `PARTS` short texts take.
        whole: The same for a text that is as long as all of them.
    """

    parts: float
    whole: float

    @property
    def too_fast(self) -> bool:
        """Whether the whole text takes too long, or a text was stopped."""
        return math.isinf(self.whole) or self.whole > max(UNMEASURED, TOLERATED * self.parts)


def tasks() -> dict[str, Task]:
    """Everything that reads a text, by name."""
    return {**dict(_checks()), **dict(_tokenizers()), **dict(_splitters()), **dict(_readers()), **dict(_runs())}


def _checks() -> Iterator[tuple[str, Task]]:
    for item in check_table.select(preview=True):
        for side in ("both", "source", "target"):
            yield f"{item.id} {item.name}, {side}", functools.partial(_check, item, side)


def _check(item: Check, side: str, text: str) -> None:
    source, target = text if side != "target" else PLAIN, text if side != "source" else PLAIN
    context = Context(*LANGS, glossary=GLOSSARY)
    outcome = runner.run([item], [Segment("1", source, target, doc="d", meta={"kind": "match"})], context)
    if outcome.problems:
        raise RuntimeError(outcome.problems[0].why)


def _tokenizers() -> Iterator[tuple[str, Task]]:
    from mtqe.alignment import encoder_evidence, tokens
    from mtqe.encoder import weight_files
    from mtqe.encoder.tokenizer import Tokenizer
    from mtqe.language import identify, language_tags, sound, words
    from mtqe.metrics.lexical import block_statistics, sacre

    yield "tokens of the aligner", lambda text: tokens.tokens(text, "en")
    yield "words of the aligner", tokens.words
    yield "clauses of the aligner", lambda text: encoder_evidence.clause_ends(text, "en")
    encoder_tokenizer = Tokenizer(weight_files.FOLDER / "tokenizer.model")
    yield "tokens of the encoder", encoder_tokenizer.encode
    yield "tokens 13a", block_statistics.tokenize_13a
    yield "words", words.keys
    yield "running words", words.running
    yield "sound", sound.fold
    yield "count of words", lambda text: language_tags.count_words(text, "en")
    yield "copy", lambda text: identify.is_copy(words.words(text), words.words(text), text, *LANGS)
    yield "language", lambda text: identify.foreign(PLAIN, text, "de")
    for metric in ("bleu", "chrf", "ter"):
        scorer: sacre.Sacre = getattr(sacre, metric)
        yield f"score {metric}", functools.partial(_scored, scorer)


def _scored(scorer: Any, text: str) -> None:
    scorer.score([Segment("1", text, text + " a", (text,))], Context(*LANGS))


def _splitters() -> Iterator[tuple[str, Task]]:
    from mtqe.encoder.nouns import Pair
    from mtqe.encoder.pieces import pieces
    from mtqe.language import misplaced, sentences

    for lang in ("en", "de", "zh", "ar", "th"):
        yield f"sentences, {lang}", functools.partial(lambda lang, text: sentences.places(text, lang), lang)
    yield "pieces", lambda text: pieces(Pair(text, text, None, *LANGS))
    yield "sentences of a document", lambda text: list(misplaced.SENTENCE.finditer(text))


def _readers() -> Iterator[tuple[str, Task]]:
    for row in format_table.rows().values():
        read = _units if row.kind == "keyed" else _read
        yield f"read: {row.name}", functools.partial(read, row.name, (row.extensions or (".txt",))[0])
        module = format_table.load(row.name)
        if row.kind == "pairs" and isinstance(module, Writing):
            yield f"write and read: {row.name}", functools.partial(_written, row.name, module, row.extensions[0])


def _read(name: str, extension: str, text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{extension}"
        path.write_text(PAGE.format(text) if name == "html" else text, encoding="utf-8")
        with contextlib.suppress(InputError):
            _reader(name).read(path)


def _reader(name: str) -> TextFormat | PairFormat:
    of_pairs = format_table.rows()[name].kind == "pairs"
    return format_table.pair_format(name) if of_pairs else format_table.text_format(name)


def _units(name: str, extension: str, text: str) -> None:
    with contextlib.suppress(InputError):
        list(format_table.units(name).units(text, Path(f"a{extension}")))


def _written(name: str, writer: Writing, extension: str, text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{extension}"
        with path.open("w", encoding="utf-8") as out:
            try:
                writer.write([Segment("1", text, text)], out)
            except InputError:
                return
        _reader(name).read(path)


def _runs() -> Iterator[tuple[str, Task]]:
    """Whole runs by rules: what reads the codes and texts of a file one after the other."""
    for extension in (".md", ".json"):
        yield f"run: {extension}", functools.partial(_run, extension)


def _run(extension: str, text: str) -> None:
    from mtqe.flow import pipeline

    rules = tuple(item.id for item in check_table.select() if "encoder" not in item.needs)
    config = Config(
        *LANGS,
        checks=ChecksConfig(select=rules),
        metrics=MetricsConfig(use=("chrf",), intervals=False),
        align=AlignConfig(aligner="lexical"),
    )
    content = json.dumps({"a": PLAIN, "b": text}) if extension == ".json" else f"{PLAIN}\n\n{text}\n"
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{lang}{extension}" for lang in LANGS]
        for path in paths:
            path.write_text(content, encoding="utf-8")
        with contextlib.suppress(InputError):
            pipeline.evaluate(paths[0], paths[1], config=config)


def made_up(names: Sequence[str], feeds: Mapping[str, Any]) -> list[Any]:
    """Numbers in the shapes of the outputs of the encoder's sessions."""
    mask = feeds.get("mask", feeds.get("sides"))
    batch, length = mask.shape
    # Inside of a graph, the results of "/Where..." are a number for each token; all others are states.
    return [_waves((batch, length) if name.startswith("/Where") else (batch, length, 384)) for name in names]


def _waves(shape: tuple[int, ...]) -> Any:
    return np.sin(np.arange(int(np.prod(shape)), dtype=np.float32) ** 1.5).reshape(shape)


def text_of(fill: str, size: int) -> str:
    """A text of a size in characters that repeats a piece."""
    first, piece = OPENED.get(fill, ""), FILLS[fill]
    return (first + piece * (size // len(piece) + 1))[:size]


def growth(seconds: Seconds, fill: str, size: int, limit: float) -> Growth:
    """Compare a text with its parts until it is fast enough, or has been too slow `TRIES` times.

    No text is read twice, as a task may remember what it has read: each is a little shorter than the one before.

    Args:
        seconds: Measures a text.
        fill: Name of the piece that the text repeats.
        size: Characters of the whole text.
        limit: Seconds of CPU time after which a text is stopped if its parts do not say more.
    """
    sizes = itertools.count(size // PARTS, -1)
    part = whole = math.inf

    def shortest() -> float:
        return min(seconds(text_of(fill, next(sizes)), limit) for _ in range(PARTS // 2))

    for number in range(TRIES):
        part = min(part, shortest())
        if math.isinf(part):
            break
        longest = max(limit, PATIENCE * TOLERATED * PARTS * part)
        whole = min(whole, seconds(text_of(fill, size - number), longest))
        part = min(part, shortest())
        if not Growth(PARTS * part, whole).too_fast:
            break
    return Growth(PARTS * part, whole)


def measured(task: Task, fills: Sequence[str], size: int, limit: float) -> dict[str, Growth]:
    """How the time of a task grows, by fill; that of a text that was stopped is infinite."""
    found: dict[str, Growth] = {}
    while remaining := [fill for fill in fills if fill not in found]:
        found |= _in_child(task, remaining, size, limit)
    return found


def _in_child(task: Task, fills: Sequence[str], size: int, limit: float) -> dict[str, Growth]:
    """What is found for the fills until a text is stopped, from a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        code = 1
        try:
            _measure(task, fills, size, limit, writing)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    os.waitpid(child, 0)
    if not rows:
        raise RuntimeError("a task fails with an ordinary sentence")
    found: dict[str, Growth] = {}
    for fill, *figures in rows:
        found[fill] = Growth(*map(float, figures)) if figures else Growth(math.inf, math.inf)
    return found


def _measure(task: Task, fills: Sequence[str], size: int, limit: float, out: int) -> None:
    """Write `fill` when a fill begins, and `fill, parts, whole` when it is measured. The signal ends the process."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    task(PLAIN)  # loads what is needed

    def seconds(text: str, longest: float) -> float:
        signal.setitimer(signal.ITIMER_PROF, longest)
        started = time.thread_time()
        try:
            task(text)
        except Exception as error:
            print(f"{fill}: {type(error).__name__}: {str(error)[:200]}", file=sys.stderr, flush=True)
        return time.thread_time() - started

    for fill in fills:
        os.write(out, f"{fill}\n".encode())
        parts, whole = growth(seconds, fill, size, limit)
        os.write(out, f"{fill}\t{parts:.4f}\t{whole:.4f}\n".encode())
    signal.setitimer(signal.ITIMER_PROF, 0)


def main() -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("tasks", nargs="*", help="beginnings of names of tasks; all by default")
    parser.add_argument("--fill", nargs="+", choices=FILLS, default=list(FILLS), help="names of texts")
    parser.add_argument("--size", type=int, default=100_000, help="characters of the longest text")
    parser.add_argument("--seconds", type=float, default=5.0, help="CPU time after which a text is stopped")
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"  # the time of one thread is measured
    from mtqe.encoder.sessions import Session

    mock.patch.object(Session, "run", lambda self, names, feeds: made_up(names, feeds)).start()
    count = 0
    for name, task in tasks().items():
        if options.tasks and not any(name.startswith(word) for word in options.tasks):
            continue
        started = time.perf_counter()
        found = measured(task, options.fill, options.size, options.seconds)
        for fill, times in found.items():
            if times.too_fast:
                count += 1
                shown = (
                    f"{times.whole:.2f} s, its parts {times.parts:.2f} s" if math.isfinite(times.whole) else "stopped"
                )
                print(f"{name}: {fill}: {shown}", flush=True)
        slowest = max(found, key=lambda fill: found[fill].whole)
        summary = f"{time.perf_counter() - started:.1f} s, slowest with {slowest}: {found[slowest].whole:.2f} s"
        print(f"    {name}: {summary}", file=sys.stderr, flush=True)
    print(f"{count} of {len(options.fill)} texts for each of the tasks grow too fast")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
