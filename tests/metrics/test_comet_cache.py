"""COMET across runs: the cache has the results of earlier runs, and the model is loaded only for new samples."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest
from test_comet import BARE, SEGMENTS, Tiny, single

from mtqe.machine import cache
from mtqe.machine.cache import Store
from mtqe.metrics.comet import cached_scorer, model_files, prediction
from mtqe.model import Score, Segment
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context
from mtqe.settings.config import CometConfig, Config, MetricsConfig

Dtype = Literal["fp32", "bf16", "int8"]


def score(
    model: Path | str, segments: Sequence[Segment] = SEGMENTS, store: Store | None = None, dtype: Dtype = "fp32"
) -> list[Score]:
    """One run: a new context."""
    config = Config(comet=CometConfig(str(model), dtype=dtype), metrics=MetricsConfig(resamples=100))
    context = Context("en", "de", config, cache=store or Store())
    scores: list[Score] = metric_table.load("comet").score(segments, context)
    return scores


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """A list with an item for each load of a model."""
    seen: list[object] = []
    load = cached_scorer.load
    monkeypatch.setattr(cached_scorer, "load", lambda *args: seen.append(args) or load(*args))
    return seen


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were encoded, in order."""
    seen: list[str] = []
    encode = prediction._encode

    def spy(model: Any, samples: Any, embeddings: dict[str, Any], *arguments: Any) -> Iterator[Any]:
        before = set(embeddings)
        yield from encode(model, samples, embeddings, *arguments)
        seen.extend(set(embeddings) - before)

    monkeypatch.setattr(prediction, "_encode", spy)
    return seen


@pytest.mark.parametrize("kind", ["regression_metric", "referenceless_regression_metric", "xcomet_metric"])
def test_a_second_run_touches_no_model(kind: str, tiny_comet: Tiny, loads: list[object]) -> None:
    first = score(tiny_comet(kind))
    assert loads
    loads.clear()
    assert score(tiny_comet(kind)) == first
    assert loads == []


def test_only_what_changed_is_encoded(tiny_comet: Tiny, encoded: list[str]) -> None:
    model = tiny_comet("regression_metric")
    score(model)
    assert len(encoded) == 24
    encoded.clear()
    changed = [msgspec.structs.replace(SEGMENTS[0], target="Der Hafen ist wieder auf."), *SEGMENTS[1:]]
    scores = score(model, changed)
    assert sorted(encoded) == sorted([changed[0].source, changed[0].target, changed[0].references[0]])
    assert single(scores)[1:] == single(score(model))[1:]


def test_systems_of_a_run_share_their_encodings(tiny_comet: Tiny, encoded: list[str]) -> None:
    """Three systems, five encodings of each segment, and fewer where they agree."""
    context = Context("en", "de", Config(comet=CometConfig(str(tiny_comet("regression_metric")))))
    metric = metric_table.load("comet")
    for word in ("", " Ja.", " Nein."):
        metric.score([msgspec.structs.replace(segment, target=segment.target + word) for segment in SEGMENTS], context)
    metric.score(SEGMENTS, context)
    assert len(encoded) == len(set(encoded)) == 5 * 8


def test_a_run_without_a_cache_leaves_none(tiny_comet: Tiny, own_cache: Path) -> None:
    context = Context("en", "de", Config(comet=CometConfig(str(tiny_comet("regression_metric")))))
    metric_table.load("comet").score(SEGMENTS, context)
    assert not own_cache.exists()


def copied(model: Path, folder: Path) -> Path:
    shutil.copytree(model.parent.parent, folder)
    return folder / "checkpoints" / "model.ckpt"


def other_weights(model: Path) -> None:
    import torch

    stored = torch.load(model, weights_only=True)
    stored["state_dict"]["estimator.ff.0.bias"] += 1.0
    torch.save(stored, model)


def other_tokenizer(model: Path) -> None:
    path = model.parent.parent / "encoder" / "tokenizer.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"NFKC"', '"NFD"'), encoding="utf-8")


def other_settings(model: Path) -> None:
    path = model.parent.parent / "hparams.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\nacme: 1\n", encoding="utf-8")


@pytest.mark.parametrize("change", [other_weights, other_tokenizer, other_settings])
def test_a_changed_model_is_asked_again(
    change: Callable[[Path], None], tiny_comet: Tiny, tmp_path: Path, loads: list[object]
) -> None:
    model = copied(tiny_comet("regression_metric"), tmp_path / "model")
    first = score(model)
    change(model)
    loads.clear()
    later = score(model)
    assert loads
    assert later[0].signature != first[0].signature
    if change is other_weights:
        assert single(later) != single(first)


def test_precision_code_and_references_are_in_the_key(
    tiny_comet: Tiny, loads: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tiny_comet("unified_metric")
    score(model)
    for again in (
        lambda: score(model, dtype="bf16"),
        lambda: score(model, BARE),
        lambda: (monkeypatch.setattr(cache, "code", lambda *names: "other code"), score(model)),
    ):
        loads.clear()
        again()
        assert loads


def test_a_copy_in_another_place_is_the_same_model(tiny_comet: Tiny, tmp_path: Path, loads: list[object]) -> None:
    score(tiny_comet("regression_metric"))
    loads.clear()
    score(copied(tiny_comet("regression_metric"), tmp_path / "copy"))
    assert loads == []


def test_a_checkpoint_whose_tokenizer_is_not_known_before_is_not_cached(
    tiny_comet: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loads: list[object]
) -> None:
    """Without hparams.yaml and an encoder beside it, only the content of the file names its tokenizer."""
    bare = tmp_path / "model.ckpt"
    shutil.copy(tiny_comet("regression_metric"), bare)
    first = score(bare)
    assert "comet" not in cache.info().entries
    loads.clear()
    assert single(score(bare)) == single(first)
    assert loads


def test_the_hash_of_a_file_is_remembered_until_it_is_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    real = model_files._sha256.__wrapped__
    monkeypatch.setattr(model_files, "_sha256", lambda path, *mark: asked.append(path) or real(path, *mark))
    monkeypatch.setattr(model_files, "_SETTLED", -1.0)
    path = tmp_path / "model.ckpt"
    path.write_bytes(b"first")
    first = model_files.digest(path, Store())
    assert model_files.digest(path, Store()) == first
    assert len(asked) == 1
    status = path.stat()
    path.write_bytes(b"other")  # as long, and with the times of the first
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert model_files.digest(path, Store()) != first


def test_a_file_that_was_just_written_is_not_remembered(tmp_path: Path) -> None:
    path = tmp_path / "model.ckpt"
    path.write_bytes(b"first")
    model_files.digest(path, Store())
    assert cache.info().entries == {}


def test_a_score_that_is_no_number_is_not_kept(tiny_comet: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(prediction, "_compare", lambda *args: [float("nan")] * 8)
        assert set(single(score(tiny_comet("regression_metric")))) == {None}
    assert None not in single(score(tiny_comet("regression_metric")))
