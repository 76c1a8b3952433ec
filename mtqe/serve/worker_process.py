"""The process that computes: reads messages from standard input and writes the answers to standard output."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO

import msgspec

from mtqe.serve.commands import Commands
from mtqe.serve.messages import LENGTH, TEMPORARY, Order, Start, framed


def main() -> None:
    """Answer until standard input ends, which it also does if the listening process dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the listening process says when to end
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not get between the messages
    arrived: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=_receive, args=(sys.stdin.buffer, arrived), daemon=True).start()
    start = msgspec.msgpack.decode(arrived.get(), type=Start)
    commands = Commands(start.config)
    _send(out, commands.ready(start.order))
    while True:
        _send(out, commands.answer(msgspec.msgpack.decode(arrived.get(), type=Order)))


def _receive(source: IO[bytes], arrived: queue.Queue[bytes]) -> None:
    """Read messages. At the end of the input, end this process at once with the processes that it started."""
    while len(head := source.read(LENGTH.size)) == LENGTH.size:
        arrived.put(source.read(LENGTH.unpack(head)[0]))
    folder = Path(tempfile.gettempdir())
    if folder.name.startswith(TEMPORARY):  # its own, which a listening process that died cannot remove
        shutil.rmtree(folder, ignore_errors=True)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(0)


def _send(out: IO[bytes], message: msgspec.Struct) -> None:
    out.write(framed(message))
    out.flush()
