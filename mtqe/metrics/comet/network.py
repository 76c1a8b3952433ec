"""Loads a COMET model from its checkpoint, without the network and without running code from the checkpoint.

`comet.load_from_checkpoint` gives the name of the encoder to transformers, which asks the hub even with
`local_files_only`. Therefore this module builds the model from the classes of unbabel-comet. The weights stay in the
mapped file until they are used, so loading needs neither time nor memory for a copy.

The encoder may use less than single precision. Pooling, the layers above the encoder and the scores always use it:

- `bf16`: the linear layers use bfloat16, and the encoder runs under autocast.
- `int8`: torch quantises the linear layers dynamically, per tensor, on the CPU.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import importlib.metadata
import inspect
import logging
import pickle
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from mtqe import version
from mtqe.errors import Unavailable
from mtqe.metrics.comet import model_files


class Facts(msgspec.Struct, frozen=True):
    """The facts of a model, independent of the texts.

    Args:
        kind: Its class identifier, such as `regression_metric`.
        needs_reference: Whether it scores only with a reference.
        takes_reference: Whether it can use a reference.
        takes_source: Whether it uses the source.
        marks_spans: Whether it marks the errors in the translation.
    """

    kind: str
    needs_reference: bool
    takes_reference: bool
    takes_source: bool
    marks_spans: bool


@dataclass(frozen=True, eq=False)
class Model:
    """A loaded model.

    Args:
        module: The unbabel-comet model, on its device, in evaluation mode.
        facts: The facts of the model.
        device: `cpu`, or `cuda:N` for a GPU.
        separate: Whether it encodes source, translation and reference separately and compares their embeddings.
    """

    module: Any
    facts: Facts
    device: str
    separate: bool


class OutOfMemory(Exception):
    """A GPU has too little memory."""


@contextlib.contextmanager
def enough_memory(device: str) -> Iterator[None]:
    """Raise `OutOfMemory` where torch says that a GPU has too little memory."""
    torch = importlib.import_module("torch")
    try:
        yield
    except torch.cuda.OutOfMemoryError as error:
        reason = (str(error).splitlines() or ["out of memory"])[0]
        raise OutOfMemory(f"the free memory of {device} is too small ({reason})") from error


def load(checkpoint: Path, device: str = "cpu", dtype: str = "fp32") -> Model:
    """Load the model of a checkpoint. The last model stays in memory.

    Raises:
        Unavailable: unbabel-comet is not installed, the encoder's files are missing, or the file is not a plain COMET
            checkpoint.
        OutOfMemory: The GPU has too little memory for the model.
    """
    status = checkpoint.stat()
    return _load(checkpoint.absolute(), device, dtype, status.st_size, status.st_mtime_ns)


@functools.lru_cache(maxsize=1)  # for the runs of a process, such as the rounds of a notebook; two would not fit
def _load(checkpoint: Path, device: str, dtype: str, size: int, changed: int) -> Model:
    with quiet(), offline():
        try:
            comet = importlib.import_module("comet.models")
            torch = importlib.import_module("torch")
        except ImportError as error:
            raise Unavailable(f"unbabel-comet cannot be imported: {error}", version.adding("comet")) from error
        stored = _read(torch, checkpoint)
        settings = dict(stored.get("hyper_parameters") or {})
        declared = model_files.hyper_parameters(checkpoint)
        kind = str(declared.get("class_identifier") or settings.get("class_identifier"))
        if kind not in comet.str2model:
            raise Unavailable(
                f"{checkpoint}: unknown kind of COMET model ({kind})", "put the model's hparams.yaml in its folder"
            )
        # Since version 2.2.4, unbabel-comet uses softmax for these checkpoints (its issue 244).
        if "sparsemax_patch" in (declared.get("layer_transformation"), settings.get("layer_transformation")):
            settings["layer_transformation"] = "softmax"
        module = _build(comet.str2model[kind], settings, checkpoint)
        _fill(module, stored["state_dict"], checkpoint)
        with enough_memory(device):
            module = module.float().eval().to(device)
            _narrow(torch, module.encoder, device, dtype)
    segments = module.hparams.get("input_segments")
    needs_reference = bool(module.requires_references())
    facts = Facts(
        kind=kind,
        needs_reference=needs_reference,
        takes_reference=needs_reference or "ref" in (segments or ()),
        takes_source=segments is None or "src" in segments,
        marks_spans=bool(getattr(module, "word_level", False)),
    )
    return Model(module, facts, device, separate=not hasattr(module, "concat_inputs"))


def _read(torch: Any, checkpoint: Path) -> dict[str, Any]:
    """The content of a checkpoint. Unpickling accepts only weights and plain values, so it runs no code."""
    try:
        mapped = zipfile.is_zipfile(checkpoint)
        stored = torch.load(checkpoint, map_location="cpu", weights_only=True, mmap=mapped)
    except pickle.UnpicklingError as error:
        reason = next((line for line in str(error).splitlines() if "nsupported" in line), str(error).splitlines()[0])
        raise Unavailable(
            f"{checkpoint}: has more than weights and plain values, which could run code: {reason.strip()}",
            "save the model again with its state_dict and plain hyper-parameters",
        ) from error
    except (OSError, RuntimeError, EOFError, ValueError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0].partition(". ")[0]
        raise Unavailable(f"{checkpoint}: cannot be read as a checkpoint: {reason}", "get the model again") from error
    if not isinstance(stored, dict) or not isinstance(stored.get("state_dict"), dict):
        raise Unavailable(f"{checkpoint}: has no state_dict", "name the checkpoint of a COMET model")
    return stored


def _build(class_: Any, settings: dict[str, Any], checkpoint: Path) -> Any:
    """The model without its weights. Its encoder's configuration and tokenizer come from a local folder."""
    parameters = inspect.signature(class_.__init__).parameters
    arguments = {key: value for key, value in settings.items() if key in parameters}
    folder = model_files.encoder_folder(checkpoint, arguments)
    if folder is None:
        raise Unavailable(
            f"COMET needs the configuration and the tokenizer of its encoder {arguments.get('pretrained_model')}, "
            "which are not on this machine",
            f"get them with: {model_files.fetch_command(str(checkpoint), checkpoint)}",
        )
    arguments |= {"pretrained_model": str(folder), "load_pretrained_weights": False, "local_files_only": True}
    modeling = importlib.import_module("transformers.modeling_utils")
    try:
        # Random weights would take ten seconds for a large encoder. `_fill` replaces every weight.
        with getattr(modeling, "no_init_weights", contextlib.nullcontext)():
            return class_(**arguments)
    except (OSError, ValueError, TypeError, KeyError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise Unavailable(f"{checkpoint}: the model cannot be built: {reason}", "get the model again") from error


def _fill(module: Any, state: dict[str, Any], checkpoint: Path) -> None:
    """Load the weights of the checkpoint. If it lacks a weight, refuse it, because the value would be undefined."""
    try:
        missing = set(module.load_state_dict(state, strict=False, assign=True).missing_keys)
    except RuntimeError as error:
        reason = str(error).splitlines()[-1].strip()
        raise Unavailable(
            f"{checkpoint}: does not fit its encoder: {reason}", "put the right encoder beside the checkpoint"
        ) from error
    missing &= {name for name, _ in module.named_parameters()}
    if missing:
        raise Unavailable(
            f"{checkpoint}: lacks {len(missing)} weights, first {min(missing)}", "get the complete model again"
        )


def _narrow(torch: Any, encoder: Any, device: str, dtype: str) -> None:
    """Let the encoder compute in less than single precision. Its output still has single precision."""
    if dtype == "int8":
        quantize = torch.ao.quantization.quantize_dynamic
        encoder.model = quantize(encoder.model, {torch.nn.Linear}, dtype=torch.qint8, inplace=True)
    if dtype != "bf16":
        return
    for layer in encoder.modules():
        if isinstance(layer, torch.nn.Linear):  # autocast would convert it for each batch again
            layer.to(torch.bfloat16)
    inner = encoder.forward

    def forward(*arguments: Any, **named: Any) -> dict[str, Any]:
        with torch.autocast(device.partition(":")[0], dtype=torch.bfloat16):
            output = inner(*arguments, **named)
        return {
            name: tuple(layer.float() for layer in value)
            if isinstance(value, tuple)
            else value.float()
            if torch.is_tensor(value) and value.is_floating_point()
            else value
            for name, value in output.items()
        }

    encoder.forward = forward


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Silence comet, Lightning and transformers, and restore the root logger.

    Importing comet calls `logging.basicConfig`, which would enable the messages of all libraries in the program.
    """
    root = logging.getLogger()
    handlers, level, disabled = list(root.handlers), root.level, root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)
        root.setLevel(level)
        for handler in [handler for handler in root.handlers if handler not in handlers]:
            root.removeHandler(handler)


@contextlib.contextmanager
def offline() -> Iterator[None]:
    """Prevent the hub's client and transformers from using the network."""
    with quiet():
        switches = [
            (importlib.import_module("huggingface_hub.constants"), "HF_HUB_OFFLINE"),
            (importlib.import_module("transformers.utils.hub"), "_is_offline_mode"),
        ]
    before = [(module, name, getattr(module, name)) for module, name in switches if hasattr(module, name)]
    try:
        for module, name, _ in before:
            setattr(module, name, True)
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)


def versions() -> dict[str, str]:
    """The versions of the packages that can change a score."""
    packages = {"comet": "unbabel-comet", "torch": "torch", "transformers": "transformers"}
    return {name: importlib.metadata.version(package) for name, package in packages.items()}
