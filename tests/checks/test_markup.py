"""Tags, placeholders, addresses and handles in the dresses that texts give them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqe import checks as room
from mtqe import registry
from mtqe.checks.support import addresses, placeholders, tags
from mtqe.model import Segment

MARKUP = ("MRK103", "MRK104", "MRK105", "MRK106")


def marks(source: str, target: str, langs: tuple[str, str] = ("en", "de")) -> list[str]:
    table = registry.checks()
    outcome = room.run([table[name] for name in MARKUP], [Segment("1", source, target)], registry.Context(*langs))
    assert outcome.problems == ()
    return [f"{finding.check} {text}" for finding in outcome.findings for text in finding.marked]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<b>a</b><br><br/><x id='1'/>", ["<b>", "</b>", "<br>", "<br/>", "<x id='1'/>"]),
        ("<0>a</0> <Trans>b</Trans>", ["<0>", "</0>", "<Trans>", "</Trans>"]),
        ('<input type="text" disabled />', ['<input type="text" disabled />']),
        ("a < b, c > d, <3, x<y>z, <file>, <https://a.example>, <me@a.example>", []),
        ("if a <b and c> d", []),
        ("<b", []),
    ],
)
def test_what_a_tag_is(text: str, found: list[str]) -> None:
    assert [token.text for token in tags.tags(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("%s %d %1$s %-5.2f %lu %(name)s %@ %{name}", "%s %d %1$s %-5.2f %lu %(name)s %@ %{name}"),
        ("{} {0} {name} {user.name!r:>8} {a[0]}", "{} {0} {name} {user.name!r:>8} {a[0]}"),
        ("{{name}} {{{name}}} {% if a %} <%= a %>", "{{name}} {{{name}}} {% if a %} <%= a %>"),
        ("${name} $HOME $user_name", "${name} $HOME $user_name"),
        ("50% der Leute, 100%ig, 5%discount, 50 %, 30%-40%", ""),
        ("US$40, A$AP, $5, 5$, $", ""),
        ("{see note}, { a }, {a, b}", ""),
        ("{n, number, percent} {d, date}", "{n, number, percent} {d, date}"),
        ("{n, plural, one {# {x}} other {# y}} z", "{n, plural"),
        ("{n, plural, one {#", ""),
    ],
)
def test_what_a_placeholder_is(text: str, found: str) -> None:
    joined = " ".join(token.text for token in placeholders.placeholders(text))
    assert joined == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://a.example/b, (http://c.example/d_(e)).", ["https://a.example/b", "http://c.example/d_(e)"]),
        ("见https://a.example。www.b.example，", ["https://a.example", "www.b.example"]),
        ("<a href='https://a.example/b'>", ["https://a.example/b"]),
        ("me.you+x@a.example. @me @ noon https://", ["me.you+x@a.example"]),
        ("请写信到pilot@harbour.example联系", ["pilot@harbour.example"]),
        ("post@müller.example", ["post@müller.example"]),
    ],
)
def test_what_an_address_is(text: str, found: list[str]) -> None:
    assert [token.text for token in addresses.addresses(text)] == found


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("See http://a.example/.", "Siehe https://www.a.example."),
        ("See https://en.a.example/en-GB/x?l=en.", "Siehe https://de.a.example/de/x?l=de."),
        ("See https://a.example/en/.", "Siehe https://a.example/."),
        ("See https://A.example.", "Siehe https://a.example."),
        ("{n, plural, one {a {x}} other {b {x}}}", "{n, plural, one {c {x}} other {d}}"),
        ("{n, plural, =0 {no} one {a} other {b}}", "{n, plural, =0 {kein} one {c} other {d}}"),
        ("<b>a</b> <b>c</b>", "<b>a</b><b>c</b>"),
        ('<a href="/en/x">a</a>', "<a href='/de/x'>a</a>"),
        ("<p>a <b>c", "<b>a <p>c"),
        ("#tide #moon", "#Flut und #Mond"),
        ("Mail me@a.example", "Mail an ME@a.example"),
    ],
)
def test_equal_markup_is_no_finding(source: str, target: str) -> None:
    assert marks(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("<a><b>x</b></a>", "<a><b>x</a></b>", ["MRK103 </a>"]),
        ("<b>x</b>", "<b>x<b>", ["MRK103 </b>", "MRK103 <b>"]),
        ("<b>a</b> <b>c</b>", "<b>a</b> c", ["MRK103 <b>", "MRK103 </b>"]),
        ('<a href="/en/x">a</a>', '<a href="/de/y">a</a>', ['MRK103 <a href="/en/x">', 'MRK103 <a href="/de/y">']),
        ('<img src="a.png">', '<img src="b.png">', ['MRK103 <img src="a.png">', 'MRK103 <img src="b.png">']),
        ("%1$s of %2$d", "%1$s von %2$s", ["MRK104 %2$d", "MRK104 %2$s"]),
        ("{a} {b}", "{b} {b}", ["MRK104 {a}", "MRK104 {b}"]),
        ("{n, plural, other {x}}", "{m, plural, one {x} other {y}}", ["MRK104 {n, plural", "MRK104 {m, plural"]),
        ("{n, plural, one {a} other {b {x}}}", "{n, plural, one {a {y}} other {b}}", ["MRK104 {y}", "MRK104 {x}"]),
        ("See https://a.example/b twice https://a.example/b", "https://a.example/b", ["MRK105 https://a.example/b"]),
        ("a@b.example", "https://b.example", ["MRK105 a@b.example", "MRK105 https://b.example"]),
    ],
)
def test_faults_are_marked_exactly(source: str, target: str, found: list[str]) -> None:
    assert marks(source, target) == found


def test_a_lost_token_is_the_last_one_and_a_fault_says_what_happened() -> None:
    table = registry.checks()
    segment = Segment("1", "{a} and {a}", "{a} und {A}")
    (found,) = room.run([table["MRK104"]], [segment], registry.Context("en", "de")).findings
    assert [span.start for span in found.spans] == [8, 8]
    assert found.message == "the placeholder {a} has become {A}"
    assert found.suggestion == "{a}"


def test_plural_branches_follow_the_target_language() -> None:
    source = "{n, plural, one {a} other {b}}"
    assert marks(source, "{n, plural, other {b}}", ("en", "ja")) == []
    assert marks(source, "{n, plural, one {a} other {b}}", ("en", "fr")) == []
    assert marks(source, "{n, plural, one {a} few {b} many {c} other {d}}", ("en", "ru")) == []
    assert marks(source, "{n, plural, one {a} other {d}}", ("en", "ru")) == ["MRK104 {n, plural"]


def test_empty_sides_belong_to_other_checks() -> None:
    assert marks("<b>{a}</b> https://a.example @you", " ") == []
    assert marks("", "<b>{a}</b> https://a.example @you") == []


PIECES = st.sampled_from(
    ["<b>", "</b>", "<x/>", "%s", "%1$d", "{", "}", "{a}", "{n, plural, one {", "other {#}}", "$A", "https://a.example/",
     "a@b.example", "@you", "#tide", "#", "<", ">", "50%", " ", "Flut", "，"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=12), st.lists(PIECES, max_size=12))
def test_marks_never_leave_the_text(source: list[str], target: list[str]) -> None:
    left, right = "".join(source), "".join(target)
    marks(left, right)
    assert marks(left, left) == []
