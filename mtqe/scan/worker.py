"""A worker process of a scan: reads the settings, then judges each chunk that it gets, until its input ends.

Messages are pickled, since both sides are the same program: a length of eight bytes, then the message.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import struct
import sys
from dataclasses import dataclass
from typing import Any, BinaryIO

from mtqe.errors import FAULTS, ExitCode, MtqeError, reason
from mtqe.machine.memo import Memo
from mtqe.scan.assessment import Assessed, Settings, assess
from mtqe.scan.chunks import Chunk

ATTEMPTS = 3
"""Attempts: to judge a chunk whose worker dies."""
LENGTH = struct.Struct(">Q")


@dataclass(frozen=True)
class Failure:
    """A chunk that could not be judged.

    Args:
        message: What is wrong.
        hint: What to do about it.
        code: The exit code.
    """

    message: str
    hint: str
    code: int

    @property
    def error(self) -> MtqeError:
        """The error to raise."""
        return MtqeError(self.message, self.hint, ExitCode(self.code))


def framed(message: object) -> bytes:
    """A message as bytes."""
    return pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)


def read(stream: Any) -> Any:
    """The next message.

    Raises:
        EOFError: There is none.
    """
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (size,) = LENGTH.unpack(head)
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return pickle.loads(content)


def send(stream: Any, content: bytes) -> None:
    """Write a message that is bytes already, for `read`."""
    stream.write(LENGTH.pack(len(content)) + content)
    stream.flush()


def answer(chunk: Chunk, settings: Settings, memo: Memo) -> Assessed | Failure:
    """Judge a chunk; see `assess`."""
    try:
        return assess(chunk, settings, memo)
    except MtqeError as error:
        return Failure(error.message, error.hint, error.exit_code)
    except FAULTS as error:
        hint = "this is a bug in mtqe; scan with --workers 1 and MTQE_TRACEBACK=1 to see where"
        return Failure(f"{chunk} cannot be judged: {reason(error)}", hint, ExitCode.INCOMPLETE)


def given_up(chunk: Chunk) -> Failure:
    """What is said of a chunk whose workers die."""
    return Failure(
        f"{chunk} cannot be judged: its process ended unexpectedly {ATTEMPTS} times",
        "if the memory is full, continue with --resume and fewer --workers, or use a smaller --chunk and a new folder",
        ExitCode.INCOMPLETE,
    )


def main() -> None:
    """Judge chunks from standard input; the results go to standard output."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing else may write into the results
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        _serve(sys.stdin.buffer, out)


def _serve(source: BinaryIO, out: BinaryIO) -> None:
    settings, memo = read(source), Memo()
    while True:
        chunk = read(source)
        send(out, framed(answer(chunk, settings, memo)))
