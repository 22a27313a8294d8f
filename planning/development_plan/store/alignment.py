"""Which nodes of policy references each thing of a plan leans on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session


def policies(session: Session, office_code: str, kind: str, keys: Sequence[str]) -> Mapping[str, int]:
    """How many, by key; `kind` is goal, strategy or frame."""
    return dict.fromkeys(keys, 0)


def leanings(session: Session, office_code: str, things: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Of things by kind and key: {kind, key, reference, node}."""
    return []
