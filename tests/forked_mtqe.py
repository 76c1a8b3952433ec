"""Commands of mtqe for scripts that call it many times: each runs in a child of one process that has loaded mtqe.

A command has arguments, a folder, an environment and streams of its own, and ends with an exit code, as in a process
of its own. What takes longer than most commands is done once: modules, tables and templates are read by the process
before its first child.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import marshal
import os
import pkgutil
import shlex
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import mtqe
from mtqe.cli import main, run
from mtqe.errors import ExitCode

ROOT = Path(mtqe.__file__).parent.parent
READY = "ready\n"
CLIENT = """#!{python} -SI
import marshal, os, socket, sys
with socket.socket(socket.AF_UNIX) as line:
    line.connect({address!r})
    socket.send_fds(line, [b"."], [0, 1, 2])
    line.sendall(marshal.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]))
    line.shutdown(socket.SHUT_WR)
    sys.exit(int(line.recv(9)))
"""
"""What takes the place of the program `mtqe`: it hands all that a command gets to the process that has loaded mtqe."""


@contextlib.contextmanager
def forked_mtqe(program: Path, place: Path, first: Sequence[str]) -> Iterator[None]:
    """Write a program `mtqe`, whose commands run until the context ends.

    Args:
        program: Its file.
        place: The folder of the first commands.
        first: Commands that read what the commands of the program need. They must not start the encoder, whose threads
            a child would not have.
    """
    with tempfile.TemporaryDirectory() as folder:  # the address of a socket is at most 107 bytes long
        address = str(Path(folder) / "mtqe")
        program.write_text(CLIENT.format(python=sys.executable, address=address), encoding="utf-8")
        program.chmod(0o755)
        env = os.environ | {"PYTHONPATH": str(ROOT)}
        command = [sys.executable, __file__, address, *first]
        with subprocess.Popen(command, cwd=place, env=env, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout and process.stdout.readline() == READY
            try:
                yield
            finally:
                process.kill()


def serve(address: str, first: Sequence[str]) -> None:
    """Load mtqe, run the first commands, and then those that clients bring, each in a child."""
    for module in pkgutil.walk_packages(mtqe.__path__, "mtqe."):
        if module.name != "mtqe.__main__":
            importlib.import_module(module.name)
    for command in first:
        assert run(shlex.split(command)) != ExitCode.USAGE, command
    gc.freeze()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen()
    os.write(1, READY.encode())
    while True:
        line, _ = listener.accept()
        if not os.fork():
            listener.close()
            answer(line)
            os._exit(0)
        line.close()
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def answer(line: socket.socket) -> None:
    """Run the command of a client in a child, and tell the client its exit code."""
    _, streams, _, _ = socket.recv_fds(line, 1, 3)
    with line.makefile("rb") as given:
        args, folder, env = marshal.loads(given.read())
    if not (child := os.fork()):
        line.close()
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(env)
        try:
            main(args)
        except SystemExit as end:
            os._exit(int(end.code or 0))  # to free all that is loaded would take longer than most commands
    line.sendall(b"%d" % os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2:])
