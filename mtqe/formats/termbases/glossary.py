"""Reads glossaries: CSV or TSV with a header line `source,target,status,note`; TBX; do-not-translate lists.

Each row has one rendering; a term with several renderings has several rows. `status` is `preferred` (also if empty),
`admitted` or `forbidden`, or one of the names that TBX and terminology tools use for these; a column `forbidden` or `do
not translate` with yes or no also works. The columns of the terms may have the names of their languages (`en`,
`German`, `Deutsch`, `de-AT`, `Term [de]`). A term with the status `keep` (or `do not translate`) must appear unchanged
in the translation, and its target may be empty. Other columns are ignored. Empty rows and rows that start with `# ` are
skipped.

A `.txt` file without such a header line is a do-not-translate list with one term per line. A file with longer lines is
an article that was given by mistake.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.formats.tables import xlsx
from mtqe.formats.termbases import tbx
from mtqe.language.language_tags import names
from mtqe.model import Glossary, Term, TermStatus

_DELIMITERS = (",", ";", "\t", "|")
_ALIASES = {
    "source": ("source", "term", "sourceterm", "src"),
    "target": ("target", "translation", "rendering", "targetterm", "tgt"),
    "status": ("status", "usage", "usagestatus", "termstatus", "administrativestatus"),
    "forbidden": ("forbidden", "forbiddenterm", "isforbidden", "donotuse", "deprecated", "banned", "prohibited"),
    "keep": ("keep", "donottranslate", "dnt", "nontranslatable", "untranslatable"),
    "note": ("note", "notes", "comment", "comments", "remark"),
}
_STATUS: dict[str, TermStatus] = {
    **dict.fromkeys(("", "preferred", "required", "mandatory", "approved", "valid", "active", "final"), "preferred"),
    **dict.fromkeys(("admitted", "allowed", "accepted", "alternative", "synonym"), "admitted"),
    **dict.fromkeys(("proposed", "draft", "new", "provisional"), "admitted"),
    **dict.fromkeys(("forbidden", "deprecated", "superseded", "obsolete", "prohibited", "banned"), "forbidden"),
    **dict.fromkeys(("notrecommended", "rejected", "donotuse", "avoid", "notallowed", "invalid"), "forbidden"),
    **dict.fromkeys(("standardized", "regulated", "legal"), "preferred"),
    **dict.fromkeys(("keep", "donottranslate", "dnt", "nontranslatable", "untranslatable", "notranslate"), "keep"),
}
_YES = {"yes", "y", "true", "1", "x", "forbidden"}
_NO = {"", "no", "n", "false", "0"}
_Find = Callable[[str, tuple[str, str]], str | None]
LONGEST = 120
"""Characters: of a term of a do-not-translate list at most; a longer line is text."""
_HEADER = "start the file with a line such as: source,target,status,note"


class _Columns(NamedTuple):
    """Numbers of the columns; `None` if the file does not have the column."""

    source: int
    target: int
    status: int | None
    forbidden: int | None
    keep: int | None
    note: int | None


def read(paths: Sequence[Path | str], source_lang: str = "", target_lang: str = "") -> Glossary:
    """Read glossary files.

    Args:
        paths: The files; the terms keep this order.
        source_lang: BCP 47 tag; a column with this name (or that of its primary language) has the source terms.
        target_lang: BCP 47 tag; a column with this name has the renderings.

    Raises:
        InputError: A file cannot be read, is not UTF-8 or lacks a column; a row lacks one of the two terms or has an
            unknown status; or a rendering is both approved and forbidden.
    """
    terms: list[Term] = []
    first_terms: dict[tuple[str, str], tuple[Path, Term]] = {}
    for path in map(Path, paths):
        for term in _terms(path, source_lang, target_lang):
            place, before = first_terms.setdefault((term.source, term.target), (path, term))
            if (before.status == "forbidden") != (term.status == "forbidden"):
                words = ("approved", "forbidden") if before.status == "forbidden" else ("forbidden", "approved")
                raise InputError(
                    f"{files.shown(path)}, line {term.line}: {term.target!r} for {term.source!r} is {words[0]} here "
                    f"and {words[1]} in {files.shown(place)}, line {before.line}",
                    "remove one of the two rows",
                )
            terms.append(term)
    return Glossary(tuple(terms), tuple(map(str, paths)))


def _terms(path: Path, source_lang: str, target_lang: str) -> Iterator[Term]:
    if path.suffix.lower() in tbx.ENDINGS:
        yield from tbx.read(path, (source_lang, target_lang), _status)
        return
    content = xlsx.as_csv(path) if path.suffix.lower() == ".xlsx" else files.decode(path, keep_newlines=True)[0]
    rows = files.lines(content if "\n" in content else content.replace("\r", "\n"))
    if path.suffix.lower() == ".txt" and not _has_header(rows, (source_lang, target_lang)):
        yield from _do_not_translate(rows, path)
        return
    skipped = 0
    if rows[0].strip().lower().startswith("sep="):
        # Excel names the delimiter this way.
        skipped = 1
    while skipped < len(rows) and (not rows[skipped].strip() or _is_comment(rows[skipped])):
        skipped += 1
    if skipped == len(rows):
        raise InputError(f"{files.shown(path)} has no header line", _HEADER)
    languages = (source_lang, target_lang)
    delimiter, columns, width = _header(rows[skipped], f"{files.shown(path)}, line {skipped + 1}", languages)
    count = 0
    for line, cells in _records(rows, skipped + 1, delimiter, path):
        count += 1
        where = f"{files.shown(path)}, line {line}"
        if any(cell.strip() for cell in cells[width:]):
            raise InputError(
                f"{where}: {len(cells)} cells where the header line has {width}",
                f"put a cell that holds {_name(delimiter)} in double quotes",
            )
        yield _term([" ".join(cell.split()) for cell in cells] + [""] * (width - len(cells)), columns, where, line)
    if not count:
        raise InputError(
            f"{files.shown(path)} has a header line and no terms", "give at least one term, or no glossary"
        )


def _has_header(rows: Sequence[str], languages: tuple[str, str]) -> bool:
    first = next((row for row in rows if row.strip() and not _is_comment(row)), "")
    return any(_columns(first.rstrip("\r").split(delimiter), "", languages) for delimiter in _DELIMITERS)


def _do_not_translate(rows: Sequence[str], path: Path) -> Iterator[Term]:
    """The terms of a do-not-translate list."""
    for line, row in enumerate(rows, 1):
        if "\t" in row.strip():
            raise InputError(f"{files.shown(path)}, line {line}: a tab in a do-not-translate list", _HEADER)
        if row.strip() and not _is_comment(row):
            term = " ".join(row.split())
            if len(term) > LONGEST:
                raise InputError(
                    f"{files.shown(path)} is text, not a glossary: line {line} has {len(term):,} characters",
                    "a .txt glossary lists terms to keep unchanged, one on each line",
                )
            yield Term(term, term, "keep", "", line)


def _records(rows: Sequence[str], start: int, delimiter: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """The records and the numbers of their first lines, without comments and empty records."""
    if delimiter == "\t" and not _is_quoted(rows[start:]):
        yield from ((start + n, cells) for n, cells in enumerate(map(_tabbed, rows[start:]), 1) if any(cells))
        return
    reader = csv.reader((f"{row}\n" for row in rows[start:]), delimiter=delimiter, strict=True)
    line = start + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not _is_comment(rows[line - 1]):
                yield line, cells
            line = start + reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"{files.shown(path)}, line {line}: not valid CSV: {error}",
            'a cell that starts with a quote must end with one; double each quote inside: "5"" disk"',
        ) from error


def _is_quoted(rows: Sequence[str]) -> bool:
    """Whether quotes around cells are CSV quotes; many programs write tabs and leave quotes unchanged."""
    try:
        return all(True for _ in csv.reader((f"{row}\n" for row in rows), delimiter="\t", strict=True))
    except csv.Error:
        return False


def _tabbed(row: str) -> list[str]:
    """The cells of a line without CSV quotes; empty for a comment."""
    return [] if _is_comment(row) else [cell.strip() for cell in row.split("\t")]


def _is_comment(row: str) -> bool:
    return row.startswith("# ") or row.rstrip() == "#"


def _term(cells: Sequence[str], columns: _Columns, where: str, line: int) -> Term:
    source, target = cells[columns.source], cells[columns.target]
    status = _status(cells[columns.status], where) if columns.status is not None else "preferred"
    status = "forbidden" if _ticked(cells, columns.forbidden, "forbidden", where) else status
    status = "keep" if _ticked(cells, columns.keep, "do not translate", where) else status
    if what := flaw(source, target, status):
        kept = source and status == "keep"
        raise InputError(f"{where}: {what}", "leave the target empty" if kept else "fill it in or remove the row")
    target = source if status == "keep" else target
    return Term(source, target, status, cells[columns.note] if columns.note is not None else "", line)


def flaw(source: str, target: str, status: TermStatus) -> str:
    """What is wrong with a term, empty if nothing is. One that must be kept needs no target."""
    if not source:
        return "no source term"
    if status == "keep":
        return "" if target in ("", source) else f"{source!r} must be kept, but has the target {target!r}"
    return "" if target else f"no target term for {source!r}"


def _ticked(cells: Sequence[str], column: int | None, name: str, where: str) -> bool:
    """The value of a yes-or-no column."""
    answer = cells[column].lower() if column is not None else ""
    if answer not in _YES | _NO:
        raise InputError(f"{where}: {name} is {cells[column or 0]!r}", "write yes or no")
    return answer in _YES


def _status(text: str, where: str) -> TermStatus:
    # TBX writes preferredTerm-admn-sts.
    word = re.sub(r"[\s_-]", "", text.lower()).removesuffix("admnsts").removesuffix("term")
    if word not in _STATUS:
        close = difflib.get_close_matches(word, _STATUS, n=1)
        hint = f"did you mean {close[0]!r}?" if close else "use preferred, admitted, forbidden or keep"
        raise InputError(f"{where}: unknown status {text!r}", hint)
    return _STATUS[word]


def _header(row: str, where: str, languages: tuple[str, str]) -> tuple[str, _Columns, int]:
    """The delimiter with which the line names both term columns, the columns, and their number."""
    best: list[str] = []
    for delimiter in _DELIMITERS:
        names = next(csv.reader([row.rstrip("\r")], delimiter=delimiter), [])
        names = [name.strip() for name in names]
        columns = _columns(names, where, languages)
        if columns is not None:
            return delimiter, columns, len(names)
        best = max(best, names, key=len)
    known = {role for name in best for role in ("source", "target") if _role(name, languages) == role}
    missing = " and ".join(role for role in ("source", "target") if role not in known)
    close = difflib.get_close_matches(missing, best, n=1, cutoff=0.75)
    hint = f"did you mean {missing!r} by {close[0]!r}?" if close else _HEADER
    listed = ", ".join(best)
    raise InputError(
        f"{where}: no column {missing}; found: {listed[:97] + '...' if len(listed) > 100 else listed}", hint
    )


def _columns(header: Sequence[str], where: str, languages: tuple[str, str]) -> _Columns | None:
    """The columns by their names, or else by the language names that terminology tools use."""
    return _assigned(header, where, languages, _role) or _assigned(header, where, languages, _loose_role)


def _assigned(header: Sequence[str], where: str, languages: tuple[str, str], find: _Find) -> _Columns | None:
    places: dict[str, int] = {}
    unassigned: list[str] = []
    for place, name in enumerate(header):
        role = find(name, languages)
        if role is None:
            unassigned.append(name)
        elif role in places:
            raise InputError(
                f"{where}: both {header[places[role]]!r} and {name!r} are columns of the {role}", "rename or drop one"
            )
        else:
            places[role] = place
    if "source" not in places or "target" not in places:
        return None
    for role in ("status", "forbidden"):
        # A misspelt status would make forbidden terms preferred.
        words = [name.lower() for name in unassigned]
        close = difflib.get_close_matches(role, words, n=1, cutoff=0.8) or [
            word for word in words if role in word or (role == "forbidden" and re.search("deprecat|prohibit", word))
        ]
        if role not in places and close:
            raise InputError(f"{where}: unknown column {close[0]!r}", f"did you mean {role!r}? otherwise rename it")
    get = places.get
    return _Columns(places["source"], places["target"], *map(get, ("status", "forbidden", "keep", "note")))


def _role(name: str, languages: tuple[str, str]) -> str | None:
    word = re.sub(r"[\s_-]", "", name.lower())
    for role, aliases in _ALIASES.items():
        if word in aliases:
            return role
    tag = name.lower().replace("_", "-")
    for role, lang in zip(("source", "target"), languages, strict=True):
        if tag and tag in {lang.lower(), lang.lower().split("-")[0]}:
            return role
    return None


def _loose_role(name: str, languages: tuple[str, str]) -> str | None:
    """The role of a column such as `German`, `Deutsch`, `de-AT`, `Term [de]` or `Status [de]`."""
    role = _role(name, languages)
    if role is not None:
        return role
    label, _, tag = name.lower().replace("_", "-").strip(" ])").replace("(", "[").rpartition("[")
    label = label.strip(" -")
    for side, lang in zip(("source", "target"), languages, strict=True):
        base = lang.lower().split("-")[0]
        if base and (re.fullmatch(rf"{base}(-\w+)*", tag) or {label or tag, tag} & names(lang, languages)):
            kind = _role(label, languages)
            if label in {"", "term"} or (kind is None and label in names(lang, languages)):
                return side
            return kind if side == "target" and kind not in {"source", "target"} else None
    return None


def _name(delimiter: str) -> str:
    return {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}[delimiter]
