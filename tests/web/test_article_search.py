"""The knowledge base of the group: a Thai word finds its article, and one past its review date is flagged."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from netops.models.person import Role
from netops.settings import Settings
from service.database import transaction
from tests import factories
from tests.web.browsing import person_of, signed_in

TODAY = datetime.now(ZoneInfo("Asia/Bangkok")).date()  # of the office's clock, as pages reckon


@pytest.mark.requirement("I-1.4")
def test_a_thai_word_finds_an_article_and_one_past_its_review_is_flagged(settings: Settings, engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
    it = signed_in(settings, engine, person_of(engine, Role.IT, office=office))
    body = "ก่อนประชุมคณะกรรมการให้ตรวจองค์ประชุมทุกครั้ง"
    for title, days in (("ข้อควรระวังเรื่องมติ", -1), ("วิธีจัดทำแผนปฏิบัติการ", 1)):
        review = (TODAY + timedelta(days=days)).isoformat()
        form = {"title": title, "body": body, "runbook": "", "model": "", "review_on": review}
        assert it.post("/articles", form).status_code == 303
    found = it.get("/articles?q=องค์ประชุม").text
    assert "ข้อควรระวังเรื่องมติ" in found
    assert "วิธีจัดทำแผนปฏิบัติการ" in found
    rows = {title: found.split(title)[1].split("</tr>")[0] for title in ("ข้อควรระวังเรื่องมติ", "วิธีจัดทำแผนปฏิบัติการ")}
    assert "review overdue" in rows["ข้อควรระวังเรื่องมติ"]
    assert "review overdue" not in rows["วิธีจัดทำแผนปฏิบัติการ"]
    assert "วิธีจัดทำแผน" not in it.get("/articles?q=ระวังเรื่องมติ").text
