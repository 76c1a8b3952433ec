"""Decides where COMET computes, and in which precision. Torch is imported only if there may be a GPU."""

from __future__ import annotations

import functools
import importlib
import warnings

from mtqe import version
from mtqe.encoder import devices
from mtqe.encoder.devices import CPU, Device, Unusable
from mtqe.machine.cache import instructions
from mtqe.settings.config import CometConfig

USER = "COMET"
OTHER_TORCH = "install the torch for it, as https://pytorch.org/get-started says"
DRIVER = "update the driver of the GPU, or install a torch for this driver"


def device(wanted: str, settings: CometConfig) -> Device:
    """The device of COMET.

    Raises:
        ConfigError: A GPU was asked for and cannot be used.
    """
    refusal = _no_int8 if settings.dtype == "int8" else _refusal
    return devices.chosen(wanted, USER, refusal, devices.has_card)


def precision(dtype: str, kind: str) -> str:
    """`fp32`, `bf16` or `int8`: the configured precision, or the best one for `auto`.

    Args:
        dtype: The configured precision.
        kind: `cpu` or `cuda`. A GPU computes in single precision by default, so that its scores are those of a CPU.
    """
    if dtype != "auto":
        return dtype
    return "bf16" if kind == CPU and instructions() & {"amx_bf16", "avx512_bf16"} else "fp32"


def _no_int8(number: int) -> Unusable:
    return Unusable("the precision int8 is for CPUs only", "take another --dtype")


@functools.cache
def _refusal(number: int) -> Unusable | None:
    """Why torch cannot compute on a GPU; `None` if it can, which was tried."""
    try:
        torch = importlib.import_module("torch")
    except ImportError as error:
        return Unusable(f"torch cannot be imported: {error}", version.adding("comet"))
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        found = torch.cuda.is_available()
    if not found:
        if not (torch.version.cuda or torch.version.hip):
            return Unusable(f"torch {torch.__version__} is built for CPUs only", OTHER_TORCH)
        reason = _line(str(told[0].message)) if told else "its driver is missing or too old"
        return Unusable(f"torch {torch.__version__} cannot use it ({reason})", DRIVER)
    if number >= torch.cuda.device_count():
        return Unusable(f"torch finds no GPU {number}, but {torch.cuda.device_count()} in all", "give a lower number")
    try:
        torch.ones(1, device=f"{devices.CUDA}:{number}").add(1).item()
    except RuntimeError as error:
        return Unusable(f"torch {torch.__version__} cannot compute on it ({_line(str(error))})", DRIVER)
    return None


def _line(text: str) -> str:
    return (text.strip().splitlines() or ["no reason given"])[0].rstrip(".")
