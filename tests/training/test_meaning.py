"""Errors that change the meaning: each kind does what its name says, marks exactly that and leaves other texts."""

from __future__ import annotations

import random
from pathlib import Path

import meaning
import pytest
from english import English
from plant import Changed, Clean, Kind, Pools, planted
from twins import read, row_of, write
from wordnet import Forms, WordNet

VERBS = {
    "sail": "sailed sailed sailing sails",
    "steer": "steered steered steering steers",
    "row": "rowed rowed rowing rows",
}
LEMMAS = {
    "boats": {"NOUN": ("boat",)}, "boat": {"NOUN": ("boat",)},
    "ship": {"NOUN": ("ship",)}, "ferry": {"NOUN": ("ferry",)},
    "quick": {"ADJ": ("quick",)}, "slow": {"ADJ": ("slow",)}, "quicker": {"ADJ": ("quick",)},
    **{form: {"VERB": (base,)} for base, forms in VERBS.items() for form in (base, *forms.split())},
}  # fmt: skip


def inflections(lemma: str, part: str) -> dict[str, tuple[str, ...]]:
    if part == "NOUN":
        return {"NN": (lemma,), "NNS": (f"{lemma}s" if lemma != "ferry" else "ferries",)}
    if part == "ADJ":
        return {"JJ": (lemma,), "JJR": (f"{lemma}er",), "JJS": (f"{lemma}est",)}
    past, done, going, third = VERBS[lemma].split()
    return {"VB": (lemma,), "VBP": (lemma,), "VBD": (past,), "VBN": (done,), "VBG": (going,), "VBZ": (third,)}


def synset(offset: int, words: str, pointers: str) -> str:
    listed, arrows = words.split(), pointers.split(",") if pointers else []
    inside = " ".join(f"{word} 0" for word in listed)
    return f"{offset:08d} 00 x {len(listed):02x} {inside} {len(arrows):03d} {' '.join(arrows)} | made up\n"


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> English:
    """A WordNet of a few words: vessels under craft (of which no text uses raft and tug), moving, quick and slow."""
    root = tmp_path_factory.mktemp("root")
    folder = root / "usr/share/wordnet"
    folder.mkdir(parents=True)
    vessels = ("boat", "ship", "ferry", "raft", "tug")
    craft = ",".join(f"~ {2 + k:08d} n 0000" for k in range(len(vessels)))
    data = {
        "noun": synset(1, "craft", craft) + "".join(
            synset(2 + k, word, "@ 00000001 n 0000") for k, word in enumerate(vessels)
        ),
        "verb": synset(1, "move", "~ 00000002 v 0000,~ 00000003 v 0000")
        + synset(2, "sail", "@ 00000001 v 0000") + synset(3, "row", "@ 00000001 v 0000"),
        "adj": synset(1, "quick", "! 00000002 a 0101") + synset(2, "slow", "! 00000001 a 0101"),
        "adv": "",
    }  # fmt: skip
    for part, text in data.items():
        (folder / f"data.{part}").write_text(f"  1 made up\n{text}", encoding="utf-8")
        words = [(line.split()[4], line.split()[0]) for line in text.splitlines()]
        index = "".join(f"{word} {part[0]} 1 0 1 0 {offset}\n" for word, offset in words)
        (folder / f"index.{part}").write_text(f"  1 made up\n{index}", encoding="utf-8")
    (folder / "cntlist.rev").write_text("sail%2:38:00:: 1 9\nrow%2:38:00:: 1 4\n", encoding="utf-8")
    used = {"boat", "ship", "ferry", "craft", "sail", "row", "quick", "slow"}
    return English(WordNet(used, root, Forms(lambda word: LEMMAS.get(word, {}), inflections)))


@pytest.fixture
def pools(english: English) -> Pools:
    made = Pools([])
    made.english = english
    return made


def drawn(kind: Kind, text: str, pools: Pools, lang: str = "en", other: str = "") -> dict[str, list[str]]:
    """All that a kind makes of a text in many draws, with the words that it marks."""
    found = [kind(text, other, pools, lang, random.Random(seed)) for seed in range(200)]
    return {one.text: marked(one) for one in found if one is not None}


def marked(changed: Changed) -> list[str]:
    spans = [changed.span, *changed.also] if changed.span else []
    return [changed.text[start:end] for start, end in spans]


def test_an_adjective_becomes_its_opposite_by_wordnet_and_by_list(pools: Pools) -> None:
    assert drawn(meaning.antonym, "They want a quick boat.", pools) == {"They want a slow boat.": ["slow"]}
    found = drawn(meaning.antonym, "Das alte Boot sinkt.", pools, "de")
    assert found["Das neue Boot sinkt."] == ["neue"]
    assert found["Das alte Boot steigt."] == ["steigt"]


def test_nouns_and_verbs_become_others_of_their_kind_in_the_same_form(pools: Pools) -> None:
    assert drawn(meaning.noun, "They like the boats.", pools) == {
        "They like the ships.": ["ships"], "They like the ferries.": ["ferries"]
    }  # fmt: skip
    assert drawn(meaning.verb, "She sailed home.", pools) == {"She rowed home.": ["rowed"]}
    assert drawn(meaning.hypernym, "They like the boat.", pools) == {"They like the craft.": ["craft"]}


def test_the_article_follows_the_new_word(pools: Pools) -> None:
    assert drawn(meaning.kin, "It was an hour.", pools)["It was a week."] == ["week"]


def test_the_time_of_a_verb_changes(pools: Pools) -> None:
    assert "The boat was late." in drawn(meaning.tense, "The boat will be late.", pools)
    assert "They sailed home." in drawn(meaning.tense, "They will sail home.", pools)
    assert "She will sail home." in drawn(meaning.tense, "She has sailed home.", pools)
    assert {"She sails home.", "She will sail home."} == set(drawn(meaning.tense, "She sailed home.", pools))
    assert drawn(meaning.tense, "Das Boot ist alt.", pools, "de")["Das Boot war alt."] == ["war"]
    assert drawn(meaning.tense, "La lancha es azul.", pools, "es")["La lancha será azul."] == ["será"]


def test_a_condition_keeps_its_time(pools: Pools) -> None:
    assert drawn(meaning.tense, "If it were blue, fine.", pools) == {}


def test_pronouns_change_their_gender_with_their_case(pools: Pools) -> None:
    found = drawn(meaning.gender, "He gave her his boat and her flag.", pools)
    assert found["She gave him her boat and his flag."] == ["She", "him", "her", "his"]
    assert found["He gave him his boat and her flag."] == ["him"]


@pytest.mark.parametrize(
    ("lang", "text", "new"),
    [
        ("en", "All boats must leave.", "All boats may leave."),
        ("de", "Alle Boote müssen fahren.", "Alle Boote dürfen fahren."),
        ("fr", "Le bateau doit partir.", "Le bateau peut partir."),
        ("pl", "Statek musi odpłynąć.", "Statek może odpłynąć."),
        ("zh", "船必须离开。", "船可以离开。"),
        ("ja", "船を動かす必要があります。", "船を動かす必要はありません。"),
    ],
)
def test_what_must_be_may_be(pools: Pools, lang: str, text: str, new: str) -> None:
    assert new in drawn(meaning.modal, text, pools, lang)


def test_a_conjunction_is_left_out_and_the_next_word_begins(pools: Pools) -> None:
    assert drawn(meaning.unjoined, "But we left.", pools) == {"We left.": []}
    assert drawn(meaning.unjoined, "Wir gingen, weil es regnete.", pools, "de") == {"Wir gingen, es regnete.": []}


def test_behind_an_elided_article_only_a_word_that_fits(pools: Pools) -> None:
    assert drawn(meaning.kin, "Il parle de l'huile.", pools, "fr") == {
        "Il parle de l'eau.": ["eau"], "Il parle de l'électricité.": ["électricité"]
    }  # fmt: skip


def test_a_year_stays_near_and_codes_stay_as_they_are(pools: Pools) -> None:
    found = drawn(meaning.figure, "Press F11 in 2012.", pools)
    years = {int(text[-5:-1]) for text in found}
    assert all(text.startswith("Press F11 in ") for text in found)
    assert years <= set(range(1997, 2028)) - {2012} and len(years) > 10


def test_names_change_places_but_not_within_a_list(pools: Pools) -> None:
    text = "Yesterday Alma sailed past the harbour where Boris waited."
    assert drawn(meaning.swapped, text, pools, other="Alma Boris") == {
        "Yesterday Boris sailed past the harbour where Alma waited.": ["Boris", "Alma"]
    }
    assert drawn(meaning.swapped, "Yesterday Alma, Boris and Carla sailed.", pools, other="Alma Boris Carla") == {}


@pytest.mark.parametrize(
    ("lang", "text", "new", "spans"),
    [
        ("en", "The boat is blue.", "Is the boat blue?", ["Is", "?"]),
        ("es", "La lancha es azul.", "¿La lancha es azul?", ["¿", "?"]),
        ("zh", "船是蓝色的。", "船是蓝色的吗？", ["吗？"]),
    ],
)
def test_a_statement_becomes_a_question(pools: Pools, lang: str, text: str, new: str, spans: list[str]) -> None:
    assert drawn(meaning.question, text, pools, lang) == {new: spans}


def test_the_same_seed_plants_the_same_error(pools: Pools) -> None:
    pair = Clean("Das alte Boot muss heute fahren.", "The old boat must leave today.", "de-en")
    for kind in meaning.KINDS:
        first, second = (planted(pair, kind, pools, random.Random(3)) for _ in range(2))
        assert first == second


def test_planted_errors_come_back_from_their_file(pools: Pools, tmp_path: Path) -> None:
    pair = Clean("Er sagt, das alte Boot muss heute fahren.", "He says the old boat must leave today.", "de-en")
    twins = [
        (pair, bad)
        for kind in meaning.KINDS
        for seed in range(20)
        if (bad := planted(pair, kind, pools, random.Random(seed))) is not None
    ]
    assert {bad.source == pair.source for _, bad in twins} == {True, False}
    path = tmp_path / "made/planted.jsonl.gz"
    write(path, [row_of(clean, bad, "made") for clean, bad in twins])
    assert list(read(path)) == twins
    before = path.read_bytes()
    write(path, [row_of(clean, bad, "made") for clean, bad in twins])
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
