"""The metadata of the tables that planning services share; each has them in its own database."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from service.columns import NAMING


class Plans(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """Parent of every table of them."""
