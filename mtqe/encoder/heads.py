"""The heads of the scorer and the critic, in double precision: from the states of the tokens to the results of a row.

The graphs have these heads, too, but in single precision, in which some sums over the tokens of a row depend on the
number of rows in the batch. Here they are computed with `mtqe.encoder.exact_sums`, from the weights in the graphs. The
layers before them stay on onnxruntime, which computes the tokens of a row in the same way in every batch of rows of
equal length (see `mtqe.encoder.batches`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder.exact_sums import Doubles, Map, means, on_grid, softplus
from mtqe.encoder.graph_files import GraphFile
from mtqe.encoder.rows import MT, SRC
from mtqe.encoder.sessions import Session
from mtqe.encoder.system_head import SystemHead
from mtqe.errors import Unavailable

TOP = 4
"""Tokens: that most lack a counterpart, on each side, whose log-odds the last maps read."""
LEAST_ODDS = -8.0
"""Log-odds: of such a token, as the last maps read them, at least."""
NO_TOKEN_ODDS = -30.0
"""Log-odds: of a token of another side."""
ACROSS = 0.4
"""Cosine: of the mean best one across two languages that counts as 0."""
BEST_FACTOR, RATIO_FACTOR = 10.0, 3.0
"""Factor: of the mean best cosine, and of the logarithm of the ratio of lengths."""
SUMMARY = {3: (0, 1, 2), 8: (0, 1, 4)}
"""Places: of these three among the inputs of the last maps, by their number; the others are 0, because they belong to a
reference."""
_BEST = {"scorer": "/Where_2_output_0", "critic": "/Where_3_output_0"}
"""The result in the graph that has the best cosine of each token on the other side."""
_LAST = {"scorer": "pooled", "critic": "verdict"}


class Headed:
    """A session on a graph's layers, with the heads.

    Args:
        name: `scorer` or `critic`.
        path: The graph.
        file: Its content.
        open_session: Returns a session with further outputs, see `mtqe.encoder.sessions`.
        systems: The head for whole systems (`mtqe.encoder.system_head`), if the results are to have it.

    Raises:
        Unavailable: The graph does not have such heads.
    """

    def __init__(
        self,
        name: str,
        path: Path,
        file: GraphFile,
        open_session: Callable[[list[str]], Session],
        systems: SystemHead | None = None,
    ) -> None:
        try:
            total, _ = file.inputs["/odd/MatMul_output_0"]
            file.inputs[_BEST[name]]  # onnxruntime would not say which result is missing
            self._odd = _of_tokens(name, "odd", file)
            rates = "/rate/MatMul_output_0" in file.inputs
            self._rate, self._tag = (_of_tokens(name, head, file) if rates else None for head in ("rate", "tag"))
            self._last = _last(name, file)
        except (LookupError, ValueError) as error:
            raise Unavailable(f"{path}: damaged: its heads lack {error}", "install mtqe again") from error
        self._outputs = [total, _BEST[name]]
        self._session = open_session(self._outputs)
        self._systems = systems
        self.unlike = systems.unlike if systems else 0.0
        """The weight of the dissimilarity to a reference in `system`; see `mtqe.encoder.system_head`."""

    def run(self, names: Sequence[str], feeds: Mapping[str, Any]) -> list[NDArray[Any]]:
        """The named results of each row, in double precision; `feeds` has an array for each input of the graph.

        Of the scorer: `penalty` `(batch,)`, `tags` `(batch, tokens, 4)`, `rates` `(batch, tokens)` and `system`
        `(batch,)`, which is 0 without the head for systems and knows no reference; of the critic: `verdict` `(batch,)`
        and `odd` `(batch, tokens)`.
        """
        states, best = self._session.run(self._outputs, feeds)
        sides: NDArray[np.int64] = feeds["sides"]
        total = on_grid(states)
        odd = _mapped(self._odd, total)[..., 0]
        read = [means(total, sides == MT), means(total, sides == SRC), total[:, 0]]
        first = self._last_maps(read, on_grid(best), odd, sides)
        made: dict[str, NDArray[Any]] = {"verdict": first, "odd": odd}
        if self._rate and self._tag:
            rates = softplus(_mapped(self._rate, total))
            rates = rates[..., 0] * (sides == MT) + rates[..., 1] * (sides == SRC)
            additive = [math.log1p(penalty) for penalty in on_grid(rates).sum(1).tolist()]
            made |= {"penalty": additive + first, "rates": rates, "tags": _mapped(self._tag, total)}
            made["system"] = np.zeros(len(sides))
            if self._systems:
                made["system"] = self._systems.score(np.concatenate([*read, made["penalty"][:, None]], 1))[:, 0]
        return [made[name] for name in names]

    def _last_maps(self, read: list[Doubles], best: Doubles, odd: Doubles, sides: NDArray[np.int64]) -> Doubles:
        """The first result of the last maps, `(batch,)`; `read` has what they read of the states."""
        mt, source = sides == MT, sides == SRC
        ratios = (mt.sum(1).clip(min=1) / source.sum(1).clip(min=1)).tolist()
        summary = [
            *(BEST_FACTOR * (means(best[..., None], side)[:, 0] - ACROSS) for side in (mt, source)),
            np.array([RATIO_FACTOR * math.log(ratio) for ratio in ratios]),
        ]
        most = [_most_odd(odd, side) for side in (mt, source)]
        inputs = [*read, np.stack(summary, 1), *most]
        wide, narrow = self._last
        return narrow(_gelu(wide(np.concatenate(inputs, 1))))[:, 0]


def _of_tokens(model: str, head: str, file: GraphFile) -> Map:
    """The map of a head that reads single tokens."""
    _, weights = file.inputs[f"/{head}/MatMul_output_0"]
    return Map(file.weights[weights], file.weights[f"{model}.{head}.bias"])


def _last(model: str, file: GraphFile) -> tuple[Map, Map]:
    """The two maps that read the whole row, without the inputs that are always 0."""
    (wide, wide_bias), (narrow, narrow_bias) = (
        [file.weights[f"{model}.{_LAST[model]}.{number}.{kind}"].T for kind in ("weight", "bias")] for number in (0, 3)
    )
    width = 3 * len(file.weights[f"{model}.match.bias"])
    size = len(wide) - width - 2 * 2
    kept = [*range(width), *(width + place for place in SUMMARY[size]), *range(width + size, len(wide))]
    return Map(wide[kept], wide_bias), Map(narrow, narrow_bias)


def _mapped(head: Map, total: Doubles) -> Doubles:
    """The results of a map for each token, `(batch, tokens, outputs)`."""
    return head(total.reshape(-1, total.shape[2])).reshape(*total.shape[:2], -1)


def _most_odd(odd: Doubles, side: NDArray[np.bool_]) -> Doubles:
    """The greatest log-odds among the tokens of a side, and the mean of the greatest `TOP`; `(batch, 2)`."""
    greatest = np.sort(np.where(side, odd, NO_TOKEN_ODDS), 1)[:, ::-1][:, :TOP].clip(min=LEAST_ODDS)
    return np.stack([greatest[:, 0], on_grid(greatest).sum(1) / greatest.shape[1]], 1)


def _gelu(values: Doubles) -> Doubles:
    """Each value times the share of the standard normal distribution below it, value by value."""
    made = [0.5 * x * (1 + math.erf(x * math.sqrt(0.5))) for x in values.ravel().tolist()]
    return np.array(made).reshape(values.shape)
