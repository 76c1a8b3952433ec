"""The calls as a user with a strict type checker writes them: `make check` holds the types against this file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import assert_type

import mtqe


def texts() -> Iterator[str]:
    yield "Die Sitzung beginnt um 9 Uhr."


def use(folder: Path) -> list[str]:
    """Call everything once."""
    report = mtqe.evaluate(
        ["The meeting starts at 9."],
        texts(),
        references=["Die Sitzung beginnt um neun."],
        config=mtqe.Config(source_lang="en", target_lang="de"),
        glossary={"meeting": "Sitzung"},
        progress=False,
        metrics=["chrf"],
        select="ACC",
    )
    assert_type(report, mtqe.Evaluation)
    assert_type(report.passed, bool | None)
    assert_type(report.findings, tuple[mtqe.Finding, ...])
    plain: mtqe.Report = report
    path = folder / "report.json"
    path.write_text(report.to_json(), encoding="utf-8")
    assert_type(mtqe.read_report(path), mtqe.Evaluation)
    rows = [{"source": "The meeting starts at 9.", "target": "Die Sitzung beginnt um 9 Uhr."}]
    assert_type(mtqe.check(rows, glossary=[("meeting", "Sitzung")], target_lang="de"), mtqe.Evaluation)
    systems = {"a": ["Die Sitzung beginnt."], "b": ["Das Treffen beginnt."]}
    scored = mtqe.score(["The meeting starts."], systems, metrics="learned", source_lang="en", target_lang="de")
    comparison = mtqe.compare(scored, trials=10)
    assert_type(comparison, mtqe.SystemComparison)
    assert_type(mtqe.compare({"a": report, "b": plain}, trials=10), mtqe.SystemComparison)
    aligned = mtqe.align("It rains.", "Es regnet.", source_lang="en", target_lang="de")
    assert_type(aligned, mtqe.AlignedTexts)
    names = [str(name) for name in report.to_pandas("scores").columns]
    return [*names, *(bead.kind for bead in aligned), report.to_html()[:9]]


def misuse() -> None:
    """Each line is an error for a type checker, or the comment on it would be one."""
    mtqe.evalute("a", "b")  # type: ignore[attr-defined]
    mtqe.check("a", "b", 5)  # type: ignore[arg-type]
    mtqe.evaluate("a", "b").to_pandas("finding")  # type: ignore[arg-type]
    mtqe.evaluate("a", "b").verdict = None  # type: ignore[misc]
