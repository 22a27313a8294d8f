"""SNMPv3 through gufo-snmp, the only module that imports it, with a guard for each of its known faults.

Its Rust sockets are driven directly, since the asyncio wrapper hides what the guards need: which of several ways a
walk ended. Guards, each with its test: a malformed answer panics (a BaseException) instead of raising; error statuses
read as "nothing there"; answers about other instances are accepted; at most 120 instances fit a request; datagrams over
4,080 octets cannot be read; two requests at once on one socket lose one; nothing is ever sent twice; a wrong privacy
password looks like silence.
"""

from __future__ import annotations

import asyncio
import ipaddress
import struct
from collections.abc import Callable, Sequence
from typing import TypeVar

from gufo.snmp import User
from gufo.snmp._fast import (
    GetIter,
    SnmpAuthError,
    SnmpError,
    SnmpV3ClientSocket,
)
from gufo.snmp.user import (
    Aes128Key,
    BaseAuthKey,
    KeyType,
    Sha1Key,
    Sha224Key,
    Sha256Key,
    Sha384Key,
    Sha512Key,
)

from collectors.errors import GarbledError, NoAnswerError, RefusedError
from collectors.snmp.address import Address, resolve
from collectors.snmp.asking import AskingSession, Reply
from collectors.snmp.pace import Pace
from collectors.snmp.session import Limits, Oid, Tag, VarBind
from collectors.snmp.walking import dotted
from collectors.snmp.wire import ErrorStatus
from collectors.target import AuthProtocol, PrivProtocol, SnmpCredential, SnmpTarget

T = TypeVar("T")
Row = tuple[str, str | bytes | int | float | None]

MOST_VARBINDS = 100
_MOST_REPETITIONS = 25
_REFRESH_AFTER_S = 120.0  # an agent refuses what is 150 s away from its own clock
_WRONG_PRIVACY = "the agent answers, but not to encrypted requests: the privacy password or protocol is probably wrong"
_WRONG_AUTH = "the agent refuses the SNMPv3 user: name, password, protocol or access right is wrong"
_AUTH_KEYS: dict[AuthProtocol, type[BaseAuthKey]] = {
    AuthProtocol.SHA1: Sha1Key,
    AuthProtocol.SHA224: Sha224Key,
    AuthProtocol.SHA256: Sha256Key,
    AuthProtocol.SHA384: Sha384Key,
    AuthProtocol.SHA512: Sha512Key,
}
_END = None  # how a list of rows says that the walk left its subtree


def _user(credential: SnmpCredential) -> User:
    auth = priv = None
    if credential.auth is not AuthProtocol.NONE:
        key = credential.auth_key.get_secret_value().encode()
        auth = _AUTH_KEYS[credential.auth](key, key_type=KeyType.Password)
    if credential.priv is not PrivProtocol.NONE:
        key = credential.priv_key.get_secret_value().encode()
        priv = Aes128Key(key, key_type=KeyType.Password)
    return User(credential.user, auth_key=auth, priv_key=priv)


def varbind(name: str, value: object) -> VarBind:
    """A row from gufo's values, which have lost their tags: integers all read as INTEGER, text of four numbers as
    IpAddress, other text as OID."""
    oid = tuple(map(int, name.split(".")))
    match value:
        case bool() | None:
            return VarBind(oid, Tag.NULL, None)
        case int():
            return VarBind(oid, Tag.INTEGER, value)
        case bytes():
            return VarBind(oid, Tag.OCTET_STRING, value)
        case float():
            return VarBind(oid, Tag.OPAQUE, b"\x9f\x78\x04" + struct.pack(">f", value))
        case str() if value.count(".") == 3:
            return VarBind(oid, Tag.IP_ADDRESS, ipaddress.IPv4Address(value).packed)
        case str():
            return VarBind(oid, Tag.OBJECT_ID, tuple(map(int, value.split("."))))
        case _:
            raise GarbledError(f"a value of an unknown kind for {name}")


class UsmExchange:
    """Requests to one agent by SNMPv3. Walks ask for one column at a time."""

    def __init__(self, target: SnmpTarget, pace: Pace) -> None:
        self._target = target
        self._pace = pace
        self._user = _user(target.credential)
        self._turn = asyncio.Lock()
        self._socket: SnmpV3ClientSocket | None = None
        self._fresh_at = 0.0
        self._discovered = False  # the agent told its engine id
        self._served = False  # a request, not only the discovery, was answered
        self._bulk_served = False
        self._iterators: dict[Oid, tuple[Oid, GetIter]] = {}

    async def get(self, oids: Sequence[Oid]) -> Reply:
        """GET these instances. An error status reads as an empty answer: the asker then halves the batch."""
        names = [dotted(oid) for oid in oids]
        found = await self._ask(
            lambda sock: sock.send_get_many(names),
            lambda sock: sock.recv_get_many(),
        )
        if not found and len(oids) > 1:
            return Reply(ErrorStatus.GEN_ERR, 0, ())
        if not found.keys() <= set(names):
            raise GarbledError("the answer is about other instances than were asked")
        rows = [
            varbind(name, found[name]) if name in found else VarBind(oid, Tag.NO_SUCH_INSTANCE, None)
            for name, oid in zip(names, oids, strict=True)
        ]
        return Reply(ErrorStatus.NO_ERROR, 0, rows)

    async def get_next(self, oids: Sequence[Oid]) -> Reply:
        """GETNEXT after the first of `oids`."""
        root, iterator = self._iterator(oids[0])

        def receive(sock: SnmpV3ClientSocket) -> list[Row | None]:
            return [sock.recv_get_next(iterator)]

        rows = await self._step(lambda sock: sock.send_get_next(iterator), receive)
        return await self._reply(root, oids[0], iterator, rows)

    async def get_bulk(self, oids: Sequence[Oid], repetitions: int) -> Reply:
        """GETBULK after the first of `oids`."""
        del repetitions  # fixed when the iterator was made
        root, iterator = self._iterator(oids[0])
        rows = await self._bulk(iterator)
        if rows is None:
            return Reply(ErrorStatus.GEN_ERR, 0, ())  # the asker tries GETNEXT from here
        return await self._reply(root, oids[0], iterator, rows)

    async def close(self) -> None:
        """Close the socket."""
        self._socket = None
        self._iterators.clear()

    # -- walking

    def _iterator(self, cursor: Oid) -> tuple[Oid, GetIter]:
        """The walk that stands at `cursor`, or a new one with it as root."""
        known = self._iterators.pop(cursor, None)
        return known or (cursor, GetIter(dotted(cursor), min(self._pace.repetitions, _MOST_REPETITIONS)))

    async def _reply(
        self,
        root: Oid,
        cursor: Oid,
        iterator: GetIter,
        rows: list[Row | None] | None,
    ) -> Reply:
        if rows is None:
            if not await self._end_is_real(root, cursor):
                return Reply(ErrorStatus.GEN_ERR, 1, ())
            rows = [_END]
        found = [VarBind(cursor, Tag.END_OF_MIB_VIEW, None) if row is _END else varbind(*row) for row in rows]
        self._iterators.clear()
        if found and found[-1].tag != Tag.END_OF_MIB_VIEW:
            self._iterators[found[-1].oid] = root, iterator
        return Reply(ErrorStatus.NO_ERROR, 0, found)

    async def _bulk(self, iterator: GetIter) -> list[Row | None] | None:
        def receive(sock: SnmpV3ClientSocket) -> list[Row | None]:
            return sock.recv_get_bulk(iterator)

        rows = await self._step(lambda sock: sock.send_get_bulk(iterator), receive)
        if rows:
            self._bulk_served = True
        return rows or None

    async def _end_is_real(self, root: Oid, cursor: Oid) -> bool:
        """Whether a walk that stopped without leaving its subtree did so at the end of the agent's view.

        An error status stops it in the same way. A GETBULK of one row tells them apart when anything follows; when
        nothing follows here, nothing may follow behind the subtree either.
        """
        follows = await self._bulk(GetIter(dotted(cursor), 1))
        if follows is not None:
            return follows == [_END]
        behind = await self._bulk(GetIter(dotted((*root[:-1], root[-1] + 1)), 1))
        return behind is None and self._bulk_served

    async def _step(
        self,
        send: Callable[[SnmpV3ClientSocket], None],
        receive: Callable[[SnmpV3ClientSocket], list[Row | None]],
    ) -> list[Row | None] | None:
        """One request of a walk; None when gufo says that it is over, which is also how it hides error statuses."""

        def stepped(sock: SnmpV3ClientSocket) -> list[Row | None] | None:
            try:
                return receive(sock)
            except StopAsyncIteration:
                return None

        return await self._ask(send, stepped)

    # -- one request

    async def _ask(self, send: Callable[[SnmpV3ClientSocket], None], receive: Callable[[SnmpV3ClientSocket], T]) -> T:
        """Send and await one answer, alone on the socket. A restarted agent is discovered once more."""
        async with self._turn:
            known = self._served
            try:
                return await self._ask_once(send, receive)
            except RefusedError:
                if not known:
                    raise
                self._socket = None  # boots or time of its engine changed: discover it again
                return await self._ask_once(send, receive)

    async def _ask_once(
        self, send: Callable[[SnmpV3ClientSocket], None], receive: Callable[[SnmpV3ClientSocket], T]
    ) -> T:
        try:
            answer = await self._transact(await self._ready(), send, receive)
        except NoAnswerError:
            if self._discovered and not self._served and self._target.credential.priv is not PrivProtocol.NONE:
                raise RefusedError(_WRONG_PRIVACY) from None
            raise
        self._served = True
        return answer

    async def _ready(self) -> SnmpV3ClientSocket:
        """The socket with the engine's id, boots and time known and not too old."""
        now = asyncio.get_running_loop().time()
        if self._socket is None:
            address = await resolve(self._target.host, self._target.port)
            user = User.default()
            self._socket = SnmpV3ClientSocket(_endpoint(address), b"", user.name, *_algorithms(user), 0, 0, 0, 0)
            self._iterators.clear()
            try:
                await self._transact(self._socket, _send_refresh, _receive_refresh)
                self._discovered = True
                self._socket.set_keys(self._user.name, *_algorithms(self._user))
                await self._refresh(self._socket)
            except BaseException:
                self._socket = None
                raise
        elif now - self._fresh_at > _REFRESH_AFTER_S:
            await self._refresh(self._socket)
        return self._socket

    async def _refresh(self, sock: SnmpV3ClientSocket) -> None:
        if self._user.require_auth():
            await self._transact(sock, _send_refresh, _receive_refresh)
        self._fresh_at = asyncio.get_running_loop().time()

    async def _transact(
        self,
        sock: SnmpV3ClientSocket,
        send: Callable[[SnmpV3ClientSocket], None],
        receive: Callable[[SnmpV3ClientSocket], T],
    ) -> T:
        """Send until answered, with the pace's timeouts."""
        loop = asyncio.get_running_loop()
        garbled = ""
        for lost, timeout_s in enumerate(self._pace.spend(loop.time())):
            sent_at = loop.time()
            try:
                send(sock)
            except BlockingIOError:
                pass  # as if lost on the way
            except OSError as error:
                raise RefusedError(f"cannot be sent: {error.strerror}") from error
            while (left := sent_at + timeout_s - loop.time()) > 0:
                if not await _readable(sock.get_fd(), left):
                    break
                try:
                    answer = _guarded(sock, receive)
                except BlockingIOError:
                    continue  # an answer to an earlier sending
                except GarbledError as error:
                    garbled = str(error)
                    continue
                self._pace.learn(seconds=loop.time() - sent_at, lost=lost, size_bytes=0)
                return answer
        if garbled:
            raise GarbledError(garbled)
        raise NoAnswerError("no answer before the deadline")


def _send_refresh(sock: SnmpV3ClientSocket) -> None:
    sock.send_refresh()


def _receive_refresh(sock: SnmpV3ClientSocket) -> None:
    sock.recv_refresh()


def _algorithms(user: User) -> tuple[int, bytes, int, bytes]:
    return user.get_auth_alg(), user.get_auth_key(), user.get_priv_alg(), user.get_priv_key()


def _endpoint(address: Address) -> str:
    host, port = address.peer
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _guarded(sock: SnmpV3ClientSocket, receive: Callable[[SnmpV3ClientSocket], T]) -> T:
    """Receive, with gufo's ways of failing turned into ours."""
    try:
        return receive(sock)
    except BlockingIOError:
        raise
    except SnmpAuthError as error:
        raise RefusedError(_WRONG_AUTH) from error
    except SnmpError as error:
        raise GarbledError(f"the answer cannot be read: {error}") from error
    except OSError as error:
        raise RefusedError(f"the agent's host refuses: {error.strerror}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # its class cannot be imported
            raise
        raise GarbledError("the answer is malformed") from error


async def _readable(fd: int, timeout_s: float) -> bool:
    """Whether `fd` has something to read within `timeout_s`."""
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(fd, ready.set)
    try:
        async with asyncio.timeout(timeout_s):
            await ready.wait()
    except TimeoutError:
        return False
    finally:
        loop.remove_reader(fd)
    return True


def open_usm_session(target: SnmpTarget, *, limits: Limits) -> AskingSession:
    """A v3 session; nothing is sent before the first question."""
    tuning = target.tuning
    fitting = {
        "varbinds": min(tuning.varbinds, MOST_VARBINDS),
        "repetitions": min(tuning.repetitions, _MOST_REPETITIONS),
    }
    pace = Pace(tuning.model_copy(update=fitting), limits, now=asyncio.get_running_loop().time())
    return AskingSession(UsmExchange(target, pace), pace, columns_at_once=1)
