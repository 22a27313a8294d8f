"""What schools say of their links, devices and contacts. Nothing changes until an IT officer accepts the row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import Field
from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.link import Link, Provider
from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.store.devices import DeviceDraft
from inventory.store.links import LinkDraft
from inventory.store.providers import ProviderDraft, provider_named
from inventory.store.sites import draft_of
from netops.editors import Devices, Hand, Links, Providers, Sites
from netops.models.job import Photo, ReviewState, Submission
from netops.people.photos import MEDIA_TYPE, MOST_PHOTOS, Picture
from service.draft import Digits, Draft, Empty, Line, Mail, Name, Note, OptionalId, said
from service.refusal import MissingError, _, refuse
from service.uploads import Uploads

MOST_WAITING: Final = 50  # of one school: nobody reviews more, and a mistaken script could send thousands


class LinkSaid(Draft):
    """Of a link: who provides it and under which number. Without `link_id` it is one that the office does not know."""

    link_id: OptionalId = None
    name: Name
    provider: Annotated[str, Field(max_length=120)] = ""
    circuit_no: Annotated[str, Field(max_length=64), Digits] = ""
    speed_mbps: Annotated[int | None, Field(gt=0, le=1_000_000), Empty] = None
    note: Note = ""


class DeviceSaid(Draft):
    """Of a device: what it is and where it stands."""

    device_id: OptionalId = None
    name: Name
    role: Annotated[str, Field(max_length=64)] = ""
    note: Note = ""


class ContactSaid(Draft):
    """Whom to call at the school."""

    name: Annotated[Line, Field(min_length=1)]
    role: Annotated[str, Field(max_length=120)] = ""
    phone: Annotated[str, Field(min_length=1, max_length=64), Digits]
    email: Mail = ""


KINDS: Final[dict[str, type[Draft]]] = {"link": LinkSaid, "device": DeviceSaid, "contact": ContactSaid}


def check_own(session: Session, said: Draft, *, site_id: int) -> None:
    """A school names only its own things; MissingError otherwise, so that ids tell nothing."""
    match said:
        case LinkSaid(link_id=int(row_id)):
            row: Link | Device | None = session.get(Link, row_id)
        case DeviceSaid(device_id=int(row_id)):
            row = session.get(Device, row_id)
        case _:
            return
    if row is None or row.site_id != site_id:
        raise MissingError("link or device")


def submit(
    session: Session, site_id: int, person_id: int, *, kind: str, said: Draft, pictures: Sequence[Picture] = ()
) -> Submission:
    """Put it before the IT officers; RefusedError when too much of this school waits already."""
    check_own(session, said, site_id=site_id)
    waiting = session.exec(
        select(Submission.id).where(Submission.site_id == site_id, Submission.state == ReviewState.SUBMITTED)
    ).all()
    if len(waiting) >= MOST_WAITING:
        raise refuse("", _("Too much waits for the office already. Wait until it was reviewed"))
    row = Submission(site_id=site_id, person_id=person_id, kind=kind, data=said.model_dump(mode="json"))
    session.add(row)
    session.flush()
    for picture in pictures:
        add_photo(session, row, picture)
    return row


def add_photo(session: Session, row: Submission, picture: Picture) -> Photo:
    """One more picture of a row that waits; the caller keeps its file. RefusedError when there are enough."""
    _only_waiting(row)
    assert row.id is not None
    if len(photos_of(session, [row.id]).get(row.id, ())) >= MOST_PHOTOS:
        raise refuse("photos", _("At most %(count)s pictures"), count=MOST_PHOTOS)
    photo = Photo(submission_id=row.id, sha256=picture.sha256, media_type=MEDIA_TYPE, size_bytes=len(picture.data))
    session.add(photo)
    session.flush()
    return photo


def submissions(session: Session, sight: Sight, *, limit: int = 300) -> list[tuple[Submission, Site]]:
    """Those that may be seen: what waits first, the oldest on top; then what was reviewed, the newest on top."""
    query = select(Submission, Site).join(Site, col(Site.id) == Submission.site_id).where(sight.sites())
    waits = col(Submission.state) == ReviewState.SUBMITTED
    open_rows = session.exec(query.where(waits).order_by(col(Submission.id)).limit(limit)).all()
    closed = session.exec(query.where(~waits).order_by(col(Submission.reviewed_at).desc()).limit(limit)).all()
    return [*open_rows, *closed]


def find_submission(session: Session, sight: Sight, submission_id: int) -> Submission:
    """One of them; MissingError when it is not to be seen."""
    query = select(Submission).join(Site, col(Site.id) == Submission.site_id)
    row = session.exec(query.where(Submission.id == submission_id, sight.sites())).first()
    if row is None:
        raise MissingError("submission")
    return row


def photos_of(session: Session, submission_ids: Sequence[int]) -> dict[int, list[Photo]]:
    """The pictures of each."""
    found: dict[int, list[Photo]] = {}
    for photo in session.exec(
        select(Photo).where(col(Photo.submission_id).in_(submission_ids)).order_by(col(Photo.id))
    ):
        found.setdefault(photo.submission_id, []).append(photo)
    return found


def read_photo(session: Session, sight: Sight, photo_id: int, uploads: Uploads) -> bytes:
    """The picture, when its submission may be seen."""
    photo = session.get(Photo, photo_id)
    if photo is None:
        raise MissingError("photo")
    find_submission(session, sight, photo.submission_id)
    return uploads.read(photo.sha256)


def accept(hand: Hand, row: Submission, *, now: datetime) -> None:
    """Do what was said, through the same editors as everything; RefusedError says why it cannot be done."""
    _only_waiting(row)
    said: Any = KINDS[row.kind].read(row.data)
    match said:
        case LinkSaid():
            _accept_link(hand, row.site_id, said)
        case DeviceSaid():
            _accept_device(hand, row.site_id, said)
        case ContactSaid():
            sites = Sites(hand)
            site = sites.get(row.site_id)
            known = draft_of(hand.session, site).contacts
            sites.change(site, {"contacts": [*known, said.model_dump()]})
    _review(hand, row, ReviewState.ACCEPTED, "", now)


def refuse_row(hand: Hand, row: Submission, *, reason: str, now: datetime) -> None:
    """Nothing changes; the school sees why."""
    _only_waiting(row)
    reason = said("reason", reason, longest=500, unsaid=_("Say why, so that the school can mend it"))
    _review(hand, row, ReviewState.REFUSED, reason, now)


def _accept_link(hand: Hand, site_id: int, said: LinkSaid) -> None:
    links = Links(hand)
    given: dict[str, object] = {"name": said.name}
    if said.provider:
        given["provider_id"] = _provider(hand, said.provider)
    if said.circuit_no:
        given["circuit_no"] = said.circuit_no
    if said.speed_mbps:
        given["speed_bps"] = said.speed_mbps * 1_000_000
    if said.link_id is None:
        links.create(LinkDraft.read({"site_id": site_id, "note": said.note, **given}))
        return
    link = links.get(said.link_id)
    if link.site_id != site_id:
        raise MissingError("link")
    links.change(link, given | _noted(link.note, said.note))


def _accept_device(hand: Hand, site_id: int, said: DeviceSaid) -> None:
    devices = Devices(hand)
    if said.device_id is None:
        wish = {"site_id": site_id, "name": said.name, "role": said.role, "note": said.note, "monitored": False}
        devices.create(DeviceDraft.read(wish))
        return
    device = devices.get(said.device_id)
    if device.site_id != site_id:
        raise MissingError("device")
    given: dict[str, object] = {"role": said.role} if said.role else {}
    devices.change(device, given | _noted(device.note, said.note))


def _noted(before: str, more: str) -> dict[str, object]:
    return {"note": f"{before}\n{more}".strip()[:2000]} if more and more not in before else {}


def _provider(hand: Hand, name: str) -> int | None:
    known: Provider | None = provider_named(hand.session, name, office_id=hand.office_id)
    return (known or Providers(hand).create(ProviderDraft.read({"name": name}))).id


def _only_waiting(row: Submission) -> None:
    if row.state is not ReviewState.SUBMITTED:
        raise refuse("", _("It was reviewed already"))


def _review(hand: Hand, row: Submission, state: ReviewState, reason: str, now: datetime) -> None:
    row.state, row.reason, row.reviewed_at, row.reviewed_by = state, reason, now, hand.actor.person_id
    hand.session.add(row)
    hand.session.flush()
