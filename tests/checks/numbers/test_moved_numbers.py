"""Numbers that a translator told one sentence earlier or later."""

import pytest

import mtqe
from mtqe.settings.config import AlignConfig, Config

SINGER = ["The singer Anna Reiter lives in Graz.", "She is 23 and plays the harp."]
COWS = ["The farmer sold 23 cows in spring.", "The baker bought a horse and some hens."]


def severities(source: list[str], target: list[str], lang: str = "de") -> list[str]:
    report = mtqe.evaluate(
        "\n".join(source),
        "\n".join(target),
        config=Config(align=AlignConfig(mode="lines")),
        source_lang="en",
        target_lang=lang,
        metrics="chrf",
        select=("ACC101",),
        progress=False,
    )
    return [str(finding.severity) for finding in report.findings]


@pytest.mark.parametrize(
    ("lang", "target"),
    [
        ("de", ["Die 23-jährige Sängerin Anna Reiter lebt in Graz.", "Sie spielt Harfe."]),
        ("fr", ["La chanteuse Anna Reiter, 23 ans, vit à Graz.", "Elle joue de la harpe."]),
    ],
)
def test_a_number_that_moved_is_minor(lang: str, target: list[str]) -> None:
    assert severities(SINGER, target, lang) == ["minor", "minor"]


def test_a_number_that_counts_something_else_is_major() -> None:
    assert severities(
        COWS, ["Der Bauer verkaufte im Frühling Kühe.", "Der Bäcker kaufte ein Pferd und 23 Hennen."]
    ) == [
        "major",
        "major",
    ]


def test_exchanged_numbers_are_major() -> None:
    source = ["The farmer sold 23 cows.", "The baker bought 48 hens."]
    assert severities(source, ["Der Bauer verkaufte 48 Kühe.", "Der Bäcker kaufte 23 Hennen."]) == ["major", "major"]


def test_a_number_that_moved_far_is_major() -> None:
    between = ["It rains."] * 3
    source, target = [*SINGER[::-1], *between, SINGER[0]], ["Sie spielt Harfe.", "Die Sängerin lebt in Graz."]
    target += ["Es regnet."] * 3
    target.append("Die 23-jährige Sängerin Anna Reiter lebt in Graz.")
    assert severities(source, target) == ["major", "major"]
