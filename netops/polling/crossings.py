"""Once a minute: every figure against its limit; what crossed becomes facts and alerts in one transaction.

Nothing is concluded of a device that we do not see well: silent, unreachable, unknown, in maintenance, at a school
that is cut off. Its alerts stay as they are until it can be asked again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from inventory.events import Fact, LimitExceeded, LimitKept
from inventory.models.link import Link
from inventory.models.outage import State, Subject
from inventory.models.site import Office
from inventory.queries.topology import wan_ports
from inventory.store import polling as store
from netops.notify.alerts import tell
from netops.notify.cause.beyond import open_keys
from netops.pipeline import Pipeline
from netops.polling.certificates import certificate_figures
from netops.polling.measured import figures_of, link_figures, own_figures
from netops.polling.watching import Watching
from netops.settings import Settings
from netops.watched.crossing import Crossing, Figure, Key, Levels
from netops.watched.judging import is_cut_off
from netops.watched.limits import Metric, Rule
from netops.watched.roster import Thing
from netops.watched.rules import OFFICE, Rules, load_rules
from service.database import transaction

log = logging.getLogger(__name__)
SEEN: Final = frozenset({State.UP, State.DEGRADED})
# A sensor or port that a living device does not show for so long is gone.
GONE_AFTER: Final = timedelta(days=1)


class Crossings:
    """Runs in the pipeline's thread, after whatever round is being stored."""

    def __init__(
        self, engine: Engine, settings: Settings, *, pipeline: Pipeline, watched: Mapping[int, Watching]
    ) -> None:
        self._engine = engine
        self._settings = settings
        self._pipeline = pipeline
        self._watched = watched
        self._levels = Levels()
        self._missing: dict[Key, datetime] = {}

    def look(self, at: datetime) -> list[Fact]:
        """Take all figures of now; the facts that came of it."""
        with transaction(self._engine) as session:
            rules = load_rules(session)
            raised = open_keys(session)
            figures = list(self._figures(session, raised, at))
            asked = [(figure, self._rule(rules, figure.key)) for figure in figures]
            crossed, levels = self._levels.take(asked, raised, at)
            facts = [self._fact(crossing) for crossing in crossed]
            told = {figure.key for figure in figures}
            facts += [self._gone(key) for key in raised if self._is_gone(key, rules, told, at)]
            store.add_events(session, facts, at)
            session.flush()
            tell(session, facts, at=at, settings=self._settings)
        self._levels.keep(levels)
        return facts

    # -- what is measured

    def _figures(self, session: Session, raised: Mapping[Key, str], at: datetime) -> Iterator[Figure]:
        roster = self._pipeline.roster
        told = {key.subject_id for key in raised if key.metric is Metric.PORT_ERRORS}
        watched = dict(self._watched)
        for device_id, watching in watched.items():
            if self._is_seen((Subject.DEVICE, device_id)):
                yield from figures_of(device_id, watching, has_alerts=device_id in told)
        links = session.exec(select(Link).where(col(Link.archived_at).is_(None), col(Link.device_id).is_not(None)))
        ends = {
            link_id: end
            for link_id, end in wan_ports(session, links.all()).items()
            if self._is_seen((Subject.LINK, link_id)) and self._is_seen((Subject.DEVICE, end[0]))
        }
        yield from link_figures(roster.links, ends, watched)
        yield from certificate_figures(session, at, lambda device_id: self._is_seen((Subject.DEVICE, device_id)))
        offices = [office_id for office_id in session.exec(select(Office.id)) if office_id is not None]
        yield from own_figures(self._settings, offices, at)

    def _is_seen(self, thing: Thing) -> bool:
        roster, standings = self._pipeline.roster, self._pipeline.known.standings
        entry = (roster.devices if thing[0] is Subject.DEVICE else roster.links).get(thing[1])
        standing = standings.get(thing)
        if entry is None or entry.why_not or standing is None or standing.state not in SEEN:
            return False
        return not is_cut_off(roster, standings, entry.site_id)

    # -- which limit holds

    def _site(self, key: Key) -> int:
        roster = self._pipeline.roster
        entry = (roster.devices if key.subject is Subject.DEVICE else roster.links).get(key.subject_id)
        return OFFICE if entry is None or key.subject is Subject.OFFICE else entry.site_id

    def _rule(self, rules: Rules, key: Key) -> Rule:
        site_id = self._site(key)
        office_id = key.subject_id if site_id == OFFICE else self._pipeline.roster.sites[site_id].office_id
        return rules.of(key.metric, office_id, site_id)

    # -- what came of it

    def _is_gone(self, key: Key, rules: Rules, told: set[Key], at: datetime) -> bool:
        """Whether an alert rests on nothing: switched off, its thing is not asked any more, or has no such part."""
        if not self._is_asked(key):
            return True
        if not self._rule(rules, key).enabled:
            return True
        if key in told or not (key.subject is Subject.OFFICE or self._is_seen((key.subject, key.subject_id))):
            self._missing.pop(key, None)
            return False
        return at - self._missing.setdefault(key, at) >= GONE_AFTER

    def _is_asked(self, key: Key) -> bool:
        return key.subject is Subject.OFFICE or self._pipeline.roster.is_asked((key.subject, key.subject_id))

    def _fact(self, crossing: Crossing) -> Fact:
        key, value, told = crossing.figure
        about = {**self._about(key), "metric": key.metric.value, "part": told or key.part}
        if crossing.is_raised:
            return LimitExceeded(**about, value=value, limit=crossing.rule.raise_at)
        return LimitKept(**about, value=value)

    def _gone(self, key: Key) -> Fact:
        return LimitKept(**self._about(key), metric=key.metric.value, part=key.part)

    def _about(self, key: Key) -> dict[str, int | None]:
        if key.subject is Subject.OFFICE:
            return {"office_id": key.subject_id}
        name = "device_id" if key.subject is Subject.DEVICE else "link_id"
        return {"site_id": self._site(key) or None, name: key.subject_id}
