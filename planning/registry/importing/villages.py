"""Files of villages, and of their people by age, held against what is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from sqlmodel import select

from planning.registry.importing.step import Act, Change, Step, Taking, changed
from planning.registry.models.village import Village, VillagePeople
from planning.registry.placing import Finding, finding_of
from planning.registry.reading.villages import AgeCount
from planning.registry.reading.villages import Village as VillageRow
from service.i18n import N_
from service.refusal import Problem

_FIELDS: Final = {
    "name": "name",
    "subdistrict": "tambon",
    "district": "amphoe",
    "province": "province",
    "latitude": "latitude",
    "longitude": "longitude",
}
_LABELS: Final = {
    "name": N_("Village"),
    "subdistrict": N_("Subdistrict"),
    "district": N_("District"),
    "province": N_("Province"),
    "latitude": N_("Latitude (degrees)"),
    "longitude": N_("Longitude (degrees)"),
}
_LONGEST: Final = 120


def villages_by_code(taking: Taking) -> dict[str, Village]:
    """All of the office."""
    ours = Village.office_code == taking.visitor.office_code
    return {one.code: one for one in taking.session.exec(select(Village).where(ours)).all()}


def plan_villages(taking: Taking, rows: Sequence[VillageRow]) -> Iterator[Step]:
    """New and changed ones; what the file leaves empty stays."""
    stored = villages_by_code(taking)
    for row in rows:
        name = f"{row.code} {row.name}"
        given = {field: value for field, key in _FIELDS.items() if (value := getattr(row, key)) not in (None, "")}
        if row.latitude is not None and finding_of(row.latitude, row.longitude) is not Finding.GOOD:
            problem = Problem("latitude", N_("This place lies outside the country"))
            yield Step(name, Act.SAME, problem=problem)
            continue
        village = stored.get(row.code)
        changes = changed({} if village is None else village.model_dump(), given, _LABELS)
        act = Act.NEW if village is None else Act.CHANGED
        do = partial(_put, taking, village, row.code, given)
        yield Step(name, act, changes, do) if changes else Step(name, Act.SAME)


def _put(taking: Taking, village: Village | None, code: str, given: Mapping[str, Any]) -> None:
    kept = village or Village(office_code=taking.visitor.office_code, code=code, name=given["name"])
    for field, value in given.items():
        setattr(kept, field, value[:_LONGEST] if isinstance(value, str) and field != "name" else value)
    kept.changed_at = taking.now
    taking.session.add(kept)


def plan_population(taking: Taking, rows: Sequence[AgeCount]) -> Iterator[Step]:
    """Each row is one age of one village in one year; ages that the file does not name stay."""
    villages = villages_by_code(taking)
    people = _People(taking)
    for row in rows:
        village = villages[row.village_code]
        name = f"{village.code} {village.name}: {row.era}, {row.age}"
        before = people.ages_of(village, row.era).get(str(row.age))
        after = [row.male, row.female]
        change = Change(N_("Male + female"), _figures(before), _figures(after))
        act = Act.NEW if before is None else Act.CHANGED
        do = partial(people.put, village, row)
        yield Step(name, act, (change,), do) if before != after else Step(name, Act.SAME)


def _figures(persons: list[int] | None) -> str:
    return "" if persons is None else f"{persons[0]}+{persons[1]}"


class _People:
    """Populations of all villages, changed in place when a file is taken in."""

    def __init__(self, taking: Taking) -> None:
        ours = VillagePeople.office_code == taking.visitor.office_code
        self._taking = taking
        known = taking.session.exec(select(VillagePeople).where(ours)).all()
        self._rows = {(one.village_id, one.year): one for one in known}

    def ages_of(self, village: Village, year: int) -> Mapping[str, list[int]]:
        """Ages -> [male, female]."""
        row = self._rows.get((village.id or 0, year))
        return {} if row is None else row.ages

    def put(self, village: Village, row: AgeCount) -> None:
        """One age."""
        key = (village.id or 0, row.era)
        kept = self._rows.get(key)
        if kept is None:
            kept = VillagePeople(office_code=self._taking.visitor.office_code, village_id=key[0], year=row.era)
            self._rows[key] = kept
            self._taking.session.add(kept)
        kept.ages = {**kept.ages, str(row.age): [row.male, row.female]}
        kept.source, kept.changed_at = row.source or self._taking.source, self._taking.now
