"""Pictures that show what a survey says; the files themselves are kept elsewhere, under their SHA-256."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field
from sqlmodel import Session, col, func, select

from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.store.acting import By
from network.models.survey import NetworkPicture
from service.draft import Draft, Line
from service.refusal import MissingError, _, refuse

MOST: Final = 60
"""Of one school."""


class PictureDraft(Draft):
    """A file that was looked at and kept, and what it shows."""

    name: Annotated[str, Field(max_length=255)]
    media_type: Annotated[str, Field(max_length=120)]
    size_bytes: int
    sha256: Annotated[str, Field(min_length=64, max_length=64)]
    note: Line = ""


def add_picture(session: Session, site: Site, draft: PictureDraft, by: By) -> NetworkPicture:
    """RefusedError for what is no picture, and when a school has very many."""
    if not draft.media_type.startswith("image/"):
        raise refuse("file", _("A picture is needed (JPEG or PNG)"))
    count = session.exec(select(func.count()).where(NetworkPicture.site_id == site.id)).one()
    if count >= MOST:
        raise refuse("file", _("A school has at most %(count)s pictures"), count=MOST)
    row = NetworkPicture(site_id=site.id or 0, added_by=by.actor[:120], added_at=by.at, **draft.model_dump())
    session.add(row)
    session.flush()
    return row


def pictures_of(session: Session, site_id: int) -> list[NetworkPicture]:
    """The newest first."""
    wanted = select(NetworkPicture).where(NetworkPicture.site_id == site_id)
    return list(session.exec(wanted.order_by(col(NetworkPicture.id).desc())).all())


def find_picture(session: Session, sight: Sight, picture_id: int) -> NetworkPicture:
    """Of what may be seen; MissingError."""
    wanted = select(NetworkPicture).join(Site, col(Site.id) == NetworkPicture.site_id)
    row = session.exec(wanted.where(NetworkPicture.id == picture_id, sight.sites())).one_or_none()
    if row is None:
        raise MissingError("picture")
    return row
