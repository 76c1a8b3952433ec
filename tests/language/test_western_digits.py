"""Digits and number signs of other scripts."""

from __future__ import annotations

import sys
import unicodedata

from mtqe.language.western_digits import western


def test_no_digit_of_any_script_is_left() -> None:
    digits = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isdecimal()]
    assert western("".join(digits)) == "".join(str(unicodedata.decimal(digit)) for digit in digits)
    assert len(digits) > 600


def test_signs_and_offsets() -> None:
    assert western("„٣٫٥٪“ – ١٬٠٠٠") == "„3.5%“ – 1,000"
    assert western("١،٥ كم") == "1,5 كم"
    assert western("½ ² ① „zwei“") == "½ ² ① „zwei“"


def test_a_middle_dot_before_a_unit_is_a_decimal_point() -> None:
    assert western("７・１％、０・８ポイント") == "7.1％、0.8ポイント"
    assert western("４・５～５％") == "4.5～5％"
    assert western("２・３年生") == "2・3年生"
