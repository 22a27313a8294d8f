"""What remains of a risk rises again while something that treats it is put off, and falls when it is taken up again."""

from __future__ import annotations

from typing import Any, Final

from sqlmodel import Session

from inventory.store.acting import By
from risk.models.register import Risk
from risk.store.history import happened
from risk.store.telling import tell_rating
from risk.terms import RiskState
from service.draft import take

WITHHELD: Final = "withheld"
"""Why a review is open: what treats the risk was put off."""
LONGEST_WHY: Final = 500


def withhold(session: Session, risk: Risk, cause: str, why: str, by: By) -> bool:
    """What treats it was put off: nothing is taken away from it now, and somebody has to look again.

    `cause` names what was put off, such as "need:12". False of a closed risk, or where this is known already.
    """
    if risk.state is RiskState.CLOSED or any(one["by"] == cause for one in risk.withheld):
        return False
    entry = {"by": cause, "why": why[:LONGEST_WHY], "since": by.at.isoformat()}
    values = {"withheld": [*risk.withheld, entry], "review_since": by.at, "review_why": WITHHELD}
    _move(session, risk, WITHHELD, cause, values, by)
    return True


def restore(session: Session, risk: Risk, cause: str, by: By) -> bool:
    """What treats it is taken up again: as much is expected to be taken away as before. False where it was not put
    off.
    """
    kept = [one for one in risk.withheld if one["by"] != cause]
    if len(kept) == len(risk.withheld):
        return False
    values: dict[str, Any] = {"withheld": kept}
    if not kept and risk.review_why == WITHHELD:
        values |= {"review_since": None, "review_why": ""}
    _move(session, risk, "restored", cause, values, by)
    return True


def _move(session: Session, risk: Risk, kind: str, cause: str, values: dict[str, Any], by: By) -> None:
    before = risk.left
    take(risk, values)
    risk.changed_at = by.at
    session.add(risk)
    session.flush()
    changes: dict[str, object] = {"put_off": ["", cause] if kind == WITHHELD else [cause, ""]}
    if before != risk.left:
        changes["left"] = [_said(before), _said(risk.left)]
    happened(session, risk, kind, by, changes, note=risk.withheld[-1]["why"] if kind == WITHHELD else "")
    tell_rating(session, risk, by)


def _said(left: tuple[int, int] | None) -> str:
    return "" if left is None else f"{left[0]} × {left[1]} = {left[0] * left[1]}"
