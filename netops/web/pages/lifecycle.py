"""Age, warranty and end of support of devices, and which versions run where."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from inventory.queries import lifecycle as queries
from inventory.queries.ages import SOON, SUPPORT_WORDS, Support
from netops.web.access import Visitor, allowed
from netops.web.listing import exported, kinds_of, view_of
from service.columns import utc_now
from service.i18n import N_
from service.refusal import MissingError
from service.web.exports import Sheet, as_file
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("lifecycle.read"))]
MayExport = Annotated[Visitor, Depends(allowed("exports.run"))]
HOME: Final = "/lifecycle"
TABS: Final = (("", N_("Ends of support and warranty")), ("firmware", N_("Versions that run")))
# A shape that is as good or bad as a state.
MARKS: Final = {
    Support.ENDED.value: "down",
    Support.SOON.value: "degraded",
    Support.LATER.value: "up",
    Support.UNKNOWN.value: "unknown",
}


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """What has ended or ends soon first."""
    counts = queries.ends(db, visitor.sight, today=utc_now().date())
    view = view_of(request, db, visitor, queries.ENDS, path=HOME)
    return _tab(request, "lifecycle.html", "", view=view, counts=counts, kinds=kinds_of(queries.ENDS))


@router.get(f"{HOME}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayExport, kind: str) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, queries.ENDS, kind)


@router.get(f"{HOME}/firmware")
def firmware(request: Request, db: Db, visitor: MayRead) -> Response:
    """Families with most devices behind first."""
    spreads = queries.spreads(db, visitor.sight)
    return _tab(request, "lifecycle_firmware.html", "firmware", spreads=spreads)


@router.get(f"{HOME}/firmware/export.{{kind}}")
def export_firmware(request: Request, db: Db, visitor: MayExport, kind: str) -> Response:
    """One row for each family and version."""
    rows = [
        (spread.family, each.version, each.count, spread.newest, each.firmware.value)
        for spread in queries.spreads(db, visitor.sight)
        for each in spread.running
    ]
    return as_file(Sheet("firmware", ("family", "version", "devices", "newest", "standing"), rows), kind)


@router.get(f"{HOME}/devices/{{device_id}}")
def of_device(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("devices.read"))], device_id: int
) -> Response:
    """The section of a device's page."""
    found = queries.support_of(db, visitor.sight, device_id)
    if found is None:
        raise MissingError
    return page(request, "lifecycle_of_device.html", device=found[0], support=found[1], **_judging())


def _tab(request: Request, template: str, tab: str, **context: Any) -> Response:
    return page(request, template, tab=tab, tabs=TABS, **_judging(), **context)


def _judging() -> dict[str, Any]:
    today = utc_now().date()
    words = {"hardware": SUPPORT_WORDS, "software": queries.SOFTWARE_WORDS, "warranty": queries.WARRANTY_WORDS}
    return {
        "today": today,
        "soon": today + SOON,
        "marks": MARKS,
        "words": words,
        "firmware_words": queries.FIRMWARE_WORDS,
    }
