"""What the judge sends, and to whom: TLS, proxies, addresses, the key, and a run that asks for no judge."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import msgspec
import pytest
from judge_fixture import Asked, Reply, chat, endpoint, scored
from judge_runs import KEY, check, config, corpus, of_segments, quick, run
from tls_fixture import proxy, server_context

import mtqe
from mtqe.errors import ConfigError
from mtqe.flow import pipeline
from mtqe.flow.pipeline import Stages
from mtqe.metrics.judge import replies
from mtqe.metrics.judge.endpoint import Endpoint, address
from mtqe.settings.config import ChecksConfig, JudgeConfig, MetricsConfig

NAME = "judge.example"
__all__ = ["quick"]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def test_without_the_name_of_the_judge_nothing_connects(no_network: None) -> None:
    report = mtqe.evaluate(["A cat sleeps."], ["Eine Katze schläft."], source_lang="en", target_lang="de")
    assert report.passed
    settings = config(f"https://{NAME}/v1")
    unasked = msgspec.structs.replace(settings, checks=ChecksConfig(preview=True), metrics=MetricsConfig())
    assert pipeline.assess(corpus(), unasked).verdict is not None
    assert pipeline.assess(corpus(), settings, stages=Stages(metrics=False, gate=False)).problems == ()
    asked = run(config(f"https://{NAME}/v1", retries=0))
    assert "a connection was opened" in asked.problems[0].why, "the guard works"


def test_a_certificate_that_is_not_trusted_ends_the_run_before_anything_is_sent(tmp_path: Path) -> None:
    with endpoint(scored, server_context(tmp_path, NAME)) as served:
        report = run(config(served.url))
    assert not served.asked and of_segments(report) == [None] * 3
    assert "has no certificate that this machine trusts" in report.problems[0].why
    assert "SSL_CERT_FILE" in report.problems[0].why
    assert not any("sent to" in note for note in report.run.notes)


def test_a_certificate_that_is_trusted_must_have_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with endpoint(scored, server_context(tmp_path, NAME)) as served:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        assert of_segments(run(config(served.url))) == [90.0] * 3
        other = run(config(served.url.replace("127.0.0.1", "localhost")))
    assert "has no certificate that this machine trusts" in other.problems[0].why and len(served.asked) == 3


def test_a_proxy_sees_the_name_of_the_host_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with endpoint(scored, server_context(tmp_path, NAME)) as served, proxy(int(served.url.split(":")[2][:-3])) as told:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        monkeypatch.setenv("HTTPS_PROXY", told.url)
        report = run(config(f"https://{NAME}/v1"))
    assert of_segments(report) == [90.0] * 3 and {*told.asked} == {f"{NAME}:443"}
    assert served.asked[0].headers["authorization"] == f"Bearer {KEY}"
    assert len(told.seen) > 1000
    assert not any(word in told.seen for word in (KEY.encode(), b"Bearer", b"Katze", b"cat sleeps"))


def test_a_proxy_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    with proxy(0) as told:
        monkeypatch.setenv("HTTPS_PROXY", told.url)
        report = run(config(f"https://{NAME}/v1", retries=1))
    assert f"{NAME} cannot be reached (ProxyError), after 2 tries" in report.problems[0].why
    assert not any("sent to" in note for note in report.run.notes)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HTTPS_PROXY", "ftp://user:hidden@proxy.example"),
        ("HTTPS_PROXY", "http://user:hidden#1@proxy.example:80"),
        ("HTTPS_PROXY", "http://proxy.example:hidden"),
        ("NO_PROXY", "[::1"),
        ("SSL_CERT_FILE", "no-such-file.pem"),
    ],
)
def test_an_environment_that_cannot_be_used_is_said_without_its_secrets(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv(name, value)
    (problem,) = run(config(f"https://{NAME}/v1")).problems
    assert "that the environment names cannot be used" in problem.why and name in problem.why
    assert "hidden" not in problem.why


@pytest.mark.parametrize(
    "url", ["https://me:hidden@a.b:port", "https://me:hidden@", "me:hidden@a.b", "https://me:hid den@a.b"]
)
def test_a_password_in_an_address_is_not_said(url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        address(JudgeConfig(url=url))
    assert "judge.url" in str(caught.value) and "hid" not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_no_proxy_stands_between_the_parts_of_this_machine(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    Endpoint(JudgeConfig(url=f"http://{host}:1/v1", model="m")).close()


@pytest.mark.parametrize("url", ["https://a..b/v1", f"https://{'x' * 64}.example/v1"])
def test_a_host_that_cannot_exist_is_no_address(url: str) -> None:
    with pytest.raises(ConfigError, match="is not an address"):
        address(JudgeConfig(url=url))


def test_a_server_that_repeats_the_key_does_not_bring_it_into_a_report() -> None:
    def model(asked: Asked) -> Reply:
        answer = json.loads(scored(asked).content)
        return Reply(content=json.dumps(answer | {"model": asked.headers["authorization"]}).encode())

    with endpoint(model) as served:
        report = run(config(served.url))
    assert report.scores[0].signature["served"] == "Bearer ***"
    assert KEY not in msgspec.json.encode(report).decode()


def test_what_was_sent_is_said_although_the_run_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(replies, "read", read)
    with endpoint(scored) as served:
        report = run(config(served.url), corpus([("A cat sleeps.", "Eine Katze schläft.")]))
    assert "ZeroDivisionError" in report.problems[0].why
    assert any("1 segment were sent to 127.0.0.1" in note and "100 + 20 tokens" in note for note in report.run.notes)


def test_what_is_on_its_way_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()

    def read(*args: object) -> None:
        raise ZeroDivisionError

    def model(asked: Asked) -> Reply:
        if asked.fields["source"] == "A cat sleeps.":
            while len(served.asked) < 3:
                time.sleep(0.01)
        else:
            gate.wait(5)
        return scored(asked)

    monkeypatch.setattr(replies, "read", read)
    with endpoint(model) as served:
        report = run(config(served.url, concurrency=3))
        gate.set()
    assert any("3 segments were sent to 127.0.0.1" in note for note in report.run.notes)


@pytest.mark.parametrize("status", [502, 504, 524])
def test_a_request_that_a_gateway_gave_up_is_paid(status: int) -> None:
    with endpoint(lambda asked: Reply(status, b"")) as served:
        report = run(config(served.url, retries=6, budget_tokens=3000, concurrency=1, answer_tokens=100))
    assert 1 < len(served.asked) < 6 and "used up" in report.problems[0].why


def test_an_answer_that_is_too_long_to_be_read_is_paid_and_does_not_change_how_others_are_asked() -> None:
    def model(asked: Asked) -> Reply:
        return Reply(content=b"a" * (2 << 20)) if asked.fields["source"] == "A cat sleeps." else scored(asked)

    with endpoint(model) as served:
        report = run(config(served.url, concurrency=1))
    assert of_segments(report) == [None, 90.0, 90.0] and len(served.asked) == 3
    assert all("response_format" in asked.body for asked in served.asked)
    (note,) = [note for note in report.run.notes if "judge" in note]
    assert "200 + 40 tokens" not in note and "+ 1,064 tokens" in note


@pytest.mark.parametrize("usage", [(10**400, 1), (0, 0), (-5, 5)])
def test_tokens_that_cannot_be_true_are_estimated(usage: tuple[int, int]) -> None:
    with endpoint(lambda asked: chat({"code": asked.code, "errors": [], "score": 50}, usage)) as served:
        report = run(config(served.url))
        assert of_segments(report) == [50.0] * 3 and report.problems == ()
        limited = run(config(served.url, budget_tokens=2500, answer_tokens=100, cache=False, concurrency=1))
    assert len(served.asked) < 6 and "used up" in limited.problems[0].why


@pytest.mark.parametrize("more", [{"usage": {"prompt_tokens": 5}}, {"usage": None}, {"usage": "x"}, {"model": None}])
def test_an_answer_with_less_than_the_protocol_has_is_an_answer(more: dict[str, object]) -> None:
    def model(asked: Asked) -> Reply:
        return Reply(content=json.dumps(json.loads(scored(asked).content) | more).encode())

    with endpoint(model) as served:
        assert of_segments(run(config(served.url))) == [90.0] * 3


def test_a_budget_holds_although_many_ask_at_once() -> None:
    texts = corpus([(f"Text {number}.", f"Satz {number}.") for number in range(60)])
    with endpoint(lambda asked: chat({"code": asked.code, "errors": [], "score": 50}, (700, 100))) as served:
        report = run(config(served.url, budget_tokens=8000, concurrency=32, answer_tokens=100), texts)
    assert 5 <= len(served.asked) <= 10, "no request is sent that might not fit with all that are on their way"
    assert "used up" in report.problems[0].why


def test_a_quote_may_have_plain_spaces_where_the_text_has_others() -> None:
    def model(asked: Asked) -> Reply:
        error = {"side": "translation", "category": "style", "severity": "minor"}
        quotes = ["10 %", "a b", "Prix :"]
        return chat({"code": asked.code, "errors": [error | {"quote": quote} for quote in quotes]})

    text = "Prix\u202f: 10\u00a0% a b a\u00a0b"
    with endpoint(model) as served:
        report = check(config(served.url, check=True), corpus([("Price: 10%", text)]))
    assert [finding.marked for finding in report.findings] == [("10\u00a0%",), ("a b",), ("Prix\u202f:",)]


def test_judgements_are_those_of_one_model_endpoint_and_pair_of_languages() -> None:
    with endpoint(lambda asked: scored(asked, 10)) as first, endpoint(lambda asked: scored(asked, 20)) as second:
        settings = config(first.url)
        run(settings)
        for other in (
            config(second.url),
            config(first.url, model="large"),
            config(first.url, response_format="plain"),
            msgspec.structs.replace(settings, target_lang="de-CH"),
        ):
            before = len(first.asked) + len(second.asked)
            expected = 20 if other.judge.url == second.url else 10
            assert of_segments(run(other)) == [expected] * 3
            assert len(first.asked) + len(second.asked) == before + 3
        run(settings)
        assert len(first.asked) == 12 and len(second.asked) == 3


def test_quotes_may_overlap() -> None:
    def model(asked: Asked) -> Reply:
        error = {"side": "translation", "category": "style", "severity": "minor"}
        quotes = ["aaab", "aa", "ab c", "aaab c"]
        return chat({"code": asked.code, "errors": [error | {"quote": quote} for quote in quotes]})

    with endpoint(model) as served:
        report = check(config(served.url, check=True), corpus([("Text", "aaab c")]))
    assert {finding.marked for finding in report.findings} == {("aaab",), ("ab c",), ("aaab c",)}
    assert any("1 of its quotes were dropped" in note for note in report.run.notes), "aa stands there twice"
