"""The metadata of the tables that planning services share; each has them in its own database."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import MetaData
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from planning.kit.tables import VERSIONS
from service.columns import NAMING
from service.migrations import Line


class Plans(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """Parent of every table of them."""


PLANS: Final = Line("plans", Path(__file__).parent / VERSIONS, Plans.metadata, "alembic_version_plans")
"""The revisions that make them."""
