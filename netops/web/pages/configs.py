"""Running configurations: the fleet's, a device's versions and their differences, and taking an original out."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from inventory.events import HostKeySettled
from inventory.models.config import ConfigAttempt, ConfigVersion
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.queries import configs as queries
from inventory.queries.device import find_device
from inventory.store.polling import add_events
from netops.audit import record
from netops.configs.restoring import steps_of
from netops.notify.alerts import tell
from netops.polling.poller_client import PollerClient
from netops.web.access import Visitor, allowed
from netops.web.listing import exported, kinds_of, view_of
from service.columns import utc_now
from service.i18n import _
from service.refusal import MissingError
from service.web.form import Posted
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("configs.read"))]
MayAsk = Annotated[Visitor, Depends(allowed("devices.write"))]
MayRestore = Annotated[Visitor, Depends(allowed("configs.restore"))]
RowId = Annotated[int, Query(ge=1, le=2**31 - 1)]
HOME: Final = "/configs"


@router.get("/configs")
def fleet(request: Request, db: Db, visitor: MayRead) -> Response:
    """Every device, the ones without a good backup first."""
    view = view_of(request, db, visitor, queries.CONFIGS, path=HOME)
    return page(request, "configs.html", view=view, kinds=kinds_of(queries.CONFIGS), words=queries.STANDING_WORDS)


@router.get("/configs/export.{kind}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, queries.CONFIGS, kind)


@router.get("/devices/{device_id}/configs")
def versions(request: Request, db: Db, visitor: MayRead, device_id: int) -> Response:
    """All versions, the last attempt, and what can be done."""
    device, site = _device(db, visitor, device_id)
    return page(
        request,
        "device_configs.html",
        device=device,
        site=site,
        lines=queries.config_lines(db, device_id),
        attempt=db.get(ConfigAttempt, device_id),
        occasions=queries.OCCASION_WORDS,
    )


@router.post("/devices/{device_id}/configs/read")
def read_now(request: Request, db: Db, visitor: MayAsk, device_id: int) -> Response:
    """Ask the poller to read it now."""
    device, _site = _device(db, visitor, device_id)
    where = f"/devices/{device_id}/configs"
    poller: PollerClient = request.app.state.poller
    if not poller.ask("read-config", device_id):
        return redirect(request, where, _("The poller does not answer; nothing was read."), kind="danger")
    record(db, visitor.actor, "config.asked", subject="device", subject_id=device.id)
    return redirect(request, where, _("It is being read; look again in a minute."))


@router.post("/devices/{device_id}/configs/accept-key")
def accept_key(request: Request, db: Db, visitor: MayAsk, device_id: int, typed: Posted) -> Response:
    """The new host key is right: `key` is the one that the person saw, so that no other one slips in."""
    device, _site = _device(db, visitor, device_id)
    where = f"/devices/{device_id}/configs"
    attempt = db.get(ConfigAttempt, device_id)
    if attempt is None or attempt.key_refused_at is None or attempt.offered_key != typed.get("key"):
        return redirect(request, where, _("Meanwhile the device shows another key; look again."), kind="danger")
    now = utc_now()
    record(
        db,
        visitor.actor,
        "device.key_accepted",
        subject="device",
        subject_id=device_id,
        detail={"old": device.ssh_host_key, "new": attempt.offered_key},
    )
    device.ssh_host_key = attempt.offered_key
    attempt.offered_key, attempt.key_refused_at = "", None
    facts = [HostKeySettled(site_id=device.site_id, device_id=device_id, key=device.ssh_host_key)]
    add_events(db, facts, now)
    tell(db, facts, at=now, settings=request.app.state.settings)
    request.app.state.poller.ask("read-config", device_id)
    return redirect(request, where, _("Saved."))


@router.get("/devices/{device_id}/configs/diff")
def difference(
    request: Request,
    db: Db,
    visitor: MayRead,
    device_id: int,
    old: Annotated[int, Query()],
    new: Annotated[int, Query()],
) -> Response:
    """Any two versions of a device, the older one first."""
    device, site = _device(db, visitor, device_id)
    first, second = (_version(db, device_id, row_id) for row_id in sorted((old, new)))
    return page(
        request,
        "config_diff.html",
        device=device,
        site=site,
        before=first,
        version=second,
        difference=queries.config_diff(first.redacted, second.redacted),
    )


@router.get("/devices/{device_id}/configs/{version_id:int}")
def one(request: Request, db: Db, visitor: MayRead, device_id: int, version_id: int) -> Response:
    """One version of the running configuration, secrets replaced, and what it changed."""
    device, site = _device(db, visitor, device_id)
    version = _version(db, device_id, version_id)
    before = queries.config_before(db, version)
    return page(
        request,
        "config.html",
        device=device,
        site=site,
        version=version,
        before=before,
        difference=queries.config_diff(before.redacted, version.redacted) if before else [],
        occasions=queries.OCCASION_WORDS,
    )


@router.get("/devices/{device_id}/configs/{version_id:int}.txt")
def redacted_file(db: Db, visitor: MayRead, device_id: int, version_id: int) -> Response:
    """The text without its secrets, as a file."""
    _device(db, visitor, device_id)
    version = _version(db, device_id, version_id)
    return _file(version.redacted, f"{device_id}-{version.taken_at:%Y%m%d-%H%M}-redacted.txt")


@router.get("/devices/{device_id}/configs/{version_id:int}/restore")
def restoring(request: Request, db: Db, visitor: MayRestore, device_id: int, version_id: int) -> Response:
    """How to load this version again, and a form that gives the original."""
    device, site = _device(db, visitor, device_id)
    version = _version(db, device_id, version_id)
    return page(
        request,
        "config_restore.html",
        device=device,
        site=site,
        version=version,
        steps=steps_of(device.ssh_platform),
    )


@router.post("/devices/{device_id}/configs/{version_id:int}/restore")
def original(request: Request, db: Db, visitor: MayRestore, device_id: int, version_id: int, typed: Posted) -> Response:
    """The original with its secrets as a file, never on a page, to an administrator who typed the device's name."""
    device, _site = _device(db, visitor, device_id)
    version = _version(db, device_id, version_id)
    if typed.get("name", "").strip() != device.name:
        where = f"/devices/{device_id}/configs/{version_id}/restore"
        return redirect(request, where, _("This is not the name of the device."), kind="danger")
    text: str = request.app.state.vault.unseal(version.sealed)
    record(
        db,
        visitor.actor,
        "config.original_taken",
        subject="device",
        subject_id=device_id,
        detail={"version_id": version_id, "sha256": version.sha256},
    )
    return _file(text, f"{device_id}-{version.taken_at:%Y%m%d-%H%M}-original.txt")


def _file(text: str, name: str) -> Response:
    # The names are ours: numbers and dates only.
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return PlainTextResponse(text, headers=headers)


def _device(db: Session, visitor: Visitor, device_id: int) -> tuple[Device, Site]:
    found = find_device(db, visitor.sight, device_id)
    if found is None:
        raise MissingError("device")
    return found


def _version(db: Session, device_id: int, version_id: int) -> ConfigVersion:
    version = queries.config_text(db, device_id, version_id)
    if version is None:
        raise MissingError("version")
    return version
