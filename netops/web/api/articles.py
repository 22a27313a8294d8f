"""Articles over the API: the same as the pages, Markdown in and out."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from sqlmodel import col

from netops.knowledge.articles import Wanted, Written, conditions, find_article
from netops.models.response import Article
from netops.web.access import Visitor, allowed
from netops.web.api.paging import Paging, select_page
from netops.web.api.response_shapes import ArticleOut
from netops.web.api.shapes import Listed
from netops.web.writing import change_article, set_archived, write_article
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1/articles", tags=["articles"])
MayRead = Annotated[Visitor, Depends(allowed("articles.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("articles.write"))]


class ArticleSearch(Paging):
    """Articles by a word in title or text; those of the archive apart."""

    q: Annotated[str, Field(max_length=200)] = ""
    archived: bool = False


@router.get("", summary="Articles")
def list_articles(db: Db, visitor: MayRead, wanted: Annotated[ArticleSearch, Query()]) -> Listed[ArticleOut]:
    """The last changed first."""
    where = conditions(visitor.office_id, Wanted(wanted.q, archived=wanted.archived))
    order = [col(Article.changed_at).desc(), col(Article.id).desc()]
    return select_page(db, Article, ArticleOut, where=where, order=order, pages=wanted)


@router.post("", summary="Write an article", status_code=HTTPStatus.CREATED)
def post_article(db: Db, visitor: MayWrite, given: Written) -> ArticleOut:
    """With `outage_id` it is shown at other outages of the same thing or runbook."""
    return ArticleOut.model_validate(write_article(db, visitor, given))


@router.get("/{article_id}", summary="One article")
def get_article(db: Db, visitor: MayRead, article_id: int) -> ArticleOut:
    """Its text as it was written."""
    return ArticleOut.model_validate(find_article(db, visitor.office_id, article_id))


@router.put("/{article_id}", summary="Change an article")
def put_article(db: Db, visitor: MayWrite, article_id: int, given: Written) -> ArticleOut:
    """Title and text; what it was written of stays."""
    return ArticleOut.model_validate(change_article(db, visitor, article_id, given))


@router.delete("/{article_id}", summary="Archive an article", status_code=HTTPStatus.NO_CONTENT)
def delete_article(db: Db, visitor: MayWrite, article_id: int) -> None:
    """Out of the lists; nothing is lost."""
    set_archived(db, visitor, article_id, archived=True)


@router.post("/{article_id}/restore", summary="Bring an article back")
def restore_article(db: Db, visitor: MayWrite, article_id: int) -> ArticleOut:
    """From the archive."""
    return ArticleOut.model_validate(set_archived(db, visitor, article_id, archived=False))
