"""What this service gives others: the approved version of each plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, col, func, select

from contract.data.development_plan import AmountRow, ElementRow, FrameRow, PlanIndicatorRow, PlanRow, TargetRow
from contract.data.shape import Given, Row
from planning.development_plan.store.objective import plans_of
from planning.development_plan.subject import KIND
from planning.kit.parts import Giver
from planning.plans.declared import Frozen
from planning.plans.models.version import Version, VersionState
from planning.plans.store.versions import approved


def _frozen(session: Session, office_code: str) -> Iterator[Frozen]:
    for plan in plans_of(session, office_code):
        found = approved(session, office_code, KIND, plan.key)
        if found is not None:
            yield found


def _as_of(session: Session, office_code: str) -> datetime | None:
    wanted = select(func.max(Version.approved_at)).where(
        col(Version.office_code) == office_code, col(Version.subject_kind) == KIND
    )
    return session.exec(wanted).one()


def _giver(rows: Callable[[Frozen], Iterable[Row]]) -> Giver:
    def give(session: Session, office_code: str) -> Given:
        found = [row for frozen in _frozen(session, office_code) for row in rows(frozen)]
        return Given(found, _as_of(session, office_code))

    return give


def _plans(frozen: Frozen) -> Iterable[Row]:
    told = {name: getattr(frozen, name) for name in ("key", "title", "first_year", "last_year", "number", "sha256")}
    yield PlanRow(**told, is_published=frozen.state is VersionState.PUBLISHED)


def _elements(frozen: Frozen) -> Iterable[Row]:
    for one in frozen.content["elements"]:
        yield ElementRow(plan_key=frozen.key, parent_key=one["parent"], **_told(one, "key", "kind", "text", "serves"))


def _indicators(frozen: Frozen) -> Iterable[Row]:
    for one in frozen.content["indicators"]:
        rest = {name: value for name, value in one.items() if name not in {"of", "targets"}}
        targets = tuple(TargetRow(**each) for each in one["targets"])
        yield PlanIndicatorRow(plan_key=frozen.key, of_key=one["of"], targets=targets, **rest)


def _frames(frozen: Frozen) -> Iterable[Row]:
    for one in frozen.content["frames"]:
        yield FrameRow(
            plan_key=frozen.key,
            strategy_key=one["strategy"],
            indicator_key=one["indicator"],
            amounts=tuple(AmountRow(**each) for each in one["amounts"]),
            **_told(one, "key", "title", "owner", "output", "outcome"),
        )


def _told(one: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: one[name] for name in names}


DATASETS: Final[Mapping[str, Giver]] = {
    "development_plans": _giver(_plans),
    "development_elements": _giver(_elements),
    "development_indicators": _giver(_indicators),
    "development_frames": _giver(_frames),
}
"""By name."""
