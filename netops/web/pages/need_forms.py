"""The forms on the card of a need: those that the visitor may use, and that its state allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from inventory.store.looked import look_of
from netops.web.access import Visitor
from procurement.models.need import Need
from procurement.needs.need import CHANGEABLE, NeedState
from procurement.queries.needs import Card
from procurement.store.need_decisions import LOOKED_AT
from service.i18n import _
from service.web.form import Field, Form, Section

_DECIDED = frozenset({NeedState.APPROVED, NeedState.DEFERRED, NeedState.REJECTED})


def forms_of(
    session: Session, visitor: Visitor, found: Card, *, typed: Mapping[str, str], wrong: Mapping[str, str]
) -> list[Form]:
    """In the order in which they are used. What was typed and refused stands in the form whose fields it has."""
    need = found.need
    made: list[Form] = []
    if visitor.may("needs.decide") and need.state in {*CHANGEABLE, *_DECIDED}:
        made.append(_decision(need))
    if visitor.may("needs.review") and need.state in CHANGEABLE:
        made.append(_proposal(need))
        others = mergeable(session, need)
        if others:
            made.append(_merging(need, others))
    if visitor.may("needs.review") and need.state not in {NeedState.MERGED, NeedState.REJECTED, NeedState.MET}:
        made.append(_meeting(need))
    return [_with(form, typed, wrong) for form in made]


def mergeable(session: Session, need: Need) -> list[Need]:
    """Other needs of the same owner into which it can be merged: of the same kind first."""
    wanted = select(Need).where(
        Need.office_id == need.office_id,
        Need.site_id == need.site_id,
        Need.id != need.id,
        col(Need.state).in_({*CHANGEABLE, NeedState.APPROVED}),
    )
    alike = (col(Need.device_id) != need.device_id, col(Need.kind) != need.kind)
    return list(session.exec(wanted.order_by(*alike, col(Need.id)).limit(100)))


def _with(form: Form, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    names = {one.name for section in form.sections for one in section.fields}
    if not (names & set(typed)) or not wrong:
        return form
    # What is shown again is what stands now: it may be decided about after it was read.
    values = {**form.values, **typed, "seen": form.value("seen")}
    return Form(form.title, form.action, form.back, form.sections, values, wrong, submit=form.submit)


def _form(need: Need, title: str, action: str, fields: tuple[Field, ...], **more: Any) -> Form:
    home = f"/needs/{need.id}"
    return Form(title, f"{home}/{action}", home, (Section("", fields),), **more)


def _decision(need: Need) -> Form:
    verdicts = {"approve": _("Approve"), "defer": _("Defer"), "reject": _("Reject"), "reopen": _("Open again")}
    if need.state in CHANGEABLE:
        possible = ["approve", "defer", "reject"] + ["reopen"] * (need.state is NeedState.DEFERRED)
    else:
        possible = ["reopen"] if need.state is NeedState.REJECTED else ["defer", "reject", "reopen"]
    fields = (
        Field("seen", "", "hidden"),
        Field(
            "verdict",
            _("Decision"),
            "select",
            required=True,
            options=[("", "–"), *((v, verdicts[v]) for v in possible)],
        ),
        Field("deferred_until", _("Deferred until"), "date", hint=_("It comes back by itself on that day.")),
        Field(
            "decision", _("Why"), "textarea", hint=_("Who asked reads it; needed to reject"), lines=2, maxlength=2000
        ),
    )
    return _form(need, _("Decision of the director"), "decide", fields, values={"seen": look_of(need, LOOKED_AT)})


def _proposal(need: Need) -> Form:
    said = Field("proposal", _("What is suggested, and why"), "textarea", required=True, lines=2, maxlength=2000)
    return _form(need, _("Propose to the director"), "propose", (said,), values={"proposal": need.proposal})


def _merging(need: Need, others: list[Need]) -> Form:
    options = [("", "–"), *((str(one.id), f"{one.id}: {one.title}") for one in others)]
    fields = (
        Field("into", _("Is the same as"), "select", required=True, options=options),
        Field("quantity", _("Together that many"), hint=_("Empty: as many as the other asks for"), maxlength=6),
    )
    return _form(need, _("Merge into another need"), "merge", fields, submit=_("Merge"))


def _meeting(need: Need) -> Form:
    note = Field("note", _("How it was met"), hint=_("Such as: donated by a foundation"), required=True, maxlength=2000)
    return _form(need, _("Met without an order"), "meet", (note,))
