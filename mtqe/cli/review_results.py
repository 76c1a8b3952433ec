"""Writes what becomes of a review, for `mtqe review`: ratings, accepted findings and translations."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mtqe.cli.annotating import destinations
from mtqe.cli.atomic_write import refuse_read_only, write_files
from mtqe.cli.file_lock import locked
from mtqe.errors import InputError
from mtqe.mending.files.places import File, Key
from mtqe.mending.translations import Texts, rewritten
from mtqe.project import allowed_words, suppressions
from mtqe.prose import count
from mtqe.review import outcomes
from mtqe.review.collection import Review
from mtqe.review.outcomes import Finished, Results, Written
from mtqe.review.sheet import Matter
from mtqe.settings import sources

TRANSLATION = "translation"
"""What a new translation is called among the files that are written."""

MARK = ".reviewed"
"""What comes before the ending of a changed translation."""


@dataclass
class Writer:
    """Writes the results of a review, as often as it is asked.

    Args:
        matter: What is reviewed.
        folder: Where the results go.
        suppressions: The file of accepted findings.
        form: Name of the input format; `None` means by file ending.
        in_place: Whether the translations themselves change, not copies in the folder.
        policy: The configuration file, to which the words are added that raters allow.
    """

    matter: Matter
    folder: Path
    suppressions: Path
    form: str | None = None
    in_place: bool = False
    policy: Path = Path("mtqe.toml")
    _texts: dict[str, Texts] = field(default_factory=dict)
    _own: dict[Path, str] = field(default_factory=dict)
    """SHA-256 of what was written in place."""

    def write(self, reviews: Sequence[Review], raters: Collection[str] | None = None) -> Finished:
        """Write all results, or nothing if one of them cannot be written.

        Args:
            reviews: The reviews of all raters.
            raters: The raters whose ratings and decisions are written; `None` means all.

        Raises:
            MtqeError: A file cannot be written.
        """
        found = outcomes.results(self.matter, reviews, raters)
        notes, kinds = [*found.notes], dict[Path, str]()
        contents: dict[Path, bytes] = {}
        for rater, of_rater in found.ratings.items():
            for ending, (text, what) in outcomes.rating_files(self.matter, of_rater).items():
                path = self.folder / f"{rater}{ending}"
                contents[path], kinds[path] = text.encode(), f"ratings of {rater}{what}"
        files, left, told = self._files(found.translations)
        notes += [*left, *told]
        for path, file in files.items():
            contents[path], kinds[path] = file.encoded(), TRANSLATION
        with contextlib.ExitStack() as locks:
            changed = {self.policy if one.word else self.suppressions for one in found.accepted}
            for path in sorted(changed):
                locks.enter_context(locked(path))
            text, accepted, against = self._accepted(found)
            policy, allowed, refused = self._allowed(found)
            against += refused
            notes += against
            if accepted:
                contents[self.suppressions] = text.encode()
                kinds[self.suppressions] = count(accepted, "accepted finding")
            if allowed:
                contents[self.policy], kinds[self.policy] = policy.encode(), count(allowed, "allowed word")
            write_files(contents)
        if self.in_place:
            self._own |= {path: hashlib.sha256(contents[path]).hexdigest() for path in files}
        if not contents:
            notes.append("no segment has been reviewed yet, so nothing was written")
        return Finished(
            tuple(Written(str(path), kinds[path]) for path in contents),
            tuple(notes),
            is_whole=not (found.notes or left or against) and bool(contents),
        )

    def _accepted(self, found: Results) -> tuple[str, int, list[str]]:
        """The new text of the suppressions file, how many entries are new, and notes."""
        path = self.suppressions
        before = sources.text_of(path) if path.exists() else ""
        new, notes = outcomes.new_suppressions(self.matter, found, before, str(path))
        return suppressions.appended(before, new, str(path)) if new else before, len(new), notes

    def _allowed(self, found: Results) -> tuple[str, int, list[str]]:
        """The new text of the configuration file, how many words are new in it, and notes."""
        words, notes = outcomes.new_words(found)
        if not words:
            return "", 0, notes
        before = sources.text_of(self.policy) if self.policy.exists() else ""
        text, new = allowed_words.added(before, words, self.policy.name == "pyproject.toml")
        return text, new, notes

    def _files(self, translations: Mapping[Key, str]) -> tuple[dict[Path, File], list[str], list[str]]:
        """The changed files by the path to which they are written, what is not in them, and what else changes."""
        by_path: dict[str, dict[Key, str]] = {}
        paths = {(s.system, s.id): document.path for document in self.matter.documents for s in document.segments}
        left: list[str] = []
        told: list[str] = []
        for key, text in translations.items():
            if path := paths.get(key):
                by_path.setdefault(path, {})[key] = text
            else:
                left.append(f"segment {key[1]}: the new translation is not written: the report does not name its file")
        changed: dict[str, File] = {}
        for path, of_path in by_path.items():
            done = rewritten(self._opened(path), of_path)
            left += [f"segment {key[1]}: the new translation is not written: {why}" for key, why in done.left.items()]
            told += [f"segment {key[1]} changes, too: it has the same words in the file" for key in done.others]
            changed |= done.files
        every = list(dict.fromkeys(document.path for document in self.matter.documents if document.path))
        places = destinations(every, None if self.in_place else self.folder, True, MARK)
        return {place: changed[path] for path, place in places.items() if self._may(path, changed, left)}, left, told

    def _opened(self, path: str) -> Texts:
        """The texts of a file as the report has them. They stay, so that a file that was changed in place has them."""
        if path in self._texts:
            return self._texts[path]
        run = self.matter.report.run
        documents = [document for document in self.matter.documents if document.path == path]
        texts = Texts(documents, self.form, (run.source_lang or "und", run.target_lang or "und"))
        if not texts.why:
            self._texts[path] = texts
        return texts

    def _may(self, path: str, changed: Mapping[str, File], left: list[str]) -> bool:
        """Whether a file is written: it has changes and, in place, nobody else has changed it."""
        if path not in changed:
            return False
        if self.in_place:
            refuse_read_only(Path(path))
            try:
                changed[path].refuse_changed()
            except InputError as error:
                now = hashlib.sha256(Path(path).read_bytes()).hexdigest()
                if now != self._own.get(Path(path)):
                    left.append(str(error))
                    return False
        return True
