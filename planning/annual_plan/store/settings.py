"""Parameters of the annual plan of an office, as they are set, or as they ship."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from sqlmodel import Session, select

from planning.annual_plan import words
from planning.annual_plan.models.money import Setting
from planning.annual_plan.papers.wording import TYPES
from planning.annual_plan.terms import BudgetType, Level
from planning.kit import audit
from planning.kit.visitor import Visitor
from service.columns import utc_now
from service.draft import Draft, take
from service.i18n import N_
from service.refusal import NotTakenError


def _bare(name: str) -> str:
    return "".join(name.split()).casefold()


NAMES: Final = {_bare(name): kind for kind in BudgetType for name in (kind.value, TYPES[kind], words.TYPES[kind])}
"""What a person may call a type of expense: as official papers do, as pages in English do, or by its code."""


def _pairs(value: str) -> str:
    """One pair on each line, or several that are parted by blanks, as codes: `operating>investment`."""
    lines = [[line] if line.count(">") == 1 else line.split() for line in value.splitlines()]
    found = []
    for giver, arrow, taker in (one.partition(">") for line in lines for one in line if one.strip()):
        names = (_bare(giver), _bare(taker))
        if not arrow or any(name not in NAMES for name in names):
            said = N_("One pair on each line is needed, such as %(example)s")
            raise NotTakenError(said, example=f"{TYPES[BudgetType.OPERATING]} > {TYPES[BudgetType.INVESTMENT]}")
        found.append(">".join(NAMES[name].value for name in names))
    return " ".join(dict.fromkeys(found))


class SettingDraft(Draft):
    """Days after a quarter until its reports are late; pairs of types between which money may move; pupils a room."""

    report_days: Annotated[int, Field(ge=0, le=90)]
    transfer_pairs: Annotated[str, Field(max_length=1000), AfterValidator(_pairs)] = ""
    norm_kindergarten: Annotated[int, Field(ge=1, le=100)]
    norm_other: Annotated[int, Field(ge=1, le=100)]


def setting_of(session: Session, visitor: Visitor, *, to_change: bool = False) -> Setting:
    """What the office set; else what ships, not stored."""
    return stored(session, visitor.office_code, to_change=to_change) or Setting(office_code=visitor.office_code)


def stored(session: Session, office_code: str, *, to_change: bool = False) -> Setting | None:
    """What an office set."""
    wanted = select(Setting).where(Setting.office_code == office_code)
    return session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()


def change_setting(session: Session, visitor: Visitor, draft: SettingDraft) -> None:
    """From now on."""
    row = setting_of(session, visitor, to_change=True)
    changes = take(row, draft.model_dump())
    row.set_by, row.set_at = visitor.name[:120], utc_now()
    session.add(row)
    session.flush()
    audit.record(session, visitor, "setting.changed", subject="setting", subject_id=row.id, detail=changes)


def norms(row: Setting) -> Mapping[Level, int]:
    """Pupils a room by level."""
    return {level: row.norm_kindergarten if level is Level.KINDERGARTEN else row.norm_other for level in Level}
