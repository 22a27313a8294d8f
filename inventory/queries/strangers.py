"""What is seen on the network and is not in the inventory, as a table."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import String, case, cast
from sqlmodel import Session, col

from inventory.models.device import Device
from inventory.models.site import Site
from inventory.models.topology import Decision, Stranger
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Filter, Kind, Table
from service.refusal import _
from service.thai_order import in_thai

DECISION_WORDS: Final = {
    Decision.OPEN: _("to be decided"),
    Decision.ACCEPTED: _("taken into the inventory"),
    Decision.MERGED: _("is a known device"),
    Decision.IGNORED: _("ignored"),
}
_DECISION: Any = cast(col(Stranger.decision), String)
_RANK: Any = case({decision.value: rank for rank, decision in enumerate(Decision)}, value=_DECISION)


def _decisions(_session: Session, _sight: Sight) -> list[tuple[str, str]]:
    return [(decision.value, words) for decision, words in DECISION_WORDS.items()]


STRANGERS: Final = Table(
    key="strangers",
    source=Stranger.__table__.join(Site, col(Site.id) == Stranger.site_id).join(  # type: ignore[attr-defined]
        Device, col(Device.id) == Stranger.device_id
    ),
    row_id=col(Stranger.id),
    columns=(
        Column("name", _("Calls itself"), col(Stranger.name)),
        Column("mac", _("MAC address"), col(Stranger.mac)),
        Column("address", _("Address"), col(Stranger.address)),
        Column("descr", _("Description"), col(Stranger.descr), shown=False),
        Column("site", _("School"), col(Site.name)),
        Column("site_code", _("School code"), col(Site.code), shown=False),
        Column("device_id", _("Seen by"), col(Stranger.device_id), shown=False),
        Column("device", _("Seen behind"), col(Device.name)),
        Column("port", _("Port"), col(Stranger.port)),
        Column("seen_at", _("Last seen"), col(Stranger.seen_at), Kind.MOMENT),
        Column("first_seen_at", _("First seen"), col(Stranger.first_seen_at), Kind.MOMENT, shown=False),
        Column("decision", _("Decision"), _DECISION, ranked=_RANK),
        Column("note", _("Note"), col(Stranger.note), shown=False),
    ),
    searched=(
        *(col(Stranger.name), col(Stranger.mac), col(Stranger.address), col(Stranger.descr)),
        *(col(Site.name), col(Site.code), col(Device.name), col(Stranger.port)),
    ),
    filters=(Filter("decision", _("Decision"), lambda value: value == _DECISION, _decisions),),
    order=(_RANK, in_thai(Site.name), col(Stranger.name)),
)
