"""The register of innovations on pages: the list, an entry made, refused and changed, and what hangs on it."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from innovation.models.innovation import Innovation, Pilot, Requirement, Stage, StageStep
from innovation.models.rollout import Rollout
from inventory.models.site import Office, Site
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

NAME = "ระบบ <b>จองห้อง</b>"


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, office, name="โรงเรียนบ้านหนึ่ง")


@pytest.fixture
def it(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.IT, office=office))


def typed(**values: object) -> dict[str, str]:
    whole = {
        "name": NAME,
        "sort": "system",
        "novelty": "new",
        "predecessor_id": "",
        "problem": "จองซ้ำกัน",
        "need": "ครูขอจองห้องล่วงหน้า",
        "owner": "นางสาวตัวอย่าง นักวิชาการคอมพิวเตอร์",
        "site_id": "",
        "version": "1.0",
    }
    return {name: str(value) for name, value in (whole | values).items()}


def only(engine: Engine) -> Innovation:
    with reading(engine) as session:
        return session.exec(select(Innovation)).one()


def test_an_entry_is_made_shown_and_changed(it: Visit, engine: Engine) -> None:
    answer = it.post("/innovations/new", typed())
    row = only(engine)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/innovations/{row.id}")
    assert (row.stage, row.site_id, row.case_id) == (Stage.IDEA, None, None)
    shown = it.get(f"/innovations/{row.id}").text
    assert "ระบบ &lt;b&gt;จองห้อง&lt;/b&gt;" in shown
    assert NAME not in shown
    assert "ครูขอจองห้องล่วงหน้า" in shown
    assert it.post(f"/innovations/{row.id}/change", typed(version="1.1")).status_code == 303
    assert only(engine).version == "1.1"
    listed = it.get("/innovations?q=จองห้อง&stage=idea").text
    assert f'href="/innovations/{row.id}"' in listed
    assert f'href="/innovations/{row.id}"' not in it.get("/innovations?stage=release").text
    assert "ระบบ <b>จองห้อง</b>" in it.get("/innovations/export.csv").content.decode("utf-8-sig")
    with reading(engine) as session:
        assert [step.stage for step in session.exec(select(StageStep))] == [Stage.IDEA]
        acts = [entry.action for entry in session.exec(select(AuditEntry).order_by(AuditEntry.id))]  # type: ignore[arg-type]
    assert [act for act in acts if act.startswith("innovation")] == ["innovation.created", "innovation.changed"]


@pytest.mark.requirement("P5-3")
def test_what_is_improved_names_its_predecessor(it: Visit, engine: Engine) -> None:
    refused = it.post("/innovations/new", typed(novelty="improved"))
    assert refused.status_code == 422
    assert "What is improved names its predecessor" in refused.text
    assert 'value="1.0"' in refused.text
    with reading(engine) as session:
        assert session.exec(select(Innovation)).all() == []
    it.post("/innovations/new", typed())
    first = only(engine)
    both = it.post("/innovations/new", typed(predecessor_id=first.id, version="2.0"))
    assert both.status_code == 422
    assert "has no predecessor" in both.text
    better = it.post("/innovations/new", typed(novelty="improved", predecessor_id=first.id, version="2.0"))
    second = int(better.headers["location"].rsplit("/", 1)[1])
    assert f'href="/innovations/{first.id}"' in it.get(f"/innovations/{second}").text
    assert f'href="/innovations/{second}"' in it.get(f"/innovations/{first.id}").text
    older = it.post("/innovations/new", typed(novelty="improved", predecessor_name="สมุดจองห้อง", version="3"))
    assert "สมุดจองห้อง" in it.get(older.headers["location"]).text
    circle = it.post(f"/innovations/{first.id}/change", typed(novelty="improved", predecessor_id=second))
    assert circle.status_code == 422
    assert "cannot be its own predecessor" in circle.text


def test_data_that_is_kept_needs_a_word_on_privacy(it: Visit, engine: Engine) -> None:
    refused = it.post("/innovations/new", typed(data_stored="วันที่และห้องที่จอง"))
    assert refused.status_code == 422
    assert "say whose, and whether persons are in it" in refused.text
    answer = it.post("/innovations/new", typed(data_stored="วันที่", privacy="ไม่มีข้อมูลส่วนบุคคล"))
    assert answer.status_code == 303
    assert only(engine).privacy == "ไม่มีข้อมูลส่วนบุคคล"


def test_requirements_and_pilots_are_kept_with_their_ground(it: Visit, engine: Engine, school: Site) -> None:
    it.post("/innovations/new", typed())
    home = f"/innovations/{only(engine).id}"
    untold = it.post(f"{home}/requirements/new", {"number": "1", "text": "จองได้", "result": "passed"})
    assert untold.status_code == 422
    assert "Say how it was tested" in untold.text
    assert it.post(f"{home}/requirements/new", {"number": "1", "text": "จองได้"}).status_code == 303
    assert "no need is named" in it.get(home).text
    again = it.post(f"{home}/requirements/new", {"number": "1", "text": "อีกข้อ"})
    assert "a requirement of this number already" in again.text
    with reading(engine) as session:
        requirement = session.exec(select(Requirement)).one()
    whole = {"number": "1", "text": "จองได้", "need": "ครูขอ", "test": "จองสองคน", "result": "passed"}
    done = it.post(f"{home}/requirements/{requirement.id}", whole | {"tested_on": "2026-11-01"})
    assert done.status_code == 303
    pilot = {"site_id": str(school.id), "begins_on": "2026-11-02"}
    assert it.post(f"{home}/pilots/new", pilot).status_code == 303
    with reading(engine) as session:
        row = session.exec(select(Pilot)).one()
    unsaid = it.post(f"{home}/pilots/{row.id}", pilot | {"result": "passed", "ends_on": "2026-11-20"})
    assert "Say what was found" in unsaid.text
    shown = it.get(home).text
    for text in ("จองสองคน", "ครูขอ", "โรงเรียนบ้านหนึ่ง", "still running"):
        assert text in shown
    assert it.post(f"{home}/requirements/{requirement.id}/remove").status_code == 303
    with reading(engine) as session:
        assert session.exec(select(Requirement)).all() == []
        gone = session.exec(select(AuditEntry).where(AuditEntry.action == "requirement.removed")).one()
    assert gone.detail["text"] == "จองได้"


def test_a_school_sees_what_it_is_to_have_and_writes_nothing(
    settings: Settings, engine: Engine, office: Office, school: Site, it: Visit
) -> None:
    it.post("/innovations/new", typed())
    row = only(engine)
    teacher = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=school))
    assert teacher.get(f"/innovations/{row.id}").status_code == 404
    with transaction(engine) as session:
        session.add(Rollout(innovation_id=row.id or 0, site_id=school.id or 0))
    assert teacher.get(f"/innovations/{row.id}").status_code == 200
    assert f'href="/innovations/{row.id}"' in teacher.get("/innovations").text
    assert teacher.post(f"/innovations/{row.id}/requirements/new", {"number": "1", "text": "x"}).status_code == 403
