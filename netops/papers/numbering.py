"""Numbers of papers. By default a person types the one that the office's own register gave; an office may let us count
instead: per year and series, without gap or double, because the number is taken in the transaction of its paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator
from sqlmodel import Session, col, select

from inventory.models.site import Office
from netops.models.job import StoredSetting
from netops.models.paper import IssuedNumber, NumberSeries, Paper
from netops.papers.signing import find_scan
from office.document.text import one_line
from office.thai_date import year
from service.columns import utc_now
from service.counting import take_next
from service.i18n import N_
from service.refusal import MissingError, refuse

KEY: Final = "numbering"
NUMBER: Final = "{n}"
YEAR: Final = "{year}"
SERIES: Final[Mapping[str, str]] = {
    "outgoing": N_("Outgoing letters"),
    "internal": N_("Memos and reports"),
    "incoming": N_("Incoming letters"),
}


class Series(BaseModel):
    """How one series is numbered. `pattern` has {n} and may have {year} (Buddhist era); `first` begins each year."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    is_own: bool = False
    pattern: Annotated[str, Field(max_length=40)] = "{n}/{year}"
    first: Annotated[int, Field(ge=1, le=1_000_000)] = 1

    @field_validator("pattern")
    @classmethod
    def _has_a_number(cls, pattern: str) -> str:
        pattern = one_line(pattern)
        if pattern.count(NUMBER) != 1:
            raise ValueError("the number's place {n} must stand in it once")
        return pattern

    def text(self, value: int, era: int) -> str:
        """ศธ 04000/12, or 12/2569."""
        return self.pattern.replace(NUMBER, str(value)).replace(YEAR, str(era))


class Numbering(BaseModel):
    """The office's choice for every series."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    series: Mapping[Literal["outgoing", "internal", "incoming"], Series] = Field(default_factory=dict)

    def of(self, series: str) -> Series:
        """Typed, unless the office chose otherwise."""
        return {str(key): rule for key, rule in self.series.items()}.get(series, Series())


def load_numbering(session: Session, office_id: int) -> Numbering:
    """In force for an office."""
    row = _row(session, office_id)
    return Numbering() if row is None else Numbering.model_validate(row.value)


def store_numbering(session: Session, office_id: int, numbering: Numbering) -> None:
    """For papers made from now on. The caller commits."""
    row = _row(session, office_id) or StoredSetting(office_id=office_id, key=KEY)
    row.value = numbering.model_dump(mode="json")
    row.changed_at = utc_now()
    session.add(row)


@dataclass(frozen=True, slots=True)
class Taker:
    """Whose number it is to be. `unit` is a site, or 0 for the office."""

    office_id: int
    unit: int
    at: datetime
    by: int | None = None
    paper_id: int | None = None


def issue(session: Session, paper: Paper, series: str, rule: Series, *, zone: ZoneInfo) -> IssuedNumber:
    """The next number of the year for a paper that is being made."""
    taker = Taker(paper.office_id, paper.site_id or 0, paper.made_at, paper.made_by, paper.id)
    return take_number(session, taker, series, rule, era=year(paper.made_at.astimezone(zone).date()))


def take_number(session: Session, taker: Taker, series: str, rule: Series, *, era: int) -> IssuedNumber:
    """The next number of a Buddhist-era year. Whoever asks at the same time waits for our commit, and gets the same
    number when we roll back.
    """
    keys = {"office_id": taker.office_id, "unit": taker.unit, "series": series, "year": era}
    value = take_next(session, NumberSeries, keys, first=rule.first)
    mine = [col(getattr(NumberSeries, name)) == one for name, one in keys.items()]
    made = IssuedNumber(
        series_id=session.exec(select(NumberSeries.id).where(*mine)).one() or 0,
        value=value,
        text=rule.text(value, era),
        paper_id=taker.paper_id,
        issued_at=taker.at,
        issued_by=taker.by,
    )
    session.add(made)
    return made


def issued_to(session: Session, paper: Paper) -> IssuedNumber | None:
    """The number that we gave to a paper; None where a person typed it."""
    return session.exec(select(IssuedNumber).where(IssuedNumber.paper_id == paper.id)).first()


def void(session: Session, paper: Paper, reason: str) -> IssuedNumber:
    """The number counts as used and means nothing any more; it is never given again. RefusedError without a reason,
    when it was void before or the paper is signed; MissingError when we gave none.
    """
    number = issued_to(session, paper)
    if number is None:
        raise MissingError("number")
    if find_scan(session, paper) is not None:
        raise refuse("reason", N_("The paper is signed and locked"))
    if number.void_reason:
        raise refuse("reason", N_("This number is void already"))
    reason = one_line(reason)[:255]
    if not reason:
        raise refuse("reason", N_("Say why, in a few words"))
    number.void_reason = reason
    return number


def zone_of(session: Session, office_id: int) -> ZoneInfo:
    """Of the office's clock, by which a day and a year end."""
    return ZoneInfo(session.get_one(Office, office_id).timezone)


def _row(session: Session, office_id: int) -> StoredSetting | None:
    wanted = select(StoredSetting).where(StoredSetting.office_id == office_id, StoredSetting.key == KEY)
    return session.exec(wanted).first()
