"""An upgrade that fails half-way leaves the database as it was, on both databases, with real migrations."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from netops import db
from netops.settings import Settings
from netops.upkeep.upgrade import look, upgrade
from netops.vault import Vault
from service.database import transaction
from service.refused import RefusedCommandError
from tests.factories import make_office, make_site

BREAKS = '''
"""Changes much, then fails: what a power cut or a wrong assumption does."""
import sqlalchemy as sa
from alembic import op

revision = "9999_breaks"
down_revision = "{before}"


def upgrade():
    op.create_table("half_made", sa.Column("id", sa.Integer))
    op.execute("DELETE FROM site")
    with op.get_context().autocommit_block():
        op.execute("DELETE FROM office")
    raise RuntimeError("the migration broke")
'''


@pytest.fixture
def installed(settings: Settings, database: Engine, vault: Vault) -> Settings:
    """A school in a database that lacks the last migration."""
    assert vault
    with transaction(database) as session:
        make_site(session, make_office(session), code="57010001")
    if database.dialect.name == "sqlite":
        return settings
    return settings.model_copy(update={"database_url": database.url.render_as_string(hide_password=False)})


def schools(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT code FROM site")).scalars())


def broken_migration(tmp_path: Path) -> Callable[[str], None]:
    """Real migrations of this release and one more, which fails."""
    scripts = tmp_path / "migrations"
    shutil.copytree(db.MIGRATIONS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    head = ScriptDirectory.from_config(db.alembic_config("")).get_current_head()
    (scripts / "versions" / "9999_breaks.py").write_text(BREAKS.format(before=head))

    def migrate(url: str) -> None:
        config = db.alembic_config(url)
        config.set_main_option("version_locations", str(scripts / "versions"))
        command.upgrade(config, "head")

    return migrate


def behind(engine: Engine) -> None:
    """As a database of the former release: its last revision is not this one's."""
    with transaction(engine) as session:
        former = ScriptDirectory.from_config(db.alembic_config("")).get_revision("head")
        assert former is not None
        session.execute(text("UPDATE alembic_version SET version_num = :former"), {"former": former.down_revision})


def test_a_broken_migration_is_rolled_back(installed: Settings, database: Engine, tmp_path: Path) -> None:
    behind(database)
    database.dispose()
    before, _newest = db.revisions(database)

    def migrate(url: str) -> None:
        # The last revision is there in truth; only its mark was taken away.
        with transaction(database) as session:
            session.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": db.revisions(database)[1]})
        database.dispose()
        broken_migration(tmp_path)(url)

    with pytest.raises(RefusedCommandError, match=r"the migration broke.*everything is as before"):
        upgrade(installed, migrate=migrate)
    assert schools(database) == ["57010001"]
    assert db.revisions(database)[0] == before
    assert "half_made" not in inspect(database).get_table_names()


def test_a_migration_that_forgets_a_table_is_rolled_back(installed: Settings, database: Engine) -> None:
    behind(database)
    database.dispose()

    def forgets(_url: str) -> None:
        with transaction(database) as session:
            session.execute(text("DROP TABLE saved_view"))
            session.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": db.revisions(database)[1]})
        database.dispose()

    with pytest.raises(RefusedCommandError, match="the table saved_view is missing"):
        upgrade(installed, migrate=forgets)
    assert "saved_view" in inspect(database).get_table_names()
    assert schools(database) == ["57010001"]


def test_the_newest_database_needs_nothing(installed: Settings, database: Engine) -> None:
    done = upgrade(installed)
    assert done.archive is None
    assert done.after == db.revisions(database)[1]


def test_an_older_database_is_brought_to_this_release(settings: Settings, vault: Vault) -> None:
    assert vault
    first = next(
        script.revision
        for script in ScriptDirectory.from_config(db.alembic_config("")).walk_revisions()
        if script.down_revision is None
    )
    db.migrate(settings.url, first)
    done = upgrade(settings)
    assert done.before == first
    assert done.archive is not None
    look(settings.url)


def test_without_a_database_it_says_what_to_run(settings: Settings, vault: Vault) -> None:
    assert vault
    with pytest.raises(RefusedCommandError, match="netops migrate"):
        upgrade(settings)
