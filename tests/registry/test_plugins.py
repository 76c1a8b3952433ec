"""A plugin of every kind, found through entry points, in a separate process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import mtqe as package

pytestmark = pytest.mark.slow
PLUGIN = Path(__file__).parent / "plugin"
OURS = Path(package.__file__).parent.parent
LANGS = ("--source-lang", "en", "--target-lang", "de")


def mtqe(*args: str | Path, cwd: Path, plugin: Path = PLUGIN, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mtqe", *map(str, args)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(plugin), str(OURS)]), "COLUMNS": "200", **env},
        capture_output=True,
        text=True,
        check=False,
    )


def texts(folder: Path) -> Path:
    """Write a text and two translations."""
    (folder / "en.txt").write_text("We will come.\nGo home.\n", encoding="utf-8")
    (folder / "de.txt").write_text("Wir werden kommen!\nGehen Sie nach Hause.\n", encoding="utf-8")
    (folder / "poor.txt").write_text("Wir kommen.\nHause.\n", encoding="utf-8")
    return folder


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    return texts(tmp_path)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the reports good.json and poor.json by lost-words."""
    folder = texts(tmp_path_factory.mktemp("reports"))
    for name, text in (("good", "de.txt"), ("poor", "poor.txt")):
        files = ("-s", "en.txt", "-t", text, "-r", "de.txt")
        done = mtqe("score", *files, *LANGS, "-m", "lost-words", "--json", f"{name}.json", cwd=folder)
        assert done.returncode == 0, done.stderr
    assert "Lost words" in done.stdout and "70.8" in done.stdout
    return folder


@pytest.fixture
def scored(reports: Path, tmp_path: Path) -> Path:
    """A copy of the folder of reports."""
    return Path(shutil.copytree(reports, tmp_path, dirs_exist_ok=True))


def test_check_and_metric_of_a_plugin(pair: Path) -> None:
    args = ("-s", "en.txt", "-t", "de.txt", *LANGS)
    done = mtqe("check", *args, "--select", "acme/GLS001", "--json", "-", cwd=pair)
    assert done.returncode == 0, done.stderr
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["check"], finding["segment"], finding["marked"]) == ("acme/GLS001", "1", ["!"])
    done = mtqe("score", *args, "-m", "length-ratio", "--json", "-", cwd=pair)
    assert done.returncode == 0, done.stderr
    (score,) = json.loads(done.stdout)["scores"]
    assert score["value"] == pytest.approx(39 / 21)


def test_a_metric_of_a_plugin_runs_unasked_where_its_row_says_so(pair: Path) -> None:
    args = ("score", "-s", "en.txt", "-t", "de.txt", *LANGS, "--json", "-")
    with_reference, without = (
        json.loads(mtqe(*args, *more, cwd=pair).stdout)["run"]["metrics"] for more in (("-r", "de.txt"), ())
    )
    states = [{item["id"]: (item["state"], item["why"]) for item in items} for items in (with_reference, without)]
    assert states[0]["lost-words"] == ("ran", None)
    assert states[1]["lost-words"] == states[1]["bleu"] == ("not run", "no reference was given")
    assert "length-ratio" not in states[0]


@pytest.mark.parametrize("installed", [{}, {"MTQE_NO_PLUGINS": "1"}], ids=["installed", "not installed"])
def test_where_lower_is_better(scored: Path, installed: dict[str, str]) -> None:
    """The report carries the direction, so that the gate is right where the plugin is not there, too."""
    (scored / "mtqe.toml").write_text("[gate.max_score]\nlost-words = 50\n", encoding="utf-8")
    assert mtqe("gate", "good.json", cwd=scored, **installed).returncode == 0
    done = mtqe("gate", "poor.json", "--explain", cwd=scored, **installed)
    assert (done.returncode, "lost-words is 70.8; the ceiling is 50" in done.stdout) == (1, True), done.stdout
    shown = mtqe("report", "poor.json", cwd=scored, **installed).stdout
    assert "Lost words" in shown and "70.8" in shown and "lower is better" in shown and "not known" not in shown
    page = mtqe("report", "poor.json", "-f", "html", cwd=scored, **installed).stdout
    assert 'Lost words <span class="unit">lower is better</span>' in page
    done = mtqe("compare", "poor.json", "good.json", "--json", "-", cwd=scored, **installed)
    assert done.returncode == 0, done.stderr
    (metric,) = json.loads(done.stdout)["metrics"]
    assert [standing["system"] for standing in metric["standings"]] == ["good", "poor"]
    assert (metric["tests"][0]["difference"], metric["tests"][0]["better"]) == (pytest.approx(-70.83, abs=0.01), True)
    assert "Lost words ↓" in mtqe("compare", "poor.json", "good.json", cwd=scored, **installed).stdout
    proposed = mtqe("calibrate", *["poor.json"] * 19, cwd=scored, **installed)
    assert "+lost-words = 79.0" in proposed.stdout, proposed.stderr  # 70.8, and the interval of two segments


def test_an_old_report_without_the_plugin_is_not_read_the_wrong_way_round(scored: Path) -> None:
    report: dict[str, Any] = json.loads((scored / "poor.json").read_text(encoding="utf-8"))
    for item in report["run"]["metrics"]:
        del item["facts"]
    del report["seal"]
    (scored / "old.json").write_text(json.dumps(report), encoding="utf-8")
    (scored / "mtqe.toml").write_text("[gate.max_score]\nlost-words = 50\n", encoding="utf-8")
    assert "the ceiling is 50" in mtqe("gate", "old.json", cwd=scored).stdout
    done = mtqe("gate", "old.json", cwd=scored, MTQE_NO_PLUGINS="1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no limit on lost-words can be judged" in done.stderr and "install the plugin" in done.stderr
    (scored / "mtqe.toml").unlink()
    proposed = mtqe("calibrate", "old.json", "old.json", cwd=scored, MTQE_NO_PLUGINS="1")
    assert proposed.returncode == 0 and "lost-words =" not in proposed.stdout
    assert "no limit for lost-words: its direction is unknown" in proposed.stderr
    shown = mtqe("report", "old.json", cwd=scored, MTQE_NO_PLUGINS="1").stdout
    assert "lost-words: it is not known whether a higher score is better" in shown


def test_formats_and_reporter_of_a_plugin(pair: Path) -> None:
    (pair / "news.arrows").write_text("We come. => Wir kommen!\n", encoding="utf-8")
    args = ("evaluate", "news.arrows", *LANGS, "--select", "GLS", "--json", "r.json", "-o", "news.count", "-q")
    done = mtqe(*args, cwd=pair)
    assert done.returncode == 0, done.stderr
    assert (pair / "news.count").read_text(encoding="utf-8") == "1 findings\n"
    assert mtqe("report", "r.json", "-f", "count", cwd=pair).stdout == "1 findings\n"
    (pair / "a.en.memo").write_text("To: all\nThe ferry leaves at noon.\n", encoding="utf-8")
    (pair / "a.de.memo").write_text("To: alle\nDie Fähre legt mittags ab!\n", encoding="utf-8")
    done = mtqe("evaluate", "a.en.memo", "a.de.memo", "--select", "GLS", "--json", "-", cwd=pair)
    assert done.returncode == 0, done.stderr
    (segment,) = json.loads(done.stdout)["segments"]
    assert (segment["source"], segment["meta"]["source_line"]) == ("The ferry leaves at noon.", 2)


def test_what_a_plugin_brings_is_listed_with_its_origin(tmp_path: Path) -> None:
    listed = {kind: mtqe("list", kind, cwd=tmp_path).stdout for kind in ("metrics", "formats", "reporters")}
    assert "lower is better (acme-mtqe 1.0)\n" in listed["metrics"]
    assert ".memo" in listed["formats"] and "the number of findings (acme-mtqe 1.0)" in listed["reporters"]


def test_plugins_can_be_left_out(pair: Path) -> None:
    assert "acme/GLS001" in mtqe("list", "checks", cwd=pair).stdout
    for kind, name in (("checks", "acme/GLS001"), ("metrics", "lost-words"), ("formats", ".memo")):
        assert name not in mtqe("list", kind, cwd=pair, MTQE_NO_PLUGINS="1").stdout


@pytest.mark.parametrize(
    ("kind", "code", "message"),
    [
        ("checks", "", "plugin 'broken' (broken:it) cannot be loaded"),
        ("metrics", "", "plugin 'broken' (broken:it) cannot be loaded"),
        (
            "metrics",
            "it = object()",
            "plugin 'broken' (broken:it) is not a MetricRow let the entry point in mtqe.metrics",
        ),
        (
            "formats",
            "it = object()",
            "plugin 'broken' (broken:it) is not a FormatRow let the entry point in mtqe.formats",
        ),
        (
            "reporters",
            "from mtqe.registry.table_rows import ReporterRow\nit = ReporterRow('html', 'broken:page', '')",
            "plugin 'broken' (broken:it): reporters already has 'html' give the plugin's row another name",
        ),
        (
            "metrics",
            "from mtqe.registry.table_rows import MetricRow\nit = MetricRow('x', 'broken:x', '', scale='0-10')",
            "plugin 'broken' (broken:it): Invalid enum value '0-10'",
        ),
    ],
)
def test_broken_plugin_is_one_clear_line(tmp_path: Path, kind: str, code: str, message: str) -> None:
    info = tmp_path / "broken-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[mtqe.{kind}]\nbroken = broken:it\n")
    (tmp_path / "broken.py").write_text(code)
    done = mtqe("list", kind, cwd=tmp_path, plugin=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr and done.stderr.count("\n") == 2
