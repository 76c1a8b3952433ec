"""Finds the source of a translated file that stands beside it.

The path of the translation names its language: `values-de/strings.xml`, `de.lproj/Main.strings`, `locales/de.json`,
`news.de.md`. The source has the language of the source in that place, or no language.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from mtqe.language import language_tags
from mtqe.language.late_patterns import late

DEFAULT = "en"
"""Language of the source, if it is not known."""
MOST = 1_000
"""Paths: that are tried at most. By hand: a path names its language once or twice, in at most five spellings each."""
_BASE = "Base.lproj"
_SEPARATORS = late(r"([._-])")


def source_of(translation: Path, source_lang: str = "", target_lang: str = "") -> Path | None:
    """The file that a file translates.

    Args:
        translation: The translation.
        source_lang: BCP 47 tag of the source; empty means English.
        target_lang: BCP 47 tag of the translation; empty means the language that its path names.

    Returns:
        The file whose path differs only in the language, the most alike first; `None` if there is none.
    """
    target = target_lang or language_tags.from_name(str(translation.absolute())) or ""
    if not target:
        return None
    for choice in itertools.islice(_choices(translation.parts, source_lang or DEFAULT, target), MOST):
        path = Path(*choice)
        if path != translation and path.is_file() and not path.samefile(translation):
            return path
    return None


def _choices(parts: tuple[str, ...], source: str, target: str) -> Iterator[tuple[str, ...]]:
    """All ways to write the source's language in place of the translation's: everywhere first, then in one part."""
    last = len(parts) - 1
    options = [_spellings(part, source, target, number == last) for number, part in enumerate(parts)]
    places = [number for number, spellings in enumerate(options) if spellings]
    for chosen in itertools.product(*(options[place] for place in places)) if places else ():
        yield tuple(
            part
            for number, part in enumerate(parts)
            for part in [chosen[places.index(number)] if number in places else part]
            if part
        )
    for place in reversed(places):
        for spelling in options[place]:
            yield tuple(part for part in (*parts[:place], spelling, *parts[place + 1 :]) if part)


def _spellings(part: str, source: str, target: str, is_file: bool) -> list[str]:
    """The part of a path with the source's language in place of the translation's; empty if it does not name it."""
    own = {_tag(target), _tag(target).split("-")[0]}
    replacements = list(dict.fromkeys([source, source.replace("-", "_"), source.split("-")[0]]))
    if not is_file:
        if part.endswith(".lproj"):
            return [*(f"{tag}.lproj" for tag in replacements), _BASE] if _tag(part[:-6]) in own else []
        if part.startswith("values-"):
            return ["values"] if _tag(part[7:].replace("-r", "-")) in own else []
        return [*replacements, ""] if _tag(part) in own else []
    stem, ending = part.split(".", 1) if part.count(".") == 1 else ("", "")
    if _tag(stem) in own:
        return [f"{tag}.{ending}" for tag in replacements]
    pieces = _SEPARATORS.split(part)
    for length in (3, 1):
        for start in range(len(pieces) - length, -1, -1):
            if start % 2 == 0 and _tag("".join(pieces[start : start + length])) in own:
                before, after = pieces[:start], pieces[start + length :]
                without = "".join(before[:-1] + after if before else after[1:])
                return ["".join([*before, tag, *after]) for tag in replacements] + ([without] if without else [])
    return []


def _tag(text: str) -> str:
    return text.lower().replace("_", "-")
