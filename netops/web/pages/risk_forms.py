"""The forms on the page of a risk: those that the visitor may use, and that its state allows. The likelihood of what is
measured has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from inventory.store.looked import look_of
from netops.risk_papers.said import evidence_said
from netops.web.access import Visitor
from office.fiscal import FiscalYear
from procurement.needs.need import Urgency
from procurement.queries.needs import KIND_WORDS, URGENCY_WORDS
from risk.models.register import Risk, RiskTask
from risk.queries.words import GROUP_WORDS, TREATMENT_WORDS
from risk.scale import Scale
from risk.store.register import LOOKED_AT
from risk.store.scoring import FIRST_REVIEW
from risk.terms import LEAST, Basis, RiskState
from service.i18n import _
from service.web.form import Field, Form, Section, text

YEAR = timedelta(days=365)
YEARS_AHEAD = 4


@dataclass(frozen=True, slots=True)
class ActForm:
    """One act: its form, what is asked before it is done, and whether it stands open."""

    act: str
    form: Form
    sure: str = ""
    is_open: bool = False
    icon: str = "pencil"


@dataclass(frozen=True, slots=True)
class Failed:
    """What was typed into which form, and why it was not taken."""

    act: str = ""
    typed: Mapping[str, str] | None = None
    wrong: Mapping[str, str] | None = None


def forms_of(visitor: Visitor, risk: Risk, scale: Scale, today: date, failed: Failed) -> dict[str, ActForm]:
    """By act, in the order in which they are used."""
    made: list[ActForm] = []
    if visitor.may("risks.write"):
        if risk.state is RiskState.CLOSED:
            made.append(_reopening(risk))
        else:
            made += [_review(risk, today), _treatment(risk, scale), _task(risk), _words(risk)]
            if risk.rule:
                made.append(_impact(risk, scale))
    if visitor.may("needs.write") and risk.state is not RiskState.CLOSED:
        made.append(_need(risk, today))
    if visitor.may("risks.accept") and risk.state is not RiskState.CLOSED:
        made.append(_acceptance(risk, today))
    if visitor.may("risks.write") and risk.state is not RiskState.CLOSED:
        made.append(_closing(risk))
    return {one.act: _with(one, failed) for one in made}


def task_forms(risk: Risk, task: RiskTask, failed: Failed) -> list[ActForm]:
    """How far a task is; and that it is not needed."""
    home, here = f"/risks/{risk.id}", f"/risks/{risk.id}/tasks/{task.id}"
    values = {name: text(getattr(task, name)) for name in ("what", "owner", "due_on", "percent", "note")}
    change = Form(task.what, here, home, (Section("", _task_fields()),), values)
    why = Field("dropped_why", _("Why it is not needed"), required=True, maxlength=500)
    drop = Form(_("Drop the task"), f"{here}/drop", home, (Section("", (why,)),), submit=_("Drop the task"))
    forms = [ActForm("change", change, is_open=True)]
    if task.done_on is None:
        forms.append(ActForm("drop", drop, _("It stays in the history and is not done any more."), icon="x"))
    return [_with(one, failed) for one in forms]


def _with(one: ActForm, failed: Failed) -> ActForm:
    if one.act != failed.act or not failed.wrong:
        return one
    form = one.form
    # What is shown again is what stands now: it may be decided about after it was read.
    values = {**form.values, **(failed.typed or {}), "seen": form.value("seen")}
    again = Form(form.title, form.action, form.back, form.sections, values, failed.wrong, submit=form.submit)
    return ActForm(one.act, again, one.sure, is_open=True, icon=one.icon)


def _form(risk: Risk, act: str, title: str, fields: tuple[Field, ...], **more: Any) -> Form:
    home = f"/risks/{risk.id}"
    return Form(title, f"{home}/{act}", home, (Section("", fields),), **more)


def _classes(names: tuple[str, ...], first: tuple[str, str]) -> list[tuple[str, str]]:
    return [first, *((str(number), f"{number} {name}") for number, name in enumerate(names, start=LEAST))]


def _review(risk: Risk, today: date) -> ActForm:
    fields = (
        Field("note", _("What you found"), "textarea", required=True, lines=2, maxlength=2000),
        Field("review_on", _("Look again on"), "date", required=True),
    )
    values = {"review_on": (today + FIRST_REVIEW[risk.level]).isoformat()}
    form = _form(risk, "review", _("Review"), fields, values=values, submit=_("Reviewed"))
    return ActForm("review", form, is_open=risk.review_since is not None, icon="clipboard-check")


def _treatment(risk: Risk, scale: Scale) -> ActForm:
    ways = [(way.value, _(said)) for way, said in TREATMENT_WORDS.items()]
    fields = (
        Field(
            "treatment", _("Way of treatment"), "select", required=True, options=[("", "–"), *ways],
            hint=_("To accept is a proposal to the director."),
        ),
        Field("plan", _("What is done about the risk"), "textarea", lines=3, maxlength=2000),
        Field(
            "residual_likelihood", _("Likelihood left"), "select",
            hint=_("What is expected after treatment"), options=_classes(scale.likelihood, ("", "–")),
        ),
        Field("residual_impact", _("Impact left"), "select", options=_classes(scale.impact, ("", "–"))),
    )  # fmt: skip
    names = ("treatment", "plan", "residual_likelihood", "residual_impact")
    values = {name: text(getattr(risk, name)) for name in names}
    return ActForm("treat", _form(risk, "treat", _("Treatment"), fields, values=values), icon="tool")


def _task_fields() -> tuple[Field, ...]:
    return (
        Field("what", _("Task"), required=True, maxlength=500, wide=True),
        Field("owner", _("Who does it"), maxlength=120),
        Field("due_on", _("To be done by"), "date"),
        Field("percent", _("Done (percent)"), required=True, maxlength=3, hint=_("100: done")),
        Field("note", _("Note"), "textarea", lines=2, maxlength=2000),
    )


def _task(risk: Risk) -> ActForm:
    form = _form(risk, "tasks", _("Add a task"), _task_fields(), values={"percent": "0", "owner": risk.owner})
    return ActForm("tasks", form, icon="plus")


def _need(risk: Risk, today: date) -> ActForm:
    year = FiscalYear.of(today).era
    years = [("", "–"), *((str(era), str(era)) for era in range(year, year + YEARS_AHEAD))]
    kinds = [("", "–"), *((kind, _(said)) for kind, said in KIND_WORDS.items())]
    fields = (
        Field("title", _("What is needed"), required=True, wide=True, hint=_("Such as: switch with 24 ports")),
        Field("kind", _("Kind of equipment"), "select", options=kinds),
        Field("quantity", _("Quantity"), required=True, maxlength=6),
        Field(
            "urgency",
            _("How pressing"),
            "select",
            options=[(one.value, _(said)) for one, said in URGENCY_WORDS.items()],
        ),
        Field("fiscal_year", _("Wished for fiscal year"), "select", options=years),
        Field("reason_text", _("Reason in words"), "textarea", required=True, lines=6, maxlength=2000),
    )
    values = {"quantity": "1", "urgency": Urgency.NORMAL.value, "reason_text": evidence_said(risk, today)}
    form = _form(risk, "need", _("Write a need from this risk"), fields, values=values)
    return ActForm("need", form, icon="shopping-cart")


def _words(risk: Risk) -> ActForm:
    fields = (
        Field("owner", _("Risk owner"), maxlength=120, hint=_("A position rather than a name")),
        Field(
            "group", _("Kind of risk"), "select", options=[(one.value, _(said)) for one, said in GROUP_WORDS.items()]
        ),
        Field("review_on", _("Next review"), "date"),
        Field(
            "controls", _("Present controls"), "textarea", lines=3, maxlength=2000,
            hint=_("What is done against it already"),
        ),
    )  # fmt: skip
    values = {name: text(getattr(risk, name)) for name in ("owner", "group", "review_on", "controls")}
    return ActForm("words", _form(risk, "words", _("Owner and controls"), fields, values=values))


def _impact(risk: Risk, scale: Scale) -> ActForm:
    as_ruled = _("as the rule has it: %(impact)s") % {"impact": risk.weighed_impact}
    fields = (
        Field("impact", _("Impact of the risk"), "select", options=_classes(scale.impact, ("", as_ruled))),
        Field("why", _("Why"), "textarea", lines=2, maxlength=2000, hint=_("Needed where it differs from the rule")),
    )
    values = {"impact": str(risk.impact) if risk.impact_basis is Basis.JUDGED else ""}
    return ActForm("impact", _form(risk, "impact", _("Judge the impact"), fields, values=values), icon="gauge")


def _acceptance(risk: Risk, today: date) -> ActForm:
    fields = (
        Field("seen", "", "hidden"),
        Field("accepted_until", _("Accepted until"), "date", required=True, hint=_("At most a year from today")),
        Field("accepted_why", _("Why it is accepted"), "textarea", required=True, lines=2, maxlength=2000),
    )
    values = {"accepted_until": (today + YEAR).isoformat(), "seen": look_of(risk, LOOKED_AT)}
    form = _form(risk, "accept", _("Accept the risk until a day"), fields, values=values, submit=_("Accept the risk"))
    sure = _(
        "The office lives with this risk until that day. It comes back by itself then, or when its evidence grows."
    )
    return ActForm("accept", form, sure, icon="check")


def _closing(risk: Risk) -> ActForm:
    why = Field("closed_why", _("Why it is no risk any more"), "textarea", required=True, lines=2, maxlength=2000)
    sure = _("A closed risk stays in the register. It is opened again when its evidence grows.")
    form = _form(risk, "close", _("Close the risk"), (why,), submit=_("Close the risk"))
    return ActForm("close", form, sure, icon="archive")


def _reopening(risk: Risk) -> ActForm:
    why = Field("why", _("Why"), "textarea", required=True, lines=2, maxlength=2000)
    form = _form(risk, "reopen", _("Open the risk again"), (why,), submit=_("Open the risk again"))
    return ActForm("reopen", form, icon="refresh")
