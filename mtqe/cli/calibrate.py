"""`mtqe calibrate`: propose limits from shipped translations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mtqe.cli import deliver, options
from mtqe.cli.progress import progress
from mtqe.cli.wrap import say
from mtqe.errors import ConfigError

if TYPE_CHECKING:
    from mtqe.intake.inputs import Input
    from mtqe.model import Report
    from mtqe.people.raters.shipped_documents import Limit
    from mtqe.project.calibrate import Proposal
    from mtqe.project.separating import Passing
    from mtqe.settings.config import Config
    from mtqe.settings.policy import GateConfig

NAMED = 3


@click.command("calibrate", short_help="propose limits from translations you shipped")
@click.argument("accepted", metavar="ACCEPTED...", nargs=-1, type=options.FILE)
@click.option(
    "--false-fail",
    "share",
    type=click.FloatRange(0, 0.5, min_open=True),
    default=0.05,
    show_default=True,
    metavar="SHARE",
    help="Maximum share of further documents like these that a limit may stop on average.",
)
@click.option(
    "--ratings",
    "rating_paths",
    multiple=True,
    type=options.FILE,
    help="Ratings of these translations by people; see mtqe agreement. Repeatable.",
)
@click.option(
    "--acceptable", type=float, metavar="SCORE", help="With --ratings: lowest mean score that you would ship."
)
@click.option(
    "--acceptable-mqm",
    type=click.FloatRange(min=0),
    metavar="POINTS",
    help="With --ratings: highest MQM penalty per 1,000 words that you would ship.",
)
@click.option("--write", is_flag=True, help="Write the limits into the policy file.")
@options.language_options
@options.config_options
def command(
    accepted: tuple[Path, ...],
    share: float,
    rating_paths: tuple[Path, ...],
    acceptable: float | None,
    acceptable_mqm: float | None,
    write: bool,
    config_file: Path | None,
    show_config: bool,
    **given: Any,
) -> None:
    """Propose limits that translations you were happy to ship would have passed.

    ACCEPTED are reports (JSON files that evaluate wrote) or the input of evaluate: SOURCE and TRANSLATION, two files or
    folders, or a file of pairs. By default they are the files that [pairs] in mtqe.toml matches. Each document is
    judged separately. The change of the policy is printed as a diff on stdout. A table on stderr shows which of the
    documents each limit would have stopped, and what share of further documents it will stop (95 % interval).

    A limit inside the noise of the documents is never proposed, and no limit is proposed for fewer than 19 documents
    (another number with --false-fail). Metrics where lower is better get their limit under max_score, all others under
    min.

    With --ratings the documents need not be shipped: those that people rated acceptable take their place, and the
    others show how many bad documents each limit lets pass (95 % interval). A limit that does not stop them more often
    than good ones is not proposed.

    \b
    mtqe calibrate shipped/*.json
    mtqe calibrate shipped/*.json --false-fail 0.02 --write
    mtqe calibrate en/ de/
    mtqe calibrate report.json --ratings ana.ratings.jsonl --acceptable 75
    """
    config = options.load_config(config_file, options.check_keys(given), show_config, rules=True)
    from mtqe.cli import policy_update
    from mtqe.gate.score_keys import refuse_unfit
    from mtqe.project import calibrate, separating
    from mtqe.registry import metric_table

    limit = _limit(rating_paths, acceptable, acceptable_mqm)
    documents = calibrate.documents(list(_reports(accepted, config)))
    if not documents:
        raise click.UsageError("none of the given documents contains any words")
    facts = metric_table.facts(documents[0])
    refuse_unfit(config.gate, facts)
    shipped, refused = _judged(documents, rating_paths, limit) if limit else (documents, [])
    proposals = calibrate.propose(shipped, config.gate, share, facts)
    passed = separating.passing(proposals, refused, config.gate, facts)
    proposals = separating.separating(proposals, passed)
    for line in _table(proposals, passed, shipped, config.gate, share):
        say(line, err=True)
    for line in _bad_ones(proposals, shipped, refused, config.gate) if limit else ():
        say(line, err=True)
    for name in [name for name, known in facts.items() if known.higher_is_better is None]:
        say(f"no limit for {name}: its direction is unknown; install the plugin that brings it", err=True)
    policy = policy_update.update(
        config_file, lambda text, is_pyproject: calibrate.edited(text, proposals, is_pyproject), write
    )
    if write:
        say(policy.said, err=True)
        return
    with deliver.stdout(data=True) as out:
        out.writelines(policy.diff())
    if policy.after != policy.before:
        say(f"--write puts this change into {policy.path}", err=True)


def _limit(paths: Sequence[Path], acceptable: float | None, penalty: float | None) -> Limit | None:
    """What people accept; `None` without ratings.

    Raises:
        UsageError: There are ratings without a limit, or a limit without ratings, or both limits.
    """
    from mtqe.people.raters.shipped_documents import Limit

    given = [Limit("score", acceptable)] if acceptable is not None else []
    given += [Limit("errors", penalty)] if penalty is not None else []
    if bool(paths) != bool(given) or len(given) > 1:
        raise click.UsageError("--ratings needs one of --acceptable and --acceptable-mqm, and each of them --ratings")
    return given[0] if given else None


def _judged(
    documents: Sequence[Report], paths: Sequence[Path], limit: Limit
) -> tuple[Sequence[Report], Sequence[Report]]:
    """The documents that people accept, and those that they do not; what was left out is said on stderr.

    Raises:
        UsageError: People accept none of the documents, or rated too little of all.
    """
    from mtqe.cli.agreement import read_ratings
    from mtqe.people.raters import shipped_documents

    judged = shipped_documents.judge(documents, read_ratings(paths), limit)
    matched = judged.matched
    say(
        f"People accept {len(judged.accepted)} of {len(documents)} documents and not {len(judged.refused)}; "
        f"{judged.unrated} are rated too little. {matched.matched:,} of {matched.ratings:,} ratings are of these texts",
        err=True,
    )
    if judged.unrated == len(documents):
        raise click.UsageError("people rated less than half of the words of each of these documents; rate more of them")
    if not judged.accepted:
        raise click.UsageError("people accept none of these documents; give more of them, or another limit")
    return judged.accepted, judged.refused


def _reports(accepted: Sequence[Path], config: Config) -> Iterator[tuple[str, Report]]:
    """The reports with their names: read from files, or made from the given texts.

    Raises:
        ConfigError: A source has no translation, or no arguments were given and the configuration has no pairs.
    """
    from mtqe.formats import dispatch
    from mtqe.intake import inputs, reading
    from mtqe.project import suppressions
    from mtqe.report import json

    entries = suppressions.of(config)
    paths = list(accepted)
    if not paths:
        if not (config.pairs.source or config.pairs.target):
            raise ConfigError(
                "there is nothing to calibrate on", "give reports, give SOURCE TRANSLATION, or set [pairs] in mtqe.toml"
            )
        pair_config = options.with_languages(config, config.pairs.source, config.pairs.target)
        yield "[pairs]", _assessed(pair_config, inputs.Patterns())
    while paths:
        first = paths.pop(0)
        if str(first) == "-" or first.suffix.lower() == ".json":
            yield str(first), suppressions.settled(json.read(first), config, entries)
            continue
        translation = None if dispatch.holds_pairs(first) else paths.pop(0) if paths else first
        if translation == first or (translation is not None and translation.suffix.lower() == ".json"):
            raise ConfigError(f"{first} has no translation", "give SOURCE TRANSLATION: two files or two folders")
        given = inputs.of_completed(first, translation)
        if isinstance(given, inputs.PairsFile):
            pairs = reading.read_pairs(given)
            yield str(first), _assessed(options.with_languages_of(config, pairs, first), inputs.Records(pairs))
        else:
            assert translation is not None
            yield str(translation), _assessed(options.with_languages(config, first, translation), given)


def _assessed(config: Config, given: Input) -> Report:
    """The report on texts, not judged; files that could not be read are listed on stderr."""
    glossary = options.load_glossary(config)
    from mtqe.flow import pipeline
    from mtqe.intake import reading

    with progress() as callback:
        texts = reading.read(given, config, callback)
        report = pipeline.assess(texts, config, glossary, pipeline.Stages(gate=False), callback)
    for problem in report.failures:
        say(f"{problem.what}: {problem.why}", err=True)
    return report


def _bad_ones(
    proposals: Sequence[Proposal], shipped: Sequence[Report], refused: Sequence[Report], policy: GateConfig
) -> Iterator[str]:
    """How many documents that people do not accept pass by all limits together, now and as proposed."""
    from mtqe.gate.verdicts import judge
    from mtqe.project import calibrate, separating

    if not refused:
        yield "People refuse none of the documents, so it is not known what the limits let pass"
        return
    for name, gate in (("current policy", policy), ("proposed limits", calibrate.changed(policy, proposals))):
        found = separating.of_policy(name, gate, shipped, refused, judge)
        yield (
            f"The {name} let{'s' if gate is policy else ''} {found.passed} of {found.documents} bad documents pass: "
            f"{found.rate.low:.1%} to {found.rate.high:.1%} of further ones"
        )


def _table(
    proposals: Sequence[Proposal],
    passed: Mapping[str, Passing],
    shipped: Sequence[Report],
    policy: GateConfig,
    share: float,
) -> Iterator[str]:
    from mtqe.gate.verdicts import judge
    from mtqe.project import calibrate

    rows: list[tuple[str, ...]] = [
        ("rule", "now", "proposed", "stops now", "would have stopped", "of further documents")
    ]
    rows[0] += ("bad ones pass", "of further bad ones") if passed else ()
    for proposal in proposals:
        bad = passed.get(proposal.rule)
        rows.append(
            (
                proposal.rule,
                "-" if proposal.now is None else f"{proposal.now:g}",
                "no limit" if proposal.limit is None else f"{proposal.limit:g}",
                "-" if proposal.now is None else f"{proposal.stopped_now} of {proposal.documents}",
                "-" if proposal.limit is None else f"{len(proposal.stopped)} of {proposal.documents}",
                "-" if proposal.rate is None else f"{proposal.rate.low:.1%} to {proposal.rate.high:.1%}",
                *([f"{bad.passed} of {bad.documents}", f"{bad.rate.low:.1%} to {bad.rate.high:.1%}"] if bad else []),
                *(["-", "-"] if passed and not bad else []),
            )
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
    useless = [rule for rule, found in passed.items() if not found.separates]
    if useless:
        yield f"no limit, because bad documents are not stopped more often than good ones: {', '.join(useless)}"
    yield from _stopped(proposals)
    if names := calibrate.unspared(shipped, policy, judge):
        yield (
            f"never_spared stops {len(names)} of {len(shipped)}, whatever the rate: {_named(names)}. Accept false "
            "alarms with mtqe accept, or shorten never_spared"
        )
    if len(shipped) < (least := calibrate.least(share)):
        yield f"no limit: too few texts; limits that stop {share:.1%} need at least {least}, these are {len(shipped)}"
        return
    today = calibrate.failing(shipped, policy, judge)
    together = calibrate.failing(shipped, calibrate.changed(policy, proposals), judge)
    yield (
        f"The current policy stops {today} of {len(shipped)} documents, the proposed limits stop {together}. The "
        "limits are fitted to these documents, so expect them to stop more of others"
    )
    if any(proposal.rule.startswith("max.") and proposal.stopped for proposal in proposals):
        yield "Accept false alarms with mtqe accept: limits on numbers of findings are never made more lenient"
    if len(shipped) < (enough := calibrate.needed(share)):
        yield f"To show a false-fail rate of {share:.1%} you need at least {enough} documents; these are {len(shipped)}"
    if len(langs := {report.run.target_lang for report in shipped}) > 1:
        yield f"These limits are for {len(langs)} languages together; calibrate each separately for [[gate.rules]]"


def _stopped(proposals: Sequence[Proposal]) -> Iterator[str]:
    """A line on each limit that would have stopped documents, with the names of the first ones."""
    for proposal in proposals:
        if proposal.stopped:
            yield f"{proposal.rule} would have stopped {_named(proposal.stopped)}"


def _named(names: Sequence[str]) -> str:
    """The first names, and the number of further ones."""
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
