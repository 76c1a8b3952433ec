from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.errors import InputError
from mtqe.formats.documents import text

PARAGRAPHS = [
    "The harbour office closed two of its five piers on Friday after divers found cracks in the concrete. Fishing "
    "boats were sent to the old basin, where the water is barely deep enough at low tide.",
    "Captains who spoke to the paper said that they had warned of the damage since spring, but that nobody from the "
    "city had come to look before the storm of last week.",
    "Repairs will take until May and cost some four million euros, a sum that the council has yet to approve, and the "
    "ferry to the islands will leave from the northern quay for as long as that.",
]


def shape(content: str) -> list[tuple[str, int, str]]:
    return [(block.text, block.line, block.kind) for block in text.parse(content)]


def texts(content: str) -> list[str]:
    return [block.text for block in text.parse(content)]


def wrapped(paragraph: str, width: int = 72) -> str:
    return "\n".join(textwrap.wrap(paragraph, width, break_on_hyphens=False))


def test_each_line_of_an_article_is_a_block() -> None:
    content = "Piers closed\n" + "\n".join(PARAGRAPHS) + "\n"
    assert shape(content) == [
        ("Piers closed", 1, "heading"),
        *((paragraph, line, "paragraph") for line, paragraph in enumerate(PARAGRAPHS, 2)),
    ]


def test_blank_lines_part_blocks_and_line_numbers_hold() -> None:
    assert shape("\n\nFirst one here.\n \t\nSecond  one\there.\n\n\n") == [
        ("First one here.", 3, "paragraph"),
        ("Second  one\there.", 5, "paragraph"),
    ]


@pytest.mark.parametrize("width", [48, 60, 72, 80, 100])
def test_hard_line_breaks_are_undone(width: int) -> None:
    content = "\n\n".join(wrapped(paragraph, width) for paragraph in PARAGRAPHS)
    assert texts(content) == PARAGRAPHS


def test_a_single_wrapped_paragraph_is_one_block() -> None:
    assert texts(wrapped(PARAGRAPHS[0])) == [PARAGRAPHS[0]]


def test_indented_first_lines_begin_paragraphs_without_blank_lines() -> None:
    content = "\n".join("   " + wrapped(paragraph) for paragraph in PARAGRAPHS)
    assert texts(content) == PARAGRAPHS


def test_headings_and_short_last_lines_of_wrapped_text_stay_apart() -> None:
    content = f"Piers closed\n\n{wrapped(PARAGRAPHS[0])}\n\nNo date yet\n{wrapped(PARAGRAPHS[1])}"
    assert texts(content) == ["Piers closed", PARAGRAPHS[0], "No date yet", PARAGRAPHS[1]]


def test_a_dash_at_the_start_of_a_wrapped_line_is_no_item() -> None:
    paragraph = (
        "The council wants to hear from the captains, from the harbour office and from the divers "
        "- who are still in the water - before it decides whether the money can be found this year."
    )
    first = textwrap.wrap(paragraph, 89, break_on_hyphens=False)
    assert first[1].startswith("- who")
    assert texts("\n".join(first) + "\n\n" + wrapped(PARAGRAPHS[0], 89)) == [paragraph, PARAGRAPHS[0]]


def test_sentences_on_lines_of_their_own_are_not_joined() -> None:
    lines = [
        "The harbour office closed two piers on Friday morning.",
        "Divers had found cracks in the concrete of both.",
        "Boats were sent to the old basin for the time being.",
        "Repairs will take until May, the city engineer said.",
    ]
    assert texts("\n".join(lines)) == lines
    assert texts("\n\n".join(["\n".join(lines), "\n".join(lines)])) == lines * 2


def test_short_phrases_are_not_joined() -> None:
    lines = ["open the file", "save the file as", "close without saving", "print"]
    assert texts("\n".join(lines)) == lines


def test_an_address_on_the_next_line_is_no_continuation() -> None:
    lines = [
        "“They asked us to wait for the report”",
        "https://harbour.example/reports/2024/divers-found-cracks-in-piers",
    ]
    assert texts("\n".join(lines)) == lines


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("a well-", "known captain", "a well-known captain"),
        ("Ost-", "und Westkai", "Ost- und Westkai"),
        ("the divers -", "all four", "the divers - all four"),
    ],
)
def test_hyphens_at_line_ends(before: str, after: str, joined: str) -> None:
    filler = "the harbour office said on Friday that it would have to close for some weeks so"
    third = f"{after} for the office said that it would have to close them for some months"
    content = f"{filler}\n{filler[: 78 - len(before)].rstrip()} {before}\n{third}\n{filler}\n{filler}"
    assert [joined in block for block in texts(content)] == [True]


def test_wrapped_chinese_is_joined_without_spaces() -> None:
    paragraph = "港口办公室周五宣布关闭五个码头中的两个因为潜水员在混凝土中发现了裂缝" * 3 + "。"
    lines = [paragraph[start : start + 20] for start in range(0, len(paragraph), 20)]
    assert texts("\n".join(lines)) == [paragraph]


def test_markdown_headings_items_and_rules() -> None:
    content = (
        "# Piers closed.\nBy our reporter\n===============\nThe office said so.\n---\n\n"
        "* * *\n- divers\n* boats.\n• basins\n1. first\n2. second\n3) alone it is no item\n"
    )
    assert shape(content) == [
        ("# Piers closed.", 1, "heading"),
        ("By our reporter", 2, "heading"),
        ("The office said so.", 4, "heading"),
        ("- divers", 8, "item"),
        ("* boats.", 9, "item"),
        ("• basins", 10, "item"),
        ("1. first", 11, "item"),
        ("2. second", 12, "item"),
        ("3) alone it is no item", 13, "heading"),
    ]


def test_a_date_is_no_list_item() -> None:
    assert [block.kind for block in text.parse("3. Oktober war ein Feiertag.\n\nDie Büros blieben zu.")] == [
        "paragraph"
    ] * 2


def test_items_keep_their_wrapped_lines() -> None:
    item = "- " + PARAGRAPHS[1]
    content = "\n".join(textwrap.wrap(item, 60, subsequent_indent="  ", break_on_hyphens=False))
    blocks = text.parse(f"{wrapped(PARAGRAPHS[0], 60)}\n\n{content}\n{content}")
    assert [(block.text, block.kind) for block in blocks] == [
        (PARAGRAPHS[0], "paragraph"),
        (item, "item"),
        (item, "item"),
    ]


@pytest.mark.parametrize(
    "line", ["Was it safe?", "He said: “It was.”", "“Never!”", "。", "她说没有问题。", "All of it,"]
)
def test_lines_with_final_punctuation_are_no_headings(line: str) -> None:
    assert [block.kind for block in text.parse(line)] == ["paragraph"]


@pytest.mark.parametrize(
    "head", ["<?xml version='1.0'?><xliff/>", "<!DOCTYPE html>\n<p>x</p>", "  <html>", "{\\rtf1 x}"]
)
def test_markup_is_refused(tmp_path: Path, head: str) -> None:
    path = tmp_path / "page.txt"
    path.write_text(head, encoding="utf-8")
    with pytest.raises(InputError, match="XML, HTML or RTF"):
        text.read(path)


def test_a_file_of_rules_holds_no_text(tmp_path: Path) -> None:
    path = tmp_path / "rules.txt"
    path.write_text("---\n\n* * *\n", encoding="utf-8")
    with pytest.raises(InputError, match="has no text"):
        text.read(path)


def test_read_names_file_and_hash(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("One line.", encoding="utf-8")
    read = text.read(path)
    assert (read.path, len(read.sha256 or ""), len(read.blocks)) == (str(path), 64, 1)


ALPHABET = st.sampled_from(
    ["a", "B", "ß", " ", "\t", "\n", "-", "#", "1", ".", "=", "\u2028", "\x85", "\r", "\v", "港", "“"]
)


@given(st.text(ALPHABET, max_size=200))
def test_every_block_stands_in_the_file_where_it_says(content: str) -> None:
    lines = content.split("\n")
    for block in text.parse(content):
        first = lines[block.line - 1].strip()
        assert first
        assert "\n" not in block.text
        assert block.text.startswith(first)
        assert block.text == block.text.strip()


@given(st.lists(st.text(ALPHABET, max_size=60), max_size=12))
def test_no_letter_is_lost(lines: list[str]) -> None:
    content = "\n".join(lines)
    kept = [char for block in text.parse(content) for char in block.text if char.isalnum()]
    assert kept == [char for char in content if char.isalnum()]


def test_wrapped_german_in_which_few_lines_go_on_in_lower_case() -> None:
    article = (
        "Der Zoo bekommt ein Haus für Elefanten. Der Stadtrat hat am\n"
        "Montag zugestimmt. Zwei Fraktionen lehnten den Plan ab. Die\n"
        "Kosten liegen bei neun Millionen Euro. Das Land trägt davon\n"
        "Zuschüsse in Höhe von zwei Millionen. Im Herbst soll es dann\n"
        "Führungen geben. Die Tiere ziehen im nächsten Sommer ein.\n"
    )
    assert texts(article) == [" ".join(article.split("\n")).strip()]


def test_lines_of_two_sentences_stay_lines() -> None:
    lines = [
        "Der Zoo bekommt ein neues Haus. Der Stadtrat hat zugestimmt.",
        "Zwei Fraktionen lehnten den Plan ab. Die Kosten sind zu hoch.",
        "Das Land trägt davon einen Teil. Die Stadt zahlt den Rest an.",
        "Im Herbst soll es Führungen geben. Die Tiere ziehen dann ein.",
    ]
    assert texts("\n".join(lines)) == lines
