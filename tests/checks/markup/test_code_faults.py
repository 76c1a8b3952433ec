"""Inline codes of both sides compared: each fault once, and exactly the code is marked in the stored text."""

from __future__ import annotations

import re

import coded
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqe.checks import runner as room
from mtqe.checks import segmentwise
from mtqe.machine import workers
from mtqe.model import Code, Finding, Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

MARKUP = ("MRK103", "MRK104", "MRK105", "MRK109")
CONTEXT = Context("en", "de")


def findings(*segments: Segment, checks: tuple[str, ...] = MARKUP) -> tuple[Finding, ...]:
    table = check_table.checks()
    outcome = room.run([table[name] for name in checks], segments, CONTEXT)
    assert outcome.problems == ()
    return outcome.findings


def told(source: str, target: str) -> list[str]:
    """Check, severity and marked texts of each finding."""
    found = findings(coded.segment("1", source, target))
    return [f"{item.check} {item.severity.value} {' '.join(item.marked)}" for item in found]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("⟦<b>⟧Low⟦</b>⟧ tide", "⟦<b>⟧Ebbe⟦</b>⟧", []),
        ("⟦<b>⟧a⟦</b>⟧ ⟦<b>⟧b⟦</b>⟧", "⟦<b>⟧b⟦</b>⟧ ⟦<b>⟧a⟦</b>⟧", []),
        ("⟦<b>⟧a⟦</b>⟧ ⟦<b>⟧b⟦</b>⟧", "⟦<b>⟧b⟦</b>⟧ a", ["MRK103 minor <b> </b>"]),
        ("⟦{n}⟧ of ⟦{n}⟧", "⟦{n}⟧ von vielen", ["MRK103 major {n}"]),
        ("Low tide", "⟦<b>⟧Ebbe⟦</b>⟧", ["MRK103 minor <b> </b>"]),
        ("⟦<b>⟧Low⟦</b>⟧ tide", "⟦<b>⟧Ebbe", ["MRK103 major </b>"]),
        ("⟦<b>⟧Low⟦</b>⟧ tide", "⟦<b>⟧Ebbe⟦<b>⟧", ["MRK103 major </b> <b>"]),
        ("⟦<b>⟧Low⟦</b>⟧ tide", "⟦<i>⟧Ebbe⟦</i>⟧", ["MRK103 minor <b> </b> <i> </i>"]),
        ('⟦<x id="1"/>⟧ tide', '⟦<x id="2"/>⟧ Flut', ['MRK103 major <x id="1"/> <x id="2"/>']),
        ("Low⟦<br>⟧tide", "Ebbe", ["MRK103 minor <br>"]),
        ("⟦{count}⟧ ships", "⟦{Anzahl}⟧ Schiffe", ["MRK103 major {count} {Anzahl}"]),
        ("⟦{count}⟧ ships", "{count} Schiffe", ["MRK103 minor {count} {count}"]),
        ("{count} ships", "⟦{count}⟧ Schiffe", ["MRK103 minor {count} {count}"]),
        ("⟦<b>⟧Low⟦</b>⟧ tide", "<b>Ebbe</b>", ["MRK103 major <b> </b> <b> </b>"]),
        ("Low tide", "⟦_⟧Ebbe", ["MRK103 minor _"]),
        ("Low tide", '⟦<a href="tide.md">⟧Ebbe⟦</a>⟧', ['MRK103 minor <a href="tide.md"> </a>']),
        ('⟦<a href="tide.md">⟧Low⟦</a>⟧ tide', "Ebbe", ['MRK103 major <a href="tide.md"> </a>']),
        ("⟦{a}⟧ ships", "{b} Schiffe", ["MRK103 major {a}", "MRK104 major {b}"]),
        # nesting, order, place
        ("⟦<b>⟧Low⟦</b>⟧ tide", "⟦</b>⟧Ebbe⟦<b>⟧", ["MRK103 major </b> <b>"]),
        ("⟦<b>⟧⟦<i>⟧Low⟦</i>⟧⟦</b>⟧", "⟦<b>⟧⟦<i>⟧Ebbe⟦</b>⟧⟦</i>⟧", ["MRK103 minor </b> </i>"]),
        ("⟦<b>⟧⟦<i>⟧Low⟦</b>⟧⟦</i>⟧", "⟦<b>⟧⟦<i>⟧Ebbe⟦</b>⟧⟦</i>⟧", []),
        ("⟦%s⟧ ⟦%d⟧ ⟦%i⟧", "⟦%d⟧ ⟦%i⟧ ⟦%s⟧", ["MRK103 major %s %s"]),
        ("⟦<b>⟧the ⟦{n}⟧⟦</b>⟧ x", "⟦<b>⟧der⟦</b>⟧ ⟦{n}⟧", ["MRK103 minor {n} {n}"]),
        ("the ⟦{n}⟧ ⟦<b>⟧x⟦</b>⟧", "⟦<b>⟧der ⟦{n}⟧⟦</b>⟧", ["MRK103 minor {n} {n}"]),
        ('⟦<b>⟧⟦<a href="u">⟧x⟦</a>⟧⟦</b>⟧', '⟦<a href="u">⟧⟦<b>⟧x⟦</b>⟧⟦</a>⟧', []),
        (
            "⟦<b>⟧very ⟦<i>⟧low⟦</i>⟧⟦</b>⟧",
            "⟦<i>⟧sehr ⟦<b>⟧tief⟦</b>⟧⟦</i>⟧",
            ["MRK103 minor <i> </i> <b> </b>"],
        ),
        (
            '⟦<g id="1">⟧very ⟦<g id="2">⟧low⟦</g>⟧⟦</g>⟧',
            '⟦<g id="2">⟧sehr ⟦<g id="1">⟧tief⟦</g>⟧⟦</g>⟧',
            ['MRK103 major <g id="2"> </g> <g id="1"> </g>'],
        ),
        ("⟦<b>⟧⟦<i>⟧low⟦</i>⟧⟦</b>⟧", "⟦<i>⟧sehr ⟦<b>⟧tief⟦</b>⟧⟦</i>⟧", []),
        # addresses
        ('⟦<a href="a.md">⟧A⟦</a>⟧ ⟦<a href="b.md">⟧B⟦</a>⟧', '⟦<a href="b.md">⟧B⟦</a>⟧ ⟦<a href="a.md">⟧A⟦</a>⟧', []),
        (
            '⟦<a href="a.md">⟧A⟦</a>⟧ ⟦<a href="b.md">⟧B⟦</a>⟧',
            '⟦<a href="b.md">⟧B⟦</a>⟧',
            ['MRK103 major <a href="a.md"> </a>'],
        ),
        ('⟦<a href="a.en.md#top">⟧A⟦</a>⟧', '⟦<a href="a.de.md#oben">⟧A⟦</a>⟧', []),
        ('⟦<a href="a.html">⟧A⟦</a>⟧', '⟦<a href="a.md">⟧A⟦</a>⟧', ['MRK105 major <a href="a.html"> <a href="a.md">']),
        ('⟦<a href="#top">⟧A⟦</a>⟧', '⟦<a href="#oben">⟧A⟦</a>⟧', []),
        ('⟦<a href="mailto:a@b.example?subject=Hi">⟧A⟦</a>⟧', '⟦<a href="mailto:a@b.example">⟧A⟦</a>⟧', []),
        ("See ⟦<https://a.example/x>⟧", "Siehe https://a.example/x", ["MRK103 minor https://a.example/x <https://a.example/x>"]),
        ('⟦<a href="/a">⟧A⟦</a>⟧', '⟦<a href="/b">⟧B⟦</a>⟧', ['MRK105 major <a href="/a"> <a href="/b">']),
        ('⟦<a href="/en/a">⟧A⟦</a>⟧', '⟦<a href="/de/b">⟧B⟦</a>⟧', ['MRK105 minor <a href="/en/a"> <a href="/de/b">']),
        # code
        ("Run ⟦`chmod`⟧ now", "⟦`chwmod`⟧ jetzt", ["MRK109 major `chmod` `chwmod`"]),
        ("Run ⟦`tide`⟧ now", "Jetzt tide ausführen", []),
        ("Run `tide` now", "Jetzt ⟦`tide`⟧ ausführen", []),
        ("Run ⟦`tide`⟧ now", "Jetzt ausführen", ["MRK109 minor `tide`"]),
        # a side without text or codes
        ("⟦{n}⟧ ships ⟦<b>⟧left⟦</b>⟧", "", []),
        ("⟦{n}⟧", "", ["MRK103 major {n}"]),
        ("⟦`tide`⟧", "", ["MRK109 minor `tide`"]),
        ("⟦<br>⟧", " ", ["MRK103 minor <br>"]),
        ("", "⟦{n}⟧ Schiffe", []),
        ("⟦{n}⟧ ships", "⟦{m}⟧", ["MRK103 major {n} {m}"]),
        (
            "⟦<b>⟧a⟦</b>⟧ ⟦<i>⟧b⟦</i>⟧ ⟦{n}⟧ ⟦{m}⟧",
            "ohne alles",
            ["MRK103 major <b> </b> <i> </i> {n} {m}"],
        ),
        ("⟦<b>⟧a⟦</b>⟧⟦<br>⟧ ⟦<i>⟧b⟦</i>⟧⟦<br>⟧", "ohne alles", ["MRK103 minor <b> </b> <br> <i> </i> <br>"]),
    ],
)  # fmt: skip
def test_each_fault_is_told_once(source: str, target: str, expected: list[str]) -> None:
    assert told(source, target) == expected


@pytest.mark.parametrize(
    ("form", "target", "number"),
    [
        ("one", "Ein Schiff", 0),
        ("=1", "Ein Schiff", 0),
        ("other", "Ein Schiff", 1),
        ("one", "⟦{m}⟧ Schiff", 1),
        ("one", "{n} Schiff", 1),
    ],
)
def test_a_plural_form_may_say_its_number_in_words(form: str, target: str, number: int) -> None:
    segment = msgspec.structs.replace(coded.segment("1", "⟦{n}⟧ ship", target), meta={"unit": "ships", "form": form})
    assert len(findings(segment)) == number


def test_a_segment_with_very_many_codes() -> None:
    source = " ".join(f"⟦{{n{number}}}⟧" for number in range(3000)) + " a"
    target = " ".join(f"⟦{{m{number}}}⟧" for number in range(3000)) + " b"
    (finding,) = findings(coded.segment("1", source, target))
    assert finding.message == "3,000 tags are not the same in source and translation"
    assert len(finding.marked) == 6000


PART = st.sampled_from(
    [
        *("⟦<b>⟧", "⟦</b>⟧", "⟦<i>⟧", "⟦</i>⟧", "⟦{n}⟧", "⟦%s⟧", "⟦`a.txt`⟧", '⟦<a href="x.md">⟧', "⟦</a>⟧", "⟦<br>⟧"),
        *("{n}", "<b>", "Ebbe", "ships", " ", ", ", "a.txt", "the", "\u00a0!", "\U0001f600", "12", "(", "see see "),
    ]
)
TEXT = st.lists(PART, max_size=9).map("".join)


@settings(max_examples=150)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4))
def test_marks_are_in_the_stored_text(pairs: list[tuple[str, str]]) -> None:
    segments = [coded.segment(str(n), *pair, doc="d") for n, pair in enumerate(pairs)]
    table = check_table.checks()
    rules = [name for name in table if name[:3] in ("MRK", "ART", "LOC") and "encoder" not in table[name].needs]
    rules += ["ACC103", "ACC108"]
    assert {table[name].scope for name in rules} >= {"segment", "document"}
    by_id = {segment.id: segment for segment in segments}
    for finding in findings(*segments, checks=tuple(rules)):
        stored = by_id[finding.segment]
        assert [stored.text(s.side)[s.start : s.end] for s in finding.spans] == list(finding.marked)
        for span in finding.spans if finding.check == "MRK103" else ():
            exact = {(code.side, code.start, code.end) for code in stored.codes}
            inside = [c for c in exact if c[0] == span.side and c[1] < span.end and span.start < c[2]]
            assert inside in ([], [(span.side, span.start, span.end)])


def test_other_processes_mark_the_same_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [("⟦<b>⟧Low⟦</b>⟧ tide ⟦{n}⟧", "⟦<b>⟧Ebbe"), ("Run ⟦`tide`⟧", "⟦`ebbe`⟧ 12"), ("⟦<a href='u'>⟧x", "y")]
    segments = [coded.segment(str(n), *texts[n % 3]) for n in range(60)]
    alone = findings(*segments)
    assert len(alone) >= 60
    monkeypatch.setattr(segmentwise, "CHARACTERS_PER_PROCESS", 20)
    monkeypatch.setattr(workers, "cores", lambda: 2)
    assert findings(*segments) == alone
    assert all(re.search(r"[<{`]", text) for finding in alone for text in finding.marked)


def test_a_protected_text_is_not_called_code() -> None:
    codes = (
        Code("source", 5, 9, "literal Acme", kind="literal", value="Acme"),
        Code("target", 0, 5, "literal Werke", kind="literal", value="Werke"),
    )
    found = findings(Segment("1", "Open Acme", "Werke öffnen", codes=codes))
    assert [finding.message for finding in found] == ["the protected text Acme has become Werke"]


@pytest.mark.parametrize(("address", "told_of"), [("low.html", []), ("high.html", ["MRK105 major"])])
def test_a_page_in_markdown_and_one_in_html(address: str, told_of: list[str]) -> None:
    opening = f'<a href="{address}">'
    codes = (
        Code("source", 0, 1, "link", "open", "link"),
        Code("source", 2, 11, "/link", "close", "link", "low.md"),
        Code("target", 0, len(opening), "link", "open", "link", address),
        Code("target", len(opening) + 1, len(opening) + 5, "/link", "close", "link"),
    )
    found = findings(Segment("1", "[x](low.md)", f"{opening}y</a>", codes=codes))
    assert [f"{finding.check} {finding.severity.value}" for finding in found] == told_of
