"""How providers, districts and links held over a month, quarter or year; one link with its months and claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.contract import ClaimState
from inventory.queries import quality as queries
from inventory.queries.agreed import agreed
from inventory.queries.evidence import case_for, uplink_cuts
from inventory.queries.quality import By, Held
from inventory.sla.counting import Reason
from inventory.sla.spans import clipped, seconds
from inventory.sla.telling import REASONS
from inventory.store.months import quality_of, totals_of, totals_said
from netops.editors import Links
from netops.reports.period import of_month, of_quarter
from netops.web.access import Visitor, allowed
from netops.web.claiming import claiming
from netops.web.hand import hand_of
from netops.web.outage_sections.cause import CAUSE_WORDS
from netops.web.risk_words import risk_section
from office.fiscal import FiscalYear, Quarter
from office.thai_date import month as month_title
from service.columns import utc_now
from service.i18n import N_, _, spoken
from service.web.exports import Money, Sheet, as_file
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(prefix="/quality", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("quality.read"))]
MayExport = Annotated[Visitor, Depends(allowed("exports.run"))]
TABS: Final = ((By.PROVIDER, N_("Providers")), (By.DISTRICT, N_("Districts")), (By.LINK, N_("Links")))
CLAIM_WORDS: Final = {
    ClaimState.DRAFTED: N_("drafted"),
    ClaimState.SENT: N_("sent"),
    ClaimState.ANSWERED: N_("answered"),
    ClaimState.CREDITED: N_("credited"),
    ClaimState.WITHDRAWN: N_("withdrawn"),
}
MONTHS_SHOWN: Final = 12
MONTHS_OF_LINK: Final = 24


@dataclass(frozen=True, slots=True)
class Of:
    """A month (2026-11), a quarter (fy2570q1) or a fiscal year (fy2570), as it stands in the address."""

    key: str
    title: str
    months: Sequence[date]


def _months(today: date, *, most: int = MONTHS_SHOWN) -> list[date]:
    """The present month and those before it."""
    found = [today.replace(day=1)]
    while len(found) < most:
        last = found[-1]
        found.append(date(last.year - (last.month == 1), (last.month - 2) % 12 + 1, 1))
    return found


def _choices(today: date) -> list[Of]:
    years = (FiscalYear.of(today), FiscalYear.of(today).preceding)
    found = [Of(f"{month:%Y-%m}", month_title(month, spoken()), (month,)) for month in _months(today)]
    quarters = dict.fromkeys(of_quarter(Quarter.of(month)) for month in _months(today))
    found += [Of(one.key, one.title(spoken()), one.months) for one in quarters]
    return found + [Of(f"fy{year.era}", _("Fiscal year %(year)s") % {"year": year.era}, year.months) for year in years]


def _asked(request: Request) -> tuple[By, Of, list[Of]]:
    by = request.query_params.get("by", "")
    offered = _choices(utc_now().astimezone(request.app.state.render.zone).date())
    wanted = request.query_params.get("of", "")
    return (
        By(by) if by in set(By) else By.PROVIDER,
        next((one for one in offered if one.key == wanted), offered[0]),
        offered,
    )


@router.get("")
def ranking(request: Request, db: Db, visitor: MayRead) -> Response:
    """The worst first."""
    by, of, offered = _asked(request)
    rows = queries.held(db, visitor.sight, by, of.months)
    return page(
        request,
        "quality.html",
        rows=rows,
        by=by,
        of=of,
        offered=offered,
        tabs=TABS,
        reasons=REASONS,
        as_of=max((one.written_at for one in rows if one.written_at is not None), default=None),
        checked=queries.last_clock_check(db),
        may_export=visitor.may("exports.run"),
    )


@router.get("/export.{kind}")
def export(request: Request, db: Db, visitor: MayExport, kind: str) -> Response:
    """What the page shows, every reason in a column of its own; seconds, ms, percent and baht."""
    by, of, _offered = _asked(request)
    rows = queries.held(db, visitor.sight, by, of.months)
    reasons = [reason for reason in Reason if any(reason.value in one.apart for one in rows)]
    titles = [*(_(title) for title in _TITLES), *(_(REASONS[reason]) for reason in reasons)]
    cells = [[*_cells(one), *(one.apart.get(reason.value, 0) for reason in reasons)] for one in rows]
    return as_file(Sheet(f"quality-{by.value}-{of.key}", titles, cells), kind)


_TITLES: Final = (
    N_("Name"),
    N_("Provider"),
    N_("Links"),
    N_("Availability (%)"),
    N_("Counted (s)"),
    N_("Measured (s)"),
    N_("Outages"),
    N_("Round trip p50 (ms)"),
    N_("Round trip p95 (ms)"),
    N_("Loss (%)"),
    N_("Jitter (ms)"),
    N_("Claims"),
    N_("Claimed (baht)"),
    N_("Baht for each Mbit/s and month"),
)


def _cells(one: Held) -> list[object]:
    def rounded(value: float | None, digits: int = 2) -> object:
        return "" if value is None else round(value, digits)

    return [
        one.name,
        one.provider,
        len(one.links),
        rounded(one.percent, 4),
        one.counted_s,
        one.measured_s,
        one.outages,
        rounded(one.p50_ms),
        rounded(one.p95_ms),
        rounded(one.loss_percent, 3),
        rounded(one.jitter_ms),
        one.claims,
        Money(one.claimed_satang),
        rounded(None if one.satang_per_mbps is None else one.satang_per_mbps / 100),
    ]


@router.get("/links/{link_id:int}")
def of_link(request: Request, db: Db, visitor: MayRead, link_id: int) -> Response:
    """A link's month as it stands now, reckoned from its outages and samples, with the months before and its claims."""
    link = Links(hand_of(request, db, visitor)).get(link_id)
    one = agreed(db, [link_id])[link_id]
    today = utc_now().astimezone(one.zone).date()
    wanted = request.query_params.get("of", "")
    this = today.replace(day=1)
    month = next((first for first in _months(today, most=MONTHS_OF_LINK) if f"{first:%Y-%m}" == wanted), this)
    window = one.terms.clock.month(month)
    case, rows = case_for(db, one, window, until=utc_now(), cuts=uplink_cuts(db, window))
    return page(
        request,
        "quality_link.html",
        link=link,
        site=one.site,
        provider=one.provider,
        contract=one.contract,
        month=month,
        said=totals_said(totals_of(case)),
        quality=quality_of(rows) if rows else None,
        outages=[
            (outage, judged, seconds(clipped(judged.counted, window)))
            for outage, judged in zip(case.outages, case.judged, strict=True)
        ],
        months=queries.months_of_link(db, link_id),
        apart_of=queries.apart_of,
        claiming=claiming(db, visitor, [link], month if month < this else of_month(this).preceding.months[0]).get(
            link_id
        ),
        claims=queries.claims_of_link(db, link_id) if visitor.may("claims.read") else [],
        **_words(),
        **risk_section(db, visitor, link_id=link_id),
    )


def _words() -> dict[str, Any]:
    return {
        "reasons": REASONS,
        "causes": CAUSE_WORDS,
        "claim_words": CLAIM_WORDS,
        "month_title": lambda first: month_title(first, spoken()),
    }
