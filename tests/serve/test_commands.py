"""Reports of requests, in this process and without the encoder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtqe.model import Segment, Term
from mtqe.serve.commands import Commands, sample
from mtqe.serve.messages import Order
from mtqe.settings.config import ChecksConfig, Config

TERMS = "source,target\nplant,Kraftwerk\n"


@pytest.fixture
def commands(tmp_path: Path) -> Commands:
    """A server for en-de with a glossary."""
    (tmp_path / "terms.csv").write_text(TERMS, encoding="utf-8")
    return Commands(Config("en", "de", (str(tmp_path / "terms.csv"),)))


def findings(commands: Commands, target_lang: str, terms: tuple[Term, ...] | None = None) -> list[str]:
    segments = (Segment("1", "The plant and the line.", "Die Anlage und die Leitung."),)
    checks = ChecksConfig(select=("term-missing",))
    found = json.loads(commands.answer(Order("score", "en", target_lang, segments, checks, ("chrf",))).body)
    assert found["findings"] == [], "a score has no findings"
    order = Order("check", "en", target_lang, segments, checks, terms=terms)
    return [" ".join(finding["marked"]) for finding in json.loads(commands.answer(order).body)["findings"]]


def test_the_glossary_of_the_server_is_for_its_languages(commands: Commands) -> None:
    assert findings(commands, "de") == findings(commands, "de-AT") == ["plant"]
    assert findings(commands, "nl") == []
    assert findings(commands, "de", (Term("line", "Linie"),)) == ["line"], "terms of the request replace it"
    assert findings(commands, "de", ()) == []


def test_a_failure_names_its_kind_alone(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise KeyError("a text of a client")

    monkeypatch.setattr("mtqe.flow.pipeline.assess", fail)
    answer = commands.answer(sample(Config()))
    assert answer.status == 500 and json.loads(answer.body)["error"] == "mtqe failed with KeyError"


def test_a_configuration_that_cannot_be_used_is_fatal() -> None:
    config = Config(checks=ChecksConfig(select=("nubmer-mismatch",)))
    ready = Commands(config).ready(sample(config))
    assert ready.fatal and ready.fatal[0] == "unknown check 'nubmer-mismatch'"
