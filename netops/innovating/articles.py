"""Articles of knowledge that tell about an innovation."""

from __future__ import annotations

from typing import Annotated, Final

from sqlmodel import Session, col, select

from innovation.models.innovation import Innovation
from innovation.models.rollout import KnownArticle
from innovation.store.parts import Part
from inventory.store.belonging import in_office
from netops.models.response import Article
from service.draft import Digits, Draft
from service.i18n import N_
from service.refusal import refuse


class ArticleLinkDraft(Draft):
    """An article that tells about it."""

    article_id: Annotated[int, Digits]


def _article(session: Session, innovation: Innovation, draft: ArticleLinkDraft, row: KnownArticle | None) -> None:
    in_office(session, Article, draft.article_id, office_id=innovation.office_id, field="article_id")
    found = session.exec(
        select(KnownArticle.id).where(
            KnownArticle.innovation_id == innovation.id, KnownArticle.article_id == draft.article_id
        )
    ).first()
    if found is not None and (row is None or found != row.id):
        raise refuse("article_id", N_("The article is linked already"))


ARTICLES: Final = Part("articles", "innovation_article", KnownArticle, ArticleLinkDraft, _article)


def articles_of(session: Session, office_id: int, innovation: Innovation) -> list[tuple[KnownArticle, Article]]:
    """Those that tell about it, by title; archived ones are not told."""
    wanted = (
        select(KnownArticle, Article)
        .join(Article, col(Article.id) == KnownArticle.article_id)
        .where(
            KnownArticle.innovation_id == innovation.id,
            Article.office_id == office_id,
            col(Article.archived_at).is_(None),
        )
    )
    return list(session.exec(wanted.order_by(col(Article.title))).all())
