"""A finding is mended in each format of translation tools and programs, and no other byte changes."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import msgspec
import pytest
from read_files import from_paths

from mtqe.mending import findings
from mtqe.registry import format_table
from mtqe.settings.config import ChecksConfig, Config

CONFIG = Config(source_lang="en", target_lang="de", checks=ChecksConfig(select=("ART103",)))


@dataclasses.dataclass(frozen=True)
class Sample:
    """Names and contents of a file and its source; `{0}` and `{1}` are texts. A file with both sides has no source."""

    name: str
    content: str
    source: str = ""
    encoding: str = "utf-8"


def keyed(name: str, content: str, encoding: str = "utf-8") -> Sample:
    """A file with one language on each side."""
    return Sample(name, content, name.replace("de", "en"), encoding)


SAMPLES = [
    Sample("a.po", 'msgid ""\nmsgstr ""\n"Language: de\\n"\n\n# x\nmsgid "He \\"came\\"."\nmsgstr ""\n"{0}"\n'),
    Sample(
        "a.xlf",
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" '
        'target-language="de" datatype="plaintext"><body><trans-unit id="1"><source>He came.</source>'
        '<target><g id="1">{0}</g></target></trans-unit></body></file></xliff>',
    ),
    Sample(
        "b.xlf",
        '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="de"><file id="f">'
        '<unit id="1"><segment><source>He came.</source><target>{0}</target></segment></unit></file></xliff>',
    ),
    Sample(
        "a.tmx",
        '<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" '
        'adminlang="en" srclang="en" datatype="plaintext"/><body><tu><tuv xml:lang="en"><seg>He came.</seg></tuv>'
        '<tuv xml:lang="de"><seg>{0}</seg></tuv></tu></body></tmx>',
    ),
    Sample("values-de/strings.xml", '<resources>\n<string name="a">{0}</string></resources>', "values/strings.xml"),
    keyed("de.lproj/a.strings", '/* x */\n"a" = "{0}";\n', "utf-16"),
    keyed("a_de.properties", "# Gr\xfc\xdfe\na = {0}\n", "iso-8859-1"),
    Sample("a.de.resx", '<root><data name="a"><value>{0}</value></data></root>', "a.resx"),
    keyed("de.json", '{{"x": {{"a": "{0}", "b": [1, 2]}}}}'),
    keyed("de.yml", "# x\na: >-\n  {0}\nb: 'x'\n"),
    keyed("a_de.arb", '{{"@@locale": "de", "a": "{0}"}}'),
    keyed("de.ftl", "# x\na = {0}\n"),
    keyed("a.de.srt", "1\n00:00:01,000 --> 00:00:04,000\n{0}\n"),
    keyed(
        "de.po", 'msgid ""\nmsgstr ""\n"Language: x\\n"\n\nmsgid "a.one"\nmsgstr "{0}"\n\nmsgid "a.two"\nmsgstr "x"\n'
    ),
    keyed("a.de.sgm", '<tstset setid="x"><doc docid="d"><seg id="1">{0}</seg></doc></tstset>'),
    keyed("a.de.vtt", "WEBVTT\n\n00:01.000 --> 00:04.000\n{0}\n"),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_finding_is_mended(tmp_path: Path, sample: Sample, end: str) -> None:
    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sample.content.format(text).replace("\n", end).encode(sample.encoding))
        return path

    def outcome() -> findings.Outcome:
        return findings.mend(from_paths(*paths, (), CONFIG), CONFIG)

    path = written(sample.name, "Er kam ,sie ging .")
    source = written(sample.source, "He came, she left.") if sample.source else None
    paths = (source, path) if source else (path, None)
    (file,) = outcome().files
    file.path.write_bytes(file.encoded())
    mended = path.read_bytes()
    assert mended == sample.content.format("Er kam, sie ging.").replace("\n", end).encode(sample.encoding)
    assert outcome().files == ()


def test_every_writable_format_has_a_sample() -> None:
    elsewhere = {"text", "markdown", "html", "lines", "tsv", "csv", "jsonl"}  # tests/mending/test_mending.py
    unlike = {"stringsdict", "xcstrings", "po-keys"}  # see below; the last is PO with two files
    from mtqe.formats import endings

    formats = {row.name for sample in SAMPLES if (row := endings.row_of(Path(sample.name)))}
    writable = {name for name, row in format_table.rows().items() if row.writable}
    assert writable - elsewhere - unlike == formats


def test_a_string_catalog(tmp_path: Path) -> None:
    unit = '{"localizations": {"de": {"stringUnit": {"state": "translated", "value": "Er kam ."}}}}'
    content = '{"sourceLanguage": "en", "version": "1.0", "strings": {"He came.": ' + unit + "}}"
    (tmp_path / "a.xcstrings").write_text(content)
    read = from_paths(tmp_path / "a.xcstrings", None, (), CONFIG)
    assert findings.mend(read, CONFIG).files[0].text == content.replace(" .", ".")


def test_plural_strings(tmp_path: Path) -> None:
    head = "<plist version='1.0'><dict><key>a</key><dict><key>NSStringLocalizedFormatKey</key><string>%#@n@</string>"
    form = (
        "<key>n</key><dict><key>NSStringFormatSpecTypeKey</key><string>NSStringPluralRuleType</string>"
        "<key>NSStringFormatValueTypeKey</key><string>d</string><key>other</key><string>{}</string></dict>"
    )
    for lang, text in (("en", "%d came."), ("de", "%d kamen .")):
        (tmp_path / f"{lang}.lproj").mkdir()
        (tmp_path / f"{lang}.lproj/a.stringsdict").write_text(head + form.format(text) + "</dict></dict></plist>")
    paths = tmp_path / "en.lproj/a.stringsdict", tmp_path / "de.lproj/a.stringsdict"
    (file,) = findings.mend(from_paths(*paths, (), CONFIG), CONFIG).files
    assert file.text == paths[1].read_text().replace(" .", ".")


def written_pair(tmp_path: Path, name: str, source: str, translation: str) -> tuple[Path, Path]:
    paths = tmp_path / f"en{name}", tmp_path / f"de{name}"
    for path, text in zip(paths, (source, translation), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


CHOICE = '{{"a": "Yes, {{n, plural, one {{# ship{0}}} other {{# ships{0}}}}} with ten tons{1}"}}'
"""`{0}` stands in the branches, `{1}` beside them."""


def icu(tmp_path: Path, inside: str, beside: str, forms: tuple[str, str] = ("Schiff", "Schiffe")) -> tuple[Path, Path]:
    german = CHOICE.replace("Yes,", "Ja,").replace("ships", "@").replace("ship", forms[0]).replace("@", forms[1])
    german = german.replace("with ten tons", "mit zehn Tonnen")
    return written_pair(tmp_path, ".json", CHOICE.format(", today", "."), german.format(inside, beside))


@pytest.mark.parametrize("forms", [("Schiff", "Schiffe"), ("Dampfer", "Dampfer")])
def test_words_that_branches_share_are_mended_once(tmp_path: Path, forms: tuple[str, str]) -> None:
    paths = icu(tmp_path, " ,heute", " .", forms)
    outcome = findings.mend(from_paths(*paths, (), CONFIG), CONFIG)
    (file,) = outcome.files
    assert file.encoded().decode() == paths[1].read_text().replace(" ,heute", ", heute").replace(" .", ".")
    assert len(outcome.mended) == 4  # the full stop is a finding in both texts
    assert outcome.left == ()


def test_words_that_branches_share_stay_if_they_were_accepted_in_one(tmp_path: Path) -> None:
    paths = icu(tmp_path, "", " .")
    first, second = findings.mend(from_paths(*paths, (), CONFIG), CONFIG).mended
    rules = tmp_path / "rules.toml"
    rules.write_text(f'[[suppress]]\nreason = "r"\nfingerprint = "{second.fingerprint}"\n')
    config = msgspec.structs.replace(CONFIG, suppressions=str(rules))
    outcome = findings.mend(from_paths(*paths, (), config), config)
    assert (outcome.files, outcome.mended) == ((), ())
    assert {left.segment: left.why for left in outcome.left} == {
        first.segment: "it was accepted in another form of the text, which has the same words",
        second.segment: findings.ACCEPTED,
    }


def test_words_that_fluent_variants_share_are_mended_once(tmp_path: Path) -> None:
    text = "a = Ja, { $n ->\n    [one] ein Schiff\n   *[other] { $n } Schiffe\n } mit zehn Tonnen .\n"
    source = "a = Yes, { $n ->\n    [one] one ship\n   *[other] { $n } ships\n } with ten tons.\n"
    paths = written_pair(tmp_path, ".ftl", source, text)
    (file,) = findings.mend(from_paths(*paths, (), CONFIG), CONFIG).files
    assert file.encoded().decode() == text.replace(" .", ".")
