"""Which numerals stand in the papers of an office: a setting of each service, dated, so that what went out stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.plans.models.paper import NumeralChoice, PaperNumerals
from service.draft import Draft
from service.i18n import N_

CHOICES: Final[Mapping[NumeralChoice, str]] = {
    NumeralChoice.OF_FORM: N_("As each form has them: Thai in letters, orders and minutes, 0–9 in books and tables"),
    NumeralChoice.THAI: N_("Thai numerals ๐–๙ in all papers"),
    NumeralChoice.ARABIC: N_("Numerals 0–9 in all papers"),
}
_THAI: Final = {NumeralChoice.OF_FORM: None, NumeralChoice.THAI: True, NumeralChoice.ARABIC: False}


class NumeralsDraft(Draft):
    """What is chosen."""

    numerals: NumeralChoice


def holding(session: Session, office_code: str, at: datetime) -> NumeralChoice:
    """What the office wanted at a moment."""
    found = session.exec(
        select(PaperNumerals.choice)
        .where(PaperNumerals.office_code == office_code, PaperNumerals.set_at <= at)
        .order_by(col(PaperNumerals.set_at).desc(), col(PaperNumerals.id).desc())
    ).first()
    return NumeralChoice(found) if found else NumeralChoice.OF_FORM


def numerals_at(session: Session, office_code: str, at: datetime) -> bool | None:
    """Whether all papers have Thai ones; None: as their forms do."""
    return _THAI[holding(session, office_code, at)]


def set_numerals(session: Session, visitor: Visitor, draft: NumeralsDraft) -> None:
    """From now on."""
    row = PaperNumerals(office_code=visitor.office_code, choice=draft.numerals, set_by=visitor.name[:120])
    session.add(row)
    session.flush()
    detail = {"numerals": draft.numerals.value}
    audit.record(session, visitor, "paper_numerals.set", subject="paper_numerals", subject_id=row.id, detail=detail)
