"""Which engine asks a target: our own for v1 and v2c, gufo-snmp for v3, pysnmp where the others lack a cipher."""

from __future__ import annotations

from collectors.snmp.asking import AskingSession
from collectors.snmp.client import open_community_session
from collectors.snmp.hub import SnmpHub
from collectors.snmp.pysnmp_engine import open_pysnmp_session
from collectors.snmp.session import Limits
from collectors.snmp.usm import open_usm_session
from collectors.target import PrivProtocol, SnmpEngine, SnmpTarget, SnmpVersion

_LONG_CIPHERS = frozenset({PrivProtocol.AES192, PrivProtocol.AES256})


def open_session(target: SnmpTarget, *, hub: SnmpHub, limits: Limits | None = None) -> AskingSession:
    """A session with `target`; nothing is sent before the first question. Close it when done."""
    limits = limits or Limits()
    credential = target.credential
    if credential.engine is SnmpEngine.PYSNMP:
        return open_pysnmp_session(target, limits=limits)
    if credential.version is not SnmpVersion.V3:
        return open_community_session(target, hub=hub, limits=limits)
    if credential.priv in _LONG_CIPHERS:
        return open_pysnmp_session(target, limits=limits)
    return open_usm_session(target, limits=limits)
