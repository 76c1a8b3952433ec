from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mtqe.encoder.network import Model
from mtqe.encoder.windows import LONGEST, OVERLAP, stitch, windows


@given(st.integers(0, 6000))
def test_windows_keep_every_token_once_with_its_context(length: int) -> None:
    made = windows(length)
    assert [one.first for one in made] == [0, *(one.last for one in made[:-1])]
    assert made[-1].last == length
    for one in made:
        assert one.end - one.start <= LONGEST
        assert 0 <= one.start <= one.first <= one.last <= one.end <= length
        assert one.start == 0 or one.first - one.start >= OVERLAP // 2
        assert one.end == length or one.end - one.last >= OVERLAP // 2
    assert len(made) == 1 or length > LONGEST


def test_stitching_takes_each_token_from_its_window() -> None:
    made = windows(1234)
    states = [
        np.array([[-1.0 - k], *([float(token)] for token in range(one.start, one.end)), [-10.0 - k]], np.float16)
        for k, one in enumerate(made)
    ]
    whole = stitch(made, states)
    assert whole[1:-1, 0].tolist() == [float(np.float16(token)) for token in range(1234)]
    assert (whole[0, 0], whole[-1, 0]) == (-1.0, -10.0 - (len(made) - 1))


def test_a_long_text_begins_like_its_first_window(model: Model) -> None:
    words = "The river carried leaves and small boats past the old mill while children counted them "
    long = words * 50
    (encoded,), _ = model._reader.rows([long])
    end = int(encoded.offsets[LONGEST - 1, 1])
    first, whole = model.tokens([long[:end], long])  # the short text is the first window of the long one
    assert len(first.ids) == LONGEST < len(whole.ids)
    assert whole.states.shape == (len(whole.ids) + 2, 384)
    assert whole.ids[:LONGEST] == first.ids
    seam = windows(len(whole.ids))[0].last
    np.testing.assert_allclose(whole.states[: 1 + seam], first.states[: 1 + seam], atol=0.02)
    assert int(whole.offsets[-1, 1]) == len(long) - 1  # the space at the end is no token
