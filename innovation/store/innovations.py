"""Entries of the register: put in, changed, and brought from stage to stage. None is deleted; what ends is retired."""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from sqlmodel import Session, select

from innovation.models.innovation import Innovation, Novelty, Pilot, Requirement, Sort, Stage, StageStep
from innovation.pipeline import Ground, Traced, lacking
from inventory.models.site import Site
from inventory.store.acting import By
from inventory.store.belonging import in_office
from service.draft import Draft, Line, Note, OptionalId, take
from service.refusal import MissingError, NotTakenError, RefusedError, _, refuse

MOST_GENERATIONS: Final = 100


class InnovationDraft(Draft):
    """An entry as a person fills it in. `site_id` none: the office owns it."""

    site_id: OptionalId = None
    name: Annotated[Line, Field(min_length=1)]
    sort: Sort = Sort.INNOVATION
    novelty: Novelty = Novelty.NEW
    predecessor_id: OptionalId = None
    predecessor_name: Line = ""
    problem: Annotated[Note, Field(min_length=1)]
    need: Annotated[Note, Field(min_length=1)]
    data_stored: Note = ""
    data_processed: Note = ""
    data_published: Note = ""
    privacy: Note = ""
    owner: Annotated[Line, Field(min_length=1)]
    version: Annotated[Line, Field(max_length=32)] = ""

    @model_validator(mode="after")
    def _says_what_it_improves(self) -> Self:
        names_one = self.predecessor_id is not None or bool(self.predecessor_name)
        if self.novelty is Novelty.IMPROVED and not names_one:
            raise NotTakenError(_("What is improved names its predecessor"), "predecessor_id")
        if self.novelty is Novelty.NEW and names_one:
            raise NotTakenError(_("What is new has no predecessor: say that it is improved"), "novelty")
        if (self.data_stored or self.data_processed or self.data_published) and not self.privacy:
            raise NotTakenError(_("It keeps data: say whose, and whether persons are in it"), "privacy")
        return self


class Said(Draft):
    """What a person adds to an act, in words."""

    note: Note = ""


def find_innovation(session: Session, innovation_id: int, *, office_id: int) -> Innovation:
    """Of this office; MissingError when there is none."""
    found = session.get(Innovation, innovation_id)
    if found is None or found.office_id != office_id:
        raise MissingError("innovation")
    return found


def create_innovation(session: Session, draft: InnovationDraft, *, office_id: int, by: By) -> Innovation:
    """A new entry, an idea at first; RefusedError names what is wrong."""
    _check(session, draft, office_id=office_id, row=None)
    row = Innovation(**draft.model_dump(), office_id=office_id, stage_since=by.at, created_at=by.at, changed_at=by.at)
    session.add(row)
    session.flush()
    _came_to(session, row, by, "")
    return row


def change_innovation(session: Session, row: Innovation, draft: InnovationDraft, *, by: By) -> dict[str, object]:
    """Make the entry as drafted; returns {field: [before, after]}. RefusedError of one that was retired."""
    if row.stage is Stage.RETIRED:
        raise refuse("", _("It was retired: its entry is not changed any more"))
    _check(session, draft, office_id=row.office_id, row=row)
    changes = take(row, draft.model_dump())
    if changes:
        row.changed_at = by.at
        session.add(row)
        session.flush()
    return changes


def come_to(session: Session, row: Innovation, stage: Stage, *, note: str, ground: Ground, by: By) -> None:
    """Pass a gate; RefusedError says everything that is lacking. `ground` is as `ground_of` gives it, with what its
    case says.
    """
    found = lacking(row.stage, stage, ground)
    if found:
        raise RefusedError(found)
    row.stage, row.stage_since, row.changed_at = stage, by.at, by.at
    session.add(row)
    session.flush()
    _came_to(session, row, by, note)


def ground_of(session: Session, row: Innovation, *, done: dict[str, str] | None, note: str) -> Ground:
    """What a gate looks at. `done` are the steps of its case that are done; None where it has no case."""
    requirements = session.exec(
        select(Requirement).where(Requirement.innovation_id == row.id).order_by(Requirement.number)  # type: ignore[arg-type]
    ).all()
    pilots = session.exec(select(Pilot).where(Pilot.innovation_id == row.id)).all()
    return Ground(
        requirements=[Traced(one.number, bool(one.need or one.need_id), one.result) for one in requirements],
        pilots=[one.result for one in pilots],
        done=done or {},
        has_case=done is not None,
        has_version=bool(row.version),
        has_reason=bool(note.strip()),
    )


def _came_to(session: Session, row: Innovation, by: By, note: str) -> None:
    assert row.id is not None
    session.add(
        StageStep(
            innovation_id=row.id,
            stage=row.stage,
            version=row.version,
            at=by.at,
            person_id=by.person_id,
            actor=by.actor[:120],
            note=note.strip(),
        )
    )
    session.flush()


def _check(session: Session, draft: InnovationDraft, *, office_id: int, row: Innovation | None) -> None:
    in_office(session, Site, draft.site_id, office_id=office_id, field="site_id")
    in_office(session, Innovation, draft.predecessor_id, office_id=office_id, field="predecessor_id")
    same = session.exec(
        select(Innovation.id).where(
            Innovation.office_id == office_id, Innovation.name == draft.name, Innovation.version == draft.version
        )
    ).first()
    if same is not None and (row is None or same != row.id):
        raise refuse("name", _("The register has this name in this version already"))
    if row is not None and _descends(session, draft.predecessor_id, row.id):
        raise refuse("predecessor_id", _("It cannot be its own predecessor"))


def _descends(session: Session, innovation_id: int | None, from_id: int | None) -> bool:
    """Whether one is another, or was made from it over any number of generations."""
    for _generation in range(MOST_GENERATIONS):
        if innovation_id is None:
            return False
        if innovation_id == from_id:
            return True
        found = session.get(Innovation, innovation_id)
        innovation_id = found.predecessor_id if found is not None else None
    return True
