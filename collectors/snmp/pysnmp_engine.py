"""SNMP through pysnmp: for AES-192 and AES-256, which nothing else here speaks, and for any device by setting.

A hundred times slower than the other engines, with equal facts: the same asking and walking stand on it.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from pysnmp.hlapi.v3arch import asyncio as hlapi
from pysnmp.proto import errind

from collectors.errors import CollectError, GarbledError, NoAnswerError, RefusedError
from collectors.snmp.address import resolve
from collectors.snmp.asking import AskingSession, Reply
from collectors.snmp.pace import Pace
from collectors.snmp.session import Limits, Oid, SnmpValue, Tag, VarBind
from collectors.target import AuthProtocol, PrivProtocol, SnmpCredential, SnmpTarget, SnmpVersion

AUTH_PROTOCOLS = {
    AuthProtocol.NONE: hlapi.USM_AUTH_NONE,
    AuthProtocol.SHA1: hlapi.USM_AUTH_HMAC96_SHA,
    AuthProtocol.SHA224: hlapi.USM_AUTH_HMAC128_SHA224,
    AuthProtocol.SHA256: hlapi.USM_AUTH_HMAC192_SHA256,
    AuthProtocol.SHA384: hlapi.USM_AUTH_HMAC256_SHA384,
    AuthProtocol.SHA512: hlapi.USM_AUTH_HMAC384_SHA512,
}
# Two ways are in use to stretch a short authentication key for a long cipher: Cisco's, and Blumenthal's (net-snmp).
# They differ only for short keys; the agent does not say which it has, so the second is tried after silence.
PRIV_PROTOCOLS = {
    PrivProtocol.AES128: (hlapi.USM_PRIV_CFB128_AES,),
    PrivProtocol.AES192: (hlapi.USM_PRIV_CFB192_AES, hlapi.USM_PRIV_CFB192_AES_BLUMENTHAL),
    PrivProtocol.AES256: (hlapi.USM_PRIV_CFB256_AES, hlapi.USM_PRIV_CFB256_AES_BLUMENTHAL),
}
_WRONG_PRIVACY = "the agent cannot decrypt: the privacy password or protocol is wrong"
_SILENT_OR_WRONG = "no answer before the deadline; if the device is up, its privacy password or protocol is wrong"
_WRONG_AUTH = "the agent refuses the SNMPv3 user: name, password, protocol or access right is wrong"
_SILENT = (errind.RequestTimedOut,)
_PRIVACY = (errind.DecryptionError, errind.UnsupportedPrivProtocol, errind.EncryptionError)
_REFUSED = (
    errind.UnknownUserName,
    errind.WrongDigest,
    errind.AuthenticationFailure,
    errind.AuthenticationError,
    errind.UnsupportedSecurityLevel,
    errind.UnsupportedAuthProtocol,
    errind.UnknownCommunityName,
)
_TAGS = {int(tag): tag for tag in Tag}
_MOST_REPETITIONS = 25

Command = Callable[..., Awaitable[tuple[Any, Any, Any, Sequence[Any]]]]


def _authentications(credential: SnmpCredential) -> list[Any]:
    """The ways to authenticate that a credential may mean, the likely one first."""
    if credential.version is not SnmpVersion.V3:
        model = 0 if credential.version is SnmpVersion.V1 else 1
        return [hlapi.CommunityData(credential.community.get_secret_value(), mpModel=model)]
    secrets: dict[str, Any] = {}
    if credential.auth is not AuthProtocol.NONE:
        secrets.update(authKey=credential.auth_key.get_secret_value(), authProtocol=AUTH_PROTOCOLS[credential.auth])
    if credential.priv is PrivProtocol.NONE:
        return [hlapi.UsmUserData(credential.user, **secrets)]  # noqa: S509 -- as the device is set up
    secrets["privKey"] = credential.priv_key.get_secret_value()
    return [
        hlapi.UsmUserData(credential.user, **secrets, privProtocol=cipher) for cipher in PRIV_PROTOCOLS[credential.priv]
    ]


class PysnmpExchange:
    """Requests to one agent with an engine of its own, since two devices may use one user name with other keys."""

    def __init__(self, target: SnmpTarget, pace: Pace) -> None:
        self._target = target
        self._pace = pace
        self._engine = hlapi.SnmpEngine()
        self._authentications = _authentications(target.credential)
        self._served = False

    async def get(self, oids: Sequence[Oid]) -> Reply:
        """GET these instances."""
        return await self._ask(hlapi.get_cmd, (), oids)

    async def get_next(self, oids: Sequence[Oid]) -> Reply:
        """GETNEXT after each of these."""
        return await self._ask(hlapi.next_cmd, (), oids)

    async def get_bulk(self, oids: Sequence[Oid], repetitions: int) -> Reply:
        """GETBULK of rows after each of these."""
        return await self._ask(hlapi.bulk_cmd, (0, min(repetitions, _MOST_REPETITIONS)), oids)

    async def close(self) -> None:
        """Close the engine's sockets."""
        self._engine.close_dispatcher()

    async def _ask(self, command: Command, numbers: tuple[int, ...], oids: Sequence[Oid]) -> Reply:
        while True:
            try:
                reply = await self._ask_once(command, numbers, oids)
            except NoAnswerError:
                if self._served or self._target.credential.priv is PrivProtocol.NONE:
                    raise
                if len(self._authentications) == 1:
                    raise NoAnswerError(_SILENT_OR_WRONG) from None
                del self._authentications[0]
                self._engine.close_dispatcher()
                self._engine = hlapi.SnmpEngine()
            else:
                self._served = True
                return reply

    async def _ask_once(self, command: Command, numbers: tuple[int, ...], oids: Sequence[Oid]) -> Reply:
        loop = asyncio.get_running_loop()
        address = await resolve(self._target.host, self._target.port)
        timeouts = self._pace.spend(loop.time())
        kind = hlapi.Udp6TransportTarget if address.family == socket.AF_INET6 else hlapi.UdpTransportTarget
        transport = await kind.create(address.peer, timeout=sum(timeouts) / len(timeouts), retries=len(timeouts) - 1)
        rows = [hlapi.ObjectType(hlapi.ObjectIdentity(oid)) for oid in oids]
        context = hlapi.ContextData()
        sent_at = loop.time()
        indication, status, index, found = await command(
            self._engine, self._authentications[0], transport, context, *numbers, *rows, lookupMib=False
        )
        if indication is not None:
            raise _error(indication)
        self._pace.learn(seconds=loop.time() - sent_at, lost=0, size_bytes=0)
        return Reply(int(status), int(index), [varbind(name, value) for name, value in found])


def _error(indication: object) -> CollectError:
    if isinstance(indication, _SILENT):
        return NoAnswerError("no answer before the deadline")
    if isinstance(indication, _PRIVACY):
        return RefusedError(_WRONG_PRIVACY)
    if isinstance(indication, _REFUSED):
        return RefusedError(_WRONG_AUTH)
    return GarbledError(f"pysnmp: {type(indication).__name__}")


def varbind(name: Any, value: Any) -> VarBind:
    """A row from pysnmp's objects."""
    tag = value.tagSet[-1]
    number = int(tag.tagClass) | int(tag.tagId)
    return VarBind(tuple(name), _TAGS.get(number, number), _plain(number, value))


def _plain(tag: int, value: Any) -> SnmpValue:
    if tag in (Tag.OCTET_STRING, Tag.IP_ADDRESS, Tag.OPAQUE):
        return bytes(value)
    if tag == Tag.OBJECT_ID:
        return tuple(value)
    if tag in (Tag.NULL, Tag.NO_SUCH_OBJECT, Tag.NO_SUCH_INSTANCE, Tag.END_OF_MIB_VIEW):
        return None
    return int(value)


def open_pysnmp_session(target: SnmpTarget, *, limits: Limits) -> AskingSession:
    """A session of any version; nothing is sent before the first question."""
    tuning = target.tuning
    if target.credential.version is SnmpVersion.V1:
        tuning = tuning.model_copy(update={"bulk": False})
    pace = Pace(tuning, limits, now=asyncio.get_running_loop().time())
    return AskingSession(PysnmpExchange(target, pace), pace)
