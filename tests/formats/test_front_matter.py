"""Texts of the front matter of Markdown documents."""

from __future__ import annotations

import pytest

from mtqe.formats.documents import front_matter

YAML = """---
title: "Ferry: news"
linkTitle: News
date: 2024-05-01
layout: post
weight: 3
draft: false
description: >
  How to use
  the ferry.
tags: [ferry, four small boats]
hero:
  image_alt: Pier
  image: /img/pier.png
slug: 渡轮
note: 渡轮今天不开
---
Text
"""
TOML = """+++
title = "Ferry news"
weight = 3
[params]
lead = "Boats"
path = "a/b"
+++
Text
"""


def test_yaml() -> None:
    blocks = front_matter.blocks(YAML)
    assert blocks is not None
    assert [(block.key, block.text, block.line, block.kind) for block in blocks] == [
        ("front title", "Ferry: news", 2, "heading"),
        ("front linkTitle", "News", 3, "heading"),
        ("front description", "How to use the ferry.", 8, "line"),
        ("front tags.1", "four small boats", 11, "line"),
        ("front hero.image_alt", "Pier", 13, "line"),
        ("front note", "渡轮今天不开", 16, "line"),
    ]
    assert YAML[front_matter.end(YAML) :] == "Text\n"


def test_toml() -> None:
    blocks = front_matter.blocks(TOML)
    assert blocks is not None
    assert [(block.key, block.text, block.line) for block in blocks] == [
        ("front title", "Ferry news", 2),
        ("front params.lead", "Boats", 5),
    ]


@pytest.mark.parametrize("content", ["Text", "---\n\nText", "---\n---\n", "+++\n+++\n", "--- \nText"])
def test_no_front_matter(content: str) -> None:
    assert front_matter.blocks(content) == ()


@pytest.mark.parametrize(
    "content",
    [
        "---\ntitle: [\n---\n",
        "+++\ntitle = \n+++\n",
        f"---\ntitle: {'[' * 5000}\n---\n",
        f"---\ntitle: {'a b ' * 30_000}\n---\n",
    ],
)
def test_front_matter_that_cannot_be_read(content: str) -> None:
    assert front_matter.blocks(content) is None


def test_aliases_are_not_followed() -> None:
    bomb = "---\na: &a [x y, x y]\n" + "".join(
        f"k{n}: &k{n} [*{'a' if not n else f'k{n - 1}'}, z z]\n" for n in range(30)
    )
    blocks = front_matter.blocks(bomb + "---\n")
    assert blocks is not None
    assert len(blocks) <= 32
