"""Searching in columns for text that people type: their % and _ mean themselves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col


def contains(text: str, *columns: Any) -> ColumnElement[bool]:
    """Any of the columns has the text within it, in any case."""
    lowered = text.lower()
    return or_(*(func.lower(col(column)).contains(lowered, autoescape=True) for column in columns))
