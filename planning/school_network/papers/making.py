"""Cases and runs as the data of their papers."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from contract.data.registry import SchoolRow as RegistrySchool
from office.thai_date import long_date
from planning.school_network import judging
from planning.school_network.mapping.criteria import Answer, Compare
from planning.school_network.mapping.inputs import Demand
from planning.school_network.mapping.parameters import Name
from planning.school_network.models.case import AssetLine, ChildGroup, FollowUp, FollowUpCount
from planning.school_network.models.run import MappingRunRow
from planning.school_network.papers.data import (
    AssetRow,
    CaseData,
    ClauseRow,
    FigureRow,
    FollowRow,
    GroupRow,
    HearingRow,
    MappingData,
    OpinionRow,
    OptionRow,
    SchoolRow,
    StaffRow,
    VillageRow,
)
from planning.school_network.papers.map_picture import drawn
from planning.school_network.papers.wording import (
    ASSETS,
    CERTAINTIES,
    DEMANDS,
    FAULTS,
    FIGURES,
    KINDS,
    OPINIONS,
    ROUNDS,
    SCORES,
    SUPPORT,
    TRANSPORTS,
    UNITS,
    VERDICTS,
    WAYS,
)
from planning.school_network.telling import nearest, told_beyond
from planning.school_network.words import GRADE_CODES

MOST_ROWS: Final = 400
POLICIES: Final = frozenset({"SMALL"})
"""Sets of criteria by which nobody has a power."""
_COMPARES = {Compare.AT_MOST: "ไม่เกิน", Compare.AT_LEAST: "ไม่น้อยกว่า"}


def case_data(
    found: judging.Gathered,
    office: str,
    *,
    place: str = "",
    resolution: str = "",
    followed: Sequence[tuple[FollowUp, Sequence[FollowUpCount]]] = (),
) -> CaseData:
    """Everything that a paper of a case may say."""
    case = found.case
    checked = judging.checklist(found)
    return CaseData(
        office=office,
        kind=case.kind.value,
        title=KINDS[case.kind],
        school=case.school_name,
        school_code=case.school_code,
        place=place,
        to=case.to_name,
        grades=f"{GRADE_CODES[case.low]}–{GRADE_CODES[case.high]}" if case.low and case.high else "",
        year=case.effective_year,
        term=case.effective_term,
        effective_on=case.effective_on,
        reason=case.reason,
        waiver=case.rooms_waiver,
        announcement_number=case.announcement_number,
        announced_on=case.announced_on,
        legal_basis=tuple(rule.title for rule, _answers in checked if rule.id not in POLICIES),
        clauses=tuple(clause_row(rule.title, rule.version, one) for rule, answers in checked for one in answers),
        groups=tuple(_group(one) for one in found.groups),
        hearings=tuple(HearingRow(**one.model_dump(exclude={"id", "case_id"})) for one in found.hearings),
        opinions=tuple(
            OpinionRow(
                school=one.school_name,
                held_on=one.held_on,
                opinion=OPINIONS[one.opinion],
                present=one.present,
                note=one.note,
            )
            for one in found.opinions
        ),
        assets=tuple(_asset(one) for one in found.assets),
        staff=tuple(StaffRow(position=one.position, persons=one.persons, to=one.to_name) for one in found.staff),
        follow_ups=tuple(
            FollowRow(
                round=ROUNDS[one.round],
                village=count.village_name,
                **count.model_dump(include={"expected", "arrived", "elsewhere", "lost"}),
            )
            for one, counts in followed
            for count in counts
        ),
        readiness=tuple(
            (label, f"{getattr(one, name):.2f}") for one in found.readiness[-1:] for name, label in SCORES.items()
        )
        + tuple(("คะแนนเฉลี่ย", f"{judging.score_of(one):.2f}") for one in found.readiness[-1:]),
        resolution=resolution,
    )


def place_of(school: RegistrySchool) -> str:
    """Subdistrict, district and province, as far as they are known."""
    parts = (("ตำบล", school.subdistrict), ("อำเภอ", school.district), ("จังหวัด", school.province))
    return " ".join(f"{word}{name.removeprefix(word)}" for word, name in parts if name)


def _asset(one: AssetLine) -> AssetRow:
    return AssetRow(
        kind=ASSETS[one.kind],
        item=one.item,
        quantity=one.quantity,
        value_satang=one.value_satang,
        way=WAYS[one.way],
        to_whom=one.to_whom,
        paper_number=one.paper_number,
        done_on=one.done_on,
    )


def clause_row(rule: str, version: int, one: Answer) -> ClauseRow:
    """A clause as papers say it."""
    limit = one.clause.limit
    unit = f" {UNITS[limit.fact]}" if limit is not None and limit.fact in UNITS else ""
    return ClauseRow(
        rule=rule,
        version=version,
        number=one.clause.number,
        text=one.clause.text,
        figure=f"{_COMPARES[limit.compare]} {limit.value:g}{unit}" if limit is not None else "–",
        found=f"{one.found:.2f}".rstrip("0").rstrip(".") + unit if one.found is not None else "–",
        verdict=VERDICTS[one.verdict],
        certainty=CERTAINTIES[one.clause.certainty],
    )


def _group(one: ChildGroup) -> GroupRow:
    return GroupRow(
        grade=GRADE_CODES.get(one.grade, one.grade),
        village=one.village_name,
        children=one.children,
        to=one.to_name,
        transport=TRANSPORTS[one.transport],
        support_satang_day=one.support_satang_day,
    )


def mapping_data(row: MappingRunRow, made: dict[str, Any], office: str, grade: int) -> MappingData:
    """The chapter; lists are cut at a length that a chapter can bear, files have all of it."""
    names = {one["id"]: one["name"] for one in made["schools"]}
    source, total = made["provenance"], made["summary"]
    group = made["near"]["group"][grade]
    area = next((one["map"] for one in made["areas"] if one["group"] == group), None)
    picture = base64.b64encode(drawn(area)).decode() if area is not None else ""
    return MappingData(
        office=office,
        title=row.title,
        academic_year=row.academic_year,
        count_date=row.count_date,
        demand=DEMANDS[row.demand] % {"known": source.get("pupils_with_home", 0), "pupils": source.get("pupils", 0)},
        not_taught=source.get("not_taught", 0),
        support=_support(source["figures"]),
        mode="เส้นตรง" if source["mode"] == "straight" else "ตามถนน",
        roads=_roads(source["graph"]),
        straight_percent=f"ร้อยละ {100 * source['straight_share']:.1f}",
        input_hash=row.input_hash,
        result_hash=row.result_hash,
        children=total["children"],
        beyond=total["beyond"],
        coverage=f"ร้อยละ {total['coverage']:.2f}" if total["coverage"] is not None else "–",
        schools=total["schools"],
        villages=total["villages"],
        bands=tuple((_band(one), len(one["schools"])) for one in made["bands"]),
        districts=tuple(
            (one["district"] or "–", one["villages"], one["children"], one["beyond"]) for one in made["districts"]
        ),
        beyond_villages=_beyond(made, names, grade, row.demand),
        school_rows=tuple(_school(one, names) for one in made["schools"][:MOST_ROWS]),
        options=tuple(_option(one, names) for one in made["options"][:MOST_ROWS]),
        faults=_faults(made, names),
        figures=tuple(
            FigureRow(
                name=FIGURES[one["name"]],
                value=f"{one['value']:g}",
                certainty=CERTAINTIES[one["certainty"]],
                source=one["source"],
            )
            for one in source["figures"]
        ),
        map_png=picture,
    )


def _roads(graph: dict[str, Any] | None) -> str:
    return (
        "ไม่ใช้ถนน"
        if graph is None
        else f"{graph['source']} ({long_date(date.fromisoformat(graph['day']))}) {graph['licence']}"
    )


def _band(one: dict[str, Any]) -> str:
    return str(one["low"]) if one["low"] == one["high"] else f"{one['low']}–{one['high']}"


def _km(metres: float | None) -> str:
    return "–" if metres is None else f"{metres / 1000:.2f}"


def _support(figures: Sequence[dict[str, Any]]) -> str:
    values = {one["name"]: one["value"] for one in figures}
    baht, days = values[Name.SUPPORT_SATANG_DAY] / 100, values[Name.SCHOOL_DAYS_YEAR]
    return SUPPORT % {"baht": f"{baht:g}", "days": f"{days:g}"}


def _beyond(made: dict[str, Any], names: dict[str, str], grade: int, demand: Demand) -> tuple[VillageRow, ...]:
    """Homes of single pupils are not told in a chapter that is handed on."""
    told = told_beyond(made, demand)
    rows = []
    for place, one in enumerate(made["villages"]):
        if sum(one["over"]):
            near = nearest(made, place, grade)
            first: list[Any] = near[0] if near else ["", None, None]
            rows.append(
                VillageRow(
                    name=one["name"],
                    district=one["district"],
                    nearest=names.get(first[0], "–"),
                    km=_km(first[1]),
                    children=told[one["code"]],
                )
            )
    return tuple(sorted(rows, key=lambda one: -(one.children or 0))[:MOST_ROWS])


def _school(one: dict[str, Any], names: dict[str, str]) -> SchoolRow:
    said = {"small": "ขนาดเล็ก", "isolated": "ห่างไกล", "special": "พื้นที่พิเศษ", "over_capacity": "เกินความจุ"}
    found = [word for key, word in said.items() if one[key]]
    return SchoolRow(
        name=one["name"],
        pupils=one["pupils"],
        area=sum(one["area"]),
        next=names.get(one["next"], "–"),
        km=_km(one["next_m"]),
        findings=", ".join(found if one["ours"] else [*found, "ของเขตอื่น"]),
    )


def _option(one: dict[str, Any], names: dict[str, str]) -> OptionRow:
    return OptionRow(
        start=names[one["start"]],
        end=names[one["end"]],
        km=_km(one["metres"]),
        children=one["children"],
        added_mean=_km(one["added_m_mean"]),
        added_p95=_km(one["added_m_p95"]),
        added_most=_km(one["added_m_most"]),
        beyond=one["children_over_norm"],
        rooms_left=one["rooms_left"],
        support_satang_year=one["support_satang_year"],
    )


def _faults(made: dict[str, Any], names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    known = names | {one["code"]: one["name"] for one in made["villages"]}
    return tuple((known.get(one["code"], one["code"]), FAULTS[one["fault"]]) for one in made["faults"][:MOST_ROWS])
