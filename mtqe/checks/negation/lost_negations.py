"""Lost and gained negations: those without a counterpart that the encoder and its critic confirm.

The encoder shows whether the words beside a negation are still there. The critic shows whether the two sides disagree
and whether the negation itself has a counterpart. `bench/polarity.py` measures each threshold.

Two ways lead to a finding: `unmatched` compares whole texts and sentences, `evidence` compares clauses and weighs what
speaks for and against a loss. A finding of either is sure only where the clause is rendered word for word (`literal`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from mtqe import encoder
from mtqe.checks.negation.echo import echo
from mtqe.checks.negation.evidence import (
    RELIEF,
    Clause,
    Evidence,
    bounded_relief,
    chance_missed,
    clauses,
    evidence,
    is_balanced,
    weight,
)
from mtqe.checks.negation.literal import is_free
from mtqe.checks.negation.negation_words import affirmed, known
from mtqe.checks.negation.unmatched import OneSided, one_sided
from mtqe.checks.shared import measured, program_texts
from mtqe.encoder import Pair, judgement_cache
from mtqe.language.lang import language
from mtqe.language.language_tags import name
from mtqe.model import Segment, Side
from mtqe.registry.contracts import Context

ECHO, ECHO_SENTENCE = 0.6, 0.65
"""Similarity: echo of the words beside a negation, from which on it is reported, and the same where single sentences
are compared, since their order may differ. Measured with bench/polarity.py."""
ECHO_CHINESE = 0.3
"""Similarity: the same for Chinese, whose words are less similar to those of other languages. Measured with
bench/polarity.py."""
ECHO_FAR, ECHO_FAR_SENTENCE, ECHO_FAR_SURE = 0.2, 0.25, 0.3
"""Similarity: the same for the languages on which the critic decides, and from which on they are sure. Measured with
bench/polarity_languages.py."""
ODDS, SURE = 0.0, 1.0
"""Log-odds: of an error in the segment, by the critic, from which on a negation is reported, and from which on it is
sure. Measured with bench/polarity.py."""
ODDS_FAR, ODDS_FAR_SURE = 1.0, 2.0
"""Log-odds: the same for the languages on which the critic decides. Measured with bench/polarity_languages.py."""
MISSED = 0.3
"""Chance: by the critic, that nothing corresponds to the negation, from which on it is reported. Measured with
bench/polarity.py."""
MISSED_FAR, MISSED_FAR_SURE = 0.6, 0.8
"""Chance: the same for the languages on which the critic decides, and from which on they are sure. Measured with
bench/polarity_languages.py."""

WEIGHT: dict[Side, float] = {"source": 2.5, "target": 2.0}
"""Weight: of the evidence of a clause of each side, from which on it is reported. Measured with
bench/negation_evidence.py and bench/articles.py."""
WEIGHT_SURE: dict[Side, float] = {"source": 3.0, "target": 2.3}
"""Weight: the same, from which on it is sure."""
SURE_OF_LONG = 4.0
"""Weight: the same in a text of a program that is longer than a message. Measured with bench/projects.py and
bench/projects_planted.py."""
ADDED, ADDED_FAINT = 0.77, 0.67
"""Sum: of the similarity of the words beside a negation of the translation, of a part of its weight and of a part of
its relief, from which on it is sure if no word of the source may express it; the same for a translation in one of the
scripts of `FAINT`, whose words the encoder finds less similar. Measured with bench/negation_evidence.py."""
FAINT = frozenset(["kana", "han", "hangul", "arabic"])
"""Scripts."""
PARTS_OF_WEIGHT, PARTS_OF_RELIEF = 12, 20
"""Divisors: of the weight and of the relief in this sum."""
CLAUSES = "ACC112/clauses"
"""The rule of the pairs on which single clauses were measured; on others they are sure only in texts of programs, whose
sentences are simple."""
ADDED_ONLY = "ACC112/added"
"""The rule of the pairs on which only added negations of such clauses were measured."""


class Least(NamedTuple):
    """The evidence that a negation needs.

    Args:
        echo: Of the words around it.
        odds: Of an error in the segment.
        missed: That nothing corresponds to it.
    """

    echo: float
    odds: float
    missed: float


class Levels(NamedTuple):
    """The evidence that a negation needs in a language pair.

    Args:
        whole: To be reported, where whole segments are compared.
        sentence: The same where single sentences are compared.
        sure: To be sure, where whole segments are compared.
    """

    whole: Least
    sentence: Least
    sure: Least


CRITIC = Levels(
    Least(ECHO_FAR, ODDS_FAR, MISSED_FAR),
    Least(ECHO_FAR_SENTENCE, ODDS_FAR, MISSED_FAR),
    Least(ECHO_FAR_SURE, ODDS_FAR_SURE, MISSED_FAR_SURE),
)
"""The levels where the critic decides, because the words of both sides are less similar: `bench/polarity_languages.py`
found few alarms where the critic is certain."""
LEVELS = {
    "ACC112/echo": Levels(Least(ECHO, ODDS, MISSED), Least(ECHO_SENTENCE, ODDS, MISSED), Least(ECHO, SURE, MISSED)),
    "ACC112/faint-echo": Levels(
        Least(ECHO_CHINESE, ODDS, MISSED), Least(ECHO_CHINESE, ODDS, MISSED), Least(ECHO_CHINESE, SURE, MISSED)
    ),
    "ACC112/critic": CRITIC,
}
"""The evidence that a negation needs, by the rule that was measured on the language pair: `echo` where the words of
both sides are similar, `faint-echo` where they are less so, `critic` where the critic decides."""


class Lost(NamedTuple):
    """A negation that the other side lacks.

    Args:
        negation: The negation.
        echo: How well the words around it have counterparts on the other side, 0 to 1.
        sure: Whether the evidence is strong.
        relief: By how much the log-odds of an error in the segment become less without it.
    """

    negation: Clause
    echo: float
    sure: bool
    relief: float


class Weighed(NamedTuple):
    """A negated clause with what speaks for its loss.

    Args:
        clause: The clause.
        evidence: The evidence.
        relief: By how much the log-odds of an error in the segment become less without the negation.
        weight: The weight of both.
        least_added: The sum that a negation needs if only the translation has it.
    """

    clause: Clause
    evidence: Evidence
    relief: float
    weight: float
    least_added: float = ADDED

    @property
    def sure(self) -> bool:
        """Whether the evidence is strong."""
        return self.weight >= WEIGHT_SURE[self.clause.side] or self.is_added

    @property
    def is_added(self) -> bool:
        """Whether nothing in the source explains a negation of the translation, while all words beside it are there.

        Messages of programs are rendered too freely for this.
        """
        return (
            self.evidence.is_added
            and not program_texts.is_program_text(self.clause.segment)
            and _added(self.evidence, self.weight, self.relief) >= self.least_added
        )

    @property
    def marked(self) -> list[str]:
        """The negations."""
        text = self.clause.segment.text(self.clause.side)
        return [text[start:end] for start, end in self.clause.places]


def limits(context: Context) -> str | None:
    """Why the language pair is not judged, or `None` if it is."""
    missing = [lang for lang in (context.source_base, context.target_base) if lang not in known()]
    if missing:
        return f"has no negation words of {' and '.join(map(name, dict.fromkeys(missing)))}"
    if _levels(context):
        return None
    return f"it was measured on pairs with English only, not on {context.source_base}-{context.target_base}"


def lost(segments: Sequence[Segment], context: Context, check_name: str) -> list[Lost]:
    """The lost and gained negations of segments, in order.

    Args:
        segments: Segments in languages that have negation words. A pair that was not measured is judged like those on
            which the critic decides; only benchmarks ask for one.
        context: The context of the run.
        check_name: For the progress bar.
    """
    found = candidates(segments, context, check_name)
    return [loss._replace(sure=loss.sure and not _is_free(loss, context)) for loss in found]


def candidates(segments: Sequence[Segment], context: Context, check_name: str) -> list[Lost]:
    """The lost and gained negations, sure also where the clause is rendered freely; arguments as for `lost`."""
    losses: dict[str, list[Lost]] = defaultdict(list)
    for loss in (*_one_sided(segments, context, check_name), *_by_clause(segments, context, check_name)):
        of_segment = losses[loss.negation.segment.id]
        same = next((n for n, other in enumerate(of_segment) if _share_places(loss.negation, other.negation)), None)
        if same is None:
            of_segment.append(loss)
        else:
            sure = loss.sure or of_segment[same].sure
            of_segment[same] = of_segment[same]._replace(sure=sure, relief=loss.relief)
    return [loss for segment in segments for loss in losses.pop(segment.id, ())]


def _is_free(loss: Lost, context: Context) -> bool:
    """Whether a negation belongs to a free rendering. Programs and subtitles have rules of their own."""
    segment = loss.negation.segment
    if program_texts.is_program_text(segment) or program_texts.is_subtitle(segment):
        return False
    model = encoder.load(context.config.device)
    return is_free(loss.negation, loss.echo, loss.relief, model, (context.source_base, context.target_base))


def _share_places(clause: Clause, other: Clause) -> bool:
    return clause.side == other.side and not set(clause.places).isdisjoint(other.places)


def _one_sided(segments: Sequence[Segment], context: Context, check_name: str) -> Iterator[Lost]:
    """The losses where a whole text or sentence has no negation."""
    levels = _levels(context) or CRITIC
    negations = [negation for segment in segments for negation in one_sided(segment, context)]
    candidates = list(_with_echo(negations, levels, context.config.device))
    criticisms = judgement_cache.criticisms(
        [judgement_cache.pair(negation.segment, context) for negation, _ in candidates], context, check_name
    )
    for (negation, similarity), criticism in zip(candidates, criticisms, strict=True):
        places = tuple((span.start, span.end) for span in negation.spans)
        clause = Clause(negation.segment, negation.side, places, idiom=False)
        found = similarity, criticism.odds, chance_missed(clause, criticism)
        if _reaches(found, levels.whole if negation.whole else levels.sentence):
            is_sure = negation.whole and _reaches(found, levels.sure)
            yield Lost(clause, similarity, is_sure, relief=0.0)


def _by_clause(segments: Sequence[Segment], context: Context, check_name: str) -> Iterator[Lost]:
    """The losses of single clauses, by the weight of their evidence."""
    pair = context.source_base, context.target_base
    earned, added = measured.on_pair(CLAUSES, *pair), measured.on_pair(ADDED_ONLY, *pair)
    for item in weighed(segments, context, check_name):
        segment = item.clause.segment
        of_program = program_texts.is_program_text(segment)
        sure = ((earned or of_program) and item.sure) or (added and item.is_added)
        if of_program or program_texts.is_subtitle(segment):
            is_long = of_program and not program_texts.is_message(segment)
            sure = sure and not (is_long and item.weight < SURE_OF_LONG) and not is_balanced(item.clause, context)
        echo_found = max(0.0, item.evidence.echo)
        yield Lost(item.clause, echo_found, sure, item.relief)


def weighed(
    segments: Sequence[Segment], context: Context, check_name: str, bound: Mapping[Side, float] = WEIGHT
) -> Iterator[Weighed]:
    """The negated clauses whose evidence has at least the weight `bound` of their side.

    The critic reads a segment again, without the negation, only where that may lift the weight above the bound.
    """
    found = [clause for segment in segments for clause in clauses(segment, context)]
    pairs = [judgement_cache.pair(clause.segment, context) for clause in found]
    criticisms = judgement_cache.criticisms(pairs, context, check_name)
    texts = [text for clause in found for text in (clause.segment.source, clause.segment.target)]
    tokens = encoder.load(context.config.device).tokens(texts) if texts else []
    open_cases = []
    least_added = ADDED_FAINT if FAINT.intersection(language(context.target_base).scripts) else ADDED
    for clause, criticism, source, target in zip(found, criticisms, tokens[::2], tokens[1::2], strict=True):
        facts = evidence(clause, (source, target), criticism, context)
        if facts and facts.by_words and _is_open(clause, facts, bound, least_added):
            open_cases.append((clause, facts, criticism.odds))
    others = judgement_cache.criticisms([_without(clause, context) for clause, *_ in open_cases], context, check_name)
    for (clause, facts, odds), criticism in zip(open_cases, others, strict=True):
        relief = odds - criticism.odds
        item = Weighed(clause, facts, relief, weight(facts, relief), least_added)
        if item.weight >= bound[clause.side] or item.is_added:
            yield item


def _is_open(clause: Clause, facts: Evidence, bound: Mapping[Side, float], least_added: float) -> bool:
    """Whether a clause may be reported if the critic finds far fewer faults without its negations."""
    highest = weight(facts, RELIEF[1])
    return highest >= bound[clause.side] or (facts.is_added and _added(facts, highest, RELIEF[1]) >= least_added)


def _added(facts: Evidence, of_weight: float, relief: float) -> float:
    """How much speaks for a negation that only the translation has."""
    return facts.echo + of_weight / PARTS_OF_WEIGHT + bounded_relief(relief) / PARTS_OF_RELIEF


def _without(clause: Clause, context: Context) -> Pair:
    """What the critic reads of a segment without the negations of a clause."""
    lang = context.source_base if clause.side == "source" else context.target_base
    texts = {"source": clause.segment.source, "target": clause.segment.target}
    texts[clause.side] = affirmed(texts[clause.side], clause.places, lang)
    return Pair(texts["source"], texts["target"], None, context.source_lang, context.target_lang)


def _levels(context: Context) -> Levels | None:
    """The levels of the language pair; `None` if it was not measured."""
    pair = context.source_base, context.target_base
    return next((levels for rule, levels in LEVELS.items() if measured.on_pair(rule, *pair)), None)


def _reaches(evidence: tuple[float, float, float], least: Least) -> bool:
    return all(value >= bound for value, bound in zip(evidence, least, strict=True))


def _with_echo(negations: Sequence[OneSided], levels: Levels, device: str) -> Iterator[tuple[OneSided, float]]:
    """The negations whose neighbouring words have counterparts on the other side, and how well they have."""
    if not negations:
        return
    texts = [text for negation in negations for text in (negation.text, negation.other_text)]
    tokens = encoder.load(device).tokens(texts)
    for negation, negated_tokens, plain_tokens in zip(negations, tokens[::2], tokens[1::2], strict=True):
        similarity = echo(negated_tokens, plain_tokens, negation.places)
        if similarity >= (levels.whole if negation.whole else levels.sentence).echo:
            yield negation, similarity
