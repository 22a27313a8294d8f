"""Whether an innovation was worth it: metrics before and after, surveys, money, the director's decision, papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from innovation.evaluation import change
from innovation.models.evaluation import Measure, Metric, Phase, Verdict
from innovation.models.innovation import Innovation, Stage
from innovation.queries.bought import bought_for
from innovation.queries.innovations import find_seen
from innovation.queries.words import MEASURE_WORDS, MONEY_WORDS, PHASE_WORDS, VERDICT_WORDS
from innovation.store.evaluating import METRICS, amounts_of, compared, is_higher_better, unit_of
from innovation.store.parts import find_part
from innovation.store.surveys import is_open, surveys_of
from netops.innovating import judging
from netops.innovating.editors import Innovations
from netops.innovation_papers import making
from netops.innovation_papers.gathering import AsOf, evaluation_of, survey_said
from netops.web.access import Visitor, allowed
from netops.web.hand import hand_of
from netops.web.pages.assets import today_of
from netops.web.pages.innovations import HOME, WORDS
from service.columns import utc_now
from service.i18n import N_, _
from service.refusal import MissingError, RefusedError
from service.web.form import Field, Form, Posted, Section, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix=f"{HOME}/{{row_id:int}}", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("innovation_reports.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("innovations.write"))]
MayDecide = Annotated[Visitor, Depends(allowed("innovations.decide"))]
BETTER: Final = {
    True: ("up", N_("better")),
    False: ("down", N_("worse")),
    None: ("unknown", N_("as before")),
}


def as_of(request: Request) -> AsOf:
    """Today, on the office's own clock."""
    return making.day_of(utc_now(), request.app.state.render.zone)


@router.get("/evaluation")
def show(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """Everything of it on one page."""
    return _shown(request, db, visitor, find_seen(db, visitor.sight, row_id))


def _shown(
    request: Request,
    db: Session,
    visitor: Visitor,
    innovation: Innovation,
    *,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    metrics = []
    for one in compared(db, innovation):
        better = is_higher_better(one.metric)
        became = (
            change(one.before.value, one.after.value, is_higher_better=better) if one.before and one.after else None
        )
        metrics.append((one, unit_of(one.metric), became))
    home = f"{HOME}/{innovation.id}"
    return page(
        request,
        "innovation_evaluation.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        row=innovation,
        home=home,
        writes=visitor.may("innovations.write") and innovation.stage is not Stage.RETIRED,
        known=evaluation_of(db, innovation, as_of(request)),
        metrics=metrics,
        amounts=amounts_of(db, innovation),
        bought=bought_for(db, innovation),
        better=BETTER,
        surveys=[(one, survey_said(db, one)) for one in surveys_of(db, innovation)],
        today=today_of(request),
        open=is_open,
        decision=_decision_form(home, typed, wrong or {}) if visitor.may("innovations.decide") else None,
        measures=MEASURE_WORDS,
        phases=PHASE_WORDS,
        verdicts=VERDICT_WORDS,
        monies=MONEY_WORDS,
        **WORDS,
    )


def _decision_form(home: str, typed: Mapping[str, str] | None, wrong: Mapping[str, str]) -> Form:
    fields = (
        Field(
            "verdict",
            _("What is to become of it"),
            "select",
            options=[(k.value, _(w)) for k, w in VERDICT_WORDS.items()],
        ),
        Field("why", _("Why"), "textarea", maxlength=2000),
    )
    values = typed or {"verdict": Verdict.KEEP.value}
    return Form(_("Decide"), f"{home}/decisions", home, (Section("", fields),), values, wrong)


@router.post("/decisions")
def decide(request: Request, db: Db, visitor: MayDecide, row_id: int, typed: Posted) -> Response:
    """With the figures of the day beside it."""
    innovation = find_seen(db, visitor.sight, row_id)
    try:
        with db.begin_nested():
            judging.decide(hand_of(request, db, visitor), innovation, typed, as_of(request))
    except RefusedError as error:
        return _shown(request, db, visitor, innovation, typed=typed, wrong=problems(error))
    return redirect(request, f"{HOME}/{row_id}/evaluation#decisions", _("Saved."))


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure of one metric in one phase."""

    innovation: Innovation
    metric: Metric
    phase: Phase


def _asked(request: Request, db: Session, visitor: Visitor, row_id: int, part_id: int) -> Asked:
    """By the address; MissingError for a phase that is none."""
    innovation = Innovations(hand_of(request, db, visitor)).get(row_id)
    metric = find_part(db, METRICS, innovation, part_id)
    return Asked(innovation, metric, _phase(request.path_params["phase"]))


@router.get("/metrics/{part_id:int}/{phase}")
def reading_form(request: Request, db: Db, visitor: MayWrite, row_id: int, part_id: int) -> Response:
    """A figure of one phase: entered, or measured over days."""
    asked = _asked(request, db, visitor, row_id, part_id)
    stored = next(one for one in compared(db, asked.innovation) if one.metric.id == asked.metric.id)
    row = stored.before if asked.phase is Phase.BEFORE else stored.after
    names = ("value", "n", "first_day", "last_day", "source")
    values = flat({name: getattr(row, name) for name in names}) if row is not None else {}
    return _reading(request, asked, values, {})


def _phase(text: str) -> Phase:
    if text not in set(Phase):
        raise MissingError("phase")
    return Phase(text)


def _reading(request: Request, asked: Asked, values: Mapping[str, str], wrong: Mapping[str, str]) -> Response:
    innovation, metric = asked.innovation, asked.metric
    days = (
        Field("first_day", _("From"), "date", required=True),
        Field("last_day", _("Until"), "date", required=True),
    )
    entered = (
        Field("value", _("Figure (%(unit)s)") % {"unit": unit_of(metric)}, required=True, maxlength=30),
        Field("n", _("Over how many (n)"), required=True, maxlength=10),
        Field("source", _("Where this is from"), required=True, maxlength=500, wide=True),
    )
    form = Form(
        title=f"{metric.name}: {_(PHASE_WORDS[asked.phase])}",
        action=f"{HOME}/{innovation.id}/metrics/{metric.id}/{asked.phase.value}",
        back=f"{HOME}/{innovation.id}/evaluation",
        sections=(Section(innovation.name, days if metric.measure is not Measure.ENTERED else (*entered, *days)),),
        values=values,
        problems=wrong,
        submit=_("Measure it") if metric.measure is not Measure.ENTERED else "",
    )
    return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK, form=form)


@router.post("/metrics/{part_id:int}/{phase}")
def put_reading(request: Request, db: Db, visitor: MayWrite, row_id: int, part_id: int, typed: Posted) -> Response:
    """Kept with n, days and source."""
    asked = _asked(request, db, visitor, row_id, part_id)
    try:
        with db.begin_nested():
            hand, zone = hand_of(request, db, visitor), request.app.state.render.zone
            judging.put_reading(hand, asked.innovation, asked.metric, asked.phase, typed, zone=zone)
    except RefusedError as error:
        return _reading(request, asked, typed, problems(error))
    return redirect(request, f"{HOME}/{row_id}/evaluation#metrics", _("Saved."))
