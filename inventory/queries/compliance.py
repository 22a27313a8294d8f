"""How the devices of an office stand against the rules: by rule, by device, one by one, and what is broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, case, cast, func, literal, or_, select
from sqlmodel import Session, col

from inventory.compliance.rule import Rule, Rulebook, Severity
from inventory.models.config import ComplianceResult, Exemption
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Filter, Kind, Table
from service.refusal import _
from service.thai_order import in_thai

Say = Callable[[str], str]


class Standing(StrEnum):
    """A grade, or that the rule is not asked of the device."""

    BROKEN = "broken"
    UNCLEAR = "unclear"
    KEPT = "kept"
    EXEMPT = "exempt"


STANDING_WORDS: Final = {
    Standing.BROKEN: _("not kept"),
    Standing.UNCLEAR: _("cannot be told"),
    Standing.KEPT: _("kept"),
    Standing.EXEMPT: _("excepted"),
}
SEVERITY_WORDS: Final = {Severity.HIGH: _("high"), Severity.MEDIUM: _("medium"), Severity.LOW: _("low")}

_RESULTS: Final[Any] = ComplianceResult.__table__.join(Device, col(Device.id) == ComplianceResult.device_id).join(  # type: ignore[attr-defined]
    Site, col(Site.id) == Device.site_id
)


def _standing(today: ColumnElement[date]) -> ColumnElement[Any]:
    """The grade, unless an exemption that is still in force stands before it."""
    exempted = (
        select(col(Exemption.id))
        .where(
            col(Exemption.office_id) == col(Site.office_id),
            col(Exemption.rule) == ComplianceResult.rule,
            or_(col(Exemption.device_id).is_(None), col(Exemption.device_id) == ComplianceResult.device_id),
            or_(col(Exemption.until).is_(None), col(Exemption.until) >= today),
        )
        .correlate(Site, ComplianceResult)
        .exists()
    )
    return case((exempted, literal(Standing.EXEMPT.value)), else_=cast(col(ComplianceResult.grade), String))


# Asked of the database at each query: tables are built once and live for months.
_STANDING: Final[Any] = _standing(func.current_date())
_STANDING_RANK: Final[Any] = case({one.value: rank for rank, one in enumerate(Standing)}, value=_STANDING)
_LIVE: Final = col(Device.archived_at).is_(None)


@dataclass(frozen=True, slots=True)
class RuleCount:
    """A rule, and how many devices stand how."""

    rule: Rule
    broken: int
    unclear: int
    kept: int
    exempt: int


def by_rule(session: Session, sight: Sight, book: Rulebook) -> Sequence[RuleCount]:
    """Every rule, those that most devices break first among equally grave ones."""
    counted: dict[tuple[str, str], int] = {
        (rule, standing): count
        for rule, standing, count in session.execute(
            select(col(ComplianceResult.rule), _STANDING, func.count())
            .select_from(_RESULTS)
            .where(sight.sites(), _LIVE)
            .group_by(col(ComplianceResult.rule), _STANDING)
        )
    }
    ranks = list(Severity)
    found = [
        RuleCount(rule, **{one.value: counted.get((rule.id, one.value), 0) for one in Standing}) for rule in book.rules
    ]
    return sorted(found, key=lambda each: (ranks.index(each.rule.severity), -each.broken, each.rule.id))


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A device that does not keep a rule and is not excepted from it."""

    device_id: int
    site_id: int
    rule: Rule
    evidence: str
    since: datetime


def broken_rules(session: Session, sight: Sight, book: Rulebook) -> Sequence[BrokenRule]:
    """What the risk register takes over: `rule.risk` and `rule.severity` say as what."""
    rows = session.execute(
        select(
            col(ComplianceResult.device_id),
            col(Device.site_id),
            col(ComplianceResult.rule),
            col(ComplianceResult.evidence),
            col(ComplianceResult.since),
        )
        .select_from(_RESULTS)
        .where(sight.sites(), _LIVE, _STANDING.in_([Standing.BROKEN.value]))
        .order_by(col(ComplianceResult.device_id), col(ComplianceResult.rule))
    )
    return [
        BrokenRule(device_id, site_id, rule, evidence, since)
        for device_id, site_id, rule_id, evidence, since in rows
        if (rule := book.get(rule_id)) is not None
    ]


@dataclass(frozen=True, slots=True)
class Stand:
    """How one device stands against one rule."""

    rule: Rule
    standing: Standing
    evidence: str
    since: datetime
    checked_at: datetime


def of_device(session: Session, sight: Sight, device_id: int, book: Rulebook) -> Sequence[Stand]:
    """The worst first; none while its configuration was never read."""
    rows = session.execute(
        select(
            col(ComplianceResult.rule),
            _STANDING,
            col(ComplianceResult.evidence),
            col(ComplianceResult.since),
            col(ComplianceResult.checked_at),
        )
        .select_from(_RESULTS)
        .where(sight.sites(), col(ComplianceResult.device_id) == device_id)
    )
    found = [(book.get(rule), Standing(standing), *rest) for rule, standing, *rest in rows]
    stands = [Stand(rule, standing, *rest) for rule, standing, *rest in found if rule is not None]
    places, ranks = list(Standing), [rule.id for rule in book.rules]
    return sorted(stands, key=lambda each: (places.index(each.standing), ranks.index(each.rule.id)))


@dataclass(frozen=True, slots=True)
class Excepted:
    """An exemption and the device it is about; None: the whole office."""

    exemption: Exemption
    device: str | None


def exemptions(session: Session, office_id: int, *, rule: str = "") -> Sequence[Excepted]:
    """Those of an office, of one rule or of all, the newest first."""
    wanted = (
        select(Exemption, col(Device.name))
        .outerjoin(Device, col(Device.id) == Exemption.device_id)
        .where(col(Exemption.office_id) == office_id)
        .order_by(col(Exemption.made_at).desc(), col(Exemption.id).desc())
    )
    if rule:
        wanted = wanted.where(col(Exemption.rule) == rule)
    return [Excepted(row, name) for row, name in session.execute(wanted)]


def never_judged(session: Session, sight: Sight) -> int:
    """Watched devices of which no configuration was judged: of them nothing is known."""
    judged = select(col(ComplianceResult.device_id)).where(col(ComplianceResult.device_id) == col(Device.id)).exists()
    wanted = (
        select(func.count())
        .select_from(Device)
        .join(Site, col(Site.id) == Device.site_id)
        .where(sight.sites(), _LIVE, col(Device.monitored), ~judged)
    )
    return int(session.execute(wanted).scalar_one())


def _choices(words: dict[Any, str]) -> Callable[[Session, Sight], list[tuple[str, str]]]:
    return lambda _session, _sight: [(one.value, said) for one, said in words.items()]


def _districts(session: Session, sight: Sight) -> list[tuple[str, str]]:
    district = col(Site.district)
    wanted = select(district).where(sight.sites(), district != "").distinct().order_by(district)
    return [(name, name) for name in session.execute(wanted).scalars()]


@lru_cache(maxsize=16)
def results_table(book: Rulebook, language: str, say: Say) -> Table:
    """One row for each device and rule, in the words of a language."""
    rule = col(ComplianceResult.rule)
    titles: Any = case({each.id: each.words(language).title for each in book.rules}, value=rule, else_=rule)
    grave: Any = case({each.id: each.severity.value for each in book.rules}, value=rule, else_="")
    rank: Any = case({each.id: list(Severity).index(each.severity) for each in book.rules}, value=rule, else_=9)
    spoken: Any = case({one.value: say(said) for one, said in SEVERITY_WORDS.items()}, value=grave, else_="")
    told: Any = case({one.value: say(said) for one, said in STANDING_WORDS.items()}, value=_STANDING)
    return Table(
        key="compliance",
        source=_RESULTS,
        row_id=col(ComplianceResult.device_id),
        columns=(
            Column("standing", _("How it stands"), told, ranked=_STANDING_RANK),
            Column("rule", _("Rule"), titles),
            Column("rule_id", _("Rule number"), rule, shown=False),
            Column("severity", _("Severity"), spoken, ranked=rank),
            Column("device", _("Device"), col(Device.name)),
            Column("site", _("School"), col(Site.name)),
            Column("site_code", _("School code"), col(Site.code), shown=False),
            Column("district", _("District"), col(Site.district), shown=False),
            Column("vendor", _("Vendor"), col(Device.vendor), shown=False),
            Column("model", _("Model"), col(Device.model), shown=False),
            Column("evidence", _("What the configuration says"), col(ComplianceResult.evidence)),
            Column("since", _("Since"), col(ComplianceResult.since), Kind.MOMENT),
            Column("checked_at", _("Judged"), col(ComplianceResult.checked_at), Kind.MOMENT, shown=False),
        ),
        searched=(col(Device.name), col(Site.name), col(Site.code), titles, col(Device.model)),
        filters=(
            Filter("standing", _("How it stands"), lambda value: value == _STANDING, _choices(STANDING_WORDS)),
            Filter("severity", _("Severity"), lambda value: grave == value, _choices(SEVERITY_WORDS)),
            Filter("rule", _("Rule"), lambda value: rule == value, lambda _db, _sight: _titles(book, language)),
            Filter("district", _("District"), lambda value: col(Site.district) == value, _districts),
        ),
        order=(_STANDING_RANK, rank, in_thai(Site.name), col(Device.name)),
        always={"archived": "no"},
        hidden_filters={"archived": lambda _value: _LIVE},
    )


def _titles(book: Rulebook, language: str) -> list[tuple[str, str]]:
    return [(rule.id, rule.words(language).title) for rule in book.rules]


def _counted() -> Any:
    """How many rules each device keeps, breaks and so on."""
    counts = [func.sum(case((_STANDING.in_([one.value]), 1), else_=0)).label(one.value) for one in Standing]
    return (
        select(col(ComplianceResult.device_id).label("device_id"), *counts)
        .select_from(_RESULTS)
        .group_by(col(ComplianceResult.device_id))
        .subquery("counted")
    )


_COUNTED: Final = _counted()
_DEVICE_STANDS: Final[Any] = case(
    (_COUNTED.c.device_id.is_(None), "unread"),
    (_COUNTED.c.broken > 0, "broken"),
    (_COUNTED.c.unclear > 0, "unclear"),
    else_="kept",
)
DEVICE_WORDS: Final = {
    "broken": _("breaks a rule"),
    "unclear": _("something cannot be told"),
    "kept": _("keeps every rule"),
    "unread": _("configuration not read"),
}
_DEVICE_RANK: Final[Any] = case({key: rank for rank, key in enumerate(DEVICE_WORDS)}, value=_DEVICE_STANDS)

DEVICES: Final = Table(
    key="compliance-devices",
    source=Device.__table__.join(Site, col(Site.id) == Device.site_id).outerjoin(  # type: ignore[attr-defined]
        _COUNTED, _COUNTED.c.device_id == Device.id
    ),
    row_id=col(Device.id),
    columns=(
        Column("device", _("Device"), col(Device.name)),
        Column("site", _("School"), col(Site.name)),
        Column("site_code", _("School code"), col(Site.code), shown=False),
        Column("district", _("District"), col(Site.district), shown=False),
        Column("model", _("Model"), col(Device.model)),
        Column("platform", _("Platform"), col(Device.ssh_platform), shown=False),
        Column("standing", _("How it stands"), _DEVICE_STANDS, ranked=_DEVICE_RANK),
        Column("broken", _("Not kept"), _COUNTED.c.broken, Kind.NUMBER),
        Column("unclear", _("Cannot be told"), _COUNTED.c.unclear, Kind.NUMBER),
        Column("kept", _("Kept"), _COUNTED.c.kept, Kind.NUMBER),
        Column("exempt", _("Excepted"), _COUNTED.c.exempt, Kind.NUMBER, shown=False),
    ),
    searched=(col(Device.name), col(Site.name), col(Site.code), col(Device.model)),
    filters=(
        Filter(
            "standing",
            _("How it stands"),
            lambda value: value == _DEVICE_STANDS,
            lambda _db, _sight: list(DEVICE_WORDS.items()),
        ),
        Filter("district", _("District"), lambda value: col(Site.district) == value, _districts),
    ),
    order=(_DEVICE_RANK, _COUNTED.c.broken.desc(), in_thai(Site.name), col(Device.name)),
    always={"archived": "no"},
    hidden_filters={"archived": lambda _value: and_(_LIVE, col(Device.monitored))},
)
