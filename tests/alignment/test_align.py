from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqe.alignment.documents import align, segments
from mtqe.alignment.nouns import Alignment
from mtqe.alignment.structure import Structure
from mtqe.language.sentences import whole_blocks
from mtqe.model import Block, Text

EN = """The ferry Aurelia ran aground off Port Hallow early on Tuesday with 214 people on board.
Rescue teams brought all passengers ashore by 9:30 in the morning, the coast guard said.
“We heard a bang, and then the lights went out,” said Tomas Beck, a passenger from Leeds.
The ship belongs to Nordline, a company that has run the route since 1998.
Nordline had been fined 40,000 pounds in March for skipping inspections.
Its spokeswoman, Petra Vogel, declined to say whether the captain had been tested for alcohol.
Why did nobody see the rocks?
Experts point to the new chart, which moved the channel 300 metres to the east.
Fishermen in the village had warned the harbour office twice about missing buoys.
The office did not answer their letters.
Salvage is expected to take two weeks and cost 1.5 million euros.
Until then, travellers must take the bus to Granmouth.""".splitlines()
DE = """Die Fähre Aurelia ist am frühen Dienstag mit 214 Menschen an Bord vor Port Hallow auf Grund gelaufen.
Rettungskräfte brachten alle Passagiere bis 9.30 Uhr am Morgen an Land, teilte die Küstenwache mit.
„Wir hörten einen Knall, und dann ging das Licht aus“, sagte Tomas Beck, ein Passagier aus Leeds.
Das Schiff gehört Nordline, einer Firma, die die Strecke seit 1998 betreibt.
Nordline musste im März 40.000 Pfund Strafe zahlen, weil Prüfungen ausgelassen wurden.
Die Sprecherin Petra Vogel wollte nicht sagen, ob der Kapitän auf Alkohol getestet wurde.
Warum hat niemand die Felsen gesehen?
Fachleute verweisen auf die neue Karte, die die Fahrrinne um 300 Meter nach Osten verlegt hat.
Fischer aus dem Dorf hatten das Hafenamt zweimal vor fehlenden Bojen gewarnt.
Das Amt antwortete nicht auf ihre Briefe.
Die Bergung soll zwei Wochen dauern und 1,5 Millionen Euro kosten.
Bis dahin müssen Reisende den Bus nach Granmouth nehmen.""".splitlines()


def text(lines: Sequence[str]) -> Text:
    return Text(tuple(Block(line, number) for number, line in enumerate(lines, 1)))


def shapes(alignment: Alignment) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in alignment.beads]


def run(source: Sequence[str], target: Sequence[str], **options: Any) -> Alignment:
    return align(text(source), text(target), "en", "de", **options)


def assert_covers(alignment: Alignment) -> None:
    assert [i for bead in alignment.beads for i in bead.source] == list(range(len(alignment.source)))
    assert [j for bead in alignment.beads for j in bead.target] == list(range(len(alignment.target)))
    for bead in alignment.beads:
        assert bead.source or bead.target
        assert 0.0 <= bead.score <= 1.0
        assert bead.kind == ("match" if bead.source and bead.target else "omission" if bead.source else "addition")


LINES = st.lists(st.sampled_from([*EN, *DE, "", "Anzeige", "12", "?!", "x", "你好。再见。", "A. B. C."]), max_size=12)


@settings(max_examples=60)
@given(LINES, LINES, st.booleans())
def test_every_sentence_is_in_one_bead_in_order(source: list[str], target: list[str], pre_split: bool) -> None:
    alignment = run(source, target, pre_split=pre_split)
    assert_covers(alignment)
    if pre_split:
        assert [s.text for s in alignment.source] == source
        assert [s.text for s in alignment.target] == target
    for bead in alignment.beads:
        for number in bead.source:
            assert alignment.source[number].text in bead.source_text
        for number in bead.target:
            assert alignment.target[number].text in bead.target_text


@pytest.mark.parametrize("pre_split", [False, True])
def test_a_faithful_translation_is_aligned_line_by_line(pre_split: bool) -> None:
    alignment = run(EN, DE, pre_split=pre_split)
    assert shapes(alignment) == [((i,), (i,)) for i in range(len(EN))]
    assert alignment.relatedness > 0.9


@pytest.mark.parametrize("dropped", range(len(EN)))
def test_a_dropped_sentence_is_an_omission(dropped: int) -> None:
    alignment = run(EN, DE[:dropped] + DE[dropped + 1 :])
    assert_covers(alignment)
    assert [bead.source for bead in alignment.beads if bead.kind == "omission"] == [(dropped,)]
    assert not [bead for bead in alignment.beads if bead.kind == "addition"]


@pytest.mark.parametrize("at", range(len(DE) + 1))
@pytest.mark.parametrize(
    "line",
    ["Anzeige", "Jetzt den Hafen-Newsletter bestellen und keine Nachricht verpassen", "Kommentare sind geschlossen."],
)
def test_an_added_line_is_an_addition(line: str, at: int) -> None:
    alignment = run(EN, [*DE[:at], line, *DE[at:]])
    assert [bead.target_text for bead in alignment.beads if bead.kind == "addition"] == [line]
    assert not [bead for bead in alignment.beads if bead.kind == "omission"]


def test_a_run_of_dropped_sentences() -> None:
    alignment = run(EN, DE[:4] + DE[7:])
    assert [bead.source for bead in alignment.beads if bead.kind == "omission"] == [(4,), (5,), (6,)]


def test_sentences_merged_and_split_by_the_translator() -> None:
    merged = (
        "Das Schiff gehört Nordline, einer Firma, die die Strecke seit 1998 betreibt und im März 40.000 Pfund Strafe "
        "zahlen musste, weil Prüfungen ausgelassen wurden."
    )
    parted = ["Die Bergung soll zwei Wochen dauern.", "Sie soll 1,5 Millionen Euro kosten."]
    alignment = run(EN, [*DE[:3], merged, *DE[5:10], *parted, DE[11]], pre_split=True)
    assert ((3, 4), (3,)) in shapes(alignment)
    assert ((10,), (9, 10)) in shapes(alignment)
    assert {bead.kind for bead in alignment.beads} == {"match"}


@pytest.mark.parametrize("repeated", [0, 3, 6, 9, 11])
@pytest.mark.parametrize("times", [1, 3])
def test_a_repeated_sentence_is_an_addition(repeated: int, times: int) -> None:
    target = DE[: repeated + 1] + [DE[repeated].upper()] * times + DE[repeated + 1 :]
    alignment = run(EN, target)
    assert ((repeated,), (repeated,)) in shapes(alignment)
    added = [bead.target for bead in alignment.beads if bead.kind == "addition"]
    assert added == [(repeated + k,) for k in range(1, times + 1)]


def test_repeats_on_both_sides_are_matches() -> None:
    alignment = run([*EN[:3], EN[2], *EN[3:]], [*DE[:3], DE[2], *DE[3:]])
    assert shapes(alignment) == [((i,), (i,)) for i in range(len(EN) + 1)]


def test_a_repeated_sentence_may_be_translated_in_two_ways() -> None:
    again = "Die Sprecherin Petra Vogel ließ offen, ob der Kapitän vorher auf Alkohol getestet worden war."
    source, target = [*EN[:6], EN[5], *EN[6:]], [*DE[:6], again, *DE[6:]]
    assert shapes(run(source, target)) == [((i,), (i,)) for i in range(len(EN) + 1)]


REPLACED = [
    "Der Torwart hielt in der Nachspielzeit einen Elfmeter.",
    "Danach feierten die Fans noch bis tief in die Nacht hinein.",
    "Der Trainer lobte vor allem die Abwehr und den jungen Torwart.",
    "Am Sonntag muss die Mannschaft wieder auswärts antreten.",
    "Zwei Stürmer fallen wegen einer Verletzung aus.",
]


@pytest.mark.parametrize("number", [1, 2, 3, 5])
def test_a_passage_that_was_replaced_is_compared_sentence_by_sentence(number: int) -> None:
    alignment = run(EN, [*DE[:3], *REPLACED[:number], *DE[3 + number :]])
    assert shapes(alignment) == [((i,), (i,)) for i in range(len(EN))]


def test_a_short_line_does_not_face_a_long_passage() -> None:
    alignment = run(EN, [*DE[:3], "Foto: privat", *DE[6:]])
    assert [bead.source for bead in alignment.beads if bead.kind == "omission"] == [(3,), (4,), (5,)]


def test_page_furniture_does_not_face_a_sentence() -> None:
    line = "Jetzt den Hafen-Newsletter bestellen und keine Nachricht mehr verpassen!"
    alignment = run(EN, [*DE[:4], line, *DE[5:]])
    assert [bead.source for bead in alignment.beads if bead.kind == "omission"] == [(4,)]
    assert [bead.target_text for bead in alignment.beads if bead.kind == "addition"] == [line]


def test_empty_lines_face_each_other() -> None:
    alignment = run([*EN[:2], "", *EN[2:]], [*DE[:2], "", *DE[2:]], pre_split=True)
    assert shapes(alignment) == [((i,), (i,)) for i in range(len(EN) + 1)]


@pytest.mark.parametrize(("source", "target"), [([], []), (EN[:2], []), ([], DE[:2]), ([""], [""])])
def test_nothing_to_align(source: list[str], target: list[str]) -> None:
    alignment = run(source, target)
    assert_covers(alignment)
    assert len(alignment.beads) == len(source) + len(target) if source != [""] else not alignment.beads


def test_bead_texts_keep_what_stands_between_sentences() -> None:
    source = Text(
        (
            Block("The tide of 12 May rose by 3 metres.  It took the old pier of Brackwater with it.", 4),
            Block("Nobody was hurt.", 6),
        )
    )
    target = Text(
        (
            Block("Die Flut vom 12. Mai stieg um 3 Meter und riss den alten Pier von Brackwater mit sich.", 2),
            Block("Verletzt wurde niemand.", 3),
        )
    )
    alignment = align(source, target, "en", "de")
    assert alignment.beads[0].source_text == source.blocks[0].text
    first, second = segments(alignment, "tide")
    assert (first.id, first.doc, first.source, first.target) == (
        "1",
        "tide",
        source.blocks[0].text,
        target.blocks[0].text,
    )
    assert first.meta["source_line"] == 4 and first.meta["target_line"] == 2
    assert first.meta["source_paragraph"] == 1 and first.meta["target_paragraph"] == 1
    assert first.meta["source_sentences"] == [0, 1] and first.meta["target_sentences"] == [0]
    assert first.meta["kind"] == "match" and 0 < first.meta["score"] <= 1
    assert second.id == "2" and second.meta["source_line"] == 6


def test_segments_of_an_omission_have_no_target_line() -> None:
    made = segments(run(EN, DE[:5] + DE[6:]), "d")
    gap = next(segment for segment in made if segment.meta["kind"] == "omission")
    assert gap.target == "" and gap.source == EN[5]
    assert gap.meta["source_line"] == 6 and "target_line" not in gap.meta and gap.meta["target_sentences"] == []


def test_languages_without_spaces_join_blocks_without_one() -> None:
    alignment = align(
        text(["The 1,300 boats of Lan Su left; 77 came back."]),
        text(["兰苏的1300艘船离开了，", "77艘回来了。"]),
        "en",
        "zh",
        pre_split=True,
    )
    assert alignment.beads[0].target_text == "兰苏的1300艘船离开了，77艘回来了。"


def test_unrelated_documents_are_noticed() -> None:
    other = [
        "Der Bäcker öffnet um sechs.",
        "Seine Brötchen sind im ganzen Viertel bekannt, vor allem die mit Mohn und Sesam darauf.",
        "Gestern fiel der Ofen aus!",
        "Ein Techniker kam erst am Abend, und so blieb der Laden den ganzen Tag lang leer.",
        "Heute gibt es wieder Brot.",
    ]
    assert run(EN, other).relatedness < 0.5 < run(EN, DE).relatedness


def test_the_similarity_decides_where_form_does_not() -> None:
    class Reversing:
        """A similarity under which line i of one side matches line i + 1 of the other."""

        def __init__(self, source: Any, target: Any, source_lang: str, target_lang: str, progress: Any) -> None:
            assert (source_lang, target_lang) == ("en", "de")
            self.refinements: list[Any] = []

        def scores(self, rows: range, columns: range, shapes: Any) -> dict[tuple[int, int], Any]:
            diagonal = np.subtract.outer(np.arange(rows.start, rows.stop), np.arange(columns.start, columns.stop))
            return {shape: np.where((diagonal == -1) & (shape == (1, 1)), 40.0, -40.0) for shape in shapes}

        def anchors(self) -> list[tuple[int, int]]:
            return []

        def refined(self, links: Any) -> Reversing:
            assert all(j == i + 1 and 0 < p <= 1 for i, j, p in links)
            return self

    lines = ["The same old line stands here."] * 2 + ["And one more of them."]
    alignment = run(lines, lines, similarity=Reversing, pre_split=True)
    assert shapes(alignment) == [((), (0,)), ((0,), (1,)), ((1,), (2,)), ((2,), ())]


def test_progress_is_reported() -> None:
    seen: list[tuple[str, int, int]] = []
    run(EN, DE, progress=lambda what, done, total: seen.append((what, done, total)))
    assert seen[-1] == ("align", 3, 3) and len(seen) == 3


def test_a_long_document_is_searched_in_a_corridor() -> None:
    # 600 lines: the plane is too large to be searched whole. Names and numbers differ from copy to copy.
    def copy(lines: list[str], k: int) -> list[str]:
        names = str.maketrans({"A": "ABCDEFGHIJ"[k % 10], "0": str(k % 10), "4": str(k // 10 % 10), "8": str(k % 7)})
        return [line.translate(names) for line in lines]

    source = [line for k in range(50) for line in copy(EN, k)]
    target = [line for k in range(50) for line in copy(DE, k)]
    del target[300:310], source[100:103]
    alignment = run(source, target, pre_split=True)
    assert_covers(alignment)
    wanted = {(i, i + (3 if i >= 100 else 0)) for i in range(len(source))}
    wanted = {(i, j - (10 if j >= 310 else 0)) for i, j in wanted if not 300 <= j < 310}
    found = {(bead.source[0], bead.target[0]) for bead in alignment.beads if bead.kind == "match"}
    assert len(wanted & found) > 0.97 * len(wanted)
    assert len([bead for bead in alignment.beads if bead.kind == "omission"]) == 10
    assert len([bead for bead in alignment.beads if bead.kind == "addition"]) == 3


def test_scoring_a_few_sentences_does_not_read_the_whole_text(monkeypatch: pytest.MonkeyPatch) -> None:
    text = Text(tuple(Block(line, number) for number, line in enumerate(EN * 20, 1)))
    form = Structure((text, text), (whole_blocks(text), whole_blocks(text)), ("en", "de"), paragraphs=True)
    sizes: list[int] = []
    log = np.log
    monkeypatch.setattr(np, "log", lambda values: sizes.append(np.size(values)) or log(values))
    form.scores(range(8, 12), range(8, 12), [(1, 1)])
    assert max(sizes) == 16, "4 times 4 beads"


def test_a_translator_who_joins_many_sentences_leaves_few_out() -> None:
    text = Text(tuple(Block(line, number) for number, line in enumerate(EN, 1)))
    sides = whole_blocks(text), whole_blocks(text)
    literal, free = (Structure((text, text), sides, ("en", "de"), paragraphs=True) for _ in range(2))
    before, run = literal.skips[0].copy(), literal.run
    literal.learn({(1, 1): 40.0, (1, 2): 2.0})
    free.learn({(1, 1): 20.0, (1, 2): 10.0, (2, 1): 10.0})
    np.testing.assert_array_equal(literal.skips[0], before)
    assert (free.skips[0] < before - 1).all()
    np.testing.assert_allclose(free.skips[0] + free.run, before + run, err_msg="a run of skips stays as likely")
