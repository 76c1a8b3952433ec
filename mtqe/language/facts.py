"""The keys of a language file for writing and grammar; the word lists are in `sections`."""

from __future__ import annotations

from typing import Literal

from mtqe.language.forms import Cues, Opposites, Section, Words
from mtqe.language.number_sections import Numbers
from mtqe.language.sections import Address, Anywhere, Asking, Clock, Dangling, Negation, Persons, Roles

Script = Literal[
    "arabic",
    "armenian",
    "burmese",
    "cyrillic",
    "georgian",
    "greek",
    "han",
    "hangul",
    "hebrew",
    "indian",
    "kana",
    "khmer",
    "lao",
    "latin",
    "sinhala",
    "thai",
    "tibetan",
]

Calendar = Literal["buddhist", "ethiopian", "hebrew", "islamic", "persian", "vikram"]


class Identification(Section, frozen=True, kw_only=True):
    """Facts for the language identifier.

    Args:
        code: The tag that the identifier uses, if it is different.
        also: Tags of similar languages; the identifier may name one of them for a correct text.
        trusted: Whether the identifier recognises the language reliably.
    """

    code: str = ""
    also: Words = Words()
    trusted: bool = True


class Length(Section, frozen=True, kw_only=True):
    """The length of texts.

    Args:
        per_english: Characters of the language for one character of English; 0 if that is unknown.
        per_han: Characters of English for one Chinese character; 0 for the usual number.
        shortest: How short a translation from English is at least, as a share of the expected length; 0 if that was not
            measured. `bench/lengths.py` measures it, and `longest`.
        longest: How long it is at most; 0 if that was not measured.
        pairs: The smallest and the largest ratio to the expected length by language pair, such as `en-cs`, where they
            were measured for the pair; `bench/documentation.py` measures them. All but a few translations in a thousand
            keep to them.
    """

    per_english: float = 0.0
    per_han: float = 0.0
    shortest: float = 0.0
    longest: float = 0.0
    pairs: dict[str, tuple[float, float]] = {}


class Measured(Section, frozen=True, kw_only=True):
    """What was measured in the language: checks by id, rules of a check as `ART113/first-word`, and metrics by name.

    Args:
        into: The checks and rules that were measured on translations into the language, whatever their source.
        pairs: Those that were measured on single pairs of the language, by pair: `en-cs`. A pair with English stands in
            the file of the other language.
    """

    into: Words = Words()
    pairs: dict[str, Words] = {}


class Encoder(Section, frozen=True, kw_only=True):
    """What the encoder inside mtqe was measured to do; `bench/encoder_languages.py` measures it.

    Args:
        reads: Whether it finds the translation of a text among others, and parts that a translation lacks.
        caution_from: Log-odds by which the evidence of an error must be stronger if this is the source language,
            because good translations of it look more doubtful.
        caution_into: The same if it is the target language.
        caution_detached: Log-odds by which the evidence that a translation is detached from its source must be
            stronger, in both directions.
    """

    reads: bool = False
    caution_from: float = 0.0
    caution_into: float = 0.0
    caution_detached: float = 0.0


class Lemmas(Section, frozen=True, kw_only=True):
    """How to recognise the forms of one word.

    Args:
        code: The tag of the lemma data, if it is different.
        patchy: Whether the data lack many common words.
        lacking: Common words that the data lack.
        exact_only: Words whose lemma belongs to another term more often than not, so that only the exact form counts.
        adjectives: Adjectives that the data have only as nouns, in a language that writes nouns with a capital.
        derived: Endings of nouns that are derived from other words, as names hardly ever are.
        noun_endings: Endings of nouns that the data lack, such as names and loanwords.
        adjective_endings: Endings of adjectives, in a language that writes nouns with a capital.
        determiners: Words that are declined like adjectives and stand before them, without their endings, in a language
            that writes nouns with a capital.
        plurals: Plural endings, each with the endings of the singular: *aux* with *al*, *ail*.
        vowels: Vowels that change within a verb: *cierre*, *cerrar*.
        particles: Pattern of particles that follow a noun without a space.
        prefixed: Whether articles and prepositions precede a word without a space.
        prefixes: Pattern of these articles and prepositions, as far as lists of words are found behind them.
        spelling: The rules for spellings of one word: `english` (*colour*, *color*) or none.
    """

    code: str = ""
    patchy: bool = False
    lacking: Words = Words()
    exact_only: Words = Words()
    adjectives: Words = Words()
    derived: Words = Words()
    noun_endings: Words = Words()
    adjective_endings: Words = Words()
    determiners: Words = Words()
    plurals: dict[str, Words] = {}
    vowels: dict[str, str] = {}
    particles: str = ""
    prefixed: bool = False
    prefixes: str = ""
    spelling: Literal["plain", "english"] = "plain"


class Verbs(Section, frozen=True, kw_only=True):
    """The verbs of a language.

    Args:
        infinitive: Pattern of an infinitive.
        infinitive_last: Whether the infinitive ends a phrase (*den Hafen verlassen*) and does not begin it.
        prefixes: Prefixes of separable verbs, which may also come at the end of the clause.
        infinitive_marker: The word between prefix and verb: *umzuplanen*.
        infinitive_apart: Whether this word is written separately: *in te vullen*.
        clause_enders: Words that may follow the end of a clause without a comma. If there are any, a separable verb is
            also found in two parts.
        regular_forms: The rules for the regular forms of a verb.
        finite: Verb forms that are always finite.
        finite_rule: The rules for further finite forms.
        verb_final: Conjunctions whose clause ends with its finite verb; the main clause may begin with its own.
    """

    infinitive: str = ""
    infinitive_last: bool = False
    prefixes: Words = Words()
    infinitive_marker: str = ""
    infinitive_apart: bool = False
    clause_enders: Words = Words()
    regular_forms: Literal["none", "dutch"] = "none"
    finite: Words = Words()
    finite_rule: Literal["none", "german"] = "none"
    verb_final: Words = Words()


class Sentences(Section, frozen=True, kw_only=True):
    """Where sentences begin and end.

    Args:
        titles: Abbreviations whose full stop never ends a sentence: *Mr*. Leave out what is a word, too.
        seldom_final: Abbreviations whose full stop ends a sentence only before a word of `starters`: *proc* for per
            cent, and abbreviations that are words, too.
        full_words: Words in lower case that the splitter mistakes for abbreviations.
        before_ordinal: Words before an ordinal such as `3.`; empty if ordinals have no full stop.
        after_ordinal: Words after such an ordinal: the months.
        starters: Words that begin a sentence after an abbreviation of `seldom_final` or `final_abbreviations`.
        final_abbreviations: Pattern of abbreviations that may end a sentence.
        cut_off_ends: Pattern of the end of a text that is cut off, for the `japanese` grammar.
        complete_ends: Pattern of the end of a complete sentence without a mark, for the `japanese` grammar.
        final_before_number: Pattern of the end of words that end a sentence before a number, since they are too long
            for abbreviations; together with `final_abbreviations`.
        time_ends: Abbreviations that may end a time: *p.m.*
        after_time: Words after them that continue the sentence.
        speech: Pattern of verbs of speaking. A speaker with a capital and such a verb may follow a quotation.
        never_last: Words that no sentence ends with.
        label_ends: Prepositions of five letters or more, with which a label may end on purpose: *Sort across*.
        never_names: Pronouns, articles and the like, which are never names. List them if every noun that begins a
            sentence has an article unless it is a name.
        small_first: Words that are no names, although the source may have a name that is spelt alike.
        never_twice: Short words that good text never doubles.
    """

    titles: Words = Words()
    seldom_final: Words = Words()
    full_words: Words = Words()
    before_ordinal: Words = Words()
    after_ordinal: Words = Words()
    starters: Words = Words()
    final_abbreviations: str = ""
    cut_off_ends: str = "(?!)"
    complete_ends: str = "(?!)"
    final_before_number: str = "(?!)"
    time_ends: Words = Words()
    after_time: Words = Words()
    speech: str = ""
    never_last: Words = Words()
    label_ends: Words = Words()
    never_names: Words = Words()
    small_first: Words = Words()
    never_twice: Words = Words()


class Frequent(Section, frozen=True, kw_only=True):
    """Frequent words, which show that a text has words of this language.

    Args:
        function: Frequent words that no other language with Latin script in this folder has.
        common: Frequent words that other languages may have too.
        before_nouns: Articles and the like, which nouns follow.
    """

    function: Words = Words()
    common: Words = Words()
    before_nouns: Words = Words()


class Pieces(Section, frozen=True, kw_only=True):
    """How to distinguish a piece of a broken word from a word.

    Args:
        letters: Single letters that are words.
        letter_labels: Beginnings of words that a single letter may belong to: *x axis*.
        endings: Endings of words that the lemma data may lack.
        apart: First parts that may be written separately from the following participle: *weit reichend*.
        participle: Pattern of the end of such a participle.
        foreign: Words of other languages that good texts have and the lemma data lack: *priori*. They are not misspelt.
    """

    letters: str = ""
    letter_labels: Words = Words()
    endings: Words = Words()
    apart: Words = Words()
    participle: str = "(?!)"
    foreign: Words = Words()


class Names(Section, frozen=True, kw_only=True):
    """How the language treats names.

    Args:
        endings: The endings that a name may have: only `s`, `some` endings, or the endings of its `cases`.
        genitive_s: Whether the genitive of a place has an *s* without an apostrophe.
        elision: Whether a word before a name may end in an apostrophe: *l’Italie*.
        apostrophe: Whether an ending follows a name after an apostrophe: *Oslo’daki*.
        kept: Beginnings of names of institutions and the like that other languages keep.
        common_nouns: Pattern of nouns that are no names, in a language that writes nouns with a capital.
        small_peoples: Whether names of peoples and their adjectives are written in lower case.
        of_a_place: Pattern of adjectives of a place.
        people: Pattern of the endings of words for the people of a place, spelt by sound.
        lemmas_show_names: Whether the lemma data distinguish names from other words at the beginning of a sentence.
        before_places: Words after which an unknown name is that of a place.
        romanisation: The system for names in Latin letters.
    """

    endings: Literal["s", "some", "cases"] = "some"
    genitive_s: bool = False
    elision: bool = False
    apostrophe: bool = False
    kept: Words = Words()
    common_nouns: str = "(?!)"
    small_peoples: bool = False
    of_a_place: str = ""
    people: str = ""
    lemmas_show_names: bool = False
    before_places: Words = Words()
    romanisation: Literal["none", "pinyin"] = "none"


class Quotation(Section, frozen=True, kw_only=True):
    """Quotation marks.

    Args:
        opening: Marks that may open a quotation, the usual one first (CLDR and style guides).
        opening_traditional: The same for traditional Chinese characters.
        closes_low: The mark that closes a quotation that „ opens.
        only_close: The marks “ and ‘, if they only close quotations.
        opens_instead: The marks that open a quotation in place of these, in the same order.
        opens_instead_in: The same by region: `CH`.
    """

    opening: str = ""
    opening_traditional: str = ""
    closes_low: str = ""
    only_close: str = ""
    opens_instead: str = ""
    opens_instead_in: dict[str, str] = {}


class FullWidth(Section, frozen=True, kw_only=True):
    """Full-width punctuation; only languages that use it have this section.

    Args:
        never_narrow: Marks that never have half width between full-width characters.
        comma: The comma.
        pauses: Full-width marks that show how a document writes commas and semicolons.
    """

    never_narrow: str = ""
    comma: str = "，"
    pauses: str = ""


class Dates(Section, frozen=True, kw_only=True):
    """Facts about dates that CLDR lacks.

    Args:
        capitals: Whether months and weekdays begin with a capital, so that *may* is no month.
        inflected: Whether weekdays have case endings.
        weekday: The forms of the weekdays, from 1 for Monday to 7 for Sunday, in place of the names of CLDR; `_` is a
            space.
        month_in_digits: Pattern of a month written with digits, if it is not 5/2021 or 5月: 5월.
        other_words: Months, as written, that are also other words: *March*.
        night_before: Pattern of words before a weekday that make it the night before that day: *in der Nacht auf*.
        both_orders: Whether `5/4` may be both the fifth of April and the fourth of May.
        keeps_half_days: Whether *5 p.m.* is good style although the language uses the 24-hour clock.
        am_is_a_word: Whether *am* after a number may be a word of the language.
        calendars: Further calendars in which the language counts years.
    """

    capitals: bool = False
    inflected: bool = False
    weekday: dict[str, Words] = {}
    month_in_digits: str = ""
    other_words: Words = Words()
    night_before: str = ""
    both_orders: bool = False
    keeps_half_days: bool = False
    am_is_a_word: bool = False
    calendars: tuple[Calendar, ...] = ()


class Language(Section, frozen=True, kw_only=True):
    """All that mtqe knows of a language beyond CLDR and the lemma data. Missing keys have their defaults.

    Args:
        scripts: The scripts of the language; empty if they are unknown.
        spaceless: Whether words are written without spaces between them.
        rtl: Whether the language is written from right to left.
        chinese_forms: Which forms of Chinese characters are right: `either` the simplified or the traditional ones, as
            the tag says, or the `japanese` ones.
        end_marks: Whether a statement or question ends with a mark: `always`, if the writer likes (`optional`), or
            never (`none`).
        space_before_marks: Whether a space before `; : ? !` is `wrong`, `allowed` or `needed`.
        no_space_before_marks_in: Regions where this space is not needed.
        inverted_marks: Whether questions and exclamations open with `¿` and `¡`.
        domain: Top-level domain of sites in the language, if it differs from the tag.
        capital_nouns: Whether all nouns begin with a capital.
        percent_first: Whether the percent sign stands before the number: `%1` is 1 %.
        compounding: Whether compounds are written as one word (`joined`), and whether the `german` rules split them.
        agglutinating: Whether words have many endings, one after the other.
        head_final: Whether clauses stand before the noun that they describe, and objects before their verb.
        complement: The complement after a noun: a `genitive`, or a phrase with a `preposition`.
        comparative: Endings of comparatives.
        doubles_words: Whether a doubled word has a meaning of its own, such as *slowly slowly* for *very slowly*.
        lends_words: Whether other languages borrow many words, so that a single one proves nothing.
        optional_many: Whether messages may leave out the plural form `many`.
        magnitudes: Words for magnitudes after a number that CLDR lacks or gives a wrong value, by their value; only in
            a language without a section `numbers`.
        keys: Names of the keys of a keyboard, by the same names in all languages: *Strg* for `ctrl`.
        grammar: The rules for reading a text: `english` for phrases and verbs, `japanese` for particles and endings.
    """

    scripts: tuple[Script, ...] = ()
    spaceless: bool = False
    rtl: bool = False
    chinese_forms: Literal["none", "either", "japanese"] = "none"
    end_marks: Literal["always", "optional", "none"] = "always"
    space_before_marks: Literal["wrong", "allowed", "needed"] = "wrong"
    no_space_before_marks_in: tuple[str, ...] = ()
    inverted_marks: bool = False
    domain: str = ""
    capital_nouns: bool = False
    percent_first: bool = False
    compounding: Literal["none", "joined", "german"] = "none"
    agglutinating: bool = False
    head_final: bool = False
    complement: Literal["none", "preposition", "genitive"] = "none"
    comparative: Words = Words()
    doubles_words: bool = False
    lends_words: bool = False
    optional_many: bool = False
    grammar: Literal["none", "english", "japanese"] = "none"
    magnitudes: dict[str, Words] = {}
    keys: dict[str, Words] = {}

    identification: Identification = Identification()
    length: Length = Length()
    encoder: Encoder = Encoder()
    measured: Measured = Measured()
    anywhere: Anywhere = Anywhere()
    names: Names = Names()
    dates: Dates = Dates()
    quotation: Quotation = Quotation()
    full_width: FullWidth | None = None
    lemmas: Lemmas = Lemmas()
    verbs: Verbs = Verbs()
    sentences: Sentences = Sentences()
    pieces: Pieces = Pieces()
    frequent: Frequent = Frequent()

    address: Address | None = None
    clock: Clock | None = None
    asking: Asking | None = None
    persons: Persons | None = None
    roles: Roles | None = None
    dangling: Dangling | None = None
    negation: Negation | None = None
    directions: dict[str, Opposites] = {}
    hedges: dict[str, Cues] = {}
    senses: dict[str, Cues] = {}
    nouns: dict[str, Cues] = {}
    numbers: Numbers | None = None

    @property
    def is_latin(self) -> bool:
        """Whether the language is written in Latin letters; true if its script is unknown."""
        return not self.scripts or "latin" in self.scripts

    @property
    def is_chinese(self) -> bool:
        """Whether the language is written in Chinese characters only."""
        return self.scripts == ("han",)

    @property
    def is_respelled(self) -> bool:
        """Whether other languages spell names of the language in several ways, even apart from case endings."""
        return not {"cyrillic", "greek"}.isdisjoint(self.scripts)

    @property
    def has_capitals(self) -> bool:
        """Whether the letters of the language have upper and lower case."""
        return self.is_latin or not CASED.isdisjoint(self.scripts)


CASED = frozenset({"armenian", "cyrillic", "greek"})
"""Scripts with capitals, in addition to the Latin script."""
SECTIONS = (
    *("identification", "length", "encoder", "measured", "anywhere", "names", "dates", "quotation"),
    *("full_width", "lemmas", "verbs", "sentences", "pieces", "frequent"),
    *("address", "clock", "asking", "persons", "roles", "dangling", "negation", "directions", "hedges", "senses"),
    *("nouns", "numbers"),
)
"""The sections of a language file, small ones first."""
