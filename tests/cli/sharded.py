"""Runs in shards and as one, to compare; the encoder is replaced by numbers that depend on the texts only."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mtqe.encoder import Judgement, Pair, judgement_cache
from mtqe.encoder.risk import Risk
from mtqe.errors import ExitCode
from mtqe.registry.contracts import Context

Command = Callable[..., Any]
LANGUAGES = ("--source-lang", "en", "--target-lang", "de", "-q")
CHECKS = "ART101,MRK101,MRK110,LOC,TRM,ACC101,ACC102,ACC104,ACC105,ACC106,HAL103,HAL104"
SENTENCES = (
    ("The ferry to the island leaves at 7:30 every morning.", "Die Fähre zur Insel fährt jeden Morgen um 7:30 Uhr."),
    ("Open the tab with the list of all harbours.", "Öffnen Sie den Reiter mit der Liste aller Häfen."),
    ("The tab is new.", "Die Karte ist neu."),
    ("Nobody was hurt when the bridge closed on Friday.", "Nobody was hurt when the bridge closed on Friday."),
    ("The harbour pilots met the {name} authority.", "Die Hafenlotsen trafen die Behörde."),
    ("They paid 1,250 pounds for the  old boat.", "Sie zahlten 1,250 Pfund für das  alte Boot ."),
    ("Close the tab (and save the file.", "Schließen Sie den Reiter (und speichern Sie die Datei."),
    ("The mayor thanked all of the volunteers.", "Die Fähre zur Insel fährt jeden Morgen um 7:30 Uhr."),
    ("He said no.", ""),
)
GLOSSARY = "source,target,status\ntab,Reiter,preferred\nharbour pilot,Hafenlotse,preferred\nboat,Schiff,preferred\n"
POLICY = """
[gate]
min_words = 20
coverage = []
max_per_1000 = { major = 30.0 }
min = { bleu = 20.0 }
[gate.max]
critical = 2
[[gate.rules]]
name = "last"
match = { path = "*c.jsonl" }
each = "both"
max_mqm_per_1000 = 90.0
"""


def number(*texts: object) -> float:
    return zlib.crc32(repr(texts).encode()) / 2**32


def judged(item: Pair) -> Judgement:
    none = np.zeros((0, 4), np.float32)
    penalty = 9 * number(item)
    return Judgement(penalty, 1, none[:, :2].astype(np.int32), none, none[:, 0], unrelated=penalty > 8.7)


def risk(item: Pair) -> Risk:
    chance = number("risk", item)
    return Risk(chance, chance, 0.8, None, 0.5, 0, 0.5)


def without_encoder(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Judgements without the encoder; the result says of which kind they were asked for."""
    kinds: list[str] = []
    make: Mapping[str, Callable[[Pair], Any]] = {
        "learned": judged,
        "hallucination": risk,
        judgement_cache.DOUBTFUL: risk,
    }

    def fill(
        kind: str, items: Iterable[Pair], known: dict[Pair, Any], context: Context, user: str, *rest: object
    ) -> None:
        kinds.append(kind)
        known.update({item: make[kind](item) for item in items})

    monkeypatch.setattr(judgement_cache, "fill", fill)
    return kinds


def pair(document: int, place: int) -> tuple[str, str]:
    source, target = SENTENCES[(document * 4 + place) % len(SENTENCES)]
    return source.format(name=f"port{document % 2}"), target


def rows(systems: Sequence[str] = (), references: bool = True, documents: int = 5) -> list[dict[str, Any]]:
    """Documents of some sentences; several have the same ones, and the second has a part at the end."""
    made = []
    for document in [*range(documents), 1]:
        for place in range(4 + document % 2):
            source, target = pair(document, place)
            row: dict[str, Any] = {"doc": f"d{document}", "id": f"{document}.{len(made)}", "source": source}
            if references:
                row["references"] = [pair(document, place + 1)[1] or "Er sagte nein."]
            made += [row | {"target": target + mark, "system": name} for name, mark in systems_of(systems)]
    return made


def systems_of(names: Sequence[str]) -> list[tuple[str | None, str]]:
    return [(name, " Ja."[: place + 2]) for place, name in enumerate(names)] or [(None, "")]


def write(path: Path, made: Iterable[Mapping[str, Any]]) -> Path:
    lines = (json.dumps({key: value for key, value in row.items() if value is not None}) for row in made)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for key in ("created", "seconds"):
        del report["run"][key]
    del report["seal"]  # it is of the time, too
    return report


def shards(mtqe: Command, folder: Path, total: int, args: Sequence[str | Path]) -> list[Path]:
    paths = [folder / f"{total}-{place}.json" for place in range(1, total + 1)]
    for place, path in enumerate(paths, 1):
        done = mtqe(*args, "--shard", f"{place}/{total}", "--json", path)
        assert done.code in (ExitCode.PASS, ExitCode.INCOMPLETE), done.err
    return paths


def assert_merged(
    mtqe: Command, folder: Path, totals: Iterable[int], *args: str | Path, code: int = 0
) -> dict[str, Any]:
    """Run a command as one and in shards, and compare; the report of the one run."""
    one = folder / "one.json"
    assert mtqe(*args, "--json", one).code == code
    for total in totals:
        paths = shards(mtqe, folder, total, args)
        done = mtqe("merge", *reversed(paths), "--json", folder / "merged.json", "-q")
        assert done.code == code, done.err
        assert read(folder / "merged.json") == read(one)
    return read(one)
