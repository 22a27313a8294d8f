"""Where the asset book and the network disagree: a worklist for a person, and never a change.

The rule a reader must know: a card and a device belong together when a person said so, or when they have one serial
number that nobody else has. Two of one serial are never joined. Absence is told of linked devices only: what the
network never saw may well stand in a cupboard.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Difference(StrEnum):
    """What is to be settled; the order is that of the worklist."""

    ELSEWHERE = "elsewhere"  # seen at another unit than the one that owns it
    SERIAL = "serial"  # linked, and the network says another serial
    LINK = "link"  # one serial, and nobody has said that they are one thing
    NOT_IN_BOOK = "not_in_book"
    NOT_SEEN = "not_seen"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class InBook:
    """A card that was not disposed of. `site_id` none: the office's."""

    id: int
    site_id: int | None
    serial: str
    model: str
    device_id: int | None


@dataclass(frozen=True, slots=True)
class InNetwork:
    """A device that is not archived. `site_id` none: it stands at the office; `seen_at` is when it last answered."""

    id: int
    site_id: int | None
    serial: str
    model: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """One difference. `book` and `network` are what each says of it, as text."""

    kind: Difference
    asset_id: int | None
    device_id: int | None
    book: str = ""
    network: str = ""

    @property
    def evidence(self) -> str:
        """What it rests on: a decision to let it stand holds as long as this does."""
        return f"{self.book} | {self.network}"


def reconcile(cards: Iterable[InBook], devices: Iterable[InNetwork], *, now: datetime, unseen_days: int) -> list[Found]:
    """All differences, in the order of the worklist."""
    kept, seen = list(cards), {device.id: device for device in devices}
    found = list(_differences(kept, seen.values(), now - timedelta(days=unseen_days)))
    order = list(Difference)
    return sorted(found, key=lambda one: (order.index(one.kind), one.asset_id or 0, one.device_id or 0))


def _differences(cards: Sequence[InBook], devices: Iterable[InNetwork], before: datetime) -> Iterator[Found]:
    by_id = {device.id: device for device in devices}
    linked = {card.device_id for card in cards if card.device_id is not None}
    free = [device for device in by_id.values() if device.id not in linked]
    by_serial = {bare(device.serial): device for device in free if bare(device.serial)}
    of_cards = Counter(bare(card.serial) for card in cards)
    of_devices = Counter(bare(device.serial) for device in by_id.values())
    joined: set[int] = set()
    for card in cards:
        serial = bare(card.serial)
        if card.device_id in by_id:
            yield from _of_pair(card, by_id[card.device_id], before)
        elif card.device_id is None and serial in by_serial and of_cards[serial] == of_devices[serial] == 1:
            device = by_serial[serial]
            joined.add(device.id)
            yield Found(Difference.LINK, card.id, device.id, card.serial, device.serial)
    for device in free:
        if device.id not in joined:
            yield Found(Difference.NOT_IN_BOOK, None, device.id, "", device.serial)


def _of_pair(card: InBook, device: InNetwork, before: datetime) -> Iterator[Found]:
    if card.site_id != device.site_id:
        yield Found(Difference.ELSEWHERE, card.id, device.id, _place(card.site_id), _place(device.site_id))
    if differ(card.serial, device.serial):
        yield Found(Difference.SERIAL, card.id, device.id, card.serial, device.serial)
    if differ(card.model, device.model) and not _within(card.model, device.model):
        yield Found(Difference.MODEL, card.id, device.id, card.model, device.model)
    if device.seen_at is not None and device.seen_at < before:
        yield Found(Difference.NOT_SEEN, card.id, device.id, "", f"{device.seen_at:%Y-%m-%d}")


def _place(site_id: int | None) -> str:
    return str(site_id or 0)


def differ(book: str, network: str) -> bool:
    """Both say something, and not the same; case, blanks and hyphens do not count."""
    return bool(bare(book)) and bool(bare(network)) and bare(book) != bare(network)


def bare(text: str) -> str:
    """What counts of a serial or a model."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _within(book: str, network: str) -> bool:
    """CRS326 and "CRS326-24G-2S+RM" are one model, told shorter."""
    shorter, longer = sorted((bare(book), bare(network)), key=len)
    return len(shorter) >= 3 and shorter in longer
