"""How long every page and every answer of the API takes in a large district: `python -m netops.bench.pages`.

Every GET route of the app is asked, found by walking its routes, within one process: the time is that of the server
and of nothing else. `netops.bench.served` asks the same of a real web process beside a polling poller.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import httpx
from sqlalchemy import Engine, select, update
from sqlmodel import Session, col

from innovation.models.evaluation import Survey
from inventory.models.agent import Agent
from inventory.models.config import ConfigVersion
from inventory.models.contract import ProviderReport
from inventory.models.credential import Credential, CredentialKind
from inventory.models.decommission import Decommission
from inventory.models.device import Interface
from inventory.models.inspection import InspectionItem
from inventory.models.outage import MaintenanceWindow
from inventory.models.site import Site
from inventory.models.topology import Stranger
from inventory.store.power import path_of, power_link
from netops import db
from netops.bench.history import Extent, add_history
from netops.bench.seeding import seed
from netops.models.alert import Alert, AlertChannel, OutboxMessage
from netops.models.case import Committee, Meeting, WorkCase
from netops.models.job import Job, Submission
from netops.models.letter import Letter
from netops.models.paper import Paper, PaperTemplate
from netops.models.person import Person, Role
from netops.models.response import Article
from netops.papers.plain_letter import PLAIN_LETTER
from netops.people.accounts import issue_slip
from netops.settings import Settings
from netops.siblings.datasets import DATASETS
from netops.vault import Vault
from netops.watched.limits import Metric
from netops.web.app import create_app
from netops.web.pages.jobs import CRITERIA_UPLOAD
from netops.web.session import open_session
from office.fiscal import FiscalYear
from procurement.buying.steps import Step
from procurement.models.purchase import Purchase
from procurement.models.spec import Spec, SpecLine
from service.columns import utc_now
from service.database import make_engine, transaction
from service.web.security import Cookies

GOAL_MS: Final = 200
REQUESTS: Final = 10
DEVICES: Final = 2000
Figure = dict[str, Any]

NOT_ASKED: Final[Mapping[str, str]] = {
    "/claims/packs.zip": "hundreds of papers, made while the file leaves",
    "/network/manuals/{job_id:int}/files.zip": "measured by `netops bench manuals`",
    "/submissions/photos/{photo_id}": "a file from the disk, as it was sent",
    "/api/v1/submissions/photos/{photo_id}": "the same",
    "/enter/{service}": "leads on to another service",
    "/open/{service}": "leads on to another service",
    "/views": "asked with its parameter below",
    "/devices/{device_id}/configs/diff": "asked with its parameters below",
    "/api/v1/sightings": "asked with its parameter below",
    "/api/v1/criteria/editions/compare": "asked with its parameters below",
    "/api/v1/data/{dataset}": "asked with its parameters below",
    "/inspections/{row_id:int}/phone": "of who is appointed only",
    "/inspections/{row_id:int}/phone.json": "the same",
    "/inspections/records/{record_id:int}/photo": "a file from the disk, as it was sent",
    "/assets/labels": "asked with its parameter below",
    "/assets/labels.pdf": "measured by `netops bench labels`",
    "/api/v1/asset-labels.pdf": "the same",
    "/letters/{letter_id:int}/file": "a file from the disk, as it was sent",
    "/api/v1/letters/{letter_id}/file": "the same",
    "/cases/{case_id:int}/evidence/{evidence_id:int}": "the same",
    "/api/v1/cases/{case_id}/evidence/{evidence_id}": "the same",
    "/network/pictures/{row_id:int}": "the same",
    "/papers/{paper_id:int}/scan": "the same",
    "/api/v1/papers/{paper_id}/scan": "the same",
    "/papers/{paper_id:int}/approved.pdf": "the same",
    "/cases/{case_id:int}/meetings/{meeting_id:int}/resolutions/new": "asked with its parameter below",
    "/purchases/new": "asked with its parameter below",
    "/configs.git/info/refs": "a program's, which asks for a repository that the poller writes",
    "/calendar/subscribed/{token}.ics": "of a person who asked for an address",
    "/metrics": "measured as the scrape, with a poller",
    "/metrics/device/{device_id}": "measured as the scrape, with a poller",
}
# Pages that are not for an administrator, by how they begin.
ASKED_BY: Final = {
    Role.SCHOOL: ("/submissions/mine", "/submissions/new", "/innovations/{row_id:int}/my-school"),
    Role.DIRECTOR: ("/purchases/{row_id:int}/approve",),
}
# Answers other than 200 that are right in a district that is set up.
OTHERWISE: Final[Mapping[str, int]] = {
    "/sign-in": HTTPStatus.SEE_OTHER,
    "/first-run": HTTPStatus.NOT_FOUND,
}
# Files are made whole before the first byte leaves; a person waits for a file otherwise than for a page.
_FILE = re.compile(r"export|refused\.|\.\{form\}")
FILE_GOAL_MS: Final = 2000
# The same pages asked for more than at first sight.
DEEPER: Final = (
    "/views?of=/outages",
    "/devices/{device_id}/configs/diff?old=1&new=1",
    "/api/v1/sightings?q=0201",
    "/api/v1/criteria/editions/compare?old=computer-2568-12&new=computer-2569-05",
    *(f"/api/v1/data/{name}?office=bench" for name in DATASETS),
    "/sightings?q=02:01:00",
    "/outages?standing=ended&page=90",
    "/outages?q=sw&per_page=200",
    "/inventory/devices?page=39&sort=-model",
    "/inventory/devices?q=sim&per_page=200",
    "/schools/{code}?period=fy",
    f"/reports?period=fy{FiscalYear.of(utc_now().date()).preceding.era}",
    "/claims?q=main&per_page=200",
    "/links/{link_id}/quality?period=30d",
    "/links/{link_id}/quality.json?period=fy",
    "/assets?q=SIM7&per_page=200",
    "/assets?standing=broken&older=5&sort=-total_satang",
    "/assets?page=900",
    "/assets/labels?id=1",
    "/cases/{case_id:int}/meetings/{meeting_id:int}/resolutions/new?step=evaluation",
    "/purchases/new?entry=7",
    "/risks?risk_state=live&per_page=200",
    "/risks?tasks=overdue",
    "/search?q=sim",
    "/search?q=02:00:01",
    "/search/suggestions?q=โรงเรียน",
    "/api/v1/devices?limit=1000",
    "/api/v1/events?limit=1000&offset=40000",
)


@dataclass(frozen=True, slots=True)
class Took:
    """One request, in milliseconds."""

    ms: float
    cpu_ms: float


class UnfilledError(LookupError):
    """A route has a parameter that nothing seeded stands for, so that it would be left out."""


@dataclass(frozen=True, slots=True)
class Seeded:
    """A district to ask about. `values` fill paths by name, or by the word before it: `imports/job_id`."""

    settings: Settings
    engine: Engine
    vault: Vault
    values: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[Role, str] = field(default_factory=dict)


@contextmanager
def large_district(*, devices: int = DEVICES, extent: Extent | None = None) -> Iterator[Seeded]:
    """200 schools with 2,000 switches and their history, in a database of its own that is removed afterwards."""
    settings = Settings(data_dir=Path(tempfile.mkdtemp(prefix="netops-bench-")))
    vault = Vault.create(settings.data_dir)
    db.migrate(settings.url)
    engine = make_engine(settings.url)
    try:
        seed(engine, vault, living=devices, ports=(1161, 1161))
        add_history(engine, vault, extent or Extent(), now=utc_now())
        yield with_people(Seeded(settings, engine, vault))
    finally:
        engine.dispose()
        shutil.rmtree(settings.data_dir)


def with_people(seeded: Seeded) -> Seeded:
    """An administrator and a school's person, signed in, and what paths are filled with."""
    now = utc_now()
    with transaction(seeded.engine) as session:
        cookies = {}
        for role in (Role.ADMIN, Role.DIRECTOR, Role.SCHOOL):
            person = Person(office_id=1, username=f"bench-{role}", role=role, site_id=1)
            session.add(person)
            session.flush()
            cookies[role] = open_session(session, person, address="127.0.0.1", now=now, hours=12)
            if role is Role.ADMIN:  # whose mails they are
                session.execute(update(OutboxMessage).values(person_id=person.id))
        slip = issue_slip(session, person, now=now)
        assert person.id is not None
        session.add(Submission(site_id=1, person_id=person.id, kind="device", data={"name": "bench"}))
        away: dict[str, Any] = {"case_key": "bench", "kind": "close", "effective_on": now.date(), "ordered_at": now}
        session.add(Decommission(office_id=1, site_id=1, **away))
        session.flush()
        values = _values(session) | {"token": slip.text, "person_id": str(person.id)}
        link = power_link(session, 1)
        assert link is not None
        values["power/token"] = path_of(session.get_one(Site, 1), link).rpartition("/")[2]
    return Seeded(seeded.settings, seeded.engine, seeded.vault, values, cookies)


def _values(session: Session) -> dict[str, str]:
    def first(column: Any, *where: Any) -> str:
        return str(session.execute(select(column).where(*where).order_by(column).limit(1)).scalar_one())

    return {
        "code": first(col(Site.code)),
        "link_id": "1",
        "device_id": "1",
        "row_id": "1",
        "job_id": "2",
        "imports/job_id": "1",
        "uploads/job_id": first(col(Job.id), col(Job.kind) == CRITERIA_UPLOAD),
        "editions/key": "computer-2568-12",
        "listing": "computer",
        "item_code": "4",
        "items/item_id": first(col(InspectionItem.id)),
        "kind": "devices",
        "new/kind": "link",
        "form": "xlsx",
        "name": "LinkDown",
        "site_id": "1",
        "port_id": first(col(Interface.id), col(Interface.device_id) == 1),
        "stranger_id": first(col(Stranger.id)),
        "agent_id": first(col(Agent.id)),
        "rule": "no-telnet",
        "risk-rules/rule": "no_manual",
        "task_id": "1",
        "outage_id": first(col(ProviderReport.outage_id)),
        "report_id": first(col(ProviderReport.id)),
        "contract_id": "1",
        "claim_id": "1",
        "director-reports/period": f"fy{FiscalYear.of(utc_now().date()).preceding.era}",
        "drafting/job_id": first(col(Job.id), col(Job.kind) == "claims"),
        "paper_id": first(col(Paper.id)),
        "paper_kind": PLAIN_LETTER.key,
        "version": first(col(PaperTemplate.version)),
        "alert_id": first(col(Alert.id)),
        "article_id": first(col(Article.id)),
        "channel_id": first(col(AlertChannel.id)),
        "channel_kind": "webhook",
        "metric": Metric.LOSS.value,
        "version_id": first(col(ConfigVersion.id)),
        "message_id": first(col(OutboxMessage.id)),
        "submission_id": first(col(Submission.id)),
        "spec_id": first(col(Spec.id)),
        "case_id": first(col(WorkCase.id), col(WorkCase.workflow) == "innovation"),
        "committee_id": first(col(Committee.id)),
        "meeting_id": first(col(Meeting.id)),
        "steps/step": "idea",
        "letter_id": first(col(Letter.id)),
        "part_id": "1",
        "phase": "before",
        "survey_id": first(col(Survey.id)),
        "survey/token": first(col(Survey.token)),
        "delivery": "1",
        "purchases/row_id": first(col(Purchase.id), col(Purchase.step) == Step.ACCEPTED),
        "line_id": first(col(SpecLine.id)),
        "maintenance/row_id": first(col(MaintenanceWindow.id)),
        "ssh/row_id": first(col(Credential.id), col(Credential.kind) == CredentialKind.SSH),
    }


def get_routes(routes: Iterable[Any], prefix: str = "") -> Iterator[str]:
    """The path of every GET route, however deep routers are nested; files of a folder are no routes."""
    for route in routes:
        # FastAPI keeps an included router whole and tells each of its routes with all prefixes.
        effective = getattr(route, "effective_route_contexts", None)
        found = list(effective()) if effective is not None else [route]
        for one in found:
            if getattr(one, "routes", None):
                yield from get_routes(one.routes, prefix + one.path)
            elif "GET" in (getattr(one, "methods", None) or ()):
                yield prefix + str(one.path)


def filled(path: str, values: Mapping[str, str]) -> str:
    """The path with what was seeded; UnfilledError names a parameter that nothing stands for."""
    segments = path.split("/")
    for place, segment in enumerate(segments):

        def value(found: re.Match[str], before: str = segments[place - 1], segment: str = segment) -> str:
            name = found[1]
            if segment.startswith("export."):
                return "xlsx"
            known = values.get(f"{before}/{name}", values.get(name))
            if known is None:
                raise UnfilledError(f"{path}: nothing is seeded for {name}")
            return known

        segments[place] = re.sub(r"\{(\w+)(?::\w+)?\}", value, segment)
    return "/".join(segments)


def addresses(routes: Iterable[Any], values: Mapping[str, str], *, deeper: Sequence[str] = DEEPER) -> dict[str, str]:
    """Route to the address that is asked, for every route, and those that are asked for more."""
    named = [path for path in get_routes(routes) if path not in NOT_ASKED]
    found = {path: filled(path, values) for path in named}
    for path in deeper:
        plain, _, query = path.partition("?")
        found[path] = f"{filled(plain, values)}?{query}"
    return found


def figure(path: str, took: Sequence[Took], *, where: str, size: int) -> Figure:
    """One line: the median, and in the note what else a reader wants to know.

    The CPU time tells what the page costs where other programs share the processors, as they may.
    """
    ordered = sorted(one.ms for one in took)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    goal = FILE_GOAL_MS if _FILE.search(path) else GOAL_MS
    return {
        "figure": f"{where} {path}",
        "value": round(statistics.median(ordered), 1),
        "unit": "ms",
        "goal": goal,
        "note": f"{size} bytes; {len(ordered)} requests",
        "p95": round(p95, 1),
        "cpu": round(statistics.median(one.cpu_ms for one in took), 1),
    }


class WrongAnswerError(Exception):
    """A page that does not answer as it should is not measured."""


def check_status(path: str, status: int) -> None:
    """Raises WrongAnswerError: a quick refusal is no quick page."""
    if status != OTHERWISE.get(path, HTTPStatus.OK):
        raise WrongAnswerError(f"{path}: {status}")


def cookie_of(path: str, seeded: Seeded) -> dict[str, str]:
    """As whoever the page is for; an administrator sees whatever IT sees."""
    role = next((role for role, pages in ASKED_BY.items() if path.startswith(pages)), Role.ADMIN)
    return {"Cookie": f"{Cookies(https=False).session}={seeded.cookies[role]}"}


async def inside(seeded: Seeded, *, requests: int = REQUESTS, deeper: Sequence[str] = DEEPER) -> list[Figure]:
    """Each route asked `requests` times within this process, after one time that fills caches."""
    app = create_app(seeded.settings, seeded.engine, seeded.vault)
    found = []
    try:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
            for path, address in addresses(app.routes, seeded.values, deeper=deeper).items():
                headers = cookie_of(path, seeded)
                answer = await client.get(address, headers=headers)
                check_status(path, answer.status_code)
                took = []
                for _ in range(requests):
                    started, cpu = time.perf_counter(), time.process_time()
                    await client.get(address, headers=headers)
                    took.append(Took(1000 * (time.perf_counter() - started), 1000 * (time.process_time() - cpu)))
                found.append(figure(path, took, where="inside", size=len(answer.content)))
    finally:
        app.state.jobs.close()
        app.state.poller.close()
    return found


def main() -> None:
    """Print a JSON line for each route."""
    with large_district() as seeded:
        for line in asyncio.run(inside(seeded)):
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
