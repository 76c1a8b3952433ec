"""Exit codes and files when something goes wrong: reporters that throw, full disks, signals, two runs at once."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from mtqe.cli import run
from mtqe.model import SCHEMA, Report, Run, Segment
from mtqe.registry import check_table, reporter_table
from mtqe.registry.table_rows import ReporterRow
from mtqe.report import html
from mtqe.report import json as json_view

LINES = ("The pump holds 12 litres.", "Close the valve.", "Open the lid.")
TRANSLATED = ("Die Pumpe fasst 12 Liter.", "Schließen Sie das Ventil.", "Öffnen Sie den Deckel.")


@pytest.fixture
def check(tmp_path: Path) -> tuple[str, ...]:
    """The arguments of a quick run that finds nothing, in the folder `tmp_path`."""
    for name, lines in (("s.en.txt", LINES), ("t.de.txt", TRANSLATED)):
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    paths = ("-s", str(tmp_path / "s.en.txt"), "-t", str(tmp_path / "t.de.txt"))
    return ("check", *paths, "--select", "ART101", "--json", str(tmp_path / "reports" / "report.json"))


@pytest.fixture
def stored(tmp_path: Path) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """`stored(lines)`: the arguments that write a report on these lines to `reports/report.json`; no model runs."""

    def write(lines: Sequence[str] = TRANSLATED) -> tuple[str, ...]:
        segments = tuple(Segment(str(n), *both) for n, both in enumerate(zip(LINES, lines, strict=True), 1))
        report = Report(SCHEMA, Run("0", "2026-01-01T00:00:00+00:00", source_lang="en", target_lang="de"), (), segments)
        path = tmp_path / f"stored-{abs(hash(tuple(lines)))}.json"
        with path.open("w", encoding="utf-8") as out:
            json_view.render(report, out)
        return ("report", str(path), "-o", str(tmp_path / "reports" / "report.json"))

    return write


def start(*args: str, before: str = "", **more: Any) -> subprocess.Popen[bytes]:
    """Start mtqe as a process of its own, after some code of the test's."""
    code = f"{textwrap.dedent(before)}\nfrom mtqe.cli import main\nmain()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more
    )  # fmt: skip


def boom(*args: object) -> None:
    raise ValueError("boom\nsecond line")


def test_a_reporter_that_throws_takes_no_other_with_it(
    mtqe: Callable, check: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html, "render", boom)
    done = mtqe(*check, "-o", "reports/page.html", "-o", "reports/junit.xml")
    assert done.code == 3
    assert done.err.splitlines()[-2:] == [
        "mtqe: cannot write reports/page.html: ValueError: boom↵second line",
        "  3 other reports were written",
    ]
    assert "3 segments" in done.out
    assert sorted(path.name for path in Path("reports").iterdir()) == ["junit.xml", "report.json"]
    assert json.loads(Path("reports/report.json").read_text("utf-8"))["schema"] == "mtqe.report/1"


def test_a_reporter_that_throws_alone(mtqe: Callable, check: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    assert mtqe(*check).code == 0
    monkeypatch.setattr(html, "render", boom)
    done = mtqe("report", "reports/report.json", "-o", "page.html")
    assert (done.code, Path("page.html").exists()) == (3, False)
    assert "ValueError: boom↵second line" in done.err
    monkeypatch.setenv("MTQE_TRACEBACK", "1")
    with pytest.raises(ValueError, match="boom"):
        run([*check, "-o", "page.html", "-q"])


def test_a_reporter_of_a_plugin_that_cannot_be_loaded(mtqe: Callable, check: tuple[str, ...], monkeypatch) -> None:
    rows = (*reporter_table.REPORTERS, ReporterRow("lost", "mtqe.report.nowhere", "", extensions=(".lost",)))
    monkeypatch.setattr(reporter_table, "REPORTERS", rows)
    done = mtqe(*check, "-o", "x.lost")
    assert done.code == 3
    assert "reporter 'lost'" in done.err and Path("reports/report.json").is_file()


@pytest.mark.skipif(os.name != "posix", reason="sets a limit on the size of files")
def test_full_disk(check: tuple[str, ...], tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "report.html").write_text("old", encoding="utf-8")
    limit = (20_000, 20_000)  # the JSON fits, the page does not
    process = start(
        *check, "-o", str(reports / "report.html"), preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    )
    _, err = process.communicate()
    assert process.returncode == 3
    assert f"cannot write {reports / 'report.html'}: File too large" in err.decode()
    assert (reports / "report.html").read_text("utf-8") == "old"
    assert sorted(path.name for path in reports.iterdir()) == ["report.html", "report.json"]


HALF = """
    import os, signal
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job would ignore it
    from mtqe.report import json
    whole = json.render
    def render(report, out):
        whole(report, out)
        out.flush()
        os.kill(os.getpid(), signal.{signal})
        signal.pause()
    json.render = render
"""


@pytest.mark.parametrize("old", [True, False])
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 130), ("SIGKILL", -signal.SIGKILL)])
def test_killed_half_way(stored: Callable, tmp_path: Path, name: str, code: int, old: bool) -> None:
    report = tmp_path / "reports" / "report.json"
    if old:
        report.parent.mkdir()
        report.write_text("old", encoding="utf-8")
    process = start(*stored(), before=HALF.format(signal=name))
    _, err = process.communicate(timeout=120)
    assert process.returncode == code
    left = [path.name for path in report.parent.iterdir()] if report.parent.exists() else []
    assert report.exists() is old
    if name == "SIGKILL":  # nobody can tidy up then: one hidden file stays, which no run reads or minds
        assert [item[:6] + item[-4:] for item in left if item != "report.json"] == [".mtqe-.tmp"]
        assert start(*stored()).communicate()[1] == b""
        assert json.loads(report.read_text("utf-8"))["schema"] == "mtqe.report/1"
    else:
        assert err == b"\nmtqe: interrupted\n", "the empty line parts it from the ^C of a terminal"
        assert left == (["report.json"] if old else []), "what was there stays, and nothing is left behind"
        assert report.parent.exists() is old


def old(path: Path) -> Path:
    """Make a file seem two hours old."""
    os.utime(path, (path.stat().st_mtime - 7200,) * 2)
    return path


@pytest.mark.skipif(os.name != "posix", reason="locks of Unix")
def test_what_killed_runs_left_is_removed_but_not_what_a_process_writes(stored: Callable, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    process = start(*stored(), before=HALF.format(signal="SIGKILL"))
    process.communicate(timeout=120)
    (dead,) = reports.iterdir()
    writing = start(*stored(), before=HALF.format(signal="SIGSTOP"))
    os.waitpid(writing.pid, os.WUNTRACED)
    (alive,) = set(reports.iterdir()) - {dead}
    foreign = [reports / name for name in (".mtqe-x.tmp", ".mtqe-0123456789ab.tmp.txt", "mtqe-0123456789ab.tmp")]
    for path in foreign:
        path.write_text("not mtqe's", encoding="utf-8")
    for path in (alive, *foreign):
        old(path)
    assert start(*stored()).communicate()[1] == b""
    assert set(reports.iterdir()) == {dead, alive, *foreign, reports / "report.json"}, "the dead run is too young"
    old(dead)
    assert start(*stored()).communicate()[1] == b""
    assert set(reports.iterdir()) == {alive, *foreign, reports / "report.json"}
    os.kill(writing.pid, signal.SIGKILL)
    writing.communicate(timeout=120)


@pytest.mark.skipif(os.name != "posix", reason="locks of Unix")
def test_a_folder_that_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    from mtqe.cli.atomic_write import atomic_write, write_folder

    code = """
        import os, sys, signal
        from pathlib import Path
        from mtqe.cli.atomic_write import write_folder
        class Killer(dict):
            def items(self):
                yield "a/one.txt", "half"
                os.kill(os.getpid(), getattr(signal, sys.argv[2]))
                yield "b.txt", "whole"
        write_folder(Path(sys.argv[1]), Killer())
    """
    program = [sys.executable, "-c", textwrap.dedent(code)]
    subprocess.run([*program, str(tmp_path / "dead"), "SIGKILL"], check=False)
    (dead,) = tmp_path.iterdir()
    writing = subprocess.Popen([*program, str(tmp_path / "alive"), "SIGSTOP"])
    os.waitpid(writing.pid, os.WUNTRACED)
    (alive,) = set(tmp_path.iterdir()) - {dead}
    old(dead)
    old(alive)
    link = tmp_path / ".mtqe-0123456789ab.tmp"
    (tmp_path / "elsewhere").mkdir()
    link.symlink_to(old(tmp_path / "elsewhere"))
    atomic_write(tmp_path / "report.txt", lambda out: out.write("x"))
    assert set(tmp_path.iterdir()) == {alive, link, tmp_path / "elsewhere", tmp_path / "report.txt"}
    os.kill(writing.pid, signal.SIGCONT)
    assert writing.wait(timeout=60) == 0
    assert sorted(path.name for path in (tmp_path / "alive").rglob("*.txt")) == ["b.txt", "one.txt"]
    write_folder(tmp_path / "next", {"a.txt": "a"})


def test_two_runs_at_once_into_one_folder(stored: Callable, tmp_path: Path) -> None:
    longer = tuple(f"{line} Und noch etwas." for line in TRANSLATED)
    views = (("report.json",), ("-f", "html", "page.html"), ("-f", "junit", "junit.xml"))
    running = [
        start(*stored(lines)[:2], *view[:-1], "-o", str(tmp_path / "reports" / view[-1]))
        for view in views
        for lines in (TRANSLATED, longer)
    ]
    for process in running:
        _, err = process.communicate()
        assert (process.returncode, err) == (0, b"")
    assert sorted(path.name for path in (tmp_path / "reports").iterdir()) == ["junit.xml", "page.html", "report.json"]
    report = json.loads((tmp_path / "reports" / "report.json").read_text("utf-8"))
    assert tuple(segment["target"] for segment in report["segments"]) in (TRANSLATED, longer)
    assert (tmp_path / "reports" / "page.html").read_text("utf-8").rstrip().endswith("</html>")


def test_a_folder_that_may_not_be_written_is_refused_before_any_work(
    mtqe: Callable, check: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("reports").mkdir()
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).endswith("reports") and real(path, mode))
    monkeypatch.setattr(check_table, "select", lambda *args: pytest.fail("work began"))
    done = mtqe(*check)
    assert done.code == 2
    assert "Permission denied" in done.err and len(done.err.splitlines()) == 2
    assert list(Path("reports").iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(("args", "code"), [(("gate", "nowhere.json"), 2), (("explain", "ACC999"), 2)])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_full_or_closed_stderr_keeps_the_exit_code(
    args: tuple[str, ...], code: int, unbuffered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    program = [sys.executable, "-m", "mtqe", *args]
    with Path("/dev/full").open("wb") as full:
        assert subprocess.run(program, stdout=full, stderr=full, check=False).returncode == code
    assert subprocess.run(program, preexec_fn=lambda: os.close(2), check=False).returncode == code


@pytest.mark.skipif(os.name != "posix", reason="closes a descriptor")
def test_closed_stdin() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mtqe", "gate", "-"], preexec_fn=lambda: os.close(0), capture_output=True, check=False
    )
    assert done.returncode == 2
    assert b"defect" not in done.stderr
