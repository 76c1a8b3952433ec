"""onnxruntime: how many threads, little memory, no chatter, and nothing sent anywhere."""

from __future__ import annotations

import importlib
import math
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtqe.errors import ConfigError, Unavailable

if TYPE_CHECKING:
    from numpy.typing import NDArray


def runtime() -> Any:
    """The onnxruntime package, kept from reporting to its maker.

    Since 1.29 it sends usage events over the network and keeps an identifier of the machine in the user's cache, from
    the moment it is imported, unless this variable is set; mtqe works offline. The call is for Windows, and for
    programs that imported it before.

    Raises:
        ImportError: It is not installed, or not for this platform.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    onnxruntime = importlib.import_module("onnxruntime")
    onnxruntime.disable_telemetry_events()
    return onnxruntime


def thread_count(wanted: int | None = None) -> int:
    """How many threads to compute with.

    Args:
        wanted: The number asked for; `None` or 0 takes the first number in `OMP_NUM_THREADS`, at most the cores that
            this process may use: its affinity, limited by the quota of its control group. Without one, all of these.

    Raises:
        ConfigError: The number is negative.
    """
    if wanted is not None and wanted < 0:
        raise ConfigError(
            f"the encoder cannot run on {wanted} threads", "name 1 or more, or 0 for as many as there are"
        )
    if wanted:
        return wanted
    by_environment = re.match(r"\s*(\d+)", os.environ.get("OMP_NUM_THREADS", ""))
    here = cores()
    # More threads than cores only wait for each other, and a number of many digits would ask for as many threads.
    return min(int(by_environment.group(1)) or here, here) if by_environment else here


def cores(groups: Path = Path("/sys/fs/cgroup")) -> int:
    """Cores that this process may use, 1 or more; half a core of quota counts as one."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows have no such call
        count = os.cpu_count() or 1
    for folder in _control_groups(groups):
        quota = _quota(folder)
        if quota is not None:
            count = min(count, max(1, math.ceil(quota)))
    return count


def _control_groups(root: Path) -> list[Path]:
    """Folders whose limits hold for this process: its own group and those around it, version 2, then version 1."""
    found = [root, root / "cpu"]
    try:
        lines = Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return found
    for line in lines:
        _, controllers, path = line.split(":", 2)
        base = root if not controllers else root / "cpu" if "cpu" in controllers.split(",") else None
        inner = Path(path.lstrip("/"))
        if base is not None and ".." not in inner.parts:
            found += [base / part for part in (inner, *inner.parents)]
    return found


def _quota(folder: Path) -> float | None:
    """Cores' worth of time that a control group may use; `None` where it sets no limit."""
    try:
        if (folder / "cpu.max").is_file():
            quota, period = (folder / "cpu.max").read_text(encoding="ascii").split()
        else:
            quota = (folder / "cpu.cfs_quota_us").read_text(encoding="ascii").strip()
            period = (folder / "cpu.cfs_period_us").read_text(encoding="ascii").strip()
        return float(quota) / float(period) if quota not in ("max", "-1") else None
    except (OSError, ValueError, ZeroDivisionError):
        return None


class Session:
    """One half of the encoder on onnxruntime; safe to use from several threads.

    Args:
        path: The ONNX file.
        threads: Threads of its computation.

    Raises:
        Unavailable: onnxruntime cannot load the file.
    """

    def __init__(self, path: Path, threads: int) -> None:
        onnxruntime = runtime()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = 4
        # Idle threads sleep: the time between two batches belongs to the tokenizer and to the other halves.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # Every batch has its own shape, so a plan for a shape is never used twice. The arena keeps the memory of the
        # largest batch, which is small; to ask the system for it anew would take a third of the time.
        options.enable_mem_pattern = False
        try:
            self._session: Any = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # its exceptions share no base class
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise Unavailable(f"{path}: onnxruntime cannot load it: {reason}", "pip install -U onnxruntime") from error

    def run(self, names: Sequence[str], feeds: Mapping[str, Any]) -> list[NDArray[Any]]:
        """The named outputs; `feeds` has an array for each input."""
        return list(self._session.run(list(names), dict(feeds)))
