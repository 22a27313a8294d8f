"""SNMPv3 traps and informs, by pysnmp: the users are those of our stored credentials.

pysnmp gets datagrams that passed the limit of their sender, one at a time, and no socket: what it would send (the
answer to an inform, a report that tells who we are) is handed back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from pysnmp.carrier.asyncio.dgram.udp import DOMAIN_NAME
from pysnmp.carrier.base import AbstractTransport, AbstractTransportDispatcher
from pysnmp.entity import config
from pysnmp.entity.engine import SnmpEngine
from pysnmp.entity.rfc3413 import ntfrcv
from pysnmp.proto.rfc1902 import OctetString

from collectors.errors import GarbledError, RefusedError
from collectors.messages.traps import Trap, heard_of
from collectors.snmp import wire
from collectors.snmp.pysnmp_engine import AUTH_PROTOCOLS, PRIV_PROTOCOLS, varbind
from collectors.snmp.session import Tag, VarBind
from collectors.target import AuthProtocol, PrivProtocol, SnmpCredential, SnmpVersion

MOST_ENGINES: Final = 5000  # making keys costs some milliseconds, keeping them some kilobytes
PEER: Final = ("127.0.0.1", 0)  # pysnmp wants an address; answers go back to whoever sent, by our own socket


class UsmReceiver:
    """Reads v3 notifications of these users. Two credentials that share a name, but no keys, are both tried."""

    def __init__(self, credentials: Iterable[SnmpCredential]) -> None:
        self._engines: list[_Engine] = []
        for credential in dict.fromkeys(credentials):
            if credential.version is SnmpVersion.V3:
                for variant in PRIV_PROTOCOLS.get(credential.priv, (config.USM_PRIV_NONE,)):
                    self._room_for(credential.user).add(credential, variant)

    def read(self, datagram: bytes) -> Trap:
        """What a v3 datagram says, or what it must be answered: the text is then empty and only `answer` counts.

        RefusedError when no user of ours sent it, or it is too old.
        """
        sender, user = _header(datagram)
        answer = b""
        for engine in self._engines:
            if not engine.knows(user, sender):
                continue
            varbinds, replies = engine.take(datagram)
            if varbinds is not None:
                return Trap(heard_of(varbinds), b"".join(replies[:1]))
            answer = answer or b"".join(replies[:1])
        if answer:
            raise ReportNeededError(answer)
        raise RefusedError("no user of ours sent this notification")

    def _room_for(self, user: str) -> _Engine:
        for engine in self._engines:
            if user not in engine.users:
                return engine
        self._engines.append(_Engine())
        return self._engines[-1]


def _header(datagram: bytes) -> tuple[bytes, str]:
    """Whose engine the message names, and which user; both may be empty in a first question."""
    start, end = wire.expect(datagram, 0, len(datagram), wire.SEQUENCE)
    _version, at = wire.int_field(datagram, start, end)
    _, at = wire.expect(datagram, at, end, wire.SEQUENCE)
    at, stop = wire.expect(datagram, at, end, Tag.OCTET_STRING)
    at, stop = wire.expect(datagram, at, stop, wire.SEQUENCE)
    start, at = wire.expect(datagram, at, stop, Tag.OCTET_STRING)
    engine_id = datagram[start:at]
    for _boots_and_time in range(2):
        _, at = wire.int_field(datagram, at, stop)
    start, at = wire.expect(datagram, at, stop, Tag.OCTET_STRING)
    return engine_id, datagram[start:at].decode("utf-8", "replace")


class ReportNeededError(RefusedError):
    """The sender must learn something first (who we are, what time it is here): send it `answer`."""

    def __init__(self, answer: bytes) -> None:
        super().__init__("the sender does not know us yet")
        self.answer = answer


class _Replies(AbstractTransport):  # type: ignore[misc]
    """Where pysnmp sends: a list."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def send_message(self, outgoingMessage: Any, transportAddress: Any) -> None:  # noqa: N803 - pysnmp's names
        self.sent.append(bytes(outgoingMessage))


class _Engine:
    def __init__(self) -> None:
        self.users: dict[str, dict[str, Any]] = {}
        self._localized: set[tuple[str, bytes]] = set()
        self._engine = SnmpEngine()
        self._own_id = bytes(self._engine.snmpEngineID)
        self._replies = _Replies()
        dispatcher = AbstractTransportDispatcher()
        self._engine.register_transport_dispatcher(dispatcher)
        dispatcher.register_transport(DOMAIN_NAME, self._replies)
        self._heard: list[Sequence[tuple[Any, Any]]] = []
        ntfrcv.NotificationReceiver(self._engine, self._on_notification)

    def add(self, credential: SnmpCredential, priv: Any) -> None:
        """A user with keys for informs, which are made for our own engine."""
        secrets: dict[str, Any] = {}
        if credential.auth is not AuthProtocol.NONE:
            secrets["authProtocol"] = AUTH_PROTOCOLS[credential.auth]
            secrets["authKey"] = credential.auth_key.get_secret_value()
        if credential.priv is not PrivProtocol.NONE:
            secrets |= {"privProtocol": priv, "privKey": credential.priv_key.get_secret_value()}
        self.users[credential.user] = secrets
        config.add_v3_user(self._engine, credential.user, **secrets)

    def knows(self, user: str, sender: bytes) -> bool:
        """Whether it can read this; keys are made for each engine that sends traps, since those are its own."""
        if not user or sender in (b"", self._own_id):
            return not user or user in self.users
        if user not in self.users:
            return False
        if (user, sender) not in self._localized:
            if len(self._localized) >= MOST_ENGINES:
                return False
            self._localized.add((user, sender))
            config.add_v3_user(
                self._engine, user, **self.users[user], securityEngineId=OctetString(hexValue=sender.hex())
            )
        return True

    def take(self, datagram: bytes) -> tuple[list[VarBind] | None, list[bytes]]:
        self._heard.clear()
        self._replies.sent.clear()
        try:
            self._engine.message_dispatcher.receive_message(self._engine, DOMAIN_NAME, PEER, datagram)
        except Exception as error:  # pysnmp raises what it pleases at octets from the network
            raise GarbledError(f"pysnmp: {type(error).__name__}") from error
        found = [varbind(name, value) for name, value in self._heard[0]] if self._heard else None
        return found, list(self._replies.sent)

    def _on_notification(self, *told: Any) -> None:
        self._heard.append(told[4])
