"""What offices keep of schools beside their pupils: the registry with its three codes, coordinates, land and staff."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Final

from planning.kit.reading.columns import SCHOOL_CODE, SCHOOL_NAME
from planning.kit.reading.form import Agreement, Column, Form, Values, bare
from planning.kit.reading.values import (
    CODE,
    COUNT,
    DEGREES,
    HUNDREDTHS,
    MOE,
    NUMBER,
    PERCODE,
    SMIS,
    ValueKind,
    is_none,
)
from planning.registry.grades import GRADES, Grade
from service.refusal import _, refuse

NGAN_A_RAI: Final = 4
SQUARE_WA_A_NGAN: Final = 100


def _grade(column: str, text: str) -> Grade | None:
    if is_none(text):
        return None
    found = _GRADES.get(bare(text))
    if found is None:
        raise refuse(column, _("A grade such as อ.2, ป.6 or ม.3 is needed"))
    return found


_GRADES: Final = {bare(name): grade for grade in GRADES for name in (*grade.names, grade.value)}
GRADE: Final = ValueKind(_("a grade"), _grade, lambda grade: grade.label)


@dataclass(frozen=True, slots=True)
class RegisteredSchool:
    """One school: `smis_code` has 8 digits, `moe_code` 10, `percode` 6; distances are in km, None where not said."""

    smis_code: str
    moe_code: str
    percode: str
    name: str
    office_code: str
    office_name: str
    education: str
    network: str
    village: str
    tambon: str
    amphoe: str
    province: str
    km_to_office: Decimal | None
    km_to_amphoe: Decimal | None
    size: str
    electricity: str
    lowest: Grade | None = None
    highest: Grade | None = None


@dataclass(frozen=True, slots=True)
class SchoolPlace:
    """Degrees as the file says them. Whether a school lies there is judged with the map, not here."""

    school_code: str
    school_name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Parcel:
    """One parcel of a school's land."""

    school_code: str
    school_name: str
    parcel: str
    rai: int
    ngan: int
    square_wa: Decimal
    ownership: str

    @property
    def all_square_wa(self) -> Decimal:
        """The whole parcel; 1 square wa is 4 m²."""
        return (self.rai * NGAN_A_RAI + self.ngan) * SQUARE_WA_A_NGAN + self.square_wa


@dataclass(frozen=True, slots=True)
class StaffCount:
    """Persons of one position at one school."""

    school_code: str
    school_name: str
    position: str
    male: int
    female: int

    @property
    def total(self) -> int:
        """Persons."""
        return self.male + self.female


def _registered(values: Values) -> RegisteredSchool:
    as_they_are: dict[str, Any] = {name: values[name] for name in _AS_THEY_ARE}
    lowest, highest = values["lowest"], values["highest"]
    if (lowest is None) != (highest is None):
        raise refuse("highest", _("The lowest and the highest grade belong together"))
    if lowest and highest and lowest.place > highest.place:
        raise refuse("highest", _("The highest grade lies below the lowest one"))
    texts: dict[str, Any] = {name: value or "" for name, value in values.items() if name not in _AS_THEY_ARE}
    return RegisteredSchool(**texts, **as_they_are)


_AS_THEY_ARE: Final = ("km_to_office", "km_to_amphoe", "lowest", "highest")


def _parcel(values: Values) -> Parcel:
    if (values["ngan"] or 0) >= NGAN_A_RAI:
        raise refuse("ngan", _("4 ngan are a rai: from 0 to 3 are needed"))
    if (values["square_wa"] or 0) >= SQUARE_WA_A_NGAN:
        raise refuse("square_wa", _("100 square wa are a ngan: less than 100 are needed"))
    made = Parcel(
        school_code=values["school_code"],
        school_name=values["school_name"] or "",
        parcel=values["parcel"],
        rai=values["rai"] or 0,
        ngan=values["ngan"] or 0,
        square_wa=values["square_wa"] or Decimal(0),
        ownership=values["ownership"] or "",
    )
    if not made.all_square_wa:
        raise refuse("rai", _("A parcel has an area above zero"))
    return made


def _staff(values: Values) -> StaffCount:
    return StaffCount(
        school_code=values["school_code"],
        school_name=values["school_name"] or "",
        position=values["position"],
        male=values["male"] or 0,
        female=values["female"] or 0,
    )


def _place(values: Values) -> SchoolPlace:
    return SchoolPlace(
        school_code=values["school_code"],
        school_name=values["school_name"] or "",
        latitude=values["latitude"],
        longitude=values["longitude"],
    )


REGISTRY: Final = Form(
    key="schools",
    title=_("Registry of schools"),
    columns=(
        Column("office_code", "รหัส สพท.", CODE, ("รหัสเขต",)),
        Column("office_name", "สพท.", aliases=("ชื่อเขต",)),
        Column("name", "โรงเรียน", aliases=("ชื่อโรงเรียน", "ชื่อสถานศึกษา"), required=True, filled=True),
        Column("moe_code", "รหัส 10 หลัก", MOE, ("รหัสกระทรวง",)),
        Column("smis_code", "รหัส Smis", SMIS, ("รหัส 8 หลัก",), required=True, filled=True),
        Column("percode", "รหัส Obec", PERCODE, ("รหัส 6 หลัก", "percode")),
        Column("education", "ประเภทการศึกษา"),
        Column("network", "เครือข่าย", aliases=("กลุ่มโรงเรียน",)),
        Column("village", "หมู่บ้าน"),
        Column("tambon", "ตำบล", aliases=("ตำบล/แขวง",)),
        Column("amphoe", "อำเภอ", aliases=("อำเภอ/เขต",)),
        Column("province", "จังหวัด"),
        Column("km_to_office", "ระยะทางถึงเขตพื้นที่ (กม.)", HUNDREDTHS),
        Column("km_to_amphoe", "ระยะทางถึงอำเภอ (กม.)", HUNDREDTHS),
        Column("size", "ขนาดสถานศึกษา", aliases=("ขนาดโรงเรียน", "ขนาด")),
        Column("electricity", "ไฟฟ้า"),
        Column("lowest", "ชั้นต่ำสุดที่เปิดสอน", GRADE, ("ชั้นต่ำสุด",)),
        Column("highest", "ชั้นสูงสุดที่เปิดสอน", GRADE, ("ชั้นสูงสุด",)),
    ),
    build=_registered,
    values=asdict,
    once=(("smis_code",), ("moe_code",), ("percode",)),
)

COORDINATES: Final = Form(
    key="coordinates",
    title=_("Coordinates of schools"),
    columns=(
        SCHOOL_CODE,
        SCHOOL_NAME,
        Column("latitude", "lat", DEGREES, ("ละติจูด",), required=True, filled=True),
        Column("longitude", "lng", DEGREES, ("ลองจิจูด", "lon", "long"), required=True, filled=True),
    ),
    build=_place,
    values=asdict,
    once=(("school_code",),),
)

LAND: Final = Form(
    key="land",
    title=_("Land of schools"),
    columns=(
        SCHOOL_CODE,
        SCHOOL_NAME,
        Column("parcel", "แปลงที่", CODE, required=True, filled=True),
        Column("square_wa", "ตารางวา", HUNDREDTHS, ("วา", "ตร.ว."), required=True),
        Column("ngan", "งาน", NUMBER, required=True),
        Column("rai", "ไร่", NUMBER, required=True),
        Column("ownership", "กรรมสิทธิ์"),
    ),
    build=_parcel,
    values=asdict,
    once=(("school_code", "parcel"),),
)

STAFF: Final = Form(
    key="staff",
    title=_("Staff of schools by position and sex"),
    columns=(
        SCHOOL_CODE,
        SCHOOL_NAME,
        Column("position", "ตำแหน่ง", aliases=("ประเภทบุคลากร",), required=True, filled=True),
        Column("male", "ชาย", COUNT, ("จำนวนชาย",), required=True),
        Column("female", "หญิง", COUNT, ("จำนวนหญิง",), required=True),
        Column("total", "รวม", COUNT, ("จำนวนรวม",)),
    ),
    build=_staff,
    values=lambda row: asdict(row) | {"total": row.total},
    once=(("school_code", "position"),),
    agreements=(Agreement("total", ("male", "female")),),
)
