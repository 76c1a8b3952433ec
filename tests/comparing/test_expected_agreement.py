from __future__ import annotations

import pytest

from mtqe.comparing.agreement import expected
from mtqe.model import Signature

BLEU: Signature = {"name": "BLEU", "case": "mixed", "tok": "13a"}
SPBLEU: Signature = {"name": "BLEU", "case": "mixed", "tok": "flores200"}
PUBLISHED = {  # Kocmi et al. (2024), table of thresholds: differences for an agreement of 55, 65, 75, 85 %
    ("bleu", "", "13a"): (0.52, 1.06, 1.79, 3.35),
    ("bleu", "", "flores101"): (0.49, 0.95, 1.63, None),
    ("bleu", "", "flores200"): (0.52, 1.13, 1.91, 3.28),
    ("chrf", "", ""): (0.33, 0.76, 1.28, 2.12),
    ("comet", "Unbabel/wmt22-comet-da", ""): (0.10, 0.26, 0.45, 0.71),
    ("comet", "Unbabel/wmt22-cometkiwi-da", ""): (0.08, 0.24, 0.42, 0.67),
    ("comet", "Unbabel/wmt23-cometkiwi-da-xl", ""): (0.15, 0.39, 0.66, 1.06),
    ("comet", "Unbabel/wmt23-cometkiwi-da-xxl", ""): (0.22, 0.57, 0.98, 1.58),
    ("comet", "Unbabel/XCOMET-XL", ""): (0.19, 0.50, 0.86, 1.37),
    ("comet", "Unbabel/XCOMET-XXL", ""): (0.19, 0.56, 0.98, 1.55),
}


@pytest.mark.parametrize(("key", "differences"), PUBLISHED.items(), ids=lambda item: str(item[0]))
def test_the_published_table(key: tuple[str, str, str], differences: tuple[float | None, ...]) -> None:
    metric, model, tokenizer = key
    signature: Signature = {"model": model, "tok": tokenizer, "case": "mixed"}
    unit = 0.01 if metric == "comet" else 1.0
    for share, difference in zip((0.55, 0.65, 0.75, 0.85), differences, strict=True):
        if difference is not None:  # the table has two decimals
            low = expected(metric, signature, (difference - 0.006) * unit)
            high = expected(metric, signature, -(difference + 0.006) * unit)
            assert low is not None
            assert high is not None
            assert low <= share <= high


def test_never_below_a_coin_toss() -> None:
    assert expected("bleu", BLEU, 0.0) == 0.5
    assert expected("bleu", BLEU, 50.0) == pytest.approx(0.88333)


@pytest.mark.parametrize(
    ("metric", "signature"),
    [
        ("ter", {"case": "lc"}),
        ("chrf++", {}),
        ("learned", {}),
        ("bleu", BLEU | {"tok": "char"}),
        ("bleu", BLEU | {"case": "lc"}),
        ("comet", {"model": "Unbabel/wmt20-comet-da"}),
        ("comet", {"model": "our-own.ckpt"}),
    ],
)
def test_no_figure_is_made_up(metric: str, signature: Signature) -> None:
    assert expected(metric, signature, 1.0) is None
