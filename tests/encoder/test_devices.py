"""Where models compute, with a simulated GPU."""

from __future__ import annotations

import ast
import importlib.metadata
from pathlib import Path

import numpy as np
import pytest
from call_names import called
from gpu_fixture import Runtime

import mtqe
from mtqe import encoder
from mtqe.encoder import Pair, devices, judgement_cache, sessions
from mtqe.encoder.devices import Device
from mtqe.errors import ConfigError, Unavailable
from mtqe.machine.cache import Store
from mtqe.registry.contracts import Context
from mtqe.settings.config import Config

PAIRS = [
    Pair("The bridge is closed until spring.", "Die Brücke ist bis zum Frühling gesperrt.", None, "en", "de"),
    Pair("Nobody was hurt.", "Niemand wurde verletzt.", "Es gab keine Verletzten.", "en", "de"),
    Pair("Rain is expected in the north.", "Zwei Schulen teilen sich eine Bibliothek.", None, "en", "de"),
]


# --- what is chosen ---------------------------------------------------------------------------------------------------


def test_auto_takes_the_gpu(runtime: Runtime, capsys: pytest.CaptureFixture[str]) -> None:
    assert encoder.device("auto") == Device("cuda:0", "the encoder runs on the GPU (cuda:0)")
    assert encoder.device("cpu") == Device("cpu")
    assert encoder.device("cuda:1").name == "cuda:1"
    assert [settings["device_id"] for settings in runtime.created] == ["0", "1"]
    assert {settings["use_tf32"] for settings in runtime.created} == {"0"}
    assert capsys.readouterr().out == ""  # what onnxruntime prints would be in the JSON on stdout


def test_without_a_gpu_nothing_is_loaded_or_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "has_nvidia", lambda: False)
    monkeypatch.setattr(sessions, "runtime", lambda: pytest.fail("onnxruntime was asked"))
    assert encoder.device("auto") == encoder.device("cpu") == Device("cpu")
    assert encoder.signature("auto") == encoder.signature("cpu")


@pytest.mark.parametrize("fault", ["not listed", "not loaded", "fails"])
def test_a_gpu_that_cannot_be_used_is_told(runtime: Runtime, fault: str) -> None:
    runtime.listed, runtime.loads = fault != "not listed", fault != "not loaded"
    runtime.failure = "CUDA failure 209: no kernel image is available\nmore" if fault == "fails" else ""
    why = {
        "not listed": r"is built without CUDA",
        "not loaded": r"cannot load its CUDA provider: the driver, CUDA or cuDNN is missing or too old",
        "fails": r"cannot compute on cuda:0 \(CUDA failure 209: no kernel image is available\)",
    }[fault]
    chosen = encoder.device("auto")
    assert chosen.name == "cpu"
    assert "the encoder runs on the CPU, although this machine has a GPU, because onnxruntime" in chosen.note
    assert why.replace("\\", "") in chosen.note
    assert "pip install 'onnxruntime-gpu[cuda,cudnn]'" in chosen.note
    with pytest.raises(ConfigError, match=f"the encoder cannot run on cuda: .*{why}") as caught:
        encoder.device("cuda")
    assert caught.value.hint.endswith("or give --device cpu")
    assert caught.value.exit_code == 2


def test_a_gpu_that_is_asked_for_is_tried_even_if_none_is_seen(
    runtime: Runtime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(devices, "has_nvidia", lambda: False)
    assert encoder.device("cuda").name == "cuda:0"


def test_what_shows_a_gpu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices.sys, "platform", "linux")
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    (tmp_path / "dev").mkdir()
    assert not devices.has_card(tmp_path)
    (tmp_path / "dev" / "kfd").touch()
    assert devices.has_card(tmp_path) and not devices.has_nvidia(tmp_path)
    (tmp_path / "dev" / "nvidiactl").touch()
    assert devices.has_nvidia(tmp_path)
    for value, seen in (
        ("", False),
        ("-1", False),
        ("NoDevFiles", False),
        ("0", True),
        ("1,0", True),
        ("GPU-8d1", True),
    ):
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", value)
        assert devices.has_nvidia(tmp_path) == seen, value
    monkeypatch.setattr(devices.sys, "platform", "win32")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    monkeypatch.setenv("SYSTEMROOT", str(tmp_path))
    assert not devices.has_nvidia(tmp_path)
    (tmp_path / "System32").mkdir()
    (tmp_path / "System32" / "nvcuda.dll").touch()
    assert devices.has_nvidia(tmp_path)


def test_the_models_of_the_gpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices.platform, "node", lambda: "machine")
    assert devices.cards(tmp_path) == "machine"
    for number, model in enumerate(("Tesla B", "Tesla A", "Tesla B")):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "information").write_text(f"Model: \t\t {model}\nIRQ: 3\n", encoding="utf-8")
    assert devices.cards(tmp_path) == "Tesla A, Tesla B"


# --- what it computes -------------------------------------------------------------------------------------------------


def test_a_gpu_gives_the_numbers_of_the_cpu(runtime: Runtime) -> None:
    """The simulated GPU computes the graphs for a GPU on the CPU: the products of integers are exact."""
    on_cpu, on_gpu = encoder.load("cpu", threads=1), encoder.load("auto", threads=1)
    assert (on_cpu.on, on_gpu.on) == ("cpu", "cuda:0")
    runtime.created.clear()
    for left, right in zip(on_cpu.judge(PAIRS), on_gpu.judge(PAIRS), strict=True):
        assert left.penalty == pytest.approx(right.penalty, abs=1e-6)
        assert np.allclose(left.tags, right.tags, atol=1e-6)
    for left, right in zip(on_cpu.criticise(PAIRS), on_gpu.criticise(PAIRS), strict=True):
        assert left.odds == pytest.approx(right.odds, abs=1e-5)
    texts = [pair.source for pair in PAIRS]
    assert np.allclose(on_cpu.embed(texts), on_gpu.embed(texts), atol=1e-6)
    assert len(runtime.created) == 4  # lower, upper, critic, scorer


def test_each_device_has_its_model(runtime: Runtime) -> None:
    assert encoder.load("auto", threads=1) is encoder.load("cuda", threads=1)
    assert encoder.load("auto", threads=1) is not encoder.load("cpu", threads=1)


def test_a_batch_without_memory_runs_in_parts(runtime: Runtime) -> None:
    model = encoder.load("auto", threads=1)
    texts = [f"{number} people came." for number in range(7)]
    expected = encoder.load("cpu", threads=1).embed(texts)
    assert encoder.strain("auto") == ""
    runtime.rows = 2
    assert np.allclose(model.embed(texts), expected, atol=1e-6)
    assert "the free memory of cuda:0 was too small for some batches" in encoder.strain("auto")
    assert encoder.strain("cpu") == ""
    runtime.rows = 0
    with pytest.raises(Unavailable, match=r"the encoder failed on cuda:0: .*Failed to allocate") as caught:
        model.embed(["One more text."])
    assert caught.value.hint == "give --device cpu"


def test_another_failure_of_a_gpu_is_no_lack_of_memory(runtime: Runtime) -> None:
    model = encoder.load("auto", threads=1)
    runtime.failure = "CUDA failure 700: an illegal memory access was encountered"
    with pytest.raises(Unavailable, match="the encoder failed on cuda:0: CUDA failure 700"):
        model.embed(["One.", "Two."])
    assert encoder.strain("auto") == ""


@pytest.mark.parametrize("fault", ["provider", "operators"])
def test_work_that_is_left_to_the_cpu_is_refused(runtime: Runtime, fault: str) -> None:
    model = encoder.load("auto", threads=1)
    runtime.loads = fault != "provider"
    runtime.left = {"MatMul", "Shape"}  # the shapes of arrays are for the CPU by intention
    what = {"provider": "everything", "operators": "MatMul"}[fault]
    with pytest.raises(Unavailable, match=rf"lower\.onnx: onnxruntime leaves {what} to the CPU, which is slower"):
        model.embed(["One."])


def test_shapes_on_the_cpu_are_no_fault(runtime: Runtime) -> None:
    runtime.left = {"Shape", "Gather", "Concat"}
    assert encoder.load("auto", threads=1).embed(["One."]).shape == (1, 384)


# --- signatures and caches --------------------------------------------------------------------------------------------


def place(device: str) -> bytes:
    context = Context("en", "de", Config(device=device), cache=Store(Path("unused")))
    return judgement_cache._places("learned", PAIRS[:1], context)[PAIRS[0]]


def test_judgements_of_devices_are_kept_apart(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    assert place("auto") == place("cuda") == place("cuda:1") != place("cpu")
    on_gpu = place("cuda")
    monkeypatch.setattr(devices, "cards", lambda: "Simulated 2")
    assert place("cuda") != on_gpu
    assert encoder.signature("auto") == encoder.signature("cpu") | {"device": "cuda"}
    assert encoder.load("auto", threads=1).signature == encoder.signature("auto")


def test_a_note_of_the_cpu_moves_no_key(runtime: Runtime) -> None:
    runtime.listed = False
    assert place("auto") == place("cpu")
    assert encoder.signature("auto") == encoder.signature("cpu")


def test_the_package_for_gpus_has_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    version = importlib.metadata.version

    def installed(name: str) -> str:
        if name == "onnxruntime":
            raise importlib.metadata.PackageNotFoundError(name)
        return "1.99" if name == "onnxruntime-gpu" else version(name)

    plain = place("cpu")
    monkeypatch.setattr(importlib.metadata, "version", installed)
    assert judgement_cache._version("onnxruntime") == "1.99"
    assert place("cpu") != plain


def test_each_use_of_the_encoder_names_its_device() -> None:
    """A use without the device of the run would load a second model, or compute on another device."""
    found = []
    for path in Path(mtqe.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and called(node) in {"encoder.load", "encoder.signature"}:
                found.append((path.name, bool(node.args)))
    assert len(found) >= 10
    assert [name for name, named in found if not named] == []
