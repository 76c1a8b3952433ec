"""Spells words of any script by their consonants, so that a name can be recognised in another script.

Transcriptions keep the consonants of a name and change its vowels: *Callow*, `كالو`, `캘로`, `キャロウ`. Each consonant
is reduced to the class of sounds that transcriptions exchange. `distance` says how much a name must change to be part
of a word. Changes that are usual between scripts cost little.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from mtqe.language.late_patterns import late

_CONSONANTS = {
    "cyrillic": (
        "б=P в=F г=G ґ=G д=T ж=J з=S к=K л=L м=M н=N п=P р=R с=S т=T ф=F х=H "
        "ц=S ч=C ш=S щ=S ў=W ђ=J ј= љ=L њ=N ћ=C џ=J ѓ=G ќ=K"
    ),
    "greek": ("β=F γ=G δ=T ζ=S θ=T κ=K λ=L μ=M ν=N ξ=KS π=P ρ=R σ=S ς=S τ=T φ=F χ=H ψ=PS"),
    "arabic": (
        "ب=P پ=P ت=T ث=T ج=J چ=C ح=H خ=H د=T ذ=T ر=R ز=S ژ=J س=S ش=S ص=S ض=T "
        "ط=T ظ=T غ=G ف=F ڤ=F ق=K ك=K ک=K گ=G ل=L م=M ن=N ه=H و=W"
    ),
    "hebrew": ("ב=P ג=G ד=T ה=H ו=W ז=S ח=H ט=T כ=K ך=K ל=L מ=M ם=M נ=N ן=N ס=S פ=P ף=F צ=S ץ=S ק=K ר=R ש=S ת=T"),
    "devanagari": (
        "क=K ख=K ग=G घ=G ङ=N च=C छ=C ज=J झ=J ञ=N ट=T ठ=T ड=T ढ=T ण=N त=T थ=T "
        "द=T ध=T न=N प=P फ=F ब=P भ=P म=M र=R ल=L व=W श=S ष=S स=S ह=H ं=N ँ=N "
        "ळ=L"
    ),
    "kana": (
        "カ=K キ=K ク=K ケ=K コ=K ガ=G ギ=G グ=G ゲ=G ゴ=G サ=S シ=S ス=S セ=S ソ=S ザ=S ジ=J "
        "ズ=S ゼ=S ゾ=S タ=T チ=C ツ=S テ=T ト=T ダ=T ヂ=J ヅ=S デ=T ド=T ナ=N ニ=N ヌ=N ネ=N "
        "ノ=N ハ=H ヒ=H フ=F ヘ=H ホ=H バ=P ビ=P ブ=P ベ=P ボ=P パ=P ピ=P プ=P ペ=P ポ=P マ=M "
        "ミ=M ム=M メ=M モ=M ラ=L リ=L ル=L レ=L ロ=L ワ=W ヲ=W ン=N ヴ=F"
    ),
}
_LETTERS = {
    letter: sound
    for table in _CONSONANTS.values()
    for letter, _, sound in (row.partition("=") for row in table.split())
}
"""The classes of the consonants of other scripts than Latin."""
_KANA = late("[ァ-ヺ]")
_VOWELS = late("[аеёиоуыэюяіїєαάεέηήιίϊΐοόυύωώ]")
"""Vowels of the alphabets that write all of them."""
_PAIRED = (
    ("дж", "ж"),
    ("ντ", "δ"),
    ("μπ", "π"),
    ("γκ", "γ"),
    ("γγ", "γ"),
    ("τζ", "ж"),
    *((f"γου{vowel}", f"ў{vowel}") for vowel in "αάεέηήιίοόωώ"),
    ("ג׳", "ж"),
    ("צ׳", "ч"),
    ("ג'", "ж"),
)
"""Letters that are one consonant together, and a letter of the table that sounds so."""
_INITIALS: tuple[str, ...] = (*"GKNTTLMPPSS", "", *"JJCKTPH")
_FINALS: tuple[str, ...] = ("", *"KKKNNNTLLLLLLLLMPPTTNTTKTPH")
"""The classes of the consonants of Hangul syllables, in the order of Unicode; an empty one is silent."""
_HANGUL = (0xAC00, 0xD7A3)
_LATIN = [
    (late(pattern), sound)
    for pattern, sound in (
        ("^(?:kn|gn|pn)", "N"),
        ("^wr", "R"),
        ("^x", "S"),
        ("mb$", "M"),
        ("tch|tsch", "C"),
        ("sch|sh", "S"),
        ("dg(?=[ei])|dj", "J"),
        ("tz|ts", "S"),
        ("ph", "F"),
        ("ch", "C"),
        ("gh", "H"),
        ("th", "T"),
        ("kh", "H"),
        ("ck", "K"),
        ("ng", "N"),
        ("c(?=[eiyčš])", "S"),
        ("x", "KS"),
        ("[ckq]", "K"),
        ("[bp]", "P"),
        ("[fv]", "F"),
        ("[td]", "T"),
        ("[sz]", "S"),
        ("[^A-Za-z]", ""),
        ("[aeiouy]", "-"),
    )
]
_LATIN_LETTERS = str.maketrans(
    {
        "č": "tch",
        "š": "sh",
        "ž": "j",
        "ş": "sh",
        "ç": "s",
        "ğ": "gh",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ß": "ss",
        "þ": "th",
        "ð": "d",
    }
)
_LIKE = {
    frozenset(pair): cost
    for pairs, cost in (
        ("LR", 0.1),
        ("GK CJ GJ", 0.2),
        ("PF FW HF HW HK MN CS JS GH GC", 0.35),
        ("TS CK GS KS JH CT PW CH JT", 0.5),
    )
    for pair in pairs.split()
}
"""The cost of a class in the place of another one, where transcriptions exchange them. Any other exchange costs 1."""
_DROPPED = {"H": 0.2, "W": 0.2, "R": 0.35, "J": 0.5, "G": 0.6, "N": 0.7, "L": 0.7}
"""The cost of a class that only one side has. Any other one costs 1."""


@functools.lru_cache(maxsize=8192)
def consonants(word: str) -> str:
    """Return the classes of the consonants of a word in any script with letters; Chinese characters have none."""
    lower = word.casefold()
    if lower.isascii():
        return _latin(lower)
    for letters, letter in _PAIRED:
        lower = lower.replace(letters, letter)
    found = []
    latin = ""
    for char in unicodedata.normalize("NFC", lower.translate(_LATIN_LETTERS)):
        plain = char if char in _LETTERS else unicodedata.normalize("NFKD", char)[0]
        if plain.isascii() and plain.isalpha():
            latin += plain
        elif _HANGUL[0] <= ord(char) <= _HANGUL[1]:
            found.append(_hangul(ord(char) - _HANGUL[0]))
        else:
            found.append(_sound(char, plain))
    return _latin(latin) + _once("".join(found))


def _latin(word: str) -> str:
    for pattern, sound in _LATIN:
        word = pattern.sub(sound, word)
    return _once(word.upper())


def _once(sounds: str) -> str:
    """Classes with one for each that stands several times in a row without a vowel between, which is a hyphen."""
    return re.sub(r"(.)\1+", r"\1", sounds).replace("-", "")


def _hangul(number: int) -> str:
    first, last = number // 588, number % 28
    return f"{_INITIALS[first]}-{_FINALS[last]}"


def _sound(char: str, plain: str) -> str:
    """The class of a letter of another script, with a hyphen where a vowel follows or the letter is one."""
    kana = _katakana(plain)
    sound = _LETTERS.get(kana, "")
    if kana != "ン" and _KANA.match(kana):
        return f"{sound}-"
    return sound or ("-" if _VOWELS.match(char) else "")


def _katakana(char: str) -> str:
    return chr(ord(char) + 0x60) if "ぁ" <= char <= "ゖ" else char


@functools.lru_cache(maxsize=8192)
def distance(name: str, word: str, before: float = 1.0, after: float = 1.0) -> float:
    """Return the cost of the changes that make the consonants of a name those of a word.

    Args:
        name: The consonants of the name.
        word: The consonants of the word.
        before: The cost of each consonant of the word before the name. At 0 the name may begin anywhere in it.
        after: The cost of each consonant after the name.
    """
    row = [before * n for n in range(len(word) + 1)]
    for sound in name:
        previous, row = row, [row[0] + _DROPPED.get(sound, 1.0)]
        for to, other in enumerate(word, 1):
            row.append(
                min(
                    previous[to] + _DROPPED.get(sound, 1.0),
                    row[-1] + _DROPPED.get(other, 1.0),
                    previous[to - 1] + (0 if sound == other else _LIKE.get(frozenset(sound + other), 1.0)),
                )
            )
    return min(cost + after * (len(word) - to) for to, cost in enumerate(row))
