"""How often rules of kind `address` mark words in translations: `python -m bench.address FILE.jsonl --lang de`.

The file has an object on each line, with `mt` and, for whole documents, `doc` and `system`; it may be packed with gzip.
Read the findings on good translations one by one with --show. A person in a text may rightly be addressed in another
form, which is no false alarm of the rule. A word that addresses nobody is one.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mtqe.checks.team import address_forms
from mtqe.model import Hit, Segment
from mtqe.settings.team_rules import Address


def documents(path: Path) -> list[list[Segment]]:
    """The documents of a file."""
    found: dict[tuple[Any, Any], list[Segment]] = defaultdict(list)
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            row = json.loads(line)
            key = (row.get("doc"), row.get("system"))
            found[key].append(Segment(str(number), row.get("src", ""), row["mt"]))
    return list(found.values())


def hits(rule: Address, every: list[list[Segment]], lang: str) -> Iterator[tuple[Segment, Hit]]:
    """What a rule finds."""
    for document in every:
        if rule.by_document:
            yield from address_forms.of_document(rule, document, lang)
        else:
            yield from ((segment, hit) for segment in document for hit in address_forms.of_segment(rule, segment, lang))


def main() -> None:
    """Measure the three forms."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--lang", default="de")
    parser.add_argument("--show", type=int, default=0, help="findings of each form to print")
    given = parser.parse_args()
    every = documents(given.file)
    total = sum(map(len, every))
    for form in ("formal", "informal", "consistent"):
        rule = Address(id="address", form=form)
        found = list(hits(rule, every, given.lang))
        concerned = {id(segment) for segment, _ in found}
        print(f"{form:<11} {len(concerned):>6,} of {total:,} segments marked ({len(concerned) / total:.2%})")
        for segment, hit in found[:: max(1, len(found) // given.show)][: given.show] if given.show else ():
            marked = ", ".join(segment.target[span.start : span.end] for span in hit.spans)
            print(f"    [{marked}]  {segment.target}")


if __name__ == "__main__":
    main()
