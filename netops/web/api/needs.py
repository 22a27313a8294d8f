"""Needs over the API: the list, one with its evidence and score, history, decisions, and the look for needs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session, col, select

from inventory.models.site import Site
from inventory.queries.table import Asked
from inventory.store.pupils import PupilDraft, counts_of, store_count
from netops.audit import record
from netops.need_editors import Needs
from netops.web.access import Visitor, allowed
from netops.web.api.crud import Noun, routes_of
from netops.web.api.inventory import FIXED, Choice
from netops.web.api.paging import Pages, Paging, listed, select_page
from netops.web.api.shapes import Listed, Shape
from netops.web.hand import hand_of
from procurement.models.need import Need, NeedRule
from procurement.needs.need import NeedState, Reason, Source, Urgency
from procurement.queries.needs import NEEDS, card
from procurement.queries.treating import treated_by
from procurement.store.need_finding import find_needs
from procurement.store.need_rules import NeedRuleDraft, store_need_rule
from procurement.store.needs import NeedDraft
from risk.scale import Level
from service.columns import utc_now
from service.refusal import MissingError
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1")
MayRead = Annotated[Visitor, Depends(allowed("needs.read"))]
MayReview = Annotated[Visitor, Depends(allowed("needs.review"))]
Text = Annotated[str, Field(max_length=2000)]


class NeedOut(Shape):
    """One need. `site_id` none: the office's. `score_hundredths` is the sum of points times weight of `score.parts`."""

    id: int
    site_id: int | None
    title: str
    kind: str
    criteria_item: str
    quantity: int
    reason: Reason
    reason_text: str
    urgency: Urgency
    source: Source
    device_id: int | None
    asset_id: int | None
    fiscal_year: int | None
    state: NeedState
    is_supported: bool
    evidence: list[dict[str, Any]]
    level: int
    proposal: str
    decision: str
    decided_by: str
    decided_at: datetime | None
    deferred_until: date | None
    merged_into_id: int | None
    spec_id: int | None
    case_id: int | None
    met_by_device_id: int | None
    score_hundredths: int
    score: dict[str, Any]
    asked_by: str
    created_at: datetime
    changed_at: datetime


class NeedEventOut(Shape):
    """What was done to a need: `changes` is {field: [before, after]}; an empty `actor` is the system itself."""

    at: datetime
    kind: str
    actor: str
    changes: dict[str, Any]
    note: str


class TreatedOut(BaseModel):
    """A risk that a need treats. `left` is likelihood and impact that remain; `then` is when they were put together."""

    risk_id: int
    title: str
    score: int
    level: Level
    left: tuple[int, int] | None
    is_withheld: bool
    then_score: int
    then_level: Level
    evidence: list[dict[str, Any]]
    at: datetime


class NeedRuleOut(Shape):
    """Parameters of the office from a day on."""

    id: int
    valid_from: date
    weight_severity: int
    weight_role: int
    weight_pupils: int
    weight_waiting: int
    repairs: int
    repairs_within_days: int
    ports_percent: int
    kbps_per_pupil: int
    pupils_per_computer: int
    outages: int
    outages_within_days: int
    risk_score: int
    source: str


class PupilsOut(Shape):
    """A count of an academic year of the Buddhist era."""

    year: int
    pupils: int
    computers: int | None


class LookedOut(Shape):
    """How many needs were opened, opened again, lost their evidence and got it back."""

    opened: int
    reopened: int
    unsupported: int
    supported: int


class NeedSearch(Paging):
    """As the list's own filters: `unit` a site's id or 0 for the office, `state` also `live` and `proposed`."""

    q: Annotated[str, Field(max_length=100)] = ""
    sort: Annotated[str, Field(max_length=64)] = ""
    state: Choice = ""
    reason: Reason | None = None
    source: Source | None = None
    unit: int | None = None
    kind: Choice = ""
    fiscal_year: int | None = None
    device_id: int | None = None
    supported: Annotated[str, Field(pattern="^(yes|no)?$")] = ""

    def asked(self) -> Asked:
        """For the table."""
        own = {name: getattr(self, name) for name in type(self).model_fields if name not in FIXED}
        named = {"state": "need_state", "kind": "need_kind"}
        return Asked(
            q=self.q.replace("\x00", ""),
            filters={named.get(name, name): str(value) for name, value in own.items() if value not in ("", None)},
            sort=self.sort.removeprefix("-"),
            descending=self.sort.startswith("-"),
            limit=self.limit,
            offset=self.offset,
        )


class _Wish(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ProposalWish(_Wish):
    """What is suggested to the director."""

    proposal: Text


class MergeWish(_Wish):
    """Into which need; `quantity` is what that one then asks for, where it changes."""

    into: int
    quantity: int | None = None


class MetWish(_Wish):
    """How it was met without an order."""

    note: Text


class DecisionWish(_Wish):
    """A verdict; rejecting needs a reason in `decision`, deferring a day to come."""

    verdict: Literal["approve", "defer", "reject", "reopen"]
    decision: Text = ""
    deferred_until: date | None = None


@router.get("/needs", tags=["needs"], summary="Needs")
def list_needs(db: Db, visitor: MayRead, wanted: Annotated[NeedSearch, Query()]) -> Listed[NeedOut]:
    """The highest score first; a school sees its own."""
    ids, total = NEEDS.ids(db, visitor.sight, wanted.asked())
    found = {row.id: row for row in db.exec(select(Need).where(col(Need.id).in_(ids)))}
    return listed(NeedOut, [found[row_id] for row_id in ids], total=total, pages=wanted)


@router.post("/needs/look", tags=["needs"], summary="Look for needs now")
def look(db: Db, visitor: MayReview) -> LookedOut:
    """What the inventory says becomes needs, one of each device and reason."""
    done = LookedOut.model_validate(find_needs(db, visitor.office_id, utc_now()))
    record(db, visitor.actor, "needs.looked", subject="office", subject_id=visitor.office_id, detail=done.model_dump())
    return done


@router.get("/needs/{row_id}/history", tags=["needs"], summary="What was done to a need")
def history(db: Db, visitor: MayRead, row_id: int) -> list[NeedEventOut]:
    """Newest first, the last 200."""
    return [NeedEventOut.model_validate(event) for event in card(db, visitor.sight, row_id).events]


@router.get("/needs/{row_id}/risks", tags=["needs"], summary="Risks that a need treats")
def list_risks(db: Db, visitor: MayRead, row_id: int) -> list[TreatedOut]:
    """The gravest first, each as it is and as it was when the two were put together."""
    need = card(db, visitor.sight, row_id).need
    return [
        TreatedOut(
            risk_id=one.risk.id or 0,
            title=one.risk.title,
            score=one.risk.score,
            level=one.risk.level,
            left=one.risk.left,
            is_withheld=bool(one.risk.withheld),
            then_score=one.then.likelihood * one.then.impact,
            then_level=one.then.level,
            evidence=one.then.evidence,
            at=one.then.at,
        )
        for one in treated_by(db, visitor.sight, need)
    ]


@router.post("/needs/{row_id}/propose", tags=["needs"], summary="Propose a need to the director")
def propose(request: Request, db: Db, visitor: MayReview, row_id: int, wish: ProposalWish) -> NeedOut:
    """Of an open or deferred one."""
    desk, row = _desk(request, db, visitor, row_id)
    desk.propose(row, wish.proposal)
    return NeedOut.model_validate(row)


@router.post("/needs/{row_id}/merge", tags=["needs"], summary="Merge a need into another")
def merge(request: Request, db: Db, visitor: MayReview, row_id: int, wish: MergeWish) -> NeedOut:
    """Of one owner only."""
    desk, row = _desk(request, db, visitor, row_id)
    desk.merge(row, desk.get(wish.into), wish.quantity)
    return NeedOut.model_validate(row)


@router.post("/needs/{row_id}/take-out", tags=["needs"], summary="Undo a merge")
def take_out(request: Request, db: Db, visitor: MayReview, row_id: int) -> NeedOut:
    """It is open again."""
    desk, row = _desk(request, db, visitor, row_id)
    desk.take_out(row)
    return NeedOut.model_validate(row)


@router.post("/needs/{row_id}/meet", tags=["needs"], summary="A need was met without an order")
def meet(request: Request, db: Db, visitor: MayReview, row_id: int, wish: MetWish) -> NeedOut:
    """Such as by a donation."""
    desk, row = _desk(request, db, visitor, row_id)
    desk.meet(row, wish.note)
    return NeedOut.model_validate(row)


@router.post("/needs/{row_id}/decide", tags=["needs"], summary="Decide about a need")
def decide(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("needs.decide"))],
    row_id: int,
    wish: DecisionWish,
) -> NeedOut:
    """Approve, defer, reject, or open again."""
    desk, row = _desk(request, db, visitor, row_id)
    match wish.verdict:
        case "approve":
            desk.approve(row, wish.decision)
        case "defer":
            desk.defer(row, wish.deferred_until, wish.decision)
        case "reject":
            desk.reject(row, wish.decision)
        case "reopen":
            desk.reopen(row, wish.decision)
    return NeedOut.model_validate(row)


def _desk(request: Request, db: Session, visitor: Visitor, row_id: int) -> tuple[Needs, Need]:
    desk = Needs(hand_of(request, db, visitor))
    return desk, desk.get(row_id)


@router.get("/need-rules", tags=["needs"], summary="Parameters of needs")
def list_rules(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("need_rules.read"))], pages: Pages
) -> Listed[NeedRuleOut]:
    """Those of the office, the latest first; before its first day those of the release hold."""
    where = [NeedRule.office_id == visitor.office_id]
    return select_page(db, NeedRule, NeedRuleOut, where=where, order=[col(NeedRule.valid_from).desc()], pages=pages)


@router.post("/need-rules", tags=["needs"], summary="Set parameters of needs from a day on")
def add_rule(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("need_rules.write"))], wish: NeedRuleDraft
) -> NeedRuleOut:
    """Weights are percent and sum up to 100."""
    rule = store_need_rule(db, wish, office_id=visitor.office_id)
    record(db, visitor.actor, "need_rule.stored", subject="need_rule", subject_id=rule.id, detail={})
    return NeedRuleOut.model_validate(rule)


@router.get("/sites/{row_id}/pupils", tags=["sites"], summary="How many pupils a school has")
def list_counts(db: Db, visitor: Annotated[Visitor, Depends(allowed("pupils.read"))], row_id: int) -> list[PupilsOut]:
    """By academic year, the newest first."""
    return [PupilsOut.model_validate(row) for row in counts_of(db, _site(db, visitor, row_id))]


@router.put("/sites/{row_id}/pupils", tags=["sites"], summary="Count the pupils of a year")
def put_count(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("pupils.write"))], row_id: int, wish: PupilDraft
) -> list[PupilsOut]:
    """Put in, or corrected; all counts of the school are given back."""
    site = _site(db, visitor, row_id)
    record(db, visitor.actor, "pupils.counted", subject="site", subject_id=row_id, detail=store_count(db, site, wish))
    return [PupilsOut.model_validate(row) for row in counts_of(db, site)]


def _site(db: Session, visitor: Visitor, row_id: int) -> Site:
    site = db.exec(select(Site).where(Site.id == row_id, visitor.sight.sites())).first()
    if site is None:
        raise MissingError("site")
    return site


ROUTERS: Final = (router, routes_of(Noun("needs", Needs, NeedDraft, NeedOut, "needs", removable=False)))
