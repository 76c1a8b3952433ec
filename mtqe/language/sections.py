"""The keys of the word lists in a language file: negation, asking, persons and the like, words of any text."""

from __future__ import annotations

from typing import Literal

from mtqe.language.forms import Section, Words


class Negation(Section, frozen=True, kw_only=True):
    """Words of negation. Patterns are Python regular expressions that ignore case; `’` matches any apostrophe.

    `weak` and `idioms` are broad on purpose, as they only prevent findings. Do not add a word that is common for other
    reasons (*but*, *zu*): it would hide more errors than it prevents false alarms.

    Args:
        clear: Patterns of clear negations. If a pattern has a group, group 1 is the word to mark.
        idioms: Patterns of clear negations that other languages may express without a negation: *not only*.
        plain: Patterns of text that looks like a negation and is none: *no. 5*, 非常.
        implied: Patterns of groups of words that may express a negation: *far from*.
        weak: Words that may express a negation (*without*, *fail*); a star matches any letters. In a spaceless language
            they are pieces of text.
        freely: Words that a translator may say with a negation: *brief*, *poor*. They only count for a negation of the
            translation whose words stand around them. A star as above.
        light: Verbs that mean little without the words behind them: *turn off*, *make a profit*.
        relations: Weak words that express no negation where the other side has a word for them: *before*.
        plain_words: Words that match a weak word with a star and are no negation: *under* has no *un-*.
        affirmed: Pairs of a pattern, which is looked for in a clear negation, and the text that says the opposite: for
            *keine* it is *eine*. A negation without such a pair is left out.
    """

    clear: tuple[str, ...]
    idioms: tuple[str, ...]
    weak: Words
    freely: Words = Words()
    light: Words = Words()
    relations: Words = Words()
    plain_words: Words = Words()
    plain: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()
    affirmed: tuple[tuple[str, str], ...] = ()


class DanglingRow(Section, frozen=True, kw_only=True):
    """Words that dangle before certain words or marks, and the conditions under which they do.

    Args:
        first: The words that dangle.
        stranded: Whether they do not dangle after a word of `clause`, or an apostrophe, anywhere before.
        unless: They do not dangle if one of these words comes next (*of and for*).
        after: They dangle only right after one of these words.
        besides: They do not dangle right after one of these words.
        opens: Whether they must begin a sentence (true) or must not (false).
    """

    first: Words
    stranded: bool = False
    unless: Words = Words()
    after: Words = Words()
    besides: Words = Words()
    opens: bool | None = None


class DanglingWords(DanglingRow, frozen=True, kw_only=True):
    """Two words of which the second cannot follow the first.

    Args:
        then: Words right after a word of `first`, with only a space between the two.
    """

    then: Words


class DanglingMarks(DanglingRow, frozen=True, kw_only=True):
    """A word and a mark that cannot follow it.

    Args:
        signs: Marks right after a word of `first`.
    """

    signs: str


class Dangling(Section, frozen=True, kw_only=True):
    """Words that dangle without a certain kind of word after them, all in lower case.

    List only combinations that good text hardly ever has. Combinations that occur in native text, professional
    translations or manuals were removed, unless they were slips or names in code.

    Args:
        clause: Words that open a clause whose preposition may come last (*what we live on*), and words before an
            infinitive.
        words: Rows of two words.
        marks: Rows of a word and a mark.
        begins: Finite verbs that no statement begins with.
        goes_on: Words that show such a word to be a verb if they come next.
        endings: Endings of further words that do the same.
        introduces: Words and phrases that may begin a statement, followed by a comma.
        introduced: Verbs that lack their subject right after that comma.
        subjects: Words that are the subject of such a verb if they come next.
        clitics: Letters after an apostrophe that belong to the word before it.
        clitics_after: Words that a clitic cannot belong to.
    """

    clause: Words = Words()
    words: tuple[DanglingWords, ...] = ()
    marks: tuple[DanglingMarks, ...] = ()
    begins: Words = Words()
    goes_on: Words = Words()
    endings: Words = Words()
    introduces: tuple[str, ...] = ()
    introduced: Words = Words()
    subjects: Words = Words()
    clitics: Words = Words()
    clitics_after: Words = Words()


class Persons(Section, frozen=True, kw_only=True):
    """How a sentence begins that is about a person, as regular expressions of its beginning.

    Args:
        speaking: A person speaks or thinks; for a language whose nouns show no gender. Without `^`: it is also searched
            in whole texts, to find those that are worth splitting into sentences.
        masculine: The subject is a person, and its noun is masculine. The match is the subject.
        feminine: Likewise, feminine.
        he: The subject is the pronoun of one man. The match is the pronoun.
        she: Likewise, of one woman.
        pronoun: Matches the pronoun of one person anywhere in a text.
        men: Words that tell that somebody is a man: titles before his name, and all forms of the pronoun.
        women: Likewise, a woman.
        reader: Words that speak to the reader in guides and manuals, and rarely mean anybody else.
    """

    he: str
    she: str
    pronoun: str = ""
    men: Words = Words()
    women: Words = Words()
    reader: Words = Words()
    speaking: str = ""
    masculine: str = ""
    feminine: str = ""


class Roles(Section, frozen=True, kw_only=True):
    """How a sentence shows who does something and to whom: by order, or by what follows a name.

    Args:
        verbs: Past forms of verbs with an object that have no regular ending.
        mutual: Past forms of verbs that say as much if subject and object change places, or that other languages say
            from the other side: *married*, *followed*, *inherited*.
        unless: Words between two names, or before the first, that show another relation than subject and object:
            prepositions, auxiliaries of the passive, reflexive pronouns, verbs such as *owes*. `stem*` is any word that
            begins so.
        objects: Words that may stand before an object, but not before a subject: *den*, *à*.
        articles: Articles of a subject that are also words of `unless`: *der*.
        object_endings: A regular expression of the endings that a foreign name has as an object, and not as a subject.
        before_agent: A regular expression of what stands between the verb of a passive sentence, or one such as
            *recibió*, and the one who acts: *wurde ... von*.
        not_by_order: For a language with another script whose order shows the roles: a regular expression of what
            stands between two names of which the first is not the subject, or before both.
        possessives: A regular expression of words that other languages may render as one of the next two.
        him_object: A regular expression of pronouns that can only be a male object; empty if there are none.
        her_object: The same for a female object.
        him_perhaps: A regular expression of other pronouns that may be a male object.
        her_perhaps: The same for a female object.
        other_pronouns: A regular expression of pronouns that other languages may render by one of these: *it*.
        comparing: Words before the second part of a comparison, which a translator may exchange with the first: *than*.
        after_subject: A regular expression of what follows the name of a subject, titles included.
        after_object: The same for an object.
        after_agent: The same for the one who does something in a passive sentence, up to the verb.
    """

    verbs: Words = Words()
    mutual: Words = Words()
    unless: Words = Words()
    objects: Words = Words()
    articles: Words = Words()
    object_endings: str = ""
    before_agent: str = ""
    not_by_order: str = ""
    possessives: str = ""
    him_object: str = ""
    her_object: str = ""
    him_perhaps: str = ""
    her_perhaps: str = ""
    other_pronouns: str = ""
    comparing: Words = Words()
    after_subject: str = ""
    after_object: str = ""
    after_agent: str = ""

    @property
    def shows_order(self) -> bool:
        """Whether the language has what is needed to tell subject and object."""
        return bool(self.unless or self.after_object or self.not_by_order)


class Asking(Section, frozen=True, kw_only=True):
    """Words of asking. If a source has any, its translation may be a question.

    Args:
        begins: Words that a question begins with.
        speaks: Beginnings of words about asking, anywhere in the text. `_` at the end marks a whole word, and `~` is a
            space.
        indirect: Words that begin a clause in which a modal verb says little: *how long it may last*, *they fear
            that it may last*. `_` joins two words: `so_that`.
        conceding: Words behind a modal verb that only concedes: *he may be slow, but*.
        able: Modal verbs that say before a negation what nobody was able to do: *could find nothing*.
        patterns: Regular expressions in place of the other keys, for languages without spaces between words.
    """

    begins: Words = Words()
    speaks: Words = Words()
    indirect: Words = Words()
    conceding: Words = Words()
    able: Words = Words()
    patterns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a section with both forms, or with an incomplete one."""
        if bool(self.patterns) == bool(self.begins and self.speaks):
            raise ValueError("give either `begins` and `speaks`, or `patterns`")


class Address(Section, frozen=True, kw_only=True):
    """Words that address the reader. Leave out words with another meaning: *ihr*, *vous* of several people is `formal`.

    Args:
        formal: Words of the formal form, in lower case: *vous*.
        informal: Words of the informal form, in lower case: *tu*.
        capitals: Words that are formal with a capital inside a sentence: *Sie*.
        unless: Words beside which those of `capitals` prove nothing: *euch* beside *Ihr*.
    """

    formal: Words = Words()
    informal: Words
    capitals: Words = Words()
    unless: Words = Words()


class Clock(Section, frozen=True, kw_only=True):
    """How a language writes the time of day.

    Args:
        reader: The rules for reading: `english` (5 p.m.), `east-asian` (下午5点), or `24` for a 24-hour clock.
        time: Pattern of a time. `{hour}` matches the hour as group `h`, and `{space}` matches any space. For `24`, the
            group `m` or `n` is the minute, and the groups `am` and `pm` are words after it that name the half of the
            day. For `east-asian`, the groups are a word for the morning, a word for the afternoon, the hour, the minute
            after it, `half`, and the minute after a colon.
        daytime: Pattern of words, anywhere in the text, with which the hours up to 12 may be in the afternoon.
        night: Pattern of the words in these groups that name the night. With hours before 6 they mean the morning,
            with others the evening.
        early: Whether the hours up to 12 are before noon if the text has no such word.
        hours_in_words: Whether a time with the hour in words is judged by the word for its half of the day in CLDR.
    """

    reader: Literal["24", "english", "east-asian"]
    time: str = ""
    daytime: str = ""
    night: str = ""
    early: bool = True
    hours_in_words: bool = False

    def __post_init__(self) -> None:
        """Refuse a clock with missing or superfluous patterns."""
        if (self.reader == "english") == bool(self.time):
            raise ValueError("every reader except `english` needs a pattern `time`")
        if self.reader == "24" and not self.daytime:
            raise ValueError("the reader `24` needs a pattern `daytime`")


class Anywhere(Section, frozen=True, kw_only=True):
    """Words that are looked for in a text of any language, as texts mix languages or the check does not ask for it.

    `lang.anywhere` gives the words of all languages. Patterns are Python regular expressions.

    Args:
        leads: Words before the first word of a question: *and why*. Checks of questions.
        suspended: Words after a hyphen at the end of a line that show that the hyphen is suspended: *Ost-*, *und
            Westwind*.
        joins_clauses: Conjunctions after which a separated prefix ends its clause.
        reflexive: Reflexive pronouns, which are left out where verbs are compared.
        joins: Conjunctions between the copies of a repeated phrase.
        may_double: Words of four letters or more that grammar or emphasis may double.
        doubled_in_idioms: Words that idioms have twice: *more and more*.
        prepositions: Prepositions after a noun that may belong to the verb.
        complements: Words that begin the complement of a noun in a Romance language.
        abbreviated: Abbreviations whose full stop ends no sentence, where a check looks for torn sentences.
        said: Verbs that begin the second half of a sentence after a quotation.
        name_particles: Particles in lower case that begin names.
        explains: Words after a name that the sentence explains.
        outside_acronyms: Words that acronyms leave out.
        articles_as_one: Articles and the like that are no evidence of the number 1.
        points: Words for the points of a score.
        joins_nouns: Words after a number that are no noun.
        versions: Beginnings of words for version or release.
        sections: Words before the number of a section, a figure or a version.
        one_letter_words: Words of one letter, in lower case.
        joins_labels: Conjunctions beside a letter that is a name: *A and B*.
        negates: Patterns of negations beside a repeated word.
        before_two: Patterns of words before a two that may mean both: *the two*.
        currencies: Patterns of words for money beside an amount in brackets.
        percent: Patterns of words for percent after 100.
        percent_parts: Patterns of words and signs for percent, also as part of a word: *50-prozentig*.
        percent_beginnings: Patterns of the beginnings of words for percent, beside those of CLDR.
        after_hour: Patterns of what follows the time of day.
        elided: Patterns of words that an apostrophe joins to a quotation: *l’«Aurore»*.
        elided_before_names: Patterns of words that an apostrophe joins to a name: *l’Italie*.
        before_unit: Patterns of text between a number and its unit: *5 US dollars*; `{space}` is a space.
        of_magnitude: Text between a fraction and its magnitude: *half a million*.
        doubled_idioms: Patterns of idioms that look like a doubled phrase with the word after them: *from time to time
            to*.
        roman_endings: Endings of ordinals in Roman numerals: *XIXe*.
        of_denominator: Text between the denominator and the numerator of a fraction: 四分之三.
        adopted: Phrases that other languages have adopted.
    """

    leads: Words = Words()
    suspended: Words = Words()
    joins_clauses: Words = Words()
    reflexive: Words = Words()
    joins: Words = Words()
    may_double: Words = Words()
    doubled_in_idioms: Words = Words()
    prepositions: Words = Words()
    complements: Words = Words()
    abbreviated: Words = Words()
    said: Words = Words()
    name_particles: Words = Words()
    explains: Words = Words()
    outside_acronyms: Words = Words()
    articles_as_one: Words = Words()
    points: Words = Words()
    joins_nouns: Words = Words()
    versions: Words = Words()
    sections: Words = Words()
    one_letter_words: Words = Words()
    joins_labels: Words = Words()
    negates: tuple[str, ...] = ()
    before_two: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    percent: tuple[str, ...] = ()
    percent_parts: tuple[str, ...] = ()
    percent_beginnings: tuple[str, ...] = ()
    after_hour: tuple[str, ...] = ()
    elided: tuple[str, ...] = ()
    elided_before_names: tuple[str, ...] = ()
    before_unit: tuple[str, ...] = ()
    of_magnitude: tuple[str, ...] = ()
    doubled_idioms: tuple[str, ...] = ()
    roman_endings: Words = Words()
    of_denominator: Words = Words()
    adopted: tuple[str, ...] = ()
