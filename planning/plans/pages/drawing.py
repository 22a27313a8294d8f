"""Papers that are made of what is kept, as the files that are handed out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session
from starlette.responses import Response

from planning.plans.store.papers import MEDIA, about_of, book_by, draw
from planning.plans.store.templates import WORKBOOK, template_at
from service.papers.kind import PaperData, PaperKind
from service.refusal import MissingError


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose paper it is, of which moment, and the number that it bears. What is `settled` was handed out: its numerals
    are those that the office wanted then.
    """

    office_code: str
    office: str
    at: datetime
    number: str = ""
    settled: bool = False


def file_of(
    session: Session,
    kind: PaperKind[Any],
    data: PaperData,
    form: str,
    whose: Whose,
) -> Response:
    """PDF in the browser, the others as downloads; MissingError for a form that the kind does not have."""
    if form not in MEDIA:
        raise MissingError("paper")
    about, at = about_of(whose.office, whose.number, whose.at), whose.at.replace(microsecond=0)
    if form == WORKBOOK:
        own = template_at(session, whose.office_code, kind, about.made_on, form=WORKBOOK)
        book = book_by(kind, own, (data, about), at)
        if book is None:
            raise MissingError("paper")
        return handed(book, f"{kind.key}.{form}", form)
    drawn = draw(session, kind, (data, about), office_code=whose.office_code, at=at, settled=whose.settled)
    content = drawn.file(form)
    return handed(content, f"{kind.key}.{form}", form)


def handed(content: bytes, name: str, form: str) -> Response:
    """PDF is shown in the browser."""
    kept = "inline" if form == "pdf" else "attachment"
    return Response(content, media_type=MEDIA[form], headers={"Content-Disposition": f'{kept}; filename="{name}"'})
