from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqe.language.sentences import count, places, split, whole_blocks
from mtqe.model import Block, Text

PIECES = st.sampled_from(
    [*"abcXYZäß.!?…,;:()[]“”„«»\"'’ \n\u00a0", ". . .", "z. B. ", "Dr. ", "U.S. ", "12.", "「", "。", "😀", " “Ja.” "]
)
BLOCKS = st.lists(st.lists(PIECES, max_size=30).map("".join), max_size=4)


def sentences(text: str, lang: str) -> list[str]:
    return [sentence.text for sentence in split(Text((Block(text, 1),)), lang)]


def test_places_are_those_of_the_sentences() -> None:
    text = " Dr. Kim slept.  The goat ate. "
    assert [text[start:end] for start, end in places(text, "en")] == ["Dr. Kim slept.", "The goat ate."]
    assert places(" ", "en") == []


@pytest.mark.parametrize("number", ["3.", "3.2.", "3.10.4.", "A.3.", "(2)"])
def test_the_number_of_a_section_belongs_to_its_heading(number: str) -> None:
    assert sentences(f"{number} Opening the Lock", "en") == [f"{number} Opening the Lock"]
    assert sentences("It rose by 5.4. The rest sank.", "en") == ["It rose by 5.4.", "The rest sank."]


@settings(max_examples=200)
@given(BLOCKS, st.sampled_from(["en", "de", "de-AT", "fr", "zh", "ja", "xx"]))
def test_every_character_but_spaces_is_in_exactly_one_sentence(blocks: list[str], lang: str) -> None:
    text = Text(tuple(Block(block, line) for line, block in enumerate(blocks, 1)))
    found = split(text, lang)
    covered = [(s.block, offset) for s in found for offset in range(s.start, s.end)]
    assert len(covered) == len(set(covered))
    assert covered == sorted(covered)
    wanted = {(b, o) for b, block in enumerate(blocks) for o, c in enumerate(block) if not c.isspace()}
    assert wanted <= set(covered)
    for s in found:
        assert s.text == text.blocks[s.block].text[s.start : s.end] == s.text.strip() != ""
        assert s.line == text.blocks[s.block].line


@pytest.mark.parametrize(
    ("lang", "marked"),
    [
        ("en", "“Well . . . The harvest was poor,” Ms. Imani said.|Her neighbours nodded."),
        ("de", "„Na ja . . . Die Ernte war schlecht“, sagte Frau Imani.|Die Nachbarn nickten."),
        ("en", "The ferry left at 6 p.m. Eastern time on Friday.|Nobody from the U.S. was on board."),
        ("de", "Am 7. November fuhr die Fähre um 18.30 Uhr ab.|An Bord waren u. a. 12 Briten."),
        ("de", "Im 18. Jahrhundert baute Dr. Ulm das Tor.|Heute ist es weg."),
        ("en", "“Who signed this?” Mr. Okoro asked.|“I did,” said the clerk."),
        ("de", "»Wer hat das unterschrieben?«, fragte Herr Okoro.|»Ich«, sagte der Schreiber."),
        ("en", "She read it twice (all of it).|(Nobody else had.)|Then she left."),
        ("en", "The firm runs Fish-by-Mail.net and harbour-shop.example.org.|Both are down."),
        ("de", "Der Umsatz stieg auf 3 Mrd.|Das reicht nicht.|2031 soll er sich verdoppeln."),
        ("en", "1. Turn the key.|2. Wait."),
        ("en", "iCorp fell 2.5 percent.|eMart rose."),
        ("zh", "我们出发了。|你呢？"),
    ],
)
def test_boundaries(lang: str, marked: str) -> None:
    space = "" if lang == "zh" else " "
    assert sentences(marked.replace("|", space), lang) == marked.split("|")


@pytest.mark.parametrize(
    ("lang", "marked"),
    [
        ("pl", "Promem płynie 60 proc. Polaków z tys. Szwedów.|Reszta czeka."),
        ("pl", "Ceny wzrosły o 5 proc.|Według kapitana to dużo."),
        ("pl", "Ksiądz dał im.|Potem odszedł na ul. Portową, tzw. Mały Rynek, do płk. Lisa."),
        ("fr", "Le bac de M. Élie Morel est parti avec MM. Petit et M. Le Goff.|M. Roux l’a vu."),
        ("fr", "Merci à l’ami de Mme. Roux, au Dr. Blanc et à Mgr. Petit."),
        ("it", "Parlano l’avv. Rossi, l’ing. Verdi e il Dott. Neri.|La nave parte."),
        ("de", "Dipl.-Ing. Berg, Hptm. Kohl und Abg. Stein sind da.|Die Fähre fehlt."),
        ("es", "Zarpan Dña. Ana, el Pbro. Gil y el Cnel. Ruiz.|Nadie más."),
        ("pt", "Partiram a Profa. Lima, o Cel. Costa e o Pe. João.|Mais ninguém."),
        ("nl", "Mevr. Smit en ds. Bos varen met 60 pct. Friezen.|De rest wacht."),
        ("cs", "Pluje 60 proc. Čechů a plk. Novák.|Ostatní čekají na tř. Míru."),
        ("cs", "Převozník pomohl nám.|Potom odešel na nám. Svobody."),
        ("ru", "Плывут 60 проц. Россиян и инж. Орлов.|Остальные ждут на пл. Победы."),
        ("uk", "Пливуть 60 проц. Українців.|Решта чекає на просп. Миру."),
        ("bg", "Пътуват 60 проц. Българи с г-жа. Петрова.|Останалите чакат."),
        ("sv", "Frk. Ek och 60 proc. Svenskar reser.|Resten väntar."),
        ("nb", "Frk. Ek og 60 pst. Nordmenn reiser.|Resten venter."),
        ("fi", "Rva. Mäki ja 60 pros. Suomalaisista matkustavat.|Loput odottavat."),
        ("lt", "Plaukia 60 proc. Lietuvos žvejų ir plk. Petras.|Visi laukia."),
        ("en", "Cllr. Dale and 60 pct. Americans sail.|The rest waits, says Bp. Cole."),
        ("ro", "Dl. Pop și dna. Radu pleacă de pe str. Lungă."),
        ("hu", "Itt van özv. Tóth, ifj. Szabó és Szt. István."),
        ("tr", "Doç. Kaya ile Av. Demir geldi."),
        ("el", "Ήρθε ο καθ. Νίκου από τον Αγ. Νικόλαο."),
        ("hr", "Došla je gđa. Novak na ul. Ilica, tzv. Zapad."),
        ("hi", "डॉ. वर्मा और प्रो. शर्मा आए।|नाव चली गई।"),
        ("id", "Tn. Joko dan Hj. Siti tinggal di Jl. Merdeka."),
        ("vi", "GS. Trần và ThS. Phạm đến TP. Huế."),
    ],
)
def test_abbreviations_before_names(lang: str, marked: str) -> None:
    assert sentences(marked.replace("|", " "), lang) == marked.split("|")


def test_a_heading_without_full_stop_is_one_sentence() -> None:
    assert sentences("Harbour closed: what travellers must know", "en") == ["Harbour closed: what travellers must know"]


def test_closing_marks_stay_and_opening_marks_go_on() -> None:
    assert sentences("He said: “I am late.” “So am I today.”", "en") == ["He said: “I am late.”", "“So am I today.”"]


def test_quoted_text_is_split_inside_the_quotation() -> None:
    text = "„Das Boot ist alt. Der Motor läuft nicht mehr“, klagte sie."
    assert sentences(text, "de") == ["„Das Boot ist alt.", "Der Motor läuft nicht mehr“, klagte sie."]


def test_whole_blocks_keeps_empty_ones() -> None:
    text = Text((Block("One. Two.", 1), Block("", 2), Block(" three", 3)))
    assert [s.text for s in whole_blocks(text)] == ["One. Two.", "", " three"]


def test_count() -> None:
    assert count("The tide rose. The pier broke.", "en") == 2
    assert count("", "en") == 1


def test_half_of_a_surrogate_pair_is_a_character() -> None:
    assert sentences("One \ud800 two. Three\udfff.", "en") == ["One \ud800 two.", "Three\udfff."]


def test_a_long_block_takes_linear_time() -> None:
    # A hundred thousand characters in one block; quadratic work would take minutes.
    assert len(sentences("The tide rose . . . again (see p. 4). “So it goes,” he said. " * 1700, "en")) == 3400


@pytest.mark.parametrize("space", "\u00a0\u2009\u202f\u3000")
def test_a_full_stop_behind_a_letter_and_an_unusual_space(space: str) -> None:
    text = f"Plan A{space}. Plan B follows."
    assert [text[start:end] for start, end in places(text, "en")][-1].endswith("Plan B follows.")


def test_a_long_block_is_split_like_its_sentences() -> None:
    known = [f"Boat {number} left the old mill at 7 a.m. with Dr. Kim and {number} others." for number in range(400)]
    assert sentences(" ".join(known), "en") == known


def test_a_long_word_is_in_one_sentence_and_hides_none() -> None:
    assert sentences(f"Hello there. A{'a' * 30_000}. The end came.", "en") == [
        "Hello there.",
        "A" + "a" * 30_000 + ".",
        "The end came.",
    ]
