"""What remains of program code if all that may be translated is taken away."""

from __future__ import annotations

import pytest

from mtqe.language import program_code


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
        ("<title>High tide</title>\n<p>At 7</p>", "<title>Flut</title>\n<p>Um 7</p>"),
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
        ("<p>At 7</p>", "<p>Um 8</p>"),
        ("a > one < b", "a > two < b"),
    ],
)
def test_other_changes_count(one: str, other: str) -> None:
    assert program_code.tokens(one) != program_code.tokens(other)


def test_code_of_a_reader_grows_no_worse_than_linearly() -> None:
    for fill in ("/*", "<!--", '"', "<a ", "# ", "// ", "</b>", ">a"):
        program_code.tokens(fill * 30_000)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("x = 5 # one", "x = 6 # eins", [("5", "6")]),
        ("$ tide --low 1", "tide --low 1 2", [("", "2")]),
        ("a /* one */ b c", "a /* eins */ d", [("b c", "d")]),
        ("a 1 b 2", "a 3 b 4", [("1", "3"), ("2", "4")]),
        ("<b>", "<b>", []),
    ],
)
def test_differences_have_their_places(one: str, other: str, expected: list[tuple[str, str]]) -> None:
    found = program_code.differences(program_code.placed_tokens(one), program_code.placed_tokens(other))
    assert [(one[slice(*left)], other[slice(*right)]) for left, right in found] == expected


def test_many_differences_are_one() -> None:
    one, other = (program_code.placed_tokens(f"{word} " * 300) for word in ("tide", "Flut"))
    assert program_code.differences(one, other) == [((0, 1499), (0, 1499))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def tide(self):\n    self.low = []", True),
        ('if tide == "low":\n    import ebb\n    wait(ebb)', True),
        ("while tide:\n    moor()\nelse:\n    leave()", True),
        ('__all__ = ["ebb", "flood"]', True),
        ("low.tide = 5", True),
        ("if the tide is low:\nwait for the flood", False),
        ("for example:", False),
        ("Tide = {0} and more", False),
        ("Low tide = time to wait", False),
    ],
)
def test_lines_of_code(text: str, expected: bool) -> None:
    assert program_code.is_code(text) is expected


def test_long_lines_are_read_in_linear_time() -> None:
    for fill in ("a=", "a[", "if ", "a.b(", "@", " = ("):
        program_code.is_code(fill * 20_000 + "\n x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Usage: tide [--now] [--port=NAME] FILE...", True),
        ("tide -p PORT --ebb|--flood", True),
        ("Use --now or --later to see the tide of today", False),
        ("Usage: tide FILE", False),
        ("tide list -d <port>...", True),
        ("tide moor (--now | --later | --never)", True),
        ("List the -d <port>", False),
        ("tide list -d every port", False),
        ("tide list of every -d <port>", False),
        ("tide list <port> <pier>", False),
        ("", False),
    ],
)
def test_what_shows_how_a_command_is_called(text: str, expected: bool) -> None:
    assert program_code.is_usage(text) is expected
