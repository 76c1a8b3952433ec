from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.errors import InputError
from mtqe.formats.termbases import glossary
from mtqe.model import Term


def read(tmp_path: Path, content: str | bytes, **langs: str) -> tuple[Term, ...]:
    path = tmp_path / "terms.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return glossary.read([path], **langs).terms


def fault(tmp_path: Path, content: str | bytes, **langs: str) -> str:
    with pytest.raises(InputError) as caught:
        read(tmp_path, content, **langs)
    assert caught.value.hint
    assert "\n" not in str(caught.value)
    return caught.value.message.replace(str(tmp_path), "DIR")


DIKE = (Term("dike", "Deich", "preferred", "", 2),)


@pytest.mark.parametrize(
    "content",
    [
        "source,target\ndike,Deich\n",
        "source;target\ndike;Deich\n",
        "source\ttarget\ndike\tDeich\n",
        "Source , TARGET\r\n dike , Deich \r\n",
        "\ufeffsource,target,status,note\ndike,Deich,preferred,\n",
        '\ufeff"source";"target"\n"dike";"Deich"',
        "term,translation,status\ndike,Deich,\n",
        "note,source term,target_term\n,dike,Deich\n",
        "id,source,target,domain\n7,dike,Deich,water\n",
        "source,target,status\ndike,Deich\n",
        "source,target\ndike,Deich,,\n",
        "source,target\ndike,Deich\n\n,\n  \n# the end\n#\n",
    ],
)
def test_the_same_glossary_in_many_dresses(tmp_path: Path, content: str) -> None:
    assert read(tmp_path, content) == DIKE


def test_language_tags_as_headers(tmp_path: Path) -> None:
    for header in ("en,de", "EN,DE", "en-GB,de-AT", "en_gb,de_at"):
        assert read(tmp_path, f"{header}\ndike,Deich\n", source_lang="en-GB", target_lang="de-AT") == DIKE
    assert read(tmp_path, "de,fr,en\nDeich,digue,dike\n", source_lang="en", target_lang="de") == DIKE
    assert fault(tmp_path, "en,fr\ndike,digue\n", source_lang="en", target_lang="de") == (
        "DIR/terms.csv, line 1: no column target; found: en, fr"
    )


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("preferred", "preferred"),
        ("Required", "preferred"),
        ("preferredTerm-admn-sts", "preferred"),
        ("admitted", "admitted"),
        ("allowed", "admitted"),
        ("admittedTerm-admn-sts", "admitted"),
        ("FORBIDDEN", "forbidden"),
        ("deprecated", "forbidden"),
        ("deprecatedTerm-admn-sts", "forbidden"),
        ("superseded term", "forbidden"),
        ("", "preferred"),
    ],
)
def test_names_of_the_status(tmp_path: Path, word: str, status: str) -> None:
    (term,) = read(tmp_path, f"source,target,status\ndike,Deich,{word}\n")
    assert term.status == status


def test_a_column_of_yes_and_no_forbids(tmp_path: Path) -> None:
    found = read(tmp_path, "source,target,forbidden\ndike,Wall,yes\ndike,Deich,no\ndike,Damm,\n")
    assert [term.status for term in found] == ["forbidden", "preferred", "preferred"]
    assert fault(tmp_path, "source,target,forbidden\ndike,Wall,ja\n") == "DIR/terms.csv, line 2: forbidden is 'ja'"


def test_quoted_cells_and_line_numbers(tmp_path: Path) -> None:
    content = 'source,target,status,note\n"5"" disk, old",Diskette,,"a, b\nand c"\n\ndike,Deich,,last\n'
    first, second = read(tmp_path, content)
    assert first == Term('5" disk, old', "Diskette", "preferred", "a, b and c", 2)
    assert second.line == 5


def test_comments_before_the_header(tmp_path: Path) -> None:
    (term,) = read(tmp_path, "# glossary of the harbour\n\nsource,target\n#harbour,#Hafen\n")
    assert term == Term("#harbour", "#Hafen", "preferred", "", 4)
    (term,) = read(tmp_path, "sep=;\nsource;target\ndike;Deich\n")
    assert term.line == 3


def test_several_files_keep_their_order(tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.tsv"
    one.write_text("source,target\ndike,Deich\n", "utf-8")
    two.write_text("source\ttarget\nquay\tKai\n", "utf-8")
    found = glossary.read([str(two), one])
    assert [term.source for term in found.terms] == ["quay", "dike"]
    assert found.paths == (str(two), str(one))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "DIR/terms.csv is empty"),
        ("source,target\n", "DIR/terms.csv has a header line and no terms"),
        ("# nothing\n", "DIR/terms.csv has no header line"),
        ("source,note\ndike,x\n", "DIR/terms.csv, line 1: no column target; found: source, note"),
        ("dike,Deich\n", "DIR/terms.csv, line 1: no column source and target; found: dike, Deich"),
        (
            "source,target,target\na,b,c\n",
            "DIR/terms.csv, line 1: both 'target' and 'target' are columns of the target",
        ),
        ("source,target,staus\na,b,forbidden\n", "DIR/terms.csv, line 1: unknown column 'staus'"),
        ("source,target,status\na,b,forbiden\n", "DIR/terms.csv, line 2: unknown status 'forbiden'"),
        ("source,target\na,b\n,c\n", "DIR/terms.csv, line 3: no source term"),
        ("source,target\na,b\nc, \n", "DIR/terms.csv, line 3: no target term for 'c'"),
        ("source,target\na,b,c\n", "DIR/terms.csv, line 2: 3 cells where the header line has 2"),
        ('source,target\na,b\n"c,d\ne,f\n', "DIR/terms.csv, line 3: not valid CSV: unexpected end of data"),
        (b"source,target\ndike,Deich\nquay,\xc4rger\n", "DIR/terms.csv, line 3: not UTF-8: byte 0xC4 at byte 30"),
        (b"source,target\nd\x00ke,Deich\n", "DIR/terms.csv is a binary file or UTF-16: NUL byte at byte 15 (line 2)"),
        ("source,target\n".encode("utf-16"), "DIR/terms.csv is UTF-16, not UTF-8"),
        (
            "source,target,status\na,b,\nc,d,\na,b,forbidden\n",
            "DIR/terms.csv, line 4: 'b' for 'a' is forbidden here and approved in DIR/terms.csv, line 2",
        ),
    ],
)
def test_faults_are_one_line_with_the_place(tmp_path: Path, content: str | bytes, message: str) -> None:
    assert fault(tmp_path, content).startswith(message)


def test_hints_name_the_likely_word(tmp_path: Path) -> None:
    for content, hint in [
        ("source,traget\na,b\n", "did you mean 'target' by 'traget'?"),
        ("source,target,status\na,b,forbiden\n", "did you mean 'forbidden'?"),
        ("source,target,status\na,b,maybe\n", "use preferred, admitted, forbidden or keep"),
        ("source,target,forbiden\na,b,yes\n", "did you mean 'forbidden'? otherwise rename it"),
    ]:
        with pytest.raises(InputError) as caught:
            read(tmp_path, content)
        assert caught.value.hint == hint


def test_unreadable_paths(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv: no such file"):
        glossary.read([tmp_path / "none.csv"])
    with pytest.raises(InputError, match="is a folder"):
        glossary.read([tmp_path])


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12).filter(
    lambda text: text.split() != [] and text[0] != "#"
)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_what_the_csv_module_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([("source", "target", "note"), *rows])
    path = tmp_path_factory.getbasetemp() / "written.csv"
    path.write_bytes(out.getvalue().encode())
    found = glossary.read([path]).terms
    assert [(term.source, term.target, term.note) for term in found] == [
        tuple(" ".join(cell.split()) for cell in row) for row in rows
    ]


@pytest.mark.parametrize("status", ["keep", "do-not-translate", "DNT", "non translatable"])
def test_terms_to_keep_need_no_target(tmp_path: Path, status: str) -> None:
    for target in ("", "GitHub"):
        assert read(tmp_path, f"source,target,status\nGitHub,{target},{status}\n") == (
            Term("GitHub", "GitHub", "keep", "", 2),
        )
    message = "DIR/terms.csv, line 2: 'GitHub' must be kept, but has the target 'Drehkreuz'"
    assert fault(tmp_path, f"source,target,status\nGitHub,Drehkreuz,{status}\n") == message


def test_a_text_file_is_a_list_of_what_to_keep_unless_it_has_a_header(tmp_path: Path) -> None:
    path = tmp_path / "keep.txt"
    path.write_text("# names\nGitHub\n  Harbour  Pilot \n", "utf-8")
    assert glossary.read([path]).terms == (
        Term("GitHub", "GitHub", "keep", "", 2),
        Term("Harbour Pilot", "Harbour Pilot", "keep", "", 3),
    )
    path.write_text("source\ttarget\ndike\tDeich\n", "utf-8")
    assert glossary.read([path]).terms == (Term("dike", "Deich", "preferred", "", 2),)
    path.write_text("dike\tDeich\n", "utf-8")
    with pytest.raises(InputError, match="line 1: a tab in a do-not-translate list"):
        glossary.read([path])


def test_an_article_is_no_list_of_what_to_keep(tmp_path: Path) -> None:
    path = tmp_path / "dike.en.txt"
    path.write_text("The dike holds\n\n" + "The river rose by a metre in a night. " * 4 + "\n", "utf-8")
    with pytest.raises(InputError, match=r"dike\.en\.txt is text, not a glossary: line 3 has 151 characters"):
        glossary.read([path])


@pytest.mark.parametrize(
    "header",
    [
        "English,German",
        "Englisch,Deutsch",
        "en-US,de-AT",
        "EN_gb,DE",
        "Term [en],Term [de]",
        "English (UK),German (Austria)",
    ],
)
def test_headers_of_terminology_tools(tmp_path: Path, header: str) -> None:
    file = tmp_path / "terms.csv"
    file.write_text(f"id,{header}\n7,dike,Deich\n", encoding="utf-8")
    assert [(term.source, term.target) for term in glossary.read([file], "en", "de").terms] == [("dike", "Deich")]


def test_the_status_of_the_target_language_counts(tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    file.write_text("Term [en],Status [en],Term [de],Status [de]\ndike,preferred,Wall,do not use\n", encoding="utf-8")
    assert [term.status for term in glossary.read([file], "en", "de").terms] == ["forbidden"]


@pytest.mark.parametrize(("column", "status"), [("Forbidden term", "forbidden"), ("Do not translate", "keep")])
def test_columns_of_yes_and_no(tmp_path: Path, column: str, status: str) -> None:
    file = tmp_path / "terms.csv"
    file.write_text(f"source,target,{column}\ndike,dike,yes\nmoor,Heide,no\n", encoding="utf-8")
    assert [term.status for term in glossary.read([file]).terms] == [status, "preferred"]


@pytest.mark.parametrize("column", ["forbidden by", "deprecation", "my status"])
def test_a_column_that_may_forbid_is_not_passed_over(tmp_path: Path, column: str) -> None:
    file = tmp_path / "terms.csv"
    file.write_text(f"source,target,{column}\ndike,Wall,yes\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"unknown column '{column}'"):
        glossary.read([file])


def test_quotes_in_tab_separated_files_may_be_plain(tmp_path: Path) -> None:
    file = tmp_path / "terms.tsv"
    file.write_text('source\ttarget\n# old\n"Open" button\tKnopf „Öffnen“\ndike\tDeich\n', encoding="utf-8")
    read = [(term.source, term.line) for term in glossary.read([file]).terms]
    assert read == [('"Open" button', 3), ("dike", 4)]


def test_lines_may_end_as_on_old_computers(tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    file.write_bytes(b"source|target\rdike|Deich\r")
    assert [term.target for term in glossary.read([file]).terms] == ["Deich"]
