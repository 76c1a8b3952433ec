"""Where the files of COMET models are on this machine; nothing here imports torch or comet, or asks the network.

A model is a hub name such as `Unbabel/wmt22-comet-da`, with `@REVISION` for one of its versions, a folder, or a `.ckpt`
file. On disk it has the layout of
unbabel-comet: `hparams.yaml` and `checkpoints/model.ckpt`. A checkpoint holds the weights of its encoder but neither
the encoder's configuration nor its tokenizer: these are looked for in the folder `encoder/` beside `hparams.yaml` (or
right there), then in the hub's cache.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import re
import shlex
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtqe.errors import ConfigError
from mtqe.project.cache import Key, instructions

if TYPE_CHECKING:
    from mtqe.project.cache import Store

_SIZES = {"Unbabel/wmt22-comet-da": "2.3 GB"}
# Licences: LICENSE.models.md of unbabel-comet (all models older than 2.0 are Apache-2.0) and the models' cards.
_KNOWN = {
    "Unbabel/wmt22-comet-da": "apache-2.0",
    "Unbabel/wmt20-comet-da": "apache-2.0",
    "Unbabel/wmt20-comet-qe-da": "apache-2.0",
    "Unbabel/wmt22-cometkiwi-da": "cc-by-nc-sa-4.0",
    "Unbabel/wmt23-cometkiwi-da-xl": "cc-by-nc-sa-4.0",
    "Unbabel/wmt23-cometkiwi-da-xxl": "cc-by-nc-sa-4.0",
    "Unbabel/XCOMET-XL": "cc-by-nc-sa-4.0",
    "Unbabel/XCOMET-XXL": "cc-by-nc-sa-4.0",
}
_NON_COMMERCIAL = re.compile(r"kiwi|xcomet", re.IGNORECASE)
TOKENIZER_FILES = ("tokenizer.json", "sentencepiece.bpe.model", "vocab.txt")
# The hub moved the first encoders into an account; a cache may know them by either name.
ALIASES = {"xlm-roberta-large": "FacebookAI/xlm-roberta-large", "xlm-roberta-base": "FacebookAI/xlm-roberta-base"}
_NEED_REFERENCE = {"regression_metric", "ranking_metric"}
ENCODER_FILES = (
    "config.json",
    *TOKENIZER_FILES,
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
)
_SETTLED = 2.0
"""Seconds: after which another change of a file surely changes its time stamp. By hand."""


def locate(model: str) -> Path | None:
    """The checkpoint of a model on this machine, or `None`.

    Args:
        model: Hub name, with `@REVISION` or without, folder or `.ckpt` file.

    Raises:
        ConfigError: A folder holds several checkpoints and none is `checkpoints/model.ckpt`.
    """
    try:
        return _located(model)
    except PermissionError:  # a cache of another user, as containers often have: nothing that can be used is here
        return None


def _located(model: str) -> Path | None:
    path = Path(model).expanduser()
    if path.is_file():
        return path
    if path.is_dir():
        return _checkpoint_in(path)
    if looks_like_path(model):
        return None
    found = _cached(model, "checkpoints/model.ckpt")
    if found is not None:
        return found
    # Where comet.download_model keeps the models that never were on the hub, such as wmt21-comet-mqm.
    legacy = Path.home() / ".cache" / "torch" / "unbabel_comet" / model
    return _checkpoint_in(legacy) if legacy.is_dir() else None


def model_at_hand(model: str) -> bool:
    """Whether `score` can load a model without the network."""
    return missing(model) is None


def missing(model: str) -> str | None:
    """Why a model cannot be loaded here, with the one command that gets it; `None` if it can.

    Args:
        model: Hub name, folder or `.ckpt` file.

    Raises:
        ConfigError: A folder holds several checkpoints and none is `checkpoints/model.ckpt`.
    """
    lack = lacking(model)
    return None if lack is None else f"COMET needs {lack[0]}; {lack[1]}"


def lacking(model: str) -> tuple[str, str] | None:
    """What a model lacks to be loaded here, and what to do about it."""
    checkpoint = locate(model)
    if checkpoint is None:
        if looks_like_path(model) or Path(model).expanduser().is_dir():
            return f"a checkpoint, and {model} is not one nor holds one", "name a .ckpt file, a folder or a hub model"
        known = _SIZES.get(split(model)[0])
        size = f" ({known})" if known else ""
        bound = licence(model)
        first = f"accept its licence ({bound}) on the hub and run hf auth login, then " if bound else ""
        return f"{model}, which is not on this machine", f"{first}get it{size} with: {fetch_command(model)}"
    settings = hyper_parameters(checkpoint)
    if "pretrained_model" in settings and encoder_folder(checkpoint, settings) is None:
        return (
            f"the configuration and the tokenizer of its encoder {settings['pretrained_model']}, "
            "which are not on this machine",
            f"get them with: {fetch_command(model, checkpoint)}",
        )
    return None


def fetch_command(model: str, checkpoint: Path | None = None) -> str:
    """The command that gets a model with its encoder's configuration and tokenizer, or these alone for a checkpoint."""
    is_path = looks_like_path(model) or Path(model).expanduser().exists()
    return f"mtqe models fetch {shlex.quote(str(checkpoint) if is_path and checkpoint else model)}"


def split(model: str) -> tuple[str, str | None]:
    """Name and revision of a hub model: `NAME@REVISION` or `NAME`."""
    name, _, revision = model.partition("@")
    return name, revision or None


def looks_like_path(model: str) -> bool:
    """Whether a model's name can only be meant as a file or folder."""
    return model.startswith((".", "/", "~")) or model.endswith(".ckpt") or model.count("/") > 1 or "\\" in model


def encoder_folder(checkpoint: Path, settings: Mapping[str, Any]) -> Path | None:
    """The folder with the configuration and the tokenizer of a checkpoint's encoder, or `None`.

    Args:
        checkpoint: The `.ckpt` file.
        settings: Its hyper-parameters; `pretrained_model` names the encoder, `encoder_model` its kind.
    """
    encoder = str(settings.get("pretrained_model", ""))
    own_tokenizer = settings.get("encoder_model") != "MiniLM"  # comet gives MiniLM the tokenizer of xlm-roberta-base
    if not own_tokenizer and not _cached("xlm-roberta-base", "tokenizer.json"):
        return None
    root = model_folder(checkpoint)
    places = [root / "encoder", root]
    if encoder:
        places += [Path(encoder), root / encoder]
        configs = [_cached(name, "config.json") for name in (encoder, ALIASES.get(encoder)) if name]
        places += [config.parent for config in configs if config]
    return next((place for place in places if _is_encoder(place, own_tokenizer)), None)


def model_folder(checkpoint: Path) -> Path:
    """The folder of a model: the one above `checkpoints/`, else the checkpoint's own."""
    return checkpoint.parent.parent if checkpoint.parent.name == "checkpoints" else checkpoint.parent


def hyper_parameters(checkpoint: Path) -> Mapping[str, Any]:
    """What `hparams.yaml` beside a checkpoint says; empty without one.

    Raises:
        ConfigError: The file is no YAML mapping.
    """
    # comet looks in the folder above the checkpoint's whatever its name.
    for folder in (model_folder(checkpoint), checkpoint.parent.parent):
        path = folder / "hparams.yaml"
        if path.is_file():
            yaml = importlib.import_module("yaml")
            try:
                found = yaml.safe_load(path.read_text(encoding="utf-8"))
            except (yaml.YAMLError, UnicodeDecodeError) as error:
                raise ConfigError(f"{path}: not valid YAML: {error}".splitlines()[0], "mend the file") from error
            if not isinstance(found, dict):
                raise ConfigError(f"{path}: holds no settings", "put the model's own hparams.yaml there")
            return found
    return {}


def needs_reference(model: str) -> bool:
    """Whether a model on this machine scores only segments with a reference, as `hparams.yaml` tells.

    A model that is not here or tells nothing is taken not to need one; `score` finds out when it loads it.
    """
    checkpoint = locate(model)
    settings = hyper_parameters(checkpoint) if checkpoint else {}
    return settings.get("class_identifier") in _NEED_REFERENCE or settings.get("input_segments") == ["mt", "ref"]


def licence(model: str, checkpoint: Path | None = None) -> str | None:
    """The licence of a model if it forbids commercial use, such as `cc-by-nc-sa-4.0`; else `None`.

    Taken from the model card beside the checkpoint, else known from the name: CometKiwi and XCOMET by Unbabel.
    """
    found = _licence_on_card(checkpoint) or _KNOWN.get(split(model)[0])
    if found is None and _NON_COMMERCIAL.search(model):
        found = "cc-by-nc-sa-4.0"
    return found if found and "-nc" in found else None


def marks_spans(model: str) -> bool:
    """Whether a model is on this machine and says where the errors are, as `hparams.yaml` tells."""
    checkpoint = locate(model)
    settings = hyper_parameters(checkpoint) if checkpoint else {}
    kind = settings.get("class_identifier")
    return kind == "xcomet_metric" or (kind == "unified_metric" and bool(settings.get("word_level_training")))


def terms(model: str, checkpoint: Path | None = None) -> str:
    """The licence of a model by its card, else by its name; `unknown` where neither tells."""
    return _licence_on_card(checkpoint) or _KNOWN.get(split(model)[0], "unknown")


def models() -> list[tuple[str, str, str | None]]:
    """Well-known models, then others in the hub's cache: name, licence or `unknown`, checkpoint on this machine.

    One that is not the newest known there has its revision in its name.
    """
    places = {name: _cached(name, "checkpoints/model.ckpt") for name in _KNOWN}
    cache = Path(importlib.import_module("huggingface_hub.constants").HF_HUB_CACHE)
    for place in sorted(cache.glob("models--*/snapshots/*/checkpoints/model.ckpt")):
        name = place.parents[3].name.removeprefix("models--").replace("--", "/")
        current = _cached(name, "checkpoints/model.ckpt") == place
        places[name if current else f"{name}@{place.parents[1].name}"] = place
    return [(name, terms(name, place), str(place) if place else None) for name, place in places.items()]


def licence_note(model: str) -> str | None:
    """One line for the reader of a report when a model must not be used commercially; else `None`."""
    found = licence(model, locate(model))
    return f"COMET model {model} is licensed {found}: no commercial use" if found else None


def digest(checkpoint: Path, cache: Store | None = None) -> str:
    """The SHA-256 of a checkpoint, in hex.

    Args:
        checkpoint: The `.ckpt` file.
        cache: Remembers it, as reading some gigabytes takes seconds; a file that was touched since is read again.
    """
    target = checkpoint.resolve()
    if target.parent.name == "blobs" and re.fullmatch(r"[0-9a-f]{64}", target.name):
        return target.name  # the hub's cache names a large file by its SHA-256
    status = target.stat()
    mark = (target, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev)
    key = Key("file", {})
    place = key.of(*map(str, mark))
    known = cache.get(key, [place]) if cache else {}
    if place in known:
        return known[place].hex()
    found = _sha256(*mark)
    # A file that was written just now could be written again within the same tick of the file system's clock.
    if cache and time.time() - max(status.st_mtime, status.st_ctime) > _SETTLED:
        cache.put(key, {place: bytes.fromhex(found)})
    return found


@functools.lru_cache(maxsize=8)
def _sha256(path: Path, *mark: int) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def surroundings(checkpoint: Path) -> str:
    """A hash, in hex, over what moves a model's scores beside its weights: its settings, encoder and tokenizer."""
    settings = hyper_parameters(checkpoint)
    folder = encoder_folder(checkpoint, settings)
    files = [folder / name for name in ENCODER_FILES] if folder else []
    if settings.get("encoder_model") == "MiniLM":
        files += [found for found in [_cached("xlm-roberta-base", "tokenizer.json")] if found]
    # Where the files lie has no say: a model and its copy are one.
    plain = {name: value for name, value in settings.items() if name != "pretrained_model"}
    whole = hashlib.sha256(repr(sorted(plain.items())).encode())
    for file in files:
        if file.is_file():
            whole.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def device(dtype: str) -> str:
    """`cuda` where torch finds a graphics card, else `cpu`; torch is imported only where there may be one.

    Args:
        dtype: The precision asked for; `int8` runs on the CPU only.
    """
    if dtype == "int8" or not _may_have_card():
        return "cpu"
    return "cuda" if importlib.import_module("torch").cuda.is_available() else "cpu"


def precision(dtype: str, device: str) -> str:
    """`fp32`, `bf16` or `int8`: the precision asked for, with `auto` decided."""
    if dtype != "auto":
        return dtype
    return "bf16" if device == "cpu" and instructions() & {"amx_bf16", "avx512_bf16"} else "fp32"


def _may_have_card() -> bool:
    if sys.platform == "linux":
        nodes = ("nvidiactl", "nvidia0", "kfd", "dxg", "nvhost-gpu")  # the last three: ROCm, Windows below, Jetson
        return any((Path("/dev") / name).exists() for name in nodes)
    return sys.platform != "darwin"


def _checkpoint_in(folder: Path) -> Path | None:
    for place in (folder / "checkpoints", folder):
        found = sorted(place.glob("*.ckpt"))
        if place / "model.ckpt" in found:
            return place / "model.ckpt"
        if len(found) > 1:
            names = ", ".join(path.name for path in found)
            raise ConfigError(f"{place}: holds {len(found)} checkpoints: {names}", "name the one to use")
        if found:
            return found[0]
    return None


def _licence_on_card(checkpoint: Path | None) -> str | None:
    """The `license` in the front matter of the model card beside a checkpoint, in lower case."""
    card = model_folder(checkpoint) / "README.md" if checkpoint else None
    if card is None or not card.is_file():
        return None
    head = card.read_text(encoding="utf-8", errors="replace")[:4000]
    found = re.search(r"^license:\s*['\"]?([\w.-]+)", head, re.MULTILINE)
    return found[1].lower() if found else None


def _is_encoder(folder: Path, with_tokenizer: bool) -> bool:
    has_tokenizer = any((folder / name).is_file() for name in TOKENIZER_FILES)
    return (folder / "config.json").is_file() and (has_tokenizer or not with_tokenizer)


def _cached(model: str, file: str) -> Path | None:
    """A file of a hub model, at its revision, in the hub's cache."""
    hub = importlib.import_module("huggingface_hub")
    name, revision = split(model)
    try:
        found = hub.try_to_load_from_cache(name, file, revision=revision)
    except ValueError:  # not the form of a hub name
        return None
    return Path(found) if isinstance(found, str) else None
