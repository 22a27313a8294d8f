"""Whom to tell of a dead link and in which words; how it was told, and how long that took by the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from inventory.models.contract import Contract, ProviderReport, ReportWay
from inventory.queries.agreed import agreed
from inventory.queries.evidence import case_for, reports_of, uplink_cuts, whole_second
from inventory.sla.counting import Judged, Reason
from inventory.sla.spans import Span, seconds
from inventory.sla.telling import REASONS
from netops.models.person import Person
from netops.web.claiming import claiming
from netops.web.fault_text import Fault, fault_text
from netops.web.outage_sections.about import About
from service.i18n import N_

WAY_WORDS: Final[Mapping[ReportWay, str]] = {
    ReportWay.PHONE: N_("by phone"),
    ReportWay.LINE: N_("by LINE"),
    ReportWay.EMAIL: N_("by e-mail"),
    ReportWay.WEB: N_("on the provider's web page"),
    ReportWay.OTHER: N_("another way"),
}


@dataclass(frozen=True, slots=True)
class Time:
    """A time of the contract: how long it took by its clock, what was agreed, what is over; seconds."""

    took_s: int | None
    limit_s: int | None
    over_s: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What the contract makes of the outage; excluded time by reason."""

    contract: Contract
    response: Time
    repair: Time
    counted_s: int
    excluded: Mapping[str, int]


def section(about: About) -> Mapping[str, object]:
    """`provider` and `link` of the outage, None for a device's; `text` to tell it by, `reports`, and `measured`."""
    line = about.line
    found: dict[str, object] = {"provider": line.provider, "link": line.link}
    if line.link is None:
        return found
    month = line.outage.started_at.astimezone(about.zone).date().replace(day=1)
    reports = reports_of(about.db, [about.outage_id]).get(about.outage_id, [])
    return found | {
        "reports": [(report, _who(about, report)) for report in reports],
        "ways": WAY_WORDS,
        "measured": _measured(about),
        "text": fault_text(_fault(about, reports)),
        "may_write": about.visitor.may("reports.write"),
        # The claim that it is a part of.
        "claiming": claiming(about.db, about.visitor, [line.link], month).get(line.link.id or 0),
    }


def _who(about: About, report: ProviderReport) -> str:
    person = about.db.get(Person, report.person_id) if report.person_id is not None else None
    return (person.name or person.username) if person is not None else ""


def _measured(about: About) -> Measured | None:
    link, outage = about.line.link, about.line.outage
    assert link is not None
    assert link.id is not None
    if link.contract_id is None:
        return None
    one = agreed(about.db, [link.id])[link.id]
    assert one.contract is not None
    start = whole_second(outage.started_at)
    window = Span(start, max(start, whole_second(outage.ended_at or about.now)))
    case, _rows = case_for(about.db, one, window, until=about.now, cuts=uplink_cuts(about.db, window))
    judged = next((each for each in case.judged if each.cut.id == outage.id), None)
    if judged is None:
        return None
    return Measured(
        contract=one.contract,
        response=_time(judged.response if judged.cut.reports else None, one.terms.response_s, judged.response_over),
        repair=_time(judged.repair if judged.repair_from is not None else None, one.terms.repair_s, judged.repair_over),
        counted_s=seconds(judged.counted),
        excluded=_excluded(judged),
    )


def _time(took: Sequence[Span] | None, limit_s: int | None, over: Sequence[Span]) -> Time:
    return Time(None if took is None else seconds(took), limit_s, seconds(over))


def _excluded(judged: Judged) -> dict[str, int]:
    found: dict[Reason, int] = {}
    for piece in judged.pieces:
        if piece.excluded is not None:
            found[piece.excluded] = found.get(piece.excluded, 0) + seconds([piece.span])
    return {REASONS[reason]: length for reason, length in found.items()}


def _fault(about: About, reports: Sequence[ProviderReport]) -> Fault:
    known = about.matter.briefing
    return Fault(
        line=about.line,
        now=about.now,
        probes=[probe for probe in about.probes if probe.until_at is None],
        tried=[each.row.text for each in sorted(about.record.standing.values(), key=lambda each: each.row.done_at)],
        contact=" ".join(part for part in (known.contact, known.contact_phone) if part),
        reporter=about.visitor.name,
        office=about.visitor.office_name,
        ticket_no=next((report.ticket_no for report in reversed(reports) if report.ticket_no), ""),
    )
