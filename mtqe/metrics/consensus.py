"""Consensus: the translations of other systems as pseudo-references, where a source has no reference.

What several systems write independently is more often right than what one system writes alone. So a translation is
compared with the other distinct translations of its source by chrF. The estimate of log(1 + penalty) grows by

    weight * (n - 1) / n * (mean likeness of all translations to the others - mean likeness of this one to the others)

for `n` other translations. These amounts sum to 0 for each source: a translation that is as like the others as is usual
for its source keeps its score, in every language. The weight is in `encoder.json`; `training/consensus.py` chose it.

- Few others are little evidence: with two of them half of the difference counts, with five .8 of it.
- The likeness of two texts is the mean of chrF in both directions. Of two translations alone, each is as unlike the
  other, so nothing moves: consensus begins with three.
- Equal translations count once and have equal scores.
- A text that is blank, without letters and digits, a copy of the source, in another language or unrelated to the source
  is neither compared nor moved. Neither is a text that needs no translation.
- What was compared decides what the signature says. If no source has three texts that count, nothing was compared.
- A score depends on the other systems of the run. Therefore the signature has a hash of all compared texts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from mtqe import encoder
from mtqe.encoder import judgement_cache
from mtqe.language import identify
from mtqe.metrics import guards, levels
from mtqe.model import Level, Segment, Signature
from mtqe.registry.contracts import Context

LEAST = 3
"""Texts: distinct translations of a source from which on they are compared."""
HASH = 12
"""Characters: of the hash of all compared texts in the signature, as of the hashes in the history."""
Key = tuple[str, tuple[str, ...]]
"""A source and its translations in the run, as in `Context.translations`."""


@dataclass(frozen=True)
class Compared:
    """The translations that a run compared.

    Args:
        groups: For each source with enough texts that count: how odd each of these texts is (`oddities`).
        label: A hash of all these texts with their sources; empty without groups.
    """

    groups: Mapping[Key, Mapping[str, float]] = field(default_factory=dict)
    label: str = ""

    def oddity(self, segment: Segment, context: Context) -> float | None:
        """How odd a translation is; `None` if it was not compared."""
        return self._group(segment, context).get(segment.target)

    def signature(self, segments: Sequence[Segment], level: Level, context: Context) -> Signature:
        """The part of a signature about consensus, empty if nothing was compared.

        The number of others is the greatest one. For the corpus it is that of the run, so that all systems of a run
        have the same, and for a document that of its sources. A segment that was not compared has none.
        """
        groups = list(self.groups.values()) if level == "corpus" else [self._group(one, context) for one in segments]
        if level == "segment" and all(self.oddity(one, context) is None for one in segments):
            groups = []
        if not any(groups):
            return {}
        others = max(map(len, groups)) - 1
        return {"consensus": others, "consensus_set": self.label, "consensus_weight": encoder.consensus_weight()}

    def _group(self, segment: Segment, context: Context) -> Mapping[str, float]:
        texts = context.translations.get((segment.id, segment.source), ())
        return self.groups.get((segment.source, texts), {})


def compared(context: Context, name: str) -> Compared:
    """What consensus compares in a run: the different translations that count, of each source with three or more."""
    keys = tuple(dict.fromkeys((source, texts) for (_, source), texts in context.translations.items()))
    known = _known(context)
    if keys not in known:
        groups = {}
        usable = _usable(keys, context, name)
        for done, (key, texts) in enumerate(usable.items()):
            context.progress("consensus", done, len(usable))
            if amounts := oddities(texts, context):
                groups[key] = amounts
        if usable:
            context.progress("consensus", len(usable), len(usable))
        known[keys] = Compared(groups, _label(groups))
    return known[keys]


def recall(oddities: Iterable[tuple[Segment, float]], context: Context) -> None:
    """Restore what another run compared, so that `compared` knows it.

    Args:
        oddities: The segments of all systems whose translation was compared, with how odd it is.
        context: The context, with the translations of all systems.
    """
    groups: dict[Key, dict[str, float]] = {}
    for segment, oddity in oddities:
        key = segment.source, context.translations[segment.id, segment.source]
        groups.setdefault(key, {})[segment.target] = oddity
    keys = tuple(dict.fromkeys((source, texts) for (_, source), texts in context.translations.items()))
    _known(context)[keys] = Compared(groups, _label(groups))


def distinct(source: str, texts: Sequence[str]) -> list[str]:
    """The distinct texts that are not blank, in order; none for a blank source."""
    return [] if levels.is_blank(source) else [text for text in dict.fromkeys(texts) if not levels.is_blank(text)]


def _usable(keys: Sequence[Key], context: Context, name: str) -> dict[Key, list[str]]:
    """The distinct translations that count, of each source that may have enough of them."""

    def candidates(key: Key) -> Iterator[Segment]:
        for text in distinct(*key):
            segment = Segment("", key[0], text)
            is_read = encoder.is_read(key[0], text)
            if is_read and not guards.misleads(segment, context) and not identify.is_kept(key[0], text):
                yield segment

    groups = {key: list(candidates(key)) for key in keys if len(distinct(*key)) >= LEAST}
    groups = {key: group for key, group in groups.items() if len(group) >= LEAST}
    pairs = [judgement_cache.pair(segment, context) for group in groups.values() for segment in group]
    judged = iter(judgement_cache.judgements(pairs, context, name) if pairs else ())
    trained = guards.untrained(context) is None
    return {
        key: [segment.target for segment in group if not (next(judged).unrelated and trained)]
        for key, group in groups.items()
    }


def _label(groups: Mapping[Key, Mapping[str, float]]) -> str:
    if not groups:
        return ""
    texts = sorted({(source, text) for (source, _), group in groups.items() for text in group})
    return hashlib.sha256(repr(texts).encode()).hexdigest()[:HASH]


def oddities(texts: Sequence[str], context: Context) -> dict[str, float]:
    """How much less each text resembles the others than is usual among them, -1 to 1, shrunk for few texts.

    Empty for less than three distinct texts.

    Args:
        texts: The translations of a source that can be compared; equal ones count once.
        context: The context of the run.
    """
    unlike = tuple(dict.fromkeys(texts))
    if len(unlike) < LEAST:
        return {}
    from mtqe.metrics.lexical import sacre

    return dict(zip(unlike, unlikeness(sacre.chrf.alike(unlike, context)), strict=True))


def unlikeness(scores: Sequence[Sequence[float]]) -> list[float]:
    """How much less each text resembles the others than is usual, shrunk, in order.

    Args:
        scores: For each text its chrF with each other text as the reference, 0 to 100, in order; two or more texts.
    """
    places = range(len(scores))
    # A row has no score of a text with itself, so places behind it are one less.
    likeness = [
        fmean((scores[i][j - (j > i)] + scores[j][i - (i > j)]) / 200 for j in places if j != i) for i in places
    ]
    usual, evidence = fmean(likeness), (len(scores) - 2) / (len(scores) - 1)
    return [evidence * (usual - own) for own in likeness]


def _known(context: Context) -> dict[tuple[Key, ...], Compared]:
    return context.run_memo.once(_known, dict[tuple[Key, ...], Compared])
