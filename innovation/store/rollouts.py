"""Schools that are to have it, what shows that they use it, and people who were taught: drafts and their checks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, select

from innovation.models.innovation import Innovation
from innovation.models.rollout import (
    Fitting,
    HelpRequest,
    Measured,
    Reach,
    Rollout,
    Training,
    Upkeep,
    UpkeepDone,
    UsedAsset,
)
from innovation.store.parts import Part
from innovation.store.tracing import OptionalDay
from inventory.models.asset import Asset
from inventory.models.site import Site
from inventory.store.belonging import in_office
from service.draft import Digits, Draft, Line, Note, OptionalId
from service.refusal import NotTakenError, _, refuse

_DAYS: Final[Mapping[Reach, str]] = {
    Reach.INSTALLED: "installed_on",
    Reach.TRAINED: "trained_on",
    Reach.IN_USE: "used_from",
}


class RolloutDraft(Draft):
    """How far a school has come; what was reached has its day."""

    site_id: Annotated[int, Digits]
    reach: Reach = Reach.PLANNED
    planned_on: OptionalDay = None
    installed_on: OptionalDay = None
    trained_on: OptionalDay = None
    used_from: OptionalDay = None
    note: Note = ""

    @model_validator(mode="after")
    def _what_is_reached_has_its_day(self) -> Self:
        name = _DAYS.get(self.reach)
        if name is not None and getattr(self, name) is None:
            raise NotTakenError(_("Say on which day"), name)
        return self


class TrainingDraft(Draft):
    """People were taught: how many, never who."""

    site_id: OptionalId = None
    held_on: date
    topic: Annotated[Line, Field(min_length=1)]
    people: Annotated[int, Field(ge=1, le=100_000), Digits]
    hours: Annotated[int, Field(ge=0, le=1000), Digits] = 0


class HelpDraft(Draft):
    """Somebody asked for help; an answer has its day."""

    site_id: OptionalId = None
    asked_on: date
    question: Annotated[Note, Field(min_length=1)]
    answered_on: OptionalDay = None
    answer: Note = ""

    @model_validator(mode="after")
    def _an_answer_has_its_day(self) -> Self:
        if self.answer and self.answered_on is None:
            raise NotTakenError(_("Say on which day"), "answered_on")
        if self.answered_on is not None and self.answered_on < self.asked_on:
            raise NotTakenError(_("It cannot be answered before it was asked"), "answered_on")
        if self.answered_on is not None and not self.answer:
            raise NotTakenError(_("Say what was answered"), "answer")
        return self


class UpkeepDraft(Draft):
    """Work that keeps it going, again every so many months; none: once."""

    title: Annotated[Line, Field(min_length=1)]
    every_months: Annotated[int, Field(ge=0, le=120), Digits] = 0
    due_on: date


class AssetLinkDraft(Draft):
    """An asset that it runs on, or a spare part."""

    asset_id: Annotated[int, Digits]
    fitting: Fitting = Fitting.USED


def _once(session: Session, table: Any, innovation: Innovation, row: Any, **values: object) -> bool:
    """Whether no other row of this innovation has these values."""
    where = [getattr(table, name) == value for name, value in values.items()]
    found = session.exec(select(table.id).where(table.innovation_id == innovation.id, *where)).first()
    return found is None or (row is not None and found == row.id)


def _rollout(session: Session, innovation: Innovation, draft: RolloutDraft, row: Rollout | None) -> None:
    in_office(session, Site, draft.site_id, office_id=innovation.office_id, field="site_id")
    if not _once(session, Rollout, innovation, row, site_id=draft.site_id):
        raise refuse("site_id", _("The school is in the roll-out already"))


def _of_school(session: Session, innovation: Innovation, draft: TrainingDraft | HelpDraft, _row: object) -> None:
    in_office(session, Site, draft.site_id, office_id=innovation.office_id, field="site_id")


def _asset(session: Session, innovation: Innovation, draft: AssetLinkDraft, row: UsedAsset | None) -> None:
    in_office(session, Asset, draft.asset_id, office_id=innovation.office_id, field="asset_id")
    if not _once(session, UsedAsset, innovation, row, asset_id=draft.asset_id):
        raise refuse("asset_id", _("The asset is linked already"))


def asset_by_number(session: Session, innovation: Innovation, number: str) -> int | None:
    """The asset of the office with this number: of the unit that owns the innovation first."""
    wanted = select(Asset).where(Asset.office_id == innovation.office_id, Asset.number == number.strip())
    rows = session.exec(wanted.order_by((col(Asset.unit) == (innovation.site_id or 0)).desc(), col(Asset.id)))
    found = rows.first()
    return found.id if found is not None else None


ROLLOUTS: Final = Part("rollouts", "rollout", Rollout, RolloutDraft, _rollout, owned=((Measured, "rollout_id"),))
TRAININGS: Final = Part("trainings", "training", Training, TrainingDraft, _of_school)
HELP: Final = Part("help", "help_request", HelpRequest, HelpDraft, _of_school, is_kept=True)
UPKEEP: Final = Part("upkeep", "upkeep", Upkeep, UpkeepDraft, owned=((UpkeepDone, "upkeep_id"),))
ASSETS: Final = Part("assets", "innovation_asset", UsedAsset, AssetLinkDraft, _asset)
