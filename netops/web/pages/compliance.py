"""How configurations stand against the rules: by rule, by device, one by one; and what is excepted, why, until when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from collectors.ssh.platforms import PLATFORMS, TITLES
from inventory.compliance.rule import Check, Rule, Rulebook
from inventory.models.config import Exemption
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.queries import compliance as queries
from inventory.queries.device import find_device
from inventory.queries.table import Table
from inventory.store.compliance import ExemptionDraft, end_exemption, exempt, find_exemption
from netops.audit import record
from netops.watched.rulebook import rulebook
from netops.web.access import Visitor, allowed
from netops.web.listing import exported, kinds_of, view_of
from service.columns import utc_now
from service.i18n import N_, _, spoken
from service.refusal import MissingError, RefusedError
from service.thai_order import in_thai
from service.web.form import Posted
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("compliance.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("compliance.write"))]
MayExport = Annotated[Visitor, Depends(allowed("exports.run"))]
HOME: Final = "/compliance"
TABS: Final = (("", N_("By rule")), ("devices", N_("By device")), ("results", N_("One by one")))


def book_of(request: Request) -> Rulebook:
    """The rules in force."""
    return rulebook(request.app.state.settings)


def results(request: Request) -> Table:
    """The table of single results in the reader's language."""
    return queries.results_table(book_of(request), spoken(), _)


@router.get(HOME)
def rules(request: Request, db: Db, visitor: MayRead) -> Response:
    """Every rule with how many devices keep it."""
    counts = queries.by_rule(db, visitor.sight, book_of(request))
    unread = queries.never_judged(db, visitor.sight)
    return _tab(request, "compliance.html", "", counts=counts, unread=unread)


@router.get(f"{HOME}/devices")
def devices(request: Request, db: Db, visitor: MayRead) -> Response:
    """Every watched device with how many rules it breaks."""
    view = view_of(request, db, visitor, queries.DEVICES, path=f"{HOME}/devices")
    words = {"words": queries.DEVICE_WORDS, "kinds": kinds_of(queries.DEVICES)}
    return _tab(request, "compliance_devices.html", "devices", view=view, **words)


@router.get(f"{HOME}/devices/export.{{kind}}")
def export_devices(request: Request, db: Db, visitor: MayExport, kind: str) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, queries.DEVICES, kind)


@router.get(f"{HOME}/results")
def one_by_one(request: Request, db: Db, visitor: MayRead) -> Response:
    """Each device against each rule, with the line that says so."""
    table = results(request)
    view = view_of(request, db, visitor, table, path=f"{HOME}/results")
    return _tab(request, "compliance_results.html", "results", view=view, kinds=kinds_of(table))


@router.get(f"{HOME}/results/export.{{kind}}")
def export_results(request: Request, db: Db, visitor: MayExport, kind: str) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    if not visitor.may("compliance.read"):
        raise MissingError
    return exported(request, db, visitor, results(request), kind)


@router.get(f"{HOME}/rules/{{rule}}")
def one_rule(request: Request, db: Db, visitor: MayRead, rule: str) -> Response:
    """Why it matters, how to mend it on each platform, and who is excepted."""
    found = _rule(request, rule)
    counts = queries.by_rule(db, visitor.sight, book_of(request))
    choices = db.exec(
        select(Device.id, Device.name, Site.name)
        .join(Site, col(Site.id) == Device.site_id)
        .where(visitor.sight.sites(), col(Device.archived_at).is_(None), Device.ssh_platform != "")
        .order_by(in_thai(Site.name), Device.name)
    ).all()
    return page(
        request,
        "compliance_rule.html",
        count=next(each for each in counts if each.rule is found),
        rule=found,
        words=found.words(spoken()),
        mends=_mends(found),
        excepted=queries.exemptions(db, visitor.office_id, rule=found.id),
        devices=choices,
        severities=queries.SEVERITY_WORDS,
    )


def _mends(rule: Rule) -> list[tuple[str, Sequence[Check]]]:
    """(platforms by their makers' names, how to mend it there); those that are mended alike stand together."""
    alike: dict[tuple[Check, ...], list[str]] = {}
    for platform in sorted(PLATFORMS):
        if checks := rule.checks_of(platform):
            alike.setdefault(checks, []).append(TITLES[platform])
    every = len(PLATFORMS)
    return [
        (_("every platform") if len(names) == every else ", ".join(names), checks) for checks, names in alike.items()
    ]


@router.post(f"{HOME}/rules/{{rule}}/exemptions")
def except_from(request: Request, db: Db, visitor: MayWrite, rule: str, typed: Posted) -> Response:
    """Ask a device, or no device at all, no more for this rule."""
    found = _rule(request, rule)
    given = {name: typed[name] for name in ("device_id", "reason", "until") if name in typed}
    try:
        excepted(db, visitor, ExemptionDraft.read({"rule": found.id, **given}))
    except RefusedError as error:
        first = error.problems[0]
        return redirect(
            request, f"{HOME}/rules/{found.id}#except", f"{_(LABELS[first.field])}: {first.text(_)}", kind="danger"
        )
    return redirect(request, f"{HOME}/rules/{found.id}", _("Saved."))


@router.post(f"{HOME}/exemptions/{{exemption_id}}/end")
def ask_again(request: Request, db: Db, visitor: MayWrite, exemption_id: int) -> Response:
    """The rule is asked again."""
    row = find_exemption(db, exemption_id, office_id=visitor.office_id)
    rule_id = row.rule
    ended(db, visitor, row)
    return redirect(request, f"{HOME}/rules/{rule_id}", _("The rule is asked again."))


@router.get(f"{HOME}/devices/{{device_id}}")
def of_device(request: Request, db: Db, visitor: MayRead, device_id: int) -> Response:
    """The section of a device's page."""
    if find_device(db, visitor.sight, device_id) is None:
        raise MissingError
    stands = queries.of_device(db, visitor.sight, device_id, book_of(request))
    return page(request, "compliance_of_device.html", stands=stands, words=queries.STANDING_WORDS)


LABELS: Final = {
    "": N_("Rule"),
    "rule": N_("Rule"),
    "device_id": N_("Device"),
    "reason": N_("Reason"),
    "until": N_("Until"),
}


def excepted(db: Session, visitor: Visitor, draft: ExemptionDraft) -> Exemption:
    """Keep the exemption, with its audit entry."""
    row = exempt(db, draft, office_id=visitor.office_id, person_id=visitor.person_id, today=utc_now().date())
    detail = draft.model_dump(mode="json")
    record(db, visitor.actor, "exemption.made", subject="exemption", subject_id=row.id, detail=detail)
    return row


def ended(db: Session, visitor: Visitor, row: Exemption) -> None:
    """End the exemption, with its audit entry."""
    detail = {"rule": row.rule, "device_id": row.device_id}
    record(db, visitor.actor, "exemption.ended", subject="exemption", subject_id=row.id, detail=detail)
    end_exemption(db, row)


def _rule(request: Request, rule_id: str) -> Rule:
    rule = book_of(request).get(rule_id)
    if rule is None:
        raise MissingError("rule")
    return rule


def _tab(request: Request, template: str, tab: str, **context: Any) -> Response:
    return page(
        request,
        template,
        tab=tab,
        tabs=TABS,
        marks=_marks(),
        severities=queries.SEVERITY_WORDS,
        signs={_(words): severity.value for severity, words in queries.SEVERITY_WORDS.items()},
        **context,
    )


def _marks() -> dict[str, str]:
    """The shape of a state that is as good or bad, by the words of a standing."""
    return {_(words): SHAPE_OF[one.value] for one, words in queries.STANDING_WORDS.items()}


SHAPE_OF: Final = {"broken": "down", "unclear": "unknown", "kept": "up", "exempt": "maintenance", "unread": "unknown"}
