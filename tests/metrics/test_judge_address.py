"""The address and the key of the judge: which are taken, and which are refused before any work."""

from __future__ import annotations

import msgspec
import pytest
from judge_fixture import endpoint, scored
from judge_runs import config, of_segments, quick, run

from mtqe.errors import ConfigError
from mtqe.metrics.judge.endpoint import Endpoint, address
from mtqe.settings.config import JudgeConfig
from mtqe.settings.sources import checked

__all__ = ["quick"]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.com/v1", "without encryption"),
        ("https://user:pass@example.com/v1", "has a user"),
        ("https://example.com/v1?key=1", "has a user"),
        ("ftp://example.com", "is not an address"),
        ("example.com", "is not an address"),
        ("https://", "is not an address"),
        ("https://example.com:port", "is not an address"),
        ("https://exa mple.com", "is not an address"),
        ("http://127.0.0.1.example.com/v1", "without encryption"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_before_any_work(url: str, why: str) -> None:
    with pytest.raises(ConfigError, match=why):
        run(config(url))


@pytest.mark.parametrize(
    "url", ["http://localhost:1/v1", "http://[::1]:1/v1", "http://127.0.0.2/v1/", "https://a.b/v1"]
)
def test_an_address_that_can_be_used(url: str) -> None:
    assert address(JudgeConfig(url=url)) == url.rstrip("/")
    assert address(JudgeConfig(url=f"{url.rstrip('/')}/chat/completions")) == url.rstrip("/")


def test_plain_http_can_be_allowed() -> None:
    assert address(JudgeConfig(url="http://10.0.0.5/v1", allow_http=True)) == "http://10.0.0.5/v1"


@pytest.mark.parametrize("name", ["GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "PATH", "_API_KEY", "X_API_KEY\n"])
def test_no_other_secret_can_be_named(name: str) -> None:
    with pytest.raises(ConfigError, match=r"judge\.key_env"):
        checked(config("https://judge.example/v1", key_env=name))


@pytest.mark.parametrize("name", ["", "MTQE_JUDGE_KEY", "OPENAI_API_KEY"])
def test_a_key_of_an_api_can_be_named(name: str) -> None:
    assert checked(config("https://judge.example/v1", key_env=name)).judge.key_env == name


def test_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    remote = JudgeConfig(url="https://judge.example/v1", model="m")
    monkeypatch.delenv("MTQE_JUDGE_KEY")
    report = run(config(remote.url))
    assert "needs its key in the environment variable MTQE_JUDGE_KEY" in report.problems[0].why
    Endpoint(msgspec.structs.replace(remote, key_env="")).close()
    monkeypatch.setenv("MTQE_JUDGE_KEY", "sk-secret\nX-Other: 1")
    report = run(config(remote.url))
    assert "cannot be a key" in report.problems[0].why and "secret" not in report.problems[0].why
    with endpoint(scored) as served:
        monkeypatch.delenv("MTQE_JUDGE_KEY")
        run(config(served.url))
    assert "authorization" not in served.asked[0].headers


def test_loopback_is_never_sent_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with endpoint(scored) as served:
        assert of_segments(run(config(served.url))) == [90.0] * 3
