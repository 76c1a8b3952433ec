"""Checks the encoder's files. If one is missing or changed, `Unavailable` says in one line what is wrong."""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mtqe import version
from mtqe.encoder import residuals
from mtqe.errors import Unavailable
from mtqe.machine import cache

FOLDER = Path(__file__).parent.parent / "data" / "encoder"
MANIFEST = "encoder.json"
PACKED = ("lower", "upper", "critic", "scorer")
"""Graphs whose matrices are stored apart; see `mtqe.encoder.matrices`."""
NEEDED = (
    *("tokenizer.model", "nibbles.npy", "scales.npy", "layers.npz"),
    *(f"{name}.{kind}" for name in PACKED for kind in ("onnx", "npz")),
)
BLEND = ("chrf", "match", "usual_chrf", "usual_match")
"""The numbers of `blend` in `encoder.json`, see `mtqe.encoder.reference_similarity`."""
CONSENSUS = ("chrf",)
"""The numbers of `consensus` there, see `mtqe.metrics.consensus`."""
WEIGHTS = {"blend": BLEND, "consensus": CONSENSUS}


def _reinstall() -> str:
    return f"install mtqe again: pip install --force-reinstall --no-deps {version.distribution()}"


def declared(folder: Path) -> Mapping[str, Any]:
    """The content of `encoder.json`. The files that it names are not checked.

    Raises:
        Unavailable: `encoder.json` is missing or damaged.
    """
    path = folder / MANIFEST
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
        hashes = {str(name): str(value) for name, value in settings["sha256"].items()}
        prefix = [int(number) for number in settings["prefix_ids"]]
        str(settings["version"])
        weights = {name: [float(settings[name][key]) for key in keys] for name, keys in WEIGHTS.items()}
    except OSError as error:
        raise _unreadable(path, error) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unavailable(f"{path}: damaged: {type(error).__name__}: {error}", _reinstall()) from error
    unlisted = [name for name in NEEDED if name not in hashes]
    if unlisted or not prefix:
        raise Unavailable(f"{path}: damaged: it lacks {unlisted[0] if unlisted else 'prefix_ids'}", _reinstall())
    for name, keys in WEIGHTS.items():
        if not all(map(math.isfinite, weights[name])) or len(settings[name]) != len(keys):
            raise Unavailable(f"{path}: damaged: {name} must have the numbers {', '.join(keys)}", _reinstall())
    try:
        residuals.read(settings, weights_hash(settings))
    except ValueError as error:
        raise Unavailable(f"{path}: damaged: {error}", _reinstall()) from error
    return dict(settings)


def manifest(folder: Path) -> Mapping[str, Any]:
    """The content of `encoder.json`, after a check of the hash of every file that it names.

    Files that were checked before and have not been written since are not read again: a mark in the cache folder is
    named after their sizes and times.

    Raises:
        Unavailable: A file is missing or does not have the hash in the manifest.
    """
    settings = declared(folder)
    mark = _mark(folder, settings["sha256"])
    with contextlib.suppress(OSError):  # a cache folder that cannot be read
        if mark is not None and mark.exists():
            return settings
    _check(folder, settings["sha256"])
    with contextlib.suppress(OSError):
        if mark is not None:
            mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            mark.touch()
    return settings


def _mark(folder: Path, hashes: Mapping[str, str]) -> Path | None:
    """The file that says that the files were checked as they are; `None` if one is missing or there is no cache."""
    try:
        return cache.checked(*(folder / name for name in NEEDED), content=[hashes[name] for name in NEEDED])
    except (OSError, RuntimeError):  # RuntimeError: the user has no home folder
        return None


def _check(folder: Path, hashes: Mapping[str, str]) -> None:
    """Compare the hash of each file with that in the manifest.

    Raises:
        Unavailable: A file is missing or has another hash.
    """
    for name in NEEDED:
        try:
            with (folder / name).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise _unreadable(folder / name, error) from error
        if digest != hashes[name]:
            raise Unavailable(
                f"{folder / name}: damaged: its SHA-256 starts with {digest[:12]}, {MANIFEST} says {hashes[name][:12]}",
                _reinstall(),
            )


def signature(settings: Mapping[str, Any]) -> dict[str, str]:
    """Everything that can change the encoder's numbers: version, hash over files and settings, type of the weights."""
    return {"encoder": str(settings["version"]), "weights": weights_hash(settings), "dtype": "int8"}


def weights_hash(settings: Mapping[str, Any]) -> str:
    """First 12 hex digits of the SHA-256 over the hashes of all files and the blend.

    Consensus is no part of a single judgement.
    """
    listing = "".join(f"{name} {settings['sha256'][name]}\n" for name in sorted(NEEDED))
    listing += "".join(f"{name} {float(settings['blend'][name])}\n" for name in BLEND)
    return hashlib.sha256(listing.encode()).hexdigest()[:12]


def _unreadable(path: Path, error: OSError) -> Unavailable:
    if isinstance(error, FileNotFoundError):
        return Unavailable(f"{path}: missing; mtqe's encoder needs it", _reinstall())
    return Unavailable(f"{path}: cannot be read: {error.strerror}", "let this user read the file")
