"""Sending by apprise: one message after the other to one address; what became of each is a receipt.

apprise answers only yes or no and tells the reason to its logger, so the reason is read there. Its logger prints
addresses with their tokens in places, and so does urllib3's: neither reaches our log.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Final

from apprise import Apprise, AppriseAsset, NotifyFormat

from netops.notify.delivery.address import ChannelAddress
from netops.notify.delivery.egress import guarded
from netops.notify.delivery.receipt import Parcel, Receipt, Verdict
from netops.notify.plain import one_line

LONGEST_ERROR: Final = 300
_STATUS: Final = re.compile(r"error=(\d{3})\b")
# What is said of this message; everything else is said of the address, the token or the service.
_ABOUT_THE_MESSAGE: Final = frozenset({400, 413, 422})
_heard: Final[ContextVar[list[str] | None]] = ContextVar("heard", default=None)
_ASSET: Final = AppriseAsset(
    app_id="NetOps",
    app_desc="NetOps",
    async_mode=False,
    http_redirects=False,
    default_service_retry=0,
    service_timeout=0,  # with a limit it sends in threads of its own, few and shared: one that hangs would block all
    secure_logging=True,
)


class _Listener(logging.Handler):
    """Keeps what apprise says where it was asked to send."""

    def emit(self, record: logging.LogRecord) -> None:
        """The words of a record."""
        said = _heard.get()
        if said is not None:
            said.append(record.getMessage())


@cache
def _silence() -> None:
    """Nothing that apprise or urllib3 says of an address gets into our log, however verbose that is."""
    logger = logging.getLogger("apprise")
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    logger.addHandler(_Listener())
    logging.getLogger("urllib3").setLevel(logging.ERROR)


@contextmanager
def _listening() -> Iterator[list[str]]:
    _silence()
    said: list[str] = []
    before = _heard.set(said)
    try:
        yield said
    finally:
        _heard.reset(before)


class ChannelSender:
    """Delivers to one address."""

    def __init__(self, address: ChannelAddress, *, local_allowed: bool = False) -> None:
        self._address = address
        self._local_allowed = local_allowed

    def deliver(self, parcels: Iterable[Parcel]) -> Iterator[Receipt]:
        """A receipt right after each parcel's fate is known. Ends after CLOSED: the rest would fare no better."""
        for parcel in parcels:
            receipt = self._send(parcel)
            yield receipt
            if receipt.verdict is Verdict.CLOSED:
                return

    def _send(self, parcel: Parcel) -> Receipt:
        with _listening() as said, guarded(local_allowed=self._local_allowed):
            try:
                accepted = self._notify(parcel)
            except (TypeError, ValueError, OSError) as error:  # apprise's own errors are TypeErrors
                said.append(f"{type(error).__name__}: {error}")
                accepted = False
        if accepted:
            return Receipt(parcel.outbox_id, Verdict.ACCEPTED)
        return Receipt(parcel.outbox_id, _verdict(said), self._without_secrets(said))

    def _notify(self, parcel: Parcel) -> bool:
        sender = Apprise(asset=_ASSET)
        sender.add(self._address.plugin(parcel, _ASSET))
        return bool(sender.notify(body=parcel.text, title="", body_format=NotifyFormat.TEXT))

    def _without_secrets(self, said: list[str]) -> str:
        """What a person may read."""
        text = said[-1] if said else "not accepted"
        for secret in self._address.secrets:
            text = text.replace(secret, "***")
        return one_line(text, longest=LONGEST_ERROR)


def _verdict(said: list[str]) -> Verdict:
    status = _STATUS.search(said[-1]) if said else None
    return Verdict.REFUSED if status and int(status[1]) in _ABOUT_THE_MESSAGE else Verdict.CLOSED
