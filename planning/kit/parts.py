"""What tells one planning service from another: its name, tables, permissions, pages, and what it listens to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fastapi import APIRouter
from sqlalchemy import MetaData
from sqlmodel import Session

from contract.events import Fact
from service.web.nav import Group

Handler = Callable[[Session, Fact, datetime], str]
"""Acts on a fact in the transaction in which it is counted as heard; the sentence that it gives is kept with it."""


@dataclass(frozen=True, slots=True)
class Listening:
    """To whom this service listens: the peer's name and what is done with each kind of its facts."""

    peer: str
    handlers: Mapping[str, Handler]


@dataclass(frozen=True, slots=True)
class Part:
    """One planning service. `name` is used in URLs of settings, folders and tokens; `title` is a catalogue sentence.
    `permissions` says which roles of netops may do what; what is not in it, nobody may.
    """

    name: str
    title: str
    icon: str
    metadata: MetaData
    folder: Path
    permissions: Mapping[str, frozenset[str]]
    groups: tuple[Group, ...]
    routers: tuple[APIRouter, ...]
    listening: tuple[Listening, ...] = ()

    @property
    def migrations(self) -> Path:
        """Where its Alembic versions lie."""
        return self.folder / "migrations" / "versions"

    @property
    def templates(self) -> Path:
        """Where its pages lie."""
        return self.folder / "templates"
