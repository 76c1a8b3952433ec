"""Whether the encoder gives the same numbers by its integer graphs, by their float twins and on other processors.

    python -m bench.kernels [--hide avx512 --hide vnni] [--before ../mtqe-before] DATA.LANG-LANG.jsonl.gz ...

Each data set is a gzipped JSON Lines file with the fields `src` and `mt` (or `good`, `tgt`). Every kind of computation
runs in a process of its own on the same rows: `learned` without a reference, the hallucination risk, the critic's
log-odds, sentence vectors, and the alignment of all sources of a set with all translations as two documents. Prints
for each kind the greatest and the mean difference from the integer graphs on this processor, how many values differ at
all and by more than 1e-6, and its time beside theirs. `--hide` hides instructions of the processor from the libraries
(`plain_processor.c`: Linux on x86-64 with `cpuid_fault`, and a C compiler). `--before` compares with the weights and
the code of another checkout.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import AbstractContextManager
from pathlib import Path
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from bench import machine
from bench.unchanged import rows

HERE = Path(__file__).parent
CLOSE = 1e-6
Pairs = list[tuple[str, str]]
Numbers = NDArray[np.float64]


def distinct(path: Path, most: int) -> Pairs:
    """Source and translation of rows at even distances, each once."""
    return list(dict.fromkeys(pair for pair in rows(path, most) if all(pair)))


def measured(sets: dict[str, Pairs], threads: int) -> dict[str, Numbers]:
    """All numbers of the encoder, by what they are."""
    from mtqe import encoder
    from mtqe.alignment import documents
    from mtqe.encoder import risk
    from mtqe.model import Block, Text

    model = encoder.load("cpu", threads)
    found: dict[str, list[Numbers]] = {}
    for name, rows_of in sets.items():
        source_lang, target_lang = re.findall(r"[a-z]+", name)[-2:]
        pairs = [encoder.Pair(source, target, None, source_lang, target_lang) for source, target in rows_of]
        judged, criticised = model.judge(pairs), model.criticise(pairs)
        source, target = (
            Text(tuple(Block(text, number) for number, text in enumerate(side, 1)))
            for side in zip(*rows_of, strict=True)
        )
        aligned = documents.align(
            source,
            target,
            source_lang,
            target_lang,
            similarity=documents.similarity_of("encoder", "cpu"),
            pre_split=True,
        )
        parts = {
            "learned": [1 - np.log1p(one.penalty / one.pieces) / np.log(26) for one in judged],
            "critic": [one.odds for one in criticised],
            "hallucination": [one.value for one in risk.risks(model, pairs, model.criticise)],
            "vectors": model.embed([text for pair in rows_of for text in pair]).ravel(),
            "beads": [number for bead in aligned.beads for number in (-1, *bead.source, -2, *bead.target)],
            "alignment": [bead.score for bead in aligned.beads],
        }
        for key, values in parts.items():
            found.setdefault(key, []).append(np.asarray(values, np.float64))
    return {key: np.concatenate(arrays) for key, arrays in found.items()}


def float_twins() -> AbstractContextManager[object]:
    """A patch with which the encoder computes by the float graphs, on the CPU."""
    from mtqe.encoder import float_graphs, sessions

    made = sessions._created
    return mock.patch.object(
        sessions,
        "_created",
        lambda onnxruntime, model, options, on: made(
            onnxruntime,
            float_graphs.rewritten(model if isinstance(model, bytes) else Path(model).read_bytes()),
            options,
            on,
        ),
    )


def child(out: Path, kind: str, sets: dict[str, Pairs], threads: int) -> None:
    """Measure in this process and write the numbers."""
    from mtqe import encoder

    def run() -> dict[str, Numbers]:
        warm = next(iter(sets.items()))
        measured({warm[0]: warm[1][:3]}, threads)
        encoder.load("cpu", threads)._vectors.clear()
        encoder.load("cpu", threads)._reader._known.clear()
        encoder.load("cpu", threads)._reader._exact.clear()
        start = time.process_time()
        found = measured(sets, threads)
        return found | {"seconds": np.array([time.process_time() - start])}

    if kind == "float":
        with float_twins():
            np.savez(out, **run())
    else:
        np.savez(out, **run())


def hidden(folder: Path, what: str) -> dict[str, str]:
    """The environment in which instructions are hidden."""
    library = folder / "plain.so"
    if not library.exists():
        subprocess.run(
            ["cc", "-O1", "-shared", "-fPIC", "-o", str(library), str(HERE / "plain_processor.c"), "-ldl"], check=True
        )
    return {"LD_PRELOAD": str(library), "HIDE": what}


def main() -> None:
    """Run every kind, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("data", type=Path, nargs="+")
    parser.add_argument("--rows", type=int, default=2000, help="rows of all sets together")
    parser.add_argument("--threads", type=int, default=machine.cores())
    parser.add_argument("--hide", action="append", default=[], choices=["avx512", "vnni"])
    parser.add_argument("--before", type=Path, help="another checkout")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    sets = {path.name: distinct(path, -(-args.rows // len(args.data))) for path in args.data}
    sets = {name: found for name, found in sets.items() if found}
    if args.child:
        child(Path(args.child[0]), args.child[1], sets, args.threads)
        return
    root = HERE.parent
    kinds: dict[str, tuple[str, Path, str | None]] = {
        "integer graphs": ("integer", root, None),
        "float graphs": ("float", root, None),
    }
    kinds |= {f"integer graphs, {what} hidden": ("integer", root, what) for what in args.hide}
    if args.before:
        kinds["before"] = ("integer", args.before.resolve(), None)
    print(f"{machine.processor()}; {sum(map(len, sets.values()))} rows of {len(sets)} sets", flush=True)
    first: dict[str, Numbers] = {}
    print(f"{'computed by':34} {'what':14} {'values':>8} {'greatest':>10} {'mean':>10} {'differ':>8} {'> 1e-6':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for name, (kind, checkout, what) in kinds.items():
            out = Path(folder) / "out.npz"
            command = [sys.executable, str(HERE / "kernels.py"), "--child", str(out), kind]
            command += ["--rows", str(args.rows), "--threads", str(args.threads), *map(str, args.data)]
            environment = dict(os.environ, PYTHONPATH=os.pathsep.join([str(checkout), str(root)]))
            environment |= {"MTQE_NO_PLUGINS": "1"} | (hidden(Path(folder), what) if what else {})
            subprocess.run(command, env=environment, check=True)
            with np.load(out) as archive:
                found = {key: archive[key] for key in archive}
            first = first or found
            report(name, found, first)


def report(name: str, found: dict[str, Numbers], first: dict[str, Numbers]) -> None:
    """A line for each kind of number."""
    for key, values in found.items():
        if key == "seconds":
            ratio = values[0] / first[key][0]
            print(f"{name:34} {values[0]:.1f} s of processor time, {ratio:.2f} times", flush=True)
        elif len(values) != len(first[key]):
            print(f"{name:34} {key:14} {len(values):8} other beads")
        else:
            gaps = np.abs(values - first[key])
            print(
                f"{name:34} {key:14} {len(values):8} {gaps.max():10.2g} {gaps.mean():10.2g} "
                f"{(gaps > 0).sum():8} {(gaps > CLOSE).sum():8}"
            )


if __name__ == "__main__":
    main()
