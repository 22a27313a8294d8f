"""One-time slips as they are printed: who, how to get in, and a code for a phone's camera."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import segno

from netops.models.person import Person
from netops.people.accounts import Secret
from netops.settings import only_here


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip on paper. `code` is an SVG as a data URI."""

    name: str
    username: str
    url: str
    code: str
    expires_at: datetime | None
    only_here: bool  # no phone can open it


def slip_of(person: Person, secret: Secret, *, base_url: str) -> Slip:
    """The slip that opens /handover for this person."""
    url = f"{base_url}/handover/{secret.text}"
    code = segno.make(url, error="m").svg_data_uri(scale=4, border=2)
    return Slip(person.name or person.username, person.username, url, str(code), person.slip_expires_at, only_here(url))
