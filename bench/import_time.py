"""What `import mtqe` costs, and the first and second call after it: `python -m bench.import_time [RUNS]`.

Each run is a process of its own. Time is that of the processor; the median of all runs is printed.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys

CODE = """
import sys, time
before, start = set(sys.modules), time.process_time()
import mtqe
done = time.process_time()
count = len(set(sys.modules) - before)
pairs = [("The shop opens at 9.", "Der Laden öffnet um 9.")]
mtqe.evaluate(pairs, source_lang="en", target_lang="de")
first = time.process_time()
mtqe.evaluate(pairs, source_lang="en", target_lang="de")
print(done - start, first - done, time.process_time() - first, count)
"""


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=int, nargs="?", default=5, metavar="RUNS")
    runs = parser.parse_args().runs
    rows = []
    for _ in range(runs):
        done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
        rows.append([float(number) for number in done.stdout.split()])
    imported, first, second, modules = map(statistics.median, zip(*rows, strict=True))
    print(f"import mtqe: {1000 * imported:.1f} ms, {modules:.0f} modules")
    print(f"first call: {first:.2f} s, second call: {1000 * second:.0f} ms")


if __name__ == "__main__":
    main()
