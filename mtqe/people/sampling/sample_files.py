"""The file of a sample: which segments were drawn, with what chance, and what is needed to estimate from them.

The schema is `mtqe.sample/1`; fields may be added, but never removed or given another meaning.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TextIO

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files

SCHEMA = "mtqe.sample/1"
AGAIN = "make it with mtqe sample REPORT --budget N -o sample.json"


class Chosen(msgspec.Struct, frozen=True):
    """A segment that was drawn.

    Args:
        system: Name of the translation system, if the report has several.
        id: Id of the segment in the report.
        stratum: Name of its stratum.
        probability: The chance with which it was drawn, above 0 and up to 1.
        prediction: Its predicted quality, 0 to 1.
        words: Number of words of its source.
        texts: Hash of source and translation, so that ratings of other texts are seen; see `texts`.
    """

    system: str | None
    id: str
    stratum: str
    probability: float
    prediction: float
    words: int
    texts: str = ""


class Stratum(msgspec.Struct, frozen=True):
    """A group of segments that are alike in what is known of them.

    Args:
        name: Unique in the sample.
        system: As in `Chosen`.
        segments: Number of segments.
        sampled: Number of those that were drawn.
        words: Number of source words of all of them.
        prediction: Their mean predicted quality.
        weighted: The sum of words times predicted quality.
        lowest: Their lowest predicted quality.
        highest: Their highest predicted quality.
    """

    name: str
    system: str | None
    segments: int
    sampled: int
    words: int
    prediction: float
    weighted: float
    lowest: float
    highest: float


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """A sample of the segments of a report.

    Args:
        schema: `mtqe.sample/1`.
        report: SHA-256 of the bytes of the report file, in hexadecimal.
        seed: Seed of the random numbers.
        by: The metric that predicts the quality.
        segments: The segments that were drawn, in the order of the report.
        strata: The strata of each system, worst predicted quality first.
    """

    schema: str = SCHEMA
    report: str = ""
    seed: int
    by: str = ""
    segments: tuple[Chosen, ...]
    strata: tuple[Stratum, ...]


def texts(source: str, target: str) -> str:
    """Hash of a source and its translation, 16 hex digits; spaces and line breaks do not count."""
    plain = "\x1f".join("".join(text.split()) for text in (source, target))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def write(sample: Sample, out: TextIO) -> None:
    """Write the sample as JSON."""
    out.write(msgspec.json.format(msgspec.json.encode(sample), indent=2).decode() + "\n")


def read(path: Path) -> Sample:
    """Read a file that `write` wrote.

    Raises:
        InputError: The file cannot be read, or is no sample.
    """
    data = files.read_bytes(path)
    try:
        sample = msgspec.json.decode(data, type=Sample)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{path}: not a sample: {error}", AGAIN) from error
    if sample.schema != SCHEMA:
        raise InputError(f"{path}: not a sample of schema {SCHEMA}, but of {sample.schema!r}", AGAIN)
    _check(sample, path)
    return sample


def _check(sample: Sample, path: Path) -> None:
    """Refuse a sample whose parts do not fit together.

    Raises:
        InputError: A segment is in no stratum or twice, a chance is not above 0 and up to 1, two strata have one
            name, or numbers do not add up.
    """
    strata = {stratum.name: stratum for stratum in sample.strata}
    if len(strata) < len(sample.strata):
        raise InputError(f"{path}: two strata have the same name", AGAIN)
    seen: set[tuple[str | None, str]] = set()
    drawn = dict.fromkeys(strata, 0)
    for item in sample.segments:
        if item.stratum not in strata or strata[item.stratum].system != item.system:
            raise InputError(f"{path}: segment {item.id} is in no stratum of its system", AGAIN)
        if (item.system, item.id) in seen:
            raise InputError(f"{path}: segment {item.id} is there twice", AGAIN)
        if not 0 < item.probability <= 1 or item.words < 1:
            raise InputError(f"{path}: segment {item.id} has no valid chance or number of words", AGAIN)
        seen.add((item.system, item.id))
        drawn[item.stratum] += 1
    for name, stratum in strata.items():
        if drawn[name] != stratum.sampled or not 0 < stratum.sampled <= stratum.segments <= stratum.words:
            raise InputError(
                f"{path}: stratum {name} does not have the numbers of segments and words that it names", AGAIN
            )
