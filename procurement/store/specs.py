"""Specifications kept: drafted, checked, approved, withdrawn, and followed by a version when something changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.belonging import in_office
from procurement.judging import judge
from procurement.models.spec import Spec, SpecDelivery, SpecLine, SpecState
from procurement.store.sheets import sheet_of
from procurement.store.spec_drafts import SpecDraft
from procurement.store.spec_lines import copy_lines
from procurement.store.spec_telling import tell_approval
from procurement.store.surroundings import surroundings_of
from service.draft import said, take
from service.refusal import MissingError, _, refuse

OPEN: Final = frozenset({SpecState.DRAFT, SpecState.CHECKED})


def find_spec(session: Session, spec_id: int, *, office_id: int) -> Spec:
    """Of this office; MissingError when there is none."""
    spec = session.get(Spec, spec_id)
    if spec is None or spec.office_id != office_id:
        raise MissingError("spec")
    return spec


def find_seen(session: Session, sight: Sight, spec_id: int) -> Spec:
    """One that may be seen; MissingError otherwise, so that ids tell nothing. A school sees what is approved and
    delivers something to it, and what it buys itself.
    """
    spec = find_spec(session, spec_id, office_id=sight.office_id)
    if sight.site_id is None or spec.site_id == sight.site_id:
        return spec
    concerns = session.exec(
        select(SpecDelivery.id)
        .join(SpecLine, col(SpecLine.id) == SpecDelivery.line_id)
        .where(SpecLine.spec_id == spec.id, SpecDelivery.site_id == sight.site_id)
    ).first()
    if concerns is None or spec.state is not SpecState.APPROVED:
        raise MissingError("spec")
    return spec


def create_spec(session: Session, draft: SpecDraft, *, office_id: int, by: By) -> Spec:
    """A new draft without lines."""
    in_office(session, Site, draft.site_id, office_id=office_id, field="site_id")
    spec = Spec(**_columns(draft), office_id=office_id, created_at=by.at, changed_at=by.at)
    session.add(spec)
    session.flush()
    return spec


def change_spec(session: Session, spec: Spec, draft: SpecDraft, *, by: By) -> dict[str, object]:
    """Make its head as drafted; returns {field: [before, after]}. RefusedError of what is approved or withdrawn."""
    must_be_draft(spec)
    in_office(session, Site, draft.site_id, office_id=spec.office_id, field="site_id")
    changes = take(spec, _columns(draft))
    if changes:
        touched(session, spec, by.at)
    return changes


def _columns(draft: SpecDraft) -> dict[str, Any]:
    return draft.model_dump(exclude={"members"}) | {"members": [one.model_dump() for one in draft.members]}


def must_be_draft(spec: Spec) -> None:
    """RefusedError of one that is not open any more."""
    if spec.state not in OPEN:
        raise refuse("", _("It is approved or withdrawn: make a new version to change it"))


def touched(session: Session, spec: Spec, at: datetime) -> None:
    """Something of it changed: whatever was checked has to be checked again."""
    spec.changed_at = at
    spec.state, spec.checked_at, spec.checked_by = SpecState.DRAFT, None, ""
    session.add(spec)
    session.flush()


def set_reason(session: Session, spec: Spec, check: str, text: str, *, by: By) -> None:
    """What is written to a finding of the whole; empty takes it away."""
    must_be_draft(spec)
    spec.reasons = {**spec.reasons, check: said("text", text)}
    touched(session, spec, by.at)


def check_spec(session: Session, spec: Spec, *, by: By) -> None:
    """It can go to the director; RefusedError while a finding is neither mended nor explained."""
    must_be_draft(spec)
    sheet = sheet_of(session, spec)
    if not sheet.lines:
        raise refuse("", _("A specification without a line says nothing"))
    still_open = [one for one in judge(sheet, surroundings_of(session, spec, sheet)) if one.is_open]
    if still_open:
        raise refuse("", _("%(count)s findings are neither mended nor explained"), count=len(still_open))
    spec.state, spec.checked_at, spec.checked_by = SpecState.CHECKED, by.at, by.actor[:120]
    session.add(spec)
    session.flush()


def approve_spec(session: Session, spec: Spec, *, seen: str, by: By) -> None:
    """Freeze it as it stands. `seen` is the SHA-256 of what the director had before the eyes; RefusedError when it
    changed meanwhile, is not checked, or a finding arose since.
    """
    if spec.state is not SpecState.CHECKED:
        raise refuse("", _("Only a checked specification can be approved"))
    sheet = sheet_of(session, spec)
    if seen != sheet.fingerprint():
        raise refuse("", _("It changed meanwhile: look at it again"))
    if any(one.is_open for one in judge(sheet, surroundings_of(session, spec, sheet))):
        raise refuse("", _("A finding arose since it was checked: check it again"))
    spec.content, spec.sha256 = sheet.model_dump(mode="json"), seen
    spec.state, spec.approved_at, spec.approved_by = SpecState.APPROVED, by.at, by.actor[:120]
    session.add(spec)
    session.flush()
    tell_approval(session, spec, by)


def withdraw_spec(session: Session, spec: Spec, *, why: str, by: By) -> None:
    """Nothing is bought by it any more; it stays to be read."""
    if spec.state is SpecState.WITHDRAWN:
        raise refuse("", _("It is withdrawn already"))
    spec.withdrawn_why = said("why", why, longest=500, unsaid=_("Say why"))
    spec.state, spec.withdrawn_at = SpecState.WITHDRAWN, by.at
    session.add(spec)
    session.flush()


def new_version(session: Session, spec: Spec, *, by: By) -> Spec:
    """A draft like it, to be changed; what it was made from stays as it is. RefusedError while another is open."""
    if spec.state in OPEN:
        raise refuse("", _("It can be changed as it is"))
    every = versions_of(session, spec)
    if any(one.state in OPEN for one in every):
        raise refuse("", _("A newer version is being drafted already"))
    copied = spec.model_dump(include=set(SpecDraft.model_fields) | {"office_id", "reasons"})
    made = Spec(
        **copied,
        first_id=spec.first_id or spec.id,
        version=max(one.version for one in every) + 1,
        created_at=by.at,
        changed_at=by.at,
    )
    session.add(made)
    session.flush()
    copy_lines(session, spec, made)
    return made


def versions_of(session: Session, spec: Spec) -> Sequence[Spec]:
    """All of one specification, the newest first."""
    first = spec.first_id or spec.id
    wanted = select(Spec).where((col(Spec.id) == first) | (col(Spec.first_id) == first))
    return session.exec(wanted.order_by(col(Spec.version).desc())).all()
