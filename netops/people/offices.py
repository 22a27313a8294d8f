"""Which office a command is about: the only one, or the one named."""

from __future__ import annotations

from sqlmodel import Session, select

from inventory.models.site import Office
from service.refused import RefusedCommandError

FIRST_CODE = "1"
FIRST_NAME = "สำนักงานเขตพื้นที่การศึกษา"


def office_for(session: Session, code: str = "") -> int:
    """The office's id. On a new installation an office is made, which the first-run page then names."""
    offices = session.exec(select(Office)).all()
    if not offices and not code:
        office = Office(code=FIRST_CODE, name=FIRST_NAME)
        session.add(office)
        session.flush()
        offices = [office]
    chosen = [office for office in offices if not code or office.code == code]
    if len(chosen) == 1 and chosen[0].id is not None:
        return chosen[0].id
    known = ", ".join(sorted(office.code for office in offices))
    raise RefusedCommandError(f"name the office with --office, one of: {known}", 2)
