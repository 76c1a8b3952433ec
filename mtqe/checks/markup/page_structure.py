"""The structure of a page is not that of its source: a heading, a table, program code or an image.

## What it does

Compares the two pages of a document, if their format has structure (Markdown, HTML):

- each block of program code: one that the translation lacks (major), one that only the translation has, and one that
  differs (major; minor if only names that the reader replaces were translated). Comments, texts in quotation marks and
  names in angle brackets (`<file>`) may be translated;
- each image that is not part of a text: one that the translation lacks (major), or one that only the translation has;
- each heading: one that is not a heading in the translation, or the other way round, and one of another level. If most
  headings of the translation are a level deeper, for instance, that is not an error;
- each table: the number of its rows and columns;
- the language that a HTML page says it is in (`lang`): it must be that of the translation.

## Why it is bad

Readers cannot follow the steps of a guide without its commands. Contents lists and links to sections are made of
headings.

## Known problems

- A block of code is not compared if most of its words differ and it is rather a text than code, because it may be the
  output of a program in the other language. Where a few words are the same, and all others were translated in rows of
  words, it is minor.
- A name in code that the reader replaces is reported if it is translated and is not in angle brackets, or, in
  HTML, in `em`, `i` or `var`.
- Lists, quotations and the order of blocks are not compared. Text that is missing is reported by `omitted-text`.
- A text that the translator distributed over other paragraphs is not compared.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from mtqe.checks.markup import stand_ins
from mtqe.language import identify, program_code, words
from mtqe.language.codes import SIDES
from mtqe.language.late_patterns import late
from mtqe.model import Code, Hit, Segment, Severity, Side
from mtqe.registry.contracts import Context, Example, check

ALIKE = 0.5
"""Share: of common words and signs, from which on two blocks of code are the same code with a difference."""
PROSE = 0.75
"""Share: of words among the words and signs of a block, from which on it is a text, such as what a program prints. By
judgement: a command seldom has three words for each sign."""
SAID = 3
"""Words: in a row, from which on a difference is something that a program says. By judgement: names that the reader
replaces have fewer."""
_SAID = late(r"[^\W\d_]?(?:[^\W\d_]|\s|[.,:;!?¿¡'’…«»()-])*")
CODE = "code block"
IMAGE = "image"
LANGUAGE = "page language"
Found = Iterator[tuple[Segment, Hit]]


@check(
    "MRK115",
    "structure-mismatch",
    "design-and-markup/markup",
    Severity.MINOR,
    area="markup",
    scope="document",
    examples=[
        Example(
            "# Tides 1\n\nRun it:\n\n```\ntide init # first\n```\n\nIn 1910.",
            "# Gezeiten 1\n\nStarten:\n\n```\ntide init # zuerst\n```\n\nIm Jahr 1910.",
            page=True,
        ),
        Example(
            "## Tides 1910\n\nLow.\n\n### Port 7",
            "### Marées 1910\n\nBas.\n\n#### Port 7",
            langs=("en", "fr"),
            page=True,
        ),
        Example(
            "# Tides 1\n\nRun it:\n\n```\ntide init\n```\n\nIn 1910.",
            "# Gezeiten 1\n\nStarten:\n\nIm Jahr 1910.",
            ("tide init",),
            page=True,
        ),
        Example(
            "Run it in 1910:\n\n```\ntide --low 12 | sort\n```",
            "Lancez-le en 1910 :\n\n```\ntide --high 12 | sort\n```",
            ("low", "high"),
            ("en", "fr"),
            page=True,
        ),
        Example(
            "# Tides 1910\n\nIn 1911 the port was dry.",
            "Gezeiten 1910\n\n1911 lag der Hafen trocken.",
            ("Gezeiten 1910",),
            page=True,
        ),
        Example(
            "| Port | Depth |\n|---|---|\n| Kiel | 12 |\n| Bremen | 14 |",
            "| Hafen | Tiefe |\n|---|---|\n| Kiel | 12 |",
            ("Bremen",),
            page=True,
        ),
        Example("In 1910:\n\n![](port.png)", "Im Jahr 1910:", ("![", "](port.png)"), page=True),
    ],
)
def structure_mismatch(segments: Sequence[Segment], context: Context) -> Found:
    """Compare the structure of two pages."""
    if not all(any(_roles(segment, side) for segment in segments) for side in SIDES):
        return
    for segment in segments:
        roles = {*_roles(segment, "source"), *_roles(segment, "target")}
        if CODE in roles:
            yield from _of_code(segment, (context.source_base, context.target_base))
        elif roles == {IMAGE}:
            yield from _of_image(segment)
        elif roles == {LANGUAGE}:
            yield from _of_language(segment, context)
    yield from _of_headings(segments)
    yield from _of_tables(segments)


def _roles(segment: Segment, side: Side) -> Sequence[str]:
    return segment.place(side).blocks or ()


def _of_code(segment: Segment, langs: tuple[str, str]) -> Found:
    if lost := _one_sided(segment, "block of code"):
        yield segment, lost
        return
    places = [at for side in SIDES for at in [n for n, code in enumerate(segment.codes) if code.side == side][:1]]
    codes = [segment.codes[place] for place in places]
    source, target = (program_code.placed_tokens(code.value) for code in codes)
    texts = [[token.text for token in tokens] for tokens in (source, target)]
    if texts[0] == texts[1] or (not _alike(*texts) and any(map(_is_prose, texts))):
        return
    severity = _severity_of_code(codes[0].value, codes[1].value, langs)
    if _adds_language(codes[0].value, codes[1].value, langs[1]):
        severity = Severity.MINOR
    found = program_code.differences(source, target)
    if _is_dialogue(codes, found, langs):
        severity = Severity.MINOR
    before, after = (
        " ".join(code.value[slice(*part)].split()) or "nothing" for code, part in zip(codes, found[0], strict=True)
    )
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    message = f"the code differs from that of the source: {before} became {after}{more}"
    sides = zip(places, codes, zip(*found, strict=True), strict=True)
    yield segment, Hit(message, severity=severity, parts=tuple(part for side in sides for part in _parts(*side)))


Differences = Sequence[tuple[program_code.Range, program_code.Range]]


def _is_dialogue(codes: Sequence[Code], found: Differences, langs: tuple[str, str]) -> bool:
    """Whether all that differs are words, some of them in a row, and the new ones are of the language of the reader.

    Such a block shows what a program says, and the program may say it in that language.
    """
    texts = [
        [code.value[slice(*part)] for part in parts]
        for code, parts in zip(codes, zip(*found, strict=True), strict=True)
    ]
    if not all(_SAID.fullmatch(text) for side in texts for text in side):
        return False
    if any(max(len(words.words(text)) for text in side) < SAID for side in texts):
        return False
    return identify.lead("\n".join(texts[1]), langs[1], langs[0]) > 0


def _severity_of_code(source: str, target: str, langs: tuple[str, str]) -> Severity:
    """The severity of changed code: minor if only names that the reader replaces were translated, line by line."""
    sides = [program_code.lines(code) for code in (source, target)]
    if len(sides[0]) != len(sides[1]):
        return Severity.MAJOR
    changed = ((one, other) for one, other in zip(*sides, strict=True) if one != other)
    is_translated = all(stand_ins.change(one, other, langs) != "major" for one, other in changed)
    return Severity.MINOR if is_translated else Severity.MAJOR


def _adds_language(source: str, target: str, lang: str) -> bool:
    """Whether all lines of code are there, and each new one is a text in the language of the reader: `de: "Ebbe"`."""
    sides = [Counter(line.rstrip(", ") for line in program_code.lines(code)) for code in (source, target)]
    added = sides[1] - sides[0]
    is_of_reader = re.compile(rf"[\"']?{re.escape(lang)}(?:[-_][A-Za-z]{{2,4}})?[\"']?\s*[:=]")
    return bool(added) and not sides[0] - sides[1] and all(map(is_of_reader.match, added))


def _is_prose(tokens: Sequence[str]) -> bool:
    """Whether a block of code is rather a text, by its share of words."""
    return sum(token.isalpha() for token in tokens) >= PROSE * len(tokens)


def _parts(place: int, code: Code, ranges: Sequence[program_code.Range]) -> Iterator[tuple[int, int, int]]:
    """Ranges of the text of a code, from ranges of its value; the whole text if it has the value in another form."""
    at = code.text.find(code.value)
    if at < 0:
        yield place, 0, len(code.text)
    else:
        yield from ((place, at + start, at + end) for start, end in ranges if start < end)


def _alike(source: Sequence[str], target: Sequence[str]) -> bool:
    """Whether two blocks of code are the same code with a difference."""
    common = (Counter(source) & Counter(target)).total()
    return 2 * common >= ALIKE * (len(source) + len(target))


def _of_image(segment: Segment) -> Found:
    if lost := _one_sided(segment, "image"):
        yield segment, lost


def _of_language(segment: Segment, context: Context) -> Found:
    for number, code in enumerate(segment.codes):
        if code.side == "target" and code.value.partition("-")[0].lower() != context.target_base:
            message = f"the page says that it is in {code.value}, and the translation is in {context.target_lang}"
            yield segment, Hit(message, codes=(number,))
    if not _roles(segment, "target"):
        yield segment, Hit("the page does not say in which language it is", codes=_all(segment))


def _one_sided(segment: Segment, name: str) -> Hit | None:
    """A hit if only one side has a block."""
    if not _roles(segment, "target"):
        return Hit(f"the {name} is missing", severity=Severity.MAJOR, codes=_all(segment))
    if not _roles(segment, "source"):
        return Hit(f"the source has no such {name}", codes=_all(segment))
    return None


def _all(segment: Segment) -> tuple[int, ...]:
    return tuple(range(len(segment.codes)))


def _of_headings(segments: Sequence[Segment]) -> Found:
    pairs = list(_whole_blocks(segments))
    levels = [(_level(source), _level(target)) for _, source, target in pairs]
    shifts = Counter(target - source for source, target in levels if source and target)
    usual = max(shifts, key=lambda shift: (shifts[shift], shift == 0), default=0)
    for (segment, _, _), (source, target) in zip(pairs, levels, strict=True):
        if source and not target:
            yield segment, _of_whole(segment, f"this is not a heading; in the source it is one of level {source}")
        elif target and not source:
            yield segment, _of_whole(segment, f"this is a heading of level {target}; in the source it is not a heading")
        elif source and target - source not in (0, usual):
            yield segment, _of_whole(segment, f"this heading has level {target}; in the source it has level {source}")


def _whole_blocks(segments: Sequence[Segment]) -> Iterator[tuple[Segment, str, str]]:
    """The segments that are a whole block on both sides, with the roles of the two blocks."""
    keys = [[(side, segment.place(side).paragraph) for side in SIDES] for segment in segments]
    times = Counter(key for pair in keys for key in pair)
    for segment, pair in zip(segments, keys, strict=True):
        roles = [_roles(segment, side) for side in SIDES]
        if all(len(blocks) == 1 for blocks in roles) and all(times[key] == 1 for key in pair):
            yield segment, roles[0][0], roles[1][0]


def _level(role: str) -> int:
    """The level of a heading; 0 for another block."""
    name, _, level = role.partition(" ")
    return int(level) if name == "heading" and level.isdigit() else 0


def _of_whole(segment: Segment, message: str, side: Side = "target") -> Hit:
    """A hit about all of a text."""
    codes = tuple(number for number, code in enumerate(segment.codes) if code.side == side)
    spans = words.whole_span(side, segment.text(side))
    return Hit(message, spans, codes=() if spans else codes)


def _of_tables(segments: Sequence[Segment]) -> Found:
    """Compare the shapes of tables. Those tables are partners that have most segments in common."""
    common: dict[int, Counter[int]] = defaultdict(Counter)
    of_table: dict[int, list[Segment]] = defaultdict(list)
    sizes: Mapping[Side, dict[int, tuple[int, int]]] = {side: {} for side in SIDES}
    for segment in segments:
        cells = {side: [cell for role in _roles(segment, side) if (cell := _cell(role))] for side in SIDES}
        for side in SIDES:
            for table, row, column in cells[side]:
                rows, columns = sizes[side].get(table, (0, 0))
                sizes[side][table] = max(rows, row), max(columns, column)
        for table in dict.fromkeys(table for table, _, _ in cells["source"]):
            of_table[table].append(segment)
            common[table].update({table for table, _, _ in cells["target"]})
    for table, members in of_table.items():
        partner = max(common[table], key=common[table].__getitem__, default=None)
        if partner is None:
            continue  # the whole table is missing, or no table: its texts are omissions
        for place, name in enumerate(("row", "column")):
            numbers = sizes["source"][table][place], sizes["target"][partner][place]
            if numbers[0] != numbers[1]:
                lost = [segment for segment in members if not _roles(segment, "target")]
                message = f"the table has {_counted(numbers[1], name)}, in the source {_counted(numbers[0], name)}"
                segment = lost[0] if lost else members[0]
                yield segment, _of_whole(segment, message, "source" if lost else "target")


def _cell(role: str) -> tuple[int, int, int] | None:
    """Table, row and column of a cell."""
    name, _, place = role.partition(" ")
    if name != "cell":
        return None
    table, row, column = map(int, place.split("."))
    return table, row, column


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
