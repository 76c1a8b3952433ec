"""Number words, weekdays, months, units and times of languages that their file added, in both directions."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


def marks(check: str, source: str, target: str, langs: tuple[str, str]) -> list[str]:
    outcome = runner.run([check_table.checks()[check]], [Segment("1", source, target)], Context(*langs))
    assert outcome.problems == ()
    assert [item.state for item in outcome.items] == ["ran"]
    return [text for finding in outcome.findings for text in finding.marked]


NUMBERS = {
    "pt": [
        ("The first twenty minutes were dull.", "Os vinte primeiros minutos foram monótonos.", []),
    ],
    "es": [
        ("The first twenty minutes were dull.", "Los veinte primeros minutos fueron aburridos.", []),
        ("The 21st train left.", "Salió el vigésimo primer tren.", []),
    ],
    "fr": [
        ("The first ten minutes were dull.", "Les dix premières minutes étaient ennuyeuses.", []),
        ("The first twelve minutes were dull.", "Les dix premières minutes étaient ennuyeuses.", ["twelve", "dix"]),
        ("It took ten seconds.", "Cela a duré dix secondes.", []),
        ("The 22nd page is missing.", "La vingt-deuxième page manque.", []),
    ],
    "sv": [
        ("The twenty-first century began.", "Det tjugoförsta århundradet började.", []),
        ("The twenty-second century began.", "Det tjugoandra århundradet började.", []),
        ("The 20th train left.", "Det tjugonde tåget gick.", []),
        ("The 25th train left.", "Det tjugoförsta tåget gick.", ["25", "tjugoförsta"]),
    ],
    "ar": [
        ("The twenty-first century began.", "بدأ القرن الحادي والعشرون.", []),
        ("The thirty-first floor is empty.", "الطابق الحادي والعشرون فارغ.", ["thirty-first", "الحادي والعشرون"]),
        ("The ferry leaves at eleven o'clock.", "تغادر العبارة الساعة الحادية عشرة.", []),
        ("In the 1970s he lived in Cairo.", "في السبعينيات عاش في القاهرة.", []),
        ("In the 1970s he lived in Cairo.", "في سبعينيات القرن الماضي عاش في القاهرة.", []),
        ("In the 1980s he lived in Cairo.", "في ثمانينات القرن العشرين عاش في القاهرة.", []),
        ("In the 1980s he lived in Cairo.", "في السبعينيات عاش في القاهرة.", ["1980"]),
        ("The ferry takes twenty-five cars.", "تتسع العبارة لخمس وعشرين سيارة.", []),
        ("The ferry takes twenty-five cars.", "تتسع العبارة لخمس وثلاثين سيارة.", ["twenty-five", "لخمس وثلاثين"]),
        ("The ferry takes 15 cars.", "تتسع العبارة لخمس عشرة سيارة.", []),
        ("Two cars fell into the water.", "سقطت سيارتان في الماء.", []),
        ("It cost 2,500 euros.", "كلفت ألفين وخمسمئة يورو.", []),
        ("It cost 3.5 million.", "كلفت 3.5 مليون.", []),
        ("It cost 3.5 million.", "كلفت 3.5 مليار.", ["3.5 million", "3.5 مليار"]),
        ("She is not here.", "لست هنا.", []),
        ("The alpha channel", "قناة ألفا", []),
    ],
    "tr": [
        ("In the 1990s he lived in Ankara.", "Doksanlı yıllarda Ankara'da yaşadı.", []),
        ("In the 1980s he lived in Ankara.", "Doksanlı yıllarda Ankara'da yaşadı.", ["1980"]),
        ("The ferry takes twenty-five cars.", "Feribot yirmi beş araba alıyor.", []),
        ("The ferry takes twenty-five cars.", "Feribot yirmibeş araba alıyor.", []),
        ("The ferry takes twenty-five cars.", "Feribot otuz beş araba alıyor.", ["twenty-five", "otuz beş"]),
        ("It cost 1,150 euros.", "Bin yüz elli avroya mal oldu.", []),
        ("It cost 3.5 million.", "3,5 milyar tuttu.", ["3.5 million", "3,5 milyar"]),
        ("The text is underlined.", "Metnin altı çizili.", []),
    ],
    "ko": [
        ("The ferry takes 250,000 people.", "그 배는 25만 명을 태운다.", []),
        ("The ferry takes 250,000 people.", "그 배는 25만명을 태운다.", []),
        ("The ferry takes 250,000 people.", "그 배는 25천 명을 태운다.", ["250,000", "25천"]),
        ("It cost 312,500,000 won.", "3억 1250만 원이 들었다.", []),
        ("Five ferries left.", "배 다섯 척이 떠났다.", []),
        ("Five ferries left.", "배 여섯 척이 떠났다.", ["Five", "여섯"]),
        ("There are two ways.", "방법은 두가지가 있습니다.", []),
        ("The columns are hidden.", "열을 숨깁니다.", []),
        ("A hexadecimal number", "16진수", []),
    ],
    "id": [
        ("The ferry takes twenty-five cars.", "Feri itu memuat dua puluh lima mobil.", []),
        (
            "The ferry takes twenty-five cars.",
            "Feri itu memuat tiga puluh lima mobil.",
            ["twenty-five", "tiga puluh lima"],
        ),
        ("The ferry takes 15 cars.", "Feri itu memuat lima belas mobil.", []),
        ("It cost 1,750 euros.", "Harganya seribu tujuh ratus lima puluh euro.", []),
        ("It cost 3.5 million.", "Harganya 3,5 miliar.", ["3.5 million", "3,5 miliar"]),
    ],
    "vi": [
        ("The ferry takes twenty-five cars.", "Phà chở hai mươi lăm xe.", []),
        ("The ferry takes twenty-five cars.", "Phà chở ba mươi lăm xe.", ["twenty-five", "ba mươi lăm"]),
        ("It took three years.", "Mất ba năm.", []),
        ("It cost 550 euros.", "Giá năm trăm năm mươi euro.", []),
        ("It cost 3.5 million.", "Giá 3,5 tỷ.", ["3.5 million", "3,5 tỷ"]),
        ("The rate fell.", "Tỷ lệ giảm.", []),
    ],
    "uk": [
        ("The ferry takes twenty-five cars.", "Пором бере двадцять п'ять машин.", []),
        ("The ferry takes twenty-five cars.", "Пором бере двадцять п’ять машин.", []),
        ("The ferry takes twenty-five cars.", "Пором бере тридцять п'ять машин.", ["twenty-five", "тридцять п'ять"]),
        ("She loves the family.", "Вона любить сім'ю.", []),
        ("It cost 3.5 million.", "Коштував 3,5 мільярда.", ["3.5 million", "3,5 мільярда"]),
    ],
    "fa": [
        ("The ferry takes twenty-five cars.", "کشتی بیست و پنج خودرو می‌برد.", []),
        ("The ferry takes twenty-five cars.", "کشتی سی و پنج خودرو می‌برد.", ["twenty-five", "سی و پنج"]),
        ("It cost 3.5 million.", "3.5 میلیارد هزینه داشت.", ["3.5 million", "3.5 میلیارد"]),
        ("The ferry leaves on Tuesday.", "کشتی سه‌شنبه می‌رود.", []),
    ],
    "hi": [
        ("The ferry takes twenty-five cars.", "नौका में पच्चीस गाड़ियाँ आती हैं।", []),
        ("The ferry takes twenty-five cars.", "नौका में पैंतीस गाड़ियाँ आती हैं।", ["twenty-five", "पैंतीस"]),
        ("Five ferries left.", "पांच नौकाएँ चली गईं।", []),
        ("It cost 1,500,000 rupees.", "इसकी लागत पंद्रह लाख रुपये थी।", []),
        ("It cost 20 million.", "इसकी लागत दो करोड़ थी।", []),
        ("It cost 20 million.", "इसकी लागत दो अरब थी।", ["20 million", "दो अरब"]),
        ("It weighs 3.5 tonnes.", "इसका वज़न साढ़े तीन टन है।", []),
    ],
    "he": [
        ("He ordered about twelve tons.", "הוא הזמין כשנים-עשר טון.", []),
        ("He ordered twelve tons.", "הוא הזמין שנים־עשר טון.", []),
        ("He ordered ten tons.", "הוא הזמין כשנים-עשר טון.", ["ten", "כשנים-עשר"]),
        ("The ferry takes twenty-five cars.", "המעבורת נושאת עשרים וחמש מכוניות.", []),
        ("The ferry takes twenty-five cars.", "המעבורת נושאת שלושים וחמש מכוניות.", ["twenty-five", "שלושים וחמש"]),
        ("The ferry takes 13 cars.", "המעבורת נושאת שלוש עשרה מכוניות.", []),
        ("It took two years.", "זה נמשך שנתיים.", []),
        ("It cost 2,900 euros.", "זה עלה אלפיים תשע מאות אירו.", []),
        ("It cost 3.5 million.", "זה עלה 3.5 מיליארד.", ["3.5 million", "3.5 מיליארד"]),
    ],
    "th": [
        ("The train leaves at 8 p.m.", "รถไฟออกเวลาสองทุ่ม", []),
        ("The train leaves at 20:00.", "รถไฟออกเวลา 2 ทุ่ม", []),
        ("The train leaves at 7 p.m.", "รถไฟออกเวลาหนึ่งทุ่ม", []),
        ("The train leaves at 9 p.m.", "รถไฟออกเวลาสองทุ่ม", ["9", "สองทุ่ม"]),
        ("The train leaves at 15:00.", "รถไฟออกเวลาบ่ายสาม", []),
        ("The train leaves at 17:00.", "รถไฟออกเวลาห้าโมงเย็น", []),
        ("The train leaves at 2 a.m.", "รถไฟออกเวลาตีสอง", []),
        ("The ferry takes twenty-five cars.", "เรือบรรทุกรถได้ยี่สิบห้าคัน", []),
        ("The ferry takes twenty-five cars.", "เรือบรรทุกรถได้สามสิบห้าคัน", ["twenty-five", "สามสิบห้า"]),
        ("It cost 3.5 million baht.", "ราคา 3.5 ล้านบาท", []),
        ("It cost 3.5 million baht.", "ราคา 3.5 แสนบาท", ["3.5 million", "3.5 แสน"]),
        ("She can swim.", "เธอสามารถว่ายน้ำได้", []),
    ],
    "ro": [
        ("The 21st century began.", "A început secolul al douăzeci și unulea.", []),
        ("The 31st edition began.", "A început ediția a treizeci și uneia.", []),
        ("The ferry takes twenty-five cars.", "Feribotul ia douăzeci și cinci de mașini.", []),
        (
            "The ferry takes twenty-five cars.",
            "Feribotul ia treizeci și cinci de mașini.",
            ["twenty-five", "treizeci și cinci"],
        ),
        ("It cost 25 million.", "A costat 25 de milioane.", []),
        ("It cost 25 million.", "A costat 25 de miliarde.", ["25 million", "25 de miliarde"]),
    ],
    "el": [
        ("The ferry takes twenty-five cars.", "Το πλοίο παίρνει είκοσι πέντε αυτοκίνητα.", []),
        (
            "The ferry takes twenty-five cars.",
            "Το πλοίο παίρνει τριάντα πέντε αυτοκίνητα.",
            ["twenty-five", "τριάντα πέντε"],
        ),
        ("It cost 2,300 euros.", "Κόστισε δύο χιλιάδες τριακόσια ευρώ.", []),
        ("It cost 3.5 million.", "Κόστισε 3,5 δισεκατομμύρια.", ["3.5 million", "3,5 δισεκατομμύρια"]),
    ],
    "hu": [
        ("The ferry takes twenty-five cars.", "A komp huszonöt autót visz.", []),
        ("The ferry takes twenty-five cars.", "A komp harmincöt autót visz.", ["twenty-five", "harmincöt"]),
        ("It cost 2,500 euros.", "Kétezer-ötszáz euróba került.", []),
        ("It cost 3.5 million.", "3,5 milliárdba került.", ["3.5 million", "3,5 milliárdba"]),
        ("The border is closed.", "A határ zárva van.", []),
    ],
    "hr": [
        ("The ferry takes twenty-five cars.", "Trajekt prima dvadeset i pet automobila.", []),
        (
            "The ferry takes twenty-five cars.",
            "Trajekt prima trideset pet automobila.",
            ["twenty-five", "trideset pet"],
        ),
        ("It cost 3.5 million.", "Stajao je 3,5 milijardi.", ["3.5 million", "3,5 milijardi"]),
    ],
    "da": [
        ("The 45th train left.", "Det femogfyrretyvende tog kørte.", []),
        ("The 46th train left.", "Det femogfyrretyvende tog kørte.", ["46", "femogfyrretyvende"]),
        ("The ferry takes fifty-five cars.", "Færgen tager femoghalvtreds biler.", []),
        ("The ferry takes fifty-five cars.", "Færgen tager femogtres biler.", ["fifty-five", "femogtres"]),
        ("It cost 3.5 million.", "Den kostede 3,5 milliarder.", ["3.5 million", "3,5 milliarder"]),
    ],
    "nb": [
        ("The 45th train left.", "Det førtifemte toget gikk.", []),
        ("The 46th train left.", "Det førtifemte toget gikk.", ["46", "førtifemte"]),
        ("The ferry takes twenty-five cars.", "Fergen tar tjuefem biler.", []),
        ("The ferry takes twenty-five cars.", "Fergen tar femogtyve biler.", []),
        ("The ferry takes twenty-five cars.", "Fergen tar trettifem biler.", ["twenty-five", "trettifem"]),
        ("It cost 3.5 million.", "Den kostet 3,5 milliarder.", ["3.5 million", "3,5 milliarder"]),
    ],
    "fi": [
        ("The ferry takes twenty-five cars.", "Lautta ottaa kaksikymmentäviisi autoa.", []),
        (
            "The ferry takes twenty-five cars.",
            "Lautta ottaa kolmekymmentäviisi autoa.",
            ["twenty-five", "kolmekymmentäviisi"],
        ),
        ("It opened in five cities.", "Se avattiin viidessä kaupungissa.", []),
        ("It cost 2,500 euros.", "Se maksoi kaksituhattaviisisataa euroa.", []),
        ("It cost 3.5 million.", "Se maksoi 3,5 miljardia.", ["3.5 million", "3,5 miljardia"]),
    ],
    "bg": [
        ("The ferry takes twenty-five cars.", "Фериботът взема двайсет и пет коли.", []),
        ("The ferry takes twenty-five cars.", "Фериботът взема двадесет и пет коли.", []),
        ("The ferry takes twenty-five cars.", "Фериботът взема трийсет и пет коли.", ["twenty-five", "трийсет и пет"]),
        ("It cost 3.5 million.", "Струваше 3,5 милиарда.", ["3.5 million", "3,5 милиарда"]),
    ],
}


@pytest.mark.parametrize(
    ("lang", "source", "target", "marked"), [(lang, *example) for lang, of in NUMBERS.items() for example in of]
)
def test_numbers(lang: str, source: str, target: str, marked: list[str]) -> None:
    assert marks("ACC101", source, target, ("en", lang)) == marked
    if len(marked) != 1:
        assert marks("ACC101", target, source, (lang, "en")) == marked[::-1]


DATES = {
    "ar": ("يفتح السوق يوم الثلاثاء.", "يفتح السوق يوم الخميس.", "الخميس"),
    "tr": ("Çarşı Salı günü açılır.", "Çarşı Perşembe günü açılır.", "Perşembe"),
    "ko": ("시장은 화요일에 열립니다.", "시장은 목요일에 열립니다.", "목요일에"),
    "id": ("Pasar buka pada hari Selasa.", "Pasar buka pada hari Kamis.", "Kamis"),
    "vi": ("Chợ mở cửa vào Thứ Ba.", "Chợ mở cửa vào Thứ Năm.", "Thứ Năm"),
    "uk": ("Ринок відкривається у вівторок.", "Ринок відкривається у четвер.", "четвер"),
    "fa": ("بازار سه‌شنبه باز می‌شود.", "بازار پنجشنبه باز می‌شود.", "پنجشنبه"),
    "hi": ("बाज़ार मंगलवार को खुलता है।", "बाज़ार गुरुवार को खुलता है।", "गुरुवार"),
    "he": ("השוק נפתח ביום שלישי.", "השוק נפתח ביום חמישי.", "ביום חמישי"),
    "th": ("ตลาดเปิดวันอังคาร", "ตลาดเปิดวันพฤหัสบดี", "วันพฤหัสบดี"),
    "ro": ("Piața se deschide marți.", "Piața se deschide joi.", "joi"),
    "el": ("Η αγορά ανοίγει την Τρίτη.", "Η αγορά ανοίγει την Πέμπτη.", "Πέμπτη"),
    "hu": ("A piac kedden nyit.", "A piac csütörtökön nyit.", "csütörtökön"),
    "hr": ("Tržnica se otvara u utorak.", "Tržnica se otvara u četvrtak.", "četvrtak"),
    "da": ("Markedet åbner tirsdag.", "Markedet åbner torsdag.", "torsdag"),
    "nb": ("Markedet åpner tirsdag.", "Markedet åpner torsdag.", "torsdag"),
    "fi": ("Tori avataan tiistaina.", "Tori avataan torstaina.", "torstaina"),
    "bg": ("Пазарът отваря във вторник.", "Пазарът отваря в четвъртък.", "четвъртък"),
}


@pytest.mark.parametrize("lang", DATES)
def test_weekdays(lang: str) -> None:
    right, wrong, marked = DATES[lang]
    english = "The market opens on Tuesday."
    assert marks("ACC116", english, right, ("en", lang)) == []
    assert marks("ACC116", right, english, (lang, "en")) == []
    assert marks("ACC116", english, wrong, ("en", lang)) == ["Tuesday", marked]
    assert marks("ACC116", wrong, english, (lang, "en")) == [marked, "Tuesday"]


MONTHS = {
    "ar": ("4 مايو 2019", "4 يونيو 2019"),
    "tr": ("4 Mayıs 2019", "4 Haziran 2019"),
    "ko": ("2019년 5월 4일", "2019년 6월 4일"),
    "id": ("4 Mei 2019", "4 Juni 2019"),
    "uk": ("4 травня 2019 року", "4 червня 2019 року"),
    "fa": ("4 مه 2019", "4 ژوئن 2019"),
    "hi": ("4 मई 2019", "4 जून 2019"),
    "he": ("4 במאי 2019", "4 ביוני 2019"),
    "th": ("4 พฤษภาคม 2019", "4 มิถุนายน 2019"),
    "el": ("4 Μαΐου 2019", "4 Ιουνίου 2019"),
    "hu": ("2019. május 4.", "2019. június 4."),
    "hr": ("4. svibnja 2019.", "4. lipnja 2019."),
    "da": ("4. maj 2019", "4. juni 2019"),
    "nb": ("4. mai 2019", "4. juni 2019"),
    "fi": ("4. toukokuuta 2019", "4. kesäkuuta 2019"),
    "bg": ("4 май 2019", "4 юни 2019"),
}


@pytest.mark.parametrize("lang", MONTHS)
def test_months(lang: str) -> None:
    right, wrong = MONTHS[lang]
    assert marks("ACC101", "May 4, 2019", right, ("en", lang)) == []
    assert marks("ACC101", right, "May 4, 2019", (lang, "en")) == []
    assert len(marks("ACC101", "May 4, 2019", wrong, ("en", lang))) == 2
    assert len(marks("ACC101", wrong, "May 4, 2019", (lang, "en"))) == 2


TIMES = {
    "ar": ("يغلق المتجر 5 مساءً.", "يغلق المتجر 5 صباحًا."),
    "tr": ("Dükkân saat 17:00 kapanıyor.", "Dükkân saat 17:00 kapanıyor."),
    "ko": ("가게는 오후 5시에 닫습니다.", "가게는 오전 5시에 닫습니다."),
    "id": ("Toko tutup pukul 17.00.", "Toko tutup pukul 5 pagi."),
    "vi": ("Cửa hàng đóng cửa lúc 5 giờ chiều.", "Cửa hàng đóng cửa lúc 5 giờ sáng."),
    "uk": ("Крамниця зачиняється о 5 годині вечора.", "Крамниця зачиняється о 5 годині ранку."),
    "fa": ("مغازه ساعت 5 عصر می‌بندد.", "مغازه ساعت 5 صبح می‌بندد."),
    "hi": ("दुकान शाम 5 बजे बंद होती है।", "दुकान सुबह 5 बजे बंद होती है।"),
    "he": ("החנות נסגרת בשעה 5 בערב.", "החנות נסגרת בשעה 5 בבוקר."),
    "th": ("ร้านปิดเวลา 17.00 น.", "ร้านปิดเวลา 05.00 น."),
    "ro": ("Magazinul se închide la ora 5 seara.", "Magazinul se închide la ora 5 dimineața."),
    "el": ("Το κατάστημα κλείνει στις 5 μ.μ.", "Το κατάστημα κλείνει στις 5 π.μ."),
    "hu": ("Az üzlet délután 5 órakor zár.", "Az üzlet reggel 5 órakor zár."),
    "hr": ("Trgovina se zatvara u 5 sati popodne.", "Trgovina se zatvara u 5 sati ujutro."),
    "da": ("Butikken lukker kl. 17.", "Butikken lukker klokken 5 om morgenen."),
    "nb": ("Butikken stenger kl. 17.", "Butikken stenger klokken 5 om morgenen."),
    "fi": ("Kauppa suljetaan klo 17.", "Kauppa suljetaan klo 5 aamulla."),
    "bg": ("Магазинът затваря в 5 часа следобед.", "Магазинът затваря в 5 часа сутринта."),
}


@pytest.mark.parametrize("lang", TIMES)
def test_times(lang: str) -> None:
    right, wrong = TIMES[lang]
    afternoon, morning = "The shop closes at 5 p.m.", "The shop closes at 5 a.m."
    assert marks("ACC118", afternoon, right, ("en", lang)) == []
    assert marks("ACC118", right, afternoon, (lang, "en")) == []
    assert len(marks("ACC118", morning, right, ("en", lang))) == 2
    if right != wrong:
        assert len(marks("ACC118", afternoon, wrong, ("en", lang))) == 2
        assert len(marks("ACC118", wrong, afternoon, (lang, "en"))) == 2


UNITS = {
    "ar": ("استغرقت الرحلة ثلاثة أسابيع.", "استغرقت الرحلة ثلاثة أيام."),
    "tr": ("Yolculuk üç hafta sürdü.", "Yolculuk üç gün sürdü."),
    "id": ("Perjalanan itu memakan waktu tiga minggu.", "Perjalanan itu memakan waktu tiga hari."),
    "vi": ("Chuyến đi mất ba tuần.", "Chuyến đi mất ba ngày."),
    "uk": ("Подорож тривала три тижні.", "Подорож тривала три дні."),
    "fa": ("سفر سه هفته طول کشید.", "سفر سه روز طول کشید."),
    "hi": ("यात्रा में तीन सप्ताह लगे।", "यात्रा में तीन दिन लगे।"),
    "he": ("המסע ארך שלושה שבועות.", "המסע ארך שלושה ימים."),
    "th": ("การเดินทางใช้เวลา 3 สัปดาห์", "การเดินทางใช้เวลา 3 วัน"),
    "ro": ("Călătoria a durat trei săptămâni.", "Călătoria a durat trei zile."),
    "el": ("Το ταξίδι κράτησε τρεις εβδομάδες.", "Το ταξίδι κράτησε τρεις ημέρες."),
    "hu": ("Az út három hetet vett igénybe.", "Az út három napot vett igénybe."),
    "hr": ("Putovanje je trajalo tri tjedna.", "Putovanje je trajalo tri dana."),
    "da": ("Rejsen tog tre uger.", "Rejsen tog tre dage."),
    "nb": ("Reisen tok tre uker.", "Reisen tok tre dager."),
    "fi": ("Matka kesti kolme viikkoa.", "Matka kesti kolme päivää."),
    "bg": ("Пътуването отне три седмици.", "Пътуването отне три дни."),
    "ko": ("여행은 3주 걸렸다.", "여행은 3일 걸렸다."),
}


@pytest.mark.parametrize("lang", UNITS)
def test_units(lang: str) -> None:
    right, wrong = UNITS[lang]
    english = "The trip took three weeks."
    assert marks("ACC115", english, right, ("en", lang)) == []
    assert marks("ACC115", right, english, (lang, "en")) == []
    assert len(marks("ACC115", english, wrong, ("en", lang))) == 2
    assert len(marks("ACC115", wrong, english, (lang, "en"))) == 2


def test_a_turkish_month_in_small_letters_is_a_month() -> None:
    assert marks("ACC116", "Enflasyon nisanda geriledi.", "Inflation slowed in April.", ("tr", "en")) == []
    assert marks("ACC116", "Enflasyon geriledi.", "Inflation slowed in April.", ("tr", "en")) == ["April"]
    assert marks("ACC116", "Inflation may slow.", "Die Inflation sank im April.", ("en", "de")) == ["April"]


def test_the_one_that_remains_in_japanese_may_be_the_third() -> None:
    source = "Two were arrested; the third is still on the run."
    assert marks("ACC101", source, "2人が逮捕され、残る1人は逃走中だ。", ("en", "ja")) == []
    assert marks("ACC101", "The third man is on the run.", "男1人は逃走中だ。", ("en", "ja")) == ["third", "1"]


def test_the_vietnamese_word_for_five_is_also_a_year() -> None:
    assert marks("ACC101", "May 4, 2019", "ngày 4 tháng 5 năm 2019", ("en", "vi")) == []
    assert marks("ACC101", "ngày 4 tháng 1 năm 2019", "January 4, 2019", ("vi", "en")) == []
    assert marks("ACC101", "June 4, 2019", "ngày 4 tháng 7 năm 2019", ("en", "vi")) == ["June", "7"]
    assert marks("ACC101", "It cost 5 euros.", "Giá năm euro.", ("en", "vi")) == []
