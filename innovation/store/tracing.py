"""Requirements with their tests, and pilots: what a release is judged by."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from sqlmodel import Session, select

from innovation.models.innovation import Innovation, Pilot, PilotResult, Requirement, TestResult
from innovation.store.parts import Part
from inventory.models.site import Site
from inventory.store.belonging import in_office
from procurement.models.need import Need
from service.draft import Digits, Draft, Empty, Line, Note, OptionalId
from service.refusal import NotTakenError, _, refuse

OptionalDay = Annotated[date | None, Empty]


class RequirementDraft(Draft):
    """What it must be able to do, from which need, and what its test showed."""

    number: Annotated[int, Field(ge=1, le=999), Digits]
    text: Annotated[Note, Field(min_length=1)]
    need: Annotated[Line, Field(max_length=500)] = ""
    need_id: OptionalId = None
    test: Note = ""
    result: TestResult = TestResult.UNTESTED
    tested_on: OptionalDay = None

    @model_validator(mode="after")
    def _a_result_has_its_test(self) -> Self:
        if self.result is not TestResult.UNTESTED:
            if not self.test:
                raise NotTakenError(_("Say how it was tested"), "test")
            if self.tested_on is None:
                raise NotTakenError(_("Say on which day it was tested"), "tested_on")
        return self


class PilotDraft(Draft):
    """A school that tries it out."""

    site_id: Annotated[int, Digits]
    begins_on: date
    ends_on: OptionalDay = None
    result: PilotResult = PilotResult.RUNNING
    finding: Note = ""

    @model_validator(mode="after")
    def _a_result_has_its_ground(self) -> Self:
        if self.ends_on is not None and self.ends_on < self.begins_on:
            raise NotTakenError(_("It cannot end before it begins"), "ends_on")
        if self.result is not PilotResult.RUNNING:
            if self.ends_on is None:
                raise NotTakenError(_("Say on which day it ended"), "ends_on")
            if not self.finding:
                raise NotTakenError(_("Say what was found"), "finding")
        return self


def _requirement(session: Session, innovation: Innovation, draft: RequirementDraft, row: Requirement | None) -> None:
    in_office(session, Need, draft.need_id, office_id=innovation.office_id, field="need_id")
    same = session.exec(
        select(Requirement.id).where(Requirement.innovation_id == innovation.id, Requirement.number == draft.number)
    ).first()
    if same is not None and (row is None or same != row.id):
        raise refuse("number", _("There is a requirement of this number already"))


def _pilot(session: Session, innovation: Innovation, draft: PilotDraft, row: Pilot | None) -> None:
    in_office(session, Site, draft.site_id, office_id=innovation.office_id, field="site_id")
    same = session.exec(
        select(Pilot.id).where(
            Pilot.innovation_id == innovation.id, Pilot.site_id == draft.site_id, Pilot.begins_on == draft.begins_on
        )
    ).first()
    if same is not None and (row is None or same != row.id):
        raise refuse("begins_on", _("A pilot of this school begins on this day already"))


REQUIREMENTS: Final = Part("requirements", "requirement", Requirement, RequirementDraft, _requirement)
PILOTS: Final = Part("pilots", "pilot", Pilot, PilotDraft, _pilot)
