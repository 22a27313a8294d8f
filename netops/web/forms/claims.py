"""Sending a claim, and saying what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from inventory.models.contract import ClaimState
from service.i18n import N_, _
from service.web.form import Field, Section

STATES = {
    ClaimState.ANSWERED: N_("The provider has answered"),
    ClaimState.CREDITED: N_("The provider has credited it"),
    ClaimState.WITHDRAWN: N_("Withdraw the claim"),
}


def sending(*, counts: bool) -> list[Section]:
    """The letter as it leaves; `counts`: the number is given by us."""
    number = Field(
        "number",
        _("Number of the letter"),
        hint=_("As the office's register gave it; empty: it is written by hand"),
        maxlength=64,
    )
    letter = (
        *(() if counts else (number,)),
        Field("dated", _("Date of the letter"), "date", hint=_("Empty: it is written by hand")),
        Field("to", _("To whom it is written"), required=True, maxlength=500),
    )
    head = (
        Field("sender", _("Name and address of the sender"), "textarea", hint=_("A line each"), maxlength=2000),
        Field("signer", _("Name of who signs"), maxlength=500),
        Field("position", _("Position of who signs"), "textarea", maxlength=2000),
        Field("contact", _("Unit in charge and its telephone"), "textarea", maxlength=2000),
    )
    return [Section(_("Letter"), letter), Section(_("Sender; kept for the next letters"), head)]


def becoming(states: Sequence[ClaimState]) -> list[Section]:
    """What became of it, and when."""
    return [
        Section(
            "",
            (
                Field("state", _("What happened"), "select", options=[(one.value, _(STATES[one])) for one in states]),
                Field("on", _("On"), "date", required=True),
                Field("credited_baht", _("Credited (baht)"), hint=_("Only when it was credited; 0 is an answer too")),
                Field("note", _("Note"), "textarea", maxlength=2000),
            ),
        )
    ]
