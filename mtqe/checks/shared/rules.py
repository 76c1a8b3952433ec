"""Small rules for checks: each rule has a name, a reason and an example.

A check with many excuses, or with many ways to find an error, keeps them in a tuple of rules. The name of a rule is the
name of its function, and the docstring is its reason. `tests/checks/test_rules.py` runs the check on the example of
each rule, with the rule and without it. The check must mark what the example says only with the rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, ParamSpec, TypeVar

from mtqe.registry.contracts import Example

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Rule(Generic[P, R]):
    """A function and an example that shows its effect.

    Args:
        apply: The function.
        example: A translation that the check marks as the example says only with the rule.
    """

    apply: Callable[P, R]
    example: Example

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Apply the rule."""
        return self.apply(*args, **kwargs)

    @property
    def name(self) -> str:
        """The name of the function."""
        return self.apply.__name__

    @property
    def why(self) -> str:
        """The docstring of the function."""
        return self.apply.__doc__ or ""


def rule(
    source: str, target: str, *marks: str, langs: tuple[str, str] = ("en", "de")
) -> Callable[[Callable[P, R]], Rule[P, R]]:
    """Make a function a rule."""
    return lambda function: Rule(function, Example(source, target, marks, langs))
