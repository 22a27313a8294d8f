"""The database and the vault of a command, closed at its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from sqlalchemy import Engine

from netops import db
from netops.audit import Actor
from netops.settings import Settings, get_settings
from netops.vault import Vault
from service.database import make_engine
from service.refused import RefusedCommandError

OfficeCode = Annotated[str, typer.Option("--office", help="code of the office, where there are several")]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON")]
CONSOLE = "console"


@contextmanager
def opened() -> Iterator[tuple[Settings, Engine, Vault]]:
    """Settings, engine and vault of this installation; refused with what to run when there is none."""
    settings = get_settings()
    vault = Vault.open(settings.data_dir)
    engine = make_engine(settings.url)
    try:
        current, newest = db.revisions(engine)
        if current != newest:
            raise RefusedCommandError(f"the database is at revision {current}, not {newest}: run `netops upgrade`", 2)
        yield settings, engine, vault
    finally:
        engine.dispose()


def console(office_id: int) -> Actor:
    """Who acts at the command line: whoever has this account of the machine."""
    return Actor(CONSOLE, office_id)
