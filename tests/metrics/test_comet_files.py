"""The places of COMET models, the files that are refused, and a process that loading leaves unchanged."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_comet import SEGMENTS, Tiny, score, single

from mtqe.errors import ConfigError, Unavailable
from mtqe.metrics.comet import metric, model_files


@pytest.fixture
def hub_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the hub and an empty home."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path / "hub"


def put_in_cache(cache: Path, name: str, folder: Path, ignore: str = "") -> Path:
    """Store a folder like the hub's client: files named by their hash, and a snapshot of links to them."""
    root = cache / f"models--{name.replace('/', '--')}"
    snapshot = root / "snapshots" / "0123abcd"
    (root / "refs").mkdir(parents=True)
    (root / "blobs").mkdir()
    (root / "refs" / "main").write_text("0123abcd", encoding="utf-8")
    for file in folder.rglob("*"):
        if file.is_file() and (not ignore or ignore not in file.parts):
            blob = root / "blobs" / hashlib.sha256(file.read_bytes()).hexdigest()
            shutil.copy(file, blob)
            link = snapshot / file.relative_to(folder)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(os.path.relpath(blob, link.parent))
    return snapshot


def renamed_encoder(checkpoint: Path, folder: Path, encoder: str) -> Path:
    """A copy of a model that has only the name of its encoder, like the models on the hub."""
    import torch

    shutil.copytree(checkpoint.parent.parent, folder, ignore=shutil.ignore_patterns("encoder"))
    copy = folder / "checkpoints" / "model.ckpt"
    stored = torch.load(copy, weights_only=True)
    stored["hyper_parameters"]["pretrained_model"] = encoder
    torch.save(stored, copy)
    settings = yaml.safe_load((folder / "hparams.yaml").read_text(encoding="utf-8")) | {"pretrained_model": encoder}
    (folder / "hparams.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return copy


@pytest.mark.parametrize("cached_as", ["xlm-roberta-large", "FacebookAI/xlm-roberta-large"])
def test_a_hub_model_in_the_cache(
    cached_as: str, tiny_comet: Tiny, hub_cache: Path, tmp_path: Path, no_network: None
) -> None:
    checkpoint = tiny_comet("regression_metric")
    name = "Unbabel/wmt22-comet-da"
    assert f"get it (2.3 GB) with: mtqe models fetch {name}" in (metric.missing(name) or "")
    renamed = renamed_encoder(checkpoint, tmp_path / "model", "xlm-roberta-large")
    snapshot = put_in_cache(hub_cache, "Unbabel/wmt22-comet-da", tmp_path / "model")
    lack = metric.missing("Unbabel/wmt22-comet-da")
    assert lack is not None
    assert "configuration and the tokenizer of its encoder xlm-roberta-large" in lack
    put_in_cache(hub_cache, cached_as, checkpoint.parent.parent / "encoder")
    assert metric.missing("Unbabel/wmt22-comet-da") is None
    assert metric.model_at_hand("Unbabel/wmt22-comet-da")
    assert metric.locate("Unbabel/wmt22-comet-da") == snapshot / "checkpoints" / "model.ckpt"
    scores = score("Unbabel/wmt22-comet-da")
    assert single(scores) == single(score(checkpoint))
    assert scores[0].signature["model"] == "Unbabel/wmt22-comet-da"
    assert scores[0].signature["revision"] == hashlib.sha256(renamed.read_bytes()).hexdigest()[:12]
    assert "licence" not in scores[0].signature


def test_the_encoder_may_stand_beside_the_checkpoint(tiny_comet: Tiny, hub_cache: Path, tmp_path: Path) -> None:
    checkpoint = tiny_comet("regression_metric")
    renamed = renamed_encoder(checkpoint, tmp_path / "model", "acme/encoder")
    with pytest.raises(Unavailable, match=r"encoder acme/encoder, which are not on this machine; get them with: mtqe"):
        score(renamed)
    shutil.copytree(checkpoint.parent.parent / "encoder", tmp_path / "model" / "encoder")
    assert single(score(renamed)) == single(score(checkpoint))


def test_a_model_in_comets_own_store(tiny_comet: Tiny, hub_cache: Path, tmp_path: Path) -> None:
    store = tmp_path / ".cache" / "torch" / "unbabel_comet" / "wmt21-comet-mqm"
    shutil.copytree(tiny_comet("regression_metric").parent.parent, store)
    (store / "checkpoints" / "model.ckpt").rename(store / "checkpoints" / "other.ckpt")
    assert metric.locate("wmt21-comet-mqm") == store / "checkpoints" / "other.ckpt"


def test_what_is_not_here_is_unavailable_and_never_fetched(hub_cache: Path, tmp_path: Path, no_network: None) -> None:
    with pytest.raises(Unavailable) as raised:
        score("acme/comet")
    assert raised.value.message == "COMET needs acme/comet, which is not on this machine"
    assert raised.value.hint == "get it with: mtqe models fetch acme/comet"
    for path in ("./nowhere.ckpt", str(tmp_path / "no" / "such" / "folder"), str(tmp_path)):
        with pytest.raises(Unavailable, match=r"but .* is not one and has none; name a \.ckpt file"):
            score(path)


def test_a_folder_with_several_checkpoints_is_ambiguous(tmp_path: Path) -> None:
    for name in ("epoch=1.ckpt", "epoch=2.ckpt"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(ConfigError, match=r"has 2 checkpoints: epoch=1.ckpt, epoch=2.ckpt; name the one to use"):
        metric.locate(str(tmp_path))


@pytest.mark.parametrize(
    ("name", "card", "licence"),
    [
        ("Unbabel/wmt22-comet-da", "license: apache-2.0", None),
        ("Unbabel/wmt22-cometkiwi-da", "", "cc-by-nc-sa-4.0"),
        ("Unbabel/XCOMET-XL", "", "cc-by-nc-sa-4.0"),
        ("acme/comet", "language: de\nlicense: CC-BY-NC-4.0", "cc-by-nc-4.0"),
        ("acme/kiwi-of-our-own", "license: mit", None),
    ],
)
def test_a_non_commercial_licence_is_shown(
    name: str, card: str, licence: str | None, tiny_comet: Tiny, hub_cache: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(tiny_comet("referenceless_regression_metric").parent.parent, folder)
    if card:
        (folder / "README.md").write_text(f"---\n{card}\n---\n# A model\n", encoding="utf-8")
    put_in_cache(hub_cache, name, folder)
    assert score(name, SEGMENTS[:2])[0].signature.get("licence") == licence
    note = metric.licence_note(name)
    assert note == (f"COMET model {name} is licensed {licence}: no commercial use" if licence else None)


def test_models_are_listed_with_licence_and_place(tiny_comet: Tiny, hub_cache: Path, tmp_path: Path) -> None:
    empty = {name: (licence, place) for name, licence, place in metric.models()}
    assert empty["Unbabel/wmt22-comet-da"] == ("apache-2.0", None)
    assert empty["Unbabel/XCOMET-XL"] == ("cc-by-nc-sa-4.0", None)
    folder = tmp_path / "model"
    shutil.copytree(tiny_comet("regression_metric").parent.parent, folder)
    snapshot = put_in_cache(hub_cache, "acme/news-comet", folder)
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\n", encoding="utf-8")
    known = put_in_cache(hub_cache, "Unbabel/wmt22-comet-da", folder)
    models = {name: (licence, place) for name, licence, place in metric.models()}
    assert models["acme/news-comet"] == ("unknown", str(snapshot / "checkpoints" / "model.ckpt"))
    assert models["Unbabel/wmt22-comet-da"] == ("apache-2.0", str(known / "checkpoints" / "model.ckpt"))


def test_the_licence_of_a_gated_model_comes_first(hub_cache: Path) -> None:
    assert "accept its licence (cc-by-nc-sa-4.0)" in (metric.missing("Unbabel/wmt22-cometkiwi-da") or "")


# --- checkpoints that are not what they should be ---------------------------------------------------------------------


class Harmful:
    """Unpickling it would write a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


def changed(checkpoint: Path, folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    import torch

    shutil.copytree(checkpoint.parent.parent, folder)
    copy = folder / "checkpoints" / "model.ckpt"
    stored = torch.load(copy, weights_only=True)
    change(stored)
    torch.save(stored, copy)
    return copy


def test_a_checkpoint_that_would_run_code_is_refused(tiny_comet: Tiny, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    copy = changed(
        tiny_comet("regression_metric"), tmp_path / "model", lambda stored: stored.update(extra=Harmful(trace))
    )
    with pytest.raises(Unavailable, match="could run code"):
        score(copy)
    assert not trace.exists()


def test_a_checkpoint_without_some_weights_is_refused(tiny_comet: Tiny, tmp_path: Path) -> None:
    copy = changed(
        tiny_comet("regression_metric"),
        tmp_path / "model",
        lambda stored: stored["state_dict"].pop("estimator.ff.0.weight"),
    )
    with pytest.raises(Unavailable, match=r"lacks 1 weights, first estimator\.ff\.0\.weight"):
        score(copy)


def test_files_that_are_not_a_checkpoint(tiny_comet: Tiny, tmp_path: Path) -> None:
    import torch

    torch.save({"weights": torch.zeros(1)}, tmp_path / "other.ckpt")
    (tmp_path / "text.ckpt").write_text("not a checkpoint", encoding="utf-8")
    (tmp_path / "empty.ckpt").write_bytes(b"")
    for name in ("other", "text", "empty"):
        with pytest.raises(Unavailable, match=re.escape(str(tmp_path / f"{name}.ckpt"))):
            score(tmp_path / f"{name}.ckpt")
    shutil.copytree(tiny_comet("regression_metric").parent.parent, tmp_path / "model")
    (tmp_path / "model" / "hparams.yaml").write_text("class_identifier: [", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"hparams\.yaml: not valid YAML"):
        score(tmp_path / "model")


def test_weights_of_another_encoder_are_refused(tiny_comet: Tiny, tmp_path: Path) -> None:
    shutil.copytree(tiny_comet("regression_metric").parent.parent, tmp_path / "model")
    config = tmp_path / "model" / "encoder" / "config.json"
    config.write_text(config.read_text("utf-8").replace('"hidden_size": 16', '"hidden_size": 32'), encoding="utf-8")
    with pytest.raises(Unavailable, match="does not fit its encoder"):
        score(tmp_path / "model")


# --- what a user sees -------------------------------------------------------------------------------------------------


def test_a_fresh_process_prints_nothing_and_keeps_its_logging(tiny_comet: Tiny) -> None:
    """Importing comet sets up logging for the whole program and warns; Lightning and transformers print messages."""
    code = f"""
import logging, sys
from mtqe.registry import metric_table
from mtqe.settings.config import CometConfig, Config
from mtqe.registry.contracts import Context
from mtqe.metrics.comet import model_files
from mtqe.model import Segment
assert model_files.missing({str(tiny_comet("regression_metric"))!r}) is None
assert not {{"torch", "comet", "transformers", "numpy"}} & set(sys.modules)
root = logging.getLogger()
context = Context("en", "de", Config(comet=CometConfig({str(tiny_comet("regression_metric"))!r})))
scores = metric_table.load("comet").score([Segment("1", "Good morning.", "Guten Morgen.", ("Moin.",))], context)
assert scores[0].value is not None
assert (root.handlers, root.level, root.manager.disable) == ([], logging.WARNING, 0)
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_hub_and_the_log_are_as_before(tiny_comet: Tiny) -> None:
    from huggingface_hub import constants

    before = (constants.HF_HUB_OFFLINE, logging.getLogger().level, logging.root.manager.disable)
    score(tiny_comet("regression_metric"), SEGMENTS[:1])
    assert (constants.HF_HUB_OFFLINE, logging.getLogger().level, logging.root.manager.disable) == before


def test_names_and_paths_are_told_apart() -> None:
    for path in ("model.ckpt", "./model", "/srv/model", "~/model", "a/b/c"):
        assert model_files.looks_like_path(path), path
    for name in ("Unbabel/wmt22-comet-da", "wmt20-comet-da"):
        assert not model_files.looks_like_path(name), name


def test_a_cache_that_may_not_be_read_holds_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", refuse)
    assert model_files.locate("Unbabel/wmt22-comet-da") is None
