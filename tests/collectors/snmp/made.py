"""Rows of our own making for the questions' tests."""

from __future__ import annotations

from collections.abc import Mapping

from collectors.snmp.cells import oid_of
from collectors.snmp.rows import Rows
from collectors.snmp.session import Oid, SnmpValue, Tag, VarBind, Walk

Plain = int | bytes | str | Oid


def bind(oid: Oid, value: Plain, tag: int | None = None) -> VarBind:
    """A cell with the tag that its value suggests; text with a leading dot is an OID."""
    if isinstance(value, str):
        made: SnmpValue = oid_of(value) if value.startswith(".1.") else value.encode()
    else:
        made = value
    if tag is None:
        tag = Tag.INTEGER if isinstance(made, int) else Tag.OBJECT_ID if isinstance(made, tuple) else Tag.OCTET_STRING
    return VarBind(oid, tag, made)


def walk(column: Oid, cells: Mapping[int | Oid, Plain], *, complete: bool = True) -> Walk:
    """One column; the keys are row indexes."""
    rows = [bind(column + (index if isinstance(index, tuple) else (index,)), value) for index, value in cells.items()]
    return Walk(rows, complete=complete, why="" if complete else "cut off by the test")


def rows(columns: Mapping[Oid, Mapping[int | Oid, Plain]], *, complete: bool = True) -> Rows:
    """A table by column and row index."""
    return Rows.of({column: walk(column, cells, complete=complete) for column, cells in columns.items()})
