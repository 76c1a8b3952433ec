"""The languages of a call: as given, else as names of files or columns say, else as identified from the texts."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from mtqe.errors import ConfigError
from mtqe.language import identify, language_tags
from mtqe.settings.config import Config

UNDETERMINED = "und"
"""BCP 47 tag of a language that is not known."""
SIDES = ("source", "target")
Samples = Callable[[], tuple[str, str]]
"""Gives a part of the texts of both sides; empty where nothing can be read."""


def with_languages(config: Config, named: tuple[str, str], samples: Samples) -> tuple[Config, tuple[str, ...]]:
    """The configuration with both languages, and a note for the reader if they were identified.

    Args:
        config: The configuration; its languages may be empty.
        named: Languages by names of files or columns; empty where there are none.
        samples: Asked only for a language that nobody named.

    Raises:
        ConfigError: A language is unknown or not clear, or both are the same.
    """
    tags = [given or by_name for given, by_name in zip((config.source_lang, config.target_lang), named, strict=True)]
    guessed: list[str] = []
    if not all(tags):
        for place, text in enumerate(samples()):
            if not tags[place]:
                tags[place] = _identified(SIDES[place], text)
                guessed.append(f"{language_tags.name(tags[place])} ({SIDES[place]})")
    tags = [language_tags.canonical(tag) for tag in tags]
    if tags[0] == tags[1]:
        raise ConfigError(
            f"the source and the translation are both in {tags[0]!r}", f"give {way('source')} and {way('target')}"
        )
    note = f"identified from the texts: {', '.join(guessed)}; if that is wrong, give source_lang and target_lang"
    return _replaced(config, tags[0], tags[1]), (note,) if guessed else ()


def with_target_language(config: Config, named: str, sample: str) -> Config:
    """The configuration for translations without a source, which metrics compare with references."""
    target = config.target_lang or named or identify.guess(sample) or UNDETERMINED
    source = config.source_lang or UNDETERMINED
    return _replaced(config, language_tags.canonical(source), language_tags.canonical(target))


def way(side: str) -> str:
    """How a caller names a language."""
    return f"{side}_lang='{'en' if side == 'source' else 'de'}'"


def _identified(side: str, text: str) -> str:
    found = identify.guess(text) if text.strip() else ""
    if not found:
        why = "cannot be told from its text" if text.strip() else "is not known"
        raise ConfigError(f"the {side} language {why}", f"give it, such as {way(side)}")
    return found


def _replaced(config: Config, source: str, target: str) -> Config:
    return msgspec.structs.replace(config, source_lang=source, target_lang=target)
