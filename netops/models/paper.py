"""Papers that were made, the templates they were made by, and the numbers they bear."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now


class PaperTemplate(Core, table=True):
    """A template that an official put in the place of the one shipped, from `valid_from` on. It is never changed,
    only followed by a later version.
    """

    __tablename__ = "paper_template"
    __table_args__ = (UniqueConstraint("office_id", "kind", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    kind: str = Field(max_length=64)
    version: int
    valid_from: date
    name: str = Field(default="", max_length=255)
    content: bytes = Field(sa_type=LargeBinary)
    sha256: str = Field(max_length=64)
    uploaded_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    uploaded_by: int | None = Field(default=None, foreign_key="person.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=Utc)


class Paper(Core, table=True):
    """A paper as it was made: its data, its template and the moment, from which it can be made again byte for byte.

    `code` stands on each page of its PDF; none: it was made before papers had codes.
    `template` is the office's template by id, or none: the one shipped with `release`. `pdf_sha256` and `docx_sha256`
    are of what was handed out. `site_id` is the school that it is of, when it is not the office's.
    """

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    kind: str = Field(max_length=64, index=True)
    title: str = Field(max_length=255)
    number: str = Field(default="", max_length=64)
    data: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    template_id: int | None = Field(default=None, foreign_key="paper_template.id")
    release: str = Field(max_length=32)
    made_at: datetime = Field(sa_type=Utc, index=True)
    made_by: int | None = Field(default=None, foreign_key="person.id")
    pdf_sha256: str = Field(default="", max_length=64)
    docx_sha256: str = Field(default="", max_length=64)
    code: str | None = Field(default=None, max_length=16, index=True, unique=True)


class NumberSeries(Core, table=True):
    """Numbering of one kind of paper by an office or school in one Buddhist-era year: the last number given."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("office_id", "unit", "series", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    unit: int = 0  # a site, or 0 for the office
    series: str = Field(max_length=64)
    year: int
    last: int = 0


class IssuedNumber(Core, table=True):
    """A number that was given to a paper; `void_reason` says why it bears none any more. Never deleted."""

    __tablename__ = "issued_number"
    __table_args__ = (UniqueConstraint("series_id", "value"),)

    id: int | None = Field(default=None, primary_key=True)
    series_id: int = Field(foreign_key="number_series.id", index=True)
    value: int
    text: str = Field(max_length=64)
    paper_id: int | None = Field(default=None, foreign_key="paper.id", index=True)
    issued_at: datetime = Field(sa_type=Utc)
    issued_by: int | None = Field(default=None, foreign_key="person.id")
    void_reason: str = Field(default="", max_length=255)
