"""Every kind of paper of this release: a new one is one value in its owner's folder and one line here."""

from __future__ import annotations

from typing import Final

from netops.book.kinds import REGISTER, REGISTER_CARD
from netops.claims.kinds import CLAIM_ANNEX, CLAIM_LETTER
from netops.letters.kind import LETTER_REGISTER
from netops.papers.kind import Kinds
from netops.papers.plain_letter import PLAIN_LETTER
from netops.reports.kind import DIRECTOR_REPORT
from netops.specs.kinds import SPEC_KINDS

PAPER_KINDS: Final = Kinds(
    (PLAIN_LETTER, CLAIM_LETTER, CLAIM_ANNEX, DIRECTOR_REPORT, REGISTER_CARD, REGISTER, LETTER_REGISTER, *SPEC_KINDS)
)
