"""`mtqe score --test-set`: sacreBLEU's sets by name where they are on disk, and never from the network."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sacrebleu.dataset import DATASETS

LANGS = ("--source-lang", "en", "--target-lang", "de-AT")
XML = """<?xml version='1.0' encoding='utf-8'?>
<dataset id="newstest2021"><doc origlang="en" id="a">
<src lang="en"><p><seg id="1">The river is  wide.</seg><seg id="2">Nobody came.</seg></p></src>
<ref lang="de" translator="A"><p><seg id="1">Der Fluss ist breit.</seg><seg id="2">Niemand kam.</seg></p></ref>
<ref lang="de" translator="C"><p><seg id="1">Breit ist der Fluss.</seg><seg id="2">Keiner kam.</seg></p></ref>
</doc></dataset>
"""


@pytest.fixture
def shelf(mtqe: Callable, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a set as sacreBLEU leaves it after fetching, for this test alone."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError(f"a connection was opened: {args}")

    monkeypatch.setattr("socket.socket.connect", refuse)
    Path("hyp.txt").write_text("Der Fluss ist breit.\nNiemand kam heute.\n", encoding="utf-8")
    folder = Path.cwd() / "sacrebleu" / "wmt21"
    monkeypatch.setattr(DATASETS["wmt21"], "_outdir", str(folder))
    monkeypatch.setattr(DATASETS["wmt21"], "_rawdir", str(folder / "raw"))
    return folder


def fetched(folder: Path) -> None:
    dataset = DATASETS["wmt21"]
    for url in dataset.data:
        archive = folder / "raw" / dataset._get_tarball_filename(url)
        archive.parent.mkdir(parents=True, exist_ok=True)
        archive.write_text("x")
    file = folder / "raw" / dataset.langpairs["en-de"][0]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(XML, encoding="utf-8")


def test_a_set_on_disk_is_scored_as_by_sacrebleu(mtqe: Callable, shelf: Path) -> None:
    fetched(shelf)
    args = ("score", "--test-set", "wmt21", *LANGS, "-t", "hyp.txt", "-m", "chrf", "--no-intervals", "--json", "-")
    done = mtqe(*args)
    assert done.code == 0
    assert [segment["source"] for segment in done.report["segments"]] == ["The river is wide.", "Nobody came."]
    assert done.report["segments"][0]["references"] == ["Der Fluss ist breit."]
    ref = shelf / "wmt21.en-de.ref-A"
    theirs = subprocess.run(
        [sys.executable, "-m", "sacrebleu", str(ref), "-i", "hyp.txt", "-m", "chrf", "-b", "-w", "8"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.report["scores"][0]["value"] == pytest.approx(float(theirs.stdout), abs=1e-7)
    shutil.rmtree(shelf / "raw" / Path(DATASETS["wmt21"].langpairs["en-de"][0]).parent)
    assert "is not on this machine" in mtqe(*args).err


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--test-set", "wmt21"), "test set wmt21 en-de is not on this machine, and mtqe does not download test sets"),
        (("--test-set", "wmt211"), "unknown test set 'wmt211'"),
        (("--test-set", "wmt21", "-r", "hyp.txt"), "--test-set takes the place of -s and -r"),
        ((), "there is nothing to score the translation against"),
        (("--test-set", "mtnt1.1/test"), "has no en-de"),
    ],
)
def test_what_cannot_be_scored(mtqe: Callable, shelf: Path, args: tuple[str, ...], message: str) -> None:
    done = mtqe("score", *args, *LANGS, "-t", "hyp.txt", "-m", "chrf")
    assert done.code == 2
    assert message in done.err
    assert not shelf.exists()
