"""What becomes of a review: ratings, accepted findings and new translations. Nothing is written here."""

from __future__ import annotations

import datetime
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import msgspec

from mtqe.mending.files.places import Key
from mtqe.model import Finding, Severity, ratings
from mtqe.model.ratings import Decision, RatedError, Rating
from mtqe.project import allowed_words, suppressions
from mtqe.project.suppressions import Suppression
from mtqe.report import annotators, esa, marot
from mtqe.review import entries
from mtqe.review.collection import Review
from mtqe.review.entries import Entry
from mtqe.review.sheet import Matter


@dataclass(frozen=True)
class Accepted:
    """A finding that a rater accepts, with the path of its document, and the word that the rater allows."""

    finding: Finding
    document: str
    rater: str
    reason: str
    word: str = ""


@dataclass(frozen=True)
class Results:
    """What becomes of the reviews of a report.

    Args:
        ratings: The ratings of each rater who said something.
        accepted: The findings that are accepted and that no rater calls errors.
        confirmed: The findings that a rater calls errors.
        disputed: The findings that one rater accepts, with the rater who calls them errors.
        translations: The new translations, by system and id of the segment.
        notes: On which translations raters disagree, one sentence each.
    """

    ratings: Mapping[str, tuple[Rating, ...]]
    accepted: tuple[Accepted, ...]
    confirmed: tuple[Accepted, ...]
    disputed: tuple[tuple[Accepted, str], ...]
    translations: Mapping[Key, str]
    notes: tuple[str, ...]


class Written(NamedTuple):
    """A file that was written, and what it is."""

    path: str
    what: str


class Finished(NamedTuple):
    """What became of the review so far.

    Args:
        written: The files.
        notes: What the raters must know, one sentence each.
        is_whole: Whether all that the raters said is in the files.
    """

    written: tuple[Written, ...]
    notes: tuple[str, ...]
    is_whole: bool


def results(matter: Matter, reviews: Sequence[Review], raters: Collection[str] | None = None) -> Results:
    """What becomes of reviews.

    Args:
        matter: What is reviewed.
        reviews: The reviews of all raters, one for each.
        raters: The raters whose ratings and decisions are wanted; `None` means all. The translations are of all raters.
    """
    notes: list[str] = []
    wanted = [review for review in reviews if raters is None or review.rater in raters]
    found = {review.rater: tuple(_ratings(matter, review)) for review in wanted}
    accepted, confirmed, disputed = _decided(matter, reviews, {review.rater for review in wanted})
    return Results(
        {rater: of_rater for rater, of_rater in found.items() if of_rater},
        tuple(accepted),
        tuple(confirmed),
        tuple(disputed),
        _translations(matter, reviews, notes),
        tuple(notes),
    )


def _ratings(matter: Matter, review: Review) -> Iterator[Rating]:
    """The ratings of a rater, in the order of the report."""
    for key in sorted(review.entries, key=int):
        if (entry := review.entries[key]).says_something:
            yield _rating(matter, key, entry, review)


def _rating(matter: Matter, key: str, entry: Entry, review: Review) -> Rating:
    segment, findings = matter.members[key]
    checks = {finding.fingerprint: finding.check for finding in findings}
    errors = [
        RatedError(error.category, Severity(error.severity), entries.spans(error), error.note) for error in entry.errors
    ]
    run = matter.report.run
    rating = Rating(
        rater=review.rater,
        segment=segment.id,
        source=segment.source,
        target=segment.target,
        doc=segment.doc,
        system=segment.system,
        source_lang=run.source_lang,
        target_lang=run.target_lang,
        score=entry.score,
        errors=tuple(errors) if errors or entry.looked else None,
        decisions=tuple(
            Decision(fingerprint, checks[fingerprint], said.opinion, said.reason.strip())
            for fingerprint, said in entry.decisions.items()
        ),
        edited=entry.edited,
        note=entry.note,
        seconds=entry.seconds or None,
        created=review.times[key],
    )
    if rating.errors is None:
        return rating
    return msgspec.structs.replace(rating, errors=annotators.errors(rating, findings))  # all, for those without report


def _decided(
    matter: Matter, reviews: Sequence[Review], wanted: Collection[str]
) -> tuple[list[Accepted], list[Accepted], list[tuple[Accepted, str]]]:
    """The findings that the wanted raters accept, that they call errors, and about which raters disagree."""
    paths = suppressions.document_paths(matter.report)
    said: dict[tuple[str, str], list[Accepted]] = {}
    for review in reviews:
        for key, entry in review.entries.items():
            segment, findings = matter.members[key]
            by_fingerprint = {finding.fingerprint: finding for finding in findings}
            for fingerprint, decision in entry.decisions.items():
                document = paths[segment.system, segment.id]
                reason = "" if decision.opinion == "error" else decision.reason.strip()
                one = Accepted(by_fingerprint[fingerprint], document, review.rater, reason, decision.word)
                said.setdefault((key, fingerprint), []).append(one)
    accepted: list[Accepted] = []
    confirmed: list[Accepted] = []
    disputed: list[tuple[Accepted, str]] = []
    for _, of_finding in sorted(said.items(), key=lambda item: int(item[0][0])):
        own = [one for one in of_finding if one.rater in wanted]
        against = [one for one in of_finding if not one.reason]
        agreeing = [one for one in own if one.reason]
        if agreeing and against:
            disputed.append((agreeing[0], against[0].rater))
        elif agreeing:
            accepted.append(agreeing[0])
        elif own:
            confirmed.append(own[0])
    return accepted, confirmed, disputed


def new_words(found: Results) -> tuple[list[str], list[str]]:
    """The words that raters allow, and notes on those that are not allowed, because a rater calls one an error."""
    asked = dict.fromkeys(one.word for one in found.accepted if one.word)
    against = {allowed_words.offered(one.finding): one for one in found.confirmed}
    notes = [
        f"“{word}” is not allowed: {one.rater} calls it an error in {_what(one.finding)}"
        for word, one in against.items()
        if word in asked
    ]
    return [word for word in asked if word not in against], notes


def _what(finding: Finding) -> str:
    return f"segment {finding.segment}: {finding.check} {finding.name}"


def _translations(matter: Matter, reviews: Sequence[Review], notes: list[str]) -> dict[Key, str]:
    """The new translations on which all raters agree who changed a segment."""
    texts: dict[str, dict[str, str]] = {}
    for review in reviews:
        for key, entry in review.entries.items():
            if entry.edited is not None:
                texts.setdefault(key, {})[review.rater] = entry.edited
    found: dict[Key, str] = {}
    for key in sorted(texts, key=int):
        segment, of_raters = matter.members[key][0], texts[key]
        if len(set(of_raters.values())) == 1:
            found[segment.system, segment.id] = next(iter(of_raters.values()))
        else:
            who = " and ".join(of_raters)
            notes.append(f"segment {segment.id}: {who} changed the translation in different ways; none is written")
    return found


def rating_files(matter: Matter, of_rater: Sequence[Rating]) -> dict[str, tuple[str, str]]:
    """The ratings of a rater in all forms: the ending of the file, its content, and for what it is."""
    found = annotators.of_ratings(matter.report, of_rater)
    table, lines = io.StringIO(), io.StringIO()
    marot.write(matter.report, found, table)
    esa.write(matter.report, found, lines)
    return {
        ".ratings.jsonl": ("".join(ratings.line(rating) + "\n" for rating in of_rater), ""),
        ".marot.tsv": (table.getvalue(), " for Marot"),
        ".esa.jsonl": (lines.getvalue(), " as ESA"),
    }


def new_suppressions(matter: Matter, found: Results, text: str, path: str) -> tuple[list[Suppression], list[str]]:
    """The entries that are missing in a suppressions file, and notes on findings that raters call errors."""
    today = datetime.datetime.now(datetime.UTC).date()
    now = suppressions.apply(matter.report, suppressions.parse(text, path), today, path)
    there = {(item.system, item.segment, item.fingerprint) for item in now.findings if item.suppressed is not None}

    def is_there(one: Accepted) -> bool:
        return (one.finding.system, one.finding.segment, one.finding.fingerprint) in there

    new = {
        (one.finding.fingerprint, one.document): suppressions.entry(
            one.finding, one.document, Path(path), one.reason, one.rater
        )
        for one in found.accepted
        if not is_there(one) and not one.word
    }
    notes = [
        f"{_what(one.finding)} is accepted in {path}, but {one.rater} calls it an error; remove its entry"
        for one in found.confirmed
        if is_there(one)
    ]
    for one, other in found.disputed:
        they = f"{one.rater} accepts it, {other} calls it an error"
        notes.append(
            f"{_what(one.finding)} is still accepted in {path}, but raters disagree: {they}; remove its entry"
            if is_there(one)
            else f"{_what(one.finding)} is not accepted: {they}"
        )
    return list(new.values()), notes
