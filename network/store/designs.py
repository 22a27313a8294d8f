"""Versions of a school's design: ways to fill its gap with their cost, one chosen, never changed afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, func, select

from inventory.models.site import Site
from inventory.store.acting import By
from network.models.design import NetworkDesign
from network.store.turns import take_turn
from service.draft import Digits, Draft, Line, Note
from service.refusal import MissingError, NotTakenError, _

LETTERS = ("A", "B", "C")
MOST_LINES = 60


class LineDraft(Draft):
    """One thing of one option; `price_satang` is for one, and where the price is from is said."""

    option: Annotated[str, Field(pattern="^[ABC]$")]
    what: Annotated[Line, Field(min_length=1)]
    quantity: Annotated[int, Field(ge=1, le=10_000), Digits]
    price_satang: Annotated[int, Field(ge=0, le=10**12)]
    source: Annotated[Line, Field(min_length=1)]


class DesignDraft(Draft):
    """A version: its options line by line, and which one is proposed."""

    owner: Annotated[Line, Field(min_length=1)]
    reason: Annotated[Note, Field(min_length=1)]
    chosen: Annotated[str, Field(pattern="^[ABC]$")]
    lines: Annotated[tuple[LineDraft, ...], Field(min_length=1, max_length=MOST_LINES)]

    @model_validator(mode="after")
    def _chosen_is_there(self) -> Self:
        if all(line.option != self.chosen for line in self.lines):
            raise NotTakenError(_("The chosen option has no line"), "chosen")
        return self

    def options(self) -> list[dict[str, Any]]:
        """By letter, each with its lines and what it costs in satang."""
        found = []
        for letter in LETTERS:
            lines = [line.model_dump(exclude={"option"}) for line in self.lines if line.option == letter]
            if lines:
                total = sum(line["quantity"] * line["price_satang"] for line in lines)
                found.append({"option": letter, "lines": lines, "total_satang": total})
        return found


def store_design(
    session: Session, site: Site, draft: DesignDraft, gap: Sequence[Mapping[str, object]], by: By
) -> NetworkDesign:
    """The next version of a school."""
    take_turn(session, Site, site.id or 0)
    newest = session.exec(select(func.max(NetworkDesign.number)).where(NetworkDesign.site_id == site.id)).one()
    options = draft.options()
    chosen = next(at for at, one in enumerate(options) if one["option"] == draft.chosen)
    row = NetworkDesign(
        site_id=site.id or 0,
        number=(newest or 0) + 1,
        owner=draft.owner,
        reason=draft.reason,
        gap=[dict(line) for line in gap],
        options=options,
        chosen=chosen,
        total_satang=options[chosen]["total_satang"],
        actor=by.actor[:120],
        made_at=by.at,
    )
    session.add(row)
    session.flush()
    return row


def designs_of(session: Session, site_id: int) -> list[NetworkDesign]:
    """The newest version first."""
    wanted = select(NetworkDesign).where(NetworkDesign.site_id == site_id)
    return list(session.exec(wanted.order_by(col(NetworkDesign.number).desc())).all())


def find_design(session: Session, design_id: int, *, office_id: int) -> NetworkDesign:
    """Of a school of this office; MissingError."""
    row = session.get(NetworkDesign, design_id)
    site = session.get(Site, row.site_id) if row is not None else None
    if row is None or site is None or site.office_id != office_id:
        raise MissingError("design")
    return row
