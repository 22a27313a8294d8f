"""Staff by position, as pages read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from planning.kit.visitor import Visitor
from planning.registry.models.school import School
from planning.registry.models.staff import StaffCount
from planning.registry.papers.book_data import is_teacher
from service.thai_order import in_thai


@dataclass(frozen=True, slots=True)
class OfSchool:
    """One school: persons by position, all, and those who teach."""

    school: School
    positions: dict[str, tuple[int, int]]

    @property
    def persons(self) -> int:
        """All of them."""
        return sum(sum(one) for one in self.positions.values())

    @property
    def teachers(self) -> int:
        """Those whose position says so."""
        return sum(sum(one) for name, one in self.positions.items() if is_teacher(name))


def staff_years(session: Session, visitor: Visitor) -> list[int]:
    """Academic years of which staff are known, the newest first."""
    ours = StaffCount.office_code == visitor.office_code
    return sorted(session.exec(select(StaffCount.academic_year).where(ours).distinct()).all(), reverse=True)


def staff_of_year(session: Session, visitor: Visitor, year: int) -> list[OfSchool]:
    """School by school, by name."""
    wanted = (
        select(School, StaffCount)
        .join(StaffCount, col(StaffCount.school_id) == School.id)
        .where(StaffCount.office_code == visitor.office_code, StaffCount.academic_year == year)
        .order_by(in_thai(School.name), col(School.smis_code), col(StaffCount.position))
    )
    found: dict[int, OfSchool] = {}
    for school, row in session.exec(wanted).all():
        one = found.setdefault(school.id or 0, OfSchool(school, {}))
        one.positions[row.position] = (row.male, row.female)
    return list(found.values())


def positions_of_year(session: Session, visitor: Visitor, year: int) -> list[tuple[str, int, int]]:
    """Position, male and female over all schools."""
    wanted = (
        select(StaffCount.position, func.sum(StaffCount.male), func.sum(StaffCount.female))
        .where(StaffCount.office_code == visitor.office_code, StaffCount.academic_year == year)
        .group_by(StaffCount.position)
        .order_by(StaffCount.position)
    )
    return [(name, int(male), int(female)) for name, male, female in session.exec(wanted).all()]


def staff_of_school(session: Session, visitor: Visitor, school_id: int) -> Sequence[StaffCount]:
    """Every year of one school, the newest first."""
    ours = StaffCount.office_code == visitor.office_code
    wanted = select(StaffCount).where(ours, StaffCount.school_id == school_id)
    return session.exec(wanted.order_by(col(StaffCount.academic_year).desc(), col(StaffCount.position))).all()
