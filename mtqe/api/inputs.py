"""From the values of a call to segments: of a table, of lists of texts, of texts, or of files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mtqe.api import file_inputs, frames, identified, list_pairs, reference_lists, text_inputs
from mtqe.api.given import File, Listed, Side, Sides, bounded, kind_of, of_system, side
from mtqe.api.list_pairs import Index
from mtqe.errors import InputError
from mtqe.intake.corpus import Corpus
from mtqe.intake.paths import of_pairs
from mtqe.intake.texts import SAMPLE
from mtqe.language import language_tags
from mtqe.registry.contracts import Progress
from mtqe.settings.config import Config

NO_TRANSLATION = InputError("the translation is missing", "give source and translation, or one table with both")
TABLE = "name its columns source and target and give it alone, or give two of its columns, such as df['en'], df['de']"


@dataclass(frozen=True)
class Request:
    """What a caller gives.

    Args:
        source: The sources, or pairs; `None` if there are references only.
        translation: The translations; a dict has those of each system.
        references: Human translations.
        columns: Columns by role, for a table or a file of pairs.
        aligns: Whether texts and files may be documents, which are aligned; otherwise line N belongs to line N.
        needs_source: Whether there must be a source.
    """

    source: Any
    translation: Any = None
    references: Any = None
    columns: Mapping[str, str] | None = None
    aligns: bool = False
    needs_source: bool = True


@dataclass(frozen=True)
class Read:
    """The segments of a call, the configuration with their languages, and the index of the caller, if there is one."""

    texts: Corpus
    config: Config
    index: Index | None = None


def read(request: Request, config: Config, progress: Progress) -> Read:
    """Read what a caller gives.

    Raises:
        MtqeError: It cannot be used, or its languages are not known.
    """
    if request.columns is not None and not isinstance(request.columns, Mapping):
        raise InputError(
            f"columns is {kind_of(request.columns)}", "give a dict: columns={'source': 'en', 'target': 'de'}"
        )
    source = _kept(request.source, "source")
    if request.translation is None and (table := frames.frame(source)) is not None:
        if request.references is not None:
            hint = "put them into a column named reference, or give source, translation and references apart"
            raise InputError("references are given besides a table", hint)
        return _of_table(table, request.columns, config)
    sides = sides_of(source, request.translation, request.references)
    paths = [one.path for _, one in sides.named if isinstance(one, File)]
    if paths and len(paths) == len(sides.named):
        left = sides.source.path if isinstance(sides.source, File) else None
        systems = {name: one.path for name, one in sides.systems.items() if isinstance(one, File)}
        references = paths[len(paths) - len(sides.references) :]
        _refuse_no_source(sides, request.needs_source)
        found = file_inputs.read(left, systems, references, request.columns, config, request.aligns, progress)
        return Read(_with_notes(found[0], found[2]), found[1])
    if request.columns:
        raise InputError("columns are given, but no table", "leave them out, or give a table")
    if not sides.systems:
        raise NO_TRANSLATION
    _refuse_no_source(sides, request.needs_source)
    if any(isinstance(one, Listed) for _, one in sides.named):
        texts, index = list_pairs.read(sides)
        config, notes = with_languages(sides, config)
        return Read(_with_notes(texts, notes), config, index)
    if request.aligns and not text_inputs.is_one_pair(sides):
        text_inputs.refuse_blank(sides)
    config, notes = with_languages(sides, config)
    return Read(_with_notes(text_inputs.read(sides, config, request.aligns, progress), notes), config)


def sides_of(source: Any, translation: Any, references: Any = None) -> Sides:
    """The sides that values are; a translation may be missing.

    Raises:
        InputError: A value is none.
    """
    source = _kept(source, "source")
    systems: Mapping[str | None, Any] = {None: translation}
    if isinstance(translation, Mapping):
        systems = {str(name): value for name, value in translation.items()}
        if not systems:
            raise InputError("the translation is an empty dict", "give {name of the system: its translations}")
        if len(systems) < len(translation):
            raise InputError("two systems have the same name", "give the systems different names, as text")
    if frames.is_table(references):
        raise InputError(f"the references are {kind_of(references)}", "give columns of it, such as [df['a'], df['b']]")
    others = [value for value in systems.values() if value is not None]
    left = None if source is None else _side(source, "source", others)
    rights = {
        name: _side(value, of_system(name), [source])
        for name, value in systems.items()
        if value is not None or name is not None
    }
    first = left or next(iter(rights.values()), None)
    return Sides(left, rights, reference_lists.sides(_kept(references, "references"), first))


def _kept(value: Any, what: str) -> Any:
    """The value; what can be read only once becomes a list."""
    return bounded(value, what) if isinstance(value, Iterator) and not frames.is_table(value) else value


def _side(value: Any, what: str, others: Sequence[Any]) -> Side:
    if frames.is_table(value):
        raise InputError(f"the {what} is {kind_of(value)}, where texts are needed", TABLE)
    return side(value, what, others)


def _refuse_no_source(sides: Sides, needs_source: bool) -> None:
    if sides.source is None and (needs_source or not sides.references):
        raise InputError("the source is missing", "give it" if needs_source else "give it, or references")


def _of_table(table: frames.Frame, columns: Mapping[str, str] | None, config: Config) -> Read:
    whole = frames.document(table, columns, (config.source_lang, config.target_lang))

    def samples() -> tuple[str, str]:
        return (
            identified.sample(segment.source for segment in whole.segments),
            identified.sample(segment.target for segment in whole.segments),
        )

    config, notes = identified.with_languages(config, ("", ""), samples)
    return Read(_with_notes(of_pairs(whole), notes), config, list_pairs.index(table.index, whole.segments))


def with_languages(sides: Sides, config: Config) -> tuple[Config, tuple[str, ...]]:
    """The configuration with the languages of the sides, and notes on them.

    Raises:
        ConfigError: A language is unknown or not clear, or both are the same.
    """
    left, right = sides.source, next(iter(sides.systems.values()))
    if left is None:
        return identified.with_target_language(config, _named(right), _sample(right)), ()
    return identified.with_languages(config, (_named(left), _named(right)), lambda: (_sample(left), _sample(right)))


def _named(one: Side) -> str:
    """The language that the name of a file or column says; empty if it says none."""
    if isinstance(one, File):
        return language_tags.from_name(str(one.path)) or ""
    is_tag = isinstance(one, Listed) and one.name and not set("._/\\") & set(one.name)
    return (language_tags.from_name(one.name) or "") if is_tag and isinstance(one, Listed) else ""


def _sample(one: Side) -> str:
    if isinstance(one, File):
        return file_inputs.sample(one.path)
    return identified.sample(one.texts) if isinstance(one, Listed) else one.text[:SAMPLE]


def _with_notes(texts: Corpus, notes: Sequence[str]) -> Corpus:
    return replace(texts, notes=(*texts.notes, *notes)) if notes else texts
