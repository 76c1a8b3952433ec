"""Downloads a COMET model from the hub, with its encoder's configuration and tokenizer.

The result is a folder that works on any machine without network, or an entry in the hub's cache. Files in that cache
are copied and not downloaded again. Therefore `HF_HUB_OFFLINE` prevents only the download of missing files.
"""

from __future__ import annotations

import importlib
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mtqe.errors import ConfigError, MtqeError, Unavailable
from mtqe.metrics.comet import model_files
from mtqe.metrics.comet.network import quiet

_MODEL = ("hparams.yaml", "checkpoints/model.ckpt")
_EXTRA = ("README.md", "LICENSE")


def fetch(model: str, to: Path | None = None) -> Path:
    """Download a model, or the missing files of a checkpoint on this machine. Returns the checkpoint.

    Args:
        model: Hub name, with or without `@REVISION`; or a folder or `.ckpt` file whose encoder is missing.
        to: The folder to make; with `None` the hub's cache. The folder appears only when it is complete.

    Raises:
        ConfigError: The folder already exists, or the name cannot be the name of a model.
        Unavailable: A package is not installed, or the hub cannot be reached, does not have the model, or refuses it.
    """
    model_files.require_packages()
    local = model_files.locate(model)
    is_path = model_files.looks_like_path(model) or Path(model).expanduser().exists()
    if is_path and local is None:
        raise ConfigError(
            f"{model}: neither a checkpoint nor a hub name", "name a model of the hub, a folder or a .ckpt file"
        )
    if is_path and local is not None:
        if to is not None:
            raise ConfigError(f"{model} is on this machine already", "leave --to out to get what it lacks")
        _encoder(local, model_files.model_folder(local) / "encoder")
        return local
    if to is None:
        for name in _MODEL:
            _get(model, name)
        _get_some(model, _EXTRA)
        checkpoint = model_files.locate(model)
        assert checkpoint is not None  # it was just downloaded
        _encoder(checkpoint, None)
        return checkpoint
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise ConfigError(f"{to} already exists", "name a new folder")
    # A download takes minutes, so the next run continues an interrupted one.
    partial = to.with_name(f"{to.name}.part")
    try:
        for name in _MODEL:
            _get(model, name, partial)
        _get_some(model, _EXTRA, partial)
        _encoder(partial / "checkpoints" / "model.ckpt", partial / "encoder")
    except MtqeError:
        if not (partial / "hparams.yaml").exists():  # nothing was downloaded
            shutil.rmtree(partial, ignore_errors=True)
        raise
    for folder in (partial, partial / "encoder"):
        shutil.rmtree(folder / ".cache", ignore_errors=True)  # notes of the hub's client
    if to.exists():
        to.rmdir()
    partial.rename(to)
    return to / "checkpoints" / "model.ckpt"


def _encoder(checkpoint: Path, to: Path | None) -> None:
    """Download the configuration and the tokenizer of a checkpoint's encoder into a folder or the hub's cache."""
    settings = model_files.hyper_parameters(checkpoint)
    name = settings.get("pretrained_model")
    if not name:
        raise Unavailable(f"{checkpoint}: its encoder is unknown", "put the model's hparams.yaml in its folder")
    if Path(str(name)).is_dir() and to is not None:  # trained on this machine with an encoder from a folder
        to.mkdir(parents=True, exist_ok=True)
        for file in model_files.ENCODER_FILES:
            if (Path(str(name)) / file).is_file():
                shutil.copyfile(Path(str(name)) / file, to / file)
        return
    encoder = model_files.ALIASES.get(str(name), str(name))
    _get(encoder, "config.json", to)
    optional = [file for file in model_files.ENCODER_FILES if file != "config.json"]
    if not set(_get_some(encoder, optional, to)) & set(model_files.TOKENIZER_FILES):
        raise Unavailable(f"the hub's {encoder} has no tokenizer", "put it in the folder encoder beside the checkpoint")
    if settings.get("encoder_model") == "MiniLM":  # comet loads this tokenizer by name from the hub's cache
        _get("xlm-roberta-base", "tokenizer.json")


def _get_some(model: str, files: Sequence[str], to: Path | None = None) -> list[str]:
    """Download the files that the hub has, and return their names."""
    return [file for file in files if _get(model, file, to, optional=True)]


def _get(model: str, file: str, to: Path | None = None, optional: bool = False) -> bool:
    """Download a file of a model at its revision. Returns whether the hub has the file."""
    hub = importlib.import_module("huggingface_hub")
    errors: Any = importlib.import_module("huggingface_hub.errors")
    name, revision = model_files.split(model)
    try:
        cached = hub.try_to_load_from_cache(name, file, revision=revision)
        if isinstance(cached, str):
            if to is not None:
                (to / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(cached, to / file)
            return True
        if not optional:
            _require_network()
        with quiet():
            hub.hf_hub_download(name, file, revision=revision, local_dir=to)
    except errors.HFValidationError as error:
        raise ConfigError(f"{name}: cannot be the name of a model: {error}", "write ACCOUNT/MODEL") from error
    except errors.GatedRepoError as error:
        raise Unavailable(
            f"the hub gives {name} only to users who accepted its licence",
            f"accept it at https://huggingface.co/{name} and run hf auth login",
        ) from error
    except errors.RevisionNotFoundError as error:
        raise Unavailable(f"{name} has no revision {revision}", "see its commits and tags on the hub") from error
    except errors.RepositoryNotFoundError as error:
        raise Unavailable(f"the hub has no public model {name}", "check the name") from error
    except (errors.LocalEntryNotFoundError, errors.OfflineModeIsEnabled) as error:
        if optional and _is_offline():
            return False
        raise _unreachable(name, file) from error
    except errors.EntryNotFoundError as error:
        if optional:
            return False
        raise Unavailable(f"the hub's {name} has no {file}, so it is not a COMET model", "check the name") from error
    except errors.HfHubHTTPError as error:
        raise Unavailable(f"the hub refuses {name}: {str(error).splitlines()[0]}", "try again later") from error
    except OSError as error:
        if error.errno is None:  # errors of requests are OSErrors without a number
            raise _unreachable(name, file) from error
        raise MtqeError(f"{to or 'the cache of the hub'}: {error.strerror}", "name another folder") from error
    return True


def _require_network() -> None:
    """Ask the hub for its front page, because without network its client would retry for half a minute.

    Raises:
        OSError: The hub does not answer, or `HF_HUB_OFFLINE` is set.
    """
    constants = importlib.import_module("huggingface_hub.constants")
    importlib.import_module("huggingface_hub.utils").get_session().head(constants.ENDPOINT, timeout=10)


def _unreachable(name: str, file: str) -> Unavailable:
    elsewhere = f"run mtqe models fetch {name} --to FOLDER on a machine with network, and copy the folder here"
    if _is_offline():
        return Unavailable(
            f"{name} is incomplete on this machine ({file} is missing) and HF_HUB_OFFLINE is set",
            f"unset HF_HUB_OFFLINE, or {elsewhere}",
        )
    return Unavailable(f"the hub cannot be reached for {file} of {name}", elsewhere)


def _is_offline() -> bool:
    constants = importlib.import_module("huggingface_hub.constants")
    return bool(constants.HF_HUB_OFFLINE or os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"})
