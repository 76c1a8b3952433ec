"""Who may ask."""

from __future__ import annotations

import pytest

from mtqe.errors import ConfigError
from mtqe.serve.access import Access, is_loopback
from mtqe.serve.refusal import Refusal

TOKEN = "correct-horse-battery"


def status(access: Access, path: str = "/v1/check", **headers: str) -> int:
    try:
        access.refuse_strangers(path, headers)
    except Refusal as refusal:
        return int(refusal.status)
    return 200


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost", "LOCALHOST.", "localhost"])
def test_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["", "0.0.0.0", "::", "192.168.1.7", "example.org", "localhost.example.org", "127.0.0.1.example.org", "2130706433"],
)
def test_other_machines(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(ConfigError, match="can be reached by other machines") as caught:
        Access(host)
    assert "--allow-remote" in caught.value.hint
    assert status(Access(host, remote=True), host="mtqe.example.org") == 200
    assert status(Access(host, TOKEN), host="mtqe.example.org") == 401


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "[::1]", "127.0.0.1:"])
def test_a_client_of_this_machine_names_it(host: str) -> None:
    assert status(Access("127.0.0.1"), host=host) == 200


@pytest.mark.parametrize("host", ["", "example.org", "example.org:8000", "localhost.example.org:8000", "10.0.0.1:80"])
def test_a_page_of_the_web_comes_under_a_name_of_its_own(host: str) -> None:
    assert status(Access("localhost"), host=host) == 421
    assert status(Access("localhost"), "/healthz", host=host) == 421


def test_with_a_token_every_host_may_ask_that_has_it() -> None:
    access = Access("127.0.0.1", TOKEN)
    assert status(access, host="mtqe.example.org", authorization=f"Bearer {TOKEN}") == 200
    assert status(access, authorization=f"bearer  {TOKEN} ") == 200
    for wrong in ("", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer", "Bearer \udcff", f"Bearer {TOKEN[:-1]}"):
        assert status(access, authorization=wrong) == 401, wrong
        assert status(access, "/metrics", authorization=wrong) == 401, wrong
    assert status(access) == 401
    assert status(access, "/healthz") == status(access, "/readyz") == 200


@pytest.mark.parametrize("token", ["short", "with a space in the middle", "naïve-but-long-enough", "a" * 15])
def test_a_token_that_is_easy_to_guess_or_no_token(token: str) -> None:
    with pytest.raises(ConfigError, match="MTQE_SERVE_TOKEN is shorter than 16 characters"):
        Access("127.0.0.1", token)
