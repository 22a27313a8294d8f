"""Host keys are pinned on first use. Another key stops everything before a name or password is sent."""

from __future__ import annotations

import base64
import binascii
import hashlib

import paramiko

from collectors.errors import CollectError

_RSA = ("ssh-rsa", "rsa-sha2-256", "rsa-sha2-512")


class HostKeyChangedError(CollectError):
    """The device shows another key than the pinned one: replaced, reset, or somebody in between."""

    reason = "host_key_changed"

    def __init__(self, old: str, new: str) -> None:
        shown = fingerprint(new) if new else "none of the pinned kind"
        super().__init__(f"the host key changed: pinned {fingerprint(old)}, shown {shown}; nothing was sent")
        self.old = old
        self.new = new


def fingerprint(key: str) -> str:
    """A key ("ssh-ed25519 AAAA...") as people compare it: SHA256:..., as ssh-keygen writes it."""
    try:
        blob = base64.b64decode(key.split()[1], validate=True)
    except (IndexError, binascii.Error):
        return "an unreadable key"
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


class Pin(paramiko.MissingHostKeyPolicy):
    """paramiko asks this for every key, as it knows none itself. `seen` is the key that was shown."""

    def __init__(self, pinned: str) -> None:
        self._pinned = " ".join(pinned.split()[:2])
        self.seen = ""

    def missing_host_key(self, _client: paramiko.SSHClient, _hostname: str, key: paramiko.PKey) -> None:
        """Raises HostKeyChangedError unless this is the pinned key or none is pinned yet."""
        self.seen = f"{key.get_name()} {key.get_base64()}"
        if self._pinned and self.seen != self._pinned:
            raise HostKeyChangedError(self._pinned, self.seen)


def other_kinds(pinned: str) -> list[str]:
    """Key kinds not to negotiate: a device with several keys must show the pinned one, not its favourite."""
    kind = pinned.split(maxsplit=1)[0] if pinned else ""
    if not kind:
        return []
    same = _RSA if kind == "ssh-rsa" else (kind,)
    every = (*_RSA, "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521")
    return [other for other in every if other not in same]
