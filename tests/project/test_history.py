from __future__ import annotations

import random
from pathlib import Path

import coded
import msgspec
import pytest

from mtqe.errors import InputError
from mtqe.model import SCHEMA, CheckItem, Document, Finding, Report, Run, Score, Segment, Severity, Verdict
from mtqe.project import history, trend
from mtqe.project.history import HistoryEntry, Point


def report() -> Report:
    documents = (Document("a", domain="legal"), Document("b", domain="news"), Document("c", domain="news"))
    segments = tuple(Segment(f"{d.id}1", "one two three four five", "x", doc=d.id) for d in documents)
    scores = (
        Score("chrf", "corpus", 60.0, n=3, signature={"name": "chrf", "v": "2", "bs": 1000}),
        *(Score("chrf", "document", v, doc=d, n=n) for d, v, n in (("a", 90.0, 1), ("b", 40.0, 1), ("c", 50.0, 3))),
        Score("bleu", "corpus", None),
    )
    found = tuple(
        Finding("T1", "t", "accuracy", Severity.MAJOR, segment, "", (), (), "f", suppressed=why)
        for segment, why in (("a1", None), ("b1", None), ("b1", "agreed"))
    )
    run = Run("1", "2026-01-01T00:00:00+00:00", source_lang="en", target_lang="de", source_words=15,
              checks=(CheckItem("T1", "t", "ran"),))  # fmt: skip
    return Report(SCHEMA, run, documents, segments, scores, found, verdict=Verdict(False, ("no",), outcome="fail"))


def test_a_run_leaves_a_line_for_all_and_one_for_each_domain() -> None:
    whole, legal, news = history.entries(report())
    assert (whole.domain, legal.domain, news.domain) == (None, "legal", "news")
    assert (whole.words, whole.segments, whole.documents, whole.outcome) == (15, 3, 3, "fail")
    assert whole.findings == {"neutral": 0, "minor": 0, "major": 2, "critical": 0}
    assert (whole.suppressed, legal.suppressed, news.suppressed) == (1, 0, 1)
    assert whole.per_1000 == pytest.approx(10 * 1000 / 15)
    assert set(whole.scores) == {"chrf"}
    assert whole.scores["chrf"].value == 60
    assert legal.scores["chrf"].value == 90
    assert news.scores["chrf"].value == pytest.approx((40 + 3 * 50) / 4)
    assert (news.words, news.documents, news.findings["major"]) == (10, 2, 1)


def test_what_does_not_change_scores_does_not_change_their_signature() -> None:
    first, other = report(), report()
    special = {"bs": 5, "copied": 2, "truncated": 1}
    scores = tuple(msgspec.structs.replace(s, signature={**s.signature, **special}) for s in other.scores)
    other = msgspec.structs.replace(other, scores=scores)
    (one, *_), (two, *_) = history.entries(first), history.entries(other)
    assert one.scores["chrf"].signature == two.scores["chrf"].signature


def test_without_checks_there_are_no_counts() -> None:
    got = report()
    got = msgspec.structs.replace(got, findings=(), run=msgspec.structs.replace(got.run, checks=()))
    entry = next(history.entries(got))
    assert (entry.findings, entry.per_1000, entry.checks) == ({}, None, "")


def test_lines_are_read_again(tmp_path: Path) -> None:
    entries = tuple(history.entries(report()))
    path = tmp_path / "h.jsonl"
    path.write_text("".join(map(history.line, entries)) + "\n", encoding="utf-8")
    assert history.read(path) == history.History(entries)


def test_faulty_lines_are_named(tmp_path: Path) -> None:
    path = tmp_path / "h.jsonl"
    path.write_text('{"created": "", "version": ""}\n{"created": 3, "version": ""}', encoding="utf-8")
    with pytest.raises(InputError, match="line 2 is not a history entry"):
        history.read(path)
    with pytest.raises(InputError, match="cannot be read"):
        history.read(tmp_path / "none")


@pytest.mark.parametrize(
    ("torn", "words"),
    [
        (b'{"created": "2", "ver', "line 2 is only part of an entry"),
        (b'{"created": "2", "version": "\xc3', "line 2 is only part of an entry"),
        (b"\x00\x00\x00", "line 2 is only part of an entry"),  # as a power failure can leave it
        (b'{"cre{"created": "2", "version": ""}', "line 2 is only part of an entry"),
        (b"{\n{\n\n{", "lines 2, 3, 5 are only parts of entries"),
        (b"{\n{\n{\n{\n{", "lines 2, 3, 4 and 2 more are only parts of entries"),
    ],
)
def test_half_a_line_is_told_and_the_others_are_kept(tmp_path: Path, torn: bytes, words: str) -> None:
    path = tmp_path / "h.jsonl"
    path.write_bytes(b'{"created": "1", "version": ""}\n' + torn + b'\n{"created": "9", "version": ""}\n')
    kept = history.read(path)
    assert [entry.created for entry in kept.entries] == ["1", "9"]
    assert kept.damage.startswith(f"{path}: {words}")
    assert "delete" in kept.damage and "\n" not in kept.damage


def test_a_whole_line_without_its_end_is_an_entry(tmp_path: Path) -> None:
    path = tmp_path / "h.jsonl"
    path.write_bytes(b'{"created": "1", "version": ""}')
    kept = history.read(path)
    assert (len(kept.entries), kept.damage) == (1, "")


def runs(values: list[float], signatures: list[str] | None = None) -> list[HistoryEntry]:
    marks = signatures or ["s"] * len(values)
    return [
        HistoryEntry(f"2026-01-{n:02}", "1", "en", "de", scores={"chrf": Point(v, signature=s)}, words=100)
        for n, (v, s) in enumerate(zip(values, marks, strict=True), 1)
    ]


def noise(size: int, seed: int) -> list[float]:
    generator = random.Random(seed)
    return [generator.gauss(0, 1) for _ in range(size)]


def test_a_step_is_found_where_it_is() -> None:
    values = [60 + x for x in noise(12, 1)] + [66 + x for x in noise(12, 2)]
    (one,) = trend.series(runs(values))
    (change,) = one.changes
    assert change.place == 12
    assert change.before == pytest.approx(60, abs=1)
    assert change.after == pytest.approx(66, abs=1)
    assert change.p_value <= 0.01


def test_two_steps_are_found() -> None:
    values = [60 + x for x in noise(15, 1)] + [70 + x for x in noise(15, 2)] + [62 + x for x in noise(15, 3)]
    assert [change.place for change in trend.find_changes(values)] == [15, 30]


def test_steady_series_change_no_more_often_than_the_level_says() -> None:
    found = sum(bool(trend.find_changes(noise(15, seed))) for seed in range(200))
    assert found <= 6  # 1 % of 200 are 2; 7 or more of them come up once in 250 times


@pytest.mark.parametrize("values", [[], [1.0], [1.0] * 40, [1.0, 2.0] * 3 + [9.0], [1.0] * 3 + [9.0] * 4])
def test_too_little_or_equal_is_no_change(values: list[float]) -> None:
    assert trend.find_changes(values) == []


def test_ten_runs_are_enough_for_a_clear_step() -> None:
    values = [1.0, 1.3, 1.1, 1.2, 1.4, 5.0, 5.1, 5.4, 5.2, 5.3]
    (change,) = trend.find_changes(values)
    assert change.place == 5
    assert trend.find_changes(values[1:]) == []


def test_a_series_is_cut_where_the_signature_changes() -> None:
    values = [60 + x for x in noise(10, 1)] + [70 + x for x in noise(10, 2)]
    (one,) = trend.series(runs(values, ["a"] * 10 + ["b"] * 10))
    assert one.cuts == (10,)
    assert one.changes == ()


def test_series_stand_by_language_system_and_domain() -> None:
    entries = [*history.entries(report()), *history.entries(report())]
    found = trend.series(entries)
    assert [(one.domain, one.name, len(one.points)) for one in found] == [
        (domain, name, 2)
        for domain in (None, "legal", "news")
        for name in ("chrf", "critical", "major", "minor", "neutral", "mqm")
    ]
    assert found[2].points[0].value == pytest.approx(2 * 1000 / 15)


def test_the_text_of_codes_is_no_words_of_a_domain() -> None:
    got = report()
    got = msgspec.structs.replace(got, segments=tuple(map(coded.lengthened, got.segments)))
    assert [entry.words for entry in history.entries(got)] == [15, 5, 10]
