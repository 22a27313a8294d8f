"""Alembic without an ini file: one environment for the databases of all services.

Who owns tables has a line of revisions of their own (`Line`), and keeps its place in each database that has them. A
database may hold several lines: what many services share is made by one line, written once.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData

from service.refused import RefusedCommandError

ENVIRONMENT: Final = Path(__file__).parent / "migrating"
OWN_PLACE: Final = "alembic_version"


@dataclass(frozen=True, slots=True)
class Line:
    """Tables of one owner and the revisions that make them. `place` is the table that says how far a database is."""

    name: str
    versions: Path
    metadata: MetaData
    place: str = OWN_PLACE

    def config(self, url: str) -> Config:
        """For the database at `url`."""
        config = Config()
        config.set_main_option("script_location", str(ENVIRONMENT))
        config.set_main_option("version_locations", str(self.versions))
        config.set_main_option("path_separator", "newline")  # a path may have spaces
        config.attributes.update(url=url, metadata=self.metadata, place=self.place)
        return config

    @property
    def script(self) -> ScriptDirectory:
        """Its revisions."""
        return ScriptDirectory.from_config(self.config(""))

    @property
    def head(self) -> str | None:
        """The revision of this release."""
        return self.script.get_current_head()

    @property
    def base(self) -> str:
        """Its first revision."""
        first = self.script.get_base()
        assert first is not None, self.name
        return first

    @property
    def known(self) -> AbstractSet[str]:
        """All its revisions."""
        return {one.revision for one in self.script.walk_revisions()}

    def current(self, engine: Engine) -> str | None:
        """Where the database is; None: nothing of this line is in it."""
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"version_table": self.place})
            return context.get_current_revision()

    def upgrade(self, url: str, revision: str = "head") -> None:
        """Bring the database to a revision."""
        command.upgrade(self.config(url), revision)

    def downgrade(self, url: str, revision: str) -> None:
        """Take it back to a revision; its tables go with "base"."""
        command.downgrade(self.config(url), revision)


def write_revision(message: str, line: Line, *, empty: bool = False) -> None:
    """A new revision from the difference between the tables in code and an empty database brought to head: numbered in
    order, dated, named after the reason. `empty`: one to be filled by hand. RefusedCommandError when nothing differs.
    """
    number = len(list(line.versions.glob("[0-9]*.py"))) + 1
    with TemporaryDirectory() as folder:
        config = line.config(f"sqlite:///{Path(folder) / 'empty.sqlite3'}")
        command.upgrade(config, "head")
        stamp = datetime.now(UTC).strftime("%Y%m%d")
        command.revision(
            config,
            message=message,
            autogenerate=not empty,
            rev_id=f"{number:04d}_{stamp}",
            version_path=str(line.versions),
            process_revision_directives=None if empty else _refuse_nothing,
        )


def _refuse_nothing(_context: Any, _revision: Any, directives: list[Any]) -> None:
    if directives[0].upgrade_ops.is_empty():
        raise RefusedCommandError("the tables in code are those of the last revision: there is nothing to migrate")
