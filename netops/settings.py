"""Settings from the environment (NETOPS_*): typed, refused at the door when wrong."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from contract.services import PORTS

PLANNING: Final = "NETOPS_PLANNING_"
"""How settings of the planning services begin; they read them by themselves."""


class Settings(BaseSettings):
    """Every setting with its unit and default. What can be changed on the settings page is marked there."""

    model_config = SettingsConfigDict(env_prefix="NETOPS_", extra="forbid", frozen=True)

    data_dir: Path = Field(Path("var"), description="Folder of the database, the key, backups and uploads")
    database_url: str = Field("", description="Empty: SQLite in the data folder; or postgresql+psycopg://...")
    host: str = Field("127.0.0.1", description="Address the web pages listen on")
    port: Annotated[int, Field(ge=1, le=65535)] = Field(8000, description="Port of the web pages")
    public_url: str = Field(
        "", description="How people reach the pages, for links in mails; empty: http(s)://host:port"
    )
    tls_cert: Path | None = Field(None, description="Certificate file (PEM); with tls_key the pages are HTTPS")
    tls_key: Path | None = Field(None, description="Private key file (PEM)")
    timezone: str = Field("Asia/Bangkok", description="Zone of times on screen")
    language: str = Field("th", description="Default language of pages and mails: th or en")
    demo: bool = Field(False, description="The simulated district; never for a real network")

    icmp_interval_s: Annotated[int, Field(ge=5)] = Field(30, description="Seconds between ICMP rounds")
    icmp_packets: Annotated[int, Field(ge=1, le=20)] = Field(5, description="Echo requests per target and round")
    snmp_interval_s: Annotated[int, Field(ge=5)] = Field(60, description="Seconds between SNMP rounds")
    walk_interval_s: Annotated[int, Field(ge=60)] = Field(
        6 * 3600, description="Seconds between full walks of a device"
    )
    down_after: Annotated[int, Field(ge=1)] = Field(
        3, description="Silent rounds, of the last `down_of`, that confirm down"
    )
    down_of: Annotated[int, Field(ge=1, le=16)] = Field(4, description="Rounds looked at")
    flap_times: Annotated[int, Field(ge=2)] = Field(
        3, description="Outages of one thing within `flap_window_s` from which it is told as flapping"
    )
    flap_window_s: Annotated[int, Field(ge=60)] = Field(3600, description="Seconds looked back on for flapping")
    flap_steady_s: Annotated[int, Field(ge=60)] = Field(
        1800, description="Seconds without a further change after which a flapping thing is steady"
    )
    uplink_addresses: list[str] = Field(
        default_factory=list,
        description="Addresses beyond the office's own uplink; all silent: we are cut off",
    )
    config_hour: Annotated[int, Field(ge=0, le=23)] = Field(
        1, description="Local hour of the nightly configuration round"
    )
    config_quiet_s: Annotated[int, Field(ge=0)] = Field(
        120, description="Seconds without a further sign of change before a changed configuration is read"
    )
    syslog_addresses: list[str] = Field(
        default_factory=list,
        description="Log servers of the office, as rules of configurations look for them; empty: any will do",
    )
    rules_dir: Path | None = Field(None, description="Folder of the office's own rules (*.toml) beside those shipped")
    topology_interval_s: Annotated[int, Field(ge=60)] = Field(
        900, description="Seconds between readings of neighbours, forwarding tables and ARP"
    )

    listen_host: str = Field("0.0.0.0", description="Address on which traps and syslog are received")  # noqa: S104 - devices send from everywhere; the ports are closed unless set
    trap_port: Annotated[int, Field(ge=0, le=65535)] = Field(0, description="UDP port of SNMP traps; 0: none (162)")
    syslog_port: Annotated[int, Field(ge=0, le=65535)] = Field(
        0, description="UDP and TCP port of syslog; 0: none (514)"
    )
    messages_per_sender_s: Annotated[float, Field(gt=0)] = Field(
        20, description="Traps and syslog messages kept per second and sender; what is over is counted and sampled"
    )
    keep_messages_days: Annotated[int, Field(ge=1)] = Field(30, description="Days that traps and syslog are kept")

    agent_silent_s: Annotated[int, Field(ge=60)] = Field(
        300, description="Seconds after which an agent that does not deliver is silent"
    )
    agent_outside_addresses: list[str] = Field(
        default_factory=lambda: ["8.8.8.8", "1.1.1.1"],
        description="Addresses on the internet that agents ping from inside their school, to tell a cut line",
    )

    ntp_servers: list[str] = Field(
        default_factory=list,
        description="Time servers (host or host:port) by which our own clock is proved; empty: claims say it is not",
    )
    keep_samples_days: int = Field(
        100, description="Days that five-minute link samples are kept; claims print their checksum"
    )
    keep_hours_days: int = Field(400, description="Days that hourly link samples are kept")
    keep_days_days: int = Field(3700, description="Days that daily link samples are kept")
    keep_events_days: int = Field(800, description="Days that events are kept")

    smtp_host: str = Field("", description="Mail server; empty: mails wait in the outbox and the pages say so")
    smtp_port: int = Field(25, description="Port of the mail server")
    smtp_security: str = Field("starttls", description="none, starttls or tls")
    smtp_user: str = Field("", description="Name at the mail server; empty: no sign-in")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password at the mail server")
    mail_from: str = Field("", description="Sender of alert mails")

    channels_reach_here: bool = Field(
        False,
        description="Whether alert channels may reach this machine and link-local addresses, e.g. an SMS gateway on it",
    )

    planning: bool = Field(True, description="Whether `netops serve` runs the planning services of this machine too")
    siblings: dict[str, str] = Field(
        default_factory=dict,
        description='Planning services by name -> where people reach them, e.g. {"registry": "http://127.0.0.1:8101"}; '
        "empty: those of this machine, on the host of the pages and their usual ports. Needed behind a proxy",
    )

    inner_url: str = Field(
        "", description="Where planning services call netops; empty: where people reach it (public_url)"
    )
    siblings_inner: dict[str, str] = Field(
        default_factory=dict,
        description="Planning services by name -> where netops and the others call them, when that is not where people "
        "reach them, as behind an HTTPS proxy",
    )

    prometheus_url: str = Field("", description="Query API for port history; empty: the last two hours in memory")
    metrics_token: SecretStr = Field(SecretStr(""), description="Bearer token that may read /metrics from elsewhere")
    backup_dir: Path | None = Field(None, description="A second place for the nightly backup")
    backup_hour: Annotated[int, Field(ge=0, le=23)] = Field(2, description="Local hour of the nightly backup")
    backup_keep: int = Field(14, description="Backups kept in each place")
    session_hours: int = Field(12, description="Hours after which a silent session ends")

    @property
    def url(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'netops.sqlite3').resolve()}"

    @property
    def base_url(self) -> str:
        """Where people reach the pages, without a slash at the end."""
        scheme = "https" if self.tls_cert else "http"
        return (self.public_url or f"{scheme}://{self.host}:{self.port}").rstrip("/")

    @property
    def sibling_urls(self) -> Mapping[str, str]:
        """Where people reach each planning service; nothing when there is none."""
        if self.siblings or not self.planning:
            return self.siblings
        scheme = "https" if self.tls_cert else "http"
        host = urlsplit(self.base_url).netloc.rpartition("@")[2]
        host = host[: host.index("]") + 1] if host.startswith("[") else host.partition(":")[0]
        return {name: f"{scheme}://{host}:{port}" for name, port in PORTS.items()}

    @property
    def sibling_calls(self) -> Mapping[str, str]:
        """Where netops itself calls each planning service."""
        return {name: self.siblings_inner.get(name, url) for name, url in self.sibling_urls.items()}


def only_here(url: str) -> bool:
    """Whether an address leads every machine but this one to itself: useless in a mail or on a slip."""
    host = urlsplit(url).hostname or ""
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost"
    return address.is_loopback or address.is_unspecified


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
