"""The papers of risks, in the order in which people see them."""

from __future__ import annotations

from typing import Any, Final

from netops.risk_papers.changes import RISK_CHANGES
from netops.risk_papers.form import RISK_FORM
from netops.risk_papers.plan import RISK_PLAN
from netops.risk_papers.register import RISK_REGISTER
from service.papers.kind import PaperKind

RISK_KINDS: Final[tuple[PaperKind[Any], ...]] = (RISK_REGISTER, RISK_PLAN, RISK_CHANGES, RISK_FORM)
