"""The errors of mtqe and their exit codes, which are defined only here."""

from __future__ import annotations

import enum

from mtqe.prose import inert


class ExitCode(enum.IntEnum):
    """Exit codes of every mtqe command."""

    PASS = 0
    GATE_FAILED = 1
    USAGE = 2
    INCOMPLETE = 3
    INTERRUPTED = 130


LONGEST = 2_000
"""Characters: length of a message or hint, above which its middle is cut."""


class MtqeError(Exception):
    """A failure with a one-line message for the user: what is wrong, and what to do about it.

    Both are made one line, in which nothing is obeyed by a terminal or a CI log, whatever texts of outside they quote.

    Args:
        message: What is wrong, with the file, the line and the numbers that matter.
        hint: What the user can do about it; may be empty.
        exit_code: The exit code with which the command ends.
    """

    def __init__(self, message: str, hint: str = "", exit_code: ExitCode = ExitCode.USAGE) -> None:
        self.message = _cut(inert(message))
        self.hint = _cut(inert(hint))
        super().__init__(self.message)
        self.exit_code = exit_code

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


def _cut(line: str) -> str:
    """The line without the middle if it is so long that nobody reads it, as for a name of thousands of characters."""
    return line if len(line) <= LONGEST else f"{line[: LONGEST // 2]} … {line[-LONGEST // 2 :]}"


class InputError(MtqeError):
    """The input cannot be used: it is unreadable or malformed, or its parts do not match."""


class ConfigError(MtqeError):
    """A configuration value, option or name that is unknown or invalid."""


class Unavailable(MtqeError):
    """A metric or check cannot run here: a model, package or resource is missing.

    The pipeline turns it into a `Problem`; everything else in the report is unaffected.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint, ExitCode.INCOMPLETE)


FAULTS = (Exception, SystemExit, GeneratorExit)
"""What code of others may raise without ending more than itself: all but Ctrl-C and SIGTERM. `sys.exit()` in a plugin
or library is a fault like others, because the program ends with the exit code of mtqe."""


def reason(error: BaseException) -> str:
    """Why a check or metric failed: the message, with the type of an error that mtqe does not raise itself."""
    return str(error) if isinstance(error, Unavailable) else f"{type(error).__name__}: {error}"
