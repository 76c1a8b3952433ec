"""The word forms of simplemma from a table in the cache folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import simplemma
from hypothesis import given
from hypothesis import strategies as st

from mtqe.checks.shared import lemma_data, lemmas
from mtqe.machine import cache
from mtqe.machine.word_table import WordTable

pytestmark = pytest.mark.usefixtures("own_prepared")

WORDS = [
    "Häusern",
    "went",
    "WENT",
    "l’eau",
    "dell'anno",
    "İstanbul",
    "Mu\u0308hlen",
    "e-mails",
    "running",
    "x1",
    "Erdoğan'ın",
]


@pytest.fixture(autouse=True)
def opened_anew() -> Iterator[None]:
    """Each test opens the tables of its own cache folder."""
    lemma_data.forms.cache_clear()
    yield
    lemma_data.forms.cache_clear()


@given(st.sampled_from(WORDS) | st.text("aeinrstAE'’-äüß", min_size=1, max_size=8), st.sampled_from(["id", "ms"]))
def test_it_says_what_simplemma_says(word: str, code: str) -> None:
    assert lemma_data.lemma(word, code) == simplemma.lemmatize(word, code)
    assert lemma_data.known(word, code) == simplemma.is_known(word, code)


@pytest.mark.parametrize("code", ["en", "fr", "hy", "it"])
def test_languages_with_rules_of_their_own(code: str) -> None:
    for word in WORDS:
        assert lemma_data.lemma(word, code) == simplemma.lemmatize(word, code), word
        assert lemma_data.known(word, code) == simplemma.is_known(word, code), word


def test_a_table_is_made_once(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = lemma_data.forms("id")
    assert isinstance(made, WordTable)
    lemma_data.forms.cache_clear()
    monkeypatch.setattr(lemma_data, "DefaultDictionaryFactory", None)
    assert dict(lemma_data.forms("id")) == dict(made)


def test_a_damaged_table_is_made_again(own_cache: Path) -> None:
    expected = dict(lemma_data.forms("id"))
    lemma_data.forms.cache_clear()
    (path,) = cache.prepared().iterdir()
    path.write_bytes(path.read_bytes()[:-9])
    assert dict(lemma_data.forms("id")) == expected
    assert WordTable(path)["bukunya"] == expected["bukunya"]


def test_other_data_make_another_table(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lemma_data.forms("id")
    lemma_data.forms.cache_clear()
    monkeypatch.setattr(simplemma, "__version__", "2.0.1")
    lemma_data.forms("id")
    assert len(list(cache.prepared().iterdir())) == 2


def test_a_dictionary_that_hides_its_bytes(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Hiding:
        def get_dictionary(self, code: str) -> dict[str, str]:
            return {"müsste": "müssen"}

    monkeypatch.setattr(lemma_data, "DefaultDictionaryFactory", Hiding)
    assert dict(lemma_data.forms("de")) == {"müsste": "müssen"}


def test_without_a_cache_folder_the_forms_stay_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("MTQE_CACHE_DIR", str(tmp_path / "file"))
    assert not isinstance(lemma_data.forms("id"), WordTable)
    assert lemma_data.forms("id")["bukunya"] == simplemma.lemmatize("bukunya", "id")


def test_processes_make_a_table_at_once(own_cache: Path) -> None:
    code = "from mtqe.checks.shared import lemma_data; print(lemma_data.lemma('bukunya', 'id'))"
    running = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert {process.communicate()[0].strip() for process in running} == {simplemma.lemmatize("bukunya", "id")}
    # A process may have found the table of the first one, and noted in a file without an ending that its checksum fits.
    assert [path.suffix for path in cache.prepared().iterdir() if path.suffix] == [".bin"]


def test_the_cache_command_counts_and_deletes_tables(own_cache: Path) -> None:
    lemma_data.forms("id")
    (path,) = cache.prepared().iterdir()
    size = path.stat().st_size
    assert cache.info().prepared == size
    cache.prune(1)
    assert path.exists()
    os.utime(path, (0, 0))
    cache.prune(1)
    assert not path.exists()
    lemma_data.forms.cache_clear()
    lemma_data.forms("id")
    assert cache.clear() == size
    assert cache.info().prepared == 0


def test_a_beginning_is_that_of_a_word(own_cache: Path) -> None:
    lemma_data.beginnings.cache_clear()
    found = lemma_data.beginnings("id")
    forms = list(lemma_data.forms("id"))
    for word in ("w", "wa", "bukunya", "zqx", "makanan", "Afrika", *[form[:7] for form in forms[:50]]):
        assert (word in found) is any(form.startswith(word) for form in forms), word
    lemma_data.beginnings.cache_clear()


def test_the_languages_are_those_of_simplemma_which_is_not_imported_to_know_them() -> None:
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    assert lemmas._languages_with_data() == set(SUPPORTED_LANGUAGES)
    code = (
        "import sys; from mtqe.checks.shared.lemmas import lexicon; "
        "print(lexicon('de').has_data, lexicon('bn').has_data, 'simplemma' in sys.modules)"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.split() == ["True", "False", "False"]
