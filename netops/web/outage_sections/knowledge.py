"""What was learnt of outages like this one, and whether it is time to write it down."""

from __future__ import annotations

from collections.abc import Mapping

from netops.knowledge.articles import articles_for
from netops.knowledge.repeated import suggests_article
from netops.runbook.following import page_for
from netops.web.outage_sections.about import About


def section(about: About) -> Mapping[str, object]:
    """`articles` that fit; `repeats` are outages like it when an article is due, else empty."""
    if not about.visitor.may("articles.read"):
        return {"articles": (), "repeats": ()}
    outage = about.line.outage
    runbook = page_for(outage, about.alerts).name
    return {
        "articles": articles_for(about.db, outage, runbook),
        "repeats": suggests_article(about.db, outage) if about.visitor.may("articles.write") else (),
    }
