"""Agents inside schools: who is heard, a new one with its one-time code, what it asks, and its end."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import Annotated, Final

import segno
from cryptography import x509
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.agent import Agent
from inventory.models.site import Site
from inventory.queries.agents import (
    AGENTS,
    REVOKED,
    STANDING_WORDS,
    agents_of,
    devices_of,
    set_aside,
    standing_of,
)
from inventory.store.sites import find_site
from netops.audit import record
from netops.intake.enrolment import CODE_LIVES, find_agent, make_agent, renew_code, revoke
from netops.intake.giving import give
from netops.intake.targets import revision_of
from netops.settings import Settings, only_here
from netops.web.access import Visitor, allowed
from netops.web.forms.layout import site_choices
from netops.web.listing import exported, kinds_of, view_of
from service.columns import utc_now
from service.i18n import _
from service.web.form import Posted
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/agents", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("agents.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("agents.write"))]
HOME: Final = "/agents"
LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class Typing:
    """What to type at the school's box. `qr` is the first command as an SVG in a data URI."""

    code: str
    enrol: str
    run: str
    qr: str
    only_here: bool
    plain: bool


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Those that need somebody first."""
    view = view_of(request, db, visitor, AGENTS, path=HOME)
    return page(request, "agents.html", view=view, kinds=kinds_of(AGENTS), words=STANDING_WORDS, ours=version("netops"))


@router.get("/export.{kind}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, AGENTS, kind)


@router.get("/new")
def new(request: Request, db: Db, visitor: MayWrite, site_id: int | None = None) -> Response:
    """At which school."""
    return page(request, "agent_new.html", sites=site_choices(db, visitor.sight), chosen=str(site_id or ""))


@router.post("/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """The agent, with its code on the answer itself: it is shown this once."""
    told = typed.get("site_id", "")
    site = find_site(
        db, int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0, office_id=visitor.office_id
    )
    name = typed.get("name", "").strip()[:LONGEST_NAME] or _("Agent of %(site)s") % {"site": site.name[:80]}
    agent, code = make_agent(db, site, name, now=utc_now())
    record(db, visitor.actor, "agent.made", subject="agent", subject_id=agent.id, detail={"site": site.code})
    return _code_page(request, agent, site, code)


@router.get("/{agent_id}")
def one(request: Request, db: Db, visitor: MayRead, agent_id: int) -> Response:
    """One agent."""
    agent = find_agent(db, agent_id, office_id=visitor.office_id)
    standing = standing_of(agent)
    return page(
        request,
        "agent.html",
        agent=agent,
        standing=standing,
        words=STANDING_WORDS,
        site=db.get_one(Site, agent.site_id),
        devices=devices_of(db, agent.site_id),
        others={other.id: other.name for other in agents_of(db, agent.site_id)},
        aside=set_aside(db, agent_id),
        ours=version("netops"),
        ended=standing == REVOKED,
        wanted=revision_of(agent),
    )


@router.post("/{agent_id}/devices")
def asked(request: Request, db: Db, visitor: MayWrite, agent_id: int, typed: Posted) -> Response:
    """Which devices it asks."""
    agent = find_agent(db, agent_id, office_id=visitor.office_id)
    ids = {int(name[7:]) for name in typed if name.startswith("device-") and name[7:].isdigit() and len(name) < 17}
    given, taken = give(db, agent, ids)
    detail = {"given": given, "taken_back": taken}
    record(db, visitor.actor, "agent.devices", subject="agent", subject_id=agent.id, detail=detail)
    return redirect(request, f"{HOME}/{agent_id}", _("Saved. The agent asks them within a minute."))


@router.post("/{agent_id}/code")
def another_code(request: Request, db: Db, visitor: MayWrite, agent_id: int) -> Response:
    """Another code, e.g. for a new box in the place of the old."""
    agent = find_agent(db, agent_id, office_id=visitor.office_id)
    if agent.revoked_at is not None:
        return redirect(request, f"{HOME}/{agent_id}", _("It was revoked: make a new one."), kind="danger")
    code = renew_code(db, agent, now=utc_now())
    record(db, visitor.actor, "agent.code", subject="agent", subject_id=agent.id)
    return _code_page(request, agent, db.get_one(Site, agent.site_id), code)


@router.post("/{agent_id}/revoke")
def revoked(request: Request, db: Db, visitor: MayWrite, agent_id: int) -> Response:
    """It may not ask or deliver any more; its devices are asked by nobody until somebody says who."""
    agent = find_agent(db, agent_id, office_id=visitor.office_id)
    revoke(db, agent, now=utc_now())
    record(db, visitor.actor, "agent.revoked", subject="agent", subject_id=agent.id)
    return redirect(request, f"{HOME}/{agent_id}", _("Revoked. What it holds opens nothing any more."))


def _code_page(request: Request, agent: Agent, site: Site, code: str) -> Response:
    settings: Settings = request.app.state.settings
    return page(
        request,
        "agent_code.html",
        agent=agent,
        site=site,
        typing=typing_of(settings, code),
        hours=int(CODE_LIVES.total_seconds() // 3600),
    )


def typing_of(settings: Settings, code: str) -> Typing:
    """The two commands for this office; with its fingerprint where the certificate is of its own making."""
    pin = pin_of(settings)
    enrol = f"sudo netops agent enrol {settings.base_url} {code}" + (f" --pin {pin}" if pin else "")
    return Typing(
        code=code,
        enrol=enrol,
        run="sudo netops agent service --write",
        qr=str(segno.make(enrol, error="m").svg_data_uri(scale=4, border=2)),
        only_here=only_here(settings.base_url),
        plain=not settings.base_url.startswith("https://"),
    )


def pin_of(settings: Settings) -> str:
    """The SHA-256 of a certificate that nobody signed but this office; empty where the world's authorities did."""
    if settings.tls_cert is None:
        return ""
    try:
        pem = settings.tls_cert.read_text()
        own = x509.load_pem_x509_certificate(pem.encode())
    except (OSError, ValueError):
        return ""
    if own.issuer != own.subject:
        return ""
    first = pem[: pem.index("-----END CERTIFICATE-----") + 26]
    return "sha256:" + sha256(ssl.PEM_cert_to_DER_cert(first)).hexdigest()
