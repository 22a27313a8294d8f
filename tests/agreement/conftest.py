"""Databases of planning services, as their own tests have them."""

from __future__ import annotations

from tests.planning.conftest import postgres_of, sqlite_of

__all__ = ("postgres_of", "sqlite_of")
