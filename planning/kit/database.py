"""The database of a planning service: its own tables and those that it shares with others, each line of revisions with
its own place in it.
"""

from __future__ import annotations

from collections.abc import Mapping

from alembic import command
from sqlalchemy import Engine, MetaData, inspect

from planning.kit.parts import Part
from service import guards
from service.database import make_engine

Revisions = Mapping[str, str]
"""Of each line that a database has, by its name."""


def metadata_of(part: Part) -> list[MetaData]:
    """All tables of its database."""
    return [line.metadata for line in part.lines]


def migrate(part: Part, url: str) -> None:
    """Bring the database to the revisions of this release."""
    _adopt(part, url)
    for line in part.lines:
        line.upgrade(url)


def keep_guards(part: Part, engine: Engine) -> None:
    """Put back the triggers by which the database keeps rows as they are, where one is missing."""
    with engine.begin() as connection:
        for line in part.lines:
            if guards.missing(connection, line.metadata):
                guards.put(connection, line.metadata)


def _adopt(part: Part, url: str) -> None:
    """A database from before the kit had a line of its own has its tables by the service's first revision: they are
    taken over as they are. Only where the service's own line is there: tables of no revision are nobody's.
    """
    engine = make_engine(url)
    try:
        tables = set(inspect(engine).get_table_names())
        if part.line.current(engine) is None:
            return
        bare = [line for line in part.lines if line.current(engine) is None and tables & set(line.metadata.tables)]
    finally:
        engine.dispose()
    for line in bare:
        command.stamp(line.config(url), line.base)


def revisions(part: Part, engine: Engine) -> tuple[Revisions, Revisions]:
    """(revisions of the database, of this release); the first without those lines that the database lacks."""
    found = {line.name: line.current(engine) for line in part.lines}
    newest = {line.name: line.head for line in part.lines}
    return {name: one for name, one in found.items() if one}, {name: one for name, one in newest.items() if one}


def said(revisions: Revisions) -> str:
    """In a sentence or a file: "kit 0001_20261129, registry 0001_20261129"."""
    return ", ".join(f"{name} {revision}" for name, revision in revisions.items())


def read_said(text: str, part: Part) -> Revisions:
    """What `said` wrote; a revision without a name is of the service itself, as before it had lines beside it."""
    words = [one.split() for one in text.split(",") if one.strip()]
    return {(one[0] if len(one) > 1 else part.name): one[-1] for one in words}
