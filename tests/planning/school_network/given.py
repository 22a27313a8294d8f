"""The four schools and ten villages as the registry would tell them, put into the copies of this service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import Engine
from sqlmodel import select

from contract.data.registry import AgeRow, CountRow, HomeRow, SchoolRow, VillageRow
from contract.data.shape import Given, Row
from planning.kit.tables import Copy, KnownOffice
from planning.school_network.mapping.grade import Grade
from service.database import transaction
from tests.planning.school_network.mapping import four_schools as four

OFFICE: Final = "5302"
YEAR: Final = 2569
COUNT_DAY: Final = date(2026, 6, 10)
COUNT: Final = f"{YEAR}.{COUNT_DAY.isoformat()}.1"
CODES: Final = {"A": "53020001", "B": "53020002", "C": "53020003", "D": "53020004"}
NAMES: Final = {code: f"โรงเรียนสมมติ {letter}" for letter, code in CODES.items()}
FIGURES: Final = {"norm_km_primary": "3", "norm_km_lower_secondary": "4.5", "detour_factor": "1.5"}
"""What four_schools.parameters() takes instead of the shipped figures."""


def schools() -> list[SchoolRow]:
    """A, B, C of the office; D of a neighbour."""
    return [
        SchoolRow(
            smis_code=CODES[one.id],
            name=one.name,
            district="อำเภอสมมติ",
            latitude=one.lat,
            longitude=one.lon,
            lowest_grade=one.low.name.lower(),
            highest_grade=one.high.name.lower(),
            is_ours=one.ours,
        )
        for one in four.schools()
    ]


def counts(revision: int = 1) -> list[CountRow]:
    """Boys only: the engine adds both."""
    return [
        CountRow(
            smis_code=CODES[one.id],
            academic_year=YEAR,
            count_date=COUNT_DAY,
            revision=revision,
            is_frozen=True,
            is_current=True,
            grade=grade.name.lower(),
            male=one.pupils[grade],
            female=0,
            rooms=one.rooms[grade],
        )
        for one in four.schools()
        for grade in Grade
        if one.pupils[grade] or one.rooms[grade]
    ]


def villages() -> list[VillageRow]:
    """Ten along the road; five in each of two districts."""
    return [
        VillageRow(
            code=one.code,
            name=one.name,
            district="อำเภอเหนือ" if place >= 5 else "อำเภอใต้",
            latitude=one.lat,
            longitude=one.lon,
            year=2568,
            source="ทร.14 สมมติ",
            ages=tuple(
                AgeRow(age=grade.age, male=0, female=count) for grade in Grade if (count := one.children[grade])
            ),
        )
        for place, one in enumerate(four.villages())
    ]


def homes(revision: int = 1) -> list[HomeRow]:
    """Of 61 of the 81 pupils, girls only."""
    return [
        HomeRow(
            smis_code=CODES[school],
            academic_year=YEAR,
            count_date=COUNT_DAY,
            revision=revision,
            grade=grade.name.lower(),
            village_code=village,
            male=0,
            female=count,
        )
        for school, village, grade, count in four.HOMES
    ]


def told(engine: Engine, name: str, rows: Iterable[Row], *, peer: str = "registry", office: str = OFFICE) -> None:
    """As if the owner had answered just now."""
    at = datetime(2026, 11, 1, 3, tzinfo=UTC)
    body = Given(tuple(rows), at).body(name, office).decode()
    values = {"as_of": at, "taken_at": at, "tried_at": at, "sha256": sha256(body.encode()).hexdigest(), "body": body}
    with transaction(engine) as session:
        if session.get(KnownOffice, office) is None:
            session.add(KnownOffice(code=office, name="A synthetic office"))
        wanted = select(Copy).where(Copy.peer == peer, Copy.name == name, Copy.office_code == office)
        row = session.exec(wanted).first() or Copy(peer=peer, name=name, office_code=office)
        row.sqlmodel_update(values)
        session.add(row)


def all_told(engine: Engine) -> None:
    """Everything that a run needs."""
    told(engine, "schools", schools())
    told(engine, "enrolment", counts())
    told(engine, "villages", villages())


def moved(rows: list[VillageRow], code: str, km: int) -> list[VillageRow]:
    """The same with one village at another kilometre of the road."""
    return [one.model_copy(update={"latitude": four.lat(km)}) if one.code == code else one for one in rows]


def crossings() -> bytes:
    """One road of twenty pieces, as a file."""
    lines = [f"K{km:02},{four.lat(km)},100.0" for km in range(21)]
    return "\n".join(["code,lat,lon", *lines]).encode()


def edges() -> bytes:
    """Its pieces."""
    lines = [f"K{km:02},K{km + 1:02},1000,minor,no" for km in range(20)]
    return "\n".join(["from,to,metres,class,oneway", *lines]).encode()


def run_form(**changes: str) -> Mapping[str, str]:
    """A run by the figures of four_schools."""
    return {"title": "แผนที่ตั้ง 2569", "count": COUNT, "road_graph_id": "1", "why": "ตัวอย่าง", **FIGURES, **changes}
