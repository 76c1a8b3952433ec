"""How long a translation memory takes, and how much memory of the machine: TMX and TSV with a million pairs.

    python bench/memory.py [--units 1000000] [--segments 2000]

Makes the files in a temporary folder: half of the segments are in the memory, half of these with another translation.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from mtqe.intake import translation_memory
from mtqe.intake.corpus import Corpus
from mtqe.model import Document, Segment


def source(number: int) -> str:
    """A source text."""
    return f"Close valve {number} before the pump of the second tank is started again."


def target(number: int) -> str:
    """Its translation."""
    return f"Schließen Sie Ventil {number}, bevor die Pumpe des zweiten Behälters wieder anläuft."


def write(path: Path, units: int) -> None:
    """Write a memory."""
    with path.open("w", encoding="utf-8") as out:
        if path.suffix == ".tsv":
            out.write("source\ttarget\n")
            out.writelines(f"{source(number)}\t{target(number)}\n" for number in range(units))
            return
        out.write('<?xml version="1.0"?>\n<tmx version="1.4"><header srclang="en" datatype="plaintext"/><body>\n')
        out.writelines(
            f'<tu><tuv xml:lang="en"><seg>{source(number)}</seg></tuv>'
            f'<tuv xml:lang="de"><seg>{target(number)}</seg></tuv></tu>\n'
            for number in range(units)
        )
        out.write("</body></tmx>\n")


def main() -> None:
    """Measure both formats."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--segments", type=int, default=2000)
    options = parser.parse_args()
    segments = tuple(
        Segment(
            str(number),
            source(number if number % 2 else options.units + number),
            target(number) + (" Und so weiter." if number % 4 == 1 else ""),
        )
        for number in range(options.segments)
    )
    texts = Corpus((Document("text", "en", "de", segments),), "pairs")
    with tempfile.TemporaryDirectory() as name:
        for ending in ("tsv", "tmx"):
            path = Path(name) / f"memory.{ending}"
            write(path, options.units)
            started = time.process_time()
            _, (use,) = translation_memory.stamped(texts, [str(path)], ("en", "de"))
            seconds = time.process_time() - started
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{ending}: {use.units:,} pairs ({path.stat().st_size / 1e6:.0f} MB) in {seconds:.0f} CPU s, "
                f"peak {peak:.0f} MB; {use.trusted:,} identical, {use.differing:,} differ"
            )


if __name__ == "__main__":
    main()
