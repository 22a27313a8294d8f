"""The repair log as a list, and how often things were repaired and for how much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from inventory.models.asset import Asset
from inventory.models.repair import AssetRepair, RepairResult
from inventory.models.site import Site
from inventory.queries.assets import seen, units
from inventory.queries.conditions import by_value, eras, in_fiscal_year, is_row, is_word
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Filter, Kind, Table
from service.refusal import _

RESULT_WORDS: Final = {
    RepairResult.REPAIRED: _("repaired"),
    RepairResult.REPLACED: _("replaced by another"),
    RepairResult.BEYOND_REPAIR: _("beyond repair"),
}
_RESULT: Final = cast(col(AssetRepair.result), String)
_OPEN: Final = col(AssetRepair.back_on).is_(None)


def _stage(value: str) -> ColumnElement[bool]:
    """`open`, or how it came back."""
    return _OPEN if value == "open" else is_word(_RESULT, RepairResult)(value)


def _years(session: Session, sight: Sight) -> list[tuple[str, str]]:
    day = col(AssetRepair.reported_on)
    wanted = select(func.min(day), func.max(day)).join(Asset, col(Asset.id) == AssetRepair.asset_id).where(seen(sight))
    return eras(*session.execute(wanted).one())


REPAIRS: Final = Table(
    key="repairs",
    source=AssetRepair.__table__.join(Asset, col(Asset.id) == AssetRepair.asset_id).outerjoin(  # type: ignore[attr-defined]
        Site, col(Site.id) == Asset.site_id
    ),
    row_id=col(AssetRepair.id),
    columns=(
        Column("reported_on", _("Reported on"), col(AssetRepair.reported_on), Kind.DAY),
        Column("number", _("Asset number"), col(Asset.number)),
        Column("name", _("Item"), col(Asset.name)),
        Column("unit", _("Owner"), col(Site.name)),
        Column("site_code", _("School code"), col(Site.code), shown=False),
        Column("asset_id", _("Number of the card"), col(AssetRepair.asset_id), Kind.NUMBER, shown=False),
        Column("fault", _("Fault"), col(AssetRepair.fault)),
        Column("reported_by", _("Reported by"), col(AssetRepair.reported_by), shown=False),
        Column("sent_to", _("Sent to"), col(AssetRepair.sent_to)),
        Column("sent_on", _("Sent on"), col(AssetRepair.sent_on), Kind.DAY, shown=False),
        Column("is_warranty_claim", _("Claim of warranty"), col(AssetRepair.is_warranty_claim), Kind.YES, shown=False),
        Column("cost_satang", _("Cost (baht)"), col(AssetRepair.cost_satang), Kind.MONEY),
        Column("back_on", _("Back on"), col(AssetRepair.back_on), Kind.DAY),
        Column("result", _("Result"), _RESULT, words=by_value(RESULT_WORDS)),
        Column("note", _("Note"), col(AssetRepair.note), shown=False),
    ),
    searched=(
        *(col(Asset.number), col(Asset.name), col(AssetRepair.fault), col(AssetRepair.sent_to)),
        *(col(AssetRepair.reported_by), func.coalesce(col(Site.name), "")),
    ),
    filters=(
        Filter("unit", _("Owner"), is_row(col(Asset.unit)), units),
        Filter(
            "repair",
            _("Repair"),
            _stage,
            lambda _session, _sight: [
                ("open", _("not back yet")),
                *((one.value, said) for one, said in RESULT_WORDS.items()),
            ],
        ),
        Filter("year", _("Reported in fiscal year"), in_fiscal_year(col(AssetRepair.reported_on)), _years),
    ),
    order=(_OPEN.desc(), col(AssetRepair.reported_on).desc()),
    hidden_filters={"asset_id": is_row(col(AssetRepair.asset_id))},
    seen=seen,
)


def repairs_of(session: Session, sight: Sight, asset_id: int) -> Sequence[AssetRepair]:
    """All of one asset that may be seen, the newest first."""
    wanted = select_rows(AssetRepair).join(Asset, col(Asset.id) == AssetRepair.asset_id)
    wanted = wanted.where(seen(sight), AssetRepair.asset_id == asset_id)
    return session.exec(wanted.order_by(col(AssetRepair.reported_on).desc(), col(AssetRepair.id).desc())).all()
