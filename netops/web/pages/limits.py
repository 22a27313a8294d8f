"""Limits of alerts: the office's table with what confirms an outage, and what one school has otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.site import Site
from inventory.queries.school import find_site
from netops.audit import record
from netops.watched import confirming
from netops.watched.limits import Metric, Rule
from netops.watched.rules import OFFICE, RuleDraft, draft_of, listed, load_rules, metric_of, reset_rule, store_rule
from netops.web.access import Visitor, allowed
from netops.web.forms import limits as fields
from service.i18n import _
from service.refusal import MissingError, RefusedError
from service.web.form import Act, Form, Posted, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("limits.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("limits.write"))]
MayConfirm = Annotated[Visitor, Depends(allowed("settings.write"))]


class Desk:
    """One request about the limits of the office, or of one of its schools (`code`)."""

    def __init__(self, request: Request, db: Session, visitor: Visitor, code: str = "") -> None:
        self.request, self.db, self.visitor = request, db, visitor
        self.site: Site | None = find_site(db, visitor.sight, code) if code else None
        if code and self.site is None:
            raise MissingError
        self.site_id = OFFICE if self.site is None or self.site.id is None else self.site.id
        self.home = f"/schools/{code}/limits" if code else "/settings/limits"

    def show(self, confirmation: Form | None = None) -> Response:
        """The table; for the office with what confirms an outage under it."""
        return page(
            self.request,
            "limits.html",
            status=HTTPStatus.UNPROCESSABLE_ENTITY if confirmation is not None else HTTPStatus.OK,
            site=self.site,
            rules=listed(load_rules(self.db), self.visitor.office_id, self.site_id),
            home=self.home,
            confirmation=confirmation or (self.confirmation() if self.site is None else None),
        )

    def confirmation(self, typed: Mapping[str, str] | None = None, wrong: Mapping[str, str] | None = None) -> Form:
        """The form of what confirms an outage."""
        settings = self.request.app.state.settings
        current = confirming.load_confirmation(self.db, self.visitor.office_id, settings)
        values = flat(current.model_dump()) if typed is None else typed
        action = "/settings/confirmation"
        return Form(_("When it is an outage"), action, self.home, fields.confirmation(), values, wrong or {})

    def in_force(self, name: str) -> Rule:
        """The rule of a figure here; MissingError where there is none."""
        metric = metric_of(name)
        rules = listed(load_rules(self.db), self.visitor.office_id, self.site_id)
        found = next((rule for rule in rules if rule.metric is metric), None)
        if found is None:
            raise MissingError("limit")
        return found

    def form(self, rule: Rule, typed: Mapping[str, str] | None = None, wrong: Mapping[str, str] | None = None) -> Form:
        """The form of one limit; one that was set here can be taken away again."""
        own = rule.origin == ("site" if self.site is not None else "office")
        back = Act(f"{self.home}/{rule.metric.value}/reset", self._back(), icon="refresh", danger=False)
        return Form(
            title=_(rule.measure.title) + (f" – {self.site.name}" if self.site is not None else ""),
            action=f"{self.home}/{rule.metric.value}",
            back=self.home,
            sections=fields.rule(rule.measure),
            values=_typed(draft_of(rule)) if typed is None else typed,
            problems=wrong or {},
            acts=(back,) if own else (),
        )

    def _back(self) -> str:
        return _("As the office has it") if self.site is not None else _("As shipped")

    def edit(
        self, name: str, typed: Mapping[str, str] | None = None, wrong: Mapping[str, str] | None = None
    ) -> Response:
        """The page of one limit."""
        status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
        return page(self.request, "form.html", status=status, form=self.form(self.in_force(name), typed, wrong))

    def save(self, name: str, typed: Mapping[str, str]) -> Response:
        """Set it, or show again what was typed."""
        self.in_force(name)
        try:
            keep_rule(self.db, self.visitor, {**typed, "metric": name}, site_id=self.site_id)
        except RefusedError as error:
            return self.edit(name, typed, problems(error))
        return redirect(self.request, self.home, _("Saved."))

    def reset(self, name: str) -> Response:
        """Take away what was set here."""
        forget_rule(self.db, self.visitor, metric_of(name), site_id=self.site_id)
        return redirect(self.request, self.home, _("Saved."))


def keep_rule(db: Session, visitor: Visitor, given: Mapping[str, object], *, site_id: int) -> None:
    """Store a limit and write it down; RefusedError names what is wrong."""
    draft = RuleDraft.read(given)
    changes = store_rule(db, draft, office_id=visitor.office_id, site_id=site_id)
    detail = {"metric": draft.metric.value, **changes}
    _record(db, visitor, "limit.changed", detail, site_id)


def forget_rule(db: Session, visitor: Visitor, metric: Metric, *, site_id: int) -> None:
    """Take a limit away and write it down; MissingError when none was set here."""
    reset_rule(db, metric, office_id=visitor.office_id, site_id=site_id)
    _record(db, visitor, "limit.reset", {"metric": metric.value}, site_id)


def keep_confirmation(request: Request, db: Session, visitor: Visitor, given: Mapping[str, object]) -> None:
    """Store what confirms an outage; RefusedError names what is wrong."""
    before = confirming.load_confirmation(db, visitor.office_id, request.app.state.settings)
    wanted = before.with_changes(given)
    confirming.store_confirmation(db, visitor.office_id, wanted)
    detail = {"before": before.model_dump(), "after": wanted.model_dump()}
    record(db, visitor.actor, "settings.confirmation_changed", detail=detail)


def _record(db: Session, visitor: Visitor, action: str, detail: Mapping[str, object], site_id: int) -> None:
    about = {"subject": "site", "subject_id": site_id} if site_id != OFFICE else {"subject": "office"}
    record(db, visitor.actor, action, detail=dict(detail), **about)


def _typed(draft: RuleDraft) -> dict[str, str]:
    values = flat(draft.model_dump(exclude={"metric"}))
    return values | {name: f"{getattr(draft, name):g}" for name in ("raise_at", "clear_at")}


@router.get("/settings/limits")
def of_office(request: Request, db: Db, visitor: MayRead) -> Response:
    """The office's limits."""
    return Desk(request, db, visitor).show()


@router.post("/settings/confirmation")
def confirm(request: Request, db: Db, visitor: MayConfirm, typed: Posted) -> Response:
    """Set what confirms an outage."""
    try:
        keep_confirmation(request, db, visitor, typed)
    except RefusedError as error:
        desk = Desk(request, db, visitor)
        return desk.show(desk.confirmation(typed, problems(error)))
    return redirect(request, "/settings/limits", _("Saved."))


@router.get("/settings/limits/{metric}")
def edit_of_office(request: Request, db: Db, visitor: MayWrite, metric: str) -> Response:
    """One of them, to be changed."""
    return Desk(request, db, visitor).edit(metric)


@router.post("/settings/limits/{metric}")
def set_of_office(request: Request, db: Db, visitor: MayWrite, metric: str, typed: Posted) -> Response:
    """Set it."""
    return Desk(request, db, visitor).save(metric, typed)


@router.post("/settings/limits/{metric}/reset")
def reset_of_office(request: Request, db: Db, visitor: MayWrite, metric: str) -> Response:
    """The shipped one holds again."""
    return Desk(request, db, visitor).reset(metric)


@router.get("/schools/{code}/limits")
def of_school(request: Request, db: Db, visitor: MayRead, code: str) -> Response:
    """What holds at a school."""
    return Desk(request, db, visitor, code).show()


@router.get("/schools/{code}/limits/{metric}")
def edit_of_school(request: Request, db: Db, visitor: MayWrite, code: str, metric: str) -> Response:
    """One of them, to be changed for this school."""
    return Desk(request, db, visitor, code).edit(metric)


@router.post("/schools/{code}/limits/{metric}")
def set_of_school(request: Request, db: Db, visitor: MayWrite, code: str, metric: str, typed: Posted) -> Response:
    """Set it for this school."""
    return Desk(request, db, visitor, code).save(metric, typed)


@router.post("/schools/{code}/limits/{metric}/reset")
def reset_of_school(request: Request, db: Db, visitor: MayWrite, code: str, metric: str) -> Response:
    """The office's holds again at this school."""
    return Desk(request, db, visitor, code).reset(metric)
