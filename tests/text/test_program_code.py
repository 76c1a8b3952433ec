"""What remains of program code if all that may be translated is taken away."""

from __future__ import annotations

import pytest

from mtqe.text import program_code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tide run # wait", "tide run # warten"),
        ("# first\ntide run", "# zuerst\ntide run"),
        ("x = 1; // one\n", "x = 1; // eins\n"),
        ("x /* one\ntwo */ y", "x /* eins */ y"),
        ("<b> <!-- one --></b>", "<b> <!-- eins --></b>"),
        ('print("Hello")', 'print("Hallo")'),
        ("git clone <address>", "git clone <Adresse>"),
        ("a  b\n\n", "a\nb"),
        ("$ tide run\n$ tide stop", "tide run\ntide stop"),
        ("SELECT 1 -- one", "SELECT 1 -- eins"),
    ],
)
def test_translated_comments_do_not_count(one: str, other: str) -> None:
    assert program_code.tokens(one) == program_code.tokens(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tide --low", "tide --high"),
        ("#define A 1", "#define A 2"),
        ("curl https://a.example", "curl https://b.example"),
        ("git commit", "git Übergabe"),
        ('<a href="x">', '<a href="x" id="y">'),
        ("/* one", "/* two"),
    ],
)
def test_other_changes_count(one: str, other: str) -> None:
    assert program_code.tokens(one) != program_code.tokens(other)


def test_code_of_a_reader_grows_no_worse_than_linearly() -> None:
    for fill in ("/*", "<!--", '"', "<a ", "# ", "// "):
        program_code.tokens(fill * 100_000)
