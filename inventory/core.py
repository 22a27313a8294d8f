"""The one metadata of the core database: netops, inventory and what judges and proposes."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from service.columns import NAMING


class Core(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """Parent of every table of the core database. Each sibling service has a parent of its own."""
