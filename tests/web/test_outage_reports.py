"""What was reported to the provider: written down in order, reckoned by the contract, told in Thai words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.contract import ProviderReport
from inventory.models.outage import Outage, Probe, Subject
from inventory.models.site import Contact, Office
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.inventory.sla.stored import make_contract, make_samples
from tests.web.browsing import Visit, person_of, signed_in
from tests.web.test_admin_inventory import HOSTILE

LOCAL = "%Y-%m-%dT%H:%M"


@pytest.fixture
def office(engine: Engine) -> Office:
    """The reader's."""
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def it(settings: Settings, engine: Engine, office: Office) -> Visit:
    """An IT officer."""
    return signed_in(settings, engine, person_of(engine, Role.IT, office=office))


@pytest.fixture
def outage(engine: Engine, office: Office) -> Outage:
    """A link under a contract, cut off ten hours ago."""
    began = utc_now().replace(second=0, microsecond=0) - timedelta(hours=10)
    with transaction(engine) as session:
        contract = make_contract(session, office)
        site = factories.make_site(session, office, name="โรงเรียนบ้านดอย")
        session.add(Contact(site_id=site.id or 0, name="ครูเอ", phone="0812345678"))
        link = factories.make_link(
            session, site, provider_id=contract.provider_id, contract_id=contract.id, circuit_no="NT-77"
        )
        make_samples(session, link, began.replace(minute=0) - timedelta(hours=1), began + timedelta(hours=11))
        outage = factories.make_outage(session, link, started_at=began, ended_at=None, method="icmp")
        for minute in (0, 1, 2):
            probe = Probe(outage_id=outage.id or 0, at=began + timedelta(minutes=minute), method="icmp", answered=False)
            session.add(probe)
        return outage


def at(outage: Outage, hours: float) -> str:
    """So many hours after it began, as a form types it in Bangkok."""
    return (outage.started_at + timedelta(hours=hours + 7)).strftime(LOCAL)


def test_reports_are_written_down_and_reckoned(it: Visit, engine: Engine, outage: Outage) -> None:
    """Answered after two hours of an agreed one; several reports of one outage, each with who wrote it down."""
    page = it.get(f"/outages/{outage.id}").text
    assert "Reported to the provider" in page
    assert "not begun" in page  # the response time
    new = f"/outages/{outage.id}/reports/new"
    assert "Told by way of" in it.get(new).text  # not how a link is checked
    first = {"reported_at": at(outage, 1), "answered_at": at(outage, 3), "way": "line", "ticket_no": "T-1"}
    assert it.post(new, first).status_code == 303
    assert it.post(new, {"reported_at": at(outage, 5), "way": "phone", "ticket_no": "T-2"}).status_code == 303
    page = it.get(f"/outages/{outage.id}").text
    assert "over by 1 hour" in page
    assert page.index("T-1") < page.index("T-2")
    assert "by LINE" in page
    with reading(engine) as session:
        acts = session.exec(select(AuditEntry.action).where(AuditEntry.subject == "outage")).all()
    assert acts == ["report.created", "report.created"]


def test_the_words_for_the_provider_are_thai_and_whole(it: Visit, outage: Outage) -> None:
    """Whoever reads the page in English tells the provider in Thai: school, circuit, since when, evidence, contact."""
    page = it.get(f"/outages/{outage.id}").text
    text = page.partition('id="fault-text" lang="th">')[2].partition("</pre>")[0]
    for part in ("แจ้งเหตุขัดข้องวงจรอินเทอร์เน็ต", "โรงเรียนบ้านดอย", "NT-77", "ไม่ตอบ 3 รอบ", "ครูเอ", "0812345678"):
        assert part in text
    assert 'data-copy="fault-text"' in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "reported_at"),
        ({"reported_at": "yesterday"}, "reported_at"),
        ({"reported_at": 11}, "reported_at"),
        ({"reported_at": -2}, "reported_at"),
        ({"reported_at": 2, "answered_at": 1}, "answered_at"),
        ({"reported_at": 2, "repaired_at": 1}, "repaired_at"),
        ({"reported_at": 2, "arrived_at": 4, "repaired_at": 3}, "repaired_at"),
        ({"reported_at": 2, "ticket_no": "1" * 121}, "ticket_no"),
    ],
)
def test_moments_stand_in_order_and_not_in_the_future(
    it: Visit, engine: Engine, outage: Outage, typed: dict[str, object], field: str
) -> None:
    """Refused at the field, nothing stored."""
    form = {name: at(outage, value) if isinstance(value, int) else str(value) for name, value in typed.items()}
    answer = it.post(f"/outages/{outage.id}/reports/new", form)
    assert answer.status_code == 422
    assert f'id="f-outages-{outage.id}-reports-new-{field}-more"' in answer.text
    with reading(engine) as session:
        assert session.exec(select(ProviderReport)).all() == []


def test_a_report_is_put_right_and_taken_away(it: Visit, engine: Engine, outage: Outage) -> None:
    """The audit log keeps both."""
    it.post(f"/outages/{outage.id}/reports/new", {"reported_at": at(outage, 1), "note": HOSTILE})
    with reading(engine) as session:
        report = session.exec(select(ProviderReport)).one()
    url = f"/outages/{outage.id}/reports/{report.id}"
    assert HOSTILE not in it.get(url).text
    assert HOSTILE not in it.get(f"/outages/{outage.id}").text
    changed = it.post(url, {"reported_at": at(outage, 1), "repaired_at": at(outage, 2), "note": ""})
    assert changed.status_code == 303
    assert it.post(f"{url}/remove").status_code == 303
    with reading(engine) as session:
        assert session.exec(select(ProviderReport)).all() == []
        acts = session.exec(select(AuditEntry.action).where(AuditEntry.subject == "outage")).all()
    assert acts == ["report.created", "report.changed", "report.removed"]


def test_the_outage_of_a_device_has_no_provider(it: Visit, engine: Engine, office: Office) -> None:
    """No section, no form."""
    with transaction(engine) as session:
        device = factories.make_device(session, factories.make_site(session, office))
        outage = Outage(
            subject=Subject.DEVICE,
            subject_id=device.id or 0,
            site_id=device.site_id,
            started_at=factories.AT,
            confirmed_at=factories.AT,
        )
        session.add(outage)
        session.flush()
        outage_id = outage.id
    assert "Reported to the provider" not in it.get(f"/outages/{outage_id}").text
    assert it.get(f"/outages/{outage_id}/reports/new").status_code == 404
