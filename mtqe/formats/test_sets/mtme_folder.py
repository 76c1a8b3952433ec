"""Reads a test set in the folders of mt-metrics-eval: sources, references, outputs of systems, documents.

    sources/en-de.txt                 a segment on each line
    references/en-de.refA.txt         a file for each reference
    system-outputs/en-de/NAME.txt     a file for each system
    documents/en-de.docs              domain and document of each line; may be missing

An output that is one of the references is no system.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files, records
from mtqe.formats.documents import lines
from mtqe.model import Document, Segment, Text

PARTS = ("sources", "system-outputs")


def fits(path: Path) -> bool:
    """Whether a path is a folder of this layout."""
    return all((path / part).is_dir() for part in PARTS)


def read(path: Path) -> Document:
    """Read the test set of a folder with one language pair; see `read_languages`."""
    return read_languages(path, "", "")


def read_languages(path: Path, source_lang: str, target_lang: str) -> Document:
    """Read the test set of a language pair.

    Args:
        path: The folder.
        source_lang: BCP 47 tag; empty if the folder has one pair only.
        target_lang: BCP 47 tag; empty if the folder has one pair only.

    Raises:
        InputError: The folder has no such pair or several, a file is missing, or numbers of lines differ.
    """
    pair = _pair(path, source_lang, target_lang)
    source = lines.read(path / "sources" / f"{pair}.txt")
    references = {
        file.name.removeprefix(f"{pair}.").removesuffix(".txt"): lines.read(file)
        for file in sorted((path / "references").glob(f"{pair}.*.txt"))
    }
    outputs = [file for file in sorted((path / "system-outputs" / pair).glob("*.txt")) if file.stem not in references]
    if not outputs:
        raise InputError(
            f"{path / 'system-outputs' / pair} has no outputs", "put a file NAME.txt for each system there"
        )
    documents = _documents(path / "documents" / f"{pair}.docs", source)
    names = files.system_names(outputs)
    segments: list[Segment] = []
    for file, name in zip(outputs, names, strict=True):
        read_pair = lines.pair(source, lines.read(file), list(references.values()), system=name)
        for segment in read_pair.segments:
            doc = documents[int(segment.id) - 1] if documents else path.name
            system = name if len(names) > 1 else None
            segments.append(msgspec.structs.replace(segment, doc=doc, system=system))
    tags = pair.split("-", 1)
    document = records.document(segments, path)
    return msgspec.structs.replace(document, source_lang=tags[0], target_lang=tags[-1])


def _pair(path: Path, source_lang: str, target_lang: str) -> str:
    pairs = sorted(file.stem for file in (path / "sources").glob("*.txt"))
    wanted = {f"{source_lang}-{target_lang}", f"{source_lang.split('-')[0]}-{target_lang.split('-')[0]}"}
    fitting = [pair for pair in pairs if pair in wanted] if source_lang and target_lang else pairs
    if len(fitting) != 1:
        why = "has no such language pair" if source_lang and target_lang else "has several language pairs"
        raise InputError(
            f"{path} {why if pairs else 'has no sources'}; it has {', '.join(pairs) or 'no file in sources'}",
            "choose one with --source-lang and --target-lang",
        )
    return fitting[0]


def _documents(path: Path, source: Text) -> list[str]:
    """The document of each line; empty if the folder does not say."""
    if not path.is_file():
        return []
    rows = [block.text.split() for block in lines.read(path).blocks]
    if len(rows) != len(source.blocks):
        raise InputError(
            f"{path} has {len(rows):,} lines, and the source has {len(source.blocks):,}", "correct one of the two"
        )
    return [row[-1] if row else "" for row in rows]
