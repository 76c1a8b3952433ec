"""Requests to a real server, over the loopback."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest
from answers import PATIENCE, wait
from served import QUICK, RULES, TOKEN, Server, read_reply
from test_openapi import DOCUMENT, validate

from mtqe.cli import run

pytestmark = pytest.mark.slow
LANGS = {"source_lang": "en", "target_lang": "de"}
PAIR = {"source": "9 people came.", "translation": "6 Leute kamen.", **LANGS}
PAIRS = [
    {"source": "The plant has 48 turbines.", "target": "Das Werk hat 84 Turbinen.", "references": ["48 Turbinen."]},
    {"source": "It gives you that.", "target": "Es gibt Ihnen das, gibt Ihnen das, gibt Ihnen das."},
    {"source": "The line is 20 km long.", "target": ""},
]
"""Pairs as in a file; in a request `target` is `translation`."""


def without_file(report: dict[str, Any]) -> dict[str, Any]:
    """A report without its time and without what it says of files, which a request has not."""
    report["run"] |= {"created": "", "seconds": 0.0}
    assert report.pop("seal")["sha256"]
    for document in report["documents"]:
        for name in ("path", "sha256", "source_path", "source_sha256"):
            document.pop(name, None)
    for segment in report["segments"]:
        segment["meta"] = {}
    return report


def by_command(command: str, folder: Path, *args: str) -> dict[str, Any]:
    """The report of the command line for `PAIRS`."""
    pairs = folder / "pairs.jsonl"
    pairs.write_text("".join(json.dumps({**pair, "doc": "news"}) + "\n" for pair in PAIRS), encoding="utf-8")
    languages = ("--source-lang", "en", "--target-lang", "de")
    out = folder / "report.json"
    run([command, str(pairs), *languages, "--quiet", "--json", str(out), *args])
    report: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return without_file(report)


def by_request(server: Server, command: str, **options: Any) -> dict[str, Any]:
    """The report of the server for `PAIRS`."""
    segments = [{**pair, "translation": pair["target"], "doc": "news"} for pair in PAIRS]
    for segment in segments:
        del segment["target"]
    reply = server.post(f"/v1/{command}", {**LANGS, "segments": segments, **options})
    assert reply.status == 200, reply.body
    report: dict[str, Any] = reply.json
    validate(report, {"$ref": "#/components/schemas/Report"})
    return without_file(report)


def temporary_folder(worker: int) -> Path:
    """The folder for the temporary files of a process."""
    environment = Path(f"/proc/{worker}/environ").read_text("utf-8")
    return Path(next(line.partition("=")[2] for line in environment.split("\0") if line.startswith("TMPDIR=")))


def close(value: Any) -> Any:
    """A value in which numbers may differ in the last digits, as those of the encoder do from process to process."""
    if isinstance(value, dict):
        return {key: close(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [close(inner) for inner in value]
    return pytest.approx(value, abs=1e-6) if isinstance(value, float) else value


def test_check_is_that_of_the_command_line(server: Server, tmp_path: Path) -> None:
    expected = by_command("check", tmp_path, "--select", "number-mismatch,repeated-phrase,empty-target")
    got = by_request(server, "check", checks={"select": ["number-mismatch", "repeated-phrase", "empty-target"]})
    assert got == close(expected)
    assert {finding["name"] for finding in got["findings"]} == {"number-mismatch", "repeated-phrase", "empty-target"}
    assert got["verdict"] is None


def test_evaluate_with_learned_is_that_of_the_command_line(server: Server, tmp_path: Path) -> None:
    got = by_request(server, "evaluate")
    expected = by_command("evaluate", tmp_path)
    for report in (got, expected):  # only a file has lines
        report["verdict"] = msgspec.json.decode(
            msgspec.json.encode(report["verdict"]).replace(b" in line ", b" in segment ")
        )
    assert got == close(expected)
    assert {"learned", "chrf"} <= {score["metric"] for score in got["scores"]}
    assert got["verdict"]["passed"] is False


def test_score_is_that_of_the_command_line(server: Server, tmp_path: Path) -> None:
    assert by_request(server, "score", metrics=["chrf"]) == close(by_command("score", tmp_path, "-m", "chrf"))


def test_a_policy_and_a_glossary_of_the_request(server: Server) -> None:
    terms = [{"source": "people", "target": "Menschen"}]
    value = {**PAIR, "checks": {"select": ["term-missing"]}, "glossary": terms, "metrics": ["chrf"]}
    value["references"] = "9 Menschen kamen."
    strict = {"max": {"minor": 0}, "coverage": []}
    report = server.post("/v1/evaluate", {**value, "gate": strict}).json
    assert [finding["name"] for finding in report["findings"]] == ["term-missing"]
    assert report["verdict"]["passed"] is False
    report = server.post("/v1/evaluate", {**value, "gate": {"max": {}, "max_per_1000": {}, "coverage": []}}).json
    assert report["verdict"]["passed"] is True, report["verdict"]


def test_many_small_requests_at_once(server: Server) -> None:
    def ask(number: int) -> tuple[int, int, list[str]]:
        value = {**PAIR, "source": f"{number} people came.", "checks": RULES}
        reply = server.post("/v1/check", value)
        report = reply.json
        marked = [text for finding in report["findings"] for text in finding["marked"]]
        assert report["segments"][0]["source"] == value["source"]
        return number, reply.status, marked

    with ThreadPoolExecutor(50) as clients:
        answers = list(clients.map(ask, range(100, 150)))
    assert answers == [(number, 200, [str(number), "6"]) for number in range(100, 150)]
    assert server.number("mtqe_queue_length") == 0


def test_a_path_in_a_request_is_text(server: Server, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)  # who opened it would wait for a writer
    for text in (str(pipe), f"file://{pipe}", f"@{pipe}", "../../etc/passwd", "mtqe.toml", "-"):
        value = {"segments": [{"source": text, "translation": text, "references": [text], "id": text, "doc": text}]}
        value |= {**LANGS, "checks": RULES, "glossary": [{"source": text, "target": text, "note": text}]}
        report = server.post("/v1/check", value).json
        (segment,) = report["segments"]
        assert (segment["source"], segment["target"], segment["references"]) == (text, text, [text])
        assert report["run"]["glossaries"] == []
        for options in ({"checks": {"select": [text]}}, {"metrics": [text]}):
            assert server.post("/v1/evaluate", {**PAIR, **options}).status == 422, options


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"checks": {"select": ["nubmer-mismatch"]}}, "unknown check 'nubmer-mismatch'"),
        ({"metrics": ["blue"]}, "unknown metric 'blue'"),
        ({"gate": {"min": {"ter": 50}}, "metrics": ["chrf"], "checks": RULES}, "gate.min"),
    ],
)
def test_names_that_only_a_worker_knows(server: Server, options: dict[str, Any], error: str) -> None:
    reply = server.post("/v1/evaluate", {**PAIR, **options})
    assert reply.status == 422 and error in reply.error, reply.body
    validate(reply.json, {"$ref": "#/components/schemas/ErrorBody"})


@pytest.mark.parametrize(
    ("body", "headers", "status", "error"),
    [
        (b"{", {}, 400, "the body is not valid JSON"),
        (b'{"source": "a"}', {}, 422, "Object missing required field `translation`"),
        (b'{"file": "a"}', {}, 422, "Object contains unknown field `file`"),
        (json.dumps({"segments": [PAIR] * 61}).encode(), {}, 422, "segments[0]: Object contains unknown field"),
        (json.dumps({"source": "a" * 2001, "translation": "", **LANGS}).encode(), {}, 413, "segments[0]: a text has"),
        (b"{}", {"Content-Type": "text/plain"}, 415, "the content type is 'text/plain'"),
        (b"{}", {"Content-Type": "application/json; charset=latin-1"}, 415, "the content type is"),
        (b"{}", {"Content-Encoding": "gzip"}, 415, "the body is encoded as 'gzip'"),
        (b"{}", {"Host": "attacker.example:8000"}, 421, "the header Host is 'attacker.example:8000'"),
    ],
)
def test_bad_requests(server: Server, body: bytes, headers: dict[str, str], status: int, error: str) -> None:
    reply = server.ask("POST", "/v1/check", body, headers)
    assert reply.status == status and reply.error.startswith(error), reply.body


@pytest.mark.parametrize(
    ("method", "path", "status", "error"),
    [
        ("GET", "/v1/check", 405, "/v1/check has no method GET"),
        ("OPTIONS", "/v1/check", 405, "/v1/check has no method OPTIONS"),
        ("POST", "/healthz", 405, "/healthz has no method POST"),
        ("GET", "/v1/check/", 404, "there is no /v1/check/"),
        ("GET", "/../etc/passwd", 404, "there is no /../etc/passwd"),
        ("GET", "/%0a::error::x", 404, "there is no /"),
    ],
)
def test_addresses_and_methods(server: Server, method: str, path: str, status: int, error: str) -> None:
    reply = server.ask(method, path, headers={"Origin": "https://page.example"})
    assert reply.status == status and reply.error.startswith(error), reply.body
    assert ("allow" in reply.headers) == (status == 405)
    assert not any(name.startswith("access-control") for name in reply.headers)


def test_pages(server: Server) -> None:
    assert server.get("/healthz").body == b"alive\n"
    assert server.get("/readyz").body == b"ready\n"
    assert b"/openapi.json" in server.get("/").body
    assert server.get("/openapi.json").json == DOCUMENT
    before = server.number("mtqe_segments_total")
    server.post("/v1/check", {**PAIR, "checks": RULES})
    assert server.number("mtqe_segments_total") == before + 1
    assert server.number('mtqe_request_duration_seconds_count{route="/v1/check"}') > 0
    assert server.number("mtqe_workers_ready") == 1
    server.get("/some/where")
    assert b"some" not in server.get("/metrics").body


def sleeping(seconds: float) -> dict[str, Any]:
    """A request that takes some seconds."""
    return {**PAIR, "source": f"sleep {seconds}", "checks": {"select": ["sleepy/SLP001"]}}


def test_a_token_is_asked_for(strict_server: Server) -> None:
    reply = strict_server.get("/metrics", Authorization="Bearer wrong")
    assert (reply.status, reply.error, reply.headers["www-authenticate"]) == (401, "the token is wrong", "Bearer")
    assert strict_server.get("/healthz", Authorization="").status == 200
    assert strict_server.get("/", Host="mtqe.example.org").status == 200
    workers = strict_server.workers()
    assert workers
    for worker in workers:
        assert TOKEN.encode() not in Path(f"/proc/{worker}/environ").read_bytes(), "workers do not need it"


def test_a_request_that_takes_too_long_is_stopped(strict_server: Server) -> None:
    replaced = 'mtqe_workers_replaced_total{reason="timeout"}'
    before = strict_server.number(replaced)
    wait(strict_server.is_ready)
    (worker,) = strict_server.workers()
    temporary = temporary_folder(worker)
    (temporary / "texts").write_text("what a killed process leaves", encoding="utf-8")
    reply = strict_server.post("/v1/check", sleeping(600))
    assert (reply.status, reply.error) == (504, "the report was not ready after 4 seconds")
    assert strict_server.number(replaced) == before + 1
    wait(lambda: not temporary.exists())
    wait(strict_server.is_ready)


def test_a_worker_that_dies_harms_no_other_request(strict_server: Server) -> None:
    reply = strict_server.post("/v1/check", {**sleeping(0), "source": "crash"})
    assert (reply.status, reply.error) == (500, "the process that computed the report ended unexpectedly")
    wait(strict_server.is_ready)
    assert strict_server.number('mtqe_workers_replaced_total{reason="crash"}') >= 1


def test_a_worker_that_dies_while_it_has_nothing_to_do_is_replaced(strict_server: Server) -> None:
    crashes = 'mtqe_workers_replaced_total{reason="crash"}'
    wait(strict_server.is_ready)
    before = strict_server.number(crashes)
    (worker,) = strict_server.workers()
    os.kill(worker, signal.SIGKILL)
    wait(lambda: strict_server.number(crashes) == before + 1)
    wait(strict_server.is_ready)
    assert strict_server.workers() != [worker]


def is_idle(process: int) -> bool:
    """Whether a process does not compute."""
    times = []
    for _ in range(2):
        times.append(Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[11:13])
        time.sleep(0.5)
    return times[0] == times[1]


def test_a_spare_process_takes_the_place_of_a_worker_that_dies(start_server: Callable[..., Server]) -> None:
    server = start_server(*QUICK, "--spare", "1")
    wait(server.is_ready)
    wait(lambda: len(server.workers()) == 2)
    first, second = sorted(server.workers())
    wait(lambda: is_idle(first) and is_idle(second))
    for number, process in enumerate((first, second), 1):
        os.kill(process, signal.SIGKILL)
        wait(lambda number=number: server.number('mtqe_workers_replaced_total{reason="crash"}') == number)
        assert server.is_ready(), "the other one has the models already"
        assert server.post("/v1/check", sleeping(0)).status == 200
        wait(lambda process=process: len(set(server.workers()) - {process}) == 2)
        wait(lambda: all(map(is_idle, server.workers())))
    with ThreadPoolExecutor(2) as clients:
        sent = [clients.submit(server.post, "/v1/check", sleeping(2)) for _ in range(2)]
        wait(lambda: server.number("mtqe_queue_length") == 1)
        assert [one.result().status for one in sent] == [200, 200], "a spare process computes nothing beside the worker"


def test_a_failure_tells_nothing_of_texts(strict_server: Server) -> None:
    reply = strict_server.post("/v1/check", {**sleeping(0), "source": "fail"})
    assert reply.status == 200, "a check that fails is a problem in the report"
    assert "secret words" in reply.json["problems"][0]["why"]
    assert "secret words" not in strict_server.all_log


def test_more_requests_than_may_wait(strict_server: Server) -> None:
    with ThreadPoolExecutor(6) as clients:
        replies = list(clients.map(lambda _: strict_server.post("/v1/check", sleeping(1)), range(6)))
    statuses = sorted(reply.status for reply in replies)
    assert statuses[0] == 200 and statuses[-1] == 503, statuses
    for reply in replies:
        if reply.status == 503:
            assert "waiting already" in reply.error
            assert 1 <= int(reply.headers["retry-after"]) <= 4


def test_who_leaves_waits_no_longer(strict_server: Server) -> None:
    wait(strict_server.is_ready)
    with ThreadPoolExecutor(1) as clients:
        running = clients.submit(strict_server.post, "/v1/check", sleeping(2))
        wait(lambda: strict_server.number("mtqe_workers_ready") == 1)
        body = json.dumps(sleeping(600)).encode()
        with strict_server.connect() as waiting:
            head = f"POST /v1/check HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n"
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            waiting.sendall(head.encode() + body)
            wait(lambda: strict_server.number("mtqe_queue_length") == 1 or running.done())
        wait(lambda: strict_server.number("mtqe_queue_length") == 0)
        assert running.result().status == 200
    assert strict_server.number('mtqe_workers_replaced_total{reason="timeout"}') <= 1, "the request of 600 s never ran"


def test_a_stop_finishes_what_runs_and_refuses_what_waits(start_server: Callable[..., Server]) -> None:
    server = start_server(*QUICK)
    wait(server.is_ready)
    with ThreadPoolExecutor(2) as clients:
        sent = [clients.submit(server.post, "/v1/check", sleeping(3)) for _ in range(2)]
        wait(lambda: server.number("mtqe_queue_length") == 1)
        server.process.send_signal(signal.SIGTERM)
        replies = [one.result() for one in sent]
    assert sorted(reply.status for reply in replies) == [200, 503]
    refused = next(reply for reply in replies if reply.status == 503)
    assert refused.error == "the server is stopping" and "retry-after" in refused.headers
    assert server.process.wait(PATIENCE) == 0
    assert server.end_of_log().endswith("mtqe: stopped\n")


def test_a_second_stop_does_not_wait(start_server: Callable[..., Server]) -> None:
    server = start_server(*QUICK)
    wait(server.is_ready)
    with ThreadPoolExecutor(2) as clients:
        running = [clients.submit(server.post, "/v1/check", sleeping(100)) for _ in range(2)]
        wait(lambda: server.number("mtqe_queue_length") == 1)
        server.process.send_signal(signal.SIGINT)
        wait(lambda: not accepts(server))
        started = time.monotonic()
        assert server.stop(signal.SIGINT) == 0 and time.monotonic() - started < 60
        assert all(one.exception() or one.result().status >= 500 for one in running)
    assert server.log[1:] == ["mtqe: ready\n", "mtqe: stopped\n"]


def accepts(server: Server) -> bool:
    """Whether the server takes new connections."""
    try:
        server.connect().close()
    except OSError:
        return False
    return True


def test_a_stop_while_the_models_load(start_server: Callable[..., Server]) -> None:
    server = start_server(*QUICK)
    assert server.get("/healthz").status == 200
    reply = server.get("/readyz")
    assert reply.status == 503 and reply.error == "the models are not loaded yet"
    assert server.stop() == 0


def test_workers_end_with_a_server_that_is_killed(start_server: Callable[..., Server]) -> None:
    server = start_server(*QUICK)
    wait(server.is_ready)
    (worker,) = server.workers()
    temporary = temporary_folder(worker)
    assert temporary.is_dir()
    server.process.kill()
    wait(lambda: not temporary.exists())
    wait(lambda: not Path(f"/proc/{worker}").exists() or "Z" in Path(f"/proc/{worker}/stat").read_text("utf-8"))


def test_a_configuration_that_cannot_be_used(start_server: Callable[..., Server]) -> None:
    server = start_server("--select", "nubmer-mismatch")
    assert server.process.wait(PATIENCE) == 2
    assert "mtqe: unknown check 'nubmer-mismatch'" in server.end_of_log()


def test_http_that_is_not_http(server: Server) -> None:
    get = b"GET / HTTP/1.1\r\n"
    for words in (b"HELO mail.example\r\n\r\n", get + b"\r\n", get + b"Host: a\r\nHost: b\r\n\r\n"):
        with server.connect() as connection:
            connection.sendall(words)
            reply = read_reply(connection)
        assert (reply.status, reply.error) == (400, "the request is not valid HTTP"), words
