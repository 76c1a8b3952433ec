"""Negation in the languages on which the critic decides: words, and findings in both directions with English."""

from __future__ import annotations

import pytest

from mtqe.checks.negation import unmatched
from mtqe.checks.negation.negation_mismatch import negation_mismatch
from mtqe.checks.negation.negation_words import negations
from mtqe.checks.runner import run
from mtqe.language.lang import measured_pairs
from mtqe.model import Segment
from mtqe.registry.contracts import Context

FILES = "This programme does not support the file format."
BREAD = "The baker does not sell bread on Sunday."
PAIRS = [
    # language, English, a good translation, the same without its negation, the negation
    ("ar", BREAD, "الخباز لا يبيع الخبز يوم الأحد.", "الخباز يبيع الخبز يوم الأحد.", "لا"),
    ("bg", BREAD, "Пекарят не продава хляб в неделя.", "Пекарят продава хляб в неделя.", "не"),
    ("da", BREAD, "Bageren sælger ikke brød om søndagen.", "Bageren sælger brød om søndagen.", "ikke"),
    ("el", BREAD, "Ο φούρναρης δεν πουλάει ψωμί την Κυριακή.", "Ο φούρναρης πουλάει ψωμί την Κυριακή.", "δεν"),
    ("fa", BREAD, "نانوا یکشنبه‌ها نان نمی‌فروشد.", "نانوا یکشنبه‌ها نان می‌فروشد.", "نمی‌فروشد"),
    ("fi", FILES, "Tämä ohjelma ei tue tiedostomuotoa.", "Tämä ohjelma tukee tiedostomuotoa.", "ei"),
    ("he", FILES, "התוכנית הזאת לא תומכת במבנה הקובץ.", "התוכנית הזאת תומכת במבנה הקובץ.", "לא"),
    ("hi", BREAD, "बेकर रविवार को रोटी नहीं बेचता है।", "बेकर रविवार को रोटी बेचता है।", "नहीं"),
    ("hu", FILES, "Ez a program nem támogatja a fájlformátumot.", "Ez a program támogatja a fájlformátumot.", "nem"),
    (
        "id",
        BREAD,
        "Tukang roti tidak menjual roti pada hari Minggu.",
        "Tukang roti menjual roti pada hari Minggu.",
        "tidak",
    ),
    ("ja", BREAD, "パン屋は日曜日にパンを売りません。", "パン屋は日曜日にパンを売ります。", "ません"),
    ("ko", BREAD, "제빵사는 일요일에 빵을 팔지 않습니다.", "제빵사는 일요일에 빵을 팝니다.", "지 않습니다"),
    ("nb", BREAD, "Bakeren selger ikke brød på søndag.", "Bakeren selger brød på søndag.", "ikke"),
    ("ro", FILES, "Acest program nu suportă formatul fișierului.", "Acest program suportă formatul fișierului.", "nu"),
    ("sv", BREAD, "Bagaren säljer inte bröd på söndagen.", "Bagaren säljer bröd på söndagen.", "inte"),
    ("th", FILES, "โปรแกรมนี้ไม่รองรับรูปแบบไฟล์", "โปรแกรมนี้รองรับรูปแบบไฟล์", "ไม่"),
    ("tr", BREAD, "Fırıncı pazar günü ekmek satmıyor.", "Fırıncı pazar günü ekmek satıyor.", "satmıyor"),
    ("uk", FILES, "Ця програма не підтримує формат файлу.", "Ця програма підтримує формат файлу.", "не"),
    (
        "vi",
        BREAD,
        "Người thợ làm bánh không bán bánh mì vào Chủ nhật.",
        "Người thợ làm bánh bán bánh mì vào Chủ nhật.",
        "không",
    ),
]
CLEAR = [
    ("fr", "Le nom ne peut être divulgué.", ["ne"]),
    ("fr", "Plus qu’il ne peut porter.", []),
    ("fr", "Il ne peut que partir.", []),
    ("ar", "وما من سفينة تغرق.", ["وما من"]),
    ("ar", "ما من شأنه أن يفيد.", []),
    ("ar", "لم يصل القطار ولن يصل.", ["لم", "ولن"]),
    ("fa", "قطار نرسید و کسی نیست.", ["نیست"]),
    ("fi", "En tiedä, eivätkä hekään tule.", ["En", "eivätkä"]),
    ("he", "הרכבת לא הגיעה ואין אוטובוס.", ["לא", "ואין"]),
    ("hu", "Nincs víz, és senki nem jött.", ["Nincs", "senki", "nem"]),
    ("ja", "水がない。山羊は来ませんでした。", ["ない", "ませんでした"]),
    ("ko", "물이 없습니다. 못 마십니다.", ["없습니다", "못 "]),
    ("ro", "N-a venit nimeni și nu plouă.", ["N-a", "nimeni", "nu"]),
    ("th", "อย่าเปิดประตู", ["อย่า"]),
    ("tr", "Su yok, tren gelmedi ve açık değil.", ["yok", "gelmedi", "değil"]),
    ("tr", "Bu kapı açılamaz; lütfen zorlamayın.", ["açılamaz", "zorlamayın"]),
    ("tr", "Kapı açılmasın.", ["açılmasın"]),
    ("uk", "Води немає, ніхто не прийшов.", ["немає", "ніхто", "не"]),
    ("vi", "Một hàng không thể xoá.", ["không"]),
    ("vi", "Đừng mở cửa; tàu chưa đến.", ["Đừng", "chưa"]),
]
IDIOMS = [
    ("cs", "Ani ne do hodiny byla loď pryč."),
    ("it", "Chiama se qualcosa non va."),
    ("en", "All but two had not sailed."),
    ("ar", "ليس الجسر قديما فقط بل ضيق أيضا."),
    ("bg", "Не само козите тичат."),
    ("da", "Ikke kun gederne løber."),
    ("el", "Όχι μόνο οι κατσίκες τρέχουν."),
    ("fi", "Ei vain vuohi juokse."),
    ("hi", "न केवल बकरी बल्कि भेड़ भी दौड़ी।"),
    ("hu", "Nem csak a kecske fut."),
    ("id", "Tidak hanya kambing yang berlari."),
    ("ja", "山羊だけでなく羊も走った。"),
    ("ja", "山羊は二匹しかいない。"),
    ("ko", "염소뿐만 아니라 양도 달렸다."),
    ("nb", "Ikke bare geitene løper."),
    ("ro", "Nu doar caprele aleargă."),
    ("th", "ไม่เพียงแพะวิ่ง"),
    ("uk", "Не лише кози біжать."),
    ("vi", "Không chỉ dê chạy."),
    ("vi", "Bạn có dê không?"),
]
WEAK = [
    ("en", "The cook objected to it."),
    ("de", "Die Glocke blieb stumm."),
    ("ar", "خرج بدون قبعة."),
    ("el", "Η γέφυρα είναι εκτός λειτουργίας."),
    ("el", "Έφυγε χωρίς καπέλο ποτέ"),
    ("el", "Είναι καθόλου ασφαλής;"),
    ("fa", "او بدون کلاه رفت."),
    ("fi", "Hän lähti ilman hattua."),
    ("fi", "Hän lähti sanomatta mitään."),
    ("he", "הוא יצא בלי כובע."),
    ("hi", "वह टोपी के बिना गया।"),
    ("hu", "Kalap nélkül ment el."),
    ("hu", "A híd használhatatlan."),
    ("ja", "帽子を忘れた。"),
    ("ko", "모자를 잃었다."),
    ("ko", "날짜가 잘못되었습니다."),
    ("ko", "모자가 아니면 열어라."),
    ("tr", "Şapkasız gitti."),
    ("tr", "Şapka almadan gitti."),
    ("tr", "Bu iletiyi yeniden gösterme"),
    ("de", "Er vergaß den Hut."),
]
PLAIN = [
    ("ar", "وصل القطار في الصباح."),
    ("fi", "Juna saapui aamulla."),
    ("ja", "電車は必ず来るかもしれない。"),
    ("ko", "염소는 괜찮습니다."),
    ("id", "Datang paling tidak dua kambing."),
    ("th", "แพะอย่างดี"),
    ("tr", "Siz temiz bir deniz gördünüz."),
    ("vi", "Máy bay ở trên không gian."),
]


@pytest.mark.parametrize(("lang", "english", "good", "bad", "negation"), PAIRS, ids=[row[0] for row in PAIRS])
def test_findings(lang: str, english: str, good: str, bad: str, negation: str) -> None:
    def marks(source: str, target: str, langs: tuple[str, str]) -> list[tuple[str, ...]]:
        outcome = run([negation_mismatch], [Segment("1", source, target)], Context(*langs))
        assert outcome.problems == ()
        assert [item.state for item in outcome.items] == ["ran"]
        return [finding.marked for finding in outcome.findings]

    plain = english.replace("does not sell", "sells").replace("does not support", "supports")
    assert marks(english, good, ("en", lang)) == []
    assert marks(english, bad, ("en", lang)) == [("not",)]
    assert marks(plain, good, ("en", lang)) == [(negation,)]
    assert marks(good, english, (lang, "en")) == []
    assert marks(bad, english, (lang, "en")) == [("not",)]


def test_all_these_languages_have_an_example() -> None:
    assert {f"en-{row[0]}" for row in PAIRS} == {
        pair for pair in measured_pairs("ACC112/critic") if pair.startswith("en-")
    }


@pytest.mark.parametrize(("lang", "text", "expected"), CLEAR)
def test_clear(lang: str, text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in negations(text, lang).clear] == expected


@pytest.mark.parametrize(("lang", "text"), [*IDIOMS, *WEAK])
def test_a_negation_that_is_not_clear(lang: str, text: str) -> None:
    assert negations(text, lang).clear == ()
    assert not negations(text, lang).has_none()


@pytest.mark.parametrize(("lang", "text"), PLAIN)
def test_words_that_only_look_negative(lang: str, text: str) -> None:
    assert negations(text, lang).has_none()


@pytest.mark.parametrize(("form", "expected"), [("zero", 0), ("=0", 0), ("female.zero", 0), ("few", 1), ("", 1)])
def test_the_form_for_zero_may_say_no(form: str, expected: int) -> None:
    segment = Segment("1", "{{count}} items", "لا عناصر", meta={"form": form} if form else {})
    assert len(list(unmatched.one_sided(segment, Context("en", "ar")))) == expected


def test_the_form_for_zero_may_not_lose_its_negation() -> None:
    segment = Segment("1", "There are no ships.", "Es gibt Schiffe.", meta={"form": "zero"})
    assert [item.side for item in unmatched.one_sided(segment, Context("en", "de"))] == ["source"]
