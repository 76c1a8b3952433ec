"""Valid files of each format with texts in random places, for `wrong_figures.py`.

A template is a file with places: «name» stands where a text may be. Those of formats with a grammar of text are in
`tests/data/places`; those of Office files, tables and plain lines are here, and pages and Markdown documents are made
at random. `made` fills the places of a template with texts of two languages.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

PLACES = Path(__file__).parents[1] / "tests" / "data" / "places"
SLOT = re.compile("«([^»]*)»")
TEXTS = (
    ("The pressure must not exceed 16 bar", "Der Druck darf 16 bar nicht überschreiten"),
    ("The bridge has been closed since 1987", "Die Brücke ist seit 1987 gesperrt"),
    ("Open the lid of the tank", "Öffnen Sie den Deckel des Tanks"),
    ("The ferry carries 240 passengers", "Die Fähre befördert 240 Fahrgäste"),
    ("Save the changes", "Änderungen speichern"),
    ("The old mill stands by the river", "Die alte Mühle steht am Fluss"),
    ("Wait for 30 seconds", "Warten Sie 30 Sekunden"),
    ("Our boats leave the harbour in the morning", "Unsere Boote verlassen den Hafen am Morgen"),
    ("Page 7", "Seite 7"),
    ("The filter holds back 95 % of the dust", "Der Filter hält 95 % des Staubs zurück"),
)
"""Texts in English and German."""
UNSEEN = re.compile(
    r"comment|note\b|note line|context|property|metadata|resname|^name$|skeleton|reference$|previous|match|proposal|"
    r"class|settings|region|style|cue name|schema|at key|fact|^head$|example|description$|autolink|fence info|author|"
    r"^data$|unused|designer|^binary|resheader|^header$|override|coordinates|annotation|source|obsolete|template|disp|"
    r"equiv|own key|other column|^code$|^code target|protected target|protected$|other fact|variant note|skip"
)
"""Names of places that no reader of the translation sees, of places in the source, and of places that hold no text."""
SHARES = (0.15, 0.5)
"""Of the places of a file that have a text; small files are read fast."""
Pack = Callable[[str], bytes]


@dataclass(frozen=True)
class Template:
    """A file with places.

    Args:
        source: Path of the source, or of the file with both sides; a folder if the format is one.
        target: Path of the translation, if it is another file.
        content: The content with places. With `target`, both files have it.
        wraps: Markup around a text, with `{}` in its place.
        pack: Makes the bytes of a filled content.
        beside: Further files by path, with their content; `source` names their folder.
        written: The file with the content, if the source is a folder.
        form: Name of the input format; `None` means by file ending.
    """

    source: str
    content: str
    target: str | None = None
    wraps: tuple[str, ...] = ("{}",)
    pack: Pack = str.encode
    beside: Mapping[str, str] | None = None
    written: str | None = None
    form: str | None = None


@dataclass(frozen=True)
class Place:
    """A place that has a text.

    Args:
        name: Its name.
        start: Where its text begins in the content of the translation.
        end: Where it ends there.
        source: The same two places in the content of the source.
    """

    name: str
    start: int
    end: int
    source: tuple[int, int]


@dataclass(frozen=True)
class Made:
    """A filled template.

    Args:
        template: The template.
        source: The content of the source, or of the file with both sides.
        target: The content of the file with the translation.
        places: The places in `target` that readers see and that have a text.
    """

    template: Template
    source: str
    target: str
    places: tuple[Place, ...]

    def with_target(self, content: str) -> Made:
        """The same source with another translation."""
        return Made(self.template, self.source, content, ())

    def without(self, place: Place) -> Made:
        """The same files without the text of a place, and without the texts that touch it: readers see one text."""
        start, end, (first, last) = place.start, place.end, place.source
        for other in [*self.places, *reversed(self.places)]:
            if start in (other.end, other.start) or end in (other.end, other.start):
                start, end = min(start, other.start), max(end, other.end)
                first, last = min(first, other.source[0]), max(last, other.source[1])
        return Made(
            self.template, self.source[:first] + self.source[last:], self.target[:start] + self.target[end:], ()
        )

    def put(self, folder: Path) -> tuple[Path, Path | None]:
        """Write the files; the paths of the source and the translation."""
        template = self.template
        for path, content in (template.beside or {}).items():
            _write(folder / path, content.encode())
        if template.target is None:
            _write(folder / (template.written or template.source), template.pack(self.target))
            return folder / template.source, None
        _write(folder / template.source, template.pack(self.source))
        _write(folder / template.target, template.pack(self.target))
        return folder / template.source, folder / template.target


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def made(template: Template, rng: random.Random) -> Made:
    """Fill some of the places with texts. A file with both sides has one text in all places."""
    sides: tuple[list[str], list[str]] = ([], [])
    places: list[Place] = []
    done = size = of_source = 0
    share = rng.choice(SHARES)
    is_single = template.target is None
    of_file = rng.choice(TEXTS), rng.choice(template.wraps) if rng.random() < 0.4 else "{}"
    for number, slot in enumerate(SLOT.finditer(template.content)):
        between = template.content[done : slot.start()]
        done = slot.end()
        english, german = of_file[0] if is_single else rng.choice(TEXTS) if rng.random() < share else ("", "")
        if UNSEEN.search(slot[1]) and "source" not in slot[1]:
            english = german = f"w{number}" if english else ""
        elif english and not _in_attribute(template.content, slot.start()):
            own = rng.choice(template.wraps) if rng.random() < 0.4 else "{}"
            wrap = of_file[1] if is_single else own
            english, german = wrap.replace("{}", english), wrap.replace("{}", german)
        if is_single and "source" in slot[1]:
            german = english
        size += len(between)
        of_source += len(between)
        if german and not UNSEEN.search(slot[1]):
            places.append(Place(slot[1], size, size + len(german), (of_source, of_source + len(english))))
        size += len(german)
        of_source += len(english)
        sides[0].append(between + english)
        sides[1].append(between + german)
    rest = template.content[done:]
    return Made(template, "".join(sides[0]) + rest, "".join(sides[1]) + rest, tuple(places))


def _in_attribute(content: str, at: int) -> bool:
    """Whether an attribute, a link or a code has a place, so that no markup can stand there."""
    before = content[max(0, at - 80) : at]
    return bool(re.search(r'=\s*["\'][^"\'>]*$|\([^)\s]*\s+"[^"]*$|`[^`\n]*$|<!--[^>]*$|\[[^\]\n]*$', before))


def templates(rng: random.Random) -> dict[str, list[Template]]:
    """Templates by format. Those of documents are made anew at each call."""
    found = {name: [template] for name, template in _OF_GRAMMARS.items()}
    found["json"] += [found.pop("json-entries")[0]]
    found["strings"] += [found.pop("plist-strings")[0]]
    found["xliff"] = [found.pop("xliff1")[0], found.pop("xliff2")[0]]
    found["markdown"] += [_document("a.md", markdown(rng), _MARKDOWN) for _ in range(3)]
    found["html"] += [_document("a.html", html(rng), _TAGS) for _ in range(3)]
    return found | {name: [template] for name, template in _MADE.items()}


def _document(name: str, content: str, wraps: tuple[str, ...]) -> Template:
    return Template(f"en/{name}", content, f"de/{name}", wraps)


# --- documents at random ----------------------------------------------------------------------------------------------


def markdown(rng: random.Random) -> str:
    """A Markdown document of nested blocks."""
    head = "# Die Brücke am Hafen «heading»\n\n"
    return head + "\n\n".join(_block(rng, rng.randint(0, 3)) for _ in range(rng.randint(1, 4))) + "\n"


def _block(rng: random.Random, depth: int) -> str:
    kind = rng.choice(["paragraph", "list", "ordered", "quote", "fence", "table", "html", "details", "tasks", "setext"])
    if depth > 4:
        kind = "paragraph"
    match kind:
        case "list" | "ordered" | "tasks":
            mark = {"list": "- ", "ordered": "3. ", "tasks": "- [x] "}[kind]
            pad = " " * (3 if kind == "ordered" else 2)
            items = [f"{mark}«item»\n\n" + _indented(_block(rng, depth + 1), pad) for _ in range(rng.randint(1, 2))]
            return "\n".join(items)
        case "quote":
            return "\n".join(f"> {line}".rstrip() for line in _block(rng, depth + 1).split("\n"))
        case "fence":
            return "```\nrun --limit 5 «code block»\n```"
        case "table":
            return "| Eins «head cell» | Zwei «head cell» |\n|---|---|\n| a «cell» | b «cell» |"
        case "html":
            return '<div title="«block tooltip»">\n<p>Noch ein Absatz «html paragraph»</p>\n</div>'
        case "details":
            return f"<details>\n<summary>Mehr «summary»</summary>\n\n{_block(rng, depth + 1)}\n\n</details>"
        case "setext":
            return "Ein Titel «heading»\n---"
        case _:
            return (
                "Der Hafen «paragraph» liegt [am Fluss «link text»](https://a.example/x) und "
                '![Bild «image»](a.png "«image title»") hat «paragraph» viele Schiffe.'
            )


def _indented(block: str, pad: str) -> str:
    return "\n".join(pad + line if line else line for line in block.split("\n"))


def html(rng: random.Random) -> str:
    """A page of nested elements."""
    body = "".join(_element(rng, rng.randint(0, 3)) for _ in range(rng.randint(1, 3)))
    return (
        '<!DOCTYPE html><html lang="de"><head><title>Seite «page title»</title></head><body><main>'
        "<h1>Die Brücke am Hafen «heading»</h1><p>Der Hafen liegt seit vielen Jahren an der Mündung des Flusses und "
        f"hat eine lange Geschichte «paragraph».</p>{body}</main></body></html>"
    )


def _element(rng: random.Random, depth: int) -> str:
    kind = rng.choice(["p", "div", "section", "ul", "table", "details", "blockquote", "figure", "form", "dl", "bare"])
    inner = "".join(_element(rng, depth + 1) for _ in range(rng.randint(1, 2))) if depth < 4 else "<p>Text «deep»</p>"
    match kind:
        case "div" | "section" | "blockquote":
            return f'<{kind} title="«block title»">{inner}</{kind}>'
        case "ul":
            return f"<ul><li>«item»{inner}</li><li><p>«item paragraph»</p></li></ul>"
        case "table":
            return f"<table><tr><th>«head cell»</th></tr><tr><td>«cell»{inner}</td></tr></table>"
        case "details":
            return f"<details><summary>«summary»</summary>{inner}</details>"
        case "figure":
            return f'<figure><img src="a.png" alt="«image»"><figcaption>«figure caption»</figcaption>{inner}</figure>'
        case "form":
            return "<form><label>«label»</label><button>«button»</button><textarea>«textarea»</textarea></form>"
        case "dl":
            return f"<dl><dt>«term»</dt><dd>«definition»{inner}</dd></dl>"
        case "bare":
            return f"«bare text» {inner} «bare text»"
    return (
        '<p>Im Winter kommen nur wenige Schiffe «paragraph» und <a href="x" title="«link title»">am Fluss «link»</a> '
        "stehen <span>«span»</span> Mühlen.</p>"
    )


# --- Office files -----------------------------------------------------------------------------------------------------

_OFFICE = "application/vnd.openxmlformats-officedocument"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_PART = "\x1d"
"""What separates the parts of an Office file in a template; each begins with its name and a line break."""


def _zipped(content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for part in content.split(_PART):
            name, _, text = part.partition("\n")
            archive.writestr(name, text)
    return out.getvalue()


def _package(parts: Mapping[str, tuple[str, str]], main: str, relations: Mapping[str, Mapping[str, str]]) -> str:
    """The content of an Office file: parts by name with their content types, and the relations of each part."""
    types = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (kind, _) in parts.items())
    listed = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": _related({"officeDocument": main}),
    }
    for name, own in relations.items():
        folder, _, base = name.rpartition("/")
        listed[f"{folder}/_rels/{base}.rels"] = _related(own)
    listed |= {name: text for name, (_, text) in parts.items()}
    return _PART.join(f"{name}\n{text}" for name, text in listed.items())


def _related(targets: Mapping[str, str]) -> str:
    items = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATIONS}/{kind.rstrip("0123456789")}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _paragraph(name: str, text: str = "") -> str:
    return f"<w:p><w:r><w:t>{text}«{name}»</w:t></w:r></w:p>"


def _word() -> str:
    kind = f"{_OFFICE}.wordprocessingml"
    control = f"<w:sdt><w:sdtContent>{_paragraph('content control')}</w:sdtContent></w:sdt>"
    body = (
        _paragraph("paragraph", "Der Hafen liegt am Fluss ")
        + '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Titel «heading»</w:t></w:r></w:p>'
        + "<w:p><w:r><w:t>Ein </w:t></w:r><w:ins><w:r><w:t>«insertion»</w:t></w:r></w:ins><w:hyperlink><w:r><w:t>"
        " «link»</w:t></w:r></w:hyperlink><w:sdt><w:sdtContent><w:r><w:t> «inline control»</w:t></w:r></w:sdtContent>"
        '</w:sdt><w:fldSimple w:instr="PAGE"><w:r><w:t> «field»</w:t></w:r></w:fldSimple><w:smartTag><w:r><w:t>'
        " «smart tag»</w:t></w:r></w:smartTag><w:r><w:t> Ende</w:t></w:r></w:p>"
        + f"<w:tbl><w:tr><w:tc>{_paragraph('cell', 'Zelle ')}<w:tbl><w:tr><w:tc>{_paragraph('nested cell')}</w:tc>"
        f"</w:tr></w:tbl>{_paragraph('cell')}</w:tc><w:sdt><w:sdtContent><w:tc>{_paragraph('controlled cell')}</w:tc>"
        f"</w:sdtContent></w:sdt></w:tr><w:sdt><w:sdtContent><w:tr><w:tc>{_paragraph('controlled row')}</w:tc></w:tr>"
        "</w:sdtContent></w:sdt></w:tbl>"
        + control
        + f"<w:customXml>{_paragraph('custom XML')}</w:customXml>"
        + f"<w:p><w:r><w:pict><w:txbxContent>{_paragraph('text frame')}</w:txbxContent></w:pict></w:r></w:p>"
        + '<w:p><w:r><w:footnoteReference w:id="2"/><w:endnoteReference w:id="2"/><w:t>Text</w:t></w:r></w:p>'
        + f'<w:p><w:r><w:drawing><wp:inline {_WP}><wp:docPr id="1" name="x" descr="«picture»"/></wp:inline>'
        "</w:drawing></w:r></w:p>"
        + '<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>«formula»'
        "</m:t></m:r></m:oMath></w:p>"
        + '<w:p><w:commentRangeStart w:id="1"/><w:r><w:t>Kommentiert</w:t></w:r><w:commentRangeEnd w:id="1"/><w:r>'
        '<w:commentReference w:id="1"/></w:r></w:p>'
        + '<w:sectPr><w:headerReference w:type="default" r:id="r2"/><w:footerReference w:type="default" r:id="r3"/>'
        "</w:sectPr>"
    )
    parts = {
        "word/document.xml": (
            f"{kind}.document.main+xml",
            f'<w:document {_W} xmlns:r="{_RELATIONS}"><w:body>{body}</w:body></w:document>',
        ),
        "word/styles.xml": (
            f"{kind}.styles+xml",
            f'<w:styles {_W}><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
            '</w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="Heading 1"/></w:style>'
            "</w:styles>",
        ),
        "word/header1.xml": (f"{kind}.header+xml", f"<w:hdr {_W}>{_paragraph('page head')}</w:hdr>"),
        "word/footer1.xml": (f"{kind}.footer+xml", f"<w:ftr {_W}>{_paragraph('page foot')}</w:ftr>"),
        "word/footnotes.xml": (
            f"{kind}.footnotes+xml",
            f'<w:footnotes {_W}><w:footnote w:id="2">{_paragraph("footnote")}</w:footnote></w:footnotes>',
        ),
        "word/endnotes.xml": (
            f"{kind}.endnotes+xml",
            f'<w:endnotes {_W}><w:endnote w:id="2">{_paragraph("endnote")}</w:endnote></w:endnotes>',
        ),
        "word/comments.xml": (
            f"{kind}.comments+xml",
            f'<w:comments {_W}><w:comment w:id="1" w:author="A">{_paragraph("remark")}</w:comment></w:comments>',
        ),
        "word/charts/chart1.xml": (
            f"{_OFFICE}.drawingml.chart+xml",
            f'<c:chartSpace xmlns:c="{_CHART}" {_A}><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>«chart title»</a:t>'
            "</a:r></a:p></c:rich></c:tx></c:title></c:chart></c:chartSpace>",
        ),
        "word/diagrams/data1.xml": (
            f"{_OFFICE}.drawingml.diagramData+xml",
            f'<d:dataModel xmlns:d="{_DIAGRAM}" {_A}><d:pt><d:t><a:p><a:r><a:t>«diagram»</a:t></a:r></a:p></d:t></d:pt>'
            "</d:dataModel>",
        ),
    }
    names = ("styles", "header1", "footer1", "footnotes", "endnotes", "comments", "charts/chart1", "diagrams/data1")
    kinds = ("styles", "header", "footer", "footnotes", "endnotes", "comments", "chart", "diagramData")
    relations = {kind: f"{name}.xml" for kind, name in zip(kinds, names, strict=True)}
    return _package(parts, "word/document.xml", {"word/document.xml": relations})


def _cell(name: str, text: str) -> str:
    return f'<c r="{name}" t="inlineStr"><is><t>{text}</t></is></c>'


def _sheet(rows: str, rest: str = "") -> str:
    return f'<worksheet xmlns="{_S}" xmlns:r="{_RELATIONS}"><sheetData>{rows}</sheetData>{rest}</worksheet>'


_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _workbook() -> str:
    kind = f"{_OFFICE}.spreadsheetml"
    heads = f'<row r="1">{_cell("A1", "source")}{_cell("B1", "target")}{_cell("C1", "x")}</row>'
    rows = heads + (
        f'<row r="2">{_cell("A2", "Source «source»")}{_cell("B2", "Ziel «target»")}{_cell("C2", "«other column»")}'
        f'</row><row r="3">{_cell("A3", "Two")}<c r="B3" t="inlineStr"><is><r><t>Zwei </t></r><r><t>«rich run»</t></r>'
        f'</is></c></row><row r="4" hidden="1">{_cell("A4", "Three «source»")}{_cell("B4", "Drei «hidden row»")}</row>'
    )
    rest = (
        '<dataValidations count="1"><dataValidation type="list" sqref="B2" showInputMessage="1" prompt="«prompt»">'
        "<formula1>x</formula1></dataValidation></dataValidations>"
        "<headerFooter><oddHeader>«page head»</oddHeader><oddFooter>«page foot»</oddFooter></headerFooter>"
        '<drawing r:id="r2"/>'
    )
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    parts = {
        "xl/workbook.xml": (
            f"{kind}.sheet.main+xml",
            f'<workbook xmlns="{_S}" xmlns:r="{_RELATIONS}"><sheets><sheet name="A" sheetId="1" r:id="r1"/>'
            '<sheet name="B" sheetId="2" state="hidden" r:id="r2"/><sheet name="C" sheetId="3" r:id="r3"/></sheets>'
            "</workbook>",
        ),
        "xl/worksheets/sheet1.xml": (f"{kind}.worksheet+xml", _sheet(rows, rest)),
        "xl/worksheets/sheet2.xml": (
            f"{kind}.worksheet+xml",
            _sheet(f'<row r="1">{_cell("A1", "«hidden sheet»")}</row>'),
        ),
        "xl/worksheets/sheet3.xml": (
            f"{kind}.worksheet+xml",
            _sheet(f'<row r="1">{_cell("A1", "«headless sheet»")}</row>'),
        ),
        "xl/comments1.xml": (
            f"{kind}.comments+xml",
            f'<comments xmlns="{_S}"><authors><author>A</author></authors><commentList><comment ref="B2" authorId="0">'
            "<text><r><t>«remark»</t></r></text></comment></commentList></comments>",
        ),
        "xl/threadedComments/threadedComment1.xml": (
            "application/vnd.ms-excel.threadedcomments+xml",
            '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
            '<threadedComment ref="B3"><text>«threaded remark»</text></threadedComment></ThreadedComments>',
        ),
        "xl/drawings/drawing1.xml": (
            f"{_OFFICE}.drawing+xml",
            f'<x:wsDr xmlns:x="{drawing}" {_A}><x:sp><x:txBody><a:p><a:r><a:t>«text box»</a:t></a:r></a:p></x:txBody>'
            "</x:sp></x:wsDr>",
        ),
        "xl/charts/chart1.xml": (
            f"{_OFFICE}.drawingml.chart+xml",
            f'<c:chartSpace xmlns:c="{_CHART}" {_A}><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>«chart title»</a:t>'
            "</a:r></a:p></c:rich></c:tx></c:title></c:chart></c:chartSpace>",
        ),
    }
    relations = {
        "xl/workbook.xml": {f"worksheet{number}": f"worksheets/sheet{number}.xml" for number in (1, 2, 3)},
        "xl/worksheets/sheet1.xml": {
            "comments": "../comments1.xml",
            "drawing": "../drawings/drawing1.xml",
            "threadedComment": "../threadedComments/threadedComment1.xml",
        },
        "xl/drawings/drawing1.xml": {"chart": "../charts/chart1.xml"},
    }
    return _package(parts, "xl/workbook.xml", relations)


# --- templates --------------------------------------------------------------------------------------------------------

_TAGS = (
    "<b>{}</b>",
    "<em>{}</em>",
    '<a href="x">{}</a>',
    "<code>{}</code>",
    "<span>{}</span>",
    "<s>{}</s>",
    "<mark>{}</mark>",
    "<sup>{}</sup>",
    "<br>{}",
    "<bdi>{}</bdi>",
    "<small><b>{}</b></small>",
)
_MARKDOWN = ("**{}**", "*{}*", "_{}_", "~~{}~~", "`{}`", "[{}](https://a.example)", "<b>{}</b>", "**_{}_**", "$a$ {}")
_WRAPS = {
    "xliff1": ('<g id="9">{}</g>', '<mrk mtype="x-a">{}</mrk>', '<x id="8"/>{}', '<ph id="7">x</ph>{}'),
    "xliff2": ('<pc id="9">{}</pc>', '<mrk id="m9" type="term">{}</mrk>', '<sc id="8"/>{}<ec startRef="8"/>'),
    "tmx": ("<hi>{}</hi>", '<bpt i="1">x</bpt>{}<ept i="1">x</ept>', '<ph x="7">x</ph>{}'),
    "android": ("<b>{}</b>", "<![CDATA[{}]]>", "%1$s {}", '<annotation a="b">{}</annotation>'),
    "resx": ("<![CDATA[{}]]>", "{0} {}", "&lt;b&gt;{}&lt;/b&gt;"),
    "srt": ("<i>{}</i>", '<font color="red">{}</font>', "{\\an8}{}", "- {}"),
    "vtt": ("<i>{}</i>", "<c.x>{}</c>", "<v Otto>{}</v>", "<ruby>{}<rt>x</rt></ruby>"),
    "json": ("<b>{}</b>", "{{name}} {}", "\\n{}", "$t(x) {}"),
    "arb": ("{name} {}", "\\n{}"),
    "xcstrings": ("%@ {}", "\\n{}"),
    "po": ("<b>{}</b>", "%s {}", "\\n{}"),
    "properties": ("{0} {}", "\\u0020{}", "\\\n  {}"),
    "strings": ("%@ {}", "\\n{}"),
    "fluent": ("{ $name } {}", '{ "x" }{}'),
    "yaml": ("%{name} {}",),
    "stringsdict": ("%d {}",),
    "markdown": _MARKDOWN,
    "html": _TAGS,
}
_SINGLE = {"xliff1": ".xlf", "xliff2": ".xlf", "tmx": ".tmx", "xcstrings": ".xcstrings", "po": ".po", "wmt": ".xml"}
_SINGLE |= {"jsonl": ".jsonl"}
_DOUBLE = {
    "markdown": "a.md",
    "html": "a.html",
    "android": "strings.xml",
    "resx": "a.resx",
    "strings": "a.strings",
    "plist-strings": "a.strings",
    "stringsdict": "a.stringsdict",
    "properties": "a.properties",
    "json": "a.json",
    "json-entries": "a.json",
    "arb": "a.arb",
    "yaml": "a.yml",
    "fluent": "a.ftl",
    "srt": "a.srt",
    "vtt": "a.vtt",
    "text": "a.txt",
    "sgm": "a.sgm",
}


def _of_grammars() -> dict[str, Template]:
    found = {}
    for name, ending in (_SINGLE | _DOUBLE).items():
        content = (PLACES / f"{name}.txt").read_text(encoding="utf-8")
        wraps = _WRAPS.get(name, ("{}",))
        if name in _SINGLE:
            found[name] = Template(f"a{ending}", content, wraps=wraps)
        else:
            found[name] = Template(f"en/{ending}", content, f"de/{ending}", wraps)
    return found


_OF_GRAMMARS = _of_grammars()
_LINES = "Erste Zeile «line»\n«line»\nNoch eine «line» Zeile\n«line»\nEnde\n"
_MADE = {
    "lines": Template("en/a.txt", _LINES, "de/a.txt", form="lines"),
    "tsv": Template(
        "a.tsv", "id\tsource\ttarget\tx\n1\tOne «source»\tEins «target»\t«other column»\n2\tTwo\tZwei «target»\t\n"
    ),
    "csv": Template("a.csv", 'source,target,x\n"One «source»","Eins «target»",«other column»\nTwo,Zwei «target»,\n'),
    "docx": Template("en/a.docx", _word(), "de/a.docx", pack=_zipped),
    "xlsx": Template("a.xlsx", _workbook(), pack=_zipped),
    "po-keys": Template(
        "en/a.po",
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "menu.open"\nmsgstr "Eins «text»"\n\n'
        'msgid "menu.close"\nmsgstr "Zwei «text»"\n\nmsgid "menu.more"\nmsgid_plural "menu.mores"\n'
        'msgstr[0] "Drei «form 0»"\nmsgstr[1] "Vier «form 1»"\n',
        "de/a.po",
        ("<b>{}</b>", "%s {}"),
    ),
    "mtme": Template(
        "set",
        "Eins «line»\nZwei «line»\n",
        beside={"set/sources/en-de.txt": "One.\nTwo.\n", "set/references/en-de.refA.txt": "Eins.\nZwei.\n"},
        written="set/system-outputs/en-de/a.txt",
    ),
}
