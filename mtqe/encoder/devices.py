"""Decides where a model computes: on the CPU, or on a GPU through CUDA. What was decided is in the report.

`auto` takes the GPU if the package that runs the model can really compute there. Otherwise it takes the CPU and says
why. A GPU that was asked for by name and cannot be had is an error before any work.
"""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mtqe.errors import ConfigError
from mtqe.language.late_patterns import late
from mtqe.registry.contracts import Context

AUTO, CPU, CUDA = "auto", "cpu", "cuda"
_NVIDIA = ("dev/nvidiactl", "dev/nvidia0", "dev/nvhost-gpu", "usr/lib/wsl/lib/libcuda.so.1")
"""Places that Linux has with a GPU of NVIDIA and its driver; the last two: on a Jetson, and under Windows."""
_AMD = "dev/kfd"
_VISIBLE = late(r"\s*(\d|GPU-|MIG-)")


@dataclass(frozen=True)
class Unusable:
    """Why a package cannot compute on a GPU.

    Args:
        why: The reason, as a clause.
        hint: What the user can do about it.
    """

    why: str
    hint: str


@dataclass(frozen=True)
class Device:
    """Where a model computes.

    Args:
        name: `cpu`, or `cuda:0` with the number of the GPU.
        note: What a reader of the report should know; empty for a CPU where there is no GPU or none was wanted.
    """

    name: str
    note: str = ""

    @property
    def kind(self) -> str:
        """`cpu` or `cuda`."""
        return self.name.partition(":")[0]

    @property
    def signature(self) -> dict[str, str]:
        """What a signature says of it. It names a GPU only, because its last digits differ from those of a CPU."""
        return {} if self.kind == CPU else {"device": self.kind}


def chosen(wanted: str, user: str, refusal: Callable[[int], Unusable | None], has_card: Callable[[], bool]) -> Device:
    """The device for a model.

    Args:
        wanted: `auto`, `cpu`, `cuda` or `cuda:N`.
        user: The name of the model, for messages.
        refusal: Why nothing can be computed on the GPU with this number; `None` if something was computed there.
        has_card: Whether there is a GPU that the model could use; asked for `auto` only.

    Raises:
        ConfigError: A GPU was asked for and cannot be used.
    """
    if wanted == CPU or (wanted == AUTO and not has_card()):
        return Device(CPU)
    number = int(wanted.partition(":")[2] or 0)
    unusable = refusal(number)
    if unusable is None:
        return Device(f"{CUDA}:{number}", f"{user} runs on the GPU ({CUDA}:{number})")
    if wanted == AUTO:
        note = f"{user} runs on the CPU, although this machine has a GPU, because {unusable.why}: {unusable.hint}"
        return Device(CPU, f"{note}; --device cpu drops this note")
    raise ConfigError(f"{user} cannot run on {wanted}: {unusable.why}", f"{unusable.hint}, or give --device cpu")


def has_nvidia(root: Path = Path("/")) -> bool:
    """Whether the machine has a GPU of NVIDIA with a driver that this process may see. Loads no package."""
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    if visible is not None and not _VISIBLE.match(visible):
        return False
    if sys.platform == "win32":
        return (Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / "nvcuda.dll").is_file()
    return any((root / place).exists() for place in _NVIDIA)


def has_card(root: Path = Path("/")) -> bool:
    """Whether the machine has a GPU of NVIDIA or AMD; torch calls both `cuda`."""
    return has_nvidia(root) or (root / _AMD).exists()


def cards(folder: Path = Path("/proc/driver/nvidia/gpus")) -> str:
    """The models of the GPUs, for the key of a cache: the name of the machine where Linux does not list them."""
    models = set()
    for path in folder.glob("*/information"):
        try:
            match = re.search(r"^Model:\s*(.+)$", path.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
        except OSError:
            continue
        models |= {match[1].strip()} if match else set()
    return ", ".join(sorted(models)) or platform.node()


def log(context: Context) -> list[str]:
    """Notes of this run on what became of its devices; models add theirs."""
    return context.run_memo.once(log, list[str])
