"""Alerts on pages and over the API name the articles that concern them, to who may read them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.outage import Subject
from inventory.models.site import Office, Site
from netops.models.alert import Alert, AlertKind
from netops.models.person import Role
from netops.models.response import Article
from netops.settings import Settings
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.api.calling import Api
from tests.web.browsing import Visit, person_of, signed_in

EVIL = "<script>alert(1)</script> ดูพัดลม"
BODY = "ทำความสะอาดพัดลม แล้วดูอุณหภูมิอีกครั้ง"


class Place:
    """A hot device of a school with its alert, and an IT officer."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.settings, self.engine = settings, engine
        with transaction(engine) as session:
            self.office: Office = factories.make_office(session)
            self.site: Site = factories.make_site(session, self.office)
            device = factories.make_device(session, self.site, vendor="Cisco", model="C9200L")
            alert = Alert(
                kind=AlertKind.DEVICE_HOT, subject=Subject.DEVICE, subject_id=device.id or 0, site_id=self.site.id,
                started_at=utc_now(), value=71.0, part="inlet",
            )  # fmt: skip
            session.add(alert)
            session.flush()
            self.address = f"/alerts/{alert.id}"
        self.it = self.visit(Role.IT)

    def visit(self, role: Role) -> Visit:
        site = self.site if role is Role.SCHOOL else None
        return signed_in(self.settings, self.engine, person_of(self.engine, role, office=self.office, site=site))

    def write(self, title: str, **fields: str) -> Article:
        """As the form sends it."""
        form = {"title": title, "body": BODY, "runbook": "", "model": "", "review_on": "", **fields}
        answer = self.it.post("/articles", form)
        assert answer.status_code == 303, answer.text
        with reading(self.engine) as session:
            return session.exec(select(Article).where(Article.title == title)).one()


@pytest.fixture
def place(settings: Settings, engine: Engine) -> Place:
    return Place(settings, engine)


@pytest.mark.requirement("P6-7.1")
def test_the_alert_and_its_line_name_the_articles_and_flag_what_is_overdue(place: Place) -> None:
    late = (utc_now() - timedelta(days=3)).date()
    model = place.write(EVIL, model=" cisco   c9200l", review_on=late.isoformat())
    kind = place.write("อุณหภูมิห้อง", runbook="DeviceHot")
    other = place.write("เรื่องอื่น", runbook="LinkDown")
    page = place.it.get(place.address).text
    assert page.index(f'href="/articles/{model.id}"') < page.index(f'href="/articles/{kind.id}"')
    assert f"/articles/{other.id}" not in page
    assert page.count("review overdue since") == 1
    assert "<script>alert" not in page
    listed = place.it.get("/alerts").text
    assert f'href="/articles/{model.id}"' in listed
    assert f'href="{place.address}">+1</a>' in listed
    assert "review overdue" in listed
    assert "<script>alert" not in listed
    chosen = place.it.get("/alerts?columns=kind,knowledge").text
    assert chosen.count(f'href="/articles/{model.id}"') == 1
    exported = place.it.get("/alerts/export.csv?columns=kind,knowledge").text
    assert "อุณหภูมิห้อง" in exported


@pytest.mark.requirement("P6-7.1")
def test_a_school_is_not_led_to_articles_that_it_may_not_open(place: Place) -> None:
    article = place.write("อุณหภูมิห้อง", runbook="DeviceHot")
    school = place.visit(Role.SCHOOL)
    for address in (place.address, "/alerts"):
        page = school.get(address)
        assert page.status_code == 200
        assert f"/articles/{article.id}" not in page.text


@pytest.mark.requirement("P6-7.1")
def test_the_form_keeps_kind_model_and_review_and_refuses_what_is_none(place: Place) -> None:
    article = place.write("อุณหภูมิห้อง", runbook="DeviceHot", model="Cisco C9200L", review_on="2027-01-31")
    shown = place.it.get(f"/articles/{article.id}/edit").text
    assert 'value="2027-01-31"' in shown
    assert 'value="Cisco C9200L"' in shown
    form = {"title": "อุณหภูมิห้อง", "body": BODY, "runbook": "DeviceHot", "model": "", "review_on": ""}
    assert place.it.post(f"/articles/{article.id}", form).status_code == 303
    with reading(place.engine) as session:
        kept = session.get_one(Article, article.id)
        assert (kept.runbook, kept.model, kept.review_on) == ("DeviceHot", "", None)
    for wrong in ({"runbook": "NoSuchPage"}, {"review_on": "31/01/2570"}):
        assert place.it.post(f"/articles/{article.id}", form | wrong).status_code == 422


@pytest.mark.requirement("P6-7.1")
def test_the_api_names_them_and_leaves_what_is_not_given(settings: Settings, place: Place) -> None:
    it = Api(settings, place.engine).caller(Role.IT, place.office)
    given = {"title": "อุณหภูมิห้อง", "body": BODY, "runbook": "DeviceHot", "review_on": "2020-01-31"}
    article = it("POST", "/articles", given).json()
    (alert,) = it("GET", "/alerts").json()["items"]
    assert alert["articles"] == [{"id": article["id"], "title": "อุณหภูมิห้อง", "review_on": "2020-01-31", "is_late": True}]
    assert it("GET", place.address).json()["articles"] == alert["articles"]
    changed = it("PUT", f"/articles/{article['id']}", {"title": "ห้องร้อน", "body": BODY}).json()
    assert (changed["runbook"], changed["review_on"]) == ("DeviceHot", "2020-01-31")
    changed = it("PUT", f"/articles/{article['id']}", {"title": "ห้องร้อน", "body": BODY, "review_on": None}).json()
    assert changed["review_on"] is None
