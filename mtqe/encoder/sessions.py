"""Runs models on onnxruntime: on which device, number of threads, memory, no log output, no telemetry."""

from __future__ import annotations

import contextlib
import functools
import importlib
import io
import math
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtqe.encoder import devices, float_graphs
from mtqe.encoder.devices import CPU, Device, Unusable
from mtqe.errors import ConfigError, Unavailable
from mtqe.language.late_patterns import late

if TYPE_CHECKING:
    from numpy.typing import NDArray

PROVIDER = "CUDAExecutionProvider"
INSTALL = "pip uninstall onnxruntime, then pip install 'onnxruntime-gpu[cuda,cudnn]'"
_NO_MEMORY = late(r"out of memory|failed to allocate|alloc_failed|bad_alloc", re.IGNORECASE)


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


def device(wanted: str) -> Device:
    """The device of the encoder.

    Raises:
        ConfigError: A GPU was asked for and cannot be used.
    """
    return devices.chosen(wanted, "the encoder", _refusal, devices.has_nvidia)


class Strain:
    """Whether the memory of a device was too small for a batch."""

    def __init__(self) -> None:
        self.seen = False


@functools.cache
def strain_of(on: str) -> Strain:
    """The strain of a device, which all sessions on it share.

    It lives as long as the process, as do the sessions (`mtqe.encoder.loader`) and the memory that they take: the note
    on it concerns the runs after a strained one, too. A session serves several runs at a time and knows none of them.
    """
    return Strain()


def strain(name: str) -> str:
    """A note if the memory of a device was too small for a batch in this process; else empty."""
    if not strain_of(name).seen:
        return ""
    return (
        f"the free memory of {name} was too small for some batches of the encoder, which ran in halves, which "
        "is slower; end other programs on the GPU, or give --device cpu"
    )


@functools.cache
def _refusal(number: int) -> Unusable | None:
    """Why onnxruntime cannot compute on a GPU; `None` if it can, which was tried with a small graph."""
    try:
        onnxruntime = runtime()
    except ImportError as error:
        return Unusable(f"onnxruntime cannot be imported: {error}", INSTALL)
    if PROVIDER not in onnxruntime.get_available_providers():
        return Unusable(f"onnxruntime {onnxruntime.__version__} is built without CUDA", INSTALL)
    if hasattr(onnxruntime, "preload_dlls"):
        with contextlib.redirect_stdout(io.StringIO()):  # it prints what it cannot find
            onnxruntime.preload_dlls()  # finds the libraries of CUDA that pip installed
    missing = Unusable(
        "onnxruntime cannot load its CUDA provider: the driver, CUDA or cuDNN is missing or too old",
        f"update the driver of the GPU, and {INSTALL}",
    )
    try:
        session = _created(onnxruntime, float_graphs.smallest(), _options(onnxruntime, 1), f"{devices.CUDA}:{number}")
        if session.get_providers()[0] != PROVIDER:
            return missing
        session.run(None, {float_graphs.SMALLEST_INPUT: [[1.0]]})
    except Exception as error:  # the exceptions of onnxruntime have no common base class
        return Unusable(f"onnxruntime cannot compute on {devices.CUDA}:{number} ({_line(error)})", missing.hint)
    return None


def _options(onnxruntime: Any, threads: int) -> Any:
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
    return options


def _created(onnxruntime: Any, model: str | bytes, options: Any, on: str) -> Any:
    """A session of onnxruntime on a device. It never goes over to another device, as onnxruntime would by default."""
    if on == CPU:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    options.add_session_config_entry("session.record_ep_graph_assignment_info", "1")
    # TF32 would round the factors of products to 11 bits.
    settings = {"device_id": on.partition(":")[2], "use_tf32": "0", "arena_extend_strategy": "kSameAsRequested"}
    providers = [(PROVIDER, settings), "CPUExecutionProvider"]
    return onnxruntime.InferenceSession(model, options, providers=providers, enable_fallback=0)


def _line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


class Session:
    """One half of the encoder on onnxruntime; safe to use from several threads.

    Args:
        path: The ONNX file.
        threads: Number of threads.
        initializers: What the file leaves out, by name; see `mtqe.encoder.matrices`. The session keeps it, because not
            every version of onnxruntime copies it.
        on: `cpu`, or `cuda:N` for a GPU, which gets the graph of `mtqe.encoder.float_graphs`.
        content: What is loaded instead of the file, if it was changed.

    Raises:
        Unavailable: onnxruntime cannot load the file, or would leave its work on a GPU to the CPU.
    """

    def __init__(
        self,
        path: Path,
        threads: int,
        initializers: Mapping[str, NDArray[Any]],
        on: str = CPU,
        content: bytes | None = None,
    ) -> None:
        onnxruntime = runtime()
        options = _options(onnxruntime, threads)
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in initializers.values()]
        options.add_external_initializers(list(initializers), values)
        self._kept = (tuple(initializers.values()), values)
        self._on = on
        self._strain = strain_of(on)
        try:
            model = content or (str(path) if on == CPU else path.read_bytes())
            if on != CPU and isinstance(model, bytes):
                model = float_graphs.rewritten(model)
            self._session: Any = _created(onnxruntime, model, options, on)
        except Exception as error:  # the exceptions of onnxruntime have no common base class
            hint = "pip install -U onnxruntime" if on == CPU else "end other programs on the GPU, or give --device cpu"
            where = "" if on == CPU else f" on {on}"
            raise Unavailable(f"{path}: onnxruntime cannot load it{where}: {_line(error)}", hint) from error
        if on != CPU and (left := _left_to_cpu(self._session)):
            raise Unavailable(
                f"{path}: onnxruntime leaves {', '.join(left)} to the CPU, which is slower than no GPU",
                "pip install -U onnxruntime-gpu, or give --device cpu",
            )

    def run(self, names: Sequence[str], feeds: Mapping[str, Any]) -> list[NDArray[Any]]:
        """The named outputs; `feeds` has an array for each input. A batch that a GPU has no memory for runs in halves.

        Raises:
            Unavailable: The GPU fails, or has no memory for a single row.
        """
        if self._on == CPU:
            return list(self._session.run(list(names), dict(feeds)))
        try:
            return list(self._session.run(list(names), dict(feeds)))
        except Exception as error:
            rows = len(next(iter(feeds.values())))
            if rows < 2 or not _NO_MEMORY.search(str(error)):
                raise Unavailable(f"the encoder failed on {self._on}: {_line(error)}", "give --device cpu") from error
        self._strain.seen = True
        halves = [{name: array[part] for name, array in feeds.items()} for part in _parts(rows)]
        return [_joined(outputs) for outputs in zip(*(self.run(names, half) for half in halves), strict=True)]


def _parts(rows: int) -> tuple[slice, slice]:
    return slice(None, rows // 2), slice(rows // 2, None)


def _joined(outputs: Sequence[NDArray[Any]]) -> NDArray[Any]:
    import numpy as np

    return np.concatenate(outputs)


def _left_to_cpu(session: Any) -> list[str]:
    """The operators with most of the work that a session for a GPU runs on the CPU; empty if there are none."""
    if session.get_providers()[0] != PROVIDER:
        return ["everything"]
    if not hasattr(session, "get_provider_graph_assignment_info"):  # before version 1.24
        return []
    parts = [part for part in session.get_provider_graph_assignment_info() if part.ep_name != PROVIDER]
    return sorted({node.op_type for part in parts for node in part.get_nodes()} & float_graphs.HEAVY)
