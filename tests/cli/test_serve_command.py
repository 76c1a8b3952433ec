"""`mtqe serve` on the command line, where no server starts."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable

import pytest


@pytest.mark.parametrize("package", ["starlette", "uvicorn"])
def test_without_the_extra(mtqe: Callable, monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    done = mtqe("serve")
    assert done.code == 3 and f"mtqe serve needs {package}" in done.err
    assert 'pip install "mtqe[serve]"' in done.err and done.err.count("\n") == 2


def test_other_machines_need_a_token(mtqe: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    done = mtqe("serve", "--host", "0.0.0.0")
    assert done.code == 2 and "MTQE_SERVE_TOKEN" in done.err and "--allow-remote" in done.err
    monkeypatch.setenv("MTQE_SERVE_TOKEN", "1234")
    done = mtqe("serve")
    assert done.code == 2 and "shorter than 16 characters" in done.err and "1234" not in done.err


def test_a_port_in_use(mtqe: Callable) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = mtqe("serve", "--port", str(taken.getsockname()[1]))
    assert done.code == 2 and "cannot listen on 127.0.0.1" in done.err and "--port" in done.err
    assert done.err.splitlines()[0].endswith("ddress already in use")


@pytest.mark.parametrize(("tag", "error"), [("de", "both in 'de'"), ("xqz", "unknown language 'xqz'")])
def test_languages_that_no_request_could_use(mtqe: Callable, tag: str, error: str) -> None:
    done = mtqe("serve", "--source-lang", tag, "--target-lang", "de")
    assert done.code == 2 and error in done.err and "listening" not in done.err


def test_a_name_that_is_no_host(mtqe: Callable) -> None:
    done = mtqe("serve", "--host", "nowhere.invalid", "--allow-remote")
    assert done.code == 2 and "cannot listen on nowhere.invalid" in done.err
