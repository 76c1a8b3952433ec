"""A COMET model in memory: built from its checkpoint without network and without running code from it.

`comet.load_from_checkpoint` hands the file to Lightning and the encoder's name to transformers, which asks the hub even
with `local_files_only`; so the model is put together here from unbabel-comet's own classes. Scores are those of
`model.predict` in single precision: the same batches through the same `predict_step`, without Lightning's trainer.
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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtqe.errors import Unavailable
from mtqe.metrics import comet_files


@dataclass(frozen=True)
class Model:
    """A loaded model.

    Args:
        module: The unbabel-comet model, on its device, in evaluation mode.
        kind: Its class identifier, such as `regression_metric`.
        device: `cpu` or `cuda`.
        needs_reference: Whether it scores only with a reference.
        takes_reference: Whether it makes use of one.
        takes_source: Whether it makes use of the source.
        revision: First 12 hex digits of the checkpoint's SHA-256.
    """

    module: Any
    kind: str
    device: str
    needs_reference: bool
    takes_reference: bool
    takes_source: bool
    revision: str


def load(checkpoint: Path) -> Model:
    """The model of a checkpoint; the one that was used last stays in memory.

    Raises:
        Unavailable: unbabel-comet is not installed, the encoder's files are missing, or the checkpoint is no plain
            COMET checkpoint.
    """
    status = checkpoint.stat()
    return _load(checkpoint.absolute(), status.st_size, status.st_mtime_ns)


@functools.lru_cache(maxsize=1)
def _load(checkpoint: Path, size: int, changed: int) -> Model:
    with quiet(), offline():
        try:
            comet = importlib.import_module("comet.models")
            torch = importlib.import_module("torch")
        except ImportError as error:
            raise Unavailable(f"unbabel-comet cannot be imported: {error}", "pip install unbabel-comet") from error
        stored = _read(torch, checkpoint)
        settings = dict(stored.get("hyper_parameters") or {})
        declared = comet_files.hyper_parameters(checkpoint)
        kind = str(declared.get("class_identifier") or settings.get("class_identifier"))
        if kind not in comet.str2model:
            raise Unavailable(
                f"{checkpoint}: no COMET model of a known kind ({kind})", "put the model's hparams.yaml in its folder"
            )
        # Since 2.2.4 unbabel-comet computes these checkpoints with softmax (its issue 244).
        if "sparsemax_patch" in (declared.get("layer_transformation"), settings.get("layer_transformation")):
            settings["layer_transformation"] = "softmax"
        module = _build(comet.str2model[kind], settings, checkpoint)
        _fill(module, stored["state_dict"], checkpoint)
        device = "cuda" if torch.cuda.is_available() else "cpu"
        module = module.float().eval().to(device)
    segments = module.hparams.get("input_segments")
    needs = bool(module.requires_references())
    return Model(
        module=module,
        kind=kind,
        device=device,
        needs_reference=needs,
        takes_reference=needs or "ref" in (segments or ()),
        takes_source=segments is None or "src" in segments,
        revision=comet_files.revision(checkpoint),
    )


def _read(torch: Any, checkpoint: Path) -> dict[str, Any]:
    """The content of a checkpoint; unpickling is restricted to weights and plain values, so that it runs no code."""
    try:
        # Mapped into memory where the format allows it, so that the weights are not held twice while they are copied.
        mapped = zipfile.is_zipfile(checkpoint)
        stored = torch.load(checkpoint, map_location="cpu", weights_only=True, mmap=mapped)
    except pickle.UnpicklingError as error:
        reason = next((line for line in str(error).splitlines() if "nsupported" in line), str(error).splitlines()[0])
        raise Unavailable(
            f"{checkpoint}: holds more than weights and plain values, which could run code: {reason.strip()}",
            "save the model again with its state_dict and plain hyper-parameters",
        ) from error
    except (OSError, RuntimeError, EOFError, ValueError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0].partition(". ")[0]
        raise Unavailable(f"{checkpoint}: cannot be read as a checkpoint: {reason}", "get the model again") from error
    if not isinstance(stored, dict) or not isinstance(stored.get("state_dict"), dict):
        raise Unavailable(f"{checkpoint}: holds no state_dict", "name the checkpoint of a COMET model")
    return stored


def _build(class_: Any, settings: dict[str, Any], checkpoint: Path) -> Any:
    """The model before its weights; its encoder's configuration and tokenizer come from a local folder."""
    known = inspect.signature(class_.__init__).parameters
    arguments = {key: value for key, value in settings.items() if key in known}
    folder = comet_files.encoder_folder(checkpoint, arguments)
    if folder is None:
        raise Unavailable(
            f"COMET needs the configuration and the tokenizer of its encoder {arguments.get('pretrained_model')}, "
            "which are not on this machine",
            f"get them with: {comet_files.fetch_command(str(checkpoint), checkpoint)}",
        )
    arguments |= {"pretrained_model": str(folder), "load_pretrained_weights": False, "local_files_only": True}
    modeling = importlib.import_module("transformers.modeling_utils")
    try:
        # Random weights would take ten seconds to draw for a large encoder; `_fill` sees that none of them is left.
        with getattr(modeling, "no_init_weights", contextlib.nullcontext)():
            return class_(**arguments)
    except (OSError, ValueError, TypeError, KeyError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise Unavailable(f"{checkpoint}: the model cannot be built: {reason}", "get the model again") from error


def _fill(module: Any, state: dict[str, Any], checkpoint: Path) -> None:
    """Put the checkpoint's weights in; a parameter that it lacks would hold anything, so that is refused."""
    try:
        lacking = set(module.load_state_dict(state, strict=False).missing_keys)
    except RuntimeError as error:
        reason = str(error).splitlines()[-1].strip()
        raise Unavailable(
            f"{checkpoint}: does not fit its encoder: {reason}", "put the right encoder beside the checkpoint"
        ) from error
    lacking &= {name for name, _ in module.named_parameters()}
    if lacking:
        raise Unavailable(
            f"{checkpoint}: lacks {len(lacking)} weights, first {min(lacking)}", "get the model again, whole"
        )


def predict(
    model: Model,
    samples: Sequence[dict[str, str]],
    batch_size: int,
    threads: int,
    progress: Callable[[int, int], None],
) -> list[float]:
    """One score a sample, in their order.

    Args:
        model: The model.
        samples: `src`, `mt` and, for all or none of them, `ref`.
        batch_size: Samples a batch.
        threads: CPU threads while it runs, 0 leaves the choice to torch.
        progress: Called with how many samples are done and how many there are.
    """
    np = importlib.import_module("numpy")
    torch = importlib.import_module("torch")
    move = importlib.import_module("pytorch_lightning.utilities").move_data_to_device
    # The order and batches of comet's `predict`: how a batch is padded shows in the last digits.
    order = np.argsort([len(sample["src"]) for sample in samples]).tolist()
    scores = [0.0] * len(samples)
    usual = torch.get_num_threads()
    try:
        if threads:
            torch.set_num_threads(threads)
        with quiet(), torch.inference_mode():
            for start in range(0, len(order), batch_size):
                progress(start, len(order))
                places = order[start : start + batch_size]
                batch = model.module.prepare_sample([samples[place] for place in places], stage="predict")
                output = model.module.predict_step(move(batch, model.device))
                for place, score in zip(places, output["scores"].float().tolist(), strict=True):
                    scores[place] = score
    finally:
        torch.set_num_threads(usual)
    progress(len(order), len(order))
    return scores


def truncated(model: Model, samples: Sequence[dict[str, str]]) -> list[bool]:
    """Whether a sample's text is longer than the encoder takes, so that COMET cuts it."""
    encoder = model.module.encoder
    used = ("mt", *(["src"] if model.takes_source else []), *(["ref"] if model.takes_reference else []))
    groups = [[sample[key] for key in used if key in sample] for sample in samples]
    texts = list(dict.fromkeys(text for group in groups for text in group))
    with quiet():
        tokens = encoder.tokenizer(texts, add_special_tokens=False, truncation=False, verbose=False)["input_ids"]
    length = dict(zip(texts, map(len, tokens), strict=True))
    each = encoder.max_positions - 2 - 2  # comet keeps two places free, and two marks stand around a text
    joined = hasattr(model.module, "concat_inputs")  # reads translation, source and reference as one sequence

    def is_cut(group: list[str]) -> bool:
        marks = 2 + (len(group) - 1) * encoder.size_separator
        total = sum(length[text] for text in group) + marks
        return any(length[text] > each for text in group) or (joined and total > encoder.max_positions)

    return [is_cut(group) for group in groups]


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep the chatter of comet, Lightning and transformers down, and leave the root logger as it was.

    Importing comet calls `logging.basicConfig`, which would turn on every library's messages in the whole program.
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
    """Let neither the hub's client nor transformers ask the network."""
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
    """The versions of the packages that can move a score."""
    packages = {"comet": "unbabel-comet", "torch": "torch", "transformers": "transformers"}
    return {name: importlib.metadata.version(package) for name, package in packages.items()}
