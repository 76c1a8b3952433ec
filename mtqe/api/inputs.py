"""From the values of a call to an input and its languages: of a table, of lists of texts, of texts, or of files.

`mtqe.intake` reads the input.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtqe.api import frames, identified, reference_lists, row_labels
from mtqe.api.given import Columns, File, Listed, Prose, Side, Sides, bounded, kind_of, side
from mtqe.api.row_labels import Index
from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.intake import reading
from mtqe.intake.corpus import Corpus
from mtqe.intake.inputs import (
    DataSet,
    Documents,
    InMemory,
    Input,
    Lines,
    Lists,
    PairsFile,
    Records,
    of_completed,
    of_system,
)
from mtqe.intake.inputs import Side as Described
from mtqe.intake.pairing import arguments
from mtqe.intake.read_once import SAMPLE, Texts, sample
from mtqe.language import language_tags
from mtqe.registry.contracts import Progress
from mtqe.settings.config import Config

if TYPE_CHECKING:
    from mtqe.model import Document

NO_TRANSLATION = InputError("the translation is missing", "give source and translation, or one table with both")
TABLE = "name its columns source and target and give it alone, or give two of its columns, such as df['en'], df['de']"
LISTED = "texts"
"""Id of the document that lists of texts make."""
DATA_SET = ".parquet"
"""The ending of a file that only `datasets` reads."""


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
    columns: Columns | None = None
    aligns: bool = False
    needs_source: bool = True


@dataclass(frozen=True)
class Read:
    """The segments of a call, the configuration with their languages, and the index of the caller, if there is one."""

    texts: Corpus
    config: Config
    index: Index | None = None


@dataclass(frozen=True)
class Opened:
    """An input with its languages.

    Args:
        given: The input.
        config: The configuration with its languages.
        notes: Notes on the languages.
        texts: What was read of it to identify them.
        index: The index of the caller, if there is one.
    """

    given: Input
    config: Config
    notes: Sequence[str] = ()
    texts: Texts | None = None
    index: Index | None = None


def read(request: Request, config: Config, progress: Progress) -> Read:
    """Read what a caller gives.

    Raises:
        MtqeError: It cannot be used, or its languages are not known.
    """
    opened = _opened(request, config)
    texts = reading.read(opened.given, opened.config, progress, texts=opened.texts)
    if opened.notes:
        texts = replace(texts, notes=(*texts.notes, *opened.notes))
    return Read(texts, opened.config, opened.index)


def _opened(request: Request, config: Config) -> Opened:
    """The input with its languages. Reads what may say them, or what they are identified from."""
    if request.columns is not None and not isinstance(request.columns, Mapping):
        raise InputError(
            f"columns is {kind_of(request.columns)}", "give a dict: columns={'source': 'en', 'target': 'de'}"
        )
    source = _kept(request.source, "source")
    request = _with_named_columns(request, source)
    if request.translation is None and (table := frames.frame(source)) is not None:
        if request.references is not None:
            hint = "put them into a column named reference, or give source, translation and references apart"
            raise InputError("references are given together with a table", hint)
        whole = frames.document(table, request.columns, (config.source_lang, config.target_lang))
        return replace(_with_both_sides(whole, config), index=row_labels.index(table.index, whole.segments))
    sides = sides_of(source, request.translation, request.references)
    if sides.named and all(isinstance(one, File) for _, one in sides.named):
        _refuse_no_source(sides, request.needs_source)
        return _of_files(sides, request, config)
    if request.columns:
        raise InputError("columns are given, but no table", "leave them out, or give a table")
    if not sides.systems:
        raise NO_TRANSLATION
    _refuse_no_source(sides, request.needs_source)
    if any(isinstance(one, Listed) for _, one in sides.named):
        return _of_lists(sides, config)
    return _of_texts(sides, request, config)


def _with_named_columns(request: Request, source: Any) -> Request:
    """Translations and references that are given as names of columns of a table, as columns by role."""
    named = {"target": request.translation, "reference": request.references}
    given = {role: value for role, value in named.items() if value is not None}
    if not frames.is_table(source) or request.translation is None or not all(map(_is_names, given.values())):
        return request
    return replace(request, columns={**(request.columns or {}), **given}, translation=None, references=None)


def _is_names(value: Any) -> bool:
    """Whether a value may be the names of columns: a name, a list of names, or a dict of them."""
    names = list(value.values()) if isinstance(value, Mapping) else [value] if isinstance(value, str) else value
    return isinstance(names, (list, tuple)) and all(isinstance(name, str) for name in names)


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


def described(sides: Sides) -> tuple[Described, ...]:
    """The sides as `mtqe.intake` takes them, in order."""
    return tuple(_described(what, one) for what, one in sides.named)


def refuse_blank(sides: Sides) -> None:
    """Refuse a document without text.

    Raises:
        InputError: A side is one.
    """
    for what, one in sides.named:
        if isinstance(one, Prose) and not one.text.strip():
            raise InputError(f"the {what} is empty", "give a text")


def read_languages(sides: Sides, config: Config, texts: Texts) -> tuple[Config, tuple[str, ...]]:
    """The configuration with the languages of the sides, and notes on them. Reads files whose names say no language.

    Raises:
        InputError: A file cannot be read.
        ConfigError: A language is unknown or not clear, or both are the same.
    """
    left, right = sides.source, next(iter(sides.systems.values()))
    if left is None:
        return identified.with_target_language(config, _named(right), _sample(right, texts)), ()
    names = (_named(left), _named(right))
    return identified.with_languages(config, names, lambda: (_sample(left, texts), _sample(right, texts)))


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


def _described(what: str, one: Side) -> Described:
    if isinstance(one, File):
        return one.path
    # An empty text has one line.
    rows = one.texts if isinstance(one, Listed) else files.lines(one.text.replace("\r\n", "\n")) or [""]
    return InMemory(what, tuple(rows))


def _with_both_sides(whole: Document, config: Config, named: tuple[str, str] = ("", "")) -> Opened:
    """Segments in memory with their languages: as configured, else as given here, else as identified."""

    def samples() -> tuple[str, str]:
        source = sample(segment.source for segment in whole.segments)
        return source, sample(segment.target for segment in whole.segments)

    config, notes = identified.with_languages(config, named, samples)
    return Opened(Records(whole), config, notes)


def _of_files(sides: Sides, request: Request, config: Config) -> Opened:
    """Files or folders. One file may have both sides, or be a translation whose source stands beside it."""
    references = [one.path for one in sides.references if isinstance(one, File)]
    if isinstance(sides.source, File) and not sides.systems:
        path, languages = sides.source.path, (config.source_lang, config.target_lang)
        if request.columns or path.suffix.lower() == DATA_SET:
            asked, names = frames.by_role(request.columns or {})
            whole = reading.read_pairs(DataSet(str(path), asked), languages)
            return _with_both_sides(frames.with_systems(whole, names), config)
        source, translation, form = arguments.completed(path, None, None, languages)
        given = of_completed(source, translation, references, form)
        if isinstance(given, PairsFile):
            whole = reading.read_pairs(given, languages)
            return _with_both_sides(whole, config, _languages_of(whole, path, config))
        assert translation is not None
        sides = Sides(File(source), {None: File(translation)}, sides.references)
    if request.columns:
        raise InputError("columns are given, but two files", "columns are those of one file with both sides")
    if not sides.systems:
        raise NO_TRANSLATION
    texts = Texts()
    config, notes = read_languages(sides, config, texts)
    alone = sides.systems.get(None)
    if request.aligns and isinstance(sides.source, File) and isinstance(alone, File):
        return Opened(of_completed(sides.source.path, alone.path, references), config, notes, texts)
    return Opened(Lines(*_divided(sides)), config, notes, texts)


def _of_lists(sides: Sides, config: Config) -> Opened:
    """Lists of texts, some of which may stand in files."""
    for what, one in sides.named:
        if isinstance(one, Prose):
            raise InputError(f"the {what} is one text, and others are lists of texts", "give a list for each")
    texts = Texts()
    whole = reading.read_pairs(Lists(*_divided(sides), LISTED), texts=texts)
    labels = row_labels.index(row_labels.common_index(sides), whole.segments)
    config, notes = read_languages(sides, config, texts)
    return Opened(Records(whole), config, notes, index=labels)


def _of_texts(sides: Sides, request: Request, config: Config) -> Opened:
    """Texts, some of which may stand in files: line by line, or documents."""
    is_one_pair = _is_one_pair(sides)
    if request.aligns and not is_one_pair:
        refuse_blank(sides)
    texts = Texts()
    config, notes = read_languages(sides, config, texts)
    source, systems, references = _divided(sides)
    by_line = not request.aligns or is_one_pair or config.align.mode == "lines" or len(systems) > 1
    if source is None or by_line:
        return Opened(Lines(source, systems, references, "lines"), config, notes, texts)
    (translation,) = systems.values()
    return Opened(Documents(source, translation, references), config, notes, texts)


def _divided(sides: Sides) -> tuple[Described | None, Mapping[str | None, Described], tuple[Described, ...]]:
    """The source, the translation of each system and the references, as `mtqe.intake` takes them."""
    rest = iter(described(sides))
    source = next(rest) if sides.source is not None else None
    return source, {name: next(rest) for name in sides.systems}, tuple(rest)


def _is_one_pair(sides: Sides) -> bool:
    """Whether an empty side stands beside a text of one line: that line was left out."""
    texts = [one.text.strip() for _, one in sides.named if isinstance(one, Prose)]
    return len(texts) == len(sides.named) and not all(texts) and any(texts) and not any("\n" in one for one in texts)


def _languages_of(whole: Document, path: Path, config: Config) -> tuple[str, str]:
    """The languages that a file of pairs or its name says; empty if they say none."""
    target = config.target_lang or whole.target_lang or ""
    by_name = language_tags.from_name(str(path)) or ""
    # In `de.po` the name is the language of the translation, in `news.en.tsv` that of the source.
    return whole.source_lang or ("" if target and by_name == language_tags.canonical(target) else by_name), target


def _named(one: Side) -> str:
    """The language that the name of a file or column says; empty if it says none."""
    if isinstance(one, File):
        return language_tags.from_name(str(one.path)) or ""
    is_tag = isinstance(one, Listed) and one.name and not set("._/\\") & set(one.name)
    return (language_tags.from_name(one.name) or "") if is_tag and isinstance(one, Listed) else ""


def _sample(one: Side, texts: Texts) -> str:
    if isinstance(one, File):
        return texts.sample(one.path)
    return sample(one.texts) if isinstance(one, Listed) else one.text[:SAMPLE]
