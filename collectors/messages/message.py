"""A trap or syslog message as it was received: what the sender says, never believed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST_TEXT = 2048
LONGEST_NAME = 255
NOTICE = 5


class Kind(StrEnum):
    """What a message hints at."""

    PORT_DOWN = "port_down"
    PORT_UP = "port_up"
    RESTART = "restart"
    POWER = "power"
    AUTHENTICATION = "authentication"
    CONFIGURED = "configured"


@dataclass(frozen=True, slots=True)
class Sign:
    """A hint; `port` as the sender names it, for the two kinds about ports."""

    kind: Kind
    port: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """One message. `severity` is syslog's 0 to 7; `name` the trap's OID or the program; `said_at` the sender's clock,
    None when it tells none that could be read.
    """

    name: str
    text: str
    severity: int = NOTICE
    facility: int | None = None
    said_at: datetime | None = None
    sign: Sign | None = None


def tidy(text: str, longest: int = LONGEST_TEXT) -> str:
    """Printable text on one line: control and direction marks, which play tricks where it is shown, become spaces."""
    plain = "".join(character if character.isprintable() else " " for character in text[: 4 * longest])
    return " ".join(plain.split())[:longest]
