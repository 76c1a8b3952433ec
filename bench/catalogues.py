"""Counts how often the rule checks mark the messages of installed programs, which people translated.

    python -m bench.catalogues /usr/share/locale [--langs de fr zh_CN] [--show CHECK]

Reads the gettext catalogues (`LANG/LC_MESSAGES/*.mo`) of a folder, without plurals. Many of these messages contain
errors, so the shares are not false-alarm rates: `--show` prints the messages that a check marks, so that they can be
judged one by one.
"""

from __future__ import annotations

import argparse
import gettext
from collections import defaultdict
from pathlib import Path

from mtqe.checks import runner
from mtqe.language.language_tags import canonical
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

LANGS = ("de", "fr", "es", "it", "pt_BR", "nl", "pl", "cs", "ru", "zh_CN", "zh_TW", "ja")
FAMILIES = ("LOC", "MRK")
LONGEST = 1_500
"""Greatest length of a message in characters; longer ones are complete manuals."""


def messages(folder: Path) -> dict[tuple[str, str], str]:
    """The messages of a language with their translations, each pair once, and the program of each pair."""
    programs: dict[tuple[str, str], str] = {}
    for path in sorted(folder.glob("*.mo")):
        with path.open("rb") as file:
            catalogue = vars(gettext.GNUTranslations(file))["_catalog"]
        for source, target in catalogue.items():
            if isinstance(source, str) and isinstance(target, str) and source and len(source) < LONGEST:
                source = source.rpartition("\x04")[2]
                if target and source not in (target, "translator-credits"):
                    programs.setdefault((source, target), path.stem)
    return programs


def main() -> None:
    """Print a table with one row per language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--langs", nargs="+", default=LANGS)
    parser.add_argument("--show", help="id of a check whose marks are listed")
    options = parser.parse_args()
    chosen = [item for item in check_table.checks().values() if item.family in FAMILIES and "encoder" not in item.needs]
    print(f"| language | messages | {' | '.join(item.id for item in chosen)} |\n|---|---{'|---' * len(chosen)}|")
    for lang in options.langs:
        pairs = messages(options.folder / lang / "LC_MESSAGES")
        segments = [Segment(str(n), *pair, doc=program) for n, (pair, program) in enumerate(pairs.items())]
        outcome = runner.run(chosen, segments, Context("en", canonical(lang)))
        if outcome.problems:
            raise SystemExit(f"checks failed: {outcome.problems}")
        marked = defaultdict(set)
        for finding in outcome.findings:
            marked[finding.check].add(finding.segment)
        ran = {item.id for item in outcome.items if item.state == "ran"}
        cells = (str(len(marked[item.id])) if item.id in ran else "-" for item in chosen)
        print(f"| {canonical(lang)} | {len(segments)} | {' | '.join(cells)} |")
        for finding in outcome.findings:
            if finding.check == options.show:
                segment = segments[int(finding.segment)]
                print(f"\n{finding.message} {finding.marked}\n  {segment.source!r}\n  {segment.target!r}")


if __name__ == "__main__":
    main()
