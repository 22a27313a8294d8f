"""An invented claim, reckoned as real ones are, that shows officials their template with something in it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from inventory.models.contract import ReportWay
from inventory.models.outage import Cause
from inventory.sla.availability import totals
from inventory.sla.clock import Clock, days_of
from inventory.sla.counting import Around, Cut, Judged, Report, Terms, judge
from inventory.sla.figures import (
    ClaimFigures,
    ClockSaid,
    ContractSaid,
    LinkSaid,
    OutageSaid,
    PieceSaid,
    ProbeSaid,
    ProviderSaid,
    QualitySaid,
    ReportSaid,
    SamplesSaid,
    Sender,
    TotalsSaid,
)
from inventory.sla.formula import Formula, PercentPerHour
from inventory.sla.reckoning import Facts, reckon
from inventory.sla.spans import seconds

MONTH: Final = date(2026, 10, 1)
ZONE: Final = "Asia/Bangkok"
PRICE_SATANG: Final = 107_000
FORMULA: Final = Formula(rates=(PercentPerHour(percent=Decimal("0.1")),))
TERMS: Final = Terms(Clock(ZoneInfo(ZONE)), frozenset({Cause.POWER, Cause.PLANNED, Cause.OURS}), response_s=3600)


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def specimen() -> ClaimFigures:
    """One outage that counts, and one of the power that does not."""
    window = TERMS.clock.month(MONTH)
    reported = Report(_at(12, 9, 30), _at(12, 9, 50))
    cuts = (
        Cut(1, _at(12, 9), _at(12, 14, 20), Cause.PROVIDER, (reported,)),
        Cut(2, _at(20, 13), _at(20, 15), Cause.POWER),
    )
    judged = [judge(cut, TERMS, Around(), until=window.end) for cut in cuts]
    came = totals(judged, TERMS, Around(), window)
    facts = Facts(
        judged=judged,
        month=window,
        zone=ZoneInfo(ZONE),
        measured_s=came.measured_s,
        counted_s=came.counted_s,
        days_held=days_of(MONTH),
        days_in_month=days_of(MONTH),
        price_satang=PRICE_SATANG,
    )
    reckoned = reckon(FORMULA, facts)
    said = {name: getattr(came, name) for name in TotalsSaid.model_fields if name != "availability_percent"}
    return ClaimFigures(
        made_at=_at(31, 23),
        zone=ZONE,
        month=MONTH,
        start=window.start,
        end=window.end,
        until=window.end,
        sender=Sender(name="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง"),
        provider=ProviderSaid(id=1, name="บริษัท ตัวอย่าง จำกัด"),
        link=_link(),
        contract=_contract(),
        totals=TotalsSaid(**said, availability_percent=Decimal("99.2821")),
        outages=tuple(_outage(one) for one in judged),
        quality=QualitySaid(rtt_p50_ms=12.5, rtt_p95_ms=31.0, loss_percent=0.4, jitter_ms=1.2, samples=8928),
        clock=ClockSaid(checks=744, servers=("time.example.go.th",), worst_ms=4.2, last_at=_at(31, 23), last_ms=-1.1),
        samples=SamplesSaid(file_name="samples-00000001-1-2026-10.csv", rows=8928, bytes=1_000_000, sha256="0" * 64),
        days_held=days_of(MONTH),
        days_in_month=days_of(MONTH),
        steps=reckoned.steps,
        due_satang=reckoned.due_satang,
    )


def _link() -> LinkSaid:
    return LinkSaid(
        id=1,
        name="วงจรหลัก",
        circuit_no="EX-000001",
        speed_bps=500_000_000,
        site_id=1,
        site_code="00000001",
        site_name="โรงเรียนบ้านตัวอย่าง",
        district="ตัวอย่าง",
        price_satang_month=PRICE_SATANG,
        price_of="contract",
    )


def _contract() -> ContractSaid:
    return ContractSaid(
        id=1,
        number="1/2570",
        signed_on=date(2026, 9, 25),
        starts_on=date(2026, 10, 1),
        ends_on=date(2027, 9, 30),
        response_minutes=60,
        excluded=tuple(sorted(TERMS.excluded)),
        formula=FORMULA,
    )


def _outage(one: Judged) -> OutageSaid:
    pieces = tuple(
        PieceSaid(start=p.span.start, end=p.span.end, seconds=seconds([p.span]), excluded=p.excluded)
        for p in one.pieces
    )
    probe = ProbeSaid(at=one.whole.start, method="icmp", answered=False, sent=5)
    reports = tuple(
        ReportSaid(way=ReportWay.PHONE, ticket_no="EX-1", reported_at=said.reported_at, answered_at=said.answered_at)
        for said in one.cut.reports
    )
    return OutageSaid(
        id=one.cut.id,
        started_at=one.cut.started_at,
        ended_at=one.cut.ended_at,
        method="icmp",
        cause=one.cut.cause,
        whole_s=seconds([one.whole]),
        counted_s=seconds(one.counted),
        excluded_s={p.excluded: p.seconds for p in pieces if p.excluded is not None},
        pieces=pieces,
        probes=(probe,),
        reports=reports,
        response_s=seconds(one.response) if reports else None,
        repair_from=one.repair_from,
        repair_s=seconds(one.repair),
    )
