""".ci/run with programs that only note how they were called: what it does about the browser, and what it runs."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent.parent / ".ci" / "run"
FIRST = ["setup", "processor", "test"]
BESIDE = ["coverage", "check", "site", "demo"]
"""What runs while the wheels are built and used."""


class Machine:
    """A folder with all the programs that the script finds, and a copy of the script. It has Java, but no browser."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.log.touch()
        (folder / ".ci").mkdir()
        shutil.copy(SCRIPT, folder / ".ci" / "run")
        for name in ("bash", "dirname", "chmod"):
            (self.folder / name).symlink_to(str(shutil.which(name)))
        rules = "browser=$BROWSER_TESTS spark=$SPARK_TESTS $RAY_TESTS$SITE_TESTS$NOTEBOOK_TESTS"
        self.program("make", f'echo "make $* {rules}" >> {self.log}')
        self.program("id", "echo 0")
        self.program("java", "")

    def program(self, name: str, body: str) -> None:
        """Put a shell script on the PATH."""
        path = self.folder / name
        path.write_text(f"#!{shutil.which('sh')}\n{body}\n", encoding="utf-8")
        path.chmod(0o755)

    def apt(self, code: int = 0, brings: str = "chromium") -> None:
        """An apt-get that installs a program when it is asked to, or fails."""
        install = f"[ $1 = update ] || {{ : > {self.folder}/{brings}; chmod +x {self.folder}/{brings}; }}"
        self.program("apt-get", f'echo "apt-get $*" >> {self.log}\n{install if code == 0 else f"exit {code}"}')

    def run(self, **env: str) -> subprocess.CompletedProcess[str]:
        """Run the script."""
        return subprocess.run(
            [self.folder / "bash", self.folder / ".ci" / "run"],
            env={"PATH": str(self.folder)} | env, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def made(self, browser: str, spark: str = "required") -> list[str]:
        """What the log holds when every target was made with these rules for the tests that need a program."""
        groups = "required" * 3
        return [f"make {target} browser={browser} spark={spark} {groups}" for target in [*FIRST, *BESIDE, "smoke"]]

    def lines(self) -> list[str]:
        """The lines of the log. That of the wheels is the last one, as it may stand anywhere beside other steps."""
        lines = self.log.read_text("utf-8").splitlines()
        tests = [number for number, line in enumerate(lines) if line.startswith("make test")]
        assert not any(line.startswith("make smoke") for line in lines[: tests[0] if tests else None])
        return sorted(lines, key=lambda line: line.startswith("make smoke"))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def no_root(machine: Machine) -> None:
    machine.program("id", "echo 1000")
    machine.apt()


def apt_fails(machine: Machine) -> None:
    machine.apt(100)


def apt_brings_none(machine: Machine) -> None:
    machine.program("apt-get", "exit 0")


def no_apt(machine: Machine) -> None:
    assert not (machine.folder / "apt-get").exists()


CANNOT: dict[Callable[[Machine], None], str] = {
    no_root: "only root can install it", no_apt: "no apt-get to install it",
    apt_fails: "apt-get could not install it", apt_brings_none: "apt-get could not install it",
}  # fmt: skip


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_a_browser_that_is_there_must_be_used(machine: Machine, name: str) -> None:
    machine.program(name, "")
    machine.apt()
    done = machine.run()
    assert (done.returncode, done.stderr) == (0, "")
    assert machine.lines() == machine.made("required")


def test_a_missing_browser_is_installed(machine: Machine) -> None:
    machine.apt()
    done = machine.run(CI="true")
    assert (done.returncode, done.stderr) == (0, "")
    update, install, *made = machine.lines()
    assert update.startswith("apt-get update") and install.endswith("--no-install-recommends chromium")
    assert made == machine.made("required")


@pytest.mark.parametrize("prepare", CANNOT, ids=lambda prepare: prepare.__name__)
def test_where_it_cannot_be_installed_the_first_and_the_last_line_say_so(
    machine: Machine, prepare: Callable[[Machine], None]
) -> None:
    prepare(machine)
    done = machine.run()
    assert done.returncode == 0
    first, last = done.stderr.splitlines()
    assert "the browser tests will be skipped" in first and "the browser tests were skipped" in last
    assert first.endswith(CANNOT[prepare]) and last.endswith(CANNOT[prepare])
    assert [line for line in machine.lines() if line.startswith("make")] == machine.made("")


@pytest.mark.parametrize("prepare", CANNOT, ids=lambda prepare: prepare.__name__)
@pytest.mark.parametrize("env", [{"CI": "true"}, {"BROWSER_TESTS": "required"}], ids=["CI", "required"])
def test_in_ci_nothing_is_skipped(machine: Machine, prepare: Callable[[Machine], None], env: dict[str, str]) -> None:
    prepare(machine)
    done = machine.run(**env)
    assert done.returncode == 1
    assert done.stderr.startswith(".ci/run: the browser tests cannot run: ") and CANNOT[prepare] in done.stderr
    assert not any(line.startswith("make") for line in machine.lines())


def test_java_that_is_missing_is_installed(machine: Machine) -> None:
    machine.program("chromium", "")
    (machine.folder / "java").unlink()
    machine.apt(brings="java")
    done = machine.run(CI="true")
    assert (done.returncode, done.stderr) == (0, "")
    update, install, *made = machine.lines()
    assert update.startswith("apt-get update") and install.endswith("--no-install-recommends default-jre-headless")
    assert made == machine.made("required")


@pytest.mark.parametrize("prepare", CANNOT, ids=lambda prepare: prepare.__name__)
def test_without_java_the_spark_tests_are_skipped_but_not_in_ci(
    machine: Machine, prepare: Callable[[Machine], None]
) -> None:
    machine.program("chromium", "")
    (machine.folder / "java").unlink()
    prepare(machine)
    for env in ({"CI": "true"}, {"SPARK_TESTS": "required"}):
        done = machine.run(**env)
        assert done.returncode == 1
        assert done.stderr.startswith(".ci/run: the Spark tests cannot run: there is no Java, and ")
        assert not any(line.startswith("make") for line in machine.lines())
    done = machine.run()
    assert done.returncode == 0
    first, last = done.stderr.splitlines()
    assert "the Spark tests will be skipped" in first and "the Spark tests were skipped" in last
    assert first.endswith(CANNOT[prepare]) and last.endswith(CANNOT[prepare])
    assert [line for line in machine.lines() if line.startswith("make")] == machine.made("required", "")


@pytest.mark.parametrize("target", [*FIRST, *BESIDE])
def test_it_stops_at_the_first_failure(machine: Machine, target: str) -> None:
    machine.program("chromium", "")
    machine.program("make", f'echo "make $*" >> {machine.log}; [ "$1" != {target} ]')
    assert machine.run().returncode != 0
    made = [f"make {name}" for name in [*FIRST, *BESIDE]]
    assert [line for line in machine.lines() if line != "make smoke"] == made[: made.index(f"make {target}") + 1]


def test_what_is_done_beside_ends_with_a_failure(machine: Machine) -> None:
    machine.program("chromium", "")
    sleep = shutil.which("sleep")
    machine.program("make", f"case $1 in smoke) exec {sleep} 60;; coverage) {sleep} 0.2; exit 1;; esac")
    started = time.monotonic()
    assert machine.run().returncode == 1  # it reads what all write, so it would wait for the other step, too
    assert time.monotonic() - started < 30


def test_wheels_that_fail_fail_it_after_all_else_has_run(machine: Machine) -> None:
    machine.program("chromium", "")
    machine.program("make", f'echo "make $*" >> {machine.log}; [ "$1" != smoke ]')
    done = machine.run()
    assert done.returncode == 1
    assert done.stderr.splitlines() == [".ci/run: make smoke failed; its lines above begin with the word smoke"]
    assert machine.lines() == [f"make {name}" for name in [*FIRST, *BESIDE, "smoke"]]
