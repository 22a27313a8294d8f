"""What first aid knows before it looks: where the outage is, what stands around it, and what a look is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from collectors.names import SYSTEM_NAMES, Names
from collectors.trace import Hop, trace
from inventory.models.device import Device
from inventory.models.link import Link, Provider
from inventory.models.outage import Outage, Subject
from inventory.models.site import Site
from netops.first_aid.names import LookName

Found = Mapping[str, Any]
Clock = Callable[[str], str]
"""A moment of `found`, ISO 8601, as the reader's clock shows it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One outage. `device_id` is the router of a link or the device itself, `before_id` what it stands behind."""

    outage_id: int
    office_id: int
    site_id: int
    subject: Subject
    subject_id: int
    started_at: datetime
    confirmed_at: datetime
    host: str = ""
    asked_by_agent: bool = False
    device_id: int | None = None
    before_id: int | None = None
    provider_id: int | None = None
    provider: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True)
class Means:
    """By what the looks ask: the resolver, the tracer, and what the poller holds of ports (device id -> its ports)."""

    names: Names = SYSTEM_NAMES
    trace: Callable[..., Awaitable[list[Hop]]] = trace
    ports: Mapping[int, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence for people, plain text; `state` names the shape before it, empty for none."""

    text: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """One question of first aid. It either reads what is known or asks the network; `lines` is what that means.

    `read` and `ask` give None when there is nothing to look at here. What is found is plain JSON, cut to a size.
    """

    name: LookName
    title: str
    permission: str
    lines: Callable[[Found, Clock], Sequence[Line]]
    read: Callable[[Session, Scene, Means], Found | None] | None = None
    ask: Callable[[Scene, Means], Awaitable[Found | None]] | None = None
    deadline_s: float = 10.0


def scene_of(session: Session, outage: Outage) -> Scene:
    """What is known of an outage before anything is looked at."""
    assert outage.id is not None
    site = session.get_one(Site, outage.site_id)
    link = session.get(Link, outage.subject_id) if outage.subject is Subject.LINK else None
    device_id = link.device_id if link is not None else outage.subject_id
    device = session.get(Device, device_id) if device_id is not None else None
    provider = session.get(Provider, link.provider_id) if link is not None and link.provider_id else None
    return Scene(
        outage_id=outage.id,
        office_id=site.office_id,
        site_id=outage.site_id,
        subject=outage.subject,
        subject_id=outage.subject_id,
        started_at=outage.started_at,
        confirmed_at=outage.confirmed_at,
        host=link.check_address if link is not None else device.address if device is not None else "",
        asked_by_agent=outage.method == "agent",
        device_id=device_id,
        before_id=(link.upstream_id if link is not None else None) or (device.parent_id if device else None),
        provider_id=provider.id if provider is not None else None,
        provider=provider.name if provider is not None else "",
        district=site.district,
    )
