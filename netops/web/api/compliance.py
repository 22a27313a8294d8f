"""The rules of configurations, how devices stand against them, and what is excepted."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field

from inventory.compliance.rule import Severity
from inventory.models.device import Device
from inventory.queries import compliance as queries
from inventory.queries.compliance import Standing
from inventory.queries.device import find_device
from inventory.store.compliance import ExemptionDraft, find_exemption
from netops.web.access import Visitor, allowed
from netops.web.api.paging import Paging
from netops.web.api.shapes import Listed, Shape
from netops.web.pages.compliance import book_of, ended, excepted
from service.refusal import MissingError
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1", tags=["compliance"])
MayRead = Annotated[Visitor, Depends(allowed("compliance.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("compliance.write"))]


class RuleOut(Shape):
    """A rule with how many devices stand how."""

    id: str
    title: str
    title_th: str
    severity: Severity
    risk: str
    broken: int
    unclear: int
    kept: int
    exempt: int


class StandOut(Shape):
    """How a device stands against a rule, and the lines that say so, without their secrets."""

    device_id: int
    site_id: int
    rule: str
    severity: Severity
    risk: str
    standing: Standing
    evidence: str
    since: datetime


class ExemptionOut(Shape):
    """A rule that is not asked; `device_id` null: of no device of the office."""

    id: int
    rule: str
    device_id: int | None
    reason: str
    until: date | None
    made_by: int | None
    made_at: datetime


@router.get("/compliance/rules", summary="The rules and how many devices keep them")
def list_rules(request: Request, db: Db, visitor: MayRead) -> list[RuleOut]:
    """The gravest first."""
    return [
        RuleOut(
            id=each.rule.id,
            title=each.rule.en.title,
            title_th=each.rule.th.title,
            severity=each.rule.severity,
            risk=each.rule.risk,
            **{one.value: getattr(each, one.value) for one in Standing},
        )
        for each in queries.by_rule(db, visitor.sight, book_of(request))
    ]


@router.get("/compliance/broken", summary="Rules that devices do not keep")
def list_broken(request: Request, db: Db, visitor: MayRead, pages: Annotated[Paging, Query()]) -> Listed[StandOut]:
    """Without what is excepted."""
    broken = queries.broken_rules(db, visitor.sight, book_of(request))
    items = [
        _stand(each, device_id=each.device_id, site_id=each.site_id, standing=Standing.BROKEN)
        for each in broken[pages.offset : pages.offset + pages.limit]
    ]
    return Listed[StandOut](items=items, total=len(broken), limit=pages.limit, offset=pages.offset)


@router.get("/devices/{device_id}/compliance", summary="How a device stands against each rule")
def list_of_device(
    request: Request, db: Db, visitor: MayRead, device_id: Annotated[int, Field(ge=1)]
) -> list[StandOut]:
    """The worst first; empty while its configuration was never read."""
    found = find_device(db, visitor.sight, device_id)
    if found is None:
        raise MissingError("device")
    device: Device = found[0]
    stands = queries.of_device(db, visitor.sight, device_id, book_of(request))
    return [_stand(each, device_id=device_id, site_id=device.site_id, standing=each.standing) for each in stands]


def _stand(each: Any, *, device_id: int, site_id: int, standing: Standing) -> StandOut:
    return StandOut(
        device_id=device_id,
        site_id=site_id,
        rule=each.rule.id,
        severity=each.rule.severity,
        risk=each.rule.risk,
        standing=standing,
        evidence=each.evidence,
        since=each.since,
    )


@router.get("/compliance/exemptions", summary="What is excepted, and why")
def list_exemptions(db: Db, visitor: MayRead) -> list[ExemptionOut]:
    """The newest first."""
    return [ExemptionOut.model_validate(each.exemption) for each in queries.exemptions(db, visitor.office_id)]


@router.post("/compliance/exemptions", summary="Except from a rule", status_code=HTTPStatus.CREATED)
def make_exemption(request: Request, db: Db, visitor: MayWrite, given: ExemptionDraft) -> ExemptionOut:
    """One of the same rule and device takes the place of the one before."""
    if book_of(request).get(given.rule) is None:
        raise MissingError("rule")
    return ExemptionOut.model_validate(excepted(db, visitor, given))


@router.delete("/compliance/exemptions/{exemption_id}", summary="Ask again", status_code=HTTPStatus.NO_CONTENT)
def remove_exemption(db: Db, visitor: MayWrite, exemption_id: Annotated[int, Field(ge=1)]) -> None:
    """The rule is asked again."""
    ended(db, visitor, find_exemption(db, exemption_id, office_id=visitor.office_id))
