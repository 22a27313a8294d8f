"""What the record of an outage is made from; stored with the paper. Times are on the office's own clock."""

from __future__ import annotations

from datetime import datetime

from service.papers.kind import PaperData


class ProbeRow(PaperData):
    """One check; `answered_ms` is None where nothing answered."""

    at: datetime
    method: str
    answered: bool
    answered_ms: float | None = None
    detail: str = ""


class ReportRow(PaperData):
    """One report to the provider, and what the provider did when."""

    reported_at: datetime
    way: str
    by: str
    told_whom: str
    ticket_no: str
    answered_at: datetime | None
    arrived_at: datetime | None
    repaired_at: datetime | None
    note: str


class TermRow(PaperData):
    """A time of the contract; seconds. None: not begun, or not agreed."""

    took_s: int | None
    limit_s: int | None
    over_s: int


class ContractSaid(PaperData):
    """What the contract makes of it; `excluded` is what does not count, reason and seconds."""

    number: str
    response: TermRow
    repair: TermRow
    counted_s: int
    excluded: tuple[tuple[str, int], ...]


class StepRow(PaperData):
    """A step of the runbook that was done."""

    text: str
    at: datetime
    by: str
    note: str


class OutageRecord(PaperData):
    """An outage from its first silence to its verified end; a form to be filled in by hand has only the office."""

    office: str
    outage_id: int | None = None
    school: str = ""
    school_code: str = ""
    district: str = ""
    thing: str = ""
    is_device: bool = False
    address: str = ""
    model: str = ""
    provider: str = ""
    provider_phone: str = ""
    circuit_no: str = ""
    contact: str = ""
    started_at: datetime | None = None
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None
    found_by: str = ""  # how it was asked
    taken_by: str = ""
    taken_at: datetime | None = None
    note: str = ""
    symptoms: tuple[str, ...] = ()
    cause: str = ""
    cause_by: str = ""
    cause_note: str = ""
    signs: tuple[str, ...] = ()
    probes: tuple[ProbeRow, ...] = ()
    probes_kept: int = 0  # of which `probes` are the first and the last
    reports: tuple[ReportRow, ...] = ()
    contract: ContractSaid | None = None
    runbook: str = ""
    steps: tuple[StepRow, ...] = ()
    answered_again_at: datetime | None = None
