"""A real SMTP server (aiosmtpd, in a thread of its own) that can be stopped, started again, and told to refuse."""

from __future__ import annotations

import asyncio
import email
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.ports import free_port


class _HangingUp(Controller):
    """A controller that closes the connections that are left; aiosmtpd leaves them to the garbage collector."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._made: list[SMTP] = []

    def factory(self) -> SMTP:
        """The protocol of one connection."""
        self._made.append(super().factory())  # type: ignore[no-untyped-call]  # aiosmtpd types it not
        return self._made[-1]

    def stop(self, no_assert: bool = False) -> None:
        """Hang up, then stop listening."""
        asyncio.run_coroutine_threadsafe(self._hang_up(), self.loop).result(timeout=10)
        super().stop(no_assert)

    async def _hang_up(self) -> None:
        if self.server is not None:
            self.server.close()
        for connection in self._made:
            if isinstance(connection.transport, asyncio.Transport):
                connection.transport.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


@dataclass
class MailServer:
    """`messages` are those accepted, in order. `login`: only this user and password may send."""

    port: int = field(default_factory=free_port)
    login: tuple[str, str] | None = None
    refused: frozenset[str] = frozenset()  # recipients answered with 550
    on_message: Callable[[EmailMessage], None] | None = None
    messages: list[EmailMessage] = field(default_factory=list)
    arrived: threading.Condition = field(default_factory=threading.Condition)
    _controller: Controller | None = None

    def start(self) -> MailServer:
        """Listen; after `stop` again on the same port."""
        options: dict[str, Any] = {"auth_require_tls": False}
        if self.login is not None:
            # Not auth_required, which warns of plain text for every connection; handle_MAIL asks for it instead.
            options["authenticator"] = self._authenticate
        self._controller = _HangingUp(self, hostname="127.0.0.1", port=self.port, **options)
        self._controller.start()
        return self

    def stop(self) -> None:
        """Stop listening; does nothing when it does not listen."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def __enter__(self) -> MailServer:
        return self.start()

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def wait_for(self, count: int, *, timeout_s: float = 20.0) -> list[EmailMessage]:
        """The messages, as soon as there are `count` of them; raises AssertionError when they do not come."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.messages) >= count, timeout_s), (
                f"{len(self.messages)} of {count} mails came"
            )
            return list(self.messages)

    async def handle_MAIL(  # the name is aiosmtpd's
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Whoever must sign in and did not, sends nothing."""
        if self.login is not None and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # the name is aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Refuse whom we were told to refuse."""
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Keep the message, decoded; `on_message` runs before the sender hears of the acceptance."""
        message = email.message_from_bytes(envelope.original_content or b"", policy=default)
        with self.arrived:
            self.messages.append(message)
            self.arrived.notify_all()
        if self.on_message is not None:
            self.on_message(message)
        return "250 accepted"

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given == self.login, handled=False)
