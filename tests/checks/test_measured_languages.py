"""Checks in languages in which manuals measured them: a sentence with an error, and the same one without it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import mtqe
from mtqe.checks import runner as room
from mtqe.checks.shared import measured
from mtqe.language import lang
from mtqe.model import Segment
from mtqe.registry import check_table, metric_table
from mtqe.registry.contracts import Context


def marks(check: str, source: str, target: str, pair: str) -> list[str]:
    outcome = room.run([check_table.checks()[check]], [Segment("1", source, target)], Context(*pair.split("-")))
    assert outcome.problems == () and [item.state for item in outcome.items] == ["ran"]
    return [text for finding in outcome.findings for text in finding.marked]


@pytest.mark.parametrize(
    ("target", "torn", "lang"),
    [
        ("Les lanternes du port y sont vertes.", ("lanternes", "lante rnes"), "fr"),
        ("Las linternas y las puertas del puerto son verdes.", ("linternas", "linter nas"), "es"),
        ("Le strade e le colline del porto sono verdi.", ("colline", "coll ine"), "it"),
        ("As lanternas e as portas do porto são verdes.", ("lanternas", "lante rnas"), "pt"),
        ("Wilt u de groene lantaarns van de haven zien?", ("groene", "groe ne"), "nl"),
        ("Zielone latarnie w porcie i na moście świecą.", ("latarnie", "latarn ie"), "pl"),
        ("Zelené lucerny v přístavu a na mostě svítí.", ("lucerny", "lucer ny"), "cs"),
        ("Зелёные фонари в порту и на мосту горят.", ("фонари", "фо нари"), "ru"),
    ],
)
def test_words_with_a_stray_space(target: str, torn: tuple[str, str], lang: str) -> None:
    source = "The green lanterns of the harbour and of the gates are lit."
    assert marks("ART112", source, target, f"en-{lang}") == []
    assert marks("ART112", source, target.replace(*torn), f"en-{lang}") == [torn[1]]


@pytest.mark.parametrize(
    ("source", "target", "lang"),
    [
        ("Press Esc before the tide.", "Pulse Esc antes de la marea.", "es"),
        ("It is not as high as the tide.", "No es tan alto como la marea.", "es"),
        ("Use it as a lantern.", "Utilisez-le en tant que lanterne.", "fr"),
        ("WIND(Tide; DataX [; NewX])", "VIENTO(Marea ; datos X ; nuevos datos X ; viento)", "es"),
        ("Lists valueN of the tide.", "Indica el valor N de la marea.", "es"),
    ],
)
def test_words_with_a_right_space(source: str, target: str, lang: str) -> None:
    assert marks("ART112", source, target, f"en-{lang}") == []


@pytest.mark.parametrize(
    ("target", "lang", "marked"),
    [
        ("Le bac est arrivé. La mouette attend, etc.", "fr", None),
        ("Le bac est arrivé. mouette attend.", "fr", "arrivé. mouette"),
        ("El barco llegó. puerto espera.", "es", "llegó. puerto"),
        ("El barco llegó aprox. a las dos.", "es", None),
        ("Il traghetto arriva. porto aspetta.", "it", "arriva. porto"),
        ("A balsa chegou. porto espera.", "pt", "chegou. porto"),
        ("De boot kwam aan de haven. wacht daar nu.", "nl", "haven. wacht"),
        ("Er zijn boten, bijv. een veerboot.", "nl", None),
        ("Statek stoi w porcie. czeka na nas.", "pl", "porcie. czeka"),
        ("Loď stojí v přístavu. čeká na nás.", "cs", "přístavu. čeká"),
        ("Jsou tu lodě, např. velká loď.", "cs", None),
        ("Лодка стоит в порту. ждёт нас.", "ru", "порту. ждёт"),
        ("Есть и лодки, напр. большая лодка.", "ru", None),
    ],
)
def test_sentences_that_begin_in_the_middle(target: str, lang: str, marked: str | None) -> None:
    source = "The ferry is in the harbour. It waits for us."
    assert marks("ART113", source, target, f"en-{lang}") == ([marked] if marked else [])


ENGLISH = "The ferry of the island is late again, since the crew has lost the key of the gate."
COMPLETE = {
    "fr": "Le bac de l’île est encore en retard, car l’équipage a perdu la clé de la porte.",
    "es": "El transbordador de la isla vuelve a llegar tarde, pues la tripulación perdió la llave de la puerta.",
    "it": "Il traghetto dell’isola è di nuovo in ritardo, perché l’equipaggio ha perso la chiave del cancello.",
    "pt": "A balsa da ilha está outra vez atrasada, pois a tripulação perdeu a chave do portão.",
    "nl": "De veerboot van het eiland is weer te laat, omdat de bemanning de sleutel van het hek kwijt is.",
    "pl": "Prom na wyspę znowu się spóźnia, bo załoga zgubiła klucz do bramy przy przystani.",
    "cs": "Trajekt z ostrova má opět zpoždění, protože posádka ztratila klíč od brány.",
    "ru": "Паром с острова снова опаздывает, потому что команда потеряла ключ от ворот.",
    "de": "Die Fähre der Insel verspätet sich wieder, weil die Mannschaft den Schlüssel zum Tor verlor.",
    "zh": "岛上的渡轮又晚点了，因为船员们把大门的钥匙弄丢了。",
    "ja": "島のフェリーは、乗組員が門の鍵をなくしてしまったため、また遅れています。",
}
SHARES = {"ru": 0.35, "zh": 0.42, "ja": 0.3}


@pytest.mark.parametrize("lang", COMPLETE)
def test_lengths(lang: str) -> None:
    complete, share = COMPLETE[lang], SHARES.get(lang, 0.48)
    assert marks("ACC107", ENGLISH, complete, f"en-{lang}") == marks("ACC107", complete, ENGLISH, f"{lang}-en") == []
    assert marks("ACC108", ENGLISH, complete, f"en-{lang}") == marks("ACC108", complete, ENGLISH, f"{lang}-en") == []
    part = complete[: int(len(complete) * share)]
    assert marks("ACC107", ENGLISH, part, f"en-{lang}") == [ENGLISH]
    assert marks("ACC107", complete, ENGLISH[: int(len(ENGLISH) * share)], f"{lang}-en") == [complete]
    assert marks("ACC108", ENGLISH, 4 * complete, f"en-{lang}") == [4 * complete]
    assert marks("ACC108", complete, 4 * ENGLISH, f"{lang}-en") == [4 * ENGLISH]


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("ACC114", "it was measured on de-en, en-de, es-en, fr-en, zh-en only, not on ar-en"),
        ("ACC117", "it was measured on 22 other pairs, not on ar-en"),
    ],
)
def test_a_reason_lists_a_few_pairs_and_counts_many(rule: str, why: str) -> None:
    limits = measured.only(rule)
    assert limits(Context("ar", "en")) == why
    assert limits(Context("fr", "en")) is None


def test_a_limit_names_the_language() -> None:
    limits = measured.into("ART113")
    assert limits(Context("en", "sv")) == "was not measured on translations into Swedish"
    assert limits(Context("en", "de")) is None


RULE = re.compile(r"[A-Z]{3}\d{3}(?:/[a-z-]+)?")


def asked() -> set[str]:
    """The checks and rules that modules of checks name in a string: in a call of `measured`, or in a constant."""
    called, named = set[str](), set[str]()
    for path in (Path(mtqe.__file__).parent / "checks").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("measured."):
                called |= {item.value for item in node.args[:1] if isinstance(item, ast.Constant)}
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "/" in node.value:
                named |= {node.value} if RULE.fullmatch(node.value) else set()
    return called | named


def test_the_files_name_what_asks_for_it_and_nothing_else() -> None:
    named = {rule for tag in lang.tags() for rule in lang.language(tag).measured.into}
    named |= {rule for tag in lang.tags() for rules in lang.language(tag).measured.pairs.values() for rule in rules}
    metrics = {rule for rule in named if not RULE.fullmatch(rule)}
    assert metrics == {"hallucination", "learned"} <= metric_table.rows().keys()
    assert named - metrics == asked()
    assert {rule.split("/")[0] for rule in named - metrics} <= check_table.checks().keys()


@pytest.mark.parametrize("tag", lang.tags())
def test_a_pair_stands_in_the_file_of_the_language_that_is_not_english(tag: str) -> None:
    language = lang.language(tag)
    for pair in [*language.measured.pairs, *language.length.pairs]:
        assert set(pair.split("-")) == {"en", tag} != {"en"}
