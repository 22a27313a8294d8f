"""Editing an entry of the repair log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlmodel import Session

from inventory.queries.repairs import RESULT_WORDS
from inventory.queries.sight import Sight
from netops.web.forms.assets import SATANG, asset_choice
from netops.web.forms.layout import Layout, scaled, unscaled
from service.i18n import N_, _
from service.web.form import Field, Section

_BAHT: Final = {"cost_satang": "cost_baht"}


def _sections(session: Session, sight: Sight, values: Mapping[str, str]) -> list[Section]:
    results = [("", _("not back yet")), *((one.value, _(said)) for one, said in RESULT_WORDS.items())]
    return [
        Section(
            _("Fault"),
            (
                Field("asset_id", _("Asset"), "select", options=asset_choice(session, sight, values), wide=True),
                Field("reported_on", _("Reported on"), "date", required=True),
                Field("reported_by", _("Reported by")),
                Field("fault", _("Fault"), "textarea", hint=_("What is wrong, as seen"), maxlength=2000),
            ),
        ),
        Section(
            _("Repair"),
            (
                Field("sent_to", _("Sent to"), hint=_("Shop, seller, or our own technician")),
                Field("sent_on", _("Sent on"), "date"),
                Field("is_warranty_claim", _("Claim of warranty"), "checkbox"),
                Field("cost_baht", _("Cost (baht)"), maxlength=20),
                Field("back_on", _("Back on"), "date"),
                Field("result", _("Result"), "select", options=results),
                Field("note", _("Note"), "textarea", maxlength=2000),
            ),
        ),
    ]


def _to_form(values: Mapping[str, Any]) -> dict[str, Any]:
    shown = dict(values)
    shown["cost_baht"] = unscaled(shown.pop("cost_satang"), SATANG)
    return shown


def _from_form(given: Mapping[str, Any]) -> dict[str, Any]:
    wanted = dict(given)
    wanted["cost_satang"] = scaled(wanted.pop("cost_baht", None), SATANG)
    return wanted


REPAIR: Final = Layout(N_("New entry of the repair log"), N_("Repair"), _sections, _to_form, _from_form, rename=_BAHT)
