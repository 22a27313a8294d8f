"""What was learnt of outages like this one, and whether it is time to write it down."""

from __future__ import annotations

from collections.abc import Mapping

from netops.knowledge.fitting import articles_on, concern_of_outage
from netops.knowledge.repeated import suggests_article
from netops.runbook.following import page_for
from netops.web.outage_sections.about import About


def section(about: About) -> Mapping[str, object]:
    """`articles` that fit; `repeats` are outages like it when an article is due, else empty."""
    if not about.visitor.may("articles.read"):
        return {"articles": (), "repeats": ()}
    outage = about.line.outage
    kinds = {page_for(outage, about.alerts).name, *(alert.kind.value for alert in about.alerts)}
    concern = concern_of_outage(about.db, outage, kinds)
    today = about.now.astimezone(about.zone).date()
    return {
        "articles": articles_on(about.db, about.office.id or 0, {0: concern}, today=today)[0],
        "repeats": suggests_article(about.db, outage) if about.visitor.may("articles.write") else (),
    }
