"""The one metadata of the own tables of this service."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from service.columns import NAMING


class Province(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """Parent of every table of it."""
