"""Runs a coverage-guided fuzzer over the readers: `python tests/fuzz/run_fuzzer.py --minutes 60 [--format NAME ...]`.

Needs atheris (`pip install mtqe[fuzz]`). Every reader gets its share of the time in a process of its own. An input that
breaks a rule is kept in `build/fuzz/FORMAT/`; put it into `tests/fuzz/finds/FORMAT/`, where a test reads it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
HERE = Path(__file__).parent
WORK = ROOT / "build" / "fuzz"
LONGEST = 4_096
MEMORY = 2_000
SECONDS = 20


def main() -> int:
    """Fuzz each format in turn, or, as a child, one format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60, help="time for all formats together")
    parser.add_argument("--format", action="append", dest="formats", help="only this format; repeatable")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    given, rest = parser.parse_known_args()
    if given.child:
        _fuzz(given.child, rest)
        return 0
    sys.path[:0] = [str(ROOT), str(HERE)]
    from reading import rows

    formats = given.formats or list(rows())
    failed = []
    for name in formats:
        code = _run(name, int(60 * given.minutes / len(formats)))
        failed += [name] if code else []
        print(f"{name}: {'an input broke a rule' if code else 'nothing found'}", flush=True)
    return 1 if failed else 0


def _run(name: str, seconds: int) -> int:
    from seeds import seeds

    corpus, kept = WORK / name / "corpus", WORK / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST}",
        f"-rss_limit_mb={MEMORY}",
        f"-timeout={SECONDS}",
        f"-artifact_prefix={kept}/",
        "-print_final_stats=1",
    ]
    command = [sys.executable, __file__, "--child", name, *options, str(corpus)]
    with (kept / "log.txt").open("wb") as log:
        return subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=False).returncode


def _fuzz(name: str, options: list[str]) -> None:
    import atheris

    os.environ["MTQE_NO_PLUGINS"] = "1"
    sys.path[:0] = [str(ROOT), str(HERE)]
    with atheris.instrument_imports(include=["mtqe"]):
        from mtqe.registry import format_table

        format_table.load(name)
    from reading import folder, judge, rows

    row, place = rows()[name], folder()
    atheris.Setup([sys.argv[0], *options], lambda data: judge(row, data, place))
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
