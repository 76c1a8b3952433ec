"""The bench of pofilter reads pairs from calls, and judges each as a unit of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import pofilter

TESTS = """
def test_tides():
    checker = checks.StandardChecker()
    assert passes(checker.tides, "Low %s", "Laag %s")
    assert fails(checker.tides, "Low %s", "Laag")
    assert fails(checker.tides, "Low %s", "Laag")
    french = checks.StandardChecker(checks.CheckerConfig(targetlanguage="fr"))
    assert fails_serious(french.spaces, "Low tide\\n", "Marée basse")
    assert passes(french.spaces, text, "Marée basse")
"""


@pytest.fixture
def test_file(tmp_path: Path) -> Path:
    path = tmp_path / "test_checks.py"
    path.write_text(TESTS, encoding="utf-8")
    return path


def test_pairs_are_read_once_with_their_language(test_file: Path) -> None:
    found = [(pair.name, pair.target, pair.lang, pair.fails) for pair in pofilter.pairs(test_file)]
    assert found == [
        ("tides", "Laag %s", "af", False),
        ("tides", "Laag", "af", True),
        ("spaces", "Marée basse", "fr", True),
    ]


@pytest.mark.parametrize("form", ["po", "jsonl", "pairs"])
def test_each_pair_is_judged_by_itself(test_file: Path, form: str) -> None:
    outcomes = pofilter.judge(pofilter.pairs(test_file), form)
    checks = {(pair.name, pair.fails): {finding.check for finding in findings} for pair, findings in outcomes}
    assert "MRK104" not in checks["tides", False]
    assert "MRK104" in checks["tides", True]
    assert checks["spaces", True] & {"MRK123", "MRK124"}


def test_a_pair_that_people_do_not_agree_with_is_counted_apart(
    test_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = pofilter.pairs(test_file)
    pofilter.print_table([(pair, []) for pair in pairs], {pairs[1].key: "a reason"})
    rows = [line.split() for line in capsys.readouterr().out.splitlines()[1:]]
    assert rows == [
        ["tides", "0", "0", "0", "1", "0", "1", "0", "0", "0", "0"],
        ["spaces", "1", "0", "0", "0", "0", "0", "0", "0", "0", "0"],
        ["all", "1", "0", "0", "1", "0", "1", "0", "0", "0", "0"],
    ]
