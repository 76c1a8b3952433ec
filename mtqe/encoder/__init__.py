"""The encoder inside the package: it reads text in some hundred languages, offline, on a processor, without torch.

The model is multilingual-e5-small cut in two halves (`mtqe/data/encoder/MODEL_CARD.md` says where it comes from and
what it was measured on). The lower half reads each text alone, so that N translations share their source and reference.
The upper half exists three times: e5's own, which makes one vector of a text; a trained scorer and a trained critic,
which read the states of translation and source together. A reference is compared with the translation.

- `nouns` has what goes in and comes out. `network` is the loaded encoder; `loader` loads it once.
- `weight_files` checks the files in `mtqe/data/encoder`; `sessions` runs them on onnxruntime.
- `tokenizer` cuts text into tokens; `embeddings` has their vectors in 4 bits; `windows` reads long texts part by part;
  `batches` packs rows of like length; `reader` is the lower half with these four.
- `pieces` pairs the sentences of a segment; `rows` reads the pieces with both sides together; `judge` scores them and
  puts the segments together again. `reference_similarity` adds what unlikeness to a reference costs.
- `unrelated` finds translations of something else, `critic` says where the two sides disagree, `risk` says how likely a
  translation is a hallucination.
- `judgement_cache` keeps what a run has judged, so that no pair is judged twice.

Importing this room loads neither numpy nor onnxruntime; calling `load()` does.

    model = mtqe.encoder.load()
    model.judge([Pair("Good morning.", "Guten Morgen.", None, "en", "de")])[0].penalty
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtqe.encoder.nouns import Criticism, Judgement, Pair, Tokens

if TYPE_CHECKING:
    from pathlib import Path

    from mtqe.encoder.network import Model

__all__ = ["Criticism", "Judgement", "Pair", "Tokens", "load", "signature"]


def load(threads: int | None = None, folder: Path | None = None) -> Model:
    """The encoder; it stays in memory for each number of threads.

    Args:
        threads: Threads of the computation; `None` or 0 takes `OMP_NUM_THREADS`, else one for each core it may use.
        folder: Where its files are; the package's own by default.

    Raises:
        Unavailable: A file is missing or damaged, or onnxruntime, sentencepiece or numpy is not installed.
        ConfigError: The number of threads is negative.
    """
    from mtqe.encoder import loader, sessions, weight_files

    return loader.loaded(folder or weight_files.FOLDER, sessions.thread_count(threads))


def signature(folder: Path | None = None) -> dict[str, str]:
    """What can move the encoder's numbers, without loading it.

    Args:
        folder: Where its files are; the package's own by default.

    Raises:
        Unavailable: Its manifest is missing or damaged.
    """
    from mtqe.encoder import weight_files

    return weight_files.signature(weight_files.declared(folder or weight_files.FOLDER))
