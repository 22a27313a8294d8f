"""The scan wizard: subnets and credentials, progress, and taking what was found into a school."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.credential import CredentialKind
from inventory.store.devices import DeviceDraft
from netops.editors import Devices
from netops.vault import Vault
from netops.web.access import Visitor, allowed
from netops.web.forms.devices import credential_choices
from netops.web.hand import hand_of
from netops.web.pages.jobs import find_job
from netops.work.jobs import Jobs, Order
from netops.work.scan_job import credentials_of, scan_work, subnets_of
from service.i18n import _, ngettext
from service.refusal import RefusedError
from service.web.form import Posted, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/scan", include_in_schema=False)
MayScan = Annotated[Visitor, Depends(allowed("scans.run"))]


@router.get("")
def form(request: Request, db: Db, visitor: MayScan) -> Response:
    """Which subnets, and how to ask."""
    return _form(request, db, visitor, {"port": "161"}, {})


def _form(
    request: Request, db: Session, visitor: Visitor, typed: Mapping[str, str], wrong: Mapping[str, str]
) -> Response:
    sets = credential_choices(db, visitor.sight, CredentialKind.SNMP)[1:]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return page(request, "scan.html", status=status, typed=typed, problems=wrong, sets=sets)


def start_scan(
    request: Request, db: Session, visitor: Visitor, *, subnets: str, credential_ids: Sequence[int], port: int
) -> int:
    """Look in the background; the job's id. RefusedError names what is wrong."""
    vault: Vault = request.app.state.vault
    jobs: Jobs = request.app.state.jobs
    wanted = subnets_of(subnets)
    opened = credentials_of(db, vault, credential_ids, office_id=visitor.office_id)
    work = scan_work(
        request.app.state.engine,
        subnets=wanted,
        credentials=list(zip(sorted(set(credential_ids)), opened, strict=True)),
        port=port,
        office_id=visitor.office_id,
    )
    order = Order(visitor.office_id, "scan", ", ".join(wanted)[:255], visitor.person_id, {"subnets": wanted})
    return jobs.start(order, work)


@router.post("")
def start(request: Request, db: Db, visitor: MayScan, typed: Posted) -> Response:
    """Begin, and go to the page of the job."""
    ids = [int(name[4:]) for name in typed if name.startswith("set-") and name[4:].isdigit()]
    port = typed.get("port", "")
    try:
        number = int(port) if port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536 else 161
        job_id = start_scan(request, db, visitor, subnets=typed.get("subnets", ""), credential_ids=ids, port=number)
    except RefusedError as error:
        return _form(request, db, visitor, typed, problems(error))
    return redirect(request, f"/jobs/{job_id}")


@router.post("/{job_id}/accept")
def accept(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("devices.write"))],
    job_id: int,
    typed: Posted,
) -> Response:
    """Make devices of the chosen rows, all or none."""
    job = find_job(db, visitor, job_id, "scan")
    found: Any = job.result.get("found") or []
    editor = Devices(hand_of(request, db, visitor))
    chosen = [at for at in range(len(found)) if typed.get(f"take-{at}") == "yes"]
    if not chosen:
        return redirect(request, f"/jobs/{job_id}", _("Choose at least one device."), kind="warning")
    try:
        with db.begin_nested():
            for at in chosen:
                editor.create(_draft(found[at], typed, at))
    except RefusedError as error:
        said = "; ".join(problems(error).values())
        return redirect(
            request, f"/jobs/{job_id}", _("Nothing was added: %(reason)s") % {"reason": said}, kind="danger"
        )
    count = len(chosen)
    said = ngettext("%(count)d device was added.", "%(count)d devices were added.", count) % {"count": count}
    return redirect(request, "/inventory/devices", said)


def _draft(row: Mapping[str, Any], typed: Mapping[str, str], at: int) -> DeviceDraft:
    return DeviceDraft.read(
        {
            "site_id": typed.get(f"site-{at}") or typed.get("site", ""),
            "name": typed.get(f"name-{at}", ""),
            "address": row["host"],
            "snmp_port": row["port"],
            "snmp_credential_id": row["credential_id"],
        }
    )
