"""What this service declares to what planning services share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlmodel import Session

from contract.data.registry import ReferenceRow, SchoolRow
from planning.development_plan.copied import REFERENCES, SCHOOLS
from planning.development_plan.papers import evidence, sheets
from planning.development_plan.papers.book import BOOK
from planning.development_plan.store.objective import measured, pointing
from planning.development_plan.subject import DEVELOPMENT
from planning.kit import copies
from planning.plans.declared import Objective, Shared
from planning.plans.workflows import Workflows
from service.i18n import N_
from service.papers.kind import Kinds


def schools(session: Session, office_code: str) -> Sequence[SchoolRow]:
    """The copy of the registry's."""
    return copies.rows(session, office_code, SCHOOLS).rows


def references(session: Session, office_code: str) -> Sequence[ReferenceRow]:
    """The copy of the registry's."""
    return copies.rows(session, office_code, REFERENCES).rows


SHARED: Final = Shared(
    service="development_plan",
    workflows=Workflows(Path(__file__).parent / "workflows"),
    subjects=(DEVELOPMENT,),
    papers=Kinds(
        [
            evidence.REVIEW,
            evidence.SITUATION,
            evidence.FACTORS,
            sheets.INDICATOR,
            sheets.FRAME,
            sheets.CHECKLIST,
            sheets.REPORT,
            BOOK,
        ]
    ),
    objectives=(
        Objective(
            key="P1-1",
            name=N_("Goals and projects tied to a policy and to a measured problem or need"),
            unit=N_("percent"),
            direction="up",
            baseline=0.0,
            measure=measured,
            target=100.0,
        ),
    ),
    process="P1",
    pointing=pointing,
    references=references,
    schools=schools,
)
