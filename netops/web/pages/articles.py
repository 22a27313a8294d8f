"""Articles: the list with its search, one of them, writing and changing, the archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from sqlmodel import Session, func, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.device import Device
from inventory.models.outage import Subject
from inventory.queries.names import names_of
from inventory.queries.outages import outage as find_outage
from inventory.queries.outages import outages_by_id
from netops.knowledge.articles import Wanted, Written, articles, conditions, find_article, written_of
from netops.knowledge.draft import draft
from netops.knowledge.fitting import model_of
from netops.knowledge.linking import LinkDraft, LinkKind, links_of
from netops.knowledge.repeated import repeats_of
from netops.models.response import Article
from netops.runbook.filling import render_article
from netops.runbook.following import alerts_about, page_for, safe
from netops.runbook.page import runbooks
from netops.runbook.ticking import people_named
from netops.web.access import Visitor, allowed
from netops.web.writing import change_article, link_article, set_archived, unlink_article, write_article
from service.columns import utc_now
from service.i18n import N_, _
from service.refusal import MissingError, RefusedError
from service.web.form import Act, Field, Form, Posted, Section, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/articles", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("articles.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("articles.write"))]
HOME: Final = "/articles"
_THING: Final = {"about_kind": "kind", "about_title": "title", "about_link": "link"}
KINDS: Final = {
    LinkKind.RESOLUTION: N_("Resolution of a committee"),
    LinkKind.STEP: N_("Step of a work"),
    LinkKind.PLAN: N_("Plan"),
    LinkKind.MANUAL: N_("Manual"),
    LinkKind.DEVICE: N_("Device"),
}
PER_PAGE: Final = 30


@router.get("")
def listed(
    request: Request,
    db: Db,
    visitor: MayRead,
    q: Annotated[str, Query(max_length=200)] = "",
    archived: bool = False,
    number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> Response:
    """The last changed first."""
    thing = _thing(request)
    wanted = Wanted(q.strip(), thing.get("about", ""), archived)
    total = db.exec(select(func.count()).select_from(Article).where(*conditions(visitor.office_id, wanted))).one()
    rows = articles(db, visitor.office_id, wanted, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    return page(
        request,
        "articles.html",
        rows=rows,
        wanted=wanted,
        total=total,
        number=number,
        pages=-(-total // PER_PAGE),
        thing=thing,
        query=urlencode({"q": wanted.q, **thing} | ({"archived": "true"} if archived else {})),
        about=_about(db, rows),
        people=people_named(db, {row.written_by for row in rows}),
        today=_today(request),
    )


@router.get("/new")
def new(request: Request, db: Db, visitor: MayWrite, outage: int | None = None) -> Response:
    """Empty, or drafted from an outage and those like it."""
    if outage is None:
        return _form(request, {}, action=f"{HOME}?{urlencode(_thing(request))}")
    line = find_outage(db, visitor.sight, outage)
    if line is None:
        raise MissingError("outage")
    title, body = draft(db, repeats_of(db, line.outage) or [line.outage])
    about = {"runbook": page_for(line.outage, alerts_about(db, line.outage)).name}
    if line.outage.subject is Subject.DEVICE:
        about["model"] = model_of(db.get(Device, line.outage.subject_id))
    return _form(request, {"title": title, "body": body, **about}, action=f"{HOME}?outage={outage}")


@router.post("")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted, outage: int | None = None) -> Response:
    """Stored, with its link to the thing that the address names, or shown again as it was typed."""
    thing = _thing(request)
    action = f"{HOME}?{urlencode(thing)}" if outage is None else f"{HOME}?outage={outage}"
    try:
        given, told = _given(typed, outage), _link(thing)
    except RefusedError as error:
        return _form(request, typed, action=action, wrong=problems(error))
    article = write_article(db, visitor, given)
    if told is not None:
        link_article(db, visitor, article.id or 0, told)
    return redirect(request, f"{HOME}/{article.id}", _("Saved."))


@router.get("/{article_id:int}")
def one(request: Request, db: Db, visitor: MayRead, article_id: int) -> Response:
    """As people read it."""
    return _shown(request, db, visitor, find_article(db, visitor.office_id, article_id), {})


@router.post("/{article_id:int}/links")
def add_link(request: Request, db: Db, visitor: MayWrite, article_id: int, typed: Posted) -> Response:
    """To a resolution, a step, a plan, a manual or a device by its page."""
    try:
        with db.begin_nested():
            link_article(db, visitor, article_id, LinkDraft.read(typed))
    except RefusedError as error:
        return _shown(request, db, visitor, find_article(db, visitor.office_id, article_id), problems(error))
    return redirect(request, f"{HOME}/{article_id}#links", _("Saved."))


@router.post("/{article_id:int}/links/{link_id:int}/remove")
def remove_link(request: Request, db: Db, visitor: MayWrite, article_id: int, link_id: int) -> Response:
    """The thing finds the article no more."""
    unlink_article(db, visitor, article_id, link_id)
    return redirect(request, f"{HOME}/{article_id}#links", _("Saved."))


def _shown(request: Request, db: Session, visitor: Visitor, article: Article, wrong: Mapping[str, str]) -> Response:
    return page(
        request,
        "article.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        wrong=wrong,
        links=links_of(db, article),
        kinds=KINDS,
        article=article,
        body=safe(render_article(article.body)),
        about=_about(db, [article]).get(article.id or 0, ""),
        runbook=next((one for one in runbooks() if one.name == article.runbook), None),
        writer=people_named(db, {article.written_by}).get(article.written_by or 0, ""),
        outages=outages_by_id(db, visitor.sight, article.outages),
        today=_today(request),
    )


@router.get("/{article_id:int}/edit")
def edit(request: Request, db: Db, visitor: MayWrite, article_id: int) -> Response:
    """The editor."""
    article = find_article(db, visitor.office_id, article_id)
    typed = {
        "title": article.title,
        "body": article.body,
        "runbook": article.runbook,
        "model": article.model,
        "review_on": article.review_on.isoformat() if article.review_on is not None else "",
    }
    return _form(request, typed, action=f"{HOME}/{article_id}", article=article)


@router.post("/{article_id:int}")
def save(request: Request, db: Db, visitor: MayWrite, article_id: int, typed: Posted) -> Response:
    """Stored, or shown again as it was typed."""
    article = find_article(db, visitor.office_id, article_id)
    address = f"{HOME}/{article_id}"
    try:
        given = _given(typed)
    except RefusedError as error:
        return _form(request, typed, action=address, article=article, wrong=problems(error))
    change_article(db, visitor, article_id, given)
    return redirect(request, address, _("Saved."))


@router.post("/{article_id:int}/archive")
def put_away(request: Request, db: Db, visitor: MayWrite, article_id: int) -> Response:
    """Out of the lists; nothing is lost."""
    set_archived(db, visitor, article_id, archived=True)
    return redirect(request, HOME, _("The article is in the archive."))


@router.post("/{article_id:int}/restore")
def take_out(request: Request, db: Db, visitor: MayWrite, article_id: int) -> Response:
    """Back from the archive."""
    set_archived(db, visitor, article_id, archived=False)
    return redirect(request, f"{HOME}/{article_id}", _("The article is back."))


def _thing(request: Request) -> dict[str, str]:
    """What another page says of the thing that articles are wanted about, or one is to be written about."""
    given = {name: request.query_params.get(name, "")[:500] for name in ("about", *_THING)}
    return given if given["about"] else {}


def _link(thing: Mapping[str, str]) -> LinkDraft | None:
    """RefusedError for an address that says what is no thing."""
    if not thing:
        return None
    return LinkDraft.read({"key": thing["about"], **{name: thing[about] for about, name in _THING.items()}})


def _today(request: Request) -> date:
    """On the office's own clock."""
    return utc_now().astimezone(request.app.state.render.zone).date()


def _given(typed: Mapping[str, str], outage: int | None = None) -> Written:
    """RefusedError."""
    given = {name: typed[name] for name in ("runbook", "model") if name in typed}
    review_on = typed.get("review_on") or None
    title, body = typed.get("title", ""), typed.get("body", "")
    return written_of(title=title, body=body, review_on=review_on, outage_id=outage, **given)


def _about(db: Session, rows: Sequence[Article]) -> Mapping[int, str]:
    """Article id -> the school and thing that it is about."""
    keys = {
        row.id or 0: (Subject(row.subject), row.subject_id)
        for row in rows
        if row.subject and row.subject_id is not None
    }
    names = names_of(db, keys.values())
    return {row_id: names.get(key, "") for row_id, key in keys.items()}


def _form(
    request: Request,
    typed: Mapping[str, str],
    *,
    action: str,
    article: Article | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    fields = (
        Field("title", _("Title"), required=True, wide=True),
        Field(
            "body",
            _("Text"),
            "textarea",
            hint=_("Markdown: ## heading, - list, **bold**, [words](address). HTML is shown as text."),
            required=True,
            maxlength=20_000,
            lines=20,
        ),
    )
    of_what = (
        Field(
            "runbook",
            _("Kind of alert"),
            "select",
            hint=_("Every alert of this kind names the article, on its page and in its messages."),
            options=[("", "–"), *((one.name, one.title) for one in runbooks())],
            find=True,
        ),
        Field("model", _("Maker and model"), hint=_("Of the devices that it is about, such as: Cisco C9200L")),
        Field(
            "review_on",
            _("To be reviewed on"),
            "date",
            hint=_("After this day the article is shown as overdue until somebody has seen whether it still holds."),
        ),
    )
    acts: tuple[Act, ...] = ()
    if article is not None and article.archived_at is None:
        acts = (Act(f"{HOME}/{article.id}/archive", _("Archive"), "archive"),)
    form = Form(
        title=_("Change the article") if article is not None else _("New article"),
        action=action,
        back=f"{HOME}/{article.id}" if article is not None else HOME,
        sections=(Section("", fields), Section(_("When it is shown"), of_what)),
        values=dict(typed),
        problems=dict(wrong or {}),
        acts=acts,
    )
    return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK, form=form)
