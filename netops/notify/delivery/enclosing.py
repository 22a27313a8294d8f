"""A paper as what is enclosed with a mail: made again when the mail leaves, so that the outbox holds no files."""

from __future__ import annotations

import logging

from pydantic import ValidationError
from sqlmodel import Session

from netops.models.paper import Paper
from netops.notify.delivery.receipt import Enclosure
from netops.paper_kinds import PAPER_KINDS
from netops.papers.making import remake_file
from office.template.faults import TemplateError
from office.template.filling import UnfilledError
from service.papers.kind import UnknownKindError

log = logging.getLogger(__name__)
# A paper of an earlier release that this one cannot make any more; the mail's link still leads to its figures.
_LOST = (UnknownKindError, ValidationError, UnfilledError, TemplateError)


def enclosed(session: Session, paper_id: int | None) -> Enclosure | None:
    """The PDF; None where there is none, or it cannot be made again."""
    paper = session.get(Paper, paper_id) if paper_id is not None else None
    if paper is None:
        return None
    try:
        content = remake_file(session, PAPER_KINDS, paper, "pdf")
    except _LOST:
        log.exception("paper %d cannot be made again for its mail", paper_id)
        return None
    return Enclosure(f"{paper.kind}-{paper.id}.pdf", content) if content is not None else None
