"""Acceptances of risks that end, and those that wait for the director since a day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlmodel import col, select

from netops.due.entry import Entry, Mark, Reader, Source, Span
from netops.models.person import Role
from risk.models.register import Risk, RiskEvent
from risk.queries.register import is_proposed, seen
from risk.queries.words import title_of
from risk.terms import RiskState
from service.i18n import N_, _, spoken


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """From the day after, the risk waits for review again."""
    ends = col(Risk.accepted_until).between(span.first, span.last)
    for risk in reader.session.exec(select(Risk).where(seen(reader.sight), Risk.state == RiskState.ACCEPTED, ends)):
        if risk.accepted_until is not None:
            what = _("acceptance of a risk ends")
            yield Entry(str(risk.id), risk.accepted_until, what, title_of(risk, spoken()), f"/risks/{risk.id}")
    treated = (
        select(RiskEvent.at)
        .where(RiskEvent.risk_id == Risk.id, RiskEvent.kind == "treated")
        .order_by(col(RiskEvent.id).desc())
        .limit(1)
        .correlate(Risk)
        .scalar_subquery()
    )
    for risk, at in reader.session.exec(select(Risk, treated).where(seen(reader.sight), is_proposed())):
        day = (at or risk.changed_at).astimezone(reader.zone).date()
        if span.first <= day <= span.last:
            yield Entry(
                key=f"proposed-{risk.id}",
                day=day,
                what=_("risk proposed to be accepted"),
                title=title_of(risk, spoken()),
                url=f"/risks/{risk.id}#act-accept",
                mark=Mark.TO_DO,
                owner=Role.DIRECTOR.value,
                is_mine=reader.role is Role.DIRECTOR,
            )


SOURCE: Final = Source("risk_acceptances", N_("Acceptances of risks"), "risks.read", find, has_tasks=True)
