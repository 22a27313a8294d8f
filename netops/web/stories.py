"""The two stories of a demonstration, step by step: what the running services made of each until now, and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from sqlmodel import Session, col, select

from inventory.models.decommission import Decommission, Left, OrderState, Outcome
from inventory.models.link import Link
from inventory.models.outage import Outage, Subject
from inventory.models.site import Site
from inventory.store.decommissioning import tasks_of
from office.thai_date import long_date
from procurement.models.need import Need
from procurement.models.spec import Spec, SpecLine, SpecNeed
from procurement.needs.need import NeedState
from procurement.store.need_risks import risks_of_need
from risk.models.register import Risk
from service.columns import utc_now
from service.i18n import _, spoken

NETOPS: Final = "netops"
WINDOW: Final = timedelta(days=90)
At = Callable[[str, str], str]
"""The address of a page, by service and path."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what happens, what came of it, in which service, who signs in there, and whether it is done."""

    title: str
    says: str
    service: str
    who: str
    href: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Story:
    """Its steps in order."""

    title: str
    steps: tuple[Step, ...]

    @property
    def is_whole(self) -> bool:
        """Nothing is waited for."""
        return all(step.is_done for step in self.steps)


def stories(session: Session, places: Mapping[str, str], at: At) -> tuple[Story, ...]:
    """As far as they are told; none where the planning services were left out. `places` are addresses by name."""
    need = session.get(Need, int(places["need"].rpartition("/")[2])) if "need" in places else None
    risk = next(iter(risks_of_need(session, need)), None) if need is not None else None
    found = []
    if need is not None and risk is not None:
        measured, paid = _measured(session, need, risk), _paid(places, need, risk, at)
        found.append(Story(_("From a measured outage to a budget line, and back"), (*measured, *paid)))
    if "case" in places:
        wanted = select(Decommission).where(Decommission.case_key == places["case"].rpartition("/")[2])
        order = session.exec(wanted).first()
        steps = (*_decided(session, places, order, at), *_worked_off(session, places, order, at))
        found.append(Story(_("From a closing school to its last link"), steps))
    return tuple(found)


def _measured(session: Session, need: Need, risk: Risk) -> tuple[Step, ...]:
    """Up to the specification, all in netops."""
    link, site = session.get(Link, risk.link_id), session.get(Site, risk.site_id)
    wanted = select(Outage).where(
        Outage.subject == Subject.LINK, Outage.subject_id == risk.link_id, Outage.started_at >= utc_now() - WINDOW
    )
    outages = session.exec(wanted).all()
    spent = sum(((one.ended_at or utc_now()) - one.started_at for one in outages), timedelta())
    values: dict[str, object] = {"count": len(outages), "hours": round(spent / timedelta(hours=1)), "days": WINDOW.days}
    values |= {"link": link.name if link is not None else "", "school": site.name if site is not None else ""}
    graded = {"likelihood": risk.likelihood, "impact": risk.impact, "score": risk.score}
    spec = session.exec(
        select(Spec)
        .join(SpecLine, col(SpecLine.spec_id) == Spec.id)
        .join(SpecNeed, col(SpecNeed.line_id) == SpecLine.id)
        .where(SpecNeed.need_id == need.id)
    ).first()
    return (
        Step(
            _("A line falls silent again and again"),
            _("%(link)s of %(school)s: %(count)s outages in %(days)s days, %(hours)s hours in all") % values,
            NETOPS, "it", f"/outages?{urlencode({'subject': 'link', 'q': values['school']})}", bool(outages),
        ),
        Step(
            _("It becomes a risk by itself"),
            _("Likelihood %(likelihood)s × impact %(impact)s = %(score)s, from what was measured") % graded,
            NETOPS, "it", f"/risks/{risk.id}", is_done=True,
        ),
        Step(_("A need treats the risk"), need.title, NETOPS, "it", f"/needs/{need.id}", is_done=True),
        Step(
            _("Its specification and price come from the criteria"), spec.title if spec is not None else "",
            NETOPS, "supply", f"/specs/{spec.id}" if spec is not None else "", spec is not None,
        ),
    )  # fmt: skip


def _paid(places: Mapping[str, str], need: Need, risk: Risk, at: At) -> tuple[Step, ...]:
    """From the plan of five years to the risk that rises again."""
    aim = (risk.residual_likelihood or 0) * (risk.residual_impact or 0)
    left = risk.left[0] * risk.left[1] if risk.left is not None else 0
    is_off = need.state is NeedState.DEFERRED and bool(risk.withheld)
    day = long_date(need.deferred_until, spoken()) if need.deferred_until is not None else "–"
    values = {"day": day, "left": left, "aim": aim}
    return (
        Step(
            _("The development plan has the goal and the project"),
            _("Approved by the board and published; the risk is among its weaknesses"),
            "development_plan", "planner", at("development_plan", places["development_plan"]), is_done=True,
        ),
        Step(
            _("A line of the annual plan pays for the need"),
            _("The project of that frame, with the need and its specification in the line"),
            "annual_plan", "planner", at("annual_plan", places["project"]), is_done=True,
        ),
        Step(
            _("Less money comes"), need.decision if is_off else _("A notice of money is cut"),
            "annual_plan", "planner", at("annual_plan", places.get("allocation", "/allocations")),
            "allocation" in places,
        ),
        Step(
            _("The need is put off"), _("Until %(day)s: the annual plan told it, nobody typed it here") % values,
            NETOPS, "it", f"/needs/{need.id}", is_off,
        ),
        Step(
            _("What remains of the risk rises again"),
            _("%(left)s instead of %(aim)s, until the need is paid after all") % values,
            NETOPS, "director", f"/risks/{risk.id}", is_off,
        ),
    )  # fmt: skip


def _decided(session: Session, places: Mapping[str, str], order: Decommission | None, at: At) -> tuple[Step, ...]:
    """From the map to the announcement, in the planning services."""
    site = session.get(Site, order.site_id) if order is not None else None
    receiving = session.get(Site, order.receiving_id) if order is not None and order.receiving_id else None
    case, code = at("school_network", places["case"]), site.code if site is not None else ""
    names = {"school": site.name if site is not None else "…", "to": receiving.name if receiving is not None else "…"}
    said = {"announcement": order.announcement if order is not None else "…"}
    said["day"] = long_date(order.effective_on, spoken()) if order is not None else "…"
    return (
        Step(
            _("The smallest school of the map has a case"),
            _("%(school)s; its pupils go to %(to)s") % names,
            "school_network", "planner", case, is_done=True,
        ),
        Step(
            _("Opinions of the school boards and a hearing with minutes"),
            _("Without them the case cannot be laid before the board"),
            "school_network", "planner", f"{case}#hearings", is_done=True,
        ),
        Step(
            _("The board resolves exactly this version of the case"),
            _("The resolution opens the gate by itself, by the fingerprint of what was laid before the board"),
            "registry", "planner", at("registry", places["meeting_school_network"]), is_done=True,
        ),
        Step(
            _("Announcement: the school is closed"),
            _("Announcement %(announcement)s, in force from %(day)s") % said,
            "registry", "planner", at("registry", f"/schools?q={code}"), order is not None,
        ),
    )  # fmt: skip


def _worked_off(session: Session, places: Mapping[str, str], order: Decommission | None, at: At) -> tuple[Step, ...]:
    """From the order to the completion that goes back."""
    tasks = tasks_of(session, order) if order is not None else ()
    ended = sum(one.subject is Left.LINK and one.outcome is Outcome.ENDED for one in tasks)
    moved = sum(one.subject is Left.DEVICE and one.outcome is Outcome.MOVED for one in tasks)
    counted = {"links": ended, "devices": moved, "all": len(tasks)}
    is_done = order is not None and order.state is OrderState.DONE
    here = f"/decommissions/{order.id}" if order is not None else "/decommissions"
    return (
        Step(
            _("The order to end its network comes here"),
            _("%(all)s links and devices to be ended or moved; alarms are silent from that day") % counted,
            NETOPS, "it", here, order is not None,
        ),
        Step(
            _("The IT officer works it off"),
            _("%(links)s links ended, %(devices)s devices moved to the receiving school") % counted,
            NETOPS, "it", here, is_done,
        ),
        Step(
            _("The completion goes back into the case"),
            _("Nothing hinders the case any more: complete it there with one press"),
            "school_network", "planner", at("school_network", places["case"]), is_done,
        ),
    )  # fmt: skip
