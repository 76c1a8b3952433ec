"""Runs models on onnxruntime: number of threads, memory, no log output, no telemetry."""

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
    """The onnxruntime package, with its telemetry switched off.

    Since version 1.29 onnxruntime, once imported, sends usage events over the network and stores an identifier of the
    machine in the user's cache, unless this environment variable is set. mtqe works offline. The call is for Windows
    and for programs that imported onnxruntime before.

    Raises:
        ImportError: onnxruntime is not installed, or not available for this platform.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    onnxruntime = importlib.import_module("onnxruntime")
    onnxruntime.disable_telemetry_events()
    return onnxruntime


def thread_count(requested: int | None = None) -> int:
    """The number of threads to compute with.

    Args:
        requested: The requested number. `None` or 0 means the first number in `OMP_NUM_THREADS`, but at most the cores
            that this process may use: its affinity, limited by the quota of its control group. If the variable is not
            set, it means all these cores.

    Raises:
        ConfigError: The number is negative.
    """
    if requested is not None and requested < 0:
        raise ConfigError(
            f"the encoder cannot run on {requested} threads", "give 1 or more, or 0 for all available cores"
        )
    if requested:
        return requested
    by_environment = re.match(r"\s*(\d+)", os.environ.get("OMP_NUM_THREADS", ""))
    available = cores()
    # More threads than cores only wait for each other, and a mistyped number may be huge.
    return min(int(by_environment.group(1)) or available, available) if by_environment else available


def cores(groups: Path = Path("/sys/fs/cgroup")) -> int:
    """Cores that this process may use, 1 or more; half a core of quota counts as one."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:  # not available on macOS and Windows
        count = os.cpu_count() or 1
    for folder in _control_groups(groups):
        quota = _quota(folder)
        if quota is not None:
            count = min(count, max(1, math.ceil(quota)))
    return count


def _control_groups(root: Path) -> list[Path]:
    """Folders whose limits apply to this process: its control group and its parents, version 2, then version 1."""
    folders = [root, root / "cpu"]
    try:
        lines = Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return folders
    for line in lines:
        _, controllers, path = line.split(":", 2)
        base = root if not controllers else root / "cpu" if "cpu" in controllers.split(",") else None
        inner = Path(path.lstrip("/"))
        if base is not None and ".." not in inner.parts:
            folders += [base / part for part in (inner, *inner.parents)]
    return folders


def _quota(folder: Path) -> float | None:
    """CPU time that a control group may use, in cores; `None` if it sets no limit."""
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
        threads: Number of threads.
        initializers: What the file leaves out, by name; see `mtqe.encoder.matrices`. The session keeps it, because not
            every version of onnxruntime copies it.

    Raises:
        Unavailable: onnxruntime cannot load the file.
    """

    def __init__(self, path: Path, threads: int, initializers: Mapping[str, NDArray[Any]]) -> None:
        onnxruntime = runtime()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = 4
        # Idle threads sleep, so that the tokenizer and the other halves can use the cores between two batches.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # Every batch has another shape, so a memory plan for a shape would never be reused. The arena keeps the memory
        # of the largest batch, which is small; allocating it again would take a third of the time.
        options.enable_mem_pattern = False
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in initializers.values()]
        options.add_external_initializers(list(initializers), values)
        self._kept = (tuple(initializers.values()), values)
        try:
            self._session: Any = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # the exceptions of onnxruntime have no common base class
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise Unavailable(f"{path}: onnxruntime cannot load it: {reason}", "pip install -U onnxruntime") from error

    def run(self, names: Sequence[str], feeds: Mapping[str, Any]) -> list[NDArray[Any]]:
        """The named outputs; `feeds` has an array for each input."""
        return list(self._session.run(list(names), dict(feeds)))
