"""Puts the simulated district into an empty database, through the same checks as a form or an import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from pydantic import SecretStr
from sqlmodel import Session, select

from collectors.target import SnmpVersion
from inventory.models.asset import AssetClass
from inventory.models.link import Check
from inventory.models.outage import Cause
from inventory.models.site import Office, Site
from inventory.queries.sight import Sight
from inventory.sla.formula import Formula, PercentPerHour
from inventory.store.acting import By
from inventory.store.asset_classes import begin_book
from inventory.store.assets import AssetDraft, create_asset, set_standing
from inventory.store.calendars import CalendarDraft, create_calendar
from inventory.store.contracts import ContractDraft, create_contract
from inventory.store.credentials import Seal, SnmpDraft, SshDraft, create_credential
from inventory.store.devices import DeviceDraft, create_device
from inventory.store.links import LinkDraft, create_link
from inventory.store.log_sources import LogSourceDraft, create_log_source
from inventory.store.providers import ProviderDraft, create_provider
from inventory.store.sites import ContactDraft, SiteDraft, create_site
from netops.models.person import Person, Role
from netops.people.passwords import hashed
from netops.simulation import network
from netops.simulation.asset_book import NOTE as ASSET_NOTE
from netops.simulation.asset_book import entries
from netops.simulation.asset_life import dispose_in, live_in
from netops.simulation.cli import SSH_PASSWORD, SSH_USER
from netops.simulation.district import COMMUNITY, OFFICE_NAME_EN, District
from netops.simulation.innovations import Ground, add_innovations
from netops.simulation.inspection import seed_inspection
from netops.simulation.need_seed import Where, fill_needs
from netops.simulation.purchases import add_purchases
from netops.simulation.risks import fill_risks
from netops.simulation.silent_line import begin_story
from netops.simulation.specifications import examples
from office.fiscal import FiscalYear
from office.thai_date import BUDDHIST_ERA
from procurement.store.sheets import sheet_of
from procurement.store.spec_lines import add_line, set_line_reason
from procurement.store.specs import approve_spec, check_spec, create_spec
from service.columns import utc_now
from service.invented import OFFICE_CODE, OFFICE_NAME, SILENT, School, code_of

# Remainder of a school's number by eight -> name, days kept, whether somebody looked lately.
LOG_SOURCES = {
    1: ("เครื่องเก็บบันทึกจราจร", 90, True),
    3: ("เซิร์ฟเวอร์ proxy", 90, False),
    6: ("เราเตอร์", 30, True),
}
# No real contract has these figures: an outage of minutes in the demo must come to something.
FORMULA = Formula(rates=(PercentPerHour(percent=Decimal("0.1")),), cap_percent=Decimal(10))
FAR_FROM_ITS_END = timedelta(days=180)  # no reminder of a contract comes while the demo is looked at
NOTE = "ข้อมูลจำลอง ไม่ใช่สถานที่หรือบุคคลจริง (synthetic data)"
PEOPLE = (
    ("admin", "ผู้ดูแลระบบ (จำลอง)", Role.ADMIN),
    ("it", "นักวิชาการคอมพิวเตอร์ (จำลอง)", Role.IT),
    ("supply", "เจ้าหน้าที่พัสดุ (จำลอง)", Role.SUPPLY),
    ("planner", "นักวิเคราะห์นโยบายและแผน (จำลอง)", Role.PLANNER),
    ("director", "ผู้อำนวยการ (จำลอง)", Role.DIRECTOR),
    ("school", "ครูผู้ดูแลโรงเรียน (จำลอง)", Role.SCHOOL),
)


@dataclass(frozen=True)
class Ports:
    """Where the simulation answers."""

    snmp: int
    ssh: int
    smtp: int


def _contacts(school: School) -> tuple[ContactDraft, ...]:
    """One who knows the network; at every third school another who does too."""
    first = ContactDraft(name="ครูผู้ดูแลระบบ (จำลอง)", role="ครู", phone=school.phone, knows="PCM")
    second = ContactDraft(name="ครูผู้ช่วยดูแลระบบ (จำลอง)", role="ครู", phone=school.phone, knows="PCM")
    return (first, second) if school.number % 3 == 0 else (first,)


def _provider(name: str, number: int) -> ProviderDraft:
    """With whom to call and write to: a runbook that says "call the provider" is nothing without the number."""
    email = f"provider{number}@demo.example"
    return ProviderDraft(name=name, phone=f"000-000-10{number:02}", email=email, note=NOTE)


class Seeding:
    """One filling of one database; ids are kept by name while it lasts."""

    def __init__(self, session: Session, district: District, ports: Ports, seal: Seal) -> None:
        self._session = session
        self._district = district
        self._ports = ports
        self._seal = seal
        office = Office(code=OFFICE_CODE, name=OFFICE_NAME, name_en=OFFICE_NAME_EN)
        session.add(office)
        session.flush()
        self._office_id = _id(office)
        self._sites: dict[str, int] = {}
        self._devices: dict[tuple[str, str], int] = {}

    def fill(self, passwords: dict[str, str]) -> None:
        """Everything, with people who sign in by `passwords` (user name to password)."""
        # Open day and night: a newcomer who tries the demo in the evening must not find every school closed.
        always = CalendarDraft(name="เปิดตลอดเวลา (จำลอง)", always_open=True, is_default=True)
        create_calendar(self._session, always, office_id=self._office_id)
        for school in self._district.schools:
            self._add_school(school)
            self._add_log_source(school)
        self._add_devices()
        self._add_circuits()
        self._add_assets()
        fill_needs(self._session, self._district, Where(self._office_id, self._sites), utc_now())
        self._add_specifications()
        self._add_innovations()
        self._add_people(passwords)
        self._add_network_files()
        seed_inspection(self._session, self._office_id, self._sites[self._district.schools[0].code], ("director", "it"))
        supply = self._session.exec(select(Person).where(Person.role == Role.SUPPLY)).first()
        if supply is not None:
            dispose_in(self._session, self._seal, self._office_id, supply, self._district.today)
        fill_risks(self._session, self._office_id, utc_now())
        begin_story(self._session, self._office_id, self._sites[code_of(SILENT)], utc_now())

    def _add_school(self, school: School) -> None:
        draft = SiteDraft(
            code=school.code,
            name=school.name,
            district=school.district,
            sub_district=school.sub_district,
            latitude=school.latitude,
            longitude=school.longitude,
            note=NOTE,
            contacts=_contacts(school),
        )
        self._sites[school.code] = _id(create_site(self._session, draft, office_id=self._office_id))

    def _add_log_source(self, school: School) -> None:
        """Some schools keep their traffic logs, some too short, some say so and nobody looked; most have none."""
        source = LOG_SOURCES.get(school.number % 8)
        if source is None:
            return
        name, days, checked = source
        draft = LogSourceDraft(
            site_id=self._sites[school.code],
            name=name,
            kept_where="เครื่องในโรงเรียน (จำลอง)",
            retention_days=days,
            checked_on=self._district.today - timedelta(days=40) if checked else None,
            note=NOTE,
        )
        create_log_source(self._session, draft, office_id=self._office_id)

    def _add_devices(self) -> None:
        snmp = SnmpDraft(name="อ่านอย่างเดียว (จำลอง)", version=SnmpVersion.V2C, community=SecretStr(COMMUNITY))
        ssh = SshDraft(name="SSH (จำลอง)", username=SSH_USER, password=SecretStr(SSH_PASSWORD))
        snmp_id = _id(create_credential(self._session, snmp, office_id=self._office_id, seal=self._seal))
        ssh_id = _id(create_credential(self._session, ssh, office_id=self._office_id, seal=self._seal))
        for placed in self._district.devices:
            platform = placed.equipment.kind.ssh_platform
            draft = DeviceDraft(
                site_id=self._sites[placed.site_code],
                name=placed.name,
                role=placed.equipment.kind.role,
                parent_id=self._devices[placed.site_code, placed.parent] if placed.parent else None,
                address=placed.equipment.address,
                snmp_port=self._ports.snmp,
                ssh_port=self._ports.ssh,
                snmp_credential_id=snmp_id,
                ssh_credential_id=ssh_id if platform else None,
                ssh_platform=platform,
                acquired_on=placed.acquired_on,
                warranty_until=placed.warranty_until,
                note=NOTE,
            )
            device = create_device(self._session, draft, office_id=self._office_id)
            self._devices[placed.site_code, placed.name] = _id(device)

    def _add_circuits(self) -> None:
        providers = {
            name: _id(create_provider(self._session, _provider(name, number), office_id=self._office_id))
            for number, name in enumerate(sorted({circuit.provider for circuit in self._district.circuits}), start=1)
        }
        contracts = {name: self._add_contract(name, provider_id) for name, provider_id in providers.items()}
        for circuit in self._district.circuits:
            draft = LinkDraft(
                site_id=self._sites[circuit.site_code],
                name=circuit.name,
                provider_id=providers[circuit.provider],
                contract_id=contracts[circuit.provider],
                circuit_no=circuit.circuit_no,
                speed_bps=circuit.speed_mbps * 1_000_000,
                price_satang_month=circuit.price_thb_month * 100,
                contract_start=circuit.contract_start,
                contract_end=circuit.contract_end,
                check=Check.SNMP,
                check_address=circuit.address,
                device_id=self._devices[circuit.site_code, circuit.router],
                note=NOTE,
            )
            create_link(self._session, draft, office_id=self._office_id)

    def _add_contract(self, provider: str, provider_id: int) -> int:
        """Invented terms, by which claims can be tried; prices are those of each link."""
        draft = ContractDraft(
            number=f"จำลอง {provider_id}/{self._district.today.year + BUDDHIST_ERA}",
            name=f"เช่าวงจรของ{provider} (จำลอง)",
            provider_id=provider_id,
            ends_on=FiscalYear.of(self._district.today + FAR_FROM_ITS_END).last,
            response_minutes=60,
            repair_minutes=240,
            excluded=(Cause.POWER, Cause.PLANNED, Cause.OURS),
            least_seconds=60,
            formula=FORMULA,
            note=f"{NOTE} อัตราในสูตรสมมุติขึ้น ไม่ใช่อัตราของสัญญาใด",
        )
        return _id(create_contract(self._session, draft, office_id=self._office_id))

    def _add_assets(self) -> None:
        begin_book(self._session, self._office_id)
        found = self._session.exec(select(AssetClass).where(AssetClass.office_id == self._office_id))
        classes = {row.code: row.id for row in found}
        sight, by = Sight(self._office_id), By("ข้อมูลจำลอง", utc_now())
        for entry in entries(self._district):
            draft = AssetDraft(
                site_id=self._sites[entry.site_code] if entry.site_code else None,
                number=entry.number,
                name=entry.name,
                class_id=classes[entry.class_code],
                brand=entry.brand,
                model=entry.model,
                serial=entry.serial,
                quantity=entry.quantity,
                unit_word="เครื่อง" if entry.class_code == "computer" else "ตัว",
                price_satang=entry.price_baht * 100,
                acquired_on=entry.acquired_on,
                fund=entry.fund,
                method="เฉพาะเจาะจง (จำลอง)",
                device_id=self._devices[entry.device] if entry.device else None,
                note=ASSET_NOTE,
            )
            asset = create_asset(self._session, draft, sight=sight, by=by)
            set_standing(self._session, asset, entry.standing, note=ASSET_NOTE, on=self._district.today, by=by)
        live_in(self._session, self._office_id, self._sites[self._district.schools[0].code], self._district.today)
        add_purchases(self._session, self._office_id, self._district, self._sites, classes["computer"])

    def _add_specifications(self) -> None:
        """One is approved, one waits for the director, one is a draft with findings."""
        by = By("เจ้าหน้าที่พัสดุ (จำลอง)", utc_now())
        for one in examples(self._district, self._sites):
            spec = create_spec(self._session, one.draft, office_id=self._office_id, by=by)
            for draft in one.lines:
                line = add_line(self._session, spec, draft)
                for check, text in one.reasons.items():
                    set_line_reason(self._session, line, check, text)
            if one.is_sent:
                check_spec(self._session, spec, by=by)
            if one.is_approved:
                seen = sheet_of(self._session, spec).fingerprint()
                approve_spec(self._session, spec, seen=seen, by=By("ผู้อำนวยการ (จำลอง)", utc_now()))

    def _add_innovations(self) -> None:
        devices: dict[int, int] = {}
        for (code, _name), device_id in self._devices.items():
            devices.setdefault(self._sites[code], device_id)
        sites = [self._sites[school.code] for school in self._district.schools]
        ground = Ground(self._session, self._office_id, sites, devices, utc_now(), self._district.today)
        add_innovations(ground)

    def _add_network_files(self) -> None:
        officer = self._session.exec(select(Person).where(Person.role == Role.IT)).first()
        if officer is not None:
            sites = [self._session.get_one(Site, self._sites[school.code]) for school in self._district.schools]
            network.add_network(network.Ground(self._session, self._office_id, sites, officer, utc_now()))

    def _add_people(self, passwords: dict[str, str]) -> None:
        first_school = self._sites[self._district.schools[0].code]
        for username, name, role in PEOPLE:
            person = Person(
                office_id=self._office_id,
                site_id=first_school if role is Role.SCHOOL else None,
                username=username,
                name=name,
                email=f"{username}@demo.example",
                role=role,
                alerts=role in {Role.ADMIN, Role.IT},
                password_hash=hashed(passwords[username]),
            )
            self._session.add(person)
        self._session.flush()


def _id(row: object) -> int:
    found = getattr(row, "id", None)
    assert isinstance(found, int)
    return found
