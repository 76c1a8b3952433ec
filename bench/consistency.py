"""How often the checks across files mark translations that people made: catalogues of programs, and manuals.

    python -m bench.consistency /usr/share/locale [--programs 'p*-15'] [--langs de fr] [--show TRM108]
    python -m bench.consistency prose.jsonl.gz [--langs de fr] [--show TRM110]

A folder has gettext catalogues (`LANG/LC_MESSAGES/*.mo`); the programs that the pattern matches are one project, and
each is a document. The file is that of `training/prose.py`: each manual is a project, and each of its pages a document.
Prints the numbers of findings; `--show` prints those of a check, so that they can be judged one by one.
"""

from __future__ import annotations

import argparse
import gettext
import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from mtqe.checks import runner
from mtqe.language.language_tags import canonical
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

CHECKS = ("TRM106", "TRM108", "TRM109", "TRM110")


def projects(path: Path, lang: str, programs: str) -> Iterator[tuple[str, list[Segment]]]:
    """The projects of an input with their segments."""
    if path.is_dir():
        yield programs, list(_catalogues(path / lang / "LC_MESSAGES", programs))
        return
    found: dict[str, list[Segment]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            texts = row["texts"]
            if lang in texts and "en" in texts:
                found[row["origin"]].append(Segment(str(number), texts["en"], texts[lang], doc=row["page"]))
    yield from found.items()


def _catalogues(folder: Path, programs: str) -> Iterator[Segment]:
    for path in sorted(folder.glob(f"{programs}.mo")):
        with path.open("rb") as file:
            catalogue = vars(gettext.GNUTranslations(file))["_catalog"]
        for number, (key, target) in enumerate(catalogue.items()):
            if isinstance(key, str) and key and isinstance(target, str) and target:
                context, _, source = key.rpartition("\x04")
                meta = {"unit": key} | ({"context": context} if context else {})
                if source != target:
                    yield Segment(f"{path.stem}:{number}", source, target, doc=path.stem, meta=meta)


def main() -> None:
    """Print a line for each project and language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--programs", default="*")
    parser.add_argument("--langs", nargs="+", default=["de", "fr", "es", "ru"])
    parser.add_argument("--show", default="")
    parser.add_argument("--most", type=int, default=30, help="findings that are shown")
    parser.add_argument("--checks", nargs="+", default=CHECKS)
    options = parser.parse_args()
    chosen = [item for item in check_table.checks().values() if item.id in options.checks]
    print(f"| project | language | documents | segments | {' | '.join(item.id for item in chosen)} |")
    print(f"|---|---|--:|--:{'|--:' * len(chosen)}|")
    for lang in options.langs:
        for name, segments in projects(options.path, lang, options.programs):
            outcome = runner.run(chosen, segments, Context("en", canonical(lang)))
            if outcome.problems:
                raise SystemExit(f"checks failed: {outcome.problems}")
            counts = Counter(finding.check for finding in outcome.findings)
            cells = (name, lang, f"{len({item.doc for item in segments}):,}", f"{len(segments):,}")
            print(f"| {' | '.join([*cells, *(f'{counts[item.id]:,}' for item in chosen)])} |")
            by_id = {segment.id: segment for segment in segments}
            shown = [finding for finding in outcome.findings if finding.check == options.show]
            for finding in random.Random(1).sample(shown, min(len(shown), options.most)):
                segment = by_id[finding.segment]
                print(f"    {finding.marked} {finding.message}\n        {segment.source}\n        {segment.target}")


if __name__ == "__main__":
    main()
