"""LINE Messaging API: pushes to a user, a group or a room that the office's LINE official account has joined."""

from __future__ import annotations

from typing import Annotated, ClassVar

from apprise import AppriseAsset
from apprise.plugins.base import NotifyBase
from apprise.plugins.line import NotifyLine
from pydantic import AfterValidator, Field

from netops.notify.delivery.address import TIMES, Blank, ChannelAddress, Secret
from netops.notify.delivery.receipt import Parcel
from service.i18n import N_
from service.refusal import NotTakenError


def _is_target(value: str) -> str:
    if len(value) != 33 or value[0] not in "UCR" or not set(value[1:]) <= set("0123456789abcdef"):
        raise NotTakenError(N_("An id of LINE begins with U, C or R, and 32 letters and digits follow"))
    return value


class Address(ChannelAddress):
    """The channel access token of the official account, and whom it tells."""

    kind: ClassVar = "line"
    title: ClassVar = "LINE"
    blanks: ClassVar = (
        Blank("token", N_("Channel access token"), N_("Long-lived, from the LINE Developers console"), secret=True),
        Blank("to", N_("Group, room or user"), N_("The id, such as C4af4980629… of a group; not its name")),
    )

    token: Annotated[Secret, Field(min_length=1)]
    to: Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_is_target)]

    def plugin(self, _parcel: Parcel, asset: AppriseAsset) -> NotifyBase:
        """Made from parts: in a URL the slashes of a token would be taken for targets (apprise issue 1369)."""
        token = self.token.get_secret_value()
        return NotifyLine(token=token, targets=self.to, include_image=False, asset=asset, **TIMES)
