"""What a channel needs to know to reach people, sealed as a whole: the words every channel's file shares."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from apprise import AppriseAsset
from apprise.plugins.base import NotifyBase
from pydantic import Field, SecretStr

from netops.notify.delivery.receipt import Parcel
from service.draft import Draft

CONNECT_S = 5.0
ANSWER_S = 15.0  # between two pieces of an answer
TIMES = {"cto": CONNECT_S, "rto": ANSWER_S}  # as apprise calls them

Secret = Annotated[SecretStr, Field(max_length=2000)]


@dataclass(frozen=True, slots=True)
class Blank:
    """One field to fill in. `label` and `hint` are English sentences of the catalogue; a secret is never shown."""

    name: str
    label: str
    hint: str = ""
    secret: bool = False
    required: bool = True


class ChannelAddress(Draft, ABC):
    """Where a channel's messages go, with its token."""

    kind: ClassVar[str]
    title: ClassVar[str]
    blanks: ClassVar[tuple[Blank, ...]]

    @abstractmethod
    def plugin(self, parcel: Parcel, asset: AppriseAsset) -> NotifyBase:
        """What sends one message; raises TypeError (apprise's own errors are such) when the address is no good."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be read in an error."""
        values = [getattr(self, blank.name) for blank in self.blanks if blank.secret]
        return tuple(value.get_secret_value() for value in values if value.get_secret_value())

    def opened(self) -> dict[str, Any]:
        """Plain values, to be sealed."""
        values = self.model_dump()
        return {n: v.get_secret_value() if isinstance(v, SecretStr) else v for n, v in values.items()}
