"""The time of checks, tokenizers, splitters and readers grows with the length of a text, not with its square.

A small version of `bench/growth.py`, which measures more texts, longer ones and the checks that use the encoder.
"""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bench import growth

SIZE = 24_000
LONG = 60_000
SECONDS = 8
"""CPU time after which a task is stopped; it takes less than 0.3 s."""
FOUND = {
    "tokens of the aligner": ("letters", "full stops", "hyphened letters"),
    "sentences, en": ("line breaks", "backticks", "images"),
    "ACC101 number-mismatch, both": ("at signs", "colons and slashes"),
    "ACC104 wrong-language, target": ("straight quotes",),
    "ART106 untranslated-words, both": ("straight quotes",),
    "HAL101 repeated-phrase, target": ("words",),
    "MRK101 unbalanced-pairs, target": ("links",),
    "MRK103 tag-mismatch, source": ("tags", "end tags"),
}
"""What took time that grew with the square."""
TASKS = {
    name: task
    for name, task in growth.tasks().items()
    if not name.endswith(("source", "target")) and not name.startswith("score")
}
ENCODER = tuple(item.id for item in growth.check_table.select(preview=True) if "encoder" in item.needs)


@contextmanager
def stopped(what: str) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise AssertionError(f"{what} takes more than {SECONDS} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def seconds(task: growth.Task, fill: str, size: int) -> float:
    text = growth.text_of(fill, size)
    started = time.process_time()
    task(text)
    return time.process_time() - started


def grows_too_fast(task: growth.Task, fill: str, size: int) -> bool:
    """As in the benchmark; the shorter texts are measured only if the longest takes long."""
    longest = seconds(task, fill, size)
    if longest <= growth.UNMEASURED:
        return False
    times = [seconds(task, fill, size // part) for part in growth.STEPS[:-1]]
    return growth.too_fast([*times, seconds(task, fill, size)])


@pytest.mark.parametrize(("name", "fill"), [(name, fill) for name, fills in FOUND.items() for fill in fills])
def test_what_grew_too_fast(name: str, fill: str) -> None:
    with stopped(f"{name} with {fill}"):
        assert not grows_too_fast(growth.tasks()[name], fill, LONG)


@pytest.mark.parametrize("part", range(8))
def test_each_task_with_some_texts(part: int) -> None:
    fills = list(growth.FILLS)
    for number, (name, task) in enumerate(TASKS.items()):
        if number % 8 == part and not name.startswith(ENCODER):
            task(growth.PLAIN)
            for step in range(3):
                fill = fills[(5 * number + 19 * step) % len(fills)]
                with stopped(f"{name} with {fill}"):
                    assert not grows_too_fast(task, fill, SIZE), f"{name} with {fill}"


def test_what_counts_as_too_fast() -> None:
    assert not growth.too_fast([0.1, 0.2, 0.4, 0.8])
    assert not growth.too_fast([0.001, 0.002, 0.004, 0.1]), "too short to measure"
    assert growth.too_fast([0.01, 0.04, 0.16, 0.64])
    assert growth.too_fast([0.01, 0.04]), "it was stopped"


def test_the_benchmark_finds_growth_with_the_square_and_survives_what_hangs() -> None:
    def square(text: str) -> None:
        re.search("a*b", text)

    def hangs(text: str) -> None:
        while len(text) > 1_000:
            pass

    assert growth.too_fast(growth.measured(square, ["letters"], 40_000, 9.0)["letters"])
    assert len(growth.measured(hangs, ["letters", "digits"], 2_000, 0.1)["digits"]) == 3
