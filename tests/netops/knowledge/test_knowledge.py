"""Repeated outages suggest an article, whose draft tells what happened, what was seen and which steps helped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.link import Link
from inventory.models.outage import Cause, Outage
from inventory.models.site import Site
from netops.knowledge.articles import Wanted, archive, articles, change, find_article, write, written_of
from netops.knowledge.draft import draft
from netops.knowledge.fitting import articles_on, concern_of_outage
from netops.knowledge.repeated import repeats_of, suggests_article
from netops.models.response import FirstAid, StepDone
from netops.notify.cause.taking import alert_of, take_on
from netops.runbook.filling import render_article
from service.database import transaction
from service.i18n import speaking
from service.refusal import MissingError, RefusedError
from tests.factories import AT, make_link, make_office, make_outage, make_person, make_site


def fitting(session: Session, outage: Outage) -> list[int]:
    """Ids of the articles that its page shows."""
    concern = concern_of_outage(session, outage, {"LinkDown"})
    office_id = session.get_one(Site, outage.site_id).office_id
    return [fit.id for fit in articles_on(session, office_id, {0: concern}, today=AT.date())[0]]


def outage(session: Session, link: Link, days_ago: int, cause: Cause = Cause.PROVIDER, **values: object) -> Outage:
    began = AT - timedelta(days=days_ago)
    ended = began + timedelta(hours=2) if days_ago else None
    return make_outage(session, link, started_at=began, confirmed_at=began, ended_at=ended, cause=cause, **values)


def test_three_of_the_same_thing_and_cause_in_ninety_days_suggest_an_article(database: Engine) -> None:
    with transaction(database) as session:
        office = make_office(session)
        site = make_site(session, office)
        link, other = make_link(session, site), make_link(session, site)
        now = outage(session, link, 0)
        outage(session, link, 91)
        outage(session, link, 30, Cause.POWER)
        outage(session, other, 30)
        assert [each.id for each in repeats_of(session, now)] == [now.id]
        second, third = outage(session, link, 10), outage(session, link, 89)
        assert suggests_article(session, now) == [now, second, third]
        assert suggests_article(session, third) == ()  # what came later is not yet known of it
        person = make_person(session, office)
        given = written_of(title="สายขาดบ่อย", body="ต้นไม้พาดสาย ให้ตัดกิ่ง", outage_id=now.id)
        article = write(session, site.office_id, given, runbook="LinkDown", person_id=person.id or 0)
        assert suggests_article(session, now) == ()
        archive(article, AT)
        assert len(suggests_article(session, now)) == 3


def test_planned_work_teaches_nothing(database: Engine) -> None:
    with transaction(database) as session:
        link = make_link(session, make_site(session, make_office(session)))
        planned = [outage(session, link, days, Cause.PLANNED) for days in (0, 1, 2, 3)]
        assert suggests_article(session, planned[0]) == ()


def test_the_draft_tells_what_happened_was_seen_and_done_and_carries_no_markup(database: Engine) -> None:
    evil = "<img src=x onerror=1> **b** [a](javascript:x)"
    with transaction(database) as session, speaking("th"):
        link = make_link(session, make_site(session, make_office(session), name="โรงเรียนบ้านดอย"), name="สายหลัก")
        rows = [outage(session, link, days) for days in (0, 3)]
        for row in rows:
            take_on(alert_of(session, row), person_id=0, note=evil, at=AT)
        around: dict[str, object] = {
            "before": None,
            "links": [{"name": "สำรอง", "state": "up"}],
            "devices": [{"name": evil, "state": "down"}],
        }
        session.add(FirstAid(outage_id=rows[0].id or 0, look="around", at=AT, found=around))
        session.add(FirstAid(outage_id=rows[0].id or 0, look="change", at=AT, found={"diff": [["added", "secret"]]}))
        session.add(FirstAid(outage_id=rows[0].id or 0, look="path", at=AT, found={"of": "another release"}))
        for row in rows:
            session.add(StepDone(outage_id=row.id or 0, runbook="X", step="x-a", text="เสียบสายใหม่", done_at=AT))
        session.add(
            StepDone(outage_id=rows[0].id or 0, runbook="X", step="x-b", text="ยกเลิก", done_at=AT, undone_at=AT)
        )
        session.flush()
        title, body = draft(session, rows)
    assert title == "โรงเรียนบ้านดอย · สายหลัก: เหตุขัดข้องที่เกิดซ้ำ"
    assert "เกิดขึ้น 2 ครั้ง" in body
    assert "19 พ.ย. 69 10:00 น. · 2 ชั่วโมง" in body
    assert "เสียบสายใหม่ (ทำใน 2 จาก 2 ครั้ง)" in body
    assert "ยกเลิก" not in body
    assert "secret" not in body
    html = render_article(body)
    assert "<img" not in html
    assert "<strong>" not in html
    assert "href" not in html
    assert html.count("**b**") == 3  # two notes and the name of a device, as they were written


def test_articles_are_found_by_words_and_belong_to_their_office(database: Engine) -> None:
    with transaction(database) as session:
        office, other = make_office(session), make_office(session)
        person = make_person(session, office)
        site = make_site(session, office)
        now = outage(session, make_link(session, site), 0)
        same = written_of(title="สายหลักขาด", body="ตรวจหัวสาย 100% ก่อน", outage_id=now.id)
        alike = written_of(title="ไฟ LOS แดง", body="โทรแจ้งผู้ให้บริการทันที")
        first = write(session, office.id or 0, same, runbook="DeviceDown", person_id=person.id or 0)
        second = write(session, office.id or 0, alike, runbook="LinkDown", person_id=person.id or 0)
        write(session, other.id or 0, alike, runbook="LinkDown", person_id=person.id or 0)
        assert fitting(session, now) == [first.id, second.id]
        assert [one.id for one in articles(session, office.id or 0, Wanted("los"), limit=9)] == [second.id]
        assert [one.id for one in articles(session, office.id or 0, Wanted("100%"), limit=9)] == [first.id]
        with pytest.raises(MissingError):
            find_article(session, other.id or 0, first.id or 0)
        assert change(first, written_of(title="สายหลักขาด", body="ตรวจหัวสาย 100% ก่อน")) == {}
        assert set(change(first, written_of(title="ใหม่ๆ", body="ตรวจหัวสายก่อนเสมอ"))) == {"title", "body"}
        archive(second, AT)
        assert fitting(session, now) == [first.id]
        assert [one.id for one in articles(session, office.id or 0, Wanted(archived=True), limit=9)] == [second.id]


@pytest.mark.parametrize(("title", "body"), [("", "long enough text"), ("ok title", "short"), ("x" * 256, "y" * 20)])
def test_what_says_nothing_is_refused(title: str, body: str) -> None:
    with pytest.raises(RefusedError):
        written_of(title=title, body=body)
