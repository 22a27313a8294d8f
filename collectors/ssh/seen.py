"""What a reading of a device's configuration gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import AwareDatetime

from collectors.outcome import Failed
from collectors.target import Value


class ConfigSeen(Value):
    """A running configuration as it came: secrets and volatile lines are still in it (see redact.py).

    `host_key` is the key that the device showed: pin it when none was pinned. `facts` has hostname, model, serial and
    version, as far as they were told.
    """

    key: str
    at: AwareDatetime
    text: str
    host_key: str
    facts: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class HostKeyChanged(Failed):
    """A refusal that is an event too: both keys, as "ssh-ed25519 AAAA..."."""

    old: str = ""
    new: str = ""
