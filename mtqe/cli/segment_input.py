"""The input of `mtqe check` and `mtqe score`: a file of pairs, or a source and translations with the same segments."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mtqe.cli import options

if TYPE_CHECKING:
    from mtqe.intake.paths import Corpus
    from mtqe.model import Document, Shard
    from mtqe.settings.config import Config


@dataclass(frozen=True)
class SegmentInput:
    """The files, as the command line names them.

    Args:
        pairs: A file of pairs, or a translation whose source stands beside it.
        source: The source.
        translations: Its translations; several are several systems.
        references: Human translations.
        form: Name of the input format; `None` means by file ending.
    """

    pairs: Path | None
    source: Path | None
    translations: tuple[Path, ...]
    references: tuple[Path, ...] = ()
    form: str | None = None

    def completed(self, config: Config, needs_source: bool = True) -> SegmentInput:
        """The input with source and translation found, if one file was given for both.

        Raises:
            UsageError: Files are missing, or given in both ways.
            InputError: The file has one side only.
        """
        from mtqe.intake.pairing import arguments

        if self.pairs is None:
            if not self.translations or (needs_source and self.source is None):
                missing = "-s and -t" if needs_source else "-t"
                raise click.UsageError(f"give {missing}, or one file with both sides, such as .xlf, .po or .csv")
            return self
        if self.source or self.translations:
            raise click.UsageError(f"{self.pairs} is given besides -s or -t; give one of the two")
        languages = (config.source_lang, config.target_lang)
        source, translation = arguments.completed(self.pairs, None, self.form, languages)
        way = "give the source with -s and the translation with -t"
        arguments.refuse_paths(source, translation, self.references, self.form, way)
        if translation is None:
            return self
        return SegmentInput(None, source, (translation,), self.references, self.form)

    def with_languages(self, config: Config) -> tuple[Config, Document | None]:
        """The configuration with the languages of the input, and the input if it is one file with both sides."""
        from mtqe.formats import dispatch

        if self.pairs is None:
            return options.with_languages(config, self.source or "", self.translations[0]), None
        read = dispatch.read_pairs(self.pairs, self.form, (config.source_lang, config.target_lang))
        return options.with_languages_of(config, read, self.pairs), read

    def read(self, pairs: Document | None, shard: Shard | None = None) -> Corpus:
        """The segments, or a shard of them; `pairs` is the input if it is one file with both sides."""
        from mtqe.intake import paths

        if pairs is not None:
            return paths.of_pairs(pairs, shard)
        return paths.from_lines(self.source, self.translations, self.references, self.form, shard)
