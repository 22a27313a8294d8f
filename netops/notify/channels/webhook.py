"""A webhook: the message as JSON to a service of the office's own, such as an SMS gateway."""

from __future__ import annotations

from typing import Annotated, ClassVar
from urllib.parse import parse_qsl, unquote, urlsplit

from apprise import AppriseAsset
from apprise.plugins.base import NotifyBase
from apprise.plugins.custom_json import NotifyJSON
from pydantic import AfterValidator, SecretStr

from netops.notify.delivery.address import TIMES, Blank, ChannelAddress, Secret
from netops.notify.delivery.receipt import Parcel
from service.i18n import N_
from service.refusal import NotTakenError


def _is_url(value: SecretStr) -> SecretStr:
    url = value.get_secret_value()
    try:
        parts = urlsplit(url)
        taken = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
        _ = parts.port
    except ValueError:
        taken = False
    if not taken or any(ord(char) <= 32 for char in url):
        raise NotTakenError(N_("An address such as https://sms.example.org/send, without a user name"))
    return value


def _is_header(value: SecretStr) -> SecretStr:
    if any(not 32 <= ord(char) < 127 for char in value.get_secret_value()):
        raise NotTakenError(N_("Letters, digits and signs of ASCII only"))
    return value


class Address(ChannelAddress):
    """The address may hold a token, so it is a secret as a whole."""

    kind: ClassVar = "webhook"
    title: ClassVar = N_("Webhook (JSON)")
    blanks: ClassVar = (
        Blank("url", N_("Address"), N_("It gets a POST with message, subject and message_id"), secret=True),
        Blank(
            "authorization",
            N_("Authorization header"),
            N_("Such as: Bearer 123…; empty when none is needed"),
            secret=True,
            required=False,
        ),
    )

    url: Annotated[Secret, AfterValidator(_is_url)]
    authorization: Annotated[Secret, AfterValidator(_is_header)] = SecretStr("")

    def plugin(self, parcel: Parcel, asset: AppriseAsset) -> NotifyBase:
        """`message_id` stays the same over repeats, so that the other side can tell one."""
        parts = urlsplit(self.url.get_secret_value())
        authorization = self.authorization.get_secret_value()
        return NotifyJSON(
            host=parts.hostname,
            port=parts.port,
            secure=parts.scheme == "https",
            fullpath=unquote(parts.path) or "/",
            params=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers={"Authorization": authorization} if authorization else {},
            payload={"message_id": parcel.message_id, "subject": parcel.subject},
            asset=asset,
            **TIMES,
        )
