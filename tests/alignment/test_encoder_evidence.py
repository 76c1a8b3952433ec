"""The aligner with the encoder, on sentences without common names, numbers or cognates."""

from __future__ import annotations

import numpy as np
import pytest

from mtqe.alignment.corridor import mutual
from mtqe.alignment.documents import align, similarity_of
from mtqe.alignment.encoder_evidence import SAMPLE_STEP, EncoderEvidence, _Products, clause_ends
from mtqe.alignment.nouns import Alignment
from mtqe.alignment.structure import MOST_IN_BEAD
from mtqe.alignment.token_evidence import TokenEvidence
from mtqe.encoder.network import Model
from mtqe.language.sentences import Sentence
from mtqe.model import Block, Text

ENGLISH = [
    "The bakery on the corner opens long before sunrise.",
    "By then the first loaves are already in the oven.",
    "Most customers come on foot and buy two rolls.",
    "The owner has been thinking about retirement for years.",
    "Nobody in the village wants to take over the business.",
    "Her daughter studies law and has no time for dough.",
    "In spring the shop will probably close for good.",
    "People are afraid that the square will become quiet.",
]
GERMAN = [
    "Die Bäckerei an der Ecke öffnet lange vor Sonnenaufgang.",
    "Dann sind die ersten Brote schon im Ofen.",
    "Die meisten Kunden kommen zu Fuß und kaufen zwei Brötchen.",
    "Die Besitzerin denkt seit Jahren daran, in den Ruhestand zu gehen.",
    "Niemand im Dorf will das Geschäft übernehmen.",
    "Ihre Tochter studiert Jura und hat keine Zeit für Teig.",
    "Im Frühjahr wird der Laden wohl für immer schließen.",
    "Die Leute fürchten, dass es auf dem Platz still wird.",
]
CHINESE = [
    "街角的面包店在日出之前很久就开门了。",
    "那时第一批面包已经在烤箱里了。",
    "大多数顾客步行前来，买两个小面包。",
    "店主多年来一直在考虑退休。",
    "村里没有人愿意接手这家店。",
    "她的女儿学法律，没有时间和面。",
    "到了春天，这家店很可能会永远关门。",
    "人们担心广场会变得冷清。",
]
OTHER = [
    "Der Torwart hielt in der Nachspielzeit einen Elfmeter.",
    "Danach feierten die Fans bis tief in die Nacht.",
    "Der Trainer lobte vor allem die Abwehr.",
    "Am Sonntag muss die Mannschaft auswärts antreten.",
    "Zwei Stürmer fallen verletzt aus.",
]

NAMES = ["Orlando", "Bergamot", "Quentin", "Lysander", "Fitzroy", "Talbot", "Ignatius", "Melchior", "Rupert", "Sigmund",
         "Thaddeus", "Valerian"]  # fmt: skip

AT = np.arange(8)


def text(sentences: list[str]) -> Text:
    return Text(tuple(Block(sentence, number, "line") for number, sentence in enumerate(sentences, 1)))


def aligned(source: list[str], target: list[str], source_lang: str, target_lang: str, aligner: str) -> Alignment:
    how = similarity_of(aligner)
    return align(text(source), text(target), source_lang, target_lang, similarity=how, pre_split=True)


def beads(found: Alignment) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in found.beads]


def numbered(*sides: list[str]) -> list[list[Sentence]]:
    return [[Sentence(sentence, number, 0, 0, number) for number, sentence in enumerate(side)] for side in sides]


def evidence(source: list[str], target: list[str], langs: tuple[str, str] = ("en", "de")) -> EncoderEvidence:
    return EncoderEvidence(*numbered(source, target), *langs)


def found_drops(source: list[str], lang: str, aligner: str) -> int:
    """The number of sentences that are reported as omissions when each sentence is dropped in turn."""
    texts = [GERMAN[:k] + GERMAN[k + 1 :] for k in range(len(GERMAN))]
    return sum(((k,), ()) in beads(aligned(source, text, lang, "de", aligner)) for k, text in enumerate(texts))


@pytest.mark.parametrize(("source", "lang"), [(ENGLISH, "en"), (CHINESE, "zh")])
def test_dropped_sentences_are_found_by_meaning(source: list[str], lang: str) -> None:
    assert found_drops(source, lang, "encoder") >= 6
    assert found_drops(source, lang, "lexical") <= 4  # or this would say nothing of the encoder


def test_a_sentence_from_elsewhere_is_an_addition() -> None:
    found = beads(aligned(CHINESE, [*GERMAN[:5], OTHER[0], *GERMAN[5:]], "zh", "de", "encoder"))
    assert found == [*(((k,), (k,)) for k in range(5)), ((), (5,)), *(((k,), (k + 1,)) for k in range(5, 8))]


def test_merged_and_split_sentences_stay_together() -> None:
    merged = [*GERMAN[:2], GERMAN[2].rstrip(".") + ", und " + "die" + GERMAN[3][3:], *GERMAN[4:]]
    assert ((2, 3), (2,)) in beads(aligned(ENGLISH, merged, "en", "de", "encoder"))
    split = [*GERMAN[:5], "Ihre Tochter studiert Jura.", "Sie hat keine Zeit für Teig.", *GERMAN[6:]]
    assert ((5,), (5, 6)) in beads(aligned(ENGLISH, split, "en", "de", "encoder"))


@pytest.mark.parametrize(
    ("source", "lang", "lost", "at"),
    [
        (ENGLISH, "en", "Rye bread sells best, rolls come second.", 3),
        (CHINESE, "zh", "店主每天凌晨两点起床。", 4),
    ],
)
def test_a_sentence_without_counterpart_is_not_merged_with_its_neighbour(
    source: list[str], lang: str, lost: str, at: int
) -> None:
    # It is about what its neighbour is about, but the neighbour alone is closer to the translation than both together.
    found = aligned([*source[:at], lost, *source[at:]], GERMAN, lang, "de", "encoder")
    assert ((at,), ()) in beads(found)


def test_the_price_of_a_skip_comes_from_the_document() -> None:
    literal, free = evidence(ENGLISH, GERMAN), evidence(ENGLISH, [*GERMAN[:4], *OTHER])
    assert free._neutral < literal._neutral and free._spread > literal._spread


def test_texts_of_different_subjects_are_not_related() -> None:
    assert aligned(CHINESE, GERMAN, "zh", "de", "encoder").relatedness > 0.5
    assert aligned(CHINESE, OTHER, "zh", "de", "encoder").relatedness < 0.4


@pytest.mark.parametrize(("source", "lang"), [(ENGLISH, "en"), (CHINESE, "zh")])
def test_pairs_stay_apart(source: list[str], lang: str) -> None:
    assert beads(aligned(source, GERMAN, lang, "de", "encoder")) == [((k,), (k,)) for k in range(8)]


def test_any_part_of_the_plane_has_the_same_numbers() -> None:
    shapes = [(1, 1), (2, 1), (1, 2), (3, 2), (1, 4)]
    one = evidence(ENGLISH, GERMAN)
    whole = one.scores(range(8), range(8), shapes)
    part = one.scores(range(2, 5), range(3, 6), shapes)
    for a, b in shapes:
        rows, columns = slice(2, min(5, 8 - a + 1)), slice(3, min(6, 8 - b + 1))
        np.testing.assert_allclose(
            part[a, b][: rows.stop - 2, : columns.stop - 3], whole[a, b][rows, columns], atol=1e-5
        )


def test_refinement_keeps_meaning_and_learns_words() -> None:
    one = evidence(ENGLISH, GERMAN)
    new = one.refined([(k, k, 1.0) for k in range(8)])
    assert isinstance(new._tokens, TokenEvidence)
    assert new._neutral == one._neutral
    for side in (0, 1):
        np.testing.assert_array_equal(new._sides[side].at(1, AT), one._sides[side].at(1, AT))


def test_groups_that_the_first_pass_thought_of_are_read_as_one_text() -> None:
    one = evidence(ENGLISH, GERMAN)
    new = one.refined(
        [*((k, k, 1.0) for k in range(8)), (3, 2, 0.3), (6, 7, 0.3), (6, 5, 0.3), (5, 5, 0.3), (1, 0, 0.1)]
    )
    changed = [
        [
            (k, i)
            for k in range(1, MOST_IN_BEAD + 1)
            for i in np.flatnonzero((now.at(k, AT) != before.at(k, AT)).any(1)).tolist()
        ]
        for now, before in zip(new._sides, one._sides, strict=True)
    ]
    assert changed == [[(2, 2), (2, 5), (2, 6)], [(2, 2), (2, 5), (2, 6), (3, 5)]]
    whole = one._encoder.embed([f"{ENGLISH[5]} {ENGLISH[6]}"])[0] - one._means[0]
    np.testing.assert_allclose(new._sides[0].at(2, AT)[5], whole / np.linalg.norm(whole), atol=1e-3)


def test_of_settled_pairs_only_a_sample_is_read() -> None:
    whole = evidence(ENGLISH, GERMAN)
    some = EncoderEvidence(*numbered(ENGLISH, GERMAN), "en", "de", settled=[(k, k) for k in range(7)])
    for side, own in zip(some._sides, whole._sides, strict=True):
        assert np.flatnonzero(side.at(1, AT).any(1)).tolist() == [0, SAMPLE_STEP, 7]
        assert own.at(1, AT).any(1).all()
    assert some.anchors() == [(0, 0), (5, 5), (7, 7)]


def test_the_sample_of_settled_pairs_does_not_grow_with_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtqe.alignment.encoder_evidence.MOST_SAMPLED", 1)
    some = EncoderEvidence(*numbered(ENGLISH, GERMAN), "en", "de", settled=[(k, k) for k in range(7)])
    for side in some._sides:
        assert np.flatnonzero(side.at(1, AT).any(1)).tolist() == [0, 7]
    assert some._weights.tolist() == [7.0, 1.0]


def test_sentences_that_were_not_read_count_as_typical_neighbours() -> None:
    some = EncoderEvidence(*numbered(ENGLISH, GERMAN), "en", "de", settled=[(k, k) for k in range(7)])
    mean = _Products(some._sides, some._repeats, range(8), range(8), [(1, 1)], 0.25).neighbours((1, 1))
    assert mean[2, 2] == pytest.approx(0.25), "none of the sentences beside the bead was read"
    assert mean[0, 0] == pytest.approx(0.25), "the text begins with the bead"
    whole = evidence(ENGLISH, GERMAN)
    known = _Products(whole._sides, whole._repeats, range(8), range(8), [(1, 1)], 0.25).neighbours((1, 1))
    assert not np.isclose(known, 0.25).any(), "all sentences were read"
    assert whole._beside < whole._neutral


FIRM = "Die Bäckerei wird im Frühjahr schließen, da ist sich der ganze Ort sicher."


@pytest.mark.parametrize("other", [GERMAN[6], "Im Frühjahr schließt das Geschäft vermutlich ganz.", FIRM])
def test_a_sentence_that_is_repeated_may_be_translated_in_two_ways(other: str) -> None:
    for source, target in (
        ([ENGLISH[6]] * 2, [GERMAN[6], other]),
        ([ENGLISH[0], *[ENGLISH[6]] * 2], [GERMAN[0], GERMAN[6], other]),
        ([*ENGLISH[:7], *ENGLISH[6:]], [*GERMAN[:7], other, GERMAN[7]]),
    ):
        found = beads(aligned(source, target, "en", "de", "encoder"))
        assert found == [((k,), (k,)) for k in range(len(source))]


def test_lines_that_are_all_the_same_are_matches() -> None:
    for number in (1, 2, 3):
        found = beads(aligned([ENGLISH[6]] * number, [GERMAN[6]] * number, "en", "de", "encoder"))
        assert found == [((k,), (k,)) for k in range(number)]


def test_a_line_that_is_written_once_more_is_an_addition() -> None:
    for source, target in ((ENGLISH, GERMAN), (ENGLISH[6:], GERMAN[6:])):
        last = len(source) - 1
        found = beads(aligned(source, [*target, target[-1]], "en", "de", "encoder"))
        assert found == [*(((k,), (k,)) for k in range(len(source))), ((), (last + 1,))]


def test_the_sentence_before_a_repeat_is_no_rival() -> None:
    both = EncoderEvidence(*numbered([*ENGLISH[:2], *ENGLISH[1:]], [*GERMAN[:2], *GERMAN[1:]]), "en", "de")
    mean = _Products(both._sides, both._repeats, range(9), range(9), [(1, 1)], both._beside).neighbours((1, 1))
    once = evidence(ENGLISH, GERMAN)
    alone = _Products(once._sides, once._repeats, range(8), range(8), [(1, 1)], once._beside).neighbours((1, 1))
    assert mean[1, 1] < alone[1, 1] + 0.2 and mean[2, 2] < alone[1, 1] + 0.2
    assert np.allclose(both._means[0], once._means[0], atol=1e-6), "a text counts once in the centre"


def test_what_names_and_numbers_settle_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    source = [f"Mayor {name} Whitfield paid {k}43 dollars to {name}." for k, name in enumerate(NAMES)]
    target = [f"Bürgermeister {name} Whitfield zahlte {k}43 Dollar an {name}." for k, name in enumerate(NAMES)]
    source[6:6], target[6:6] = ENGLISH[3:6], GERMAN[3:5]
    asked: list[str] = []
    embed = Model.embed
    monkeypatch.setattr(Model, "embed", lambda self, texts, *rest: asked.extend(texts) or embed(self, texts, *rest))
    found = beads(aligned(source, target, "en", "de", "encoder"))
    assert found[:8] == [*(((k,), (k,)) for k in range(8))]
    assert ((8,), ()) in found
    assert {*ENGLISH[3:6], *GERMAN[3:5]} <= set(asked)
    assert not {source[1], target[1], source[2], target[2]} & set(asked)


def test_a_clause_that_changed_sides_speaks_against_beads_of_one_and_one() -> None:
    law, dough = "her daughter studies law", "Ihre Tochter studiert Jura"
    source = [*ENGLISH[:4], f"{ENGLISH[4][:-1]}, {law}.", "She has no time for dough at all.", *ENGLISH[6:]]
    target = [*GERMAN[:5], f"{dough}, sie hat überhaupt keine Zeit für Teig.", *GERMAN[6:]]
    new = evidence(source, target).refined([(k, k, 0.9) for k in range(8)])
    assert sorted(new._sides[0].clauses) == [4]
    beyond = _Products(new._sides, new._repeats, range(8), range(8), [(1, 1), (2, 2)], 0.1).edge_gain
    assert beyond((1, 1))[4, 4] > 0.2
    assert beyond((2, 2))[4, 4] == beyond((1, 1))[0, 0] == 0
    # A clause of a sentence whose neighbours are settled has nowhere to go.
    settled = [(k, k) for k in range(8) if k != 4]
    alone = EncoderEvidence(*numbered(source, target), "en", "de", settled=settled)
    assert not alone.refined([(k, k, 0.9) for k in range(8)])._sides[0].clauses
    two = EncoderEvidence(*numbered(source, target), "en", "de", settled=[pair for pair in settled if pair[0] != 5])
    assert sorted(two.refined([(k, k, 0.9) for k in range(8)])._sides[0].clauses) == [4]
    # What the first pass is sure of is not looked at.
    assert not evidence(source, target).refined([(k, k, 1.0) for k in range(8)])._sides[0].clauses


def test_anchors() -> None:
    one = evidence(ENGLISH, GERMAN)
    new = one.refined([])
    assert new.anchors() == one.anchors() == [(k, k) for k in range(8)]


@pytest.mark.parametrize(("left", "right"), [(0, 0), (0, 3), (1, 1), (7, 5), (2300, 1100)])
def test_mutual_neighbours_are_those_of_the_whole_table(left: int, right: int) -> None:
    random = np.random.default_rng(left + right)
    drawn = [random.normal(size=(number, 6)).astype(np.float32) for number in (left, right)]
    sides = [vectors / np.linalg.norm(vectors, axis=1, keepdims=True) for vectors in drawn]
    table = sides[0] @ sides[1].T
    wanted = (
        [(i, j) for i in range(left) for j in range(right) if table[i].argmax() == j and table[:, j].argmax() == i]
        if left * right < 1000
        else [(i, int(table[i].argmax())) for i in range(left) if table[:, table[i].argmax()].argmax() == i]
    )
    assert mutual(*sides) == wanted


@pytest.mark.parametrize(("source", "target"), [([], []), ([], GERMAN[:2]), (ENGLISH[:2], []), (["A."], ["A."])])
def test_few_or_no_sentences(source: list[str], target: list[str]) -> None:
    found = aligned(source, target, "en", "de", "encoder")
    assert sum(len(bead.source) for bead in found.beads) == len(source)
    assert sum(len(bead.target) for bead in found.beads) == len(target)


@pytest.mark.parametrize("aligner", ["encoder", "lexical"])
def test_page_furniture_stays_alone(aligner: str) -> None:
    target = [*GERMAN[:3], "Newsletter abonnieren", *GERMAN[3:]]
    bead = next(bead for bead in aligned(ENGLISH, target, "en", "de", aligner).beads if 3 in bead.target)
    assert (bead.source, bead.target, bead.kind) == ((), (3,), "addition")
    assert bead.score > 0.9


@pytest.mark.parametrize("aligner", ["encoder", "lexical"])
def test_furniture_of_one_kind_on_both_sides_is_a_pair_and_of_two_kinds_none(aligner: str) -> None:
    source = [*ENGLISH[:3], "Subscribe now", *ENGLISH[3:]]
    same = [*GERMAN[:3], "Newsletter abonnieren", *GERMAN[3:]]
    assert ((3,), (3,)) in beads(aligned(source, same, "en", "de", aligner))
    other = [*GERMAN[:3], "Wir verwenden Cookies.", *GERMAN[3:]]
    assert {((3,), ()), ((), (3,))} <= set(beads(aligned(source, other, "en", "de", aligner)))


@pytest.mark.parametrize(
    ("text", "lang", "wanted"),
    [
        ("The baker slept late, the oven stayed cold; nobody complained about it.", "en",
         ("The baker slept late,", "nobody complained about it.")),
        ("Erst am späten Abend - es regnete noch - kamen die ersten Gäste.", "de",
         ("Erst am späten Abend -", "kamen die ersten Gäste.")),
        ("店主整夜没有睡觉，第二天早上才开门。", "zh", ("店主整夜没有睡觉，", "第二天早上才开门。")),
        ("Yes, the baker slept late.", "en", ("", "")),
        ("The baker slept late.", "en", ("", "")),
        ("", "en", ("", "")),
    ],
)  # fmt: skip
def test_the_first_and_the_last_clause_of_a_sentence(text: str, lang: str, wanted: tuple[str, str]) -> None:
    assert clause_ends(text, lang) == wanted
