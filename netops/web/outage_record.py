"""What the record of an outage says on paper: in Thai, whoever asks for it, from what its page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, tzinfo
from typing import Any, Final

from inventory.models.outage import Probe
from netops.network_papers.outage_data import ContractSaid, OutageRecord, ProbeRow, ReportRow, StepRow, TermRow
from netops.runbook.following import page_for
from netops.said import said
from netops.web.outage_sections import alert, cause, report
from netops.web.outage_sections.about import About
from netops.web.outage_sections.report import Measured
from office.thai_date import THAI
from service.i18n import _, speaking

EDGE: Final = 6  # checks from the beginning and from the end; what lies between says the same


def record_of_outage(about: About) -> OutageRecord:
    """The data of the paper, as of now."""
    with speaking(THAI):
        return _record(about)


def _record(about: About) -> OutageRecord:
    line, outage, known = about.line, about.line.outage, about.matter.briefing
    told, why, told_provider = alert.section(about), cause.section(about), report.section(about)
    taken: Any = told["row"]
    silent = next((probe.at for probe in about.probes if not probe.answered), None)
    again = [probe.at for probe in about.probes if probe.answered and silent is not None and probe.at > silent]
    return OutageRecord(
        office=about.office.name,
        outage_id=about.outage_id,
        school=line.site.name,
        school_code=line.site.code,
        district=line.site.district,
        thing=known.thing,
        is_device=line.link is None,
        address=known.address,
        model=known.model.strip(),
        provider=known.provider,
        provider_phone=known.provider_phone,
        circuit_no=known.circuit_no,
        contact=" ".join(part for part in (known.contact, known.contact_phone) if part),
        started_at=_local(outage.started_at, about.zone),
        confirmed_at=_local(outage.confirmed_at, about.zone),
        ended_at=_local(outage.ended_at, about.zone),
        found_by=_method(outage.method),
        taken_by=str(told["taken_by"]),
        taken_at=_local(taken.acknowledged_at, about.zone) if taken is not None else None,
        note=taken.note if taken is not None else "",
        symptoms=_symptoms(about),
        cause=_(cause.CAUSE_WORDS[outage.cause]),
        cause_by=str(why["by"]),
        cause_note=outage.cause_note,
        signs=tuple(sign.text for sign in _signs(why["signs"])),
        probes=tuple(_probe(probe, about.zone) for probe in _edges(about.probes)),
        probes_kept=len(about.probes),
        reports=_reports(told_provider, about.zone),
        contract=_contract(told_provider.get("measured")),
        runbook=page_for(outage, about.alerts).title,
        steps=_steps(about),
        answered_again_at=_local(again[0], about.zone) if again and outage.ended_at is not None else None,
    )


def _local(at: datetime | None, zone: tzinfo) -> Any:
    return at.astimezone(zone) if at is not None else None


def _method(method: str) -> str:
    return _("the school's agent") if method == "agent" else method.upper()


def _symptoms(about: About) -> tuple[str, ...]:
    """What the probe said, and what else at the school answers or does not."""
    known = about.matter.briefing
    lines = [said(about.line.outage.detail)]
    for label, names in ((_("Still answers"), known.answering), (_("Silent too"), known.silent)):
        lines.append(f"{label}: {', '.join(names)}" if names else "")
    return tuple(line for line in lines if line)


def _signs(found: object) -> Sequence[cause.SignLine]:
    return found if isinstance(found, list) else ()


def _edges(probes: Sequence[Probe]) -> Sequence[Probe]:
    return probes if len(probes) <= 2 * EDGE else [*probes[:EDGE], *probes[-EDGE:]]


def _probe(probe: Probe, zone: tzinfo) -> ProbeRow:
    return ProbeRow(
        at=_local(probe.at, zone),
        method=_method(probe.method),
        answered=probe.answered,
        answered_ms=probe.rtt_ms if probe.answered else None,
        detail=said(probe.detail),
    )


def _reports(told: Any, zone: tzinfo) -> tuple[ReportRow, ...]:
    return tuple(
        ReportRow(
            reported_at=_local(one.reported_at, zone),
            way=_(report.WAY_WORDS[one.way]),
            by=who,
            told_whom=one.told_whom,
            ticket_no=one.ticket_no,
            answered_at=_local(one.answered_at, zone),
            arrived_at=_local(one.arrived_at, zone),
            repaired_at=_local(one.repaired_at, zone),
            note=one.note,
        )
        for one, who in told.get("reports", ())
    )


def _contract(measured: object) -> ContractSaid | None:
    if not isinstance(measured, Measured):
        return None
    return ContractSaid(
        number=measured.contract.number,
        response=TermRow(**asdict(measured.response)),
        repair=TermRow(**asdict(measured.repair)),
        counted_s=measured.counted_s,
        excluded=tuple((_(reason), length) for reason, length in measured.excluded.items()),
    )


def _steps(about: About) -> tuple[StepRow, ...]:
    """Those that stand, in the order in which they were done."""
    standing = sorted(about.record.standing.values(), key=lambda each: each.row.done_at)
    return tuple(
        StepRow(text=each.row.text, at=_local(each.row.done_at, about.zone), by=each.by, note=each.row.note)
        for each in standing
    )
