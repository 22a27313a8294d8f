"""The study of the state: what a school says, and the report of what was measured beside it; targets by size."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, UploadFile
from fastapi import Form as FormField
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.site import Site
from netops.models.paper import Paper
from netops.networking import acts, making
from netops.networking.course import hand_in
from netops.web.access import Visitor, allowed
from netops.web.casework import doer_of, uploads_of
from netops.web.hand import hand_of
from netops.web.network_file import HOME, Asking, acted, as_of, file_of, school_of
from netops.web.network_words import CABLING_WORDS, WORDS
from netops.web.pages.innovation_papers import done
from network.models.survey import Cabling
from network.store.pictures import find_picture
from network.store.surveys import SurveyDraft, surveys_of
from network.store.targets import own_targets, targets_on
from office.academic import AcademicYear
from service.i18n import _
from service.web.files import given_file, handed_out
from service.web.form import Field, Posted, Section, flat
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(prefix=HOME, include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("network.read"))]
MaySurvey = Annotated[Visitor, Depends(allowed("network.survey"))]
MayWrite = Annotated[Visitor, Depends(allowed("network.write"))]
MaySeeTargets = Annotated[Visitor, Depends(allowed("network_reports.read"))]
MayTarget = Annotated[Visitor, Depends(allowed("network_targets.write"))]


@router.get("/schools/{code}/survey")
def survey(request: Request, db: Db, visitor: MaySurvey, code: str) -> Response:
    """The form, with what was said last."""
    site = school_of(db, visitor, code)
    today = as_of(request).day
    year = AcademicYear.of(today).era
    known = next(iter(surveys_of(db, site.id or 0)), None)
    values = {name: getattr(known, name) for name in SurveyDraft.model_fields} if known is not None else {}
    return _form(site).shown(request, flat(values | {"year": year, "surveyed_on": today}))


@router.post("/schools/{code}/survey")
def say(request: Request, db: Db, visitor: MaySurvey, code: str, typed: Posted) -> Response:
    """As it was typed; the same year is corrected."""
    site, at = school_of(db, visitor, code), as_of(request)
    hand = hand_of(request, db, visitor)
    return _form(site).saved(
        request, db, typed, lambda: acts.survey(hand, site, typed, at), file_of(site, "survey"), _("Saved.")
    )


def _form(site: Site) -> Asking:
    rooms = (
        Field("year", _("Academic year"), required=True, maxlength=4),
        Field("surveyed_on", _("Surveyed on"), "date", required=True),
        Field("rooms", _("Rooms in all"), "number", required=True),
        Field("rooms_cabled", _("Rooms with a network cable"), "number"),
        Field("rooms_wireless", _("Rooms where Wi-Fi works"), "number"),
        Field("power_cuts_month", _("Power cuts a month"), "number"),
        Field("cabling", _("Cables"), "select", options=[(one.value, _(CABLING_WORDS[one])) for one in Cabling]),
        Field("is_grounded", _("Sockets are earthed"), "checkbox"),
        Field("is_locked", _("Rack or room can be locked"), "checkbox"),
    )
    people = (
        Field("caretakers", _("People who look after it"), "number", hint=_("How many, not who")),
        Field("caretaker_post", _("Their position"), hint=_("Such as: teacher in charge of the system")),
        Field("lacks", _("What is lacking"), "textarea", maxlength=2000),
    )
    sections = (Section(_("Rooms, power, cables"), rooms), Section(_("Care"), people))
    title = _("Survey of the network: %(school)s") % {"school": site.name}
    return Asking(title, f"{file_of(site)}/survey", file_of(site), sections)


@router.post("/schools/{code}/survey/paper")
def survey_paper(request: Request, db: Db, visitor: MaySurvey, code: str) -> Response:
    """The survey as paper: filled where the school answered, else to be filled in by hand."""
    site, at = school_of(db, visitor, code), as_of(request)
    by = acts.by_of(hand_of(request, db, visitor), at)
    return done(request, db, visitor, making.make_survey(db, site, at, by))


@router.post("/schools/{code}/pictures")
def add_picture(
    request: Request,
    db: Db,
    visitor: MaySurvey,
    code: str,
    file: Annotated[UploadFile, File()],
    note: Annotated[str, FormField(max_length=255)] = "",
) -> Response:
    """A picture, told by its content; kept outside the web root."""
    site, at = school_of(db, visitor, code), as_of(request)
    hand = hand_of(request, db, visitor)

    def act() -> None:
        found = given_file(file)
        digest = uploads_of(request).keep(found.data)
        given = {"name": found.name, "media_type": found.media_type, "size_bytes": len(found.data), "sha256": digest}
        acts.add_picture(hand, site, {**given, "note": note}, at)

    return acted(request, db, act, file_of(site, "survey"), _("Saved."))


@router.get("/pictures/{row_id:int}")
def picture(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """The file as it was sent, to be kept."""
    row = find_picture(db, visitor.sight, row_id)
    return handed_out(uploads_of(request).read(row.sha256), row.name, row.media_type)


@router.post("/schools/{code}/baseline")
def baseline(request: Request, db: Db, visitor: MayWrite, code: str) -> Response:
    """The report of the state; evidence of the first step where the case runs."""
    site, at = school_of(db, visitor, code), as_of(request)
    paper = making.make_baseline(db, site, at, acts.by_of(hand_of(request, db, visitor), at))
    return kept(request, db, visitor, (site, "baseline"), paper)


def kept(request: Request, db: Db, visitor: Visitor, what: tuple[Site, str], paper: Paper) -> Response:
    """A paper that was made, handed in as evidence of its kind where the school's case waits for it."""
    site, kind = what
    hand_in(doer_of(db, visitor), site.id or 0, kind, paper)
    return done(request, db, visitor, paper)


@router.get("/targets")
def targets(request: Request, db: Db, visitor: MaySeeTargets) -> Response:
    """What schools of which size are to have: in force today, and what the office set."""
    today = as_of(request).day
    return page(
        request,
        "network_targets.html",
        models=targets_on(db, visitor.office_id, today),
        own=own_targets(db, visitor.office_id),
        writes=visitor.may("network_targets.write"),
        **WORDS,
    )


@router.get("/targets/new")
def new_target(request: Request, db: Db, visitor: MayTarget) -> Response:
    """From a day on; the earlier one stays for the days before."""
    return _target_form().shown(request, flat({"valid_from": as_of(request).day}))


@router.post("/targets/new")
def set_target(request: Request, db: Db, visitor: MayTarget, typed: Posted) -> Response:
    """As it was typed."""
    hand = hand_of(request, db, visitor)
    return _target_form().saved(
        request, db, typed, lambda: acts.set_target(hand, typed), f"{HOME}/targets", _("Saved.")
    )


def _target_form() -> Asking:
    fields = (
        Field("least_pupils", _("For schools of at least so many pupils"), "number", required=True),
        Field("valid_from", _("Holds from"), "date", required=True),
        Field("links", _("Internet links"), "number", required=True),
        Field("kbps_per_pupil", _("kbit/s for each pupil"), "number", required=True),
        Field("switch_ports", _("Ports of switches"), "number", required=True),
        Field("access_points", _("Access points"), "number", required=True),
        Field("ups", _("Uninterruptible power supplies"), "number", required=True),
        Field("source", _("Where this is from"), hint=_("Plan, resolution, report"), required=True),
    )
    return Asking(_("Own target"), f"{HOME}/targets/new", f"{HOME}/targets", (Section("", fields),))
