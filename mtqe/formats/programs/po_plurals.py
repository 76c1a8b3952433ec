"""The plural forms of gettext: which numbers take which form, by the header field `Plural-Forms` of a PO file.

The field has a number and an expression of C, `nplurals=2; plural=(n != 1);`. The expression gives the form of `n`.
"""

from __future__ import annotations

import functools
import operator
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from mtqe.language.late_patterns import late

GERMANIC = "nplurals=2; plural=(n != 1);"
"""The forms of a file that names none: one for 1, one for all other numbers."""
_USUAL = range(1001)
"""Numbers: each category that one of them has needs a form."""
_NUMBERS = (*_USUAL, 1_000_000)
"""Numbers: which of them take a form shows what the form is for; some languages treat millions in their own way."""
_MOST_FORMS = 20
"""Forms: no language has more; Arabic has six."""
_DEEPEST = 40
"""Places: how deep an expression may be nested."""
_TOKEN = late(r"\s*(\d{1,9}|n|\|\||&&|[=!<>]=|[<>!?:()*/%+-])")
_FIELD = late(r"nplurals\s*=\s*(\d{1,3})\s*;\s*plural\s*=\s*([^;\\]{1,1000})(?:[;\\]|\Z)")
_LEVELS: tuple[Mapping[str, Callable[[int, int], int]], ...] = (
    {"||": lambda left, right: left or right},
    {"&&": lambda left, right: left and right},
    {"==": operator.eq, "!=": operator.ne},
    {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge},
    {"+": operator.add, "-": operator.sub},
    {"*": operator.mul, "/": operator.floordiv, "%": operator.mod},
)
"""The operators of C between two values, the loosest first."""
Expression = Callable[[int], int]


class Form(NamedTuple):
    """A plural form.

    Args:
        name: Its category in CLDR, such as `few`. If a file treats numbers in another way than CLDR, so that the
            categories are not clear, its number from 0.
        singular: Whether only the number 1 takes this form, or 0 and 1, as in French. Translators write it from the
            singular of the source.
    """

    name: str
    singular: bool


@functools.lru_cache(maxsize=64)
def forms(field: str, language: str) -> tuple[Form, ...] | None:
    """The forms by their number, or `None` if the field cannot be understood.

    Args:
        field: The value of `Plural-Forms`.
        language: BCP 47 tag of the translation; empty if unknown.
    """
    match = _FIELD.search(field)
    if not match or not 0 < int(match[1]) <= _MOST_FORMS:
        return None
    try:
        expression = _Parser(match[2]).parsed()
        numbers: dict[int, list[int]] = {}
        for number in _NUMBERS:
            numbers.setdefault(int(expression(number)), []).append(number)
    except (ValueError, ZeroDivisionError):
        return None
    count = int(match[1])
    if not set(numbers) <= set(range(count)):
        return None
    names = _names(numbers, language)
    return tuple(Form(names.get(index, str(index)), numbers.get(index) in ([1], [0, 1])) for index in range(count))


def _names(numbers: Mapping[int, list[int]], language: str) -> dict[int, str]:
    """The category of each form: that of most of its numbers. None is clear if two forms have one, or one has none."""
    category = _categories(language)
    if category is None:
        return {}
    found = {index: Counter(map(category, members)).most_common(1)[0][0] for index, members in numbers.items()}
    clear = len(set(found.values())) == len(found) and {category(number) for number in _USUAL} <= set(found.values())
    return found if clear else {}


def _categories(language: str) -> Callable[[int], str] | None:
    """The function of CLDR that gives the category of a number in a language."""
    from babel import Locale, UnknownLocaleError

    for tag in (language, language.partition("-")[0]):
        try:
            form: Callable[[int], str] = Locale.parse(tag, sep="-").plural_form
            return form
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return None


class _Parser:
    """Reads an expression of C with the variable `n`, as gettext allows it."""

    def __init__(self, text: str) -> None:
        self._tokens = [*_tokens(text)][::-1]
        self._depth = 0

    def parsed(self) -> Expression:
        """The expression as a function of `n`.

        Raises:
            ValueError: It is not one.
        """
        whole = self._choice()
        if self._tokens:
            raise ValueError(f"{self._tokens[-1]!r} is not expected")
        return whole

    def _next(self, *wanted: str) -> str:
        """The next token if it is a wanted one, else an empty string."""
        return self._tokens.pop() if self._tokens and self._tokens[-1] in wanted else ""

    def _choice(self) -> Expression:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError("nested too deeply")
        test = self._binary(0)
        if self._next("?"):
            yes = self._choice()
            if not self._next(":"):
                raise ValueError("':' is missing")
            test = _chosen(test, yes, self._choice())
        self._depth -= 1
        return test

    def _binary(self, level: int) -> Expression:
        if level == len(_LEVELS):
            return self._single()
        left = self._binary(level + 1)
        while sign := self._next(*_LEVELS[level]):
            left = _applied(_LEVELS[level][sign], left, self._binary(level + 1))
        return left

    def _single(self) -> Expression:
        negations = 0
        while self._next("!"):
            negations += 1
        inner = self._atom()
        if not negations:
            return inner
        return lambda n: int(bool(inner(n)) != bool(negations % 2))

    def _atom(self) -> Expression:
        if self._next("("):
            inside = self._choice()
            if not self._next(")"):
                raise ValueError("')' is missing")
            return inside
        if self._next("n"):
            return lambda n: n
        if self._tokens and self._tokens[-1].isdigit():
            number = int(self._tokens.pop())
            return lambda n: number
        raise ValueError("a value is missing")


def _chosen(test: Expression, yes: Expression, no: Expression) -> Expression:
    return lambda number: yes(number) if test(number) else no(number)


def _applied(function: Callable[[int, int], int], left: Expression, right: Expression) -> Expression:
    return lambda n: int(function(left(n), right(n)))


def _tokens(text: str) -> Iterator[str]:
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if not match:
            raise ValueError(f"{text[at:].strip()[0]!r} is not part of an expression")
        yield match[1]
        at = match.end()
