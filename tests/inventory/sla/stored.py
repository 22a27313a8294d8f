"""The twelve outages of november.py as rows: a link under a contract, watched every five minutes."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlmodel import Session

from inventory.models.contract import Contract, ProviderReport
from inventory.models.link import Link
from inventory.models.outage import Event, MaintenanceWindow, Outage, Probe, Subject
from inventory.models.site import Office
from inventory.store.polling import save_samples
from tests.factories import make_link, make_office, make_provider, make_site
from tests.inventory.sla.november import CUTS, PRICE_SATANG, local

_numbers = count(1)
TERMS: dict[str, Any] = {
    "excluded": ["power", "planned", "ours"],
    "least_seconds": 300,
    "repair_minutes": 240,
    "response_minutes": 60,
    "formula": {"rates": [{"kind": "percent_per_hour", "percent": "0.035"}]},
}


def make_contract(session: Session, office: Office, **values: Any) -> Contract:
    """The contract of the table: all hours of every day."""
    given = {"office_id": office.id, "number": f"{next(_numbers)}/2569", **TERMS}
    if "provider_id" not in values:
        values["provider_id"] = make_provider(session, office).id
    contract = Contract(**given | values)
    session.add(contract)
    session.flush()
    return contract


def make_november(session: Session, office: Office | None = None, **values: Any) -> Link:
    """A link with the outages of the table, their probes, reports, and samples from 30 October to 2 December."""
    office = office or make_office(session)
    contract = make_contract(session, office, **values)
    site = make_site(session, office)
    link = make_link(
        session, site, provider_id=contract.provider_id, contract_id=contract.id, price_satang_month=PRICE_SATANG
    )
    for cut in CUTS:
        outage = Outage(
            subject=Subject.LINK,
            subject_id=link.id or 0,
            site_id=site.id or 0,
            started_at=cut.started_at,
            confirmed_at=cut.started_at + timedelta(seconds=90),
            ended_at=cut.ended_at,
            method="icmp",
            cause=cut.cause,
        )
        session.add(outage)
        session.flush()
        assert outage.id is not None
        session.add(Probe(outage_id=outage.id, at=cut.started_at, method="icmp", answered=False, sent=5))
        for report in cut.reports:
            session.add(
                ProviderReport(
                    outage_id=outage.id, reported_at=report.reported_at, answered_at=report.answered_at, ticket_no="T1"
                )
            )
    session.add(Event(at=local("11-10 09:30:00"), kind="OfficeUplinkLost", data={}))
    session.add(Event(at=local("11-10 10:15:00"), kind="OfficeUplinkRestored", data={}))
    session.add(
        MaintenanceWindow(
            office_id=office.id or 0,
            subject=Subject.SITE,
            subject_id=site.id or 0,
            starts_at=local("11-13 00:00:00"),
            ends_at=local("11-13 02:00:00"),
        )
    )
    make_samples(session, link, local("10-30 00:00:00"), local("12-03 00:00:00"))
    session.flush()
    return link


def make_samples(session: Session, link: Link, start: datetime, end: datetime) -> None:
    """Five-minute samples in which every round was answered within 10 to 15 ms."""
    rows: list[dict[str, Any]] = []
    at = start
    while at < end:
        rtt = 10.0 + len(rows) % 6
        rows.append(
            {
                "link_id": link.id,
                "at": at,
                "sent": 50,
                "received": 50,
                "rtt_min_ms": rtt - 1,
                "rtt_avg_ms": rtt,
                "rtt_p95_ms": rtt + 2,
                "rtt_max_ms": rtt + 5,
                "jitter_ms": 0.5,
                "rounds": 10,
                "rounds_down": 0,
                "rounds_closed": 0,
                "rounds_maintenance": 0,
                "rounds_unknown": 0,
            }
        )
        at += timedelta(minutes=5)
    save_samples(session, rows)
