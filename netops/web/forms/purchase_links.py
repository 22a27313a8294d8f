"""The part of an acceptance that says to which need, specification, budget line and project the goods point."""

from __future__ import annotations

from netops.web.forms.purchase_act import Asked
from procurement.models.need import Need
from procurement.queries.provenance import chain_of, namable_needs, payable_needs
from service.i18n import _
from service.web.form import Field, Section, choices


def linked(asked: Asked) -> list[Section]:
    """What the pieces do not point to: the need of each share without one, and why the rest is missing."""
    session, purchase, entry = asked.session, asked.dossier.purchase, asked.dossier.entry
    parts = [part for part in asked.delivered().parts if part.pieces]
    needs = payable_needs(session, purchase, entry) or namable_needs(session, purchase)
    options = choices((one.id, f"{one.id} · {one.title}") for one in needs)
    fields = []
    missing: dict[str, None] = {}
    for part in parts:
        need = session.get(Need, part.share.need_id) if part.share.need_id is not None else None
        missing |= dict.fromkeys(chain_of(session, purchase, entry, need).missing)
        if need is None and needs:
            place = asked.dossier.place(part.share.site_id)
            where = place.name if place is not None else _("the office")
            label = " · ".join((_("Need that these pieces meet"), part.line.row.name, where))
            fields.append(Field(f"need.{part.share.id}", label, "select", options=options, find=True, wide=True))
    if not missing:
        return []
    hint = _("Not known: %(what)s. Where it cannot be named, the reason stays on the record of each asset.")
    what = ", ".join(_(one) for one in missing)
    fields.append(Field("unlinked_reason", _("Why it is not linked"), "textarea", hint=hint % {"what": what}, lines=2))
    return [Section(_("Need, specification, budget line and project"), tuple(fields))]
