"""What goes wrong, and the exit codes it leads to: the only place that knows them."""

from __future__ import annotations

import enum


class ExitCode(enum.IntEnum):
    """Exit codes of every mtqe command."""

    PASS = 0
    GATE_FAILED = 1
    USAGE = 2
    INCOMPLETE = 3
    INTERRUPTED = 130


class MtqeError(Exception):
    """A failure with one line for a person: what is wrong, and what to do about it.

    Args:
        message: What is wrong, with the file, the line and the numbers that matter. One line.
        hint: What the user can do about it. One line, may be empty.
        exit_code: The exit code of the command that ends with this error.
    """

    def __init__(self, message: str, hint: str = "", exit_code: ExitCode = ExitCode.USAGE) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.exit_code = exit_code

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class InputError(MtqeError):
    """The input cannot be used: unreadable, malformed, or its parts do not fit together."""


class ConfigError(MtqeError):
    """A configuration value, option or name that mtqe does not know."""


class Unavailable(MtqeError):
    """A metric or check cannot run here (a missing model, package or resource).

    The pipeline turns it into a `Problem`; the rest of the report stands.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint, ExitCode.INCOMPLETE)
