"""Alembic without an ini file: one environment for the databases of all services, each with versions of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData

ENVIRONMENT: Final = Path(__file__).parent / "migrating"


def alembic_config(url: str, versions: Path, metadata: Sequence[MetaData]) -> Config:
    """For the database at `url`, whose tables are those of `metadata` and whose revisions lie in `versions`."""
    config = Config()
    config.set_main_option("script_location", str(ENVIRONMENT))
    config.set_main_option("version_locations", str(versions))
    config.set_main_option("path_separator", "newline")  # a path may have spaces
    config.attributes["url"] = url
    config.attributes["metadata"] = list(metadata)
    return config


def write_revision(message: str, versions: Path, metadata: Sequence[MetaData]) -> None:
    """A new revision from the difference between the tables in code and an empty database brought to head: numbered in
    order, dated, named after the reason.
    """
    number = len(list(versions.glob("[0-9]*.py"))) + 1
    with TemporaryDirectory() as folder:
        config = alembic_config(f"sqlite:///{Path(folder) / 'empty.sqlite3'}", versions, metadata)
        command.upgrade(config, "head")
        stamp = datetime.now(UTC).strftime("%Y%m%d")
        command.revision(
            config, message=message, autogenerate=True, rev_id=f"{number:04d}_{stamp}", version_path=str(versions)
        )
