"""What a claim is computed from, put together whole: inventory.sla.figures says in which shape."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlmodel import Session, col

from inventory.models.contract import ClockCheck, Contract, ProviderReport
from inventory.models.outage import Outage, Probe
from inventory.models.site import Contact, Office, Site
from inventory.queries.agreed import Agreed
from inventory.queries.evidence import COLUMNS, Case, case_for, uplink_cuts
from inventory.sla.availability import Totals
from inventory.sla.clock import days_of
from inventory.sla.counting import Judged, Reason
from inventory.sla.figures import (
    ClaimFigures,
    ClockSaid,
    ContractSaid,
    LinkSaid,
    OutageSaid,
    PieceSaid,
    ProbeSaid,
    ProviderSaid,
    ReportSaid,
    SamplesSaid,
    Sender,
)
from inventory.sla.formula import Formula
from inventory.sla.reckoning import Facts, reckon
from inventory.sla.spans import Span, clipped, seconds, within
from inventory.store.months import quality_of, totals_of, totals_said

SAMPLE_COLUMNS: Final = tuple(column.name for column in COLUMNS if column.name != "link_id")


def figures_of(session: Session, one: Agreed, month: date, *, at: datetime) -> tuple[ClaimFigures, bytes]:
    """Everything of a claim, and its packed samples."""
    assert one.contract is not None
    window = one.terms.clock.month(month)
    case, rows = case_for(session, one, window, until=at, cuts=uplink_cuts(session, window))
    raw = samples_csv(rows)
    came = totals_of(case)
    formula = Formula.model_validate(one.contract.formula)
    reckoned = reckon(formula, facts_of(case, came, month))
    figures = ClaimFigures(
        made_at=at,
        zone=one.zone_name,
        month=month,
        start=window.start,
        end=window.end,
        until=case.past.end,
        sender=_sender(session, one),
        provider=_provider(one),
        link=_link(one),
        contract=_contract(one, one.contract, formula),
        totals=totals_said(came),
        outages=_outages(session, case),
        unknown=tuple(within(case.around.unknown, one.terms.clock.holds(window))),
        maintenance=tuple(clipped(case.around.maintenance, window)),
        quality=quality_of(rows),
        clock=clock_said(session, window),
        samples=SamplesSaid(
            file_name=f"samples-{one.site.code}-{one.link.id}-{month:%Y-%m}.csv",
            rows=len(rows),
            bytes=len(raw),
            sha256=hashlib.sha256(raw).hexdigest(),
        ),
        days_held=one.terms.clock.days_held(month),
        days_in_month=days_of(month),
        steps=reckoned.steps,
        due_satang=reckoned.due_satang,
        why_not=reckoned.why_not,
    )
    return figures, gzip.compress(raw, 3, mtime=0)


def facts_of(case: Case, came: Totals, month: date) -> Facts:
    """What the formula is asked about."""
    one = case.agreed
    return Facts(
        judged=case.judged,
        month=case.past,
        zone=one.zone,
        measured_s=came.measured_s,
        counted_s=came.counted_s,
        days_held=one.terms.clock.days_held(month),
        days_in_month=days_of(month),
        price_satang=one.price_satang,
        amount_satang=one.contract.amount_satang if one.contract is not None else None,
    )


def samples_csv(rows: Sequence[dict[str, Any]]) -> bytes:
    """The raw five-minute samples: a line each, times in UTC, the same bytes for the same samples."""
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator="\n")
    write.writerow(SAMPLE_COLUMNS)
    write.writerows((f"{at.isoformat()[:19]}Z", *figures) for _link_id, at, *figures in map(dict.values, rows))
    return out.getvalue().encode()


def _sender(session: Session, one: Agreed) -> Sender:
    contract = one.contract
    assert contract is not None
    if contract.payer_site_id is None:
        return Sender(name=session.get_one(Office, one.site.office_id).name)
    site = session.get_one(Site, contract.payer_site_id)
    query = select(Contact).where(col(Contact.site_id) == site.id).order_by(col(Contact.position)).limit(1)
    contact = session.scalars(query).first()
    return Sender(
        name=site.name,
        site_id=site.id,
        site_code=site.code,
        address=site.address,
        contact=contact.name if contact else "",
        phone=contact.phone if contact else "",
    )


def _provider(one: Agreed) -> ProviderSaid:
    provider = one.provider
    assert provider is not None
    assert provider.id is not None
    return ProviderSaid(id=provider.id, name=provider.name, phone=provider.phone, email=provider.email)


def _link(one: Agreed) -> LinkSaid:
    link, site = one.link, one.site
    assert link.id is not None
    assert site.id is not None
    return LinkSaid(
        id=link.id,
        name=link.name,
        circuit_no=link.circuit_no,
        speed_bps=link.speed_bps,
        site_id=site.id,
        site_code=site.code,
        site_name=site.name,
        district=site.district,
        price_satang_month=one.price_satang,
        price_of=one.price_of,
    )


def _contract(one: Agreed, contract: Contract, formula: Formula) -> ContractSaid:
    assert contract.id is not None
    return ContractSaid(
        id=contract.id,
        number=contract.number,
        name=contract.name,
        signed_on=contract.signed_on,
        starts_on=one.terms.clock.starts_on,
        ends_on=one.terms.clock.ends_on,
        calendar=one.calendar,
        response_minutes=contract.response_minutes,
        repair_minutes=contract.repair_minutes,
        clock_start=contract.clock_start,
        excluded=tuple(sorted(one.terms.excluded)),
        least_seconds=contract.least_seconds,
        amount_satang=contract.amount_satang,
        formula=formula,
    )


def _outages(session: Session, case: Case) -> tuple[OutageSaid, ...]:
    ids = [one.id for one in case.outages]
    query = select(Probe).where(col(Probe.outage_id).in_(ids)).order_by(col(Probe.at), col(Probe.id))
    probes: dict[int | None, list[Probe]] = {}
    for probe in session.scalars(query):
        probes.setdefault(probe.outage_id, []).append(probe)
    return tuple(
        _outage(outage, judged, case.window, probes.get(outage.id, []), case.reports.get(outage.id or 0, ()))
        for outage, judged in zip(case.outages, case.judged, strict=True)
    )


def _outage(
    outage: Outage, judged: Judged, window: Span, probes: Sequence[Probe], reports: Sequence[ProviderReport]
) -> OutageSaid:
    pieces = tuple(
        PieceSaid(start=span.start, end=span.end, seconds=seconds([span]), excluded=piece.excluded)
        for piece in judged.pieces
        for span in clipped([piece.span], window)
    )
    excluded: dict[Reason, int] = {}
    for piece in pieces:
        if piece.excluded is not None:
            excluded[piece.excluded] = excluded.get(piece.excluded, 0) + piece.seconds
    said = ReportSaid.model_fields
    return OutageSaid(
        id=judged.cut.id,
        started_at=judged.cut.started_at,
        ended_at=judged.cut.ended_at,
        method=outage.method,
        detail=outage.detail,
        cause=outage.cause,
        cause_by_person=outage.cause_by is not None,
        cause_note=outage.cause_note,
        whole_s=seconds([judged.whole]),
        counted_s=seconds(clipped(judged.counted, window)),
        excluded_s=excluded,
        pieces=pieces,
        probes=tuple(_probe(probe) for probe in probes),
        reports=tuple(ReportSaid(**{name: getattr(one, name) for name in said}) for one in reports),
        response_s=seconds(judged.response) if reports else None,
        response_over_s=seconds(clipped(judged.response_over, window)),
        repair_from=judged.repair_from,
        repair_s=seconds(judged.repair) if judged.repair_from is not None else None,
        repair_over_s=seconds(clipped(judged.repair_over, window)),
    )


def _probe(probe: Probe) -> ProbeSaid:
    return ProbeSaid(**{name: getattr(probe, name) for name in ProbeSaid.model_fields})


def clock_said(session: Session, window: Span) -> ClockSaid:
    """How right our clock was in the window."""
    query = select(ClockCheck).where(col(ClockCheck.at) >= window.start, col(ClockCheck.at) < window.end)
    rows = session.scalars(query.order_by(col(ClockCheck.at))).all()
    good = [row for row in rows if row.offset_ms is not None]
    return ClockSaid(
        checks=len(rows),
        failed=len(rows) - len(good),
        servers=tuple(sorted({row.server for row in good})),
        worst_ms=max((abs(row.offset_ms or 0.0) for row in good), default=None),
        last_at=good[-1].at if good else None,
        last_ms=good[-1].offset_ms if good else None,
    )
