"""Scores samples with a loaded COMET model, in batches of similar length. No text is encoded twice.

Some models encode source, translation and reference separately (RegressionMetric, ReferencelessRegression,
RankingMetric). For them every distinct text is encoded once, and the code of unbabel-comet compares the embeddings.
Other models read the texts as one sequence (UnifiedMetric, CometKiwi, XCOMET). They read every distinct sample once,
in their own `predict_step`.

The texts of a batch have about the same number of tokens, at most `TOKENS` together with padding. The batch of a text
changes the seventh digit of its score in single precision. A batch that a GPU has no memory for is divided.
"""

from __future__ import annotations

import contextlib
import importlib
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import msgspec

from mtqe.encoder.sessions import cores
from mtqe.metrics.comet.network import Model, OutOfMemory, enough_memory, quiet

T = TypeVar("T")
R = TypeVar("R")
TOKENS = {"cpu": 1_024, "cuda": 16_384}
"""Tokens: of a batch, padding included. The states of all layers of a large encoder take 0.1 MB a token. Measured with
bench/comet.py."""
PORTION = 256
"""Segments: scored before their results are stored."""


class Sample(NamedTuple):
    """The texts that COMET scores together; `ref` is `None` without a reference."""

    src: str
    mt: str
    ref: str | None = None


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """An error that a model marks in the translation.

    Args:
        start: Index of its first code point.
        end: Index after its last code point.
        severity: The word of the model: `minor`, `major` or `critical`.
        confidence: 0 to 1, the mean over its tokens.
    """

    start: int
    end: int
    severity: str
    confidence: float


class Result(msgspec.Struct, frozen=True, array_like=True):
    """The result of a model for a sample.

    Args:
        score: The score of the sample.
        truncated: Whether COMET truncated a text because it is too long for the encoder.
        marks: The errors, if the model marks errors.
    """

    score: float
    truncated: bool
    marks: tuple[Mark, ...] = ()


def predict(
    model: Model,
    samples: Sequence[Sample],
    embeddings: dict[str, Any],
    batch_size: int,
    threads: int,
    progress: Callable[[int, int], None],
    keep: Callable[[Mapping[Sample, Result]], None],
) -> bool:
    """Score samples. Returns whether batches were divided because the memory of the GPU was too small for them.

    Args:
        model: The model.
        samples: Distinct samples that all have a reference, or that all have none.
        embeddings: Embeddings by text. The function adds those of new texts.
        batch_size: Greatest number of texts or samples in a batch.
        threads: Number of CPU threads; 0 is the choice of torch, limited to the cores of the process.
        progress: Called with the number of processed texts or samples and the total number.
        keep: Called with the results of each portion or batch.

    Raises:
        OutOfMemory: The memory of the GPU is too small even for one text or sample.
    """
    torch = importlib.import_module("torch")
    lengths = _lengths(model, samples)
    order = sorted(samples, key=lambda sample: -sum(lengths[text] for text in _used(model, sample)))
    truncated = {sample for sample in samples if _is_truncated(model, sample, lengths)}
    if model.separate:
        count = len({text for sample in samples for text in _used(model, sample)} - embeddings.keys())
    else:
        count = len(samples)
    threads_before = torch.get_num_threads()
    limit = Limit(TOKENS[model.device.partition(":")[0]])
    done = 0
    progress(done, count)
    try:
        torch.set_num_threads(threads or min(threads_before, cores()))
        with quiet(), torch.inference_mode():
            for start in range(0, len(order), PORTION):
                portion = order[start : start + PORTION]
                if model.separate:
                    for encoded in _encode(model, portion, embeddings, lengths, batch_size, limit):
                        done += encoded
                        progress(done, count)
                    with enough_memory(model.device):
                        compared = _compare(torch, model, portion, embeddings)
                    scores = zip(portion, compared, strict=True)
                    keep({sample: Result(score, sample in truncated) for sample, score in scores})
                    continue
                sizes = [_joined_length(model, sample, lengths) for sample in portion]
                for batch, results in _computed(model, portion, sizes, batch_size, limit, _predict_joined):
                    keep({s: msgspec.structs.replace(result, truncated=s in truncated) for s, result in results})
                    done += len(batch)
                    progress(done, count)
    finally:
        torch.set_num_threads(threads_before)
    return limit.lowered


def _used(model: Model, sample: Sample) -> list[str]:
    """The texts of a sample that the model reads."""
    texts = [sample.mt]
    texts += [sample.src] if model.facts.takes_source else []
    texts += [sample.ref] if sample.ref is not None and model.facts.takes_reference else []
    return texts


def _lengths(model: Model, samples: Sequence[Sample]) -> dict[str, int]:
    """Number of tokens of each distinct text, without truncation and special tokens."""
    texts = list(dict.fromkeys(text for sample in samples for text in _used(model, sample)))
    with quiet():
        tokens = model.module.encoder.tokenizer(texts, add_special_tokens=False, truncation=False, verbose=False)
    return dict(zip(texts, map(len, tokens["input_ids"]), strict=True))


def _joined_length(model: Model, sample: Sample, lengths: Mapping[str, int]) -> int:
    """Number of tokens of a sample as one sequence."""
    texts = _used(model, sample)
    return sum(lengths[text] for text in texts) + 2 + (len(texts) - 1) * int(model.module.encoder.size_separator)


def _is_truncated(model: Model, sample: Sample, lengths: Mapping[str, int]) -> bool:
    positions = int(model.module.encoder.max_positions)
    longest = positions - 2 - 2  # comet leaves two positions free, and two special tokens enclose a text
    if any(lengths[text] > longest for text in _used(model, sample)):
        return True
    return not model.separate and _joined_length(model, sample, lengths) > positions


@dataclass
class Limit:
    """The greatest number of tokens of a batch. It is lowered if a GPU has too little memory.

    Args:
        tokens: The number, padding included.
        lowered: Whether it was lowered.
    """

    tokens: int
    lowered: bool = False


def _computed(
    model: Model,
    items: Sequence[T],
    lengths: Sequence[int],
    batch_size: int,
    limit: Limit,
    compute: Callable[[Model, list[T]], R],
) -> Iterator[tuple[list[T], R]]:
    """The results of items in batches. If the memory is too small for a batch, it and all later ones are smaller."""
    length_of = dict(zip(items, lengths, strict=True))
    left = list(items)
    while left:
        for batch in _batches(left, [length_of[item] for item in left], batch_size, limit.tokens):
            try:
                with enough_memory(model.device):
                    results = compute(model, batch)
            except OutOfMemory:
                if len(batch) == 1:
                    raise
                limit.tokens, limit.lowered = max(length_of[item] for item in batch) * (len(batch) // 2), True
                break
            yield batch, results
            left = _without(left, batch)
        if limit.lowered:  # by now the error is gone, and the tensors in its traceback
            importlib.import_module("torch").cuda.empty_cache()


def _without(items: list[T], batch: Sequence[T]) -> list[T]:
    done = set(batch)
    return [item for item in items if item not in done]


def _batches(items: Sequence[T], lengths: Sequence[int], batch_size: int, tokens: int) -> Iterator[list[T]]:
    """Items in batches, the longest first. An item longer than the budget has a batch of its own."""
    batch: list[T] = []
    longest = 0
    for place in sorted(range(len(items)), key=lambda place: -lengths[place]):
        if batch and (len(batch) >= batch_size or longest * (len(batch) + 1) > tokens):
            yield batch
            batch = []
        longest = longest if batch else lengths[place]
        batch.append(items[place])
    if batch:
        yield batch


def _encode(
    model: Model,
    samples: Sequence[Sample],
    embeddings: dict[str, Any],
    lengths: Mapping[str, int],
    batch_size: int,
    limit: Limit,
) -> Iterator[int]:
    """Add the missing embeddings. Yields the number of new texts in each batch."""
    texts = dict.fromkeys(text for sample in samples for text in _used(model, sample))
    new = [text for text in texts if text not in embeddings]
    sizes = [lengths[text] + 2 for text in new]
    for batch, vectors in _computed(model, new, sizes, batch_size, limit, _embedded):
        embeddings.update(zip(batch, vectors, strict=True))
        yield len(batch)


def _embedded(model: Model, batch: list[str]) -> Sequence[Any]:
    """The embedding of each text, in the memory of the CPU."""
    inputs = model.module.encoder.prepare_sample(batch).to(model.device)
    vectors = model.module.compute_sentence_embedding(
        inputs["input_ids"], inputs["attention_mask"], token_type_ids=inputs.get("token_type_ids")
    )
    unbound: Sequence[Any] = vectors.float().cpu().unbind()
    return unbound


def _compare(torch: Any, model: Model, samples: Sequence[Sample], embeddings: Mapping[str, Any]) -> list[float]:
    """Compute the scores from embeddings: unbabel-comet's `predict_step` gets embeddings in place of tokens."""
    module = model.module
    inputs: dict[str, Any] = {}
    for side in ("src", "mt", "ref"):
        texts = [getattr(sample, side) for sample in samples]
        if side != "ref" or (model.facts.takes_reference and texts[0] is not None):
            inputs[f"{side}_input_ids"] = torch.stack([embeddings[text] for text in texts]).to(model.device)
            inputs[f"{side}_attention_mask"] = None
    original = module.get_sentence_embedding
    module.get_sentence_embedding = lambda vectors, mask, token_type_ids=None: vectors
    try:
        scores: list[float] = module.predict_step(inputs)["scores"].double().tolist()
    finally:
        module.get_sentence_embedding = original
    return scores


def _predict_joined(model: Model, batch: Sequence[Sample]) -> list[tuple[Sample, Result]]:
    """Score samples, each as one sequence, with the `predict_step` of the model."""
    module = model.module
    move_to_device = importlib.import_module("pytorch_lightning.utilities").move_data_to_device
    texts = [{key: text for key, text in sample._asdict().items() if text is not None} for sample in batch]
    inputs = module.prepare_sample(texts, stage="predict")
    with _recorded(module) as recorded:
        scores = module.predict_step(move_to_device(inputs, model.device))["scores"].double().tolist()
    marks: Sequence[tuple[Mark, ...]] = [()] * len(batch)
    if recorded:
        probabilities, offsets = recorded[-1]
        labels = module.label_encoder.ids_to_label
        tagged = zip(batch, probabilities.float().tolist(), offsets, strict=True)
        marks = [spans(sample.mt, row[: len(places)], places, labels) for sample, row, places in tagged]
    rows = zip(batch, scores, marks, strict=True)
    return [(sample, Result(score, False, errors)) for sample, score, errors in rows]


@contextlib.contextmanager
def _recorded(module: Any) -> Iterator[list[tuple[Any, Any]]]:
    """Record the arguments of the model's `decode`: the label probabilities and the offset of each token.

    This `decode` loses a span that ends at the last token. XCOMET computes its score from these spans. Therefore the
    score stays that of comet, and `spans` reads the spans again.
    """
    recorded: list[tuple[Any, Any]] = []
    if not hasattr(module, "decode"):
        yield recorded
        return
    original = module.decode

    def decode(probabilities: Any, input_ids: Any, offsets: Any) -> Any:
        recorded.append((probabilities, offsets))
        return original(probabilities, input_ids, offsets)

    module.decode = decode
    try:
        yield recorded
    finally:
        module.decode = original


def spans(
    text: str, rows: Sequence[Sequence[float]], offsets: Sequence[tuple[int, int]], labels: Mapping[int, str]
) -> tuple[Mark, ...]:
    """The errors that a model marks in a translation.

    Args:
        text: The translation.
        rows: The probability of each label, for each token including special tokens.
        offsets: Start and end of each token in the text; a special token is empty.
        labels: Names of the labels: `O` is no error, `I-major` is a major error.

    Returns:
        The runs of neighbouring tokens whose most probable label is an error, without the spaces around them. A run may
        include the last token. Its severity is the most probable one over the whole run.
    """
    marks: list[Mark] = []
    tokens = ((row, place) for row, place in zip(rows, offsets, strict=True) if place[0] < place[1])
    for is_error, run in itertools.groupby(tokens, key=lambda token: labels[_most_probable(token[0])] != "O"):
        mark = _mark(text, list(run), labels) if is_error else None
        marks += [mark] if mark else []
    return tuple(marks)


def _mark(text: str, run: Sequence[tuple[Sequence[float], tuple[int, int]]], labels: Mapping[int, str]) -> Mark | None:
    start, end = min(place[0] for _, place in run), max(place[1] for _, place in run)
    part = text[start:end]  # shorter than end - start if an offset is outside of the text
    end = start + len(part.rstrip())
    start += len(part) - len(part.lstrip())
    if start >= end:
        return None
    sums = {label: sum(row[label] for row, _ in run) for label, name in labels.items() if name != "O"}
    worst = max(sums, key=lambda label: sums[label])
    confidence = sum(max(row) for row, _ in run) / len(run)
    return Mark(start, end, labels[worst].partition("-")[2], round(confidence, 6))


def _most_probable(row: Sequence[float]) -> int:
    return max(range(len(row)), key=lambda place: row[place])
