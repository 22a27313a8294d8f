"""Who buys: the transaction, how far this person sees, the name for the history, and the day on the office's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from inventory.queries.sight import Sight
from inventory.store.acting import By
from service.refusal import _, refuse


@dataclass(frozen=True, slots=True)
class Buyer:
    """For one act."""

    session: Session
    sight: Sight
    by: By
    today: date

    def check_past(self, day: date, field: str) -> None:
        """RefusedError for a day that is still to come."""
        if day > self.today:
            raise refuse(field, _("That day is still to come"))
