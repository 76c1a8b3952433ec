from __future__ import annotations

import pytest

from mtqe import registry
from mtqe.errors import ConfigError, Unavailable


def test_every_row_can_be_loaded() -> None:
    for kind in ("formats", "metrics", "reporters"):
        for name in registry.rows(kind):
            assert registry.load(kind, name) is not None


@pytest.mark.parametrize(("word", "hint"), [("bleuu", "did you mean 'bleu'?"), ("zzz", "known: ")])
def test_unknown_name_has_a_hint(word: str, hint: str) -> None:
    with pytest.raises(ConfigError, match=f"unknown metric '{word}'") as error:
        registry.load("metrics", word)
    assert hint in error.value.hint


def test_row_that_cannot_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    row = registry.Row("lost", "mtqe.metrics.nowhere:lost", "")
    monkeypatch.setitem(registry._TABLES, "metrics", (row,))
    with pytest.raises(Unavailable, match="metric 'lost'"):
        registry.load("metrics", "lost")


def test_select_by_id_name_and_family() -> None:
    assert [item.id for item in registry.select_checks(["ACC101"])] == ["ACC101"]
    assert [item.id for item in registry.select_checks(["number-mismatch"])] == ["ACC101"]
    family = registry.select_checks(["acc"])
    assert {item.family for item in family} == {"ACC"}
    assert len(family) > 1
    assert "ACC101" not in {item.id for item in registry.select_checks(["ACC"], ["ACC101"])}


def test_default_selection_is_stable_checks_only() -> None:
    assert {item.status for item in registry.select_checks()} == {"stable"}


def test_unknown_check_has_a_hint() -> None:
    with pytest.raises(ConfigError) as error:
        registry.select_checks(["HAL1011"])
    assert "hal101" in error.value.hint.lower()


def test_context_computes_once() -> None:
    calls = []

    def build(context: registry.Context) -> str:
        calls.append(context.target_base)
        return "built"

    context = registry.Context("en-GB", "de-AT")
    assert [context.once(build), context.once(build)] == ["built", "built"]
    assert calls == ["de"]
