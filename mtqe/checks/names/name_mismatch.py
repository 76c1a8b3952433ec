"""A name of the source is lost, misspelt or replaced by another name, or the translation has an extra name.

## What it does

Finds the names of people, places and bodies on both sides, and looks for the counterpart of each. There is no model: a
word is a name if it has a capital and the language has no such word in lower case, or if the translations of the
document copy it. German writes all nouns with a capital. There, a name must be neither a word of the lemma data nor a
compound.

Counterparts of a name are:

- the same letters, inflected forms, and compounds (`Biden-Regierung`);
- the name in another script or transliteration (`Горбачёв`, `Gorbatschow`);
- other words for the same place, body or saint (`Munich`, `Monachium`; `Dutch`, `niederländisch`; `UN`,
  `Vereinte Nationen`): countries, languages and cities of CLDR, a thousand cities of GeoNames, and a table of about 450
  more. The name of a city may also mean its country.

The check ignores months, weekdays, titles, names made of common words (`White House`), and lines in which nearly every
word begins with a capital.

In pairs with English, a name is also recognised by its consonants, in any script (`Callow`, `Каллоу`, `캘로`). The
document shows how the translation writes each name. A name counts as replaced if it is not heard in the segment and

- another name of the document is there, which the source lacks in this segment (`said Ansell`, `sagte Terkelsen`);
- one word of the full name is there, and another name is beside it (`Owen Fairlie`, `Оуэн Кеннеди`);
- it is a country or city, and another known country or city is there.

In Arabic, Chinese, Cyrillic, Devanagari, Greek, Hebrew, Japanese and Korean script, names are also heard with their
vowels, by pieces of transcribed names that were learned from names of cities. Another surname beside the given name
counts as replaced there, and so does a place, known or not, if another known country or city is in the text.

From English, a name counts as replaced, too, if it is neither copied nor heard, and a name that nothing in the source
explains is there: another full name in the place of a full name, or, in scripts with capitals other than German, one
unknown word about where the name should be, if the translation keeps the unknown names of the document. A word with a
capital after a given name is a surname, even if it is a common word (`Mikko Stone`).

Where a translation in Latin letters copies the names of the document, letters decide, not sounds. Another word beside a
copied given name or surname is another person (`Gareth Plowman`, `Gareth Bowman`), if two letters or more differ and
other languages do not spell the name so (`Tavadze`, `Tawadse`). A name that is not copied is replaced if one name that
the source lacks there is in the translation: a person of the document, a place for a place, or an unknown name.

From English, a pronoun of a person is replaced if the translation has the name of a person of the document there, while
the source names only other persons there and in the three sentences before (`she said`, `sagte Terkelsen`). It is
replaced, too, where the pronoun is of a woman and the source calls the person `Mr` elsewhere, or the reverse.

It reports five kinds of mismatch:

- Swapped: a different name, or a word derived from a different place (`European`, `EU`), is in the place of the name.
  The document may have that name elsewhere. The datelines of reports are compared too (`PARIS – `). Both names are
  marked. Major; critical for full names. Confidence 0.7 or 0.8.
- Another person: a name in the place of a pronoun. Both are marked. Major. Confidence 0.7.
- Misspelt: one or two letters differ from the source, and either the document copies the name elsewhere or the other
  word of the name was kept here. Or the document spells the name differently elsewhere (`Selenskyj`, `Zelenskij`).
  Minor.
- Lost: a full name or a place has no counterpart; or a name left a hole (`born in .`); or a single name became neither
  a pronoun nor, as the encoder inside mtqe sees it, another word. Marked in the source. Minor; major for a hole, and
  for a full name or place if no word answers it. A name that the sentences nearby have is minor. Confidence 0.4 to 0.8.
- Invented: the source has nothing similar in this segment, the twenty before and the twenty after it. Marked in the
  translation. Minor; major for a full name or a place. Confidence 0.5. In German only full names, places, well-known
  people, given names, and names of the English lemma data.

More than four mismatches in one segment are one finding.

## Why it is bad

The reader learns that somebody else said it, or that it happened somewhere else. The sentence stays fluent, neural
scores hardly change, and the person named may sue.

## Known problems

- In texts of programs of fewer than 25 words a finding is minor: words with a capital there are mostly no names.
- Names that are also common words (*Green*, *Stern*) count only beside a given name, or if the document shows that they
  are names.
- In Arabic, Chinese, Devanagari, Hebrew, Japanese and Korean script, an unknown place that became another unknown place
  is not found, and in Arabic, Devanagari, Hebrew and Korean script no full name that became an unknown one.
- A place that was left out because it is obvious is reported. So is a name that replaces a pronoun, if the source has
  it nowhere nearby.
- The title of a book, a nickname, or a place under a name that neither CLDR nor the table has is reported if the words
  are not similar. A wrong name that resembles the right one (*Martin*, *Martinez*) counts as a form of it.
- Chinese: the check compares countries, cities, provinces, well-known people and firms, words in Latin letters, and
  people who say or do something at the beginning of a clause. It uses tables and pinyin, and reports no lost names. It
  misses most other wrong names, and a name of another kind in the place of a country.
- Acronyms are compared only if the table has them. Two names of a segment that changed places are not found. Of single
  names that were lost, about half are found.
- Holes are found in English, and in German where `dangling-word` finds them.
- In the manual of a program (one in seven segments names keys, menus, functions or windows), labels and variables look
  like names. There, only full names, places outside quotation marks, and words that the translation keeps elsewhere in
  the document count.
- A name that replaces a pronoun of the source is not reported if the document has it. A name that replaces another one
  in a script without capitals is found in few cases. Names with fewer than three consonants are not
  compared by their sound.
- All rules were measured on English from and to German, and on Chinese, French and Spanish to English. In other pairs
  with English only the rules of names by their consonants run. They were measured on news from English into 24
  languages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.names.document import examine
from mtqe.checks.names.matching import Mismatch, has_hole
from mtqe.checks.shared import confidence, measured, program_texts, said_nearby
from mtqe.language.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

UNANSWERED = 0.33
"""Cosine: a name below it was dropped; mean over its words of the best cosine with a target word. Measured with
bench/names.py."""
MOST_FINDINGS = 4
"""Findings: more in one segment are joined into one, because it is misaligned or about something else."""

EXCHANGED = "ACC114/exchanged"
"""What the language files say of a pair on which only the rules of exchanged names were measured."""


def _limits(context: Context) -> str | None:
    """The reason why the check does not run on a pair."""
    langs = context.source_base, context.target_base
    return None if measured.on_pair("ACC114", *langs) else measured.only(EXCHANGED)(context)


@check(
    "ACC114",
    "name-mismatch",
    "accuracy/mistranslation",
    Severity.MINOR,
    area="names",
    core=True,
    scope="document",
    needs=("encoder",),
    limits=_limits,
    examples=[
        Example("The mayor thanked Kenan Oruç.", "Der Bürgermeister dankte Kenan Oruç."),
        Example(
            "They met Jakub Hlinka in Brno.", "Sie trafen Pavel Dostál in Brünn.", ("Jakub Hlinka", "Pavel Dostál")
        ),
        Example("The book by Kenan Oruç is out.", "Das Buch von Kenan Ürgüp ist da.", ("Oruç", "Ürgüp")),
        Example("Sales in Hawaii fell.", "Der Umsatz in Alaska sank.", ("Hawaii", "Alaska")),
        Example("The actor Hugo Brandt left.", "Der Schauspieler Hugo Bradnt ging.", ("Brandt", "Bradnt")),
        Example("The flood reached Portugal at night.", "Nachts kam die Flut.", ("Portugal",)),
        Example("The flood came at night.", "Nachts kam in Portugal die Flut.", ("Portugal",)),
        Example("Beijing warned Munich and the Swiss.", "China warnte München und die Schweizer."),
        Example("The Supreme Court asked the White House.", "Der Oberste Gerichtshof fragte das Weiße Haus."),
        Example("Later Oruç retired.", "Später ging er in Rente."),
        Example("PARIS – It rains.", "ROM – Es regnet.", ("PARIS", "ROM")),
        Example(
            "Olga Kovalenko vit en Belgique.",
            "Olga Kovalenko lives in Bulgaria.",
            ("Belgique", "Bulgaria"),
            ("fr", "en"),
        ),
        Example("Pulse Mayús con el cursor en la línea.", "Press Shift with the cursor on it.", langs=("es", "en")),
        Example("Die Fähre fährt nach Tromsø.", "The ferry goes to .", ("Tromsø",), ("de", "en")),
        Example("越南总理昨天抵达莫斯科。", "Thailand's premier reached Moscow.", ("越南", "Thailand"), ("zh", "en")),
        Example("李娜说桥很安全。", "Zhang Wei said the bridge was safe.", ("李娜", "Zhang Wei"), ("zh", "en")),
        Example("湖北省的桥很多。", "Hunan Province has many bridges.", ("湖北", "Hunan"), ("zh", "en")),
        Example("越南总理昨天抵达莫斯科。", "Vietnam's premier reached Moscow.", langs=("zh", "en")),
    ],
)
def name_mismatch(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Compare the names of source and translation in each segment, with the whole document as evidence."""
    yield from program_texts.doubtful_as_minor(_hits_unless_said(segments, context))


def _hits_unless_said(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """The hits; a name that is in the sentences nearby was left out or added with reason, unless it left a hole."""
    hits = list(_hits(segments, context))
    softened = said_nearby.said_as_minor(hits, segments, context)
    for (segment, hit), (_, soft) in zip(hits, softened, strict=True):
        yield segment, hit if has_hole(segment.target) else soft


def _hits(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    translated = [segment for segment in segments if segment.source.strip() and segment.target.strip()]
    pairs = [(segment.source, segment.target) for segment in translated]
    langs = context.source_base, context.target_base
    only_exchanged = measured.on_pair(EXCHANGED, *langs) and not measured.on_pair("ACC114", *langs)
    of_segments = examine(pairs, *langs, only_exchanged)
    for segment, mismatches in zip(
        translated, _confirmed(list(zip(translated, of_segments, strict=True)), context), strict=True
    ):
        if len(mismatches) > MOST_FINDINGS:
            spans = {span for mismatch in mismatches for span in _spans(mismatch)}
            marked = tuple(sorted(spans, key=lambda span: (span.side, span.start)))
            message = f"{len(mismatches)} names have no equal on the other side"
            yield segment, Hit(message, marked, confidence=confidence.EVEN)
            continue
        for mismatch in mismatches:
            yield segment, _hit(mismatch, segment)


def _hit(mismatch: Mismatch, segment: Segment) -> Hit:
    source_name = mismatch.source and segment.source[slice(*mismatch.source)]
    target_name = mismatch.target and segment.target[slice(*mismatch.target)]
    suggestion = (mismatch.usual_spelling or source_name) if mismatch.kind == "spelling" else None
    if mismatch.kind == "swap":
        severity = Severity.CRITICAL if mismatch.is_full else Severity.MAJOR
        message = f"the name {source_name!r} became {target_name!r}"
    elif mismatch.kind == "person":
        severity = Severity.MAJOR
        message = f"{source_name!r} became {target_name!r}, but the source speaks of another person"
    elif mismatch.kind == "spelling":
        severity = Severity.MINOR
        message = f"the name {source_name!r} is spelled {target_name!r} here"
        message += f", {mismatch.usual_spelling!r} elsewhere" if mismatch.usual_spelling else ""
    elif mismatch.kind == "lost":
        severity = Severity.MAJOR if mismatch.confidence > confidence.LIKELY else Severity.MINOR
        message = f"the name {source_name!r} is missing from the translation"
    else:
        severity = Severity.MAJOR if mismatch.is_full else Severity.MINOR
        message = f"the name {target_name!r} is not in the source"
    return Hit(message, _spans(mismatch), severity, suggestion, mismatch.confidence)


def _spans(mismatch: Mismatch) -> tuple[Span, ...]:
    source = (Span("source", *mismatch.source),) if mismatch.source else ()
    return source + ((Span("target", *mismatch.target),) if mismatch.target else ())


def _confirmed(pairs: Sequence[tuple[Segment, Sequence[Mismatch]]], context: Context) -> list[list[Mismatch]]:
    """Return the mismatches of each segment without lost names that may have become another word.

    The encoder's states of the name are compared with those of each word of the translation. A name that became `he` or
    `the company` has a word there that points the same way. A dropped name has none. A full name or a place stays. Its
    confidence is higher if no word of the translation is similar.
    """
    lost = [
        (segment, mismatch.source)
        for segment, mismatches in pairs
        for mismatch in mismatches
        if mismatch.kind == "lost" and mismatch.source
    ]
    similarities = iter(_similarities(lost, context.config.device))
    pairs = _faced(pairs, context)
    remaining: list[list[Mismatch]] = []
    for _, mismatches in pairs:
        judged = [
            mismatch.judged(next(similarities) < UNANSWERED) if mismatch.kind == "lost" else mismatch
            for mismatch in mismatches
        ]
        remaining.append([mismatch for mismatch in judged if mismatch is not None])
    return remaining


def _faced(
    pairs: Sequence[tuple[Segment, Sequence[Mismatch]]], context: Context
) -> list[tuple[Segment, Sequence[Mismatch]]]:
    """The mismatches of each segment without those whose word beside a given name is no name.

    In a script without capitals it may be any word, if the surname was left out. By the states of the encoder such a
    word is nearer to another word of the source than to the name.
    """
    texts = {
        text: None
        for segment, mismatches in pairs
        if any(mismatch.beside for mismatch in mismatches)
        for text in (segment.source, segment.target)
    }
    if not texts:
        return list(pairs)
    from mtqe import encoder
    from mtqe.checks.shared import coverage
    from mtqe.encoder.exact_sums import cosines

    tokens = encoder.load(context.config.device).tokens(list(texts))
    words = {text: coverage.words(text, of_text) for text, of_text in zip(texts, tokens, strict=True)}
    into_english = language(context.target_base).grammar == "english"

    def is_faced(segment: Segment, mismatch: Mismatch) -> bool:
        name = mismatch.target if into_english else mismatch.source
        anchor, opposite = (segment.source, segment.target)[:: -1 if into_english else 1]
        if mismatch.beside is None or name is None:
            return True
        rows, columns = words[anchor].at([name]), words[opposite].at([mismatch.beside])
        if not rows or not columns:
            return False
        nearest = cosines(words[anchor].vectors, words[opposite].vectors)[:, columns].max(axis=1)
        return float(nearest[rows].max()) >= float(nearest.max())

    return [(segment, [one for one in mismatches if is_faced(segment, one)]) for segment, mismatches in pairs]


def _similarities(names: Sequence[tuple[Segment, tuple[int, int]]], device: str) -> list[float]:
    """The mean, over the words of each name, of the best cosine with a word of the translation."""
    if not names:
        return []
    from mtqe import encoder
    from mtqe.checks.shared import coverage
    from mtqe.encoder.exact_sums import cosines

    texts = list(dict.fromkeys(text for segment, _ in names for text in (segment.source, segment.target)))
    tokens = dict(zip(texts, encoder.load(device).tokens(texts), strict=True))
    similarities: list[float] = []
    for segment, (start, end) in names:
        source, target = (coverage.words(text, tokens[text]) for text in (segment.source, segment.target))
        rows = [at for at, (first, last) in enumerate(source.spans) if first < end and start < last]
        best = cosines(source.vectors[rows], target.vectors).max(axis=1, initial=-1.0)
        similarities.append(float(best.mean()) if rows else 1.0)
    return similarities
