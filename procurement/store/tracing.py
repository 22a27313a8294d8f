"""What is accepted points to its need, specification, budget line and project (INV-F2), or a reason stays with it.

The rule a reader must know: where the annual plan told for which needs a budget line pays, pieces of that line name one
of them. What cannot be known, since no annual plan runs or nothing was specified, never stops an acceptance: it asks
for the reason, and the reason stays on the record of every piece.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procurement.models.need import Need
from procurement.queries.dossier import Delivery, Dossier, Part
from procurement.queries.provenance import chain_of, namable_needs, payable_needs
from procurement.store.buyer import Buyer
from procurement.store.need_buying import ordered
from service.refusal import Problem, RefusedError, _, refuse


@dataclass(frozen=True, slots=True)
class Told:
    """What who accepts says: needs by share, and why something is missing all the same."""

    needs: Mapping[int, int | None]
    reason: str


def trace(buyer: Buyer, dossier: Dossier, delivery: Delivery, told: Told) -> None:
    """Name the needs, and keep with the delivery what its pieces do not point to. RefusedError without a need where the
    line pays for some, and without a reason where something is missing.
    """
    parts = [part for part in delivery.parts if part.pieces]
    strange = set(told.needs) - {part.share.id for part in parts}
    if strange:
        raise refuse(f"need.{min(strange)}", _("There is no such entry"))
    for part in parts:
        _name(buyer, dossier, part, told.needs.get(part.share.id or 0))
    missing: dict[str, None] = {}
    for part in parts:
        need = buyer.session.get(Need, part.share.need_id) if part.share.need_id is not None else None
        if need is None and payable_needs(buyer.session, dossier.purchase, dossier.entry):
            said = _("The budget line pays for needs: say which one these pieces meet")
            raise refuse(f"need.{part.share.id}", said)
        missing |= dict.fromkeys(chain_of(buyer.session, dossier.purchase, dossier.entry, need).missing)
    if missing and not told.reason:
        said = _("Say why these goods point to no %(what)s")
        raise RefusedError(Problem("unlinked_reason", said, {"what": Problem("", one)}) for one in missing)
    delivery.row.unlinked = list(missing)
    delivery.row.unlinked_reason = told.reason if missing else ""
    buyer.session.add(delivery.row)
    buyer.session.flush()


def _name(buyer: Buyer, dossier: Dossier, part: Part, need_id: int | None) -> None:
    share = part.share
    if need_id is None or need_id == share.need_id:
        return
    field = f"need.{share.id}"
    if share.need_id is not None:
        raise refuse(field, _("These pieces are for a need already"))
    payable = payable_needs(buyer.session, dossier.purchase, dossier.entry)
    known = {one.id: one for one in payable or namable_needs(buyer.session, dossier.purchase)}
    if need_id not in known:
        raise refuse(field, _("There is no such entry"))
    ordered(buyer.session, known[need_id], dossier.purchase_id, by=buyer.by)
    share.need_id = need_id
    buyer.session.add(share)
    buyer.session.flush()
