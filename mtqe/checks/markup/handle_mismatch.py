"""A handle (`@name`) or hashtag of the source is not in the translation, or one is there that the source has not.

## What it does

Compares the handles of both sides, as many times as each stands there, without regard to case: one that was changed is
marked on both sides, one that was lost in the source, a new one in the translation. Hashtags may be translated
(`#highTide`, `#Flut`), so they are counted only: the last ones too many are marked, in the source when they were lost.

## Why it is bad

A changed handle names somebody else; without its hashtag a post is not found.

## Known problems

A hashtag that was put into the sentence as a common word on purpose counts as lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.markup import placeholders
from mtqe.checks.shared import addresses, kept_tokens
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity


@check(
    "MRK106",
    "handle-mismatch",
    "design-and-markup/markup",
    Severity.MINOR,
    examples=[
        Example("Thanks to @harbour_news #HighTide", "Dank an @Harbour_News #Flut"),
        Example("Berth #4, size 12 @ noon", "Liegeplatz Nr. 4, Größe 12 um zwölf"),
        Example("Thanks to @harbour_news #HighTide", "感谢@harbour_news的帮助#大潮", langs=("en", "zh")),
        Example("{n, plural, other {#th tide}}", "{n, plural, other {#番目の潮}}", langs=("en", "ja")),
        Example("#大潮#来了", "The #HighTide is here", langs=("zh", "en")),
        Example("Thanks to @harbour_news", "Dank an @hafen_news", ("@harbour_news", "@hafen_news")),
        Example("#HighTide at six", "Flut um sechs", ("#HighTide",)),
        Example("La marée est là", "The #tide is here, @all", ("@all", "#tide"), ("fr", "en")),
    ],
)
def handle_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the handles of both sides and count the hashtags."""
    if not segment.source.strip() or not segment.target.strip():
        return
    for what, read, severity in (
        ("handle", addresses.mentions, Severity.MAJOR),
        ("hashtag", addresses.hashtags, None),
    ):
        source, target = (read(placeholders.without_messages(text)) for text in (segment.source, segment.target))
        if source or target:
            yield from kept_tokens.hits(kept_tokens.compare(source, target), what, severity)
