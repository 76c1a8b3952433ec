"""Makes synthetic English news sentences with a German translation and a reference, for timing.

Lengths follow news: log-normal, about 22 words on average. The sentences have no meaning.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

from mtqe.model import Segment

Phrase = tuple[str, str, str]
"""English, German, a German paraphrase."""
PLACES = ("Ulm", "Leeds", "Graz", "Oslo", "Porto", "Kiel", "Denver", "Turin", "Gent", "Basel", "Malmö", "Cork", "Lille")
NAMES = (
    "Weber",
    "Olsen",
    "Brandt",
    "Keller",
    "Moreau",
    "Novak",
    "Rossi",
    "Haas",
    "Lindgren",
    "Doyle",
    "Petrov",
    "Sato",
)
SUBJECTS: tuple[Phrase, ...] = (
    ("the city council of {place}", "der Stadtrat von {place}", "der Gemeinderat in {place}"),
    ("minister {name}", "Minister {name}", "der Minister {name}"),
    ("the company's spokesman {name}", "der Sprecher des Unternehmens {name}", "Firmensprecher {name}"),
    ("a court in {place}", "ein Gericht in {place}", "ein Richter aus {place}"),
    ("the head of the trade union", "die Vorsitzende der Gewerkschaft", "die Chefin der Gewerkschaft"),
    ("the fire brigade of {place}", "die Feuerwehr von {place}", "die Wehr in {place}"),
    ("the football club from {place}", "der Fußballverein aus {place}", "der Klub aus {place}"),
    ("the author of the study, {name}", "der Autor der Studie, {name}", "der Verfasser der Untersuchung, {name}"),
    ("the largest hospital in {place}", "das größte Krankenhaus in {place}", "die größte Klinik von {place}"),
    ("the opposition", "die Opposition", "das Lager der Gegner"),
    ("a farmer near {place}", "ein Bauer bei {place}", "ein Landwirt aus der Nähe von {place}"),
    ("the university of {place}", "die Universität von {place}", "die Hochschule in {place}"),
)
ACTIONS: tuple[Phrase, ...] = (
    ("rejects the new budget", "lehnt den neuen Haushalt ab", "weist den neuen Etat zurück"),
    ("expects {number} visitors", "erwartet {number} Besucher", "rechnet mit {number} Gästen"),
    ("warns of higher prices", "warnt vor höheren Preisen", "sieht steigende Preise kommen"),
    ("plans a bridge across the river", "plant eine Brücke über den Fluss", "will eine Brücke über den Fluss bauen"),
    ("wants to hire {number} people", "will {number} Menschen einstellen", "möchte {number} Leute einstellen"),
    (
        "reports a loss of {number} million euros",
        "meldet einen Verlust von {number} Millionen Euro",
        "verliert {number} Millionen",
    ),
    ("praises the work of the volunteers", "lobt die Arbeit der Freiwilligen", "dankt den Helfern für ihren Einsatz"),
    ("closes the old power station", "schließt das alte Kraftwerk", "nimmt das alte Kraftwerk vom Netz"),
    ("asks the government for help", "bittet die Regierung um Hilfe", "ruft die Regierung zu Hilfe"),
    ("presents a report on the floods", "stellt einen Bericht über die Flut vor", "legt eine Studie zur Flut vor"),
    ("sells its shares to a rival", "verkauft seine Anteile an einen Rivalen", "gibt die Anteile an die Konkurrenz ab"),
    ("has lost the case", "hat den Prozess verloren", "ist vor Gericht unterlegen"),
)
DETAILS: tuple[Phrase, ...] = (
    ("after a long debate", "nach einer langen Debatte", "im Anschluss an eine lange Aussprache"),
    ("for the first time since {year}", "zum ersten Mal seit {year}", "erstmals seit dem Jahr {year}"),
    ("in spite of the bad weather", "trotz des schlechten Wetters", "ungeachtet des schlechten Wetters"),
    ("according to a survey in {place}", "laut einer Umfrage in {place}", "wie eine Umfrage aus {place} zeigt"),
    ("on the advice of {name}", "auf den Rat von {name}", "auf Empfehlung von {name}"),
    (
        "with the support of {number} residents",
        "mit der Hilfe von {number} Anwohnern",
        "unterstützt von {number} Bürgern",
    ),
    ("at the end of the month", "am Ende des Monats", "zum Monatsende"),
    ("because of the strike at the airport", "wegen des Streiks am Flughafen", "aufgrund des Ausstands am Flughafen"),
    ("without any explanation", "ohne jede Erklärung", "ohne Angabe von Gründen"),
    ("under pressure from the banks", "unter dem Druck der Banken", "auf Drängen der Geldhäuser"),
)
JOINTS: tuple[Phrase, ...] = (
    (", and ", ", und ", ", und "),
    (", but ", ", aber ", ", doch "),
    ("; ", "; ", "; "),
)


def segments(count: int, seed: int = 1) -> list[Segment]:
    """The given number of distinct segments, English to German, each with a reference."""
    return list(islice(stream(random.Random(seed)), count))


def stream(random_: random.Random) -> Iterator[Segment]:
    """Distinct segments without end; only hashes of their sources stay in memory."""
    known: set[int] = set()
    while True:
        english, german, mistranslation = sentence(random_)
        if hash(english) not in known:
            known.add(hash(english))
            yield Segment(str(len(known)), english, german, (mistranslation,))


def sentence(random_: random.Random) -> Phrase:
    """One sentence with its two translations."""
    word_count = min(70.0, max(4.0, random_.lognormvariate(2.8, 0.5)))
    parts: list[Phrase] = [*clause(random_)]
    while words(parts) < word_count:
        if random_.random() < 0.6:
            parts += [(" ", " ", " "), filled(random_.choice(DETAILS), random_)]
        else:
            parts += [random_.choice(JOINTS), *clause(random_)]
    texts = ["".join(part[side] for part in parts) for side in range(3)]
    english, german, mistranslation = (text[:1].upper() + text[1:] + "." for text in texts)
    return english, german, mistranslation


def clause(random_: random.Random) -> tuple[Phrase, ...]:
    """Someone does something."""
    return (
        filled(random_.choice(SUBJECTS), random_),
        (" ", " ", " "),
        filled(random_.choice(ACTIONS), random_),
    )


def words(parts: list[Phrase]) -> int:
    """English words."""
    return len("".join(part[0] for part in parts).split())


def filled(phrase: Phrase, random_: random.Random) -> Phrase:
    """The phrase with names and numbers filled in, the same in each language."""
    values = {
        "place": random_.choice(PLACES),
        "name": random_.choice(NAMES),
        "number": str(random_.randint(2, 990)),
        "year": str(random_.randint(1950, 2020)),
    }
    english, german, mistranslation = (text.format(**values) for text in phrase)
    return english, german, mistranslation
