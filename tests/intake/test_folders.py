from __future__ import annotations

import os
from pathlib import Path

import pytest

from mtqe.errors import InputError
from mtqe.intake.pairing.folders import Pair, Unmatched, pair_folders


def folder(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("text", encoding="utf-8")
    return root


def named(pairs: tuple[Pair, ...], root: Path) -> list[tuple[str, str, str]]:
    return [(p.name, p.source.relative_to(root).as_posix(), p.translation.relative_to(root).as_posix()) for p in pairs]


def test_same_paths_pair_and_the_rest_is_named(tmp_path: Path) -> None:
    source = folder(tmp_path / "s", "b.txt", "a/x.txt", "only.txt", ".hidden/x.txt", "a/.DS_Store")
    target = folder(tmp_path / "t", "a/x.txt", "b.txt", "extra/y.txt")
    pairs, unmatched = pair_folders(source, target, source_lang="en", target_lang="de")
    assert named(pairs, tmp_path) == [("a/x.txt", "s/a/x.txt", "t/a/x.txt"), ("b.txt", "s/b.txt", "t/b.txt")]
    assert unmatched == (
        Unmatched(source / "only.txt", f"no counterpart in {target}"),
        Unmatched(target / "extra/y.txt", f"no counterpart in {source}"),
    )


@pytest.mark.parametrize(
    ("source", "target", "langs"),
    [
        ("news.en.txt", "news.de.txt", ("en", "de")),
        ("news_en.txt", "news_de.txt", ("en", "de")),
        ("news-en.txt", "news-de-AT.txt", ("en-GB", "de-AT")),
        ("news.en", "news.de", ("en", "de")),
        ("en.txt", "de.txt", ("en", "de")),
        ("news.txt", "news.de.txt", ("en", "de")),
        ("en/a/news.txt", "de/a/news.txt", ("en", "de")),
        ("EN/news.en_US.md", "pt_BR/news.pt-br.md", ("en-US", "pt-BR")),
        ("news.en.txt", "news.zh_Hans_CN.txt", ("en", "zh-Hans-CN")),
        ("de-facto.en.txt", "de-facto.de.txt", ("en", "de")),
    ],
)
def test_names_may_differ_in_their_language(tmp_path: Path, source: str, target: str, langs: tuple[str, str]) -> None:
    pairs, unmatched = pair_folders(
        folder(tmp_path / "s", source), folder(tmp_path / "t", target), source_lang=langs[0], target_lang=langs[1]
    )
    assert named(pairs, tmp_path) == [(target, f"s/{source}", f"t/{target}")]
    assert unmatched == ()


def test_other_languages_and_other_endings_do_not_pair(tmp_path: Path) -> None:
    source = folder(tmp_path / "s", "a.en.txt", "b.en.txt")
    target = folder(tmp_path / "t", "a.fr.txt", "b.de.md")
    pairs, unmatched = pair_folders(source, target, source_lang="en", target_lang="de")
    assert pairs == ()
    assert len(unmatched) == 4


def test_ambiguous_names_pair_with_nothing(tmp_path: Path) -> None:
    source = folder(tmp_path / "s", "a.en.txt", "a_en.txt", "x.txt")
    target = folder(tmp_path / "t", "a.de.txt", "a-de.txt", "x.txt")
    pairs, unmatched = pair_folders(source, target, source_lang="en", target_lang="de")
    assert [pair.name for pair in pairs] == ["x.txt"]
    assert [item.path for item in unmatched] == [
        source / "a.en.txt",
        source / "a_en.txt",
        target / "a-de.txt",
        target / "a.de.txt",
    ]
    assert {item.why for item in unmatched} == {
        "more than one file could pair: a-de.txt, a.de.txt, a.en.txt, a_en.txt",
    }


def test_references_keep_the_order_of_their_folders(tmp_path: Path) -> None:
    source = folder(tmp_path / "s", "a.en.txt", "b.en.txt")
    target = folder(tmp_path / "t", "a.de.txt", "b.de.txt")
    first = folder(tmp_path / "r1", "a.de.txt", "b.txt", "c.txt")
    second = folder(tmp_path / "r2", "a.txt")
    pairs, unmatched = pair_folders(source, target, [first, second], source_lang="en", target_lang="de")
    assert [pair.references for pair in pairs] == [(first / "a.de.txt", second / "a.txt"), (first / "b.txt",)]
    assert unmatched == (
        Unmatched(first / "c.txt", f"no counterpart in {target}"),
        Unmatched(target / "b.de.txt", f"no counterpart in {second}"),
    )


def test_one_folder_may_hold_both_sides(tmp_path: Path) -> None:
    both = folder(tmp_path, "a.en.txt", "a.de.txt", "en/b.txt", "de/b.txt", "c.en.txt", "README")
    pairs, unmatched = pair_folders(both, both, source_lang="en", target_lang="de")
    assert named(pairs, tmp_path) == [("a.de.txt", "a.en.txt", "a.de.txt"), ("de/b.txt", "en/b.txt", "de/b.txt")]
    assert unmatched == (
        Unmatched(both / "README", "its name has neither en nor de"),
        Unmatched(both / "c.en.txt", f"no counterpart in {both}"),
    )
    with pytest.raises(InputError, match="the same folder"):
        pair_folders(both, both)


def test_bad_folders(tmp_path: Path) -> None:
    good = folder(tmp_path / "s", "a.txt")
    (tmp_path / "empty").mkdir()
    for bad, why in (
        (tmp_path / "empty", "has no files"),
        (good / "a.txt", "is a file"),
        (tmp_path / "no", "no such"),
    ):
        with pytest.raises(InputError, match=why):
            pair_folders(good, bad)
        with pytest.raises(InputError, match=why):
            pair_folders(good, good.parent / "s", [bad], source_lang="en", target_lang="de")


def test_links_that_are_not_followed_are_named(tmp_path: Path) -> None:
    source = folder(tmp_path / "s", "a.txt", "b.txt")
    target = folder(tmp_path / "t", "a.txt")
    elsewhere = folder(tmp_path / "elsewhere", "c.txt")
    for side in (source, target):
        (side / "gone.txt").symlink_to("nowhere.txt")
        (side / "round.txt").symlink_to("round.txt")
        (side / "sub").symlink_to(elsewhere)
        (side / "self").symlink_to(side)
        (side / ".hidden").symlink_to("nowhere.txt")
        (side / "file.txt").symlink_to(elsewhere / "c.txt")
    pairs, unmatched = pair_folders(source, target)
    assert [pair.name for pair in pairs] == ["a.txt", "file.txt"], "a link to a file is a file"
    gone = "which does not exist; correct or remove the link"
    unfollowed = "which is not followed; copy the folder, or evaluate it in its own run"
    assert unmatched == (
        Unmatched(source / "b.txt", f"no counterpart in {target}"),
        *(
            Unmatched(side / name, why)
            for side in (source, target)
            for name, why in (
                ("gone.txt", f"a link to nowhere.txt, {gone}"),
                ("round.txt", f"a link to round.txt, {gone}"),
                ("self", f"a link to the folder {side}, {unfollowed}"),
                ("sub", f"a link to the folder {elsewhere}, {unfollowed}"),
            )
        ),
    )
    (tmp_path / "only").mkdir()
    (tmp_path / "only" / "link").symlink_to(elsewhere)
    with pytest.raises(InputError, match=r"only has no files; .*link is a link to the folder"):
        pair_folders(tmp_path / "only", target)


@pytest.mark.skipif(os.name != "posix", reason="pipes of Unix")
def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    source, target = folder(tmp_path / "s", "a.txt"), folder(tmp_path / "t", "a.txt")
    os.mkfifo(target / "pipe")
    assert pair_folders(source, target)[1] == (Unmatched(target / "pipe", "neither a file nor a folder; remove it"),)
