"""Worker processes: they are replaced if they die, and no more is read than they can take."""

from __future__ import annotations

import os
import signal
import weakref
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from scanned import children, contents, corpus, scan, settings

from mtqe.checks import segmentwise
from mtqe.errors import MtqeError
from mtqe.machine import workers
from mtqe.machine.memo import Memo
from mtqe.model import Segment
from mtqe.scan import assessment, local
from mtqe.scan.assessment import Assessed, Settings
from mtqe.scan.chunks import Chunk, cut
from mtqe.settings.config import ChecksConfig, Config

PLUGIN = Path(__file__).parents[1] / "serve" / "slow_plugin"
SEGMENTS = corpus(120)


def test_a_worker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    chosen = settings("chrf", chunk=6)
    before = set(children())
    results = local.judged(cut(SEGMENTS, 6, "corpus"), chosen, 2)
    judged = [next(results)]
    own = set(children()) - before
    assert len(own) == 2
    for process in own:
        os.kill(process, signal.SIGKILL)
    judged += results
    assert not set(children()) - before
    alone = list(local.judged(cut(SEGMENTS, 6, "corpus"), chosen, 1))
    assert sorted(judged, key=lambda one: one.place) == alone


def test_a_chunk_that_no_worker_bears_stops_the_scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(PLUGIN), prepend=os.pathsep)
    monkeypatch.delenv("MTQE_NO_PLUGINS", raising=False)
    segments = [*SEGMENTS[:18], Segment("x", "crash", "Absturz"), *SEGMENTS[18:40]]
    config = Config(source_lang="en", target_lang="de", checks=ChecksConfig(select=("sleepy",)))
    chosen = Settings(config, chunk=6)
    with pytest.raises(MtqeError) as caught:
        scan(segments, tmp_path / "scan", chosen, workers=2)
    assert "chunk 3 (segments 19 to 24) cannot be judged: its process ended unexpectedly 3 times" in str(caught.value)
    assert list((tmp_path / "scan" / "states").iterdir())


def test_no_more_is_read_than_the_workers_can_take() -> None:
    read = 0

    def reading() -> Iterator[Chunk]:
        nonlocal read
        for chunk in cut(SEGMENTS, 6, "corpus"):
            read += 1
            yield chunk

    given = 0
    for _ in local.judged(reading(), settings(chunk=6), 2):
        assert read <= given + local.AHEAD * 2
        given += 1
    assert given == 20


def test_no_chunk_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chunks: list[weakref.ref[Chunk]] = []
    most = 0

    def assess(chunk: Chunk, settings: Settings, memo: Memo) -> Assessed:
        nonlocal most
        chunks.append(weakref.ref(chunk))
        most = max(most, sum(one() is not None for one in chunks))
        return assessment.assess(chunk, settings, memo)

    monkeypatch.setattr(local, "assess", assess)
    scan(SEGMENTS, tmp_path / "scan", settings("chrf", chunk=6))
    assert len(chunks) == 20 and most <= 2


def test_an_error_of_a_worker_is_that_of_one_process(tmp_path: Path) -> None:
    chosen = settings("bleu")
    metrics = msgspec.structs.replace(chosen.config.metrics, tokenize="nonsense")
    wrong = msgspec.structs.replace(chosen, config=msgspec.structs.replace(chosen.config, metrics=metrics))
    errors = []
    for number in (1, 2):
        with pytest.raises(MtqeError) as caught:
            scan(SEGMENTS, tmp_path / str(number), wrong, workers=number)
        errors.append((caught.value.message, caught.value.hint, caught.value.exit_code))
    assert errors[0] == errors[1]


def test_checks_start_no_processes_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(segmentwise, "CHARACTERS_PER_PROCESS", 10)

    def refuse(*given: object) -> None:
        raise AssertionError("the checks were spread")

    monkeypatch.setattr(workers, "spread", refuse)
    scan(SEGMENTS, tmp_path / "scan", settings())
    assert workers.cores() >= 1
    assert contents(tmp_path / "scan")


def test_there_are_no_more_workers_than_chunks() -> None:
    """A worker without a chunk would leave its share of the cores idle."""
    before = set(children())
    alone = local.judged(cut(SEGMENTS[:6], 6, "corpus"), settings("chrf", chunk=6), 3)
    assert [next(alone).place, set(children()) - before, list(alone)] == [0, set(), []]
    several = local.judged(cut(SEGMENTS[:12], 6, "corpus"), settings("chrf", chunk=6), 3)
    next(several)
    assert len(set(children()) - before) == 2
    several.close()
    assert list(local.judged(iter(()), settings("chrf"), 2)) == []
