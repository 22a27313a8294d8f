"""What an article tells about outside of this system: a resolution of a committee, a step of a work, a plan (I-1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field
from sqlmodel import Session, col, select

from netops.models.response import Article, ArticleLink
from service.draft import Draft, Line
from service.i18n import N_
from service.refusal import MissingError, refuse

MOST: Final = 50


class LinkKind(StrEnum):
    """What an article may be linked to."""

    RESOLUTION = "resolution"
    STEP = "step"
    PLAN = "plan"
    MANUAL = "manual"
    DEVICE = "device"


class LinkDraft(Draft):
    """A thing with its page. `key` is its name where it stands, by which it finds its articles; empty: the page."""

    kind: LinkKind
    title: Annotated[Line, Field(min_length=1)]
    link: Annotated[str, Field(max_length=500, pattern=r"^(https?://\S+|/[^/\\\s]\S*)$")]
    key: Annotated[str, Field(max_length=120, pattern=r"^[\w.:/-]*$")] = ""


def links_of(session: Session, article: Article) -> Sequence[ArticleLink]:
    """In the order in which they were made."""
    wanted = select(ArticleLink).where(ArticleLink.article_id == article.id)
    return session.exec(wanted.order_by(col(ArticleLink.id))).all()


def link(session: Session, article: Article, draft: LinkDraft) -> ArticleLink:
    """Once for each thing. RefusedError when it is linked already, or too many are."""
    known = links_of(session, article)
    key = draft.key or draft.link[:120]
    if any((one.kind, one.key) == (draft.kind.value, key) for one in known):
        raise refuse("link", N_("The article is linked to it already"))
    if len(known) >= MOST:
        raise refuse("link", N_("An article has at most %(most)s links"), most=MOST)
    row = ArticleLink(
        office_id=article.office_id,
        article_id=article.id or 0,
        kind=draft.kind.value,
        key=key,
        title=draft.title,
        link=draft.link,
    )
    session.add(row)
    session.flush()
    return row


def unlink(session: Session, article: Article, link_id: int) -> ArticleLink:
    """The thing finds the article no more. MissingError for a link of another article."""
    row = next((one for one in links_of(session, article) if one.id == link_id), None)
    if row is None:
        raise MissingError("link")
    session.delete(row)
    return row
