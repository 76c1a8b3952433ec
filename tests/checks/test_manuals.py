"""What manuals of programs say in several languages, and the faults that must still be found in the like."""

from __future__ import annotations

import pytest

from mtqe.checks import runner as room
from mtqe.model import Segment, Severity
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

Row = tuple[str, str, str, str]
"""Check, target language, source, translation; the source is English, or German where the target is."""


def found(check: str, lang: str, source: str, target: str) -> list[tuple[str, ...]]:
    langs = ("de" if lang == "en" else "en", lang)
    outcome = room.run([check_table.checks()[check]], [Segment("1", source, target)], Context(*langs))
    assert outcome.problems == ()
    assert all(item.state == "ran" for item in outcome.items)
    return [finding.marked for finding in outcome.findings]


def severities(check: str, lang: str, source: str, target: str) -> list[Severity]:
    langs = ("de" if lang == "en" else "en", lang)
    outcome = room.run([check_table.checks()[check]], [Segment("1", source, target)], Context(*langs))
    return [finding.severity for finding in outcome.findings]


@pytest.mark.parametrize(
    "row",
    [
        (
            "HAL101",
            "en",
            "Das ist das alte Tor. Es ist zu.",
            "One of them is the old iron gate. The old iron gate is shut.",
        ),
        ("HAL101", "fr", "It adds a gate.", "Ajoute une porte de jardin. Une porte de jardin ferme le pré."),
        ("HAL101", "fr", "It counts subtotals and totals.", "Il compte les sous-totaux et totaux."),
        ("HAL101", "pt", "Never recalculate, or always.", "Escolha Nunca recalcular ou Recalcular sempre."),
        ("HAL101", "it", "Several panes and panels", "In varie finestre e finestre di dialogo"),
        ("HAL101", "de", "Use heading and repeated heading rows.", "Nutzen Sie Titel, Zeile und Zeile wiederholen."),
        ("HAL101", "it", "AVERAGES and SUMS", "MEDIA.PIÙ.SE, CONTA.PIÙ.SE, SOMMA.PIÙ.SE"),
        ("MRK104", "es", "See $Tides1.$B$3 and $Tides1.A1:A5.", "Véase $Mareas1.$B$3 y $Mareas1.A1:A5."),
        ("MRK104", "fr", "=CELL('a.ods'#$Tides1)", "=CELLULE('a.ods'#$Marees1)"),
        ("MRK104", "it", "Or file:///c:/low%20to/tide", "O file:///c:/bassa%20al/marea"),
        ("MRK105", "es", "See https://harbour.example now.", "Consulte ahora harbour.example (en inglés)."),
        ("MRK105", "de", "See harbour.example now.", "Siehe https://harbour.example nach."),
        ("MRK106", "es", "Shows #NUM! or #NAME?", "Muestra #¡NUM! o #¿NOMBRE?"),
        ("ART102", "en", "Ausgabe: der Name des Hafens.", "Output: the name of the harbour."),
        ("ART114", "de", "It shows #REF!", "Es zeigt #REF! an."),
        ("ART114", "fr", "It shows #VALUE!", "Il affiche #VALEUR! dans la cellule."),
        ("ART111", "fr", "Learn more about the tide.", "En savoir plus sur la marée."),
        ("MRK113", "fr", "Rate is the price of a year.", "tarif est le prix d'un an."),
        ("MRK113", "fr", "Rate (optional) is the price of a year.", "tarif (facultatif) est le prix d'un an."),
        ("MRK113", "pt", "Rate and Tide are numbers of a year.", "taxa e maré são números de um ano."),
        ("MRK113", "nl", "Rate: the price of a year.", "tarief: de prijs van een jaar."),
        ("MRK111", "fr", "RATE(Price; Year)", "TAUX(prix;année[;base_de_calcul])"),
        ("MRK111", "pt", "RATE(Price; Year)", "TAXA.MÉDIA(preço,ano)"),
        ("LOC110", "fr", "RATE(Price; [Year]; Place)", "TAUX(prix; [année]; lieu)"),
        ("LOC110", "fr", "Of the kind a:b-c,place;two_names", "Du type a:b-c,lieux;deux_noms"),
        ("ART103", "en", "RATE(Preis;Jahr)", "RATE( Price ; Year )"),
        ("ART113", "en", "Preis: Der Betrag in Euro.", "price: The sum in euros."),
        ("ART113", "en", "Preis – Der Betrag in Euro.", "price - The sum in euros."),
        ("ACC115", "de", "It is 50% full.", "Er ist 50-prozentig gefüllt."),
        ("ACC115", "fr", "It is 50% full.", "Il est plein à moitié."),
        ("ACC115", "es", "From 5% to 50%", "Del 5 al 50 %"),
        ("ACC115", "it", "From 5% to 5 metres", "Da 5 a 5 metri"),
        ("ACC101", "es", "A 2-dimensional table.", "Una tabla bidimensional."),
        ("ACC101", "it", "A 3-dimensional table.", "Una tabella tridimensionale."),
        ("ACC101", "de", "The common logarithm (base 10).", "Der dekadische Logarithmus."),
        ("TRM105", "de", "DropDown: shows a dropdown list", "DropDown: zeigt eine Dropdown-Liste"),
        ("TRM105", "fr", "Choose AutoCorrect.", "Choisissez Autocorrection."),
        ("MRK101", "es", "RATE(a [; b [; c]])", "TASA(a [; b [; c]])"),
        ("ART101", "de", "Click the old harbour master.", "Klicken Sie auf [den alten Hafenmeister]."),
        ("ART101", "es", "Click Save All here.", "Pulse [Save All] aquí."),
        ("ART114", "es", "Wait..", "Espere.."),
        ("ART114", "it", "The folder above", "La cartella .. o ../.."),
        ("ACC101", "fr", "There are 0 boats.", "Il n'y a aucun bateau."),
        ("ACC101", "de", "There are 0 boats.", "Es gibt keine Boote."),
        ("ACC101", "de", "It was 77 degrees.", "Es waren 25 Grad."),
        ("HAL101", "es", "Log in in time.", "Inicie la sesión a tiempo."),
        ("ART111", "en", "Erfahren Sie mehr über die Tide.", "Learn more about the tide."),
    ],
)
def test_silent(row: Row) -> None:
    assert found(*row) == []


@pytest.mark.parametrize(
    ("row", "marks"),
    [
        (
            ("HAL101", "en", "Das alte Tor ist zu.", "The old iron gate is shut. The old iron gate is shut."),
            [("The old iron gate is shut",)],
        ),
        (
            ("HAL101", "fr", "We saw the old gate.", "Nous avons vu une porte de jardin. Une porte de jardin."),
            [("Une porte de jardin",)],
        ),
        (("MRK104", "es", "Hello $user.", "Hola $usuario."), [("$user", "$usuario")]),
        (("MRK104", "it", "Saved %20s files", "Salvati i file"), [("%20s",)]),
        (
            ("MRK105", "es", "See https://harbour.example now.", "Véase harbour.example.org."),
            [("https://harbour.example",)],
        ),
        (("MRK106", "es", "Look for #Tide and #Flood", "Busque #Marea"), [("#Flood",)]),
        (("ART102", "en", "Der Hafen ist zu.", "Output: The harbour is closed."), [("Output:",)]),
        (("ART114", "fr", "The bridge is closed.", "Le pont! est fermé."), [("!",)]),
        (("MRK113", "fr", "It is the price of a year.", "elle est le prix d'un an."), [("elle",)]),
        (("MRK113", "it", "The rate is the price.", "tariffa è il prezzo."), [("tariffa",)]),
        (("MRK113", "es", "Rates are the prices.", "las tasas son los precios."), [("las",)]),
        (("MRK113", "nl", "Rates are the prices.", "tarieven zijn de prijzen."), [("tarieven",)]),
        (
            ("MRK111", "fr", "They came. The dog slept.", "Ils sont venus.Le chien (las,vieux) dormait."),
            [("venus.Le",), ("las,vieux",)],
        ),
        (("LOC110", "fr", "He came; she left.", "Il vint; elle partit."), [(";",)]),
        (("ART103", "en", "Der Hafen (alt) ist zu.", "The HARBOUR ( old ) is shut ."), [("( ",), (" )",), (" .",)]),
        (("ART113", "en", "Die Preise sind hoch.", "prices are high. So they say."), [("prices",)]),
        (("ACC115", "de", "It is 50% full.", "Er ist 50 gefüllt."), [("50%", "50")]),
        (("ACC115", "pt", "It is 50 percent full.", "Está 50 cheio."), [("50 percent", "50")]),
        (("ACC101", "es", "A 2-dimensional table.", "Una tabla tridimensional."), [("2", "tridimensional")]),
        (("ACC101", "fr", "A 3-dimensional table.", "Un tableau bidimensionnel."), [("3", "bidimensionnel")]),
        (("TRM105", "de", "DropDown: shows a list of GitHub", "DropDown: zeigt eine Github-Liste"), [("Github",)]),
        (("TRM105", "fr", "Choose DropDown or DropDown.", "Choisissez DropDown ou Dropdowns."), [("Dropdown",)]),
        (("MRK101", "es", "RATE(a [; b [; c]])", "TASA(a [; b [; c].)"), [("[",)]),
        (("MRK101", "de", "The mill (old) [new]", "Die Mühle (alt] [neu]"), [("(",), ("]",)]),
        (
            ("ART101", "de", "Ask the old harbour master.", "Fragen Sie den [old harbour master]."),
            [("[old harbour master]",)],
        ),
        (
            ("ART101", "fr", "Ask the old harbour master.", "Demandez au [old harbour master]."),
            [("[old harbour master]",)],
        ),
        (("ART114", "it", "The harbour is shut.", "Il porto è chiuso.."), [("..",)]),
        (("ART114", "en", "Der Hafen ist zu. Es regnet.", "The harbour is shut.. It rains."), [("..",)]),
        (("ACC101", "fr", "Values from 0 to 9 are kept.", "Les valeurs jusqu'à 9 sont gardées."), [("0",)]),
        (("ACC101", "es", "Stay between 0 and 359 degrees.", "Quédese entre 8 y 359 grados."), [("0", "8")]),
        (("ACC101", "de", "Turn it by 30 degrees.", "Drehen Sie es um 5 Grad."), [("30", "5")]),
        (("ART107", "pt", "The ports are not open.", "Os portos n&atilde;o abrem."), [("&atilde;",)]),
        (("ART107", "fr", "The heart of the port", "Le c&oelig;ur du port"), [("&oelig;",)]),
        (("ART101", "en", "Die alte Fähre fährt spät.", "[Die alte Fähre] is late."), [("[Die alte Fähre]",)]),
        (("ART101", "it", "This old gate is shut.", "[This old gate] è chiuso."), [("[This old gate]",)]),
        (("HAL101", "en", "Er wartet auf die Fähre.", "He waits for for the ferry."), [("for",)]),
        (("HAL101", "fr", "He waits for the ferry.", "Il attend ce ce bac pour pour Arles."), [("ce",), ("pour",)]),
        (("HAL101", "es", "Cats and dogs", "Los perros y perros."), [("y perros",)]),
        (("HAL101", "it", "Cats and dogs", "I gatti e gatti."), [("e gatti",)]),
    ],
)
def test_found(row: Row, marks: list[tuple[str, ...]]) -> None:
    assert found(*row) == marks


@pytest.mark.parametrize(
    ("row", "severity"),
    [
        (("MRK105", "de", "See www.example.org/low", "Siehe www.beispiel.org/low"), Severity.MINOR),
        (("MRK105", "fr", "Write to my.name@my.port.com", "Écrivez à mon.nom@mon.port.fr"), Severity.MINOR),
        (("MRK105", "fr", "See www.harbour.org/low", "Voir www.port.org/low"), Severity.MAJOR),
        (("MRK109", "it", "Open example.txt", "Apri esempio.txt"), Severity.MINOR),
        (("MRK109", "pt", "Open myFile2.csv", "Abra meuFicheiro2.csv"), Severity.MINOR),
        (("MRK109", "es", "Open file2.csv", "Abra file1.csv"), Severity.MAJOR),
        (("MRK109", "es", "Open tide.csv", "Abra tide.txt"), Severity.MAJOR),
        (
            ("ART105", "en", "Wählen Sie Format – Zellen – Register: Hintergrund.", "Choose Format - Cells - Area tab"),
            Severity.MINOR,
        ),
        (
            (
                "ART105",
                "es",
                "Remove users that no longer use your computer.",
                "Eliminar usuarios que ya no usan el suyo",
            ),
            Severity.MINOR,
        ),
        (
            (
                "ART105",
                "es",
                "Remove the old users that no longer use your new computer.",
                "Eliminar los usuarios antiguos",
            ),
            Severity.MAJOR,
        ),
        (
            (
                "ART105",
                "en",
                "Entfernen Sie alle Nutzer, die den neuen Rechner nicht mehr nutzen.",
                "Remove all the old users",
            ),
            Severity.MAJOR,
        ),
        (("HAL101", "fr", "Cats and dogs sleep.", "Les chats et chats dorment."), Severity.MINOR),
        (("HAL101", "fr", "Cats and dogs", "Les chats et chats."), Severity.MAJOR),
    ],
)
def test_severity(row: Row, severity: Severity) -> None:
    assert severities(*row) == [severity]
