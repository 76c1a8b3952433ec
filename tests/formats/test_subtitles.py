"""SubRip and WebVTT: cues with times and tags, pairs of cues, and the way back."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import round_trip
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqe.errors import InputError
from mtqe.formats import dispatch
from mtqe.formats.captions import cues, srt, vtt
from mtqe.formats.programs import keyed
from mtqe.formats.values import Unit
from mtqe.model import Segment

PATH = Path("film.srt")
SRT = """\
1
00:00:01,000 --> 00:00:02,500
<i>Where is</i>
the ship?

2
00:00:03,000 --> 00:01:04,250 X1:1 X2:2
{\\an8}<font color="#fff">At sea.</font>

00:01:05.5 --> 00:01:06.75
No number & <

"""
VTT = """\
WEBVTT - a film
Kind: captions

NOTE
not a text

STYLE
::cue { color: red }

intro
00:01.000 --> 00:02.500 align:start
<v Roger Bingham>Where &amp; when?
<c.loud>Now</c> &lt;b>

01:00:03.000 --> 01:00:04.000
- <00:00:03.500>Yes&nbsp;!
"""


def facts(reader: Any, content: str) -> list[tuple[str, str, list[float]]]:
    return [(u.id, u.source.text, u.source.facts["time"]) for u in reader.units(content, PATH)]


def codes(reader: Any, content: str) -> list[list[tuple[str, str, str]]]:
    return [
        [(u.source.text[c.start : c.end], c.key, c.role) for c in u.source.codes] for u in reader.units(content, PATH)
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_subrip(newline: str) -> None:
    content = SRT.replace("\n", newline)
    assert facts(srt, content) == [
        ("1", "<i>Where is</i>\nthe ship?", [1.0, 2.5]),
        ("2", '{\\an8}<font color="#fff">At sea.</font>', [3.0, 64.25]),
        ("3", "No number & <", [65.5, 66.75]),
    ]
    assert codes(srt, content) == [
        [("<i>", "i", "open"), ("</i>", "/i", "close")],
        [
            ("{\\an8}", "{\\an8}", "alone"),
            ('<font color="#fff">', 'font color="#fff"', "open"),
            ("</font>", '/font color="#fff"', "close"),
        ],
        [],
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_webvtt(newline: str) -> None:
    content = VTT.replace("\n", newline)
    assert facts(vtt, content) == [
        ("intro", "<v Roger Bingham>Where & when?\n<c.loud>Now</c> <b>", [1.0, 2.5]),
        ("2", "- <00:00:03.500>Yes\u00a0!", [3603.0, 3604.0]),
    ]
    assert codes(vtt, content) == [
        [("<v Roger Bingham>", "v", "alone"), ("<c.loud>", "c.loud", "open"), ("</c>", "/c.loud", "close")],
        [("<00:00:03.500>", "time", "alone")],
    ]
    value = next(iter(vtt.units(content, PATH))).source
    assert value is not None
    at = value.text.index("&")
    assert content[slice(*value.range(at, at + 1))] == "&amp;"


def test_breaks_and_open_tags() -> None:
    content = "1\n00:00:01,000 --> 00:00:02,000\na<br />b<BR><i>c</b>"
    assert codes(srt, content) == [
        [("<br />", "br", "alone"), ("<BR>", "br", "alone"), ("<i>", "i", "open"), ("</b>", "/b", "close")]
    ]


@pytest.mark.parametrize(
    ("reader", "content", "message"),
    [
        (srt, "1\n00:00:01,000 -> 00:00:02,000\nx", "line 2: '00:00:01,000 -> 00:00:02,000' is not a line of times"),
        (srt, "1\n00:00:01,000 --> 00:00:61,000\nx", "line 2: minutes and seconds end at 59"),
        (
            srt,
            "1\n00:00:01,000 --> 00:00:02,000\nx\n2\n00:00:03,000 --> 00:00:04,000\ny",
            "line 5: the text of a subtitle has a second line of times; put a blank line before it",
        ),
        (srt, "1\n00:00:01,000 --> 00:00:02,000\nx\n\nlost line\nb", "line 6: 'b' is not a line of times"),
        (srt, "1\n00:00:01,000 --> 00:00:02,000\nx\n\n2\n", "line 5: '2' is not a line of times"),
        (srt, "some prose", "line 1: 'some prose' is not a line of times"),
        (vtt, "00:01.000 --> 00:02.000\nx", "line 1: WEBVTT is missing"),
        (vtt, "WEBVTT\n\n00:01 --> 00:02\nx", "line 3: '00:01 --> 00:02' is not a line of times"),
    ],
)
def test_refusals_name_the_line(reader: Any, content: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        list(reader.units(content, PATH))
    assert message in str(caught.value)


# --- pairs ------------------------------------------------------------------------------------------------------------


def stamp(seconds: float) -> str:
    return f"00:{int(seconds) // 60:02}:{int(seconds) % 60:02},{round(seconds % 1 * 1000):03}"


def film(*items: tuple[float, float, str]) -> str:
    return "\n".join(f"{n}\n{stamp(a)} --> {stamp(b)}\n{text}\n" for n, (a, b, text) in enumerate(items, 1))


def pairs(folder: Path, source: str, translation: str) -> list[Segment]:
    paths = [folder / "en.srt", folder / "de.srt"]
    for path, text in zip(paths, (source, translation), strict=True):
        path.write_text(text, encoding="utf-8")
    reader = dispatch.keyed_reader(paths)
    assert reader is srt
    return list(keyed.pair(*paths, (), reader).segments)


def sides(segments: list[Segment]) -> list[tuple[str, str, str]]:
    return [(segment.id, segment.source, segment.target) for segment in segments]


def test_the_same_numbers_pair_even_if_all_times_have_moved(tmp_path: Path) -> None:
    segments = pairs(tmp_path, film((1, 2, "a"), (3, 4, "b")), film((11, 12, "x"), (13, 14, "y")))
    assert sides(segments) == [("1", "a", "x"), ("2", "b", "y")]
    assert segments[0].meta["source_time"] == [1.0, 2.0]
    assert segments[0].meta["target_time"] == [11.0, 12.0]


def test_a_missing_cue_moves_the_numbers_but_not_the_pairs(tmp_path: Path) -> None:
    segments = pairs(
        tmp_path, film((1, 2, "a"), (3, 4, "b"), (5, 6, "c"), (7, 8, "d")), film((1, 2, "x"), (5, 6, "z"), (7, 8, "ä"))
    )
    assert sides(segments) == [("1", "a", "x"), ("2", "b", ""), ("3", "c", "z"), ("4", "d", "ä")]


def test_split_and_joined_cues_are_one_segment(tmp_path: Path) -> None:
    source = film((1, 4, "a long line"), (5, 6, "<i>b</i>"), (6, 7, "<i>c</i>"), (8, 9, "d"))
    target = film((1, 2, "eine"), (2.2, 4, "lange Zeile"), (5, 7, "b und c"), (20, 21, "neu"), (22, 23, "neu 2"))
    segments = pairs(tmp_path, source, target)
    assert sides(segments) == [
        ("1", "a long line", "eine\nlange Zeile"),
        ("2", "<i>b</i>\n<i>c</i>", "b und c"),
        ("4", "d", ""),
        ("4#2", "", "neu"),
        ("5", "", "neu 2"),
    ]
    assert segments[0].meta["target_time"] == [1.0, 4.0]
    assert segments[0].meta["target_cues"] == 2
    assert "source_cues" not in segments[0].meta
    assert [segments[1].source[code.start : code.end] for code in segments[1].codes] == ["<i>", "</i>", "<i>", "</i>"]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=12), st.data())
def test_every_cue_is_in_one_pair(times: list[tuple[int, int]], data: st.DataObject) -> None:
    other = data.draw(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=12))
    left, right = (
        list(srt.units(film(*((a, a + n, f"{side}{k}") for k, (a, n) in enumerate(of))), PATH))
        for side, of in (("s", times), ("t", other))
    )
    joined = list(cues.paired(left, right))
    for side, units in (("source", left), ("target", right)):
        found = [line for unit in joined if (value := getattr(unit, side)) for line in value.text.split("\n")]
        assert sorted(found) == sorted(unit.source.text for unit in units if unit.source)


def test_many_cues_at_one_time_end_soon() -> None:
    units: list[Unit] = list(srt.units(film(*((1, 2, "x") for _ in range(5000))), PATH))
    start = time.perf_counter()
    list(cues.paired(units, units[:-1]))
    assert time.perf_counter() - start < 10


# --- the way back -----------------------------------------------------------------------------------------------------

NEW = st.text(st.sampled_from('ab 1->&;"ü\U0001f600\n\r\t'), max_size=6) | st.text(
    st.characters(exclude_categories=("Cs",)), max_size=6
)
PLAIN_SRT = "1\n00:00:01,000 --> 00:00:02,500\nWo ist\ndas Schiff?\n\n2\n00:00:03,000 --> 00:00:04,000\nAuf See\n"
PLAIN_VTT = "WEBVTT\n\n00:01.000 --> 00:02.500\nWo &amp; w&lt;\n ist\n\n00:03.000 --> 00:04.000\nAuf See\n"


@settings(max_examples=300)
@given(
    NEW.filter(lambda text: "<" not in text and "{" not in text),
    st.sampled_from([(srt, PLAIN_SRT), (vtt, PLAIN_VTT)]),
    st.sampled_from(["\n", "\r\n"]),
    st.data(),
)
def test_changed_texts_read_back(new: str, file: tuple[Any, str], newline: str, data: st.DataObject) -> None:
    round_trip.check(file[0], file[1].replace("\n", newline), PATH, new, data)


def test_signs_of_markup_are_escaped_in_webvtt_only() -> None:
    assert vtt.escape("a < b & c", PLAIN_VTT, 40) == "a &lt; b &amp; c"
    assert srt.escape("a < b & c", PLAIN_SRT, 32) == "a < b & c"
