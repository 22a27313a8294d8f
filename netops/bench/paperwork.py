"""What people's work leaves in a database, for measuring pages: configurations, mails, uploads and finished work."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta

from sqlalchemy import insert, select
from sqlmodel import Session, col

from inventory.exporting import exported
from inventory.importing.columns import Kind
from inventory.importing.plan import Act
from inventory.models.config import ConfigVersion
from inventory.models.contract import Contract, ProviderReport
from inventory.models.credential import Credential, CredentialKind
from inventory.models.link import Link
from inventory.models.outage import MaintenanceWindow, Outage, Subject
from inventory.store.acting import ForOffice
from inventory.store.claims import draft_claim
from netops.models.alert import Alert, AlertKind, Delivery, OutboxMessage
from netops.models.job import Job, JobState
from netops.vault import Vault
from netops.web.pages.jobs import CRITERIA_UPLOAD
from procurement.criteria.draft import EditionDraft
from procurement.criteria.edition import Certainty, Listing, Scope
from procurement.criteria.shipped import DATA


def add_configs(session: Session, vault: Vault, how_many: int, now: datetime) -> None:
    """Ten versions of each of the first devices, with two lines that differ from one to the next."""
    sealed = vault.seal("configuration")
    ports = "".join(f"interface GigabitEthernet1/0/{port}\n description room {port}\n!\n" for port in range(1, 300))
    session.execute(
        insert(ConfigVersion),
        [
            {
                "device_id": number // 10 + 1,
                "taken_at": now - timedelta(days=number % 10),
                "checked_at": now - timedelta(days=number % 10),
                "sha256": f"{number:064}",
                "redacted": f"hostname sim\n! version {number}\n{ports}end {number}\n",
                "sealed": sealed,
            }
            for number in range(how_many)
        ],
    )
    session.add(
        MaintenanceWindow(
            office_id=1,
            subject=Subject.SITE,
            subject_id=1,
            starts_at=now,
            ends_at=now + timedelta(hours=2),
            note="bench",
        )
    )


def add_agreement(session: Session, now: datetime) -> None:
    """A contract for the first link, an outage of it that was reported, and the claim of last month."""
    month = (now.replace(day=1) - timedelta(days=1)).date()
    formula: dict[str, object] = {"rates": [{"kind": "percent_per_hour", "percent": "0.035"}]}
    session.add(Contract(id=1, office_id=1, provider_id=1, number="1/2569", formula=formula))
    session.flush()
    link = session.get_one(Link, 1)
    link.contract_id, link.provider_id, link.price_satang_month = 1, 1, 107_000
    outage = select(col(Outage.id)).where(col(Outage.subject) == Subject.LINK).order_by(col(Outage.id)).limit(1)
    session.add(ProviderReport(outage_id=session.execute(outage).scalar_one(), reported_at=now, ticket_no="1"))
    session.add(draft_claim(session, 1, month, ForOffice(1, now)))


def add_mails(session: Session, how_many: int, now: datetime) -> None:
    """Sent ones, some given up, each of an alert of its own."""
    outages = session.execute(select(col(Outage.id), col(Outage.subject), col(Outage.subject_id), col(Outage.site_id)))
    chosen = list(outages)[-how_many:]
    alerts = [
        {
            "id": number,
            "kind": AlertKind.LINK_DOWN if subject is Subject.LINK else AlertKind.DEVICE_DOWN,
            "subject": subject,
            "subject_id": subject_id,
            "outage_id": outage_id,
            "site_id": site_id,
            "started_at": now - timedelta(hours=number),
        }
        for number, (outage_id, subject, subject_id, site_id) in enumerate(chosen, start=1)
    ]
    session.execute(insert(Alert), alerts)
    session.execute(
        insert(OutboxMessage),
        [
            {
                "alert_id": alert["id"],
                "phase": "opened",
                "recipient": "it@bench.example",
                "message_id": f"<{alert['id']}@bench.example>",
                "subject": "ลิงก์ขัดข้อง (จำลอง)",
                "text": "ข้อความ " * 100,
                "html": "<p>ข้อความ</p>" * 100,
                "state": Delivery.FAILED if number % 400 == 0 else Delivery.SENT,
                "created_at": alert["started_at"],
                "sent_at": alert["started_at"],
            }
            for number, alert in enumerate(alerts)
        ],
    )


def _edition() -> Job:
    """A whole edition of price criteria that waits for its yes: what was shipped, under another name."""
    shipped = DATA / "computer-2568-12.csv"
    draft = EditionDraft(
        listing=Listing.COMPUTER,
        name="bench",
        announced_on=date(2026, 1, 1),
        effective_from=date(2026, 1, 1),
        scope=Scope.WHOLE,
        certainty=Certainty.READ,
        source="bench",
    )
    request = draft.model_dump(mode="json")
    return Job(
        office_id=1,
        kind=CRITERIA_UPLOAD,
        title=shipped.name,
        state=JobState.DONE,
        request=request,
        payload=shipped.read_bytes(),
    )


def add_jobs(session: Session, vault: Vault, now: datetime) -> None:
    """An upload of every device that waits for its yes, and work that is done."""
    session.add(Credential(office_id=1, name="bench ssh", kind=CredentialKind.SSH, sealed=vault.seal("{}")))
    titles, rows = exported(session, Kind.DEVICES, office_id=1)
    file = io.StringIO()
    csv.writer(file).writerows([titles, *rows])
    upload = Job(id=1, office_id=1, kind="upload", title="devices.csv", state=JobState.DONE)
    upload.request = {"kind": Kind.DEVICES.value}
    upload.payload = vault.seal(file.getvalue().encode().decode("latin-1"))
    session.add(upload)
    session.flush()
    session.add(_edition())
    session.execute(
        insert(Job),
        [
            {
                "office_id": 1,
                "kind": "import",
                "title": "devices.csv",
                "state": JobState.DONE,
                "request": {"kind": Kind.DEVICES.value},
                "result": {act.value: 10 for act in Act},
                "created_at": now,
            }
            for _ in range(100)
        ],
    )
