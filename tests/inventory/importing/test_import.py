"""Whole files into the tables of both databases: all or nothing, again without change, and every problem named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from collectors.target import SnmpCredential
from inventory.importing.apply import apply, import_file
from inventory.importing.columns import Kind
from inventory.importing.plan import Act, ImportPreview, RefusedImportError
from inventory.importing.preview import preview
from inventory.models.credential import Credential
from inventory.models.device import Device
from inventory.models.link import Check, Link, Provider
from inventory.models.site import Contact, Office, Site
from netops.vault import Vault
from service.database import reading
from tests.factories import make_office

CANARY = "canary-9f2c"
SITES = """site_code,name,district,latitude,longitude
57010001,โรงเรียนบ้านหนึ่ง,เมือง,19.9,99.8
๕๗๐๑๐๐๐๒,โรงเรียนบ้านสอง,แม่จำลอง,,
"""
LINKS = """site_code,name,provider,circuit_no,speed_mbps,price_thb_month,check,check_address,contract_end
57010001,main,ผู้ให้บริการ ก,0012,500,1290.50,icmp,127.0.0.1,2027-09-30
57010001,spare,ผู้ให้บริการ ข,,100,,tcp:443,school.example,
57010002,main,ผู้ให้บริการ ก,0013,๓๐๐,๖๔๙,snmp,127.0.0.2,
"""
DEVICES = f"""site_code,name,address,snmp_port,snmp_version,community,role,parent
57010001,sw1,127.0.0.3,,2c,{CANARY},switch,rt1
57010001,rt1,127.0.0.2,16100,2c,{CANARY},router,
57010002,sw1,127.0.0.4,161,1,{CANARY},switch,57010001/rt1
57010002,ap1,,,,,ap,sw1
"""


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with reading(database) as session:
        yield session


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


class Files:
    """Imports text as a file of the office."""

    def __init__(self, session: Session, office: Office, vault: Vault) -> None:
        self.session, self.vault = session, vault
        assert office.id is not None
        self.office_id = office.id

    def look(self, kind: Kind, text: str) -> ImportPreview:
        return preview(self.session, kind, text.encode(), office_id=self.office_id, secrets=self.vault)

    def take(self, kind: Kind, text: str) -> ImportPreview:
        data = text.encode()
        return import_file(self.session, kind, data, office_id=self.office_id, secrets=self.vault)


@pytest.fixture
def files(session: Session, office: Office, vault: Vault) -> Files:
    return Files(session, office, vault)


@pytest.fixture
def district(files: Files) -> Files:
    files.take(Kind.SITES, SITES)
    files.take(Kind.LINKS, LINKS)
    files.take(Kind.DEVICES, DEVICES)
    return files


def refusals(plan: ImportPreview) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.value) for problem in plan.problems]


def test_three_files_make_a_district(district: Files, session: Session, vault: Vault) -> None:
    sites = {site.code: site for site in session.exec(select(Site))}
    assert sites["57010001"].latitude == 19.9
    assert sites["57010002"].latitude is None
    links = {(link.site_id, link.name): link for link in session.exec(select(Link))}
    main = links[sites["57010001"].id or 0, "main"]
    assert (main.circuit_no, main.speed_bps, main.price_satang_month) == ("0012", 500_000_000, 129_050)
    spare = links[sites["57010001"].id or 0, "spare"]
    assert (spare.check, spare.check_port, spare.check_address) == (Check.TCP, 443, "school.example")
    assert len(session.exec(select(Provider)).all()) == 2
    devices = {(device.site_id, device.name): device for device in session.exec(select(Device))}
    router = devices[sites["57010001"].id or 0, "rt1"]
    assert router.snmp_port == 16100
    assert devices[sites["57010001"].id or 0, "sw1"].parent_id == router.id
    assert devices[sites["57010002"].id or 0, "sw1"].parent_id == router.id
    stored = session.exec(select(Credential)).all()
    assert sorted(each.name for each in stored) == ["import v1 1", "import v2c 1"]
    assert router.snmp_credential_id in {each.id for each in stored}
    opened = SnmpCredential.model_validate_json(vault.unseal(stored[0].sealed))
    assert opened.community.get_secret_value() == CANARY


@pytest.mark.parametrize(("kind", "text"), [(Kind.SITES, SITES), (Kind.LINKS, LINKS), (Kind.DEVICES, DEVICES)])
def test_the_same_file_again_changes_nothing(district: Files, session: Session, kind: Kind, text: str) -> None:
    before = {table: len(session.exec(select(table)).all()) for table in (Site, Link, Device, Credential, Provider)}
    plan = district.take(kind, text)
    assert {row.act for row in plan.rows} == {Act.SAME}
    after = {table: len(session.exec(select(table)).all()) for table in (Site, Link, Device, Credential, Provider)}
    assert before == after


def test_a_changed_cell_is_told_before_it_is_taken(district: Files, session: Session) -> None:
    text = LINKS.replace("1290.50", "990")
    plan = district.look(Kind.LINKS, text)
    changed = [row for row in plan.rows if row.act is Act.CHANGED]
    assert [(row.key, row.changes) for row in changed] == [("57010001/main", {"price_satang_month": [129_050, 99_000]})]
    assert plan.count(Act.SAME) == 2
    apply(session, plan, office_id=district.office_id, secrets=district.vault)
    assert session.exec(select(Link.price_satang_month).where(Link.circuit_no == "0012")).one() == 99_000


def test_columns_that_are_not_in_the_file_keep_what_is_stored(district: Files, session: Session) -> None:
    district.take(Kind.SITES, "site_code,name,contact_name,contact_phone\n57010001,ชื่อใหม่,ครูจำลอง,053-000000\n")
    site = session.exec(select(Site).where(Site.code == "57010001")).one()
    assert (site.name, site.district, site.latitude) == ("ชื่อใหม่", "เมือง", 19.9)
    assert session.exec(select(Contact.phone)).one() == "053-000000"


def test_one_wrong_row_stops_the_whole_file(files: Files, session: Session) -> None:
    with pytest.raises(RefusedImportError) as caught:
        files.take(Kind.SITES, SITES + "1010003,โรงเรียนศูนย์หาย,,95,100\n57010001,ซ้ำ,,,\n57010009,,,,\n")
    assert session.exec(select(Site)).all() == []
    found = [(problem.row, problem.column, problem.value) for problem in caught.value.problems]
    assert found == [(4, "site_code", "1010003"), (5, "name", "ซ้ำ"), (6, "name", "")]


@pytest.mark.parametrize(
    ("header", "column"),
    [("site_code,name,colour", "colour"), ("site_code,name,name", "name"), ("site_code,district", "name")],
)
def test_headings_are_checked_first(files: Files, header: str, column: str) -> None:
    plan = files.look(Kind.SITES, f"{header}\n57010001,x,y\n")
    assert refusals(plan) == [(1, column, column)]
    assert plan.rows == ()


def test_thai_headings_are_understood(files: Files) -> None:
    plan = files.look(Kind.SITES, "รหัสโรงเรียน,ชื่อโรงเรียน,อำเภอ,ละติจูด,ลองจิจูด\n57010001,ก,ข,๑๙.๙,๙๙.๘\n")
    assert plan.ok
    assert plan.count(Act.NEW) == 1


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("57019999,x,,,,,,", "site_code", "import the schools first"),
        ("57010001,x,,,,,,nobody", "parent", "no such device"),
        ("57010001,x,,,,,,57010002/rt1", "parent", "no such device"),
        ("57010001,rt1,,,,,,sw1", "parent", "stand behind itself"),
        ("57010001,x,,,,,,x", "parent", "stand behind itself"),
        (f"57010001,x,,,4,{CANARY},,", "snmp_version", "One of"),
        ("57010001,x,,,3,,,", "credential", "stored set"),
        ("57010001,x,http://x/,,,,,", "address", "host name"),
        ("57010001,x,,99999,,,,", "snmp_port", "At most 65535"),
        (f"57010001,x,{CANARY},,,,,,extra", "", "more cells"),
    ],
)
def test_a_refused_device_says_why(district: Files, row: str, column: str, reason: str) -> None:
    plan = district.look(Kind.DEVICES, DEVICES.splitlines()[0] + f"\n{row}\n")
    assert [problem.column for problem in plan.problems] == [column]
    assert reason in plan.problems[0].text()


def test_a_loop_within_the_file_names_each_of_its_rows(district: Files) -> None:
    rows = "57010001,a,,,,,,b\n57010001,b,,,,,,c\n57010001,c,,,,,,a\n57010001,d,,,,,,a\n"
    plan = district.look(Kind.DEVICES, DEVICES.splitlines()[0] + "\n" + rows)
    assert [problem.row for problem in plan.problems] == [2, 3, 4]


def test_a_community_is_never_repeated(district: Files) -> None:
    header = "site_code,name,community,credential\n"
    plan = district.look(Kind.DEVICES, f"{header}57010001,x,{CANARY},some set\n57010001,new,{CANARY}2,\n")
    assert refusals(plan) == [(2, "community", "***")]
    assert CANARY not in repr(plan)


def test_an_archived_entry_comes_back(district: Files, session: Session) -> None:
    device = session.exec(select(Device).where(Device.name == "rt1")).one()
    device.archived_at = device.created_at
    session.add(device)
    session.flush()
    plan = district.take(Kind.DEVICES, DEVICES)
    assert [row.key for row in plan.rows if row.act is Act.CHANGED] == ["57010001/rt1"]
    assert device.archived_at is None


@pytest.mark.parametrize(
    ("kind", "row", "columns"),
    [
        (
            Kind.LINKS,
            "57019999,main,,1.2E+08,fast,dear,ping,127.0.0.1,30/09/70",
            ["site_code", "circuit_no", "speed_mbps", "price_thb_month", "contract_end", "check"],
        ),
        (Kind.DEVICES, "57019999,sw1,127.0.0.3,161,4,,switch,", ["site_code", "snmp_version"]),
    ],
)
def test_every_wrong_cell_of_a_row_is_named_at_once(district: Files, kind: Kind, row: str, columns: list[str]) -> None:
    heading = {Kind.LINKS: LINKS, Kind.DEVICES: DEVICES}[kind].splitlines()[0]
    assert [problem.column for problem in district.look(kind, f"{heading}\n{row}\n").problems] == columns
