"""Tags, placeholders, addresses and handles in the forms that texts have."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqe.checks import runner as room
from mtqe.checks.markup import markup_tags, placeholders
from mtqe.checks.shared import addresses
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

MARKUP = ("MRK103", "MRK104", "MRK105", "MRK106", "MRK107", "MRK108", "MRK109", "MRK110", "MRK111")


def marks(source: str, target: str, langs: tuple[str, str] = ("en", "de")) -> list[str]:
    table = check_table.checks()
    outcome = room.run([table[name] for name in MARKUP], [Segment("1", source, target)], Context(*langs))
    assert outcome.problems == ()
    return [f"{finding.check} {text}" for finding in outcome.findings for text in finding.marked]


@pytest.mark.parametrize(
    ("target", "lang"),
    [
        ("자세한 내용은 https://harbour.example/log를 보세요.", "ko"),
        ("ดูที่https://harbour.example/logและรอ", "th"),
        ("انظر https://harbour.example/log، ثم انتظر.", "ar"),
        ("विवरण https://harbour.example/log। प्रतीक्षा करें।", "hi"),
    ],
)
def test_an_address_ends_where_the_text_goes_on(target: str, lang: str) -> None:
    assert marks("See https://harbour.example/log and wait.", target, ("en", lang)) == []
    assert marks("See https://harbour.example/log and wait.", target.replace("log", "lag"), ("en", lang)) == [
        "MRK105 https://harbour.example/log",
        "MRK105 https://harbour.example/lag",
    ]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("<b>a</b><br><br/><x id='1'/>", ["<b>", "</b>", "<br>", "<br/>", "<x id='1'/>"]),
        ("<0>a</0> <Trans>b</Trans>", ["<0>", "</0>", "<Trans>", "</Trans>"]),
        ('<input type="text" disabled />', ['<input type="text" disabled />']),
        ("a < b, c > d, <3, x<y>z, <file>, <https://a.example>, <me@a.example>", []),
        ("if a <b and c> d", []),
        ("<b", []),
    ],
)
def test_what_a_tag_is(text: str, tokens: list[str]) -> None:
    assert [token.text for token in markup_tags.tags(text)] == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
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
        # beside letters, in Japanese, behind a doubled sign
        ("%dkB %sx%s 第%2$d行 “%%%c” %%s", "%d %s %s %2$d %c"),
        ("20 %ige Lösung, die 50\u00a0%ige, 5%s, zu %für, 7 %s", "%s"),
        ("%*d %.*f %0*x %-10s %Zu %ld", "%*d %.*f %0*x %-10s %Zu %ld"),
        ("%1 of %2 for %n", "%1 %2 %n"),
        ("%5 daha", ""),
        ("%-e %b %Y, %H:%M %d", ""),
        ("{0,10:N2} {when:%H:%M} #{user} %{user} { -brand }", "{0,10:N2} {when:%H:%M} #{user} %{user} { -brand }"),
        ("@:common.ok $t(common.save) %PATH% https://a.example/%E3%81%82", "@:common.ok $t(common.save) %PATH%"),
        ("$USER是 {名前}", "$USER {名前}"),
        ("=$Tide.B2+$Tide.$B$2+'x'#$Tide, $TIDE.txt", "$TIDE"),
        ("file:///c:/my%20tides %20d v%s", "%20d %s"),
    ],
)
def test_what_a_placeholder_is(text: str, tokens: str) -> None:
    joined = " ".join(token.text for token in placeholders.placeholders(text))
    assert joined == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("See https://a.example/b, (http://c.example/d_(e)).", ["https://a.example/b", "http://c.example/d_(e)"]),
        ("见https://a.example。www.b.example，", ["https://a.example", "www.b.example"]),
        ("<a href='https://a.example/b'>", ["https://a.example/b"]),
        ("me.you+x@a.example. @me @ noon https://", ["me.you+x@a.example"]),
        ("访问www.a.example和a.com/b", ["www.a.example", "a.com/b"]),
        ("km/h, and/or, i.e./e.g., v1.2/3", []),
        ("请写信到pilot@harbour.example联系", ["pilot@harbour.example"]),
        ("post@müller.example", ["post@müller.example"]),
    ],
)
def test_what_an_address_is(text: str, tokens: list[str]) -> None:
    assert [token.text for token in addresses.addresses(text)] == tokens


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
    ("source", "target", "marked"),
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
def test_faults_are_marked_exactly(source: str, target: str, marked: list[str]) -> None:
    assert marks(source, target) == marked


@pytest.mark.parametrize(
    ("source", "target", "severities"),
    [
        ("At harbour.com/yourname", "Unter harbour.com/deinname", ["minor"]),
        ("At https://harbour.com/tides", "Unter https://harbour.com/ebbe", ["major"]),
        ("At https://harbour.com/tides3/low", "Unter https://harbour.com/tides2/low#a", ["minor"]),
        ("At https://harbour.com/tides-20110101/", "Unter https://harbour.com/tides/", ["minor"]),
        ("At https://harbour.com/tides", "Unter https://harbour.com/tides#low", ["minor"]),
        ("At https://harbour.com/berth/134", "Unter https://harbour.com/berth/135", ["major"]),
        ("At https://harbour.com/wiki/Tide", "Unter https://harbour.com/wiki/DE:Flut", ["minor"]),
        ("At https://harbour.com/by/deed.en", "Unter https://harbour.com/by/deed.de", ["minor"]),
        ("At https://web.archive.org/web/2021/https://harbour.com/a", "Unter http://harbour.com/a", []),
        ("Search @users", "@Benutzer suchen", ["minor"]),
        ("Search @users", "@пользователей искать", ["minor"]),
        ("Thank @harbour_news", "Dank an @hafen_news", ["major"]),
        ("amazing_%@", "%@_ist_toll", []),
    ],
)
def test_addresses_and_handles_that_may_differ_are_minor(source: str, target: str, severities: list[str]) -> None:
    chosen = [check_table.checks()[name] for name in ("MRK105", "MRK106")]
    findings = room.run(chosen, [Segment("1", source, target)], Context("en", "de")).findings
    assert [finding.severity.value for finding in findings] == severities


def test_the_last_token_counts_as_lost_and_the_message_says_what_happened() -> None:
    table = check_table.checks()
    segment = Segment("1", "{a} and {a}", "{a} und {A}")
    (finding,) = room.run([table["MRK104"]], [segment], Context("en", "de")).findings
    assert [span.start for span in finding.spans] == [8, 8]
    assert finding.message == "the placeholder {a} has become {A}"
    assert finding.suggestion == "{a}"


def test_plural_branches_follow_the_target_language() -> None:
    source = "{n, plural, one {a} other {b}}"
    assert marks(source, "{n, plural, other {b}}", ("en", "ja")) == []
    assert marks(source, "{n, plural, one {a} other {b}}", ("en", "fr")) == []
    assert marks(source, "{n, plural, one {a} few {b} many {c} other {d}}", ("en", "ru")) == []
    assert marks(source, "{n, plural, one {a} other {d}}", ("en", "ru")) == ["MRK104 {n, plural"]


def test_segments_with_an_empty_side_are_silent() -> None:
    assert marks("<b>{a}</b> https://a.example @you", " ") == []
    assert marks("", "<b>{a}</b> https://a.example @you") == []


PIECES = st.sampled_from(
    ["<b>", "</b>", "<x/>", "%s", "%1$d", "{", "}", "{a}", "{n, plural, one {", "other {#}}", "$A", "https://a.example/",
     "a@b.example", "@you", "#tide", "#", "<", ">", "50%", " ", "Flut", "，"]
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(PIECES, max_size=12), st.lists(PIECES, max_size=12))
def test_marks_never_leave_the_text(source: list[str], target: list[str]) -> None:
    left, right = "".join(source), "".join(target)
    marks(left, right)
    assert marks(left, left) == []


@pytest.mark.parametrize(
    ("source", "target", "langs", "marked"),
    [
        # placeholders
        ("%s: %m", "%m: %1$s", ("en", "ja"), []),
        ("%-20s|%5d", "%-30s|%8d", ("en", "de"), []),
        ("Copied %1$s to %2$s", "%2$sに%1$sをコピー", ("en", "ja"), []),
        ("%d%% done", "%d Prozent fertig", ("en", "de"), []),
        ("Note: see 10:30 :-) :smile: a::b", "Siehe 10:30 :-) :smile: a::b", ("en", "de"), []),
        ("At most :max signs", "最大で:max文字", ("en", "ja"), []),
        ("The :attribute is old.", "Das :Attribute ist alt.", ("en", "de"), []),
        ("The :attribute is old.", "Das :Attribut ist alt.", ("en", "de"), ["MRK104 :attribute", "MRK104 :Attribut"]),
        ("%s and %s", "%s und %d", ("en", "de"), ["MRK104 %s", "MRK104 %d"]),
        ("%.2f m", "%.3f m", ("en", "de"), ["MRK104 %.2f", "MRK104 %.3f"]),
        ("See {tide folder}.", "Zie {getijdenmap}.", ("en", "nl"), []),
        ("Zie {getijdenmap}.", "See {tide folder}.", ("nl", "en"), []),
        ("See {folder}.", "Zie {map}.", ("en", "nl"), ["MRK104 {folder}", "MRK104 {map}"]),
        (
            "See {tide folder} and {name}.",
            "Zie {getijdenmap} en {id2}.",
            ("en", "nl"),
            ["MRK104 {name}", "MRK104 {id2}"],
        ),
        ("{n, plural, other {{name} has # cats}}", "{n, plural, other {{name}は#匹}}", ("en", "ja"), []),
        # the page in the other language
        ("See https://a.example/en/b", "Siehe https://a.example/de/c", ("en", "de"), ["MRK105 https://a.example/en/b"]),
        # hashtags and handles beside Chinese
        ("Thanks @tide #News", "感谢@tide的#新闻", ("en", "zh"), []),
        # escapes
        (r"E'\r\n' here", "Hier,\n also E'\\r\\n'", ("en", "de"), []),
        (r"\\server\new D:\tide", "der Server", ("en", "de"), ["MRK109 D:\\tide"]),
        # access keys
        ("R&D, AT&T, Q&A", "Forschung, AT&T", ("en", "de"), []),
        ("Fi&le &amp; more", "&Datei &amp; mehr", ("en", "de"), []),
        ("_Open", "開く", ("en", "ja"), []),
        ("my_file and other_file", "meine Dateien", ("en", "de"), []),
        # code
        ("Type `%s` or `{name}`", "Geben Sie „%s“ oder {name} ein", ("en", "de"), []),
        ("Run /bin/sh now", "/bin/shを実行", ("en", "ja"), []),
        ("See /en/docs/tide", "Siehe /de/docs/tide", ("en", "de"), []),
        # ends
        ("Τι είναι αυτό;", "What is this?", ("el", "en"), []),
        ("What is this?", "Τι είναι αυτό;", ("en", "el"), []),
        ("Name:", "名称：", ("en", "zh"), []),
        # missing spaces
        ("It is 3,5 or a.m.", "Es ist 3,5 oder z.B. a,b und MfG.", ("en", "de"), []),
        ("See Node.js.", "Siehe Node.js. Und harbour.Example", ("en", "de"), []),
        ("Come, see.", "来,看。", ("en", "zh"), []),
    ],
)
def test_what_the_languages_and_programs_do(
    source: str, target: str, langs: tuple[str, str], marked: list[str]
) -> None:
    all_marked = marks(source, target, langs)
    assert all_marked[: len(marked)] == marked if marked and marked[0].startswith("MRK105") else all_marked == marked


@pytest.mark.parametrize(
    ("source", "target", "severities"),
    [
        ("The <b>old</b> harbour", "Der alte Hafen", ["minor"]),
        ("The old harbour", "Der <em>alte</em> Hafen", ["minor"]),
        ("The <b>old</b> harbour", "Der <strong>alte</strong> Hafen", ["minor"]),
        ("The <b>old</b> harbour", "Der <b>alte Hafen", ["major"]),
        ("The <b>old</b> <a>harbour</a>", "Der alte Hafen", ["major", "minor"]),
        ("5 m<sup>2</sup>", "5 m2", ["major"]),
        ('The <g id="1">old</g> harbour', "Der alte Hafen", ["major"]),
        ("Low<br>tide", "Ebbe", ["minor"]),
        ("Low tide", "<html>Ebbe</html>", ["minor"]),
        ("Low tide", "Ebbe</html>", ["major"]),
        ("Set <code>tide.low</code> now", "Jetzt „tide.low“ setzen", ["minor"]),
        ("Set <code>tide.low</code> now", "Jetzt setzen", ["major"]),
        ("See <0>here</0>", "Siehe <1>hier</1>", ["major"]),
        ("<&br> (breaks)", "<br> (&Umbrüche)", []),
        ("Show “<source> → <target>”", "„<Quelle> → <Ziel>“ zeigen", []),
        ("Show “<source> → <target>”", "„→ <Ziel>“ zeigen", ["major"]),
        ("<b>Hello {name}</b>", "<b>Hallo</b>", ["major"]),
    ],
)
def test_lost_emphasis_is_minor_and_any_other_lost_tag_is_major(
    source: str, target: str, severities: list[str]
) -> None:
    chosen = [check_table.checks()[name] for name in ("MRK103", "MRK104")]
    findings = room.run(chosen, [Segment("1", source, target)], Context("en", "de")).findings
    assert [finding.severity.value for finding in findings] == severities


def test_the_page_in_the_other_language_may_have_another_name() -> None:
    pairs = [
        ("https://en.tide.example/wiki/Tide", "https://de.tide.example/wiki/Gezeiten"),
        ("https://tide.example/en/prices", "https://tide.example/de/preise"),
        ("www.tide.com", "www.tide.de"),
        ("https://tide.example/prices", "https://tide.example/preise"),
        ("www.tide.com", "www.flut.de"),
    ]
    findings = [
        room.run([check_table.checks()["MRK105"]], [Segment("1", *pair)], Context("en", "de")).findings[0]
        for pair in pairs
    ]
    assert [finding.severity.value for finding in findings] == ["minor"] * 3 + ["major"] * 2


@pytest.mark.parametrize(
    ("source", "target", "lang", "severity"),
    [
        ("See www.example.com.", "Zie www.voorbeeld.nl.", "nl", "minor"),
        ("Write to tide@example.org.", "Napište na priliv@priklad.cz.", "cs", "minor"),
        ("See www.example.com.", "Zie de pagina.", "nl", "major"),
        ("See www.tide-example.com.", "Zie www.getij-voorbeeld.com.", "nl", "major"),
        ("Open tide.pdf.", "Otevřete priliv.pdf.", "cs", "minor"),
        ("Open C:\\old\\tide.txt now.", "Open nu C:\\old\\getij.TXT.", "nl", "minor"),
        ("It is in /home/anna/tides.", "Jest w /home/ewa/plywy.", "pl", "minor"),
        ("Open tide.pdf.", "Otevřete tide.png.", "cs", "major"),
        ("Open /etc/tides/new.", "Open /etc/getijden/nieuw.", "nl", "major"),
        ("Type `tide.pdf`.", "Typ `getij.pdf`.", "nl", "major"),
    ],
)
def test_examples_with_another_name_are_minor(source: str, target: str, lang: str, severity: str) -> None:
    items = [check_table.checks()[name] for name in ("MRK105", "MRK109")]
    (finding,) = room.run(items, [Segment("1", source, target)], Context("en", lang)).findings
    assert finding.severity.value == severity


@pytest.mark.parametrize(
    ("source", "target", "is_switch"),
    [
        ("./README.de.md", "./README.md", True),
        ("docs/ru/tides.md", "../zh-CN/tides.md", True),
        ("docs/de/tides.md", "../../tides.md", True),
        ("docs/de/tides.md", "../../docs/tides.md", True),
        ("docs/de/tides.md", "../fr/ebb.md", False),
        ("docs/de/tides.md", "../../low/tides.md", False),
        ("low/tides.md", "high/tides.md", False),
        ("tides.xx.md", "tides.md", False),
        ("https://a.example/tides.de.md", "https://a.example/tides.md", False),
    ],
)
def test_a_page_links_to_itself_in_other_languages(source: str, target: str, is_switch: bool) -> None:
    assert addresses.is_other_language(source, target) is is_switch


@pytest.mark.parametrize(
    ("source", "target", "langs", "marked"),
    [
        ("Wait %1ms of %2MiB", "%2 МиБ, %1 мс", ("en", "ru"), []),
        ("Load %1 now.", "今%1を読む", ("en", "ja"), []),
        ("%1% done", "%1 % erledigt", ("en", "de"), []),
        ("%1d", "%1g", ("en", "it"), []),
        ("%1 and %2MiB", "%1 und MiB", ("en", "de"), ["MRK104 %2"]),
        ("Load %1 now.", "今を読む", ("en", "ja"), ["MRK104 %1"]),
        ("%1 of %2days", "%1 von %3Tagen", ("en", "de"), ["MRK104 %2", "MRK104 %3"]),
        ("The file %1 has an error", "Die Datei $1 hat einen Fehler", ("en", "de"), ["MRK104 %1"]),
        ("%5d of %s", "%5d von %s", ("en", "de"), []),
    ],
)
def test_letters_and_signs_may_follow_a_value_of_qt(
    source: str, target: str, langs: tuple[str, str], marked: list[str]
) -> None:
    assert marks(source, target, langs) == marked


@pytest.mark.parametrize(
    ("source", "target", "marked"),
    [
        ("<p>The <b>tide</b> is low.", "<p>Die <b>Flut</b> kommt nicht.</p>", []),
        ("The tide is <b>low</b>.</i>", "Es ist <b>Ebbe</b>.", []),
        ("<p>The <b>tide</b> is low.</p>", "<p>Es ist <b>Ebbe</b>.", ["MRK103 </p>"]),
        ("<p>The tide is low.", "<p>Die <b>Flut</b> kommt nicht.", ["MRK103 <b>…</b>"]),
        ("<p>The <b>tide</b> is low.", "<p>Die <b>Flut<b> kommt nicht.</p>", ["MRK103 </b>", "MRK103 <b>"]),
    ],
)
def test_a_translation_may_mend_a_tag_of_its_source(source: str, target: str, marked: list[str]) -> None:
    found = marks(source, target)
    assert bool(found) == bool(marked)


def test_another_invented_person_is_minor() -> None:
    def severities(source: str, target: str) -> list[str]:
        outcome = room.run([check_table.checks()["MRK105"]], [Segment("1", source, target)], Context("en", "de"))
        return [str(finding.severity) for finding in outcome.findings]

    assert severities("Such as johndoe@harbour.com", "Etwa erikamuster@harbour.com") == ["minor"]
    assert severities("Write to support@harbour.com", "Schreiben Sie an hilfe@harbour.com") == ["major"]
