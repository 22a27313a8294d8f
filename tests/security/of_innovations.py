"""What two offices have in their registers of innovations, for the tests of what one may know of the other."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from innovation.models.evaluation import Metric, Money, MoneyLine, Outcome, OutcomeTarget, Survey, SurveyAnswer
from innovation.models.ict_plan import IctPlan
from innovation.models.innovation import Innovation, Pilot, Requirement, StageStep
from innovation.models.rollout import (
    HelpRequest,
    KnownArticle,
    Measured,
    Rollout,
    Training,
    Upkeep,
    UseCount,
    UsedAsset,
)
from inventory.models.site import Site
from service.columns import utc_now


def _kept(session: Session, row: Any) -> int:
    session.add(row)
    session.flush()
    assert isinstance(row.id, int)
    return row.id


def entry_and_parts(session: Session, site: Site, mark: str, ids: dict[str, object]) -> dict[str, object]:
    """An entry of the school with one row of each kind; ids by noun. `ids` are those of its device, asset, article."""
    texts = ("name", "problem", "need", "data_stored", "privacy", "owner", "predecessor_name")
    given: dict[str, Any] = dict.fromkeys(texts, mark)
    entry = Innovation(office_id=site.office_id, site_id=site.id, **given)
    its, here, today = _kept(session, entry), site.id or 0, utc_now().date()
    _kept(session, StageStep(innovation_id=its, stage=entry.stage, at=utc_now(), actor=mark, note=mark))
    rollout = _kept(session, Rollout(innovation_id=its, site_id=here, note=mark, said_by=mark))
    _kept(session, UseCount(innovation_id=its, site_id=here, day=today, logins=3, source=mark))
    survey = Survey(
        innovation_id=its, title=mark, questions=[mark], opens_on=today, closes_on=today, token=f"{mark}{its}"
    )
    surveyed = _kept(session, survey)
    _kept(session, SurveyAnswer(survey_id=surveyed, day=today, scores=[4], comment=mark))
    target = OutcomeTarget(office_id=site.office_id, year=2500 + its, outcome=Outcome.ADOPTION, baseline=1, target=2)
    _kept(session, target)
    money = MoneyLine(innovation_id=its, kind=Money.COST, what=mark, amount_satang=1, on_day=today, source=mark)
    plan = IctPlan(
        office_id=site.office_id, title=mark, first_year=2500 + its, last_year=2500 + its, texts={"vision": mark}
    )
    parts: dict[str, Any] = {
        "requirements": Requirement(innovation_id=its, number=1, text=mark, need=mark, test=mark),
        "pilots": Pilot(innovation_id=its, site_id=here, begins_on=today, finding=mark),
        "trainings": Training(innovation_id=its, site_id=here, held_on=today, topic=mark, people=3),
        "help": HelpRequest(innovation_id=its, site_id=here, asked_on=today, question=mark),
        "upkeep": Upkeep(innovation_id=its, title=mark, due_on=today),
        "innovation-assets": UsedAsset(innovation_id=its, asset_id=int(str(ids["assets"]))),
        "innovation-articles": KnownArticle(innovation_id=its, article_id=int(str(ids["articles"]))),
        "metrics": Metric(innovation_id=its, name=mark, unit=mark),
        "measured": Measured(rollout_id=rollout, device_id=int(str(ids["devices"]))),
        "money": money,
        "ict-plans": plan,
    }
    found: dict[str, object] = {noun: _kept(session, row) for noun, row in parts.items()}
    return {"innovations": its, "rollouts": rollout, "surveys": surveyed, "prices": ids["needs"], **found}
