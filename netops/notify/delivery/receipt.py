"""What a channel says of one message: the words every channel shares."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What became of a message."""

    ACCEPTED = "accepted"  # the server has taken it over
    LATER = "later"  # this message: try again
    REFUSED = "refused"  # this message: never
    CLOSED = "closed"  # the server cannot be used now, by any message


@dataclass(frozen=True, slots=True)
class Receipt:
    """The verdict on one outbox message; `error` tells a person why, and holds no secret."""

    outbox_id: int
    verdict: Verdict
    error: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A PDF that goes with a message; channels other than e-mail leave it out."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message as a channel needs it: detached from the database."""

    outbox_id: int
    recipient: str
    message_id: str
    in_reply_to: str
    subject: str
    text: str
    html: str
    enclosure: Enclosure | None = None
