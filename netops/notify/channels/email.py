"""E-mail by SMTP. One connection carries all messages of a delivery; errors become receipts."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Final

from inventory.models.outage import State
from netops.notify.delivery.mail_settings import MailSettings
from netops.notify.delivery.receipt import Parcel, Receipt, Verdict
from netops.notify.plain import one_line
from netops.notify.words import shapes

LONGEST_ERROR: Final = 300
_SIGN: Final = re.compile(r'src="cid:state-([a-z_]+)"')
# What a server says of one recipient or one message, against what it says of us.
_ABOUT_THE_MESSAGE: Final = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)


class EmailChannel:
    """Delivers through the mail server of one office."""

    def __init__(self, mail: MailSettings) -> None:
        self._mail = mail

    def deliver(self, parcels: Iterable[Parcel]) -> Iterator[Receipt]:
        """A receipt right after each parcel's fate is known. Ends after CLOSED: the rest would fare no better."""
        server: smtplib.SMTP | None = None
        try:
            for parcel in parcels:
                try:
                    server = server or self._open()
                except (OSError, smtplib.SMTPException) as error:
                    yield Receipt(parcel.outbox_id, Verdict.CLOSED, self._without_secrets(error))
                    return
                receipt = self._send(server, parcel)
                yield receipt
                if receipt.verdict is Verdict.CLOSED:
                    return
        finally:
            if server is not None:
                with suppress(OSError, smtplib.SMTPException):
                    server.quit()

    def _open(self) -> smtplib.SMTP:
        mail = self._mail
        context = ssl.create_default_context()
        if mail.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=mail.timeout_s, context=context)
        else:
            server = smtplib.SMTP(mail.host, mail.port, timeout=mail.timeout_s)
        try:
            if mail.security == "starttls":
                server.starttls(context=context)
            if mail.user:
                server.login(mail.user, mail.password.get_secret_value())
        except BaseException:
            server.close()
            raise
        return server

    def _send(self, server: smtplib.SMTP, parcel: Parcel) -> Receipt:
        """5xx about one message is final; what is said of the server or the sender is for later."""
        verdict = Verdict.CLOSED
        try:
            message = compose(parcel, self._mail.sender)
            server.send_message(message, parseaddr(self._mail.sender)[1], [parcel.recipient])
        except (ValueError, smtplib.SMTPNotSupportedError) as error:
            return Receipt(parcel.outbox_id, Verdict.REFUSED, self._without_secrets(error))
        except (OSError, smtplib.SMTPException) as error:
            if isinstance(error, _ABOUT_THE_MESSAGE):
                verdict = Verdict.REFUSED if _code(error) >= 500 else Verdict.LATER
            return Receipt(parcel.outbox_id, verdict, self._without_secrets(error))
        return Receipt(parcel.outbox_id, Verdict.ACCEPTED)

    def _without_secrets(self, error: Exception) -> str:
        """What a person may read: the server's words, never the password even where a server repeats it."""
        said = f"{type(error).__name__}: {_words(error)}"
        secret = self._mail.password.get_secret_value()
        return one_line(said.replace(secret, "***") if secret else said, longest=LONGEST_ERROR)


def compose(parcel: Parcel, sender: str) -> EmailMessage:
    """The MIME message: text, HTML, and the state sign that the HTML shows. Raises ValueError for a bad address."""
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(sender)
    message["From"] = Address(one_line(name) or "NetOps", addr_spec=address)
    message["To"] = _address(parcel.recipient)
    message["Subject"] = one_line(parcel.subject)
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = parcel.message_id
    if parcel.in_reply_to:
        message["In-Reply-To"] = parcel.in_reply_to
        message["References"] = parcel.in_reply_to
    message["Auto-Submitted"] = "auto-generated"  # holiday answers are not sent to machines (RFC 3834)
    # Base64 keeps Thai whole on servers without 8BITMIME.
    message.set_content(parcel.text, cte="base64")
    message.add_alternative(parcel.html, subtype="html", cte="base64")
    html = message.get_payload(1)
    for found in sorted(set(_SIGN.findall(parcel.html))):
        state = State(found)
        html.add_related(  # type: ignore[union-attr]  # the alternative just added is a message
            shapes.sign(state),
            "image",
            "png",
            cid=f"<{shapes.content_id(state)}>",
            filename=f"{found}.png",
            disposition="inline",
        )
    if parcel.enclosure is not None:
        name = parcel.enclosure.name
        message.add_attachment(parcel.enclosure.content, maintype="application", subtype="pdf", filename=name)
    return message


def _address(text: str) -> Address:
    try:
        return Address(addr_spec=text)
    except (HeaderParseError, IndexError) as error:  # what the parser raises for odd text
        raise ValueError(f"not an e-mail address: {one_line(text)}") from error


def _code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = [f"{code} {_decoded(said)}" for code, said in error.recipients.values()]
        return "; ".join(answers)
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_decoded(error.smtp_error)}"
    return str(error)


def _decoded(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
