"""Puts the invented district into an empty registry, through the same checks as files that people give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlmodel import Session, select

from planning.kit.parts import Demo, Paper
from planning.kit.reading.writing import as_csv
from planning.kit.settings import PlanningSettings
from planning.kit.visitor import Visitor, invented_planner
from planning.registry.grades import CountDay
from planning.registry.importing.plan import IMPORTERS, carry_out
from planning.registry.importing.step import Plan, Taking
from planning.registry.models.batch import Dataset
from planning.registry.models.school import School
from planning.registry.reading.homes import PupilHomes
from planning.registry.store.batches import BatchDraft, Consent, GivenBatch, give, look_at, take_in
from planning.registry.store.counts import draft_of, find_count, freeze
from planning.registry.store.information import make_set
from planning.registry.store.meetings import named
from planning.registry.synthetic.district import SOURCE, District, Size
from planning.registry.synthetic.secretary import decide, fill_desk
from service.database import make_engine, transaction
from service.importing.decode import MAX_ROWS
from service.invented import OFFICE_CODE
from service.refused import RefusedCommandError
from service.uploads import Uploads

_FREEZES_AFTER: Final = timedelta(days=20)
NAME: Final = "registry"


@dataclass(frozen=True, slots=True)
class Filled:
    """What was put in."""

    schools: int
    villages: int
    counts: int


def fill(session: Session, uploads: Uploads, district: District) -> Filled:
    """All of it. RefusedCommandError where the office of the demonstration has schools already."""
    visitor = invented_planner()
    if session.exec(select(School.id).where(School.office_code == OFFICE_CODE)).first() is not None:
        raise RefusedCommandError("the registry has schools of the demonstration already")
    filler = _Filler(session, visitor, uploads)
    days = district.count_days()
    begins = days[0].day
    filler.give(Dataset.SCHOOLS, district.registry(), begins)
    filler.give(Dataset.COORDINATES, district.coordinates(), begins)
    villages = district.villages()
    filler.give(Dataset.VILLAGES, villages, begins)
    filler.take_rows(Dataset.POPULATION, district.people(), begins)
    for year in sorted({one.year for one in days}):
        filler.give(Dataset.STAFF, district.staff(year), CountDay.of_june(year).day)
    for one in days:
        filler.give(Dataset.PUPILS, district.pupils(one), one.day)
        if one is days[-1]:
            filler.homes(district.homes(one), one.day)
        filler.freeze(one.day)
    return Filled(len(district.schools), len(villages), len(days))


def fill_demo(settings: PlanningSettings, demo: Demo) -> str:
    """The district of the demonstration, up to its day."""
    district = District(seed=demo.seed, today=demo.today, size=Size(schools=demo.schools))
    engine = make_engine(settings.database_of(NAME))
    try:
        with transaction(engine) as session:
            filled = fill(session, Uploads(settings.folder_of(NAME)), district)
            fill_desk(session, invented_planner(), demo.today)
    finally:
        engine.dispose()
    return f"{filled.schools} schools, {filled.villages} villages, {filled.counts} counts of pupils"


def decide_demo(settings: PlanningSettings, demo: Demo, papers: Sequence[Paper]) -> str:
    """The board meets on the day of the demonstration and approves what was laid before it."""
    engine = make_engine(settings.database_of(NAME))
    try:
        with transaction(engine) as session:
            meeting = decide(session, invented_planner(), papers, demo.today)
            demo.places[f"meeting_{papers[0]['service']}"] = f"/meetings/{meeting.key}"
            number = named(meeting)
    finally:
        engine.dispose()
    return f"the board decided about {len(papers)} papers in its meeting {number}"


class _Filler:
    """One office, one session."""

    def __init__(self, session: Session, visitor: Visitor, uploads: Uploads) -> None:
        self._session, self._visitor, self._uploads = session, visitor, uploads

    def give(self, dataset: Dataset, rows: Sequence[Any], day: date) -> Plan:
        """A file of these rows, given and taken in."""
        now = _moment(day)
        body = as_csv(IMPORTERS[dataset].form, rows)
        draft = BatchDraft(dataset=dataset, as_of=day, source=SOURCE)
        file = GivenBatch(f"{dataset.value}-{day.isoformat()}.csv", body)
        batch = give(self._session, self._visitor, self._uploads, draft, file, now=now)
        plan = look_at(self._session, self._visitor, self._uploads, batch, now=now)
        return take_in(self._session, self._visitor, self._uploads, batch, Consent(plan.digest), now=now)

    def take_rows(self, dataset: Dataset, rows: Sequence[Any], day: date) -> None:
        """Rows that would be more than one file may hold."""
        taking = Taking(self._session, self._visitor, day, SOURCE, _moment(day))
        steps = tuple(enumerate(IMPORTERS[dataset].plan(taking, rows), start=1))
        carry_out(Plan(steps, ()))
        self._session.flush()

    def homes(self, rows: Sequence[PupilHomes], day: date) -> None:
        """As a file, where they are no more than one may hold."""
        if len(rows) <= MAX_ROWS:
            self.give(Dataset.HOMES, rows, day)
        else:
            self.take_rows(Dataset.HOMES, rows, day)

    def freeze(self, day: date) -> None:
        """The count of that day, some weeks later, with its information set."""
        now = _moment(day) + _FREEZES_AFTER
        revision = draft_of(self._session, self._visitor, day, now=now)
        count = find_count(self._session, self._visitor, revision.count_id, to_change=True)
        frozen = freeze(self._session, self._visitor, count, without_missing=True, now=now)
        make_set(self._session, self._visitor, count, frozen, now=now)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(3), UTC)
