"""`netops migrate`: the data folder, its key and its database."""

from __future__ import annotations

import typer

from netops import db
from netops.settings import get_settings
from netops.vault import Vault


def migrate() -> None:
    """Make the data folder, its key and its database where they are missing, and renew the tables."""
    settings = get_settings()
    Vault.create(settings.data_dir)
    db.migrate(settings.url)
    engine = db.make_engine(settings.url)
    try:
        current, _newest = db.revisions(engine)
        typer.echo(f"{settings.data_dir}: {engine.dialect.name} at revision {current}")
    finally:
        engine.dispose()
