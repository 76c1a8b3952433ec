from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.checks.numbers import number_mismatch as module
from mtqe.checks.numbers.finder import numbers
from mtqe.checks.numbers.matching import compare
from mtqe.checks.numbers.number_mismatch import turned
from mtqe.checks.numbers.vocabulary import known, lexicon
from mtqe.checks.runner import run
from mtqe.model import Segment
from mtqe.registry.contracts import Context

EN_DE = ("en", "de")

EQUAL = [
    # separators
    (EN_DE, "It holds 1,234.5 litres.", "Es fasst 1.234,5 Liter."),
    (EN_DE, "It holds 1,234.5 litres.", "Es fasst 1 234,5 Liter."),
    (EN_DE, "It holds 12,345 litres.", "Es fasst 12\u00a0345 Liter."),
    (EN_DE, "It holds 12,345 litres.", "Es fasst 12'345 Liter."),
    (EN_DE, "It sold 12,34,567 tickets.", "Es wurden 1.234.567 Karten verkauft."),
    (EN_DE, "It costs 9.99.", "Es kostet 9,99."),
    (EN_DE, "a .22 rifle", "ein Gewehr vom Kaliber 0,22"),
    (("en", "fr"), "The hall seats 12,500.", "La salle compte 12\u202f500 places."),
    (("en", "pl"), "The hall seats 12,500.", "Sala mieści 12 500 osób."),
    (("en", "es"), "It cost 1,250.75 pesos.", "Costó 1.250,75 pesos."),
    (("en", "es"), "It cost 1,250.75 pesos.", "Costó 1,250.75 pesos."),
    (("en", "ar"), "The plant made 150,000 bicycles.", "أنتج المصنع 150.000 دراجة."),
    (("en", "fa"), "The plant made 77,000 bicycles.", "این کارخانه 77،000 دوچرخه ساخت."),
    # measures in units of the country
    (("en", "sv"), "The road runs 130 miles.", "Vägen är drygt 20 mil lång."),
    (("en", "cs"), "The road runs 130 miles.", "Silnice měří 130 mil."),
    (("en", "cs"), "The road cost 130 million.", "Silnice stála 130 mil. korun."),
    (("en", "ro"), "The mast is 20 feet high.", "Catargul are 6 de metri înălțime."),
    # adjectives of magnitudes, and their cases
    (("en", "ru"), "A 25,000-strong crowd came.", "Пришла 25-тысячная толпа."),
    (("en", "pl"), "A 25,000-strong crowd came.", "Przyszedł 25-tysięczny tłum."),
    (("en", "uk"), "A 3-million crowd came.", "Прийшов 3-мільйонний натовп."),
    (("en", "hu"), "The city has 380,000 people.", "A 380 ezres város."),
    (("en", "tr"), "More than 2.25 billion live there.", "Orada 2,25 milyardan fazla insan yaşıyor."),
    (("en", "ko"), "They paid 35 million dollars.", "그들은 3천5백만 달러를 냈다."),
    (("en", "de"), "It was 20 degrees warmer than the town.", "Es war 11 ºC wärmer als die Stadt."),
    (("en", "de"), "About 1 to 4 inches of rain fell.", "Es fielen 2 bis 10 Zentimeter Regen."),
    (("en", "nl"), "Over half an inch of rain fell.", "Er viel 1,5 cm regen."),
    (("en", "fi"), "The wind reached 85 mph.", "Tuuli oli 38 metriä sekunnissa."),
    (("en", "fi"), "The town may reach 80 degrees.", "Kaupungissa voi olla jopa 27 asteeseen."),
    (("en", "he"), "The barn is 385 miles away.", "האסם נמצא במרחק 620 ק“מ."),
    (("en", "he"), "It rained 2 to 3 inches.", "ירדו 50 עד 75 מ״מ גשם."),
    (("en", "de"), "It was nearly 20 degrees warmer than the town.", "Es war fast 10 ºC wärmer als die Stadt."),
    (("en", "de"), "Highs in the 80s in the south.", "Im Süden bis zu 27 ºC."),
    (("en", "ar"), "It holds 41,260 people.", "يتسع لـ41 ألفاً و260 شخصاً."),
    (("en", "pl"), "It holds 52,310 people.", "Mieści 52 tysiące 310 osób."),
    (("en", "ru"), "It cost 3.2 million roubles.", "Это стоило 3 миллиона 200 тысяч рублей."),
    (("en", "ko"), "They owe 1.25 trillion won.", "그들은 1조 2천5백억 원을 빚졌다."),
    (("en", "fi"), "It dates from the 19th century.", "Se on peräisin 1800-luvulta."),
    (("en", "fi"), "He is in his 40s.", "Hän on nelikymmenvuotias."),
    # shares of a magnitude, terms of a year
    (("en", "es"), "A quarter of a million people fled.", "Un cuarto de millón de personas huyó."),
    (("en", "el"), "A quarter of a million people fled.", "Ένα τέταρτο του εκατομμυρίου άνθρωποι έφυγαν."),
    (("en", "ja"), "They won 14½-13½.", "14½-13½で勝った。"),
    (("en", "ja"), "Profit rose in the third quarter.", "7～9月期の利益は増えた。"),
    (("en", "ja"), "Profit rose in the three months to June.", "4-6月期の利益は増えた。"),
    (("en", "ja"), "Profit rose in the nine months to December.", "4～12月期の利益は増えた。"),
    (("en", "fi"), "He died in September 1918.", "Hän kuoli 9.1918."),
    # times of less than a second in another unit
    (EN_DE, "It takes 20000 nanoseconds.", "Es dauert zwanzig Mikrosekunden."),
    (("en", "fr"), "It takes 4000 µs.", "Cela prend 4 millisecondes."),
    (("zh", "en"), "只需4000微秒。", "It takes 4 ms."),
    # emergency numbers
    (EN_DE, "He dialled 911 at once.", "Er wählte sofort den Notruf."),
    (("fr", "en"), "Il a appelé le 112.", "He called the emergency line."),
    # magnitudes
    (EN_DE, "It raised $3.5 million.", "Es brachte 3,5 Millionen Dollar ein."),
    (EN_DE, "It raised $3.5m.", "Es brachte 3,5 Mio. Dollar ein."),
    (EN_DE, "It raised $3.5 million.", "Es brachte 3.500.000 Dollar ein."),
    (EN_DE, "It owes $2 trillion.", "Sie schuldet zwei Billionen Dollar."),
    (EN_DE, "It owes €7bn.", "Sie schuldet 7 Mrd. Euro."),
    (EN_DE, "between 2 and 3 million birds", "zwei bis drei Millionen Vögel"),
    (EN_DE, "Tens of thousands marched.", "Zehntausende marschierten."),
    (EN_DE, "Hundreds of thousands marched.", "Hunderttausende marschierten."),
    (EN_DE, "half a million bees", "500.000 Bienen"),
    (EN_DE, "a 10k race", "ein Rennen über 10 Kilometer"),
    (("en", "es"), "The debt is 4 billion euros.", "La deuda es de 4 mil millones de euros."),
    (("en", "fr"), "The debt is 4 billion euros.", "La dette est de 4 milliards d'euros."),
    (("en", "pt"), "The debt is 4 billion reais.", "A dívida é de 4 bilhões de reais."),
    (("en", "ru"), "The debt is 4 billion.", "Долг составляет 4 млрд."),
    (("en", "pl"), "The debt is 4 billion.", "Dług wynosi 4 mld."),
    (("en", "zh"), "It has 280,000 readers.", "它有28万读者。"),
    (("en", "ja"), "It has 350 million users.", "利用者は3億5千万人だ。"),
    (("zh", "en"), "产量达到22万亿至37万亿。", "Output reached 22 trillion to 37 trillion."),
    (("zh", "en"), "输送600至850亿千瓦时。", "It carries 60 to 85 billion kilowatt hours."),
    (("zh", "en"), "线路电压为1100千伏。", "The line runs at 1,100 kilovolts."),
    (("en", "zh"), "The mill fetched 3 million.", "磨坊卖了 3 百万。"),
    (("en", "ja"), "The tide turns after 1.5 hours.", "潮は 1 時間半後に変わります。"),
    (("en", "zh"), "The repair took 2.5 months.", "修理用了2个半月。"),
    (("en", "zh"), "It rose by 12.5 percent.", "上涨了百分之十二点五。"),
    (("en", "ja"), "It rose by 12.5 percent.", "１２．５％上昇した。"),
    (("en", "zh"), "It opened in the 1980s.", "它于20世纪80年代开业。"),
    (("en", "zh"), "It opened in the eighties.", "它于20世纪80年代开业。"),
    (("en", "zh"), "Famous since the early 1900s, it moved in the 1920s.", "它自20世纪初闻名，1920年代搬迁。"),
    # numerals that other languages say without a number
    (("en", "ja"), "Enter the depth as a hexadecimal number.", "深さを 16 進数で入力します。"),
    (("en", "zh"), "The counter shows octal values.", "计数器显示 8 进制数值。"),
    (("en", "ja"), "with thousands separators", "3 桁区切りで"),
    # a comma without a space
    (("en", "ja"), "The pier opened on May 30,1899.", "桟橋は 1899 年 5 月 30 日に開きました。"),
    (("en", "zh"), "See pages 1,2 and 7.", "见第1、2和7页。"),
    # words
    (EN_DE, "Two hundred and five sheep", "205 Schafe"),
    (EN_DE, "two and a half days", "zweieinhalb Tage"),
    (EN_DE, "a dozen eggs", "12 Eier"),
    (EN_DE, "three dozen eggs", "36 Eier"),
    (EN_DE, "in nineteen eighty-four", "im Jahr 1984"),
    (EN_DE, "both of the 2 doors", "beide Türen"),
    (("fr", "en"), "quatre-vingt-dix-sept moutons", "97 sheep"),
    (("fr", "en"), "soixante et onze moutons", "71 sheep"),
    (("es", "en"), "treinta y dos mil ovejas", "32,000 sheep"),
    (("it", "en"), "ventotto pecore e trecentomila api", "28 sheep and 300,000 bees"),
    (("pt", "en"), "duzentas e cinco ovelhas", "205 sheep"),
    (("nl", "en"), "vijfentwintig schapen", "25 sheep"),
    (("pl", "en"), "dwadzieścia pięć owiec", "25 sheep"),
    (("cs", "en"), "dvacet pět ovcí", "25 sheep"),
    (("ru", "en"), "двадцать пять тысяч овец", "25,000 sheep"),
    (("ru", "en"), "пятисотлетняя борьба", "a 500-year struggle"),
    (("zh", "en"), "二十三只羊", "23 sheep"),
    # ordinals, Roman numerals, codes
    (EN_DE, "the 3rd floor", "der dritte Stock"),
    (EN_DE, "the twenty-first century", "das 21. Jahrhundert"),
    (EN_DE, "World War II", "der Zweite Weltkrieg"),
    (EN_DE, "Louis XIV", "Ludwig XIV."),
    (("fr", "en"), "au XIXe siècle", "in the 19th century"),
    (("pl", "en"), "dwudziesty pierwszy wiek", "the 21st century"),
    (EN_DE, "the G20 and Covid-19", "die G-20 und Corona"),
    # dates and times
    (EN_DE, "on 3/14/2021", "am 14. März 2021"),
    (EN_DE, "on March 14", "am 14.3. in Bonn"),
    (EN_DE, "on 03/04/2021", "am 3.4.2021"),
    (EN_DE, "5:30 p.m.", "17.30 Uhr"),
    (EN_DE, "from 3 to 5 pm", "von 15 bis 17 Uhr"),
    (EN_DE, "at 0600 UTC", "um 6 Uhr UTC"),
    (EN_DE, "0430 ship time", "4:30 Uhr Bordzeit"),
    (EN_DE, "half past five", "halb sechs"),
    (EN_DE, "the 1990s and the '70s", "die 90er und die 1970er Jahre"),
    (EN_DE, "the eighties", "die 80er Jahre"),
    (EN_DE, "the 1600s", "das 17. Jahrhundert"),
    (EN_DE, "the 2009/10 season", "die Saison 2009/2010"),
    (EN_DE, "in 1994-5", "1994-95"),
    (EN_DE, "four decades", "40 Jahre"),
    (EN_DE, "14 days", "zwei Wochen"),
    (("fr", "en"), "vers 12 h 00", "around 1200 hours"),
    (("zh", "en"), "20世纪60年代", "the 1960s"),
    (("ja", "en"), "午後3時に", "at 15:00"),
    # fractions and percentages
    (EN_DE, "two-thirds of it", "2/3 davon"),
    (EN_DE, "half of it", "50 % davon"),
    (EN_DE, "2 ½ weeks", "zweieinhalb Wochen"),
    (EN_DE, "1/2 cup", "eine halbe Tasse"),
    (EN_DE, "available 24/7", "rund um die Uhr erreichbar"),
    (EN_DE, "I agree 100 percent.", "Ich stimme völlig zu."),
    (("zh", "en"), "近三成的人", "nearly 30% of people"),
    # scores, measures, currencies
    (EN_DE, "They won 3-1.", "Sie gewannen 3:1."),
    (EN_DE, "He is 6ft 2in tall.", "Er ist 1,88 m groß."),
    (EN_DE, "a 6-foot-6 forward", "ein 1,98 m großer Stürmer"),
    (EN_DE, "161 feet (49 meters) high", "49 Meter hoch"),
    (EN_DE, "1 to 4 inches of rain", "2,5 bis 10 Zentimeter Regen"),
    (EN_DE, "It was 86°F.", "Es waren 30 ° C."),
    (EN_DE, "It costs €40 billion ($51 billion).", "Es kostet 40 Milliarden Euro."),
    (EN_DE, "the 25-year-old", "die 25-Jährige"),
    (EN_DE, "see https://example.org/a?id=77", "siehe unten"),
    (EN_DE, "1) open 2) close", "öffnen, dann schließen"),
]

UNEQUAL = [
    (EN_DE, "Use file 0134.", "Datei 0143 verwenden.", [("0134", "0143")]),
    (EN_DE, "Call 0134 960123.", "Rufen Sie 0134 960132 an.", [("960123", "960132")]),
    (("en", "ar"), "It made 150,000 bicycles.", "أنتج 105.000 دراجة.", [("150,000", "105.000")]),
    (("en", "ko"), "They paid 35 million dollars.", "그들은 3천8백만 달러를 냈다.", [("35 million", "3천8백만")]),
    (("en", "sv"), "The road runs 130 miles.", "Vägen är drygt 40 mil lång.", [("130", "40")]),
    (("en", "es"), "A quarter of a million fled.", "Medio millón huyó.", [("quarter of a million", "Medio millón")]),
    (EN_DE, "It seats 1,250.", "Es fasst 1.520.", [("1,250", "1.520")]),
    (EN_DE, "It costs 9.99.", "Es kostet 99,9.", [("9.99", "99,9")]),
    (EN_DE, "Sales hit 4 billion.", "Der Umsatz erreichte 4 Billionen.", [("4 billion", "4 Billionen")]),
    (EN_DE, "It cost billions.", "Es kostete Billionen.", [("billions", "Billionen")]),
    (EN_DE, "It raised 3.5 million.", "Es brachte 3,5 ein.", [("3.5 million", "3,5")]),
    (EN_DE, "Five cows and 20 pigs.", "Fünf Kühe.", [("20", None)]),
    (EN_DE, "Five cows.", "Fünf Kühe und 20 Schweine.", [(None, "20")]),
    (EN_DE, "less than 1% of it", "weniger als 0,1 % davon", [("1", "0,1")]),
    (EN_DE, "by only 3%", "um lediglich 0,3 %", [("3", "0,3")]),
    (EN_DE, "Five cows slept.", "Sechs Kühe schliefen.", [("Five", "Sechs")]),
    (EN_DE, "the 15th floor", "der 16. Stock", [("15", "16")]),
    (EN_DE, "In 1997 and 2003", "1979 und 2003", [("1997", "1979")]),
    (EN_DE, "in the 1990s", "in den 1970er Jahren", [("1990", "1970")]),
    (EN_DE, "in July", "im Juni", [("July", "Juni")]),
    (EN_DE, "at 3:45 p.m.", "um 15.25 Uhr", [("45", "25")]),
    (EN_DE, "They won 3-1.", "Sie gewannen 3:2.", [("1", "2")]),
    (EN_DE, "He is 6ft 2in tall.", "Er ist 2,40 m groß.", [("6", "2,40")]),
    (EN_DE, "the iPhone6", "das iPhone7", [("6", "7")]),
    (EN_DE, "the G20", "die G7", [("20", "7")]),
    (EN_DE, "from 19 wins in 1994 to 2013", "von 19 Siegen 2008 bis 2013", [("1994", "2008")]),
    (("en", "es"), "The debt is 4 billion.", "La deuda es de 4 billones.", [("4 billion", "4 billones")]),
    (("es", "en"), "Catorce escuelas cerraron.", "Eleven schools closed.", [("Catorce", "Eleven")]),
    (("ru", "en"), "Погибли 40 человек.", "14 people died.", [("40", "14")]),
    (("cs", "en"), "Stálo to 3,5 milionu.", "It cost 35 million.", [("3,5 milionu", "35 million")]),
    (("zh", "en"), "预算为2030万元。", "The budget is 203 million yuan.", [("2030万", "203 million")]),
    (("ja", "en"), "7月3日に開店した。", "It opened on July 5.", [("3", "5")]),
    (("en", "ja"), "The tide turns after 1.5 hours.", "潮は 2 時間半後に変わります。", [("1.5", "2")]),
    (("en", "ja"), "a 3-digit code", "4 桁のコード", [("3", "4")]),
    (("en", "ja"), "The pier opened on May 30,1899.", "桟橋は 1889 年 5 月 30 日に開きました。", [("30,1899", "1889")]),
    (("en", "zh"), "The mill fetched 3 million.", "磨坊卖了 2 百万。", [("3 million", "2 百万")]),
    (("en", "zh"), "It rose by 12.5 percent.", "上涨了百分之十五点二。", [("12.5", "百分之十五点二")]),
    (("en", "ja"), "It rose by 12.5 percent.", "１．２５％上昇した。", [("12.5", "１．２５")]),
    (("en", "zh"), "It opened in the 1980s.", "它于19世纪80年代开业。", [("1980", "80")]),
    (("en", "ja"), "Thousands of boats came.", "数百隻の船が来た。", [("Thousands", "百")]),
    (("en", "ja"), "Five boats came.", "六隻の船が来た。", [("Five", "六")]),
    (("de", "en"), "Er ist 1,8 m groß.", "He is 18 m tall.", [("1,8", "18")]),
]


def texts(langs: tuple[str, str], source: str, target: str) -> list[tuple[str | None, str | None]]:
    mismatches = compare(source, target, *langs)
    return [
        (
            source[mismatch.source.start : mismatch.source.end] if mismatch.source else None,
            target[mismatch.target.start : mismatch.target.end] if mismatch.target else None,
        )
        for mismatch in mismatches
    ]


@pytest.mark.parametrize(("langs", "source", "target"), EQUAL)
def test_equal(langs: tuple[str, str], source: str, target: str) -> None:
    assert texts(langs, source, target) == []


@pytest.mark.parametrize(("langs", "source", "target"), EQUAL)
def test_equal_in_the_opposite_direction(langs: tuple[str, str], source: str, target: str) -> None:
    assert texts(langs[::-1], target, source) == []


@pytest.mark.parametrize(("langs", "source", "target", "wrong"), UNEQUAL)
def test_unequal(langs: tuple[str, str], source: str, target: str, wrong: list[tuple[str | None, str | None]]) -> None:
    assert texts(langs, source, target) == wrong


@pytest.mark.parametrize("lang", sorted(known()))
def test_every_lexicon_is_complete(lang: str) -> None:
    words = lexicon(lang)
    assert {words.decimal, words.group} == {".", ","}
    if words.spaceless:
        return
    values = {word.values[0] for word in words.words.values() if word.role == "cardinal"} | set(words.small.values())
    magnitudes = {word.values[0] for word in words.words.values() if word.role == "magnitude"}
    assert values >= {*range(2, 11), *(() if 10 in magnitudes else range(20, 100, 10))}  # dua puluh
    ordinals = {word.values[0] for word in words.words.values() if word.role == "ordinal"}
    assert ordinals >= {3, 4, 5, 6, 7, 9, 10}
    assert {word.values[0] for word in words.words.values() if word.role == "month"} == set(range(1, 13))
    assert magnitudes >= {1000, 10**6, 10**9, 10**12}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "siebenhundertfünfundachtzigtausenddreihunderteinundzwanzig"),
        ("en", "seven hundred and eighty-five thousand three hundred and twenty-one"),
        ("fr", "sept cent quatre-vingt-cinq mille trois cent vingt et un"),
        ("es", "setecientos ochenta y cinco mil trescientos veintiuno"),
        ("it", "settecentottantacinquemilatrecentoventuno"),
        ("pt", "setecentos e oitenta e cinco mil trezentos e vinte e um"),
        ("nl", "zevenhonderdvijfentachtigduizenddriehonderdeenentwintig"),
        ("pl", "siedemset osiemdziesiąt pięć tysięcy trzysta dwadzieścia jeden"),
        ("cs", "sedm set osmdesát pět tisíc tři sta dvacet jedna"),
        ("ru", "семьсот восемьдесят пять тысяч триста двадцать один"),
        ("zh", "七十八万五千三百二十一"),
        ("ja", "七十八万五千三百二十一"),
        ("ar", "سبعمئة وخمسة وثمانون ألفا وثلاثمئة وواحد وعشرون"),
        ("bg", "седемстотин осемдесет и пет хиляди триста двайсет и едно"),
        ("el", "επτακόσιες ογδόντα πέντε χιλιάδες τριακόσια είκοσι ένα"),
        ("fa", "هفتصد و هشتاد و پنج هزار و سیصد و بیست و یک"),
        ("fi", "seitsemänsataakahdeksankymmentäviisituhattakolmesataakaksikymmentäyksi"),
        ("he", "שבע מאות שמונים וחמישה אלף שלוש מאות עשרים ואחת"),
        ("hi", "सात लाख पचासी हज़ार तीन सौ इक्कीस"),
        ("hr", "sedamsto osamdeset pet tisuća tristo dvadeset jedan"),
        ("hu", "hétszáznyolcvanötezer-háromszázhuszonegy"),
        ("id", "tujuh ratus delapan puluh lima ribu tiga ratus dua puluh satu"),
        ("ko", "78만 5321"),
        ("nb", "sju hundre og åttifem tusen tre hundre og tjueen"),
        ("da", "syvhundrede og femogfirs tusind trehundrede og enogtyve"),
        ("ro", "șapte sute optzeci și cinci de mii trei sute douăzeci și unu"),
        ("th", "เจ็ดแสนแปดหมื่นห้าพันสามร้อยยี่สิบเอ็ด"),
        ("tr", "yedi yüz seksen beş bin üç yüz yirmi bir"),
        ("uk", "сімсот вісімдесят п’ять тисяч триста двадцять один"),
        ("vi", "bảy trăm tám mươi lăm nghìn ba trăm hai mươi mốt"),
    ],
)
def test_long_number_words(lang: str, text: str) -> None:
    assert [(number.value, number.start, number.end) for number in numbers(text, lang)] == [(785321, 0, len(text))]


@given(st.text(), st.text(), st.sampled_from(sorted(known())), st.sampled_from(sorted(known())))
def test_any_text_is_read(source: str, target: str, source_lang: str, target_lang: str) -> None:
    for mismatch in compare(source, target, source_lang, target_lang):
        for number, text in ((mismatch.source, source), (mismatch.target, target)):
            assert number is None or 0 <= number.start < number.end <= len(text)


NUMBERISH = st.text(alphabet="0123456789.,:/-' %$€hmk()half pm\u00a0万亿二年XIV\n", max_size=60)


@given(NUMBERISH, st.sampled_from(sorted(known())))
def test_a_copy_is_always_equal(text: str, lang: str) -> None:
    assert compare(text, text, lang, lang) == []


@given(st.integers(0, 10**9))
def test_grouping_is_read_in_every_locale(number: int) -> None:
    english, german = f"{number:,}", f"{number:,}".replace(",", ".")
    assert compare(f"It has {english} of them.", f"Es hat {german} davon.", "en", "de") == []


def test_a_very_long_number_equals_only_itself() -> None:
    digits = "7" * 6000
    assert compare(f"a {digits}", f"ein {digits}", "en", "de") == []
    assert len(compare(f"a {digits}", f"ein {digits}7", "en", "de")) == 1


def findings(source: str, target: str, langs: tuple[str, str] = EN_DE) -> list[tuple[tuple[str, ...], str | None]]:
    outcome = run([module.number_mismatch], [Segment("1", source, target)], Context(*langs))
    assert outcome.problems == ()
    return [(finding.marked, finding.suggestion) for finding in outcome.findings]


def test_the_suggestion_has_the_separators_of_the_target() -> None:
    assert findings("It seats 1,250.5 men.", "Es fasst 1.520,5 Mann.") == [(("1,250.5", "1.520,5"), "1.250,5")]


def test_an_omission_is_not_a_lost_number() -> None:
    assert findings("It seats 1,250.", "") == []


def test_many_mismatches_are_one_finding() -> None:
    [(marked, _)] = findings("11, 12, 13, 14, 15, 16 and 17", "21, 22, 23, 24, 25, 26 und 27")
    assert len(marked) == 14


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("They won 3-1.", "Sie gewannen 1:3.", ("3-1", "1:3")),
        ("They won 3-1.", "Sie gewannen 3:1.", None),
        ("They won 3-1 and 2-0.", "Sie gewannen 1:3 und 2:0.", ("3-1", "1:3")),
        ("They won 3-1 and 2-0.", "Sie gewannen 1:3 und 0:2.", None),
        ("他们以3:1获胜。", "They won 1:3.", ("3:1", "1:3")),
        ("It was 2-2.", "Es stand 2:2.", None),
        ("Pages 10-12", "Seiten 12-10", ("10-12", "12-10")),
        ("On 2021-03-04", "Am 04-03-2021", None),
    ],
)
def test_a_score_that_was_turned_round(source: str, target: str, expected: tuple[str, str] | None) -> None:
    places = turned(source, target)
    assert (places and (source[slice(*places[0])], target[slice(*places[1])])) == expected


@pytest.mark.parametrize(
    ("langs", "source", "target", "marked"),
    [
        (EN_DE, "Elizabeth II spoke.", "Elisabeth I. sprach.", [("II", "I")]),
        (EN_DE, "World War I was over.", "Der Zweite Weltkrieg war vorbei.", [("I", "Zweite")]),
        (EN_DE, "World War I was over.", "Der Erste Weltkrieg war vorbei.", []),
        (EN_DE, "Charles III spoke.", "Karl II. sprach.", [("III", "II")]),
        (EN_DE, "Elizabeth II and I spoke.", "Elisabeth und ich sprachen.", []),
        (EN_DE, "The First Lady met Elizabeth II.", "Die First Lady traf Elisabeth I.", []),
        (EN_DE, "Both Spain and Elizabeth II spoke.", "Beide, Spanien und Elisabeth II., sprachen.", []),
        (("fr", "en"), "François I était roi.", "Francis II was king.", [("I", "II")]),
    ],
)
def test_ranks_of_names(langs: tuple[str, str], source: str, target: str, marked: list[tuple[str, ...]]) -> None:
    outcome = run([module.number_mismatch], [Segment("1", source, target)], Context(*langs))
    assert [finding.marked for finding in outcome.findings] == marked


@pytest.mark.parametrize(
    ("source", "target", "severity"),
    [
        ("The shop closed in 2013 after a fire.", "Der Laden schloss nach einem Brand.", "minor"),
        ("The shop took $2013 that day.", "Der Laden nahm an diesem Tag wenig ein.", "major"),
        ("The shop sold 2000 lamps.", "Der Laden verkaufte viele Lampen.", "major"),
        ("The shop closed after a fire.", "Der Laden schloss 2013 nach einem Brand.", "major"),
        ("The shop closed in 2013.", "Der Laden schloss 2014.", "major"),
        ("The 2nd officer came.", "Der Offizier kam.", "minor"),
        ("The 22nd officer came.", "Der Offizier kam.", "major"),
        ("It is for adults only.", "Es ist erst ab 18 erlaubt.", "minor"),
        ("It is for adults only.", "Es ist erst ab 21 erlaubt.", "major"),
        ("It is for adults only.", "Es wiegt 2,5 Tonnen.", "major"),
        ("It is for all from 18 on.", "Es ist für alle Erwachsenen.", "major"),
        ("It is for all from 18 on.", "Es ist für alle ab 16.", "major"),
    ],
)
def test_a_missing_year_and_a_new_small_number_are_minor(source: str, target: str, severity: str) -> None:
    outcome = run([module.number_mismatch], [Segment("1", source, target)], Context(*EN_DE))
    assert [finding.severity.value for finding in outcome.findings] == [severity]


@pytest.mark.parametrize(
    ("source", "target", "lang", "severities"),
    [
        ("2 files", "%d файла", "ru", []),
        ("%d files", "1 файл", "ru", []),
        ("2 files of {0}", "{0} файлы", "ru", ["major"]),
        ("0 replies", "ردود", "ar", ["minor"]),
        ("8xk-2P-Tj7.title", "Hochladen", "de", []),
        ("Chapter 8 by Smith.", "Kapitel von Smith.", "de", ["major"]),
        ("Read it or <2>open one</2>.", "Lesen oder <1>öffnen</1>.", "de", []),
        ("${days == 2 ? 'x' : 'y'} left", "noch ${n}", "de", []),
        ("It is 12em wide.", "Es ist 24px breit.", "de", ["minor"]),
        ("It is 12px wide.", "Es ist 24px breit.", "de", ["major"]),
        ("Sales grew in the early 2000s.", "Der Umsatz wuchs zu Beginn des Jahrtausends.", "de", ["minor"]),
    ],
)
def test_numbers_of_software(source: str, target: str, lang: str, severities: list[str]) -> None:
    outcome = run([module.number_mismatch], [Segment("1", source, target)], Context("en", lang))
    assert [finding.severity for finding in outcome.findings] == severities
