"""Matrices for onnxruntime: the layers' products in 8 bits.

Products of 8-bit integers take a third of the time of products in single precision, and of those with weights in
blocks (`MatMulNBits`), on processors with VNNI, and two thirds on others. `quantize_dynamic` would round a whole
batch with one scale, so that a score depends on what else is in the batch, and one outlying channel spoils all. Here:

- every row (token) of the input has its own scale, every column of the weights has its own;
- channels are evened out first, each divided by the root of its usual peak, which goes into the weights (Xiao et al.
  2023, "SmoothQuant");
- the few channels that stand out even so are multiplied in single precision (Dettmers et al. 2022, "LLM.int8()");
- weights are rounded so that no kernel of onnxruntime can saturate (`mtqe.encoder.matrices.whole`);
- layers that `export.py` names are multiplied in single precision as a whole, from weights stored in half precision.

The peaks are those of texts that `export.py` reads.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from packing import PARTS, Rounding, fitted, strip
from torch import nn

APART = 8
"""Channels that are multiplied in single precision."""

Peaks = dict[nn.Module, torch.Tensor]


class Product(torch.autograd.Function):
    """A product of rows of bytes about 128 with signed bytes, whose columns have scales: `MatMulIntegerToFloat`."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, packed: torch.Tensor, *others: Any) -> torch.Tensor:
        """Only the shape: tracing needs no values."""
        return x.new_zeros(*x.shape[:-1], packed.shape[-1])

    @staticmethod
    def symbolic(g: Any, x: Any, packed: Any, scales: Any, one: Any, middle: Any) -> Any:
        """The operators: round `x`, which is within 127, to bytes, and multiply."""
        made = g.op(
            "com.microsoft::MatMulIntegerToFloat", g.op("QuantizeLinear", x, one, middle), packed, one, scales, middle
        )
        return made.setType(x.type().with_sizes([None, packed.type().sizes()[-1]]))


class Linear(nn.Module):
    """Several linear maps of one input, side by side, in 8 bits.

    Args:
        parts: The maps.
        origin: The map of the encoder that they are, or were before training, see `packing.Rounding`.
        peaks: `(inputs,)`, the greatest magnitude of each input on texts; `None` where inputs are alike.
    """

    def __init__(self, *parts: nn.Linear, origin: str, peaks: torch.Tensor | None = None) -> None:
        super().__init__()
        weights = torch.cat([part.weight.detach() for part in parts])
        even = torch.ones(weights.shape[1])
        apart = torch.zeros(0, dtype=torch.long)
        if peaks is not None:
            even = (peaks / peaks.median()).clamp(min=0.05).sqrt()
            apart = (peaks / even).topk(APART).indices.sort().values
        self.register_buffer("even", 1 / even)
        self.even[apart] = 0.0
        even[apart] = 0.0
        self.rounding = Rounding(origin, even.numpy())
        packed, scales = fitted((weights * even).T.numpy())
        self.register_buffer("packed", torch.from_numpy(packed))
        self.register_buffer("scales", torch.from_numpy(scales))
        self.register_buffer("apart", apart)
        self.register_buffer("exact", weights[:, apart].T.contiguous())
        self.register_buffer("bias", torch.cat([part.bias.detach() for part in parts]))
        self.register_buffer("one", torch.tensor(1.0))
        self.register_buffer("middle", torch.tensor(128, dtype=torch.uint8))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """`(rows, inputs)` to `(rows, outputs)`."""
        even = x * self.even if len(self.apart) else x
        peaks = even.abs().amax(-1, keepdim=True).clamp(min=1e-9)
        product = Product.apply(even * (127 / peaks), self.packed, self.scales, self.one, self.middle)
        rest = torch.addmm(self.bias, x[:, self.apart], self.exact) if len(self.apart) else self.bias
        return product * (peaks / 127) + rest


class Whole(nn.Module):
    """Several linear maps of one input, side by side, in single precision; `write` stores the weights in half of it."""

    def __init__(self, *parts: nn.Linear) -> None:
        super().__init__()
        self.register_buffer("whole", torch.cat([part.weight.detach() for part in parts]).T.contiguous())
        self.register_buffer("bias", torch.cat([part.bias.detach() for part in parts]))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """`(rows, inputs)` to `(rows, outputs)`."""
        return torch.addmm(self.bias, x, self.whole)


GRID = 2.0**-15
"""Weights of attention are rounded to it: for up to 512 tokens, any sum of them is exact in single precision."""


class Scores(torch.autograd.Function):
    """The product of queries with keys `(batch, heads, tokens, width)`, times a factor."""

    @staticmethod
    def forward(ctx: Any, q: torch.Tensor, k: torch.Tensor, factor: float) -> torch.Tensor:
        """`(batch, heads, tokens, tokens)`."""
        return q @ k.transpose(-1, -2) * factor

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, factor: float) -> Any:
        """One operator, so that neither the keys are transposed nor the product is scaled in a pass of its own."""
        return g.op("com.microsoft::FusedMatMul", q, k, transB_i=1, alpha_f=factor).setType(q.type())


class Reshaped(torch.autograd.Function):
    """A tensor in another shape; a size of 0 stays as it is. Plain torch would export the sizes as nodes."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, sizes: tuple[int, ...]) -> torch.Tensor:
        """The tensor."""
        return x.reshape([int(x.shape[number]) if size == 0 else size for number, size in enumerate(sizes)])

    @staticmethod
    def symbolic(g: Any, x: Any, sizes: tuple[int, ...]) -> Any:
        """One operator with constant sizes."""
        made = g.op("Reshape", x, g.op("Constant", value_t=torch.tensor(sizes)))
        return made.setType(x.type().with_sizes([size if size > 0 else None for size in sizes]))


def attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, bias: torch.Tensor, heads: int) -> torch.Tensor:
    """Multi-head attention with the same bits on all processors, of `(batch, tokens, width)`, `(rows, width)`.

    The kernels of onnxruntime for softmax add up in an order that depends on the width of the processor's registers.
    Here each weight, before it is divided by their sum, is a multiple of `GRID`, so that the order does not matter. All
    other operators compute each number in one order.
    """
    width = int(q.shape[-1])
    q, k, v = (Reshaped.apply(part, (0, 0, heads, width // heads)).transpose(1, 2) for part in (q, k, v))
    scores = Scores.apply(q, k, (width // heads) ** -0.5) + bias
    weights = (scores - scores.amax(-1, keepdim=True)).exp()
    # For a number up to 1, the sum has no bits below the grid: single precision has 24 bits.
    weights = (weights + 1.5 * 2**23 * GRID) - 1.5 * 2**23 * GRID
    mixed = (weights @ v) / weights.sum(-1, keepdim=True)
    return Reshaped.apply(mixed.transpose(1, 2), (-1, width))


class Layer(nn.Module):
    """A layer of BERT on such operators; it takes what `model.block` takes beside the layer.

    Args:
        layer: The layer.
        number: The number of the encoder's layer that it is, or was before training.
        peaks: The peaks of the inputs of its maps.
        whole: Whether its products stay in single precision.
    """

    def __init__(self, layer: Any, number: int, peaks: Peaks, whole: bool = False) -> None:
        super().__init__()
        self.heads = layer.attention.self.num_attention_heads

        def made(part: str, evened: bool = True) -> nn.Module:
            parts = [layer.get_submodule(name) for name in PARTS[part]]
            if whole:
                return Whole(*parts)
            return Linear(*parts, origin=f"{number}.{part}", peaks=peaks[parts[0]] if evened else None)

        self.qkv = made("qkv")
        self.out, self.norm = made("out", evened=False), layer.attention.output.LayerNorm
        self.wide = made("wide")
        self.narrow, self.last = made("narrow"), layer.output.LayerNorm

    def forward(self, states: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        """States `(batch, tokens, width)`; `bias` `(batch, 1 or heads, 1 or tokens, tokens)` is very low on padding."""
        batch, tokens, width = states.shape
        rows = states.reshape(-1, width)
        q, k, v = self.qkv(rows).view(batch, tokens, 3 * width).split(width, -1)
        rows = self.norm(rows + self.out(attention(q, k, v, bias, self.heads)))
        return self.last(rows + self.narrow(nn.functional.gelu(self.wide(rows)))).view(batch, tokens, width)


def watch(module: nn.Module, run: Callable[[], object]) -> Peaks:
    """The greatest magnitude of each input of each linear map, while `run` runs."""
    peaks: Peaks = {}

    def note(linear: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        seen = inputs[0].detach().float().abs().flatten(0, -2).amax(0)
        peaks[linear] = torch.maximum(peaks[linear], seen) if linear in peaks else seen

    hooks = [one.register_forward_pre_hook(note) for one in module.modules() if isinstance(one, nn.Linear)]
    with torch.inference_mode():
        run()
    for hook in hooks:
        hook.remove()
    return peaks


def halve(graph: Any) -> None:
    """Store the weights of `Whole` in half precision; onnxruntime makes them single again when it loads the graph."""
    import onnx
    from onnx import numpy_helper

    for tensor in [one for one in graph.initializer if one.name.endswith(".whole")]:
        half = numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), f"{tensor.name}.half")
        graph.initializer.remove(tensor)
        graph.initializer.append(half)
        graph.node.insert(0, onnx.helper.make_node("Cast", [half.name], [tensor.name], to=onnx.TensorProto.FLOAT))


def write(module: nn.Module, inputs: dict[str, torch.Tensor], outputs: dict[str, int], path: Path) -> None:
    """Export with a free batch and token axis, and store the graph as onnxruntime's portable optimisations leave it.

    `outputs` gives each output's name and how many of its axes are free. The matrices in 8 bits are not in the graph,
    but in a second file beside it, see `packing.py`.
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
    halve(made.graph)
    strip(made.graph, {name: one.rounding for name, one in module.named_modules() if isinstance(one, Linear)}, path)
    onnx.save(made, raw)
    optimised.unlink()
    raw.rename(path)
