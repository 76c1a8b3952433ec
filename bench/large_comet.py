"""Builds a COMET model with the architecture and size of wmt22-comet-da and random weights, for timing.

XLM-R large (24 layers, 1024 wide, 16 heads, 250,002 words) under unbabel-comet's own `RegressionMetric`; 581 million
weights, 2.3 GB on disk. It is as slow as the real model, and its scores mean nothing. Nothing is downloaded: any
tokenizer of XLM-R can be used, a `tokenizer.json` or a sentencepiece model.
"""

from __future__ import annotations

import importlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Size:
    """The size of the encoder and of the layers above it."""

    layers: int = 24
    width: int = 1024
    heads: int = 16
    inner: int = 4096
    words: int = 250_002
    above: tuple[int, ...] = (3072, 1024)


LARGE = Size()
SMALL = Size(2, 64, 4, 128, above=(96, 32))
"""A tiny size, to test the benchmark itself."""


def build(folder: Path, tokenizer: Path, size: Size = LARGE) -> Path:
    """Build and save the model in the layout of unbabel-comet.

    Args:
        folder: The folder to write to; configuration and tokenizer of the encoder go to its subfolder `encoder`.
        tokenizer: A `tokenizer.json`, or a model of sentencepiece, with the vocabulary of XLM-R or a part of it.
        size: Size of the encoder.

    Returns:
        The checkpoint.
    """
    from mtqe.metrics.comet.network import offline, quiet

    with quiet(), offline():
        import pytorch_lightning
        import torch
        from comet.models import str2model

        encoder = folder / "encoder"
        save_encoder(encoder, tokenizer, size)
        torch.manual_seed(1)
        model = str2model["regression_metric"](**settings(encoder, size)).eval()
        # JSON is YAML, too.
        (folder / "hparams.yaml").write_text(json.dumps(dict(model.hparams), indent=1), encoding="utf-8")
        checkpoint = folder / "checkpoints" / "model.ckpt"
        checkpoint.parent.mkdir(exist_ok=True)
        trainer = pytorch_lightning.Trainer(
            accelerator="cpu", logger=False, enable_checkpointing=False, enable_progress_bar=False
        )
        trainer.strategy.connect(model)
        partial = checkpoint.with_suffix(".part")
        trainer.save_checkpoint(partial, weights_only=True)
        partial.rename(checkpoint)
    return checkpoint


def save_encoder(folder: Path, tokenizer: Path, size: Size) -> None:
    """The encoder's configuration and tokenizer."""
    tokenizers, transformers = importlib.import_module("tokenizers"), importlib.import_module("transformers")
    words = read(tokenizer)
    words.no_padding()
    words.no_truncation()
    words.post_processor = tokenizers.processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    fast = transformers.XLMRobertaTokenizerFast(tokenizer_object=words, model_max_length=512)
    if len(fast) > size.words:
        raise SystemExit(f"{tokenizer} has {len(fast)} words, the model only {size.words}")
    fast.save_pretrained(folder)
    transformers.XLMRobertaConfig(
        vocab_size=size.words,
        hidden_size=size.width,
        num_hidden_layers=size.layers,
        num_attention_heads=size.heads,
        intermediate_size=size.inner,
        max_position_embeddings=514,
        type_vocab_size=1,
        layer_norm_eps=1e-5,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
    ).save_pretrained(folder)


def read(path: Path) -> Any:
    """A tokenizer of the `tokenizers` library, from its own file or approximately from a sentencepiece model."""
    tokenizers = importlib.import_module("tokenizers")
    if path.suffix == ".json":
        return tokenizers.Tokenizer.from_file(str(path))
    pieces = importlib.import_module("sentencepiece").SentencePieceProcessor(model_file=str(path))
    scored = [(pieces.id_to_piece(number), pieces.get_score(number)) for number in range(len(pieces))]
    tokenizer = tokenizers.Tokenizer(tokenizers.models.Unigram(scored, pieces.unk_id(), False))
    tokenizer.normalizer = tokenizers.normalizers.NFKC()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Metaspace()
    tokenizer.add_special_tokens([piece for piece, _ in scored[:4]])
    return tokenizer


def settings(encoder: Path, size: Size) -> dict[str, Any]:
    """The hyper-parameters of wmt22-comet-da."""
    return {
        "encoder_model": "XLM-RoBERTa",
        "pretrained_model": str(encoder),
        "load_pretrained_weights": False,
        "local_files_only": True,
        "nr_frozen_epochs": 0.3,
        "keep_embeddings_frozen": True,
        "pool": "avg",
        "layer": "mix",
        "layer_transformation": "sparsemax",
        "layer_norm": False,
        "dropout": 0.1,
        "hidden_sizes": list(size.above),
        "activations": "Tanh",
        "train_data": [],
        "validation_data": [],
    }
