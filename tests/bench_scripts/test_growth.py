"""The time of checks, tokenizers, splitters and readers grows with the length of a text, not with its square.

A small version of `bench/growth.py`, which measures more texts, longer ones and the checks that use the encoder.
No limit is a number of seconds: a text is compared with its parts, which are measured in the same breath, so that other
programs on the machine cannot make a test fail.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
import signal
import time
from collections.abc import Callable, Iterator, Sequence

import pytest

from bench import growth
from bench.growth import PARTS, TRIES, Growth, Task

SIZE = 24_000
LONG = 60_000
LIMIT = 2.0
"""Seconds of CPU time after which a text is stopped, if its parts do not say that it may take longer."""
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
all_tasks = functools.cache(growth.tasks)
"""Once for all tests, and not before the first of them: it loads every check."""


class Stopped(BaseException):
    """A text takes too long. It is no `Exception`, because the runner of checks makes a problem of those."""


def seconds(task: Task, text: str, limit: float) -> float:
    """The CPU time that a text takes, infinity if it is stopped."""

    def stop(*_: object) -> None:
        raise Stopped

    before = signal.signal(signal.SIGPROF, stop)
    started = time.thread_time()
    try:
        signal.setitimer(signal.ITIMER_PROF, limit)
        task(text)
        return time.thread_time() - started
    except Stopped:
        return math.inf
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def growth_of(task: Task, fill: str, size: int) -> Growth:
    return growth.growth(functools.partial(seconds, task), fill, size, LIMIT)


@pytest.mark.parametrize(("name", "fill"), [(name, fill) for name, fills in FOUND.items() for fill in fills])
def test_what_grew_too_fast(name: str, fill: str) -> None:
    task = all_tasks()[name]
    task(growth.PLAIN)
    for size in (SIZE, LONG):  # some read only the beginning of a long text, so that its time does not grow
        found = growth_of(task, fill, size)
        if found.too_fast:  # other work on the machine slows one measurement, not two
            found = growth_of(task, fill, size)
        assert not found.too_fast, found


@pytest.mark.parametrize("part", range(8))
def test_each_task_with_some_texts(part: int) -> None:
    fills = list(growth.FILLS)
    encoder = tuple(item.id for item in growth.check_table.select(preview=True) if "encoder" in item.needs)
    chosen = {
        name: task
        for name, task in all_tasks().items()
        if not name.endswith(("source", "target")) and not name.startswith(("score", "run:"))
    }
    for number, (name, task) in enumerate(chosen.items()):
        if number % 8 == part and not name.startswith(encoder):
            task(growth.PLAIN)
            for step in range(3):
                fill = fills[(5 * number + 19 * step) % len(fills)]
                found = growth_of(task, fill, SIZE)
                assert not found.too_fast, f"{name} with {fill}: {found}"


# --- what is measured -------------------------------------------------------------------------------------------------


def a_regex(text: str) -> None:
    re.search("a*b", text)


def copies(text: str) -> None:
    while text:
        text = text[1:]


def a_loop(text: str) -> None:
    seen: list[str] = []
    for at in range(0, len(text), 20):
        seen += [text[at]] if f"{at}" not in seen else []
        seen.append(f"{at}")


@pytest.mark.parametrize(("task", "size"), [(a_regex, SIZE // 2), (copies, 2 * SIZE), (a_loop, 3 * SIZE)])
def test_growth_with_the_square_is_seen(task: Task, size: int) -> None:
    found = growth_of(task, "letters", size)
    assert found.too_fast, found


def one_regex(text: str) -> None:
    for _ in range(40):
        re.findall("a", text)


def one_loop(text: str) -> None:
    seen = set()
    for at, char in enumerate(text):
        seen.add(f"{char}{at}")


def sorts(text: str) -> None:
    sorted(re.findall("..", text * 10), key=hash)


@pytest.mark.parametrize("task", [one_regex, one_loop, sorts])
def test_growth_with_the_length_is_not(task: Task) -> None:
    found = growth_of(task, "letters", 10 * SIZE)
    assert not found.too_fast, found
    assert found.whole > growth.UNMEASURED


def test_what_hangs_is_stopped() -> None:
    def hangs(text: str) -> None:
        while len(text) > 1_000:
            pass

    assert growth.growth(functools.partial(seconds, hangs), "letters", SIZE, 0.1) == (math.inf, math.inf)
    assert growth.growth(functools.partial(seconds, hangs), "letters", 7_000, 0.1).too_fast


LOADS: dict[str, Callable[[], Iterator[float]]] = {
    "none": lambda: itertools.repeat(1),
    "steady": lambda: itertools.repeat(7),
    "rising": lambda: (1 + number / 10 for number in itertools.count()),
    "at first": lambda: itertools.chain([20] * (PARTS + 1), itertools.repeat(1)),
    "for the whole texts, but one": lambda: itertools.cycle([*[1] * (PARTS // 2), 9, *[1] * (PARTS + 10)]),
    "for the parts, but one": lambda: itertools.cycle([9, 1, *[9] * (PARTS // 2 - 2), 1, *[9] * (PARTS // 2)]),
    "every second time": lambda: itertools.cycle([1, 9]),
}
"""How many times longer each text takes in turn, because other programs use the machine."""


@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize("power", [1, 2])
def test_load_changes_nothing(load: str, power: int) -> None:
    factors = LOADS[load]()
    found = growth.growth(lambda text, _: next(factors) * (len(text) / SIZE) ** power, "letters", SIZE, LIMIT)
    assert found.too_fast == (power == 2)


def test_no_text_is_measured_twice() -> None:
    texts: list[str] = []

    def slow(text: str, limit: float) -> float:
        texts.append(text)
        return len(text) ** 2.0

    assert growth.growth(slow, "tags", SIZE, LIMIT).too_fast
    assert len(set(texts)) == len(texts) == TRIES * (PARTS + 1)


def test_the_benchmark_survives_what_hangs() -> None:
    def hangs(text: str) -> None:
        while len(text) > 1_000:
            pass

    def linear(text: str) -> None:
        text.count("b")

    def flags(task: Task, fills: Sequence[str], size: int) -> list[bool]:
        return [found.too_fast for found in growth.measured(task, fills, size, 0.1).values()]

    assert flags(hangs, ["letters", "digits"], 2_000) == [True, True]
    assert flags(a_regex, ["digits", "letters"], SIZE // 2) == [False, True]
    assert flags(linear, ["letters"], SIZE) == [False]
