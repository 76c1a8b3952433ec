"""A plugin of every kind, found through entry points, in a separate process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PLUGIN = Path(__file__).parent / "plugin"


def mtqe(*args: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mtqe", *args],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(PLUGIN), **env},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    (tmp_path / "en.txt").write_text("We will come.\nGo home.\n", encoding="utf-8")
    (tmp_path / "de.txt").write_text("Wir werden kommen!\nGehen Sie nach Hause.\n", encoding="utf-8")
    return tmp_path


def test_check_and_metric_of_a_plugin(pair: Path) -> None:
    langs = ("--source-lang", "en", "--target-lang", "de")
    done = mtqe("check", "-s", "en.txt", "-t", "de.txt", *langs, "--select", "acme/GLS001", "--json", "-", cwd=pair)
    assert done.returncode == 0, done.stderr
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["check"], finding["segment"], finding["marked"]) == ("acme/GLS001", "1", ["!"])
    done = mtqe("score", "-s", "en.txt", "-t", "de.txt", *langs, "-m", "length-ratio", "--json", "-", cwd=pair)
    assert done.returncode == 0, done.stderr
    (score,) = json.loads(done.stdout)["scores"]
    assert score["value"] == pytest.approx(39 / 21)


def test_reporter_and_format_of_a_plugin(pair: Path) -> None:
    (pair / "news.arrows").write_text("We come. => Wir kommen!\n", encoding="utf-8")
    langs = ("--source-lang", "en", "--target-lang", "de")
    args = ("evaluate", "news.arrows", *langs, "--format", "arrows", "--select", "GLS", "--json", "r.json", "-q")
    done = mtqe(*args, cwd=pair)
    assert done.returncode == 0, done.stderr
    assert mtqe("report", "r.json", "-f", "count", cwd=pair).stdout == "1 findings\n"


def test_plugins_can_be_left_out(pair: Path) -> None:
    assert "acme/GLS001" in mtqe("list", "checks", cwd=pair).stdout
    assert "acme/GLS001" not in mtqe("list", "checks", cwd=pair, MTQE_NO_PLUGINS="1").stdout


def test_broken_plugin_is_one_clear_line(tmp_path: Path) -> None:
    info = tmp_path / "broken-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[mtqe.checks]\nbroken = nowhere_to_be_found:check\n")
    done = mtqe("list", "checks", cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert done.returncode == 2
    assert "plugin 'broken'" in done.stderr
    assert "Traceback" not in done.stderr
