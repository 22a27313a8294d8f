"""Every kind of paper of this release: a new one is one value in its owner's folder and one line here."""

from __future__ import annotations

from typing import Final

from netops.book.below_threshold import BELOW_THRESHOLD
from netops.book.disposal_papers import KINDS as DISPOSAL_KINDS
from netops.book.inspection_kinds import INSPECTION_KINDS
from netops.book.kinds import REGISTER, REGISTER_CARD
from netops.book.lending_slip import LENDING_SLIP
from netops.book.stock_papers import STOCK_BALANCE, STOCK_CARD
from netops.book.transfer_paper import TRANSFER_PAPER
from netops.buying.award_papers import AWARD_ANNOUNCEMENT, AWARD_REPORT
from netops.buying.kinds import CONTRACT_SUMMARY, ENTRY_SHEET, INSPECTION_FORM, INSPECTION_REPORT
from netops.buying.order_papers import PANEL_ORDER, PURCHASE_ORDER
from netops.claims.kinds import CLAIM_ANNEX, CLAIM_LETTER
from netops.innovation_papers.evaluation import EVALUATION_REPORT
from netops.innovation_papers.forms import PILOT_FORM, SURVEY_FORM
from netops.innovation_papers.ict_plan import ICT_PLAN
from netops.innovation_papers.outcome import OUTCOME_REPORT
from netops.need_papers.kinds import NEED_FORM, NEED_REPORT
from netops.network_papers.kinds import NETWORK_KINDS
from netops.papers.plain_letter import PLAIN_LETTER
from netops.reports.kind import DIRECTOR_REPORT
from netops.risk_papers.kinds import RISK_KINDS
from netops.specs.kinds import SPEC_KINDS
from service.papers.kind import Kinds
from service.papers.letter_register import LETTER_REGISTER

PAPER_KINDS: Final = Kinds(
    (
        PLAIN_LETTER,
        CLAIM_LETTER,
        CLAIM_ANNEX,
        DIRECTOR_REPORT,
        REGISTER_CARD,
        REGISTER,
        LENDING_SLIP,
        TRANSFER_PAPER,
        STOCK_CARD,
        STOCK_BALANCE,
        BELOW_THRESHOLD,
        *DISPOSAL_KINDS.values(),
        LETTER_REGISTER,
        NEED_REPORT,
        NEED_FORM,
        *SPEC_KINDS,
        *INSPECTION_KINDS,
        *(EVALUATION_REPORT, OUTCOME_REPORT, PILOT_FORM, SURVEY_FORM, ICT_PLAN),
        *NETWORK_KINDS,
        *RISK_KINDS,
        *(ENTRY_SHEET, CONTRACT_SUMMARY, INSPECTION_FORM, INSPECTION_REPORT),
        *(PANEL_ORDER, AWARD_REPORT, AWARD_ANNOUNCEMENT, PURCHASE_ORDER),
    )
)
