"""Whom alerts are told, and how: channels, and of what people and channels are told."""

from __future__ import annotations

from datetime import datetime, time
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request
from sqlmodel import Session

from netops.audit import record
from netops.models.alert import AlertChannel, Severity
from netops.models.person import Person
from netops.notify.recipients import keeping
from netops.notify.recipients.subscribing import SubscriptionDraft, rule_of, set_rule
from netops.people.accounts import find_person
from netops.web.access import Visitor, allowed
from netops.web.api.office_shapes import DeliveryOut
from netops.web.api.shapes import Shape
from netops.web.pages.channels import alter_channel, make_channel, switch_channel, try_channel
from netops.web.pages.subscriptions import keep_rule
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1")
MayRead = Annotated[Visitor, Depends(allowed("channels.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("channels.write"))]
MaySubscribe = Annotated[Visitor, Depends(allowed("subscriptions.write"))]
Self = Annotated[Visitor, Depends(allowed("self"))]
Given = Annotated[dict[str, Any], Body()]


class ChannelOut(Shape):
    """A channel; its address stays sealed."""

    id: int
    kind: str
    name: str
    language: str
    second_path: bool
    tested_at: datetime | None
    delivered_at: datetime | None
    last_error: str
    disabled_at: datetime | None


class RuleOut(Shape):
    """Of what one is told: `least` and what presses more; no districts are all; hours are local."""

    districts: list[str]
    least: Severity
    quiet_from: time | None
    quiet_until: time | None
    digest_hour: int | None


def _rule_out(db: Session, owner: Person | AlertChannel) -> RuleOut:
    return RuleOut.model_validate(SubscriptionDraft.of_rule(rule_of(db, owner)).model_dump())


@router.get("/channels", tags=["channels"], summary="Channels beside e-mail")
def list_channels(db: Db, visitor: MayRead) -> list[ChannelOut]:
    """Those in use first."""
    return [ChannelOut.model_validate(row) for row in keeping.channels_of(db, visitor.office_id)]


@router.post("/channels", tags=["channels"], summary="New channel", status_code=HTTPStatus.CREATED)
def create_channel(request: Request, db: Db, visitor: MayWrite, given: Given) -> ChannelOut:
    """kind, name, language, second_path and the address: token and to (line), token and chat (telegram), url (teams),
    url and authorization (webhook).
    """
    kind = str(given.pop("kind", ""))
    return ChannelOut.model_validate(make_channel(request, db, visitor, kind, given))


@router.get("/channels/{channel_id}", tags=["channels"], summary="One channel")
def get_channel(db: Db, visitor: MayRead, channel_id: int) -> ChannelOut:
    """How it fared last."""
    return ChannelOut.model_validate(keeping.find_channel(db, channel_id, office_id=visitor.office_id))


@router.patch("/channels/{channel_id}", tags=["channels"], summary="Change a channel")
def change_channel(request: Request, db: Db, visitor: MayWrite, channel_id: int, given: Given) -> ChannelOut:
    """Without an address the stored one stays."""
    channel = keeping.find_channel(db, channel_id, office_id=visitor.office_id)
    now = {name: getattr(channel, name) for name in keeping.ChannelDraft.model_fields}
    alter_channel(request, db, visitor, channel, now | given)
    return ChannelOut.model_validate(channel)


@router.post("/channels/{channel_id}/disable", tags=["channels"], summary="Switch a channel off")
def disable_channel(db: Db, visitor: MayWrite, channel_id: int) -> ChannelOut:
    """Nothing is told by it any more."""
    return ChannelOut.model_validate(switch_channel(db, visitor, channel_id, is_used=False))


@router.post("/channels/{channel_id}/enable", tags=["channels"], summary="Switch a channel on")
def enable_channel(db: Db, visitor: MayWrite, channel_id: int) -> ChannelOut:
    """It tells again."""
    return ChannelOut.model_validate(switch_channel(db, visitor, channel_id, is_used=True))


@router.post(
    "/channels/{channel_id}/test", tags=["channels"], summary="Test a channel", status_code=HTTPStatus.ACCEPTED
)
def test_channel(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("deliveries.write"))], channel_id: int
) -> DeliveryOut:
    """Through the outbox; ask for the delivery to see what became of it."""
    return DeliveryOut.model_validate(try_channel(request, db, visitor, channel_id))


@router.get("/channels/{channel_id}/rule", tags=["channels"], summary="Of what a channel is told")
def get_channel_rule(db: Db, visitor: MayRead, channel_id: int) -> RuleOut:
    """The rule in force."""
    return _rule_out(db, keeping.find_channel(db, channel_id, office_id=visitor.office_id))


@router.put("/channels/{channel_id}/rule", tags=["channels"], summary="Set of what a channel is told")
def put_channel_rule(db: Db, visitor: MayWrite, channel_id: int, given: SubscriptionDraft) -> RuleOut:
    """What is not given is as in a new rule."""
    channel = keeping.find_channel(db, channel_id, office_id=visitor.office_id)
    changes = set_rule(db, channel, given)
    if changes:
        record(db, visitor.actor, "channel.rule_changed", subject="channel", subject_id=channel_id, detail=changes)
    return _rule_out(db, channel)


@router.get("/account/rule", tags=["people"], summary="Of what I am told")
def get_own_rule(db: Db, visitor: Self) -> RuleOut:
    """By e-mail, where alerts are on."""
    return _rule_out(db, db.get_one(Person, visitor.person_id))


@router.put("/account/rule", tags=["people"], summary="Set of what I am told")
def put_own_rule(db: Db, visitor: Self, given: SubscriptionDraft) -> RuleOut:
    """What is not given is as in a new rule."""
    person = db.get_one(Person, visitor.person_id)
    keep_rule(db, visitor, person, given)
    return _rule_out(db, person)


@router.get("/people/{person_id}/rule", tags=["people"], summary="Of what a person is told")
def get_rule(db: Db, visitor: MaySubscribe, person_id: int) -> RuleOut:
    """By e-mail, where alerts are on."""
    return _rule_out(db, find_person(db, person_id, office_id=visitor.office_id))


@router.put("/people/{person_id}/rule", tags=["people"], summary="Set of what a person is told")
def put_rule(db: Db, visitor: MaySubscribe, person_id: int, given: SubscriptionDraft) -> RuleOut:
    """What is not given is as in a new rule."""
    person = find_person(db, person_id, office_id=visitor.office_id)
    keep_rule(db, visitor, person, given)
    return _rule_out(db, person)
