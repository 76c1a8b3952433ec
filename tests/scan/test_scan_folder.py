"""What the folder of a scan refuses."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from scanned import corpus, scan, settings

from mtqe.errors import InputError, MtqeError
from mtqe.model import Glossary, Severity, Shard, Term
from mtqe.scan.folder import Folder
from mtqe.settings.policy import GateConfig

SEGMENTS = corpus(20)


def test_a_scan_is_gone_on_with_only_if_asked(tmp_path: Path) -> None:
    scan(SEGMENTS, tmp_path / "scan", settings())
    with pytest.raises(InputError, match="has a scan already; give --resume"):
        scan(SEGMENTS, tmp_path / "scan", settings())


def test_each_shard_is_gone_on_with_only_if_asked(tmp_path: Path) -> None:
    for number in (1, 2):
        scan(SEGMENTS, tmp_path / "scan", settings(chunk=5), shard=Shard(number, 2))
    with pytest.raises(InputError, match="has a scan of shard 2 of 2 already"):
        scan(SEGMENTS, tmp_path / "scan", settings(chunk=5), shard=Shard(2, 2))


def test_other_settings_are_refused_with_their_name(tmp_path: Path) -> None:
    base = settings("chrf")
    scan(SEGMENTS, tmp_path / "scan", base)
    config = base.config
    others = {
        'metrics.use ["chrf"], not ["bleu"]': settings("bleu"),
        "chunk 20, not 10": settings("chrf", chunk=10),
        "checks true, not false": settings("chrf", checks=False),
        'input "corpus", not "other"': settings("chrf", name="other"),
        "the glossary of the scan in it is another": settings("chrf", glossary=Glossary((Term("a", "b"),))),
        'target_lang "de", not "fr"': msgspec.structs.replace(
            base, config=msgspec.structs.replace(config, target_lang="fr")
        ),
    }
    for words, other in others.items():
        with pytest.raises(InputError) as caught:
            scan(SEGMENTS, tmp_path / "scan", other, resume=True)
        assert words in caught.value.message
    metrics = msgspec.structs.replace(config.metrics, cache=True)
    moves_nothing = msgspec.structs.replace(config, metrics=metrics, gate=GateConfig(max={Severity.CRITICAL: 3}))
    scan(SEGMENTS, tmp_path / "scan", msgspec.structs.replace(base, config=moves_nothing), resume=True)


def test_a_folder_of_something_else_is_refused_and_stays(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match=r"is not the folder of a scan: it has other files and no settings\.json"):
        scan(SEGMENTS, tmp_path, settings())
    with pytest.raises(InputError, match=r"notes.txt is a file"):
        scan(SEGMENTS, tmp_path / "notes.txt", settings())
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "settings.json").write_text('{"a": 1}')
    with pytest.raises(InputError, match="is not that of a scan"):
        scan(SEGMENTS, tmp_path / "other", settings())
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["notes.txt", "other", "settings.json"]
    (tmp_path / "empty").mkdir()
    assert scan(SEGMENTS, tmp_path / "empty", settings()).scan


def test_two_scans_of_one_shard_at_once_are_refused(tmp_path: Path) -> None:
    with Folder(tmp_path / "scan", settings(), Shard(1, 2)):
        with (
            pytest.raises(MtqeError, match="another mtqe scans shard 1 of 2 into it"),
            Folder(tmp_path / "scan", settings(), Shard(1, 2)),
        ):
            pass
        with Folder(tmp_path / "scan", settings(), Shard(2, 2)):
            pass
    with Folder(tmp_path / "scan", settings(), Shard(1, 2)):
        pass


@pytest.mark.parametrize(("running", "other"), [((1, 2), (1, 1)), ((1, 1), (2, 3)), ((1, 2), (3, 4))])
def test_parts_that_have_a_chunk_in_common_are_not_scanned_at_once(
    tmp_path: Path, running: tuple[int, int], other: tuple[int, int]
) -> None:
    name = str(Shard(*running)) if running[1] > 1 else "into it"
    with (
        Folder(tmp_path / "scan", settings(), Shard(*running)),
        pytest.raises(MtqeError, match=f"another mtqe scans {name}"),
        Folder(tmp_path / "scan", settings(), Shard(*other), resume=True),
    ):
        pass
    with Folder(tmp_path / "scan", settings(), Shard(*other), resume=True):
        pass
    with Folder(tmp_path / "scan", settings(), Shard(1, 2)), Folder(tmp_path / "scan", settings(), Shard(2, 4)):
        pass  # they have none in common


def test_of_two_scans_that_begin_at_once_with_other_settings_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_overlaps = Folder._refuse_overlaps

    def meanwhile(self: Folder) -> None:
        refuse_overlaps(self)
        monkeypatch.undo()
        with Folder(tmp_path / "scan", settings(chunk=7), Shard(2, 2)):
            pass

    monkeypatch.setattr(Folder, "_refuse_overlaps", meanwhile)
    with (
        pytest.raises(InputError, match="the scan in it has chunk 7, not 20"),
        Folder(tmp_path / "scan", settings(), Shard(1, 2)),
    ):
        pass
    assert msgspec.json.decode((tmp_path / "scan" / "settings.json").read_bytes())["chunk"] == 7


def test_an_input_without_segments_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="corpus has no segments"):
        scan([], tmp_path / "scan", settings())
