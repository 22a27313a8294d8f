"""Papers of risks made from the stored rows, as of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from inventory.models.site import Office, Site
from inventory.queries.sight import Sight
from netops.models.paper import Paper
from netops.papers.making import Order, make_paper
from netops.risk_papers import words
from netops.risk_papers.changes import RISK_CHANGES
from netops.risk_papers.data import (
    ChangeEntry,
    LevelSpan,
    RiskChanges,
    RiskEntry,
    RiskForm,
    RiskRegister,
    TaskEntry,
)
from netops.risk_papers.form import RISK_FORM
from netops.risk_papers.plan import RISK_PLAN
from netops.risk_papers.register import RISK_REGISTER
from risk.looking import all_rules
from risk.models.register import Risk, RiskTask
from risk.parameters import Parameter
from risk.queries.changes import Change, changes
from risk.queries.counts import heat_map
from risk.scale import Level, Scale
from risk.store.settings import parameters_of, scale_of
from service.i18n import N_
from service.refusal import refuse

MOST_ENTRIES: Final = 2000  # of one paper: a list of more is better a workbook


@dataclass(frozen=True, slots=True)
class Made:
    """When, on which day of the office's own clock, and by whom a paper is made."""

    at: datetime
    today: date
    by: int | None


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a register: who wrote it, and the meeting that looked at it. `is_whole`: equal risks of one
    cause stand each in a row of their own.
    """

    recorder: str = ""
    meeting_on: date | None = None
    place: str = ""
    is_whole: bool = False


def make_register(session: Session, sight: Sight, ids: Sequence[int], made: Made, head: Head) -> Paper:
    """The register of these risks in their order. RefusedError of more than a paper holds, or of none."""
    return make_paper(session, RISK_REGISTER, _register(session, sight, ids, made, head), _order(sight, made))


def make_plan(session: Session, sight: Sight, ids: Sequence[int], made: Made) -> Paper:
    """How these risks are treated. RefusedError of more than a paper holds, or of none."""
    return make_paper(session, RISK_PLAN, _register(session, sight, ids, made, Head()), _order(sight, made))


def make_changes(session: Session, sight: Sight, month: date, made: Made) -> Paper:
    """What moved in a month that has begun; RefusedError for one to come."""
    first = month.replace(day=1)
    if first > made.today:
        raise refuse("month", N_("This month is still to come"))
    office = session.get_one(Office, sight.office_id)
    zone, after = ZoneInfo(office.timezone), _next_month(first)
    start, end = (datetime(day.year, day.month, 1, tzinfo=zone) for day in (first, after))
    last_day = min(made.today, date.fromordinal(after.toordinal() - 1))
    found = changes(session, sight, start, end, last_day=last_day)
    units = _units(session, sight)
    data = RiskChanges(
        office=office.name,
        owner=_owner(session, sight, office.name),
        month=first,
        entries=tuple(_change(one, zone, units) for one in found.entries),
        accepted=found.accepted,
        reviewed=found.reviewed,
        done_tasks=found.done_tasks,
        overdue_tasks=found.overdue_tasks,
        live_before=found.live_before,
        live_after=found.live_after,
    )
    return make_paper(session, RISK_CHANGES, data, _order(sight, made))


def make_form(session: Session, sight: Sight, risk: Risk, made: Made) -> Paper:
    """The form of one risk, filled."""
    office = session.get_one(Office, sight.office_id).name
    (entry,) = _entries(session, sight, [risk], made, is_whole=True)
    levels = _levels(scale_of(session, sight.office_id, made.today))
    data = RiskForm(office=office, as_of=made.today, levels=levels, entry=entry)
    return make_paper(session, RISK_FORM, data, _order(sight, made))


def make_blank_form(session: Session, sight: Sight, made: Made) -> Paper:
    """The form to be written on by hand; of a school, with its name."""
    office = session.get_one(Office, sight.office_id).name
    owner = session.get_one(Site, sight.site_id).name if sight.site_id is not None else ""
    return make_paper(session, RISK_FORM, RiskForm(office=office, owner=owner), _order(sight, made))


def _order(sight: Sight, made: Made) -> Order:
    return Order(office_id=sight.office_id, at=made.at, site_id=sight.site_id, made_by=made.by)


def _register(session: Session, sight: Sight, ids: Sequence[int], made: Made, head: Head) -> RiskRegister:
    if not ids:
        raise refuse("", N_("There is nothing to print"))
    if len(ids) > MOST_ENTRIES:
        raise refuse("", N_("More than %(most)s risks: narrow the list, or take the Excel file"), most=MOST_ENTRIES)
    office = session.get_one(Office, sight.office_id).name
    rows = {row.id: row for row in session.exec(select(Risk).where(col(Risk.id).in_(ids)))}
    scale = scale_of(session, sight.office_id, made.today)
    shown = heat_map(session, sight, made.today)
    return RiskRegister(
        office=office,
        owner=_owner(session, sight, office),
        as_of=made.today,
        levels=_levels(scale),
        source=scale.source,
        entries=tuple(_entries(session, sight, [rows[row_id] for row_id in ids], made, is_whole=head.is_whole)),
        cells=tuple((cell.likelihood, cell.impact, cell.count) for row in shown.rows for cell in row),
        recorder=head.recorder,
        meeting_on=head.meeting_on,
        place=head.place,
    )


def _entries(session: Session, sight: Sight, risks: Sequence[Risk], made: Made, *, is_whole: bool) -> list[RiskEntry]:
    tasks, units = _tasks(session, risks), _units(session, sight)
    scale = scale_of(session, sight.office_id, made.today)
    parameters = parameters_of(session, sight.office_id, made.today)
    entries = [_entry(one, tasks[one.id or 0], units, scale, parameters) for one in risks]
    if is_whole:
        return entries
    grouped: dict[object, list[tuple[Risk, RiskEntry]]] = defaultdict(list)
    for risk, entry in zip(risks, entries, strict=True):
        grouped[_same(risk, entry)].append((risk, entry))
    return [_together(group) for group in grouped.values()]


def _same(risk: Risk, entry: RiskEntry) -> object:
    """Equal for risks that may share a row: one cause, the same classes, and treated in the same way."""
    if not risk.rule:
        return risk.id
    tasks = tuple((one.what, one.percent, one.owner) for one in entry.tasks)
    treated = (entry.owner, entry.treatment, entry.plan, tasks, entry.residual_likelihood, entry.residual_impact)
    return (risk.rule, risk.subject, entry.likelihood, entry.impact, entry.state, entry.controls, *treated)


def _together(group: Sequence[tuple[Risk, RiskEntry]]) -> RiskEntry:
    (risk, entry), *more = group
    if not more:
        return entry
    everyone = [one for _risk, one in group]
    name = f"{risk.thing} และอีก {len(more)} รายการ"
    return entry.model_copy(
        update={
            "numbers": tuple(number for one in everyone for number in one.numbers),
            "units": tuple(unit for one in everyone for unit in one.units),
            "title": all_rules()[risk.rule].thai.title % {"name": name} if risk.rule in all_rules() else entry.title,
            "why": "" if len({one.why for one in everyone}) > 1 else entry.why,
        }
    )


def _entry(
    risk: Risk,
    tasks: Sequence[RiskTask],
    units: Callable[[int | None], str],
    scale: Scale,
    parameters: Mapping[str, Parameter],
) -> RiskEntry:
    likelihood, impact = risk.left or (None, None)
    rule = all_rules().get(risk.rule)
    window = parameters[risk.rule].window_days if risk.rule in parameters else 0
    return RiskEntry(
        numbers=(risk.number,),
        units=(units(risk.site_id),),
        title=risk.title,
        identified_on=risk.identified_on,
        group=risk.group,
        service=risk.service,
        threat=risk.threat,
        vulnerability=risk.vulnerability,
        controls=risk.controls,
        concerns=risk.concerns,
        likelihood=risk.likelihood,
        likelihood_basis=risk.likelihood_basis,
        impact=risk.impact,
        level=scale.name(risk.level),
        why=words.why_of(rule.unit, risk.figure, window) if rule is not None else "",
        owner=risk.owner,
        treatment=risk.treatment,
        plan=risk.plan,
        tasks=tuple(TaskEntry(what=one.what, owner=one.owner, due_on=one.due_on, percent=one.percent) for one in tasks),
        residual_likelihood=likelihood,
        residual_impact=impact,
        residual_level=scale.name(scale.level(likelihood * impact)) if likelihood and impact else "",
        state=risk.state,
        review_on=risk.review_on,
    )


def _change(one: Change, zone: ZoneInfo, units: Callable[[int | None], str]) -> ChangeEntry:
    made, risk = one.assessment, one.risk
    rule = all_rules().get(risk.rule)
    scale = Scale.of_json(made.scale)
    return ChangeEntry(
        number=risk.number,
        title=risk.title,
        unit=units(risk.site_id),
        on=made.at.astimezone(zone).date(),
        movement=made.movement,
        before=one.before,
        after=made.score,
        level=scale.name(made.level),
        why=made.note or (words.why_of(rule.unit, made.figure, 0) if rule is not None else ""),
    )


def _tasks(session: Session, risks: Sequence[Risk]) -> Mapping[int, list[RiskTask]]:
    """Those that were not dropped."""
    found: dict[int, list[RiskTask]] = defaultdict(list)
    wanted = select(RiskTask).where(
        col(RiskTask.risk_id).in_([risk.id for risk in risks]), col(RiskTask.dropped_on).is_(None)
    )
    for task in session.exec(wanted.order_by(col(RiskTask.due_on), col(RiskTask.id))):
        found[task.risk_id].append(task)
    return found


def _units(session: Session, sight: Sight) -> Callable[[int | None], str]:
    office = session.get_one(Office, sight.office_id).name
    names = dict(session.exec(select(Site.id, Site.name).where(Site.office_id == sight.office_id)).all())
    return lambda site_id: names.get(site_id, office)


def _owner(session: Session, sight: Sight, office: str) -> str:
    return session.get_one(Site, sight.site_id).name if sight.site_id is not None else office


def _levels(scale: Scale) -> tuple[LevelSpan, ...]:
    return tuple(
        LevelSpan(name=scale.name(level), least=scale.span(level)[0], most=scale.span(level)[1]) for level in Level
    )


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
