"""The plans of the province as things that are frozen, laid before a committee and published."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlmodel import Session, select

from planning.kit.happened import today
from planning.kit.visitor import Visitor
from planning.plans.declared import Frozen, Head, RuleAtGate, Subject
from planning.plans.store.versions import touch
from planning.province import words
from planning.province.acting import on_behalf
from planning.province.committees import CommitteeKind
from planning.province.content import PlanContent
from planning.province.kinds import PlanKind
from planning.province.models.plan import Plan
from planning.province.papers.plan import PLAN
from planning.province.papers.wording import MEASURES
from planning.province.readiness import Missing
from planning.province.rules import SEED_REFS, in_force
from planning.province.store import readiness, rules
from planning.province.store.content import content_of
from service.i18n import N_, _
from service.refusal import MissingError, Problem
from service.web.exports import Money, Sheet

COMMITTEES: Final = {
    PlanKind.DEVELOPMENT: CommitteeKind.STRATEGY,
    PlanKind.FOUR_YEAR: CommitteeKind.STRATEGY,
    PlanKind.CLUSTER: CommitteeKind.CLUSTER,
    PlanKind.ANNUAL: CommitteeKind.CLUSTER,
}
"""Until an office says otherwise: steps 4.3 and 4.4 of the manual name two committees, and never one for both."""


@dataclass(frozen=True, slots=True)
class FieldNames:
    """Names of fields, in the language of whoever reads the sentence that they stand in."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        said = {**words.FIELDS, **{one.value: text for one, text in words.MEASURES.items()}}
        return ", ".join(_(said.get(name, name)) for name in self.names)


def plan_of(session: Session, office_code: str, kind: PlanKind, key: str) -> Plan:
    """MissingError where the office has no plan of this kind and key."""
    wanted = select(Plan).where(Plan.office_code == office_code, Plan.key == key, Plan.kind == kind)
    found = session.exec(wanted).one_or_none()
    if found is None:
        raise MissingError("plan")
    return found


def problem_of(found: Missing) -> Problem:
    """A reason as a sentence of the catalogue."""
    names = FieldNames(tuple(str(name) for name in found.fields))
    return Problem("", words.LACKS[found.lack], {"what": found.what, "fields": names})


def subject_of(kind: PlanKind) -> Subject:
    """One of the four kinds."""
    return SUBJECTS[kind]


def open_draft(session: Session, visitor: Visitor, plan: Plan) -> None:
    """Before the content of a plan is edited. BlockedError while it lies before its committee."""
    touch(session, visitor, SUBJECTS[plan.kind], plan.key)


def frozen_content(frozen: Frozen) -> PlanContent:
    """What was frozen, with the name of the office that froze it."""
    return PlanContent.model_validate({**frozen.content, "office": frozen.office_name or "–"})


def _head(kind: PlanKind) -> Callable[[Session, str, str], Head]:
    def head(session: Session, office_code: str, key: str) -> Head:
        row = plan_of(session, office_code, kind, key)
        return Head(row.title, row.first_year, row.last_year)

    return head


def _content(kind: PlanKind) -> Callable[[Session, str, str], Mapping[str, Any]]:
    def content(session: Session, office_code: str, key: str) -> Mapping[str, Any]:
        row = plan_of(session, office_code, kind, key)
        whole = content_of(session, on_behalf(office_code), row)
        return whole.model_dump(mode="json", exclude={"office"})

    return content


def _problems(kind: PlanKind) -> Callable[[Session, str, str], Sequence[Problem]]:
    def problems(session: Session, office_code: str, key: str) -> Sequence[Problem]:
        row = plan_of(session, office_code, kind, key)
        return [problem_of(one) for one in readiness.lacks(session, on_behalf(office_code), row, today())]

    return problems


def _rules(kind: PlanKind) -> Callable[[Session, str, str], Sequence[RuleAtGate]]:
    def at_gate(session: Session, office_code: str, _key: str) -> Sequence[RuleAtGate]:
        found = in_force(rules.versions(session, on_behalf(office_code)), today())
        return [
            RuleAtGate(
                f"{one.title} ({SEED_REFS[one.rule]})",
                (
                    _said(_("Committee"), _(words.COMMITTEES[CommitteeKind(one.approvers[kind])])),
                    _said(_("Fields that each project needs"), str(FieldNames(one.fields))),
                    *((one.note,) if one.note else ()),
                ),
                one.is_verified,
            )
            for one in found
            if kind in one.approvers
        ]

    return at_gate


def _said(label: str, text: str) -> str:
    return f"{label}: {text}"


INDICATOR_TITLES: Final = (
    *("project_key", "project", "indicator_key", "indicator", "unit", "direction"),
    *("band_low", "band_high", "source", "baseline", "no_baseline", "target"),
)


def _tables(frozen: Frozen) -> Sequence[Sheet]:
    """The projects, and the table of equity where the plan has one."""
    whole = frozen_content(frozen)
    titles = ("project", "agency", "target_group", "place", "indicator", "budget_baht", "money_source", "strategy")
    projects = [
        (
            one.title,
            one.agency,
            one.target_group,
            one.place,
            "; ".join(one.measured),
            Money(one.amount_satang),
            one.money_source,
            one.strategy,
        )
        for one in whole.projects
    ]
    said = {key: text.replace("\n", "") for key, text in MEASURES.items()}
    equity = [(one.district, said[one.measure], one.value, one.source, one.as_of) for one in whole.equity]
    sheets = [Sheet("projects", titles, projects)]
    measured = [
        (
            *(one.key, one.title, each.key, each.name, each.unit, each.direction.value if each.direction else ""),
            *(each.band_low, each.band_high, each.source, each.baseline, each.no_baseline, each.target),
        )
        for one in whole.projects
        for each in one.indicators
    ]
    if measured:
        sheets.append(Sheet("project_indicators", INDICATOR_TITLES, measured))
    if equity:
        sheets.append(Sheet("equity", ("district", "measure", "value", "source", "as_of"), equity))
    return sheets


SUBJECTS: Final = {
    kind: Subject(
        kind=kind.value,
        title=words.PLANS[kind],
        decision=kind.value,
        committee=committee.value,
        head=_head(kind),
        content=_content(kind),
        problems=_problems(kind),
        page="/plans/by/{key}",
        template="published_plan.html",
        paper=(PLAN, frozen_content),
        tables=_tables,
        field_words={
            "elements": N_("Strategies and indicators"),
            "indicators": N_("Indicators"),
            "equity": N_("Equity by district"),
            "quality": N_("Quality by district"),
            "sectors": N_("Participation"),
            "projects": N_("Projects"),
            "parts": N_("Provinces of the cluster"),
            "amount_satang": N_("Budget (baht)"),
        },
        rules=_rules(kind),
    )
    for kind, committee in COMMITTEES.items()
}
