"""`netops migrate`: the data folder, its key and its database."""

from __future__ import annotations

import typer

from netops import db
from netops.settings import get_settings
from netops.upkeep.upgrade import upgrade
from netops.vault import Vault
from service.database import make_engine


def migrate() -> None:
    """Make the data folder, its key and its database where they are missing; an older database is upgraded safely."""
    settings = get_settings()
    Vault.create(settings.data_dir)
    engine = make_engine(settings.url)
    try:
        before, newest = db.revisions(engine)
    finally:
        engine.dispose()
    if before is None:
        db.migrate(settings.url)
    elif before != newest:
        done = upgrade(settings)
        typer.echo(f"upgraded from {before}; the former state is in {done.archive}")
    typer.echo(f"{settings.data_dir}: {engine.dialect.name} at revision {newest}")
