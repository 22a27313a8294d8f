"""An outage's page: steps are ticked and taken back, first aid is shown and asked for again, articles are offered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.outage import Cause, Outage
from inventory.models.site import Contact, Office, Site
from netops.models.person import AuditEntry, Role
from netops.models.response import Article, FirstAid, StepDone
from netops.settings import Settings
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

EVIL = "<script>alert(1)</script>"


class Place:
    """An open outage of a school's link, seen by an IT officer."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.settings, self.engine = settings, engine
        now = utc_now()
        with transaction(engine) as session:
            self.office: Office = factories.make_office(session)
            self.site: Site = factories.make_site(session, self.office)
            provider = factories.make_provider(session, self.office, phone="0-5371-0000 ต่อ 12")
            self.provider_id = provider.id
            link = factories.make_link(session, self.site, provider_id=provider.id, circuit_no="C-41")
            session.add(Contact(site_id=self.site.id or 0, name="ครูใจ", phone="081 234 5678"))
            self.outage = factories.make_outage(session, link, started_at=now - timedelta(hours=1), confirmed_at=now)
            self.outage.cause = Cause.PROVIDER
            for days in (5, 9):
                began = now - timedelta(days=days)
                factories.make_outage(
                    session, link, started_at=began, confirmed_at=began, ended_at=began, cause=Cause.PROVIDER
                )
        self.address = f"/outages/{self.outage.id}"
        self.it = self.visit(Role.IT)

    def visit(self, role: Role) -> Visit:
        site = self.site if role is Role.SCHOOL else None
        return signed_in(self.settings, self.engine, person_of(self.engine, role, office=self.office, site=site))

    def acts(self) -> list[str]:
        with reading(self.engine) as session:
            return list(session.exec(select(AuditEntry.action).order_by(AuditEntry.id)))  # type: ignore[arg-type]

    def saw(self, look: str, found: dict[str, object], *, seconds_ago: int = 300, error: str = "") -> None:
        with transaction(self.engine) as session:
            at = utc_now() - timedelta(seconds=seconds_ago)
            session.add(FirstAid(outage_id=self.outage.id or 0, look=look, at=at, found=found, error=error))


@pytest.fixture
def place(settings: Settings, engine: Engine) -> Place:
    return Place(settings, engine)


def test_the_runbook_is_filled_with_numbers_to_call(place: Place) -> None:
    page = place.it.get(place.address).text
    assert 'href="tel:0812345678"' in page
    assert 'href="tel:053710000"' in page
    assert "C-41" in page
    assert 'id="link-power"' in page
    assert f"/outages?standing=open&amp;provider={place.provider_id}" in page


def test_a_step_is_ticked_shown_to_all_and_taken_back_with_its_history(place: Place) -> None:
    step = f"{place.address}/steps/LinkDown/link-power"
    answer = place.it.post(step, {"note": f"โทรแล้ว {EVIL}"})
    assert answer.headers["location"] == f"{place.address}?runbook=LinkDown#link-power"
    place.it.post(step, {"note": "again"})  # ticked already: it stays as it is
    viewer = place.visit(Role.VIEWER)
    page = viewer.get(place.address).text
    assert "โทรแล้ว &lt;script&gt;" in page
    assert EVIL not in page
    assert "/undo" not in page  # a viewer ticks nothing
    assert viewer.post(step).status_code == 403
    assert viewer.post(f"{step}/undo").status_code == 403
    place.it.post(f"{step}/undo")
    place.it.post(f"{step}/undo")  # nothing to take back any more
    with reading(place.engine) as session:
        row = session.exec(select(StepDone)).one()
        assert row.undone_at is not None
        assert row.undone_by is not None
        assert "{{" not in row.text
    assert "taken back by" in place.it.get(place.address).text
    assert [act for act in place.acts() if act.startswith("step.")] == ["step.ticked", "step.taken_back"]


def test_a_strange_step_is_refused_and_a_form_without_its_token_too(place: Place) -> None:
    assert place.it.post(f"{place.address}/steps/LinkDown/nothing").status_code == 404
    assert place.it.post(f"{place.address}/steps/..%2fx/link-power").status_code == 404
    assert place.it.post(f"{place.address}/steps/NoSuch/link-power/undo").status_code == 404
    assert place.it.post(f"{place.address}/steps/LinkDown/link-power", csrf="false").status_code == 403
    assert place.it.get(f"{place.address}?runbook=NoSuch").status_code == 404


def test_the_cause_chooses_the_runbook_and_another_may_be_followed(place: Place) -> None:
    with transaction(place.engine) as session:
        session.get_one(Outage, place.outage.id).cause = Cause.POWER
    page = place.it.get(place.address).text
    assert 'id="power-ask"' in page
    assert 'id="link-power"' not in page
    assert 'id="link-power"' in place.it.get(f"{place.address}?runbook=LinkDown").text


def test_a_closed_outage_keeps_how_long_the_first_step_and_the_repair_took(place: Place) -> None:
    place.it.post(f"{place.address}/steps/LinkDown/link-power", {"note": "n"})
    with transaction(place.engine) as session:
        row = session.get_one(Outage, place.outage.id)
        row.ended_at = row.started_at + timedelta(hours=3)
        session.exec(select(StepDone)).one().done_at = row.started_at + timedelta(minutes=12)
    page = place.it.get(place.address).text
    assert "12 minutes" in page
    assert "3 hours" in page


def test_what_first_aid_saw_is_readable_and_inert_and_each_sees_what_the_role_may(place: Place) -> None:
    place.saw("around", {"before": None, "links": [], "devices": [{"name": EVIL, "state": "down"}]})
    place.saw("path", {}, error=f"no way {EVIL}")
    place.saw("provider", {"of": "another release"})
    place.saw("horoscope", {"of": "a look that is no more"})
    diff = {"device": "rt", "taken_at": utc_now().isoformat(), "is_recent": True, "added": 1, "removed": 0}
    place.saw("change", {**diff, "diff": [["added", f"no ip route {EVIL}"]]})
    page = place.it.get(place.address).text
    assert EVIL not in page
    assert "Everything else at the school is silent too" in page
    assert "This could not be looked at: no way &lt;script&gt;" in page
    assert "What was seen is told in its data only" in page
    assert "no ip route &lt;script&gt;" in page
    viewer = place.visit(Role.VIEWER).get(place.address).text
    assert "Everything else at the school" in viewer
    assert "no ip route" not in viewer
    school = place.visit(Role.SCHOOL).get(place.address)
    assert school.status_code == 200
    assert "Everything else at the school" not in school.text


def test_first_aid_is_asked_again_by_it_at_most_once_a_minute(place: Place) -> None:
    again = f"{place.address}/first-aid"
    assert place.visit(Role.VIEWER).post(again).status_code == 403
    assert place.it.post(again, csrf="false").status_code == 403
    assert place.it.post(again).headers["location"] == f"{place.address}#first-aid"  # no poller hears
    assert "first_aid.asked" not in place.acts()
    place.saw("path", {"as": 1}, seconds_ago=10)
    page = place.it.get(place.address).text
    assert "It was looked at less than a minute ago" in page


def test_an_article_is_offered_written_found_changed_and_archived(place: Place) -> None:
    assert "This is the 3. outage" in place.it.get(place.address).text
    form = place.it.get(f"/articles/new?outage={place.outage.id}").text
    assert "repeated outage" in form
    refused = place.it.post(f"/articles?outage={place.outage.id}", {"title": "", "body": f"kept {EVIL}"})
    assert refused.status_code == 422
    assert "kept &lt;script&gt;" in refused.text
    written = {"title": f"Branches on the line {EVIL}", "body": f"## Remedy\n\n**Cut** them {EVIL}"}
    address = place.it.post(f"/articles?outage={place.outage.id}", written).headers["location"]
    page = place.it.get(address).text
    assert "<strong>Cut</strong>" in page
    assert EVIL not in page
    outage = place.it.get(place.address).text
    assert "Branches on the line &lt;script&gt;" in outage
    assert "This is the 3. outage" not in outage
    assert address in place.it.get("/articles?q=remedy").text
    assert address not in place.it.get("/articles?q=nothing").text
    place.it.post(address, {"title": "Trees", "body": "Cut them in May."})
    viewer = place.visit(Role.VIEWER)
    assert "Cut them in May." in viewer.get(address).text
    assert viewer.get(f"{address}/edit").status_code == 403
    assert viewer.post(address, written).status_code == 403
    place.it.post(f"{address}/archive")
    assert address not in place.it.get("/articles").text
    assert address in place.it.get("/articles?archived=true").text
    place.it.post(f"{address}/restore")
    assert address in place.it.get("/articles").text
    acts = [act for act in place.acts() if act.startswith("article.")]
    assert acts == ["article.written", "article.changed", "article.archived", "article.restored"]
    with reading(place.engine) as session:
        article = session.exec(select(Article)).one()
        assert (article.subject, article.subject_id, article.runbook) == ("link", place.outage.subject_id, "LinkDown")


def test_another_office_sees_and_writes_nothing_of_it(place: Place) -> None:
    address = place.it.post("/articles", {"title": "Ours", "body": "ours alone, as it is"}).headers["location"]
    with transaction(place.engine) as session:
        other = factories.make_office(session)
    stranger = signed_in(place.settings, place.engine, person_of(place.engine, Role.IT, office=other))
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"title": "Theirs", "body": "theirs from now on"}).status_code == 404
    assert stranger.post(f"{place.address}/steps/LinkDown/link-power").status_code == 404
    assert stranger.post(f"{place.address}/first-aid").status_code == 404
    assert stranger.get(f"/articles/new?outage={place.outage.id}").status_code == 404
    assert stranger.post(f"/articles?outage={place.outage.id}", {"title": "abc", "body": "x" * 20}).status_code == 404
