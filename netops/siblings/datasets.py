"""What planning services keep a dated copy of (`contract.data.netops`), in a few queries however many schools."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlmodel import Session, col, select

from contract.data.netops import HolidayRow, NeedRow, NetworkRow, RecurringRow, RiskRow
from contract.data.shape import Given
from innovation.plan import months_in
from innovation.queries.ict_plan import criteria_price, rented_lines
from inventory.models.contract import Contract
from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.site import Office, PupilCount, Site, SiteKind
from inventory.queries.agreed import price_of_link
from inventory.queries.quality import By, held
from inventory.queries.sight import Sight
from inventory.store.pupils import latest_counts
from netops.cases.facts import closed_days
from office.fiscal import FiscalYear
from procurement.models.need import Need, NeedRisk
from procurement.models.spec import Spec, SpecLine, SpecNeed, SpecState
from procurement.needs.need import NeedState
from procurement.store.criteria import office_catalogue
from procurement.store.spec_lines import criterion_of
from risk.models.register import Risk
from risk.terms import LIVE

BPS_IN_MBPS: Final = 1_000_000
YEARS_AHEAD: Final = 4
Giver = Callable[[Session, Office, datetime], Given]


def needs(session: Session, office: Office, now: datetime) -> Given:
    """Every need that was not merged into another, by its number."""
    catalogue = office_catalogue(session, office.id or 0)
    codes = _codes(session, office)
    specified = _specified(session, office)
    risks = _risks_of(session, office)
    wanted = select(Need).where(Need.office_id == office.id, Need.state != NeedState.MERGED).order_by(col(Need.id))
    found = session.exec(wanted).all()
    rows = []
    for need in found:
        spec, line = specified.get(need.id or 0, (None, None))
        satang, source = (line.unit_price_satang, line.price_source) if line else (None, "")
        if satang is None:
            satang, source = criteria_price(need, catalogue, now.date())
        criterion = criterion_of(line) if line is not None else None
        rows.append(
            NeedRow(
                **need.model_dump(include={"id", "title", "quantity", "fiscal_year"}),
                school_code=codes.get(need.site_id, ""),
                state=need.state.value,
                deferred_until=need.deferred_until.isoformat() if need.deferred_until else "",
                unit_satang=satang,
                total_satang=None if satang is None else satang * need.quantity,
                price_source=source,
                spec_id=spec.id if spec is not None else None,
                spec_version=spec.version if spec is not None else None,
                spec_edition=criterion.edition_name if criterion is not None else "",
                spec_title=spec.title if spec is not None else "",
                risks=tuple(sorted(risks[need.id or 0])),
                score=need.score_hundredths / 100,
            )
        )
    return Given(rows, max((need.changed_at for need in found), default=None))


def _codes(session: Session, office: Office) -> dict[int | None, str]:
    """SMIS codes of schools by their row; the office's own place has none."""
    wanted = select(Site.id, Site.code).where(Site.office_id == office.id, Site.kind == SiteKind.SCHOOL)
    return dict(session.exec(wanted).all())


def _specified(session: Session, office: Office) -> dict[int, tuple[Spec, SpecLine]]:
    """Of each need the newest approved specification that it is in."""
    rows = session.exec(
        select(SpecNeed.need_id, Spec, SpecLine)
        .join(SpecLine, col(SpecLine.id) == SpecNeed.line_id)
        .join(Spec, col(Spec.id) == SpecLine.spec_id)
        .where(Spec.office_id == office.id, Spec.state == SpecState.APPROVED)
        .order_by(col(Spec.id), col(SpecLine.id))
    )
    return {need_id: (spec, line) for need_id, spec, line in rows}


def _risks_of(session: Session, office: Office) -> dict[int, set[int]]:
    """Risks by the need that treats them; a need that was merged stands as the one that it is in."""
    found: dict[int, set[int]] = defaultdict(set)
    for need_id, into, risk_id in session.exec(
        select(Need.id, Need.merged_into_id, NeedRisk.risk_id)
        .join(NeedRisk, col(NeedRisk.need_id) == Need.id)
        .where(Need.office_id == office.id)
    ):
        found[into or need_id or 0].add(risk_id)
    return found


def network(session: Session, office: Office, now: datetime) -> Given:
    """Every school, by its code; the availability is of the last full month."""
    sites = session.exec(
        select(Site)
        .where(Site.office_id == office.id, Site.kind == SiteKind.SCHOOL, col(Site.archived_at).is_(None))
        .order_by(col(Site.code))
    ).all()
    links = _links(session, office)
    devices = _devices(session, office)
    counts = latest_counts(session, [site.id or 0 for site in sites])
    month = (now.date().replace(day=1) - timedelta(days=1)).replace(day=1)
    measured = _measured(session, office, month)
    rows = [
        _school(site, links[site.id or 0], devices[site.id or 0], counts.get(site.id or 0)).model_copy(
            update={"availability": measured[site.code], "availability_month": f"{month:%Y-%m}"}
            if site.code in measured
            else {}
        )
        for site in sites
    ]
    return Given(rows, now if rows else None)


Rented = tuple[int | None, int | None]
"""bit/s and satang a month of a link; None: not known."""


def _school(site: Site, links: Sequence[Rented], roles: Mapping[str, int], count: PupilCount | None) -> NetworkRow:
    pupils = count.pupils if count is not None else None
    computers = count.computers if count is not None else None
    known = all(speed is not None for speed, _price in links)
    mbps = sum(speed or 0 for speed, _price in links) / BPS_IN_MBPS if known else None
    return NetworkRow(
        school_code=site.code,
        name=site.name,
        links=len(links),
        mbps=mbps,
        month_satang=sum(price or 0 for _speed, price in links),
        unpriced_links=sum(price is None for _speed, price in links),
        devices=dict(sorted(roles.items())),
        device_count=sum(roles.values()),
        pupils=pupils,
        pupils_year=count.year if count is not None else None,
        computers=computers,
        mbps_per_pupil=_per(mbps, pupils),
        devices_per_pupil=_per(sum(roles.values()), pupils),
        computers_per_pupil=_per(computers, pupils),
    )


def _per(what: float | None, pupils: int | None) -> float | None:
    return round(what / pupils, 4) if what is not None and pupils else None


def _links(session: Session, office: Office) -> dict[int, list[Rented]]:
    """Those that are kept, by school."""
    found: dict[int, list[Rented]] = defaultdict(list)
    rows = session.exec(
        select(Link, Contract)
        .join(Site, col(Site.id) == Link.site_id)
        .join(Contract, col(Contract.id) == Link.contract_id, isouter=True)
        .where(Site.office_id == office.id, col(Link.archived_at).is_(None))
    )
    for link, contract in rows:
        found[link.site_id].append((link.speed_bps, price_of_link(link, contract)[0]))
    return found


def _devices(session: Session, office: Office) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = session.exec(
        select(Device.site_id, Device.role)
        .join(Site, col(Site.id) == Device.site_id)
        .where(Site.office_id == office.id, col(Device.archived_at).is_(None))
    )
    for site_id, role in rows:
        found[site_id][role or "other"] += 1
    return found


def _measured(session: Session, office: Office, month: date) -> dict[str, float]:
    """Percent by code of the school: all its links together."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for link in held(session, Sight(office.id or 0), By.LINK, [month]):
        sums[link.site_code][0] += link.measured_s
        sums[link.site_code][1] += link.counted_s
    return {code: round(100 * (whole - out) / whole, 4) for code, (whole, out) in sums.items() if whole}


def risks(session: Session, office: Office, _now: datetime) -> Given:
    """Those that live, by their number."""
    codes = _codes(session, office)
    wanted = select(Risk).where(Risk.office_id == office.id, col(Risk.state).in_(LIVE)).order_by(col(Risk.number))
    found = session.exec(wanted).all()
    rows = [
        RiskRow(
            **risk.model_dump(include={"id", "number", "title", "score"}),
            school_code=codes.get(risk.site_id, ""),
            level=risk.level.value,
            left_score=risk.left[0] * risk.left[1] if risk.left is not None else None,
            state=risk.state.value,
        )
        for risk in found
    ]
    return Given(rows, max((risk.changed_at for risk in found), default=None))


def recurring(session: Session, office: Office, now: datetime) -> Given:
    """This fiscal year and the four that follow."""
    lines = rented_lines(session, office.id or 0)
    rows = []
    year = FiscalYear.of(now.date())
    for _each in range(YEARS_AHEAD + 1):
        months = [(line.month_satang, months_in(line, year)) for line in lines]
        rented = [price * count for price, count in months if count]
        rows.append(RecurringRow(fiscal_year=year.era, satang=sum(rented), links=len(rented)))
        year = year.following
    return Given(rows, now)


def holidays(session: Session, office: Office, now: datetime) -> Given:
    """By day."""
    rows = [HolidayRow(day=day, name=name) for day, name in closed_days(session, office.id or 0)]
    return Given(rows, now if rows else None)


DATASETS: Final[Mapping[str, Giver]] = {
    "holidays": holidays,
    "needs": needs,
    "network": network,
    "risks": risks,
    "recurring": recurring,
}
"""By the name in the address."""


def write_files(session: Session, office: Office, folder: Path, now: datetime) -> None:
    """Each dataset of an office as it would be answered, for a demonstration whose services begin filled: NAME.json."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, giver in DATASETS.items():
        (folder / f"{name}.json").write_bytes(giver(session, office, now).body(name, office.code))
