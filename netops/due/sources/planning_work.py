"""Steps of the planning services, as they told them: of plans, cases and reports of the office."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode

from sqlmodel import col, select

from netops.due.entry import Entry, Mark, Reader, Source, Span
from netops.models.heard import SiblingStep
from netops.models.person import Role
from service.i18n import N_, spoken

_ROLES: Final = {role.value for role in Role}


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """What is due; what was done stands at the service itself."""
    wanted = select(SiblingStep).where(
        SiblingStep.office_id == reader.sight.office_id, col(SiblingStep.due_on).between(span.first, span.last)
    )
    for row in reader.session.exec(wanted.order_by(col(SiblingStep.id))):
        yield Entry(
            key=f"{row.service}-{row.run_key}-{row.step_key}",
            day=row.due_on,
            what=row.step_en if spoken() == "en" else row.step_th,
            title=row.title,
            url=f"/open/{row.service}?{urlencode({'next': row.path})}",
            mark=Mark.TO_DO,
            owner=row.owner if row.owner in _ROLES else "",
            is_mine=row.owner == reader.role.value,
        )


SOURCE: Final = Source("planning_work", N_("Steps of plans and school changes"), "planning.read", find, has_tasks=True)
