"""What planting errors needs to know of each language: negation, units, prepositions."""

from __future__ import annotations

Rules = tuple[tuple[str, str], ...]
"""Patterns, and what stands in place of what they match."""

UNSPACED = ("zh", "ja")

AUXILIARY = r"\b(?:is|are|was|were|will|can|could|should|would|must|may|has|have|had|do|does|did)\b"

GAINED: dict[str, Rules] = {
    "en": ((AUXILIARY, r"\g<0> not"),),
    "de": (
        (r"\b[Ee]in(?=(?:e|en|em|er|es)?\b)", "kein"),
        (r"\b(?:ist|sind|war|waren|wird|werden|hat|haben|kann|können|soll|muss|müssen)\b", r"\g<0> nicht"),
    ),
    "fr": (
        (r"\b(?:sont|sera|seront|peut|peuvent|doit|doivent|permet|permettent|fait|font)\b", r"ne \g<0> pas"),
        (r"\best\b", "n’est pas"),
        (r"\b(?:a|ont|avez|avait)\b(?= [a-z]+[éi]s?\b)", r"n’\g<0> pas"),
    ),
    "es": ((r"\b(?:es|son|está|están|será|puede|pueden|debe|deben|fue|fueron|ha|han|tiene|permite)\b", r"no \g<0>"),),
    "it": ((r"\b(?:è|sono|sarà|può|possono|deve|devono|ha|hanno|viene|vengono|era|consente)\b", r"non \g<0>"),),
    "pt": ((r"\b(?:é|são|está|estão|será|pode|podem|deve|devem|foi|foram|tem|permite)\b", r"não \g<0>"),),
    "nl": (
        (r"\b(?:is|zijn|was|waren|wordt|worden|kan|kunnen|moet|moeten|heeft|hebben|zal)\b", r"\g<0> niet"),
        (r"\been\b", "geen"),
    ),
    "pl": (
        (r"\b(?:jest|są|był[aoy]?|będzie|może|można|mogą|powinien|powinna|należy|ma|mają|umożliwia)\b", r"nie \g<0>"),
    ),
    "cs": (
        (r"\b(?:jsou|byl[aoiy]?|bude|budou|může|můžete|mohou|musí|má|mají|umožňuje|chcete)\b", r"ne\g<0>"),
        (r"\bje\b", "není"),
    ),
    "ru": ((r"\b(?:был[аио]?|будет|может|могут|можно|должн[ыао]?|является|хочет|следует)\b", r"не \g<0>"),),
    "zh": ((r"(?:是|会|能|可以|应该|必须|愿意)", r"不\g<0>"),),
    "ja": (
        (r"できます", "できません"),
        (r"されます", "されません"),
        (r"します(?=。)", "しません"),
        (r"(?:です|である)(?=。)", "ではありません"),
        (r"ています(?=。)", "ていません"),
    ),
}
"""A negation comes in."""

LOST: dict[str, Rules] = {
    "en": ((r"\bcannot\b", "can"), (r"\b(?:not|never) ", ""), (r"n't\b", ""), (r"\bno (?=\w)", "some ")),
    "de": ((r"\b[Kk]ein(?=(?:e|en|em|er|es)?\b)", "ein"), (r"\b(?:nicht|nie|niemals) ", "")),
    "fr": ((r"\bn(?:e |[’'])(\w+) (?:pas|jamais|plus)\b", r"\g<1>"), (r"\baucune? ", "un ")),
    "es": ((r"\b(?:no|nunca|jamás) (?=[a-z])", ""), (r"\bningun[oa]? ", "un ")),
    "it": ((r"\b(?:non|mai) ", ""), (r"\bnessun[oa]? ", "un ")),
    "pt": ((r"\b(?:não|nunca|jamais) ", ""), (r"\bnenhuma? ", "um ")),
    "nl": ((r"\b(?:niet|nooit)\b ?", ""), (r"\bgeen\b", "een")),
    "pl": ((r"\b(?:nie|nigdy) (?=[a-ząćęłńóśźż])", ""),),
    "cs": (
        (r"\bnení\b", "je"),
        (r"\bne(?=(?:jsou|byl[aoiy]?|bude|budou|může|můžete|mohou|musí|má|mají|lze|umožňuje|obsahuje|zobraz)\b)", ""),
    ),
    "ru": ((r"\b(?:не|никогда) ", ""),),
    "zh": ((r"(?:不|没有|未)(?=\w)", ""),),
    "ja": (
        (r"できません", "できます"),
        (r"されません", "されます"),
        (r"ません(?=。)", "ます"),
        (r"ではありません", "です"),
        (r"ない(?=場合|とき)", "る"),
    ),
}
"""A negation is gone."""

UNITS = {
    "en": ("thousand", "million", "billion", "trillion"),
    "de": ("Tausend", "Millionen", "Milliarden", "Billionen"),
    "fr": ("mille", "millions", "milliards"),
    "es": ("mil", "millones", "miles de millones", "billones"),
    "it": ("mila", "milioni", "miliardi"),
    "pt": ("mil", "milhões", "bilhões"),
    "nl": ("duizend", "miljoen", "miljard"),
    "pl": ("tysięcy", "milionów", "miliardów"),
    "cs": ("tisíc", "milionů", "miliard"),
    "ru": ("тысяч", "миллионов", "миллиардов"),
    "zh": ("千", "万", "亿"),
}

PREPOSITIONS = {
    "en": "in on at by for from with about against between during through under over after before without within to of",
    "de": "in im an am auf bei für von vom mit über gegen zwischen während durch unter nach vor ohne zu zum zur aus",
    "fr": "dans sur sous par pour avec sans entre pendant après avant vers chez depuis contre en de du des",
    "es": "en sobre por para con sin entre durante tras desde hasta contra según de del",
    "it": "in nel nella sul sulla per con senza tra fra durante dopo prima da dal dalla di del della",
    "pt": "em no na sobre por pelo pela para com sem entre durante após desde até de do da dos das",
    "nl": "in op aan bij voor van met over tegen tussen tijdens door onder na zonder naar uit",
    "pl": "w we na z ze do dla od o po przez bez między podczas pod nad przed za",
    "cs": "v ve na s se z ze do pro od o po přes bez mezi během pod nad před za u",
    "ru": "в на с по для от из о об при через под над после до без между",
}

ELIDED = {
    "fr": "le|la|de|que|ne|se|je|me|te|ce|si|du|au|beau|un|une",
    "it": "lo|la|una|di|questa|quella|della|dalla|alla|nella|sulla",
}
"""Words that lose their vowel before another one."""

QUESTION: dict[str, Rules] = {
    **dict.fromkeys(("fr", "es", "it", "pt", "pl", "cs", "ru"), ((r"\.$", "?"),)),
    "zh": ((r"(?<![吗呢])。$", "吗？"),),
    "ja": ((r"(?<=ます)。$", "か？"), (r"(?<=です)。$", "か？"), (r"(?<=ました)。$", "か？")),
}
"""What makes a question of a statement without another order of words."""
