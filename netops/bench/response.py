"""What answering outages and telling people leaves in a database, for measuring pages: an article, a channel, a
template of the office's own, a school's way to report its power.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from inventory.models.outage import Outage, Subject
from inventory.store.power import renew_link
from netops.models.response import Article
from netops.notify.recipients.keeping import create_channel
from netops.papers import templates
from netops.papers.plain_letter import PLAIN_LETTER
from netops.vault import Vault
from service.papers.template import word_file


def add_response(session: Session, vault: Vault, now: datetime) -> None:
    """An article of three outages of links, a webhook that nothing is sent to, and the office's own letter."""
    links = select(col(Outage.id)).where(col(Outage.subject) == Subject.LINK).order_by(col(Outage.id)).limit(3)
    session.add(
        Article(
            office_id=1,
            runbook="LinkDown",
            title="ลิงก์ขัดข้องซ้ำ (จำลอง)",
            body="## สาเหตุ\n\n- ข้อความเพื่อการวัด\n" * 20,
            outages=list(session.scalars(links)),
            written_at=now,
            changed_at=now,
        )
    )
    address = {"name": "bench", "url": "https://bench.example/hook", "language": "th"}
    create_channel(session, "webhook", address, office_id=1, vault=vault)
    templates.upload(
        session,
        PLAIN_LETTER,
        word_file(PLAIN_LETTER, None, at=now),
        office_id=1,
        name="bench.docx",
        valid_from=(now - timedelta(days=30)).date(),
        by=None,
        at=now,
    )
    renew_link(session, 1, at=now)
