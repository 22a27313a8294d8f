"""Names in the order of the Thai dictionary, which databases do not keep by themselves: by code points every name that
begins with เ แ โ ใ ไ would stand behind ฮ.
"""

from __future__ import annotations

import sqlite3
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from office.collation import thai_key

COLLATION: Final = "thai"
_key: Final = lru_cache(maxsize=16_384)(thai_key)


class InThai(FunctionElement[str]):
    """A text as it is sorted. Not for SELECT DISTINCT, which sorts by what is selected and by nothing else."""

    name = "in_thai"
    type = String()
    inherit_cache = True


def in_thai(text: Any) -> InThai:
    """For ORDER BY: `wanted.order_by(in_thai(Site.name))`."""
    return InThai(text)


@compiles(InThai, "sqlite")
def _in_sqlite(element: InThai, compiler: SQLCompiler, **more: Any) -> str:
    return f"{compiler.process(element.clauses, **more)} COLLATE {COLLATION}"


@compiles(InThai, "postgresql")
def _in_postgresql(element: InThai, compiler: SQLCompiler, **more: Any) -> str:
    """Of ICU, with which PostgreSQL is built."""
    return f'{compiler.process(element.clauses, **more)} COLLATE "th-x-icu"'


def teach(connection: sqlite3.Connection) -> None:
    """SQLite has no Thai of its own."""
    connection.create_collation(COLLATION, _compare)


def _compare(one: str, other: str) -> int:
    left, right = _key(one), _key(other)
    return (left > right) - (left < right)
