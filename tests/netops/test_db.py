"""The database edge: what is begun can be finished, whoever else writes meanwhile."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from inventory.models.site import Office
from service.database import reading, transaction


def test_nobody_else_writes_between_what_a_savepoint_reads_and_what_it_writes(engine: Engine) -> None:
    with engine.connect() as other:
        other.execute(text("PRAGMA busy_timeout = 0"))
        with transaction(engine) as session, session.begin_nested():
            assert session.exec(select(Office)).all() == []
            with pytest.raises(OperationalError, match="locked"):
                other.execute(text("INSERT INTO office (code, name) VALUES ('2', 'other')"))
            session.add(Office(code="1", name="one"))
    with reading(engine) as session:
        assert session.exec(select(Office.code)).all() == ["1"]
