"""The encoder's files: all there and as they were written, or `Unavailable` with one line that says what is wrong."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mtqe.errors import Unavailable

FOLDER = Path(__file__).parent.parent / "data" / "encoder"
MANIFEST = "encoder.json"
NEEDED = ("tokenizer.model", "nibbles.npy", "scales.npy", "lower.onnx", "upper.onnx", "scorer.onnx", "critic.onnx")
BLEND = ("chrf", "match", "usual_chrf", "usual_match")
"""What `encoder.json` says of likeness to a reference, see `mtqe.encoder.reference_similarity`."""
_AGAIN = "install mtqe again: pip install --force-reinstall --no-deps mtqe"


def declared(folder: Path) -> Mapping[str, Any]:
    """What `encoder.json` says, without a look at the files that it names.

    Raises:
        Unavailable: It is missing or damaged.
    """
    path = folder / MANIFEST
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
        hashes = {str(name): str(value) for name, value in settings["sha256"].items()}
        prefix = [int(number) for number in settings["prefix_ids"]]
        str(settings["version"])
        blend = [float(settings["blend"][name]) for name in BLEND]
    except OSError as error:
        raise _unreadable(path, error) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unavailable(f"{path}: damaged: {type(error).__name__}: {error}", _AGAIN) from error
    unlisted = [name for name in NEEDED if name not in hashes]
    if unlisted or not prefix:
        raise Unavailable(f"{path}: damaged: it lacks {unlisted[0] if unlisted else 'prefix_ids'}", _AGAIN)
    if not all(map(math.isfinite, blend)) or len(settings["blend"]) != len(BLEND):
        raise Unavailable(f"{path}: damaged: blend must have the numbers {', '.join(BLEND)}", _AGAIN)
    return dict(settings)


def manifest(folder: Path) -> Mapping[str, Any]:
    """What `encoder.json` says, after every file that it names was found to have the hash given there.

    Raises:
        Unavailable: A file is missing, or is not what it was when the manifest was written.
    """
    settings = declared(folder)
    hashes = settings["sha256"]
    for name in NEEDED:
        try:
            with (folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise _unreadable(folder / name, error) from error
        if found != hashes[name]:
            raise Unavailable(
                f"{folder / name}: damaged: its SHA-256 starts with {found[:12]}, {MANIFEST} says {hashes[name][:12]}",
                _AGAIN,
            )
    return settings


def signature(settings: Mapping[str, Any]) -> dict[str, str]:
    """What can move the encoder's numbers: version, a hash over its files and numbers, and the type of its weights."""
    return {"encoder": str(settings["version"]), "weights": weights_hash(settings), "dtype": "int8"}


def weights_hash(settings: Mapping[str, Any]) -> str:
    """First 12 hex digits of a hash over the hashes of all files and the blend, which changes with any of them."""
    listing = "".join(f"{name} {settings['sha256'][name]}\n" for name in sorted(NEEDED))
    listing += "".join(f"{name} {float(settings['blend'][name])}\n" for name in BLEND)
    return hashlib.sha256(listing.encode()).hexdigest()[:12]


def _unreadable(path: Path, error: OSError) -> Unavailable:
    if isinstance(error, FileNotFoundError):
        return Unavailable(f"{path}: missing; it belongs to mtqe's encoder", _AGAIN)
    return Unavailable(f"{path}: cannot be read: {error.strerror}", "let this user read the file")
