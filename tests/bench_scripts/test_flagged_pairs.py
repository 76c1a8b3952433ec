"""The benchmarks of checks compare no translations of one source by different people."""

from __future__ import annotations

from bench.flagged import findings
from mtqe.registry import check_table

SOURCE = "Close the valve before opening the lid."
PAIRS = [(SOURCE, "Schließen Sie das Ventil vor dem Öffnen."), (SOURCE, "Schließen Sie den Hahn vor dem Öffnen.")]


def test_pairs_of_different_people_do_not_meet() -> None:
    chosen = check_table.select(["inconsistent-translation"])
    assert sum(map(len, findings(chosen, PAIRS, ("en", "de"), ["a", "a"]))) == 1
    assert findings(chosen, PAIRS, ("en", "de"), ["a", "a"], systems=["Ana", "Ben"]) == [[], []]
    assert findings(chosen, PAIRS, ("en", "de"), ["1", "2"]) == [[], []], "each pair is a document of its own"
