"""Which runbook is the one for an outage: by what it was told as, and by the class of its cause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from inventory.models.outage import Cause, Outage, Subject
from netops.runbook.matter import OWN_KIND
from netops.runbook.page import Runbook


def fitting(pages: Iterable[Runbook], subject: Subject, cause: Cause) -> Sequence[Runbook]:
    """The pages that are meant for outages of this kind and cause."""
    return [page for page in pages if cause in (getattr(page.front.causes, subject.value, ()))]


def choose(pages: Sequence[Runbook], outage: Outage, *, told_as: Iterable[str] = ()) -> Runbook:
    """The page to follow. `told_as` are the kinds of the alerts that stand for the outage, the newest first.

    The page of an alert that gathers many (the provider's, the power of an area) is the one for what it gathered and
    for nothing else; then the own kind's page where it fits the cause, else whichever does.
    """
    fit = {page.name: page for page in fitting(pages, outage.subject, outage.cause)}
    for kind in told_as:
        if kind in fit and fit[kind].front.of_many:
            return fit[kind]
    single = [page for page in fit.values() if not page.front.of_many]
    own = OWN_KIND[outage.subject].value
    if own in fit or not single:
        return next(page for page in pages if page.name == own)
    return single[0]
