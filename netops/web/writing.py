"""Writing articles, the same for pages and API: checked, stored and written down."""

from __future__ import annotations

from sqlmodel import Session

from inventory.queries.outages import outage as find_outage
from netops import audit
from netops.knowledge.articles import Written, archive, change, find_article, write
from netops.knowledge.linking import LinkDraft, link, unlink
from netops.models.response import Article
from netops.runbook.following import alerts_about, page_for
from netops.web.access import Visitor
from service.columns import utc_now
from service.refusal import MissingError


def write_article(db: Session, visitor: Visitor, given: Written) -> Article:
    """MissingError when it is said to be of an outage that this person may not see."""
    runbook = ""
    if given.outage_id is not None:
        line = find_outage(db, visitor.sight, given.outage_id)
        if line is None:
            raise MissingError("outage")
        runbook = page_for(line.outage, alerts_about(db, line.outage)).name
    article = write(db, visitor.office_id, given, runbook=runbook, person_id=visitor.person_id)
    _record(db, visitor, "article.written", article, {"title": article.title})
    return article


def change_article(db: Session, visitor: Visitor, article_id: int, given: Written) -> Article:
    """Nothing is written down when nothing changed."""
    article = find_article(db, visitor.office_id, article_id)
    changes = change(article, given)
    if changes:
        _record(db, visitor, "article.changed", article, changes)
    return article


def set_archived(db: Session, visitor: Visitor, article_id: int, *, archived: bool) -> Article:
    """Into the archive, or back from it."""
    article = find_article(db, visitor.office_id, article_id)
    if (article.archived_at is not None) != archived:
        archive(article, utc_now() if archived else None)
        act = "article.archived" if archived else "article.restored"
        _record(db, visitor, act, article, {"title": article.title})
    return article


def link_article(db: Session, visitor: Visitor, article_id: int, draft: LinkDraft) -> None:
    """To a thing that it tells about."""
    article = find_article(db, visitor.office_id, article_id)
    row = link(db, article, draft)
    _record(db, visitor, "article.linked", article, {"kind": row.kind, "title": row.title})


def unlink_article(db: Session, visitor: Visitor, article_id: int, link_id: int) -> None:
    """Not linked to it any more."""
    article = find_article(db, visitor.office_id, article_id)
    row = unlink(db, article, link_id)
    _record(db, visitor, "article.unlinked", article, {"kind": row.kind, "title": row.title})


def _record(db: Session, visitor: Visitor, act: str, article: Article, detail: dict[str, object]) -> None:
    audit.record(db, visitor.actor, act, subject="article", subject_id=article.id, detail=detail)
