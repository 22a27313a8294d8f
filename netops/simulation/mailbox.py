"""The demo's mail server: every mail is laid in a folder, where it can be read. Nothing leaves the machine."""

from __future__ import annotations

import asyncio
import base64
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import count
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

FOLDER = "mail"
_KEPT = 200  # the script of faults goes on for hours
_LONGEST_MAIL_BYTES = 4 * 1024 * 1024


class Mailbox:
    """An SMTP server on a free loopback port. Each mail becomes an .eml file and, for a browser, an .html file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1 + max((int(path.name[:6]) for path in folder.glob("*.eml")), default=0))
        self._server: asyncio.Server | None = None

    @classmethod
    async def start(cls, data_dir: Path) -> Mailbox:
        """Listening; the mails go to the folder `mail` of `data_dir`."""
        folder = data_dir / FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        mailbox = cls(folder)
        loop = asyncio.get_running_loop()
        mailbox._server = await loop.create_server(
            lambda: SMTP(mailbox, data_size_limit=_LONGEST_MAIL_BYTES, hostname="demo", loop=loop), "127.0.0.1", 0
        )
        return mailbox

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a mail; what is kept is accepted."""
        assert isinstance(envelope.content, bytes)
        self._keep(envelope.content)
        return "250 kept"

    def _keep(self, raw: bytes) -> None:
        stem = f"{next(self._numbers):06}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        (self._folder / f"{stem}.eml").write_bytes(raw)
        html = _html(raw)
        if html:
            (self._folder / f"{stem}.html").write_text(html, encoding="utf-8")
        for old in sorted(self._folder.glob("*.eml"))[:-_KEPT]:
            old.unlink()
            old.with_suffix(".html").unlink(missing_ok=True)


def _html(raw: bytes) -> str:
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    part = message.get_body(("html",))
    if part is None:
        return ""
    page = str(part.get_content())
    # A browser knows no cid: the pictures of the mail are put into the page.
    for picture in message.walk():
        if picture.get_content_maintype() == "image" and picture["Content-ID"]:
            payload = picture.get_payload(decode=True)
            assert isinstance(payload, bytes)
            url = f"data:{picture.get_content_type()};base64,{base64.b64encode(payload).decode()}"
            page = page.replace(f"cid:{picture['Content-ID'].strip('<>')}", url)
    return page
