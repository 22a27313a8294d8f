"""The register as a list: columns and filters, and the tasks of all treatments as another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, case, cast, exists, false, func, select
from sqlmodel import Session, col

from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Condition, Filter, Kind, Table
from risk.models.register import Risk, RiskTask
from risk.queries.words import GROUP_WORDS, STATE_WORDS, TREATMENT_WORDS
from risk.scale import Level
from risk.store.settings import scale_of
from risk.terms import LEAST, LIVE, MOST, Group, RiskState, Treatment
from service.columns import utc_now
from service.refusal import _
from service.thai_order import in_thai

BY_HAND: Final = "hand"
"""In place of a rule: written down by a person."""


def seen(sight: Sight) -> ColumnElement[bool]:
    """The condition on table `risk` that keeps what may be seen: a school sees its own."""
    ours = col(Risk.office_id) == sight.office_id
    return ours if sight.site_id is None else and_(ours, col(Risk.site_id) == sight.site_id)


def is_live() -> ColumnElement[bool]:
    """Not closed."""
    return col(Risk.state).in_(LIVE)


def is_proposed() -> ColumnElement[bool]:
    """IT would have it accepted, and the director has not yet."""
    return and_(col(Risk.treatment) == Treatment.ACCEPT, col(Risk.state).in_((RiskState.OPEN, RiskState.TREATING)))


def is_open_task() -> ColumnElement[bool]:
    """Neither done nor dropped, of a risk that is live."""
    return and_(col(RiskTask.done_on).is_(None), col(RiskTask.dropped_on).is_(None), is_live())


def is_overdue_task() -> ColumnElement[bool]:
    """Should have been done by now."""
    return and_(is_open_task(), col(RiskTask.due_on) < utc_now().date())


def _words(column: Any, known: type[StrEnum]) -> Condition:
    return lambda value: column == value if value in set(known) else false()


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _of_state(value: str) -> ColumnElement[bool]:
    if value == "live":
        return is_live()
    if value == "proposed":
        return is_proposed()
    return col(Risk.state) == RiskState(value) if value in set(RiskState) else false()


def _of_rule(value: str) -> ColumnElement[bool]:
    return col(Risk.rule) == ("" if value == BY_HAND else value)


def _of_unit(value: str) -> ColumnElement[bool]:
    """A school by its id; 0 is the office."""
    unit = _number(value)
    if unit is None:
        return false()
    return col(Risk.site_id) == unit if unit else col(Risk.site_id).is_(None)


def _of(column: Any) -> Condition:
    def same(value: str) -> ColumnElement[bool]:
        row_id = _number(value)
        return false() if row_id is None else column == row_id

    return same


def _of_tasks(value: str) -> ColumnElement[bool]:
    if value not in {"open", "overdue"}:
        return false()
    held = is_overdue_task() if value == "overdue" else is_open_task()
    return exists().where(col(RiskTask.risk_id) == col(Risk.id), held)


def _of_review(value: str) -> ColumnElement[bool]:
    return col(Risk.review_since).is_not(None) if value == "open" else col(Risk.review_since).is_(None)


def remaining() -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Likelihood and impact that are expected after treatment; of a risk of which nobody said so, or of which a
    treatment was put off, those it has.
    """
    left = ((Risk.residual_likelihood, Risk.likelihood), (Risk.residual_impact, Risk.impact))
    likelihood, impact = (
        case((is_withheld(), col(now)), else_=func.coalesce(col(expected), col(now))) for expected, now in left
    )
    return likelihood, impact


def is_withheld() -> ColumnElement[bool]:
    """A treatment of it was put off."""
    return func.json_array_length(col(Risk.withheld)) > 0


def _at(likelihood: Any, impact: Any) -> Condition:
    """A cell of the matrix, as "4-5": likelihood, then impact."""

    def cell(value: str) -> ColumnElement[bool]:
        parts = [_number(part) for part in value.split("-")]
        if len(parts) != 2 or not all(part is not None and LEAST <= part <= MOST for part in parts):
            return false()
        return and_(likelihood == parts[0], impact == parts[1])

    return cell


def _fixed(*options: tuple[Any, str]) -> Any:
    return lambda _session, _sight: [(str(value), said) for value, said in options]


def _levels(session: Session, sight: Sight) -> list[tuple[str, str]]:
    """As the office calls them, the highest first."""
    scale = scale_of(session, sight.office_id, utc_now().date())
    return [(level.value, scale.name(level)) for level in reversed(Level)]


def _rules(session: Session, sight: Sight) -> list[tuple[str, str]]:
    """Those of which there are risks; a page says them in the reader's language."""
    found = session.execute(select(col(Risk.rule)).where(seen(sight)).distinct().order_by(col(Risk.rule))).scalars()
    return [(rule or BY_HAND, rule) for rule in found]


def _units(session: Session, sight: Sight) -> list[tuple[str, str]]:
    owners = select(col(Risk.site_id)).where(seen(sight), col(Risk.site_id).is_not(None))
    wanted = select(col(Site.id), col(Site.name)).where(col(Site.id).in_(owners)).order_by(in_thai(Site.name))
    schools = [(str(row_id), name) for row_id, name in session.execute(wanted)]
    return schools if sight.site_id is not None else [("0", _("the office")), *schools]


def _owners(column: Any) -> Callable[[Session, Sight], list[tuple[str, str]]]:
    def named(session: Session, sight: Sight) -> list[tuple[str, str]]:
        wanted = select(column).where(seen(sight), column != "").distinct().order_by(column)
        if column.class_ is RiskTask:
            wanted = wanted.join(Risk, col(Risk.id) == col(RiskTask.risk_id))
        return [(owner, owner) for owner in session.execute(wanted).scalars()]

    return named


def _positions(session: Session, sight: Sight) -> list[tuple[str, str]]:
    """Cells of the matrix in which there are risks, the gravest first."""
    cell = (col(Risk.likelihood), col(Risk.impact))
    wanted = select(*cell).where(seen(sight)).distinct()
    found = sorted(session.execute(wanted), key=lambda row: (-row[0] * row[1], -row[0]))
    return [(f"{one}-{other}", f"{one} × {other} = {one * other}") for one, other in found]


def _by_value(words: Mapping[Any, str]) -> dict[str, str]:
    return {str(value): said for value, said in words.items()}


_STATE: Final = cast(col(Risk.state), String)
_GROUP: Final = cast(col(Risk.group), String)
_TREATMENT: Final = cast(col(Risk.treatment), String)
_LEVEL: Final = cast(col(Risk.level), String)
# Whatever is closed stands last.
_CLOSED: Final = case((col(Risk.state) == RiskState.CLOSED, 1), else_=0)
RISKS: Final = Table(
    key="risks",
    source=Risk.__table__.outerjoin(Site, col(Site.id) == Risk.site_id),  # type: ignore[attr-defined]
    row_id=col(Risk.id),
    columns=(
        Column("title", _("Risk"), col(Risk.title)),
        Column("unit", _("For"), col(Site.name)),
        Column("site_code", _("School code"), col(Site.code), shown=False),
        Column("risk_level", _("Level of the risk"), _LEVEL, ranked=col(Risk.score)),
        Column("likelihood", _("Likelihood (1-5)"), col(Risk.likelihood), Kind.NUMBER, shown=False),
        Column("impact", _("Impact (1-5)"), col(Risk.impact), Kind.NUMBER, shown=False),
        Column("score", _("Score (1-25)"), col(Risk.score), Kind.NUMBER, shown=False),
        Column("risk_state", _("State"), _STATE, words=_by_value(STATE_WORDS)),
        Column("risk_treatment", _("Way of treatment"), _TREATMENT, words=_by_value(TREATMENT_WORDS)),
        Column("owner", _("Risk owner"), col(Risk.owner), shown=False),
        Column("review_since", _("Waits for review since"), col(Risk.review_since), Kind.MOMENT),
        Column("review_on", _("Next review"), col(Risk.review_on), Kind.DAY, shown=False),
        Column("accepted_until", _("Accepted until"), col(Risk.accepted_until), Kind.DAY, shown=False),
        Column("risk_group", _("Kind of risk"), _GROUP, shown=False, words=_by_value(GROUP_WORDS)),
        Column("rule", _("Rule"), col(Risk.rule), shown=False),
        Column("thing", _("About"), col(Risk.thing), shown=False),
        Column("number", _("Number"), col(Risk.number), Kind.NUMBER, shown=False),
        Column("residual_likelihood", _("Likelihood left"), col(Risk.residual_likelihood), Kind.NUMBER, shown=False),
        Column("residual_impact", _("Impact left"), col(Risk.residual_impact), Kind.NUMBER, shown=False),
        Column("identified_on", _("Identified on"), col(Risk.identified_on), Kind.DAY, shown=False),
    ),
    searched=(
        *(col(Risk.title), col(Risk.thing), col(Risk.owner), col(Risk.threat)),
        *(func.coalesce(col(Site.name), ""), func.coalesce(col(Site.code), "")),
    ),
    filters=(
        Filter(
            "risk_state",
            _("State"),
            _of_state,
            _fixed(
                ("live", _("all risks that are not closed")),
                ("proposed", _("proposed to be accepted")),
                *STATE_WORDS.items(),
            ),
        ),
        Filter("risk_level", _("Level of the risk"), _words(_LEVEL, Level), _levels),
        Filter("rule", _("Cause"), _of_rule, _rules),
        Filter("unit", _("For"), _of_unit, _units),
        Filter("risk_group", _("Kind of risk"), _words(_GROUP, Group), _fixed(*GROUP_WORDS.items())),
        Filter("owner", _("Risk owner"), lambda value: col(Risk.owner) == value, _owners(Risk.owner)),
        Filter(
            "review",
            _("Review"),
            _of_review,
            _fixed(("open", _("waits for review")), ("none", _("reviewed"))),
        ),
        Filter(
            "tasks",
            _("Tasks"),
            _of_tasks,
            _fixed(("open", _("with open tasks")), ("overdue", _("with overdue tasks"))),
        ),
        Filter("position", _("Likelihood × impact"), _at(col(Risk.likelihood), col(Risk.impact)), _positions),
    ),
    order=(_CLOSED, col(Risk.score).desc(), col(Risk.likelihood).desc(), col(Risk.number)),
    hidden_filters={
        "device_id": _of(col(Risk.device_id)),
        "link_id": _of(col(Risk.link_id)),
        "site_id": _of(col(Risk.site_id)),
        "remaining": _at(*remaining()),
    },
    seen=seen,
)

_STANDING: Final = case(
    (col(RiskTask.done_on).is_not(None), "done"), (col(RiskTask.dropped_on).is_not(None), "dropped"), else_="open"
)
TASK_WORDS: Final = {"open": _("task to be done"), "done": _("task done"), "dropped": _("task not needed any more")}


def _of_task_state(value: str) -> ColumnElement[bool]:
    if value in {"open", "overdue"}:
        return is_open_task() if value == "open" else is_overdue_task()
    return _STANDING.in_((value,))


TASKS: Final = Table(
    key="risk-tasks",
    source=RiskTask.__table__.join(Risk, col(Risk.id) == RiskTask.risk_id).outerjoin(  # type: ignore[attr-defined]
        Site, col(Site.id) == Risk.site_id
    ),
    row_id=col(RiskTask.id),
    columns=(
        Column("what", _("Task"), col(RiskTask.what)),
        Column("title", _("Risk"), col(Risk.title)),
        Column("unit", _("For"), col(Site.name)),
        Column("risk_level", _("Level of the risk"), _LEVEL, ranked=col(Risk.score)),
        Column("score", _("Score (1-25)"), col(Risk.score), Kind.NUMBER, shown=False),
        Column("owner", _("Who does it"), col(RiskTask.owner)),
        Column("due_on", _("To be done by"), col(RiskTask.due_on), Kind.DAY),
        Column("percent", _("Done (percent)"), col(RiskTask.percent), Kind.NUMBER),
        Column("task_state", _("State"), _STANDING, words=TASK_WORDS),
        Column("risk_id", _("Number of the risk"), col(Risk.id), Kind.NUMBER, shown=False),
        Column("site_code", _("School code"), col(Site.code), shown=False),
        Column("rule", _("Rule"), col(Risk.rule), shown=False),
        Column("thing", _("About"), col(Risk.thing), shown=False),
        Column("note", _("Note"), col(RiskTask.note), shown=False),
        Column("is_automatic", _("Asked for by its rule"), col(RiskTask.is_automatic), Kind.YES, shown=False),
    ),
    searched=(col(RiskTask.what), col(RiskTask.owner), col(Risk.title), func.coalesce(col(Site.name), "")),
    filters=(
        Filter(
            "task_state",
            _("State"),
            _of_task_state,
            _fixed(("overdue", _("overdue tasks")), *TASK_WORDS.items()),
        ),
        Filter("risk_level", _("Level of the risk"), _words(_LEVEL, Level), _levels),
        Filter("unit", _("For"), _of_unit, _units),
        Filter("owner", _("Who does it"), lambda value: col(RiskTask.owner) == value, _owners(RiskTask.owner)),
    ),
    order=(case((_STANDING == "open", 0), else_=1), col(RiskTask.due_on).is_(None), col(RiskTask.due_on)),
    hidden_filters={"risk_id": _of(col(RiskTask.risk_id))},
    seen=seen,
)
