"""The register of innovations and information systems: what each answers, what it keeps, and how far it has come."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now, words


class Sort(StrEnum):
    """What is registered."""

    INNOVATION = "innovation"
    SYSTEM = "system"


class Novelty(StrEnum):
    """A new thing, or an old one that was made better."""

    NEW = "new"
    IMPROVED = "improved"


class Stage(StrEnum):
    """How far it has come, in this order."""

    IDEA = "idea"
    DESIGN = "design"
    PROTOTYPE = "prototype"
    PILOT = "pilot"
    RELEASE = "release"
    MAINTENANCE = "maintenance"
    RETIRED = "retired"


class TestResult(StrEnum):
    """What the test of a requirement showed."""

    __test__ = False  # no test, although its name begins like one

    UNTESTED = "untested"
    PASSED = "passed"
    FAILED = "failed"


class PilotResult(StrEnum):
    """What a school's trial showed."""

    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"


class Innovation(Core, table=True):
    """One innovation or information system. `site_id` is the school that owns it; none: the office.

    An improved one names its predecessor: one of the register, or `predecessor_name` where that is older than it.
    `case_id` is the case in which its steps are decided and their evidence is kept.
    """

    __table_args__ = (UniqueConstraint("office_id", "name", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    name: str = Field(max_length=255)
    sort: Sort = Field(default=Sort.INNOVATION, sa_type=words(Sort))
    novelty: Novelty = Field(default=Novelty.NEW, sa_type=words(Novelty))
    predecessor_id: int | None = Field(default=None, foreign_key="innovation.id", index=True)
    predecessor_name: str = Field(default="", max_length=255)
    problem: str = Field(max_length=2000)
    need: str = Field(max_length=2000)
    data_stored: str = Field(default="", max_length=2000)
    data_processed: str = Field(default="", max_length=2000)
    data_published: str = Field(default="", max_length=2000)
    privacy: str = Field(default="", max_length=2000)
    owner: str = Field(max_length=255)
    version: str = Field(default="", max_length=32)
    stage: Stage = Field(default=Stage.IDEA, sa_type=words(Stage), index=True)
    stage_since: datetime = Field(default_factory=utc_now, sa_type=Utc)
    case_id: int | None = Field(default=None, index=True)  # no foreign key: its table is another folder's
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class StageStep(Core, table=True):
    """It came to a stage: when, in which version, by whom, and on what ground."""

    __tablename__ = "innovation_stage"

    id: int | None = Field(default=None, primary_key=True)
    innovation_id: int = Field(foreign_key="innovation.id", index=True)
    stage: Stage = Field(sa_type=words(Stage))
    version: str = Field(default="", max_length=32)
    at: datetime = Field(sa_type=Utc)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    actor: str = Field(default="", max_length=120)
    note: str = Field(default="", max_length=2000)


class Requirement(Core, table=True):
    """What it must be able to do, the need that this comes from, and what its test showed."""

    __tablename__ = "innovation_requirement"
    __table_args__ = (UniqueConstraint("innovation_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    innovation_id: int = Field(foreign_key="innovation.id", index=True)
    number: int
    text: str = Field(max_length=2000)
    need: str = Field(default="", max_length=500)
    need_id: int | None = Field(default=None, foreign_key="need.id", index=True)
    test: str = Field(default="", max_length=2000)
    result: TestResult = Field(default=TestResult.UNTESTED, sa_type=words(TestResult))
    tested_on: date | None = None


class Pilot(Core, table=True):
    """A school tries it out; what was found decides whether it may be released."""

    __tablename__ = "innovation_pilot"
    __table_args__ = (UniqueConstraint("innovation_id", "site_id", "begins_on"),)

    id: int | None = Field(default=None, primary_key=True)
    innovation_id: int = Field(foreign_key="innovation.id", index=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    begins_on: date
    ends_on: date | None = None
    result: PilotResult = Field(default=PilotResult.RUNNING, sa_type=words(PilotResult))
    finding: str = Field(default="", max_length=2000)
