"""A web or e-mail address of the source is not in the translation, or is another one there.

## What it does

Compares the addresses (`https://…`, `www.…`, `name@host`) of both sides, as many times as each stands there. An address
that was changed is marked on both sides, one that was lost in the source, a new one in the translation. The scheme, a
final slash, `www.` and the case of the host do not count, and the address may be that of the page in the other language
(`/en/` and `/de/`, `en.` and `de.`). Punctuation after an address is no part of it.
An address that only the translation has is minor: some translators put the address of a site for its name. So is one
that leads to another page and bears the mark of the target language (`/en/prices`, `/de/preise`; `.com`, `.de`): one
has to open it to know whether it is there. So is another in place of one whose words say that it is an example
(`www.example.com`, `www.my-provider.com`). An address without its scheme is one too.

## Why it is bad

The reader lands nowhere, or with somebody else.

## Known problems

- Addresses without `https://` or `www.` are recognised by a path behind a usual domain only (`harbour.example/tides`).
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.shared import addresses, kept_tokens
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity


@check(
    "MRK105",
    "address-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    examples=[
        Example("Write to pilot@harbour.example.", "Schreiben Sie an pilot@harbour.example."),
        Example("See https://harbour.example/en/tides.", "Siehe https://harbour.example/de/tides/."),
        Example("Twice a day and/or e.g./i.e.", "Zweimal täglich"),
        Example("访问www.harbour.example。", "Visit www.harbour.example.", langs=("zh", "en")),
        Example("See harbour.example/tides.", "Siehe unten.", ("harbour.example/tides",)),
        Example("(See www.harbour.example)", "(Siehe www.harbour.example)"),
        Example("See https://harbour.example/a_(b).", "Siehe https://harbour.example/a_(b)!"),
        Example("请访问https://harbour.example。", "Visit https://harbour.example.", langs=("zh", "en")),
        Example("See https://harbour.example/tides.", "Siehe unten.", ("https://harbour.example/tides",)),
        Example("Write to us.", "Schreiben Sie an uns@harbour.example.", ("uns@harbour.example",)),
        Example(
            "Écrivez à pilote@harbour.example.",
            "Write to pilot@harbour.example.",
            ("pilote@harbour.example", "pilot@harbour.example"),
            ("fr", "en"),
        ),
        Example(
            "See www.harbour.example/tides.",
            "Siehe www.harbour.example/gezeiten.",
            ("www.harbour.example/tides", "www.harbour.example/gezeiten"),
        ),
    ],
)
def address_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the addresses of both sides."""
    if not segment.source.strip() or not segment.target.strip():
        return
    langs = (context.source_base, context.target_base)
    found = [addresses.addresses(text, langs) for text in (segment.source, segment.target)]
    if found[0] or found[1]:
        for fault in kept_tokens.compare(*found):
            theirs, ours = fault
            lone, text = (theirs, segment.target) if ours is None else (ours, segment.source)
            if lone and not (theirs and ours) and addresses.stands(lone.text, text):
                continue
            mild = theirs is None or (ours is not None and _is_kin(theirs.text, ours.text, langs))
            yield from kept_tokens.hits([fault], "address", Severity.MINOR if mild else None)


def _is_kin(theirs: str, ours: str, langs: tuple[str, str]) -> bool:
    """Whether an address may well stand for another: for that of an example, or of the page in the other language."""
    return addresses.is_example(theirs) or addresses.is_example(ours) or addresses.is_localised(theirs, ours, langs)
