"""Ratings of all tools are read: the format is found by content, offsets are code points, bad files give one line."""

from __future__ import annotations

import gzip
import io
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from report import hostile

from mtqe.errors import InputError
from mtqe.formats.ratings import esa_lines, mqm_tables, mtme_ratings, rating_files, rating_names
from mtqe.model import SCHEMA, CheckItem, Finding, Report, Run, Score, Segment, Severity, Span, ratings
from mtqe.model.ratings import RatedError, Rating
from mtqe.report import esa, marot, mtme
from mtqe.report import json as reports

MINOR, MAJOR, CRITICAL = Severity.MINOR, Severity.MAJOR, Severity.CRITICAL
WMT = "system\tdoc\tdoc_id\tseg_id\trater\tsource\ttarget\tcategory\tseverity\n"
MAROT = "\t".join(marot.COLUMNS) + "\n"


def written(path: Path, *lines: Any) -> Path:
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), "utf-8")
    return path


def table(path: Path, head: str, *rows: str) -> Path:
    path.write_text(head + "".join(f"{row}\n" for row in rows), "utf-8")
    return path


def sample() -> Report:
    """Two segments of one document and what checks found in them, on both sides and behind an emoji."""
    segments = (
        Segment("1", "The 😀 lift carried 12 tonnes.", "Das 😀 Hebewerk trug 21 Tonnen.", doc="lift"),
        Segment("2", "It stood still.", "Es stand still.", doc="lift"),
        Segment("3", "", "Lesen Sie auch dies.", doc="lift"),
    )
    findings = (
        found("ACC101", "accuracy/mistranslation/number", MAJOR, "1", Span("source", 19, 21), Span("target", 20, 22)),
        found("LOC108", "linguistic-conventions/punctuation", MINOR, "1", Span("target", 29, 30)),
        found("ACC120", "accuracy/addition", CRITICAL, "3", Span("target", 0, 20)),
    )
    run = Run(
        "1", "2026-01-02T03:04:05+00:00", 0.0, "en", "de", checks=(CheckItem("ACC101", "number-mismatch", "ran"),)
    )
    scores = (Score("learned", "segment", 0.25, "1"),)
    return Report(SCHEMA, run, (), segments, scores, findings)


def found(check: str, category: str, severity: Severity, segment: str, *spans: Span) -> Finding:
    return Finding(check, "name", category, severity, segment, "it is wrong", spans, ("",) * len(spans), "ab")


def errors(rated: Iterable[Rating]) -> dict[str, tuple[RatedError, ...] | None]:
    return {rating.segment: rating.errors for rating in rated}


# --- round trips with mtqe's own writers ------------------------------------------------------------------------------


def test_marot_that_mtqe_wrote(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(hostile.render(marot, sample()), "utf-8")
    read = rating_files.read(path)
    assert read.format == "MQM table"
    report = sample()
    assert [(one.source, one.target) for one in read.ratings] == [(one.source, one.target) for one in report.segments]
    assert [(one.doc, one.source_lang, one.target_lang) for one in read.ratings] == [("lift", "en", "de")] * 3
    by_segment = errors(read.ratings)
    assert by_segment["2"] == ()
    assert [(one.category, one.severity, one.spans) for one in by_segment["1"] or ()] == [
        (one.category, one.severity, one.spans) for one in report.findings[:2]
    ]
    assert (by_segment["1"] or ())[0].note == "ACC101 name: it is wrong"


@given(hostile.reports())
def test_marot_with_hostile_texts(report: Report) -> None:
    text = hostile.render(marot, report)
    read = list(mqm_tables.read(text, "a.tsv", Counter()))
    if report.run.checks:
        assert sum(len(rating.errors or ()) for rating in read) == sum(one.counts for one in report.findings)
    counted = {(one.system, one.segment) for one in report.findings if one.counts}
    names = {(rating.system, rating.segment) for rating in read}
    assert {(system or "translation", segment) for system, segment in counted} <= {
        (one, two) for one, two in names
    } or any(set("\t\r\n") & set(segment + (system or "")) or not segment for system, segment in counted)


def test_esa_that_mtqe_wrote(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(hostile.render(esa, sample()), "utf-8")
    read = rating_files.read(path)
    assert (read.format, read.notes) == ("ESA annotations", ())
    assert [(one.segment, one.source, one.score) for one in read.ratings] == [
        ("1", "The 😀 lift carried 12 tonnes.", 25.0),
        ("2", "It stood still.", None),
        ("3", "", None),
    ]
    assert errors(read.ratings) == {
        "1": (
            RatedError("accuracy/mistranslation/number", MAJOR, (Span("target", 20, 22),)),
            RatedError("linguistic-conventions/punctuation", MINOR, (Span("target", 29, 30),)),
        ),
        "2": (),
        "3": (RatedError("accuracy/addition", MAJOR, (Span("target", 0, 20),)),),
    }


@given(hostile.reports())
def test_esa_with_hostile_texts(report: Report) -> None:
    read = list(esa_lines.read(hostile.render(esa, report), "a.jsonl", Counter()))
    assert [one.target for one in read] == [one.target for one in report.segments]


def test_mt_metrics_eval_that_mtqe_wrote(tmp_path: Path) -> None:
    for name, text in mtme.files(sample()).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    for path in (tmp_path, tmp_path / "ratings" / "en-de.mtqe.jsonl"):
        read = rating_files.read(path)
        assert errors(read.ratings) == {
            one.id: tuple(
                RatedError(item.category, item.severity, item.spans)
                for item in sample().findings
                if item.segment == one.id
            )
            for one in sample().segments
        }


def test_own_lines(tmp_path: Path) -> None:
    rating = Rating(rater="Ana", segment="1", source="a\u2028b", target="c", points=-5.0, errors=())
    read = rating_files.read(written(tmp_path / "a.jsonl", ratings.line(rating)))
    assert read == rating_files.RatingFile(str(tmp_path / "a.jsonl"), "mtqe ratings", (rating,))


# --- tables that WMT released -----------------------------------------------------------------------------------------


def test_a_table_of_wmt(tmp_path: Path) -> None:
    path = table(
        tmp_path / "mqm.tsv",
        WMT,
        "Alpha\tboats.7\t1\t4\tr1\tThe boats came late.\tDie <v>Bote</v> kamen spät.\tFluency/Spelling\tMinor",
        "Alpha\tboats.7\t1\t4\tr1\tThe boats came <v>late</v>.\tDie Bote kamen spät.\tAccuracy/Omission\tmajor",
        "Alpha\tboats.7\t1\t4\tr2\tThe boats came late.\tDie Bote kamen spät.\tNo-error\tNo-error",
        "Alpha\tboats.7\t2\t5\tr1\tYes.\t<v>Xx</v> <v>yy</v>.\tNon-translation!\tMajor",
        "Alpha\tboats.7\t2\t5\tr2\tYes.\tXx yy.\tStyle/Awkward\tNeutral",
        "Alpha\tboats.7\t3\t6\tr1\tNo.\tNein.\tFound\tHOTW-test",
        "Alpha\tboats.7\t3\t6\tr1\tNo.\tNein.\tLocale convention/Date format\t",
    )
    read = rating_files.read(path)
    assert read.notes == (f"{path}: without a severity, read as minor: errors 1",)
    assert [(one.rater, one.system, one.doc, one.segment) for one in read.ratings] == [
        ("r1", "Alpha", "boats.7", "4"),
        ("r2", "Alpha", "boats.7", "4"),
        ("r1", "Alpha", "boats.7", "5"),
        ("r2", "Alpha", "boats.7", "5"),
        ("r1", "Alpha", "boats.7", "6"),
    ]
    assert [one.errors for one in read.ratings] == [
        (
            RatedError("linguistic-conventions/spelling", MINOR, (Span("target", 4, 8),)),
            RatedError("accuracy/omission", MAJOR, (Span("source", 15, 19),)),
        ),
        (),
        (RatedError("other/non-translation", CRITICAL, (Span("target", 0, 2), Span("target", 3, 5))),),
        (RatedError("style/awkward", Severity.NEUTRAL),),
        (RatedError("locale-conventions/date-format", MINOR),),
    ]


def test_the_segment_of_mtqe_holds_for_all_raters(tmp_path: Path) -> None:
    about = json.dumps({"segment": {"mtqe_segment": "unit-9"}})
    path = table(
        tmp_path / "a.tsv",
        MAROT,
        f"x\td:en-de\t1\t1\tr1\tA.\tB.\tno-error\tno-error\t{about}",
        "x\td:en-de\t1\t1\tr2\tA.\t<v>B</v>.\tStyle/Awkward\tMinor\t{}",
    )
    assert [(one.rater, one.segment) for one in rating_files.read(path).ratings] == [("r1", "unit-9"), ("r2", "unit-9")]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Accuracy/Mistranslation", "accuracy/mistranslation"),
        ("mistranslation", "accuracy/mistranslation"),
        ("Fluency/Punctuation", "linguistic-conventions/punctuation"),
        ("Linguistic conventions/Grammar", "linguistic-conventions/grammar"),
        ("Accuracy/Untranslated text", "accuracy/untranslated"),
        ("Terminology/Inappropriate for context", "terminology/wrong-term"),
        ("Fluency/Register", "style/register"),
        ("Locale convention/Currency format", "locale-conventions/currency-format"),
        ("Non-translation!", "other/non-translation"),
        ("Other/-", "other"),
        ("", "other"),
        (None, "other"),
        ("Our own thing", "our-own-thing"),
    ],
)
def test_categories(name: str | None, path: str) -> None:
    assert rating_names.category(name) == path


@pytest.mark.parametrize(
    ("label", "read"),
    [
        ("Major", (None, MAJOR)),
        ("Grammar", ("Grammar", None)),
        ("Mistranslation (minor)", ("Mistranslation", MINOR)),
        ("critical: Omission", ("Omission", CRITICAL)),
        ("majority", ("majority", None)),
    ],
)
def test_labels(label: str, read: tuple[str | None, Severity | None]) -> None:
    assert rating_names.of_label(label) == read


# --- mt-metrics-eval --------------------------------------------------------------------------------------------------


def evaluation_set(folder: Path) -> Path:
    """Two systems and the reference refA, which people rated, too."""
    parts = {
        "sources/en-de.txt": "One.\nTwo.\n",
        "documents/en-de.docs": "all\td1\nall\td2\n",
        "references/en-de.refA.txt": "Eins.\nZwei.\n",
        "system-outputs/en-de/refA.txt": "Eins.\nZwei.\n",
        "system-outputs/en-de/alpha.txt": "Ein.\nZwei.\n",
        "system-outputs/en-de/beta.txt": "Eins!\nZwo.\n",
        "human-scores/en-de.mqm.seg.score": "alpha\t-5.0\nalpha\t0.0\nbeta\tNone\nbeta\t-0.1\nrefA\t0\nrefA\t0\n",
        "human-scores/en-de.esa.seg.score": "alpha\t60\nalpha\t99\nbeta\t71\nbeta\t80\n",
    }
    for name, text in parts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def test_human_scores(tmp_path: Path) -> None:
    read = rating_files.read(evaluation_set(tmp_path))
    assert [(one.rater, one.system, one.target, one.score, one.points) for one in read.ratings] == [
        ("esa", "alpha", "Ein.", 60.0, None),
        ("esa", "alpha", "Zwei.", 99.0, None),
        ("esa", "beta", "Eins!", 71.0, None),
        ("esa", "beta", "Zwo.", 80.0, None),
        ("mqm", "alpha", "Ein.", None, -5.0),
        ("mqm", "alpha", "Zwei.", None, 0.0),
        ("mqm", "beta", "Zwo.", None, -0.1),
    ]
    assert read.notes == (f"{tmp_path}: en-de.mqm.seg.score: no output of refA, left out: scores 2",)
    (tmp_path / "human-scores" / "en-de.mqm.seg.score").write_text("alpha\t-5.0\n")
    with pytest.raises(InputError, match="1 scores of alpha, but it has 2 segments"):
        rating_files.read(tmp_path)
    (tmp_path / "human-scores" / "en-de.mqm.seg.score").write_text("alpha\t-5.0\nalpha\tnan\n")
    with pytest.raises(InputError, match=r"mqm\.seg\.score, line 2: 'nan' is not a score"):
        rating_files.read(tmp_path)


def test_points_of_different_scales_are_never_mixed(tmp_path: Path) -> None:
    """The mean of MQM points and standardized scores means nothing."""
    folder = evaluation_set(tmp_path)
    (folder / "human-scores" / "en-de.wmt-z.seg.score").write_text("alpha\t0.1\nalpha\t-1\nbeta\t2\nbeta\t0\n")
    (folder / "human-scores" / "en-de.mqm-rater2.seg.score").write_text("alpha\t-1\nalpha\t-2\nbeta\t0\nbeta\t0\n")
    read = rating_files.read(folder)
    assert {one.rater for one in read.ratings if one.points is not None} == {"mqm", "mqm-rater2"}
    assert f"{folder}: en-de.wmt-z.seg.score: another scale than mqm, left out: scores 4" in read.notes
    for name in ("mqm", "mqm-rater2"):
        (folder / "human-scores" / f"en-de.{name}.seg.score").rename(
            folder / "human-scores" / f"en-de.p{name}.seg.score"
        )
    with pytest.raises(InputError, match="points on several scales: pmqm, wmt-z"):
        rating_files.read(folder)


def test_standalone_ratings_without_an_error() -> None:
    line = {"source": "a", "hypothesis": "b", "errors": [{"severity": "No-error", "start": 0, "end": 0}]}
    (rating,) = mtme_ratings.read(json.dumps(line), "r.jsonl", Counter())
    assert (rating.errors, rating.rater) == ((), "")


# --- what cannot be read ----------------------------------------------------------------------------------------------

ESA = {"src": "A.", "tgt": "B.", "esa_spans": [], "esa_score": 50, "annotator": "r"}
OWN = {"schema": ratings.SCHEMA, "rater": "r", "segment": "1", "source": "A.", "target": "B."}


def broken(**changed: Any) -> dict[str, Any]:
    return ESA | changed


def marked(start: Any, end: int, severity: str) -> dict[str, Any]:
    return broken(esa_spans=[{"start_i": start, "end_i": end, "severity": severity}])


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("hello",), ": the format of these ratings is unknown"),
        (("{",), ": not JSON: "),
        ((ESA, "{"), ", line 2: not JSON: "),
        ((ESA, "[1]"), ", line 2: not a JSON object"),
        (({"a": 1},), ": the format of these ratings is unknown"),
        (({"schema": "mtqe.report/1", "run": {}},), " is a report of mtqe, not ratings"),
        (({"schema": "mtqe.ratings/9"},), ", line 1: Invalid value 'mtqe.ratings/9'"),
        ((OWN | {"esa_spans": [], "src": "", "tgt": ""},), ": the ratings could be mtqe ratings or ESA annotations"),
        ((ESA, broken(esa_score=101)), ", line 2: the score 101 is not between 0 and 100"),
        ((ESA, broken(esa_score="high")), ", line 2: 'esa_score' is not a number: 'high'"),
        ((ESA, marked(0, 9, "minor")), ", line 2: the span 0:9 is outside"),
        ((ESA, marked("0", 9, "minor")), ", line 2: 'start_i' is not a whole"),
        ((ESA, marked(0, 1, "grave")), ", line 2: unknown severity 'grave'"),
        ((ESA, broken(esa_spans={})), ", line 2: 'esa_spans' is not a list of objects"),
        ((ESA, {"esa_spans": [], "src": None, "tgt": ""}), ", line 2: 'src' is missing or not a text"),
        (([{"data": {"source": "a"}, "annotations": []}],), ", task 1: no target text in its data (source)"),
        (([{"annotator": 1, "sentiment": "x"}],), ": this looks like JSON-MIN of Label Studio"),
        (([],), ": the format of these ratings is unknown"),
    ],
)  # fmt: skip
def test_bad_lines(tmp_path: Path, lines: tuple[Any, ...], message: str) -> None:
    path = written(tmp_path / "bad.jsonl", *lines)
    with pytest.raises(InputError) as caught:
        rating_files.read(path)
    assert caught.value.message.startswith(f"{path}{message}"), caught.value.message
    assert caught.value.hint and "\n" not in str(caught.value.message)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("x\td\t1\t1\tr\tA.", "line 2: 6 columns, but the header has 9"),
        ("x\td\t1\t1\tr\tA.\tB.\tStyle\tgrave", "line 2: unknown severity 'grave'"),
        ("x\td\t1\t1\tr\tA.\t<v>B.\tStyle\tMinor", "line 2: <v> in the target has no counterpart"),
        ("x\td\t1\t1\tr\tA</v>.\tB.\tStyle\tMinor", "line 2: </v> in the source has no counterpart"),
        ("x\td\t1\t1\tr\tA.\t<v><v>B</v></v>.\tStyle\tMinor", "line 2: <v> in the target has no counterpart"),
        ("x\td\t1\t1\t\tA.\tB.\tStyle\tMinor", "MQM table without a rating"),
    ],
)
def test_bad_rows(tmp_path: Path, row: str, message: str) -> None:
    path = table(tmp_path / "bad.tsv", WMT, row)
    with pytest.raises(InputError, match=message) as caught:
        rating_files.read(path)
    assert str(path) in caught.value.message


def test_bad_paths(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        rating_files.read(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="is a folder without ratings"):
        rating_files.read(tmp_path)
    (tmp_path / "empty.jsonl").write_text("")
    with pytest.raises(InputError, match="is empty"):
        rating_files.read(tmp_path / "empty.jsonl")
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"{}" * 9)[:-9])
    with pytest.raises(InputError, match="ends in the middle of its gzip data"):
        rating_files.read(tmp_path / "a.gz")


def test_a_packed_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ana.jsonl.gz"
    path.write_bytes(gzip.compress(b"\xef\xbb\xbf" + json.dumps(OWN).encode() + b"\r\n" + json.dumps(OWN).encode()))
    assert [one.rater for one in rating_files.read(path).ratings] == ["r", "r"]


def test_raters_without_a_name_are_as_many_as_files(tmp_path: Path) -> None:
    unnamed = {key: value for key, value in ESA.items() if key != "annotator"}
    for name in ("ana.esa.jsonl", "ben.esa.jsonl"):
        (rating,) = rating_files.read(written(tmp_path / name, unnamed)).ratings
        assert rating.rater == name[:3]


@pytest.mark.parametrize("number", [10**400, True, "5", [1]])
def test_numbers_that_are_none(tmp_path: Path, number: object) -> None:
    with pytest.raises(InputError, match="'esa_score' is not a number") as caught:
        rating_files.read(written(tmp_path / "a.jsonl", ESA | {"esa_score": number}))
    assert len(caught.value.message) < 200 + len(str(tmp_path))


def test_metadata_of_another_shape(tmp_path: Path) -> None:
    header = "system\tdoc\trater\tsource\ttarget\tcategory\tseverity\tmetadata\n"
    path = tmp_path / "a.tsv"
    path.write_text(header + 's\td\tr\ta\tb\tAccuracy\tMajor\t{"segment": 5, "note": 7}\n')
    (rating,) = rating_files.read(path).ratings
    assert rating.segment == "" and rating.errors is not None and rating.errors[0].note == ""


def test_reports_are_told_from_ratings(tmp_path: Path) -> None:
    out = io.StringIO()
    reports.render(sample(), out)
    path = tmp_path / "report.json"
    path.write_text(out.getvalue(), "utf-8")
    assert rating_files.is_report(path)
    assert not rating_files.is_report(written(tmp_path / "a.jsonl", OWN))
    assert not rating_files.is_report(tmp_path) and not rating_files.is_report(Path("-"))
    with pytest.raises(InputError, match=r"none\.json: no such file"):
        rating_files.is_report(tmp_path / "none.json")
