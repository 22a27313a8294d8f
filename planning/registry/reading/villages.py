"""Villages, and how many people of each age live there."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

from planning.kit.reading.form import Agreement, Column, Form, Values
from planning.kit.reading.values import AGE, COUNT, DEGREES, ERA, SMIS, VILLAGE
from service.refusal import _, refuse


@dataclass(frozen=True, slots=True)
class Village:
    """One village by its code of 8 digits; degrees where the file says them, always both."""

    code: str
    name: str
    tambon: str
    amphoe: str
    province: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class AgeCount:
    """Persons of one age (whole years; 101 is more than 100) in one village, in a year of the Buddhist era."""

    village_code: str
    era: int
    age: int
    male: int
    female: int
    source: str

    @property
    def total(self) -> int:
        """Persons."""
        return self.male + self.female


def _village(values: Values) -> Village:
    if (values["latitude"] is None) != (values["longitude"] is None):
        raise refuse("latitude", _("Give both latitude and longitude, or none"))
    texts = {name: values[name] or "" for name in ("code", "name", "tambon", "amphoe", "province")}
    return Village(**texts, latitude=values["latitude"], longitude=values["longitude"])


def _ages(values: Values) -> AgeCount:
    return AgeCount(
        village_code=values["village_code"],
        era=values["era"],
        age=values["age"],
        male=values["male"] or 0,
        female=values["female"] or 0,
        source=values["source"] or "",
    )


VILLAGES: Final = Form(
    key="villages",
    title=_("Villages"),
    columns=(
        Column("code", "รหัสหมู่บ้าน", SMIS, required=True, filled=True),
        Column("name", "ชื่อหมู่บ้าน", aliases=("หมู่บ้าน",), required=True, filled=True),
        Column("tambon", "ตำบล", required=True),
        Column("amphoe", "อำเภอ"),
        Column("province", "จังหวัด"),
        Column("latitude", "lat", DEGREES, ("ละติจูด",)),
        Column("longitude", "lng", DEGREES, ("ลองจิจูด", "lon", "long")),
    ),
    build=_village,
    values=asdict,
    once=(("code",),),
)

POPULATION: Final = Form(
    key="population",
    title=_("Population of villages by age and sex"),
    columns=(
        Column("village_code", "รหัสหมู่บ้าน", VILLAGE, required=True, filled=True),
        Column("era", "ปี พ.ศ.", ERA, ("ปี",), required=True, filled=True),
        Column("age", "อายุ", AGE, ("อายุ (ปี)",), required=True, filled=True),
        Column("male", "ชาย", COUNT, ("จำนวนชาย",), required=True),
        Column("female", "หญิง", COUNT, ("จำนวนหญิง",), required=True),
        Column("total", "รวม", COUNT, ("จำนวนรวม",)),
        Column("source", "แหล่งข้อมูล", aliases=("ที่มา",)),
    ),
    build=_ages,
    values=lambda row: asdict(row) | {"total": row.total},
    once=(("village_code", "era", "age"),),
    agreements=(Agreement("total", ("male", "female")),),
)
