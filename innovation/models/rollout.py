"""How an innovation reaches schools and is kept going: roll-out, training, help, use that was measured, upkeep."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now, words


class Reach(StrEnum):
    """How far a school has come, in this order."""

    PLANNED = "planned"
    INSTALLED = "installed"
    TRAINED = "trained"
    IN_USE = "in_use"


class Rollout(Core, table=True):
    """One school that is to have it. `reach` is what people say; whether it is used is measured elsewhere."""

    __tablename__ = "innovation_rollout"
    __table_args__ = (UniqueConstraint("innovation_id", "site_id"),)

    id: int | None = Field(default=None, primary_key=True)
    innovation_id: int = Field(foreign_key="innovation.id", index=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    reach: Reach = Field(default=Reach.PLANNED, sa_type=words(Reach))
    planned_on: date | None = None
    installed_on: date | None = None
    trained_on: date | None = None
    used_from: date | None = None
    note: str = Field(default="", max_length=2000)
    said_by: str = Field(default="", max_length=120)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class Measured(Core, table=True):
    """What shows that a school uses it: a device of the network that is then on, or a link that then carries."""

    __tablename__ = "innovation_measured"
    __table_args__ = (
        UniqueConstraint("rollout_id", "device_id"),
        CheckConstraint("device_id IS NOT NULL OR link_id IS NOT NULL", name="names_a_thing"),
    )

    id: int | None = Field(default=None, primary_key=True)
    rollout_id: int = Field(foreign_key="innovation_rollout.id", index=True)
    device_id: int | None = Field(default=None, foreign_key="device.id", index=True)
    link_id: int | None = Field(default=None, foreign_key="link.id", index=True)


class UseCount(Core, table=True):
    """How many times a school's people signed in on a day, from the innovation's own records. Counts only."""

    __tablename__ = "innovation_use"
    __table_args__ = (UniqueConstraint("innovation_id", "site_id", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    innovation_id: int = Field(foreign_key="innovation.id", index=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    day: date
    logins: int
    source: str = Field(default="", max_length=255)
    imported_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class Training(Core, table=True):
    """People were taught to use it. Counts only; `site_id` none: people of several schools."""

    __tablename__ = "innovation_training"

    id: int | None = Field(default=None, primary_key=True)
    innovation_id: int = Field(foreign_key="innovation.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    held_on: date
    topic: str = Field(max_length=255)
    people: int
    hours: int = 0


class HelpRequest(Core, table=True):
    """Somebody asked for help, and when the answer came."""

    __tablename__ = "innovation_help"

    id: int | None = Field(default=None, primary_key=True)
    innovation_id: int = Field(foreign_key="innovation.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    asked_on: date
    question: str = Field(max_length=2000)
    answered_on: date | None = None
    answer: str = Field(default="", max_length=2000)


class Upkeep(Core, table=True):
    """Work that keeps it going, again every `every_months` (0: once). `due_on` none: done once and for all."""

    __tablename__ = "innovation_upkeep"

    id: int | None = Field(default=None, primary_key=True)
    innovation_id: int = Field(foreign_key="innovation.id", index=True)
    title: str = Field(max_length=255)
    every_months: int = 0
    due_on: date | None = Field(default=None, index=True)
    is_ended: bool = False


class UpkeepDone(Core, table=True):
    """It was done: for which day it was due, and on which."""

    __tablename__ = "innovation_upkeep_done"

    id: int | None = Field(default=None, primary_key=True)
    upkeep_id: int = Field(foreign_key="innovation_upkeep.id", index=True)
    due_on: date
    done_on: date
    note: str = Field(default="", max_length=2000)
    actor: str = Field(default="", max_length=120)


class Fitting(StrEnum):
    """What an asset is to an innovation."""

    USED = "used"
    SPARE = "spare"


class UsedAsset(Core, table=True):
    """An asset that an innovation runs on, or a spare part for it; its warranty stands on its card."""

    __tablename__ = "innovation_asset"
    __table_args__ = (UniqueConstraint("innovation_id", "asset_id"),)

    id: int | None = Field(default=None, primary_key=True)
    innovation_id: int = Field(foreign_key="innovation.id", index=True)
    asset_id: int = Field(foreign_key="asset.id", index=True)
    fitting: Fitting = Field(default=Fitting.USED, sa_type=words(Fitting))


class KnownArticle(Core, table=True):
    """An article of knowledge that tells about it."""

    __tablename__ = "innovation_article"
    __table_args__ = (UniqueConstraint("innovation_id", "article_id"),)

    id: int | None = Field(default=None, primary_key=True)
    innovation_id: int = Field(foreign_key="innovation.id", index=True)
    article_id: int = Field(foreign_key="article.id", index=True)
