"""`--device` as users give it, with a simulated GPU."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from gpu_fixture import Runtime

from mtqe.encoder import devices
from mtqe.errors import ConfigError

SOURCES = ["The bridge is closed until spring.", "Nobody was hurt in the fire."]
TRANSLATIONS = ["Die Brücke ist bis zum Frühling gesperrt.", "Niemand wurde bei dem Brand verletzt."]
ON_GPU = "the encoder runs on the GPU (cuda:0)"
ON_CPU = "the encoder runs on the CPU, although this machine has a GPU, because onnxruntime"
Command = Callable[..., Any]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, ...]:
    for name, texts in (("s.en.txt", SOURCES), ("t.de.txt", TRANSLATIONS), ("u.de.txt", TRANSLATIONS)):
        (tmp_path / name).write_text("\n".join(texts) + "\n", encoding="utf-8")
    return ("-s", "s.en.txt", "-t", "t.de.txt")


def notes(report: dict[str, Any]) -> list[str]:
    return [note for note in report["run"]["notes"] if "GPU" in note or "CPU" in note]


def values(report: dict[str, Any]) -> list[float]:
    return [score["value"] for score in report["scores"]]


def test_the_report_says_what_was_used(mtqe: Command, files: tuple[str, ...], runtime: Runtime) -> None:
    on_gpu = mtqe("score", *files, "-m", "learned", "-q", "--json", "-").report
    on_cpu = mtqe("score", *files, "-m", "learned", "-q", "--json", "-", "--device", "cpu").report
    assert (notes(on_gpu), notes(on_cpu)) == ([ON_GPU], [])
    assert {score["signature"].get("device") for score in on_gpu["scores"]} == {"cuda"}
    assert {score["signature"].get("device") for score in on_cpu["scores"]} == {None}
    assert values(on_gpu) == pytest.approx(values(on_cpu), abs=1e-6)


@pytest.mark.parametrize("command", ["check", "evaluate"])
def test_checks_use_the_gpu_and_say_so(command: str, mtqe: Command, files: tuple[str, ...], runtime: Runtime) -> None:
    given = files if command == "check" else (*files[1::2], "--lines", "--exit-zero")
    report = mtqe(command, *given, "-q", "--json", "-").report
    assert notes(report) == [ON_GPU]
    assert [problem for problem in report["problems"] if problem.get("incomplete", True)] == []


def test_a_run_without_models_says_nothing(mtqe: Command, files: tuple[str, ...], runtime: Runtime) -> None:
    runtime.listed = False
    assert notes(mtqe("check", *files, "--select", "MRK", "-q", "--json", "-", "--device", "cuda").report) == []


def test_a_gpu_that_is_not_used_is_told(mtqe: Command, files: tuple[str, ...], runtime: Runtime) -> None:
    runtime.listed = False
    report = mtqe("score", *files, "-m", "learned", "-q", "--json", "-").report
    (note,) = notes(report)
    assert note.startswith(ON_CPU)
    assert {score["signature"].get("device") for score in report["scores"]} == {None}


def test_a_gpu_that_cannot_be_had_is_an_error_before_any_work(
    mtqe: Command, files: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    from mtqe.encoder import judgement_cache

    monkeypatch.setattr(judgement_cache, "judgements", lambda *given: pytest.fail("it worked"))
    for arguments in (("score", *files, "-m", "learned"), ("check", *files), ("rank", *files, "-t", "u.de.txt")):
        done = mtqe(*arguments, "--device", "cuda", "--source-lang", "en", "--target-lang", "de")
        assert done.code == 2, done
        assert "the encoder cannot run on cuda: onnxruntime" in done.err
        assert "or give --device cpu" in done.err
        assert done.out == ""


def test_a_check_of_a_metric_uses_its_device(
    mtqe: Command, files: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    from mtqe.metrics.comet import model_files, placement

    def refuse(wanted: str, settings: object) -> None:
        raise ConfigError(f"COMET cannot run on {wanted}")

    monkeypatch.setattr(placement, "device", refuse)
    arguments = ("check", *files, "--select", "comet-error-span", "--device", "cuda")
    assert mtqe(*arguments).code == 0  # it cannot run, so its device does not matter
    monkeypatch.setattr(model_files, "marks_spans", lambda model: True)
    done = mtqe(*arguments)
    assert (done.code, done.err) == (2, "mtqe: COMET cannot run on cuda\n")


@pytest.mark.parametrize("name", ["gpu", "cuda:", "cuda:-1", "CUDA", "cuda:1,2", "cpu\n"])
def test_no_device(name: str, mtqe: Command, files: tuple[str, ...], tmp_path: Path) -> None:
    done = mtqe("score", *files, "--device", name)
    assert done.code == 2
    assert "is not a device" in done.err
    if name.isprintable():
        (tmp_path / "mtqe.toml").write_text(f'device = "{name}"\n', encoding="utf-8")
        done = mtqe("score", *files)
        assert done.code == 2
        assert "mtqe.toml: device: " in done.err
        assert "write auto, cpu, cuda, or cuda:N" in done.err


def test_align_and_rank_say_what_was_used(mtqe: Command, files: tuple[str, ...], runtime: Runtime) -> None:
    done = mtqe("align", *files[1::2], "--pre-split")
    assert (done.code, f"mtqe: {ON_GPU}\n" in done.err) == (0, True)
    assert ON_GPU not in mtqe("align", *files[1::2], "--pre-split", "--aligner", "lexical").err
    assert ON_GPU not in mtqe("align", *files[1::2], "--pre-split", "-q").err
    done = mtqe("rank", *files, "-t", "u.de.txt")
    assert (done.code, ON_GPU in done.err) == (0, True)


def test_a_lack_of_memory_is_in_the_report(mtqe: Command, files: tuple[str, ...], runtime: Runtime) -> None:
    runtime.rows = 1
    report = mtqe("score", *files, "-m", "learned", "-q", "--json", "-", "--no-cache").report
    assert notes(report)[0] == ON_GPU
    assert "the free memory of cuda:0 was too small for some batches of the encoder" in notes(report)[1]
    runtime.rows = 0
    done = mtqe("score", *files, "-m", "learned", "-q", "--json", "-", "--no-cache")
    (problem,) = done.report["problems"]
    assert done.code == 3
    assert problem["what"] == "metric learned"
    assert "the encoder failed on cuda:0" in problem["why"] and "give --device cpu" in problem["why"]


def test_shards_keep_what_they_used(
    mtqe: Command, files: tuple[str, ...], runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f'{{"source": "{source}", "target": "{target}", "doc": "{number}"}}' for number, (source, target) in
            enumerate(zip(SOURCES, TRANSLATIONS, strict=True))]  # fmt: skip
    Path("pairs.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    langs = ("--source-lang", "en", "--target-lang", "de")
    for number, device in ((1, "auto"), (2, "cuda:1")):
        shard = ("--shard", f"{number}/2", "--json", f"{number}.json", "--device", device)
        assert mtqe("score", "pairs.jsonl", *langs, "-m", "learned", "-q", *shard).code == 0
    monkeypatch.setattr(devices, "has_nvidia", lambda: False)
    report = mtqe("merge", "1.json", "2.json", "-q", "--json", "-").report
    assert {score["signature"].get("device") for score in report["scores"]} == {"cuda"}
    assert notes(report) == [ON_GPU, "the encoder runs on the GPU (cuda:1)"]
    shard = ("--shard", "2/2", "--json", "2.json", "--device", "cpu")
    mtqe("score", "pairs.jsonl", *langs, "-m", "learned", "-q", *shard)
    done = mtqe("merge", "1.json", "2.json", "-q", "--json", "-")
    assert done.code == 2
    assert "learned has another version, model or setting" in done.err
