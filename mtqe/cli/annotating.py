"""Writes the findings of a report back into the files of the translations, for `mtqe report --annotate`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from mtqe.cli import deliver
from mtqe.cli.atomic_write import refuse_read_only, refuse_unwritable, write_content
from mtqe.errors import ConfigError, InputError
from mtqe.formats import endings, files
from mtqe.formats.files import Content
from mtqe.mending.files import its_issues, po_comments
from mtqe.mending.files.annotated_places import Issue
from mtqe.model import Finding, Report, Segment
from mtqe.registry import format_capabilities, format_table

ANNOTATORS: dict[str, Any] = {"xliff": its_issues, "po": po_comments, "po-keys": po_comments}
"""What writes findings into the files of a format."""
KNOWN = "XLIFF and PO files"


def annotate(report: Report, output: Path | None, *, in_folder: bool = False, remove: bool = False) -> None:
    """Write the findings into the files of the translations, or remove those that were written.

    Args:
        report: The report. Accepted findings are not written.
        output: The new file, or a folder; `None` changes the files in place. The findings in files of other formats
            become a workbook.
        in_folder: Whether the output is a folder; it is one if it exists as such or if the report has several files.
        remove: Whether to remove the findings.

    Raises:
        ConfigError: A file in place cannot hold findings, or the output does not suit.
        InputError: A file cannot be read or written, has changed since the report, or would replace another one.
    """
    paths = list(dict.fromkeys(document.path or files.STDIN for document in report.documents))
    annotators = {path: _annotator(path) for path in paths}
    others = [path for path, annotator in annotators.items() if annotator is None]
    if (output is None or remove) and others:
        raise ConfigError(f"{others[0]}: findings can be written into {KNOWN} only", "write them with -f xlsx -o PATH")
    if output is not None and not remove and len(others) == len(paths):
        if output.suffix.lower() != ".xlsx":
            raise ConfigError(f"{output}: these findings become a workbook", "give a name that ends in .xlsx")
        deliver.write(report, "xlsx", output)
        return
    issues = _issues(report)
    places = destinations([path for path in paths if path not in others], output, in_folder or len(paths) > 1)
    written: list[tuple[Path, bytes]] = []
    for path, place in places.items():
        content, evaluated = _content(Path(path), annotators[path], _sha256(report, path))
        found = () if remove else issues.get(path, ())
        text, lost = annotators[path].annotated(evaluated, Path(path), found, content.encoding)
        _tell(path, lost)
        written.append((place, _encoded(content, text, path)))
    for place, _ in written:
        (refuse_read_only if output is None else refuse_unwritable)(place)
    for place, data in written:
        write_content(place, data)
        click.echo(f"wrote {place}", err=True)
    if others and output is not None:
        deliver.write(_without(report, set(paths) - set(others)), "xlsx", output / "review.xlsx")
        click.echo(f"wrote {output / 'review.xlsx'}", err=True)


def _annotator(path: str) -> Any:
    row = endings.row_of(Path(path)) if path != files.STDIN else None
    return ANNOTATORS.get(row.name) if row else None


def _sha256(report: Report, path: str) -> str | None:
    return next(document.sha256 for document in report.documents if document.path == path)


def _content(path: Path, annotator: Any, sha256: str | None) -> tuple[Content, str]:
    """The content of a file, and its text as it was evaluated: with the findings in it or without them.

    Raises:
        InputError: The file cannot be read, or has changed since the report.
    """
    row = endings.row_of(path)
    encoding = format_capabilities.encoding(format_table.load(row.name)) if row else None
    content = files.content(path, encoding=encoding)
    for text in (content.text, annotator.bare(content.text)):
        if sha256 is None or hashlib.sha256(_encoded(content, text, str(path))).hexdigest() == sha256:
            return content, text
    raise InputError(f"{path} has changed since the report was made", "evaluate it again")


def _issues(report: Report) -> dict[str, list[Issue]]:
    """The segments with findings that were not accepted, by the path of their file."""
    paths = {document.id: document.path or files.STDIN for document in report.documents}
    segments = {(segment.system, segment.id): segment for segment in report.segments}
    found: dict[tuple[str | None, str], list[Finding]] = {}
    for finding in report.findings:
        if finding.suppressed is None:
            found.setdefault((finding.system, finding.segment), []).append(finding)
    by_path: dict[str, list[Issue]] = {}
    for key, findings in found.items():
        if (segment := segments.get(key)) is not None and segment.doc in paths:
            by_path.setdefault(paths[segment.doc], []).append((segment, findings))
    return by_path


def _encoded(content: Content, text: str, path: str) -> bytes:
    """The bytes of an annotated file.

    Raises:
        InputError: The encoding of the file cannot write them.
    """
    try:
        return content.encoded(text)
    except UnicodeEncodeError as error:
        why = f"{content.encoding} does not have the character {error.object[error.start]!r}"
        raise InputError(f"{files.shown(Path(path))} cannot hold the findings: {why}", "use -f xlsx") from error


def destinations(paths: Sequence[str], output: Path | None, in_folder: bool, mark: str = "") -> dict[str, Path]:
    """Where the changed copy of each file goes.

    Args:
        paths: The files.
        output: The copy, or a folder; `None` means the file itself.
        in_folder: Whether the output is a folder; it is one if it exists as such.
        mark: What comes before the ending of a copy in a folder, such as `.reviewed`.

    Raises:
        InputError: Two files would become one, or a translation would be replaced.
    """
    places: dict[str, Path] = {}
    for path in paths:
        if output is None:
            places[path] = Path(path)
        elif in_folder or output.is_dir():
            name = Path(path).with_name(f"{Path(path).stem}{mark}{Path(path).suffix}") if mark else Path(path)
            parts = [part for part in name.parts if part not in ("..", name.anchor)]
            places[path] = output.joinpath(*(parts if len(paths) > 1 else parts[-1:]))
        else:
            places[path] = output
    taken: dict[Path, str] = {}
    originals = {Path(path).resolve() for path in paths} if output is not None else set()
    for path, place in places.items():
        if (other := taken.setdefault(place.resolve(), path)) != path:
            raise InputError(f"{other} and {path} would both be written to {place}", "make a report of each")
        if place.resolve() in originals:
            raise InputError(f"{place} is a translation, not a copy", "give another name, or use --in-place")
    return places


def _tell(path: str, lost: Sequence[Issue]) -> None:
    for segment, _ in lost:
        click.echo(f"{path}: the unit of segment {segment.id} was not found; its findings are not written", err=True)


def _without(report: Report, paths: set[str]) -> Report:
    """The report without the findings of some files."""
    import msgspec

    documents = {document.id for document in report.documents if document.path in paths}
    left = {(segment.system, segment.id) for segment in _others(report.segments, documents)}
    findings = tuple(finding for finding in report.findings if (finding.system, finding.segment) in left)
    return msgspec.structs.replace(report, findings=findings)


def _others(segments: Sequence[Segment], documents: set[str]) -> Iterator[Segment]:
    return (segment for segment in segments if segment.doc not in documents)
