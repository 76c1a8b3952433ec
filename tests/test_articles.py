"""The news articles in `references/articles`: complete in every language, and read by `datasets`."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent.parent / "references" / "articles"
SUBJECTS = (
    "politics",
    "business",
    "court",
    "accident",
    "science",
    "sport",
    "strike",
    "outbreak",
    "harbour",
    "takeover",
    "ferries",
    "coalition",
    "smelter",
    "hospital",
)
"""Articles with planted errors."""
GOOD = (
    "storm",
    "school",
    "museum",
    "rail",
    "obituary",
    "furniture",
    "wildfire",
    "festival",
    "cyberattack",
    "championship",
    "drought",
    "fraudtrial",
    "vaccine",
    "cycling",
    "ceasefire",
    "rents",
    "airline",
    "volcano",
    "tunnel",
)
"""Articles that count false alarms only."""
SHORT = "wide"
"""The half of short articles, each in two languages."""
ERRORS = 4
"""Planted errors in each translation of a short article."""


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


ARTICLES = rows("articles.jsonl")
ENGLISH = {row["article"]: row for row in ARTICLES if row["lang"] == "en"}


def test_every_article_is_there_in_every_language() -> None:
    langs = defaultdict(set)
    for row in ARTICLES:
        langs[row["article"]].add(row["lang"])
    short = {row["article"] for row in ARTICLES if row["half"] == SHORT}
    assert set(langs) == {*SUBJECTS, *GOOD, *short}
    assert len(ARTICLES) == sum(map(len, langs.values())), "no language twice"
    long = {frozenset(langs[article]) for article in (*SUBJECTS, *GOOD)}
    assert len(langs["court"]) >= 15 and long == {frozenset(langs["court"])}
    assert all(len(langs[article]) == 3 and "en" in langs[article] for article in short)
    assert set[str]().union(*(langs[article] for article in short)) == langs["court"]
    named = re.search(r"Languages \| English, and a translation into each of \d+ languages: (.+) \|", card())
    assert named and set(named[1].split(", ")) == langs["court"] - {"en"}


def is_short(article: str) -> bool:
    return ENGLISH[article]["half"] == SHORT


def card() -> str:
    return (FOLDER / "README.md").read_text(encoding="utf-8")


def test_articles_are_set_aside() -> None:
    halves = Counter(row["half"] for row in ENGLISH.values())
    assert halves == {"work": 3, "held": 3, "read": 19, "fresh": 8, "wide": 216}
    planted = [row for row in rows("planted.jsonl") + rows("edits.jsonl") if not is_short(row["article"])]
    assert {row["article"] for row in planted} == set(SUBJECTS)
    assert all(row["half"] == ENGLISH[row["article"]]["half"] for row in ARTICLES)


@pytest.mark.parametrize("row", ARTICLES, ids=lambda row: f"{row['article']}-{row['lang']}")
def test_a_translation_has_the_paragraphs_of_its_source(row: dict[str, Any]) -> None:
    assert len(row["paragraphs"]) == len(ENGLISH[row["article"]]["paragraphs"])
    texts = [row["headline"], *row["paragraphs"]]
    assert all(text == text.strip() and "  " not in text and "\n" not in text for text in texts)
    size = sum(map(len, texts)) / sum(map(len, ENGLISH[row["article"]]["paragraphs"]))
    assert 0.25 < size < 1.6


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_kind_of_error_is_planned_once_where_its_phrase_occurs_once(subject: str) -> None:
    plan = [row for row in rows("planted.jsonl") if row["article"] == subject]
    assert len(plan) == len({row["kind"] for row in plan}) == 22
    article = ENGLISH[subject]
    text = "\n".join([article["headline"], *article["paragraphs"]])
    assert [row["anchor"] for row in plan if text.count(row["anchor"]) != 1] == []
    assert all(row["instead"] for row in plan)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_plan_is_carried_out_in_every_language(subject: str) -> None:
    kinds = {row["kind"] for row in rows("planted.jsonl")}
    for article in ARTICLES:
        if article["article"] == subject and article["lang"] != "en":
            edits = [row for row in rows("edits.jsonl") if (row["article"], row["lang"]) == (subject, article["lang"])]
            text = "\n".join([article["headline"], *article["paragraphs"]])
            assert {row["kind"] for row in edits} == kinds and len(edits) == len(kinds)
            assert [row["find"] for row in edits if text.count(row["find"]) != 1] == []
            assert all(row["find"] != row["replace"] and "\n" not in row["find"] + row["replace"] for row in edits)


def test_each_translation_of_a_short_article_has_planted_errors_in_its_paragraphs() -> None:
    kinds = {row["kind"] for row in rows("planted.jsonl")}
    edits = defaultdict(list)
    for row in rows("edits.jsonl"):
        edits[row["article"], row["lang"]].append(row)
    short = [row for row in ARTICLES if row["half"] == SHORT and row["lang"] != "en"]
    assert len(short) == 2 * sum(map(is_short, ENGLISH))
    for article in short:
        texts = [article["headline"], *article["paragraphs"]]
        planted = edits[article["article"], article["lang"]]
        assert {row["kind"] for row in planted} <= kinds and len(planted) == ERRORS
        places = [[n for n, text in enumerate(texts) if row["find"] in text] for row in planted]
        assert all(len(found) == 1 for found in places) and len({n for [n] in places}) == ERRORS
        assert [row for row in planted if "\n".join(texts).count(row["find"]) != 1] == []
        assert all(row["find"] != row["replace"] for row in planted)


def test_datasets_reads_the_articles(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    loaded = datasets.load_dataset(
        "json", data_files=str(FOLDER / "articles.jsonl"), split="train", cache_dir=str(tmp_path)
    )
    assert loaded.column_names == ["article", "half", "lang", "headline", "paragraphs"]
    assert len(loaded) == len(ARTICLES)
