"""What this service declares to what planning services share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlmodel import Session

from contract.data.registry import SchoolRow
from planning.development_plan.copied import SCHOOLS
from planning.development_plan.papers import evidence, sheets
from planning.development_plan.papers.book import BOOK
from planning.development_plan.subject import DEVELOPMENT
from planning.kit import copies
from planning.plans.declared import Shared
from planning.plans.workflows import Workflows
from service.papers.kind import Kinds


def schools(session: Session, office_code: str) -> Sequence[SchoolRow]:
    """The copy of the registry's."""
    return copies.rows(session, office_code, SCHOOLS).rows


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
    schools=schools,
)
