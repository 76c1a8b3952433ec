"""A word of direction became its opposite: rise and fall, before and after, north and south.

## What it does

The check has a list of about 330 pairs of opposites: rise/fall, more/less, before/after, left/right, north/south,
buy/sell, import/export, accept/reject, arrest/release, open/close, safe/dangerous, war/peace, father/mother and others.
It knows their words in each language in any inflected form, and German verbs also in two parts (`nahm ... zu`). It
reports a word of the source whose counterpart in the translation is its opposite. Both words are marked.

The encoder finds the counterpart. Each of the two words has to be the nearest word of the other, or nearly so. So a
sentence may have several words of a pair, in either direction. The check is silent where another word that may express
the right meaning is about as near: a word that can mean it (`over` for `more`, `vor` for `before`), or a part of a
longer word. It is silent, too, where a negation is near one of the two words only (`not easy`, `schwer`), and where one
of them belongs to a measure (`as young as 11`, `11 Jahre alt`). A word that only may negate (`hardly`, `ban`, `too`)
does not count if the encoder finds its counterpart in another word (`too fast`, `zu langsam`).

Many usual words of the news have a second meaning (`close`, `back`, `block`, `welcome`). Of pairs that name an action,
such a word counts too if the encoder is surer of the two words, and if no other pair has both words at the same end.

A finding is major in the language pairs that were measured on professional translations, elsewhere minor. It is major
only if a second witness speaks for it: a word beside the one has its counterpart near the other. It is minor if both
words have a second meaning (`laid siege`, `took`), and if the word of the source is the end of a compound
(`little-known`). Pairs such as buy/sell and lend/borrow may be exchanged together with the persons beside them: they
are major only if these kept their places. So is a comparison (*they get more than they pay*, *they pay less than they
get*). Pairs such as send/receive are always minor. For before/after, the same short
time has to be beside both (`before midnight`, `nach Mitternacht`).

The confidence says by how much the two words are nearer to each other than to other words. It orders the findings and
is not a frequency.

## Why it is bad

One word turns a profit into a loss and a warning into advice. Everything else in the sentence is right, so neither
readers nor metrics notice.

## Known problems

- In texts of programs and in guides a finding is minor: both are rendered freely. A guide is a document that speaks to
  its reader, or shows program code, in many of its sentences. It is major if a label of a program has one or two words,
  the translation has as many, and one of them is the opposite (`Enable`, `Deaktivieren`).
- A word that appears twice in a row (`more and more`) is not judged.
- The check runs between the languages that have words of direction; `docs/languages.md` names them.
- Opposites that are not listed are not found, nor those that the encoder does not see as counterparts, as in Japanese.
- A translator who takes the opposite view on purpose is reported: `a more modest cut`, `eine weniger drastische
  Kürzung`. For pairs such as younger/older this is minor: `a year younger than me`, `ein Jahr älter als er`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from mtqe.checks.negation import directions, negation_words
from mtqe.checks.negation.directions import Counterparts, Reversal
from mtqe.checks.negation.negation_words import Negations, negations
from mtqe.checks.shared import guides, measured, program_texts
from mtqe.checks.shared.kept_values import of_pairs
from mtqe.checks.shared.listed_words import CLAUSE, Place, Places
from mtqe.language.lang import language
from mtqe.language.language_tags import name
from mtqe.language.late_patterns import late
from mtqe.language.words import words
from mtqe.model import Hit, Segment, Severity, Side, Span
from mtqe.registry.contracts import Context, Example, check

DIMENSIONS = frozenset(["young", "new", "thick", "long", "high", "wide", "deep", "large", "near", "early"])
"""Pairs of which one word is said of any measure: *2 mm thick* may be thin."""
CONVERSE = frozenset(["before", "earlier_than", "early", "send", "teach", "answer", "parent", "credit", "immigrant"])
"""Pairs that a translator may exchange together with the persons or clauses beside them: *before he left*, *after which
he left*. Their findings are minor, except before a short time."""
EXCHANGED = frozenset(
    [
        *("buy", "lend", "repay", "import", "export2", "outflow", "arrive", "join", "enter", "win", "lead", "above"),
        *("exceed", "upper", "young", "senior", "superior", "overtake", "outperform", "supply", "survive"),
        *("overestimate", "employer", "tenant", "guest", "producer", "wholesale", "victim", "donate", "seize"),
        *("attack", "knockout"),
    ]
)
"""Pairs of which the same holds, but whose words a wrong translation exchanges, too: *the bank buys the house*, *the
sale of the house to the bank*; *two years younger*, *two years older*. Where the persons kept their places it is
wrong."""
SHORTEST_TIME = 4
"""Letters: of a time of one word before which no translator exchanges *before* and *after*."""
COMPASS = frozenset(["north", "east"])
"""Pairs that no negation reverses, and whose words mean nothing else in another clause."""
_MEASURE = late(r"\d[\d.,]*[\s-]*[^\W\d]{0,12}[\s-]*$")
AND = 5
"""Characters: between a word and the same word again, at most: *more and more*."""
_LETTER = late(r"\w")
SHORTEST_LABEL = 2
"""Words: of a label on both sides, up to which nothing beside an opposite can make up for it. An action that is undone
by a second word (*Unlock*, *open the lock*) has more on one side."""
HYPHENS = frozenset("-‐‑")
"""Join the parts of a compound."""
COMPARED = 6
"""Words: after a word, of which one may be *than*."""
MOST_DOUBTFUL = 2
"""Words: of the two that may mean something else, both. Such findings are minor: they found none of 270 planted errors.
Measured with bench/articles.py."""
NEGATED = 40
"""Characters: between a clear negation and a word of its clause that it may belong to, at most."""


def _limits(context: Context) -> str | None:
    known_languages = directions.known() & negation_words.known()
    missing = [lang for lang in (context.source_base, context.target_base) if lang not in known_languages]
    return f"has no opposites of {' and '.join(map(name, dict.fromkeys(missing)))}" if missing else None


@check(
    "ACC113",
    "direction-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="negation",
    scope="document",
    needs=("encoder",),
    per_segment=True,
    nearby=True,
    limits=_limits,
    examples=[
        Example("The price of milk rose in May.", "Der Milchpreis sank im Mai.", ("rose", "sank")),
        Example("The price of milk rose in May.", "Der Milchpreis stieg im Mai."),
        Example("The plan has advantages.", "Der Plan hat Vor- und Nachteile."),
        Example("The wind got less and less.", "Der Wind ließ mehr und mehr nach."),
        Example("Open or close the menu", "Menü schließen oder öffnen"),
        Example("The path is not easy.", "Der Weg ist schwer."),
        Example("The village lies north of the lake.", "Das Dorf liegt südlich des Sees.", ("north", "südlich")),
        Example("Exports grew.", "Die Exporte nahmen ab.", ("grew", "nahmen", "ab")),
        Example("The bridge is safe in winter.", "Die Brücke ist im Winter gefährlich.", ("safe", "gefährlich")),
        Example("The island imports apples.", "Die Insel exportiert Äpfel.", ("imports", "exportiert")),
        Example("The town has more than 9,000 people.", "Die Stadt hat über 9.000 Einwohner."),
        Example(
            "Le parc ferme après la visite.", "The park closes before the visit.", ("après", "before"), ("fr", "en")
        ),
        Example("Le parc ferme après la visite.", "The park closes after the visit.", langs=("fr", "en")),
        Example("该岛进口苹果。", "The island exports apples.", ("进口", "exports"), ("zh", "en")),
    ],
)
def direction_mismatch(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark words of direction whose counterpart is their opposite."""
    read = of_pairs(_counterparts, list[Counterparts], segments, context)
    if not any(read):
        return
    grave = measured.on_pair("ACC113", context.source_base, context.target_base)
    advising = guides.guides(segments, context.source_base)
    for segment, found in zip(segments, read, strict=True):
        for one in found:
            reversal = one.reversal
            spans = (
                *(Span("source", *place) for place in reversal.source),
                *(Span("target", *place) for place in reversal.target),
            )
            source_word = _text(segment.source, reversal.source)
            message = f"{source_word!r} became its opposite, {_text(segment.target, reversal.target)!r}"
            is_certain = _is_whole_label(segment, reversal) or (
                not _is_free(segment, advising) and _has_witness(segment, one, context.source_base)
            )
            severity = Severity.MAJOR if grave and is_certain else Severity.MINOR
            yield segment, Hit(message, spans, severity, confidence=round(min(max(0.5 + one.margin, 0.0), 1.0), 2))


def _has_witness(segment: Segment, found: Counterparts, lang: str) -> bool:
    """Whether the words beside two opposites say, too, that the one stands for the other.

    If each of the two may mean something else (*take*, *turn*), or the first is the end of a compound (*little-known*),
    they cannot.
    """
    reversal = found.reversal
    if reversal.axis in COMPASS:
        return True
    if not found.in_place or reversal.doubtful == MOST_DOUBTFUL or _is_compounded(segment.source, reversal.source[0]):
        return False
    if found.crossed and _is_compared(segment.source, reversal, lang):
        return False
    if reversal.axis in CONVERSE:
        return found.before_same and _has_time(segment, reversal, lang)
    return found.parallel or reversal.axis not in EXCHANGED


def _is_compared(text: str, reversal: Reversal, lang: str) -> bool:
    """Whether a word compares two things, which a translator may exchange: *we get more than we pay*, *pay less than*.

    A number cannot be exchanged: *more than 9,000*.
    """
    roles = language(lang).roles
    clause = CLAUSE.split(text[reversal.source[-1][1] :], maxsplit=1)[0]
    after = [word.key for word in words(clause)][: COMPARED + 1]
    places = [n for n, word in enumerate(after[:COMPARED]) if roles is not None and word in roles.comparing]
    return bool(places) and not any(map(str.isdigit, "".join(after[places[0] + 1 : places[0] + 2])))


def _is_compounded(text: str, place: Place) -> bool:
    """Whether a hyphen joins a word to the word before it."""
    start = place[0]
    return start > 1 and text[start - 1] in HYPHENS and text[start - 2].isalpha()


def _counterparts(segments: Sequence[Segment], context: Context) -> list[list[Counterparts]]:
    """The words of each segment that became their opposite by the encoder."""
    from mtqe import encoder
    from mtqe.checks.negation.nearest import counterparts
    from mtqe.checks.shared import coverage

    candidates = [(number, found) for number, one in enumerate(segments) if (found := _reversals(one, context))]
    judged: list[list[Counterparts]] = [[] for _ in segments]
    if candidates:
        texts = [text for number, _ in candidates for text in (segments[number].source, segments[number].target)]
        tokens = encoder.load(context.config.device).tokens(texts)
        words = [coverage.words(text, of_text) for text, of_text in zip(texts, tokens, strict=True)]
        for (number, found), source, target in zip(candidates, words[::2], words[1::2], strict=True):
            judged[number] += counterparts(source, target, found)
    return judged


def _is_free(segment: Segment, advising: Collection[str | None]) -> bool:
    """Whether a text is one of a program, or stands in a guide: what it advises may be said from the opposite side."""
    return program_texts.is_program_text(segment) or segment.doc in advising


def _is_whole_label(segment: Segment, reversal: Reversal) -> bool:
    """Whether the two words are the labels of both sides, or half of labels of two words."""
    if not program_texts.is_program_text(segment):
        return False
    counts = len(words(segment.source)), len(words(segment.target))
    return not reversal.doubtful and counts[0] == counts[1] <= SHORTEST_LABEL


def _has_time(segment: Segment, reversal: Reversal, lang: str) -> bool:
    """Whether a clause ends with a word such as *before* and a short time: *before midnight*, *after the war*.

    No translator can exchange it together with the clause that follows it.
    """
    if reversal.axis not in directions.TIMES:
        return False
    clause = CLAUSE.split(segment.source[reversal.source[-1][1] :], maxsplit=1)[0]
    after = [word.key for word in words(clause)]
    facts = language(lang)
    if not after or len(after) > directions.LONGEST_TIME or not set(after).isdisjoint(facts.verbs.finite):
        return False
    return after[0] in facts.frequent.before_nouns or (len(after) == 1 and len(after[0]) >= SHORTEST_TIME)


def _text(text: str, places: Places) -> str:
    return " ... ".join(text[start:end] for start, end in places)


def _reversals(segment: Segment, context: Context) -> list[Reversal]:
    """Words that may have become their opposite, unless a negation on one side makes up for it."""
    langs = (context.source_base, context.target_base)
    pairs = [
        pair
        for pair in directions.reversals(segment.source, segment.target, *langs)
        if not _is_doubled(segment.source, pair.source) and not _is_doubled(segment.target, pair.target)
    ]
    if not pairs:
        return []
    source_negations, target_negations = negations(segment.source, langs[0]), negations(segment.target, langs[1])
    if bool(source_negations.idioms) != bool(target_negations.idioms):
        return [pair for pair in pairs if pair.axis in COMPASS]
    return [
        pair if pair.axis in COMPASS else pair._replace(excuses=_excuses(pair, source_negations, target_negations))
        for pair in pairs
        if pair.axis in COMPASS
        or (
            _negated(segment.source, source_negations, pair.source, langs[0])
            == _negated(segment.target, target_negations, pair.target, langs[1])
            and not _is_denied(segment, pair, source_negations, target_negations)
            and not (pair.axis in DIMENSIONS and _is_measured(segment, pair))
            and not (pair.doubtful and _has_negation(target_negations, pair.target))
            and not (pair.doubtful and pair.axis in directions.TIMES and not _has_time(segment, pair, langs[0]))
        )
    ]


def _is_doubled(text: str, places: Places) -> bool:
    """Whether a word stands twice in a row: *more and more* only says that something goes on."""
    start, end = places[0]
    word = text[start:end].casefold()
    near = text[max(0, start - len(word) - AND) : start], text[end : end + len(word) + AND]
    return any(word in beside.casefold() for beside in near)


def _is_measured(segment: Segment, pair: Reversal) -> bool:
    """Whether a number of units precedes one of the words: *as young as 11* is *11 Jahre alt*."""
    sides = (segment.source, pair.source), (segment.target, pair.target)
    return any(_MEASURE.search(text[: places[0][0]]) for text, places in sides)


def _negated(text: str, found: Negations, places: Places, lang: str) -> bool:
    """Whether a clear negation may belong to a word.

    A negation that is a part of the word in the list, as in *not guilty*, does not count. The negated form of a verb
    does: *onaylamadı*, *kabul etmedi*.
    """
    listed = directions.load(lang)
    clear = any(
        _beside(text, negation, place)
        for negation in found.clear
        if negation not in places or not listed.has_negated(text[slice(*negation)])
        for place in places
    )
    return clear or found.clear_near(places[0])


def _excuses(pair: Reversal, source: Negations, target: Negations) -> tuple[tuple[Side, Place], ...]:
    """Words before one of the two words that may negate it: *hardly safe*; none if both have such words before them.

    A word whose meaning the other side clearly has does not: *unemployment rose*, *Arbeitslosigkeit*.
    """
    before, before_target = (
        [place for place in found.weak_near(places[0]) if not _is_rendered(place, rendered)]
        for found, places, rendered in zip((source, target), (pair.source, pair.target), pair.rendered, strict=True)
    )
    if before and before_target:
        return ()
    return (*(("source", place) for place in before), *(("target", place) for place in before_target))


def _is_rendered(place: Place, rendered: Collection[Place]) -> bool:
    """Whether a place belongs to a word whose meaning the other side has, too."""
    return any(start <= place[0] and place[1] <= end for start, end in rendered)


def _is_denied(segment: Segment, pair: Reversal, source: Negations, target: Negations) -> bool:
    """Whether a negation stands right before the word of the translation, and none before that of the source.

    *illegal and cannot be read* has a negation near *illegal*, too, but *не разрешён* says the same. Words such as
    *غير*, which may express a negation, count where they stand right before the word, unless the source has the same.
    """
    word = pair.target[0]
    places = (*target.clear, *(place for place in target.weak_places() if not _is_rendered(place, pair.rendered[1])))
    before = any(end <= word[0] and not _LETTER.search(segment.target, end, word[0]) for _, end in places)
    start = pair.source[0][0]
    return before and not any(
        end <= start and _beside(segment.source, (begin, end), pair.source[0]) for begin, end in source.clear
    )


def _has_negation(found: Negations, places: Places) -> bool:
    """Whether a word is a negation itself: *cannot*."""
    return any(begin < stop and start < end for begin, end in places for start, stop in found.clear)


def _beside(text: str, negation: Place, word: Place) -> bool:
    """Whether a negation and a word are near each other in one clause."""
    start, end = min(negation[1], word[1]), max(negation[0], word[0])
    return end - start < NEGATED and not CLAUSE.search(text, start, end)
