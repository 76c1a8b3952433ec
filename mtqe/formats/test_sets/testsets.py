"""Finds sacreBLEU's test sets, such as `wmt21`, on this machine. Nothing is downloaded."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from mtqe.errors import ConfigError, InputError
from mtqe.registry.suggest import lookup


def paths(name: str, source_lang: str, target_lang: str) -> tuple[Path, tuple[Path, ...]]:
    """The source file and the reference files of `sacrebleu -t NAME`, with one segment per line.

    Raises:
        ConfigError: sacreBLEU does not know the set, or the set does not have the language pair.
        InputError: The set is not on this machine, or has no reference.
    """
    from sacrebleu.dataset import DATASETS

    dataset = copy.copy(DATASETS[lookup(name, DATASETS, "test set")])
    bases = [tag.split("-")[0].lower() for tag in (source_lang, target_lang)]
    pair = next((pair for pair in (f"{source_lang}-{target_lang}", "-".join(bases)) if pair in dataset.langpairs), None)
    if pair is None:
        known = ", ".join(sorted(dataset.langpairs))
        raise ConfigError(f"test set {name} has no {'-'.join(bases)}", f"it has {known}")
    missing = InputError(
        f"test set {name} {pair} is not on this machine, and mtqe does not download test sets",
        f"get it with: sacrebleu -t {name} -l {pair} --download {name}",
    )
    dataset.maybe_download = lambda: _require(dataset, missing)
    try:
        source, references = dataset.get_source_file(pair), dataset.get_reference_files(pair)
    except OSError as error:  # the archive is there, but its files are not
        raise missing from error
    if not references:
        raise InputError(f"test set {name} {pair} has no reference", "score against files with -s and -r")
    return Path(source), tuple(map(Path, references))


def _require(dataset: Any, missing: InputError) -> None:
    """Raise `missing` if sacreBLEU would have to download an archive."""
    for url in dataset.data:
        archive = Path(dataset._rawdir) / dataset._get_tarball_filename(url)
        if not archive.is_file() or not archive.stat().st_size:
            raise missing
