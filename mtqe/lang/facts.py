"""What a language file may say: the facts about writing and grammar, and the sections that hold words."""

from __future__ import annotations

from typing import Literal

from mtqe.lang.forms import Opposites, Section, Words
from mtqe.lang.sections import Asking, Clock, Dangling, Negation, Numbers

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
    "thai",
    "tibetan",
]


class Identification(Section, frozen=True, kw_only=True):
    """What the language identifier needs to know.

    Args:
        code: The tag that the identifier uses, where it is another one.
        also: Tags of languages that it may rightly call the text by.
        trusted: Whether it finds the language reliably.
    """

    code: str = ""
    also: Words = Words()
    trusted: bool = True


class Length(Section, frozen=True, kw_only=True):
    """How long texts are.

    Args:
        per_english: Characters of the language for one character of English.
        per_han: Characters of English for one Chinese character; 0 if the language writes none.
    """

    per_english: float = 0.0
    per_han: float = 0.0


class Lemmas(Section, frozen=True, kw_only=True):
    """How word forms are told to belong together.

    Args:
        code: The tag of the lemma data, where it is another one.
        patchy: Whether the data lack many common words.
        lacking: Common words that the data lack.
        exact_only: Words whose lemma belongs to another term more often than not, so that only the exact form counts.
        noun_endings: Endings of nouns that the data do not know: names, loanwords.
        adjective_endings: Endings of adjectives, in a language that writes nouns with a capital.
        plurals: Plural endings, each with the endings of the singular: *aux* with *al*, *ail*.
        vowels: Vowels that change within a verb: *cierre*, *cerrar*.
        particles: Pattern of what follows a noun without a space.
        prefixed: Whether articles and prepositions are written before a word without a space.
        spelling: Whose rules bring the spellings of a word together: `english` (*colour*, *color*) or none.
    """

    code: str = ""
    patchy: bool = False
    lacking: Words = Words()
    exact_only: Words = Words()
    noun_endings: Words = Words()
    adjective_endings: Words = Words()
    plurals: dict[str, Words] = {}
    vowels: dict[str, str] = {}
    particles: str = ""
    prefixed: bool = False
    spelling: Literal["plain", "english"] = "plain"


class Verbs(Section, frozen=True, kw_only=True):
    """The verbs of a language.

    Args:
        infinitive: Pattern of an infinitive.
        infinitive_last: Whether the infinitive is the last word of a phrase (*den Hafen verlassen*), not the first.
        prefixes: Words that stand before a separable verb, or behind it at the end of the clause.
        infinitive_marker: What stands between prefix and verb: *umzuplanen*.
        infinitive_apart: Whether it stands there as a word of its own: *in te vullen*.
        clause_enders: Words that may follow the end of a clause without a comma. Where there are any, a separable verb
            is found in two parts.
        regular_forms: Whose rules make the regular forms of a verb.
        finite: Verb forms that are finite and nothing else.
        finite_rule: Whose rules tell other finite forms.
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


class Sentences(Section, frozen=True, kw_only=True):
    """Where sentences begin and end.

    Args:
        titles: Abbreviations with a full stop that is never the end of a sentence: *Mr*.
        full_words: Words in lower case that the splitter takes for abbreviations.
        before_ordinal: Words before an ordinal such as `3.`; empty if ordinals have no full stop.
        after_ordinal: Words behind one: the months.
        starters: Words that begin a sentence behind an abbreviation of `final_abbreviations`.
        final_abbreviations: Pattern of abbreviations that may end a sentence.
        after_time: Words behind `p.m.` with which the sentence goes on.
        speech: Pattern of verbs of speaking whose subject follows a quotation with a capital.
        never_last: Words that no sentence ends with.
        never_names: Pronouns, articles and the like, which name nothing; where a noun that begins a sentence has an
            article, unless it is a name.
        small_first: Words that are no names, though the source may have the like.
        never_twice: Short words that never stand twice in a row in good text.
    """

    titles: Words = Words()
    full_words: Words = Words()
    before_ordinal: Words = Words()
    after_ordinal: Words = Words()
    starters: Words = Words()
    final_abbreviations: str = ""
    after_time: Words = Words()
    speech: str = ""
    never_last: Words = Words()
    never_names: Words = Words()
    small_first: Words = Words()
    never_twice: Words = Words()


class Frequent(Section, frozen=True, kw_only=True):
    """Frequent words, which tell that a text has words of this language in it.

    Args:
        function: Those that no other language of Latin script here has.
        common: Those that are frequent here, whatever they are elsewhere.
    """

    function: Words = Words()
    common: Words = Words()


class Pieces(Section, frozen=True, kw_only=True):
    """What tells a piece of a broken word from a word.

    Args:
        letters: Letters that are words.
        letter_labels: Beginnings of words that a letter of its own may belong to: *x axis*.
        endings: Endings of words that the lemma data may lack.
        apart: First parts that may be written apart from the participle that follows: *weit reichend*.
    """

    letters: str = ""
    letter_labels: Words = Words()
    endings: Words = Words()
    apart: Words = Words()


class Names(Section, frozen=True, kw_only=True):
    """How the language treats names.

    Args:
        endings: What a name may take at its end: `s` alone, `some` endings, or those of its `cases`.
        genitive_s: Whether the genitive of a place has an *s* without an apostrophe.
        elision: Whether a word before a name may end in an apostrophe: *l’Italie*.
        small_peoples: Whether peoples and what is theirs are written small.
        of_a_place: Pattern of adjectives of a place.
        people: Pattern of the ending of the word for the people of a place, spelled by sound.
        first_told: Whether the lemma data tell a name from a word at the beginning of a sentence.
        romanisation: How names are written in Latin letters.
    """

    endings: Literal["s", "some", "cases"] = "some"
    genitive_s: bool = False
    elision: bool = False
    small_peoples: bool = False
    of_a_place: str = ""
    people: str = ""
    first_told: bool = False
    romanisation: Literal["none", "pinyin"] = "none"


class Quotation(Section, frozen=True, kw_only=True):
    """Quotation marks.

    Args:
        opening: Marks that may open a quotation, the usual one first (CLDR and style guides).
        opening_traditional: The same where traditional Chinese characters are written.
        closes_low: The mark that closes what „ opens.
        only_close: The marks “ and ‘ where they close a quotation and never open one.
        opens_instead: The marks to write in place of the two, in the same order.
        opens_instead_in: The same by region: `CH`.
    """

    opening: str = ""
    opening_traditional: str = ""
    closes_low: str = ""
    only_close: str = ""
    opens_instead: str = ""
    opens_instead_in: dict[str, str] = {}


class FullWidth(Section, frozen=True, kw_only=True):
    """Punctuation of full width; a language that has this section writes it.

    Args:
        never_narrow: Marks that are never written narrow between characters of full width.
        comma: The comma.
        pauses: Marks of full width that show how a document writes commas and semicolons.
    """

    never_narrow: str = ""
    comma: str = "，"
    pauses: str = ""


class Dates(Section, frozen=True, kw_only=True):
    """Dates, beyond what CLDR has.

    Args:
        capitals: Whether months and weekdays begin with a capital, so that *may* is none.
        inflected: Whether weekdays have case endings.
        other_words: Months as written that are other words, too: *March*.
        both_orders: Whether `5/4` may be the fifth of April or the fourth of May.
        keeps_half_days: Whether *5 p.m.* is good style although the clock counts to 24.
        am_is_a_word: Whether *am* behind a number may be a word of the language.
    """

    capitals: bool = False
    inflected: bool = False
    other_words: Words = Words()
    both_orders: bool = False
    keeps_half_days: bool = False
    am_is_a_word: bool = False


class Language(Section, frozen=True, kw_only=True):
    """All that mtqe knows of a language beyond CLDR and the lemma data. What a file leaves out has its default.

    Args:
        scripts: Scripts that it is written in; empty if that is not known here.
        spaceless: Whether words are written without spaces between them.
        rtl: Whether it is written from right to left.
        chinese_forms: Which forms of Chinese characters are right: `either` simplified or traditional ones as the tag
            says, or the `japanese` ones.
        end_marks: Whether a statement or question `always` ends with a mark, or may do without (`optional`), or never
            has one (`none`).
        space_before_marks: Whether a space before `; : ? !` is `wrong`, right (`allowed`), or needed (`needed`).
        no_space_before_marks_in: Tags of regions where it is not needed.
        inverted_marks: Whether questions and exclamations open with `¿` and `¡`.
        domain: Top-level domain of sites in the language, where it is not its tag.
        capital_nouns: Whether all nouns begin with a capital.
        compounding: Whether compounds are written as one word (`joined`), and whether the rules of `german` take them
            apart.
        agglutinating: Whether words have many endings, one behind the other.
        complement: Whether a noun is followed by what belongs to it as a `genitive` or with a `preposition`.
        comparative: Endings of comparatives.
        lends_words: Whether other languages borrow so many words that one of them alone is no foreign word.
        optional_many: Whether messages may leave out the plural form `many`.
        grammar: Whose rules read a text: `english` ones tell phrases and verbs, `japanese` ones particles and endings.
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
    compounding: Literal["none", "joined", "german"] = "none"
    agglutinating: bool = False
    complement: Literal["none", "preposition", "genitive"] = "none"
    comparative: Words = Words()
    lends_words: bool = False
    optional_many: bool = False
    grammar: Literal["none", "english", "japanese"] = "none"

    identification: Identification = Identification()
    length: Length = Length()
    names: Names = Names()
    dates: Dates = Dates()
    quotation: Quotation = Quotation()
    full_width: FullWidth | None = None
    lemmas: Lemmas = Lemmas()
    verbs: Verbs = Verbs()
    sentences: Sentences = Sentences()
    pieces: Pieces = Pieces()
    frequent: Frequent = Frequent()

    clock: Clock | None = None
    asking: Asking | None = None
    dangling: Dangling | None = None
    negation: Negation | None = None
    directions: dict[str, Opposites] = {}
    numbers: Numbers | None = None

    @property
    def is_latin(self) -> bool:
        """Whether it is written in Latin letters; assumed where no script is known."""
        return not self.scripts or "latin" in self.scripts

    @property
    def is_chinese(self) -> bool:
        """Whether it is written in Chinese characters alone."""
        return self.scripts == ("han",)

    @property
    def is_respelled(self) -> bool:
        """Whether other languages spell its names in several ways, even apart from case."""
        return not {"cyrillic", "greek"}.isdisjoint(self.scripts)

    @property
    def has_capitals(self) -> bool:
        """Whether its letters have two cases."""
        return self.is_latin or not CASED.isdisjoint(self.scripts)


CASED = frozenset({"armenian", "cyrillic", "greek"})
"""Scripts with capitals, beside the Latin one."""
SECTIONS = (
    *(
        "identification",
        "length",
        "names",
        "dates",
        "quotation",
        "full_width",
        "lemmas",
        "verbs",
        "sentences",
        "pieces",
    ),
    *("frequent", "clock", "asking", "dangling", "negation", "directions", "numbers"),
)
"""The sections of a file, small ones first."""
