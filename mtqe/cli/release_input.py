"""The languages that `mtqe evaluate` judges, and the input of each: as options, `[[targets]]` or the files say."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
import msgspec

from mtqe.cli import options
from mtqe.errors import ConfigError, InputError
from mtqe.language import language_tags

if TYPE_CHECKING:
    from mtqe.intake.inputs import DataSet, Documents, FilePairs, Folders, PairsFile, Patterns
    from mtqe.intake.pairing.layouts import Translations
    from mtqe.settings.config import Config, Target

    Given = DataSet | Patterns | PairsFile | Folders | Documents | FilePairs

PLACE = "{target_lang}"
"""What stands for the language in a path."""
NO_INPUT = (
    "give SOURCE and TRANSLATION, --dataset NAME, or [pairs] in mtqe.toml; or run mtqe in a folder with en/ and de/, "
    "en.json and de.json, values/ and values-de/, or en.lproj/ and de.lproj/"
)


class Part(NamedTuple):
    """A language of a run.

    Args:
        lang: BCP 47 tag of the translation; empty if the files say it.
        config: The configuration for this language.
        given: Gives its input. Raises InputError if there is none.
    """

    lang: str
    config: Config
    given: Callable[[], Given]


@dataclass(frozen=True)
class Named:
    """What is read, as the command line names it; without a source and a data set the project says it."""

    source: Path | None
    translation: Path | None
    references: tuple[Path, ...]
    dataset: str | None
    columns: tuple[str, ...]
    split: str | None
    form: str | None
    changed_since: str | None

    def refuse(self, config: Config, mode: bool) -> None:
        """Reject an input that is ambiguous, and options that do not match it."""
        if self.source is not None and self.dataset is not None:
            raise click.UsageError(NO_INPUT)
        if self.changed_since is not None and not self._is_by_pattern(config):
            raise click.UsageError("--changed-since needs [pairs] in mtqe.toml and no files on the command line")
        if self.dataset is None and (self.columns or self.split):
            raise click.UsageError("--column and --split need --dataset")
        with_files = bool(self.references or self.form)
        if (self.source is None and with_files) or (self.dataset is not None and mode):
            raise click.UsageError(
                "-r, -f, --lines and --document are for files; with --dataset use --column and --split"
            )

    def _is_by_pattern(self, config: Config) -> bool:
        is_named = self.source is not None or self.dataset is not None
        return not is_named and any(
            map(_has_patterns, (config, *(_with_target(config, one) for one in config.targets)))
        )

    def parts(self, config: Config, langs: Sequence[str]) -> list[Part]:
        """The languages of the run; one part without a language if only the files say it.

        Args:
            config: The configuration.
            langs: BCP 47 tags that the command line names.

        Raises:
            UsageError: Nothing is given, and the project does not say what to evaluate.
            ConfigError: The paths or patterns have no place for several languages.
        """
        if self.dataset is not None or (self.source is not None and not self._is_folder_alone()):
            return self._of_paths(config, langs)
        if self.source is not None:
            return self._of_layout(self.source, config, langs)
        if config.targets:
            return self._of_targets(config, langs)
        if _has_patterns(config):
            if len(langs) > 1 and PLACE not in config.pairs.target:
                raise ConfigError(
                    f"pairs.target {config.pairs.target!r} is of one language, and --target-lang names {len(langs)}",
                    f"write {PLACE} in pairs.target in place of the language",
                )
            return [self._part(lang, config, self._described) for lang in langs or [config.target_lang]]
        if found := self._of_layout(Path(), config, langs):
            return found
        raise click.UsageError(NO_INPUT)

    def only(self, config: Config) -> Part:
        """The language of the run, for a command that takes one.

        Raises:
            UsageError: Nothing is given, or it is of several languages.
        """
        parts = self.parts(config, [config.target_lang] if config.target_lang else [])
        if len(parts) > 1:
            tags = ", ".join(part.lang for part in parts)
            raise click.UsageError(f"this command takes one language, and there are {tags}; add --target-lang")
        return parts[0]

    def _is_folder_alone(self) -> bool:
        return self.source is not None and self.translation is None and self.source.is_dir()

    def _of_layout(self, folder: Path, config: Config, langs: Sequence[str]) -> list[Part]:
        """The languages that a folder has, or those of them that are asked for."""
        from mtqe.intake import inputs
        from mtqe.intake.pairing import beside, layouts

        if self.references:
            raise click.UsageError("-r needs SOURCE and TRANSLATION")
        source_lang = language_tags.canonical(config.source_lang or beside.DEFAULT)
        config = msgspec.structs.replace(config, source_lang=source_lang)
        asked = langs or ([config.target_lang] if config.target_lang else [])
        found = layouts.recognised(folder, source_lang, asked)
        if not found and self.source is None:
            return []
        if not found:
            if asked:
                raise InputError(*_none_in(", ".join(asked), folder))
            inputs.of_completed(folder, None, (), self.form)  # raises: what to give with one folder
        given = functools.partial(_file_pairs, found, folder, self.form)
        return [self._part(lang, config, functools.partial(given, lang)) for lang in asked or found]

    def _of_targets(self, config: Config, langs: Sequence[str]) -> list[Part]:
        """The languages of `[[targets]]`, or those of them that are asked for."""
        targets = {language_tags.canonical(target.lang): target for target in config.targets}
        for lang in langs:
            if lang not in targets:
                raise ConfigError(f"no [[targets]] has lang = {lang!r}", f"they have {', '.join(targets)}")
        configs = {lang: _with_target(config, targets[lang]) for lang in langs or targets}
        unplaced = [lang for lang, of_lang in configs.items() if not _has_patterns(of_lang)]
        recognised = {part.lang: part for part in self._of_layout(Path(), config, unplaced)} if unplaced else {}
        parts = []
        for lang, of_lang in configs.items():
            found = recognised.get(lang)
            if found is None and lang in unplaced:
                raise click.UsageError(NO_INPUT)
            source_lang = found.config.source_lang if found else of_lang.source_lang
            of_lang = msgspec.structs.replace(of_lang, source_lang=source_lang)
            parts.append(self._part(lang, of_lang, found.given if found else self._described))
        return parts

    def _of_paths(self, config: Config, langs: Sequence[str]) -> list[Part]:
        """The languages of files and data sets."""
        if len(langs) > 1:
            self._refuse_without_place(len(langs))
        several = len(langs) > 1
        parts = []
        for lang in langs or [config.target_lang]:
            of_lang = msgspec.structs.replace(config, target_lang=lang)
            named = self._in(lang)
            named_input = functools.partial(named._translated if several else named._described_with, of_lang)
            parts.append(Part(lang, of_lang, named_input))
        return parts

    def _refuse_without_place(self, number: int) -> None:
        """Reject paths that are of one language only."""
        if self.translation is not None and not self.translation.is_dir() and PLACE not in str(self.translation):
            raise ConfigError(
                f"{self.translation} is one file, and --target-lang names {number} languages",
                f"write {PLACE} in its path in place of the language",
            )
        for path in self.references:
            if PLACE not in str(path):
                raise ConfigError(
                    f"-r {path} is of one language, and --target-lang names {number}",
                    f"write {PLACE} in its path in place of the language",
                )

    def _in(self, lang: str) -> Named:
        """The same input with the language in its place in the paths."""

        def placed(path: Path) -> Path:
            return Path(str(path).replace(PLACE, lang)) if lang else path

        return replace(
            self,
            source=self.source and placed(self.source),
            translation=self.translation and placed(self.translation),
            references=tuple(map(placed, self.references)),
        )

    def _translated(self, config: Config) -> Given:
        """The input in one of several languages: the translation stands beside the source, or in a folder."""
        from mtqe.formats import endings
        from mtqe.intake.pairing import beside

        if self.source is None:
            return self._described_with(config)
        if self.translation is not None:
            below = self.translation / config.target_lang
            is_below = self.source.is_dir() and below.is_dir()
            return (replace(self, translation=below) if is_below else self)._described_with(config)
        row = endings.row_of(self.source, self.form) if self.source.is_file() else None
        if row is None or row.kind == "pairs":
            return self._described_with(config)
        own = config.source_lang or language_tags.from_name(str(self.source)) or beside.DEFAULT
        found = beside.source_of(self.source, config.target_lang, own)
        if found is None:
            raise InputError(
                f"there is no translation of {self.source} in {config.target_lang} beside it",
                f"add it, or name its path with {PLACE} in place of the language",
            )
        return replace(self, translation=found)._described_with(config)

    def _described_with(self, config: Config) -> Given:
        """The input; a translation that was given alone gets the source that stands beside it."""
        from mtqe.intake.pairing import arguments

        if self.source is None:
            return self._described()
        languages = (config.source_lang, config.target_lang)
        source, translation, form = arguments.completed(self.source, self.translation, self.form, languages)
        return replace(self, source=source, translation=translation, form=form)._described()

    def _described(self) -> Given:
        """The input of what is named.

        Raises:
            InputError: The paths do not match.
            ConfigError: A column has no name.
        """
        from mtqe.intake import inputs

        if self.dataset is not None:
            return inputs.DataSet(self.dataset, options.columns(self.columns), self.split)
        if self.source is None:
            return inputs.Patterns(self.changed_since)
        return inputs.of_completed(self.source, self.translation, self.references, self.form)

    @staticmethod
    def _part(lang: str, config: Config, given: Callable[[], Given]) -> Part:
        return Part(lang, msgspec.structs.replace(config, target_lang=lang), given)


def is_project() -> bool:
    """Whether the current folder says what to evaluate, so that `mtqe` needs no arguments.

    Raises:
        ConfigError: The configuration cannot be read.
    """
    from mtqe.intake.pairing import beside, layouts
    from mtqe.settings import sources

    config = sources.load().config
    return (
        bool(config.targets)
        or _has_patterns(config)
        or bool(layouts.recognised(Path(), config.source_lang or beside.DEFAULT))
    )


def languages(given: Sequence[str]) -> tuple[str, ...]:
    """The tags in the values of `--target-lang`, each once.

    Raises:
        ConfigError: A language is unknown.
    """
    return tuple(dict.fromkeys(map(language_tags.canonical, options.split(given))))


def _has_patterns(config: Config) -> bool:
    return bool(config.pairs.source or config.pairs.target)


def _with_target(config: Config, target: Target) -> Config:
    """The configuration for one of `[[targets]]`."""
    pairs = msgspec.structs.replace(
        config.pairs, source=target.source or config.pairs.source, target=target.target or config.pairs.target
    )
    return msgspec.structs.replace(config, pairs=pairs, glossary=(*config.glossary, *target.glossary))


def _file_pairs(found: dict[str, Translations], folder: Path, form: str | None, lang: str) -> FilePairs:
    from mtqe.intake import inputs

    if lang not in found:
        raise InputError(*_none_in(lang, folder))
    translations = found[lang]
    return inputs.FilePairs(translations.pairs, form, tuple((one.path, one.why) for one in translations.missing))


def _none_in(lang: str, folder: Path) -> tuple[str, str]:
    where = "this folder" if folder == Path() else str(folder)
    return f"no file in {where} is a translation in {lang}", "the path of a translation must name its language"
