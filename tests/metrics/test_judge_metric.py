"""The judge asks a real server on the loopback: scores, marks, cache, budget, and what goes wrong on the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from answers import PATIENCE
from judge_fixture import Asked, Reply, chat, endpoint, scored
from judge_runs import KEY, TEXTS, check, config, corpus, of_corpus, of_segments, quick, run

from mtqe.errors import ConfigError
from mtqe.flow import pipeline
from mtqe.flow.pipeline import Stages
from mtqe.metrics.judge import inquiry
from mtqe.model import Report
from mtqe.settings.config import ChecksConfig, JudgeConfig, MetricsConfig

__all__ = ["quick"]


def test_scores_come_from_the_model_and_the_key_goes_to_it_alone(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    values = {"Es schneit.": 10.0, "Neun Boote.": 95.5}
    with endpoint(lambda asked: scored(asked, values.get(asked.fields["translation"], 100))) as served:
        report = run(config(served.url))
    assert of_segments(report) == [100.0, 10.0, 95.5]
    assert of_corpus(report).value == pytest.approx(205.5 / 3)
    assert of_corpus(report).interval is not None
    assert report.problems == ()
    signature = of_corpus(report).signature
    assert signature["model"] == "small" and signature["served"] == "small-1"
    assert signature["host"] == served.url.split("/")[2] and len(str(signature["prompt"])) == 12
    (note,) = [note for note in report.run.notes if "judge" in note]
    assert "texts of 3 segments were sent to 127.0.0.1" in note and "300 + 60 tokens" in note
    for asked in served.asked:
        assert asked.headers["authorization"] == f"Bearer {KEY}"
        assert asked.body["temperature"] == 0 and not asked.body.get("stream")
        assert asked.body["response_format"]["json_schema"]["strict"] is True
        assert asked.fields["source_language"] == "en" and asked.fields["target_language"] == "de"
    assert KEY not in msgspec.json.encode(report).decode() and KEY not in caplog.text


def test_a_repeated_run_sends_nothing_and_is_equal() -> None:
    with endpoint(lambda asked: scored(asked, len(asked.fields["source"]))) as served:
        first = run(config(served.url))
        sent = len(served.asked)
        second = run(config(served.url))
        assert len(served.asked) == sent == 3
        assert second.scores == first.scores
        assert any("3 came from the cache and nothing of them was sent" in note for note in second.run.notes)
        run(config(served.url, temperature=0.5))
        assert len(served.asked) == 6, "another temperature may give another score"
        run(config(served.url, cache=False))
        assert len(served.asked) == 9


def test_equal_texts_are_asked_about_once_and_empty_ones_never() -> None:
    texts = corpus([("One.", "Eins."), ("One.", "Eins."), ("Two.", ""), ("", "Drei.")])
    with endpoint(scored) as served:
        report = run(config(served.url), texts)
    assert len(served.asked) == 1
    assert of_segments(report) == [90.0, 90.0, 0.0, None]
    assert (of_corpus(report).value, of_corpus(report).n_unscored) == (60.0, 1)
    assert report.problems == (), "a segment without a source has no score by definition"


def test_marks_become_findings() -> None:
    def model(asked: Asked) -> Reply:
        error = {"category": "accuracy/mistranslation", "severity": "major"}
        if asked.fields["source"] != "It rains.":
            return chat({"code": asked.code, "errors": []})
        marks = [("translation", "schneit"), ("source", "rains"), ("translation", "regnet"), ("translation", "s")]
        return chat({"code": asked.code, "errors": [error | {"side": side, "quote": text} for side, text in marks]})

    with endpoint(model) as served:
        report = check(config(served.url, check=True))
        again = check(config(served.url, check=True))
    assert [(f.segment, f.marked, f.severity, f.kind, f.preview) for f in report.findings] == [
        ("2", ("schneit",), "major", "accuracy/mistranslation", True),
        ("2", ("rains",), "major", "accuracy/mistranslation", True),
    ]
    assert again.findings == report.findings and len(served.asked) == 3
    assert any("2 of its quotes were dropped" in note for note in report.run.notes)
    assert any("2 of its quotes were dropped" in note for note in again.run.notes)


def test_offsets_are_code_points() -> None:
    def model(asked: Asked) -> Reply:
        error = {"side": "translation", "quote": "Fee", "category": "terminology", "severity": "minor"}
        return chat({"code": asked.code, "errors": [error]})

    with endpoint(model) as served:
        report = check(config(served.url, check=True), corpus([("𝄞 A ferry.", "𝄞🎉 Eine Fee.")]))
    (span,) = report.findings[0].spans
    assert (span.start, span.end) == (8, 11)


def test_the_endpoint_is_asked_only_by_name() -> None:
    with endpoint(scored) as served:
        settings = config(served.url)
        everything = msgspec.structs.replace(settings, checks=ChecksConfig(preview=True), metrics=MetricsConfig())
        report = pipeline.assess(corpus(), everything)
        assert not served.asked
    (item,) = [item for item in report.run.checks if item.name == "judge-error-span"]
    assert item.state == "not run" and "--select judge-error-span" in (item.why or "")


def failing(first: Sequence[Reply]) -> Any:
    left = list(first)
    lock = threading.Lock()

    def model(asked: Asked) -> Reply:
        with lock:
            return left.pop(0) if left else scored(asked)

    return model


@pytest.mark.parametrize(
    "reply",
    [
        Reply(429, b"{}", {"Retry-After": "0.05"}),
        Reply(429, b"{}", {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}),
        Reply(500, b"oops"),
        Reply(503, b""),
        Reply(200, b'{"choices": [{"mess', drop=5),
    ],
)
def test_what_may_pass_is_tried_again(reply: Reply) -> None:
    with endpoint(failing([reply])) as served:
        report = run(config(served.url, concurrency=1))
    assert of_segments(report) == [90.0] * 3 and report.problems == () and len(served.asked) == 4


def test_retry_after_is_honoured_and_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    with endpoint(failing([Reply(429, b"{}", {"Retry-After": "0.4"})])) as served:
        started = time.monotonic()
        run(config(served.url))
        assert time.monotonic() - started >= 0.4
    with endpoint(failing([Reply(429, b"{}", {"Retry-After": "86400"})] * 9)) as served:
        report = run(config(served.url, concurrency=1))
    assert len(served.asked) == 1 and "asks clients to wait for 86400 s" in report.problems[0].why


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\x00\xff garbage", "is not a chat completion"),
        (b"[" * 100_000, "is not a chat completion"),
        (chat("I am afraid I cannot do that.").content, "does not have the form"),
        (chat({"code": "x", "errors": [], "score": 50}).content, "lacks the code"),
        (chat({"code": "x", "errors": [], "score": 101}).content, "does not have the form"),
        (chat({"code": "x", "errors": [], "score": "50"}).content, "does not have the form"),
        (chat({"code": "x", "errors": [], "score": 50, "more": 1}).content, "does not have the form"),
        (chat("", message={"content": None, "refusal": "no"}).content, "refused to answer"),
        (chat("{", finish_reason="length").content, "judge.answer_tokens"),
        (b'{"choices": []}', "is not a chat completion"),
    ],
)
def test_an_answer_of_another_form_is_asked_for_once_more_and_then_refused(content: bytes, why: str) -> None:
    def model(asked: Asked) -> Reply:
        return Reply(content=content) if asked.fields["source"] == "It rains." else scored(asked)

    with endpoint(model) as served:
        report = run(config(served.url))
    assert of_segments(report) == [90.0, None, 90.0]
    assert of_corpus(report).value == 90.0 and of_corpus(report).n_unscored == 1
    (problem,) = report.problems
    assert problem.incomplete and why in problem.why and "1 segment not scored" in problem.why
    assert sum(asked.fields["source"] == "It rains." for asked in served.asked) == inquiry.TRIES
    assert "could not be used" in served.asked[-1].user or len(served.asked) == 4


def test_a_huge_answer_is_not_read() -> None:
    with endpoint(lambda asked: Reply(content=b"a" * (4 << 20))) as served:
        report = run(config(served.url, concurrency=1))
    assert of_segments(report) == [None] * 3 and "more than 1 MiB" in report.problems[0].why


def test_a_compressed_answer_is_not_read() -> None:
    with endpoint(lambda asked: Reply(content=b"a", headers={"Content-Encoding": "gzip"})) as served:
        report = run(config(served.url))
    assert "compressed" in report.problems[0].why


def test_a_slow_server_is_given_up() -> None:
    def model(asked: Asked) -> Reply:
        time.sleep(0.6)
        return scored(asked)

    with endpoint(model) as served:
        report = run(config(served.url, timeout=0.2, retries=1, concurrency=4))
    assert of_corpus(report).value is None
    assert "did not answer within 0.2 s, after 2 tries" in report.problems[0].why


def test_an_answer_that_never_ends_is_given_up() -> None:
    with endpoint(lambda asked: Reply(content=b"x" * 2_000, drip=0.05)) as served:
        started = time.monotonic()
        report = run(config(served.url, timeout=0.3, retries=0, concurrency=4))
        assert time.monotonic() - started < 50, "the answer takes 100 s"
    assert "did not end its answer within 0.3 s" in report.problems[0].why


def test_nobody_listens() -> None:
    with endpoint(scored) as served:
        pass
    report = run(config(served.url, retries=1))
    assert of_segments(report) == [None] * 3 and "cannot be reached (ConnectError)" in report.problems[0].why
    assert not any("sent to" in note for note in report.run.notes)


@pytest.mark.parametrize("status", [401, 404, 302])
def test_what_cannot_pass_ends_the_run_without_the_key(status: int) -> None:
    reply = Reply(status, f"wrong key {KEY} for this".encode(), {"Location": "http://127.0.0.1:1/"})
    with endpoint(lambda asked: reply) as served:
        report = run(config(served.url, concurrency=1))
    assert len(served.asked) == 1 and f"HTTP {status}" in report.problems[0].why
    assert KEY not in msgspec.json.encode(report).decode()


def test_several_failures_in_a_row_end_the_run() -> None:
    texts = corpus([(f"Text {number}.", f"Satz {number}.") for number in range(20)])
    with endpoint(lambda asked: Reply(500, b"")) as served:
        report = run(config(served.url, retries=0, concurrency=1), texts)
    assert len(served.asked) == inquiry.FAILURES and "20 segments not scored" in report.problems[0].why


def test_a_server_without_schemas_is_asked_without() -> None:
    def model(asked: Asked) -> Reply:
        if "response_format" in asked.body:
            return Reply(400, b'{"error": {"message": "response_format is not supported"}}')
        if "max_tokens" in asked.body:
            return Reply(400, b'{"error": {"message": "use max_completion_tokens"}}')
        answer = {"code": asked.code, "errors": [{"quote": "Katze", "severity": "minor"}], "score": 77}
        return chat(f"```json\n{json.dumps(answer)}\n```")

    with endpoint(model) as served:
        report = run(config(served.url, concurrency=1))
        assert of_segments(report) == [77.0] * 3 and report.problems == ()
        assert len(served.asked) == 5, "the server is asked for what it lacks only once"
        report = run(config(served.url, response_format="schema"))
    assert "response_format is not supported" in report.problems[0].why


def test_an_interrupted_run_goes_on_where_it_stopped() -> None:
    texts = corpus([(f"Text {number}.", f"Satz {number}.") for number in range(12)])
    interrupted = []

    def progress(stage: str, done: int, total: int) -> None:
        if stage == "judge" and done == 5 and not interrupted:
            interrupted.append(done)
            raise KeyboardInterrupt

    with endpoint(scored) as served:
        settings = config(served.url, concurrency=2)
        with pytest.raises(KeyboardInterrupt):
            pipeline.assess(texts, settings, stages=Stages(checks=False, gate=False), progress=progress)
        time.sleep(0.3)
        sent = len(served.asked)
        assert sent < 12, "no thread goes on sending"
        report = run(settings, texts)
    assert of_segments(report) == [90.0] * 12
    assert len(served.asked) - sent <= 7, "what was answered is in the cache"


def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    lines = range(1, 13)
    (tmp_path / "src.en.txt").write_text("".join(f"Line {number}.\n" for number in lines), encoding="utf-8")
    (tmp_path / "mt.de.txt").write_text("".join(f"Zeile {number}.\n" for number in lines), encoding="utf-8")

    killed = threading.Event()

    def model(asked: Asked) -> Reply:
        time.sleep(0.2)
        if len(served.asked) > 8:  # with two requests at once, there are never more than ten until then
            killed.wait(PATIENCE)
        return scored(asked)

    with endpoint(model) as served:
        place = {"MTQE_JUDGE_URL": served.url, "MTQE_JUDGE_MODEL": "small", "MTQE_JUDGE_CONCURRENCY": "2"}
        command = [sys.executable, "-m", "mtqe", "score", "-s", "src.en.txt", "-t", "mt.de.txt", "-m", "judge", "-q"]
        with subprocess.Popen(command, cwd=tmp_path, env=os.environ | place) as process:
            while len(served.asked) < 8 and process.poll() is None:
                time.sleep(0.02)
            process.kill()
        sent = len(served.asked)
        killed.set()
        assert 8 <= sent < 12
        subprocess.run([*command, "--json", "report.json"], cwd=tmp_path, env=os.environ | place, check=True)
        assert len(served.asked) <= sent + 12 - 2, "what was answered long ago is in the cache"
    report = msgspec.json.decode((tmp_path / "report.json").read_bytes(), type=Report)
    assert of_segments(report) == [90.0] * 12


def test_requests_keep_the_pace() -> None:
    with endpoint(scored) as served:
        started = time.monotonic()
        run(config(served.url, requests_per_minute=600))
        assert time.monotonic() - started >= 0.2


def test_a_merge_of_shards_asks_nothing(tmp_path: Path) -> None:
    for number, (source, target) in enumerate(TEXTS[:2]):
        for lang, text in (("en", source), ("de", target)):
            (tmp_path / lang).mkdir(exist_ok=True)
            (tmp_path / lang / f"{number}.txt").write_text(f"{text}\n", encoding="utf-8")
    with endpoint(lambda asked: scored(asked, len(asked.fields["source"]))) as served:
        settings = tmp_path / "mtqe.toml"
        settings.write_text(
            f"[judge]\nurl = '{served.url}'\nmodel = 'small'\n[checks]\nselect = ['judge-error-span']\n"
        )
        texts = [str(tmp_path / "en"), str(tmp_path / "de"), "--source-lang", "en", "--target-lang", "de"]
        common = ["--config", str(settings), "-m", "judge", "--lines", "-q"]
        paths = [str(tmp_path / f"{name}.json") for name in ("1", "2", "merged", "whole")]
        for number in ("1", "2"):
            cli("evaluate", *texts, *common, "--shard", f"{number}/2", "--json", paths[int(number) - 1])
        sent = len(served.asked)
        assert sent > 2
        monkey = tmp_path / "other"
        cli("merge", *paths[:2], "--json", paths[2], "-q", cache=monkey)
        assert len(served.asked) == sent
        cli("evaluate", *texts, *common, "--json", paths[3])
    merged, whole = (msgspec.json.decode(Path(path).read_bytes(), type=Report) for path in paths[2:])
    assert merged.scores == whole.scores and of_segments(merged)[:2] == [13.0, 9.0]


def cli(*args: str, cache: Path | None = None) -> None:
    from mtqe.cli import run as run_command

    with pytest.MonkeyPatch.context() as patch:
        if cache:
            patch.setenv("MTQE_CACHE_DIR", str(cache))
        assert run_command(list(args)) in (0, 1, 3)


def test_an_estimate_sends_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from mtqe.cli import run as run_command

    for name, place in (("src.en.txt", 0), ("mt.de.txt", 1)):
        (tmp_path / name).write_text("".join(f"{pair[place]}\n" for pair in TEXTS), encoding="utf-8")
    files = ["-s", str(tmp_path / "src.en.txt"), "-t", str(tmp_path / "mt.de.txt")]
    with endpoint(scored) as served:
        settings = tmp_path / "mtqe.toml"
        prices = "price_input = 1\nprice_output = 10\n"
        settings.write_text(f"[judge]\nurl = '{served.url}'\nmodel = 'small'\n{prices}", encoding="utf-8")
        args = ["score", *files, "-m", "judge", "--config", str(settings)]
        assert run_command([*args, "--estimate"]) == 0
        out = capsys.readouterr().out
        assert "judge: 3 requests to http://127.0.0.1" in out and "a cost of 0.00" in out and not served.asked
        assert run_command(args) == 0
        told = capsys.readouterr()
        assert "judge: 3 requests" in told.err and "judge: 3 requests" not in told.out
        assert run_command([*args, "--estimate"]) == 0
        assert "no data would be sent" in capsys.readouterr().out
        assert (
            run_command(["scan", *files, "-m", "judge", "--config", str(settings), "--into", str(tmp_path / "s")]) == 2
        )
        assert "a scan cannot use an endpoint" in capsys.readouterr().err


def test_no_endpoint_is_a_clear_error() -> None:
    with pytest.raises(ConfigError, match=r"judge\.url is not set"):
        run(config(""))
    with pytest.raises(ConfigError, match=r"judge\.url is not set"):
        check(config("", check=True))


def test_the_guide_has_every_setting_with_its_default() -> None:
    page = (Path(__file__).parents[2] / "docs" / "judge.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:3] for line in page.split("\n") if line.startswith("| `") and line.count("|") == 4]
    told = {name.strip(" `"): default.strip(" `") for names, default in rows for name in names.split(",")}
    fields = {field.name: field.default for field in msgspec.structs.fields(JudgeConfig)}
    assert set(told) == set(fields)
    for name, default in fields.items():
        shown = "false" if default is False else f"{default:,}" if isinstance(default, int) else str(default)
        assert told[name] == shown.removesuffix(".0"), name
