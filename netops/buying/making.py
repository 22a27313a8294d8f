"""Papers of a purchase made from its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from inventory.models.site import Office
from netops.buying.entry_sheet import FORMS, groups_of
from netops.buying.figures import Acceptance, ContractSummary, EntrySheet, Goods, Inspector
from netops.buying.kinds import CONTRACT_SUMMARY, ENTRY_SHEET, INSPECTION_FORM, INSPECTION_REPORT
from netops.buying.order_papers import seat_of
from netops.models.paper import Paper
from netops.papers.making import Order, make_paper
from procurement.models.receipt import Verdict
from procurement.queries.dossier import Delivery, Dossier, Line
from procurement.store.entering import METHODS
from service.i18n import N_
from service.refusal import refuse


@dataclass(frozen=True, slots=True)
class Made:
    """When, and by whom."""

    at: datetime
    by: int | None


def make_sheet(session: Session, dossier: Dossier, made: Made) -> Paper:
    """All that is known so far, in the order of e-GP. The caller commits."""
    office, buyer = names_of(session, dossier)
    data = EntrySheet(office=office, buyer=buyer, name=dossier.purchase.name, groups=groups_of(dossier))
    return make_paper(session, ENTRY_SHEET, data, order_of(dossier, made))


def make_form(session: Session, dossier: Dossier, delivery: Delivery, made: Made) -> Paper:
    """The inspection form of a delivery; before its inspection the result is left to the hand."""
    return make_paper(session, INSPECTION_FORM, _acceptance(session, dossier, delivery), order_of(dossier, made))


def make_blank_form(session: Session, office_id: int, site_name: str, order: Order) -> Paper:
    """A form to be filled in by hand."""
    office = session.get_one(Office, office_id).name
    data = Acceptance(office=site_name or office, buyer=site_name or office, is_blank=True)
    return make_paper(session, INSPECTION_FORM, data, order)


def make_report(session: Session, dossier: Dossier, delivery: Delivery, made: Made) -> Paper:
    """The report of an inspection; RefusedError before it."""
    if delivery.row.verdict is None:
        raise refuse("", N_("It is not inspected yet"))
    return make_paper(session, INSPECTION_REPORT, _acceptance(session, dossier, delivery), order_of(dossier, made))


def make_summary(session: Session, dossier: Dossier, made: Made) -> Paper:
    """What was agreed; RefusedError before the signing."""
    contract, winner = dossier.contract, dossier.winner
    if contract is None or winner is None:
        raise refuse("", N_("It is not signed yet"))
    office, buyer = names_of(session, dossier)
    of = "ราคาทั้งหมด" if contract.fine_of_whole else "ราคาพัสดุที่ส่งล่าช้า"
    fine = f"ร้อยละ {contract.fine_ppm_day / 10_000:.2f} ต่อวันของ{of}" if contract.fine_ppm_day else ""
    repair = f" แก้ไขภายใน {contract.repair_days} วัน" if contract.repair_days is not None else ""
    data = ContractSummary(
        office=office,
        buyer=buyer,
        name=dossier.purchase.name,
        method=METHODS.get(dossier.purchase.method, ""),
        fiscal_year=dossier.entry.year,
        plan_number=dossier.entry.egp_plan_no,
        project_number=dossier.purchase.egp_project_no,
        form=FORMS[contract.form],
        contract_number=contract.number,
        egp_contract_no=contract.egp_contract_no,
        supplier=winner.bid.supplier,
        tax_no=winner.bid.tax_no,
        address=winner.bid.address,
        phone=winner.bid.phone,
        signed_on=contract.signed_on,
        due_on=contract.due_on,
        amount_satang=contract.amount_satang,
        guarantee_satang=contract.guarantee_satang,
        fine=fine,
        warranty=f"{contract.warranty_months} เดือน{repair}" if contract.warranty_months else "",
        goods=tuple(ordered(dossier.lines)),
    )
    return make_paper(session, CONTRACT_SUMMARY, data, order_of(dossier, made))


def _acceptance(session: Session, dossier: Dossier, delivery: Delivery) -> Acceptance:
    office, buyer = names_of(session, dossier)
    row, contract, winner = delivery.row, dossier.contract, dossier.winner
    panel = [Inspector.model_validate(one) for one in dossier.purchase.panel]
    titles = {one.name: seat_of(one, alone=len(panel) == 1) for one in panel}
    names = tuple(row.inspectors or titles)
    return Acceptance(
        office=office,
        buyer=buyer,
        name=dossier.purchase.name,
        form=FORMS[contract.form] if contract is not None else "",
        contract_number=contract.number if contract is not None else "",
        signed_on=contract.signed_on if contract is not None else None,
        due_on=contract.due_on if contract is not None else None,
        supplier=winner.bid.supplier if winner is not None else "",
        delivery=row.number,
        note_no=row.note_no,
        delivered_on=row.delivered_on,
        inspected_on=row.inspected_on,
        accepted=None if row.verdict is None else row.verdict is Verdict.ACCEPTED,
        inspectors=names,
        titles=tuple(titles[name] for name in names) if panel and set(names) <= titles.keys() else (),
        note=row.inspection_note,
        goods=tuple(_came(dossier, delivery)),
        amount_satang=row.amount_satang,
        days_late=_figure(row.fine, "days"),
        day_satang=_figure(row.fine, "day_satang"),
        fine_satang=row.fine_satang,
    )


def _figure(fine: dict[str, object], name: str) -> int:
    found = fine.get(name, 0)
    return found if isinstance(found, int) else 0


def _came(dossier: Dossier, delivery: Delivery) -> Iterable[Goods]:
    for part in delivery.parts:
        place = dossier.place(part.share.site_id)
        yield Goods(
            name=part.line.row.name,
            place=place.name if place is not None else "",
            quantity=part.row.quantity,
            unit_word=part.line.row.unit_word,
            unit_satang=part.line.unit_satang or 0,
            serials=tuple(piece.serial for piece in part.pieces if piece.serial),
        )


def ordered(lines: Iterable[Line]) -> Iterable[Goods]:
    """What the winner was asked for, at his prices."""
    for line in lines:
        yield Goods(
            name=line.row.name,
            quantity=line.quantity,
            unit_word=line.row.unit_word,
            unit_satang=line.unit_satang or 0,
        )


def names_of(session: Session, dossier: Dossier) -> tuple[str, str]:
    """The office, and who buys."""
    office = session.get_one(Office, dossier.purchase.office_id).name
    site = dossier.place(dossier.purchase.site_id)
    return office, site.name if site is not None else office


def order_of(dossier: Dossier, made: Made) -> Order:
    """For whom and when."""
    purchase = dossier.purchase
    return Order(office_id=purchase.office_id, at=made.at, site_id=purchase.site_id, made_by=made.by)
