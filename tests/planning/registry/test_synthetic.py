"""The invented district: the same for the same seed, the schools of netops's demonstration, and taken in whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import func, select
from typer.testing import CliRunner

from netops.simulation.district import make_district
from planning.cli import app
from planning.kit.settings import get_settings
from planning.registry.grades import Grade, Level
from planning.registry.models.count import CountRevision, SchoolCount, SchoolHomes
from planning.registry.models.information import InformationSet
from planning.registry.models.school import School
from planning.registry.models.village import VillagePeople
from planning.registry.synthetic.district import District, Size
from planning.registry.synthetic.filling import fill
from service.database import reading, transaction
from service.refused import RefusedCommandError
from service.uploads import Uploads

TODAY = date(2026, 11, 29)


def small() -> District:
    return District(today=TODAY, size=Size(12, 15))


def test_its_schools_are_those_of_the_demonstration_of_netops() -> None:
    ours = District(today=TODAY).registry()
    theirs = make_district(today=TODAY).schools
    assert [(one.smis_code, one.name, one.amphoe, one.tambon) for one in ours[: len(theirs)]] == [
        (one.code, one.name, one.district, one.sub_district) for one in theirs
    ]
    places = {one.school_code: (one.latitude, one.longitude) for one in District(today=TODAY).coordinates()}
    assert all(places.get(one.code, (one.latitude, one.longitude)) == (one.latitude, one.longitude) for one in theirs)
    assert len(ours) == 130


def test_the_same_seed_gives_the_same_and_another_seed_another() -> None:
    one, two, other = small(), small(), District(seed=2, today=TODAY, size=Size(12, 15))
    days = one.count_days()
    assert [day.day for day in days][-2:] == [date(2026, 6, 10), date(2026, 11, 10)]
    assert len(days) == 10
    assert one.pupils(days[3]) == two.pupils(days[3]) != other.pupils(days[3])
    assert one.people() == two.people()
    assert (len(one.villages()), len({village.code for village in one.villages()})) == (15, 15)


@pytest.mark.parametrize("seed", range(3))
def test_counts_are_never_below_zero_and_pupils_walk_through_the_grades(seed: int) -> None:
    district = District(seed=seed, today=TODAY, size=Size(60, 1))
    june = [day for day in district.count_days() if day.day.month == 6]
    before, after = (district.pupils(day) for day in june[-2:])
    for old, new in zip(before, after, strict=True):
        counts = {one.grade.place: one for one in old.grades}
        assert all(one.male >= 0 and one.female >= 0 and one.rooms for one in new.grades)
        for one in new.grades:
            below = counts.get(one.grade.place - 1)
            assert below is None or (below.male, below.female) == (one.male, one.female)


@pytest.mark.parametrize("schools", [12, 40, 130])
@pytest.mark.parametrize("seed", [1, 2])
def test_villages_and_children_are_as_many_as_the_schools_need(schools: int, seed: int) -> None:
    district = District(seed=seed, today=TODAY, size=Size(schools))
    assert len(district.villages()) == round(schools * 700 / 130)
    june = [day for day in district.count_days() if day.day.month == 6][-1]
    place = {village.code: village.amphoe for village in district.villages()}
    children: dict[str, int] = {}
    for one in district.people():
        if 6 <= one.age <= 11:
            children[place[one.village_code]] = children.get(place[one.village_code], 0) + one.total
    of_school = {one.school.code: one.school.district for one in district.schools}
    pupils: dict[str, int] = {}
    for row in district.pupils(june):
        primary = sum(one.total for one in row.grades if one.grade.level is Level.PRIMARY)
        pupils[of_school[row.school_code]] = pupils.get(of_school[row.school_code], 0) + primary
    assert 0.85 <= sum(pupils.values()) / sum(children.values()) <= 1.10
    for name, count in pupils.items():
        assert 0.85 <= count / children[name] <= 1.10, name


def test_homes_are_those_of_pupils_who_are_there_and_live_near() -> None:
    district = District(today=TODAY, size=Size(24))
    for day in district.count_days()[-2:]:
        enrolled = {
            (row.school_code, one.grade): (one.male, one.female) for row in district.pupils(day) for one in row.grades
        }
        known: dict[tuple[str, Grade], tuple[int, int]] = {}
        for home in district.homes(day):
            male, female = known.get((home.school_code, home.grade), (0, 0))
            known[home.school_code, home.grade] = (male + home.male, female + home.female)
        assert all(one[0] <= enrolled[key][0] and one[1] <= enrolled[key][1] for key, one in known.items())
        assert 0.88 <= sum(map(sum, known.values())) / sum(map(sum, enrolled.values())) <= 0.96
    assert district.homes(day) == District(today=TODAY, size=Size(24)).homes(day)


def test_it_fills_an_empty_registry_once(registry_engine: Engine, tmp_path: Path) -> None:
    with transaction(registry_engine) as session:
        filled = fill(session, Uploads(tmp_path), small())
    assert (filled.schools, filled.villages, filled.counts) == (12, 15, 10)
    with reading(registry_engine) as session:
        counts = [
            session.exec(select(func.count()).select_from(table)).one()
            for table in (School, VillagePeople, CountRevision, InformationSet)
        ]
        assert counts == [12, 15, 10, 10]
        homes = session.exec(select(SchoolHomes)).all()
        pupils = {one.school_id: one for one in session.exec(select(SchoolCount)).all() if one.revision_id == 10}
        assert {one.revision_id for one in homes} == {10}  # of the newest count
        assert (
            0.85
            < sum(one.male + one.female for one in homes) / sum(one.male + one.female for one in pupils.values())
            < 1
        )
        assert {one.office_code for one in session.exec(select(School)).all()} == {"9900"}
    with pytest.raises(RefusedCommandError), transaction(registry_engine) as session:
        fill(session, Uploads(tmp_path), small())


def test_no_real_office_is_filled_by_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NETOPS_PLANNING_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("NETOPS_PLANNING_DEMO", raising=False)
    get_settings.cache_clear()
    result = CliRunner().invoke(app, ["demo-data", "registry"])
    get_settings.cache_clear()
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []
