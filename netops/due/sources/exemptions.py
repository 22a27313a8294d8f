"""Exemptions from rules of configurations, to be reviewed by their last day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlmodel import col, select

from inventory.models.config import Exemption
from netops.due.entry import Entry, Reader, Source, Span
from service.i18n import N_, _


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """From the day after, the rule is asked again."""
    wanted = select(Exemption).where(
        Exemption.office_id == reader.sight.office_id, col(Exemption.until).between(span.first, span.last)
    )
    for row in reader.session.exec(wanted):
        if row.until is not None:
            yield Entry(
                key=str(row.id),
                day=row.until,
                what=_("exemption to be reviewed"),
                title=f"{row.rule}: {row.reason}",
                url=f"/compliance/rules/{row.rule}",
            )


SOURCE: Final = Source("exemptions", N_("Exemptions to be reviewed"), "compliance.read", find)
