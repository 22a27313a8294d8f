"""The database of a planning service: its tables and those of the kit, brought to its own revision."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData

from planning.kit.parts import Part
from planning.kit.tables import Kit
from service import migrations


def metadata_of(part: Part) -> list[MetaData]:
    """All tables of its database."""
    return [Kit.metadata, *part.more_metadata, part.metadata]


def alembic_config(part: Part, url: str) -> Config:
    """Alembic's configuration of its database."""
    return migrations.alembic_config(url, part.migrations, metadata_of(part))


def migrate(part: Part, url: str) -> None:
    """Bring the database to the revision of this release."""
    command.upgrade(alembic_config(part, url), "head")


def revisions(part: Part, engine: Engine) -> tuple[str | None, str | None]:
    """(revision of the database, revision of this release)."""
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current, ScriptDirectory.from_config(alembic_config(part, "")).get_current_head()
