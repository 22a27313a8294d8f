"""Two offices in one database, everything of the second marked: what a test looks for where it must not be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from fastapi.routing import APIRoute
from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.agent import Agent
from inventory.models.config import ComplianceResult, ConfigVersion, Exemption, Grade
from inventory.models.device import DeviceCertificate, Health, Neighbour, Part
from inventory.models.message import Channel, LogSource, Message
from inventory.models.outage import CurrentState, Event, MaintenanceWindow, Outage, PowerReport, Probe, State, Subject
from inventory.models.site import Contact, Office, Site
from inventory.models.topology import Basis, Stranger
from inventory.store import power
from netops.models.alert import Alert, AlertChannel, AlertKind, EscalationStep, OutboxMessage
from netops.models.job import Job, JobState, Photo, Submission
from netops.models.paper import PaperTemplate
from netops.models.person import ApiToken, AuditEntry, Person, Role, SavedView
from netops.models.response import Article, FirstAid, StepDone
from netops.models.signing import CodeFrom, SignedScan
from netops.models.threshold import ThresholdRule
from netops.papers.making import Order, make_paper
from netops.papers.numbering import Numbering, Series, store_numbering
from netops.papers.plain_letter import PLAIN_LETTER
from netops.web.routers import ROUTERS
from service.columns import utc_now
from service.database import transaction
from service.papers.template import word_file
from service.web.access import Allowed, Open
from tests import factories
from tests.security.decided import decided_case
from tests.security.of_assets import cards_and_classes
from tests.security.of_contracts import agreed
from tests.security.of_innovations import entry_and_parts
from tests.security.of_network import closing, network_file
from tests.security.of_procurement import a_need, a_purchase, edition_and_upload, specification
from tests.security.of_risks import a_risk
from tests.web.test_access import gates

NEIGHBOUR: Final = "xq7k9neighbour"
"""Stands in every text of the other school of our office."""
FOREIGN: Final = "xq7k9foreign"
"""Stands in every text of the other office."""
EITHER: Final = "xq7k9"
AN_HOUR_AGO: Final = utc_now() - timedelta(hours=1)
MONTH: Final = utc_now().date().replace(day=1)


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
WORDS: Final = {
    "kind": "csv",
    "channel_kind": "line",
    "paper_kind": "plain_letter",
    "form": "csv",
    "what": "order",
    "name": "LinkDown",
    "token": "0" * 32,
    "rule": "no-telnet",
    "metric": "temperature",
    "runbook": "LinkDown",
    "step": "link-power",
    "period": f"{MONTH:%Y-%m}",
    "listing": "computer",
    "item_code": "4",
    "phase": "before",
    "service": "registry",
    "dataset": "network",
}
_KINDS: Final = {"/submissions/new/{kind}": "link", "/api/v1/exports/{kind}.{form}": "sites"}
_TEMPLATE: Final = "/imports/template.{kind}.{form}"


def filled(path: str, ids: Mapping[str, object]) -> str:
    """The address with the ids of somebody's rows in it. `ids` is by the noun before the id: `devices` and so on."""
    parts = path.split("/")
    for at, part in enumerate(parts):
        if part.startswith("{") and part.count("{") == 1 and part[1:].partition("}")[0] not in WORDS:
            before = parts[at - 1] if parts[at - 1] not in {"snmp", "ssh", "device"} else "credentials"
            before = "devices" if parts[at - 1] == "device" else before
            parts[at] = str(ids[before])
    text = "/".join(parts)
    for name, word in {**WORDS, "kind": _KINDS.get(path, "sites" if path == _TEMPLATE else "csv")}.items():
        text = text.replace(f"{{{name}}}", word)
    return text


@dataclass(frozen=True, slots=True)
class Realm:
    """An office with one school in which everything exists. Who has `power_path` may report for the school."""

    office: Office
    site: Site
    ids: Mapping[str, object]
    power_path: str


def furnish(session: Session, office: Office, mark: str, *, of_office: str) -> Realm:
    """A school with one row of every kind, each carrying a mark: the school's own, or the one of the whole office."""
    site = factories.make_site(session, office, name=f"{mark} school", district=f"{mark} district", address=mark)
    person = factories.make_person(session, office, name=f"{mark} person", username=f"{mark}{site.code}")
    ids = _watched(session, office, site, mark, of_office=of_office) | _of_people(session, site, person, mark)
    session.add_all(
        [
            Contact(site_id=_id(site), name=mark, phone=mark, position=0),
            AuditEntry(office_id=office.id, actor=mark, action=f"{mark}.done", subject=mark, at=utc_now()),
        ]
    )
    ids |= entry_and_parts(session, site, mark, ids)
    ids |= a_risk(session, site, mark, ids)
    ids |= network_file(session, site, ids, mark, of_office=of_office)
    ids |= closing(session, site, mark)
    power_link = power.renew_link(session, _id(site), at=AN_HOUR_AGO)
    power_path = power.path_of(site, power_link)
    ids["power-links"] = power_link.id
    session.add(PowerReport(site_id=_id(site), at=AN_HOUR_AGO, is_off=True))
    return Realm(office, site, {"sites": site.id, "schools": site.code, "s": site.code, **ids}, power_path)


def _id(row: Any) -> int:
    assert isinstance(row.id, int)
    return row.id


def _watched(session: Session, office: Office, site: Site, mark: str, *, of_office: str) -> dict[str, object]:
    """Link, device, outage and all that hangs on them; their ids by noun."""
    now = utc_now()
    provider = factories.make_provider(session, office, name=f"{of_office} provider {site.id}", phone=of_office)
    link = factories.make_link(session, site, name=f"{mark} link", circuit_no=mark, provider_id=provider.id)
    device = factories.make_device(session, site, name=f"{mark} device", model=mark, serial=mark, sys_descr=mark)
    outage = factories.make_outage(session, link, detail=mark)
    port = factories.make_interface(session, device, name=mark, alias=mark)
    device_id, link_id = _id(device), _id(link)
    window = MaintenanceWindow(
        office_id=_id(office), subject=Subject.LINK, subject_id=link_id, starts_at=now, ends_at=now, note=mark
    )
    config = ConfigVersion(
        device_id=device_id, taken_at=now, checked_at=now, sha256="0" * 64, redacted=mark, sealed=b"-"
    )
    exemption = Exemption(office_id=_id(office), rule="no-telnet", device_id=device_id, reason=mark)
    session.add_all(
        [
            window,
            config,
            exemption,
            ComplianceResult(
                device_id=device_id, rule="no-telnet", grade=Grade.BROKEN, evidence=mark, since=now, checked_at=now
            ),
            Probe(outage_id=_id(outage), at=now, method="icmp", answered=False, detail=mark),
            *_beyond(office, site, device_id, mark),
            Part(device_id=device_id, index=1, name=mark, model=mark, serial=mark),
            DeviceCertificate(device_id=device_id, port=443, ends_at=now, read_at=now),
            Health(device_id=device_id, section="sensor", descr=mark, value=1.0, unit="V", at=now),
            Neighbour(device_id=device_id, protocol="lldp", remote_name=mark, remote_port=mark, seen_at=now),
            Event(at=now, kind="PortAppeared", site_id=site.id, device_id=device_id, data={"port": mark}),
            *(
                CurrentState(subject=subject, subject_id=row_id, state=State.DOWN, since=AN_HOUR_AGO, reason=mark)
                for subject, row_id in ((Subject.LINK, link_id), (Subject.DEVICE, device_id))
            ),
        ]
    )
    session.flush()
    return {
        "links": link_id,
        "devices": device_id,
        "providers": provider.id,
        "calendars": factories.make_calendar(session, office, name=f"{mark} calendar").id,
        "credentials": factories.make_credential(session, office, name=f"{mark} set").id,
        "maintenance": window.id,
        **_papers(session, office, site, mark),
        **decided_case(session, office, site, mark),
        "outages": outage.id,
        "configs": config.id,
        "exemptions": exemption.id,
        "ports": port.id,
        **_response(session, office, outage, mark, of_office=of_office),
        **_inside(session, site, device_id, mark),
        **agreed(session, link, _id(outage), MONTH, mark, of_office=of_office),
        **edition_and_upload(session, site, of_office=of_office),
        **a_purchase(session, site, mark),
        **a_need(session, site, device_id, mark),
        **specification(session, site, mark, of_office=of_office),
        **cards_and_classes(session, site, device_id, mark, of_office=of_office),
    }


def _beyond(office: Office, site: Site, device_id: int, mark: str) -> tuple[Alert, ThresholdRule]:
    """A figure beyond its limit, and a limit of the school's own."""
    alert = Alert(
        kind=AlertKind.DISK_FILLING,
        subject=Subject.DEVICE,
        subject_id=device_id,
        site_id=site.id,
        started_at=AN_HOUR_AGO,
        part=mark,
        value=97.0,
    )
    rule = ThresholdRule(office_id=_id(office), site_id=_id(site), metric="temperature", raise_at=70, clear_at=60)
    return alert, rule


def _papers(session: Session, office: Office, site: Site, mark: str) -> dict[str, object]:
    """A paper of the school with a number that we gave, by a template of the office."""
    template = PaperTemplate(
        office_id=_id(office),
        kind=PLAIN_LETTER.key,
        # Versions are counted by office: this one is found by its own number only.
        version=_id(site) + 1000,
        valid_from=date(2020, 1, 1),
        name=office.name,
        content=word_file(PLAIN_LETTER, None, at=AN_HOUR_AGO),
        sha256="0" * 64,
    )
    numbering = Numbering(series={"outgoing": Series(is_own=True)})
    store_numbering(session, _id(office), numbering)
    session.add(template)
    session.flush()
    letter = PLAIN_LETTER.sample().model_copy(update={"subject": mark, "body": mark, "sender": mark})
    paper = make_paper(session, PLAIN_LETTER, letter, Order(_id(office), AN_HOUR_AGO, site_id=site.id))
    session.add(
        SignedScan(
            paper_id=_id(paper),
            paper_sha256=paper.pdf_sha256,
            name=mark,
            media_type="image/png",
            size_bytes=1,
            sha256="0" * 64,
            code_from=CodeFrom.TYPED,
        )
    )
    made = [{"code": mark, "number": 1, "paper_id": paper.id}]
    manuals = Job(office_id=_id(office), kind="manuals", title=mark, state=JobState.DONE, result={"made": made})
    session.add(manuals)
    session.flush()
    return {"papers": paper.id, "versions": template.version, "manuals": manuals.id}


def _response(session: Session, office: Office, outage: Outage, mark: str, *, of_office: str) -> dict[str, object]:
    """What was done about an outage, and what was learnt."""
    now = utc_now()
    article = Article(office_id=_id(office), title=of_office, body=of_office, runbook="LinkDown")
    session.add_all(
        [
            article,
            FirstAid(
                outage_id=_id(outage),
                look="around",
                at=now,
                found={"before": None, "links": [], "devices": [{"name": mark, "state": "down"}]},
            ),
            StepDone(outage_id=_id(outage), runbook="LinkDown", step="link-power", text=mark, note=mark, done_at=now),
        ]
    )
    session.flush()
    return {"articles": article.id}


def _inside(session: Session, site: Site, device_id: int, mark: str) -> dict[str, object]:
    """What the network and the school itself told, and where logs are kept; their ids by noun."""
    now = utc_now()
    stranger = Stranger(
        site_id=_id(site),
        key=mark,
        device_id=device_id,
        basis=Basis.LLDP,
        name=mark,
        descr=mark,
        first_seen_at=now,
        seen_at=now,
    )
    agent = Agent(site_id=_id(site), name=mark, version=mark)
    logs = LogSource(site_id=_id(site), name=mark, kept_where=mark, retention_days=90, note=mark)
    message = Message(
        at=now, channel=Channel.SYSLOG, sender=mark, site_id=_id(site), device_id=device_id, name=mark, text=mark
    )
    session.add_all([stranger, agent, logs, message])
    session.flush()
    return {"strangers": stranger.id, "agents": agent.id, "log-sources": logs.id}


def _of_people(session: Session, site: Site, person: Person, mark: str) -> dict[str, object]:
    """Jobs, tokens, views, mails and what a school submitted; their ids by noun."""
    drafting = Job(office_id=site.office_id, kind="claims", title=mark, state=JobState.FAILED)
    job = Job(office_id=site.office_id, kind="scan", title=mark, result={"found": []})
    upload = Job(office_id=site.office_id, kind="upload", title=mark, request={"kind": "sites"})
    view = SavedView(person_id=_id(person), page="/outages", name=mark, query="")
    token = ApiToken(person_id=_id(person), name=mark, prefix="nt_", token_hash=f"{site.id:064}", scopes=["read"])
    submission = Submission(site_id=_id(site), person_id=_id(person), kind="link", data={"name": mark})
    message = OutboxMessage(
        phase="opened",
        person_id=person.id,
        recipient=f"{mark}@foreign.example",
        message_id=f"<{mark}{site.id}@x>",
        subject=mark,
        text=mark,
        html=mark,
    )
    channel = AlertChannel(office_id=site.office_id, kind="line", name=mark, last_error=mark)
    session.add_all([job, drafting, upload, view, token, submission, message, channel])
    session.flush()
    step = EscalationStep(office_id=site.office_id, position=1, after_minutes=30, channel_id=channel.id)
    alert = Alert(
        kind=AlertKind.AGENT_SILENT,
        subject=Subject.SITE,
        subject_id=_id(site),
        site_id=site.id,
        started_at=utc_now(),
        note=mark,
    )
    session.add_all([step, alert])
    photo = Photo(submission_id=_id(submission), sha256="0" * 64, media_type="image/jpeg", size_bytes=1)
    session.add(photo)
    session.flush()
    return {
        "jobs": job.id,
        "scan": job.id,
        "drafting": drafting.id,
        "imports": upload.id,
        "people": person.id,
        "tokens": token.id,
        "views": view.id,
        "deliveries": message.id,
        "channels": channel.id,
        "escalation": step.id,
        "alerts": alert.id,
        "submissions": submission.id,
        "photos": photo.id,
    }


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
