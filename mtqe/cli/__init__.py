"""The command line: a group that imports a command only when it is called. Each command has its own file.

- Judging a translation: `evaluate` (the main job), `demo`; its single stages `align`, `score`, `check`, `gate`,
  `report`; `fix`. Large corpora: `scan`, `merge` (the reports of several machines). Other programs: `serve`.
- Comparing: `compare`, `rank`. People: `triage` (for those who read one language), `sample` (what they should rate),
  `review` (they review a report), `agreement` (measuring against them).
- Keeping a project: `status`, `accept`, `rules`, `calibrate`, `baseline`, `history`. Looking up: `explain`, `list_`,
  `models`, `cache`.
- Parts of commands: `pair_listing` and `metric_listing` (`mtqe list checks --pair`, `metrics --pair`), `annotating`
  (`mtqe report --annotate`), `review_results` (what `mtqe review` writes), `segment_input` (the input that options
  describe), `release_input` (the languages of a run), `releasing` (stored reports of several languages), `report_files`
  (the input of a report), `lock_update` (`mtqe.lock`).
- Shared by commands: `options`, `brief` (help in two lengths), `deliver` (how a command ends), `ending` (what may end
  it, and what may not), `next_steps` (what to do after it), `past_runs`, `progress`, `wrap` (lines for people),
  `estimate` (what a run would cost), `policy_update` (changes of the policy), `atomic_write` (a file is written whole
  or not at all), `leftovers` (of killed runs) and `file_lock` (runs at once change a file one by one).
"""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import os
import shlex
import signal
import sys
from pathlib import Path
from typing import Any

import click

from mtqe import version
from mtqe.cli import brief
from mtqe.cli.ending import Done, Unfinished, guarded, outliving_its_reader
from mtqe.errors import ConfigError, ExitCode, MtqeError
from mtqe.prose import inert

SECTIONS = {
    "Judge a translation": {
        "evaluate": "align if needed, score, check, report and gate: the main job",
        "demo": "evaluate the demo article that comes with mtqe",
        "align": "align two documents and write the beads",
        "score": "score translations, without checks",
        "check": "check a translation for errors, without scores",
        "gate": "judge a stored report",
        "report": "show a stored report in another format",
        "fix": "correct findings that have one certain correction",
    },
    "Judge large corpora, or serve other programs": {
        "scan": "judge a corpus of any length in constant memory",
        "merge": "combine the reports of all shards into one",
        "serve": "serve reports over HTTP, on this machine",
    },
    "Compare systems": {
        "compare": "compare systems from their stored reports",
        "rank": "rank candidate translations of each source",
    },
    "Work with people": {
        "triage": "describe each finding in one English sentence",
        "sample": "choose segments for people to rate, and estimate",
        "review": "review findings and segments on a local page",
        "agreement": "measure checks and metrics against people",
    },
    "Keep a project": {
        "status": "list translations that are older than their source",
        "accept": "record findings you reviewed and accept",
        "rules": "test, list and create a team's own rules",
        "calibrate": "propose limits from translations you shipped",
        "baseline": "keep a report as the baseline for later runs",
        "history": "draw the trend over runs and report changes",
    },
    "Look up": {
        "explain": "print the manual of a check",
        "list": "list checks, metrics, formats, reporters or models",
        "models": "list the COMET models on this machine, or fetch one",
        "cache": "inspect, prune or clear the score cache",
    },
}
"""Name and one-line help of every command, in groups. A command's module has the same name (`list` is in `list_`)."""
COMMANDS = {name: text for section in SECTIONS.values() for name, text in section.items()}

COMPLETE = "_MTQE_COMPLETE"
"""The environment variable by which a shell asks for completions, in the form that click defines."""
OBJECTS = 50_000
"""Unit: new objects, after which Python looks for unused circles of them. Loading makes many objects that stay."""


class LazyGroup(click.Group):
    """A group that imports a command only when it is called or its help is shown."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the sections."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"mtqe.cli.{cmd_name}_" if cmd_name == "list" else f"mtqe.cli.{cmd_name}")
        command: click.Command = module.command
        return brief.with_help_all(guarded(command))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in sections of one width, without importing any."""
        width = max(map(len, COMMANDS))
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), text) for name, text in commands.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; the error for an unknown one suggests the closest name."""
        from mtqe.registry.suggest import lookup

        if args and args[0] not in COMMANDS and _is_there(args[0]):
            raise ConfigError(f"{args[0]} is not a command", f"did you mean {shlex.join(['mtqe', 'evaluate', *args])}?")
        if args and not args[0].startswith("-"):
            lookup(args[0], COMMANDS, "command")
        return super().resolve_command(ctx, args)


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except OSError:  # a name that is too long
        return False


def _show_version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(version.said())
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "-V",
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Show the version and exit.",
)
def group() -> None:
    """Can this translation ship? Align, score, check and gate a machine translation.

    \b
    mtqe demo                                            try it on a demo article
    mtqe evaluate article.en.txt article.de.txt          evaluate a translation
    mtqe evaluate en/ de/ -o report.html                 also write an HTML page
    mtqe                                                 evaluate this project

    Exit codes: 0 pass, 1 gate failed, 2 usage or configuration error, 3 incomplete or crash, 130 interrupted.
    """


brief.with_help_all(group)


def main(args: list[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    # Python sets a stream to None if the shell closed it, as in `mtqe ... >&-`.
    sys.stdin = sys.stdin or os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")
    sys.stdout, sys.stderr = (
        outliving_its_reader(stream) if stream else os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
        for stream in (sys.stdout, sys.stderr)
    )
    signal.signal(signal.SIGTERM, _interrupt)
    gc.set_threshold(OBJECTS, *gc.get_threshold()[1:])
    sys.exit(_flush(run(args)))


def _is_project() -> bool:
    """Whether the current folder says what to evaluate, so that `mtqe` alone does it instead of showing its help."""
    from mtqe.cli import release_input

    return release_input.is_project()


def _flush(code: int) -> int:
    """Write what is still buffered. If that fails, the exit code is that of mtqe and not Python's 120.

    Returns:
        The same code, or 3 if the command went well but its output is lost.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # Python flushes once more at its end
            unseen = stream is sys.stdout and code in (ExitCode.PASS, ExitCode.GATE_FAILED)
            if unseen:
                _complain(*(_machine_fault(error) or (f"cannot write to standard output: {error}", "")))
                code = ExitCode.INCOMPLETE
    return code


def _interrupt(number: int, frame: object) -> None:
    """Treat SIGTERM, which CI services send to cancelled jobs, like Ctrl-C, so that no file is left half-written."""
    raise KeyboardInterrupt


def run(args: list[str] | None = None) -> int:
    """Run the command line; every failure becomes an error line on stderr and an exit code.

    The code is 0 only if the command came to its end, or click showed its help or version.
    """
    try:
        asked = os.environ.get(COMPLETE)
        given = tuple(sys.argv[1:] if args is None else args)
        if not asked and not given and _is_project():
            given = ("evaluate",)
        result: Any = (
            _completed(asked) if asked else group.main(given, obj=given, prog_name="mtqe", standalone_mode=False)
        )
    except MtqeError as error:
        _complain(error.message, error.hint)
        return error.exit_code
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        if type(error).__name__ == "NoArgsIsHelpError" and context:  # click has it from 8.2 on
            click.echo(context.get_help(), err=True)
            return ExitCode.USAGE
        where = (
            context.command_path if context else " ".join(["mtqe", *(word for word in given[:1] if word in COMMANDS)])
        )
        hint = f"see {where} --help"
        if isinstance(error, click.NoSuchOption) and where == "mtqe":
            hint = f"options follow a command: {shlex.join(['mtqe', 'evaluate', *given])}"
        if "unexpected extra argument" in error.format_message() and given[0] in ("check", "rank", "score"):
            hint = f"give two files as mtqe {given[0]} -s SOURCE -t TRANSLATION"
        _complain(error.format_message(), hint)
        return ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        _complain("interrupted")
        return ExitCode.INTERRUPTED
    except Done:
        return ExitCode.PASS
    except (SystemExit, GeneratorExit) as error:  # before the function of the command ran, as when it is imported
        if os.environ.get("MTQE_TRACEBACK"):
            raise
        unfinished = Unfinished(error)
        _complain(unfinished.message, unfinished.hint)
        return unfinished.exit_code
    except Exception as error:
        if os.environ.get("MTQE_TRACEBACK"):
            raise
        known = _machine_fault(error)
        if known:
            _complain(*known)
            return ExitCode.INCOMPLETE
        if isinstance(error, OSError) and isinstance(error.filename, str | bytes):
            _complain(f"{os.fsdecode(error.filename)}: {error.strerror}", "check the path and its permissions")
            return ExitCode.USAGE
        _complain(f"{type(error).__name__}: {error}", "this is a bug in mtqe; set MTQE_TRACEBACK=1 to see where")
        return ExitCode.INCOMPLETE
    return int(result) if isinstance(result, int) else ExitCode.PASS


def _completed(asked: str) -> int:
    """Answer a shell that completes a command line; click itself would end the process."""
    from click import shell_completion

    return shell_completion.shell_complete(group, {}, "mtqe", COMPLETE, asked)


def _machine_fault(error: Exception) -> tuple[str, str] | None:
    """Message and hint for an uncaught error that the machine causes, not mtqe."""
    if not isinstance(error, OSError):
        return None
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
        return f"cannot write to standard output: {error.strerror}", "free some space, or write to another place"
    try:
        Path.cwd()
    except OSError:
        return "the current folder no longer exists", "change to an existing folder"
    return None


def _complain(message: str, hint: str = "") -> None:
    with contextlib.suppress(OSError):  # if stderr is closed or full, the exit code still reports the failure
        click.echo(click.style("mtqe: ", fg="red", bold=True) + inert(message), err=True)
        if hint:
            click.echo(f"  {inert(hint)}", err=True)
