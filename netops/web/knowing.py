"""The articles of knowledge that a page or the API shows beside alerts, to who may read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from sqlmodel import Session

from netops.knowledge.fitting import Fit, articles_on, concern_of
from netops.notify.cause.listed import AlertLine
from netops.web.access import Visitor
from service.columns import utc_now


def articles_of(db: Session, visitor: Visitor, lines: Sequence[AlertLine], zone: tzinfo) -> Mapping[int, Sequence[Fit]]:
    """By the alert's id; nothing for who reads no articles. `zone`: the office's clock."""
    if not visitor.may("articles.read"):
        return {}
    concerns = {line.alert.id or 0: concern_of(line.alert, device=line.device) for line in lines}
    return articles_on(db, visitor.office_id, concerns, today=utc_now().astimezone(zone).date())
