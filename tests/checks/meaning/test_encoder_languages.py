"""The checks of the encoder in the languages that it reads: one sentence, with and without a clause, and another."""

from __future__ import annotations

import math

import pytest

from mtqe.checks import runner
from mtqe.checks.meaning import detached_translation, disagreements
from mtqe.checks.shared import encoder_pairs
from mtqe.language.lang import language, tags
from mtqe.model import Finding, Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

CHECKS = ("ACC110", "ACC111", "ACC120", "HAL103")
SOURCE = (
    "The council closed the swimming pool in May, although many families had protested, and sold the land to a bank."
)
TRANSLATIONS = {
    "ar": (
        "أغلق المجلس المسبح في مايو، رغم احتجاج عائلات كثيرة، وباع الأرض لأحد البنوك.",
        "، رغم احتجاج عائلات كثيرة،",
        "جميع الغرف مجهزة بدش وتلفاز وشرفة تطل على البحر.",
    ),
    "hi": (
        "परिषद ने मई में तरणताल बंद कर दिया, हालाँकि कई परिवारों ने विरोध किया था, और ज़मीन एक बैंक को बेच दी।",
        ", हालाँकि कई परिवारों ने विरोध किया था,",
        "सभी कमरों में शावर, टेलीविज़न और समुद्र की ओर खुलने वाली बालकनी है।",
    ),
    "th": (
        "สภาปิดสระว่ายน้ำในเดือนพฤษภาคม แม้ว่าหลายครอบครัวจะประท้วง และขายที่ดินให้กับธนาคารแห่งหนึ่ง",
        " แม้ว่าหลายครอบครัวจะประท้วง",
        "ทุกห้องมีฝักบัว โทรทัศน์ และระเบียงที่มองเห็นวิวทะเล",
    ),
    "ko": (
        "시의회는 많은 가족들이 항의했지만 5월에 수영장을 폐쇄하고 그 땅을 은행에 팔았다.",
        "많은 가족들이 항의했지만 ",
        "모든 객실에는 샤워기와 텔레비전, 바다가 보이는 발코니가 있습니다.",
    ),
    "fa": (
        "شورا در ماه مه استخر را بست، با آنکه خانواده‌های بسیاری اعتراض کرده بودند، و زمین را به یک بانک فروخت.",
        "، با آنکه خانواده‌های بسیاری اعتراض کرده بودند،",
        "همه اتاق‌ها دوش، تلویزیون و بالکنی رو به دریا دارند.",
    ),
    "uk": (
        "Рада закрила басейн у травні, хоча багато родин протестувало, і продала землю банкові.",
        ", хоча багато родин протестувало,",
        "Усі кімнати мають душ, телевізор і балкон із видом на море.",
    ),
    "tr": (
        "Belediye, birçok aile karşı çıkmasına rağmen mayısta yüzme havuzunu kapattı ve araziyi bir bankaya sattı.",
        ", birçok aile karşı çıkmasına rağmen",
        "Bütün odalarda duş, televizyon ve deniz manzaralı bir balkon bulunur.",
    ),
}
"""By language: a translation of the source, the part of it that is cut out, and a translation of another text."""


def findings(source: str, target: str, langs: tuple[str, str]) -> list[Finding]:
    outcome = runner.run(check_table.select(CHECKS), [Segment("1", source, target)], Context(*langs))
    assert outcome.problems == () and {item.state for item in outcome.items} == {"ran"}
    return list(outcome.findings)


@pytest.mark.parametrize("lang", TRANSLATIONS)
def test_a_lost_clause_is_found_in_every_script(lang: str) -> None:
    translation, clause, _ = TRANSLATIONS[lang]
    assert findings(SOURCE, translation, ("en", lang)) == []
    (finding,) = findings(SOURCE, translation.replace(clause, ""), ("en", lang))
    assert finding.check == "ACC110" and "many families" in finding.marked[0]


@pytest.mark.parametrize("lang", TRANSLATIONS)
def test_the_translation_of_another_text_is_found_in_both_directions(lang: str) -> None:
    translation, _, other_text = TRANSLATIONS[lang]
    assert findings(translation, SOURCE, (lang, "en")) == []
    for source, target, langs in ((SOURCE, other_text, ("en", lang)), (other_text, SOURCE, (lang, "en"))):
        found = {finding.check for finding in findings(source, target, langs)}
        assert found in ({"HAL103"}, {"HAL103", "ACC120"})


def test_neither_side_need_be_english() -> None:
    french = (
        "Le conseil a fermé la piscine en mai, bien que de nombreuses familles aient protesté, et a vendu le terrain à "
        "une banque."
    )
    german = "Der Rat schloss im Mai das Schwimmbad{} und verkaufte das Grundstück an eine Bank."
    assert findings(french, german.format(", obwohl viele Familien protestiert hatten,"), ("fr", "de")) == []
    (finding,) = findings(french, german.format(""), ("fr", "de"))
    assert finding.check == "ACC110" and finding.marked == ("bien que de nombreuses familles aient protesté",)


@pytest.mark.parametrize("langs", [("en", "km"), ("km", "en"), ("de", "yo"), ("en-GB", "en-US")])
def test_pairs_that_were_not_measured_do_not_run(langs: tuple[str, str]) -> None:
    items = runner.run(check_table.select(CHECKS), [Segment("1", "A", "B")], Context(*langs)).items
    assert [item.state for item in items] == ["not run"] * len(CHECKS)
    assert all(len(item.why or "") < 80 for item in items)


def test_the_reason_names_the_language_that_was_not_measured() -> None:
    assert encoder_pairs.limits(Context("en", "km")) == "the encoder was not measured on Khmer"
    assert encoder_pairs.limits(Context("en", "ar")) is None


def test_the_more_cautious_language_of_a_pair_decides() -> None:
    assert encoder_pairs.caution(("en", "de")) == encoder_pairs.caution_detached(("de", "en")) == 0
    assert encoder_pairs.caution(("en", "he")) == language("he").encoder.caution_into > 0
    assert encoder_pairs.caution(("he", "en")) == language("he").encoder.caution_from
    assert encoder_pairs.caution_detached(("he", "th")) == language("he").encoder.caution_detached


@pytest.mark.parametrize("chance", [0.2, 0.7, 0.9])
def test_caution_lowers_the_odds(chance: float) -> None:
    assert detached_translation.lowered(chance, 0.0) == pytest.approx(chance)
    lowered = detached_translation.lowered(chance, 1.5)
    assert math.log(lowered / (1 - lowered)) == pytest.approx(math.log(chance / (1 - chance)) - 1.5)
    assert detached_translation.lowered(0.0, 1.5) == 0


def test_caution_silences_a_weak_disagreement(monkeypatch: pytest.MonkeyPatch) -> None:
    translation, clause, _ = TRANSLATIONS["hi"]
    segment = Segment("1", SOURCE, translation.replace(clause, ""))
    (found,) = disagreements.disagreements([segment], Context("en", "hi"), "test")
    monkeypatch.setattr(encoder_pairs, "caution", lambda langs: found[1].odds - disagreements.LEAST + 0.1)
    assert list(disagreements.disagreements([segment], Context("en", "hi"), "test")) == []


def test_every_language_that_the_encoder_reads_knows_its_script() -> None:
    assert [tag for tag in tags() if language(tag).encoder.reads and not language(tag).scripts] == []
