"""A tiny but real COMET model, built and trained in seconds with unbabel-comet's own classes, without network."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from mtqe.metrics.comet.network import offline, quiet

PAIRS = (
    (
        "The harbour opens again on Monday.",
        "Der Hafen öffnet am Montag wieder.",
        "Der Hafen wird am Montag wieder geöffnet.",
    ),
    ("Nobody was hurt in the fire.", "Niemand wurde bei dem Brand verletzt.", "Bei dem Brand wurde niemand verletzt."),
    (
        "Prices rose by two per cent.",
        "Die Preise stiegen um zwei Prozent.",
        "Die Preise sind um zwei Prozent gestiegen.",
    ),
    (
        "She thanked the crew of the ferry.",
        "Sie dankte der Mannschaft der Fähre.",
        "Sie bedankte sich bei der Crew der Fähre.",
    ),
    (
        "The bridge is closed until spring.",
        "Die Brücke ist bis zum Frühling gesperrt.",
        "Die Brücke bleibt bis zum Frühjahr gesperrt.",
    ),
    (
        "Two schools share one library.",
        "Zwei Schulen teilen sich eine Bibliothek.",
        "Zwei Schulen nutzen gemeinsam eine Bücherei.",
    ),
    ("The council votes tomorrow.", "Der Rat stimmt morgen ab.", "Morgen stimmt der Gemeinderat ab."),
    ("Rain is expected in the north.", "Im Norden wird Regen erwartet.", "Im Norden ist mit Regen zu rechnen."),
)
KINDS = ("regression_metric", "referenceless_regression_metric", "unified_metric", "xcomet_metric")


def build_tiny_comet(folder: Path, kind: str = "regression_metric") -> Path:
    """Build, train and save a model in the layout of unbabel-comet: `hparams.yaml`, `checkpoints/model.ckpt`.

    Args:
        folder: The folder to write to; configuration and tokenizer of the encoder go to its subfolder `encoder`.
        kind: Class identifier, one of `KINDS`.

    Returns:
        The checkpoint.
    """
    with quiet(), offline():
        import torch
        import yaml
        from comet.models import str2model

        encoder = folder / "encoder"
        _save_encoder(encoder)
        with torch.random.fork_rng():
            torch.manual_seed(7)
            model = str2model[kind](**_settings(kind, encoder))
            _train(model, kind)
        settings = dict(model.hparams)
        (folder / "hparams.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
        checkpoint = folder / "checkpoints" / "model.ckpt"
        checkpoint.parent.mkdir()
        _save(model, checkpoint)
    return checkpoint


def samples(references: bool = True) -> list[dict[str, str]]:
    """The pairs in the form that comet's `predict` reads."""
    return [
        {"src": source, "mt": target} | ({"ref": reference} if references else {})
        for source, target, reference in PAIRS
    ]


def _save_encoder(folder: Path) -> None:
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
    from transformers import XLMRobertaConfig, XLMRobertaTokenizerFast

    marks = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(vocab_size=300, special_tokens=marks, unk_token="<unk>", show_progress=False)
    tokenizer.train_from_iterator([text for pair in PAIRS for text in pair], trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    XLMRobertaTokenizerFast(tokenizer_object=tokenizer, model_max_length=62).save_pretrained(folder)
    XLMRobertaConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=66,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
    ).save_pretrained(folder)


def _settings(kind: str, encoder: Path) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "encoder_model": "XLM-RoBERTa",
        "pretrained_model": str(encoder),
        "load_pretrained_weights": False,
        "local_files_only": True,
        "nr_frozen_epochs": 0.0,
        "keep_embeddings_frozen": False,
        "layer_transformation": "softmax",
        "layer_norm": False,
        "hidden_sizes": [16],
        "train_data": [],
        "validation_data": [],
    }
    if kind in {"unified_metric", "xcomet_metric"}:
        settings["word_layer"] = 2
    return settings


def _train(model: Any, kind: str, steps: int = 12) -> None:
    """Train a few steps: towards 1 for a translation, towards 0 for an unrelated one."""
    import torch

    shuffled = list(PAIRS)
    random.Random(3).shuffle(shuffled)
    data = [{"src": source, "mt": target, "ref": reference, "score": 1.0} for source, target, reference in PAIRS]
    data += [
        {"src": pair[0], "mt": other[1], "ref": pair[2], "score": 0.0}
        for pair, other in zip(PAIRS, shuffled, strict=True)
        if pair != other
    ]
    if kind == "referenceless_regression_metric":
        data = [{key: value for key, value in sample.items() if key != "ref"} for sample in data]
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3)
    for _ in range(steps):
        # comet's word-level loss wants a graphics card; the sentence score is learnt, the word labels stay as they are.
        inputs = model.prepare_sample(data, stage="predict")
        target = torch.tensor([sample["score"] for sample in data])
        predictions = [model(**part) for part in inputs] if isinstance(inputs, tuple) else [model(**inputs)]
        loss = sum(torch.nn.functional.mse_loss(prediction.score, target) for prediction in predictions)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()


def _save(model: Any, checkpoint: Path) -> None:
    """Save as `comet-train` does: Lightning writes the checkpoint."""
    import pytorch_lightning

    trainer = pytorch_lightning.Trainer(
        accelerator="cpu", logger=False, enable_checkpointing=False, enable_progress_bar=False
    )
    trainer.strategy.connect(model)
    trainer.save_checkpoint(checkpoint)
