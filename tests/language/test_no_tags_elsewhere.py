"""No module outside `mtqe/language` keys a table by language tags or compares a language with a tag."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from call_names import called

import mtqe
from mtqe.language import lang

PACKAGE = Path(mtqe.__file__).parent
TAGS = frozenset(lang.tags())
LANGUAGE_FILES = frozenset(f"language/{name}.py" for name in ("lang", "facts", "forms", "sections", "number_sections"))
"""What reads the language files."""
EXAMPLES = {"Example", "rule"}
"""Calls whose arguments name the languages of an example, so that no logic depends on them."""

EXCEPTIONS: dict[str, str] = {
    "registry/contracts.py": "the default languages of an `Example` are English and German",
    "checks/shared/rules.py": "the same for the example of a rule",
    "formats/documents/html.py": "`lb` is an element of TEI",
    "formats/documents/html_content.py": "`br` is an element of HTML",
    "formats/documents/html_inline.py": "`br` and `tr` are elements of HTML",
    "formats/exchange/tmx_codes.py": "`hi` is an element of TMX",
    "formats/exchange/xliff_1.py": "`no` is a value of the attribute `translate`",
    "formats/exchange/xliff_2.py": "the same",
    "serve/commands.py": "the languages of the sample that a worker judges first",
}
"""Modules where a literal may look like a tag, and why."""


def words_of(node: ast.expr) -> list[str] | None:
    """The strings of a literal such as `("de", "en")`, or of `"de en".split()`; `None` for anything else."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        texts = [item.value for item in node.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)]
        return texts if len(texts) == len(node.elts) else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
        text = node.func.value
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and not node.args:
            return text.value.split()
    return None


def is_tag(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value in TAGS


def mostly_tags(texts: list[str]) -> bool:
    return 2 * sum(text in TAGS for text in texts) > len(texts)


def faults(source: str) -> Iterator[tuple[int, str]]:
    """The lines of a module that key a table by tags, list tags, or compare a language with a tag."""
    tree = ast.parse(source)
    skipped = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node).split(".")[-1] in EXAMPLES
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Dict):
            keys = [str(key.value) if isinstance(key, ast.Constant) else "" for key in node.keys if key is not None]
            if keys and mostly_tags(keys) and keys != ["id"]:
                yield node.lineno, "a table is keyed by tags"
        elif isinstance(node, ast.Compare):
            if any(is_tag(part) for part in (node.left, *node.comparators)):
                yield node.lineno, "a language is compared with a tag"
        elif isinstance(node, ast.Call) and called(node).endswith(".startswith") and is_tag(node.args[0]):
            yield node.lineno, "a language is compared with a tag"
        if isinstance(node, ast.expr) and (texts := words_of(node)) and mostly_tags(texts) and texts != ["id"]:
            yield node.lineno, "tags are listed"


def test_no_module_knows_a_tag() -> None:
    uses = [
        f"{path.relative_to(PACKAGE)}:{line}: {fault}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if str(path.relative_to(PACKAGE)) not in {*LANGUAGE_FILES, *EXCEPTIONS}
        for line, fault in faults(path.read_text(encoding="utf-8"))
    ]
    assert not uses, "move it to the language files; a limit belongs into their section `measured`:\n" + "\n".join(uses)


def test_every_exception_is_needed() -> None:
    needless = [name for name in EXCEPTIONS if not list(faults((PACKAGE / name).read_text(encoding="utf-8")))]
    assert needless == []


def test_planted_faults_are_found() -> None:
    assert list(faults('T = {"de": 1, "en": 2}'))
    assert list(faults('T = {"de": "x"}'))
    assert list(faults('if lang == "de":\n    pass'))
    assert list(faults('if "zh" in langs:\n    pass'))
    assert list(faults('if lang in ("ja", "zh"):\n    pass'))
    assert list(faults('A = frozenset({"de"})'))
    assert list(faults('A = "de en fr".split()'))
    assert list(faults('lang.startswith("de")'))
    assert not list(faults('Example("a", "b", langs=("de", "en"))'))
    assert not list(faults('limits = measured.into("ART113")'))
    assert not list(faults('UNITS = {"km": 1.0, "m": 2.0, "ft": 3.0}'))
    assert not list(faults('record = {"id": 1, "text": ""}'))
