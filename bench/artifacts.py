"""Measures the artifact checks: false alarms on professional translations, and recall on planted artifacts.

    python -m bench.artifacts FOLDER [--show CHECK] [--misses KIND] [--rows 400]

FOLDER has `dev/human_translations.en-de.jsonl.gz`, `train/wmt2*_news_mqm.zh-en.jsonl.gz` (only the human translations
are used) and `dev/demetr.*-en.jsonl.gz` (its words left in the source language are counted last). Each kind of artifact
is planted in every n-th translation, at a place drawn from the text. It counts as found if the checks that need no
encoder report a finding that they do not report in the original translation. There are two lists of comments of
language models: the first was used to develop the rules, the second ("unseen wording") was written after the last
change of the rules. `--show` prints the alarms of a check, `--misses` the missed artifacts of a kind.
"""

from __future__ import annotations

import argparse
import html
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from bench.flagged import findings
from bench.flags import rows
from mtqe.language import words
from mtqe.model import Finding
from mtqe.registry import check_table
from mtqe.registry.contracts import Check

OURS = ("ART101", "ART102", "ART103", "ART105", "ART106", "ART107", "ART108", "ART109", "ART110", "ART111")
Plant = Callable[["Pair", random.Random], str | None]


class Pair(NamedTuple):
    """A source, its professional translation and the languages."""

    source: str
    target: str
    langs: tuple[str, str]


# --- planting ---------------------------------------------------------------------------------------------------------


def word(pair: Pair, dice: random.Random, count: int = 1) -> str | None:
    """Replace a word of the translation by words of the source; all are in lower case."""
    places = [w for w in words.words(pair.target) if words.is_plain(w.text) and len(w.text) > 2]
    copied = [
        run
        for run in zip(*(words.words(pair.source)[n:] for n in range(count)), strict=False)
        if all(words.is_plain(w.text) and w.text.isalpha() for w in run)
        and pair.source[run[0].start : run[-1].end].count(" ") in (count - 1, 0)
    ]
    if not places or not copied:
        return None
    place, run = dice.choice(places), dice.choice(copied)
    return pair.target[: place.start] + pair.source[run[0].start : run[-1].end] + pair.target[place.end :]


def seam(pair: Pair, dice: random.Random) -> str | None:
    """Put a bracket of source words in place of the comma between two finite verbs."""
    verbs = {"de": "ist|sind|war|waren|hat|hatte|haben|wird|wurde|kann", "en": "is|was|has|will|would|can"}[
        pair.langs[1]
    ]
    match = re.search(rf"(?<=\w), (?=(?:{verbs})\b)", pair.target)
    if not match:
        return None
    return f"{pair.target[: match.start()]} [the {pair.source[:12].strip()}] {pair.target[match.end() :]}"


def before(texts: dict[str, list[str]]) -> Plant:
    """Put words before the translation."""
    return lambda pair, dice: f"{dice.choice(texts.get(pair.langs[1], []) + texts['any'])}{pair.target}"


def after(texts: dict[str, list[str]]) -> Plant:
    """Put words after the translation."""
    return lambda pair, dice: f"{pair.target}{dice.choice(texts.get(pair.langs[1], []) + texts['any'])}"


def around(*signs: tuple[str, str]) -> Plant:
    """Put signs around a word of the translation."""

    def plant(pair: Pair, dice: random.Random) -> str | None:
        candidates = [w for w in words.words(pair.target) if w.text.isalpha()]
        if not candidates:
            return None
        place, (first, last) = dice.choice(candidates), dice.choice(signs)
        return f"{pair.target[: place.start]}{first}{place.text}{last}{pair.target[place.end :]}"

    return plant


def replaced(pattern: str, *by: str) -> Plant:
    """Replace one match of a pattern in the translation."""

    def plant(pair: Pair, dice: random.Random) -> str | None:
        matches = list(re.finditer(pattern, pair.target))
        if not matches:
            return None
        place = dice.choice(matches)
        return pair.target[: place.start()] + place.expand(dice.choice(by)) + pair.target[place.end() :]

    return plant


def decoded(codec: str) -> Plant:
    """Read the UTF-8 bytes of the translation in another encoding."""

    def plant(pair: Pair, dice: random.Random) -> str | None:
        text = pair.target.encode().decode(codec, errors="replace")
        return None if pair.target.isascii() else text

    return plant


def escaped(pair: Pair, dice: random.Random) -> str | None:
    """Escape the translation for HTML."""
    text = html.escape(pair.target)
    return None if text == pair.target else text


def doubled(pair: Pair, dice: random.Random) -> str | None:
    """Repeat a word."""
    candidates = [w for w in words.words(pair.target) if len(w.text) > 3 and w.text.isalpha()]
    if not candidates:
        return None
    place = dice.choice(candidates)
    return f"{pair.target[: place.end]} {place.text}{pair.target[place.end :]}"


def cut(pair: Pair, dice: random.Random, in_word: bool) -> str | None:
    """Drop the end of the translation, after a word or inside a word."""
    if len(pair.target) < 60 or not re.search(r"[.!?。！？][”“\"»]?$", pair.source.strip()):
        return None
    third = len(pair.target) // 3
    places = [w for w in words.words(pair.target) if third < w.start < len(pair.target) - 12 and len(w.text) > 3]
    if not places:
        return None
    place = dice.choice(places)
    return pair.target[: place.end - (len(place.text) // 2 if in_word else 0)]


PREAMBLES = {
    "any": [
        "Absolutely, here's how it reads in translation: ",
        "Here is a translation that keeps the tone:\n",
        "Sure thing! ",
        "I have translated the text for you: ",
        "OK. Translation below: ",
        "Result: ",
        "As requested, the translation: ",
    ],
    "de": [
        "Aber natürlich, hier kommt die deutsche Übersetzung: ",
        "Gern geschehen! Hier ist der übersetzte Text: ",
        "Die deutsche Übersetzung des Satzes ist: ",
        "Vorschlag für die Übersetzung: ",
        "Auf Deutsch würde man sagen: ",
    ],
    "en": [
        "The English translation of this sentence would be: ",
        "In English, that is: ",
        "English translation: ",
        "Here's what it says in English: ",
    ],
}
CLOSINGS = {
    "any": [
        " Let me know if you want a different style.",
        " I hope this translation is useful!",
        " (Translation note: the name was left as it is.)",
        " Feel free to reach out with more text.",
        " Is there anything else you would like translated?",
        " I can also provide a more literal version.",
    ],
    "de": [
        " Sag mir Bescheid, wenn du Änderungen möchtest.",
        " Gerne kann ich auch eine freiere Fassung erstellen.",
        " Anmerkung: Der Name wurde nicht übersetzt.",
        " Falls Sie Rückfragen haben, melden Sie sich gern.",
    ],
    "en": [" Note that I kept the proper names in their original form.", " Do you need anything else?"],
}
UNSEEN_PREAMBLES = {
    "any": [
        "Got it — here's my attempt: ",
        "Here's the result you asked for:\n",
        "Sure, I'd be glad to do that. ",
        "My translation would read: ",
        "Text in the target language: ",
        "Happy to help! ",
    ],
    "de": [
        "Hier ist mein Vorschlag: ",
        "Gern, so lautet der Satz auf Deutsch: ",
        "Kein Problem! ",
        "Übersetzungsvorschlag: ",
    ],
    "en": ["The passage says the following: ", "No problem! ", "Proposed translation: "],
}
UNSEEN_CLOSINGS = {
    "any": [
        " Hope that helps!",
        " Just tell me if you'd prefer something more formal.",
        " (I left the abbreviations unchanged.)",
        " Please review the translation before you publish it.",
        " Happy to revise it if necessary.",
    ],
    "de": [
        " Bei Fragen stehe ich gern zur Verfügung.",
        " Ich habe die Abkürzungen nicht verändert.",
        " Diese Übersetzung ist sinngemäß und nicht wörtlich.",
    ],
    "en": [" This is a fairly free translation.", " Anything else I can do for you?"],
}
BOXES = {
    "de": [
        " Abonnieren Sie unseren kostenlosen Newsletter.",
        " Jetzt zum täglichen Newsletter anmelden!",
        " Wir verwenden Cookies, um unser Angebot zu verbessern.",
        " Lesen Sie auch: Die besten Tipps zum Wochenende",
        " Das könnte Sie auch interessieren",
    ],
    "en": [
        " Subscribe to our free newsletter.",
        " Sign up here for our daily briefing.",
        " This site uses cookies to improve your experience.",
        " Read more: Five things to know this weekend",
        " You may also like",
    ],
    "any": [],
}
TOKENS = {"any": ["</s>", "<|eot_id|>", "\n```", " [INST]", " <unk>", " {{translation}}", " [insert translation here]"]}

PLANTS: dict[str, tuple[str, Plant]] = {
    "one word untranslated": ("ART106", word),
    "two words untranslated": ("ART106", lambda pair, dice: word(pair, dice, 2)),
    "three words untranslated": ("ART106", lambda pair, dice: word(pair, dice, 3)),
    "two verbs at a bracket": ("ART110", seam),
    "preamble": ("ART102", before(PREAMBLES)),
    "closing remark": ("ART102", after(CLOSINGS)),
    "preamble, unseen wording": ("ART102", before(UNSEEN_PREAMBLES)),
    "closing remark, unseen wording": ("ART102", after(UNSEEN_CLOSINGS)),
    "control token, fence, placeholder": ("ART102", after(TOKENS)),
    "Markdown": ("ART108", around(("**", "**"), ("`", "`"), ("__", "__"), ("[", "](https://harbour.example)"))),
    "heading": ("ART108", before({"any": ["# ", "## ", "### "]})),
    "half a tag": ("ART108", around(("", "</"), ("<b ", ""), ("", "/b>"), ("", "</strong"), ("/em>", ""))),
    "whole tag": ("MRK103", around(("<b>", "</b>"), ("<em>", ""), ("", "</span>"), ("<br/>", ""))),
    "escape sequence": ("ART108", replaced(r"(?<=\w) (?=\w)", r"\\n", r"\\t", r"\\u00a0", "%20")),
    "HTML entity": ("ART107", replaced(r"(?<=\w) (?=\w)", "&nbsp;", " &amp; ", "&#39;", " &quot;")),
    "half an entity": ("ART107", replaced(r"(?<=\w) (?=\w)", " amp; ", "&nbsp ", " & quot ; ", " &#39 ")),
    "escaped for HTML": ("ART107", escaped),
    "UTF-8 read as Windows-1252": ("ART107", decoded("cp1252")),
    "UTF-8 read as Latin-1": ("ART107", decoded("latin-1")),
    "UTF-8 read as Windows-1250": ("ART107", decoded("cp1250")),
    "replacement character": ("ART107", replaced(r"(?<=[a-zß-ÿ])[a-zß-ÿ](?=[a-zß-ÿ])", "\ufffd")),
    "question mark for a letter": ("ART107", replaced(r"(?<=[a-zß-ÿ])[ß-ÿ](?=[a-zß-ÿ])", "?")),
    "space before full stop": ("ART103", replaced(r"(?<=[a-zß-ÿ])\.(?=\s|$)", " .")),
    "spaced ellipsis": ("ART109", replaced(r"(?<=[a-zß-ÿ])(?:,|…|\.\.\.)? (?=[a-zß-ÿ])", " . . . ", ".. . ", ". . .")),
    "doubled word": ("HAL101", doubled),
    "cut after a word": ("ART105", lambda pair, dice: cut(pair, dice, False)),
    "cut inside a word": ("ART105", lambda pair, dice: cut(pair, dice, True)),
    "box of the web page": ("ART111", after(BOXES)),
}


# --- measuring --------------------------------------------------------------------------------------------------------


def professional(folder: Path) -> Iterator[tuple[str, list[Pair]]]:
    """The sets of professional translations, by name."""
    human = rows(folder / "dev" / "human_translations.en-de.jsonl.gz")
    yield "en-de", list(dict.fromkeys(Pair(row["src"], row["mt"], ("en", "de")) for row in human))
    news = [row for year in ("20", "21") for row in rows(folder / "train" / f"wmt{year}_news_mqm.zh-en.jsonl.gz")]
    yield "zh-en", list(dict.fromkeys(Pair(row["src"], row["mt"], ("zh", "en")) for row in news if row["is_human"]))


def chosen() -> list[Check]:
    """The default checks that need no encoder, and the preview checks among the artifact checks."""
    checks = check_table.select() + check_table.select(OURS)
    return list({item.id: item for item in checks if "encoder" not in item.needs}.values())


def found_in(pairs: list[Pair]) -> list[list[Finding]]:
    """The findings by pair; each pair is a document of its own."""
    texts = [(pair.source, pair.target) for pair in pairs]
    return findings(chosen(), texts, pairs[0].langs, [str(n) for n in range(len(pairs))])


def false_alarms(name: str, pairs: list[Pair], show: str | None) -> None:
    """Print the share of professional translations that each artifact check flags."""
    started = time.process_time()
    results = found_in(pairs)
    speed = len(pairs) / (time.process_time() - started)
    print(f"\n{len(pairs)} professional translations, {name} ({speed:.0f} segments a second of CPU time, all checks)\n")
    print("| check | flagged | of all |\n|---|---|---|")
    for check in OURS:
        hits = [
            (pair, f)
            for pair, pair_findings in zip(pairs, results, strict=True)
            for f in pair_findings
            if f.check == check
        ]
        flagged = len({pair for pair, _ in hits})
        print(f"| {check} | {flagged} | {flagged / len(pairs):.2%} |")
        for pair, finding in hits if check == show else []:
            print(f"\n{finding.message} {finding.marked}\n  {pair.source}\n  {pair.target}\n")


def recall(name: str, pairs: list[Pair], count: int, misses: str | None) -> None:
    """Print the share of planted artifacts that are found, by the intended check and by any check."""
    print(
        f"\nPlanted, {name}\n\n| planted | rows | intended check | found by it | by any check |\n|---|---|---|---|---|"
    )
    for kind, (meant, plant) in PLANTS.items():
        dice = random.Random(f"{kind} {name}")
        planted: list[tuple[Pair, Pair]] = []
        for pair in dice.sample(pairs, len(pairs)):
            if len(planted) < count and (text := plant(pair, dice)) and text != pair.target:
                planted.append((pair, pair._replace(target=text)))
        if not planted:
            continue
        old, new = (found_in([both[side] for both in planted]) for side in (0, 1))
        more = [Counter(f.check for f in b) - Counter(f.check for f in a) for a, b in zip(old, new, strict=True)]
        by_it, by_any = sum(meant in ids for ids in more), sum(bool(ids) for ids in more)
        total = len(planted)
        print(f"| {kind} | {total} | {meant} | {by_it / total:.0%} | {by_any / total:.0%} |", flush=True)
        for (_, pair), ids in zip(planted, more, strict=True):
            if kind == misses and meant not in ids:
                print(f"\n  {pair.source}\n  {pair.target}\n")


def codemix(folder: Path) -> None:
    """Print the figures for DEMETR: a source word in a translation into English, and the original translations."""
    print("\n| DEMETR | words left | ART106 | original | ART106 |\n|---|---|---|---|---|")
    for path in sorted((folder / "dev").glob("demetr.*.jsonl.gz")):
        langs = (path.name.split(".")[1][:2], "en")
        bad = [row for row in rows(path) if row["label"] == "BAD"]
        left = [Pair(row["src"], row["mt"], langs) for row in bad if "codemix" in row["pert_name"]]
        clean = list(dict.fromkeys(Pair(row["src"], row["mt_unperturbed"], langs) for row in bad))
        hits = [
            sum(any(f.check == "ART106" for f in pair_findings) for pair_findings in found_in(pairs))
            for pairs in (left, clean)
        ]
        print(f"| {'-'.join(langs)} | {len(left)} | {hits[0]} | {len(clean)} | {hits[1]} |")


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", metavar="CHECK")
    parser.add_argument("--misses", metavar="KIND")
    parser.add_argument("--rows", type=int, default=400)
    args = parser.parse_args()
    for name, pairs in professional(args.folder):
        false_alarms(name, pairs, args.show)
        recall(name, pairs, args.rows, args.misses)
    codemix(args.folder)


if __name__ == "__main__":
    main()
