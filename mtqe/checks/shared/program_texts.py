"""Texts of programs: labels, messages and notes of a file whose texts have keys.

They are not running text. A label of a few words has no sentence around it, so the encoder has little to compare, and a
translator renames what the screen shows: *Aspect ratio* is *Format d'image* in French. Checks of meaning are therefore
more careful with them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec.structs import replace

from mtqe.checks.shared import explained_terms, lengths
from mtqe.language import words
from mtqe.language.lang import frequent, language
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Side

_CSS_SIZE = late(
    r"(?:^|;)\s*((?:(?:min|max)-)?(?:width|height))\s*:\s*\d+(?:\.\d+)?(?:ch|em|ex|px|pt|rem|%)\s*(?=;\s*$|;|$)"
)
_END = late(
    r"(?<![\s(][\"'`“«„])(?:(?<=[^\W\d_]{2})|(?<=[)\]}»”\"'`%\d]))[ \u00a0\u202f]?[.!?؟](?=[\"”»')]*(?:\s|$))|[。！？।]"
)
LONG_WORD = 4
"""Letters: of a word that says something, in languages without a list of frequent words. By judgement: articles,
prepositions and pronouns mostly have fewer."""
LABEL = 8
"""Words: of the source, below which a text of a program is a label. Measured with bench/projects.py."""
MESSAGE = 25
"""Words: of the source, below which a text of a program is a message, in which translators are free. Measured with
bench/projects.py."""
SHORTENED = 0.5
"""Share: of the length that fits the other side, below which a message lacks more than words that go without saying.
Measured with bench/projects.py."""
SHORTENED_ADVICE = 0.7
"""Share: the same for a sentence of a guide of which only one side has marked words."""
CLEAR = 5
"""Words: in a row that a finding must mark in a message to remain major; as many as a clause has. Measured with
bench/projects.py."""


def is_program_text(segment: Segment) -> bool:
    """Whether a segment is a text with a key; subtitles have numbers, but are spoken."""
    return "unit" in segment.meta and not is_subtitle(segment)


def is_subtitle(segment: Segment) -> bool:
    """Whether a segment is spoken at a time."""
    return "source_time" in segment.meta or "target_time" in segment.meta


def css_sizes(text: str) -> tuple[str, ...]:
    """The properties of a text that is the size of a window in CSS (`width: 12em;`); empty for other texts.

    A translation may change the numbers and their units.
    """
    if ":" not in text:
        return ()
    left = _CSS_SIZE.sub("", text).strip("; \n")
    return () if left else tuple(match[1] for match in _CSS_SIZE.finditer(text))


def is_label(segment: Segment) -> bool:
    """Whether a segment is a text of a program with a few words."""
    return is_program_text(segment) and len(words.words(segment.source)) < LABEL


def is_message(segment: Segment) -> bool:
    """Whether a segment is a label, or a text of a program with a sentence or two."""
    return is_program_text(segment) and len(words.words(segment.source)) < MESSAGE


def sentence_ends(text: str) -> int:
    """The number of marks that end a sentence of a message. The dots of an ellipsis end none."""
    return len(_END.findall(text.strip()))


def sentences(text: str) -> int:
    """The number of sentences of a message. Words behind the last end are one that has no mark, or an ellipsis."""
    ends = list(_END.finditer(text.strip()))
    return len(ends) + (bool(ends) and any(map(str.isalpha, text.strip()[ends[-1].end() :])))


def sentence_texts(text: str) -> list[str]:
    """The sentences of a message, without the marks at their ends."""
    return [part for part in _END.split(text.strip()) if any(map(str.isalnum, part))]


def has_each_word(segment: Segment, langs: tuple[str, str]) -> bool:
    """Whether a translation has as many words as its source, without the words that say little by themselves.

    *The ships have been moored* is *Schiffe vertäut*: the rest goes without saying. Not for languages without spaces
    between words, and from languages without a list of such words.
    """
    if any(language(lang).spaceless for lang in langs) or not frequent(langs[0]):
        return False
    source, target = (
        sum(_says_much(key, lang) for key in words.keys(text))
        for text, lang in zip((segment.source, segment.target), langs, strict=True)
    )
    return 0 < source <= target


def _says_much(word: str, lang: str) -> bool:
    """Whether a word is none of the frequent ones; in a language without a list of them, whether it is long."""
    return word not in frequent(lang) if frequent(lang) else len(word) >= LONG_WORD


def unsupported_as_minor(
    hits: Iterable[tuple[Segment, Hit]], langs: tuple[str, str], advising: Collection[str | None] = ()
) -> Iterator[tuple[Segment, Hit]]:
    """The hits; those in texts of programs and guides are minor unless the sentences or lengths differ, too.

    Args:
        hits: What the encoder says of words without a counterpart.
        langs: Primary tags of source and translation.
        advising: The documents that are guides.
    """
    for segment, hit in hits:
        is_free = is_program_text(segment) or segment.doc in advising
        limit = SHORTENED if is_program_text(segment) or _is_two_sided(hit) else SHORTENED_ADVICE
        is_added = all(span.side == "target" for span in hit.spans)
        is_explained = is_added and explained_terms.explains_term(segment)
        is_minor = is_free and (is_explained or not _is_supported(segment, hit, langs, limit))
        yield segment, replace(hit, severity=Severity.MINOR) if is_minor else hit


def _is_two_sided(hit: Hit) -> bool:
    """Whether words of both sides are marked: other words may say the same."""
    return len({span.side for span in hit.spans}) > 1


def _is_supported(segment: Segment, hit: Hit, langs: tuple[str, str], limit: float) -> bool:
    """Whether the side that lacks words has fewer ends of sentences, or less than a share of the expected length."""
    lacking: Side = "target" if any(span.side == "source" for span in hit.spans) else "source"
    texts = segment.text(lacking), segment.text("source" if lacking == "target" else "target")
    if sentence_ends(texts[0]) < sentence_ends(texts[1]):
        return True
    order = langs[::-1] if lacking == "target" else langs
    return lengths.ratio(*texts, order) < limit


def doubtful_as_minor(hits: Iterable[tuple[Segment, Hit]]) -> Iterator[tuple[Segment, Hit]]:
    """The hits; in labels, and in messages where no clause is marked, they are minor."""
    for segment, hit in hits:
        yield segment, replace(hit, severity=Severity.MINOR) if _is_doubtful(segment, hit) else hit


def condensed_as_minor(hits: Iterable[tuple[Segment, Hit]]) -> Iterator[tuple[Segment, Hit]]:
    """The hits; in subtitles they are minor, since there is no time to read all that is said."""
    for segment, hit in hits:
        yield segment, replace(hit, severity=Severity.MINOR) if is_subtitle(segment) else hit


def _is_doubtful(segment: Segment, hit: Hit) -> bool:
    if not is_message(segment):
        return False
    longest = max((len(words.words(segment.text(span.side)[span.start : span.end])) for span in hit.spans), default=0)
    return is_label(segment) or longest < CLEAR
