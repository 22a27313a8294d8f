"""Lines of approved annual plans that pay for needs, as the service of the annual plan told them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from contract.planning import NeedBudgeted
from inventory.queries.sight import Sight
from inventory.store.acting import By
from office.fiscal import FiscalYear
from procurement.models.need import Need
from procurement.models.need_told import NeedBudget
from procurement.needs.need import CLOSED
from procurement.store.need_history import happened


def take_budget(session: Session, need: Need, fact: NeedBudgeted, by: By) -> NeedBudget:
    """Written down once for a line; told again, with the amount that was told last."""
    wanted = select(NeedBudget).where(NeedBudget.need_id == need.id, NeedBudget.line_key == fact.line_key)
    row = session.exec(wanted).first()
    values = fact.model_dump(include={"fiscal_year", "project_key", "line_key", "spec_id", "amount_satang"})
    if row is None:
        row = NeedBudget(need_id=need.id or 0, told_at=by.at, **values)
        happened(session, need, "budgeted", by, note=str(fact.fiscal_year))
    else:
        row.sqlmodel_update({**values, "told_at": by.at})
    session.add(row)
    session.flush()
    return row


def budgets_of(session: Session, need_id: int) -> Sequence[NeedBudget]:
    """The newest year first."""
    wanted = select(NeedBudget).where(NeedBudget.need_id == need_id)
    return session.exec(wanted.order_by(col(NeedBudget.fiscal_year).desc(), col(NeedBudget.id))).all()


def budgets_of_line(session: Session, office_id: int, line_key: str) -> Sequence[tuple[NeedBudget, Need]]:
    """Needs of the office that a line pays for."""
    if not line_key:
        return ()
    wanted = select(NeedBudget, Need).join(Need, col(Need.id) == NeedBudget.need_id)
    ours = wanted.where(Need.office_id == office_id, NeedBudget.line_key == line_key)
    return session.exec(ours.order_by(col(Need.id))).all()


def lines_to_buy(session: Session, sight: Sight, today: date) -> list[tuple[NeedBudget, Need]]:
    """Lines of this fiscal year and later ones whose needs are not met yet; a school sees those of its own needs."""
    wanted = (
        select(NeedBudget, Need)
        .join(Need, col(Need.id) == NeedBudget.need_id)
        .where(
            Need.office_id == sight.office_id,
            col(Need.state).not_in(CLOSED),
            NeedBudget.fiscal_year >= FiscalYear.of(today).era,
        )
    )
    if sight.site_id is not None:
        wanted = wanted.where(Need.site_id == sight.site_id)
    return list(session.exec(wanted.order_by(col(NeedBudget.fiscal_year), col(Need.id))).all())
