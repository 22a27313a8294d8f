"""A case as its flow chart shows it, and who has each step."""

from __future__ import annotations

from collections.abc import Mapping

from netops.cases.facts import CaseView
from netops.models.person import Role
from netops.web.forms.people import ROLES
from service.i18n import _
from service.web.flow import Flow, flow_of


def case_flow(view: CaseView, people: Mapping[int, str]) -> Flow:
    """The flow chart of a case; `people` are names by id."""
    return flow_of(view.definition, view.standing, {key: owner_of(view, key, people) for key in view.steps})


def owner_of(view: CaseView, key: str, people: Mapping[int, str]) -> str:
    """Who did it, who has it, or the role whose people do it; `people` are names by id."""
    row = view.steps[key]
    role = _(ROLES[Role(row.owner)])
    name = people.get(row.done_by or row.person_id or 0, "")
    return f"{name} ({role})" if name else role
