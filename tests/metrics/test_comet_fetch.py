"""Downloading a model from a hub on this machine, and the messages if that fails."""

from __future__ import annotations

import hashlib
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from test_comet import Tiny, score, single
from test_comet_files import put_in_cache, renamed_encoder

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub(http.server.BaseHTTPRequestHandler):
    """The part of the hub that its client needs to download a file."""

    root: ClassVar[Path]
    asked: ClassVar[list[str]]

    def do_HEAD(self) -> None:
        self.answer(with_body=False)

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.answer(with_body=True)

    def answer(self, with_body: bool) -> None:
        name, _, path = self.path.lstrip("/").partition("/resolve/")
        revision, _, file = path.partition("/")
        path = self.root / name / file
        fault = None
        if name == "acme/gated":
            fault = 403, "GatedRepo"
        elif not (self.root / name).is_dir():
            fault = 404, "RepoNotFound"
        elif revision not in ("main", "v1", COMMIT):
            fault = 404, "RevisionNotFound"
        elif not path.is_file():
            fault = 404, "EntryNotFound"
        data = b"" if fault else path.read_bytes()
        self.send_response(fault[0] if fault else 200)
        if fault:
            self.send_header("X-Error-Code", fault[1])
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("ETag", f'"{hashlib.sha256(data).hexdigest()}"')
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if with_body:
            self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def hub(tiny_comet: Tiny, tmp_path: Path) -> Iterator[str]:
    """The address of a hub with the model acme/comet, whose encoder is acme/encoder."""
    Hub.root, Hub.asked = tmp_path / "hub", []
    checkpoint = tiny_comet("regression_metric")
    renamed_encoder(checkpoint, Hub.root / "acme" / "comet", "acme/encoder")
    (Hub.root / "acme" / "comet" / "README.md").write_text("---\nlicense: cc-by-nc-4.0\n---\n", encoding="utf-8")
    shutil.copytree(checkpoint.parent.parent / "encoder", Hub.root / "acme" / "encoder")
    (Hub.root / "acme" / "other").mkdir()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def mtqe(folder: Path, *args: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, because the hub's client reads its settings at import."""
    variables = os.environ | {"HF_HOME": str(folder / "hf"), "HF_HUB_DISABLE_PROGRESS_BARS": "1"} | environment
    command = [sys.executable, "-m", "mtqe", *map(str, args)]
    return subprocess.run(command, env=variables, cwd=folder, capture_output=True, text=True)


def test_a_model_becomes_a_folder(hub: str, tiny_comet: Tiny, tmp_path: Path) -> None:
    done = mtqe(tmp_path, "models", "fetch", "acme/comet@v1", "--to", "model", HF_ENDPOINT=hub)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines() == [
        "COMET model model is licensed cc-by-nc-4.0: no commercial use",
        "use it with: mtqe score -m comet --model model ...",
    ]
    folder = tmp_path / "model"
    there = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert {"checkpoints/model.ckpt", "hparams.yaml", "README.md", "encoder/config.json"} < set(there)
    assert not [path for path in there if ".cache" in path]
    assert not (tmp_path / "model.part").exists()
    assert single(score(folder)) == single(score(tiny_comet("regression_metric")))
    again = mtqe(tmp_path, "models", "fetch", "acme/comet", "--to", "model", HF_ENDPOINT=hub)
    assert (again.returncode, "model already exists" in again.stderr) == (2, True)
    listed = mtqe(tmp_path, "models", "list", "model", HF_ENDPOINT=hub)
    digest = hashlib.sha256((folder / "checkpoints" / "model.ckpt").read_bytes()).hexdigest()[:12]
    assert listed.stdout.split() == ["model", "cc-by-nc-4.0", "0.00", "GB", digest, "model/checkpoints/model.ckpt"]


def test_a_model_fills_the_cache_and_is_copied_from_it(hub: str, tmp_path: Path) -> None:
    done = mtqe(tmp_path, "models", "fetch", "acme/comet@v1", HF_ENDPOINT=hub)
    assert done.returncode == 0, done.stderr
    listed = mtqe(tmp_path, "models", "list", HF_ENDPOINT=hub)
    assert [line.split()[:2] for line in listed.stdout.splitlines()] == [["acme/comet@" + COMMIT, "cc-by-nc-4.0"]]
    Hub.asked.clear()
    copied = mtqe(tmp_path, "models", "fetch", "acme/comet@v1", "--to", "copy", HF_ENDPOINT=hub, HF_HUB_OFFLINE="1")
    assert copied.returncode == 0, copied.stderr
    assert (tmp_path / "copy" / "encoder" / "config.json").is_file()
    assert Hub.asked == []


def test_a_checkpoint_gets_its_encoder(hub: str, tmp_path: Path) -> None:
    shutil.copytree(Hub.root / "acme" / "comet", tmp_path / "own")
    done = mtqe(tmp_path, "models", "fetch", "own", HF_ENDPOINT=hub)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "own" / "encoder" / "config.json").is_file()


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("acme/nothing", "the hub has no public model acme/nothing", "check the name"),
        ("acme/gated", "only to users who accepted its licence", "accept it at https://huggingface.co/acme/gated"),
        ("acme/comet@v2", "acme/comet has no revision v2", "commits and tags"),
        ("acme/other", "acme/other has no hparams.yaml, so it is not a COMET model", "check the name"),
        ("./nowhere.ckpt", "neither a checkpoint nor a hub name", "name a model of the hub"),
        ("acme/co met", "cannot be the name of a model", "ACCOUNT/MODEL"),
    ],
)
def test_a_failed_download_says_why(name: str, message: str, hint: str, hub: str, tmp_path: Path) -> None:
    done = mtqe(tmp_path, "models", "fetch", name, "--to", "model", HF_ENDPOINT=hub)
    assert done.returncode in (2, 3)
    assert message in done.stderr
    assert hint in done.stderr
    assert len(done.stderr.splitlines()) == 2
    assert not list(tmp_path.glob("model*"))


@pytest.mark.parametrize("offline", [False, True])
def test_without_network(offline: bool, tmp_path: Path) -> None:
    variables = {"HF_HUB_OFFLINE": "1"} if offline else {"HF_ENDPOINT": "http://127.0.0.1:9"}
    done = mtqe(tmp_path, "models", "fetch", "Unbabel/XCOMET-XL", "--to", "model", **variables)
    assert done.returncode == 3
    first, *hints = done.stderr.splitlines()
    assert first == "Unbabel/XCOMET-XL is licensed cc-by-nc-sa-4.0: no commercial use"
    assert ("HF_HUB_OFFLINE is set" if offline else "the hub cannot be reached") in hints[0]
    assert "mtqe models fetch Unbabel/XCOMET-XL --to FOLDER" in hints[1]
    assert not list(tmp_path.glob("model*"))


def test_a_revision_is_part_of_the_name(tiny_comet: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mtqe.metrics.comet import metric

    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    snapshot = put_in_cache(tmp_path / "hub", "acme/comet", tiny_comet("regression_metric").parent.parent)
    (snapshot.parents[1] / "refs" / "v1").write_text(snapshot.name, encoding="utf-8")
    assert metric.locate("acme/comet@v1") == snapshot / "checkpoints" / "model.ckpt"
    assert metric.locate("acme/comet@v2") is None
    assert "mtqe models fetch acme/comet@v2" in (metric.missing("acme/comet@v2") or "")
    assert score("acme/comet@v1")[0].signature["model"] == "acme/comet@v1"
