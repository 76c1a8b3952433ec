"""Samples through a loaded COMET model: in batches of like length, and no text read twice.

Models that read source, translation and reference each alone (RegressionMetric, ReferencelessRegression, RankingMetric)
get every distinct text encoded once; the comparison of the embeddings is unbabel-comet's own code. Those that read them
as one sequence (UnifiedMetric, CometKiwi, XCOMET) read every distinct sample once, through their own `predict_step`.

A batch has texts of about the same number of tokens and no more than `TOKENS` with its padding. How a text is batched
shows in the seventh digit of a score in single precision.
"""

from __future__ import annotations

import contextlib
import importlib
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec

from mtqe.encoder.sessions import cores
from mtqe.metrics.comet.network import Model, quiet

T = TypeVar("T")
TOKENS = {"cpu": 1_024, "cuda": 16_384}
"""Tokens: of a batch, padding included. The states of all layers of a large encoder take 0.1 MB a token. By hand,
measured with tests/bench/comet.py."""
PORTION = 256
"""Segments: scored before their results are stored. By hand."""


class Sample(NamedTuple):
    """What COMET scores; `ref` is `None` without a reference."""

    src: str
    mt: str
    ref: str | None = None


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """A stretch of the translation that a model takes for an error.

    Args:
        start: Code point where it begins.
        end: Code point after its end.
        severity: The model's own word: `minor`, `major` or `critical`.
        confidence: 0 to 1, the mean over its tokens.
    """

    start: int
    end: int
    severity: str
    confidence: float


class Result(msgspec.Struct, frozen=True, array_like=True):
    """What a model says of a sample.

    Args:
        score: Its score.
        cut: Whether a text was longer than the encoder takes, so that COMET cut it.
        marks: Where the errors are, from models that say so.
    """

    score: float
    cut: bool
    marks: tuple[Mark, ...] = ()


def predict(
    model: Model,
    samples: Sequence[Sample],
    embeddings: dict[str, Any],
    batch_size: int,
    threads: int,
    progress: Callable[[int, int], None],
    keep: Callable[[Mapping[Sample, Result]], None],
) -> None:
    """Score samples.

    Args:
        model: The model.
        samples: Distinct samples, with a reference in all or in none.
        embeddings: Those of texts that were encoded before; gets the new ones.
        batch_size: Greatest number of texts or samples a batch.
        threads: CPU threads while it runs; 0 takes torch's choice within the process's share of the machine.
        progress: Called with how many texts or samples are read and how many there are.
        keep: Gets the results, some hundred at a time.
    """
    torch = importlib.import_module("torch")
    lengths = _lengths(model, samples)
    order = sorted(samples, key=lambda sample: -sum(lengths[text] for text in _used(model, sample)))
    cut = {sample for sample in samples if _is_cut(model, sample, lengths)}
    if model.separate:
        count = len({text for sample in samples for text in _used(model, sample)} - embeddings.keys())
    else:
        count = len(samples)
    usual = torch.get_num_threads()
    done = 0
    progress(done, count)
    try:
        torch.set_num_threads(threads or min(usual, cores()))
        with quiet(), torch.inference_mode():
            for start in range(0, len(order), PORTION):
                some = order[start : start + PORTION]
                if model.separate:
                    for read in _encode(model, some, embeddings, lengths, batch_size):
                        done += read
                        progress(done, count)
                    scores = _compare(torch, model, some, embeddings)
                    keep({sample: Result(score, sample in cut) for sample, score in zip(some, scores, strict=True)})
                    continue
                for batch in _batches(some, [_joined(model, one, lengths) for one in some], batch_size, model.device):
                    keep({one: msgspec.structs.replace(found, cut=one in cut) for one, found in _read(model, batch)})
                    done += len(batch)
                    progress(done, count)
    finally:
        torch.set_num_threads(usual)


def _used(model: Model, sample: Sample) -> list[str]:
    """The texts of a sample that the model reads."""
    texts = [sample.mt]
    texts += [sample.src] if model.facts.takes_source else []
    texts += [sample.ref] if sample.ref is not None and model.facts.takes_reference else []
    return texts


def _lengths(model: Model, samples: Sequence[Sample]) -> dict[str, int]:
    """Tokens of each distinct text, whole and without special tokens."""
    texts = list(dict.fromkeys(text for sample in samples for text in _used(model, sample)))
    with quiet():
        tokens = model.module.encoder.tokenizer(texts, add_special_tokens=False, truncation=False, verbose=False)
    return dict(zip(texts, map(len, tokens["input_ids"]), strict=True))


def _joined(model: Model, sample: Sample, lengths: Mapping[str, int]) -> int:
    """Tokens of a sample as one sequence."""
    texts = _used(model, sample)
    return sum(lengths[text] for text in texts) + 2 + (len(texts) - 1) * int(model.module.encoder.size_separator)


def _is_cut(model: Model, sample: Sample, lengths: Mapping[str, int]) -> bool:
    positions = int(model.module.encoder.max_positions)
    each = positions - 2 - 2  # comet keeps two places free, and two marks stand around a text
    if any(lengths[text] > each for text in _used(model, sample)):
        return True
    return not model.separate and _joined(model, sample, lengths) > positions


def _batches(items: Sequence[T], lengths: Sequence[int], most: int, device: str) -> Iterator[list[T]]:
    """Items in batches, the longest first; one that is longer than the budget has its own."""
    batch: list[T] = []
    widest = 0
    for place in sorted(range(len(items)), key=lambda place: -lengths[place]):
        if batch and (len(batch) >= most or widest * (len(batch) + 1) > TOKENS[device]):
            yield batch
            batch = []
        widest = widest if batch else lengths[place]
        batch.append(items[place])
    if batch:
        yield batch


def _encode(
    model: Model, samples: Sequence[Sample], embeddings: dict[str, Any], lengths: Mapping[str, int], batch_size: int
) -> Iterator[int]:
    """Add the embeddings of the texts that have none yet; yields how many, batch by batch."""
    new = [
        text for text in dict.fromkeys(text for one in samples for text in _used(model, one)) if text not in embeddings
    ]
    for batch in _batches(new, [lengths[text] + 2 for text in new], batch_size, model.device):
        inputs = model.module.encoder.prepare_sample(batch).to(model.device)
        found = model.module.compute_sentence_embedding(
            inputs["input_ids"], inputs["attention_mask"], token_type_ids=inputs.get("token_type_ids")
        )
        embeddings.update(zip(batch, found.float().cpu().unbind(), strict=True))
        yield len(batch)


def _compare(torch: Any, model: Model, samples: Sequence[Sample], embeddings: Mapping[str, Any]) -> list[float]:
    """The scores from the embeddings, by unbabel-comet's `predict_step` with embeddings in place of tokens."""
    module = model.module
    inputs: dict[str, Any] = {}
    for side in ("src", "mt", "ref"):
        texts = [getattr(sample, side) for sample in samples]
        if side != "ref" or (model.facts.takes_reference and texts[0] is not None):
            inputs[f"{side}_input_ids"] = torch.stack([embeddings[text] for text in texts]).to(model.device)
            inputs[f"{side}_attention_mask"] = None
    own = module.get_sentence_embedding
    module.get_sentence_embedding = lambda vectors, mask, token_type_ids=None: vectors
    try:
        scores: list[float] = module.predict_step(inputs)["scores"].double().tolist()
    finally:
        module.get_sentence_embedding = own
    return scores


def _read(model: Model, batch: Sequence[Sample]) -> Iterator[tuple[Sample, Result]]:
    """Samples as one sequence each, through the model's own `predict_step`."""
    module = model.module
    move = importlib.import_module("pytorch_lightning.utilities").move_data_to_device
    given = [{key: text for key, text in sample._asdict().items() if text is not None} for sample in batch]
    inputs = module.prepare_sample(given, stage="predict")
    with _decoded(module) as decoded:
        scores = module.predict_step(move(inputs, model.device))["scores"].double().tolist()
    marks: Sequence[tuple[Mark, ...]] = [()] * len(batch)
    if decoded:
        probabilities, offsets = decoded[-1]
        labels = module.label_encoder.ids_to_label
        rows = zip(batch, probabilities.float().tolist(), offsets, strict=True)
        marks = [spans(sample.mt, row[: len(places)], places, labels) for sample, row, places in rows]
    for sample, score, found in zip(batch, scores, marks, strict=True):
        yield sample, Result(score, False, found)


@contextlib.contextmanager
def _decoded(module: Any) -> Iterator[list[tuple[Any, Any]]]:
    """What the model hands to its own `decode`: the probabilities of the labels of each token, and the tokens' offsets.

    Its `decode` closes no span at the last token, and XCOMET's score is made of what it finds: the score stays comet's,
    the spans are read anew.
    """
    seen: list[tuple[Any, Any]] = []
    if not hasattr(module, "decode"):
        yield seen
        return
    own = module.decode

    def decode(probabilities: Any, input_ids: Any, offsets: Any) -> Any:
        seen.append((probabilities, offsets))
        return own(probabilities, input_ids, offsets)

    module.decode = decode
    try:
        yield seen
    finally:
        module.decode = own


def spans(
    text: str, rows: Sequence[Sequence[float]], offsets: Sequence[tuple[int, int]], labels: Mapping[int, str]
) -> tuple[Mark, ...]:
    """The marked stretches of a translation.

    Args:
        text: The translation.
        rows: For each token, special ones included, the probability of each label.
        offsets: Where each token stands in the text; a special token is empty.
        labels: Names of the labels: `O` is no error, `I-major` a major one.

    Returns:
        Neighbouring tokens whose likeliest label is an error, without the spaces around them, to the end of the text
        where the last token is one. The severity is the one with most probability over the whole stretch.
    """
    found: list[Mark] = []
    tokens = ((row, place) for row, place in zip(rows, offsets, strict=True) if place[0] < place[1])
    for wrong, some in itertools.groupby(tokens, key=lambda token: labels[_likeliest(token[0])] != "O"):
        mark = _mark(text, list(some), labels) if wrong else None
        found += [mark] if mark else []
    return tuple(found)


def _mark(text: str, run: Sequence[tuple[Sequence[float], tuple[int, int]]], labels: Mapping[int, str]) -> Mark | None:
    start, end = min(place[0] for _, place in run), max(place[1] for _, place in run)
    part = text[start:end]  # shorter than end - start where an offset lies outside
    end = start + len(part.rstrip())
    start += len(part) - len(part.lstrip())
    if start >= end:
        return None
    sums = {label: sum(row[label] for row, _ in run) for label, name in labels.items() if name != "O"}
    worst = max(sums, key=lambda label: sums[label])
    confidence = sum(max(row) for row, _ in run) / len(run)
    return Mark(start, end, labels[worst].partition("-")[2], round(confidence, 6))


def _likeliest(row: Sequence[float]) -> int:
    return max(range(len(row)), key=lambda place: row[place])
