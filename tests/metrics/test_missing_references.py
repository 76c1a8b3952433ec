"""If `learned` does not use all given references, the report says so."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from mtqe.flow import pipeline
from mtqe.intake.corpus import Corpus
from mtqe.model import Document, Report, Segment
from mtqe.settings.config import Config, MetricsConfig

PAIRS = [
    ("Nobody had expected that.", "Damit hatte niemand gerechnet.", "Das hatte niemand erwartet."),
    ("The roof cost two million.", "Das Dach kostete zwei Millionen.", "Zwei Millionen kostete das Dach."),
    ("A café will follow in June.", "Ein Café soll im Juni folgen.", "Im Juni folgt ein Café."),
]


def scored(references: Sequence[Sequence[str]]) -> Report:
    segments = tuple(
        Segment(str(n), source, target, tuple(texts))
        for n, ((source, target, _), texts) in enumerate(zip(PAIRS, references, strict=True), 1)
    )
    return assessed(segments)


def assessed(segments: Sequence[Segment]) -> Report:
    config = Config("en", "de", metrics=MetricsConfig(use=("learned",), intervals=False, cache=False))
    read = Corpus((Document("one", "en", "de", tuple(segments)),), "lines")
    return pipeline.assess(read, config, stages=pipeline.Stages(metrics=True, checks=False, gate=False))


@pytest.mark.parametrize(
    ("references", "nrefs", "remarks"),
    [
        ([[ref] for *_, ref in PAIRS], 1, []),
        ([[], [], []], 0, []),
        ([["\u200b"], [" "], []], 0, []),
        (
            [[PAIRS[0][2]], ["", " "], [PAIRS[2][2]]],
            0,
            [
                "learned used no references, because 1 of 3 segments have none (2)",
            ],
        ),
        (
            [
                [PAIRS[0][2]],
                [PAIRS[1][0]],
                ["Un nouveau café ouvrira ses portes au mois de juin dans la cave de la maison.", PAIRS[2][2]],
            ],
            2,
            [
                "learned ignored references that copy the source, are in the wrong language or have no words: "
                "in 2 of 3 segments (2, 3)",
            ],
        ),
        (
            [[PAIRS[0][2]], ["…"], ["-", PAIRS[2][2]]],
            2,
            [
                "learned ignored references that copy the source, are in the wrong language or have no words: "
                "in 2 of 3 segments (2, 3)",
            ],
        ),
    ],
)
def test_unused_references_are_in_the_notes(references: list[list[str]], nrefs: int, remarks: list[str]) -> None:
    report = scored(references)
    assert report.scores[0].signature["nrefs"] == nrefs
    assert list(report.run.notes) == remarks


def test_a_reference_of_signs_does_not_change_the_score_of_words() -> None:
    with_signs, without = scored([["-"], ["…"], ["🙂"]]), scored([[], [], []])
    values = [[score.value for score in report.scores if score.level == "segment"] for report in (with_signs, without)]
    assert values[0] == pytest.approx(values[1], abs=1e-6)


def test_one_note_for_systems_with_the_same_missing_references() -> None:
    segments = [
        Segment(str(n), source, "?", (ref,) if n > 1 else (), system=system)
        for system in ("a", "b")
        for n, (source, _, ref) in enumerate(PAIRS)
    ]
    segments.append(Segment("3", "", "Mehr.", (), system="b"))  # has no source and wants no reference
    (remark,) = (note for note in assessed(segments).run.notes if "used no references" in note)
    assert remark.endswith("2 of 3 segments have none (0, 1)")
