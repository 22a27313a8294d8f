"""Which engine asks a target: our own for v1 and v2c, gufo-snmp for v3, pysnmp where the others lack a cipher."""

from __future__ import annotations

from collectors.snmp.client import open_community_session
from collectors.snmp.hub import SnmpHub
from collectors.snmp.session import Limits, SnmpSession
from collectors.snmp.usm import open_usm_session
from collectors.target import SnmpTarget, SnmpVersion


def open_session(target: SnmpTarget, *, hub: SnmpHub, limits: Limits | None = None) -> SnmpSession:
    """A session with `target`; nothing is sent before the first question. Close it when done."""
    if target.credential.version is SnmpVersion.V3:
        return open_usm_session(target, limits=limits or Limits())
    return open_community_session(target, hub=hub, limits=limits or Limits())
