"""Contracts with providers: put in, changed, archived, and given to many links at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, select

from inventory.models.contract import ClockStart, Contract
from inventory.models.link import Link, Provider
from inventory.models.outage import Cause
from inventory.models.site import Calendar, Site
from inventory.sla.formula import MOST_SATANG, Formula
from inventory.store.belonging import in_office
from service.columns import utc_now
from service.draft import Draft, Empty, Line, Name, Note, OptionalId, take
from service.refusal import MissingError, NotTakenError, _, refuse

MOST_MINUTES = 366 * 24 * 60
MOST_DAYS = 366
Minutes = Annotated[int | None, Field(ge=0, le=MOST_MINUTES), Empty]
Money = Annotated[int | None, Field(ge=0, le=MOST_SATANG), Empty]


class ContractDraft(Draft):
    """Terms as the paper says them: satang, minutes, days before the end on which people are reminded. No formula has a
    rate by itself. `payer_site_id`: the school that pays; none: the office.
    """

    number: Name
    name: Line = ""
    provider_id: int
    payer_site_id: OptionalId = None
    signed_on: Annotated[date | None, Empty] = None
    starts_on: Annotated[date | None, Empty] = None
    ends_on: Annotated[date | None, Empty] = None
    price_satang_month: Money = None
    amount_satang: Money = None
    remind_days: Annotated[tuple[Annotated[int, Field(ge=0, le=MOST_DAYS)], ...], Field(max_length=10)] = ()
    calendar_id: OptionalId = None
    response_minutes: Minutes = None
    repair_minutes: Minutes = None
    clock_start: ClockStart = ClockStart.OUTAGE
    excluded: tuple[Cause, ...] = ()
    least_seconds: Annotated[int, Field(ge=0, le=86400)] = 0
    formula: Formula = Formula()
    note: Note = ""

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise NotTakenError(_("The contract ends before it starts"), "ends_on")
        if self.remind_days and self.ends_on is None:
            raise NotTakenError(_("Without a last day nobody can be reminded of it"), "remind_days")
        return self

    def row(self) -> dict[str, Any]:
        """The columns of the row; what is no plain value as JSON holds it."""
        return self.model_dump() | {
            "remind_days": sorted(set(self.remind_days), reverse=True),
            "excluded": sorted(set(self.excluded)),
            "formula": self.formula.model_dump(mode="json"),
        }


def contract_draft_of(row: Contract) -> ContractDraft:
    """The contract as it could be given again."""
    return ContractDraft.of(
        row,
        remind_days=tuple(row.remind_days),
        excluded=tuple(Cause(name) for name in row.excluded),
        formula=Formula.model_validate(row.formula),
    )


def find_contract(session: Session, contract_id: int, *, office_id: int) -> Contract:
    """The contract of this office; MissingError when there is none."""
    contract = session.get(Contract, contract_id)
    if contract is None or contract.office_id != office_id:
        raise MissingError("contract")
    return contract


def contract_numbered(session: Session, number: str, *, office_id: int) -> Contract | None:
    """By exact number, for import."""
    return session.exec(select(Contract).where(Contract.office_id == office_id, Contract.number == number)).first()


def create_contract(session: Session, draft: ContractDraft, *, office_id: int) -> Contract:
    """A new contract; RefusedError when its number is taken."""
    _check(session, draft, office_id=office_id, contract_id=None)
    contract = Contract(office_id=office_id, **draft.row())
    session.add(contract)
    session.flush()
    return contract


def change_contract(session: Session, contract: Contract, draft: ContractDraft) -> dict[str, object]:
    """Make the contract as drafted; returns {field: [before, after]}. Claims that were made keep what they say."""
    _check(session, draft, office_id=contract.office_id, contract_id=contract.id)
    changes = take(contract, draft.row())
    session.add(contract)
    session.flush()
    return changes


def archive_contract(session: Session, contract: Contract) -> None:
    """Out of the lists; links keep naming it, and what it says of the past goes on to hold."""
    contract.archived_at = utc_now()
    session.add(contract)
    session.flush()


def restore_contract(session: Session, contract: Contract) -> None:
    """Undo archive_contract."""
    contract.archived_at = None
    session.add(contract)
    session.flush()


def assign(session: Session, contract: Contract, link_ids: Iterable[int]) -> dict[int, int | None]:
    """Make these links, and no others, be under the contract; returns {link: contract before} of those that moved.

    RefusedError when one of them is not of the office or is another provider's.
    """
    wanted = set(link_ids)
    query = select(Link, Site).join(Site, col(Site.id) == Link.site_id).where(Site.office_id == contract.office_id)
    links = {link.id: link for link, _site in session.exec(query)}
    moved: dict[int, int | None] = {}
    for link_id in wanted:
        link = links.get(link_id)
        if link is None:
            raise refuse("links", _("There is no such entry"))
        if link.provider_id is not None and link.provider_id != contract.provider_id:
            raise refuse("links", _("%(name)s is a link of another provider"), name=link.name)
        if link.contract_id != contract.id:
            moved[link_id], link.contract_id = link.contract_id, contract.id
    for link in links.values():
        if link.contract_id == contract.id and link.id is not None and link.id not in wanted:
            moved[link.id], link.contract_id = contract.id, None
    session.flush()
    return moved


def _check(session: Session, draft: ContractDraft, *, office_id: int, contract_id: int | None) -> None:
    in_office(session, Provider, draft.provider_id, office_id=office_id, field="provider_id")
    in_office(session, Site, draft.payer_site_id, office_id=office_id, field="payer_site_id")
    in_office(session, Calendar, draft.calendar_id, office_id=office_id, field="calendar_id")
    taken = contract_numbered(session, draft.number, office_id=office_id)
    if taken is not None and taken.id != contract_id:
        raise refuse("number", _("%(name)s already exists"), name=draft.number)
