"""COMET through the path a user takes, on tiny real models: comet's own numbers, no network, no noise."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import msgspec
import pytest
import yaml
from comet_fixture import KINDS, PAIRS, samples

from mtqe import registry
from mtqe.config import CometConfig, Config, MetricsConfig
from mtqe.errors import ConfigError, Unavailable
from mtqe.metrics import comet, comet_files
from mtqe.model import Score, Segment, render_signature

Tiny = Callable[[str], Path]
DOCS = ["a", "a", "a", "b", "b", "b", "b", "b"]
SEGMENTS = [
    Segment(str(place + 1), source, target, (reference,), doc)
    for place, ((source, target, reference), doc) in enumerate(zip(PAIRS, DOCS, strict=True))
]
BARE = [msgspec.structs.replace(segment, references=()) for segment in SEGMENTS]


def score(model: Path | str, segments: Sequence[Segment] = SEGMENTS, **settings: Any) -> list[Score]:
    config = Config(comet=CometConfig(str(model), **settings), metrics=MetricsConfig(resamples=200))
    result: list[Score] = registry.load("metrics", "comet").score(segments, registry.Context("en", "de", config))
    return result


def theirs(checkpoint: Path, given: list[dict[str, str]], batch_size: int = 16) -> list[float]:
    """What comet itself predicts."""
    from mtqe.metrics.comet_model import offline, quiet

    with quiet(), offline():
        from comet import load_from_checkpoint

        model = load_from_checkpoint(str(checkpoint))
        scores: list[float] = model.predict(given, batch_size=batch_size, gpus=0, progress_bar=False).scores
    return scores


def single(scores: Sequence[Score]) -> list[float | None]:
    return [item.value for item in scores if item.level == "segment"]


@pytest.mark.parametrize(("kind", "batch_size"), [("regression_metric", 3), *((kind, 16) for kind in KINDS)])
def test_scores_are_those_of_comet(kind: str, batch_size: int, tiny_comet: Tiny, no_network: None) -> None:
    checkpoint = tiny_comet(kind)
    with_reference = kind != "referenceless_regression_metric"
    scores = score(checkpoint, batch_size=batch_size)
    expected = theirs(checkpoint, samples(with_reference), batch_size)
    assert single(scores) == pytest.approx(expected, abs=1e-5)
    assert len(set(expected)) > 1
    corpus, first, second = scores[:3]
    assert (corpus.level, corpus.n, corpus.n_unscored) == ("corpus", 8, 0)
    assert corpus.value == pytest.approx(fmean(expected), abs=1e-5)
    assert corpus.interval is not None
    assert corpus.interval.low <= corpus.value <= corpus.interval.high
    assert [(item.level, item.doc, item.n) for item in (first, second)] == [("document", "a", 3), ("document", "b", 5)]
    assert second.value == pytest.approx(fmean(expected[3:]), abs=1e-5)
    assert corpus.signature["nrefs"] == int(with_reference)


@pytest.mark.parametrize("kind", KINDS[1:])
def test_models_that_can_do_without_references(kind: str, tiny_comet: Tiny) -> None:
    scores = score(tiny_comet(kind), BARE)
    assert single(scores) == pytest.approx(theirs(tiny_comet(kind), samples(references=False)), abs=1e-5)
    assert scores[0].signature["nrefs"] == 0
    some = [*SEGMENTS[:-1], BARE[-1]]
    assert single(score(tiny_comet(kind), some)) == pytest.approx(single(scores), abs=1e-5)


def test_a_model_that_needs_references(tiny_comet: Tiny) -> None:
    model = tiny_comet("regression_metric")
    assert comet.needs_reference(str(model))
    assert not comet.needs_reference(str(tiny_comet("referenceless_regression_metric")))
    assert not comet.needs_reference("acme/unknown")
    with pytest.raises(Unavailable, match="needs a reference and no segment has one"):
        score(model, BARE)
    part = score(model, [*SEGMENTS[:6], *BARE[6:]])
    assert (part[0].n, part[0].n_unscored) == (6, 2)
    assert single(part)[6:] == [None, None]
    assert (part[-1].n, part[-1].n_unscored) == (0, 1)
    assert (part[2].level, part[2].n, part[2].n_unscored) == ("document", 3, 2)


def test_several_references_are_averaged(tiny_comet: Tiny) -> None:
    others = [segment.references[0].replace("wird", "ist").upper() for segment in SEGMENTS]
    both = [
        msgspec.structs.replace(segment, references=(*segment.references, other))
        for segment, other in zip(SEGMENTS, others, strict=True)
    ]
    second = [
        msgspec.structs.replace(segment, references=(other,)) for segment, other in zip(SEGMENTS, others, strict=True)
    ]
    model = tiny_comet("regression_metric")
    parts = [[value for value in single(score(model, given)) if value is not None] for given in (SEGMENTS, second)]
    found = score(model, both)
    assert single(found) == pytest.approx([fmean(pair) for pair in zip(*parts, strict=True)], abs=1e-5)
    assert found[0].signature["nrefs"] == 2


def test_empty_sides(tiny_comet: Tiny) -> None:
    omission = Segment("9", "The mayor declined to comment.", "", ("Der Bürgermeister äußerte sich nicht.",))
    addition = Segment("10", " ", "Folgen Sie uns auf allen Kanälen.")
    model = tiny_comet("regression_metric")
    scores = score(model, [*SEGMENTS, omission, addition])
    assert (scores[0].n, scores[0].n_unscored) == (9, 1)
    sample = {"src": omission.source, "mt": "", "ref": omission.references[0]}
    assert single(scores)[8] == pytest.approx(theirs(model, [*samples(), sample])[8], abs=1e-5)
    assert single(scores)[9] is None
    with pytest.raises(Unavailable, match="every segment's is empty"):
        score(tiny_comet("referenceless_regression_metric"), [addition])


def test_a_single_segment_has_no_interval(tiny_comet: Tiny) -> None:
    corpus = score(tiny_comet("regression_metric"), SEGMENTS[:1])[0]
    assert corpus.value == pytest.approx(theirs(tiny_comet("regression_metric"), samples()[:1])[0], abs=1e-5)
    assert (corpus.interval, "bs" in corpus.signature) == (None, False)


def test_the_interval_follows_seed_and_resamples(tiny_comet: Tiny) -> None:
    def interval(seed: int) -> object:
        config = Config(
            comet=CometConfig(str(tiny_comet("regression_metric"))), metrics=MetricsConfig(resamples=50, seed=seed)
        )
        corpus: Score = registry.load("metrics", "comet").score(SEGMENTS, registry.Context("en", "de", config))[0]
        assert (corpus.signature["bs"], corpus.signature["seed"]) == (50, seed)
        return corpus.interval

    assert interval(1) == interval(1) != interval(2)


def test_a_score_that_is_no_number_is_none(tiny_comet: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    from mtqe.metrics import comet_model

    monkeypatch.setattr(comet_model, "predict", lambda *args: [float("nan"), *[0.5] * 7])
    scores = score(tiny_comet("regression_metric"))
    assert single(scores) == [None, *[0.5] * 7]
    assert (scores[0].value, scores[0].n, scores[0].n_unscored) == (0.5, 7, 1)


def test_the_signature_holds_what_moves_the_number(tiny_comet: Tiny) -> None:
    import importlib.metadata

    model = tiny_comet("regression_metric")
    corpus, *_, last = score(model.parent.parent, batch_size=4)
    digest = hashlib.sha256(model.read_bytes()).hexdigest()[:12]
    version = {name: importlib.metadata.version(name) for name in ("unbabel-comet", "torch", "transformers")}
    assert render_signature(corpus.signature) == (
        f"COMET|model:{model.parent.parent.name}|revision:{digest}|class:regression_metric|nrefs:1|dtype:fp32|device:cpu"
        f"|batch:4|comet:{version['unbabel-comet']}|torch:{version['torch']}|transformers:{version['transformers']}"
        "|bs:200|seed:12345|truncated:0"
    )
    assert "bs" not in last.signature


@pytest.mark.parametrize("kind", ["regression_metric", "unified_metric"])
def test_truncated_segments_are_counted(kind: str, tiny_comet: Tiny) -> None:
    """The tiny encoder takes 60 tokens a text, 64 in a sequence."""
    longest = Segment("9", "The crew left. " * 12, "Die Mannschaft ging. " * 12, ("Die Crew ging. " * 12,), "b")
    scores = score(tiny_comet(kind), [*SEGMENTS, longest])
    assert scores[-1].signature["truncated"] == 1
    cut = [item.signature["truncated"] for item in scores if item.level == "segment"]
    assert scores[0].signature["truncated"] == sum(cut)
    if kind == "regression_metric":
        assert cut == [*[0] * 8, 1]
    assert [item.signature["truncated"] for item in scores[1:3]] == [sum(cut[:3]), sum(cut[3:])]


def test_truncation_is_counted_exactly_where_comet_cuts(tiny_comet: Tiny) -> None:
    from mtqe.metrics.comet_model import load, truncated

    for kind in ("regression_metric", "unified_metric"):
        model = load(tiny_comet(kind))
        encoder = model.module.encoder
        for repeats in range(1, 40):
            sample = {"src": "Rain", "mt": "Regen " * repeats, "ref": "Regen"}
            full = {key: len(encoder.tokenizer(text)["input_ids"]) for key, text in sample.items()}
            batch = model.module.prepare_sample([sample], stage="predict")
            if kind == "regression_metric":
                lost = full["mt"] > batch["mt_input_ids"].shape[1]
            else:
                # three texts in one sequence: each brings two marks, and two of them two more between
                lost = sum(full.values()) > batch[2]["input_ids"].shape[1]
            assert truncated(model, [sample]) == [lost], (kind, repeats)


def test_folder_checkpoint_and_bare_file_are_one_model(tiny_comet: Tiny, tmp_path: Path) -> None:
    checkpoint = tiny_comet("referenceless_regression_metric")
    bare = tmp_path / "bare.ckpt"  # no hparams.yaml: the checkpoint itself says what it is
    shutil.copy(checkpoint, bare)
    values = [single(score(path)) for path in (checkpoint, checkpoint.parent.parent, bare)]
    assert values[0] == values[1] == values[2]
    assert comet.locate(str(checkpoint.parent.parent)) == checkpoint


def test_systems_share_one_loaded_model(tiny_comet: Tiny) -> None:
    from mtqe.metrics import comet_model

    comet_model._load.cache_clear()
    for _ in range(3):
        score(tiny_comet("regression_metric"), SEGMENTS[:2])
    assert comet_model._load.cache_info().misses == 1


def test_threads_and_progress(tiny_comet: Tiny) -> None:
    import torch

    told: list[tuple[str, int, int]] = []
    config = Config(comet=CometConfig(str(tiny_comet("regression_metric")), batch_size=3, threads=1))
    before = torch.get_num_threads()
    where = registry.Context("en", "de", config, progress=lambda what, done, total: told.append((what, done, total)))
    registry.load("metrics", "comet").score(SEGMENTS, where)
    assert [step for step in told if step[0] == "comet"] == [("comet", done, 8) for done in (0, 3, 6, 8)]
    assert torch.get_num_threads() == before


def test_settings_out_of_range_are_refused(tiny_comet: Tiny) -> None:
    with pytest.raises(ConfigError, match=r"comet.batch_size is 0"):
        score(tiny_comet("regression_metric"), batch_size=0)


# --- where a model is -------------------------------------------------------------------------------------------------


@pytest.fixture
def hub_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the hub and an empty home."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path / "hub"


def put_in_cache(cache: Path, name: str, folder: Path, ignore: str = "") -> Path:
    """Store a folder as the hub's client does: files named by hash, and a snapshot of links to them."""
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
    """A copy of a model whose encoder is known by name only, as in the models on the hub."""
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
    assert "get it (2.3 GB) with: python -c" in (comet.missing("Unbabel/wmt22-comet-da") or "")
    renamed = renamed_encoder(checkpoint, tmp_path / "model", "xlm-roberta-large")
    snapshot = put_in_cache(hub_cache, "Unbabel/wmt22-comet-da", tmp_path / "model")
    lack = comet.missing("Unbabel/wmt22-comet-da")
    assert lack is not None
    assert "configuration and the tokenizer of its encoder xlm-roberta-large" in lack
    put_in_cache(hub_cache, cached_as, checkpoint.parent.parent / "encoder")
    assert comet.missing("Unbabel/wmt22-comet-da") is None
    assert comet.model_at_hand("Unbabel/wmt22-comet-da")
    assert comet.locate("Unbabel/wmt22-comet-da") == snapshot / "checkpoints" / "model.ckpt"
    scores = score("Unbabel/wmt22-comet-da")
    assert single(scores) == single(score(checkpoint))
    assert scores[0].signature["model"] == "Unbabel/wmt22-comet-da"
    assert scores[0].signature["revision"] == hashlib.sha256(renamed.read_bytes()).hexdigest()[:12]
    assert "licence" not in scores[0].signature


def test_the_encoder_may_stand_beside_the_checkpoint(tiny_comet: Tiny, hub_cache: Path, tmp_path: Path) -> None:
    checkpoint = tiny_comet("regression_metric")
    renamed = renamed_encoder(checkpoint, tmp_path / "model", "acme/encoder")
    with pytest.raises(Unavailable, match=r"encoder acme/encoder, which are not on this machine; get them with: py"):
        score(renamed)
    shutil.copytree(checkpoint.parent.parent / "encoder", tmp_path / "model" / "encoder")
    assert single(score(renamed)) == single(score(checkpoint))


def test_a_model_in_comets_own_store(tiny_comet: Tiny, hub_cache: Path, tmp_path: Path) -> None:
    store = tmp_path / ".cache" / "torch" / "unbabel_comet" / "wmt21-comet-mqm"
    shutil.copytree(tiny_comet("regression_metric").parent.parent, store)
    (store / "checkpoints" / "model.ckpt").rename(store / "checkpoints" / "other.ckpt")
    assert comet.locate("wmt21-comet-mqm") == store / "checkpoints" / "other.ckpt"


def test_what_is_not_here_is_unavailable_and_never_fetched(hub_cache: Path, tmp_path: Path, no_network: None) -> None:
    code = "from comet import download_model, load_from_checkpoint as load; load(download_model('acme/comet'))"
    with pytest.raises(Unavailable) as raised:
        score("acme/comet")
    assert raised.value.message == "COMET needs acme/comet, which is not on this machine"
    assert raised.value.hint == f'get it with: python -c "{code}"'
    compile(code, "command", "exec")
    for path in ("./nowhere.ckpt", str(tmp_path / "no" / "such" / "folder"), str(tmp_path)):
        with pytest.raises(Unavailable, match=r"is not one nor holds one; name a \.ckpt file"):
            score(path)


def test_a_folder_with_several_checkpoints_is_ambiguous(tmp_path: Path) -> None:
    for name in ("epoch=1.ckpt", "epoch=2.ckpt"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(ConfigError, match=r"holds 2 checkpoints: epoch=1.ckpt, epoch=2.ckpt; name the one to use"):
        comet.locate(str(tmp_path))


@pytest.mark.parametrize(
    ("name", "card", "found"),
    [
        ("Unbabel/wmt22-comet-da", "license: apache-2.0", None),
        ("Unbabel/wmt22-cometkiwi-da", "", "cc-by-nc-sa-4.0"),
        ("Unbabel/XCOMET-XL", "", "cc-by-nc-sa-4.0"),
        ("acme/comet", "language: de\nlicense: CC-BY-NC-4.0", "cc-by-nc-4.0"),
        ("acme/kiwi-of-our-own", "license: mit", None),
    ],
)
def test_a_non_commercial_licence_is_shown(
    name: str, card: str, found: str | None, tiny_comet: Tiny, hub_cache: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(tiny_comet("referenceless_regression_metric").parent.parent, folder)
    if card:
        (folder / "README.md").write_text(f"---\n{card}\n---\n# A model\n", encoding="utf-8")
    put_in_cache(hub_cache, name, folder)
    assert score(name, SEGMENTS[:2])[0].signature.get("licence") == found
    note = comet.licence_note(name)
    assert note == (f"COMET model {name} is licensed {found}: no commercial use" if found else None)


def test_models_are_listed_with_licence_and_place(tiny_comet: Tiny, hub_cache: Path, tmp_path: Path) -> None:
    empty = {name: (licence, place) for name, licence, place in comet.models()}
    assert empty["Unbabel/wmt22-comet-da"] == ("apache-2.0", None)
    assert empty["Unbabel/XCOMET-XL"] == ("cc-by-nc-sa-4.0", None)
    folder = tmp_path / "model"
    shutil.copytree(tiny_comet("regression_metric").parent.parent, folder)
    own = put_in_cache(hub_cache, "acme/news-comet", folder)
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\n", encoding="utf-8")
    known = put_in_cache(hub_cache, "Unbabel/wmt22-comet-da", folder)
    found = {name: (licence, place) for name, licence, place in comet.models()}
    assert found["acme/news-comet"] == ("unknown", str(own / "checkpoints" / "model.ckpt"))
    assert found["Unbabel/wmt22-comet-da"] == ("apache-2.0", str(known / "checkpoints" / "model.ckpt"))


def test_the_licence_of_a_gated_model_comes_first(hub_cache: Path) -> None:
    assert "accept its licence (cc-by-nc-sa-4.0)" in (comet.missing("Unbabel/wmt22-cometkiwi-da") or "")


# --- checkpoints that are not what they should be ---------------------------------------------------------------------


class Harmful:
    """Unpickled, it would leave a file behind."""

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


def test_files_that_are_no_checkpoint(tiny_comet: Tiny, tmp_path: Path) -> None:
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
    """Importing comet sets up logging for the whole program and warns; Lightning and transformers are talkative."""
    code = f"""
import logging, sys
from mtqe import registry
from mtqe.config import CometConfig, Config
from mtqe.metrics import comet
from mtqe.model import Segment
assert comet.missing({str(tiny_comet("regression_metric"))!r}) is None
assert not {{"torch", "comet", "transformers", "numpy"}} & set(sys.modules)
root = logging.getLogger()
context = registry.Context("en", "de", Config(comet=CometConfig({str(tiny_comet("regression_metric"))!r})))
scores = registry.load("metrics", "comet").score([Segment("1", "Good morning.", "Guten Morgen.", ("Moin.",))], context)
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
        assert comet_files.looks_like_path(path), path
    for name in ("Unbabel/wmt22-comet-da", "wmt20-comet-da"):
        assert not comet_files.looks_like_path(name), name


def test_a_cache_that_may_not_be_read_holds_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", refuse)
    assert comet_files.locate("Unbabel/wmt22-comet-da") is None
