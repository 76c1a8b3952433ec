"""From texts that were read to segments: line by line where they correspond so, else aligned by sentence."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mtqe.formats import files, left_out
from mtqe.formats.documents import lines
from mtqe.formats.documents import text as plain_text
from mtqe.intake.corpus import Corpus
from mtqe.intake.read_once import SAMPLE
from mtqe.language import language_tags
from mtqe.model import Document, Text
from mtqe.registry.contracts import Progress, no_progress

if TYPE_CHECKING:
    from mtqe.alignment.nouns import Alignment
    from mtqe.settings.config import Config

UNRELATED = 0.5
"""Relatedness below which two documents do not seem to be translations of each other. Tokens alone show this only for
documents in the same script."""


def of_lines(
    paths: Sequence[Path], texts: Sequence[Text], config: Config, note: str, progress: Progress = no_progress
) -> Corpus:
    """The segments of plain texts: of their lines if the texts are line-aligned, else of the documents that they are.

    Args:
        paths: The paths of source, translation and references, or names that stand for them in messages.
        texts: The texts, as `mtqe.formats.documents.lines` reads them.
        config: The configuration; its languages must be set.
        note: A note for texts that are line-aligned; may be empty.
        progress: Called as `progress(what, done, total)`.

    Raises:
        InputError: A text is no plain text.
    """
    if _lines_pair_off(texts, config):
        return Corpus((lines.pair(texts[0], texts[1], texts[2:]),), "lines", notes=(note,) if note else ())
    return aligned(paths, [plain_text.of_lines(read) for read in texts], config, progress)


def aligned(paths: Sequence[Path], texts: Sequence[Text], config: Config, progress: Progress = no_progress) -> Corpus:
    """The segments of documents, aligned by sentence; arguments as for `of_lines`, with the blocks of documents."""
    from mtqe.alignment import pages
    from mtqe.alignment.documents import align, similarity_of
    from mtqe.alignment.references import with_references

    source, translation, *references = paths
    how, langs = similarity_of(config.align.aligner, config.device), (config.source_lang, config.target_lang)
    alignments = [align(texts[0], text, *langs, similarity=how, progress=progress) for text in texts[1:]]
    notes = [
        note
        for path, text, alignment in zip((translation, *references), texts[1:], alignments, strict=True)
        if (note := doubt((source, path), (texts[0], text), alignment, config))
    ]
    others = [pages.without_codes(*reference) for reference in zip(alignments[1:], texts[2:], strict=True)]
    segments = with_references(alignments[0], others, files.name(translation), config.target_lang)
    document = Document(
        id=files.name(translation),
        segments=pages.completed(segments, alignments[0], (texts[0], texts[1]), texts[2:]),
        path=str(translation),
        sha256=texts[1].sha256,
        source_path=str(source),
        source_sha256=texts[0].sha256,
        reference_paths=tuple(map(str, references)),
        left_out=left_out.of_texts(texts[0], texts[1]),
    )
    return Corpus((document,), config.align.aligner, tuple(notes))


def align_texts(
    paths: tuple[Path, Path],
    texts: tuple[Text, Text],
    config: Config,
    pre_split: bool = False,
    progress: Progress = no_progress,
) -> tuple[Alignment, str | None]:
    """Align two texts; the note is that of `doubt`.

    Args:
        paths: The paths of source and translation, or names that stand for them in the note.
        texts: The texts.
        config: Languages and aligner.
        pre_split: Every block is one sentence.
        progress: Called as `progress(what, done, total)`.
    """
    from mtqe.alignment.documents import align, similarity_of

    how = similarity_of(config.align.aligner, config.device)
    langs = (config.source_lang, config.target_lang)
    alignment = align(*texts, *langs, similarity=how, pre_split=pre_split, progress=progress)
    return alignment, doubt(paths, texts, alignment, config)


def doubt(paths: tuple[Path, Path], texts: tuple[Text, Text], alignment: Alignment, config: Config) -> str | None:
    """A note if two documents do not seem to be translations of each other, or are swapped; else `None`."""
    if _swapped(texts, (config.source_lang.partition("-")[0], config.target_lang.partition("-")[0])):
        source, target = map(language_tags.name, (config.source_lang, config.target_lang))
        swapped = f"{paths[0]} seems to be in {target} and {paths[1]} in {source}"
        return f"{swapped}; give the source first, then its translation"
    known = config.align.aligner == "encoder" or _script(texts[0]) == _script(texts[1])
    if alignment.relatedness >= UNRELATED or not known:
        return None
    return f"{paths[1]} and {paths[0]} do not seem to be translations of each other"


def _swapped(texts: tuple[Text, Text], langs: tuple[str, str]) -> bool:
    """Whether each text is in the language of the other side."""
    from mtqe.language import identify

    if identify.same(*langs) or not all(map(identify.known, langs)):
        return False
    first, second = ("\n".join(block.text for block in text.blocks)[:SAMPLE] for text in texts)
    return identify.lead(first, langs[1], langs[0]) > identify.LEAD and identify.lead(second, *langs) > identify.LEAD


def _lines_pair_off(texts: Sequence[Text], config: Config) -> bool:
    """Whether the files are line-aligned: equal counts, about one sentence per line, and the aligner keeps every pair.

    References are freer translations, so nine in ten lines are enough for them; a shifted reference keeps few.
    """
    from mtqe.alignment.documents import align
    from mtqe.language.sentences import split

    blank = {tuple(not block.text.strip() for block in text.blocks) for text in texts}
    # If at least every fourth line is blank, blank lines separate paragraphs.
    if len(blank) > 1 or any(4 * sum(flags) > len(flags) for flags in blank):
        return False
    filled = [_filled(text) for text in texts]
    if any(len(split(text, config.source_lang)) > 1.5 * len(text.blocks) for text in filled[:1]):
        return False
    for number, text in enumerate(filled[1:]):
        beads = align(filled[0], text, config.source_lang, config.target_lang, pre_split=True).beads
        if number == 0 and any(len(bead.source) != 1 or len(bead.target) != 1 for bead in beads):
            return False
        if sum(len({*bead.source} & {*bead.target}) for bead in beads) < 0.9 * len(filled[0].blocks):
            return False
    return True


def _filled(text: Text) -> Text:
    return msgspec.structs.replace(text, blocks=tuple(block for block in text.blocks if block.text.strip()))


def _script(text: Text) -> str:
    """The most frequent script, by the first word of Unicode names: `LATIN`, `CYRILLIC`, `CJK`..."""
    letters = (char for block in text.blocks[:100] for char in block.text if char.isalpha())
    counts = Counter(unicodedata.name(char, "?").partition(" ")[0] for char in letters)
    return max(counts, key=counts.__getitem__, default="")
