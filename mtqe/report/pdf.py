"""The summary for paper as a PDF: a page for each language. Chromium or Chrome prints the HTML page.

That of a release begins with its languages and the matrix of its files.

The program runs without a window and without a network, in a profile of its own that is deleted afterwards.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TextIO

from mtqe.errors import Unavailable
from mtqe.model import Report
from mtqe.model.release import Release
from mtqe.prose import inert
from mtqe.report import html, release_html

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
"""The programs that can print, in the order in which they are looked for on the path."""
OPTIONS = (
    "--headless", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-extensions", "--no-first-run", "--no-pdf-header-footer",
)  # fmt: skip
LONGEST = 120
"""Seconds: that the program may take."""
OTHERWISE = "install one of them, or write summary.html and print it from a browser"


def render(report: Report, out: BinaryIO) -> None:
    """Write the PDF of a report.

    Raises:
        Unavailable: There is no Chromium or Chrome, or it failed.
    """
    _write(functools.partial(html.render, report), out)


def render_release(release: Release, out: BinaryIO) -> None:
    """Write the PDF of a release.

    Raises:
        Unavailable: There is no Chromium or Chrome, or it failed.
    """
    _write(functools.partial(release_html.render, release), out)


def _write(render_page: Callable[[TextIO], None], out: BinaryIO) -> None:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise Unavailable("a PDF needs Chromium or Chrome, and neither is on the path", OTHERWISE)
    with tempfile.TemporaryDirectory(prefix="mtqe-pdf-", ignore_cleanup_errors=True) as folder:
        page, printed = Path(folder, "summary.html"), Path(folder, "summary.pdf")
        with page.open("w", encoding="utf-8") as stream:
            render_page(stream)
        said = _print(program, page, printed, folder)
        if not printed.is_file():
            raise Unavailable(f"{program} wrote no PDF: {inert(said) or 'it gave no reason'}", OTHERWISE)
        out.write(printed.read_bytes())


def _print(program: str, page: Path, printed: Path, folder: str) -> str:
    """Print a page, and give the last line that the program wrote."""
    command = [program, *OPTIONS, *_unsandboxed(), f"--user-data-dir={folder}/profile"]
    command += [f"--print-to-pdf={printed}", page.as_uri()]
    try:
        # The program leaves a folder in that for temporary files.
        done = subprocess.run(
            command, capture_output=True, timeout=LONGEST, check=False, env=os.environ | {"TMPDIR": folder}
        )
    except subprocess.TimeoutExpired:
        return f"it took more than {LONGEST} seconds"
    except OSError as error:
        return str(error)
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""


def _unsandboxed() -> tuple[str, ...]:
    """Chromium refuses to run as root with its sandbox, as in a container. The page cannot load anything anyway."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ("--no-sandbox",) if is_root else ()
