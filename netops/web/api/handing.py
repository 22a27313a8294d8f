"""One's own account, slips that hand accounts over, what a school submits, and trusting a replaced device's key."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from netops import audit
from netops.editors import Devices
from netops.models.person import Person
from netops.people import accounts
from netops.people.accounts import PersonDraft, Secret
from netops.people.submissions import KINDS, submit
from netops.web.access import Visitor, allowed
from netops.web.api.office_shapes import PersonOut, SlipOut, SubmissionOut
from netops.web.hand import hand_of
from service.columns import utc_now
from service.refusal import MissingError, refuse
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1")
OWN = frozenset({"name", "email", "language", "alerts"})


class SchoolAccounts(BaseModel):
    """The schools that get an account and a new slip."""

    model_config = ConfigDict(extra="forbid")

    site_ids: Annotated[list[int], Field(min_length=1, max_length=1000)]


class Said(BaseModel):
    """What a school says of a link, a device or a contact; `data` as on the page of that kind."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["link", "device", "contact"]
    data: dict[str, Any]


@router.get("/me", tags=["me"], summary="Who I am")
def get_me(db: Db, visitor: Annotated[Visitor, Depends(allowed("self"))]) -> PersonOut:
    """The person behind the token or session."""
    return PersonOut.model_validate(db.get_one(Person, visitor.person_id))


@router.patch("/me", tags=["me"], summary="Change my own account")
def change_me(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("self"))], given: Annotated[dict[str, Any], Body()]
) -> PersonOut:
    """name, email, language and alerts; nothing else is one's own."""
    for name in given:
        if name not in OWN:
            raise refuse(name[:64], "There is no such field")
    person = db.get_one(Person, visitor.person_id)
    changes = accounts.change_person(db, person, PersonDraft.of(person).with_changes(given))
    if changes:
        audit.record(db, visitor.actor, "person.changed", subject="person", subject_id=person.id, detail=changes)
    return PersonOut.model_validate(person)


@router.post("/people/{person_id}/slip", tags=["people"], summary="A one-time slip", status_code=HTTPStatus.CREATED)
def make_slip(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("people.write"))], person_id: int
) -> SlipOut:
    """Whoever opens its address may set the person's password; shown once."""
    person = accounts.find_person(db, person_id, office_id=visitor.office_id)
    slip = accounts.issue_slip(db, person, now=utc_now())
    audit.record(db, visitor.actor, "person.slip_made", subject="person", subject_id=person_id)
    return _slip(request, person, slip)


@router.post("/school-accounts", tags=["people"], summary="Accounts of schools", status_code=HTTPStatus.CREATED)
def make_school_accounts(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("school_accounts.write"))],
    wish: SchoolAccounts,
) -> list[SlipOut]:
    """An account where there is none, and a new slip for each; shown once."""
    people = accounts.school_accounts(db, wish.site_ids, office_id=visitor.office_id)
    now = utc_now()
    slips = [_slip(request, person, accounts.issue_slip(db, person, now=now)) for person in people]
    audit.record(db, visitor.actor, "school_accounts.slips_made", detail={"count": len(slips)})
    return slips


def _slip(request: Request, person: Person, slip: Secret) -> SlipOut:
    assert person.id is not None
    return SlipOut(
        person_id=person.id,
        username=person.username,
        site_id=person.site_id,
        url=f"{request.app.state.settings.base_url}/handover/{slip.text}",
        expires_at=person.slip_expires_at,
    )


@router.post("/submissions", tags=["submissions"], summary="Tell the office", status_code=HTTPStatus.CREATED)
def tell_the_office(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("submissions.write"))], given: Said
) -> SubmissionOut:
    """Nothing changes until the office accepts it. Pictures follow at /submissions/{id}/photos."""
    if visitor.site_id is None:
        raise MissingError("site")
    said = KINDS[given.kind].read(given.data)
    row = submit(db, visitor.site_id, visitor.person_id, kind=given.kind, said=said)
    detail = {"kind": given.kind}
    audit.record(db, visitor.actor, "submission.sent", subject="submission", subject_id=row.id, detail=detail)
    return SubmissionOut.model_validate(row)


@router.post(
    "/devices/{device_id}/forget-host-key",
    tags=["devices"],
    summary="Trust the next SSH key",
    status_code=HTTPStatus.NO_CONTENT,
)
def forget_host_key(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("devices.write"))], device_id: int
) -> None:
    """When it is known why the key changed."""
    editor = Devices(hand_of(request, db, visitor))
    editor.forget_host_key(editor.get(device_id))
