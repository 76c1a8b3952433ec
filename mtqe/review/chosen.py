"""The segments that are reviewed beside those with findings: drawn at random, or those of a sample."""

from __future__ import annotations

import random
from pathlib import Path

from mtqe.errors import InputError
from mtqe.people.sampling import sample_files
from mtqe.review.sheet import Matter, is_open


def drawn(matter: Matter, number: int, seed: int) -> list[str]:
    """The keys of segments drawn at random from those without findings to review, in the order of the report.

    Args:
        matter: What is reviewed.
        number: How many; all if there are fewer.
        seed: The same seed draws the same segments of the same report.
    """
    others = [key for key, (_, findings) in matter.members.items() if not any(map(is_open, findings))]
    chosen = random.Random(f"{seed} {matter.id}").sample(others, min(number, len(others)))
    return sorted(chosen, key=int)


def of_sample(path: Path, matter: Matter) -> list[str]:
    """The keys of the segments of a sample, in its order.

    Raises:
        InputError: It cannot be read, is not a sample, or is one of another report.
    """
    sample = sample_files.read(path)
    if sample.report != matter.id:
        raise InputError(f"{path} is a sample of another report than {matter.name}", "draw it again with mtqe sample")
    for member in sample.segments:
        if (member.system, member.id) not in matter.keys:
            raise InputError(f"{path}: {matter.name} has no segment {member.id!r}", "draw it again with mtqe sample")
    return [matter.keys[member.system, member.id] for member in sample.segments]
