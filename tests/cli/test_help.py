"""Help in two lengths, and the completion of a shell, which knows all options."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator

import click
import pytest

from mtqe.cli import COMMANDS, brief, group


def command(name: str) -> click.Command:
    found = group.get_command(click.Context(group), name)
    assert found is not None
    return found


def own_options(name: str) -> Iterator[click.Option]:
    """The options of a command without those that show help."""
    for param in command(name).params:
        if isinstance(param, click.Option) and brief.HELP_ALL not in param.opts:
            yield param


def listed(text: str) -> set[str]:
    """The options that stand at the beginning of a row of a help text."""
    rows = re.findall(r"^  (-\S.*?)(?:  |$)", text.partition("\nOptions:\n")[2], re.MULTILINE)
    return {name for row in rows for name in re.findall(r"(?<!\S)--?[\w-]+", row)}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_short_help_has_ten_options_and_the_long_one_all(mtqe: Callable, name: str) -> None:
    options = list(own_options(name))
    short, long = mtqe(name, "--help"), mtqe(name, "--help-all")
    assert (short.code, long.code) == (0, 0)
    assert listed(long.out) >= {opt for option in options for opt in option.opts}
    assert sum(bool(listed(short.out).intersection(option.opts)) for option in options) == min(
        len(options), len(getattr(command(name), "common", options))
    )
    assert len(listed(short.out) & {option.opts[-1] for option in options}) <= brief.MOST
    more = listed(long.out) > listed(short.out)
    assert (brief.HELP_ALL in listed(short.out)) == more, "it is named where it shows more"


@pytest.mark.parametrize("words", [("--help-all",), ("baseline", "--help-all"), ("baseline", "set", "--help-all")])
def test_groups_and_their_commands_take_it_too(mtqe: Callable, words: tuple[str, ...]) -> None:
    done = mtqe(*words)
    assert done.code == 0 and done.out.startswith(f"Usage: mtqe {' '.join(words[:-1])}")


def test_common_options_exist() -> None:
    for name in COMMANDS:
        known = {opt for option in own_options(name) for opt in option.opts}
        assert getattr(command(name), "common", frozenset()) <= known, name


def test_a_shell_completes_options_of_the_long_help() -> None:
    words = {"_MTQE_COMPLETE": "bash_complete", "COMP_WORDS": "mtqe evaluate --sh", "COMP_CWORD": "2"}
    done = subprocess.run(
        [sys.executable, "-m", "mtqe"], env=os.environ | words, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["plain,--shard", "plain,--show-config"]
