"""What siblings are told of a risk: how grave it is, each time that this or what remains of it has changed."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session

from contract.events import RiskRated
from inventory.models.site import Office, Site
from inventory.store.acting import By
from inventory.store.siblings import tell_siblings
from risk.models.register import Risk

NEED: Final = "need:"
"""Before the id of a need where it is what was put off (`Risk.withheld`)."""


def tell_rating(session: Session, risk: Risk, by: By) -> None:
    """As the risk stands now, in the transaction of the change."""
    assert risk.id is not None
    site = session.get(Site, risk.site_id) if risk.site_id is not None else None
    fact = RiskRated(
        risk_id=risk.id,
        number=risk.number,
        office_code=session.get_one(Office, risk.office_id).code,
        unit_code=site.code if site is not None and site.kind == "school" else "",
        title=risk.title,
        rule=risk.rule,
        rated_on=by.at.date(),
        likelihood=risk.likelihood,
        impact=risk.impact,
        basis=risk.likelihood_basis.value,
        score=risk.score,
        level=risk.level.value,
        left_score=risk.left[0] * risk.left[1] if risk.left is not None else None,
        withheld_by=needs_withholding(risk),
        state=risk.state.value,
    )
    tell_siblings(session, fact, office_id=risk.office_id, at=by.at, subject_id=risk.id)


def needs_withholding(risk: Risk) -> tuple[int, ...]:
    """Ids of the needs that were put off and treat it."""
    found = (one["by"] for one in risk.withheld)
    return tuple(int(by.removeprefix(NEED)) for by in found if by.startswith(NEED))
