"""Work in several processes gives what it gives in one, whatever befalls them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from unittest import mock

import pytest
from sacrebleu.metrics import TER

from mtqe.machine import workers
from mtqe.metrics.lexical import block_statistics

TEXTS = [(f"a b {number} c d", f"c d {number % 7} a b") for number in range(150)]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_any_number_of_processes_gives_the_same(number: int) -> None:
    told: list[int] = []
    with mock.patch.object(workers, "_start", wraps=workers._start) as start:
        found = workers.spread(block_statistics.least_edits, TEXTS, number, told.append)
    assert start.call_count == number - 1
    assert found == block_statistics.least_edits(TEXTS)
    assert told == sorted(told)
    assert told[0] == 0


def test_a_worker_that_cannot_start_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "__name__", "nowhere")
    with mock.patch.object(block_statistics, "least_edits", wraps=block_statistics.least_edits) as work:
        work.__module__, work.__name__ = block_statistics.__name__, "least_edits"
        assert workers.spread(work, TEXTS, 2, lambda done: None) == block_statistics.least_edits(TEXTS)
    assert [len(call.args[0]) for call in work.mock_calls][-2:] == [75, 150]


def test_processes_end_with_an_error_here() -> None:
    started: list[Any] = []
    start = workers._start

    def remember(*given: Any) -> Any:
        started.append(start(*given))
        return started[-1]

    def fail(items: Sequence[Any]) -> list[int]:
        raise KeyboardInterrupt

    fail.__module__, fail.__name__ = block_statistics.least_edits.__module__, block_statistics.least_edits.__name__
    with mock.patch.object(workers, "_start", remember), pytest.raises(KeyboardInterrupt):
        workers.spread(fail, TEXTS, 2, lambda done: None)
    assert started[0][0].returncode is not None


def test_ter_takes_more_processes_only_where_it_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    spread = workers.spread
    monkeypatch.setattr(workers, "spread", lambda *given: asked.append(given[2]) or spread(*given))
    monkeypatch.setattr(workers, "cores", lambda: 2)
    pairs = ([text for text, _ in TEXTS], [(other,) for _, other in TEXTS])
    few = block_statistics.edits(TER(), *pairs)
    monkeypatch.setattr(block_statistics, "WORDS_PER_PROCESS", 100)
    many = block_statistics.edits(TER(), *pairs)
    assert asked == [1, 2]
    assert (few == many).all()
