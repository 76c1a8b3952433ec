"""COMET as users run it, on tiny real models: the scores of comet, no network, no messages."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import msgspec
import pytest
from comet_fixture import KINDS, PAIRS, samples

from mtqe.errors import ConfigError, Unavailable
from mtqe.metrics.comet import metric, model_files
from mtqe.model import Score, Segment, render_signature
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context
from mtqe.settings.config import CometConfig, Config, MetricsConfig

Tiny = Callable[[str], Path]
DOCS = ["a", "a", "a", "b", "b", "b", "b", "b"]
SEGMENTS = [
    Segment(str(place + 1), source, target, (reference,), doc)
    for place, ((source, target, reference), doc) in enumerate(zip(PAIRS, DOCS, strict=True))
]
BARE = [msgspec.structs.replace(segment, references=()) for segment in SEGMENTS]


def score(model: Path | str, segments: Sequence[Segment] = SEGMENTS, **settings: Any) -> list[Score]:
    settings = {"dtype": "fp32"} | settings
    config = Config(comet=CometConfig(str(model), **settings), metrics=MetricsConfig(resamples=200))
    result: list[Score] = metric_table.load("comet").score(segments, Context("en", "de", config))
    return result


def by_comet(checkpoint: Path, given: list[dict[str, str]], batch_size: int = 16) -> list[float]:
    """The scores that comet itself predicts."""
    from mtqe.metrics.comet.network import offline, quiet

    with quiet(), offline():
        from comet import load_from_checkpoint

        model = load_from_checkpoint(str(checkpoint))
        scores: list[float] = model.predict(given, batch_size=batch_size, gpus=0, progress_bar=False).scores
    return scores


def single(scores: Sequence[Score]) -> list[float | None]:
    return [item.value for item in scores if item.level == "segment"]


@pytest.mark.parametrize(("kind", "batch_size"), [("regression_metric", 3), *((kind, 16) for kind in KINDS)])
def test_scores_are_those_of_comet(kind: str, batch_size: int, tiny_comet: Tiny, no_network: None) -> None:
    checkpoint = tiny_comet(kind)
    with_reference = kind != "referenceless_regression_metric"
    scores = score(checkpoint, batch_size=batch_size)
    expected = by_comet(checkpoint, samples(with_reference), batch_size)
    assert single(scores) == pytest.approx(expected, abs=1e-5)
    assert len(set(expected)) > 1
    corpus, first, second = scores[:3]
    assert (corpus.level, corpus.n, corpus.n_unscored) == ("corpus", 8, 0)
    assert corpus.value == pytest.approx(fmean(expected), abs=1e-5)
    assert corpus.interval is not None
    assert corpus.interval.low <= corpus.value <= corpus.interval.high
    assert [(item.level, item.doc, item.n) for item in (first, second)] == [("document", "a", 3), ("document", "b", 5)]
    assert second.value == pytest.approx(fmean(expected[3:]), abs=1e-5)
    assert corpus.signature["nrefs"] == int(with_reference)


@pytest.mark.parametrize("kind", KINDS[1:])
def test_models_that_can_do_without_references(kind: str, tiny_comet: Tiny) -> None:
    scores = score(tiny_comet(kind), BARE)
    assert single(scores) == pytest.approx(by_comet(tiny_comet(kind), samples(references=False)), abs=1e-5)
    assert scores[0].signature["nrefs"] == 0
    mixed = [*SEGMENTS[:-1], BARE[-1]]
    assert single(score(tiny_comet(kind), mixed)) == pytest.approx(single(scores), abs=1e-5)


def test_a_model_that_needs_references(tiny_comet: Tiny) -> None:
    model = tiny_comet("regression_metric")
    assert metric.needs_reference(str(model))
    assert not metric.needs_reference(str(tiny_comet("referenceless_regression_metric")))
    assert not metric.needs_reference("acme/unknown")
    with pytest.raises(Unavailable, match="needs a reference and no segment has one"):
        score(model, BARE)
    part = score(model, [*SEGMENTS[:6], *BARE[6:]])
    assert (part[0].n, part[0].n_unscored) == (6, 2)
    assert single(part)[6:] == [None, None]
    assert (part[-1].n, part[-1].n_unscored) == (0, 1)
    assert (part[2].level, part[2].n, part[2].n_unscored) == ("document", 3, 2)


def test_several_references_are_averaged(tiny_comet: Tiny) -> None:
    second_references = [segment.references[0].replace("wird", "ist").upper() for segment in SEGMENTS]
    with_two = [
        msgspec.structs.replace(segment, references=(*segment.references, reference))
        for segment, reference in zip(SEGMENTS, second_references, strict=True)
    ]
    second = [
        msgspec.structs.replace(segment, references=(reference,))
        for segment, reference in zip(SEGMENTS, second_references, strict=True)
    ]
    model = tiny_comet("regression_metric")
    parts = [[value for value in single(score(model, given)) if value is not None] for given in (SEGMENTS, second)]
    scores = score(model, with_two)
    assert single(scores) == pytest.approx([fmean(pair) for pair in zip(*parts, strict=True)], abs=1e-5)
    assert scores[0].signature["nrefs"] == 2


def test_empty_sides(tiny_comet: Tiny) -> None:
    omission = Segment("9", "The mayor declined to comment.", "", ("Der Bürgermeister äußerte sich nicht.",))
    addition = Segment("10", " ", "Folgen Sie uns auf allen Kanälen.")
    model = tiny_comet("regression_metric")
    scores = score(model, [*SEGMENTS, omission, addition])
    assert (scores[0].n, scores[0].n_unscored) == (9, 1)
    sample = {"src": omission.source, "mt": "", "ref": omission.references[0]}
    assert single(scores)[8] == pytest.approx(by_comet(model, [*samples(), sample])[8], abs=1e-5)
    assert single(scores)[9] is None
    with pytest.raises(Unavailable, match="no segment has one"):
        score(tiny_comet("referenceless_regression_metric"), [addition])


def test_a_single_segment_has_no_interval(tiny_comet: Tiny) -> None:
    corpus = score(tiny_comet("regression_metric"), SEGMENTS[:1])[0]
    assert corpus.value == pytest.approx(by_comet(tiny_comet("regression_metric"), samples()[:1])[0], abs=1e-5)
    assert (corpus.interval, "bs" in corpus.signature) == (None, False)


def test_the_interval_follows_seed_and_resamples(tiny_comet: Tiny) -> None:
    def interval(seed: int) -> object:
        config = Config(
            comet=CometConfig(str(tiny_comet("regression_metric"))), metrics=MetricsConfig(resamples=50, seed=seed)
        )
        corpus: Score = metric_table.load("comet").score(SEGMENTS, Context("en", "de", config))[0]
        assert (corpus.signature["bs"], corpus.signature["seed"]) == (50, seed)
        return corpus.interval

    assert interval(1) == interval(1) != interval(2)


def test_a_score_that_is_no_number_is_none(tiny_comet: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    from mtqe.metrics.comet import prediction

    monkeypatch.setattr(
        prediction,
        "_compare",
        lambda torch, model, samples, embeddings: [
            float("nan") if sample.src == PAIRS[0][0] else 0.5 for sample in samples
        ],
    )
    scores = score(tiny_comet("regression_metric"))
    assert single(scores) == [None, *[0.5] * 7]
    assert (scores[0].value, scores[0].n, scores[0].n_unscored) == (0.5, 7, 1)


def test_the_signature_holds_what_moves_the_number(tiny_comet: Tiny) -> None:
    import importlib.metadata

    model = tiny_comet("regression_metric")
    corpus, *_, last = score(model.parent.parent)
    digest = hashlib.sha256(model.read_bytes()).hexdigest()[:12]
    files = model_files.surroundings(model)[:12]
    version = {name: importlib.metadata.version(name) for name in ("unbabel-comet", "torch", "transformers")}
    assert render_signature(corpus.signature) == (
        f"COMET|model:{model.parent.parent.name}|revision:{digest}|encoder:{files}|class:regression_metric|nrefs:1"
        f"|dtype:fp32|device:cpu|comet:{version['unbabel-comet']}|torch:{version['torch']}"
        f"|transformers:{version['transformers']}|bs:200|seed:12345|truncated:0"
    )
    assert "bs" not in last.signature


@pytest.mark.parametrize("kind", ["regression_metric", "unified_metric"])
def test_truncated_segments_are_counted(kind: str, tiny_comet: Tiny) -> None:
    """The tiny encoder takes 60 tokens a text, 64 in a sequence."""
    longest = Segment("9", "The crew left. " * 12, "Die Mannschaft ging. " * 12, ("Die Crew ging. " * 12,), "b")
    scores = score(tiny_comet(kind), [*SEGMENTS, longest])
    assert scores[-1].signature["truncated"] == 1
    cut = [item.signature["truncated"] for item in scores if item.level == "segment"]
    assert scores[0].signature["truncated"] == sum(cut)
    if kind == "regression_metric":
        assert cut == [*[0] * 8, 1]
    assert [item.signature["truncated"] for item in scores[1:3]] == [sum(cut[:3]), sum(cut[3:])]


def test_truncation_is_counted_exactly_where_comet_cuts(tiny_comet: Tiny) -> None:
    from mtqe.metrics.comet.network import load
    from mtqe.metrics.comet.prediction import Sample, _is_truncated, _lengths

    for kind in ("regression_metric", "unified_metric"):
        model = load(tiny_comet(kind))
        encoder = model.module.encoder
        for repeats in range(1, 40):
            sample = {"src": "Rain", "mt": "Regen " * repeats, "ref": "Regen"}
            full = {key: len(encoder.tokenizer(text)["input_ids"]) for key, text in sample.items()}
            batch = model.module.prepare_sample([sample], stage="predict")
            if kind == "regression_metric":
                lost = full["mt"] > batch["mt_input_ids"].shape[1]
            else:
                # three texts in one sequence: each brings two marks, and two of them two more between
                lost = sum(full.values()) > batch[2]["input_ids"].shape[1]
            pair = Sample(**sample)
            assert _is_truncated(model, pair, _lengths(model, [pair])) == lost, (kind, repeats)


def test_folder_checkpoint_and_bare_file_are_one_model(tiny_comet: Tiny, tmp_path: Path) -> None:
    checkpoint = tiny_comet("referenceless_regression_metric")
    bare = tmp_path / "bare.ckpt"  # no hparams.yaml: the checkpoint itself says what it is
    shutil.copy(checkpoint, bare)
    values = [single(score(path)) for path in (checkpoint, checkpoint.parent.parent, bare)]
    assert values[0] == values[1] == values[2]
    assert metric.locate(str(checkpoint.parent.parent)) == checkpoint


def test_systems_share_one_loaded_model(tiny_comet: Tiny) -> None:
    from mtqe.metrics.comet import network

    network._load.cache_clear()
    for _ in range(3):
        score(tiny_comet("regression_metric"), SEGMENTS[:2])
    assert network._load.cache_info().misses == 1


def test_threads_and_progress(tiny_comet: Tiny) -> None:
    import torch

    calls: list[tuple[str, int, int]] = []
    config = Config(comet=CometConfig(str(tiny_comet("regression_metric")), batch_size=3, threads=1))
    before = torch.get_num_threads()
    where = Context("en", "de", config, progress=lambda stage, done, total: calls.append((stage, done, total)))
    metric_table.load("comet").score(SEGMENTS, where)
    # 8 sources, 8 translations and 8 references, three at a time
    assert [step for step in calls if step[0] == "comet"] == [("comet", done, 24) for done in range(0, 25, 3)]
    assert torch.get_num_threads() == before


def test_settings_out_of_range_are_refused(tiny_comet: Tiny) -> None:
    with pytest.raises(ConfigError, match=r"comet.batch_size is 0"):
        score(tiny_comet("regression_metric"), batch_size=0)


# --- where a model is -------------------------------------------------------------------------------------------------
