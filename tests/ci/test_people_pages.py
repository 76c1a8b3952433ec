"""docs/triage.md and docs/sample.md: their commands run one after the other on the demo article."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from mtqe.cli import run
from mtqe.model import ratings
from mtqe.model.ratings import Rating

pytestmark = pytest.mark.usefixtures("judged_cache")
ROOT = Path(__file__).parents[2]


def rate(sample: Path, report: Path, out: Path) -> None:
    """What a rater writes with `mtqe review`: a score for each segment of the sample."""
    texts = {item["id"]: item for item in json.loads(report.read_text(encoding="utf-8"))["segments"]}
    chosen = [texts[item["id"]] for item in json.loads(sample.read_text(encoding="utf-8"))["segments"]]
    said = [
        Rating(rater="ana", segment=item["id"], source=item["source"], target=item["target"], score=70.0)
        for item in chosen
    ]
    out.parent.mkdir()
    out.write_text("".join(ratings.line(item) + "\n" for item in said), encoding="utf-8")


@pytest.mark.parametrize("name", ["triage", "sample"])
def test_the_commands(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "references", tmp_path / "references")
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines():
        words = shlex.split(line, comments=True)
        if words[:2] == ["mtqe", "review"]:  # a person does this
            rate(Path("sample.json"), Path("report.json"), Path("report.review/ana.ratings.jsonl"))
            continue
        expected = re.search(r"# exit (\d+)", line)
        assert run(words[1:]) == (int(expected[1]) if expected else 0), (line, capsys.readouterr())
    written = {path.name for path in tmp_path.iterdir()}
    assert {"triage": {"triage.md", "triage.csv"}, "sample": {"sample.json", "sample.csv"}}[name] <= written
