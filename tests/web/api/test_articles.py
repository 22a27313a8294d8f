"""Articles over the API: written of an outage, found, changed, archived and brought back; only within the office."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.outage import Outage
from inventory.models.site import Office
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories
from tests.web.api.calling import Api, Caller

BODY = "เปลี่ยนอะแดปเตอร์ของกล่องสัญญาณ แล้วลองใหม่"


class Place:
    """An office with an outage, another office, and the callers."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.engine = engine
        with transaction(engine) as session:
            self.office: Office = factories.make_office(session)
            self.elsewhere: Office = factories.make_office(session)
            link = factories.make_link(session, factories.make_site(session, self.office))
            self.outage: Outage = factories.make_outage(session, link)
        self.api = Api(settings, engine)
        self.it: Caller = self.api.caller(Role.IT, self.office)

    def write(self, title: str = "กล่องสัญญาณดับ", **given: object) -> dict[str, object]:
        made = self.it("POST", "/articles", {"title": title, "body": BODY, **given})
        assert made.status_code == 201, made.text
        article: dict[str, object] = made.json()
        return article


@pytest.fixture
def place(settings: Settings, engine: Engine) -> Place:
    return Place(settings, engine)


def test_an_article_of_an_outage_names_what_it_is_about(place: Place) -> None:
    article = place.write(outage_id=place.outage.id)
    assert (article["subject"], article["subject_id"]) == ("link", place.outage.subject_id)
    assert (article["outages"], article["runbook"]) == ([place.outage.id], "LinkDown")
    plain = place.write("เรื่องทั่วไป")
    assert (plain["subject"], plain["outages"]) == ("", [])


def test_it_is_found_changed_archived_and_brought_back(place: Place) -> None:
    article, other = place.write(), place.write("สายใยแก้วขาด")
    path = f"/articles/{article['id']}"
    found = place.it("GET", "/articles?q=สายใย").json()
    assert ([one["id"] for one in found["items"]], found["total"]) == ([other["id"]], 1)
    changed = place.it("PUT", path, {"title": "อะแดปเตอร์เสีย", "body": BODY}).json()
    assert changed["title"] == "อะแดปเตอร์เสีย"
    assert place.it("PUT", path, {"title": "อะแดปเตอร์เสีย", "body": BODY}).json() == changed
    assert place.it("DELETE", path).status_code == 204
    assert [one["id"] for one in place.it("GET", "/articles").json()["items"]] == [other["id"]]
    assert [one["id"] for one in place.it("GET", "/articles?archived=true").json()["items"]] == [article["id"]]
    assert place.it("POST", f"{path}/restore").json()["archived_at"] is None
    with reading(place.engine) as session:
        acts = list(session.exec(select(AuditEntry.action).order_by(AuditEntry.id)))  # type: ignore[arg-type]
    assert acts == ["article.written"] * 2 + ["article.changed", "article.archived", "article.restored"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": "ก", "body": BODY}, "title"),
        ({"title": "หัวข้อ", "body": "สั้น"}, "body"),
        ({"title": "หัวข้อ"}, "body"),
        ({"title": "หัวข้อ", "body": BODY, "html": "<b>"}, "html"),
    ],
)
def test_what_is_wrong_is_named(place: Place, given: dict[str, str], field: str) -> None:
    refused = place.it("POST", "/articles", given)
    assert refused.status_code == 422
    assert [problem["field"] for problem in refused.json()["errors"]] == [field]


def test_the_office_reads_it_writes_it_and_others_find_none(place: Place) -> None:
    article = place.write()
    path = f"/articles/{article['id']}"
    viewer = place.api.caller(Role.VIEWER, place.office)
    assert viewer("GET", path).json() == article
    for method, url in (("POST", "/articles"), ("PUT", path), ("DELETE", path), ("POST", f"{path}/restore")):
        assert viewer(method, url, {"title": "หัวข้อ", "body": BODY}).status_code == 403
    foreign = place.api.caller(Role.ADMIN, place.elsewhere)
    assert foreign("GET", "/articles").json()["items"] == []
    for method, url in (("GET", path), ("PUT", path), ("DELETE", path), ("POST", f"{path}/restore")):
        body = {"title": "หัวข้อ", "body": BODY} if method == "PUT" else None
        assert foreign(method, url, body).status_code == 404
    of_theirs = {"title": "หัวข้อ", "body": BODY, "outage_id": place.outage.id}
    assert foreign("POST", "/articles", of_theirs).status_code == 404
