"""Step 4: the files that ship in `mtqe/data/encoder/`, from the encoder's folder and a training run's checkpoint.

    python training/export.py --encoder training/runs/e5 --checkpoint training/runs/NAME/checkpoint.pt \
        --critic training/runs/critic/checkpoint.pt --out mtqe/data/encoder --data DATA/train

`--only graphs` leaves the vocabulary alone, `--only scorer` and `--only critic` the encoder, too. Some texts of the
data show how large the inputs of the layers' products grow, see `quantise.py`. The same inputs give the same bytes.
Needs torch, transformers, tokenizers, sentencepiece, onnx and onnxruntime beside what `critic.py` needs, in an
environment of their own (`onnx` wants a newer protobuf than unbabel-comet).
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from unittest import mock

import joint
import manifest
import numpy as np
import torch
from critic import Critic
from data import DIRECT, MQM, direct, groups
from joint import Joint
from model import LOWER, MT, PREFIX, SRC, Pair, Reader, additive, block, collate
from packing import by_rows, four_bits, planes, write_layers
from prune import MOST, choose, count, pruned, texts
from quantise import Layer, Peaks, watch, write
from sentencepiece import SentencePieceProcessor
from tokenizers import Tokenizer
from torch import nn
from transformers import BertModel

from mtqe.encoder.weight_files import NEEDED, WEIGHTS

VERSION = "3"
WHOLE = 1
"""So many of the scorer's last layers stay in single precision: the heads read them, so rounding shows in the score."""
LANGUAGES = (
    *("cs", "de", "en", "es", "et", "fr", "ha", "it", "ja"),
    *("ne", "pt", "ro", "ru", "si", "uk", "zh"),
)
"""Languages with human judgements of translations in the training data."""


class Exact(nn.Module):
    """A layer in single precision, to see what rounding costs."""

    def __init__(self, layer: Any) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, states: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        """States `(batch, tokens, width)`."""
        return block(self.layer, states, bias)


def ready(layers: Iterable[Any], first: int, peaks: Peaks | None, whole: int = 0) -> nn.ModuleList:
    """Layers as they go into a graph, the last ones perhaps in single precision.

    `first` is the number of the encoder's layer that the first of them is, or was before training.
    """
    own = list(layers)
    return nn.ModuleList(
        Exact(layer) if peaks is None else Layer(layer, first + number, peaks, number >= len(own) - whole)
        for number, layer in enumerate(own)
    )


class Lower(nn.Module):
    """Gathered word embeddings to token states."""

    def __init__(self, encoder: BertModel, peaks: Peaks | None) -> None:
        super().__init__()
        table = encoder.embeddings
        self.register_buffer("places", positions(table))
        self.norm = table.LayerNorm
        self.layers = ready(encoder.encoder.layer[:LOWER], 0, peaks)

    def forward(self, words: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """States `(batch, tokens, width)`."""
        states = self.norm(words + self.places[: words.shape[1]])
        bias = additive(mask)
        for layer in self.layers:
            states = layer(states, bias)
        return states


class Upper(nn.Module):
    """Token states of the lower half to the embedding of the text and its token states in the last layer."""

    def __init__(self, encoder: BertModel, peaks: Peaks | None) -> None:
        super().__init__()
        self.layers = ready(encoder.encoder.layer[LOWER:], LOWER, peaks)

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean over all tokens, unit length, `(batch, width)`; states `(batch, tokens, width)`."""
        bias = additive(mask)
        for layer in self.layers:
            states = layer(states, bias)
        known = mask.to(states.dtype)[..., None]
        mean = (states * known).sum(1) / known.sum(1)
        return nn.functional.normalize(mean, dim=-1), states


class Heads(nn.Module):
    """The scorer from gathered word embeddings on, with its outputs as a tuple."""

    def __init__(self, scorer: Joint, peaks: Peaks | None) -> None:
        super().__init__()
        table = scorer.embeddings
        self.register_buffer("places", positions(table))
        self.norm = table.LayerNorm
        self.scorer = scorer
        scorer.layers = ready(scorer.layers, 0, peaks, WHOLE)
        del scorer.embeddings

    def forward(self, words: torch.Tensor, places: torch.Tensor, sides: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """`words` `(batch, tokens, width)`, the others `(batch, tokens)`."""
        out = self.scorer.judge(self.norm(words + self.places[places]), sides)
        return out.penalty, out.tags, out.rates


def positions(table: Any) -> torch.Tensor:
    """What a token's place adds to its embedding, `(places, width)`."""
    return (table.position_embeddings.weight + table.token_type_embeddings.weight[0]).detach()


class Critique(nn.Module):
    """The critic with its outputs as a tuple."""

    def __init__(self, critic: Critic, peaks: Peaks | None) -> None:
        super().__init__()
        self.critic = critic
        critic.layers = ready(critic.layers, LOWER, peaks)

    def forward(self, states: torch.Tensor, sides: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """As the critic's `judge`."""
        return self.critic.judge(states, sides)


def scorer_of(encoder: BertModel, checkpoint: Path | None) -> Joint:
    """The trained scorer: the running average of its weights."""
    torch.manual_seed(0)
    scorer = Joint(copy.deepcopy(encoder))
    if checkpoint:
        scorer.load_state_dict(torch.load(checkpoint, map_location="cpu", weights_only=True)["average"])
    return scorer.eval()


def critic_of(encoder: BertModel, checkpoint: Path | None) -> Critic:
    """The trained critic: the running average of its weights."""
    torch.manual_seed(0)
    critic = Critic(copy.deepcopy(encoder))
    if checkpoint:
        critic.load_state_dict(torch.load(checkpoint, map_location="cpu", weights_only=True)["average"])
    return critic.eval()


Sample = tuple[str, str, str | None]


def samples(folder: Path, each: int = 24) -> list[Sample]:
    """Some sources of each training set with a translation and, every other time, a reference."""
    found: list[Sample] = []
    for name in (*MQM, *DIRECT):
        own = groups(folder, name) if name in MQM else direct(folder, name)
        for k, group in enumerate(own[:: max(1, len(own) // each)][:each]):
            found.append(
                (group.source, group.items[k % len(group.items)].mt, group.refs[0] if group.refs and k % 2 else None)
            )
    return found


def vocabulary(encoder: BertModel, folder: Path, out: Path, data: Path, most: int) -> None:
    """tokenizer.model, nibbles.npy, scales.npy."""
    original = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    # The files that the manifest names: one more would keep other pieces, and change all ids that ship.
    read = texts(data / Path(name).name for name in manifest.files("vocabulary"))
    kept = choose(
        original["model"]["vocab"], set(count(Tokenizer.from_file(str(folder / "tokenizer.json")), read)), most
    )
    (out / "tokenizer.model").write_bytes(pruned(original, kept))
    table = four_bits(encoder.embeddings.word_embeddings.weight.detach().numpy()[kept])
    if table is None:
        raise SystemExit("the word embeddings did not come in blocks of 4 bits")
    for name, array in (("nibbles", by_rows(table)), ("scales", planes(table.scales))):
        # Not in place: someone may have the file mapped into memory.
        np.save(out / "new.npy", array)
        (out / "new.npy").rename(out / f"{name}.npy")


def graphs(encoder: BertModel, folder: Path, known: list[Sample] | None, out: Path) -> None:
    """layers.npz, lower.onnx, lower.npz, upper.onnx, upper.npz."""
    write_layers(encoder.encoder.layer, out)
    peaks = None
    if known is not None:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        seen = [tokenizer.encode(PREFIX + text).ids[:512] for one in known for text in one if text]
        peaks = watch(encoder, lambda: [encoder(input_ids=torch.tensor([ids])) for ids in seen])
    states, mask = torch.randn(2, 9, encoder.config.hidden_size), torch.ones(2, 9, dtype=torch.long)
    mask[1, 6:] = 0
    write(Lower(encoder, peaks), {"words": states, "mask": mask}, {"states": 2}, out / "lower.onnx")
    write(Upper(encoder, peaks), {"states": states, "mask": mask}, {"embedding": 1, "tokens": 2}, out / "upper.onnx")


def looked_at(folder: Path, known: list[Sample], scorer: Joint | Critic, checkpoint: Path | None) -> Peaks:
    """How large the inputs of a scorer's or critic's products grow on samples, or as a recovered checkpoint says."""
    if isinstance(scorer, Critic):
        read = Reader(folder).read(sorted({text for source, mt, _ in known for text in (source, mt)}))
        pairs = [collate([Pair(read[mt], read[source])]) for source, mt, _ in known]
        peaks = watch(scorer, lambda: [scorer.judge(*pair[:2]) for pair in pairs])
    else:
        coder = joint.Coder(folder)
        coded = [joint.JointPair(*coder((mt, source))) for source, mt, _ in known]
        peaks = watch(scorer, lambda: [scorer(*joint.collate([pair])) for pair in coded])
    state = torch.load(checkpoint, map_location="cpu", weights_only=True) if checkpoint else {}
    return peaks | {scorer.get_submodule(name): values for name, values in state.get("peaks", {}).items()}


def pair_graphs(models: dict[Joint | Critic, Path | None], folder: Path, known: list[Sample] | None, out: Path) -> None:
    """scorer.onnx, scorer.npz, critic.onnx, critic.npz, of a scorer and a critic with their checkpoints."""
    sides = torch.tensor([[-MT, MT, MT, MT, -MT, SRC, SRC, -SRC], [-MT, MT, MT, MT, -MT, SRC, -SRC, 0]])
    for model, checkpoint in models.items():
        states = torch.randn(2, 8, model.side.embedding_dim)
        peaks = looked_at(folder, known, model, checkpoint) if known else None
        # The models' own code is exported; only their layers are replaced.
        with mock.patch("model.block", nn.Module.__call__), mock.patch("joint.block", nn.Module.__call__):
            if isinstance(model, Critic):
                inputs = {"states": states, "sides": sides}
                write(Critique(model, peaks), inputs, {"verdict": 1, "odd": 2}, out / "critic.onnx")
            else:
                inputs = {"words": states, "places": torch.arange(8).expand(2, 8), "sides": sides}
                outputs = {"penalty": 1, "tags": 2, "rates": 2}
                write(Heads(model, peaks), inputs, outputs, out / "scorer.onnx")


def describe(out: Path, blend: Path | None) -> None:
    """encoder.json, with the blend of that file if there is one; what other steps have written there stays.

    Only the residuals of `residuals.py` and the head of `system_head.py` go: both are of the weights before.
    """
    path = out / "encoder.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    before.pop("residuals", None)
    before.pop("systems", None)
    pieces = SentencePieceProcessor(model_file=str(out / "tokenizer.model"))
    # In training the prefix was cut by itself, with its last space as a token.
    prefix = [*pieces.encode(PREFIX.rstrip()), pieces.piece_to_id("▁")]
    hashes = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in NEEDED}
    fixed: dict[str, Any] = {
        "languages": list(LANGUAGES),
        "prefix_ids": prefix,
        "lower_layers": LOWER,
        "sha256": hashes,
    }
    if blend and blend.exists():
        fixed["blend"] = json.loads(blend.read_text(encoding="utf-8"))
    plain = {name: dict.fromkeys(keys, 0.0) for name, keys in WEIGHTS.items()}
    made = {"version": VERSION, "languages": []} | plain | before | fixed | {"version": VERSION}
    path.write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, help="of a training run; without it the scorer is untrained")
    parser.add_argument("--blend", type=Path, help="file of `blend.py`, by default `blend.json` beside the checkpoint")
    parser.add_argument("--critic", type=Path, help="checkpoint of `critic.py`; without it the critic is untrained")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--data", type=Path, required=True, help="texts: their pieces are kept, and their sizes rule rounding"
    )
    parser.add_argument("--pieces", type=int, default=MOST, help="of the vocabulary at most, 216 bytes each")
    parser.add_argument("--only", choices=["graphs", "scorer", "critic"])
    parser.add_argument("--exact", action="store_true", help="layers in single precision, to see what rounding costs")
    args = parser.parse_args()
    # Fixed sizes in the traced code are meant: heads, width, layers.
    warnings.filterwarnings("ignore", category=torch.jit.TracerWarning)
    torch.set_num_threads(1)
    torch.manual_seed(0)
    args.out.mkdir(parents=True, exist_ok=True)
    encoder = BertModel.from_pretrained(args.encoder, add_pooling_layer=False).eval()
    known = None if args.exact else samples(args.data)
    if args.only is None:
        vocabulary(encoder, args.encoder, args.out, args.data, args.pieces)
    if args.only in (None, "graphs"):
        graphs(encoder, args.encoder, known, args.out)
    models: dict[Joint | Critic, Path | None] = {}
    if args.only != "critic":
        models[scorer_of(encoder, args.checkpoint)] = args.checkpoint
    if args.only != "scorer":
        models[critic_of(encoder, args.critic)] = args.critic
    pair_graphs(models, args.encoder, known, args.out)
    describe(args.out, args.blend or (args.checkpoint.with_name("blend.json") if args.checkpoint else None))


if __name__ == "__main__":
    main()
