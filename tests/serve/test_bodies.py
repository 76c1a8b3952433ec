"""What the body of a request may hold."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.serve import bodies
from mtqe.serve.bounds import TERMS, Bounds
from mtqe.serve.messages import Order
from mtqe.serve.refusal import Refusal
from mtqe.settings.config import Config

BOUNDS = Bounds(segments=3, characters=20)
CONFIG = Config(source_lang="en", target_lang="de")
PAIR = {"source": "9 people came.", "translation": "6 Leute kamen."}


def read(value: Any, config: Config = CONFIG, command: str = "evaluate") -> Order:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return bodies.read(body, command, config, BOUNDS)


def refused(value: Any, config: Config = CONFIG, command: str = "evaluate") -> tuple[int, str, str]:
    with pytest.raises(Refusal) as caught:
        read(value, config, command)
    return int(caught.value.status), caught.value.message, caught.value.hint


def test_a_pair_is_a_batch_of_one() -> None:
    single = read({**PAIR, "references": "9 Leute kamen."})
    assert single == read({"segments": [{**PAIR, "references": ["9 Leute kamen.", " "]}]})
    (segment,) = single.segments
    assert (segment.id, segment.source, segment.target, segment.references, segment.doc) == (
        "1", "9 people came.", "6 Leute kamen.", ("9 Leute kamen.",), None
    )  # fmt: skip


def test_what_a_body_leaves_out_is_as_the_server_is_configured() -> None:
    order = read(PAIR)
    assert (order.source_lang, order.target_lang) == ("en", "de")
    assert (order.checks, order.metrics, order.gate, order.terms) == (None, None, None, None)
    given_ = read({**PAIR, "target_lang": "pt_br", "metrics": [], "gate": {"max": {"major": 0}}, "glossary": []})
    assert (given_.source_lang, given_.target_lang, given_.metrics, given_.terms) == ("en", "pt-BR", (), ())
    assert given_.gate is not None and given_.gate.max == {"major": 0}


def test_terms_follow_the_rules_of_glossary_files() -> None:
    terms = [{"source": " tidal  plant ", "target": "Gezeitenkraftwerk"}, {"source": "Norwick", "status": "keep"}]
    assert [(term.source, term.target) for term in read({**PAIR, "glossary": terms}).terms or ()] == [
        ("tidal plant", "Gezeitenkraftwerk"),
        ("Norwick", "Norwick"),
    ]


@pytest.mark.parametrize(
    ("value", "status", "message", "hint"),
    [
        (b" ", 400, "the body is empty", "/openapi.json"),
        (b'{"source": ', 400, "the body is not valid JSON: Input data was truncated", "UTF-8"),
        (b'{"source": "\xff", "translation": ""}', 400, "the body is not valid JSON: Invalid UTF-8", "UTF-8"),
        (b"[" * 100_000, 422, "Expected `object`, got `array`", ""),
        (b'{"checks":' * 100_000, 400, "the body is nested too deeply", ""),
        (b'{"source": "a", "source": "b", "translation": ""}', 400, "an object has the key 'source' twice", "once"),
        (b'{"segments": [{"source": "a", "translation": "b", "translation": "b"}]}', 400, "an object has", "once"),
        ([PAIR], 422, "Expected `object`, got `array`", ""),
        ({"source": "a"}, 422, "Object missing required field `translation`", ""),
        ({"source": "a", "translation": None}, 422, "translation: Expected `str`, got `null`", ""),
        ({**PAIR, "referenses": "b"}, 422, "Object contains unknown field `referenses`", "did you mean 'references'?"),
        ({**PAIR, "comet": {"model": "/etc"}}, 422, "Object contains unknown field `comet`", ""),
        ({**PAIR, "checks": {"path": "/"}}, 422, "checks: Object contains unknown field `path`", ""),
        ({**PAIR, "gate": {"max": {"crit": 0}}}, 422, "gate.max: Invalid enum value 'crit'", ""),
        ({"segments": []}, 422, "segments: Expected `array` of length >= 1", ""),
        ({"segments": [PAIR, {"source": "a"}]}, 422, "segments[1]: Object missing required field", ""),
        ({"segments": [PAIR], "source": "a"}, 422, "Object contains unknown field `source`", ""),
        ({**PAIR, "target_lang": "xqz"}, 422, "target_lang: unknown language 'xqz'", "BCP 47"),
        ({**PAIR, "target_lang": "d" * 2_000}, 422, "target_lang: Expected `str` of length <= 35", ""),
        ({**PAIR, "target_lang": "en"}, 422, "the source and the translation are both in 'en'", "target_lang"),
        ({"segments": [{**PAIR, "id": "2"}, PAIR]}, 422, "segments[0] and segments[1] have the same id '2'", "own id"),
        ({"segments": [PAIR] * 4}, 413, "the body has 4 segments, and the server takes at most 3", "several requests"),
        ({**PAIR, "references": ["b", "c" * 21]}, 413, "segments[0]: a text has 21 characters", "paragraphs"),
        ({**PAIR, "glossary": [{"source": "a"}]}, 422, "glossary[0]: no target term for 'a'", ""),
        ({**PAIR, "glossary": [{"source": " ", "target": "a"}]}, 422, "glossary[0]: no source term", ""),
        (
            {**PAIR, "glossary": [{"source": "a", "target": "b", "status": "keep"}]},
            422, "glossary[0]: 'a' must be kept, but has the target 'b'", "",
        ),
        ({**PAIR, "glossary": [{"source": "a", "target": "b"}] * (TERMS + 1)}, 413, "the glossary has 5,001", "have"),
    ],
)  # fmt: skip
def test_bad_bodies(value: Any, status: int, message: str, hint: str) -> None:
    found = refused(value)
    assert found[0] == status and found[1].startswith(message) and hint in found[2], found


@pytest.mark.parametrize(
    ("command", "unused"),
    [("check", {"metrics", "gate"}), ("score", {"checks", "gate", "glossary"}), ("evaluate", set())],
)
def test_what_a_command_does_not_use_is_refused(command: str, unused: set[str]) -> None:
    parts: dict[str, Any] = {"checks": {"select": ["ACC"]}, "metrics": ["chrf"], "gate": {}, "glossary": []}
    for name, value in parts.items():
        if name in unused:
            status, message, hint = refused({**PAIR, name: value}, command=command)
            assert (status, message) == (422, f"{name}: /v1/{command} does not use it") and "/v1/evaluate" in hint
        else:
            read({**PAIR, name: value}, command=command)


def test_languages_that_nobody_gives() -> None:
    assert refused(PAIR, Config(source_lang="en")) == (422, "target_lang is missing", "give a BCP 47 tag, such as 'de'")


def test_the_same_id_in_two_documents_or_systems_is_no_repetition() -> None:
    pairs = [{**PAIR, "id": "1", "doc": "a"}, {**PAIR, "id": "1", "doc": "b"}, {**PAIR, "id": "1", "system": "x"}]
    assert len(read({"segments": pairs}).segments) == 3


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from([*bodies.BatchBody.__struct_fields__, *bodies.SegmentBody.__struct_fields__]) | st.text(),
            inner,
        )
    ),
    max_leaves=20,
)


@given(VALUES)
def test_any_json_is_an_order_or_refused(value: Any) -> None:
    try:
        assert isinstance(read(msgspec.json.encode(value)), Order)
    except Refusal as refusal:
        assert refusal.message and "\n" not in refusal.message
        assert 400 <= refusal.status < 500


@given(st.binary())
def test_any_bytes_are_refused_or_an_order(body: bytes) -> None:
    try:
        assert isinstance(read(body), Order)
    except Refusal as refusal:
        assert json.loads(refusal.body)["error"] == refusal.message


def test_an_order_survives_the_way_to_the_worker() -> None:
    order = read({**PAIR, "gate": {"max_mqm_per_1000": 2.5, "rules": [{"match": {"domain": "law"}, "min": {"x": 1}}]}})
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(order), type=Order) == order
