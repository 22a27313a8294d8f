"""Two offices in one database, everything of the second marked: what a test looks for where it must not be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from fastapi.routing import APIRoute
from sqlalchemy import Engine
from sqlmodel import Session

from inventory.columns import utc_now
from inventory.models.device import ConfigVersion, Health, Neighbour, Part
from inventory.models.outage import CurrentState, Event, MaintenanceWindow, Probe, State, Subject
from inventory.models.site import Contact, Office, Site
from netops.db import transaction
from netops.models.alert import Alert, AlertKind, OutboxMessage
from netops.models.job import Job, Photo, Submission
from netops.models.person import ApiToken, AuditEntry, Role, SavedView
from netops.web.access import Allowed, Open
from netops.web.routers import ROUTERS
from tests import factories
from tests.web.test_access import gates

NEIGHBOUR: Final = "xq7neighbour"
"""Stands in every text of the other school of our office."""
FOREIGN: Final = "xq7foreign"
"""Stands in every text of the other office."""
EITHER: Final = "xq7"


@dataclass(frozen=True, slots=True)
class Way:
    """One method of one route."""

    method: str
    path: str
    gate: Allowed | Open

    @property
    def is_safe(self) -> bool:
        """Only reads."""
        return self.method == "GET"

    @property
    def is_api(self) -> bool:
        """Called with a bearer token, and not with a cookie."""
        return self.path.startswith("/api/")


def ways() -> Iterator[Way]:
    """Every route of pages and API."""
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute):
                gate = next(gates(route.dependant))
                yield from (Way(method, route.path, gate) for method in sorted(route.methods or ()))


WAYS: Final = tuple(ways())
# What an address names that is no id of a row.
WORDS: Final = {"kind": "csv", "form": "csv", "name": "LinkDown", "token": "0" * 32}
_KINDS: Final = {"/submissions/new/{kind}": "link", "/api/v1/exports/{kind}.{form}": "sites"}
_TEMPLATE: Final = "/imports/template.{kind}.{form}"


def filled(path: str, ids: Mapping[str, object]) -> str:
    """The address with the ids of somebody's rows in it. `ids` is by the noun before the id: `devices` and so on."""
    parts = path.split("/")
    for at, part in enumerate(parts):
        if part.startswith("{") and part.count("{") == 1 and part.strip("{}") not in WORDS:
            before = parts[at - 1] if parts[at - 1] not in {"snmp", "ssh", "device"} else "credentials"
            before = "devices" if parts[at - 1] == "device" else before
            parts[at] = str(ids[before])
    text = "/".join(parts)
    for name, word in {**WORDS, "kind": _KINDS.get(path, "sites" if path == _TEMPLATE else "csv")}.items():
        text = text.replace(f"{{{name}}}", word)
    return text


@dataclass(frozen=True, slots=True)
class Realm:
    """An office with one school in which everything exists."""

    office: Office
    site: Site
    ids: Mapping[str, object]


def furnish(session: Session, office: Office, mark: str, *, of_office: str) -> Realm:
    """A school with one row of every kind, each carrying a mark: the school's own, or the one of the whole office."""
    now = utc_now()
    site = factories.make_site(session, office, name=f"{mark} school", district=f"{mark} district", address=mark)
    provider = factories.make_provider(session, office, name=f"{of_office} provider {site.id}", phone=of_office)
    calendar = factories.make_calendar(session, office, name=f"{mark} calendar")
    credential = factories.make_credential(session, office, name=f"{mark} set")
    link = factories.make_link(session, site, name=f"{mark} link", circuit_no=mark, provider_id=provider.id)
    device = factories.make_device(session, site, name=f"{mark} device", model=mark, serial=mark, sys_descr=mark)
    assert office.id is not None
    assert site.id is not None
    assert link.id is not None
    assert device.id is not None
    outage = factories.make_outage(session, link, detail=mark, note=mark)
    person = factories.make_person(session, office, name=f"{mark} person", username=f"{mark}{office.id}{site.id}")
    assert person.id is not None
    assert outage.id is not None
    factories.make_interface(session, device, name=mark, alias=mark)
    window = MaintenanceWindow(
        office_id=office.id, subject=Subject.LINK, subject_id=link.id, starts_at=now, ends_at=now, note=mark
    )
    config = ConfigVersion(
        device_id=device.id, taken_at=now, checked_at=now, sha256="0" * 64, redacted=mark, sealed=b"-"
    )
    job = Job(office_id=office.id, kind="scan", title=mark, result={"found": []})
    upload = Job(office_id=office.id, kind="upload", title=mark, request={"kind": "sites"})
    view = SavedView(person_id=person.id, page="/outages", name=mark, query="")
    token = ApiToken(person_id=person.id, name=mark, prefix="nt_", token_hash=f"{site.id:064}", scopes=["read"])
    alert = Alert(kind=AlertKind.LINK_DOWN, subject=Subject.LINK, subject_id=link.id, site_id=site.id, started_at=now)
    session.add_all([window, config, job, upload, view, token, alert])
    session.flush()
    message = OutboxMessage(
        alert_id=alert.id,
        phase="opened",
        person_id=person.id,
        recipient=f"{mark}@foreign.example",
        message_id=f"<{mark}{site.id}@x>",
        subject=mark,
        text=mark,
        html=mark,
    )
    submission = Submission(site_id=site.id, person_id=person.id, kind="link", data={"name": mark})
    session.add_all([message, submission])
    session.flush()
    photo = Photo(submission_id=submission.id or 0, sha256="0" * 64, media_type="image/jpeg", size_bytes=1)
    session.add_all(
        [
            photo,
            Contact(site_id=site.id, name=mark, phone=mark, position=0),
            Probe(outage_id=outage.id, at=now, method="icmp", answered=False, detail=mark),
            Part(device_id=device.id, index=1, name=mark, model=mark, serial=mark),
            Health(device_id=device.id, section="sensor", descr=mark, value=1.0, unit="V", at=now),
            Neighbour(device_id=device.id, protocol="lldp", remote_name=mark, remote_port=mark, seen_at=now),
            Event(at=now, kind="PortAppeared", site_id=site.id, device_id=device.id, data={"port": mark}),
            AuditEntry(office_id=office.id, actor=mark, action=f"{mark}.done", subject=mark, at=now),
            *(
                CurrentState(
                    subject=subject, subject_id=row_id, state=State.DOWN, since=now - timedelta(hours=1), reason=mark
                )
                for subject, row_id in ((Subject.LINK, link.id), (Subject.DEVICE, device.id))
            ),
        ]
    )
    session.flush()
    ids: dict[str, object] = {
        "sites": site.id,
        "schools": site.code,
        "s": site.code,
        "links": link.id,
        "devices": device.id,
        "providers": provider.id,
        "calendars": calendar.id,
        "credentials": credential.id,
        "maintenance": window.id,
        "outages": outage.id,
        "configs": config.id,
        "jobs": job.id,
        "scan": job.id,
        "imports": upload.id,
        "people": person.id,
        "tokens": token.id,
        "views": view.id,
        "deliveries": message.id,
        "submissions": submission.id,
        "photos": photo.id,
    }
    return Realm(office, site, ids)


@dataclass(frozen=True, slots=True)
class World:
    """Our office with our school; a neighbouring school of the same office; another office."""

    ours: Realm
    neighbour: Realm
    foreign: Realm


def world(engine: Engine) -> World:
    """All of it, stored."""
    with transaction(engine) as session:
        office = factories.make_office(session, name="Our office")
        elsewhere = factories.make_office(session, name=f"{FOREIGN} office")
        return World(
            furnish(session, office, "ours", of_office="ours"),
            furnish(session, office, NEIGHBOUR, of_office="ours"),
            furnish(session, elsewhere, FOREIGN, of_office=FOREIGN),
        )


def reaching(role: Role, way: Way, table: Mapping[str, frozenset[Role]]) -> bool:
    """Whether the table of permissions lets this role in."""
    return isinstance(way.gate, Open) or role in table[way.gate.permission]
