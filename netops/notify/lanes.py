"""A lane for each channel: a thread of its own, so that one that hangs delays no other and no mail.

A channel whose service cannot be used is left alone for a while, longer each time; its messages wait in the outbox.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from netops.models.alert import AlertChannel
from netops.notify.delivery.receipt import Verdict
from netops.notify.delivery.sending import ChannelSender
from netops.notify.outbox import deliver_channel, due_channels, retry_after
from netops.notify.recipients.kinds import open_address
from netops.vault import Vault, VaultError
from service.database import reading, transaction
from service.refusal import RefusedError

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Circuit:
    """How a channel fared. Closed to messages until `opens_at`."""

    failures: int = 0
    opens_at: datetime | None = None
    thread: threading.Thread | None = None

    def is_free(self, now: datetime) -> bool:
        busy = self.thread is not None and self.thread.is_alive()
        return not busy and (self.opens_at is None or self.opens_at <= now)

    def fared(self, verdict: Verdict | None, now: datetime) -> None:
        if verdict is Verdict.CLOSED:
            self.failures += 1
            self.opens_at = now + retry_after(self.failures)
        elif verdict is not None:
            self.failures, self.opens_at = 0, None


class Lanes:
    """The lanes of one process. Threads end with it: what they had claimed is due again at the next start."""

    def __init__(self, engine: Engine, vault: Vault, *, local_allowed: bool = False) -> None:
        self._engine, self._vault, self._local_allowed = engine, vault, local_allowed
        self._circuits: dict[int, _Circuit] = {}

    def start(self, now: datetime) -> list[threading.Thread]:
        """Let every free channel send what is due; does not wait. The threads, for who wants to."""
        with reading(self._engine) as session:
            due = due_channels(session, now)
        started = []
        for channel_id in due:
            circuit = self._circuits.setdefault(channel_id, _Circuit())
            if circuit.is_free(now):
                name = f"channel-{channel_id}"
                circuit.thread = threading.Thread(target=self._run, args=(channel_id, now), name=name, daemon=True)
                circuit.thread.start()
                started.append(circuit.thread)
        return started

    def _run(self, channel_id: int, now: datetime) -> None:
        verdict: Verdict | None = Verdict.CLOSED
        try:
            sender = self._sender(channel_id)
            if sender is not None:
                verdict = deliver_channel(self._engine, channel_id, sender, now=now)
        except Exception:
            log.exception("channel %d", channel_id)
        self._circuits[channel_id].fared(verdict, now)

    def _sender(self, channel_id: int) -> ChannelSender | None:
        """None when the address cannot be used, which its page says."""
        with transaction(self._engine) as session:
            channel = session.get(AlertChannel, channel_id)
            if channel is None:
                return None
            return self._opened(session, channel)

    def _opened(self, session: Session, channel: AlertChannel) -> ChannelSender | None:
        try:
            address = open_address(channel, self._vault)
        except (VaultError, RefusedError, KeyError) as error:
            # A refusal names fields and rules, never what was typed.
            channel.last_error = str(error)[:500]
            session.add(channel)
            return None
        return ChannelSender(address, local_allowed=self._local_allowed)
