"""Papers between approval and order: right to the satang, blank and filled, the same when made again."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from netops.buying.course_papers import BLANKS, OF_COURSE, make_blank
from netops.buying.making import Made, make_form
from netops.buying.panel import PanelWish, appoint, committees_of_unit
from netops.models.case import Committee, CommitteeMember, WorkCase
from netops.paper_kinds import PAPER_KINDS
from netops.papers.making import Order, remake
from office.numerals import to_arabic
from office.workflow.committee import Seat
from procurement.models.purchase import PaperForm
from service.database import transaction
from service.refusal import RefusedError
from tests import factories
from tests.office.pdf.reading import text_of
from tests.procurement.store.buying import TODAY, World, make_world

MADE = Made(factories.AT, None)


def committee(world: World, *, of_school: bool = False) -> Committee:
    site = world.school.id if of_school else None
    case = WorkCase(office_id=world.office.id or 0, site_id=site, workflow="x", title="แต่งตั้งคณะกรรมการปี 2570")
    world.session.add(case)
    world.session.flush()
    made = Committee(case_id=case.id or 0, kind="inspection", order_no="12/2570", appointed_on=TODAY)
    world.session.add(made)
    world.session.flush()
    seats = (("นายประธาน คนแรก", Seat.CHAIR), ("นางกรรมการ คนสอง", Seat.MEMBER), ("นางสาวเลขา คนท้าย", Seat.SECRETARY))
    world.session.add_all(
        [
            CommitteeMember(committee_id=made.id or 0, name=name, position="ครู", seat=seat, position_no=at)
            for at, (name, seat) in enumerate(seats)
        ]
    )
    world.session.flush()
    return made


@pytest.mark.peer("pdftotext")
@pytest.mark.requirement("P5-6")
def test_every_paper_says_what_the_rows_say(engine: Engine, tmp_path: Path) -> None:
    with transaction(engine) as session:
        world = make_world(session)
        purchase = world.begun()
        appoint(world.buyer, purchase, PanelWish(committee_id=committee(world).id))
        world.signed(purchase)
        dossier = world.dossier(purchase)
        told = {}
        for what, make in OF_COURSE.items():
            again = remake(session, PAPER_KINDS, make(session, dossier, MADE))
            assert again.is_same
            told[what] = "".join(to_arabic(text_of(again.files.pdf, tmp_path)).split())
    money = "37,500.00บาท(สามหมื่นเจ็ดพันห้าร้อยบาทถ้วน)"
    for what in ("result", "winner", "order"):
        assert money in told[what], what
        assert "ร้านตัวอย่าง" in told[what], what
    assert "ประกาศณวันที่20พฤศจิกายน2569" in told["winner"]
    assert "ผู้ได้รับการคัดเลือก" in told["winner"]
    assert f"เลขที่1{purchase.id}/2570" in told["order"]
    assert "ภายใน10วัน" in told["order"]
    assert "ร้อยละ0.20" in told["order"]
    for name in ("นายประธานคนแรกตำแหน่งครูประธานกรรมการ", "นางสาวเลขาคนท้ายตำแหน่งครูกรรมการและเลขานุการ"):
        assert name in told["inspectors"]
    assert "ที่12/2570" in told["inspectors"]


@pytest.mark.peer("pdftotext")
def test_every_paper_is_printed_blank(engine: Engine, tmp_path: Path) -> None:
    with transaction(engine) as session:
        world = make_world(session)
        order = Order(office_id=world.office.id or 0, at=factories.AT)
        for what in BLANKS:
            paper = remake(session, PAPER_KINDS, make_blank(session, what, "โรงเรียนบ้านตัวอย่าง", order))
            assert paper.is_same
            said = text_of(paper.files.pdf, tmp_path)
            assert "...................." in said, what
            assert "0.00" not in to_arabic(said), what


@pytest.mark.peer("pdftotext")
def test_an_inspection_form_names_those_who_were_appointed(engine: Engine, tmp_path: Path) -> None:
    with transaction(engine) as session:
        world = make_world(session)
        purchase = world.signed()
        appoint(world.buyer, purchase, PanelWish(committee_id=committee(world).id))
        world.delivered(purchase, [{"serial": "SN-1"}])
        dossier = world.dossier(purchase)
        paper = remake(session, PAPER_KINDS, make_form(session, dossier, dossier.deliveries[0], MADE))
        words = "".join(text_of(paper.files.pdf, tmp_path).split())
    assert "(นายประธานคนแรก)ประธานกรรมการ" in words
    assert "(นางสาวเลขาคนท้าย)กรรมการและเลขานุการ" in words


def test_only_committees_of_the_unit_are_chosen(engine: Engine) -> None:
    with transaction(engine) as session:
        world = make_world(session)
        ours, theirs = committee(world), committee(world, of_school=True)
        office = world.office.id or 0
        assert [one.id for one, _title in committees_of_unit(session, office, None)] == [ours.id]
        assert [one.id for one, _title in committees_of_unit(session, office, world.school.id)] == [theirs.id]
        purchase = world.begun()
        for wish in (PanelWish(committee_id=theirs.id), PanelWish(), PanelWish(committee_id=ours.id, inspector="ก")):
            with pytest.raises(RefusedError):
                appoint(world.buyer, purchase, wish)
        appoint(world.buyer, purchase, PanelWish(committee_id=ours.id))
        assert (purchase.committee_id, purchase.panel_order_no) == (ours.id, "12/2570")
        ours.replaced_at = factories.AT
        assert not committees_of_unit(session, office, None)


def test_nothing_is_printed_before_its_time(engine: Engine) -> None:
    with transaction(engine) as session:
        world = make_world(session)
        dossier = world.dossier(world.approved())
        for what, make in OF_COURSE.items():
            with pytest.raises(RefusedError):
                make(session, dossier, MADE)
            assert what in BLANKS
        signed = world.dossier(world.signed(form=PaperForm.CONTRACT))
        with pytest.raises(RefusedError):
            OF_COURSE["order"](session, signed, MADE)
