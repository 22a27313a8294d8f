"""Papers that were made, and the templates they were made by."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
from sqlmodel import Field

from planning.plans.core import Plans
from service.columns import Utc, utc_now, words


class NumeralChoice(StrEnum):
    """As each form has them, or the same in all."""

    OF_FORM = "of_form"
    THAI = "thai"
    ARABIC = "arabic"


class PaperTemplate(Plans, table=True):
    """A template (`form`: docx or xlsx) that an official put in the place of the one shipped, from `valid_from` on. It
    is never changed, only followed by a later version. `fields_named` are its own names of placeholders -> ours, for
    one that was made elsewhere.
    """

    __tablename__ = "paper_template"
    __table_args__ = (UniqueConstraint("office_code", "kind", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    kind: str = Field(max_length=64)
    version: int
    valid_from: date
    name: str = Field(default="", max_length=255)
    form: str = Field(default="docx", max_length=8)
    content: bytes = Field(sa_type=LargeBinary)
    fields_named: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    sha256: str = Field(max_length=64)
    uploaded_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    uploaded_by: str = Field(default="", max_length=120)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Utc)


class PaperNumerals(Plans, table=True):
    """Which numerals the office wants in all papers of the service, since when; what was said last holds. Papers that
    were handed out before keep theirs.
    """

    __tablename__ = "paper_numerals"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    choice: NumeralChoice = Field(sa_type=words(NumeralChoice))
    set_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    set_by: str = Field(default="", max_length=120)


class Paper(Plans, table=True):
    """A paper as it was made: its data with their SHA-256, its template and the moment, from which it is made again
    byte for byte. `template_id` none: by the template shipped with `release`; `book_template_id` is that of
    its workbook, none: by the tables of its kind. The subject is the thing of the service
    that it is of, where it is of one; `school_code` the school, where it is one's.
    """

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    school_code: str = Field(default="", max_length=32, index=True)
    subject_kind: str = Field(default="", max_length=48)
    subject_key: str = Field(default="", max_length=64, index=True)
    kind: str = Field(max_length=64, index=True)
    title: str = Field(max_length=255)
    number: str = Field(default="", max_length=64)
    data: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    data_sha256: str = Field(max_length=64)
    template_id: int | None = Field(default=None, foreign_key="paper_template.id")
    book_template_id: int | None = Field(default=None, foreign_key="paper_template.id")
    release: str = Field(max_length=32)
    made_at: datetime = Field(default_factory=utc_now, sa_type=Utc, index=True)
    made_by: str = Field(default="", max_length=120)
    pdf_sha256: str = Field(max_length=64)
    docx_sha256: str = Field(max_length=64)
    code: str = Field(max_length=16, unique=True)
