"""The language pairs of the checks that compare meaning by the encoder, and how cautious they are.

The facts are in the language files: whether the encoder reads a language, and how much stronger the evidence of an
error has to be than in the languages that the critic was trained on. This module loads nothing heavy.
"""

from __future__ import annotations

from mtqe.language.lang import language
from mtqe.language.language_tags import name
from mtqe.registry.contracts import Context

MEASURED_ON = """\
It was measured on news and encyclopaedias between English and German, between English and Chinese, and from
  Estonian, French, Romanian, Russian and Spanish into English. It was also measured on manuals and messages of programs
  between English and each language that the encoder reads (`docs/languages.md` names them), and on manuals in some
  pairs without English. Where good translations look more doubtful to the encoder, the evidence must be stronger, so
  fewer errors are found. In other languages it does not run"""
"""The same for the manuals of these checks, as an item of a list."""


def limits(context: Context) -> str | None:
    """Why the pair is not judged, or `None` if it is."""
    if context.source_base == context.target_base:
        return "source and translation are in the same language"
    unread = [lang for lang in (context.source_base, context.target_base) if not language(lang).encoder.reads]
    return f"the encoder was not measured on {' and '.join(map(name, unread))}" if unread else None


def caution(langs: tuple[str, str]) -> float:
    """Log-odds by which the evidence of an omission, addition or other disagreement must be stronger than usual."""
    source, target = (language(lang).encoder for lang in langs)
    return max(source.caution_from, target.caution_into)


def caution_detached(langs: tuple[str, str]) -> float:
    """Log-odds by which the evidence that a translation is detached from its source must be stronger than usual."""
    return max(language(lang).encoder.caution_detached for lang in langs)
