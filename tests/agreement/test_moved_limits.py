"""What an office set for loss and round trip before limits were rules still holds after the upgrade, and back."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from sqlmodel import Session

from inventory.state import Limits
from netops import db
from netops.settings import Settings
from netops.watched.confirming import limits_by_site, load_confirmation
from service.database import make_engine

BEFORE = "0004_20261123"
STORED = '{"down_after": 2, "down_of": 6, "degraded_loss_percent": 10, "degraded_rtt_factor": 5}'


def test_limits_of_the_settings_page_become_rules(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'netops.sqlite3'}"
    db.migrate(url, BEFORE)
    engine = make_engine(url)
    at = "2026-11-22 00:00:00"
    with engine.begin() as connection:
        tables = sa.MetaData()
        tables.reflect(connection, only=["office", "site", "stored_setting"])
        for name, row in (
            ("office", {"id": 1, "code": "o1", "name": "o", "timezone": "Asia/Bangkok"}),
            ("site", {"id": 3, "office_id": 1, "code": "57000001", "name": "s"}),
            ("stored_setting", {"id": 1, "office_id": 1, "key": "thresholds"}),
        ):
            columns = tables.tables[name].columns
            filled = {c.name: _something(c) for c in columns if not c.nullable} | row
            if name == "stored_setting":
                filled |= {"value": sa.literal_column(f"'{STORED}'"), "changed_at": sa.literal_column(f"'{at}'")}
            connection.execute(sa.insert(tables.tables[name]).values(filled))
    db.migrate(url)
    settings = Settings(data_dir=tmp_path)
    with Session(engine) as session:
        kept = load_confirmation(session, 1, settings)
        assert (kept.down_after, kept.down_of) == (2, 6)
        wanted = Limits(2, 6, loss_percent=10, loss_clear_percent=6, rtt_factor=5, rtt_clear_factor=3)
        assert limits_by_site(session, settings) == {3: wanted}
    command.downgrade(db.alembic_config(url), BEFORE)
    with engine.connect() as connection:
        value = connection.execute(sa.text("SELECT value FROM stored_setting WHERE key = 'thresholds'")).scalar_one()
    engine.dispose()
    assert '"degraded_loss_percent": 10' in value
    assert '"degraded_rtt_factor": 5' in value
    assert '"down_of": 6' in value


def _something(column: sa.Column[object]) -> object:
    """A value of the column's type, for what this is not about."""
    if isinstance(column.type, sa.DateTime):
        return sa.literal_column("'2026-11-22 00:00:00'")
    if isinstance(column.type, sa.Integer | sa.Boolean | sa.Numeric):
        return 0
    return sa.literal_column("X''") if isinstance(column.type, sa.LargeBinary) else ""
