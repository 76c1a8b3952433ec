"""The encoder inside the package. It reads text in about a hundred languages, offline, without torch.

The model is multilingual-e5-small, divided into two halves; `mtqe/data/encoder/MODEL_CARD.md` gives its origin and its
measured quality. The lower half reads each text alone. Two upper halves follow: e5's own makes one vector of a text,
and a trained critic reads the states of translation and source together. The trained scorer has twelve layers of its
own and reads translation and source together from their embeddings on. A reference is compared with the translation
separately.

- `nouns` has the input and output types. `network` is the loaded encoder; `loader` loads it once.
- `weight_files` checks the files in `mtqe/data/encoder`; `matrices` makes the 8-bit matrices of the layers from them,
  which `kept_matrices` keeps on the disk;
  `sessions` runs the layers on onnxruntime, `simultaneous` several batches at a time. `heads` has the heads of scorer
  and critic, which follow the layers, with weights that `graph_files` reads out of the ONNX files; `exact_sums` has
  sums that do not depend on their order. `devices` decides between CPU and GPU; `float_graphs` makes the graphs for a
  GPU; `message_fields` has the format of ONNX files. `residuals` says how far human scores are from those of the
  metric.
- `tokenizer` divides text into tokens, short texts with the pieces of its `vocabulary` that they need; `embeddings` has
  their vectors in 4 bits; `windows` divides long texts; `batches` groups rows of equal length; `reader` combines these
  with the lower half.
- `pieces` pairs the sentences of a segment; `rows` reads the pieces with both sides together; `scoring` scores them
  from their tokens on and combines them to segments. `reference_similarity` adds the penalty for dissimilarity to a
  reference.
- `system_head` compares whole systems without a reference, from what the scorer reads.
- `unrelated` finds translations of a different text, `critic` finds disagreements of the two sides, `risk` estimates
  the probability that a translation is a hallucination.
- `judgement_cache` stores judgements, so no pair is judged twice.
- `lexicon` has the states of English words, from which glosses of words are chosen.

Importing this room loads neither numpy nor onnxruntime; calling `load()` does.

    model = mtqe.encoder.load()
    model.judge([Pair("Good morning.", "Guten Morgen.", None, "en", "de")])[0].penalty
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtqe.encoder.devices import AUTO, Device
from mtqe.encoder.nouns import UNREAD, Criticism, Judgement, Pair, Tokens, is_read

if TYPE_CHECKING:
    from pathlib import Path

    from mtqe.encoder.network import Model
    from mtqe.encoder.residuals import Residuals

__all__ = ["UNREAD", "Criticism", "Judgement", "Pair", "Tokens", "device", "human_residuals", "is_read", "load"]
__all__ += ["signature", "strain"]


def load(device: str = AUTO, threads: int | None = None, folder: Path | None = None) -> Model:
    """The encoder. One instance per device and number of threads stays in memory.

    Args:
        device: `auto`, `cpu`, `cuda` or `cuda:N`; checks and metrics give `context.config.device`.
        threads: Threads of the computation; `None` or 0 means `OMP_NUM_THREADS`, or else one per available core.
        folder: Folder of its files; the package's own by default.

    Raises:
        Unavailable: A file is missing or damaged, or onnxruntime, sentencepiece or numpy is not installed.
        ConfigError: The number of threads is negative, or a GPU was asked for and cannot be used.
    """
    from mtqe.encoder import loader, sessions, weight_files

    return loader.loaded(folder or weight_files.FOLDER, sessions.thread_count(threads), sessions.device(device).name)


def device(wanted: str) -> Device:
    """Where the encoder computes. It is not loaded, but a GPU is tried.

    Args:
        wanted: `auto`, `cpu`, `cuda` or `cuda:N`.

    Raises:
        ConfigError: A GPU was asked for and cannot be used.
    """
    from mtqe.encoder import sessions

    return sessions.device(wanted)


def strain(wanted: str) -> str:
    """A note if the memory of the GPU was too small for a batch; else empty. The argument is that of `device`."""
    from mtqe.encoder import sessions

    return sessions.strain(sessions.device(wanted).name)


def consensus_weight(folder: Path | None = None) -> float:
    """The weight of chrF in `mtqe.metrics.consensus`. The encoder is not loaded.

    Args:
        folder: Folder of its files; the package's own by default.

    Raises:
        Unavailable: Its manifest is missing or damaged.
    """
    from mtqe.encoder import weight_files

    (weight,) = weight_files.declared(folder or weight_files.FOLDER)["consensus"].values()
    return float(weight)


def system_head_version(folder: Path | None = None) -> str:
    """The version of the head for whole systems. The encoder is not loaded.

    Args:
        folder: Folder of its files; the package's own by default.

    Raises:
        Unavailable: Its manifest is missing or damaged.
    """
    from mtqe.encoder import system_head, weight_files

    return system_head.version(weight_files.declared(folder or weight_files.FOLDER))


def signature(device: str = AUTO, folder: Path | None = None) -> dict[str, str]:
    """Everything that can change the encoder's numbers. The encoder is not loaded.

    Args:
        device: `auto`, `cpu`, `cuda` or `cuda:N`.
        folder: Folder of its files; the package's own by default.

    Raises:
        Unavailable: Its manifest is missing or damaged.
    """
    from mtqe.encoder import sessions, weight_files

    declared = weight_files.signature(weight_files.declared(folder or weight_files.FOLDER))
    return declared | sessions.device(device).signature


def human_residuals(folder: Path | None = None) -> Residuals | None:
    """How far human scores are from those of `learned`; `None` if that was not measured. The encoder is not loaded.

    Args:
        folder: Folder of its files; the package's own by default.

    Raises:
        Unavailable: Its manifest is missing or damaged.
    """
    from mtqe.encoder import residuals, weight_files

    settings = weight_files.declared(folder or weight_files.FOLDER)
    return residuals.read(settings, weight_files.weights_hash(settings))
