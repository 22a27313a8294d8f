"""Channels besides e-mail: LINE, Telegram, Teams, webhooks. Added, tested, switched off; of what each is told."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.audit import record
from netops.models.alert import AlertChannel, OutboxMessage
from netops.notify.posting import post_channel_test
from netops.notify.recipients import keeping
from netops.notify.recipients.kinds import kinds
from netops.notify.recipients.subscribing import SubscriptionDraft, districts, rule_of, set_rule
from netops.web.access import Visitor, allowed
from netops.web.forms import channels as fields
from service.columns import utc_now
from service.i18n import _
from service.refusal import MissingError, RefusedError
from service.web.form import Act, Form, Posted, problems, text
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/channels", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("channels.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("channels.write"))]
HOME: Final = "/channels"


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """All channels and how each fared last."""
    rows = keeping.channels_of(db, visitor.office_id)
    rules = {row.id: SubscriptionDraft.of_rule(rule_of(db, row)) for row in rows}
    return page(request, "channels.html", rows=rows, rules=rules, kinds=kinds(), least=fields.LEAST)


@router.get("/new/{channel_kind}")
def new(request: Request, _visitor: MayWrite, channel_kind: str) -> Response:
    """An empty form of this kind."""
    return _shown(request, _new_form(channel_kind, {"language": "th"}, {}))


@router.post("/new/{channel_kind}")
def create(request: Request, db: Db, visitor: MayWrite, channel_kind: str, typed: Posted) -> Response:
    """Keep it; then it is tested."""
    try:
        with db.begin_nested():
            channel = make_channel(request, db, visitor, channel_kind, typed)
    except RefusedError as error:
        return _shown(request, _new_form(channel_kind, _unsecret(channel_kind, typed), problems(error)))
    return redirect(request, f"{HOME}/{channel.id}", _("Saved. Send a test message to see whether it works."))


@router.get("/{channel_id}")
def one(request: Request, db: Db, visitor: MayRead, channel_id: int) -> Response:
    """The channel: how it fared, its address, of what it is told."""
    return _page(request, db, visitor, keeping.find_channel(db, channel_id, office_id=visitor.office_id))


@router.post("/{channel_id}")
def change(request: Request, db: Db, visitor: MayWrite, channel_id: int, typed: Posted) -> Response:
    """Another name or address."""
    channel = keeping.find_channel(db, channel_id, office_id=visitor.office_id)
    try:
        with db.begin_nested():
            alter_channel(request, db, visitor, channel, typed)
    except RefusedError as error:
        db.refresh(channel)
        form = _own_form(channel, _unsecret(channel.kind, typed), problems(error))
        return _page(request, db, visitor, channel, own=form)
    return redirect(request, f"{HOME}/{channel_id}", _("Saved."))


@router.post("/{channel_id}/rule")
def change_rule(request: Request, db: Db, visitor: MayWrite, channel_id: int, typed: Posted) -> Response:
    """Of what it is told, and when."""
    channel = keeping.find_channel(db, channel_id, office_id=visitor.office_id)
    try:
        with db.begin_nested():
            draft = SubscriptionDraft.read(fields.rule_given(typed))
            changes = set_rule(db, channel, draft)
    except RefusedError as error:
        rule = _rule_form(db, channel, dict(typed), problems(error))
        return _page(request, db, visitor, channel, rule=rule)
    if changes:
        record(db, visitor.actor, "channel.rule_changed", subject="channel", subject_id=channel_id, detail=changes)
    return redirect(request, f"{HOME}/{channel_id}", _("Saved."))


@router.post("/{channel_id}/test")
def test(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("deliveries.write"))],
    channel_id: int,
) -> Response:
    """A test message through the outbox; the page that follows shows what becomes of it."""
    message = try_channel(request, db, visitor, channel_id)
    return redirect(request, f"/deliveries/{message.id}")


@router.post("/{channel_id}/disable")
def disable(request: Request, db: Db, visitor: MayWrite, channel_id: int) -> Response:
    """Nothing is told by it any more."""
    return _used(request, db, visitor, channel_id, is_used=False)


@router.post("/{channel_id}/enable")
def enable(request: Request, db: Db, visitor: MayWrite, channel_id: int) -> Response:
    """It tells again."""
    return _used(request, db, visitor, channel_id, is_used=True)


def make_channel(request: Request, db: Session, visitor: Visitor, kind: str, given: Mapping[str, Any]) -> AlertChannel:
    """Keep a new channel; RefusedError names what is wrong."""
    channel = keeping.create_channel(db, kind, given, office_id=visitor.office_id, vault=request.app.state.vault)
    detail = {"kind": kind, "name": channel.name, "second_path": channel.second_path}
    record(db, visitor.actor, "channel.created", subject="channel", subject_id=channel.id, detail=detail)
    return channel


def alter_channel(
    request: Request, db: Session, visitor: Visitor, channel: AlertChannel, given: Mapping[str, Any]
) -> None:
    """Change a channel; RefusedError names what is wrong."""
    changes = keeping.change_channel(db, channel, given, vault=request.app.state.vault)
    if changes:
        record(db, visitor.actor, "channel.changed", subject="channel", subject_id=channel.id, detail=changes)


def try_channel(request: Request, db: Session, visitor: Visitor, channel_id: int) -> OutboxMessage:
    """Put a test message into the outbox."""
    channel = keeping.find_channel(db, channel_id, office_id=visitor.office_id)
    if channel.disabled_at is not None:
        raise MissingError("channel")
    channel.tested_at = utc_now()
    message = post_channel_test(db, channel, base_url=request.app.state.settings.base_url, at=utc_now())
    record(db, visitor.actor, "channel.tested", subject="message", subject_id=message.id)
    return message


def switch_channel(db: Session, visitor: Visitor, channel_id: int, *, is_used: bool) -> AlertChannel:
    """Switch a channel off or on."""
    channel = keeping.find_channel(db, channel_id, office_id=visitor.office_id)
    keeping.use_channel(db, channel, is_used=is_used, now=utc_now())
    act = "channel.enabled" if is_used else "channel.disabled"
    record(db, visitor.actor, act, subject="channel", subject_id=channel_id)
    return channel


def _used(request: Request, db: Session, visitor: Visitor, channel_id: int, *, is_used: bool) -> Response:
    switch_channel(db, visitor, channel_id, is_used=is_used)
    return redirect(request, f"{HOME}/{channel_id}", _("Saved."))


def _unsecret(kind: str, typed: Mapping[str, str]) -> dict[str, str]:
    """What may stand in the fields again."""
    secrets = {blank.name for blank in kinds()[kind].blanks if blank.secret}
    return {name: value for name, value in typed.items() if name not in secrets}


def _new_form(kind: str, values: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    if kind not in kinds():
        raise MissingError("kind of channel")
    title = _("New channel: %(kind)s") % {"kind": _(kinds()[kind].title)}
    return Form(title, f"{HOME}/new/{kind}", HOME, fields.channel(kinds()[kind], is_new=True), values, wrong)


def _shown(request: Request, form: Form) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.problems else HTTPStatus.OK
    return page(request, "form.html", status=status, form=form)


def _own_form(channel: AlertChannel, values: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    sections = fields.channel(kinds()[channel.kind], is_new=False)
    return Form(_("Name and address"), f"{HOME}/{channel.id}", HOME, sections, values, wrong)


def _rule_form(db: Session, channel: AlertChannel, values: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    sections = fields.rule(districts(db, channel.office_id))
    return Form(_("Of what it is told"), f"{HOME}/{channel.id}/rule", HOME, sections, values, wrong)


def _stored(request: Request, channel: AlertChannel) -> dict[str, str]:
    values = {name: text(getattr(channel, name)) for name in keeping.ChannelDraft.model_fields}
    address = keeping.stored_address(channel, request.app.state.vault)
    if address is not None:
        values |= {blank.name: text(getattr(address, blank.name)) for blank in address.blanks if not blank.secret}
    return values


def _page(
    request: Request,
    db: Session,
    visitor: Visitor,
    channel: AlertChannel,
    *,
    own: Form | None = None,
    rule: Form | None = None,
) -> Response:
    used = channel.disabled_at is None
    act = (
        Act(f"{HOME}/{channel.id}/disable", _("Switch off"), _("Nothing is told by this channel any more."))
        if used
        else Act(f"{HOME}/{channel.id}/enable", _("Switch on"), icon="refresh", danger=False)
    )
    stored_rule = fields.rule_values(SubscriptionDraft.of_rule(rule_of(db, channel)))
    return page(
        request,
        "channel.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if own or rule else HTTPStatus.OK,
        channel=channel,
        title=_(kinds()[channel.kind].title),
        forms=(
            own or _own_form(channel, _stored(request, channel), {}),
            rule or _rule_form(db, channel, stored_rule, {}),
        ),
        act=act,
        broken=keeping.stored_address(channel, request.app.state.vault) is None,
        may_write=visitor.may("channels.write"),
    )
