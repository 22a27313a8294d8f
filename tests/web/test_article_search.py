"""The knowledge base of the group: a Thai word finds its article, and one past its review date is flagged."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import urlencode
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


@pytest.mark.requirement("I-1.4")
def test_a_step_or_a_resolution_finds_the_articles_that_tell_about_it(settings: Settings, engine: Engine) -> None:
    with transaction(engine) as session:
        office, other = factories.make_office(session), factories.make_office(session)
    it = signed_in(settings, engine, person_of(engine, Role.PLANNER, office=office))
    key, page = "a" * 32, "https://registry.test/meetings/1"
    thing = urlencode(
        {"about": key, "about_kind": "resolution", "about_title": "กรอบเวลาการจัดทำแผน", "about_link": page}
    )
    empty = it.get(f"/articles?{thing}").text
    assert "No article tells about it yet" in empty
    assert "กรอบเวลาการจัดทำแผน" in empty
    form = {"title": "บทเรียนจากมติ", "body": "ต้องส่งเอกสารก่อนประชุมเจ็ดวัน", "runbook": "", "model": ""}
    bad = it.post(f"/articles?{thing.replace('https', 'javascript')}", form)
    assert bad.status_code == 422
    article = it.post(f"/articles?{thing}", form).headers["location"]
    it.post("/articles", {**form, "title": "เรื่องอื่น"})
    found = it.get(f"/articles?{thing}").text
    assert "บทเรียนจากมติ" in found
    assert "เรื่องอื่น" not in found
    assert f'href="{page}"' in it.get(article).text
    step = {"kind": "step", "title": "ขั้นที่ 4.7", "link": "https://plans.test/work/1#step-approve"}
    assert it.post(f"{article}/links", step).status_code == 303
    assert it.post(f"{article}/links", step).status_code == 422
    for wrong in ({"kind": "nothing"}, {"title": ""}, {"link": "javascript:alert(1)"}, {"link": "//evil.test"}):
        assert it.post(f"{article}/links", {**step, **wrong}).status_code == 422, wrong
    assert "ขั้นที่ 4.7" in it.get(article).text
    remove = re.findall(rf"{article}/links/\d+/remove", it.get(article).text)
    foreign = signed_in(settings, engine, person_of(engine, Role.PLANNER, office=other))
    assert foreign.post(remove[0], {}).status_code == 404
    assert foreign.post(f"{article}/links", step).status_code == 404
    assert "บทเรียนจากมติ" not in foreign.get(f"/articles?{thing}").text
    assert it.post(remove[0], {}).status_code == 303
    assert "บทเรียนจากมติ" not in it.get(f"/articles?{thing}").text
    viewer = signed_in(settings, engine, person_of(engine, Role.VIEWER, office=office))
    assert viewer.post(f"{article}/links", step).status_code == 403
