"""Figures of what is owned and bought: assets by age and value, purchases by step, their amounts by state."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

from sqlalchemy import func, select
from sqlmodel import Session, col

from inventory.assets.ages import years_earlier
from inventory.models.asset import Asset, AssetClass, Standing
from inventory.models.site import Office
from netops.metrics import Blocks, Family, labels, sample
from procurement.buying.steps import Step
from procurement.models.purchase import Purchase, PurchaseContract
from procurement.models.receipt import GoodsDelivery, Verdict
from service.thai_order import in_thai

AGES: Final[tuple[tuple[str, int, int], ...]] = (("0-2", 0, 3), ("3-4", 3, 5), ("5-6", 5, 7), ("7+", 7, 200))
"""Whole years of use, from and below."""


def of_owned(session: Session, today: date) -> Blocks:
    """Every family of this module."""
    return {
        Family.ASSETS: _assets_by_age(session, today),
        Family.ASSET_VALUE: _asset_values(session),
        Family.PURCHASES: _purchases(session),
        Family.PURCHASE_BAHT: _amounts(session),
    }


def _assets_by_age(session: Session, today: date) -> bytes:
    """Pieces that were not disposed of, by whole years of use; `unknown` where nobody wrote the day down."""
    made = []
    for name, least, below in AGES:
        day = col(Asset.acquired_on)
        newest, oldest = years_earlier(today, least), years_earlier(today, below)
        made += [(name, row) for row in _pieces(session, day <= newest, day > oldest)]
    made += [("unknown", row) for row in _pieces(session, col(Asset.acquired_on).is_(None))]
    return b"".join(sample(Family.ASSETS, labels(office=code, years=name), pieces) for name, (code, pieces) in made)


def _pieces(session: Session, *where: object) -> list[tuple[str, int]]:
    wanted = (
        select(col(Office.code), func.sum(col(Asset.quantity)))
        .join(Office, col(Office.id) == Asset.office_id)
        .where(col(Asset.standing) != Standing.DISPOSED, *where)  # type: ignore[arg-type]
        .group_by(col(Office.code))
        .order_by(col(Office.code))
    )
    return [(code, int(pieces)) for code, pieces in session.execute(wanted)]


def _asset_values(session: Session) -> bytes:
    """What was paid for what is still there, by class, in baht."""
    wanted = (
        select(col(Office.code), col(AssetClass.name), func.sum(col(Asset.price_satang) * col(Asset.quantity)))
        .select_from(Asset)
        .join(Office, col(Office.id) == Asset.office_id)
        .outerjoin(AssetClass, col(AssetClass.id) == Asset.class_id)
        .where(col(Asset.standing) != Standing.DISPOSED, col(Asset.price_satang).is_not(None))
        .group_by(col(Office.code), col(AssetClass.name))
        .order_by(col(Office.code), in_thai(AssetClass.name))
    )
    return b"".join(
        sample(Family.ASSET_VALUE, labels(office=code, asset_class=name or ""), int(satang) / 100)
        for code, name, satang in session.execute(wanted)
    )


def _purchases(session: Session) -> bytes:
    """Those under way, by the step at which they stand."""
    wanted = (
        select(col(Office.code), col(Purchase.step), func.count())
        .join(Office, col(Office.id) == Purchase.office_id)
        .where(col(Purchase.is_over).is_(False))
        .group_by(col(Office.code), col(Purchase.step))
    )
    found = {(code, Step(step)): count for code, step, count in session.execute(wanted)}
    codes = sorted({code for code, _step in found})
    return b"".join(
        sample(Family.PURCHASES, labels(office=code, step=step.value), found.get((code, step), 0))
        for code in codes
        for step in Step
    )


def _amounts(session: Session) -> bytes:
    """Baht that purchases hold: reserved until the signing, committed until accepted, then disbursed, less fines."""
    wanted = (
        select(
            *(col(Office.code), col(Purchase.id), col(Purchase.amount_satang), col(Purchase.cancelled_on)),
            *(col(PurchaseContract.amount_satang), func.sum(col(GoodsDelivery.amount_satang))),
            func.sum(col(GoodsDelivery.fine_satang)),
        )
        .select_from(Purchase)
        .join(Office, col(Office.id) == Purchase.office_id)
        .outerjoin(PurchaseContract, col(PurchaseContract.purchase_id) == Purchase.id)
        .outerjoin(
            GoodsDelivery,
            (col(GoodsDelivery.contract_id) == PurchaseContract.id) & (col(GoodsDelivery.verdict) == Verdict.ACCEPTED),
        )
        .group_by(
            *(col(Office.code), col(Purchase.id), col(Purchase.amount_satang), col(Purchase.cancelled_on)),
            col(PurchaseContract.amount_satang),
        )
    )
    sums: Counter[tuple[str, str]] = Counter()
    for code, _row_id, approved, cancelled_on, signed, accepted, fine in session.execute(wanted):
        taken = int(accepted or 0)
        sums[code, "disbursed"] += taken - int(fine or 0)
        if cancelled_on is None and signed is not None:
            sums[code, "committed"] += max(signed - taken, 0)
        elif cancelled_on is None:
            sums[code, "reserved"] += approved
    return b"".join(
        sample(Family.PURCHASE_BAHT, labels(office=code, state=state), satang / 100)
        for (code, state), satang in sorted(sums.items())
    )
