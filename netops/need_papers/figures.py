"""The data of the papers of needs: all that a report or a form is made from."""

from __future__ import annotations

from datetime import date

from procurement.needs.need import NeedState, Reason, Urgency
from service.papers.kind import PaperData


class NeedEntry(PaperData):
    """One need in a report. `because` is its reason with its figures, in Thai."""

    number: int
    owner: str
    title: str
    quantity: int
    reason: Reason
    because: str
    fiscal_year: int | None = None
    score_hundredths: int
    state: NeedState
    is_supported: bool = True


class NeedReport(PaperData):
    """The needs of an owner, or of all, as of a day, the highest score first; `rule` says how they were scored."""

    office: str
    owner: str
    as_of: date
    rule: str = ""
    entries: tuple[NeedEntry, ...]
    thai_numerals: bool = True


class NeedForm(PaperData):
    """แบบแจ้งความต้องการ: of one need, or without one (`title` empty) with lines to write on."""

    office: str
    owner: str = ""
    asked_on: date | None = None
    number: int | None = None
    title: str = ""
    kind: str = ""
    quantity: int | None = None
    fiscal_year: int | None = None
    reason: Reason | None = None
    urgency: Urgency | None = None
    because: str = ""
    about: str = ""
    score_hundredths: int | None = None
    proposal: str = ""
    proposed_by: str = ""
    state: NeedState | None = None
    deferred_until: date | None = None
    decision: str = ""
    asked_by: str = ""
    thai_numerals: bool = True

    @property
    def is_blank(self) -> bool:
        """To be written on by hand."""
        return not self.title
