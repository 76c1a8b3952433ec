"""Scans on Ray in processes of their own, and the processes of their clusters."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from scanned import interruptible

import mtqe

OURS = Path(mtqe.__file__).parent.parent
SLEEPY = Path(__file__).parent.parent / "serve" / "slow_plugin"
"""A plugin whose check sleeps or ends the process, as the source says."""
LOOPBACK = {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}
"""127.0.0.1 and ::1 in the notation of /proc/net."""
STORE = 100 << 20
"""Bytes: memory of a cluster that runs already for chunks and results."""
PATIENCE = 240.0
"""Seconds for anything that must happen, on a machine that has much else to do."""


class Ray:
    """The folder of one or more clusters, which all their processes have in their environment.

    It is beside the temporary folders of the tests, because Ray makes names of sockets of it, which must be short.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="ray-"))

    def scan(self, rows: Path, into: Path, *args: str, **env: str) -> subprocess.Popen[str]:
        """Start a scan."""
        command = [sys.executable, "-m", "mtqe", "scan", str(rows), "--into", str(into), *args]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, env=self.env | env, stdout=pipe, stderr=pipe, text=True, preexec_fn=interruptible
        )

    def start(self, cores: int) -> subprocess.Popen[bytes]:
        """Start a cluster, which `RAY_ADDRESS=auto` finds."""
        command = [sys.executable, "-c", "from ray.scripts.scripts import main; main()", "start", "--head", "--block"]
        options = [
            f"--num-cpus={cores}", "--port=0", "--node-ip-address=127.0.0.1", "--include-dashboard=false",
            f"--object-store-memory={STORE}", "--disable-usage-stats",
        ]  # fmt: skip
        env = self.env | {"RAY_worker_niceness": "0"}
        with (self.folder / "head.log").open("wb") as log:
            head = subprocess.Popen([*command, *options], env=env, stdout=log, stderr=log)
        until(lambda: (self.folder / "ray" / "ray_current_cluster").exists() or head.poll() is not None, "the cluster")
        assert head.poll() is None, (self.folder / "head.log").read_text("utf-8")
        return head

    @property
    def env(self) -> dict[str, str]:
        """The environment of scans and clusters, which have no other network than that of this machine."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("RAY_")}
        return own | {
            "TMPDIR": str(self.folder), "HOME": str(self.folder), "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1",
            "PYTHONPATH": os.pathsep.join([str(SLEEPY), str(OURS)]), "MTQE_CACHE_DIR": str(self.folder / "cache"),
        }  # fmt: skip

    def processes(self, title: str = "") -> list[int]:
        """The processes of the clusters, or those with a title."""
        own = f"TMPDIR={self.folder}".encode()
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                named = (place / "cmdline").read_bytes().startswith(title.encode())
                if named and own in (place / "environ").read_bytes().split(b"\0"):
                    found.append(int(place.name))
        return sorted(found)

    @property
    def workers(self) -> list[int]:
        """The processes that judge chunks."""
        return self.processes("ray::MapWorker")

    @property
    def interfaces(self) -> set[str]:
        """The addresses on which the clusters listen, in the notation of /proc/net."""
        sockets = set()
        for process in self.processes():
            for file in Path(f"/proc/{process}/fd").iterdir():
                with contextlib.suppress(OSError):
                    sockets.add(str(file.readlink()))
        lines = [line.split() for name in ("tcp", "tcp6") for line in Path("/proc/net", name).read_text().splitlines()]
        return {line[1].partition(":")[0] for line in lines if line[3] == "0A" and f"socket:[{line[9]}]" in sockets}

    @contextlib.contextmanager
    def spilled(self) -> Iterator[set[str]]:
        """Collects the names of the files that the clusters write because their memory is full."""
        names: set[str] = set()
        ended = threading.Event()

        def look() -> None:
            while not ended.wait(0.05):
                with contextlib.suppress(FileNotFoundError):
                    names.update(path.name for path in self.folder.glob("ray/*/ray_spilled_objects*/*"))

        thread = threading.Thread(target=look)
        thread.start()
        try:
            yield names
        finally:
            ended.set()
            thread.join()

    def close(self) -> None:
        """End what is left of the clusters, and remove the folder."""
        for process in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)


def until(condition: Callable[[], object], what: str) -> None:
    """Wait for something."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.05)


@contextlib.contextmanager
def slowed(process: int) -> Iterator[None]:
    """Let a process run a tenth of the time only."""
    ended = threading.Event()

    def slow() -> None:
        with contextlib.suppress(ProcessLookupError):
            while not ended.wait(0.02):
                os.kill(process, signal.SIGSTOP)
                ended.wait(0.18)
                os.kill(process, signal.SIGCONT)

    thread = threading.Thread(target=slow)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
