"""Of what one person or channel is told, as people set it. Without a rule one is told of everything at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import time
from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, select

from inventory.models.site import Site
from netops.models.alert import AlertChannel, Severity, Subscription
from netops.models.person import Person
from service.draft import Draft, Empty, take
from service.i18n import N_
from service.refusal import NotTakenError, refuse

# The most pressing first: being told of one takes in those before it.
PRESSING: Final = (Severity.CRITICAL, Severity.WARNING, Severity.NOTICE)


class SubscriptionDraft(Draft):
    """A rule. `least` is the least pressing severity that is told; no districts are all; hours are local ones."""

    districts: tuple[Annotated[str, Field(max_length=120)], ...] = ()
    least: Severity = Severity.NOTICE
    quiet_from: Annotated[time | None, Empty] = None
    quiet_until: Annotated[time | None, Empty] = None
    digest_hour: Annotated[int | None, Field(ge=0, le=23), Empty] = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if (self.quiet_from is None) != (self.quiet_until is None):
            raise NotTakenError(N_("Give both the beginning and the end"), "quiet_until")
        if self.quiet_from is not None and self.quiet_from == self.quiet_until:
            raise NotTakenError(N_("The end must differ from the beginning"), "quiet_until")
        return self

    @classmethod
    def of_rule(cls, rule: Subscription | None) -> Self:
        """As it is in force."""
        if rule is None:
            return cls()
        told = [severity for severity in PRESSING if severity in rule.severities]
        return cls(
            districts=tuple(rule.districts),
            least=told[-1] if told else Severity.NOTICE,
            quiet_from=rule.quiet_from,
            quiet_until=rule.quiet_until,
            digest_hour=rule.digest_hour,
        )

    @property
    def severities(self) -> list[str]:
        """As stored: empty is all."""
        if self.least is Severity.NOTICE:
            return []
        return [severity.value for severity in PRESSING[: PRESSING.index(self.least) + 1]]


def rule_of(session: Session, owner: Person | AlertChannel) -> Subscription | None:
    """The rule of a person or channel, where one was set."""
    key = Subscription.person_id if isinstance(owner, Person) else Subscription.channel_id
    return session.exec(select(Subscription).where(key == owner.id)).first()


def set_rule(session: Session, owner: Person | AlertChannel, draft: SubscriptionDraft) -> dict[str, object]:
    """Keep a rule; what changed. RefusedError for a district that the office has not."""
    strange = set(draft.districts) - set(districts(session, owner.office_id))
    if strange:
        raise refuse("districts", N_("There is no such entry"))
    rule = rule_of(session, owner)
    if rule is None:
        mine = {"person_id" if isinstance(owner, Person) else "channel_id": owner.id}
        rule = Subscription.model_validate(mine)
    wanted = {
        "districts": list(draft.districts),
        "severities": draft.severities,
        **draft.model_dump(include={"quiet_from", "quiet_until", "digest_hour"}),
    }
    changes = take(rule, wanted)
    session.add(rule)
    session.flush()
    return changes


def districts(session: Session, office_id: int) -> Collection[str]:
    """Every district in which the office has a school, by name."""
    query = (
        select(Site.district)
        .where(Site.office_id == office_id, Site.district != "", col(Site.archived_at).is_(None))
        .distinct()
        .order_by(Site.district)
    )
    return list(session.exec(query))
