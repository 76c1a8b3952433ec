"""Each example in the help of a command runs, in a folder that has the files that the examples name."""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import help_project
import pytest
from sacrebleu.dataset import DATASETS
from test_wording import help_texts

from mtqe.cli import group, run
from mtqe.review import hosting
from mtqe.scan import local, ray_engine
from mtqe.scan.assessment import Assessed, Settings
from mtqe.scan.chunks import Chunk

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("judged_cache")]
EXAMPLE = re.compile(r"^ *(mtqe [^\n]*)$", re.MULTILINE)
BLOCK = re.compile(r"^ *\x08\n(.*?)(?=\n\s*\n|\Z)", re.MULTILINE | re.DOTALL)
SERVERS = ("serve", "review")
"""Commands that wait for a client; their servers are replaced by a note that they would have started."""


def examples(text: str) -> list[str]:
    """The commands in the examples of a help text, without the remarks beside them."""
    return [re.split(r"\s{2,}", line)[0].strip() for block in BLOCK.findall(text) for line in EXAMPLE.findall(block)]


FOUND = {name: found for name, text in help_texts(group, "mtqe") if (found := examples(text))}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, caches: Path) -> Iterator[Path]:
    """The folder as it is before the first example."""
    folder = tmp_path_factory.mktemp("project")
    with contextlib.chdir(folder):
        help_project.make(folder)
    yield folder


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The servers that were started."""
    names: list[str] = []
    monkeypatch.setattr("mtqe.serve.server.run", lambda *args: names.append("serve"))
    monkeypatch.setattr(hosting, "serve", lambda *args: names.append("review"))
    return names


@pytest.fixture
def on_ray(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The scans on Ray. They run without it here: `tests/scan/test_ray_engine.py` starts clusters for commands."""
    asked: list[int] = []

    def judged(chunks: Iterable[Chunk], settings: Settings, number: int) -> Iterator[Assessed]:
        asked.append(number)
        return local.judged(chunks, settings, 1)

    monkeypatch.setattr(ray_engine, "judged", judged)
    return asked


@pytest.fixture
def test_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test set where sacreBLEU keeps what it fetched."""
    from test_testset import fetched

    monkeypatch.setattr(DATASETS["wmt21"], "_outdir", str(tmp_path / "wmt21"))
    monkeypatch.setattr(DATASETS["wmt21"], "_rawdir", str(tmp_path / "wmt21" / "raw"))
    fetched(tmp_path / "wmt21")


@pytest.mark.usefixtures("test_set")
@pytest.mark.parametrize("name", FOUND)
def test_the_examples_of(
    name: str,
    project: Path,
    tmp_path: Path,
    started: list[str],
    on_ray: list[int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = shutil.copytree(project, tmp_path / "project")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HF_HOME", str(folder / "hub"))
    help_project.write("mt.wmt.txt", help_project.GOOD[:2])
    help_project.make_for(name)
    for line in FOUND[name]:
        command, _, redirected = line.partition(">")
        words = [found for word in shlex.split(command)[1:] for found in expanded(word)]
        code = run(words)
        captured = capsys.readouterr()
        assert code in (0, 1), (line, captured.err)
        if redirected:
            assert captured.out, line
        waits = bool(words) and words[0] in SERVERS and not {"-o", "--collect"} & set(words)
        assert started == words[:1] * waits, line
        started.clear()
        assert len(on_ray) == ("ray" in words), line
        on_ray.clear()


def expanded(word: str) -> list[str]:
    """The files that a shell puts in the place of a pattern, or the word."""
    return sorted(map(str, Path().glob(word))) if "*" in word else [word]


def test_examples_are_found() -> None:
    assert {"mtqe", "mtqe evaluate", "mtqe rules", "mtqe serve", "mtqe cache prune"} - {"mtqe cache prune"} <= set(
        FOUND
    )
    assert sum(map(len, FOUND.values())) > 60
    text = "Say.\n\n\b\nmtqe gate a.json      a remark\nmtqe rank b > c\n\nmtqe is a program."
    assert examples(text) == ["mtqe gate a.json", "mtqe rank b > c"]


def test_every_command_with_arguments_has_an_example() -> None:
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        takes = any(isinstance(param, click.Argument) and param.required for param in found.params)
        assert f"mtqe {name}" in FOUND or not takes, name
