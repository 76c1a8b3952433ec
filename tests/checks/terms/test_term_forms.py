"""Separated verbs, scripts without spaces, words that the lemma data lack, and names with punctuation marks."""

from __future__ import annotations

import pytest

from mtqe.checks import runner as room
from mtqe.model import Glossary, Segment, Term, TermStatus
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

Row = tuple[str, str] | tuple[str, str, TermStatus]
ALL = ("TRM101", "TRM102", "TRM104", "TRM105")


def marks(langs: str, rows: list[Row], source: str, target: str) -> list[str]:
    first, second = langs.split("-")
    context = Context(first, second, glossary=Glossary(tuple(Term(*row) for row in rows)))
    table = check_table.checks()
    outcome = room.run([table[name] for name in ALL], [Segment("1", source, target)], context)
    assert outcome.problems == ()
    return [f"{finding.check} {'|'.join(finding.marked)}" for finding in outcome.findings]


LOG_IN: list[Row] = [("sign in", "anmelden"), ("sign in", "einloggen", "forbidden")]

SEPARABLE = [
    ("en-nl", [("switch off", "uitschakelen")], "Switch off the pump.", "Schakel de pomp uit.", []),
    ("en-nl", [("switch off", "uitschakelen")], "It was switched off.", "De pomp is uitgeschakeld.", []),
    ("en-nl", [("switch off", "uitschakelen")], "Switch off the pump.", "Stop de pomp.", ["TRM101 Switch off"]),
    ("en-nl", [("log in", "inloggen")], "Log in now.", "Log nu in.", []),
    ("en-nl", [("fill in", "invullen")], "Try to fill in the form.", "Probeer het formulier in te vullen.", []),
    ("en-de", [("register", "sich anmelden")], "Register today.", "Melden Sie sich heute an.", []),
    ("en-de", LOG_IN, "Sign in today.", "Loggen Sie sich heute ein.", ["TRM102 Loggen|ein"]),
    ("en-de", LOG_IN, "Sign in today.", "Melden Sie sich heute an.", []),
    ("de-en", [("abschalten", "shut down")], "Schalten Sie die Pumpe ab.", "Shut the pump down.", []),
    ("de-en", [("abschalten", "shut down")], "Er schaltete sie ab.", "He stopped it.", ["TRM101 schaltete"]),
    ("de-en", [("anrufen", "call")], "Die, die riefen, hielten an.", "Those who shouted stopped.", []),
    ("de-en", [("anrufen", "call")], "Sie riefen laut. Er hielt an.", "They shouted. He stopped.", []),
    ("de-en", [("anhalten", "stop")], "Sie halten die Tür auf, er kommt an.", "They hold the door, he arrives.", []),
    ("nl-en", [("uitschakelen", "shut down")], "Schakel de pomp uit.", "Stop the pump.", ["TRM101 Schakel"]),
]

FORMS = [
    # a noun counts for the infinitive of its verb, not for the participle
    ("en-de", [("requested", "angefragt")], "The requested part", "Das Teil der Anfrage", ["TRM101 requested"]),
    ("en-de", [("request", "anfragen")], "The files you request", "Die Dateien Ihrer Anfrage", []),
    # one word does not count for two
    ("en-de", [("menu text", "Text im Menü")], "Read the menu text.", "Lesen Sie den Menütext.", ["TRM101 menu text"]),
    ("en-de", [("menu text", "Text im Menü")], "Read the menu texts.", "Lesen Sie die Texte in den Menüs.", []),
    ("en-de", [("on/off switch", "Ein/Aus-Schalter")], "the on/off switch", "der Ein-/Aus-Schalter", []),
    ("en-de", [("key", "Schlüssel")], "The key fits.", "Der Schluessel passt.", []),
    (
        "de-en",
        [("kündigen", "end"), ("kündigen", "cancel", "forbidden")],
        "Sie kündigte.",
        "She cancelled.",
        ["TRM102 cancelled"],
    ),
    ("en-fr", [("lease", "bail"), ("pay", "payer")], "He pays the leases.", "Il paie les baux.", []),
    ("en-es", [("close", "cerrar")], "Close the door.", "Cierre la puerta.", []),
    ("en-fr", [("show", "émission"), ("show", "vlog", "forbidden")], "two shows", "deux vlogs", ["TRM102 vlogs"]),
    ("ru-en", [("Ветролюкс", "Vetrolux")], "Цены Ветролюкса", "Prices", ["TRM101 Ветролюкса"]),
    ("en-de", [("mail", "E-Mail"), ("mail", "Email", "forbidden")], "two mails", "zwei Emails", ["TRM102 Emails"]),
    ("de-en", [("Farbe", "colour"), ("Farbe", "color", "forbidden")], "Farben", "Colors", ["TRM102 Colors"]),
    ("de-en", [("Farbe", "colour"), ("Farbe", "color", "forbidden")], "Farben", "Colours", []),
    ("en-fr", [("internet", "internet"), ("internet", "Internet", "forbidden")], "the internet?", "Internet ?", []),
]

SCRIPTS = [
    ("en-zh", [("Linux update", "Linux 更新")], "Run a Linux update.", "运行Linux更新。", []),
    ("en-zh", [("update", "Linux更新")], "Run an update.", "运行 Linux 更新。", []),
    ("zh-en", [("Linux 更新", "Linux update")], "运行Linux更新。", "Run a patch.", ["TRM101 Linux更新"]),
    ("zh-en", [("更新", "update"), ("Linux更新", "Linux update")], "Linux 更新", "A patch", ["TRM101 Linux 更新"]),
    ("en-ja", [("server", "サーバ", "forbidden")], "The server", "サーバーです", []),
    ("en-ja", [("server", "サーバ", "forbidden")], "The server", "サーバです", ["TRM102 サーバ"]),
    ("en-ja", [("delete", "削除する")], "Delete is a command.", "「削除」はコマンドです。", []),
    ("en-ja", [("hint", "開く")], "A hint", "開きます", []),
    ("en-ja", [("hint", "開く")], "A hint", "閉じます", ["TRM101 hint"]),
    ("en-ja", [("AI", "AI", "keep")], "AI", "ＡＩです", []),
]

NAMES = [
    ("en-fr", [("Mc'Pilot", "Mc'Pilot", "keep")], "Ask Mc'Pilot.", "Demandez à Mc’Pilot.", []),
    ("en-de", [("Hi-Fun", "Hi-Fun", "keep")], "Hi-Fun is on.", "Hi‑Fun ist an.", []),
    ("en-de", [("A&B Co", "A&B Co", "keep")], "A&B Co said so.", "A&amp;B Co sagt das.", []),
    ("en-de", [(".PORT", ".PORT", "keep")], "Get .PORT now.", "Holen Sie das Tor.", ["TRM104 PORT"]),
    ("en-de", [(".PORT", ".PORT", "keep")], "The PORT is open.", "Der Hafen ist offen.", []),
    ("en-de", [("Wow!", "Wow!", "keep")], "Use Wow! now.", "Nutzen Sie jetzt Wow.", []),
    ("en-de", [("Wow!", "Wow!", "keep")], "Use Wow! now.", "Nutzen Sie jetzt Oho.", ["TRM104 Wow"]),
    ("en-de", [("x", "GitHub"), ("x", "Github", "forbidden")], "On x", "Auf Github", ["TRM102 Github"]),
    ("en-de", [("n", "Anzahl")], "{n, plural, one {a} other {b}}", "{n, plural, one {c} other {d}}", []),
]


@pytest.mark.parametrize(("langs", "rows", "source", "target", "marked"), [*SEPARABLE, *FORMS, *SCRIPTS, *NAMES])
def test_forms(langs: str, rows: list[Row], source: str, target: str, marked: list[str]) -> None:
    assert marks(langs, rows, source, target) == marked
