from __future__ import annotations

import pytest

from mtqe.checks.names import name_mismatch as module
from mtqe.checks.names.document import examine
from mtqe.checks.runner import run
from mtqe.model import Segment, Severity
from mtqe.registry.contracts import Context

SOURCES = (
    "The baker Judith Ansell opened a shop in spring.",
    "Her rival Mads Terkelsen sells bread next door.",
    "Prices are too high, said Ansell on the radio.",
    "Later Terkelsen lowered his prices.",
)
SPEAKERS = {
    "de": (
        "Die Bäckerin Judith Ansell eröffnete im Frühling einen Laden.",
        "Ihr Konkurrent Mads Terkelsen verkauft nebenan Brot.",
        "Die Preise seien zu hoch, sagte {} im Radio.",
        "Später senkte Terkelsen seine Preise.",
        "Ansell",
        "Terkelsen",
    ),
    "pl": (
        "Piekarka Judith Ansell otworzyła wiosną sklep.",
        "Jej rywal Mads Terkelsen sprzedaje chleb tuż obok.",
        "Ceny są za wysokie, co przyznano w radiu {}.",
        "Później dzięki Terkelsenowi ceny spadły.",
        "Ansell",
        "Terkelsenowi",
    ),
    "ru": (
        "Пекарь Джудит Анселл открыла весной магазин.",
        "Её соперник Мадс Теркельсен продаёт хлеб рядом.",
        "Цены слишком высоки, сказано по радио {}.",
        "Позже Теркельсен снизил цены.",
        "Анселлом",
        "Теркельсеном",
    ),
    "el": (
        "Η φουρνάρισσα Τζούντιθ Άνσελ άνοιξε μαγαζί την άνοιξη.",
        "Ο αντίπαλός της Μαντς Τέρκελσεν πουλά ψωμί δίπλα.",
        "Οι τιμές είναι πολύ υψηλές, είπε στο ραδιόφωνο ο {}.",
        "Αργότερα ο Τέρκελσεν μείωσε τις τιμές.",
        "Άνσελ",
        "Τέρκελσεν",
    ),
    "ar": (
        "افتتحت الخبازة جوديث أنسيل متجرا في الربيع.",
        "يبيع منافسها مادس تيركلسن الخبز في المبنى المجاور.",
        "قال {} في الإذاعة إن الأسعار مرتفعة للغاية.",
        "وفي وقت لاحق خفض تيركلسن أسعاره.",
        "أنسيل",
        "تيركلسن",
    ),
    "he": (
        "האופה ג'ודית אנסל פתחה חנות באביב.",
        "המתחרה שלה מדס טרקלסן מוכר לחם בבית ממול.",
        "המחירים גבוהים מדי, נאמר ברדיו על ידי {}.",
        "אחר כך הוריד טרקלסן את המחירים.",
        "אנסל",
        "טרקלסן",
    ),
    "hi": (
        "बेकर जूडिथ एंसेल ने वसंत में दुकान खोली।",
        "उनके प्रतिद्वंद्वी मैड्स टेरकेल्सन बगल में रोटी बेचते हैं।",
        "{} ने रेडियो पर कहा कि कीमतें बहुत ऊँची हैं।",
        "बाद में टेरकेल्सन ने कीमतें घटा दीं।",
        "एंसेल",
        "टेरकेल्सन",
    ),
    "ko": (
        "제빵사 주디스 앤셀은 봄에 가게를 열었다.",
        "경쟁자 마스 테르켈센은 옆집에서 빵을 판다.",
        "가격이 너무 높다고 {}은 라디오에서 말했다.",
        "나중에 테르켈센은 가격을 내렸다.",
        "앤셀",
        "테르켈센",
    ),
    "ja": (
        "パン職人のジュディス・アンセル氏は春に店を開いた。",
        "競争相手のマッズ・テルケルセン氏は隣でパンを売る。",
        "価格が高すぎると{}氏はラジオで話した。",
        "その後、テルケルセン氏は値下げした。",
        "アンセル",
        "テルケルセン",
    ),
}


def swapped(sources: tuple[str, ...], targets: tuple[str, ...], lang: str) -> list[tuple[int, str, str]]:
    pairs = list(zip(sources, targets, strict=True))
    return [
        (at, pairs[at][0][slice(*mismatch.source)], pairs[at][1][slice(*mismatch.target)])
        for at, mismatches in enumerate(examine(pairs, "en", lang, only_exchanged=True))
        for mismatch in mismatches
        if mismatch.source and mismatch.target
    ]


@pytest.mark.parametrize("lang", SPEAKERS)
def test_another_person_of_the_document_says_it(lang: str) -> None:
    *lines, right, wrong = SPEAKERS[lang]
    assert swapped(SOURCES, tuple(line.format(right) for line in lines), lang) == []
    [(at, source, target)] = swapped(SOURCES, tuple(line.format(wrong) for line in lines), lang)
    assert (at, source) == (2, "Ansell")
    assert target.startswith(wrong[:5])


def test_translations_into_english_are_compared_too() -> None:
    *lines, right, _ = SPEAKERS["ru"]
    sources = tuple(line.format(right) for line in lines)
    wrong = (*SOURCES[:2], "Prices are too high, said Terkelsen on the radio.", SOURCES[3])
    [at] = [n for n, found in enumerate(examine(list(zip(sources, wrong, strict=True)), "ru", "en", True)) if found]
    assert at == 2


def test_a_pronoun_that_became_a_name_is_no_error() -> None:
    sources = (*SOURCES[:2], "Prices are too high, he said on the radio.", SOURCES[3])
    *lines, _, wrong = SPEAKERS["de"]
    assert swapped(sources, tuple(line.format(wrong) for line in lines), "de") == []


def test_a_name_that_became_a_pronoun_is_no_error() -> None:
    *lines, _, _ = SPEAKERS["de"]
    assert swapped(SOURCES, tuple(line.format("sie") for line in lines), "de") == []


@pytest.mark.parametrize(
    ("lang", "right", "wrong", "marked"),
    [
        ("fr", "Un élève, Owen Fairlie, a gagné.", "Un élève, Owen Kennedy, a gagné.", "Owen Kennedy"),
        ("ru", "Победил ученик Оуэн Фэрли.", "Победил ученик Оуэн Кеннеди.", "Оуэн Кеннеди"),
    ],
)
def test_a_full_name_of_which_one_word_became_another_name(lang: str, right: str, wrong: str, marked: str) -> None:
    source = ("A pupil, Owen Fairlie, won.",)
    assert swapped(source, (right,), lang) == []
    assert swapped(source, (wrong,), lang) == [(0, "Owen Fairlie", marked)]


@pytest.mark.parametrize(
    ("lang", "right", "wrong", "marked"),
    [
        ("it", "Il treno per il Portogallo è partito.", "Il treno per la Norvegia è partito.", "Norvegia"),
        ("fi", "Juna lähti Portugaliin aamulla.", "Juna lähti kohti pohjoista, Norja odotti.", "Norja"),
        ("ko", "기차가 포르투갈로 떠났다.", "기차가 노르웨이로 떠났다.", "노르웨이"),
        ("ar", "غادر القطار إلى البرتغال.", "غادر القطار إلى النرويج.", "النرويج"),
        ("ja", "列車はポルトガルへ出発した。", "列車はノルウェーへ出発した。", "ノルウェー"),
    ],
)
def test_a_country_that_became_another_country(lang: str, right: str, wrong: str, marked: str) -> None:
    source = ("The train to Portugal left.",)
    assert swapped(source, (right,), lang) == []
    assert swapped(source, (wrong,), lang) == [(0, "Portugal", marked)]


def test_it_is_major_in_a_pair_that_only_this_rule_was_measured_on() -> None:
    *lines, _, wrong = SPEAKERS["ko"]
    targets = [line.format(wrong) for line in lines]
    segments = [Segment(str(n), *pair, doc="d") for n, pair in enumerate(zip(SOURCES, targets, strict=True), 1)]
    [finding] = run([module.name_mismatch], segments, Context("en", "ko")).findings
    assert (finding.segment, finding.severity) == ("3", Severity.MAJOR)


def swaps(pairs: list[tuple[str, str]], lang: str) -> list[tuple[str, ...]]:
    """What name-mismatch marks at major."""
    segments = [Segment(str(number), *pair) for number, pair in enumerate(pairs)]
    outcome = run([module.name_mismatch], segments, Context("en", lang))
    return [one.marked for one in outcome.findings if one.severity in (Severity.MAJOR, Severity.CRITICAL)]


@pytest.mark.parametrize(
    ("lang", "good", "wrong", "marked"),
    [
        (
            "fr",
            "« Le pain est cher », a-t-elle dit à la radio.",
            "« Le pain est cher », a dit Terkelsen à la radio.",
            "Terkelsen",
        ),
        ("ar", "وقالت في الإذاعة إن الخبز غال.", "وقال تيركلسن في الإذاعة إن الخبز غال.", "تيركلسن"),
    ],
)
def test_a_pronoun_that_became_another_person(lang: str, good: str, wrong: str, marked: str) -> None:
    fr = {"fr": ("La boulangère Judith Ansell a ouvert une boutique.", "Son rival Oskar Terkelsen a baissé ses prix.")}
    ar = {"ar": ("افتتحت الخبازة جوديث أنسيل متجرا.", "خفض منافسها أوسكار تيركلسن أسعاره.")}
    first, last = {**fr, **ar}[lang]
    others = [("Flour costs more.", "—"), ("Milk costs more.", "—"), ("Salt costs more.", "—")]

    def text(sentence: str) -> list[tuple[str, str]]:
        return [
            ("The baker Judith Ansell opened a shop.", first),
            ("“Bread is expensive,” she said on the radio.", sentence),
            *others,
            ("Her rival Oskar Terkelsen lowered his prices.", last),
        ]

    assert swaps(text(good), lang) == []
    assert swaps(text(wrong), lang) == [("she", marked)]


@pytest.mark.parametrize(
    ("lang", "target", "marked"),
    [
        ("es", "El fondo tiene una cuenta en Jersey.", ()),
        ("es", "El fondo tiene una cuenta en Guernsey.", ("Jersey", "Guernsey")),
        ("pl", "Fundusz ma konto w Oslo.", ("Jersey", "Oslo")),
        ("tr", "Fonun Jersey’deki hesabı büyük.", ()),
        ("tr", "Fonun Guernsey’deki hesabı büyük.", ("Jersey", "Guernsey")),
        ("es", "El fondo tiene una cuenta en Mánchester.", ("Jersey", "Mánchester")),  # a city with an accent
        ("pl", "Fundusz ma konto w Montrealu.", ("Jersey", "Montrealu")),  # and with an ending
    ],
)
def test_another_place_in_latin_letters(lang: str, target: str, marked: tuple[str, ...]) -> None:
    assert swaps([("The fund has an account in Jersey.", target)], lang) == ([marked] if marked else [])


def test_an_unknown_place_where_the_translation_copies_the_name_elsewhere() -> None:
    mayor = ("The mayor of Millmouth came.", "El alcalde de Millmouth vino.")
    source = "The town will build a new station in Millmouth before October."
    assert (
        swaps([mayor, (source, "La ciudad construirá una nueva estación en Millmouth antes de octubre.")], "es") == []
    )
    wrong = "La ciudad construirá una nueva estación en Barrowfield antes de octubre."
    assert swaps([mayor, (source, wrong)], "es") == [("Millmouth", "Barrowfield")]
    assert swaps([(source, wrong)], "es") == [], "nothing says that the name is copied"


def test_a_surname_beside_a_copied_first_name() -> None:
    source = "The trial was criticised by Claire Hadleigh, a doctor."
    assert swaps([(source, "Le procès a été critiqué par Claire Hadleigh, médecin.")], "fr") == []
    assert swaps([(source, "Le procès a été critiqué par Claire Hartley, médecin.")], "fr") == [
        ("Claire Hadleigh", "Claire Hartley")
    ]
    assert swaps([(source, "Proces skrytykowała Claire Hadleighowa, lekarka.")], "pl") == []


def test_a_surname_beside_a_first_name_that_is_a_word_too() -> None:
    source = "The strike was criticised by Grace Obiora of the chamber."
    assert swaps([(source, "La grève a été critiquée par Grace Obiora, de la chambre.")], "fr") == []
    assert swaps([(source, "La grève a été critiquée par Grace Adeyemi, de la chambre.")], "fr") == [
        ("Grace Obiora", "Grace Adeyemi")
    ]
    lake = "The boats left Lake Obiora in the morning."
    assert swaps([(lake, "Thuyền rời Hồ Obiora vào buổi sáng.")], "vi") == [], "a word beside a name is translated"


def test_a_full_name_in_the_place_of_another_one() -> None:
    pairs = [
        ("The baker Judith Ansell has a rival.", "La panadera Judith Ansell tiene un rival."),
        ("Oskar Lindqvist bakes rye bread.", "Oskar Lindqvist hace pan de centeno."),
        ("“Bread is dear,” said Judith Ansell, who has three shops in the old town.", "{}"),
    ]

    def said_by(name: str) -> list[tuple[str, ...]]:
        last = (pairs[2][0], f"«El pan es caro», dijo {name}, que tiene tres tiendas en el casco antiguo.")
        return swaps([*pairs[:2], last], "es")

    assert said_by("Judith Ansell") == []
    # The first name of the other person is nearer than the surname, and is no third name.
    assert said_by("Oskar Lindqvist") == [("Judith Ansell", "Oskar Lindqvist")]


def test_britain_is_called_after_england_in_turkish() -> None:
    pairs = [
        ("Terkelsen lives in Britain.", "Terkelsen Britanya’da yaşıyor."),
        ("Prices in Britain are high.", "İngiltere’de fiyatlar yüksek ve İngiltere’deki ekmek pahalı."),
    ]
    assert swaps(pairs, "tr") == []


@pytest.mark.parametrize(
    ("title", "target", "marked"),
    [
        ("Mr", "« Le pain est cher », a dit Terkelsen à la radio.", [("she", "Terkelsen")]),
        ("Ms", "« Le pain est cher », a dit Terkelsen à la radio.", []),
        ("Mr", "« Le pain est cher », a-t-elle dit à la radio.", []),
    ],
)
def test_the_words_of_a_woman_are_not_those_of_a_man(title: str, target: str, marked: list[tuple[str, ...]]) -> None:
    pairs = [
        ("The baker Judith Ansell has a rival.", "La boulangère Judith Ansell a un rival."),
        (f"Ansell saw {title} Oskar Terkelsen.", "Ansell a vu Oskar Terkelsen."),
        (f"{title} Terkelsen sold bread.", "Terkelsen vendait du pain."),
        ("“Bread is expensive,” she said on the radio.", target),
    ]
    assert swaps(pairs, "fr") == marked


@pytest.mark.parametrize(
    ("lang", "right", "wrong", "marked"),
    [
        ("ru", "Победила ученица Аиша Реннард.", "Победила ученица Аиша Кеннеди.", "Аиша Кеннеди"),
        ("ja", "生徒のアイシャ・レナードが優勝した。", "生徒のアイシャ・ケネディが優勝した。", "アイシャ・ケネディ"),
    ],
)
def test_a_first_name_with_one_consonant(lang: str, right: str, wrong: str, marked: str) -> None:
    source = ("A pupil, Aisha Rennard, won.",)
    assert swapped(source, (right,), lang) == []
    assert swapped(source, (wrong,), lang) == [(0, "Aisha Rennard", marked)]


def test_a_j_that_sounds_like_a_vowel() -> None:
    source = ("The keeper, Jonas Eckhart, held it.",)
    assert swapped(source, ("キーパーのヨナス・エックハルトが捕った。",), "ja") == []


SPANIARD = ("The guests were the baker Ansell and a Spaniard, the cook Garralda.", "The Spaniard laughed.")


def test_for_the_people_of_a_place_a_translator_may_write_a_name() -> None:
    first = "招かれたのはパン職人のアンセルとスペイン人の料理人ガラルダだった。"
    assert swapped(SPANIARD, (first, "ガラルダは笑った。"), "ja") == []
    assert swapped((SPANIARD[0], "Garralda laughed."), (first, "アンセルは笑った。"), "ja") == [
        (1, "Garralda", "アンセル")
    ]


def test_a_place_that_looks_like_a_people_may_stand_in_its_own_name() -> None:
    assert swapped(("Trains to Kharkov are late.",), ("ハリコフ行きの列車は遅れている。",), "ja") == []


def test_the_people_of_a_place_and_its_name_are_one_place() -> None:
    assert swapped(("The Spaniard left early.",), ("스페인 선수는 일찍 떠났다.",), "ko") == []
    assert swapped(("The Spaniard left early.",), ("노르웨이 선수는 일찍 떠났다.",), "ko") == [
        (0, "Spaniard", "노르웨이")
    ]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The match in England was on Saturday.", "مسابقه انگلیس روز دوشنبه بود."),  # the translator took another day
        ("Listen to Soundcast at 12:00 BST.", "در ساعت ۱۲ به وقت بریتانیا گوش کنید."),
        ("Norway may be good for Beijing.", "نروژ ممکن است به نفع پکن باشد."),
    ],
)
def test_what_is_no_other_place(source: str, target: str) -> None:
    assert swapped((source,), (target,), "fa") == []


def test_a_word_of_a_translated_title_is_no_name() -> None:
    first = ("The actor Kit Hadleigh spoke.", "Nam diễn viên Kit Hadleigh lên tiếng.")
    source, target = "The star of War of Crowns Kit Hadleigh is angry.", "Ngôi sao phim Cuộc chiến Vương miện tức giận."
    assert swaps([first, (source, target)], "vi") == []


def test_a_misspelt_surname_is_no_other_name() -> None:
    assert swaps([("It plays Ophelia Marketova.", "Sitä esittää Ophelia Mharketovan.")], "fi") == []
    assert swaps([("It plays Ophelia Marketova.", "Sitä esittää Ophelia Bulgarinan.")], "fi") == [
        ("Ophelia Marketova", "Ophelia Bulgarinan")
    ]
    assert swaps([("He met Ladimir Potin.", "Találkozott Lagyimir Potyinnal.")], "hu") == []
