"""What waits for the director since a day: specifications, needs, requests to buy, and changes of networks.

A school's own purchase waits for the school. Acceptances of risks and steps of cases have sources of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import col, func, select

from inventory.models.site import Site
from netops.due.entry import Entry, Mark, Reader, Source, Span
from netops.models.person import Role
from network.models.change import ChangeState, NetworkChange
from procurement.buying.steps import Step
from procurement.models.need import Need
from procurement.models.purchase import Purchase
from procurement.models.spec import Spec, SpecState
from procurement.needs.need import NeedState
from procurement.queries import needs, purchases
from service.i18n import N_, _, ngettext


@dataclass(frozen=True, slots=True)
class _Waiting:
    key: str
    since: date
    what: str
    title: str
    url: str
    site: Site | None = None
    is_schools: bool = False


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """From the day on which it was handed up; nobody set a day by which it must be decided."""
    for one in _waiting(reader):
        if span.first <= one.since <= span.last:
            owner = Role.SCHOOL if one.is_schools else Role.DIRECTOR
            yield Entry(
                key=one.key,
                day=one.since,
                what=one.what,
                title=one.title,
                url=one.url,
                mark=Mark.TO_DO,
                place=one.site.name if one.site is not None else "",
                owner=owner.value,
                is_mine=reader.role is owner,
            )


def _waiting(reader: Reader) -> Iterator[_Waiting]:
    yield from _specs(reader)
    yield from _needs(reader)
    yield from _purchases(reader)
    yield from _changes(reader)


def _specs(reader: Reader) -> Iterator[_Waiting]:
    wanted: Any = (
        select(Spec, Site)
        .outerjoin(Site, col(Site.id) == Spec.site_id)
        .where(Spec.office_id == reader.sight.office_id, Spec.state == SpecState.CHECKED)
    )
    if reader.sight.site_id is not None:
        wanted = wanted.where(Spec.site_id == reader.sight.site_id)
    for spec, site in reader.session.exec(wanted):
        since = _day(reader, spec.checked_at or spec.changed_at)
        yield _Waiting(
            f"spec-{spec.id}", since, _("specification to be approved"), spec.title, f"/specs/{spec.id}", site
        )


def _needs(reader: Reader) -> Iterator[_Waiting]:
    """As one line: a year's round proposes dozens, and they are weighed against each other in their list."""
    proposed = (needs.seen(reader.sight), Need.state == NeedState.OPEN, col(Need.proposed_at).is_not(None))
    counted: Any = select(func.count(), func.min(Need.proposed_at), func.min(Need.id)).where(*proposed)
    count, since, first = reader.session.exec(counted).one()
    if count == 1:
        need = reader.session.get_one(Need, first)
        yield _Waiting("needs", _day(reader, since), _("need to be decided"), need.title, f"/needs/{need.id}")
    elif count:
        title = ngettext("%(count)s need", "%(count)s needs", count) % {"count": count}
        yield _Waiting("needs", _day(reader, since), _("needs to be decided"), title, "/needs?need_state=proposed")


def _purchases(reader: Reader) -> Iterator[_Waiting]:
    wanted: Any = (
        select(Purchase, Site)
        .outerjoin(Site, col(Site.id) == Purchase.site_id)
        .where(
            purchases.seen(reader.sight),
            Purchase.step == Step.APPROVED,
            col(Purchase.is_over).is_(False),
            col(Purchase.cancelled_on).is_(None),
        )
    )
    for row, site in reader.session.exec(wanted):
        url = f"/purchases/{row.id}"
        what = _("request to buy to be approved")
        yield _Waiting(f"purchase-{row.id}", row.opened_on, what, row.name, url, site, is_schools=site is not None)


def _changes(reader: Reader) -> Iterator[_Waiting]:
    wanted: Any = (
        select(NetworkChange, Site)
        .join(Site, col(Site.id) == NetworkChange.site_id)
        .where(reader.sight.sites(), NetworkChange.state == ChangeState.ASKED)
    )
    for change, site in reader.session.exec(wanted):
        url = f"/network/schools/{site.code}#changes"
        since = _day(reader, change.asked_at)
        yield _Waiting(f"change-{change.id}", since, _("change of a network to be decided"), change.title, url, site)


def _day(reader: Reader, at: datetime) -> date:
    return at.astimezone(reader.zone).date()


SOURCE: Final = Source("decisions", N_("Decisions of the director"), "due.read", find, has_tasks=True)
