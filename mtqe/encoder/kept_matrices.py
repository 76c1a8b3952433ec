"""Keeps the matrices in 8 bits on the disk, so that a process need not make them again.

They follow from the files of the encoder to the last bit (`mtqe.encoder.matrices`), which takes 15 ms a layer; reading
them takes 2 ms. The name of a file has the hash of the encoder's files and of the code. A damaged file, which its
checksum tells, is made again; if the cache folder cannot be written, nothing is kept.
"""

from __future__ import annotations

import contextlib
import io
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder import matrices
from mtqe.encoder.weight_files import weights_hash
from mtqe.machine import cache

CHECKSUM = 4
"""Bytes: of the checksum before the archive."""


def initializers(folder: Path, name: str, settings: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """What the graph `name.onnx` leaves out; see `mtqe.encoder.matrices.initializers`.

    Args:
        folder: Folder of the encoder's files, which were compared with their hashes.
        name: The graph.
        settings: The content of `encoder.json`.

    Raises:
        Unavailable: A file is missing or damaged.
    """
    try:
        place = cache.prepared()
    except RuntimeError:  # the user has no home folder
        return matrices.initializers(folder, name)
    code = cache.code("encoder/matrices.py", "encoder/embeddings.py")[:12]
    path = place / f"matrices-{name}-{weights_hash(settings)}-{code}.bin"
    if (kept := _read(path)) is not None:
        return kept
    made = matrices.initializers(folder, name)
    with contextlib.suppress(OSError):
        content = io.BytesIO()
        np.savez(content, **made)
        cache.keep(path, _checksum(content.getbuffer()), content.getbuffer())
    return made


def _read(path: Path) -> dict[str, NDArray[Any]] | None:
    """The matrices of a file; `None` if there is none, or it is damaged."""
    try:
        content = memoryview(path.read_bytes())
    except OSError:
        return None
    if bytes(content[:CHECKSUM]) != _checksum(content[CHECKSUM:]):
        return None
    kept = np.load(io.BytesIO(content[CHECKSUM:]), allow_pickle=False)
    return {name: kept[name] for name in kept.files}


def _checksum(content: bytes | memoryview) -> bytes:
    return zlib.crc32(content).to_bytes(CHECKSUM, "little")
