"""Channels as people keep them: made, changed, switched off. The address with its token is sealed as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Final

from pydantic import Field
from sqlmodel import Session, col, select

from netops.models.alert import AlertChannel
from netops.notify.delivery.address import ChannelAddress
from netops.notify.recipients.kinds import kinds, open_address, seal_address
from netops.vault import Vault, VaultError
from service.draft import Draft, Name, take
from service.i18n import N_
from service.refusal import MissingError, Problem, RefusedError, refuse

MOST: Final = 30  # channels of an office


class ChannelDraft(Draft):
    """A channel without its address."""

    name: Name
    language: Annotated[str, Field(pattern="^(th|en)$")] = "th"
    second_path: bool = False


def channels_of(session: Session, office_id: int) -> list[AlertChannel]:
    """Of an office, those in use first."""
    query = (
        select(AlertChannel)
        .where(AlertChannel.office_id == office_id)
        .order_by(col(AlertChannel.disabled_at).is_not(None), col(AlertChannel.id))
    )
    return list(session.exec(query))


def find_channel(session: Session, channel_id: int, *, office_id: int) -> AlertChannel:
    """The channel of this office; MissingError when there is none."""
    channel = session.get(AlertChannel, channel_id)
    if channel is None or channel.office_id != office_id:
        raise MissingError("channel")
    return channel


def create_channel(
    session: Session, kind: str, given: Mapping[str, object], *, office_id: int, vault: Vault
) -> AlertChannel:
    """A channel of a known kind; RefusedError names each field that is wrong."""
    if kind not in kinds():
        raise MissingError("kind of channel")
    if len(channels_of(session, office_id)) >= MOST:
        raise refuse("", N_("An office has at most %(most)s channels"), most=MOST)
    draft, rest = _split(kinds()[kind], given)
    channel = AlertChannel(office_id=office_id, kind=kind, **draft.model_dump())
    channel.sealed = seal_address(kinds()[kind].read(rest), vault)
    session.add(channel)
    session.flush()
    return channel


def change_channel(
    session: Session, channel: AlertChannel, given: Mapping[str, object], *, vault: Vault
) -> dict[str, object]:
    """What changed, without any secret. Secrets left empty keep the stored address, when nothing else of it changes:
    whoever may change where a channel goes must not have the stored token sent there.
    """
    kind = kinds()[channel.kind]
    stored = stored_address(channel, vault)
    draft, rest = _split(kind, given, is_kept=stored is not None and not _is_new(stored, given))
    changes = take(channel, draft.model_dump())
    if rest:
        channel.sealed = seal_address(kind.read(rest), vault)
        channel.last_error = ""
        changes["address"] = ["***", "***"]
    session.add(channel)
    session.flush()
    return changes


def stored_address(channel: AlertChannel, vault: Vault) -> ChannelAddress | None:
    """None when it cannot be opened any more and must be typed anew."""
    try:
        return open_address(channel, vault)
    except (VaultError, RefusedError, KeyError):
        return None


def use_channel(session: Session, channel: AlertChannel, *, is_used: bool, now: datetime) -> None:
    """Switch a channel off or on again; what waits for it goes on waiting meanwhile."""
    channel.disabled_at = None if is_used else now
    session.add(channel)


def _is_new(stored: ChannelAddress, rest: Mapping[str, object]) -> bool:
    for blank in stored.blanks:
        typed = str(rest.get(blank.name) or "").strip()
        if typed if blank.secret else blank.name in rest and typed != str(getattr(stored, blank.name)):
            return True
    return False


def _split(
    kind: type[ChannelAddress], given: Mapping[str, object], *, is_kept: bool = False
) -> tuple[ChannelDraft, dict[str, object]]:
    """Channel and address, both checked: a person reads at once what is wrong. `is_kept`: the address is not read."""
    own = {name: value for name, value in given.items() if name in ChannelDraft.model_fields}
    rest = {name: value for name, value in given.items() if name not in ChannelDraft.model_fields}
    wanted: list[tuple[type[Draft], dict[str, object]]] = [(ChannelDraft, own)]
    if not is_kept:
        wanted.append((kind, rest))
    problems: list[Problem] = []
    for half, values in wanted:
        try:
            half.read(values)
        except RefusedError as error:
            problems += error.problems
    if problems:
        raise RefusedError(problems)
    return ChannelDraft.read(own), {} if is_kept else rest
