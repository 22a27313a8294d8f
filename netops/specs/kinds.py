"""The papers of a specification, in the order in which an office needs them."""

from __future__ import annotations

from typing import Final

from netops.specs.committee import COMMITTEE_ORDER, PURCHASE_REQUEST, RESULT_REPORT
from netops.specs.data import SpecPaper
from netops.specs.ict import ICT_REPORT
from netops.specs.price import PRICE_COMPARISON, PRICE_FORM
from netops.specs.terms import COMPLIANCE, FULL_TERMS, SHORT_TERMS
from service.papers.kind import PaperKind

SPEC_KINDS: Final[tuple[PaperKind[SpecPaper], ...]] = (
    COMMITTEE_ORDER,
    RESULT_REPORT,
    SHORT_TERMS,
    FULL_TERMS,
    COMPLIANCE,
    PRICE_FORM,
    PRICE_COMPARISON,
    ICT_REPORT,
    PURCHASE_REQUEST,
)
