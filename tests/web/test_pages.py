"""The monitoring pages with a real database behind: hostile names, what a school may see, and how much is asked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from inventory.models.config import ConfigVersion
from inventory.models.device import Device, Health, Interface, Neighbour, Part
from inventory.models.link import Link, LinkSample
from inventory.models.outage import CurrentState, Event, Outage, Probe, State, Subject
from inventory.models.site import Office, Site, SiteKind
from netops.models.alert import Alert, Delivery, OutboxMessage
from netops.models.person import AuditEntry, Role
from netops.models.poller import PollerBeat
from netops.notify.cause.taking import alert_of, take_on
from netops.settings import Settings
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in, visit

EVIL = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"
FORMULA = '=HYPERLINK("http://evil.example")'


@dataclass(frozen=True)
class Place:
    """One school with everything, another beside it."""

    office: Office
    site: Site
    other: Site
    link: Link
    device: Device
    outage: Outage


def furnish(session: Session, office: Office, site: Site, text: str) -> tuple[Link, Device, Outage]:
    """Everything of a school carries the text."""
    provider = factories.make_provider(session, office, name=f"{text} provider")
    link = factories.make_link(session, site, name=f"{text} link", circuit_no=text[:60], provider_id=provider.id)
    device = factories.make_device(
        session, site, name=f"{text} device", model=text, serial=text, sys_descr=text, sys_name=text, vendor=text
    )
    assert link.id is not None
    assert device.id is not None
    now = utc_now()
    for subject, subject_id in ((Subject.LINK, link.id), (Subject.DEVICE, device.id)):
        session.add(
            CurrentState(subject=subject, subject_id=subject_id, state=State.DOWN, since=now, reason=text, rtt_ms=1.0)
        )
    outage = factories.make_outage(session, link, detail=text)
    take_on(alert_of(session, outage), person_id=0, note=text, at=utc_now())
    factories.make_interface(session, device, name=text, alias=text)
    assert outage.id is not None
    session.add_all(
        [
            Probe(outage_id=outage.id, at=now, method="icmp", answered=False, detail=text),
            Part(device_id=device.id, index=1, name=text, model=text, serial=text),
            Health(device_id=device.id, section="sensor", descr=text, value=1.0, unit="V", at=now),
            Neighbour(device_id=device.id, protocol="lldp", remote_name=text, remote_port=text, seen_at=now),
            ConfigVersion(
                device_id=device.id, taken_at=now, checked_at=now, sha256="0" * 64, redacted=text, sealed=b"-"
            ),
            Event(at=now, kind="PortAppeared", site_id=site.id, device_id=device.id, data={"port": text}),
            LinkSample(link_id=link.id, at=now - timedelta(minutes=5), sent=5, received=4, rtt_avg_ms=9.0, rounds=1),
        ]
    )
    session.flush()
    return link, device, outage


@pytest.fixture
def place(engine: Engine) -> Place:
    with transaction(engine) as session:
        office = factories.make_office(session)
        site = factories.make_site(session, office, name=f"โรงเรียน{EVIL}", district=EVIL[:60], address=EVIL)
        other = factories.make_site(session, office, name="โรงเรียนข้างเคียง")
        link, device, outage = furnish(session, office, site, EVIL)
        return Place(office, site, other, link, device, outage)


def addresses(place: Place) -> list[str]:
    """Every page that shows text of the school or its devices."""
    code, device = place.site.code, place.device.id
    return [
        "/",
        "/wall",
        "/board",
        "/schools",
        "/map",
        "/outages",
        f"/outages/{place.outage.id}",
        f"/schools/{code}",
        f"/devices/{device}",
        f"/devices/{device}/ports",
        f"/devices/{device}/configs/1",
        f"/links/{place.link.id}/quality",
        f"/s/{code}",
        "/search?q=script",
        "/search/suggestions?q=script",
        f"/search?q={EVIL}",
        f"/outages?q={EVIL}&district={EVIL}",
    ]


def test_text_from_devices_is_shown_but_never_runs(settings: Settings, engine: Engine, place: Place) -> None:
    browsing = signed_in(settings, engine, person_of(engine, Role.ADMIN, office=place.office))
    for address in addresses(place):
        answer = browsing.get(address)
        assert answer.status_code == 200, address
        assert "<script>alert" not in answer.text, address
        assert "<img" not in answer.text, address
        assert " style=" not in answer.text, address
        assert "onerror=alert(1)>" not in answer.text, address


def test_a_school_sees_its_own_and_nothing_of_its_neighbour(settings: Settings, engine: Engine, place: Place) -> None:
    own = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=place.office, site=place.site))
    other = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=place.office, site=place.other))
    code, link, device, outage = place.site.code, place.link.id, place.device.id, place.outage.id
    theirs = [f"/schools/{code}", f"/links/{link}/quality.json", f"/links/{link}/quality", f"/devices/{device}"]
    theirs += [f"/devices/{device}/ports", f"/outages/{outage}"]
    assert [own.get(address).status_code for address in theirs] == [200] * len(theirs)
    assert [other.get(address).status_code for address in theirs] == [404] * len(theirs)
    assert own.get("/").headers["location"] == "/schools"
    assert other.get("/schools").headers["location"] == f"/schools/{place.other.code}"
    assert "script" not in other.get("/search/suggestions?q=scr").text
    assert f"/outages/{outage}" not in other.get("/outages").text
    assert other.get("/board").status_code == 403


def test_another_office_sees_nothing_at_all(settings: Settings, engine: Engine, place: Place) -> None:
    with transaction(engine) as session:
        elsewhere = factories.make_office(session)
    browsing = signed_in(settings, engine, person_of(engine, Role.ADMIN, office=elsewhere))
    for address in (f"/schools/{place.site.code}", f"/devices/{place.device.id}", f"/outages/{place.outage.id}"):
        assert browsing.get(address).status_code == 404
    answer = browsing.post(f"/outages/{place.outage.id}/acknowledge", {"note": "mine"})
    assert answer.status_code == 404


def test_taking_an_outage_on_is_kept_audited_and_not_for_everybody(
    settings: Settings, engine: Engine, place: Place
) -> None:
    person = person_of(engine, Role.IT, office=place.office)
    with transaction(engine) as session:  # that of the place is taken on already
        outage = factories.make_outage(session, factories.make_link(session, place.other))
    address = f"/outages/{outage.id}/acknowledge"
    viewer = signed_in(settings, engine, person_of(engine, Role.VIEWER, office=place.office))
    assert viewer.post(address, {"note": "x"}).status_code == 403
    browsing = signed_in(settings, engine, person)
    assert browsing.post(address, {"note": "called them"}).headers["location"] == f"/outages/{outage.id}"
    with reading(engine) as session:
        stored = session.exec(select(Alert).where(Alert.outage_id == outage.id)).one()
        assert (stored.acknowledged_by, stored.note) == (person.id, "called them")
        acts = session.exec(select(AuditEntry.action).where(AuditEntry.person_id == person.id)).all()
        assert "alert.acknowledged" in acts
    assert person.name in browsing.get("/outages").text


def test_the_board_is_sent_only_when_it_changed(settings: Settings, engine: Engine, place: Place) -> None:
    browsing = signed_in(settings, engine, person_of(engine, Role.IT, office=place.office))
    first = browsing.get("/board")
    again = browsing.get("/board", if_none_match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    with transaction(engine) as session:
        state = session.get_one(CurrentState, (Subject.LINK, place.link.id))
        state.state = State.UP
    assert browsing.get("/board", if_none_match=first.headers["etag"]).status_code == 200


def test_an_export_has_exactly_the_rows_and_columns_shown(settings: Settings, engine: Engine, place: Place) -> None:
    with transaction(engine) as session:
        site = factories.make_site(session, place.office, name=FORMULA)
        outage = factories.make_outage(session, factories.make_link(session, site), ended_at=utc_now())
        take_on(alert_of(session, outage), person_id=0, note="@SUM(A1)", at=utc_now())
    browsing = signed_in(settings, engine, person_of(engine, Role.SUPPLY, office=place.office))
    query = "standing=ended&columns=site,started,lasted,note"
    rows = list(csv.reader(io.StringIO(browsing.get(f"/outages/export.csv?{query}").content.decode("utf-8-sig"))))
    assert rows[0] == ["School", "Began", "Lasted", "Taken on"]
    assert [row[0] for row in rows[1:]] == [f"'{FORMULA}"]
    assert rows[1][1] == "2026-11-22T03:00:00+00:00"
    assert rows[1][3] == "'@SUM(A1)"
    book = load_workbook(io.BytesIO(browsing.get(f"/outages/export.xlsx?{query}").content))
    cells = list(book.worksheets[0].iter_rows(min_row=2))
    assert (cells[0][0].value, cells[0][0].data_type) == (FORMULA, "s")
    assert cells[0][2].data_type == "n"
    assert browsing.get(f"/outages/export.pdf?{query}").status_code == 404


def test_notices_speak_of_old_data_and_mails_that_do_not_leave(
    settings: Settings, engine: Engine, place: Place
) -> None:
    officer = signed_in(settings, engine, person_of(engine, Role.IT, office=place.office))
    viewer = signed_in(settings, engine, person_of(engine, Role.VIEWER, office=place.office))
    assert "Nothing was polled yet" in officer.get("/notices").text
    with transaction(engine) as session:
        session.add(PollerBeat(kind="icmp", at=utc_now() - timedelta(hours=1), seconds=1.0))
        message = OutboxMessage(
            phase="opened", recipient="a@b.example", message_id="<1@x>", subject="", text="", html=""
        )
        message.state = Delivery.FAILED
        session.add(message)
    assert "The poller is silent" in officer.get("/notices").text
    assert "1 alert message could not be delivered" in officer.get("/notices").text
    assert "could not be delivered" not in viewer.get("/notices").text
    with transaction(engine) as session:
        session.get_one(PollerBeat, "icmp").at = utc_now()
        session.add(Event(at=utc_now(), kind="OfficeUplinkLost", data={"addresses": []}))
    answer = officer.get("/notices").text
    assert "The poller is silent" not in answer
    assert "The office itself is cut off" in answer


def test_the_phone_page_tells_the_public_state_and_whom_to_call_only(
    settings: Settings, engine: Engine, place: Place
) -> None:
    answer = visit(settings, engine).get(f"/s/{place.site.code}")
    assert answer.status_code == 200
    assert place.office.name in answer.text
    for secret in ("provider", place.device.address, place.link.name):
        assert secret not in answer.text
    with transaction(engine) as session:
        factories.make_site(session, place.office, code="57999999", kind=SiteKind.OFFICE)
    assert visit(settings, engine).get("/s/57999999").status_code == 404
    assert visit(settings, engine).get("/s/00000000").status_code == 404


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements sent within."""
    asked: list[str] = []

    def note(*args: object) -> None:
        asked.append(str(args[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


# The pages of an outage, a school and a device are put together of sections, each of which asks its own few.
MOST_STATEMENTS = 22


def test_no_page_asks_more_when_there_are_2000_devices(settings: Settings, engine: Engine, place: Place) -> None:
    """Statements are counted, since time depends on the machine: with many rows a page must not ask row by row."""
    browsing = signed_in(settings, engine, person_of(engine, Role.ADMIN, office=place.office))
    pages = addresses(place)
    before = {address: _statements(engine, browsing, address) for address in pages}
    with transaction(engine) as session:
        for _ in range(40):
            site = factories.make_site(session, place.office)
            assert site.id is not None
            factories.make_outage(session, factories.make_link(session, site))
            session.add_all(Device(site_id=site.id, name=f"d{number}") for number in range(50))
        session.add_all(Interface(device_id=place.device.id or 0, if_index=n, name=f"p{n}") for n in range(2, 50))
    after = {address: _statements(engine, browsing, address) for address in pages}
    assert after == before
    assert max(after.values()) <= MOST_STATEMENTS, after


def _statements(engine: Engine, browsing: Visit, address: str) -> int:
    with counted(engine) as asked:
        assert browsing.get(address).status_code == 200
    return len(asked)


def test_the_label_of_the_rack_leads_to_the_public_page(settings: Settings, engine: Engine, place: Place) -> None:
    own = settings.model_copy(update={"public_url": "http://netops.example"})
    browsing = signed_in(own, engine, person_of(engine, Role.IT, office=place.office))
    answer = browsing.get(f"/schools/{place.site.code}/label").text
    assert f"http://netops.example/s/{place.site.code}" in answer
    assert '<img src="data:image/svg+xml' in answer
    assert " style=" not in answer


def test_schools_are_exported_as_they_are_listed(settings: Settings, engine: Engine, place: Place) -> None:
    browsing = signed_in(settings, engine, person_of(engine, Role.PLANNER, office=place.office))
    text = browsing.get("/schools/export.csv?columns=name,state&state=down").content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [["School", "State"], [place.site.name, "down"]]
