"""Who may come in."""

from __future__ import annotations

import pytest

from mtqe.review.entrance import Entrance
from mtqe.serve.refusal import Refusal


def token(address: str) -> str:
    return address.partition("?token=")[2]


def test_the_address_for_the_browser_works_once() -> None:
    entrance = Entrance(8001)
    once = token(entrance.once())
    assert once != token(entrance.address) and not entrance.has_token("")
    assert entrance.has_token(once) and not entrance.has_token(once)
    assert entrance.has_token(token(entrance.address)) and entrance.has_token(token(entrance.address))


def test_browsers_leave_out_the_port_of_http() -> None:
    Entrance(80).refuse_host({"host": "127.0.0.1"})
    with pytest.raises(Refusal):
        Entrance(8001).refuse_host({"host": "127.0.0.1"})
    with pytest.raises(Refusal):
        Entrance(8001).refuse_host({})
