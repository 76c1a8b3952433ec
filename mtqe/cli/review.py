"""`mtqe review`: people review a report on a local page."""

from __future__ import annotations

import functools
import os
import shlex
import sys
import webbrowser
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mtqe.cli import brief, options
from mtqe.cli.progress import progress
from mtqe.cli.wrap import say
from mtqe.errors import ExitCode
from mtqe.prose import count

if TYPE_CHECKING:
    from mtqe.cli.review_results import Writer
    from mtqe.review.entrance import Entrance
    from mtqe.review.finding_sentences import Sentences
    from mtqe.review.journal import Journal
    from mtqe.review.outcomes import Finished
    from mtqe.review.sheet import Matter
    from mtqe.settings.config import Config

PACKAGES = ("starlette", "uvicorn")


@click.command(
    "review",
    cls=brief.Command,
    common="--rater --segments --sample -o --collect --folder --in-place --port --no-browser --config",
    short_help="review findings and segments on a local page",
)
@click.argument("report_path", metavar="REPORT", type=options.FILE)
@click.argument("exports", metavar="[EXPORT]...", nargs=-1, type=options.FILE)
@click.option("--rater", metavar="NAME", help="Who reviews.  [default: your user name]")
@click.option("--segments", type=click.IntRange(0), default=0, help="Also review this many segments, drawn at random.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed draws other segments.")
@click.option("--sample", type=options.FILE, help="Also review the segments of this file, which mtqe sample wrote.")
@click.option("--no-glosses", is_flag=True, help="Leave out what foreign words mean; the encoder is not loaded.")
@click.option("-o", "--output", type=options.FILE, help="Write the page to this file, and start no server.")
@click.option("--collect", is_flag=True, help="Write the results of all reviews, and of EXPORT, and start no server.")
@click.option("--folder", type=options.FILE, help="Folder of the review.  [default: NAME.review beside REPORT]")
@click.option("--suppressions", type=options.FILE, help="File of accepted findings.  [default: mtqe-suppressions.toml]")
@click.option("--in-place", is_flag=True, help="Write new translations into their files, not into copies.")
@click.option("-f", "--format", "form", metavar="NAME", help="Format of the translation.  [default: by file ending]")
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="0: any free port.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@options.config_options
def command(
    report_path: Path,
    exports: tuple[Path, ...],
    rater: str | None,
    segments: int,
    seed: int,
    sample: Path | None,
    no_glosses: bool,
    output: Path | None,
    collect: bool,
    folder: Path | None,
    suppressions: Path | None,
    in_place: bool,
    form: str | None,
    port: int,
    no_browser: bool,
    config_file: Path | None,
    show_config: bool,
) -> int:
    """Review REPORT, a JSON file that mtqe evaluate wrote, on a page that only this machine can open.

    Needs the extra: pip install "mtqe[review]", or "mtqe-slim[review]". Each change is saved at once, separately for
    each rater. "Write results" on the page writes ratings, accepted findings and new translations; so does --collect,
    later or for several raters.

    \b
    mtqe review report.json --rater ana --segments 20
    mtqe review report.json -o review.html      a page for people without mtqe
    mtqe review report.json --collect report.ana.review.json

    Ctrl-C ends the review; the same command resumes it. Results go to the folder of the review: the ratings of
    each rater as JSON Lines, for Marot and as ESA, and copies of the translations. Accepted findings are appended to
    the suppressions file. --collect exits with 3 if raters disagree, or a new translation could not be written.
    """
    if exports and not collect:
        raise click.UsageError(f"{exports[0]}: exports need --collect")
    if output and collect:
        raise click.UsageError("-o writes the page, and --collect results; give one of them")
    if str(report_path) == "-":
        raise click.UsageError("a review needs the file of the report, because its results refer to it")
    config = options.load_config(config_file, {}, show_config)
    from mtqe.cli.atomic_write import refuse_unwritable
    from mtqe.review import chosen, entries, sheet
    from mtqe.settings import sources as settings

    if rater is not None:
        rater = entries.rater_named(rater)
    matter = sheet.open_report(report_path)
    keys = [*(chosen.of_sample(sample, matter) if sample else []), *chosen.drawn(matter, segments, seed)]
    if output:
        refuse_unwritable(output)
        _write_page(output, sheet.sheet(matter, keys, form, _sentences(matter, config, not no_glosses)))
        say(f"next: {shlex.join(['mtqe', 'review', str(report_path), '--collect'])} EXPORT...", err=True)
        return ExitCode.PASS
    from mtqe.cli.review_results import Writer

    folder = folder or _folder(report_path)
    accepted = suppressions or Path(config.suppressions or settings.SUPPRESSIONS)
    policy = config_file or settings.file_of() or Path("mtqe.toml")
    writer = Writer(matter, folder, accepted, form, in_place, policy)
    if collect:
        return _collect(writer, exports, rater, report_path)
    options.refuse_without(PACKAGES, "review")
    name = rater or entries.rater_named(options.user_name())

    def shown() -> Mapping[str, Any]:
        return sheet.sheet(matter, keys, form, _sentences(matter, config, not no_glosses, folder))

    _serve(writer, shown, name, port, not no_browser, report_path)
    return ExitCode.PASS


def _folder(report: Path) -> Path:
    """The folder of the review of a report."""
    return report.with_name(f"{report.name.removesuffix('.json')}.review")


def _sentences(matter: Matter, config: Config, glossed: bool, folder: Path | None = None) -> Sentences:
    """A sentence on each finding; those of an earlier start if the folder of the review has them."""
    from mtqe.cli.atomic_write import write_content
    from mtqe.people.triage import triage
    from mtqe.review import finding_sentences

    known = finding_sentences.kept(folder, matter.id, glossed) if folder else None
    if known is not None:
        return known
    with progress() as callback:
        found = triage(matter.report, device=config.device, progress=callback, glossed=glossed)
    for problem in found.problems:
        say(f"{problem.what}: {problem.why}", err=True)
    if folder and not found.problems:
        content = finding_sentences.encoded(matter.id, glossed, found.sentences)
        write_content(folder / finding_sentences.NAME, content)
    return found.sentences


def _write_page(path: Path, shown: Mapping[str, Any]) -> None:
    from mtqe.cli.atomic_write import write_content
    from mtqe.review import page_assets

    text = page_assets.page(shown, served=False)
    write_content(path, text)
    say(f"wrote {path}", err=True)


def _collect(writer: Writer, exports: Sequence[Path], rater: str | None, report_path: Path) -> int:
    """Write the results of the journals and exports; those of one rater, if it is given."""
    from mtqe.errors import InputError
    from mtqe.review import collection

    tell = functools.partial(say, err=True)
    found = [collection.exported(path, writer.matter) for path in exports]
    new = {review.rater for review in found}
    found += collection.journals(writer.folder, writer.matter, tell)
    if not found:
        raise InputError(
            f"{writer.folder} has no review of {writer.matter.name}", "give the files that the page exported"
        )
    reviews = collection.joined(found, writer.matter, tell)
    if rater is not None and rater not in {review.rater for review in reviews}:
        names = ", ".join(review.rater for review in reviews)
        raise InputError(f"{rater} has not reviewed {writer.matter.name}", f"these have: {names}")
    collection.keep([review for review in reviews if review.rater in new], writer.folder, writer.matter)
    done = writer.write(reviews, None if rater is None else {rater})
    _tell(done)
    _tell_next(writer, done, report_path)
    return ExitCode.PASS if done.is_whole else ExitCode.INCOMPLETE


def _tell(done: Finished) -> None:
    for one in done.written:
        say(f"wrote {one.path}: {one.what}", err=True)
    for note in done.notes:
        say(note, err=True)


def _tell_next(writer: Writer, done: Finished, report_path: Path) -> None:
    """What to do with the results, if there are any."""
    from mtqe.cli.review_results import TRANSLATION

    if any(one.what == TRANSLATION for one in done.written):
        where = "" if writer.in_place else "put the new translation in the place of the old one (--in-place does) and "
        say(f"next: {where}evaluate again", err=True)
    if done.written:
        say(f"next: {shlex.join(['mtqe', 'agreement', str(report_path), str(writer.folder)])}", err=True)


def _serve(
    writer: Writer, make: Callable[[], Mapping[str, Any]], rater: str, port: int, browser: bool, report_path: Path
) -> None:
    from mtqe.review import collection, hosting, journal, page_assets, routes
    from mtqe.review.collection import Review
    from mtqe.review.entrance import Entrance

    tell = functools.partial(say, err=True)
    matter, page = writer.matter, functools.partial(page_assets.page, served=True)
    written: list[tuple[Review, Finished]] = []

    def finish(review: Review) -> Finished:
        others = collection.journals(writer.folder, matter, tell, but=rater)
        done = writer.write([review, *others], {rater})
        _tell(done)
        written.append((review, done))
        return done

    with journal.opened(writer.folder, matter, rater, tell) as kept, hosting.listener(port) as listener:
        shown = make()
        entrance = Entrance(listener.getsockname()[1])
        answers = routes.Routes(matter, shown, kept, page, finish, entrance)
        tell(_greeting(matter, shown, kept))
        tell(f"open {entrance.address}")
        app = routes.application(answers, entrance, tell)
        hosting.serve(app, listener, functools.partial(_open, entrance) if browser else lambda: None)
        done = written[-1][1] if written and written[-1][0].entries == kept.kept.entries else None
        _say_goodbye(writer, kept, done, report_path)


def _say_goodbye(writer: Writer, kept: Journal, done: Finished | None, report_path: Path) -> None:
    """Say what is saved and what to do next; `done` are the results, if they have all that is saved."""
    number = len(kept.kept.entries)
    if not number:
        return say("no segment was reviewed, so nothing was saved", err=True)
    say(f"saved: {count(number, 'segment')} in {kept.path}; run the same command to continue", err=True)
    if done:
        return _tell_next(writer, done, report_path)
    own = ["--folder", str(writer.folder)] if writer.folder != _folder(report_path) else []
    write = shlex.join(["mtqe", "review", str(report_path), "--rater", kept.kept.rater, *own, "--collect"])
    return say(f"next: write the results, on the page or with {write}", err=True)


def _greeting(matter: Matter, shown: Mapping[str, Any], kept: Journal) -> str:
    said = len(kept.kept.entries)
    stops = f"{count(len(shown['walk']), 'segment')} of {len(matter.members):,} to look at"
    words = f"{kept.kept.rater} reviews {matter.name}: {stops}"
    return words + (f", {said:,} reviewed already" if said else "")


def _open(entrance: Entrance) -> None:
    """Open the browser if a person seems to be here, who has windows: text browsers would take the terminal."""
    has_windows = sys.platform != "linux" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    if sys.stderr.isatty() and has_windows:
        webbrowser.open(entrance.once())
