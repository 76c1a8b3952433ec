"""What may end a command, and what may not: code of others ends no command well, and a reader that leaves ends none.

The exit code 0 says that a translation may ship. So it is given only by a command that came to its end, and by click
for help and the version.
"""

from __future__ import annotations

import io
import os
from typing import Any, TextIO

import click

from mtqe.errors import ExitCode, MtqeError


class Done(Exception):
    """The command has shown all that was asked for, as with `--show-config`."""


class Unfinished(MtqeError):
    """Code that the command called wanted to end the process.

    Args:
        error: What it raised.
    """

    def __init__(self, error: BaseException) -> None:
        name = type(error).__name__
        super().__init__(
            f"{name}: {error}" if str(error) else name,
            "a plugin or library tried to end the program; set MTQE_TRACEBACK=1 to see where",
            ExitCode.INCOMPLETE,
        )


class CommandContext(click.Context):
    """The context in which the function of a command runs."""

    def invoke(self, callback: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call the function of a command. What click takes for a good end, or for Ctrl-C, is an error in there.

        Raises:
            Unfinished: The function did not come to its end.
        """
        try:
            return super().invoke(callback, *args, **kwargs)
        except (SystemExit, GeneratorExit, EOFError, click.exceptions.Exit) as error:
            if os.environ.get("MTQE_TRACEBACK"):
                raise RuntimeError("a command ended unexpectedly") from error
            raise Unfinished(error) from error


def guarded(command: click.Command) -> click.Command:
    """The same command, whose function, and those of its subcommands, run in a `CommandContext`."""
    command.context_class = CommandContext
    if isinstance(command, click.Group):
        for part in command.commands.values():
            guarded(part)
    return command


class _Pipe(io.FileIO):
    """A stream whose reader may leave, as `head` does. What is written after that is lost, and nothing else changes."""

    def write(self, data: Any, /) -> int:
        """Write bytes."""
        try:
            return super().write(data)
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)
            return super().write(data)


def outliving_its_reader(stream: TextIO) -> TextIO:
    """The same standard stream; if its reader leaves, the command goes on to its own exit code."""
    raw = getattr(getattr(stream, "buffer", None), "raw", getattr(stream, "buffer", None))
    if not isinstance(stream, io.TextIOWrapper) or type(raw) is not io.FileIO:
        return stream
    stream.flush()
    pipe = _Pipe(stream.fileno(), "w", closefd=False)
    unbuffered = raw is stream.buffer
    return io.TextIOWrapper(
        pipe if unbuffered else io.BufferedWriter(pipe),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
