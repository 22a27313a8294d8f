"""Where agents inside schools enrol, ask for their targets, and deliver. Spoken by our own program only.

An agent is recognised before its body is unpacked, and a body is never unpacked beyond its bound.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from importlib.metadata import version
from typing import Annotated, Final, TypeVar

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ValidationError
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from inventory.models.agent import Agent
from inventory.models.site import Site
from netops.audit import Actor, record
from netops.exchange.messages import EnrolAsked, Exchange, Signed, Taken, TargetsAsked
from netops.exchange.packing import BrokenBodyError, TooLargeError, unpack
from netops.intake import inbox, targets
from netops.intake.enrolment import (
    TooManyCodesError,
    UnknownAgentError,
    WrongCodeError,
    by_token,
    check_signature,
    check_tries,
    enrol,
    note_try,
)
from netops.intake.keys import office_key
from netops.web.access import Visitor
from service.columns import utc_now
from service.database import reading, transaction
from service.web.access import Open

log = logging.getLogger(__name__)
router = APIRouter(prefix="/api/v1/agents", include_in_schema=False)
Anybody = Annotated[Visitor | None, Depends(Open())]
SCHEME: Final = "agent"
Said = TypeVar("Said", bound=BaseModel)

REFUSALS: Final[dict[type[Exception], HTTPStatus]] = {
    WrongCodeError: HTTPStatus.FORBIDDEN,
    TooManyCodesError: HTTPStatus.TOO_MANY_REQUESTS,
    UnknownAgentError: HTTPStatus.UNAUTHORIZED,
    TooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    BrokenBodyError: HTTPStatus.BAD_REQUEST,
    ValidationError: HTTPStatus.UNPROCESSABLE_ENTITY,
}


@router.post("/enrol")
async def enrolled(request: Request, _anybody: Anybody) -> Response:
    """The one-time code for a token. Wrong codes are counted by address, in a transaction of their own."""
    body = await request.body()
    engine: Engine = request.app.state.engine
    address = _address(request)

    def work() -> Response:
        now = utc_now()
        try:
            with transaction(engine) as db:
                check_tries(db, address, now=now)
                asked = EnrolAsked.model_validate_json(body)
                agent, answer = enrol(db, request.app.state.vault, asked, now=now)
                actor = Actor(f"agent {agent.name}", db.get_one(Site, agent.site_id).office_id, address=address)
                record(db, actor, "agent.enrolled", subject="agent", subject_id=agent.id)
            return _answer(answer)
        except WrongCodeError as error:
            with transaction(engine) as db:
                note_try(db, address, now=now)
            return _refused(error, address)
        except (TooManyCodesError, ValidationError) as error:
            return _refused(error, address)

    return await run_in_threadpool(work)


@router.post("/targets")
async def targets_in_force(request: Request, _anybody: Anybody) -> Response:
    """What the agent is to ask, signed by the office."""
    body = await request.body()

    def work() -> Response:
        now = utc_now()
        state = request.app.state
        try:
            asked = _said(TargetsAsked, body)
            with transaction(state.engine) as db:
                agent = _agent(db, request, asked.agent_id, body)
                targets.renew(db, agent, state.settings, now=now, held=asked.held)
                key = office_key(db, state.vault, db.get_one(Site, agent.site_id).office_id)
                document: Signed = targets.signed(
                    db, agent, key, settings=state.settings, unseal=state.vault.unseal, now=now
                )
            return _answer(document)
        except tuple(REFUSALS) as error:
            return _refused(error, _address(request))

    return await run_in_threadpool(work)


@router.post("/exchange")
async def exchanged(request: Request, _anybody: Anybody) -> Response:
    """The heartbeat, with what was seen. The body of one who has no token is not even read."""
    state = request.app.state

    def known() -> Response | None:
        try:
            with reading(state.engine) as db:
                _by_token(db, request, _agent_id(request))
        except UnknownAgentError as error:
            return _refused(error, _address(request))
        return None

    refusal = await run_in_threadpool(known)
    if refusal is not None:
        return refusal
    try:
        body = await request.body()
    except ClientDisconnect:  # the line was cut in the middle: the agent sends it again
        return Response(status_code=HTTPStatus.BAD_REQUEST)

    def work() -> Response:
        now = utc_now()
        try:
            with transaction(state.engine) as db:
                agent = _agent(db, request, _agent_id(request), body)
                exchange = _said(Exchange, unpack(body))
                if exchange.agent_id != agent.id:
                    raise UnknownAgentError("the body speaks of another agent")
                last = inbox.take(db, agent, exchange, now=now, address=_address(request))
                revision = targets.renew(db, agent, state.settings, now=now, held=exchange.held)
            answer = Taken(
                office_time=utc_now(), last_sequence=last, targets_revision=revision, version=version("netops")
            )
            return _answer(answer)
        except tuple(REFUSALS) as error:
            return _refused(error, _address(request))

    return await run_in_threadpool(work)


def _said(kind: type[Said], body: bytes) -> Said:
    return kind.model_validate_json(body)


def _by_token(db: Session, request: Request, agent_id: int) -> Agent:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != SCHEME:
        raise UnknownAgentError("no token of an agent")
    return by_token(db, agent_id, token)


def _agent(db: Session, request: Request, agent_id: int, body: bytes) -> Agent:
    agent = _by_token(db, request, agent_id)
    check_signature(agent, body, request.headers.get("x-agent-signature", ""))
    return agent


def _agent_id(request: Request) -> int:
    told = request.headers.get("x-agent-id", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _answer(said: BaseModel) -> Response:
    return Response(said.model_dump_json(), media_type="application/json")


def _refused(error: Exception, address: str) -> Response:
    """Why, in words for whoever reads the agent's log; of a malformed body only where it is malformed."""
    status = next(status for kind, status in REFUSALS.items() if isinstance(error, kind))
    detail = str(error)
    if isinstance(error, ValidationError):
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        detail = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"[:300]
    log.warning("an agent at %s was refused: %s", address, detail)
    body = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": detail}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")
