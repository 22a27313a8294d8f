"""What drafts of projects lack, e.g. after they came from a register that does not know it; given on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sqlmodel import Session

from planning.annual_plan.models.project import Project
from planning.annual_plan.store.plans import edited
from planning.annual_plan.store.project_drafts import CompletionDraft
from planning.annual_plan.store.projects import SUBJECT, projects
from planning.annual_plan.store.scope import find
from planning.annual_plan.terms import ProjectState
from planning.kit import audit
from planning.kit.visitor import Visitor
from service.columns import utc_now
from service.draft import take
from service.i18n import N_

GROUP, OWNER, INDICATOR = "group_name", "owner", "indicator"
WORDS: Final[Mapping[str, str]] = {
    GROUP: N_("Group"),
    OWNER: N_("Who is responsible"),
    INDICATOR: N_("Indicator"),
}


def lacks(row: Project) -> tuple[str, ...]:
    """Which of `WORDS` a project that may still be changed does not have."""
    if row.state is not ProjectState.DRAFT:
        return ()
    has = {
        GROUP: bool(row.group_name),
        OWNER: bool(row.owner),
        INDICATOR: bool(row.links.get("indicators")),
    }
    return tuple(name for name in WORDS if not has[name])


def incomplete(session: Session, visitor: Visitor, year: int) -> list[Project]:
    """Drafts of a year that lack something."""
    return [one for one in projects(session, visitor, year) if lacks(one)]


def complete(session: Session, visitor: Visitor, drafts: Sequence[CompletionDraft]) -> int:
    """Fill in what is given, and only where nothing stands yet; how many projects it completed something of."""
    count = 0
    for draft in drafts:
        row = find(session, visitor, Project, draft.id, to_change=True)
        wanted = lacks(row)
        given: dict[str, object] = {
            name: value for name, value in ((GROUP, draft.group_name), (OWNER, draft.owner)) if value and name in wanted
        }
        if (said := draft.measured) is not None and INDICATOR in wanted:
            given["links"] = {**row.links, "indicators": [said.kept()]}
            given["targets"] = {said.name: said.target}
        if not given:
            continue
        edited(session, visitor, row.fiscal_year)
        changes = take(row, given)
        row.version, row.changed_at = row.version + 1, utc_now()
        told = {"completed": sorted(changes)}
        audit.record(session, visitor, "project.completed", subject=SUBJECT, subject_id=row.id, detail=told)
        count += 1
    return count
