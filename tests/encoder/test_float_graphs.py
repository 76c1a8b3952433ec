"""The graphs for a GPU: products of integers become products of floats."""

from __future__ import annotations

import importlib
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.encoder import float_graphs, message_fields, sessions, weight_files
from mtqe.encoder.matrices import initializers

PLACES = {"places": np.tile(np.arange(9), (3, 1)), "sides": np.tile([1] * 4 + [2] * 5, (3, 1))}
ON_GPU = {
    *("Abs", "Add", "Cast", "Clip", "Concat", "ConstantOfShape", "DequantizeLinear", "Div", "Equal", "Exp", "Expand"),
    *("FusedMatMul", "Gather", "Gelu", "Gemm", "Greater", "LayerNormalization", "Log", "MatMul", "Mul"),
    *("Not", "QuantizeLinear", "Reciprocal", "ReduceL2", "ReduceMax", "ReduceMean", "ReduceSum"),
    *("Reshape", "Shape", "SkipLayerNormalization", "Slice", "Softplus", "Split", "Squeeze", "Sub", "TopK"),
    *("Transpose", "Unsqueeze", "Where"),
}
"""Operators of which docs/OperatorKernels.md of onnxruntime lists kernels for CUDA with the types of the graphs."""


def session(model: bytes, name: str) -> Any:
    onnxruntime = importlib.import_module("onnxruntime")
    options = sessions._options(onnxruntime, 1)
    arrays = initializers(weight_files.FOLDER, name)
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in arrays.values()]
    options.add_external_initializers(list(arrays), values)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"]), values


@pytest.mark.parametrize("name", weight_files.PACKED)
def test_the_graph_for_a_gpu_computes_the_same(name: str) -> None:
    model = (weight_files.FOLDER / f"{name}.onnx").read_bytes()
    (plain, kept), (made, also_kept) = session(model, name), session(float_graphs.rewritten(model), name)
    states = np.random.default_rng(5).standard_normal((3, 9, 384)).astype(np.float32)
    feeds = {
        node.name: states if node.type == "tensor(float)" else PLACES.get(node.name, np.ones((3, 9), np.int64))
        for node in plain.get_inputs()
    }
    outputs = [node.name for node in plain.get_outputs()]
    assert [node.name for node in made.get_outputs()] == outputs
    for left, right in zip(plain.run(None, feeds), made.run(None, feeds), strict=True):
        assert np.allclose(left, right, rtol=1e-6, atol=1e-6)
    assert kept and also_kept


@pytest.mark.parametrize("name", weight_files.PACKED)
def test_every_operator_has_a_kernel_on_a_gpu(name: str) -> None:
    model = (weight_files.FOLDER / f"{name}.onnx").read_bytes()
    before, after = (Counter(float_graphs.operators(graph)) for graph in (model, float_graphs.rewritten(model)))
    products = before[float_graphs.REPLACED]
    assert products >= 24
    assert set(after) <= ON_GPU
    new = {"DequantizeLinear": products, "Cast": products, "MatMul": products, "Mul": products}
    assert after == before - Counter({float_graphs.REPLACED: products}) + Counter(new)


def test_a_graph_without_such_products_stays_as_it_is() -> None:
    assert float_graphs.rewritten(float_graphs.smallest()) == float_graphs.smallest()


def test_the_smallest_model_squares_its_input() -> None:
    onnxruntime = importlib.import_module("onnxruntime")
    options = sessions._options(onnxruntime, 1)
    smallest = onnxruntime.InferenceSession(float_graphs.smallest(), options, providers=["CPUExecutionProvider"])
    assert smallest.run(None, {float_graphs.SMALLEST_INPUT: [[3.0]]})[0].tolist() == [[9.0]]


FIELDS = st.one_of(
    st.tuples(st.integers(1, 5000), st.just(0), st.integers(0, 2**64 - 1)),
    st.tuples(st.integers(1, 5000), st.just(1), st.binary(min_size=8, max_size=8)),
    st.tuples(st.integers(1, 5000), st.just(2), st.binary(max_size=300)),
    st.tuples(st.integers(1, 5000), st.just(5), st.binary(min_size=4, max_size=4)),
)


@given(st.lists(FIELDS, max_size=8))
def test_fields_are_read_as_they_were_written(fields: list[tuple[int, int, int | bytes]]) -> None:
    message = b"".join(message_fields.field(*field) for field in fields)
    assert list(message_fields.fields(message)) == fields


@pytest.mark.parametrize("message", [b"\x0a\x05ab", b"\x80", b"\x0b", b"\x0d\x01"])
def test_a_damaged_message_is_refused(message: bytes) -> None:
    with pytest.raises(ValueError, match=r"ends after its message|unknown kind"):
        list(message_fields.fields(message))
