from __future__ import annotations

import gc
import importlib
import os
import subprocess
import sys
import weakref
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import mtqe.encoder
from mtqe.encoder import sessions
from mtqe.errors import ConfigError, Unavailable


def test_the_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "cores", lambda: 7)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert sessions.thread_count() == sessions.thread_count(0) == 7
    for value, count in (("3", 3), ("4,2", 4), ("many", 7), ("0", 7), ("", 7), ("8", 7), ("1000000", 7)):
        monkeypatch.setenv("OMP_NUM_THREADS", value)
        assert sessions.thread_count() == count, value
    assert sessions.thread_count(2) == 2
    with pytest.raises(ConfigError, match="-1 threads"):
        sessions.thread_count(-1)


def test_the_quota_of_a_control_group_limits_the_cores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(16)), raising=False)
    assert sessions.cores(tmp_path) == 16
    for quota, count in (
        ("max 100000", 16),
        ("250000 100000", 3),
        ("20000 100000", 1),
        ("9900000 100000", 16),
        ("?", 16),
    ):
        (tmp_path / "cpu.max").write_text(quota + "\n", encoding="ascii")
        assert sessions.cores(tmp_path) == count, quota
    (tmp_path / "cpu.max").unlink()
    (tmp_path / "cpu").mkdir()
    (tmp_path / "cpu" / "cpu.cfs_period_us").write_text("100000\n", encoding="ascii")
    for quota, count in (("-1", 16), ("200000", 2)):
        (tmp_path / "cpu" / "cpu.cfs_quota_us").write_text(quota + "\n", encoding="ascii")
        assert sessions.cores(tmp_path) == count, quota


def test_the_groups_around_a_process_limit_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    groups, read = tmp_path / "groups", Path.read_text
    told = {"text": ""}

    def read_text(path: Path, **more: str) -> str:
        return told["text"] if path == Path("/proc/self/cgroup") else read(path, **more)

    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(16)), raising=False)
    monkeypatch.setattr(Path, "read_text", read_text)
    for folder, quota in (
        ("outer", "500000"),
        ("outer/inner", "max"),
        ("outer/small", "200000"),
        ("../beside", "100000"),
    ):
        (groups / folder).mkdir(parents=True)
        (groups / folder / "cpu.max").write_text(f"{quota} 100000", encoding="ascii")
    (groups / "cpu" / "old").mkdir(parents=True)
    (groups / "cpu" / "old" / "cpu.cfs_quota_us").write_text("300000", encoding="ascii")
    (groups / "cpu" / "old" / "cpu.cfs_period_us").write_text("100000", encoding="ascii")
    for lines, count in (
        ("0::/", 16),
        ("0::/outer/inner", 5),
        ("0::/outer/small", 2),
        ("0::/../beside", 16),
        ("4:cpu,cpuacct:/old\n3:memory:/outer\n", 3),
    ):
        told["text"] = lines
        assert sessions.cores(groups) == count, lines


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="counts threads where Linux lists them")
def test_no_more_threads_run_than_were_asked_for_and_nothing_is_left_behind(tmp_path: Path) -> None:
    code = (
        "import os, time, mtqe.encoder\n"
        "from mtqe.encoder import Pair\n"
        "from mtqe.encoder.sessions import Session\n"
        "def running(): return len(os.listdir('/proc/self/task'))\n"
        "run, most = Session.run, 0\n"
        "def watched(*arguments):\n"
        "    global most\n"
        "    most = max(most, running())\n"
        "    return run(*arguments)\n"
        "Session.run = watched\n"
        "pair = Pair('One. Two.', 'Eins. Zwei.', None, 'en', 'de')\n"
        "mtqe.encoder.load().judge([pair])\n"
        "print(most, running(), end=' ')\n"
        "mtqe.encoder.load(threads=3).tokens([f'word {number} ' * 40 for number in range(30)])\n"
        "waited = 0\n"
        "while running() > 1 and waited < 100: time.sleep(0.05); waited += 1\n"
        "print(most, running())\n"
    )
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "HOME": str(tmp_path)}
    for name in ("ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME", "CI"):
        environment.pop(name, None)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.split() == ["1", "1", "4", "1"]  # three threads, and the one that waits for them
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []  # onnxruntime would keep what it wants to send


def test_each_number_of_threads_has_its_model() -> None:
    one = mtqe.encoder.load(threads=1)
    assert one is mtqe.encoder.load(threads=1)
    assert (one.threads, mtqe.encoder.load(threads=2).threads) == (1, 2)


def test_a_file_that_is_no_network_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lower.onnx").write_bytes(b"no network")
    with pytest.raises(Unavailable, match=r"lower\.onnx: onnxruntime cannot load it"):
        sessions.Session(tmp_path / "lower.onnx", 1, {})


def test_a_session_keeps_what_its_file_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A version of onnxruntime that does not copy these arrays would read freed memory."""
    onnxruntime: Any = importlib.import_module("onnxruntime")
    values: list[Any] = []

    class Value:
        pass

    def made(array: Any) -> Value:
        value = Value()
        values.append(weakref.ref(value))
        return value

    stub = SimpleNamespace(
        SessionOptions=lambda: SimpleNamespace(
            add_session_config_entry=lambda *_: None, add_external_initializers=lambda *_: None
        ),
        ExecutionMode=onnxruntime.ExecutionMode,
        OrtValue=SimpleNamespace(ortvalue_from_numpy=made),
        InferenceSession=lambda *_, **__: None,
    )
    monkeypatch.setattr(sessions, "runtime", lambda: stub)
    array = np.ones(3)
    kept = weakref.ref(array)
    session = sessions.Session(Path("small.onnx"), 1, {"ones": array})
    del array
    gc.collect()
    assert kept() is not None and values[0]() is not None
    del session
    gc.collect()
    assert kept() is None and values[0]() is None
