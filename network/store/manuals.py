"""What people write in a school's manual, section by section with versions, and the versions that were printed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Final

from pydantic import Field
from sqlmodel import Session, col, func, select

from inventory.models.site import Site
from inventory.store.acting import By
from network.models.file import NetworkManual, NetworkManualText
from network.store.turns import take_turn
from service.draft import Draft

SECTIONS: Final = ("purpose", "rules_of_use", "daily_work", "when_it_fails", "spares")
"""What people write, in the order of the manual; everything else in it is read from the inventory."""
LONGEST: Final = 20_000
Text = Annotated[str, Field(max_length=LONGEST)]


class TextsDraft(Draft):
    """All sections as they are to be from now on."""

    purpose: Text = ""
    rules_of_use: Text = ""
    daily_work: Text = ""
    when_it_fails: Text = ""
    spares: Text = ""


def texts_of(session: Session, site_ids: Collection[int]) -> dict[int, dict[str, NetworkManualText]]:
    """The newest of each section, by school."""
    wanted = select(NetworkManualText).where(col(NetworkManualText.site_id).in_(site_ids))
    found: dict[int, dict[str, NetworkManualText]] = {site_id: {} for site_id in site_ids}
    for row in session.exec(wanted.order_by(col(NetworkManualText.number))):
        found[row.site_id][row.section] = row
    return found


def write_texts(session: Session, site: Site, draft: TextsDraft, by: By) -> dict[str, int]:
    """A new number for each section that changed; returns them. What was written before stays."""
    take_turn(session, Site, site.id or 0)
    known = texts_of(session, [site.id or 0])[site.id or 0]
    numbers = {}
    for section, text in draft.model_dump().items():
        before = known.get(section)
        if text == (before.text if before is not None else ""):
            continue
        number = before.number + 1 if before is not None else 1
        row = NetworkManualText(site_id=site.id or 0, section=section, number=number, text=text, at=by.at)
        row.actor = by.actor[:120]
        session.add(row)
        numbers[section] = number
    session.flush()
    return numbers


def versions_of(session: Session, site_id: int) -> list[NetworkManual]:
    """The newest first."""
    wanted = select(NetworkManual).where(NetworkManual.site_id == site_id)
    return list(session.exec(wanted.order_by(col(NetworkManual.number).desc())).all())


def next_number(session: Session, site_id: int) -> int:
    """Of the version to be printed."""
    newest = session.exec(select(func.max(NetworkManual.number)).where(NetworkManual.site_id == site_id)).one()
    return (newest or 0) + 1


def said(texts: Mapping[str, NetworkManualText]) -> dict[str, str]:
    """Section by section in the order of the manual, what is empty left out."""
    return {section: texts[section].text for section in SECTIONS if section in texts and texts[section].text}
