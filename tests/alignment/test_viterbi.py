from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest

from mtqe.alignment import viterbi
from mtqe.alignment.aligner import certain_beads
from mtqe.alignment.corridor import blocks, corridor, gaps, narrowed, rising_chain
from mtqe.alignment.viterbi import NEVER, Band, Scores, Shape, beads, best, full_band, posteriors

SHAPES: list[Shape] = [(1, 1), (1, 2), (2, 1), (2, 2)]


def scores(rows: int, columns: int, seed: int, band: Band | None = None) -> Scores:
    rng = np.random.default_rng(seed)
    band = band or full_band(rows, columns)
    match = {}
    for a, b in SHAPES:
        plane = rng.normal(0, 2, (rows + 1, columns + 1))
        plane[:a], plane[:, :b] = NEVER, NEVER
        values = np.full((rows + 1, band.width), NEVER, dtype=np.float32)
        for i, low in enumerate(band.low):
            last = min(low + band.width, columns + 1)
            values[i, : last - low] = plane[i, low:last]
        match[a, b] = values
    return Scores(band, columns, match, rng.normal(-3, 1, rows), rng.normal(-3, 1, columns), 0.7)


def chains(rows: int, columns: int) -> Iterator[list[Shape]]:
    if not rows and not columns:
        yield []
        return
    for a, b in [*SHAPES, (1, 0), (0, 1)]:
        if a <= rows and b <= columns:
            for rest in chains(rows - a, columns - b):
                yield [(a, b), *rest]


def value(given: Scores, chain: list[Shape]) -> float:
    total, skipped = 0.0, False
    for left, right in beads(chain):
        shape = (len(left), len(right))
        if 0 in shape:
            total += given.skip_source[left.start] if left else given.skip_target[right.start]
            total += given.run if skipped else 0.0
        else:
            column = right.stop - given.band.low[left.stop]
            total += given.match[shape][left.stop, column] if 0 <= column < given.band.width else NEVER
        skipped = 0 in shape
    return float(total)


@pytest.mark.parametrize(("rows", "columns"), [(0, 0), (0, 3), (2, 0), (1, 1), (3, 4), (4, 3)])
def test_finds_the_best_chain_and_exact_posteriors(rows: int, columns: int) -> None:
    for seed in range(5):
        given = scores(rows, columns, seed)
        every = list(chains(rows, columns))
        values = np.array([value(given, chain) for chain in every])
        assert value(given, best(given)) == pytest.approx(values.max(), abs=1e-4)

        share = np.exp(values - values.max())
        share /= share.sum()
        match, source, target = posteriors(given)
        expected_source, expected_target = np.zeros(rows), np.zeros(columns)
        expected = {shape: np.zeros((rows + 1, columns + 1)) for shape in SHAPES}
        for weight, chain in zip(share, every, strict=True):
            for left, right in beads(chain):
                if not right:
                    expected_source[left.start] += weight
                elif not left:
                    expected_target[right.start] += weight
                else:
                    expected[len(left), len(right)][left.stop, right.stop] += weight
        np.testing.assert_allclose(source, expected_source, atol=1e-4)
        np.testing.assert_allclose(target, expected_target, atol=1e-4)
        for shape in SHAPES:
            np.testing.assert_allclose(match[shape], expected[shape], atol=1e-4)


def test_a_band_that_holds_the_best_chain_finds_it() -> None:
    rows, columns = 30, 33
    low = np.minimum(np.maximum(np.arange(rows + 1) - 12, 0), columns - 28 + 1)
    band = Band(low, 28)
    for seed in range(10):
        full, part = scores(rows, columns, seed), scores(rows, columns, seed, band)
        for shape, values in full.match.items():
            values[1:, 1:] -= 6 * np.abs(np.subtract.outer(np.arange(1, rows + 1), np.arange(1, columns + 1)))
            for i, first in enumerate(low):
                part.match[shape][i] = np.pad(values[i], (0, 40), constant_values=NEVER)[first : first + 28]
        assert best(full) == best(part)


@pytest.mark.parametrize("slab", [1, 2, 3, 7])
def test_a_long_document_is_computed_by_slabs_of_rows(slab: int, monkeypatch: pytest.MonkeyPatch) -> None:
    band = Band(np.maximum(np.arange(31) - 12, 0), 28)
    for seed in range(5):
        whole = scores(30, 33, seed, band)
        chain, (match, *skips) = best(whole), posteriors(whole)
        with monkeypatch.context() as patch:
            patch.setattr(viterbi, "_SLAB", slab)
            given = scores(30, 33, seed, band)
            assert best(given) == chain
            by_slab, *by_slab_skips = posteriors(given)
        for shape in SHAPES:
            np.testing.assert_array_equal(by_slab[shape], match[shape])
        np.testing.assert_allclose(by_slab_skips[0], skips[0], atol=1e-12)
        np.testing.assert_allclose(by_slab_skips[1], skips[1], atol=1e-12)


def test_rising_drops_strays() -> None:
    assert rising_chain([(1, 1), (2, 9), (3, 3), (4, 4), (4, 5), (6, 2)]) in (
        [(1, 1), (3, 3), (4, 4)],
        [(1, 1), (3, 3), (4, 5)],
    )
    assert rising_chain([]) == []


@pytest.mark.parametrize(
    ("rows", "columns", "anchors"),
    [
        (3000, 3100, [(i, i + i // 30) for i in range(0, 3000, 10)]),
        (3000, 3100, []),
        (900, 4000, [(i, i) for i in range(400)] + [(i, i + 3100) for i in range(402, 900)]),
        (4000, 900, [(i, i) for i in range(400)] + [(i + 3100, i) for i in range(402, 900)]),
    ],
)
def test_a_corridor_is_connected_and_reaches_both_ends(rows: int, columns: int, anchors: list[Shape]) -> None:
    band = corridor(rows, columns, rising_chain(anchors))
    high = band.low + band.width - 1
    assert band.low[0] == 0 and high[-1] >= columns
    assert (np.diff(band.low) >= 0).all() and (band.low[1:] <= high[:-1]).all()
    assert all(band.low[i] <= j <= high[i] for i, j in anchors)
    assert band.width < 1700
    chain = [(1, 1)] * 500 + [(1, 0)] * (rows - 500) + [(0, 1)] * (columns - 500)
    close = narrowed(band, chain)
    reached = itertools.accumulate(chain, lambda done, step: (done[0] + step[0], done[1] + step[1]))
    assert all(close.low[i] <= j for i, j in reached)


def test_short_documents_get_the_whole_plane() -> None:
    assert blocks(20, 30, lambda: pytest.fail("no anchors needed")) == [(range(20), range(30), [])]
    assert corridor(20, 30, []).width == 31


def test_a_long_document_is_cut_where_anchors_stand_in_a_row() -> None:
    lone = [(i, i + 7) for i in range(0, 990, 10)]
    assert len(blocks(1000, 1000, lambda: lone)) == 1
    row = [(i, i + 7) for i in range(450, 454)]
    parts = blocks(1000, 1000, lambda: sorted({*lone, *row}))
    assert [(rows, columns) for rows, columns, _ in parts] == [
        (range(452), range(459)),
        (range(452, 1000), range(459, 1000)),
    ]
    assert parts[1][2][0] == (0, 0) and parts[0][2][-1] == (451, 458)
    assert sum(len(anchors) for _, _, anchors in parts) == len({*lone, *row})


def test_gaps_are_what_lies_between_settled_beads() -> None:
    def anchors() -> list[Shape]:
        return pytest.fail("no anchors needed")

    assert gaps(4, 5, [], anchors) == [(range(4), range(5), [])]
    settled = [(0, 1), (1, 2), (4, 5), (6, 6)]
    assert gaps(7, 9, settled, anchors) == [
        (range(0), range(1), []),
        (range(2, 4), range(3, 5), []),
        (range(5, 6), range(6, 6), []),
        (range(7, 7), range(7, 9), []),
    ]
    assert gaps(2, 2, [(0, 0), (1, 1)], anchors) == []


def test_a_long_gap_is_cut_at_its_own_anchors() -> None:
    found = gaps(1001, 1001, [(0, 0)], lambda: [(k, k) for k in range(1001)])
    assert found[0][0].start == found[0][1].start == 1
    assert all(rows == columns and len(rows) <= 200 for rows, columns, _ in found)
    assert [rows.stop for rows, *_ in found[:-1]] == [rows.start for rows, *_ in found[1:]]
    assert found[-1][0].stop == 1001


def placed(at: int, certain: float, size: int = 1) -> tuple[range, range, float, float]:
    return range(at, at + size), range(at, at + 1), certain, 3.0


def test_a_bead_is_easy_when_its_neighbours_are_certain_too() -> None:
    chain = [placed(k, 1.0) for k in range(20)]
    chain[8], chain[14], chain[18] = placed(8, 0.9), placed(14, 0.96), placed(18, 1.0, 2)
    easy = [left.start for left, *_ in certain_beads(chain)]
    # A neighbour may be a little less certain, and it may be a merged bead.
    assert easy == [k for k in range(20) if k not in (7, 8, 9, 14, 18)]


def test_a_bead_must_be_more_certain_where_few_beads_are() -> None:
    clear, vague = [placed(k, 0.995) for k in range(20)], [placed(k, 0.5) for k in range(20, 40)]
    assert len(certain_beads(clear)) == 20
    assert certain_beads([*clear, *vague]) == []
    assert certain_beads([]) == []
