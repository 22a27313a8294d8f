"""The references of the office's manual (its sections 7), read from data that was taken over letter by letter."""

from __future__ import annotations

import tomllib
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from planning.registry.models.reference import ReferenceKind

FILE: Final = Path(__file__).parent / "data" / "references.toml"


class Successor(BaseModel):
    """What stands in the place of a reference today. `is_verified`: read in a source."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    valid_from: int | None = None
    valid_to: int | None = None
    is_verified: bool


class ManualReference(BaseModel):
    """One reference, named under one or more numbers of the manual; titles are those of each number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed_titles: dict[str, str]
    kind: ReferenceKind
    issuer: str = ""
    valid_from: int | None = None
    valid_to: int | None = None
    note: str = ""
    successor: Successor | None = None

    @property
    def title(self) -> str:
        """As the first number names it."""
        return next(iter(self.seed_titles.values()))


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    reference: tuple[ManualReference, ...]


@cache
def manual_references() -> tuple[ManualReference, ...]:
    """In the order of the manual."""
    return _File.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8"))).reference


def key_of(office_code: str, name: str) -> str:
    """32 hex digits, the same on every installation for one office."""
    return sha256(f"{office_code}/{name}".encode()).hexdigest()[:32]
