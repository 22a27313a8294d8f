"""The inventory's pages: lists, forms with their refusals, archive, export; hostile text and keys stay harmless."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.device import Device, DeviceCertificate
from inventory.models.link import Link
from inventory.models.outage import MaintenanceWindow, Subject
from inventory.models.site import Calendar, Office, Site
from netops.models.person import Role
from netops.settings import Settings
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
LISTS = ("devices", "links", "sites", "providers", "calendars", "maintenance", "credentials")


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def it(settings: Settings, engine: Engine, office: Office) -> Visit:
    """An IT officer at the pages."""
    return signed_in(settings, engine, person_of(engine, Role.IT, office=office))


@pytest.fixture
def site(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, office)


@pytest.mark.parametrize("tab", LISTS)
def test_a_list_without_rows_is_a_calm_page(it: Visit, tab: str) -> None:
    answer = it.get(f"/inventory/{tab}")
    assert answer.status_code == 200
    assert '<tr class="empty-row">' in answer.text


def test_a_school_is_added_corrected_and_archived(it: Visit, engine: Engine) -> None:
    assert 'name="contacts.1.phone"' in it.get("/inventory/sites/new").text
    typed = {"code": "123", "name": "บ้านดอย", "latitude": "19.9", "longitude": "", "contacts.1.name": "ครูเอ"}
    refused = it.post("/inventory/sites/new", typed)
    assert refused.status_code == 422
    assert "exactly 8 digits" in refused.text
    assert 'value="บ้านดอย"' in refused.text
    assert 'value="ครูเอ"' in refused.text
    saved = it.post("/inventory/sites/new", typed | {"code": "57010001", "longitude": "99.8"})
    assert (saved.status_code, saved.headers["location"]) == (303, "/schools/57010001")
    with reading(engine) as session:
        row = session.exec(select(Site)).one()
    assert "ครูเอ" in it.get(f"/inventory/sites/{row.id}").text
    it.post(f"/inventory/sites/{row.id}/remove")
    assert "57010001" not in it.get("/inventory/sites").text
    assert "57010001" in it.get("/inventory/sites?archived=yes").text
    it.post(f"/inventory/sites/{row.id}/restore")
    assert "57010001" in it.get("/inventory/sites").text


def test_a_link_is_typed_in_the_units_of_its_contract(it: Visit, engine: Engine, site: Site) -> None:
    typed = {
        "site_id": str(site.id),
        "name": "หลัก",
        "check": "icmp",
        "speed_mbps": "1,000",
        "price_baht_month": "๑๒๙๐.50",
    }
    assert it.post("/inventory/links/new", typed).status_code == 303
    with reading(engine) as session:
        link = session.exec(select(Link)).one()
    assert (link.speed_bps, link.price_satang_month) == (1_000_000_000, 129_050)
    page = it.get(f"/inventory/links/{link.id}").text
    assert 'value="1000"' in page
    assert 'value="1290.5"' in page
    refused = it.post(f"/inventory/links/{link.id}", typed | {"speed_mbps": "fast"})
    assert refused.status_code == 422
    assert "A whole number is needed" in refused.text


def test_a_device_form_knows_the_school_it_was_opened_from(it: Visit, engine: Engine, site: Site) -> None:
    with transaction(engine) as session:
        router = factories.make_device(session, site, name="router-of-school")
    form = it.get(f"/inventory/devices/new?site_id={site.id}").text
    assert f'<option value="{site.id}" selected>' in form
    assert "router-of-school" in form
    typed = {"site_id": str(site.id), "name": "sw2", "address": "10.0.0.2", "snmp_port": "161", "ssh_port": "22"}
    assert it.post("/inventory/devices/new", typed | {"https_port": "70000"}).status_code == 422
    given = {"parent_id": str(router.id), "monitored": "no", "https_port": "๔๔๓"}
    saved = it.post("/inventory/devices/new", typed | given)
    assert saved.status_code == 303
    with reading(engine) as session:
        device = session.exec(select(Device).where(Device.name == "sw2")).one()
    assert (device.parent_id, device.monitored, device.https_port) == (router.id, False, 443)
    with transaction(engine) as session:
        now = utc_now()
        ends_at = datetime(2027, 3, 1, tzinfo=UTC)
        session.add(DeviceCertificate(device_id=device.id or 0, port=443, ends_at=ends_at, read_at=now))
    assert "1 Mar 2027" in it.get(f"/devices/{device.id}").text
    assert it.post(f"/inventory/devices/{device.id}", typed | given | {"https_port": ""}).status_code == 303
    assert "Certificate valid until" not in it.get(f"/devices/{device.id}").text
    loop = it.post(f"/inventory/devices/{router.id}", typed | {"name": "rt", "parent_id": str(device.id)})
    assert "A device cannot stand behind itself" in loop.text


def test_a_calendar_and_a_window_are_typed_in_local_time(it: Visit, engine: Engine, site: Site) -> None:
    calendar = {"name": "ปกติ", "is_default": "yes", "hours.0.weekday": "0", "hours.0.opens": "08:00"}
    refused = it.post("/inventory/calendars/new", calendar | {"hours.0.closes": "07:00"})
    assert "Closes before it opens" in refused.text
    assert it.post("/inventory/calendars/new", calendar | {"hours.0.closes": "16:30"}).status_code == 303
    window = {"what": f"site:{site.id}", "starts_at": "2026-11-23T08:00", "ends_at": "2026-11-23T10:00"}
    assert it.post("/inventory/maintenance/new", window).status_code == 303
    with reading(engine) as session:
        assert session.exec(select(Calendar)).one().is_default
        stored = session.exec(select(MaintenanceWindow)).one()
    assert (stored.subject, stored.starts_at.isoformat()) == (Subject.SITE, "2026-11-23T01:00:00+00:00")
    assert 'value="2026-11-23T08:00"' in it.get(f"/inventory/maintenance/{stored.id}").text


def test_work_that_comes_again_is_planned_shown_ended_for_this_time_and_for_good(it: Visit, engine: Engine) -> None:
    with transaction(engine) as session:
        office = session.exec(select(Office)).one()
        provider = factories.make_provider(session, office, name="ผู้ให้บริการทดสอบ")
    begins = utc_now().astimezone(ZoneInfo("Asia/Bangkok")) - timedelta(minutes=30)
    window = {
        "what": f"provider:{provider.id}",
        "starts_at": f"{begins:%Y-%m-%dT%H:%M}",
        "ends_at": f"{begins + timedelta(hours=2):%Y-%m-%dT%H:%M}",
        "repeats_until": f"{begins + timedelta(days=30):%Y-%m-%d}",
    }
    assert "On which days does it come again?" in it.post("/inventory/maintenance/new", window).text
    days = {f"weekday_{day}": "yes" for day in range(7)}
    too_long = window | days | {"ends_at": f"{begins + timedelta(days=2):%Y-%m-%dT%H:%M}"}
    assert "One that comes again lasts at most a day" in it.post("/inventory/maintenance/new", too_long).text
    assert it.post("/inventory/maintenance/new", window | days).status_code == 303
    listed = it.get("/inventory/maintenance").text
    assert "ผู้ให้บริการทดสอบ" in listed
    assert "every day" in listed
    assert "in force" in listed
    with reading(engine) as session:
        stored = session.exec(select(MaintenanceWindow)).one()
    address = f"/inventory/maintenance/{stored.id}"
    form = it.get(address).text
    assert form.count("checked") >= 7
    assert "End this time" in form
    assert it.post(f"{address}/lift").status_code == 303
    assert "in force" not in it.get("/inventory/maintenance").text
    assert it.post(f"{address}/lift").status_code == 422
    assert it.post(f"{address}/remove").status_code == 303
    with reading(engine) as session:
        stored = session.exec(select(MaintenanceWindow)).one()  # one row, however often it came
    assert stored.ended_at is not None
    assert stored.lifted_until is not None


def test_a_credential_is_never_shown_again(it: Visit) -> None:
    saved = it.post("/inventory/credentials/snmp/new", {"name": "ทั่วไป", "version": "2c", "community": "CANARY"})
    assert saved.status_code == 303
    typed = {"name": "x", "version": "3", "user": "", "auth_key": "CANARY-TWO"}
    refused = it.post("/inventory/credentials/snmp/new", typed)
    assert refused.status_code == 422
    listed = it.get("/inventory/credentials").text
    form = it.get("/inventory/credentials/snmp/1").text
    assert "ทั่วไป" in listed
    assert "CANARY" not in refused.text + listed + form
    assert it.get("/inventory/credentials/ssh/1").status_code == 404


def test_what_devices_say_is_shown_as_text(it: Visit, engine: Engine, site: Site) -> None:
    with transaction(engine) as session:
        values = {"vendor": HOSTILE, "model": HOSTILE, "sys_name": HOSTILE, "serial": "=cmd|'/C calc'!A0"}
        device = factories.make_device(session, site, note=HOSTILE, **values)
    columns = "name,vendor,model,sys_name,serial,note"
    for url in (f"/inventory/devices?columns={columns}", f"/inventory/devices/{device.id}"):
        page = it.get(url).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    csv = it.get(f"/inventory/devices/export.csv?columns={columns}").content.decode("utf-8-sig")
    assert "'=cmd" in csv
    book = load_workbook(io.BytesIO(it.get(f"/inventory/devices/export.xlsx?columns={columns}").content))
    cells = [cell for row in book.active.iter_rows() for cell in row]  # type: ignore[union-attr]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(str(cell.value).startswith("=cmd") for cell in cells)


@pytest.mark.parametrize(
    "query", ["sort=1;drop table device", "sort=-password", "columns=id,site_id", "q=%25'--", "state='or 1=1"]
)
def test_keys_from_the_address_never_reach_sql(it: Visit, engine: Engine, site: Site, query: str) -> None:
    with transaction(engine) as session:
        factories.make_device(session, site)
    assert it.get(f"/inventory/devices?{query}").status_code == 200
    with reading(engine) as session:
        assert len(session.exec(select(Device)).all()) == 1


def test_an_export_is_what_is_shown(it: Visit, engine: Engine, office: Office) -> None:
    with transaction(engine) as session:
        for name, speed in (("โรงเรียนก", 100_000_000), ("โรงเรียนข", 200_000_000)):
            factories.make_link(session, factories.make_site(session, office, name=name), name="main", speed_bps=speed)
    text = it.get("/inventory/links/export.csv?q=โรงเรียนข&columns=site,speed_bps").content.decode("utf-8-sig")
    assert text.splitlines() == ["School,Speed (Mbit/s)", "โรงเรียนข,200.0"]


@pytest.mark.parametrize("role", [Role.SUPPLY, Role.VIEWER, Role.DIRECTOR, Role.SCHOOL])
def test_only_it_people_change_the_inventory(
    settings: Settings, engine: Engine, office: Office, site: Site, role: Role
) -> None:
    person = person_of(engine, role, office=office, site=site if role is Role.SCHOOL else None)
    visit = signed_in(settings, engine, person)
    for path in ("sites", "links", "devices", "providers", "calendars", "maintenance", "credentials/snmp"):
        assert visit.get(f"/inventory/{path}/new").status_code == 403
        assert visit.post(f"/inventory/{path}/new", {"name": "x"}).status_code == 403
    assert "/inventory/devices/new" not in visit.get("/inventory/devices").text


def test_a_post_without_the_token_changes_nothing(it: Visit, engine: Engine) -> None:
    assert it.post("/inventory/providers/new", {"name": "ก"}, csrf="wrong").status_code == 403
    assert "ก</a>" not in it.get("/inventory/providers").text
