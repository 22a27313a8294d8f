"""Papers of innovations made from what is stored. The caller commits."""

from __future__ import annotations

from datetime import datetime, tzinfo

from sqlmodel import Session, col, select

from innovation.models.evaluation import Survey
from innovation.models.innovation import Innovation, Pilot, Requirement
from inventory.models.site import Office, Site
from netops.innovation_papers.data import PilotForm, PilotRow, SurveyForm
from netops.innovation_papers.evaluation import EVALUATION_REPORT
from netops.innovation_papers.forms import PILOT_FORM, SURVEY_FORM
from netops.innovation_papers.gathering import AsOf, evaluation_of, outcome_report, survey_said
from netops.innovation_papers.outcome import OUTCOME_REPORT
from netops.models.paper import Paper
from netops.papers.making import Order, make_paper
from office.fiscal import FiscalYear


def make_evaluation(session: Session, innovation: Innovation, at: AsOf, order: Order) -> Paper:
    """The report of an evaluation as of a day."""
    return make_paper(session, EVALUATION_REPORT, evaluation_of(session, innovation, at), order)


def make_pilot_form(session: Session, innovation: Innovation, pilot: Pilot | None, order: Order) -> Paper:
    """Of one pilot with what is known of it; None: blank, with the requirements to be tried."""
    site = session.get(Site, pilot.site_id) if pilot is not None else None
    wanted = select(Requirement).where(Requirement.innovation_id == innovation.id).order_by(col(Requirement.number))
    rows = tuple(
        PilotRow(number=one.number, text=one.text, test=one.test, result=one.result.value if pilot is not None else "")
        for one in session.exec(wanted)
    )
    data = PilotForm(
        office=_office(session, innovation.office_id),
        name=innovation.name,
        version=innovation.version,
        school=site.name if site is not None else "",
        begins_on=pilot.begins_on if pilot is not None else None,
        ends_on=pilot.ends_on if pilot is not None else None,
        result=pilot.result.value if pilot is not None else "",
        finding=pilot.finding if pilot is not None else "",
        rows=rows,
    )
    return make_paper(session, PILOT_FORM, data, order)


def make_survey_form(session: Session, innovation: Innovation, survey: Survey, order: Order, *, blank: bool) -> Paper:
    """To be filled in by hand, or with how often each figure was given."""
    data = SurveyForm(
        office=_office(session, innovation.office_id),
        name=f"{innovation.name} {innovation.version}".strip(),
        survey=survey_said(session, survey),
        is_blank=blank,
    )
    return make_paper(session, SURVEY_FORM, data, order)


def make_outcome(session: Session, office_id: int, year: FiscalYear, at: AsOf, order: Order) -> Paper:
    """The process report of a fiscal year."""
    return make_paper(session, OUTCOME_REPORT, outcome_report(session, office_id, year, at), order)


def _office(session: Session, office_id: int) -> str:
    return session.get_one(Office, office_id).name


def day_of(at: datetime, zone: tzinfo) -> AsOf:
    """The day of a moment on the office's own clock."""
    return AsOf(at.astimezone(zone).date(), zone)
