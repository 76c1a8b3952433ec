"""What becomes of reviews: ratings, Marot, ESA, accepted findings, and where raters disagree."""

from __future__ import annotations

import dataclasses
import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from reviewed import finding, make_report

from mtqe.cli.review_results import Writer
from mtqe.errors import InputError
from mtqe.formats.ratings import rating_files
from mtqe.model import Severity, Span, ratings
from mtqe.model.ratings import Decision, RatedError, Rating
from mtqe.project import suppressions
from mtqe.review import entries, outcomes, sheet
from mtqe.review.collection import Review
from mtqe.review.sheet import Matter

CRITICAL, SPACE = "acc1012000000000", "art1033000000000"
"""Fingerprints of the findings in segments 2 and 3."""


def review(matter: Matter, rater: str, **said: Any) -> Review:
    found = entries.known({key.lstrip("k"): value for key, value in said.items()}, matter.members)
    return Review(rater, found, dict.fromkeys(found, "2026-11-30T10:00:00+00:00"))


def called(fingerprint: str, opinion: str, reason: str = "") -> dict[str, Any]:
    return {"decisions": {fingerprint: {"opinion": opinion, "reason": reason}}}


def test_a_rating_has_all_that_was_said(matter: Matter) -> None:
    mark = {"category": "other", "severity": "minor", "spans": [{"side": "source", "start": 0, "end": 2}], "note": "n"}
    said = {**called(CRITICAL, "error"), "errors": [mark], "looked": True, "score": 40, "edited": "Neu."}
    said |= {"note": "x", "seconds": 3}
    (rating,) = outcomes.results(matter, [review(matter, "ana", k1=said, k0={"seconds": 9})]).ratings["ana"]
    assert rating == Rating(
        rater="ana",
        segment="2",
        source="It had 12 tons.",
        target="Es hatte 21 Tonnen.",
        doc="text.de.txt",
        source_lang="en",
        target_lang="de",
        score=40,
        errors=(
            RatedError("other", Severity.MINOR, (Span("source", 0, 2),), "n"),
            RatedError(
                "accuracy/mistranslation", Severity.CRITICAL, (Span("target", 9, 11),), "ACC101 a-acc101: it is wrong"
            ),
        ),
        decisions=(Decision(CRITICAL, "ACC101", "error"),),
        edited="Neu.",
        note="x",
        seconds=3,
        created="2026-11-30T10:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("said", "errors"),
    [
        (called(CRITICAL, "error"), None),  # nobody says that these are all errors of the segment
        ({"score": 10}, None),
        ({"looked": True}, ()),
        ({**called(CRITICAL, "false-alarm", "a quote"), "looked": True}, ()),
    ],
)
def test_errors_are_known_only_if_someone_looked(matter: Matter, said: dict[str, Any], errors: Any) -> None:
    (rating,) = outcomes.results(matter, [review(matter, "ana", k1=said)]).ratings["ana"]
    assert rating.errors == errors


def written(matter: Matter, *reviews: Review) -> dict[str, str]:
    of_rater = [rating for found in outcomes.results(matter, reviews).ratings.values() for rating in found]
    return {ending: text for ending, (text, _) in outcomes.rating_files(matter, of_rater).items()}


def test_the_files_of_a_rater(matter: Matter) -> None:
    mark = {"category": "accuracy/omission", "severity": "major", "spans": [{"side": "source", "start": 4, "end": 8}]}
    files = written(
        matter,
        review(
            matter,
            "ana",
            k0={"errors": [mark], "looked": True, "score": 70},
            k1={**called(CRITICAL, "tolerated", "ok"), "looked": True},
            k2={**called(SPACE, "false-alarm", "house style"), "looked": True, "score": 100},
        ),
    )
    parsed = list(ratings.parse(files[".ratings.jsonl"].splitlines(), "x"))
    assert [rating.segment for rating in parsed] == ["1", "2", "3"]
    header, *rows = [line.split("\t") for line in files[".marot.tsv"].splitlines()]
    assert [row[3:9] for row in rows] == [
        ["1", "ana", "One <v>ship</v> came.", "Ein Schiff kam.", "Accuracy/Omission", "Major"],
        ["2", "ana", "It had 12 tons.", "Es hatte <v>21</v> Tonnen.", "Accuracy/Mistranslation", "Critical"],
        ["3", "ana", "The end.", "Das Ende .", "no-error", "no-error"],
    ]
    assert len(header) == 10 and json.loads(rows[0][9])["marked_text"] == "ship"
    lines = [json.loads(line) for line in files[".esa.jsonl"].splitlines()]
    assert [(line["line_id"], line["annotator"], line["esa_score"]) for line in lines] == [
        (0, "ana", 70), (1, "ana", None), (2, "ana", 100),
    ]  # fmt: skip
    assert lines[0]["esa_spans"][0]["start_i"] == "missing"
    assert lines[1]["esa_spans"] == [
        {"start_i": 9, "end_i": 11, "severity": "major", "error_type": "accuracy/mistranslation"}
    ]


def test_segments_whose_errors_nobody_looked_for_are_in_the_json_lines_only(matter: Matter) -> None:
    said = {"k0": {"score": 5}, "k1": called(CRITICAL, "error"), "k2": called(SPACE, "false-alarm", "fine")}
    files = written(matter, review(matter, "ana", **said))
    assert len(files[".ratings.jsonl"].splitlines()) == 3
    assert len(files[".marot.tsv"].splitlines()) == 1 and files[".esa.jsonl"] == ""


def test_cells_and_lines_hold_hostile_texts(matter: Matter) -> None:
    mark = {"category": "accuracy", "severity": "minor", "spans": [], "note": "a\tb\nc\u2028</v>\x00"}
    files = written(matter, review(matter, "ana", k0={"errors": [mark], "looked": True, "note": "\u0085x"}))
    assert len(files[".marot.tsv"].split("\n")) == 3 and files[".marot.tsv"].split("\n")[1].count("\t") == 9
    for ending in (".ratings.jsonl", ".esa.jsonl"):
        assert len(files[ending].splitlines()) == 1


def test_what_raters_disagree_about_is_told_and_not_written(matter: Matter) -> None:
    ana = review(
        matter,
        "ana",
        k1={**called(CRITICAL, "tolerated", "old"), "edited": "A."},
        k2=called(SPACE, "false-alarm", "ok"),
    )
    ben = review(
        matter,
        "ben",
        k1={**called(CRITICAL, "error"), "edited": "B."},
        k2=called(SPACE, "tolerated", "no"),
        k0={"edited": "C."},
    )
    found = outcomes.results(matter, [ana, ben])
    assert [(one.finding.fingerprint, one.rater, one.reason) for one in found.accepted] == [(SPACE, "ana", "ok")]
    assert found.translations == {(None, "1"): "C."}
    assert [(one.finding.fingerprint, one.rater, other) for one, other in found.disputed] == [(CRITICAL, "ana", "ben")]
    assert found.notes == ("segment 2: ana and ben changed the translation in different ways; none is written",)
    alone = outcomes.results(matter, [ana, ben], {"ben"})
    assert list(alone.ratings) == ["ben"] and [one.rater for one in alone.accepted] == ["ben"]
    assert [one.rater for one in alone.confirmed] == ["ben"]


def test_accepted_findings_are_added_once(matter: Matter, tmp_path: Path) -> None:
    path = str(tmp_path / "mtqe-suppressions.toml")
    found = outcomes.results(
        matter, [review(matter, "ana", k1=called(CRITICAL, "tolerated", 'a "quote"\nof\t\x07old'))]
    )
    new, notes = outcomes.new_suppressions(matter, found, "", path)
    (entry,) = new
    assert (entry.fingerprint, entry.path, entry.author, notes) == (CRITICAL, "text.de.txt", "ana", [])
    text = suppressions.appended("# mine\n", new, path)
    assert suppressions.parse(text, path) == tuple(new) and text.startswith("# mine\n")
    assert outcomes.new_suppressions(matter, found, text, path) == ([], [])
    against = outcomes.results(matter, [review(matter, "ben", k1=called(CRITICAL, "error"))])
    assert outcomes.new_suppressions(matter, against, text, path) == (
        [],
        [f"segment 2: ACC101 a-acc101 is accepted in {path}, but ben calls it an error; remove its entry"],
    )


def test_findings_of_each_system_are_accepted_apart(tmp_path: Path) -> None:
    matter = sheet.open_report(make_report(tmp_path, systems=("a", "b")))
    found = outcomes.results(matter, [review(matter, "ana", k1=called(CRITICAL, "tolerated", "x"))])
    path = str(tmp_path / "s.toml")
    (entry,) = outcomes.new_suppressions(matter, found, "", path)[0]
    both = outcomes.results(matter, [review(matter, "ana", k4=called(CRITICAL, "tolerated", "x"))])
    (other,) = outcomes.new_suppressions(matter, both, suppressions.appended("", [entry], path), path)[0]
    assert (entry.path, other.path) == ("a.de.txt", "b.de.txt")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"score": 101}, "the score 101 is not between 0 and 100"),
        ({"score": -0.5}, "the score -0.5 is not between"),
        ({"score": float("nan")}, "not between 0 and 100|score"),
        ({"score": "5"}, "score: Expected `float"),
        ({"looked": 1}, "looked: Expected `bool`"),
        ({"scores": 1}, "unknown field `scores`"),
        ({"edited": "x" * 1_000_000}, "edited: Expected `str` of length <= 200000"),
        ({"note": "x" * 10_001}, "note: Expected"),
        ({"decisions": {"0" * 16: {"opinion": "error"}}}, "segment 2 has no finding '0000000000000000'"),
        (called(CRITICAL, "false-alarm", " "), "accepted without a reason"),
        (called(CRITICAL, "maybe"), "Invalid enum value 'maybe'"),
        (called(CRITICAL, "tolerated", "x" * 1001), "of length <= 1000"),
        ({"errors": [{"category": "accuracy/nonsense", "severity": "minor"}]}, "no category 'accuracy/nonsense'"),
        ({"errors": [{"category": "other", "severity": "neutral"}]}, "Invalid enum value 'neutral'"),
        ({"errors": [{"category": "other", "severity": "minor"}] * 1001}, "errors: Expected `array` of length"),
        ([], "Expected `object`, got `array`"),
    ],
)
def test_an_entry_that_is_refused(matter: Matter, entry: Any, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        entries.read(entry, *matter.members["1"])
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("place", [(-1, 2), (2, 1), (0, 20), (19, 2**70)])
def test_marks_outside_the_text_are_refused(matter: Matter, place: tuple[int, int]) -> None:
    span = {"side": "target", "start": place[0], "end": place[1]}
    with pytest.raises(InputError):
        entries.read({"errors": [{"category": "other", "severity": "minor", "spans": [span]}]}, *matter.members["1"])


def test_a_translation_that_is_as_before_is_not_edited(matter: Matter) -> None:
    assert entries.read({"edited": "Es hatte 21 Tonnen."}, *matter.members["1"]).edited is None
    assert entries.read({"edited": ""}, *matter.members["1"]).edited == ""


def test_the_writers_of_findings_and_ratings_are_the_same(matter: Matter) -> None:
    """A rater who calls every finding an error, and looked at all segments, gives the rows of the findings."""
    from mtqe.report import marot

    own = io.StringIO()
    marot.render(matter.report, own)
    files = written(
        matter,
        review(
            matter,
            "mtqe",
            k0={"looked": True},
            k1={**called(CRITICAL, "error"), "looked": True},
            k2={**called(SPACE, "error"), "looked": True},
        ),
    )

    def untimed(text: str) -> list[str]:
        import re

        return re.sub(r'"timestamp":\d+,', "", text).splitlines()

    assert untimed(files[".marot.tsv"]) == untimed(own.getvalue())


def test_what_is_written_is_read_again(matter: Matter, tmp_path: Path) -> None:
    spans = [{"side": "source", "start": 4, "end": 8}, {"side": "target", "start": 4, "end": 10}]
    mark = {"category": "accuracy/mistranslation", "severity": "major", "spans": spans}
    said = review(
        matter,
        "ana",
        k0={"errors": [mark], "looked": True, "score": 70},
        k1={**called(CRITICAL, "error"), "looked": True, "score": 10.5},
        k2={**called(SPACE, "false-alarm", "fine"), "looked": True, "score": 100},
    )
    files = written(matter, said)
    found = {}
    for ending, text in files.items():
        (tmp_path / f"ana{ending}").write_text(text, encoding="utf-8")
        found[ending] = rating_files.read(tmp_path / f"ana{ending}").ratings
    assert list(found[".ratings.jsonl"]) == list(outcomes.results(matter, [said]).ratings["ana"])
    for ending in (".marot.tsv", ".esa.jsonl"):
        read = {rating.segment: rating for rating in found[ending]}
        assert list(read) == ["1", "2", "3"] and {rating.rater for rating in read.values()} == {"ana"}
        first, second, third = (read[name].errors or () for name in read)
        assert (first[0].category, first[0].severity) == ("accuracy/mistranslation", Severity.MAJOR)
        assert Span("target", 4, 10) in first[0].spans and second[0].spans == (Span("target", 9, 11),) and third == ()
    assert [rating.score for rating in found[".esa.jsonl"]] == [70, 10.5, 100]


def of_words(matter: Matter) -> tuple[Matter, tuple[str, str]]:
    """The same, with findings about copied words in two segments, and their fingerprints."""
    found = [
        msgspec.structs.replace(
            finding("ART106", matter.members[key][0], word, Severity.MAJOR), category="accuracy/untranslated"
        )
        for key, word in (("0", "Schiff"), ("1", "Tonnen"))
    ]
    members = {
        key: (segment, (*findings, *(one for one in found if one.segment == segment.id)))
        for key, (segment, findings) in matter.members.items()
    }
    return dataclasses.replace(matter, members=members), (found[0].fingerprint, found[1].fingerprint)


def allowing(fingerprint: str, word: str) -> dict[str, Any]:
    return {"decisions": {fingerprint: {"opinion": "false-alarm", "reason": f"{word} is allowed", "word": word}}}


def test_an_allowed_word_goes_into_the_configuration(matter: Matter, tmp_path: Path) -> None:
    matter, (ship, tons) = of_words(matter)
    policy, accepted = tmp_path / "mtqe.toml", tmp_path / "s.toml"
    policy.write_text('# ours\n[checks]\nallow_words = ["Hafen"]\n', encoding="utf-8")
    writer = Writer(matter, tmp_path / "r", accepted, policy=policy)
    done = writer.write([review(matter, "ana", k0=allowing(ship, "Schiff"), k1=allowing(tons, "Tonnen"))])
    assert policy.read_text(encoding="utf-8") == '# ours\n[checks]\nallow_words = ["Hafen", "Schiff", "Tonnen"]\n'
    assert done.written[-1] == (str(policy), "2 allowed words") and done.is_whole and done.notes == ()
    assert not accepted.exists(), "the word accepts the finding"
    assert sheet.sheet(matter)["segments"][0]["findings"][0]["word"] == "Schiff"


def test_a_word_that_a_rater_calls_an_error_is_not_allowed(matter: Matter, tmp_path: Path) -> None:
    matter, (ship, tons) = of_words(matter)
    policy = tmp_path / "mtqe.toml"
    writer = Writer(matter, tmp_path / "r", tmp_path / "s.toml", policy=policy)
    ana = review(matter, "ana", k0=allowing(ship, "Schiff"), k1=called(tons, "error"))
    ben = review(matter, "ben", k0=called(ship, "error"))
    done = writer.write([ana, ben])
    assert not policy.exists() and not done.is_whole
    assert done.notes == ("segment 1: ART106 a-art106 is not accepted: ana accepts it, ben calls it an error",)


def test_a_word_can_be_allowed_only_where_it_is_the_whole_reason(matter: Matter) -> None:
    matter, (ship, _) = of_words(matter)
    for fingerprint, word, key in ((CRITICAL, "21", "k1"), (ship, "kam", "k0")):
        with pytest.raises(InputError, match="cannot allow the word"):
            review(matter, "ana", **{key: allowing(fingerprint, word)})
