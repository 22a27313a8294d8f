"""Telegram: a bot that writes into a chat, a group or a channel."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Final

from apprise import AppriseAsset
from apprise.plugins.base import NotifyBase
from apprise.plugins.telegram import NotifyTelegram
from pydantic import AfterValidator, Field, SecretStr

from netops.notify.delivery.address import TIMES, Blank, ChannelAddress, Secret
from netops.notify.delivery.receipt import Parcel
from service.i18n import N_
from service.refusal import NotTakenError

_TOKEN: Final = re.compile(r"[0-9]{5,20}:[A-Za-z0-9_-]{20,80}")
_CHAT: Final = re.compile(r"-?[0-9]{4,20}|@[A-Za-z][A-Za-z0-9_]{4,31}")


def _is_token(value: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise NotTakenError(N_("A token looks like 123456789:AAE…, as BotFather tells it"))
    return value


def _is_chat(value: str) -> str:
    if not _CHAT.fullmatch(value):
        raise NotTakenError(N_("A number such as -1001234567890, or @name of a public channel"))
    return value


class Address(ChannelAddress):
    """The bot's token and the chat. Without a chat apprise would look for the bot's owner; here one is needed."""

    kind: ClassVar = "telegram"
    title: ClassVar = "Telegram"
    blanks: ClassVar = (
        Blank("token", N_("Token of the bot"), N_("As BotFather told it"), secret=True),
        Blank("chat", N_("Chat"), N_("The number of the group, or @name of a public channel")),
    )

    token: Annotated[Secret, AfterValidator(_is_token)]
    chat: Annotated[str, Field(max_length=40), AfterValidator(_is_chat)]

    def plugin(self, _parcel: Parcel, asset: AppriseAsset) -> NotifyBase:
        """`detect_owner` off: nobody but the chat that was named is ever told."""
        return NotifyTelegram(
            bot_token=self.token.get_secret_value(), targets=self.chat, detect_owner=False, asset=asset, **TIMES
        )
