"""Articles of knowledge to be looked at again: somebody has to see whether they still hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlmodel import col, select

from netops.due.entry import Entry, Mark, Reader, Source, Span
from netops.models.person import Role
from netops.models.response import Article
from service.i18n import N_, _


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """On the day of the review; a later day, or the archive, takes it away."""
    wanted = select(col(Article.id), col(Article.title), col(Article.review_on)).where(
        col(Article.office_id) == reader.sight.office_id,
        col(Article.archived_at).is_(None),
        col(Article.review_on).between(span.first, span.last),
    )
    for row_id, title, review_on in reader.session.exec(wanted.order_by(col(Article.review_on), col(Article.id))):
        if review_on is not None:
            yield Entry(
                key=f"{row_id}-{review_on.isoformat()}",
                day=review_on,
                what=_("article to be reviewed"),
                title=title,
                url=f"/articles/{row_id}",
                mark=Mark.TO_DO,
                owner=Role.IT.value,
                is_mine=reader.role is Role.IT,
            )


SOURCE: Final = Source("article_reviews", N_("Reviews of articles"), "articles.read", find, has_tasks=True)
