"""A register of letters made as paper from its stored lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlmodel import col, select

from inventory.models.site import Office, Site
from netops.letters.register import Clerk
from netops.models.letter import Letter
from netops.models.paper import Paper
from netops.papers.making import Order, make_paper
from service.i18n import N_
from service.papers.letter_register import LETTER_REGISTER, LetterRegister, Line
from service.refusal import refuse

MOST_LINES: Final = 2000


def make_register(clerk: Clerk, ids: Sequence[int]) -> Paper:
    """These lines in the order of their numbers. RefusedError when they are none, too many, or not of one register
    and year.
    """
    session = clerk.session
    if not ids:
        raise refuse("", N_("There is nothing to print"))
    if len(ids) > MOST_LINES:
        raise refuse("", N_("More than %(most)s lines: choose a shorter time"), most=MOST_LINES)
    wanted = select(Letter).where(col(Letter.id).in_(ids)).order_by(col(Letter.number))
    letters = session.exec(wanted).all()
    first = letters[0]
    if len({(one.unit, one.direction, one.year) for one in letters}) > 1:
        raise refuse("", N_("Choose one register, in or out, and one year"))
    site = session.get(Site, first.site_id) if first.site_id is not None else None
    data = LetterRegister(
        office=site.name if site is not None else session.get_one(Office, first.office_id).name,
        direction=first.direction,
        year=first.year,
        until=clerk.today,
        lines=tuple(Line(**one.model_dump(include=set(Line.model_fields))) for one in letters),
    )
    order = Order(first.office_id, clerk.now, site_id=first.site_id, made_by=clerk.actor.person_id)
    return make_paper(session, LETTER_REGISTER, data, order)
