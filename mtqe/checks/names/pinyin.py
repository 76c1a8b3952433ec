"""Finds Chinese people, provinces and cities that became another one, by the readings of their characters.

A name in pinyin (*Li Qiang*, *Hunan*) that no characters of the source are read like is not an error by itself:
translators add names for the reader. It is an error if the source has a name of the same kind that the translation does
not have.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mtqe.language.late_patterns import late

Place = tuple[int, int]
Token = tuple[str, int, int]
"""A word with its offsets."""
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "廖贾夏韦傅邹孟熊秦邱尹薛阎段雷侯龙史陶贺顾毛郝龚邵万钱严武戴莫孔汤习"
)
_PERSON = late(
    rf"(?:(?<=[，。：；、“”（\s])|^)[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}"
    "(?=说|表示|认为|指出|告诉|称|强调|介绍|透露|坦言|回忆|写道|当选|获得|获|赢得|夺得|出生|先生|女士|教授|主任|在|将|是|和|与|、|，)"
)
"""A surname and a given name at the beginning of a clause, before a word for what people do."""
_PLACES = {
    "hunan": "湖南 湘",
    "hubei": "湖北 鄂",
    "henan": "河南 豫",
    "hebei": "河北 冀",
    "shandong": "山东 鲁",
    "shanxi": "山西 晋 陕西",
    "shaanxi": "陕西 陕 秦 山西",
    "guangdong": "广东 粤",
    "guangxi": "广西 桂",
    "sichuan": "四川 川 蜀",
    "guizhou": "贵州 黔 贵",
    "yunnan": "云南 滇 云",
    "jiangxi": "江西 赣",
    "jiangsu": "江苏 苏",
    "zhejiang": "浙江 浙",
    "anhui": "安徽 皖",
    "fujian": "福建 闽",
    "hainan": "海南 琼",
    "liaoning": "辽宁 辽",
    "jilin": "吉林 吉",
    "heilongjiang": "黑龙江 黑",
    "gansu": "甘肃 甘 陇",
    "qinghai": "青海 青",
    "ningxia": "宁夏 宁",
    "xinjiang": "新疆 疆",
    "beijing": "北京 京 首都 中央",
    "shanghai": "上海 沪 申",
    "tianjin": "天津 津",
    "chongqing": "重庆 渝",
    "guangzhou": "广州 穗 羊城 广",
    "shenzhen": "深圳 深",
    "wuhan": "武汉 汉",
    "chengdu": "成都 蓉",
    "hangzhou": "杭州 杭",
    "nanjing": "南京 宁",
}
"""Provinces and large cities, with their name in characters and other words for them."""
_LONGEST = 6
"""Letters: of the longest syllable."""


def swapped(text: str, translation: str, words: Sequence[Token]) -> Iterator[tuple[Place, Place]]:
    """Yield the names of a Chinese text and the names in their place, as offsets of both."""
    yield from _places(text, words)
    new = [place for place, spelled in _people(translation, words) if not _may_be_written(spelled, text)]
    if new and (lost := [match.span() for match in _PERSON.finditer(text) if not _is_spelled(match[0], translation)]):
        yield lost[0], new[0]


def _places(text: str, words: Sequence[Token]) -> Iterator[tuple[Place, Place]]:
    candidates = {word.lower(): (start, end) for word, start, end in words if word.lower() in _PLACES}
    if not candidates:
        return
    new = [place for name, place in candidates.items() if not any(form in text for form in _PLACES[name].split())]
    if new:
        forms = {name: forms.split()[0] for name, forms in _PLACES.items() if name not in candidates}
        lost = [(text.find(form), len(form)) for form in forms.values() if form in text]
        if len(lost) == 1:
            yield (lost[0][0], sum(lost[0])), new[0]


def _people(translation: str, words: Sequence[Token]) -> Iterator[tuple[Place, list[str]]]:
    """The surnames and given names in pinyin, with their offsets: *Li Qiang*, *Wang Xiaoming*."""
    for (surname, start, surname_end), (given_name, given_start, end) in pairwise(words):
        if surname == "Hong" or surname.lower() not in _surnames():
            continue
        if not (surname[:1].isupper() and given_name[:1].isupper()):
            continue
        if translation[surname_end:given_start] != " " or translation[end : end + 1] == "-":
            continue
        if any(len(split) < 3 for split in _splits(given_name.lower())):
            yield (start, end), [surname.lower(), given_name.lower()]


def _may_be_written(spelled: Sequence[str], text: str) -> bool:
    """Whether a text has a character read like the surname, or characters read like the given name."""
    readings = [reading for run in re.findall("[\u3400-\u9fff]+", text) for reading in _readings(run)]
    if any(spelled[0] in reading for reading in readings):
        return True
    return any(
        all(syllable in readings[at + n] for n, syllable in enumerate(split))
        for split in _splits(spelled[1])
        for at in range(len(readings) - len(split) + 1)
    )


def _is_spelled(name: str, translation: str) -> bool:
    """Whether the translation has a word spelled like the surname or the given name."""
    words = re.sub("[^a-z]+", " ", translation.lower()).split()
    surname, *given_name = _readings(name)
    given_spellings = (
        set(given_name[0]) if len(given_name) == 1 else {a + b for a in given_name[0] for b in given_name[1]}
    )
    return not (surname | given_spellings).isdisjoint(words)


def _splits(word: str) -> Iterator[tuple[str, ...]]:
    """The ways to split a word into syllables."""
    if not word:
        yield ()
    elif len(word) < 4 * _LONGEST:
        for end in range(1, min(_LONGEST, len(word)) + 1):
            if word[:end] in _syllables():
                for tail in _splits(word[end:]):
                    yield (word[:end], *tail)


@functools.lru_cache(maxsize=4096)
def _readings(run: str) -> list[frozenset[str]]:
    """The readings of each character. Those with an umlaut in pinyin also have their usual spellings."""
    from pypinyin import Style, pinyin

    return [
        frozenset(
            {
                *readings,
                *(reading.replace("v", vowel) for reading in readings if "v" in reading for vowel in ("u", "yu")),
            }
        )
        for readings in pinyin(run, Style.NORMAL, heteronym=True, v_to_u=False)
    ]


@functools.cache
def _surnames() -> frozenset[str]:
    return frozenset().union(*_readings(_SURNAMES))


@functools.cache
def _syllables() -> frozenset[str]:
    from pypinyin.constants import PINYIN_DICT

    spellings = (syllable for readings in PINYIN_DICT.values() for syllable in readings.split(","))
    plain = (
        "".join(c for c in unicodedata.normalize("NFKD", syllable) if not unicodedata.combining(c))
        for syllable in spellings
    )
    return frozenset({*filter(str.isascii, plain), "lyu", "nyu"}) - {"n", "m", "ng", "hm", "hng", "r", "o"}
