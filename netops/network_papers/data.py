"""What papers of the network's development are made from; stored with each paper."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from inventory.sla.counting import Reason
from service.papers.kind import PaperData


class GapRow(PaperData):
    """One measure of a school: what its size asks for, what is there, what is missing."""

    measure: str
    target: int
    actual: int | None
    lack: int | None


class SurveySaid(PaperData):
    """What people said of a school in an academic year; a form to be filled in by hand has no figures."""

    office: str
    school: str
    year: int | None = None
    rooms: int | None = None
    rooms_cabled: int | None = None
    rooms_wireless: int | None = None
    power_cuts_month: int | None = None
    cabling: str = ""
    is_grounded: bool | None = None
    is_locked: bool | None = None
    caretakers: int | None = None
    caretaker_post: str = ""
    lacks: str = ""
    surveyed_on: date | None = None
    said_by: str = ""


class StrangerRow(PaperData):
    """What was seen and stands in no inventory."""

    name: str
    mac: str
    address: str
    seen_at: datetime


class Baseline(PaperData):
    """The state of a school on a day: what was measured beside what was said."""

    office: str
    school: str
    as_of: date
    pupils: int | None
    links: int
    speed_mbps: int | None
    availability_percent: float | None
    devices: int
    answering: int
    switch_ports: int
    ports_up: int
    access_points: int
    ups: int
    gap: tuple[GapRow, ...] = ()
    target_source: str = ""
    strangers: tuple[StrangerRow, ...] = ()
    survey: SurveySaid | None = None


class OptionLine(PaperData):
    """One thing of one way."""

    what: str
    quantity: int
    price_satang: int
    source: str


class DesignOption(PaperData):
    """One way to fill the gap."""

    option: str
    lines: tuple[OptionLine, ...]
    total_satang: int


class SubnetRow(PaperData):
    """One subnet of the plan."""

    cidr: str
    vlan: int | None
    gateway: str
    purpose: str


class Design(PaperData):
    """One version of a design."""

    office: str
    school: str
    number: int
    made_on: date
    owner: str
    reason: str
    gap: tuple[GapRow, ...]
    options: tuple[DesignOption, ...]
    chosen: str
    subnets: tuple[SubnetRow, ...] = ()


class Change(PaperData):
    """A change that is asked for; a blank form has only the office."""

    office: str
    school: str
    title: str = ""
    why: str = ""
    danger: str = ""
    way_back: str = ""
    planned_on: date | None = None
    asked_by: str = ""
    asked_on: date | None = None
    state: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    decision: str = ""


class PortSaid(PaperData):
    """A port as its device told it live; rates (bit/s, errors a second) are of the last round, where it had them."""

    name: str = ""
    oper: str = ""
    speed_bps: int | None = None
    in_bps: float | None = None
    out_bps: float | None = None
    problems: float | None = None


class LiveSaid(PaperData):
    """What came back when a thing was asked live for a test: the evidence of a check. Round trips in milliseconds;
    `unasked` is why it could not be asked, `walk` how the reading by SNMP ended.
    """

    at: datetime
    method: str = ""
    sent: int | None = None
    received: int | None = None
    rtt_min_ms: float | None = None
    rtt_avg_ms: float | None = None
    rtt_max_ms: float | None = None
    detail: str = ""
    unasked: str = ""
    walk: str = ""
    name: str = ""
    vendor: str = ""
    model: str = ""
    version: str = ""
    serial: str = ""
    port: PortSaid | None = None


class CheckRow(PaperData):
    """One check of an acceptance test; `raw` is what the collectors heard live."""

    kind: str
    thing: str
    port: str
    wanted: str
    measured: str
    standing: str
    at: datetime | None
    raw: LiveSaid | None = None


class BuiltRow(PaperData):
    """A device as it was when the order was accepted."""

    name: str
    role: str
    address: str
    vendor: str
    model: str
    serial: str
    version: str
    ports: int


class Acceptance(PaperData):
    """The test of an order; before the first test its checks are not measured."""

    office: str
    school: str
    title: str
    owner: str
    due_on: date | None
    at: datetime | None
    is_passed: bool | None
    checks: tuple[CheckRow, ...]
    built: tuple[BuiltRow, ...] = ()


class Drill(PaperData):
    """A drill, planned or run."""

    office: str
    school: str
    scenario: str = ""
    planned_on: date | None = None
    owner: str = ""
    steps: str = ""
    most_minutes: int | None = None
    ran_on: date | None = None
    took_minutes: int | None = None
    result: str = ""
    finding: str = ""


class ManualDevice(PaperData):
    """A device as its agent described it, and when it last answered."""

    name: str
    role: str
    address: str
    model: str
    serial: str
    version: str
    answered_at: datetime | None


class ManualLink(PaperData):
    """A link with whom to call."""

    name: str
    circuit_no: str
    provider: str
    phone: str
    speed_mbps: int | None
    contract: str


class ManualLine(PaperData):
    """Which port leads where."""

    device: str
    port: str
    other: str
    other_port: str
    known_by: str


class DrawnNode(PaperData):
    """A link or device of the figure. `parent` is the key of what it hangs on, by its `port` and `own_port`; a link
    `ends_in` a device. `names` are those of a group that is drawn as one.
    """

    key: str
    name: str
    role: str = ""
    detail: str = ""
    address: str = ""
    parent: str = ""
    port: str = ""
    own_port: str = ""
    is_link: bool = False
    ends_in: str = ""
    names: tuple[str, ...] = ()


class DrawnTie(PaperData):
    """A line of the figure; `is_told`: a person or one of the devices says so, else it is concluded."""

    a: str
    b: str
    is_told: bool


class Drawing(PaperData):
    """What the topology knows of a school."""

    nodes: tuple[DrawnNode, ...] = ()
    ties: tuple[DrawnTie, ...] = ()


class Person(PaperData):
    """Somebody to be called."""

    name: str
    role: str
    phone: str


class RunbookSaid(PaperData):
    """What to do when something is wrong."""

    name: str
    title: str


class Manual(PaperData):
    """The network manual of a school on a day."""

    office: str
    school: str
    number: int
    as_of: date
    contacts: tuple[Person, ...]
    links: tuple[ManualLink, ...]
    devices: tuple[ManualDevice, ...]
    lines: tuple[ManualLine, ...]
    drawing: Drawing = Drawing()
    subnets: tuple[SubnetRow, ...]
    runbooks: tuple[RunbookSaid, ...]
    texts: dict[str, str]


class IndicatorRow(PaperData):
    """One indicator of the office against its target."""

    indicator: str
    value: float | None
    basis: int
    baseline: float | None = None
    target: float | None = None
    is_met: bool | None = None


class SchoolRow(PaperData):
    """The indicators of one school."""

    school: str
    availability_percent: float | None
    round_trip_ms: float | None
    repair_minutes: float | None
    percent_complete: int


class ShareRow(PaperData):
    """Schools that had what the target asks for, as last seen in a month."""

    seen_on: date
    met: int
    known: int


class FollowUpReport(PaperData):
    """The objective in one fiscal year (Buddhist era) as of a day. `excluded` are minutes of outages by cause, `apart`
    seconds of all links by reason.
    """

    office: str
    year: int
    as_of: date
    indicators: tuple[IndicatorRow, ...]
    schools: tuple[SchoolRow, ...]
    excluded: dict[str, int]
    shares: tuple[ShareRow, ...] = ()
    apart: dict[Reason, int] = Field(default_factory=dict)
