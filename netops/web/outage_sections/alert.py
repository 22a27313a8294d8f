"""Who has taken the outage on."""

from __future__ import annotations

from collections.abc import Mapping

from netops.models.person import Person
from netops.web.outage_sections.about import About


def section(about: About) -> Mapping[str, object]:
    """`taken_by`: the person's name, or empty."""
    person_id = about.line.outage.acknowledged_by
    person = about.db.get(Person, person_id) if person_id is not None else None
    return {"taken_by": (person.name or person.username) if person is not None else ""}
