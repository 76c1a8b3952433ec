"""How COMET computes: precision, batches, and the errors that XCOMET marks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from comet_fixture import KINDS, samples
from hypothesis import given
from hypothesis import strategies as st
from test_comet import SEGMENTS, Tiny, score, single

from mtqe.checks import runner
from mtqe.metrics.comet import placement, prediction
from mtqe.metrics.comet.prediction import Mark, spans
from mtqe.model import Severity
from mtqe.registry import check_table, metric_table
from mtqe.registry.contracts import Context
from mtqe.settings.config import CometConfig, Config

LABELS = {0: "O", 1: "I-minor", 2: "I-major", 3: "I-critical"}


# --- precision --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", ["bf16", "int8"])
def test_less_precision_moves_the_scores_a_little(kind: str, dtype: str, tiny_comet: Tiny) -> None:
    exact = single(score(tiny_comet(kind)))
    scores = score(tiny_comet(kind), dtype=dtype)
    assert single(scores) == pytest.approx(exact, abs=0.05)
    assert single(scores) != exact
    assert (scores[0].signature["dtype"], scores[0].signature["device"]) == (dtype, "cpu")


def test_only_the_encoder_computes_in_less_precision(tiny_comet: Tiny) -> None:
    import torch

    from mtqe.metrics.comet import network

    module = network.load(tiny_comet("regression_metric"), dtype="bf16").module
    kinds = {layer.weight.dtype for layer in module.encoder.modules() if isinstance(layer, torch.nn.Linear)}
    assert kinds == {torch.bfloat16}
    assert {weight.dtype for weight in module.estimator.parameters()} == {torch.float32}
    inputs = module.encoder.prepare_sample(["The harbour opens."])
    output = module.encoder(inputs["input_ids"], inputs["attention_mask"])
    assert {layer.dtype for layer in output["all_layers"]} == {torch.float32}


@pytest.mark.parametrize(
    ("asked", "device", "instructions", "dtype"),
    [
        ("auto", "cpu", {"avx2"}, "fp32"),
        ("auto", "cpu", {"avx2", "amx_bf16"}, "bf16"),
        ("auto", "cpu", {"avx2", "avx512_bf16"}, "bf16"),
        ("auto", "cuda", {"amx_bf16"}, "fp32"),
        ("fp32", "cpu", {"amx_bf16"}, "fp32"),
        ("int8", "cpu", set(), "int8"),
    ],
)
def test_what_auto_means(
    asked: str, device: str, instructions: set[str], dtype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placement, "instructions", lambda: instructions)
    assert placement.precision(asked, device) == dtype


# --- batches ----------------------------------------------------------------------------------------------------------


TOKENS = prediction.TOKENS["cpu"]


@given(st.lists(st.integers(1, 3000), max_size=60), st.integers(1, 20))
def test_batches_hold_every_item_once_within_the_budget(lengths: list[int], most: int) -> None:
    items = list(enumerate(lengths))
    batches = list(prediction._batches(items, lengths, most, TOKENS))
    assert sorted(item for batch in batches for item in batch) == items
    for batch in batches:
        assert len(batch) <= most
        longest = max(length for _, length in batch)
        assert len(batch) == 1 or longest * len(batch) <= TOKENS


@pytest.mark.parametrize("kind", ["regression_metric", "xcomet_metric"])
def test_how_texts_are_batched_does_not_show(kind: str, tiny_comet: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = single(score(tiny_comet(kind)))
    monkeypatch.setattr(prediction, "PORTION", 3)
    monkeypatch.setitem(prediction.TOKENS, "cpu", 40)
    assert single(score(tiny_comet(kind))) == pytest.approx(expected, abs=1e-5)
    assert single(score(tiny_comet(kind), batch_size=1)) == pytest.approx(expected, abs=1e-5)


# --- where the errors are ---------------------------------------------------------------------------------------------


def rows(*labels: int) -> list[list[float]]:
    """Probabilities of four labels for each token: 0.7 for the given label."""
    return [[0.7 if place == label else 0.1 for place in range(4)] for label in labels]


def marks(text: str, labels: list[int], offsets: list[tuple[int, int]]) -> list[tuple[str, str]]:
    errors = spans(text, rows(*labels), offsets, LABELS)
    return [(text[mark.start : mark.end], mark.severity) for mark in errors]


def test_spans_of_neighbouring_tokens() -> None:
    text = "Der Hafen ist zu."
    tokens = [(0, 0), (0, 3), (3, 9), (9, 13), (13, 16), (16, 17), (0, 0)]
    assert marks(text, [0, 0, 1, 0, 2, 0, 0], tokens) == [("Hafen", "minor"), ("zu", "major")]
    assert marks(text, [0, 0, 1, 1, 0, 0, 0], tokens) == [("Hafen ist", "minor")]
    # open at the end: comet's own decoding would lose it
    assert marks(text, [0, 0, 0, 0, 2, 2, 0], tokens) == [("zu.", "major")]
    assert marks(text, [0, 0, 0, 0, 2, 2, 2], tokens) == [("zu.", "major")]
    assert marks(text, [3] * 7, tokens) == [(text, "critical")]
    # special tokens have no place in the text
    assert marks(text, [2, 0, 0, 0, 0, 0, 2], tokens) == []


def test_the_severity_is_that_of_the_whole_span() -> None:
    assert marks("a b c", [1, 2, 2], [(0, 1), (1, 3), (3, 5)]) == [("a b c", "major")]
    (mark,) = spans("a b c", rows(1, 2, 2), [(0, 1), (1, 3), (3, 5)], LABELS)
    assert mark.confidence == pytest.approx(0.7)


@pytest.mark.parametrize("offset", [(4, 9), (2, 3), (30, 40)])
def test_offsets_outside_the_text_or_on_blanks_mark_nothing_wrong(offset: tuple[int, int]) -> None:
    text = "ab  cd"
    assert marks(text, [1], [offset]) == ([("cd", "minor")] if offset == (4, 9) else [])


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 3), st.integers(0, 8)), max_size=12))
def test_every_mark_is_a_stretch_of_the_text(text: str, tokens: list[tuple[int, int]]) -> None:
    place, offsets = 0, []
    for _, width in tokens:
        offsets.append((place, place + width))
        place += width
    for mark in spans(text, rows(*(label for label, _ in tokens)), offsets, LABELS):
        assert 0 <= mark.start < mark.end <= len(text)
        assert text[mark.start : mark.end] == text[mark.start : mark.end].strip()


def by_comet(checkpoint: Path, given: list[dict[str, str]]) -> Any:
    from mtqe.metrics.comet.network import offline, quiet

    with quiet(), offline():
        from comet import load_from_checkpoint

        model = load_from_checkpoint(str(checkpoint))
        return model.predict(given, batch_size=16, gpus=0, progress_bar=False).metadata.error_spans


def test_xcomet_marks_what_comet_marks_and_what_is_open_at_the_end(tiny_comet: Tiny) -> None:
    checkpoint = tiny_comet("xcomet_metric")
    config = Config(comet=CometConfig(str(checkpoint), dtype="fp32"))
    metric = metric_table.load("comet")
    by_mtqe: dict[str, list[tuple[int, int]]] = {segment.id: [] for segment in SEGMENTS}
    for segment, hit in metric.hits(SEGMENTS, Context("en", "de", config)):
        (span,) = hit.spans
        assert span.side == "target"
        assert segment.target[span.start : span.end].strip()
        assert hit.severity in Severity
        assert 0 < hit.confidence <= 1
        by_mtqe[segment.id].append((span.start, span.end))
    for segment, comet_spans in zip(SEGMENTS, by_comet(checkpoint, samples()), strict=True):
        for span in comet_spans:
            text = segment.target[span["start"] : span["end"]]
            start = span["start"] + len(text) - len(text.lstrip())
            if text.strip():  # comet marks a lone blank too, where such is a token of its own
                assert (start, start + len(text.strip())) in by_mtqe[segment.id]
    assert any(spans for spans in by_mtqe.values())


def test_other_models_mark_nothing(tiny_comet: Tiny) -> None:
    config = Config(comet=CometConfig(str(tiny_comet("unified_metric"))))
    assert metric_table.load("comet").hits(SEGMENTS, Context("en", "de", config)) == []


def test_marks_become_findings_where_the_model_gives_some(tiny_comet: Tiny) -> None:
    (check,) = check_table.select(["comet-error-span"])
    for kind, state in (("xcomet_metric", "ran"), ("regression_metric", "not run")):
        config = Config(comet=CometConfig(str(tiny_comet(kind)), dtype="fp32"))
        outcome = runner.run([check], SEGMENTS, Context("en", "de", config, error_spans=metric_table.error_spans))
        assert [item.state for item in outcome.items] == [state]
        assert bool(outcome.findings) == (state == "ran")
        assert outcome.problems == ()


def test_marks_survive_the_cache() -> None:
    result = prediction.Result(0.5, False, (Mark(0, 3, "major", 0.75),))
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(result), type=prediction.Result)
    assert again == result
