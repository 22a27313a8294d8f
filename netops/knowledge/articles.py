"""Articles: what people learnt of outages, written once and shown where it happens again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.outage import Outage, Subject
from inventory.queries.text import contains
from netops.knowledge.fitting import model_of
from netops.models.response import Article, ArticleLink
from netops.runbook.page import runbooks
from service.columns import utc_now
from service.i18n import N_
from service.refusal import MissingError, NotTakenError, RefusedError, problems_of

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=255)]
Body = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=20_000)]
Model = Annotated[str, StringConstraints(max_length=255), AfterValidator(lambda text: " ".join(text.split()))]


def _is_known(name: str) -> str:
    if name and name not in {one.name for one in runbooks()}:
        raise NotTakenError(N_("There is no such runbook"))
    return name


Runbook = Annotated[str, AfterValidator(_is_known)]


class Written(BaseModel):
    """What a person gives: `body` is Markdown. `outage_id`: the outage that it is written of.

    `runbook` and `model` are left to the outage, or as they are, where they are not given.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Title
    body: Body
    outage_id: int | None = None
    runbook: Runbook | None = None
    model: Model | None = None
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles of a list; `archived` ones stand in a list of their own. `about`: the key of a thing that they are
    linked to.
    """

    q: str = ""
    about: str = ""
    archived: bool = False


def written_of(**given: object) -> Written:
    """Checked; RefusedError names the fields that are wrong."""
    try:
        return Written.model_validate(given)
    except ValidationError as error:
        raise RefusedError(problems_of(error.errors())) from None


def articles(session: Session, office_id: int, wanted: Wanted, *, limit: int, offset: int = 0) -> Sequence[Article]:
    """Of an office, the last changed first."""
    query = select(Article).where(*conditions(office_id, wanted))
    return session.exec(
        query.order_by(col(Article.changed_at).desc(), col(Article.id).desc()).limit(limit).offset(offset)
    ).all()


def conditions(office_id: int, wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    """For a query of articles."""
    archived = col(Article.archived_at)
    found = [col(Article.office_id) == office_id, archived.is_not(None) if wanted.archived else archived.is_(None)]
    if wanted.q:
        found.append(contains(wanted.q, Article.title, Article.body))
    if wanted.about:
        linked = select(ArticleLink.article_id).where(
            ArticleLink.office_id == office_id, ArticleLink.key == wanted.about
        )
        found.append(col(Article.id).in_(linked))
    return found


def find_article(session: Session, office_id: int, article_id: int) -> Article:
    """MissingError for one of another office, as for one that is not there."""
    article = session.get(Article, article_id)
    if article is None or article.office_id != office_id:
        raise MissingError("article")
    return article


def write(session: Session, office_id: int, given: Written, *, runbook: str = "", person_id: int) -> Article:
    """A new article; of an outage it is shown at every other one of the same thing or with the same runbook."""
    outage = session.get(Outage, given.outage_id) if given.outage_id is not None else None
    article = Article(
        office_id=office_id,
        title=given.title,
        body=given.body,
        runbook=runbook if given.runbook is None else given.runbook,
        model=given.model or "",
        review_on=given.review_on,
        written_by=person_id,
    )
    if outage is not None:
        article.subject, article.subject_id = outage.subject.value, outage.subject_id
        article.outages = [outage.id or 0]
        if given.model is None and outage.subject is Subject.DEVICE:
            article.model = model_of(session.get(Device, outage.subject_id))
    session.add(article)
    session.flush()
    return article


def change(article: Article, given: Written) -> dict[str, object]:
    """The changed fields as (old, new), of the text its lengths; empty when nothing changed. Not given: it stays."""
    changes: dict[str, object] = {}
    if article.title != given.title:
        changes["title"] = [article.title, given.title]
    if article.body != given.body:
        changes["body"] = [len(article.body), len(given.body)]
    for name in ("runbook", "model", "review_on"):
        before, after = getattr(article, name), getattr(given, name)
        if name in given.model_fields_set and after != before and (after is not None or name == "review_on"):
            changes[name] = [str(before or ""), str(after or "")]
            setattr(article, name, after)
    if changes:
        article.title, article.body, article.changed_at = given.title, given.body, utc_now()
    return changes


def archive(article: Article, at: datetime | None) -> None:
    """Out of the lists at `at`, or back with None."""
    article.archived_at = at
