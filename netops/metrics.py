"""Everything that `/metrics` shows: names, labels, and blocks that are rendered when a poll ends, never at a scrape.

A block is the finished text of one family for one device, link or site. A scrape joins blocks, so that it takes
milliseconds for 280,000 samples and never waits for a poll. A family's samples stand together under one HELP and TYPE.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from collectors.reading import Cell, Column


class Family(Enum):
    """Name, type and help of every metric, in the order of the page."""

    INFO = ("netops_info", "gauge", "This installation: its release, and where its pages are.")
    SITE_INFO = ("netops_site_info", "gauge", "A school or office; join on site to get its name and district.")
    SITE_STATE = ("netops_site_state", "gauge", "1 for the present state of the site.")
    LINK_INFO = ("netops_link_info", "gauge", "An internet link; the labels say whose it is.")
    LINK_UP = ("netops_link_up", "gauge", "1 when the link answered in the last round, else 0.")
    LINK_STATE = ("netops_link_state", "gauge", "1 for the present confirmed state of the link.")
    LINK_SINCE = ("netops_link_state_since_timestamp_seconds", "gauge", "When the link's present state began.")
    LINK_LOSS = ("netops_link_loss_ratio", "gauge", "Share of probes without answer in the last round, 0 to 1.")
    LINK_RTT = ("netops_link_rtt_seconds", "gauge", "Round trip of the last round: stat is min, avg, p95 or max.")
    LINK_JITTER = ("netops_link_jitter_seconds", "gauge", "Mean difference of successive round trips.")
    DEVICE_INFO = ("netops_device_info", "gauge", "A device; the labels say what it is.")
    DEVICE_UP = ("netops_device_up", "gauge", "1 when the device answered in the last round, else 0.")
    DEVICE_STATE = ("netops_device_state", "gauge", "1 for the present confirmed state of the device.")
    DEVICE_UPTIME = ("netops_device_uptime_seconds", "gauge", "Time since the device says it started.")
    DEVICE_POLLED = ("netops_device_last_answer_timestamp_seconds", "gauge", "When the device last answered.")
    PROCESSOR = ("netops_device_processor_usage_ratio", "gauge", "Load of a processor, 0 to 1.")
    MEMORY = ("netops_device_memory_usage_ratio", "gauge", "Used share of a memory pool, 0 to 1.")
    STORAGE = ("netops_device_storage_usage_ratio", "gauge", "Used share of a file system, 0 to 1.")
    SENSOR = ("netops_device_sensor_value", "gauge", "Value of a sensor in the unit of its label.")
    IF_INFO = ("netops_interface_info", "gauge", "A port and its description.")
    IF_UP = ("netops_interface_up", "gauge", "1 when the port is operationally up.")
    IF_ENABLED = ("netops_interface_enabled", "gauge", "1 when the port is administratively up.")
    IF_SPEED = ("netops_interface_speed_bps", "gauge", "Speed of the port in bit/s.")
    IF_IN = ("netops_interface_receive_bytes_total", "counter", "Bytes that came in at the port.")
    IF_OUT = ("netops_interface_transmit_bytes_total", "counter", "Bytes that went out at the port.")
    IF_IN_ERRORS = ("netops_interface_receive_errors_total", "counter", "Packets that came in broken.")
    IF_OUT_ERRORS = ("netops_interface_transmit_errors_total", "counter", "Packets that could not be sent for errors.")
    IF_IN_DISCARDS = ("netops_interface_receive_discards_total", "counter", "Whole packets thrown away coming in.")
    IF_OUT_DISCARDS = ("netops_interface_transmit_discards_total", "counter", "Whole packets thrown away going out.")
    ROUND_SECONDS = ("netops_poller_round_seconds", "gauge", "How long the last round of its kind took.")
    ROUND_AT = ("netops_poller_last_round_timestamp_seconds", "gauge", "When the last round of its kind ended.")
    ROUND_ASKED = ("netops_poller_asked", "gauge", "Things asked in the last round of its kind.")
    FAILED = ("netops_poller_failed", "gauge", "Things that failed in the last round, by reason.")
    FAULTS = ("netops_poller_faults_total", "counter", "Faults of our own that were logged with a traceback.")
    AGENT_HEARD = ("netops_agent_last_heard_timestamp_seconds", "gauge", "When the school's agent was last heard.")
    AGENT_WAITING = ("netops_agent_waiting", "gauge", "Records that wait at the school's agent to be delivered.")
    AGENT_DROPPED = ("netops_agent_dropped_total", "counter", "Records that the school's agent had no room for.")
    AGENT_OFFSET = ("netops_agent_clock_offset_seconds", "gauge", "The clock of the school's agent less ours.")
    UPLINK = ("netops_poller_uplink_up", "gauge", "1 while the poller can see beyond its own uplink.")
    OUTBOX = ("netops_outbox_waiting", "gauge", "Messages that wait to be sent.")
    OUTBOX_FAILED = ("netops_outbox_failed", "gauge", "Messages that were given up.")
    TEST_FAILED = ("netops_self_test_failed", "gauge", "Ways of telling that failed in the last daily test, by office.")
    TEST_AT = (
        "netops_self_test_last_success_timestamp_seconds",
        "gauge",
        "When the last daily test was made in which every way worked, by office.",
    )
    SWITCH_AT = (
        "netops_dead_man_last_push_timestamp_seconds",
        "gauge",
        "When the dead-man's switch last took our sign of life, by office; 0 when it never did.",
    )
    SECOND_PATHS = ("netops_second_paths", "gauge", "Ways by which a cut office could still tell, by office.")
    CHANNEL_FAILING = ("netops_channel_failing", "gauge", "1 while the last message of an alert channel failed.")
    ROSTER_OK = (
        "netops_poller_inventory_loaded",
        "gauge",
        "0 while a broken inventory keeps the last good one in use.",
    )

    CONFIG_AT = (
        "netops_device_config_checked_timestamp_seconds",
        "gauge",
        "When the running configuration was last read.",
    )
    SUPPORT_END = (
        "netops_device_support_end_timestamp_seconds",
        "gauge",
        "When the maker's support of the device ends, where it is known.",
    )
    SOFTWARE_END = (
        "netops_device_software_end_timestamp_seconds",
        "gauge",
        "When the maker's support of the version that it runs ends, where it is known.",
    )
    WARRANTY_END = ("netops_device_warranty_end_timestamp_seconds", "gauge", "When the device's warranty ends.")
    IN_USE_SINCE = (
        "netops_device_in_use_since_timestamp_seconds",
        "gauge",
        "When the device was acquired, or first seen where nobody wrote it down.",
    )
    FIRMWARE = ("netops_firmware_devices", "gauge", "Devices of a family that run a version, and how it stands.")
    COMPLIANCE = ("netops_compliance_devices", "gauge", "Devices that stand so against a rule of configurations.")
    CONNECTIONS = ("netops_topology_connections", "gauge", "Present connections of devices, by what they are known.")
    PARENTS = ("netops_topology_parents", "gauge", "Devices whose parent is set by hand, or told by the network.")
    STRANGERS = ("netops_topology_strangers", "gauge", "Things on the network outside the inventory, by decision.")
    POE = ("netops_interface_poe_watts", "gauge", "Power that the port feeds.")
    LOG_DAYS = ("netops_log_days", "gauge", "Days for which lines of a source of traffic logs were received on end.")
    LOG_SILENT = (
        "netops_log_silent",
        "gauge",
        "1 while a source of traffic logs is silent although its device answers.",
    )
    AGENT_SILENT = ("netops_agent_silent", "gauge", "1 while an enrolled agent of a school does not deliver.")
    MESSAGES = (
        "netops_messages_recent",
        "gauge",
        "Traps and syslog messages of this hour and the last, by fate: kept or dropped.",
    )
    MESSAGES_DROPPED = (
        "netops_messages_dropped_recent",
        "gauge",
        "Messages of the loudest senders that were only counted, in this hour and the last.",
    )
    CONTRACT_END = ("netops_contract_end_timestamp_seconds", "gauge", "When a contract with a provider ends.")
    MONTH_MEASURED = (
        "netops_link_month_measured_seconds",
        "gauge",
        "Time of the newest month that the link's contract counts and that we could see.",
    )
    MONTH_COUNTED = (
        "netops_link_month_counted_seconds",
        "gauge",
        "Outages of that time that count against the provider.",
    )
    NEEDS = ("netops_needs", "gauge", "Needs by reason and by how they stand.")
    NEEDS_UNSUPPORTED = (
        "netops_needs_unsupported",
        "gauge",
        "Needs that are not done with and whose evidence went away.",
    )
    RISKS = ("netops_risks", "gauge", "Risks by level, by rule (hand: written down by a person) and by how they stand.")
    RISK_SCORE = (
        "netops_risk_score",
        "gauge",
        "Likelihood times impact of all risks that are not closed, added up.",
    )
    RISK_REVIEWS = ("netops_risk_reviews_open", "gauge", "Risks that a person has to look at again, by level.")
    RISK_REVIEW_SINCE = (
        "netops_risk_review_open_since_timestamp_seconds",
        "gauge",
        "Since when the longest open review of a risk waits, by level.",
    )
    RISK_TASKS_OVERDUE = ("netops_risk_tasks_overdue", "gauge", "Tasks of treatments that should have been done.")
    INNOVATIONS = ("netops_innovations", "gauge", "Innovations and information systems, by how far they have come.")
    INNOVATION_SCHOOLS = (
        "netops_innovation_schools",
        "gauge",
        "Schools that have an innovation: used by measure, unused, or unmeasured.",
    )
    UPKEEP_OVERDUE = ("netops_innovation_upkeep_overdue", "gauge", "Upkeep of innovations that should have been done.")
    HELP_WAITING = ("netops_innovation_help_waiting", "gauge", "Requests for help without an answer.")
    ASSETS = ("netops_assets_pieces", "gauge", "Pieces of the asset book that are not disposed of, by years of use.")
    ASSET_VALUE = ("netops_asset_value_baht", "gauge", "What was paid for assets that are still there, by class.")
    PURCHASES = ("netops_purchases_open", "gauge", "Purchases under way, by the step at which they stand.")
    PURCHASE_BAHT = ("netops_purchase_amount_baht", "gauge", "What purchases hold, by state: reserved to disbursed.")
    ALERTS = ("netops_alerts_open", "gauge", "Alerts that last, by kind: one for each cause.")
    BACKUP_AT = ("netops_backup_last_success_timestamp_seconds", "gauge", "When the newest backup was made, by place.")
    DATA_FREE = ("netops_data_free_ratio", "gauge", "Free share of the disk that holds the data folder, 0 to 1.")

    def __init__(self, metric: str, kind: str, meaning: str) -> None:
        self.metric = metric
        self.header = f"# HELP {metric} {meaning}\n# TYPE {metric} {kind}\n".encode()


Blocks = Mapping[Family, bytes]
PORT_COUNTERS: dict[Column, Family] = {
    Column.IN_OCTETS: Family.IF_IN,
    Column.OUT_OCTETS: Family.IF_OUT,
    Column.IN_ERRORS: Family.IF_IN_ERRORS,
    Column.OUT_ERRORS: Family.IF_OUT_ERRORS,
    Column.IN_DISCARDS: Family.IF_IN_DISCARDS,
    Column.OUT_DISCARDS: Family.IF_OUT_DISCARDS,
}
UP = 1  # of ifOperStatus and ifAdminStatus
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


def labels(**pairs: str) -> str:
    """`{name="value",...}`: values of devices and people are escaped and may be any text."""
    shown = ",".join(f'{name}="{value.translate(_ESCAPES)}"' for name, value in pairs.items())
    return "{" + shown + "}"


def sample(family: Family, where: str, value: float) -> bytes:
    """One line. `where` is made by `labels`."""
    return f"{family.metric}{where} {value:.10g}\n".encode(errors="replace")


def numbers(family: Family, where: Sequence[str], cells: Sequence[Cell]) -> bytes:
    """One line for each port whose cell is a number."""
    name = family.metric
    return "".join(
        [f"{name}{at} {cell}\n" for at, cell in zip(where, cells, strict=False) if cell.__class__ is int]
    ).encode(errors="replace")


@dataclass(slots=True)
class PortLabels:
    """The labels of a device's ports, made once; each port of a device has its own."""

    where: list[str]

    @classmethod
    def of(cls, *, site: str, device: str, names: Sequence[str]) -> PortLabels:
        """Names that a device gave twice are told apart by their place, or Prometheus would refuse the whole page."""
        told: set[str] = set()
        unique = []
        for place, name in enumerate(names, start=1):
            free = name if name and name not in told else f"{name}#{place}"
            told.add(free)
            unique.append(free)
        return cls([labels(site=site, device=device, port=name) for name in unique])


def port_blocks(
    where: Sequence[str], columns: Mapping[Column, Sequence[Cell]], changed: Iterable[Column]
) -> dict[Family, bytes]:
    """The blocks of the columns that changed in this reading."""
    blocks: dict[Family, bytes] = {}
    for column in changed:
        cells = columns[column]
        if column in PORT_COUNTERS:
            family = PORT_COUNTERS[column]
            blocks[family] = numbers(family, where, cells)
        elif column is Column.OPER_STATUS:
            blocks[Family.IF_UP] = numbers(Family.IF_UP, where, _is_up(cells))
        elif column is Column.ADMIN_STATUS:
            blocks[Family.IF_ENABLED] = numbers(Family.IF_ENABLED, where, _is_up(cells))
        elif column is Column.HIGH_SPEED:
            speeds = [cell * 1_000_000 if isinstance(cell, int) else None for cell in cells]
            blocks[Family.IF_SPEED] = numbers(Family.IF_SPEED, where, speeds)
        elif column is Column.ALIAS:
            blocks[Family.IF_INFO] = _infos(where, cells)
    return blocks


def _is_up(cells: Sequence[Cell]) -> list[Cell]:
    return [int(cell == UP) if isinstance(cell, int) else None for cell in cells]


def _infos(where: Sequence[str], aliases: Sequence[Cell]) -> bytes:
    name = Family.IF_INFO.metric
    lines = []
    for at, alias in zip(where, aliases, strict=False):
        text = alias.decode(errors="replace").replace("\0", "") if isinstance(alias, bytes) else ""
        lines.append(f'{name}{at[:-1]},alias="{text.translate(_ESCAPES)}"}} 1\n')
    return "".join(lines).encode(errors="replace")


@dataclass(slots=True)
class Board:
    """The blocks of everything, by what they are about.

    The event loop and the pipeline's thread both put blocks of a device: each sets its own families in place, and
    nothing is read and written back, so that neither loses what the other put.
    """

    devices: dict[int, dict[Family, bytes]] = field(default_factory=dict)
    links: dict[int, Blocks] = field(default_factory=dict)
    sites: dict[int, Blocks] = field(default_factory=dict)
    poller: dict[str, Blocks] = field(default_factory=dict)

    def put_device(self, device_id: int, blocks: Blocks) -> None:
        """Set these families of a device; the others stay."""
        self.devices.setdefault(device_id, {}).update(blocks)

    def drop_ports(self, device_id: int) -> None:
        """Forget what a device that gives no answer last said of its ports: a gap is shown as a gap."""
        blocks = self.devices.get(device_id, {})
        for family in [family for family in list(blocks) if family not in ABOUT_SILENT]:
            blocks.pop(family, None)

    def keep(self, *, sites: Iterable[int], devices: Iterable[int], links: Iterable[int]) -> None:
        """Forget everything else, after the inventory changed."""
        for blocks, ids in ((self.sites, set(sites)), (self.devices, set(devices)), (self.links, set(links))):
            for gone in [key for key in list(blocks) if key not in ids]:
                del blocks[gone]

    def page(self) -> bytes:
        """All of `/metrics`."""
        # Copies of the lists: a round may end in the other thread meanwhile.
        everything: list[Blocks] = [
            *list(self.sites.values()),
            *list(self.links.values()),
            *list(self.devices.values()),
            *list(self.poller.values()),
        ]
        return _page(everything)

    def device_page(self, device_id: int) -> bytes | None:
        """`/metrics/device/{id}`; None for a device that is not watched."""
        blocks = self.devices.get(device_id)
        return None if blocks is None else _page([blocks])


ABOUT_SILENT = frozenset({Family.DEVICE_INFO, Family.DEVICE_UP, Family.DEVICE_STATE, Family.DEVICE_POLLED})


def _page(everything: Sequence[Blocks]) -> bytes:
    parts: list[bytes] = []
    for family in Family:
        found = [blocks[family] for blocks in everything if family in blocks]
        if found:
            parts.append(family.header)
            parts += found
    return b"".join(parts)
