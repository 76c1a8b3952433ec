"""No module outside `mtqe/language` keeps words of languages in its logic."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from call_names import called

import mtqe
from mtqe.language import lang

PACKAGE = Path(mtqe.__file__).parent
FREQUENT = frozenset(
    word for tag in lang.tags() if not lang.language(tag).lends_words for word in lang.language(tag).frequent.function
)
"""Frequent words of languages, each of which only one language has; English is left out, since code is English."""
SHOWN = {"Example", "rule", "Hit"}
"""Calls whose arguments are examples and messages."""
EXCEPTIONS: dict[str, str] = {
    "checks/artifacts/look_alike_letters.py": "letters of other scripts that look like Latin ones",
    "checks/names/pinyin.py": "the rules for pinyin, which a language file selects",
    "checks/numbers/han_numerals.py": "the rules for numerals in Chinese characters",
    "checks/numbers/quantities.py": "signs of currencies, and the `german` rules for compounds",
    "checks/shared/german_lemmas.py": "the `german` rules for compounds",
    "checks/spacing/missing_spaces.py": "ranges of letters",
    "checks/terms/inflected.py": "the vowels that the `german` rules change",
    "checks/terms/renderings.py": "the `japanese` rules for verbs and signs",
    "checks/terms/term_forbidden.py": "the glossary of the examples",
    "cli/review_results.py": "`und` is the tag of an unknown language",
    "project/suppressions.py": "sample texts",
    "report/marot.py": "`und` is the tag of an unknown language",
    "report/view.py": "the same",
    "report/xliff.py": "the same",
    "review/sheet.py": "the same",
    "serve/commands.py": "the sample that a worker judges first",
}
"""Modules that have words of a language, and why."""
WORD = re.compile(r"[^\W\d_]{2,}")
ESCAPE = re.compile(r"\\.|\[[^\]]*\]|\(\?P?<?\w*>?")
"""Parts of a pattern that are no words: escapes, sets of characters, names of groups."""


def faults(source: str) -> Iterator[tuple[int, str]]:
    """The lines of a module with a word of a language in a set, table, pattern or comparison, and the word."""
    tree = ast.parse(source)
    shown = {id(part) for node in ast.walk(tree) if is_shown(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if not is_logic(node) or id(node) in shown:
            continue
        for part in ast.walk(node):
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and id(part) not in shown:
                for word in WORD.findall(ESCAPE.sub(" ", part.value)):
                    if word in FREQUENT or not word.isascii():
                        yield part.lineno, word


def is_shown(node: ast.AST) -> bool:
    """Whether a node is an example or a message."""
    return isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and called(node).split(".")[-1] in SHOWN)


def is_logic(node: ast.AST) -> bool:
    """Whether the strings in a node decide something: members of a set or table, patterns, what is compared."""
    if isinstance(node, ast.Call):
        return called(node).startswith(("re.", "frozenset", "set", "str.maketrans"))
    return isinstance(node, ast.Set | ast.Dict | ast.Tuple | ast.List | ast.Compare)


def test_no_module_has_words_of_a_language() -> None:
    uses = [
        f"{path.relative_to(PACKAGE)}:{line}: {word}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.parent.name != "language" and str(path.relative_to(PACKAGE)) not in EXCEPTIONS
        for line, word in dict.fromkeys(faults(path.read_text(encoding="utf-8")))
    ]
    assert not uses, "move them to the language files, such as their section `anywhere`:\n" + "\n".join(uses)


def test_every_exception_is_needed() -> None:
    needless = [name for name in EXCEPTIONS if not list(faults((PACKAGE / name).read_text(encoding="utf-8")))]
    assert needless == []


def test_planted_words_are_found() -> None:
    assert list(faults('A = frozenset({"zwischen", "x"})'))
    assert list(faults('A = re.compile(r"(?:nicht|no)\\b")'))
    assert list(faults('if word in ("für", "x"):\n    pass'))
    assert not list(faults('Example("The pier", "Der Steg für alle", ("für",))'))
    assert not list(faults('"""Words such as für."""\nA = ("for", "[äöü]")'))
