"""Weights in blocks of 32 for onnxruntime: 4 bits where they came in 4 bits, 8 bits where they were trained.

The encoder's matrices were published in 4 bits (Q4_0): they go into the graph as they are, without any loss. The
trained ones are rounded to 8 bits. `MatMulNBits` rounds its input to 8 bits as well, but every block of 32 numbers of
every row on its own: unlike the whole-tensor rounding of `quantize_dynamic` a score never depends on what else is in
the batch, and one outlying channel spoils 31 neighbours and not the sequence.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

BLOCK = 32


@dataclass(frozen=True)
class Blocks:
    """A matrix `(rows, columns)` in blocks along its columns.

    `numbers` uint8 `(rows, blocks, 32)`, `scales` `(rows, blocks)`; a weight is `(number - middle) * scale` with the
    middle 8 for 4 bits and 128 for 8 bits.
    """

    numbers: NDArray[Any]
    scales: NDArray[Any]
    bits: int

    def weights(self) -> NDArray[Any]:
        """The matrix in float32."""
        middle = 1 << (self.bits - 1)
        plain = (self.numbers.astype(np.float32) - middle) * self.scales.astype(np.float32)[..., None]
        return np.asarray(plain.reshape(len(plain), -1))


def four_bits(weights: NDArray[Any], rows: int = 16_384) -> Blocks | None:
    """The numbers and half-precision scales of a matrix that was unpacked from Q4_0; None if it was not.

    Q4_0 gives the largest weight of a block the number 0, so its scale is minus an eighth of it.
    """
    parts = []
    for start in range(0, len(weights), rows):
        part = weights[start : start + rows].astype(np.float32)
        blocks = part.reshape(len(part), -1, BLOCK)
        largest = np.take_along_axis(blocks, np.abs(blocks).argmax(-1)[..., None], -1)[..., 0]
        scales = (largest / -8).astype(np.float16)
        with np.errstate(divide="ignore", invalid="ignore"):
            numbers = np.rint(np.nan_to_num(blocks / scales.astype(np.float32)[..., None])) + 8
        made = Blocks(numbers.clip(0, 15).astype(np.uint8), scales, 4)
        if not np.array_equal(made.weights(), part):
            return None
        parts.append(made)
    return Blocks(np.concatenate([part.numbers for part in parts]), np.concatenate([part.scales for part in parts]), 4)


def eight_bits(weights: NDArray[Any]) -> Blocks:
    """Rounded to the nearest of 255 steps in each block."""
    blocks = weights.astype(np.float32).reshape(len(weights), -1, BLOCK)
    scales = np.maximum(np.abs(blocks).max(-1), 1e-12) / 127
    return Blocks((np.rint(blocks / scales[..., None]) + 128).astype(np.uint8), scales.astype(np.float32), 8)


def nibbles(blocks: Blocks) -> NDArray[Any]:
    """Q4_0 bytes `(rows, 16 * blocks)`: byte i of a block has number i in its low half, i + 16 in its high half."""
    numbers = blocks.numbers
    return np.asarray((numbers[..., :16] | (numbers[..., 16:] << 4)).reshape(len(numbers), -1))


class Product(torch.autograd.Function):
    """A matrix product that is exported as `MatMulNBits`."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, packed: torch.Tensor, *others: Any) -> torch.Tensor:
        """Only the shape: tracing needs no values."""
        return x.new_zeros(*x.shape[:-1], len(packed))

    @staticmethod
    def symbolic(g: Any, x: Any, packed: Any, scales: Any, bias: Any, bits: int) -> Any:
        """The operator."""
        from torch.onnx.symbolic_helper import _optional_input_placeholder_tensor as none

        outputs, blocks = packed.type().sizes()[:2]
        made = g.op(
            "com.microsoft::MatMulNBits",
            x,
            packed,
            scales,
            none(g),
            none(g),
            bias,
            K_i=blocks * BLOCK,
            N_i=outputs,
            bits_i=bits,
            block_size_i=BLOCK,
            accuracy_level_i=4,
        )
        return made.setType(x.type().with_sizes([None, None, outputs]))


class Linear(nn.Module):
    """Several linear maps of one input, side by side, in blocks; in 4 bits if all of them came so."""

    def __init__(self, *parts: nn.Linear) -> None:
        super().__init__()
        weights = np.concatenate([part.weight.detach().numpy() for part in parts])
        made = four_bits(weights) or eight_bits(weights)
        packed = made.numbers if made.bits == 8 else made.numbers[..., ::2] | (made.numbers[..., 1::2] << 4)
        self.bits = made.bits
        self.register_buffer("packed", torch.from_numpy(np.ascontiguousarray(packed)))
        self.register_buffer("scales", torch.from_numpy(made.scales.astype(np.float32).ravel()))
        self.register_buffer("bias", torch.cat([part.bias.detach() for part in parts]))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """`(batch, tokens, inputs)` to `(batch, tokens, outputs)`."""
        return Product.apply(x, self.packed, self.scales, self.bias, self.bits)


class Attention(torch.autograd.Function):
    """Multi-head attention under a mask, exported as one operator."""

    @staticmethod
    def forward(ctx: Any, q: torch.Tensor, *others: Any) -> torch.Tensor:
        """Only the shape."""
        return torch.zeros_like(q)

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, v: Any, mask: Any, heads: int) -> Any:
        """The operator."""
        from torch.onnx.symbolic_helper import _optional_input_placeholder_tensor as none

        made = g.op("com.microsoft::MultiHeadAttention", q, k, v, none(g), mask, num_heads_i=heads)
        return made.setType(q.type())


class Layer(nn.Module):
    """A layer of BERT on such operators; it takes what `BertLayer` takes."""

    def __init__(self, layer: Any) -> None:
        super().__init__()
        own = layer.attention.self
        self.heads = own.num_attention_heads
        self.qkv = Linear(own.query, own.key, own.value)
        self.out, self.norm = Linear(layer.attention.output.dense), layer.attention.output.LayerNorm
        self.wide, self.narrow = Linear(layer.intermediate.dense), Linear(layer.output.dense)
        self.last = layer.output.LayerNorm

    def forward(self, states: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        """States `(batch, tokens, width)`; `bias` `(batch, 1, 1, tokens)` is 0 on tokens and very low on padding."""
        mask = (bias[:, 0, 0] > -1).to(torch.int32)
        q, k, v = self.qkv(states).split(states.shape[-1], -1)
        states = self.norm(states + self.out(Attention.apply(q, k, v, mask, self.heads)))
        return self.last(states + self.narrow(nn.functional.gelu(self.wide(states))))


def write(module: nn.Module, inputs: dict[str, torch.Tensor], outputs: dict[str, int], path: Path) -> None:
    """Export with a free batch and token axis, and store the graph as onnxruntime's portable optimisations leave it.

    `outputs` gives each output's name and how many of its axes are free.
    """
    import onnx
    import onnxruntime

    axes = {name: {0: "batch", 1: "tokens"} if value.dim() > 1 else {0: "batch"} for name, value in inputs.items()}
    axes |= {name: dict(enumerate(("batch", "tokens")[:free])) for name, free in outputs.items()}
    raw = path.with_suffix(".raw")
    torch.onnx.export(
        module.eval(),
        tuple(inputs.values()),
        str(raw),
        input_names=list(inputs),
        output_names=list(outputs),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
        custom_opsets={"com.microsoft": 1},
    )
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    optimised = path.with_suffix(".optimised")
    options.optimized_model_filepath = str(optimised)
    options.intra_op_num_threads = 1
    onnxruntime.InferenceSession(str(raw), options, providers=["CPUExecutionProvider"])
    made = onnx.load(optimised)
    # Attributes and operator sets that the graph does not need, and that older releases of onnxruntime refuse.
    for node in made.graph.node:
        for attribute in [one for one in node.attribute if one.name == "weight_prepacked"]:
            node.attribute.remove(attribute)
    needed = {node.domain for node in made.graph.node}
    for domain in [one for one in made.opset_import if one.domain not in needed]:
        made.opset_import.remove(domain)
    onnx.save(made, raw)
    optimised.unlink()
    raw.rename(path)
