"""The database session of a request: `Db` as the type of a route's parameter."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Annotated, Final

from fastapi import Depends
from sqlmodel import Session
from starlette.datastructures import UploadFile
from starlette.requests import Request

from service.database import TakenError, transaction
from service.posted import acted_on, refuse_second

FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
PIECE: Final = 1 << 16
MOST_FIELDS: Final = 20_000  # more than any page reads; the size is bounded before


async def _form_of(request: Request) -> str:
    """Names the form of a page that a browser sent, with all that stood in it; empty where it is none. What htmx sends
    stays on its page and may be meant a second time.
    """
    is_form = request.headers.get("content-type", "").startswith(FORMS)
    if request.method != "POST" or not is_form or request.headers.get("hx-request"):
        return ""
    form = await request.form(max_fields=MOST_FIELDS)
    if not form.get("once"):
        return ""
    named = sha256(request.url.path.encode())
    for name, value in form.multi_items():
        said = value.encode() if isinstance(value, str) else await _digest(value)
        named.update(f"\0{name}\0".encode() + said)
    return named.hexdigest()


async def _digest(file: UploadFile) -> bytes:
    """Of what the file holds: one that was put right may have the same name and size."""
    digest = sha256(file.filename.encode() if file.filename else b"")
    while piece := await file.read(PIECE):
        digest.update(piece)
    await file.seek(0)
    return digest.digest()


def _db(request: Request, form: Annotated[str, Depends(_form_of)]) -> Iterator[Session]:
    """One request is one transaction: committed when the route returns, before the answer leaves. A form that ended in
    going elsewhere was acted on: sent again as it was, it is not acted on again (PostedTwiceError).
    """
    state = request.app.state
    if form:
        refuse_second(state.engine, state.posted, form)
    with transaction(state.engine) as session:
        yield session
        location = getattr(request.state, "went_to", "")
        if form and location:
            try:
                acted_on(session, state.posted, form, location)
            except TakenError:
                session.rollback()
                refuse_second(state.engine, state.posted, form)
                raise


Db = Annotated[Session, Depends(_db, scope="function")]
