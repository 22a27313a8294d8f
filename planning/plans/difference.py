"""What is different between two versions, place by place, so that a person can read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

_IDENTITY: Final = ("key", "code", "number", "id")
_NAME: Final = ("title", "name", "text", "code")


@dataclass(frozen=True, slots=True)
class Change:
    """One place. `path` are words of fields and names of entries from the whole to the part; None: not there."""

    path: tuple[str, ...]
    before: str | None
    after: str | None


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """In the order of the fields. Entries of a list belong together by their key, code, number or id, else by place."""
    return tuple(_between((), before, after))


def _between(path: tuple[str, ...], before: Any, after: Any) -> Iterator[Change]:
    if before == after and type(before) is type(after):
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in sorted({**before, **after}):
            yield from _between((*path, name), before.get(name), after.get(name))
    elif isinstance(before, list) and isinstance(after, list):
        old, new = _entries(before), _entries(after)
        for identity in dict.fromkeys([*old, *new]):
            one, other = old.get(identity), new.get(identity)
            yield from _between((*path, _named(other if other is not None else one, identity)), one, other)
    else:
        yield Change(path, _said(before), _said(after))


def _entries(rows: Sequence[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for place, row in enumerate(rows, start=1):
        identity = _identity(row) or str(place)
        found[identity if identity not in found else f"{identity} ({place})"] = row
    return found


def _identity(row: Any) -> str:
    if not isinstance(row, Mapping):
        return ""
    return next((str(row[name]) for name in _IDENTITY if row.get(name) not in (None, "")), "")


def _named(row: Any, identity: str) -> str:
    if isinstance(row, Mapping):
        return next((str(row[name]) for name in _NAME if row.get(name)), identity)
    return identity


def _said(value: Any) -> str | None:
    """A whole entry in one line; only what it says, not how it is kept."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        return " · ".join(said for said in (_said(one) for name, one in value.items() if name not in _IDENTITY) if said)
    if isinstance(value, list):
        return ", ".join(said for said in map(_said, value) if said)
    return str(value)
