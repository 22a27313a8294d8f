"""The one metadata of the registry's own tables."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from service.columns import NAMING


class Registry(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """Parent of every table of the registry."""
