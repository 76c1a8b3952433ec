from __future__ import annotations

from pathlib import Path

import pytest

from mtqe.errors import InputError
from mtqe.formats.termbases import glossary
from mtqe.model import Term

MARTIF = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en">
  <martifHeader><fileDesc><sourceDesc><p>harbour</p></sourceDesc></fileDesc></martifHeader>
  <text><body>
    <termEntry id="c1">
      <descrip type="subjectField">harbours</descrip>
      <langSet xml:lang="en-GB"><tig><term>harbour <hi>pilot</hi></term></tig></langSet>
      <langSet xml:lang="de">
        <tig>
          <term>Hafenlotse</term>
          <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
        </tig>
        <ntig><termGrp>
          <term>Hafenpilot</term>
          <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>
          <note>calque</note>
        </termGrp></ntig>
      </langSet>
    </termEntry>
    <termEntry id="c2"><langSet xml:lang="fr"><tig><term>quai</term></tig></langSet></termEntry>
  </body></text>
</martif>
"""

DCA = """<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
  <conceptEntry id="c1">
    <langSec xml:lang="en"><termSec><term>harbour pilot</term></termSec></langSec>
    <langSec xml:lang="de">
      <termSec><term>Hafenlotse</term></termSec>
      <termSec><term>Lotse</term><termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></termSec>
      <termSec><term>Hafenpilot</term><termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec>
    </langSec>
  </conceptEntry></body></text></tbx>
"""

DCT = """<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
  xmlns:basic="http://www.tbxinfo.net/ns/basic"><text><body>
  <conceptEntry id="c1">
    <langSec xml:lang="en"><termSec><term>harbour pilot</term></termSec></langSec>
    <langSec xml:lang="de">
      <termSec><term>Hafenpilot</term><basic:administrativeStatus>deprecatedTerm-admn-sts</basic:administrativeStatus>
      </termSec>
    </langSec>
  </conceptEntry></body></text></tbx>
"""

MIN = """<TBX dialect="TBX-Min"><header><id>x</id></header><body>
  <entry id="c1"><langGroup xml:lang="en"><termGroup><term>quay</term></termGroup></langGroup>
  <langGroup xml:lang="de"><termGroup><term>Kai</term><termStatus>preferred</termStatus></termGroup>
  <termGroup><term>Pier</term><termStatus>notRecommended</termStatus></termGroup></langGroup></entry></body></TBX>
"""


def read(tmp_path: Path, content: str | bytes, langs: tuple[str, str] = ("en", "de")) -> tuple[Term, ...]:
    path = tmp_path / "terms.tbx"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return glossary.read([path], *langs).terms


def test_martif(tmp_path: Path) -> None:
    assert read(tmp_path, MARTIF) == (
        Term("harbour pilot", "Hafenlotse", "preferred", "", 11),
        Term("harbour pilot", "Hafenpilot", "forbidden", "calque", 15),
    )
    assert [term.source for term in read(tmp_path, MARTIF, ("de", "en-GB"))] == ["Hafenlotse", "Hafenpilot"]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (DCA, [("Hafenlotse", "preferred"), ("Lotse", "admitted"), ("Hafenpilot", "forbidden")]),
        (DCT, [("Hafenpilot", "forbidden")]),
        (MIN, [("Kai", "preferred"), ("Pier", "forbidden")]),
        (DCA.replace("<tbx", '<?xml version="1.0" encoding="UTF-16"?><tbx', 1).encode("utf-16"), [
            ("Hafenlotse", "preferred"), ("Lotse", "admitted"), ("Hafenpilot", "forbidden")]),
    ],
    ids=["dca", "dct", "min", "utf-16"],
)  # fmt: skip
def test_dialects_and_status(tmp_path: Path, content: str | bytes, rows: list[tuple[str, str]]) -> None:
    assert [(term.target, term.status) for term in read(tmp_path, content)] == rows


def test_a_region_counts_where_the_file_has_it(tmp_path: Path) -> None:
    entry = '<langSec xml:lang="{}"><termSec><term>{}</term></termSec></langSec>'
    body = "".join(entry.format(*pair) for pair in [("en", "tomato"), ("de-AT", "Paradeiser"), ("de_DE", "Tomate")])
    content = (
        f'<tbx xmlns="urn:iso:std:iso:30042:ed-2"><text><body><conceptEntry>{body}</conceptEntry></body></text></tbx>'
    )
    assert [term.target for term in read(tmp_path, content, ("en", "de-AT"))] == ["Paradeiser"]
    assert [term.target for term in read(tmp_path, content, ("en-US", "de-DE"))] == ["Tomate"]
    assert [term.target for term in read(tmp_path, content, ("en", "de-CH"))] == ["Paradeiser", "Tomate"]


def test_homonyms_approve(tmp_path: Path) -> None:
    other = DCA.replace("superseded", "preferred").replace("c1", "c2")
    entry = other[other.index("<conceptEntry") : other.index("</body>")]
    content = DCA.replace("</conceptEntry></body>", "</conceptEntry>" + entry + "</body>")
    assert {term.target: term.status for term in read(tmp_path, content)}["Hafenpilot"] == "preferred"


SECRET = '<!DOCTYPE tbx [<!ENTITY x SYSTEM "{}">]>'
LAUGHS = '<!DOCTYPE tbx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "DIR/terms.tbx is empty"),
        ("<tbx>", "DIR/terms.tbx, line 1: not valid XML"),
        ("source,target\na,b\n", "DIR/terms.tbx, line 1: not valid XML"),
        ("<tmx><body/></tmx>", "DIR/terms.tbx is XML but not TBX: it starts with <tmx>"),
        (
            DCA.replace("admittedTerm", "wonderfulTerm"),
            "DIR/terms.tbx, line 6: unknown status 'wonderfulTerm-admn-sts'",
        ),
        (DCA.replace('xml:lang="de"', 'xml:lang="fr"'), "DIR/terms.tbx: no concept has terms in both en and de"),
        (LAUGHS + DCA.replace("Lotse<", "&b;<"), "DIR/terms.tbx defines entities, which mtqe does not read"),
    ],
)
def test_faults_are_one_line_with_the_place(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, content)
    assert caught.value.message.replace(str(tmp_path), "DIR").startswith(message)
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_nothing_outside_the_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("hidden", "utf-8")
    content = SECRET.format((tmp_path / "secret.txt").as_uri()) + DCA.replace("Lotse<", "&x;<")
    with pytest.raises(InputError, match="entities"):
        read(tmp_path, content)


def test_glossaries_of_several_formats_go_together(tmp_path: Path) -> None:
    (tmp_path / "a.tbx").write_text(MIN, "utf-8")
    (tmp_path / "b.csv").write_text("source,target\ndike,Deich\n", "utf-8")
    (tmp_path / "c.txt").write_text("# names\nGitHub\n\nHarbour Pilot Pro\n", "utf-8")
    found = glossary.read([tmp_path / name for name in ("a.tbx", "b.csv", "c.txt")], "en", "de").terms
    assert [(term.source, term.status) for term in found] == [
        ("quay", "preferred"),
        ("quay", "forbidden"),
        ("dike", "preferred"),
        ("GitHub", "keep"),
        ("Harbour Pilot Pro", "keep"),
    ]
