"""Forms of what is set and corrected beside the course: inspectors, terms, day of delivery, serial numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from netops.buying.panel import PanelWish, appoint, committees_of_unit
from netops.web.forms.contracts import CONTRACT
from netops.web.forms.layout import scaled, unscaled
from netops.web.forms.links import MEGA
from netops.web.forms.purchase_act import Act, Asked, ids_of
from netops.web.naming import SEATS
from office.thai_date import short_date
from office.workflow.committee import Seat
from procurement.store import amending, leases, pieces
from service.i18n import N_, _, spoken
from service.web.form import Field, Rows, Section, Typed, flat, nested

_PAPER_FACTS: Final = ("number", "name", "provider_id", "payer_site_id", "signed_on", "starts_on", "ends_on", "note")
_NOT_ASKED: Final = frozenset({*_PAPER_FACTS, "price_baht_month", "amount_baht"})


def _panel(asked: Asked) -> list[Section]:
    purchase = asked.dossier.purchase
    found = committees_of_unit(asked.session, purchase.office_id, purchase.site_id)
    known = [
        (str(one.id), f"{one.order_no} ({short_date(one.appointed_on, spoken())}) · {title}") for one, title in found
    ]
    committee = Field(
        "committee_id",
        _("Committee"),
        "select",
        options=[("", "–"), *known],
        hint=_("Committees in force of the cases of this unit, with their order and members"),
        wide=True,
    )
    order = (
        Field("order_no", _("Number of the order"), maxlength=120),
        Field("appointed_on", _("Appointed on"), "date"),
    )
    member = (
        Field("name", _("Name")),
        Field("position", _("Position")),
        Field("seat", _("Seat"), "select", options=[("", "–"), *((one.value, _(SEATS[one])) for one in Seat)]),
    )
    hint = _("One name for a small amount, else a chair and at least two members.")
    named = Section(_("Those who inspect, by an order"), order, (Rows("members", "", member, hint, spare=3),))
    return [named, Section(_("Or a committee of a case"), (committee,))] if known else [named]


def _panel_values(asked: Asked) -> Typed:
    purchase = asked.dossier.purchase
    if purchase.committee_id is not None or not purchase.panel:
        return {"committee_id": str(purchase.committee_id or "")}
    return flat(
        {"members": purchase.panel, "order_no": purchase.panel_order_no, "appointed_on": purchase.panel_on},
    )


def _panel_named(name: str) -> str:
    """The names stand on every form, committees only where the unit has some."""
    return "members.0.name" if name == "committee_id" else name


def _panel_given(typed: Typed, _asked: Asked) -> dict[str, Any]:
    given = nested(typed)
    rows = given.get("members", [])
    return given | {"members": [{key: value for key, value in row.items() if key != "seat" or value} for row in rows]}


def _plain(typed: Typed, _asked: Asked) -> dict[str, Any]:
    return dict(typed)


def _terms(asked: Asked) -> list[Section]:
    """The sections of a contract of links, without what its paper will say."""
    dossier = asked.dossier
    is_approved = dossier.purchase.approved_on is not None
    about = (
        Field(
            "months", _("Months"), required=True, maxlength=3, hint=_("Fixed by the approval") if is_approved else ""
        ),
        Field("speed_mbps", _("Speed of each link (Mbit/s)"), maxlength=20, hint=_("Empty: as each link has it now")),
    )
    kept = [
        Section(
            section.title,
            tuple(field for field in section.fields if field.name not in _NOT_ASKED),
            rows=section.rows,
        )
        for section in CONTRACT.sections(asked.session, asked.sight, {})
    ]
    return [Section(_("The lease"), about), *(section for section in kept if section.fields or section.rows)]


def _terms_values(asked: Asked) -> Typed:
    stored = leases.terms_of(asked.dossier).model_dump()
    speed, months = stored.pop("speed_bps"), stored.pop("months")
    shown = CONTRACT.to_form({**stored, "price_satang_month": None, "amount_satang": None})
    return flat({**shown, "months": months, "speed_mbps": unscaled(speed, MEGA)})


def _terms_given(typed: Typed, _asked: Asked) -> dict[str, Any]:
    given = nested({name: value for name, value in typed.items() if name not in _NOT_ASKED})
    speed = scaled(given.pop("speed_mbps", ""), MEGA)
    wanted = CONTRACT.from_form(given) | {"speed_bps": speed}
    return {name: value for name, value in wanted.items() if name not in {"price_satang_month", "amount_satang"}}


def _terms_named(name: str) -> str:
    return "speed_mbps" if name == "speed_bps" else CONTRACT.named(name)


def _amend(asked: Asked) -> list[Section]:
    contract = asked.dossier.contract
    hint = _("Now %(day)s") % {"day": short_date(contract.due_on, spoken())} if contract is not None else ""
    fields = (
        Field("amended_on", _("Agreed on"), "date", required=True),
        Field("amendment_no", _("Number of the change"), required=True, maxlength=120),
        Field("due_on", _("New day of delivery"), "date", required=True, hint=hint),
        Field("reason", _("Reason"), "textarea", lines=2, maxlength=1000, required=True),
    )
    return [Section("", fields)]


def _amend_values(asked: Asked) -> Typed:
    return {"amended_on": asked.today.isoformat()}


def _correct(asked: Asked) -> list[Section]:
    reason = Field("reason", _("Why it was written down otherwise"), required=True, maxlength=500, wide=True)
    sections, row = [Section("", (reason,))], 0
    for part in asked.delivered().parts:
        if not part.pieces:
            continue
        place = asked.dossier.place(part.share.site_id)
        fields: list[Field] = []
        for piece in part.pieces:
            row += 1
            fields.append(Field(f"serial.{piece.id}", _("Serial number, row %(row)s") % {"row": row}))
            fields.append(Field(f"mac.{piece.id}", _("MAC address, row %(row)s") % {"row": row}, maxlength=32))
        where = place.name if place is not None else _("the office")
        sections.append(Section(f"{part.line.row.name} · {where}", tuple(fields)))
    return sections


def _correct_values(asked: Asked) -> Typed:
    found = [piece for part in asked.delivered().parts for piece in part.pieces]
    return {f"serial.{one.id}": one.serial for one in found} | {f"mac.{one.id}": one.mac for one in found}


def _correct_given(typed: Typed, asked: Asked) -> dict[str, Any]:
    macs: Mapping[int, str] = dict(ids_of(typed, "mac"))
    return {
        "delivery": asked.delivery,
        "reason": typed.get("reason", ""),
        "pieces": {row: {"serial": text, "mac": macs.get(row, "")} for row, text in ids_of(typed, "serial")},
    }


CHANGES: Final = (
    Act(
        "inspectors",
        N_("Inspectors"),
        "inspectors_appointed",
        PanelWish,
        appoint,
        _panel,
        _panel_values,
        _panel_given,
        rename=_panel_named,
    ),
    Act(
        "terms",
        N_("Terms of the lease"),
        "terms_changed",
        leases.TermsDraft,
        leases.change_terms,
        _terms,
        _terms_values,
        _terms_given,
        rename=_terms_named,
    ),
    Act(
        "amend",
        N_("Change the contract"),
        "contract_changed",
        amending.AmendDraft,
        amending.amend,
        _amend,
        _amend_values,
        _plain,
    ),
    Act(
        "correct",
        N_("Correct serial numbers"),
        "pieces_corrected",
        pieces.CorrectDraft,
        pieces.correct_pieces,
        _correct,
        _correct_values,
        _correct_given,
        of_delivery=True,
    ),
)
