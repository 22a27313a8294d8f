"""The report as mail: made when its day has come, put into the outbox with its paper, and told as finished work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from inventory.models.site import Office
from netops.models.job import Job, JobState
from netops.models.paper import Paper
from netops.models.person import Person
from netops.notify.plain import one_line
from netops.notify.posting import message_for
from netops.notify.recipients.readers import Reader
from netops.notify.words.letter import Letter, Row, rendered
from netops.reports.figures import ReportFigures
from netops.reports.gathering import Moment
from netops.reports.making import make_report
from netops.reports.period import Period
from netops.reports.schedule import ReportSchedule, load_schedule, mark_told
from service.database import reading, transaction
from service.i18n import N_, _, speaking, spoken

KIND: Final = "report"
PHASE: Final = "report"
TITLE: Final = N_("Report by mail")


@dataclass(frozen=True, slots=True)
class From:
    """Where the pages are, and who the mails come from."""

    base_url: str
    mail_from: str


def mail_due(engine: Engine, origin: From, *, now: datetime) -> int:
    """Mail every report whose time has come; how many messages. One transaction an office: never half of it."""
    with reading(engine) as session:
        offices = session.exec(select(Office).order_by(col(Office.id))).all()
    return sum(_of_office(engine, office, origin, now) for office in offices)


def _of_office(engine: Engine, office: Office, origin: From, now: datetime) -> int:
    assert office.id is not None
    moment = Moment(now, ZoneInfo(office.timezone))
    with transaction(engine) as session:
        kept = load_schedule(session, office.id)
        due = kept.due(now, moment.zone)
        if not due:
            return 0
        told, without = readers(session, office.id, kept.schedule)
        papers = [(period, make_report(session, office.id, period, moment, by=None)) for period in due]
        for period, paper in papers:
            for person in told:
                letter = write(period, paper, person, origin.base_url)
                message = message_for(Reader.of_person(person), letter, phase=PHASE, mail_from=origin.mail_from, at=now)
                message.paper_id = paper.id
                session.add(message)
        mark_told(session, office.id, due[0])
        session.add(_finished(office.id, papers, told, without, now))
        return len(papers) * len(told)


def readers(session: Session, office_id: int, schedule: ReportSchedule) -> tuple[list[Person], list[Person]]:
    """(who is told, who would be but has no address)."""
    query = select(Person).where(
        Person.office_id == office_id, col(Person.role).in_(schedule.roles), col(Person.disabled_at).is_(None)
    )
    people = session.exec(query.order_by(col(Person.id))).all()
    # Two people may share a mailbox: one message is enough.
    told = {person.email: person for person in people if person.email}
    return list(told.values()), [person for person in people if not person.email]


def write(period: Period, paper: Paper, person: Person, base_url: str) -> Letter:
    """The words around the paper, in the language of who reads them."""
    figures = ReportFigures.model_validate(paper.data["data"])
    total = figures.total
    with speaking(person.language):
        shown = {
            "schools": f"{total.schools:,}",
            "connected": f"{total.connected:,}",
            "percent": "–" if total.connected_percent is None else f"{total.connected_percent}%",
        }
        subject = one_line(_("Internet of the schools: %(period)s") % {"period": period.title(spoken())})
        address = f"{base_url}/reports?{urlencode({'period': period.key})}"
        words = {
            "subject": subject,
            "greeting": one_line(person.name),
            "lead": _("Of %(schools)s schools, %(connected)s have the internet: %(percent)s.") % shown,
            "rows": [
                Row(_("Availability"), "–" if total.available is None else f"{total.available}%"),
                Row(_("Outages"), f"{total.outages:,}"),
            ],
            "links": [Row(_("Open the report with the rows behind its figures"), address, address)],
            "office": one_line(figures.office),
            "language": spoken(),
        }
        return Letter(subject, *rendered("report", words))


def _finished(
    office_id: int,
    papers: Sequence[tuple[Period, Paper]],
    told: Sequence[Person],
    without: Sequence[Person],
    now: datetime,
) -> Job:
    """What was done, among the work that people find on its page."""
    return Job(
        office_id=office_id,
        kind=KIND,
        title=", ".join(paper.title for _period, paper in papers)[:255],
        state=JobState.DONE,
        done=len(told),
        total=len(told) + len(without),
        request={"periods": [period.key for period, _paper in papers]},
        result={
            "papers": [paper.id for _period, paper in papers],
            "told": [person.name or person.username for person in told],
            "without_address": [person.name or person.username for person in without],
        },
        created_at=now,
        started_at=now,
        ended_at=now,
    )
