"""Risks as people write, judge, treat, accept and close them. Each says who, when and why; nothing is deleted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Annotated, Any, Final

from pydantic import Field
from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.belonging import in_office
from risk.models.register import Risk
from risk.store.history import happened, put
from risk.store.scoring import FIRST_REVIEW, Ruler, assess
from risk.store.settings import scale_of
from risk.store.tasks import open_tasks
from risk.store.telling import tell_rating
from risk.terms import LIVE, Basis, Group, Movement, RiskState, Subject, Treatment
from service.draft import Digits, Draft, Empty, Line, Note, OptionalId, said
from service.refusal import MissingError, _, refuse

Class = Annotated[int, Field(ge=1, le=5), Digits]
OptionalClass = Annotated[int | None, Field(ge=1, le=5), Empty]
SAY_WHY: Final = _("Say why")
NUMBER_ATTEMPTS: Final = 5


class RiskDraft(Draft):
    """A risk that no rule sees, as a person writes it down. `site_id` none: the office's."""

    site_id: OptionalId = None
    device_id: OptionalId = None
    link_id: OptionalId = None
    title: Annotated[Line, Field(min_length=1)]
    group: Group = Group.OPERATIONAL
    service: Annotated[Line, Field(max_length=120)] = ""
    threat: Annotated[Note, Field(min_length=1)]
    vulnerability: Note = ""
    controls: Note = ""
    concerns: Annotated[str, Field(pattern=r"^C?I?A?$")] = ""
    likelihood: Class
    impact: Class
    owner: Annotated[Line, Field(max_length=120)] = ""


class WordsDraft(Draft):
    """What people add to a risk of a rule: its controls, its owner, and words of their own."""

    controls: Note = ""
    owner: Annotated[Line, Field(max_length=120)] = ""
    group: Group = Group.OPERATIONAL
    review_on: Annotated[date | None, Empty] = None


class TreatmentDraft(Draft):
    """How a risk is dealt with, and what is expected to remain of it."""

    treatment: Treatment
    plan: Note = ""
    residual_likelihood: OptionalClass = None
    residual_impact: OptionalClass = None


def find_risk(session: Session, risk_id: int, *, sight: Sight) -> Risk:
    """The risk that the reader may see; MissingError when there is none."""
    risk = session.get(Risk, risk_id)
    if risk is None or risk.office_id != sight.office_id or sight.site_id not in (None, risk.site_id):
        raise MissingError("risk")
    return risk


def create_risk(session: Session, draft: RiskDraft, *, office_id: int, by: By) -> Risk:
    """A new one; RefusedError for a thing of another office. Its classes are judged."""
    _check(session, draft, office_id=office_id)
    scale = scale_of(session, office_id, by.at.date())
    level = scale.level(draft.likelihood * draft.impact)
    risk = Risk(
        **draft.model_dump(),
        office_id=office_id,
        number=0,
        subject=_subject(draft),
        thing=_thing(session, draft),
        likelihood_basis=Basis.JUDGED,
        impact_basis=Basis.JUDGED,
        weighed_impact=draft.impact,
        score=draft.likelihood * draft.impact,
        level=level,
        identified_on=by.at.date(),
        review_on=by.at.date() + FIRST_REVIEW[level],
        created_at=by.at,
        changed_at=by.at,
    )
    _number(session, risk)
    assess(session, risk, Movement.JUDGED, by, by_what=Ruler(scale))
    happened(session, risk, "created", by)
    return risk


def _number(session: Session, risk: Risk) -> None:
    """Store it under the next number of its office; RefusedError when others took each that was tried."""
    for _attempt in range(NUMBER_ATTEMPTS):
        last = session.exec(select(func.max(Risk.number)).where(Risk.office_id == risk.office_id)).one() or 0
        try:
            with session.begin_nested():
                risk.number = last + 1
                session.add(risk)
                session.flush()
        except IntegrityError:
            continue  # a look of the rules, or another person, was quicker
        return
    raise refuse("", _("Others write down risks at this moment: send it again"))


def change_risk(session: Session, risk: Risk, draft: RiskDraft, *, by: By) -> dict[str, object]:
    """Make one that a person wrote down as drafted; RefusedError of a rule's, or of a closed one."""
    if risk.rule:
        raise refuse("", _("Its words and likelihood come from what was measured"))
    expect(risk, LIVE)
    _check(session, draft, office_id=risk.office_id)
    classes = (risk.likelihood, risk.impact)
    values = draft.model_dump() | {"subject": _subject(draft), "thing": _thing(session, draft)}
    changes = put(session, risk, "changed", by, values | {"weighed_impact": draft.impact})
    if (risk.likelihood, risk.impact) != classes:
        scale = scale_of(session, risk.office_id, by.at.date())
        assess(session, risk, Movement.JUDGED, by, by_what=Ruler(scale))
    return changes


def word_risk(session: Session, risk: Risk, draft: WordsDraft, *, by: By) -> dict[str, object]:
    """Its controls, owner, group and the day of the next review; RefusedError for a day gone by."""
    expect(risk, LIVE)
    if draft.review_on is not None and draft.review_on <= by.at.date() and draft.review_on != risk.review_on:
        raise refuse("review_on", _("Say a day to come"))
    return put(session, risk, "changed", by, draft.model_dump())


def judge_impact(session: Session, risk: Risk, impact: int | None, why: str, *, by: By) -> None:
    """Set the impact otherwise than the rule has it, with a reason; None: as the rule has it again.

    The likelihood of what is measured is never typed.
    """
    expect(risk, LIVE)
    if impact is None:
        values = {"impact": risk.weighed_impact, "impact_basis": Basis.MEASURED if risk.rule else Basis.JUDGED}
    else:
        values = {"impact": impact, "impact_basis": Basis.JUDGED}
    told = said("why", why, unsaid=SAY_WHY) if impact is not None else why.strip()
    if put(session, risk, Movement.JUDGED.value, by, values, note=told):
        ruler = Ruler(scale_of(session, risk.office_id, by.at.date()))
        assess(session, risk, Movement.JUDGED, by, by_what=ruler, note=told)


def treat(session: Session, risk: Risk, draft: TreatmentDraft, *, by: By) -> dict[str, object]:
    """Write down the treatment; RefusedError when more remains than there is now. To accept is so only proposed, with a
    reason: accepting is an act of its own, with a day until which.
    """
    expect(risk, LIVE)
    proposes = draft.treatment is Treatment.ACCEPT
    if proposes and not draft.plan.strip():
        raise refuse("plan", _("Say why it should be accepted"))
    if draft.treatment is Treatment.REDUCE and not (draft.plan.strip() or open_tasks(session, risk)):
        raise refuse("plan", _("Say what is done, or add a task"))
    if (draft.residual_likelihood is None) != (draft.residual_impact is None):
        raise refuse("residual_likelihood", _("Likelihood and impact of what remains belong together"))
    if draft.residual_likelihood is not None and draft.residual_impact is not None:
        remains = draft.residual_likelihood * draft.residual_impact
        if remains > risk.score:
            raise refuse("residual_likelihood", _("No more can remain than there is now (%(score)s)"), score=risk.score)
    state = RiskState.OPEN if proposes else RiskState.TREATING
    values: dict[str, Any] = draft.model_dump() | {"state": state, "accepted_until": None}
    if (draft.residual_likelihood, draft.residual_impact) != (risk.residual_likelihood, risk.residual_impact):
        values["withheld"] = []  # said by somebody who saw what was put off
    return _decide(session, risk, "treated", by, values)


def _decide(
    session: Session, risk: Risk, kind: str, by: By, values: Mapping[str, Any], *, note: str = ""
) -> dict[str, object]:
    """Write down what a person decided of it, and tell siblings."""
    changes = put(session, risk, kind, by, values, note=note)
    if changes:
        tell_rating(session, risk, by)
    return changes


LOOKED_AT: Final = (
    *("title", "likelihood", "impact", "state", "treatment", "plan", "controls"),
    *("residual_likelihood", "residual_impact", "is_supported"),
)
"""What an acceptance rests on: another risk than that which was on the page is not accepted."""


def accept(session: Session, risk: Risk, until: date | None, why: str, *, by: By) -> None:
    """Live with it until a day, with a reason; RefusedError without either, or for more than a year."""
    expect(risk, LIVE)
    today = by.at.date()
    if until is None or until <= today:
        raise refuse("accepted_until", _("Say until which day to come"))
    if (until - today).days > LONGEST_ACCEPTED_DAYS:
        raise refuse("accepted_until", _("At most a year: then it is looked at again"))
    told = said("accepted_why", why, unsaid=SAY_WHY)
    values = {
        "state": RiskState.ACCEPTED,
        "treatment": Treatment.ACCEPT,
        "accepted_until": until,
        "accepted_by": by.actor[:120],
        "accepted_why": told,
        "review_since": None,
        "review_why": "",
        "review_on": until,
    }
    _decide(session, risk, "accepted", by, values, note=told)


LONGEST_ACCEPTED_DAYS: Final = 366


def review(session: Session, risk: Risk, note: str, next_on: date | None, *, by: By) -> None:
    """A person looked at it as it stands now, and looks again on a day to come."""
    expect(risk, LIVE)
    if next_on is None or next_on <= by.at.date():
        raise refuse("review_on", _("Say a day to come"))
    told = said("note", note, unsaid=SAY_WHY)
    values = {
        "review_since": None,
        "review_why": "",
        "review_on": next_on,
        "reviewed_at": by.at,
        "reviewed_by": by.actor[:120],
    }
    put(session, risk, "reviewed", by, values, note=told)


def close(session: Session, risk: Risk, why: str, *, by: By) -> None:
    """It is no risk any more; RefusedError without a reason, or while tasks are open. Its cause may open it again."""
    expect(risk, LIVE)
    if open_tasks(session, risk):
        raise refuse("", _("Tasks are open: finish or drop them first"))
    told = said("closed_why", why, unsaid=SAY_WHY)
    values = {"state": RiskState.CLOSED, "closed_at": by.at, "closed_why": told, "review_since": None, "review_why": ""}
    _decide(session, risk, "closed", by, values, note=told)


def reopen(session: Session, risk: Risk, why: str, *, by: By) -> None:
    """Take a closing back, with a reason."""
    expect(risk, {RiskState.CLOSED})
    told = said("why", why, unsaid=SAY_WHY)
    values = {
        "state": RiskState.OPEN,
        "closed_at": None,
        "closed_why": "",
        "review_since": by.at,
        "review_why": "asked",
    }
    _decide(session, risk, "reopened", by, values, note=told)


def expect(risk: Risk, allowed: Collection[RiskState]) -> None:
    """RefusedError where the risk stands otherwise."""
    if risk.state not in allowed:
        if risk.state is RiskState.CLOSED:
            raise refuse("", _("The risk is closed: open it again first"))
        raise refuse("", _("The risk is open already"))


def _subject(draft: RiskDraft) -> Subject:
    if draft.device_id is not None:
        return Subject.DEVICE
    if draft.link_id is not None:
        return Subject.LINK
    return Subject.SITE if draft.site_id is not None else Subject.OFFICE


def _thing(session: Session, draft: RiskDraft) -> str:
    if draft.device_id is not None:
        return session.get_one(Device, draft.device_id).name
    if draft.link_id is not None:
        return session.get_one(Link, draft.link_id).name
    return session.get_one(Site, draft.site_id).name if draft.site_id is not None else ""


def _check(session: Session, draft: RiskDraft, *, office_id: int) -> None:
    in_office(session, Site, draft.site_id, office_id=office_id, field="site_id")
    if draft.device_id is not None and draft.link_id is not None:
        raise refuse("link_id", _("A risk is about a device or a line, not both"))
    device = in_office(session, Device, draft.device_id, office_id=office_id, field="device_id")
    link = in_office(session, Link, draft.link_id, office_id=office_id, field="link_id")
    for row, field in ((device, "device_id"), (link, "link_id")):
        if row is not None and row.site_id != draft.site_id:
            raise refuse(field, _("It does not stand at this school"))
