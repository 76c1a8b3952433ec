"""Segments with one empty side: their runs, and the checks of omitted and of added text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from mtqe.checks.shared import encoder_pairs, kept_originals, lengths, moved_words
from mtqe.checks.shared.kept_originals import SHORT, SIMILAR
from mtqe.language import words
from mtqe.language.boilerplate import boilerplate_kind
from mtqe.language.codes import SIDES
from mtqe.language.language_tags import count_words
from mtqe.language.words import whole_span
from mtqe.model import Hit, Segment, Severity, Side
from mtqe.registry.contracts import Context, Example, check

APART = 12
"""Segments: between an omitted text and the place to which it may have moved, at most."""
LIKE = 0.7
"""Share: of the expected length, at least, that a text has at the place to which it moved."""
TERM, COMMON = 4, 2
"""Letters: of a word that both languages may have; and how many such words show that a text moved."""
BOILERPLATE = "boilerplate"
"""The kind of a finding about page furniture."""


@dataclass(frozen=True)
class OneSidedText:
    """A text without a counterpart.

    Args:
        segment: Its segment.
        place: The number of its first sentence in its run, from 1.
        run: The number of sentences in its run, which is the neighbouring texts without a counterpart.
        words: Its number of words.
        passage: For the first text of a run that is neither short nor furniture, the number of such sentences in the
            run. 0 for the others.
        furniture: The kind of page furniture, or `None`.
        doubtful: Whether the other side has text of similar length without a counterpart next to the run, or nearby
            with the same words, so that the two may be a misalignment rather than an omission and an addition. The
            aligner makes beads of up to four such sentences on each side, so those next to the run are longer passages.
        is_beside_copy: Whether copies of the source of similar length stand next to the run, so that it may be their
            translation.
    """

    segment: Segment
    place: int
    run: int
    words: int
    passage: int
    furniture: str | None
    doubtful: bool
    is_beside_copy: bool = False

    @property
    def confidence(self) -> float | None:
        """The aligner's confidence in the bead, halved where the alignment is doubtful."""
        score = self.segment.bead.score
        if score is None:
            return 0.5 if self.is_unsure else None
        return round(min(max(score, 0.0), 1.0) * (0.5 if self.is_unsure else 1), 4)

    @property
    def is_unsure(self) -> bool:
        """Whether the text may have a counterpart that the alignment does not show."""
        return self.doubtful or self.is_beside_copy

    def describe(self, side: Side) -> str:
        """The text by its place in its run, with a verb: `sentence 2 of 3 in a row is`."""
        if self.run == 1:
            return "this sentence is" if self.words >= SHORT else "this short line is"
        last = self.place + _sentences(self.segment, side) - 1
        if last == self.place:
            return f"sentence {self.place} of {self.run} in a row is"
        return f"sentences {self.place} to {last} of {self.run} in a row are"


def without_counterpart(segments: Sequence[Segment], side: Side, context: Context) -> Iterator[OneSidedText]:
    """The texts of one side of a document that have no counterpart, in order."""
    lang = context.source_lang if side == "source" else context.target_lang
    langs = (context.source_base, context.target_base)
    moved = _moved(segments, langs)
    groups = [(one_sided, list(group)) for one_sided, group in groupby(segments, key=kept_originals.is_one_sided)]
    for number, (one_sided, group) in enumerate(groups):
        if not one_sided:
            continue
        region = [segment for segment in group if _has_text(segment, _present_side(segment)) and not _is_code(segment)]
        doubtful = _doubtful(region, langs)
        before, after = (groups[at][1] if 0 <= at < len(groups) else [] for at in (number - 1, number + 1))
        copied = max(kept_originals.total(kept_originals.copies(near)) for near in (before[::-1], after))
        beside_copy = side == "target" and copied >= SIMILAR * kept_originals.total(region)
        for present_side, members in groupby(region, key=_present_side):
            if present_side != side:
                continue
            run = [
                (segment, word_count, boilerplate_kind(segment.text(side), *langs))
                for segment in members
                if (word_count := _word_count(segment, side, lang))
            ]
            total = sum(_sentences(segment, side) for segment, _, _ in run)
            passage = sum(
                _sentences(segment, side) for segment, word_count, kind in run if word_count >= SHORT and not kind
            )
            place = 1
            for segment, word_count, kind in run:
                leads = word_count >= SHORT and not kind
                unsure = [fact and kind is None for fact in (doubtful or segment.id in moved, beside_copy)]
                yield OneSidedText(segment, place, total, word_count, passage if leads else 0, kind, *unsure)
                passage = 0 if leads else passage
                place += _sentences(segment, side)


def _word_count(segment: Segment, side: Side, lang: str) -> int:
    """The words of a side; a text that is all code counts as a short line."""
    return count_words(segment.text(side), lang) or int(_has_code(segment, side))


def _has_text(segment: Segment, side: Side) -> bool:
    return bool(segment.text(side).strip()) or _has_code(segment, side)


def _has_code(segment: Segment, side: Side) -> bool:
    return any(code.kind == "literal" and code.side == side for code in segment.codes)


def _is_code(segment: Segment) -> bool:
    """Whether both sides are all code."""
    return not (segment.source.strip() or segment.target.strip()) and all(_has_code(segment, side) for side in SIDES)


def _moved(segments: Sequence[Segment], langs: tuple[str, str]) -> frozenset[str]:
    """The ids of omitted and added texts near each other that say the same, as far as words that both have can show.

    A translator who sorts a list again, or tells something earlier, leaves one of each.
    """
    found: set[str] = set()
    for at, one in enumerate(segments):
        if one.source.strip() and not one.target.strip():
            for other in segments[max(0, at - APART) : at + APART + 1]:
                is_added = other.target.strip() and not other.source.strip() and one.doc == other.doc
                if is_added and _is_same(one.source, other.target, langs):
                    found |= {one.id, other.id}
    return frozenset(found)


def _is_same(source: str, target: str, langs: tuple[str, str]) -> bool:
    """Whether two texts are of one length and share words that both languages have, such as names and terms."""
    if not LIKE <= lengths.ratio(target, source, langs[::-1]) <= 1 / LIKE:
        return False
    shared = {key for key in words.keys(source) if len(key) >= TERM} & set(words.keys(target))
    return len(shared) >= COMMON


def _present_side(segment: Segment) -> Side:
    return "source" if _has_text(segment, "source") else "target"


def _sentences(segment: Segment, side: Side) -> int:
    return max(len(segment.place(side).sentences or ()), 1)


def _doubtful(region: Sequence[Segment], langs: tuple[str, str]) -> bool:
    """Whether a region has about as much source as target, without page furniture."""
    size = {"source": 0, "target": 0}
    for segment in region:
        present_side = _present_side(segment)
        text = segment.text(present_side)
        if boilerplate_kind(text, *langs) is None:
            size[present_side] += kept_originals.size(text)
    low, high = sorted(size.values())
    return low > 0 and low >= SIMILAR * high


def _beside_its_words(
    hits: Iterator[tuple[Segment, Hit]], segments: Sequence[Segment], context: Context
) -> Iterator[tuple[Segment, Hit]]:
    """The hits; a sentence whose words a neighbour has on its other side was split off or merged, and is minor."""
    return hits if encoder_pairs.limits(context) else moved_words.moved_as_minor(hits, segments, context)


_SHARED = {
    "doubtful": (
        "the two are compared as a pair: the other checks say whether they mean the same. Only if the passages have\n"
        "different numbers of sentences, and more than four, both findings are minor and their confidence is halved.\n"
        "So they are where a text of similar length that shares two words (names, terms) is up to twelve segments\n"
        "away: the translator moved it. They are minor, too, where a neighbouring sentence has the words on its other\n"
        "side, by the encoder: the translator made one sentence of two, or two of one."
    ),
    "aligned": (
        "The check runs only where mtqe aligned the documents. It finds nothing within a sentence that has a\n"
        "  counterpart."
    ),
    "replaced": (
        "A passage of more than four sentences that was replaced by one of similar length with another number of\n"
        "  sentences looks like a misalignment, so its findings are minor."
    ),
}
"""Sentences that both manuals share."""


# --- ACC105 omitted-text ----------------------------------------------------------------------------------------------

PASSAGE = 3
"""Sentences: in a row, from which on they are a passage."""


@check(
    "ACC105",
    "omitted-text",
    "accuracy/omission",
    Severity.MAJOR,
    area="omission",
    scope="document",
    needs=("alignment",),
    facts=_SHARED,
    examples=[
        Example("The dam held all night.", "Der Damm hielt die ganze Nacht.", aligned=True),
        Example("* * *", "", aligned=True),
        Example("The dam held all night. ", "", ("The dam held all night.",), aligned=True),
        Example("Flood watch", "", ("Flood watch",), ("en", "fr"), aligned=True),
        Example("大坝整夜没有决口。", "", ("大坝整夜没有决口。",), ("zh", "en"), aligned=True),
    ],
)
def omitted_text(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """A sentence or heading of the source has no counterpart in the translation.

    ## What it does

    Reads the alignment that mtqe made itself. Source text that was aligned with no target text is marked as a whole.
    Omitted texts in a row are a run. Each message says which sentences of the run it is about.

    A sentence is major. The first sentence of a run of three or more is critical, since a whole passage is missing. Two
    kinds of text are minor and do not count for a passage: text of fewer than four words, such as a heading or byline,
    and text that looks like page furniture (a newsletter box, a cookie notice, a share button, a photo credit). The
    confidence is the aligner's confidence in the bead.

    Where added text of similar length is next to the omission,
    {doubtful}

    ## Why it is bad

    Readers do not see what is missing. A lost sentence can reverse the meaning of a passage, and without a passage the
    text is a different article.

    ## Known problems

    - {aligned}
    - A sentence that was merged into its neighbour's translation, with most of its words lost, can look omitted.
    - {replaced}
    - Text that was left out on purpose (a dateline, a footnote) is reported as well.
    """
    hits = (
        (
            text.segment,
            Hit(
                _message_omitted(text),
                whole_span("source", text.segment.source),
                severity=_severity_omitted(text),
                confidence=text.confidence,
                kind=BOILERPLATE if text.furniture else None,
            ),
        )
        for text in without_counterpart(segments, "source", context)
    )
    yield from _beside_its_words(hits, segments, context)


def _severity_omitted(text: OneSidedText) -> Severity:
    if text.furniture or text.is_unsure or text.words < SHORT:
        return Severity.MINOR
    return Severity.CRITICAL if text.passage >= PASSAGE else Severity.MAJOR


def _message_omitted(text: OneSidedText) -> str:
    subject = text.describe("source")
    if text.furniture:
        return f"{subject} missing from the translation; it looks like {text.furniture}"
    if text.doubtful:
        return f"{subject} missing from the translation, or aligned wrongly: a similar text was added near it"
    return f"{subject} missing from the translation"


# --- ACC106 added-text ------------------------------------------------------------------------------------------------


@check(
    "ACC106",
    "added-text",
    "accuracy/addition",
    Severity.MAJOR,
    area="omission",
    scope="document",
    needs=("alignment",),
    facts=_SHARED,
    examples=[
        Example("The dam held all night.", "Der Damm hielt die ganze Nacht.", aligned=True),
        Example("", "***", aligned=True),
        Example("", "Der Damm hielt die ganze Nacht. ", ("Der Damm hielt die ganze Nacht.",), aligned=True),
        Example("", "Newsletter abonnieren", ("Newsletter abonnieren",), aligned=True),
        Example("", "Lire la suite", ("Lire la suite",), ("en", "fr"), aligned=True),
        Example("", "大坝整夜没有决口。", ("大坝整夜没有决口。",), ("en", "zh"), aligned=True),
    ],
)
def added_text(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """A sentence or heading of the translation has no counterpart in the source.

    ## What it does

    Reads the alignment that mtqe made itself. Target text that was aligned with no source text is marked as a whole.
    Added texts in a row are a run. Each message says which sentences of the run it is about.

    A sentence is major. Two kinds of text are minor: text of fewer than four words, such as a heading or label, and
    text that looks like page furniture (a newsletter box, a cookie notice, "read more", an advertisement label, a share
    button, a photo credit). Such lines come from the web page that the text was copied from, or from one that the
    translation system saw in training. The confidence is the aligner's confidence in the bead.

    Where omitted text of similar length is next to the addition,
    {doubtful}
    The finding is minor, too, where copies of the source are next to the addition: pages often keep the original words
    of a quotation beside their translation.

    ## Why it is bad

    The translation makes a claim that the author never made. Invented sentences are the clearest kind of hallucination.

    ## Known problems

    - {aligned}
    - A sentence that was split off from its neighbour and shares few words with the source can look added.
    - {replaced}
    - Page furniture is recognised in Chinese, Czech, Dutch, English, French, German, Italian, Japanese, Polish,
      Portuguese, Russian and Spanish. Only the wording counts, so an article about newsletters may be misread; this is
      rare.
    """
    hits = (
        (
            text.segment,
            Hit(
                _message_added(text),
                whole_span("target", text.segment.target),
                severity=_severity_added(text),
                confidence=text.confidence,
                kind=BOILERPLATE if text.furniture else None,
            ),
        )
        for text in without_counterpart(segments, "target", context)
    )
    yield from _beside_its_words(hits, segments, context)


def _severity_added(text: OneSidedText) -> Severity:
    return Severity.MINOR if text.furniture or text.is_unsure or text.words < SHORT else Severity.MAJOR


def _message_added(text: OneSidedText) -> str:
    subject = text.describe("target")
    if text.furniture:
        return f"{subject} not in the source; it looks like {text.furniture}"
    if text.doubtful:
        return f"{subject} not in the source, or aligned wrongly: a similar text was omitted near it"
    if text.is_beside_copy:
        return f"{subject} not in the source, or translates the copy of the source next to it"
    return f"{subject} not in the source"
