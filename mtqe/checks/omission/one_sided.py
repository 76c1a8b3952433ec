"""Segments with one empty side: how they lie together, what is page furniture, and the checks of both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity, Side
from mtqe.text.boilerplate import boilerplate_kind
from mtqe.text.language_tags import count_words
from mtqe.text.words import whole_span

BOILERPLATE = "boilerplate"
"""The kind of a finding about page furniture."""

SHORT = 4
"""Words: of the shortest sentence; fewer are a heading, a byline or a label. By hand."""

SIMILAR = 0.5
"""Ratio: of lengths, at which an omission and an addition side by side may be each other's translation. By hand."""


@dataclass(frozen=True)
class Lone:
    """A text without a counterpart.

    Args:
        segment: Its segment.
        place: Which sentence of its run it begins with, from 1.
        run: Sentences of the run of such texts that it belongs to.
        words: Its words.
        passage: For the first text of a run that is neither short nor furniture: how many such sentences the run has.
            0 for the others.
        furniture: What kind of page furniture it is, if any.
        doubtful: Whether text of like length without a counterpart stands beside the run on the other side, so that
            the two may be a misalignment rather than an omission and an addition.
    """

    segment: Segment
    place: int
    run: int
    words: int
    passage: int
    furniture: str | None
    doubtful: bool

    @property
    def confidence(self) -> float | None:
        """The aligner's confidence in the bead, halved where the alignment is doubtful."""
        score = self.segment.meta.get("score")
        if not isinstance(score, int | float):
            return 0.5 if self.doubtful else None
        return round(min(max(float(score), 0.0), 1.0) * (0.5 if self.doubtful else 1), 4)

    def describe(self, side: Side) -> str:
        """The text by its place in its run, with the verb: `sentence 2 of 3 in a row is`."""
        if self.run == 1:
            return "this sentence is" if self.words >= SHORT else "this short line is"
        last = self.place + _sentences(self.segment, side) - 1
        if last == self.place:
            return f"sentence {self.place} of {self.run} in a row is"
        return f"sentences {self.place} to {last} of {self.run} in a row are"


def lone(segments: Sequence[Segment], side: Side, context: Context) -> Iterator[Lone]:
    """The texts of one side of a document that have no counterpart, in order.

    Args:
        segments: All segments of the document.
        side: The side that is there: `source` for omissions, `target` for additions.
        context: The languages.
    """
    lang = context.source_lang if side == "source" else context.target_lang
    langs = (context.source_base, context.target_base)
    for state, group in groupby(segments, key=_empty):
        if state is None:
            continue
        region = [segment for segment in group if segment.text(_there(segment)).strip()]
        doubtful = _doubtful(region, langs)
        for there, members in groupby(region, key=_there):
            if there != side:
                continue
            run = [
                (segment, words, boilerplate_kind(segment.text(side), *langs))
                for segment in members
                if (words := count_words(segment.text(side), lang))
            ]
            total = sum(_sentences(segment, side) for segment, _, _ in run)
            passage = sum(_sentences(segment, side) for segment, words, kind in run if words >= SHORT and not kind)
            place = 1
            for segment, words, kind in run:
                leads = words >= SHORT and not kind
                yield Lone(segment, place, total, words, passage if leads else 0, kind, doubtful and kind is None)
                passage = 0 if leads else passage
                place += _sentences(segment, side)


def _empty(segment: Segment) -> bool | None:
    """True where one side is empty, `None` where both have text: what parts the regions of a document."""
    return True if not (segment.source.strip() and segment.target.strip()) else None


def _there(segment: Segment) -> Side:
    return "source" if segment.source.strip() else "target"


def _sentences(segment: Segment, side: Side) -> int:
    numbers = segment.meta.get(f"{side}_sentences")
    return max(len(numbers), 1) if isinstance(numbers, list | tuple) else 1


def _doubtful(region: Sequence[Segment], langs: tuple[str, str]) -> bool:
    """Whether a region holds about as much source as target, page furniture aside."""
    size = {"source": 0, "target": 0}
    for segment in region:
        there = _there(segment)
        text = segment.text(there)
        if boilerplate_kind(text, *langs) is None:
            # A Chinese or Japanese character says about as much as three letters.
            size[there] += sum(3 if char >= "\u2e80" else 1 for char in text)
    low, high = sorted(size.values())
    return low > 0 and low >= SIMILAR * high


_SHARED = {
    "doubtful": (
        "the two may be a free translation or a misalignment: then both are minor and the\nconfidence is halved."
    ),
    "aligned": (
        "Runs only where mtqe aligned the documents. Within a sentence that does have a counterpart\n  nothing is seen."
    ),
    "replaced": (
        "A passage that was replaced by another of like length looks like a misalignment, and its\n"
        "  findings are minor."
    ),
}
"""What both manuals say."""


# --- ACC105 omitted-text ----------------------------------------------------------------------------------------------

PASSAGE = 3
"""Sentences: in a row that make a passage. By hand."""


@check(
    "ACC105",
    "omitted-text",
    "accuracy/omission",
    Severity.MAJOR,
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

    Reads the alignment that mtqe made itself: source text that no target text belongs to was left out, and is marked as
    a whole. Text next to it that is missing too makes a run; each message says which sentences of the run it is about.

    A sentence is major. The first sentence of a run of three or more is critical: a whole passage is gone. Minor are a
    text of fewer than four words, such as a heading or byline, and what looks like page furniture (a newsletter box, a
    cookie notice, a share button, a photo credit); neither counts for a passage. The confidence is that of the aligner
    in the bead.

    Where added text of like length stands beside the omission,
    {doubtful}

    ## Why it is bad

    Readers do not see what is missing. A lost sentence can turn the meaning of a passage around, and a lost passage
    makes it another article.

    ## Known problems

    - {aligned}
    - A sentence that was merged into its neighbour's translation, with most of its words gone, can look omitted.
    - {replaced}
    - Text that was left out on purpose (a dateline, a footnote) is reported too.
    """
    for item in lone(segments, "source", context):
        yield (
            item.segment,
            Hit(
                _message_omitted(item),
                whole_span("source", item.segment.source),
                severity=_severity_omitted(item),
                confidence=item.confidence,
                kind=BOILERPLATE if item.furniture else None,
            ),
        )


def _severity_omitted(item: Lone) -> Severity:
    if item.furniture or item.doubtful or item.words < SHORT:
        return Severity.MINOR
    return Severity.CRITICAL if item.passage >= PASSAGE else Severity.MAJOR


def _message_omitted(item: Lone) -> str:
    what = item.describe("source")
    if item.furniture:
        return f"{what} missing from the translation; it looks like {item.furniture}"
    if item.doubtful:
        return f"{what} missing from the translation, or aligned wrongly: added text of like length stands beside it"
    return f"{what} missing from the translation"


# --- ACC106 added-text ------------------------------------------------------------------------------------------------


@check(
    "ACC106",
    "added-text",
    "accuracy/addition",
    Severity.MAJOR,
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

    Reads the alignment that mtqe made itself: target text that no source text belongs to was added, and is marked as a
    whole. Text next to it that was added too makes a run; each message says which sentences of the run it is about.

    A sentence is major. Minor are a text of fewer than four words, such as a heading or label, and what looks like page
    furniture: a newsletter box, a cookie notice, "read more", an advertisement label, a share button, a photo credit.
    Such lines come from the web page that the text was copied from, or from one that the translation system saw in
    training. The confidence is that of the aligner in the bead.

    Where omitted text of like length stands beside the addition,
    {doubtful}

    ## Why it is bad

    The translation claims what its author never said. Sentences from nowhere are the clearest kind of hallucination.

    ## Known problems

    - {aligned}
    - A sentence that was split off its neighbour, when it shares few words with the source, can look added.
    - {replaced}
    - Page furniture is known in Chinese, Czech, Dutch, English, French, German, Italian, Japanese, Polish, Portuguese,
      Russian and Spanish. It is told by its wording alone: an article about newsletters is not misread often, but may
      be.
    """
    for item in lone(segments, "target", context):
        minor = item.furniture or item.doubtful or item.words < SHORT
        yield (
            item.segment,
            Hit(
                _message_added(item),
                whole_span("target", item.segment.target),
                severity=Severity.MINOR if minor else Severity.MAJOR,
                confidence=item.confidence,
                kind=BOILERPLATE if item.furniture else None,
            ),
        )


def _message_added(item: Lone) -> str:
    what = item.describe("target")
    if item.furniture:
        return f"{what} not in the source; it looks like {item.furniture}"
    if item.doubtful:
        return f"{what} not in the source, or aligned wrongly: omitted text of like length stands beside it"
    return f"{what} not in the source"
