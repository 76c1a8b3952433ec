"""Finds the files of COMET models on this machine, without torch, comet or the network.

A model is a hub name such as `Unbabel/wmt22-comet-da` (with `@REVISION` for a version), a folder, or a `.ckpt` file. On
disk it has the layout of unbabel-comet: `hparams.yaml` and `checkpoints/model.ckpt`. A checkpoint has the weights of
its encoder, but not the encoder's configuration and tokenizer. These are in the folder `encoder/` beside
`hparams.yaml`, directly beside it, or in the hub's cache.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import importlib.util
import re
import shlex
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtqe import version
from mtqe.errors import ConfigError, Unavailable
from mtqe.language.late_patterns import late
from mtqe.machine.cache import Key

if TYPE_CHECKING:
    from mtqe.machine.cache import Store

PACKAGES = {"comet": "unbabel-comet", "torch": "torch", "huggingface_hub": "huggingface_hub"}
"""Modules that COMET needs, and the packages that bring them. mtqe-slim does without."""
_DOWNLOAD_SIZES = {"Unbabel/wmt22-comet-da": "2.3 GB"}
# Source: LICENSE.models.md of unbabel-comet (all models older than 2.0 are Apache-2.0), and the model cards.
_LICENCES = {
    "Unbabel/wmt22-comet-da": "apache-2.0",
    "Unbabel/wmt20-comet-da": "apache-2.0",
    "Unbabel/wmt20-comet-qe-da": "apache-2.0",
    "Unbabel/wmt22-cometkiwi-da": "cc-by-nc-sa-4.0",
    "Unbabel/wmt23-cometkiwi-da-xl": "cc-by-nc-sa-4.0",
    "Unbabel/wmt23-cometkiwi-da-xxl": "cc-by-nc-sa-4.0",
    "Unbabel/XCOMET-XL": "cc-by-nc-sa-4.0",
    "Unbabel/XCOMET-XXL": "cc-by-nc-sa-4.0",
}
_NON_COMMERCIAL = late(r"kiwi|xcomet", re.IGNORECASE)
TOKENIZER_FILES = ("tokenizer.json", "sentencepiece.bpe.model", "vocab.txt")
# The hub moved the first encoders into an account, so a cache may have them under either name.
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
"""Seconds: after which another change of a file surely changes its time stamp."""


def locate(model: str) -> Path | None:
    """The checkpoint of a model on this machine, or `None`.

    Raises:
        ConfigError: A folder has several checkpoints and none is `checkpoints/model.ckpt`.
    """
    try:
        return _located(model)
    except PermissionError:  # the cache of another user, as in many containers: its files cannot be used
        return None


def _located(model: str) -> Path | None:
    path = Path(model).expanduser()
    if path.is_file():
        return path
    if path.is_dir():
        return _checkpoint_in(path)
    if looks_like_path(model):
        return None
    cached = _cached(model, "checkpoints/model.ckpt")
    if cached is not None:
        return cached
    # comet.download_model keeps here the models that were never on the hub, such as wmt21-comet-mqm.
    legacy = Path.home() / ".cache" / "torch" / "unbabel_comet" / model
    return _checkpoint_in(legacy) if legacy.is_dir() else None


def model_at_hand(model: str) -> bool:
    """Whether `score` can load a model without the network."""
    return missing(model) is None


def missing(model: str) -> str | None:
    """The reason why a model cannot be loaded, with the command that downloads it; `None` if it can be loaded.

    Raises:
        ConfigError: A folder has several checkpoints and none is `checkpoints/model.ckpt`.
    """
    lack = lacking(model)
    return None if lack is None else f"COMET needs {lack[0]}; {lack[1]}"


def lacking(model: str) -> tuple[str, str] | None:
    """The missing part of a model and a hint for the user; `None` if the model can be loaded."""
    if (package := missing_package()) is not None:
        return f"the package {package}, which is not installed", _adding()
    checkpoint = locate(model)
    if checkpoint is None:
        if looks_like_path(model) or Path(model).expanduser().is_dir():
            return f"a checkpoint, but {model} is not one and has none", "name a .ckpt file, a folder or a hub model"
        known_size = _DOWNLOAD_SIZES.get(split(model)[0])
        size = f" ({known_size})" if known_size else ""
        restricted = licence(model)
        first = f"accept its licence ({restricted}) on the hub and run hf auth login, then " if restricted else ""
        return f"{model}, which is not on this machine", f"{first}get it{size} with: {fetch_command(model)}"
    settings = hyper_parameters(checkpoint)
    if "pretrained_model" in settings and encoder_folder(checkpoint, settings) is None:
        return (
            f"the configuration and the tokenizer of its encoder {settings['pretrained_model']}, "
            "which are not on this machine",
            f"get them with: {fetch_command(model, checkpoint)}",
        )
    return None


def missing_package() -> str | None:
    """A package of COMET that is not installed, as in mtqe-slim; `None` if all are."""
    return next((name for module, name in PACKAGES.items() if importlib.util.find_spec(module) is None), None)


def require_packages() -> None:
    """Refuse what needs a package of COMET that is not installed.

    Raises:
        Unavailable: There is one.
    """
    if (package := missing_package()) is not None:
        raise Unavailable(f"COMET needs the package {package}, which is not installed", _adding())


def _adding() -> str:
    return f"add it with: {version.adding('comet')}"


def fetch_command(model: str, checkpoint: Path | None = None) -> str:
    """The command that downloads the missing files of a model."""
    is_path = looks_like_path(model) or Path(model).expanduser().exists()
    return f"mtqe models fetch {shlex.quote(str(checkpoint) if is_path and checkpoint else model)}"


def split(model: str) -> tuple[str, str | None]:
    """Name and revision of a hub model: `NAME@REVISION` or `NAME`."""
    name, _, revision = model.partition("@")
    return name, revision or None


def looks_like_path(model: str) -> bool:
    """Whether the name of a model can only mean a file or folder."""
    return model.startswith((".", "/", "~")) or model.endswith(".ckpt") or model.count("/") > 1 or "\\" in model


def encoder_folder(checkpoint: Path, settings: Mapping[str, Any]) -> Path | None:
    """The folder with the configuration and the tokenizer of a checkpoint's encoder, or `None`.

    Args:
        checkpoint: The `.ckpt` file.
        settings: Its hyper-parameters; `pretrained_model` names the encoder, `encoder_model` its kind.
    """
    encoder = str(settings.get("pretrained_model", ""))
    has_own_tokenizer = settings.get("encoder_model") != "MiniLM"  # MiniLM uses the tokenizer of xlm-roberta-base
    if not has_own_tokenizer and not _cached("xlm-roberta-base", "tokenizer.json"):
        return None
    root = model_folder(checkpoint)
    folders = [root / "encoder", root]
    if encoder:
        folders += [Path(encoder), root / encoder]
        configs = [_cached(name, "config.json") for name in (encoder, ALIASES.get(encoder)) if name]
        folders += [config.parent for config in configs if config]
    return next((folder for folder in folders if _is_encoder(folder, has_own_tokenizer)), None)


def model_folder(checkpoint: Path) -> Path:
    """The folder of a model: the parent of `checkpoints/`, or the folder of the checkpoint."""
    return checkpoint.parent.parent if checkpoint.parent.name == "checkpoints" else checkpoint.parent


def hyper_parameters(checkpoint: Path) -> Mapping[str, Any]:
    """The settings in the `hparams.yaml` of a checkpoint; empty if there is no such file.

    Raises:
        ConfigError: The file is not a YAML mapping.
    """
    # comet always looks in the parent of the checkpoint's folder.
    for folder in (model_folder(checkpoint), checkpoint.parent.parent):
        path = folder / "hparams.yaml"
        if path.is_file():
            yaml = importlib.import_module("yaml")
            try:
                settings = yaml.safe_load(path.read_text(encoding="utf-8"))
            except (yaml.YAMLError, UnicodeDecodeError) as error:
                raise ConfigError(f"{path}: not valid YAML: {error}".splitlines()[0], "correct the file") from error
            if not isinstance(settings, dict):
                raise ConfigError(f"{path}: has no settings", "replace it by the hparams.yaml of the model")
            return settings
    return {}


def needs_reference(model: str) -> bool:
    """Whether a model on this machine scores only segments with a reference, according to `hparams.yaml`.

    `False` if the model is not on this machine or has no such file; `score` finds out when it loads the model.
    """
    checkpoint = locate(model)
    settings = hyper_parameters(checkpoint) if checkpoint else {}
    return settings.get("class_identifier") in _NEED_REFERENCE or settings.get("input_segments") == ["mt", "ref"]


def licence(model: str, checkpoint: Path | None = None) -> str | None:
    """The licence of a model, such as `cc-by-nc-sa-4.0`, if it forbids commercial use; else `None`.

    The source is the model card beside the checkpoint. Without a card it is the name: CometKiwi and XCOMET by Unbabel.
    """
    name = _licence_on_card(checkpoint) or _LICENCES.get(split(model)[0])
    if name is None and _NON_COMMERCIAL.search(model):
        name = "cc-by-nc-sa-4.0"
    return name if name and "-nc" in name else None


def marks_spans(model: str) -> bool:
    """Whether a model is on this machine and marks errors, according to `hparams.yaml`."""
    checkpoint = locate(model)
    settings = hyper_parameters(checkpoint) if checkpoint else {}
    kind = settings.get("class_identifier")
    return kind == "xcomet_metric" or (kind == "unified_metric" and bool(settings.get("word_level_training")))


def terms(model: str, checkpoint: Path | None = None) -> str:
    """The licence of a model from its card, or from its name; `unknown` if neither gives it."""
    return _licence_on_card(checkpoint) or _LICENCES.get(split(model)[0], "unknown")


def models() -> list[tuple[str, str, str | None]]:
    """Well-known models, then other models in the hub's cache: name, licence or `unknown`, checkpoint.

    The checkpoint is `None` if the model is not on this machine. The name of an older version has its revision.

    Raises:
        Unavailable: A package of COMET is not installed.
    """
    require_packages()
    checkpoints = {name: _cached(name, "checkpoints/model.ckpt") for name in _LICENCES}
    cache = Path(importlib.import_module("huggingface_hub.constants").HF_HUB_CACHE)
    for path in sorted(cache.glob("models--*/snapshots/*/checkpoints/model.ckpt")):
        name = path.parents[3].name.removeprefix("models--").replace("--", "/")
        is_newest = _cached(name, "checkpoints/model.ckpt") == path
        checkpoints[name if is_newest else f"{name}@{path.parents[1].name}"] = path
    return [(name, terms(name, path), str(path) if path else None) for name, path in checkpoints.items()]


def licence_note(model: str) -> str | None:
    """A line for the reader of a report if a model must not be used commercially; else `None`."""
    name = licence(model, locate(model))
    return f"COMET model {model} is licensed {name}: no commercial use" if name else None


def digest(checkpoint: Path, cache: Store | None = None) -> str:
    """The SHA-256 of a checkpoint, in hex.

    Args:
        checkpoint: The `.ckpt` file.
        cache: Keeps the hash, because reading gigabytes takes seconds. A file with a new time stamp is read again.
    """
    target = checkpoint.resolve()
    if target.parent.name == "blobs" and re.fullmatch(r"[0-9a-f]{64}", target.name):
        return target.name  # the hub's cache names a large file by its SHA-256
    status = target.stat()
    identity = (target, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev)
    key = Key("file", {})
    address = key.of(*map(str, identity))
    stored = cache.get(key, [address]) if cache else {}
    if address in stored:
        return stored[address].hex()
    sha256 = _sha256(*identity)
    # A file that was just written could change again within the same tick of the file system's clock.
    if cache and time.time() - max(status.st_mtime, status.st_ctime) > _SETTLED:
        cache.put(key, {address: bytes.fromhex(sha256)})
    return sha256


@functools.lru_cache(maxsize=8)
def _sha256(path: Path, *identity: int) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def surroundings(checkpoint: Path) -> str:
    """A hash, in hex, of everything besides the weights that affects the scores: settings, encoder and tokenizer."""
    settings = hyper_parameters(checkpoint)
    folder = encoder_folder(checkpoint, settings)
    files = [folder / name for name in ENCODER_FILES] if folder else []
    if settings.get("encoder_model") == "MiniLM":
        files += filter(None, [_cached("xlm-roberta-base", "tokenizer.json")])
    # The place of the files does not count, so a copy of a model has the same hash.
    portable = {name: value for name, value in settings.items() if name != "pretrained_model"}
    hasher = hashlib.sha256(repr(sorted(portable.items())).encode())
    for file in files:
        if file.is_file():
            hasher.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return hasher.hexdigest()


def _checkpoint_in(folder: Path) -> Path | None:
    for parent in (folder / "checkpoints", folder):
        checkpoints = sorted(parent.glob("*.ckpt"))
        if parent / "model.ckpt" in checkpoints:
            return parent / "model.ckpt"
        if len(checkpoints) > 1:
            names = ", ".join(path.name for path in checkpoints)
            raise ConfigError(f"{parent} has {len(checkpoints)} checkpoints: {names}", "name the one to use")
        if checkpoints:
            return checkpoints[0]
    return None


def _licence_on_card(checkpoint: Path | None) -> str | None:
    """The `license` in the front matter of the model card beside a checkpoint, in lower case."""
    card = model_folder(checkpoint) / "README.md" if checkpoint else None
    if card is None or not card.is_file():
        return None
    head = card.read_text(encoding="utf-8", errors="replace")[:4000]
    match = re.search(r"^license:\s*['\"]?([\w.-]+)", head, re.MULTILINE)
    return match[1].lower() if match else None


def _is_encoder(folder: Path, with_tokenizer: bool) -> bool:
    has_tokenizer = any((folder / name).is_file() for name in TOKENIZER_FILES)
    return (folder / "config.json").is_file() and (has_tokenizer or not with_tokenizer)


def _cached(model: str, file: str) -> Path | None:
    """A file of a hub model, at its revision, in the hub's cache. Without the library of the hub nothing is found."""
    if importlib.util.find_spec("huggingface_hub") is None:
        return None
    hub = importlib.import_module("huggingface_hub")
    name, revision = split(model)
    try:
        path = hub.try_to_load_from_cache(name, file, revision=revision)
    except ValueError:  # the name cannot be a hub name
        return None
    return Path(path) if isinstance(path, str) else None
