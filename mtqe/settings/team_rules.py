"""A team's own rules: what `[[rules]]` in `mtqe.toml` and in rule files may hold. `docs/rules.md` shows each kind.

`mtqe.settings.rule_tables` reads the tables, `mtqe.registry.rule_files` the files, and `mtqe.checks.team` makes checks
of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal, get_args

import msgspec

from mtqe.model import Severity, Side

TEAM = "team"
"""Name of the set of the rules that stand in the configuration itself."""
PACKAGE = "package:"
"""Before the name of a set of rules that an installed package brings."""
SUFFIX = ".rules"
"""Ending of the name of a rule file before its extension; it does not belong to the name of the set."""
MAX_PATTERN = 2_000
"""Characters: of the longest pattern."""
MAX_MEMORY = 4 * 2**20
"""Bytes: that RE2 may use for a pattern; one that needs more is refused."""
MAX_MATCHES = 1_000
"""Number: of matches of a rule in a text, above which it fails."""
MAX_SECONDS = 2.0
"""Seconds: of processor time of a rule in a segment, above which it fails."""
MAX_RULES = 50_000
"""Number: of rules of a run."""

Words = str | tuple[str, ...]
Positive = Annotated[int, msgspec.Meta(ge=1)]
Factor = Annotated[float, msgspec.Meta(gt=0)]


class RuleExample(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An example of a rule, which `mtqe rules test` runs.

    Args:
        source: The source. For a rule about documents, each line is a segment.
        target: The translation, with the same number of lines.
        marks: The marked texts of all findings, in their order; none if the rule must be silent.
        langs: Language pair such as `en-de`; by default the first languages of the rule, else English to German.
        domain: Domain of its document.
        path: Path of its document.
        key: Key of its unit.
        max_length: The length that its unit allows.
    """

    source: str = ""
    target: str = ""
    marks: tuple[str, ...] = ()
    langs: str = ""
    domain: str = ""
    path: str = ""
    key: str = ""
    max_length: int = 0


class TeamRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """What all rules have.

    Args:
        id: Name of the rule, in words joined by hyphens; after the name of its set it is the id of the check.
        message: Sentence for the reader; `{match}`, `{1}` and other names stand for texts of the finding.
        severity: Severity of its findings.
        category: MQM path; empty means that of the kind.
        source_lang: BCP 47 tags of sources that it is for; `de` is also for `de-AT`. Empty means every language.
        target_lang: The same of translations.
        domain: Names from `[domains]`.
        path: Patterns for the path of source or translation, as in `[[gate.rules]]`.
        key: Patterns for the key or id of the unit, with `*` and `?`.
        when_source: Pattern without which in the source the rule says nothing.
        unless_source: Pattern with which in the source the rule says nothing.
        why: Why the rule exists, for the manual.
        examples: Its examples.
    """

    id: str
    message: str = ""
    severity: Severity = Severity.MINOR
    category: str = ""
    source_lang: Words = ()
    target_lang: Words = ()
    domain: Words = ()
    path: Words = ()
    key: Words = ()
    when_source: str = ""
    unless_source: str = ""
    why: str = ""
    examples: tuple[RuleExample, ...] = ()

    CATEGORY: ClassVar[str] = "style"

    @property
    def by_document(self) -> bool:
        """Whether the rule needs all segments of a document at once."""
        return False


class Forbidden(TeamRule, frozen=True, kw_only=True, tag="forbidden"):
    """Text that must not match a pattern.

    Args:
        pattern: Regular expression.
        side: Side that must not match.
        allowed: Patterns; a match inside one of theirs is allowed.
        suggestion: What to write instead; may use `{match}`, `{1}` and the like.
    """

    pattern: str
    side: Side = "target"
    allowed: Words = ()
    suggestion: str = ""

    CATEGORY: ClassVar[str] = "style/organizational-style"


class Required(TeamRule, frozen=True, kw_only=True, tag="required"):
    """A pattern that the translation must match where the source matches another one.

    Args:
        source: Regular expression; empty means every source.
        target: Regular expression that must match somewhere in the translation.
    """

    target: str
    source: str = ""

    CATEGORY: ClassVar[str] = "accuracy/omission"


class Same(TeamRule, frozen=True, kw_only=True, tag="same"):
    """Captures of the source that the translation must have, too.

    Args:
        source: Regular expression; its first group is compared, or the whole match if it has none.
        target: The same for the translation; empty means that the text must stand anywhere in the translation.
        compare: `exact`; without `case`; as a `number`, written as each language does; or by the table `map`.
        map: What each capture becomes in the translation, for `compare = "map"`. Other captures stay as they are.
    """

    source: str
    target: str = ""
    compare: Literal["exact", "case", "number", "map"] = "exact"
    map: dict[str, Words] = {}

    CATEGORY: ClassVar[str] = "accuracy/mistranslation"


class Phrases(TeamRule, frozen=True, kw_only=True, tag="phrases"):
    """Phrases that must not stand in the text.

    Args:
        phrases: The phrases, as a list, or as a table with what to write instead of each.
        side: Side that must not have them.
        match_case: Whether capitals matter.
        whole_words: Whether a phrase begins and ends where words do; nothing in scripts without spaces.
        inflect: Whether other forms of the words count, in languages with lemma data.
        allowed: Longer phrases in which a phrase is allowed.
        suggestion: What to write instead, for phrases without an own one.
    """

    phrases: dict[str, str] | tuple[str, ...]
    side: Side = "target"
    match_case: bool = False
    whole_words: bool = True
    inflect: bool = False
    allowed: Words = ()
    suggestion: str = ""

    CATEGORY: ClassVar[str] = "style/organizational-style"


class Pairs(TeamRule, frozen=True, kw_only=True, tag="pairs"):
    """Phrases of the source with the phrases of which the translation must have one.

    Args:
        pairs: The phrases of the translation by phrase of the source.
        both_ways: Whether the source must have the phrase, too, if the translation has one of its phrases.
        match_case: Whether capitals matter.
        whole_words: As for `phrases`.
        inflect: As for `phrases`.
    """

    pairs: dict[str, Words]
    both_ways: bool = False
    match_case: bool = False
    whole_words: bool = True
    inflect: bool = False

    CATEGORY: ClassVar[str] = "terminology"


class Length(TeamRule, frozen=True, kw_only=True, tag="length"):
    """Limits of the length of a translation.

    Args:
        measure: `characters`, `words`, `width` (wide characters count twice) or bytes in UTF-8.
        max: Greatest length; `unit` means the length that the file allows for each unit.
        min: Smallest length.
        max_ratio: Greatest length divided by that of the source.
        min_ratio: Smallest length divided by that of the source.
    """

    measure: Literal["characters", "words", "width", "bytes"] = "characters"
    max: Positive | Literal["unit"] | None = None
    min: Positive | None = None
    max_ratio: Factor | None = None
    min_ratio: Factor | None = None

    CATEGORY: ClassVar[str] = "design-and-markup/length"


class Address(TeamRule, frozen=True, kw_only=True, tag="address"):
    """How the reader is addressed, such as German *du* or *Sie*.

    Args:
        form: The form of the whole project, or `consistent`: the form that most segments of a document have.
        formal: Words of the formal form, in place of those that mtqe knows of the language.
        informal: The same of the informal form.
    """

    form: Literal["formal", "informal", "consistent"]
    formal: tuple[str, ...] = ()
    informal: tuple[str, ...] = ()

    CATEGORY: ClassVar[str] = "style/register"

    @property
    def by_document(self) -> bool:
        """It compares the segments of a document if it wants no certain form."""
        return self.form == "consistent"


Rule = Forbidden | Required | Same | Phrases | Pairs | Length | Address
KINDS: dict[str, type[TeamRule]] = {str(kind.__struct_config__.tag): kind for kind in get_args(Rule)}


class RuleSet(msgspec.Struct, frozen=True):
    """The rules of one file, or of the configuration itself.

    Args:
        name: Name of the set, the first part of the ids of its rules.
        rules: The rules.
        path: The file as the user named it, or `package:NAME`.
        sha256: SHA-256 of the bytes of the file, in hexadecimal.
        version: The version that the file states.
    """

    name: str
    rules: tuple[Rule, ...]
    path: str = ""
    sha256: str = ""
    version: str = ""


def words(value: Words) -> tuple[str, ...]:
    """The strings of a key that may be one string or a list."""
    return (value,) if isinstance(value, str) else value


def is_for(rule: TeamRule, source_lang: str, target_lang: str) -> bool:
    """Whether a rule is for a language pair."""
    return _is_one_of(source_lang, words(rule.source_lang)) and _is_one_of(target_lang, words(rule.target_lang))


def _is_one_of(tag: str, wanted: Sequence[str]) -> bool:
    tag = tag.lower()
    return not wanted or any(tag == one.lower() or tag.startswith(f"{one.lower()}-") for one in wanted)
