"""Words of program code that a translator translates on purpose, and changes of code that are errors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.checks import runner
from mtqe.checks.markup import stand_ins
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


@pytest.mark.parametrize(
    ("source", "target", "lang", "change"),
    [
        # names of keys
        ("Ctrl-D", "Strg-D", "de", "none"),
        ("[Left Arrow]", "[Vänsterpil]", "sv", "none"),
        ("CTRL-\\", "Strg-\\", "de", "none"),
        ("Ctrl+Shift+F5", "Strg+Umschalt+F5", "de", "none"),
        ("Delete", "Entf", "de", "none"),
        ("Ctrl-Delete", "Ctrl-Suppr", "fr", "none"),
        ("Ctrl-D", "Strg-C", "de", "major"),
        ("Ctrl-D", "Alt-D", "de", "major"),
        ("Ctrl-F5", "Strg-F6", "de", "major"),
        ("Ctrl-D", "Ctl-D", "de", "major"),
        # labels
        ("New Packages", "Neue Pakete", "de", "none"),
        ("Options", "Optionen", "de", "minor"),
        # parts of a command or path
        ("dpkg -i package_name", "dpkg -i paketname", "de", "none"),
        ("/usr/share/doc/package_name/README", "/usr/share/doc/paketname/README", "de", "none"),
        ("/path/to/file.txt", "/pfad/zur/datei.txt", "de", "none"),
        ("cp /path/to/emp-dir", "cp /pfad/zu/leer", "de", "none"),
        # marks of a language
        ("/usr/share/doc/tides/tides.pdf", "/usr/share/doc/tides-de/tides.pdf", "de", "none"),
        ("/usr/share/doc/tides-en.html", "/usr/share/doc/tides-de.html", "de", "none"),
        ("/usr/share/tides.html", "/usr/share/tides-fr.html", "de", "major"),
        ("tide low", "tide-de low", "de", "major"),
        ("/usr/share/tides.html", "/usr/share/ebb-de.html", "de", "major"),
        # words of the source language
        ("package", "paket", "de", "minor"),
        ("package_name", "paketname", "de", "minor"),
        ("apt rdepends package", "apt rdepends paket", "de", "minor"),
        ("file1 -nt file2", "datei1 -nt datei2", "de", "minor"),
        ("while condition ; do command ; done", "while bedingung ; do befehl ; done", "de", "minor"),
        ("mkfs.fstype", "mkfs.dateisystemtyp", "de", "minor"),
        ("~Bterm", "~Bname", "de", "minor"),
        ("non-free", "nicht-frei (non-free)", "de", "minor"),
        # phrases that a program shows
        ("is not empty", "n'est pas vide", "fr", "minor"),
        ("and later", "und später", "de", "minor"),
        # errors
        ("find all", "alle finden", "de", "major"),
        ("chmod", "chwmod", "de", "major"),
        ("sudo", "superbenutzer", "de", "major"),
        ("package", "packagge", "de", "major"),
        ("make install", "mache installieren", "de", "major"),
        ("ls | sort -r", "ls | ordne -r", "de", "major"),
        ("tide --low", "tide --niedrig", "de", "major"),
        ("tide -low", "tide -niedrig", "de", "major"),
        ("read(file)", "lies(file)", "de", "major"),
        ("/etc/network", "/etc/netzwerk", "de", "major"),
        ("/home/anna", "/heim/anna", "de", "major"),
        ("tide.pdf", "ebbe.pdf", "de", "major"),
        ("tide.service", "tide.dienst", "de", "major"),
        ("port 80", "port 81", "de", "major"),
        ("file1", "datei2", "de", "major"),
        ("git push origin package", "git push origin", "de", "major"),
        ("rm /srv/file", "rm / srv/datei", "de", "major"),
        ("QUERY_STRING", "ABFRAGE_STRING", "de", "major"),
        ("package " * 80, "paket " * 80, "de", "major"),
    ],
)
def test_what_a_change_of_code_is(source: str, target: str, lang: str, change: str) -> None:
    assert stand_ins.change(source, target, ("en", lang)) == change


def test_names_of_keys_in_a_language_without_a_list_are_words() -> None:
    assert stand_ins.change("Ctrl-D", "コントロール-D", ("en", "ja")) == "none"
    assert stand_ins.change("Ctrl-D", "Alt-D", ("en", "ja")) == "major"


@pytest.mark.parametrize(
    ("source", "target", "marked"),
    [
        ("Run `kill <number>`", "`kill <Nummer>` starten", ()),
        ("Open `/home/<user>/tide`", "`/home/<Name d'Hafens>/tide` öffnen", ()),
        ("Run `kill <number>`", "`kall <Nummer>` starten", ("`kill <number>`", "`kall <Nummer>`")),
    ],
)
def test_words_in_angle_brackets_are_replaced_by_the_reader(source: str, target: str, marked: tuple[str, ...]) -> None:
    segments = [Segment("1", source, target)]
    findings = runner.run([check_table.checks()["MRK109"]], segments, Context("en", "de")).findings
    assert tuple(text for finding in findings for text in finding.marked) == marked


def test_a_tag_in_angle_brackets_stays() -> None:
    assert stand_ins.without_replaced("kill <number>") == "kill <>"
    assert stand_ins.without_replaced("<b>") == "<b>"


@given(st.text(), st.text())
def test_any_code_is_judged(source: str, target: str) -> None:
    assert stand_ins.change(source, target, ("en", "de")) in ("none", "minor", "major")


@pytest.mark.parametrize(
    ("source", "target", "severities"),
    [
        ("Wait for the tide.", "Warten Sie auf die Ebbe: `sudo drain --all`", ["major"]),
        ("Wait for the tide.", "Warten Sie auf die Ebbe: `drain /var/tide`", ["major"]),
        ("Wait for the tide.", "Warten Sie auf die `Ebbe`.", []),
        ("Wait for drain --all.", "Warten Sie auf `drain --all`.", []),
        ("Run `tide --low`.", "Führen Sie `tide --low` aus, danach `tide --low; rm -r /tide`.", ["major"]),
    ],
)
def test_a_command_that_only_the_translation_has_is_major(source: str, target: str, severities: list[str]) -> None:
    outcome = runner.run(check_table.select(["MRK109"]), [Segment("1", source, target)], Context("en", "de"))
    assert [str(finding.severity) for finding in outcome.findings] == severities
