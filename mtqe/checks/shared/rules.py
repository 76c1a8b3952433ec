"""Small rules that a check is made of: each has a name, a reason and an example.

A check with many excuses, or with many ways to an error, keeps them in a tuple of rules. The name of a rule is that of
its function, the reason is the docstring. `tests/checks/test_rules.py` runs the check on the example of each rule, with
the rule and without it: only with it does the check mark what the example says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, ParamSpec, TypeVar

from mtqe.contracts import Example

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Rule(Generic[P, R]):
    """A function and what shows its effect.

    Args:
        apply: The function.
        example: What the check marks only because of the rule or, with no marks, does not mark because of it.
    """

    apply: Callable[P, R]
    example: Example

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Apply the rule."""
        return self.apply(*args, **kwargs)

    @property
    def name(self) -> str:
        """Name of the function."""
        return self.apply.__name__

    @property
    def why(self) -> str:
        """Its docstring."""
        return self.apply.__doc__ or ""


def rule(
    source: str, target: str, *marks: str, langs: tuple[str, str] = ("en", "de")
) -> Callable[[Callable[P, R]], Rule[P, R]]:
    """Make a function a rule.

    Args:
        source: Source text of the example.
        target: Its translation.
        marks: What the check marks with the rule.
        langs: Language pair of the example.
    """
    return lambda function: Rule(function, Example(source, target, marks, langs))
