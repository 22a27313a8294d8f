"""Papers of needs made from the stored rows, as of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from inventory.models.site import Office, Site
from inventory.queries.sight import Sight
from netops.models.paper import Paper
from netops.need_papers.figures import NeedEntry, NeedForm, NeedReport
from netops.need_papers.kinds import NEED_FORM, NEED_REPORT, REASONS
from netops.papers.making import Order, make_paper
from office.thai_date import long_date
from procurement.models.need import Need
from procurement.needs.need import Reason
from procurement.needs.titles import kind_th
from procurement.queries.needs import Card
from procurement.store.need_rules import rule_of
from service.i18n import N_
from service.refusal import refuse

MOST_ENTRIES: Final = 1000  # of one paper: a list of more pages is better a workbook
_FIGURES: Final = {
    Reason.END_OF_LIFE: "ผ่านมาแล้ว {years} ปี",
    Reason.AGE: "ใช้งานมา {years} ปี เกณฑ์ {limit} ปี",
    Reason.REPAIRS: "ซ่อม {repairs} ครั้ง",
    Reason.PORTS: "ใช้ {used} จาก {ports} พอร์ต",
    Reason.BANDWIDTH: "มี {have_kbps:,} จากที่ควรมี {wanted_kbps:,} kbit/s",
    Reason.COMPUTERS: "มี {have} จากที่ควรมี {wanted} เครื่อง",
    Reason.OUTAGES: "ขัดข้อง {outages} ครั้ง",
    Reason.RISK: "ค่าความเสี่ยง {risk} จาก 25",
}
_OLD_PIECES: Final = "ครบเกณฑ์ {pieces} เครื่อง"


@dataclass(frozen=True, slots=True)
class Made:
    """When, on which day of the office's own clock, and by whom a paper is made."""

    at: datetime
    today: date
    by: int | None


def because(need: Need) -> str:
    """The reason with the figures that it rests on, in Thai; of a person's need, what was said."""
    found: dict[str, Any] | None = need.score.get("found")
    if found is None or need.reason not in _FIGURES:
        return f"{REASONS[need.reason]}: {need.reason_text}" if need.reason_text else REASONS[need.reason]
    said = _OLD_PIECES if "pieces" in found["figures"] else _FIGURES[need.reason]
    return f"{REASONS[need.reason]}: {said.format(**found['figures'])}"


def make_report(session: Session, sight: Sight, ids: Sequence[int], made: Made) -> Paper:
    """The report of these needs in their order. RefusedError of more than a paper holds, or of none."""
    if not ids:
        raise refuse("", N_("There is nothing to print"))
    if len(ids) > MOST_ENTRIES:
        raise refuse("", N_("More than %(most)s needs: narrow the list, or take the Excel file"), most=MOST_ENTRIES)
    office = session.get_one(Office, sight.office_id).name
    rows = {row.id: row for row in session.exec(select(Need).where(col(Need.id).in_(ids)))}
    kept = [rows[row_id] for row_id in ids]
    owners = _owners(session, kept)
    units = {need.site_id for need in kept}
    rule = rule_of(session, sight.office_id, made.today)
    weights = " : ".join(str(weight) for weight in rule.weights.values())
    data = NeedReport(
        office=office,
        owner=owners.get(next(iter(units)), office) if len(units) == 1 else f"{office} และหน่วยงานในสังกัด",
        as_of=made.today,
        rule=f"น้ำหนัก {weights} ตามเกณฑ์ที่ใช้ตั้งแต่วันที่ {long_date(rule.valid_from)}",
        entries=tuple(_entry(need, owners.get(need.site_id, office)) for need in kept),
    )
    order = Order(office_id=sight.office_id, at=made.at, site_id=sight.site_id, made_by=made.by)
    return make_paper(session, NEED_REPORT, data, order)


def _entry(need: Need, owner: str) -> NeedEntry:
    return NeedEntry(
        number=need.id or 0,
        owner=owner,
        title=need.title,
        quantity=need.quantity,
        reason=need.reason,
        because=because(need),
        fiscal_year=need.fiscal_year,
        score_hundredths=need.score_hundredths,
        state=need.state,
        is_supported=need.is_supported,
    )


def make_form(session: Session, found: Card, made: Made) -> Paper:
    """The form of one need, filled."""
    need = found.need
    office = session.get_one(Office, need.office_id).name
    data = NeedForm(
        office=office,
        owner=found.site.name if found.site is not None else office,
        asked_on=need.created_at.date(),
        number=need.id,
        title=need.title,
        kind=kind_th(need.kind),
        quantity=need.quantity,
        fiscal_year=need.fiscal_year,
        reason=need.reason,
        urgency=need.urgency,
        because=need.reason_text or because(need),
        about=_about(found),
        score_hundredths=need.score_hundredths,
        proposal=need.proposal,
        proposed_by=need.proposed_by,
        state=need.state,
        deferred_until=need.deferred_until,
        decision=need.decision,
        asked_by=need.asked_by,
    )
    order = Order(office_id=need.office_id, at=made.at, site_id=need.site_id, made_by=made.by)
    return make_paper(session, NEED_FORM, data, order)


def make_blank_form(session: Session, sight: Sight, made: Made) -> Paper:
    """The form to be written on by hand; of a school, with its name."""
    office = session.get_one(Office, sight.office_id).name
    owner = session.get_one(Site, sight.site_id).name if sight.site_id is not None else ""
    order = Order(office_id=sight.office_id, at=made.at, site_id=sight.site_id, made_by=made.by)
    return make_paper(session, NEED_FORM, NeedForm(office=office, owner=owner), order)


def _about(found: Card) -> str:
    named = [
        found.asset.number if found.asset is not None else "",
        found.device.name if found.device is not None else "",
    ]
    return " · ".join(name for name in named if name)


def _owners(session: Session, needs: Sequence[Need]) -> dict[int | None, str]:
    sites = {need.site_id for need in needs if need.site_id is not None}
    rows = session.exec(select(Site.id, Site.name).where(col(Site.id).in_(sites)))
    return dict(rows.all())
