"""`mtqe rank`: both ways to give candidates, every output, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

SAMPLES = ["Der Fluss ist breit.", "Der Fluss ist sehr breit.", "Brücke.", "Niemand kam.", "Keiner kam.", "Niemand kam"]


@pytest.fixture
def files(mtqe: Callable) -> None:
    sources = ["The river is wide.", "Nobody came."]
    Path("src.txt").write_text("\n".join(sources) + "\n", encoding="utf-8")
    Path("samples.txt").write_text("\n".join(SAMPLES) + "\n", encoding="utf-8")
    lines = [
        {"source": source, "candidates": SAMPLES[3 * place : 3 * place + 3], "id": f"s{place}", "note": "kept out"}
        for place, source in enumerate(sources)
    ]
    Path("samples.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


@pytest.mark.usefixtures("files")
def test_both_inputs_give_the_same_ranks(mtqe: Callable) -> None:
    one = mtqe("rank", "samples.jsonl", "-m", "chrf")
    other = mtqe("rank", "-s", "src.txt", "-t", "samples.txt", "--num", "3", "-m", "chrf")
    assert (one.code, other.code) == (0, 0)
    records = [json.loads(line) for line in one.out.splitlines()]
    assert [record["id"] for record in records] == ["s0", "s1"]
    assert [json.loads(line) | {"id": "x"} for line in other.out.splitlines()] == [
        record | {"id": "x"} for record in records
    ]
    first = records[0]
    assert (first["metric"], first["method"], first["best"]) == ("chrf", "mbr", first["candidates"][0]["text"])
    assert (first["clearly_best"], first["clearly_best_unknown"]) == (None, "not measured for chrf")
    assert one.err == ""
    assert [item["rank"] for item in first["candidates"]] == [1, 2, 3]
    assert first["candidates"][2]["text"] == "Brücke."
    assert {item["text"]: item["candidate"] for item in first["candidates"]} == dict(
        zip(SAMPLES[:3], range(3), strict=True)
    )


@pytest.mark.usefixtures("files")
def test_a_file_of_each_system(mtqe: Callable) -> None:
    for place, name in enumerate(("mt-a.de.txt", "mt-b.de.txt", "mt-c.de.txt")):
        Path(name).write_text("\n".join(SAMPLES[place::3]) + "\n", encoding="utf-8")
    files = [word for name in ("mt-a.de.txt", "mt-b.de.txt", "mt-c.de.txt") for word in ("-t", name)]
    done = mtqe("rank", "-s", "src.txt", *files, "-m", "chrf")
    assert done.code == 0
    first = json.loads(done.out.splitlines()[0])["candidates"]
    assert {item["text"]: item["system"] for item in first} == dict(
        zip(SAMPLES[:3], ("mt-a.de", "mt-b.de", "mt-c.de"), strict=True)
    )
    samples = json.loads(mtqe("rank", "samples.jsonl", "-m", "chrf").out.splitlines()[0])["candidates"]
    assert [item["score"] for item in first] == [item["score"] for item in samples]
    rows = [
        line.split("\t") for line in mtqe("rank", "-s", "src.txt", *files, "-m", "chrf", "-f", "tsv").out.splitlines()
    ]
    assert rows[0] == ["id", "rank", "score", "candidate", "system", "source", "text"]
    assert rows[1][4] == first[0]["system"]


@pytest.mark.usefixtures("files")
def test_outputs(mtqe: Callable) -> None:
    args = ("rank", "samples.jsonl", "-m", "chrf")
    best = [json.loads(line)["best"] for line in mtqe(*args, "--best").out.splitlines()]
    assert mtqe(*args, "-f", "txt", "-o", "best.txt").out == ""
    assert Path("best.txt").read_text(encoding="utf-8").splitlines() == best
    rows = [line.split("\t") for line in mtqe(*args, "-f", "tsv", "--best").out.splitlines()]
    assert rows[0] == ["id", "rank", "score", "candidate", "source", "text"]
    assert [row[5] for row in rows[1:]] == best
    assert len(mtqe(*args, "-f", "tsv").out.splitlines()) == 7


@pytest.mark.usefixtures("files")
def test_learned_ranks_without_any_reference(mtqe: Callable) -> None:
    done = mtqe("rank", "samples.jsonl", "--source-lang", "en", "--target-lang", "de", "--best")
    assert done.code == 0
    first = json.loads(done.out.splitlines()[0])
    assert (first["metric"], first["method"]) == ("learned", "consensus")
    assert first["best"] != "Brücke."
    assert len(first["candidates"]) == 1


@pytest.mark.usefixtures("files")
def test_consensus_can_be_switched_off(mtqe: Callable) -> None:
    args = ("rank", "samples.jsonl", "--source-lang", "en", "--target-lang", "de")
    compared = mtqe(*args).out
    alone = mtqe(*args, "--method", "quality").out
    assert mtqe(*args, "--no-consensus").out == alone
    assert mtqe("rank", "samples.jsonl", "-m", "chrf", "--no-consensus").code == 0
    assert [json.loads(line)["method"] for line in alone.splitlines()] == ["quality"] * 2
    assert json.loads(compared.splitlines()[0])["candidates"] != json.loads(alone.splitlines()[0])["candidates"]
    Path("mtqe.toml").write_text("[metrics]\nconsensus = false\n", encoding="utf-8")
    assert mtqe(*args).out == alone
    assert mtqe(*args, "--method", "consensus").out == compared
    two = json.dumps({"source": "The river is wide.", "candidates": SAMPLES[:2] * 2})
    Path("mtqe.toml").unlink()
    Path("two.jsonl").write_text(two + "\n", encoding="utf-8")
    assert json.loads(mtqe(*args[:1], "two.jsonl", *args[2:]).out)["method"] == "quality"
    forced = mtqe(*args[:1], "two.jsonl", *args[2:], "--method", "consensus")
    assert json.loads(forced.out)["method"] == "quality"
    said = " ".join(forced.err.split())
    assert "no source is ranked by consensus, but each by quality, because each has fewer than three different" in said


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("form", ["jsonl", "tsv", "txt"])
def test_a_note_says_once_what_was_ranked_by_consensus(mtqe: Callable, form: str) -> None:
    args = ("rank", "samples.jsonl", "--source-lang", "en", "--target-lang", "de", "-f", form)
    said = " ".join(mtqe(*args).err.split())
    assert said.count("consensus") == 2
    assert "learned compared the candidates of 2 of 2 sources with each other (consensus). Compare scores only" in said
    assert "within a source. --no-consensus ranks each source by quality" in said
    assert mtqe(*args, "--quiet").err == ""
    two = json.dumps(
        {"source": "The bridge is closed.", "candidates": ["Die Brücke ist zu.", "Die Brücke ist gesperrt."]}
    )
    with Path("samples.jsonl").open("a", encoding="utf-8") as out:
        out.write(two + "\n")
    mixed = mtqe(*args)
    said = " ".join(mixed.err.split())
    assert (
        "2 of 3 sources with each other (consensus). The others have fewer than three different candidates that" in said
    )
    assert (
        "the best candidate is clearly better than the next one in 0 of 1 source; in the others learned is often"
        in said
    )
    if form == "jsonl":
        known = [
            (line["clearly_best"], line["clearly_best_unknown"]) for line in map(json.loads, mixed.out.splitlines())
        ]
        assert known == [(None, "not measured with consensus")] * 2 + [(False, None)]


@pytest.mark.usefixtures("files")
def test_what_was_ranked_once_is_not_computed_again(
    mtqe: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MTQE_CACHE_DIR", str(tmp_path / "own"))
    args = ("rank", "samples.jsonl", "--source-lang", "en", "--target-lang", "de")
    assert mtqe(*args, "--no-cache").code == 0
    assert not (tmp_path / "own").exists()
    first = mtqe(*args)

    def broken(*args: object, **more: object) -> None:
        raise AssertionError("the encoder was asked")

    with monkeypatch.context() as patch:
        patch.setattr("mtqe.encoder.load", broken)
        assert mtqe(*args).out == first.out != ""
    (tmp_path / "own" / "scores.db").write_bytes(b"no database, but long enough to look like one" * 9)
    again = mtqe(*args)
    assert again.out == first.out
    assert "was damaged" in again.err


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "rank needs CANDIDATES, or -s with a -t for each system, or -s, -t and --num"),
        (("-t", "samples.txt", "-t", "src.txt"), "rank needs CANDIDATES"),
        (("-s", "src.txt", "-t", "samples.txt"), "one translation cannot be ranked"),
        (("-s", "src.txt", "-t", "samples.txt", "-t", "src.txt", "--num", "3"), "--num works with one file"),
        (("-s", "src.txt", "-t", "src.txt", "-t", "src.txt", "-m", "chrf"), "two translations are named 'src'"),
        (("-s", "src.txt", "-t", "empty.jsonl", "-t", "src.txt", "-m", "chrf"), "src.txt has 2 lines and empty.jsonl"),
        (("samples.jsonl", "--num", "3"), "rank needs CANDIDATES"),
        (
            ("-s", "src.txt", "-t", "samples.txt", "--num", "2", "-m", "chrf"),
            "src.txt has 2 lines and samples.txt has 6",
        ),
        (("samples.jsonl",), "the source language is not known"),
        (("nothing.jsonl", "-m", "chrf"), "no such file"),
        (("src.txt", "-m", "chrf"), "src.txt, line 1"),
        (("empty.jsonl", "-m", "chrf"), "line 1: there are no candidates"),
        (("broken.jsonl", "-m", "chrf", "-f", "txt"), "the best candidate of 1 has a line break"),
        (("samples.jsonl", "-m", "chrf", "--method", "quality"), "chrf cannot rank by quality, only by mbr"),
        (("samples.jsonl", "-m", "chrf", "--method", "consensus"), "chrf cannot rank by consensus, only by mbr"),
        (("samples.jsonl", "--method", "consensus", "--no-consensus"), "--no-consensus contradicts --method consensus"),
    ],
)
def test_bad_input_is_one_line(mtqe: Callable, args: tuple[str, ...], message: str) -> None:
    Path("empty.jsonl").write_text('{"source": "a", "candidates": []}\n', encoding="utf-8")
    Path("broken.jsonl").write_text('{"source": "a", "candidates": ["a\\nb"]}\n', encoding="utf-8")
    done = mtqe("rank", *args, "-o", "out.txt")
    assert done.code == 2
    assert message in done.err
    assert not Path("out.txt").exists()
