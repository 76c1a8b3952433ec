"""A unit that became another unit of the same dimension."""

from __future__ import annotations

import pytest

from mtqe.checks.numbers.quantity_mismatch import quantity_mismatch
from mtqe.checks.runner import run
from mtqe.model import Segment
from mtqe.registry.contracts import Context

CHANGED = """16 bar|16 mbar  5 µg|5 mg  5 mW|5 MW  20 ms|20 s  20 µs|20 ms  30 kPa|30 MPa  30 hPa|30 kPa  5 cl|5 ml
50 Hz|50 kHz  230 V|230 kV  5 A|5 mA  5 J|5 kJ  5 kWh|5 MWh  5 nm|5 µm  5 Mbit/s|5 Gbit/s  5 N|5 kN  5 kNm|5 Nm
5 ppm|5 ppb  5 Ω|5 kΩ  5 psi|5 bar  5 cm³|5 m³  5 h|5 min  5 GiB|5 MiB
5 mmol/l|5 mol/l  100 VA|100 kVA""".replace("\n", "  ").split("  ")


def marked(source: str, target: str, langs: tuple[str, str] = ("en", "de")) -> list[tuple[str, ...]]:
    outcome = run([quantity_mismatch], [Segment("1", source, target)], Context(*langs))
    assert outcome.problems == ()
    return [finding.marked for finding in outcome.findings]


@pytest.mark.parametrize("change", CHANGED)
def test_symbols(change: str) -> None:
    source, target = change.split("|")
    assert len(marked(source, target)) == 1
    assert len(marked(f"It holds {source} at most.", f"Es hält höchstens {target} aus.")) == 1
    assert marked(f"It holds {source} at most.", f"Es hält höchstens {source} aus.") == []


@pytest.mark.parametrize(
    ("source", "target", "lang"),
    [
        ("16 bars", "16 Millibar", "de"),
        ("230 volts", "230 Kilovolt", "de"),
        ("5 kilowatt-hours", "5 Megawattstunden", "de"),
        ("5 newtons", "5 kilonewtons", "fr"),
        ("230 volts", "230 киловольт", "ru"),
        ("30 kilopascals", "30 メガパスカル", "ja"),
        ("20 milliseconds", "20 secondi", "it"),
    ],
)
def test_words(source: str, target: str, lang: str) -> None:
    assert len(marked(source, target, ("en", lang))) == 1


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("5 milliseconds", "5 ms"),
        ("5 kWh", "5 Kilowattstunden"),
        ("5 amps", "5 A"),
        ("500 calories", "500 kcal"),
        ("8 MB", "8 MiB"),
        ("See %20A", "Siehe 20 mA"),
        ("women in their 40s", "Frauen von 40 Jahren"),
        ("100 Mb/s", "100 Mbit/s"),
    ],
)
def test_other_names_of_a_unit(source: str, target: str) -> None:
    assert marked(source, target) == []
