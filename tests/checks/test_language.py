from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe import checks as room
from mtqe import registry
from mtqe.checks.support import language, words
from mtqe.model import Segment

TEXTS = st.text(
    st.sampled_from("abÄßz 19'’-.„“«»\"()[]@#/<>{}_\n中文かไทยิ\u0301\u200dहि") | st.characters(codec="utf-8"),
    max_size=60,
)


def findings(check: str, source: str, target: str, source_lang: str, target_lang: str) -> tuple[str, list[str]]:
    """State of the check's run, and what it marks."""
    outcome = room.run(
        registry.select_checks([check]), [Segment("1", source, target)], registry.Context(source_lang, target_lang)
    )
    assert outcome.problems == ()
    return outcome.items[0].state, [text for finding in outcome.findings for text in finding.marked]


# --- words ------------------------------------------------------------------------------------------------------------


@given(TEXTS, st.booleans())
def test_words_stand_where_they_say(text: str, hyphens: bool) -> None:
    end = 0
    for word in words.words(text, hyphens):
        assert text[word.start : word.end] == word.text
        assert word.start >= end
        assert word.key == words.key(word.text)
        end = word.end


@given(TEXTS)
def test_straight_and_masked_keep_offsets(text: str) -> None:
    assert len(words.straight(text)) == len(text)
    masked = words.masked(text)
    assert len(masked) == len(text)
    assert all(a == b or a == " " for a, b in zip(masked, text, strict=True))
    assert all(0 <= start < end <= len(text) for start, end in words.quoted(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A part-time job – Anna’s, no?", ["A", "part-time", "job", "Anna’s", "no"]),
        ("他在北京 live", ["他", "在", "北", "京", "live"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("cafe\u0301 noir", ["cafe\u0301", "noir"]),
        ("ภาษาไทย", ["ภาษาไทย"]),
        ("3,5 % of 12", ["3", "5", "of", "12"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [word.text for word in words.words(text)] == expected


def test_hyphens_can_part_words() -> None:
    assert [word.key for word in words.words("Part-time", hyphens=False)] == ["part", "time"]


@pytest.mark.parametrize(
    "text",
    ["https://example.org/a?b=c", "@anna_b", "#LateShift", "name@example.org", "{count}", "<b>", "README.md", "%s"],
)
def test_what_is_no_text_is_masked(text: str) -> None:
    assert words.masked(f"see {text} now").split() == ["see", "now"]


@pytest.mark.parametrize("text", ["3.5", "and/or", "50% off", "he left. She stayed", "a < b"])
def test_text_is_not_masked(text: str) -> None:
    assert words.masked(text) == text


@pytest.mark.parametrize("quote", ["„so“", "“so”", "»so«", "«so»", '"so"', "‘so’", "'so'", "‚so‘", "「so」"])
def test_quoted(quote: str) -> None:
    text = f"it’s {quote} isn’t it"
    assert [text[start:end] for start, end in words.quoted(text)] == [quote]


def test_names_and_titles_by_their_looks() -> None:
    assert [w for w in ("the", "Anna", "iPhone", "x2", "straße", "中", "7") if words.is_plain(w)] == [
        "the",
        "straße",
        "中",
    ]
    assert words.is_title(words.words("The Tale of the Fox"))
    assert not words.is_title(words.words("The tale never ends"))


def test_copied_share_counts_each_word_once() -> None:
    assert words.copied_share(words.words("a b c"), words.words("A a b d")) == 0.5
    assert words.copied_share(words.words("a"), []) == 0.0


# --- language ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lang", "over"),
    [
        ("the harbour authority", "en", "de"),
        ("die Hafenbehörde der Stadt", "de", "en"),
        ("les autorités du port", "fr", "en"),
        ("портовые власти", "ru", "en"),
        ("港务局", "zh", "en"),
    ],
)
def test_lead(text: str, lang: str, over: str) -> None:
    assert language.lead(text, lang, over) > 0.2
    assert language.lead(text, over, lang) == -language.lead(text, lang, over)


def test_numbers_say_nothing() -> None:
    assert language.lead("12 345", "en", "de") == 0.0
    assert language.best("12 345 …", "de") == ("", 0.0)


def test_best_is_silent_on_the_right_language() -> None:
    assert language.best("Die Fähre fährt heute wegen des Sturms nicht.", "de") == ("", 0.0)
    found, ahead = language.best("The ferry does not run today because of the storm.", "de")
    assert found == "en" and ahead > 0.2


def test_languages_under_another_name() -> None:
    assert language.best("Fergen går ikke i dag på grunn av stormen og bølgene.", "nb") == ("", 0.0)
    assert language.best("Trajekt danas ne vozi zbog jake bure i velikih valova.", "sr") == ("", 0.0)
    assert language.best("Feri hari ini tidak berlayar karena badai dan ombak besar.", "id") == ("", 0.0)
    assert language.same(registry.Context("id", "ms"))


def test_what_cannot_be_judged_is_not_run() -> None:
    copy = "Nobody was hurt when the storm hit the harbour."
    assert findings("ACC102", copy, copy, "en-GB", "en-US") == ("not run", [])
    assert findings("ART101", "He [the baker] left.", "He [the baker] left.", "en", "en-IE") == ("not run", [])
    assert findings("ART101", "He [the baker] left.", "X [the baker] x.", "en", "ga") == ("not run", [])
    assert findings("ACC104", copy, "Tá an calafort dúnta inniu.", "en", "ga") == ("not run", [])


def test_an_exact_copy_is_seen_in_any_language() -> None:
    copy = "Nobody was hurt when the storm hit the harbour."
    assert findings("ACC102", copy, copy, "en", "ga") == ("ran", [copy])
    assert findings("ACC102", "Nobody was hurt.", "Níor gortaíodh aon duine.", "en", "ga") == ("ran", [])


def test_a_copy_is_not_also_in_the_wrong_language() -> None:
    copy = "Nobody was hurt when the storm hit the harbour."
    assert findings("ACC104", copy, copy, "en", "de") == ("ran", [])


def test_copied_stretches_are_bridged() -> None:
    source = "My uncle keeps bees on the roof of a tall house that nobody else wants to climb in winter."
    copied = "keeps bees on the roof of einem hohen house that nobody else wants to climb"
    target = f"Mein Onkel, der aus Graz kommt und gern kocht, {copied}, wenn es im Winter kalt ist."
    assert findings("ACC102", source, target, "en", "de") == ("ran", [copied])


def test_a_copied_bracket_is_reported_once() -> None:
    source = "“They [the men of the northern harbour authority] knew,” he said."
    target = "„Sie [the men of the northern harbour authority] wussten es“, sagte er."
    bracket = "[the men of the northern harbour authority]"
    assert findings("ART101", source, target, "en", "de") == ("ran", [bracket])
    assert findings("ACC102", source, target, "en", "de") == ("ran", [])


def test_apostrophes_in_brackets_may_differ() -> None:
    for a, b in (("’", "'"), ("'", "’")):
        source, target = f"He [the king{a}s son] left.", f"Er [the king{b}s son] ging."
        assert findings("ART101", source, target, "en", "de") == ("ran", [f"[the king{b}s son]"])
