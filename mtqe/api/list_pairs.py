"""The segments of lists of texts: text N belongs to text N."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtqe import prose
from mtqe.api.given import File, Listed, Side, Sides
from mtqe.errors import InputError
from mtqe.formats import records
from mtqe.formats.documents import lines
from mtqe.intake.corpus import Corpus
from mtqe.model import Document, Segment

if TYPE_CHECKING:
    import pandas as pd

NAME = "texts"
"""Id of the document that lists of texts make."""


@dataclass(frozen=True)
class Index:
    """The labels of the rows that a caller gave.

    Args:
        labels: The index of a pandas data frame or Series.
        places: The place of each segment in it, by system and id.
    """

    labels: pd.Index
    places: Mapping[tuple[str | None, str], int]


def index(labels: pd.Index | None, segments: Sequence[Segment]) -> Index | None:
    """The labels of segments that are in the order of the rows, system after system; `None` if there are none."""
    if labels is None:
        return None
    return Index(labels, {(item.system, item.id): n % len(labels) for n, item in enumerate(segments)})


def read(sides: Sides) -> tuple[Corpus, Index | None]:
    """The segments, and the index of the Series among the lists.

    Raises:
        InputError: The lists have different lengths or indexes, or no texts, or one of them is a single text.
    """
    columns = [(what, _listed(one, what)) for what, one in sides.named]
    (first, column), *others = columns
    count = len(column.texts)
    for what, other in others:
        if len(other.texts) != count:
            raise _unequal(first, count, what, len(other.texts))
    if not count:
        raise InputError("there are no texts", "give at least one source and its translation")
    texts = [column.texts for _, column in columns]
    sources = texts.pop(0) if sides.source is not None else ("",) * count
    references = texts[len(sides.systems) :]
    segments = tuple(
        Segment(
            id=str(place + 1),
            source=sources[place],
            target=targets[place],
            references=_references([one[place] for one in references], sides.source is not None),
            doc=NAME,
            system=system,
        )
        for system, targets in zip(sides.systems, texts, strict=False)
        for place in range(count)
    )
    return Corpus((Document(NAME, segments=segments),), "pairs"), index(_common_index(columns), segments)


def _references(texts: Sequence[str], has_source: bool) -> tuple[str, ...]:
    """The references of a text. A blank one counts where there is no source, as in files."""
    return records.trimmed(texts) if has_source else tuple(texts)


def _listed(one: Side, what: str) -> Listed:
    if isinstance(one, Listed):
        return one
    if isinstance(one, File):
        return Listed(tuple(block.text for block in lines.read(one.path).blocks))
    raise InputError(f"the {what} is one text, and others are lists of texts", "give a list for each")


def _unequal(first: str, count: int, other: str, number: int) -> InputError:
    have = [prose.count(amount, "text") for amount in (count, number)]
    return InputError(
        f"the {first} has {have[0]}, but the {other} has {have[1]}",
        "text N must belong to text N; join the texts of a document to one, and mtqe.align or mtqe.evaluate aligns it",
    )


def _common_index(columns: Sequence[tuple[str, Listed]]) -> pd.Index | None:
    indexed = [(what, column.index) for what, column in columns if column.index is not None]
    for what, other in indexed[1:]:
        if not other.equals(indexed[0][1]):
            raise InputError(
                f"the {indexed[0][0]} and the {what} are Series with different indexes",
                "select the same rows of both, or give lists: series.tolist()",
            )
    return indexed[0][1] if indexed else None
