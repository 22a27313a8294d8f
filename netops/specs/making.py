"""Papers made from a stored specification, and what the office says of itself on all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from netops.models.job import StoredSetting
from netops.models.paper import Paper
from netops.papers.making import Order, make_paper
from netops.specs.committee import COMMITTEE_ORDER
from netops.specs.data import Forms, SpecPaper
from procurement.judging import judge
from procurement.models.spec import PaperOfSpec, Spec
from procurement.parameters import Name, shipped_parameters
from procurement.sheet import Check
from procurement.store.sheets import sheet_of
from procurement.store.surroundings import surroundings_of
from service.columns import utc_now
from service.i18n import N_
from service.papers.kind import PaperKind
from service.refusal import refuse

_KEY: Final = "spec_papers"
_CODE_LENGTH: Final = 8


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person says of one paper; `number` is empty where the office counts or none is given yet."""

    at: datetime
    by: int | None = None
    number: str = ""
    dated: date | None = None
    thai_numerals: bool = True


def make_spec_paper(session: Session, spec: Spec, kind: PaperKind[SpecPaper], wish: Wish) -> Paper:
    """The paper of the specification as it stands. RefusedError while a price is above its ceiling without a reason:
    no paper shows one. The caller commits.
    """
    sheet = sheet_of(session, spec)
    if kind is not COMMITTEE_ORDER:  # which says no price
        found = judge(sheet, surroundings_of(session, spec, sheet))
        if any(one.check is Check.CEILING and one.is_open for one in found):
            raise refuse("", N_("A unit price is above its ceiling without a reason: no paper shows that"))
    vat = shipped_parameters().at(Name.VAT_PERCENT, sheet.day)
    data = SpecPaper(
        sheet=sheet,
        forms=load_forms(session, spec.office_id),
        vat_percent=vat.value if vat is not None else None,
        spec_no=spec.id or 0,
        code=sheet.fingerprint()[:_CODE_LENGTH],
        dated=wish.dated,
        thai_numerals=wish.thai_numerals,
    )
    order = Order(office_id=spec.office_id, at=wish.at, number=wish.number, site_id=spec.site_id, made_by=wish.by)
    paper = make_paper(session, kind, data, order)
    assert spec.id is not None
    assert paper.id is not None
    session.add(PaperOfSpec(spec_id=spec.id, paper_id=paper.id))
    session.flush()
    return paper


def papers_of(session: Session, spec: Spec) -> Sequence[Paper]:
    """Those made from it, the newest first."""
    wanted = select(Paper).join(PaperOfSpec, col(PaperOfSpec.paper_id) == Paper.id)
    return session.exec(wanted.where(PaperOfSpec.spec_id == spec.id).order_by(col(Paper.id).desc())).all()


def load_forms(session: Session, office_id: int) -> Forms:
    """What this office's papers bear; empty parts are left to be written by hand."""
    row = _row(session, office_id)
    return Forms() if row is None else Forms.model_validate(row.value)


def store_forms(session: Session, office_id: int, forms: Forms) -> None:
    """For papers from now on. The caller commits."""
    row = _row(session, office_id) or StoredSetting(office_id=office_id, key=_KEY)
    row.value, row.changed_at = forms.model_dump(mode="json"), utc_now()
    session.add(row)
    session.flush()


def _row(session: Session, office_id: int) -> StoredSetting | None:
    wanted = select(StoredSetting).where(StoredSetting.office_id == office_id, StoredSetting.key == _KEY)
    return session.exec(wanted).first()
