"""What an agent inside a school and the office say to each other.

The office refuses anything that is not named here. It is the newer of the two: fields are only ever added, with a
default, so that the boxes in schools can be renewed one by one after it.

An agent begins every talk: it enrols once, asks for its targets, and exchanges, which is its heartbeat and delivers
batches. A batch is one round, one walk or one look around, with the times of the agent's own clock.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, ConfigDict, Field

from collectors.observation import DeviceObservation, Short, SurroundingsSeen
from collectors.reading import Column
from collectors.target import SnmpTuning, Value

MOST_BATCHES: Final = 200  # in one exchange
MOST_DEVICES: Final = 500  # of one agent
MOST_RECORD_CHARS: Final = 3_000_000  # of one batch as JSON; a full walk of a stack of 400 ports has a third of it
Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
Sequence = Annotated[int, Field(ge=1, le=2**53)]
Seconds = Annotated[float, Field(ge=-1e9, le=1e9, allow_inf_nan=False)]
Millis = Annotated[float, Field(ge=0, le=1e7, allow_inf_nan=False)]
Packets = Annotated[int, Field(ge=0, le=1000)]
Host = Annotated[str, Field(max_length=255)]
Cell = Annotated[int, Field(ge=-(2**63), le=2**64 - 1)] | Annotated[str, Field(max_length=1024)] | None


class Answer(Value):
    """What the office says. An agent of an older release passes over what it does not know."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Boot(Value):
    """A moment by a clock that nobody sets: seconds since this start of the machine, sleep included."""

    id: Annotated[str, Field(max_length=64)]
    at_s: Annotated[float, Field(ge=0, le=1e10, allow_inf_nan=False)]


# -- enrolling


class EnrolAsked(Value):
    """Once: the code that a person typed, and the key by which this agent will be known. Keys are base64."""

    code: Annotated[str, Field(max_length=64)]
    public_key: Annotated[str, Field(min_length=40, max_length=64)]
    version: Annotated[str, Field(max_length=64)]


class Enrolled(Answer):
    """Who it is from now on. `office_key` signs its targets and is never replaced by a message."""

    agent_id: Id
    token: str
    office_key: str
    site_code: str
    site_name: str
    office_time: AwareDatetime


# -- targets


class TargetsAsked(Value):
    """For the targets in force. `held` is the revision that the agent has, 0 for none."""

    agent_id: Id
    sent_at: AwareDatetime
    held: Annotated[int, Field(ge=0, le=2**53)] = 0


class Signed(Answer):
    """A document and the office's signature over its very bytes."""

    document: str
    signature: str


class SnmpAsked(Answer):
    """A device to ask by SNMP; the secrets are plain here, since the agent needs them."""

    id: Id
    host: Host
    port: Annotated[int, Field(ge=1, le=65535)]
    credential: dict[str, str]
    tuning: SnmpTuning


class PingAsked(Answer):
    """A device to ask by echo requests."""

    id: Id
    host: Host


class Targets(Answer):
    """Whom one agent asks, how often, and which addresses beyond the school's line it tries. Intervals in seconds."""

    agent_id: Id
    revision: Annotated[int, Field(ge=1, le=2**53)]
    issued_at: AwareDatetime
    site_code: Short
    snmp: Annotated[tuple[SnmpAsked, ...], Field(max_length=MOST_DEVICES)] = ()
    pings: Annotated[tuple[PingAsked, ...], Field(max_length=MOST_DEVICES)] = ()
    outside: Annotated[tuple[Host, ...], Field(max_length=8)] = ()
    icmp_interval_s: Annotated[int, Field(ge=5, le=3600)] = 30
    icmp_packets: Annotated[int, Field(ge=1, le=20)] = 5
    snmp_interval_s: Annotated[int, Field(ge=5, le=3600)] = 60
    walk_interval_s: Annotated[int, Field(ge=60, le=7 * 86400)] = 6 * 3600
    topology_interval_s: Annotated[int, Field(ge=60, le=86400)] = 900


# -- what was seen


class ProbeSeen(Value):
    """One device in one round. `unasked`: it could not be asked at all, for the reason in `detail`."""

    device_id: Id
    at: AwareDatetime
    method: Literal["icmp", "snmp"]
    sent: Packets = 1
    received: Packets = 0
    rtt_ms: Millis | None = None
    p95_ms: Millis | None = None
    min_ms: Millis | None = None
    max_ms: Millis | None = None
    jitter_ms: Millis | None = None
    detail: Short = ""
    unasked: bool = False


class InsideSeen(Value):
    """What an outage of the line looks like from inside: the school's gateway, and addresses beyond the line."""

    place: Literal["gateway", "outside"]
    host: Host
    sent: Packets
    received: Packets
    rtt_ms: Millis | None = None


class ReadingSeen(Value):
    """The values of a device's ports and health in one round.

    `layout` names the plan that the columns follow; the office takes them only when its own plan has the same name.
    Octets are hexadecimal text.
    """

    device_id: Id
    at: AwareDatetime
    layout: Annotated[str, Field(max_length=64)]
    uptime_ticks: Annotated[int, Field(ge=0, le=2**64 - 1)] | None = None
    columns: dict[Column, Annotated[tuple[Cell, ...], Field(max_length=4096)]] = Field(default_factory=dict)
    health: Annotated[tuple[Cell, ...], Field(max_length=1024)] = ()


class RoundSeen(Value):
    """One round of echo requests or of SNMP."""

    kind: Literal["round"] = "round"
    method: Literal["icmp", "snmp"]
    probes: Annotated[tuple[ProbeSeen, ...], Field(max_length=MOST_DEVICES)] = ()
    inside: Annotated[tuple[InsideSeen, ...], Field(max_length=16)] = ()
    readings: Annotated[tuple[ReadingSeen, ...], Field(max_length=MOST_DEVICES)] = ()
    heard_by_office: bool = True  # whether the last exchange before this round succeeded


class WalkSeen(Value):
    """A device that was asked in full."""

    kind: Literal["walk"] = "walk"
    observation: DeviceObservation
    tuning: SnmpTuning


class AroundSeen(Value):
    """Who is around a device."""

    kind: Literal["around"] = "around"
    seen: SurroundingsSeen


Record = Annotated[RoundSeen | WalkSeen | AroundSeen, Field(discriminator="kind")]


class Batch(Value):
    """One record with the moment that it was written down, by both clocks of the agent."""

    at: AwareDatetime
    boot: Boot
    record: Record


# -- exchanging


class Parcel(Value):
    """One batch as it lies on the agent's disk: the JSON of a `Batch`, read apart from the rest of an exchange."""

    sequence: Sequence
    body: Annotated[str, Field(max_length=MOST_RECORD_CHARS)]


class Exchange(Value):
    """The heartbeat, with as many batches as fit. `waiting` lie on the agent's disk, these included."""

    agent_id: Id
    sent_at: AwareDatetime
    boot: Boot
    version: Annotated[str, Field(max_length=64)]
    waiting: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    dropped: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    held: Annotated[int, Field(ge=0, le=2**53)] = 0
    clock_offset_s: Seconds | None = None
    rtt_ms: Millis | None = None
    batches: Annotated[tuple[Parcel, ...], Field(max_length=MOST_BATCHES)] = ()


class Taken(Answer):
    """The answer: batches up to `last_sequence` lie safely at the office and may be forgotten."""

    office_time: AwareDatetime
    last_sequence: Annotated[int, Field(ge=0, le=2**53)]
    targets_revision: Annotated[int, Field(ge=0, le=2**53)]
    version: Annotated[str, Field(max_length=64)]
