"""Whether a stored report is as mtqe wrote it: its seal, and with a key its signature.

A run seals its report: with a hash of all that the gate reads, and if `gate.key_env` names a variable with a key, with
an HMAC-SHA-256 of that hash. The hash finds a report that was edited by hand or damaged. Whoever edits a report on
purpose can compute it, too; only the signature shows that somebody who has the key wrote the report.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import os
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from mtqe.errors import ConfigError, InputError
from mtqe.model import Report, Seal
from mtqe.settings.policy import GateConfig

R = TypeVar("R", bound=Report)
SEALED = ("schema", "run", "documents", "segments", "scores", "findings", "problems")
"""The fields that a seal is of: what the gate reads. The verdict is made anew from them."""
EDITED = "the file was edited or damaged; create it again with mtqe evaluate --json"


def sealed(report: R, policy: GateConfig, keep: bytes = b"") -> R:
    """The report with its seal; with a signature if the variable that the policy names has a key.

    Args:
        report: The report.
        policy: The policy, which may name the key.
        keep: What the report of a shard carries besides.
    """
    seal = Seal(_digest(report), keep=hashlib.sha256(keep).hexdigest() if keep else "")
    if key := _key(policy):
        seal = msgspec.structs.replace(seal, signature=_signature(seal, key))
    return msgspec.structs.replace(report, seal=seal)


def refuse_edited(report: Report, path: Path, policy: GateConfig, keep: bytes = b"") -> None:
    """Refuse a report that is not as mtqe wrote it. One of an earlier version needs a seal only with a key.

    Args:
        report: The report.
        path: Its file, for the message.
        policy: The policy, which may name the key.
        keep: What the report of a shard carries besides, if that is used.

    Raises:
        InputError: The seal does not fit, or the policy names a key and the signature is missing or not made with it.
        ConfigError: The policy names a variable that has no key.
    """
    seal = report.seal
    is_whole = seal is None or not keep or seal.keep == hashlib.sha256(keep).hexdigest()
    if seal is not None and not (is_whole and seal.sha256 == _digest(report)):
        raise InputError(f"{path}: the report was changed after mtqe wrote it: its seal does not match", EDITED)
    if not policy.key_env:
        return
    key = _key(policy)
    if not key:
        hint = f"set {policy.key_env} to the key, or gate.key_env to an empty name if reports need no signature"
        raise ConfigError(f"gate.key_env names the variable {policy.key_env}, which is not set", hint)
    if seal is None or not seal.signature:
        raise InputError(f"{path}: the report is not signed", f"evaluate where {policy.key_env} is set")
    if not hmac.compare_digest(seal.signature.encode(), _signature(seal, key).encode()):
        raise InputError(
            f"{path}: the report was signed with another key", f"evaluate with the key in {policy.key_env}"
        )


def _key(policy: GateConfig) -> bytes:
    return os.fsencode(os.environ.get(policy.key_env, "")) if policy.key_env else b""


def _signature(seal: Seal, key: bytes) -> str:
    return hmac.new(key, f"{seal.sha256} {seal.keep}".encode(), hashlib.sha256).hexdigest()


def _digest(report: Report) -> str:
    """The hash, the same in each version of mtqe that knows the fields that the report uses."""
    digest = hashlib.sha256()
    for name in SEALED:
        value = getattr(report, name)
        items = value if isinstance(value, tuple) else (value,)
        digest.update(f"{name} {len(items)}\n".encode())
        for item in items:  # one by one, as a report may have a million
            digest.update(msgspec.json.encode(_told(item), order="sorted") + b"\n")
    return digest.hexdigest()


def _told(value: Any) -> Any:
    """A value without the fields that have their defaults, as those of a later version have in an earlier report."""
    if isinstance(value, msgspec.Struct):
        fields = ((name, getattr(value, name), default) for name, default in _defaults(type(value)))
        return {name: _told(item) for name, item, default in fields if item != default}
    if isinstance(value, (list, tuple)):
        return [_told(item) for item in value]
    return value


@functools.cache
def _defaults(kind: type[msgspec.Struct]) -> tuple[tuple[str, Any], ...]:
    """The fields of a struct with their defaults; one without has `NODEFAULT`, which no value equals."""
    return tuple(
        (field.name, field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory())
        for field in msgspec.structs.fields(kind)
    )
