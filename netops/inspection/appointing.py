"""Who may inspect: nobody who keeps the book that is inspected (clause 213), each refusal with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from inventory.models.asset import Asset, AssetEvent
from inventory.models.inspection import InspectionItem, InspectionRound
from inventory.queries.sight import Sight
from inventory.store.inspections import inspectors, is_custodian
from netops.models.person import Person, Role
from service.i18n import N_
from service.thai_order import in_thai

# What a person does to a card as its keeper; being written down by an inspection is not of these.
_KEEPING: Final = ("created", "changed", "moved", "imported")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person, and why not (an English sentence of the catalogue; empty: may be appointed)."""

    person: Person
    why_not: str


def candidates(session: Session, held: InspectionRound, sight: Sight) -> list[Candidate]:
    """Everybody who could come into question, those who may first. A school knows and appoints its own people only."""
    wanted = select(Person).where(Person.office_id == held.office_id, col(Person.disabled_at).is_(None))
    keepers = _keepers(session, held)
    appointed = {one.person_id for one in inspectors(session, held)}
    found = [
        Candidate(person, _why_not(held, person, keepers))
        for person in session.exec(wanted.order_by(in_thai(Person.name)))
        if person.id not in appointed and is_known(person, sight)
        if person.role is not Role.SCHOOL or person.site_id == held.site_id
    ]
    return sorted(found, key=lambda one: bool(one.why_not))


def is_known(person: Person, sight: Sight) -> bool:
    """Whether this reader may know of the person."""
    return sight.site_id is None or person.site_id == sight.site_id


def why_not(session: Session, held: InspectionRound, person: Person) -> str:
    """Empty where the person may be appointed."""
    return _why_not(held, person, _keepers(session, held))


def _why_not(held: InspectionRound, person: Person, keepers: frozenset[int]) -> str:
    if person.disabled_at is not None:
        return N_("This account is disabled")
    if person.role is Role.SCHOOL and person.site_id != held.site_id:
        return N_("A school's people inspect at their own school only")
    if person.role is Role.SUPPLY:
        return N_("Supply staff cannot inspect: the rules ask for somebody who does not keep supplies")
    if person.id in keepers:
        return N_("This person has written in the asset book of this unit, and cannot inspect it")
    if person.id == held.created_by:
        return N_("This person prepared the inspection as its keeper, and cannot be its inspector")
    return ""


def _keepers(session: Session, held: InspectionRound) -> frozenset[int]:
    """Who has written in the unit's book."""
    wanted = (
        select(AssetEvent.person_id)
        .join(Asset, col(Asset.id) == AssetEvent.asset_id)
        .where(Asset.office_id == held.office_id, Asset.unit == held.unit, col(AssetEvent.kind).in_(_KEEPING))
        .distinct()
    )
    return frozenset(one for one in session.exec(wanted) if one is not None)


def answers_for(session: Session, held: InspectionRound, name: str) -> int:
    """For how many assets of the round this person is the custodian: those need another inspector."""
    wanted = select(InspectionItem.custodian).where(InspectionItem.round_id == held.id, InspectionItem.custodian != "")
    return sum(is_custodian(name, custodian) for custodian in session.exec(wanted))
